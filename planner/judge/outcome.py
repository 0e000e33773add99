"""What an evening comes to: totals, gauges, the schedule, and what of it was checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TypedDict

from planner.catalogue.models import Substance
from planner.clock import BeforeBed, TimeOfDay, When, clock_time
from planner.judge.evening import Evening, Stretch, TakenEntry
from planner.judge.findings import (
    Gauge,
    LimitVerdict,
    MineralTotal,
    RangeVerdict,
    SubstanceTotal,
    Taking,
)
from planner.judge.gauge import OwnGauge
from planner.judge.limits import LimitTotal, limit_name, limit_totals, stated_marker_of
from planner.judge.portions import Known
from planner.judge.ranges import (
    RangeTotal,
    amount_of,
    elemental_of,
    own_range_totals,
    range_totals,
    substances_in,
)
from planner.judge.standing import own_gauge, range_verdict
from planner.judge.wordings import called, gives

_NIL = Decimal(0)


class EveningOutcome:
    """What an evening comes to; each part is computed when it is first asked for."""

    def __init__(self, evening: Evening) -> None:
        self._evening = evening

    @cached_property
    def weeks(self) -> Mapping[int, tuple[int, int | None]]:
        """The first and last week of each stretch; empty where no entry has phases."""
        return {
            stretch.number: (stretch.first_week, stretch.last_week)
            for stretch in self._evening.stretches
            if stretch.number is not None
        }

    @cached_property
    def totals(self) -> tuple[SubstanceTotal | MineralTotal, ...]:
        """The total a day of each substance and mineral, for each stretch of weeks."""
        return tuple(totals(self._evening))

    @cached_property
    def schedule(self) -> tuple[Taking, ...]:
        """Every taking in the order of the evening."""
        return tuple(schedule(self._evening))

    @cached_property
    def gauges(self) -> tuple[Gauge, ...]:
        """Each judged total beside its range and its upper limit."""
        return tuple(gauges(self._evening))

    @cached_property
    def not_compared(self) -> frozenset[str]:
        """The substances whose range was not compared, because it is for adults.

        Gauges are only looked at for a minor: of hundreds of plans they would take their time.
        """
        if not self._evening.is_under(self._evening.catalogue.rules.adult_age):
            return frozenset()
        return frozenset(
            gauge.substance for gauge in self.gauges if gauge.range_verdict is RangeVerdict.ADULTS
        )

    @cached_property
    def checked(self) -> Mapping[str, frozenset[str]]:
        """The substances of each entry that a documented range was found for."""
        return {
            taken.name: frozenset(
                portion.id
                for portion in taken.first
                if portion.substance and portion.substance.range
            )
            for taken in self._evening.taken
        }

    @cached_property
    def unchecked(self) -> Mapping[str, frozenset[str]]:
        """The substances of each entry without a documented range."""
        return {
            taken.name: frozenset(portion.id for portion in taken.first) - self.checked[taken.name]
            for taken in self._evening.taken
        }


def totals(evening: Evening) -> Iterable[SubstanceTotal | MineralTotal]:
    """Return the total a day of each substance and mineral, for each stretch of weeks."""
    for stretch in evening.stretches:
        minerals: list[str] = []
        for substance in substances_in(stretch):
            if substance.is_mineral:
                if substance.family not in minerals:
                    minerals.append(substance.family)
                    yield _mineral_total(evening, stretch, substance.family)
                continue
            amount = evening.total(stretch, amount_of(substance))
            marker = _whole_marker(evening, stretch, substance)
            per_day = amount.value if amount else _NIL
            yield SubstanceTotal(substance.id, per_day, marker, stretch.number)
        for family in sorted(evening.broken_families - set(minerals)):
            if evening.catalogue.families[family].element is not None:
                yield MineralTotal(family, _NIL, complete=False, stretch=stretch.number)


def _mineral_total(evening: Evening, stretch: Stretch, family: str) -> MineralTotal:
    unknown = any(
        portion.known in (Known.UNSTATED, Known.UNDISCLOSED)
        for _, portion in stretch.portions
        if portion.family == family
    )
    total = evening.total(stretch, elemental_of(family))
    return MineralTotal(
        family,
        total.value if total else _NIL,
        complete=not unknown and family not in evening.broken_families,
        stretch=stretch.number,
    )


def _whole_marker(evening: Evening, stretch: Stretch, substance: Substance) -> Decimal | None:
    """Return the marker a day of an extract; None where any of it is not known."""
    own = [portion for _, portion in stretch.portions if portion.substance is substance]
    if any(p.standardised_to is None or p.milligrams is None for p in own):
        return None
    total = evening.total(stretch, stated_marker_of(substance.id))
    return total.value if total else None


def gauges(evening: Evening) -> Iterable[Gauge]:
    """Return each total beside its documented range and its upper limit, never merged."""
    limits = {(judged.stretch.number, judged.family.id): judged for judged in limit_totals(evening)}
    own = {(each.stretch.number, each.substance.id): each for each in own_range_totals(evening)}
    told: set[tuple[int | None, str]] = set()
    for ranged in range_totals(evening):
        key = (ranged.stretch.number, ranged.substance.family)
        limit = limits.get(key)
        if limit is not None and (ranged.whole_family or limit.total is None):
            told.add(key)
        beside = own.pop((ranged.stretch.number, ranged.substance.id), None)
        yield _gauge(evening, ranged, limit, own_gauge(evening, beside) if beside else None)
    for alone in own.values():
        limit = limits.get((alone.stretch.number, alone.substance.family))
        yield _own_gauge(evening, alone, has_limit=limit is not None)
    for key, limit in limits.items():
        if key not in told:
            yield _limit_gauge(evening, limit)


def _gauge(
    evening: Evening, ranged: RangeTotal, limit: LimitTotal | None, own: OwnGauge | None
) -> Gauge:
    total = ranged.total
    name = ranged.substance.name
    basis = ranged.documented.basis
    if ranged.whole_family and ranged.substance.is_mineral:
        name = evening.catalogue.families[ranged.substance.family].name
    elif ranged.printed:
        basis = _printed_basis(ranged)
    return Gauge(
        substance=ranged.substance.id,
        name=name,
        basis=basis,
        total=total.value if total else _NIL,
        computed=bool(total and total.computed),
        at_least=ranged.at_least,
        lower=ranged.lower,
        upper=ranged.upper,
        range_verdict=range_verdict(evening, ranged),
        stretch=ranged.stretch.number,
        entries=total.entries if total else (),
        range_source=ranged.documented.source,
        trials=_trial_doses(ranged.substance),
        stretches=_weeks(evening),
        own=own,
        **_limit_facts(evening, limit, same_total=ranged.whole_family),
    )


def _own_gauge(evening: Evening, ranged: RangeTotal, *, has_limit: bool) -> Gauge:
    """Return the gauge of a total that has an own range, and no documented one."""
    total, substance = ranged.total, ranged.substance
    name, basis = substance.name, ranged.documented.basis
    if substance.is_mineral and ranged.whole_family:
        family = evening.catalogue.families[substance.family].name
        name = f"{family} (own range for {called(substance.name)})"
    elif ranged.printed:
        basis = _printed_basis(ranged)
    return Gauge(
        substance=substance.id,
        name=name,
        basis=basis,
        total=total.value if total else _NIL,
        computed=bool(total and total.computed),
        at_least=ranged.at_least,
        lower=None,
        upper=None,
        range_verdict=RangeVerdict.NONE,
        limit=None,
        limit_by=None,
        limit_verdict=LimitVerdict.ELSEWHERE if has_limit else LimitVerdict.NONE,
        stretch=ranged.stretch.number,
        entries=total.entries if total else (),
        stretches=_weeks(evening),
        own=own_gauge(evening, ranged),
    )


def _weeks(evening: Evening) -> tuple[tuple[int, int | None], ...]:
    return tuple(
        (stretch.first_week, stretch.last_week)
        for stretch in evening.stretches
        if stretch.number is not None
    )


def _printed_basis(ranged: RangeTotal) -> str:
    """Return what a total is of that holds amounts as they are printed."""
    if ranged.only_compound:
        return "as printed, the whole compound"
    rest = "some of it the whole compound" if ranged.of_compound else "basis not stated"
    return f"as printed, {rest}"


def _trial_doses(substance: Substance) -> tuple[Decimal, ...]:
    doses = {trial.amount.milligrams for trial in substance.trials if trial.amount is not None}
    return tuple(sorted(doses))


def _limit_gauge(evening: Evening, limit: LimitTotal) -> Gauge:
    total = limit.total
    return Gauge(
        substance=limit.family.id,
        name=limit.family.name,
        basis="elemental" if limit.family.element else limit.family.name.lower(),
        total=total.value if total else _NIL,
        computed=bool(total and total.computed),
        at_least=not limit.complete,
        lower=None,
        upper=None,
        range_verdict=_no_range_verdict(limit),
        stretch=limit.stretch.number,
        entries=total.entries if total else (),
        stretches=_weeks(evening),
        **_limit_facts(evening, limit),
    )


def _no_range_verdict(limit: LimitTotal) -> RangeVerdict:
    """Return why a total that only a limit is compared with has no verdict on a range."""
    if _basis_missing(limit):
        return RangeVerdict.ASK
    return RangeVerdict.SHARE if _share_missing(limit) else RangeVerdict.NONE


def _share_missing(limit: LimitTotal) -> bool:
    return any(
        portion.lacks_share
        for _, portion in limit.stretch.portions
        if portion.family == limit.family.id
    )


class _LimitFacts(TypedDict):
    limit: Decimal | None
    limit_by: str | None
    limit_verdict: LimitVerdict
    limit_source: str | None


def _basis_missing(limit: LimitTotal) -> bool:
    return any(
        portion.known is Known.UNSTATED and not portion.is_compound
        for _, portion in limit.stretch.portions
        if portion.family == limit.family.id
    )


def _limit_facts(
    evening: Evening, limit: LimitTotal | None, *, same_total: bool = True
) -> _LimitFacts:
    """Return what a gauge says of the limit; its mark only on the scale of the same total."""
    if limit is None or limit.lookup.limit is None:
        return _LimitFacts(
            limit=None, limit_by=None, limit_verdict=LimitVerdict.NONE, limit_source=None
        )
    row = limit.lookup.limit
    bound = row.amount.milligrams
    value = limit.total.value if limit.total else _NIL
    if not same_total and limit.total is not None:
        verdict = LimitVerdict.ELSEWHERE
    elif value > bound:
        verdict = LimitVerdict.ABOVE
    elif _basis_missing(limit):
        verdict = LimitVerdict.ASK
    elif _share_missing(limit):
        verdict = LimitVerdict.SHARE
    else:
        verdict = LimitVerdict.WITHIN if limit.complete else LimitVerdict.AT_LEAST
    return _LimitFacts(
        limit=bound if same_total else None,
        limit_by=limit_name(row, evening.catalogue.country_name(row.country)),
        limit_verdict=verdict,
        limit_source=row.source,
    )


def schedule(evening: Evening) -> list[Taking]:
    """Return every taking in the order of the evening: the 24 hours that end at bedtime."""
    rows = [
        (taken.place, number, _taking(evening, taken, when, phase))
        for taken in evening.taken
        for number, when in enumerate(taken.entry.when)
        for phase in taken.portions
    ]
    rows.sort(key=lambda row: (-_order(row[2]), row[0], row[1]))
    return [taking for _, _, taking in rows]


def _order(taking: Taking) -> int:
    if taking.minutes_before_bed is not None:
        return taking.minutes_before_bed
    hours, minutes = (taking.at or "00:00").split(":")
    return -int(hours) * 60 - int(minutes)


def _taking(evening: Evening, taken: TakenEntry, when: When, phase: int | None) -> Taking:
    dose = dict(taken.entry.doses)[phase]
    at, until, minutes = _times(evening, when)
    return Taking(
        entry=taken.name,
        name=evening.name_of(taken),
        at=at,
        until=until,
        minutes_before_bed=minutes,
        dose=dose.text,
        phase=phase,
        days=taken.entry.days,
        gives=tuple(gives(portion) for portion in taken.portions[phase]),
        latest_before_bed=when.latest if isinstance(when, BeforeBed) and when.is_window else None,
    )


def _times(evening: Evening, when: When) -> tuple[str | None, str | None, int | None]:
    span = evening.span(when)
    if isinstance(when, TimeOfDay):
        return when.text, None, span[0] if span else None
    if evening.bedtime is None:
        return None, None, when.earliest
    at = clock_time(when.earliest, evening.bedtime).text
    until = clock_time(when.latest, evening.bedtime).text if when.is_window else None
    return at, until, when.earliest
