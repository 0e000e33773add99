"""The prepared evening: entries as portions of substances, stretches of weeks, days and totals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, wraps
from typing import Any, TypeVar

from planner.catalogue import Catalogue
from planner.catalogue.models import Family, Substance
from planner.clock import MINUTES_A_DAY, BeforeBed, TimeOfDay, When, minutes_before_bed
from planner.quantities import (
    Amount,
    ForeignAmount,
    MineralConversion,
    Percentage,
    mg_shown,
    settle,
)
from planner.regimen.fields import DAYS, UNDISCLOSED
from planner.regimen.models import Content, Entry, Product, Regimen
from planner.regimen.positions import KeyPath
from planner.regimen.problems import BrokenEntry

Result = TypeVar("Result")


class Known(StrEnum):
    """How the amount of a portion is known."""

    PLAIN = "plain"
    """Not a mineral: the amount is the amount."""
    STATED = "stated"
    """Elemental, as the label or the entry states it."""
    COMPUTED = "computed"
    """Elemental, computed from the compound."""
    UNSTATED = "unstated"
    """A mineral amount whose basis cannot be told."""
    UNDISCLOSED = "undisclosed"
    """A blend hides the amount."""
    UNCATALOGUED = "uncatalogued"
    """The catalogue has no such substance."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What one taking of an entry holds of one substance."""

    entry: str
    id: str
    name: str
    substance: Substance | None
    """None for what the catalogue lacks."""
    known: Known
    printed: Amount | ForeignAmount | None
    """The amount a taking holds as the label or entry gives it; None where it is undisclosed."""
    milligrams: Decimal | None
    """The amount as printed, in mg a taking; None where it is no mass or undisclosed."""
    elemental: Decimal | None
    """Elemental mg a taking, where the basis is known."""
    inferred: str | None
    """The name of the daily value that showed the basis, where one did."""
    standardised_to: Percentage | None
    path: KeyPath
    """Where its amount stands in the file."""
    content: Content | None = None
    """The row of the label that it comes from."""

    @property
    def family(self) -> str | None:
        """The family it counts with."""
        return self.substance.family if self.substance else None


@dataclass(frozen=True, slots=True)
class TakenEntry:
    """An entry without errors, as portions for each of its phases."""

    name: str
    index: int
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


@dataclass(frozen=True, slots=True)
class Active:
    """An entry in a stretch of weeks, with the phase that it is in."""

    taken: TakenEntry
    phase: int | None

    @property
    def portions(self) -> tuple[Portion, ...]:
        """What one taking holds in this phase."""
        return self.taken.portions[self.phase]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks in which no dose changes."""

    number: int | None
    """From 1; None where no entry has phases."""
    portions: tuple[tuple[Active, Portion], ...]
    """Every portion of the entries that are taken then, with the entry."""


Measure = Callable[[Portion], Decimal | None]


@dataclass(frozen=True, slots=True)
class Total:
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

    # preparing

    def _take(self, name: str, index: int, entry: Entry) -> TakenEntry:
        product = self.regimen.products[entry.product] if entry.product else None
        portions = {
            phase: tuple(self._portions(name, entry, product, phase, dose))
            for phase, dose in entry.doses
        }
        days = frozenset(DAYS.index(day) for day in entry.days) if entry.days else _EVERY_DAY
        return TakenEntry(name, index, entry, product, days, portions)

    def _portions(
        self,
        name: str,
        entry: Entry,
        product: Product | None,
        phase: int | None,
        dose: Amount | ForeignAmount,
    ) -> Iterable[Portion]:
        if product is None:
            path: KeyPath = (
                ("entries", name, "dose")
                if phase is None
                else ("entries", name, "phases", phase, "dose")
            )
            yield self._direct(name, entry, dose, path)
            return
        assert isinstance(dose, Amount)  # an entry with another dose is broken
        servings = dose.ratio_to(product.serving)
        for content_id, content in product.contents.items():
            content_path = ("products", entry.product or "", "contents", content_id)
            yield self._content(name, content_id, content, servings, content_path)

    def _direct(
        self, name: str, entry: Entry, dose: Amount | ForeignAmount, path: KeyPath
    ) -> Portion:
        substance = self.catalogue.find(entry.substance or "")
        if substance is None or not isinstance(dose, Amount):
            return Portion(
                name, "other", entry.name or "other", None, Known.UNCATALOGUED, dose, None, None,
                None, None, path,
            )  # fmt: skip
        mass = dose.milligrams if dose.dimension == "mass" else None
        known, elemental = Known.PLAIN, None
        if substance.is_mineral:
            known, elemental = self._by_basis(substance, dose, entry.basis, buffered=False)
        return Portion(
            name, substance.id, substance.name, substance, known, dose, mass, elemental,
            None, entry.standardised_to, path,
        )  # fmt: skip

    def _content(
        self, name: str, content_id: str, content: Content, servings: Decimal, path: KeyPath
    ) -> Portion:
        substance = self.catalogue.find(content_id)
        printed = content.elemental or content.compound or content.amount
        key = "elemental" if content.elemental else "compound" if content.compound else "amount"
        path = (*path, key)
        if printed == UNDISCLOSED or not isinstance(printed, (Amount, ForeignAmount)):
            known = Known.UNDISCLOSED if substance else Known.UNCATALOGUED
            return Portion(
                name, content_id if substance is None else substance.id,
                content.name or (substance.name if substance else content_id), substance, known,
                None, None, None, None, content.standardised_to, path, content,
            )  # fmt: skip
        scaled = _scaled(printed, servings)
        if substance is None or not isinstance(printed, Amount):
            return Portion(
                name, content_id, content.name or content_id, None, Known.UNCATALOGUED, scaled,
                None, None, None, None, path, content,
            )  # fmt: skip
        mass = printed.milligrams * servings if printed.dimension == "mass" else None
        known, elemental, inferred = Known.PLAIN, None, None
        if substance.is_mineral:
            known, elemental, inferred = self._by_label(substance, printed, content)
            elemental = None if elemental is None else elemental * servings
        return Portion(
            name, substance.id, content.name or substance.name, substance, known, scaled, mass,
            elemental, inferred, content.standardised_to, path, content,
        )  # fmt: skip

    def _by_label(
        self, substance: Substance, printed: Amount, content: Content
    ) -> tuple[Known, Decimal | None, str | None]:
        buffered = bool(content.buffered)
        if content.elemental or content.compound:
            basis = "elemental" if content.elemental else "compound"
            return *self._by_basis(substance, printed, basis, buffered=buffered), None
        known, elemental = self._by_basis(substance, printed, None, buffered=buffered)
        if known is not Known.UNSTATED or content.daily_value is None:
            return known, elemental, None
        family = self.family(substance)
        for daily in family.daily_values:
            expected = content.daily_value.of(daily.amount.milligrams)
            if self._agree(printed.milligrams, expected):
                return Known.STATED, printed.milligrams, daily.name
        if not buffered and (computed := self.from_compound(substance, printed.milligrams)):
            for daily in family.daily_values:
                if self._agree(computed, content.daily_value.of(daily.amount.milligrams)):
                    return Known.COMPUTED, computed, daily.name
        return Known.UNSTATED, None, None

    def _agree(self, amount: Decimal, expected: Decimal) -> bool:
        return abs(amount - expected) <= self.catalogue.rules.basis_agreement.of(expected)

    def _by_basis(
        self, substance: Substance, amount: Amount, basis: str | None, *, buffered: bool
    ) -> tuple[Known, Decimal | None]:
        if amount.dimension == "element":  # mmol and mEq are always of the element
            return Known.STATED, self.conversion(substance).elemental_milligrams(amount)
        if basis == "elemental":
            return Known.STATED, amount.milligrams
        if basis == "compound" and not buffered:
            computed = self.from_compound(substance, amount.milligrams)
            if computed is not None:
                return Known.COMPUTED, computed
        return Known.UNSTATED, None

    # looking up

    def family(self, substance: Substance) -> Family:
        """Return the family of a substance."""
        return self.catalogue.family_of(substance)

    def conversion(self, substance: Substance) -> MineralConversion:
        """Return the conversions of the mineral that a substance is a form of."""
        return self.catalogue.conversions[substance.family]

    def from_compound(self, substance: Substance, milligrams: Decimal) -> Decimal | None:
        """Return the elemental mg of a pure compound, or None where the form is unknown."""
        if substance.compound is None:
            return None
        return self.conversion(substance).elemental_from_compound(substance.id, milligrams)

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
    def stretches(self) -> tuple[Stretch, ...]:
        """The stretches of weeks in which no dose changes."""
        if not self.has_phases:
            return (Stretch(None, _with_portions(Active(taken, None) for taken in self.taken)),)
        ends: set[int] = set()
        for taken in self.taken:
            week = 0
            for phase in taken.entry.phases or ():
                week += phase.weeks
                ends.add(week)
        last = max(ends)
        bounds = sorted(ends)
        if self.regimen.weeks is not None:
            if self.regimen.weeks > last:
                bounds.append(self.regimen.weeks)
        elif any(taken.entry.phases is None for taken in self.taken):
            bounds.append(last + 1)  # without end
        stretches, start = [], 0
        for number, end in enumerate(bounds, start=1):
            stretches.append(Stretch(number, _with_portions(self._active_in(start))))
            start = end
        return tuple(stretches)

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


def is_converted(portion: Portion) -> bool:
    """Whether the elemental amount of a portion is a computed figure."""
    return portion.known is Known.COMPUTED or (
        isinstance(portion.printed, Amount) and portion.printed.dimension == "element"
    )


def _scaled(amount: Amount | ForeignAmount, factor: Decimal) -> Amount | ForeignAmount | None:
    value = settle(amount.value * factor)
    if value <= 0:
        return None
    if isinstance(amount, Amount):
        return Amount(value, amount.unit)
    return ForeignAmount(value, amount.unit)


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
