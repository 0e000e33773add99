"""What is known of all plans of a library: their findings, grouped, searched and sorted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planner.judge.findings import Severity
from planner.judge.grouping import Group, Grouping, Kind, Place
from planner.library.folding import folded
from planner.quantities import parse_amount

if TYPE_CHECKING:
    from planner.library.changes import Signature

ORDERS = ("severity", "finding", "about", "plans")
"""How findings can be sorted, named as their columns are."""
PLAN_ORDERS = ("plan", "file", "observed")
"""How the plans that have one of them can be."""
NEXT = {
    each: following
    for orders in (ORDERS, PLAN_ORDERS)
    for each, following in zip(orders, (*orders[1:], orders[0]), strict=True)
}

_TIMES = {"min", "days"}
"""Units of what is observed that are no amounts."""
_EVERY = 1 << 60
"""More regimens than there are: each keeps its first finding of a kind."""


class Found(NamedTuple):
    """A kind of finding in one plan: where it is first, and how often it is there."""

    kind: Kind
    place: Place
    times: int


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """One plan of the library, as far as the table needs it."""

    path: Path
    signature: Signature
    """What its file looked like before it was read."""
    title: str | None
    status: str
    is_template: bool
    is_unread: bool
    """Whether nothing of the file could be read."""
    has_unchecked: bool
    """Whether something of it was not checked, or not in full."""
    found: tuple[Found, ...]


class Sections(NamedTuple):
    """Kinds of findings: those that count, and apart from them those that never do."""

    counting: tuple[Group, ...]
    accepted: tuple[Group, ...]
    notes: tuple[Group, ...]

    def __len__(self) -> int:
        """Return how many there are in all."""
        return sum(map(len, tuple(self)))


@dataclass(frozen=True, slots=True)
class Totals:
    """What is counted over all plans, whatever is searched for."""

    plans: int
    to_check: int
    """How many of the files are still to be judged."""
    statuses: Mapping[str, int]
    unchecked: int
    """How many hold something that was not checked, or not in full."""
    templates: int
    unread: int


class WeeklyCheck:
    """Takes plans in as they are judged, and tells what they have in common.

    Each plan keeps one place for each kind of finding, so that what is held grows with the number
    of plans and not with how much is wrong in one of them.
    """

    def __init__(self) -> None:
        self._files: Mapping[Path, Signature] = {}
        self._to_check: set[Path] = set()
        self._plans: dict[Path, CheckedPlan] = {}
        self._grouping = Grouping(_EVERY)
        self._words: tuple[str, ...] = ()
        self._haystacks: dict[Path, str] = {}

    # learning

    @property
    def known(self) -> dict[Path, Signature]:
        """The files that were judged, with what they looked like then."""
        return {path: plan.signature for path, plan in self._plans.items()}

    def name(self, files: Mapping[Path, Signature]) -> None:
        """Take in which files there are, and what they look like; others are forgotten."""
        self._files = files
        self._to_check = {path for path, seen in files.items() if self._seen(path) != seen}
        gone = [path for path in self._plans if path not in files]
        for path in gone:
            del self._plans[path]
            self._haystacks.pop(path, None)
        if gone:
            self._group_anew()

    def learn(self, plans: Iterable[CheckedPlan]) -> None:
        """Take in plans that were judged; one that has gone meanwhile is left out."""
        again = False
        for plan in plans:
            if plan.path not in self._files:
                continue
            again |= plan.path in self._plans
            self._plans[plan.path] = plan
            self._to_check.discard(plan.path)
            self._haystacks.pop(plan.path, None)
            if not again:
                self._group(plan)
        if again:
            self._group_anew()

    def settle(self) -> None:
        """Take in that all is judged: what is still missing went away while it was looked for."""
        self._to_check.clear()

    def _seen(self, path: Path) -> Signature | None:
        plan = self._plans.get(path)
        return plan.signature if plan else None

    def _group(self, plan: CheckedPlan) -> None:
        self._grouping.add(
            found for each in plan.found for found in repeat((each.kind, each.place), each.times)
        )

    def _group_anew(self) -> None:
        self._grouping = Grouping(_EVERY)
        for plan in self._plans.values():
            self._group(plan)

    # telling

    @property
    def totals(self) -> Totals:
        """What is counted over all plans."""
        plans = self._plans.values()
        return Totals(
            len(self._plans),
            len(self._to_check),
            Counter(plan.status for plan in plans),
            sum(plan.has_unchecked for plan in plans),
            sum(plan.is_template for plan in plans),
            sum(plan.is_unread for plan in plans),
        )

    def plan(self, path: Path) -> CheckedPlan | None:
        """Return what is known of a file."""
        return self._plans.get(path)

    def find(self, text: str) -> None:
        """Tell only what holds all of these words: of a finding, or of the plan that has it."""
        self._words = tuple(folded(text).split())

    @property
    def is_searching(self) -> bool:
        """Whether not everything is told."""
        return bool(self._words)

    def sections(self, order: str = ORDERS[0]) -> Sections:
        """Return the findings in an order, with the plans that the words let through."""
        matching = self._matching(self._grouping.groups())
        groups = [each for each in matching if each.plans]
        # The groups come worst first, of each severity what most plans have.
        match order:
            case "finding":
                groups.sort(key=lambda group: (group.kind.code, _about(group)))
            case "about":
                groups.sort(key=lambda group: (not group.kind.subject, _about(group)))
            case "plans":
                groups.sort(key=lambda group: -group.plans)
            case _:
                groups.sort(key=lambda group: (group.kind.severity.rank, -group.plans))
        accepted = tuple(group for group in groups if group.kind.accepted)
        others = [group for group in groups if not group.kind.accepted]
        notes = tuple(group for group in others if group.kind.severity is Severity.NOTE)
        counting = tuple(group for group in others if group.kind.severity is not Severity.NOTE)
        return Sections(counting, accepted, notes)

    def found(self, kind: Kind, order: str = PLAN_ORDERS[0]) -> list[Found]:
        """Return where a kind of finding is, each plan once, in an order."""
        plans = self._holding(_missing(self._words, kind))
        found = [each for plan in plans for each in plan.found if each.kind == kind]
        found.sort(key=lambda each: str(each.place.path))
        if order == "plan":
            found.sort(key=lambda each: folded(each.place.title or each.place.path.name))
        elif order == "observed":
            found.sort(key=lambda each: _observed(each.place.observed or ""))
        return found

    def _matching(self, groups: Iterable[Group]) -> Iterator[Group]:
        """Yield groups with the plans that hold the words which the finding itself lacks."""
        paths: dict[tuple[str, ...], frozenset[Path]] = {}
        for group in groups:
            missing = _missing(self._words, group.kind)
            if not missing:
                yield group
                continue
            if missing not in paths:
                paths[missing] = frozenset(plan.path for plan in self._holding(missing))
            holding = paths[missing]
            places = tuple(place for place in group.places if place.path in holding)
            yield Group(group.kind, len(places), len(places), places)

    def _holding(self, words: Sequence[str]) -> Iterable[CheckedPlan]:
        """Return the plans that hold all of these words in their title or file name."""
        if not words:
            return self._plans.values()
        return [
            plan
            for plan in self._plans.values()
            if all(word in self._haystack(plan) for word in words)
        ]

    def _haystack(self, plan: CheckedPlan) -> str:
        text = self._haystacks.get(plan.path)
        if text is None:
            text = self._haystacks[plan.path] = folded(f"{plan.title or ''} {plan.path.name}")
        return text


def _missing(words: Sequence[str], kind: Kind) -> tuple[str, ...]:
    """Return the words that no word of a kind of finding begins with: `limit`, but not `bo`."""
    if not words:
        return ()
    accepted = " accepted" if kind.accepted else ""
    text = folded(f"{kind.severity.value}{accepted} {kind.code} {kind.subject}")
    return tuple(word for word in words if not re.search(rf"(?<!\w){re.escape(word)}", text))


def _about(group: Group) -> str:
    return folded(group.kind.subject)


@lru_cache(maxsize=4096)
def _observed(text: str) -> tuple[int, Decimal, str]:
    """Return by what an observed value is sorted: amounts and times first, the greatest first."""
    number, _, unit = text.partition(" ")
    if unit in _TIMES and number.isascii() and number.isdigit():
        return 0, -Decimal(number), ""
    try:
        return 0, -parse_amount(text).milligrams, ""
    except (ValueError, ArithmeticError):
        return (1 if text else 2), Decimal(0), folded(text)
