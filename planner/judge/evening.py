"""The prepared evening: entries as portions of substances, stretches of weeks, days and totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, wraps
from typing import Any, NamedTuple, TypeVar

from planner.catalogue import Catalogue
from planner.catalogue.models import Family, Substance
from planner.clock import MINUTES_A_DAY, BeforeBed, TimeOfDay, When, minutes_before_bed
from planner.judge.findings import Finding
from planner.judge.portions import Portion, PortionReader, is_converted
from planner.quantities import (
    mg_shown,
    mg_text,
    settle,
)
from planner.regimen.fields import DAYS
from planner.regimen.models import Entry, Product, Regimen
from planner.regimen.positions import KeyPath
from planner.regimen.problems import BrokenEntry

Result = TypeVar("Result")


class TakenEntry(NamedTuple):
    """An entry without errors, as portions for each of its phases."""

    name: str
    place: int
    entry: Entry
    product: Product | None
    days: frozenset[int]
    portions: Mapping[int | None, tuple[Portion, ...]]

    @property
    def takings(self) -> int:
        """How many times on a day it is taken."""
        return len(self.entry.when)

    @property
    def first(self) -> tuple[Portion, ...]:
        """The portions of its first dose: which substances it holds never depends on the phase."""
        return next(iter(self.portions.values()))

    def dose_path(self, phase: int | None) -> KeyPath:
        """Return the key of the dose of a phase."""
        if phase is None:
            return ("entries", self.name, "dose")
        return ("entries", self.name, "phases", phase, "dose")


class Active(NamedTuple):
    """An entry in a stretch of weeks, with the phase that it is in."""

    taken: TakenEntry
    phase: int | None

    @property
    def portions(self) -> tuple[Portion, ...]:
        """What one taking holds in this phase."""
        return self.taken.portions[self.phase]


class Stretch(NamedTuple):
    """Weeks in which no dose changes."""

    number: int | None
    """From 1; None where no entry has phases."""
    portions: tuple[tuple[Active, Portion], ...]
    """Every portion of the entries that are taken then, with the entry."""
    first_week: int = 1
    last_week: int | None = None
    """None where it goes on without end."""


Measure = Callable[[Portion], Decimal | None]


class Total(NamedTuple):
    """A sum over the takings of the fullest day of a stretch."""

    value: Decimal
    lead: Active
    """The entry that contributes most."""
    lead_portion: Portion
    entries: tuple[str, ...]
    """Every entry that contributes on the fullest days."""
    parts: int
    """How many entries and contents add up on the fullest day."""
    computed: bool
    """Whether a conversion from the compound, mmol or mEq is part of it."""

    @property
    def phase(self) -> int | None:
        """The lead entry's own phase."""
        return self.lead.phase

    @property
    def path(self) -> KeyPath:
        """The key of the lead entry's dose."""
        return self.lead.taken.dose_path(self.lead.phase)

    def shown(self, against: Decimal | None = None) -> str:
        """Return the value for a person."""
        return mg_shown(self.value, computed=self.computed, against=against)

    def finding(
        self,
        code: str,
        message: str,
        substance: str,
        *,
        bound: Decimal | None = None,
        source: str | None = None,
        below: bool = False,
    ) -> Finding:
        """Return a finding about this total; it names the lead entry and its phase."""
        return Finding(
            code,
            message,
            self.path,
            entry=self.lead.taken.name,
            substance=substance,
            phase=self.phase,
            observed=mg_text(self.value),
            limit=None if bound is None else mg_text(bound),
            source=source,
            concerns=self.entries,
            value=self.value,
            below=below,
        )


def shared(
    derive: Callable[[Evening], Iterable[Result]],
) -> Callable[[Evening], tuple[Result, ...]]:
    """Return a function that derives something once for an evening, however many rules ask."""

    @wraps(derive)
    def derived(evening: Evening) -> tuple[Result, ...]:
        if derive not in evening.derived:
            evening.derived[derive] = tuple(derive(evening))
        found: tuple[Result, ...] = evening.derived[derive]
        return found

    return derived


class Evening:
    """A regimen made ready to be judged against a catalogue, for a country."""

    def __init__(
        self,
        regimen: Regimen,
        catalogue: Catalogue,
        country: str,
        broken: Mapping[str, BrokenEntry],
    ) -> None:
        self.regimen = regimen
        self.catalogue = catalogue
        self.derived: dict[object, Any] = {}
        """What rules have derived from this evening and share."""
        self.country = country
        self.broken = broken
        self.reader = PortionReader(catalogue)
        self.bedtime = regimen.bedtime
        self.age = regimen.person.age if regimen.person else None
        self.taken: tuple[TakenEntry, ...] = tuple(
            self._take(name, index, entry)
            for index, (name, entry) in enumerate(regimen.entries.items())
            if name not in broken
        )
        self.broken_substances = frozenset(
            substance.id
            for lost in broken.values()
            for content in lost.contents
            if (substance := catalogue.find(content))
        )
        self.broken_families = frozenset(
            catalogue.substances[substance].family for substance in self.broken_substances
        )

    @property
    def size(self) -> int:
        """How many contents there are over all stretches of weeks, at the most."""
        contents = sum(len(taken.first) for taken in self.taken)
        return contents * (len(self._ends) + 1) if self._ends else contents

    # preparing

    def _take(self, name: str, index: int, entry: Entry) -> TakenEntry:
        product = self.regimen.products[entry.product] if entry.product else None
        portions = {
            phase: tuple(self.reader.portions(name, entry, product, phase, dose))
            for phase, dose in entry.doses
        }
        days = frozenset(DAYS.index(day) for day in entry.days) if entry.days else _EVERY_DAY
        return TakenEntry(name, index, entry, product, days, portions)

    # looking up

    def is_under(self, age: int | None) -> bool:
        """Whether the person's age is known and under an age in whole years."""
        return age is not None and self.age is not None and self.age < age

    def family(self, substance: Substance) -> Family:
        """Return the family of a substance."""
        return self.catalogue.family_of(substance)

    def name_of(self, taken: TakenEntry) -> str:
        """Return what an entry takes, as a person calls it."""
        if taken.product:
            return taken.product.name
        substance = self.catalogue.find(taken.entry.substance or "")
        if substance is None:
            return taken.entry.name or taken.entry.takes
        return substance.named(taken.entry.name)

    @cached_property
    def families_taken(self) -> Mapping[str, list[TakenEntry]]:
        """The entries without errors that hold something of each family, in file order."""
        found: dict[str, list[TakenEntry]] = {}
        for taken in self.taken:
            for family in dict.fromkeys(portion.family for portion in taken.first):
                if family is not None:
                    found.setdefault(family, []).append(taken)
        return found

    # time

    @cached_property
    def has_phases(self) -> bool:
        """Whether any entry has phases."""
        return any(taken.entry.phases is not None for taken in self.taken)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        """The weeks after which a phase of any entry ends, in order."""
        ends: set[int] = set()
        for taken in self.taken:
            week = 0
            for phase in taken.entry.phases or ():
                week += phase.weeks
                ends.add(week)
        return tuple(sorted(ends))

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of weeks in which no dose changes."""
        if not self.has_phases:
            return (Stretch(None, _with_portions(Active(taken, None) for taken in self.taken)),)
        ends: list[int | None] = list(self._ends)
        last = self._ends[-1]
        if self.regimen.weeks is not None:
            if self.regimen.weeks > last:
                ends.append(self.regimen.weeks)
        elif any(taken.entry.phases is None for taken in self.taken):
            ends.append(None)
        starts = (0, *self._ends)
        return tuple(
            Stretch(number, _with_portions(self._active_in(start)), start + 1, end)
            for number, (start, end) in enumerate(zip(starts, ends, strict=False), start=1)
        )

    def _active_in(self, week: int) -> Iterable[Active]:
        for taken in self.taken:
            if taken.entry.phases is None:
                yield Active(taken, None)
                continue
            end = 0
            for number, phase in enumerate(taken.entry.phases, start=1):
                end += phase.weeks
                if week < end:
                    yield Active(taken, number)
                    break

    def span(self, when: When) -> tuple[int, int] | None:
        """Return the (earliest, latest) minutes before bed; None without the bedtime it needs."""
        if isinstance(when, BeforeBed):
            return when.earliest, when.latest
        if self.bedtime is None:
            return None
        minutes = minutes_before_bed(when, self.bedtime)
        return minutes, minutes

    def clock_span(self, when: When) -> tuple[int, int] | None:
        """Return (start minute of the day, length); None without the bedtime it needs."""
        if isinstance(when, TimeOfDay):
            return when.minutes, 0
        if self.bedtime is None:
            return None
        start = (self.bedtime.minutes - when.earliest) % MINUTES_A_DAY
        return start, when.earliest - when.latest

    # totals

    def total(self, stretch: Stretch, measure: Measure) -> Total | None:
        """Return the sum of a measure on the fullest day of a stretch; None where nothing counts.

        The lead is the entry that contributes most on any of the fullest days, the first in the
        file on a tie.
        """
        counted: list[tuple[Active, Portion, Decimal]] = []
        for active, portion in stretch.portions:
            amount = measure(portion)
            if amount is not None:
                counted.append((active, portion, amount * active.taken.takings))
        if not counted:
            return None
        groups = day_groups(active.taken.days for active, _, _ in counted)
        sums = [
            settle(sum((value for active, _, value in counted if day in active.taken.days), _NIL))
            for day in groups
        ]
        most = max(sums)
        fullest = [day for day, value in zip(groups, sums, strict=True) if value == most]
        on_fullest = [row for row in counted if any(day in row[0].taken.days for day in fullest)]
        by_entry: dict[str, Decimal] = {}
        for active, _, value in on_fullest:
            name = active.taken.name
            by_entry[name] = by_entry.get(name, _NIL) + value
        lead_name = on_fullest[0][0].taken.name
        if len(by_entry) > 1:
            lead_name = max(by_entry, key=lambda name: settle(by_entry[name]))  # first on a tie
        lead_row = max(
            (row for row in on_fullest if row[0].taken.name == lead_name), key=lambda row: row[2]
        )
        parts = max(
            sum(1 for active, _, _ in counted if day in active.taken.days) for day in fullest
        )
        return Total(
            value=most,
            lead=lead_row[0],
            lead_portion=lead_row[1],
            entries=tuple(by_entry),
            parts=parts,
            computed=any(is_converted(portion) for _, portion, _ in on_fullest),
        )


def _with_portions(active: Iterable[Active]) -> tuple[tuple[Active, Portion], ...]:
    return tuple((each, portion) for each in active for portion in each.portions)


_NIL = Decimal(0)
_EVERY_DAY = frozenset(range(len(DAYS)))


def day_groups(days: Iterable[frozenset[int]]) -> Sequence[int]:
    """Return one day for each different set of entries that are taken together."""
    sets = set(days)
    if sets == {_EVERY_DAY}:
        return (0,)
    found: dict[tuple[bool, ...], int] = {}
    for day in range(len(DAYS)):
        pattern = tuple(day in each for each in sets)
        if any(pattern):
            found.setdefault(pattern, day)
    return tuple(found.values())
