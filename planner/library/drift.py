"""How the plans made from a template stand to it: as it is, older, with own changes, paused.

Nothing here writes, and nothing raises for what the files hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from planner.library.home import read_regimen
from planner.library.templates import KeptStates, Shelf
from planner.regimen.filling import Source
from planner.regimen.models import Regimen
from planner.regimen.parts import labels_of
from planner.regimen.reading import Reading, file_bytes
from planner.regimen.rebasing import CannotFillError, PartChange, own_changes, template_changes
from planner.wording import visible

_DERIVED = re.compile(rb"^[ \t]*\[?[ \t]*derived[ \t]*[].=]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that was made from a template."""

    path: Path
    reading: Reading
    made: Source | None
    """The template as the plan was made from it; None where that state was not kept."""
    other: Path | None = None
    """The other template of the same name that it was made from, where it was."""

    @property
    def regimen(self) -> Regimen:
        """What it plans, without what could not be read."""
        assert self.reading.regimen is not None  # held by `plans_of`
        return self.reading.regimen

    @property
    def version(self) -> str:
        """The version of the template that it records."""
        assert self.regimen.derived is not None
        return self.regimen.derived.version

    @property
    def paused(self) -> str | None:
        """Why changes are not carried over at present; None where they are."""
        assert self.regimen.derived is not None
        return self.regimen.derived.paused


@dataclass(frozen=True, slots=True)
class Drift:
    """How one plan stands to its template."""

    plan: Plan
    older: bool
    """Whether it was made from an earlier state than the present one."""
    own: tuple[PartChange, ...] = ()
    """Own changes, from what the template gave."""
    template: tuple[PartChange, ...] = ()
    """What the template gives otherwise by now."""
    problem: str | None = None
    """Why that cannot be told; None where it can."""

    @property
    def is_same(self) -> bool:
        """Whether the plan is what the template gives, as far as can be told."""
        return not (self.older or self.own or self.problem or self.plan.paused)


@dataclass(slots=True)
class Looked:
    """What was looked at besides the plans of the template."""

    others: int = 0
    """Regimens that were not made from the template."""
    unreadable: list[tuple[Path, str]] = field(default_factory=list)
    """Files that may have been made from it and cannot be read, and why."""


def plans_of(
    name: str, states: KeptStates, files: Iterable[Path], looked: Looked
) -> Iterator[Plan]:
    """Yield the plans among some files that were made from a template of this name."""
    for path in files:
        try:
            if not _DERIVED.search(file_bytes(path)):  # most other files need no reading
                looked.others += 1
                continue
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or str(problem)
            looked.unreadable.append((path, f"cannot be read: {reason}"))
            continue
        reading = read_regimen(path)
        derived = reading.regimen.derived if reading.regimen else None
        if reading.problems and (derived is None or derived.template == name):
            first = reading.problems[0]
            line = reading.line(first.line, first.key)
            looked.unreadable.append((path, f"line {line}: {first.message}"))
        elif derived is None or derived.template != name:
            looked.others += 1
        else:
            made = states.find(derived.version, path)
            yield Plan(path, reading, made, states.others.get(derived.version))


def drift_of(plan: Plan, current: Source, shelf: Shelf) -> Drift:
    """Return how a plan stands to its template."""
    older = plan.version != current.version
    if plan.made is None:
        return Drift(plan, older, problem=unknown_state(plan))
    try:
        labels = labels_of(shelf.of(plan.made, regimen=plan.regimen))
        own = own_changes(plan.regimen, plan.made, labels)
    except CannotFillError as problem:
        return Drift(plan, older, problem=f"version {plan.version} cannot be filled: {problem}")
    try:
        changed = template_changes(plan.regimen, plan.made, current) if older else ()
    except CannotFillError as problem:
        return Drift(plan, older, own, problem=f"the template cannot be filled: {problem}")
    return Drift(plan, older, own, changed)


def unknown_state(plan: Plan) -> str:
    """Return why a plan's own changes cannot be told from the template's."""
    if plan.other is not None:
        return (
            f"it was made from another template of this name, {visible(str(plan.other))}; name that"
            " one by its path"
        )
    return (
        f"version {visible(plan.version)} of the template is not kept in any .versions folder here,"
        " so own changes cannot be told from the template's"
    )
