"""Carrying a template's change over into the plans of a folder: what each would become, judged.

Nothing here writes: `Rebase.change` is for `planner.library.runs`, which writes all or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from planner.judge.findings import Finding, Verdict
from planner.judge.withholding import about_person
from planner.library.atomic import SaveError
from planner.library.drift import Plan, unknown_state
from planner.library.home import with_labels_kept, with_shelf
from planner.library.runs import FileChange
from planner.library.store import new_bytes
from planner.library.templates import Shelf
from planner.regimen.filling import Source
from planner.regimen.models import Product, Regimen, SharedProduct
from planner.regimen.parts import labels_of
from planner.regimen.reading import Reading, read_bytes
from planner.regimen.rebasing import CannotFillError, Rebased, Side, rebase

State = Literal["changed", "current", "paused", "conflict", "withheld", "unknown", "broken"]
"""What comes of a plan: only `changed` ones are written, and only `current` ones need nothing."""

Judge = Callable[[Reading, Path], Verdict]


@dataclass(frozen=True, slots=True)
class Rebase:
    """What carrying the change over comes to for one plan."""

    plan: Plan
    state: State
    why: str = ""
    """Why it is left as it is, where that needs words."""
    rebased: Rebased | None = None
    data: bytes = b""
    """The file as it would be written."""
    result: Regimen | None = None
    """What the plan would be, with the labels of its shelf."""
    before: Verdict | None = None
    after: Verdict | None = None
    against: tuple[Finding, ...] = ()
    """What is new and concerns the person."""
    standing: tuple[Finding, ...] = ()
    """All that concerns the person and counts, what was there before included."""

    @property
    def change(self) -> FileChange:
        """What is written."""
        return FileChange(self.plan.path, self.plan.reading.data, self.data)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of carrying a change over."""

    current: Source
    more: Mapping[str, Any]
    """Values for fields that are new, by name."""
    take: Side | None
    """Whose part is taken where both have changed one; None leaves such plans as they are."""
    include_warned: bool
    shelf: Shelf
    """What the template takes from the shelf of its home."""


def rebase_plan(plan: Plan, wish: Wish, judge: Judge) -> Rebase:
    """Return what carrying the change over comes to for one plan."""
    if plan.paused is not None:
        return Rebase(plan, "paused", plan.paused)
    if plan.version == wish.current.version:
        return Rebase(plan, "current")
    if plan.made is None:
        return Rebase(plan, "unknown", unknown_state(plan))
    try:
        shelf = wish.shelf.of(plan.made, wish.current, regimen=plan.regimen)
        rebased = rebase(
            plan.regimen, plan.made, wish.current,
            more=wish.more, take=wish.take, shelf=labels_of(shelf),
        )  # fmt: skip
    except CannotFillError as problem:
        return Rebase(plan, "broken", f"the template cannot be filled: {problem}")
    if rebased.regimen is None:
        state: State = "conflict" if rebased.conflicts else "broken"
        return Rebase(plan, state, "; ".join(rebased.problems), rebased)
    regimen = _with_labels(rebased, rebased.regimen, plan, shelf)
    try:
        data = new_bytes(plan.reading, regimen, plan.path)
    except SaveError as problem:
        return Rebase(plan, "broken", str(problem), rebased)
    return _judged(plan, rebased, data, wish, judge)


def _with_labels(
    rebased: Rebased, regimen: Regimen, plan: Plan, shelf: Mapping[str, Product]
) -> Regimen:
    """Return a rebased regimen with the labels that it takes from shelves.

    Those of its template's shelf become its own where its own home has none of that id, or another.
    """
    labels: dict[str, Product] = {}
    for product in {entry.product for entry in regimen.entries.values() if entry.product}:
        known = plan.regimen.products.get(product)
        label = shelf.get(product) if product in rebased.of_template or known is None else known
        if product not in regimen.products and isinstance(label, SharedProduct):
            labels[product] = label
    whole = regimen.model_copy(update={"products": {**labels, **regimen.products}})
    return with_labels_kept(whole, plan.path)


def _judged(plan: Plan, rebased: Rebased, data: bytes, wish: Wish, judge: Judge) -> Rebase:
    before = judge(plan.reading, plan.path)
    reading = with_shelf(read_bytes(data, plan.path), plan.path)
    after = judge(reading, plan.path)
    errors = [each for each in after.findings if each.severity.value == "error"]
    known = {_what(each) for each in before.findings}
    if errors and not {_what(each) for each in errors} <= known:
        return Rebase(plan, "broken", errors[0].message, rebased, data)
    assert rebased.regimen is not None
    against = tuple(
        each
        for each in about_person(after.findings, rebased.regimen)
        if each.counts and _what(each) not in known
    )
    state: State = "withheld" if against and not wish.include_warned else "changed"
    standing = tuple(each for each in about_person(after.findings, rebased.regimen) if each.counts)
    return Rebase(plan, state, "", rebased, data, reading.regimen, before, after, against, standing)


def _what(finding: Finding) -> tuple[str | None, ...]:
    return finding.code, finding.entry, finding.substance, finding.observed
