"""Rules about time: windows before bed, and the distance to medicines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from planner.catalogue.figures import Separation
from planner.catalogue.models import Substance
from planner.clock import MINUTES_A_DAY, When, duration_text
from planner.judge.evening import Evening, TakenEntry
from planner.judge.findings import Finding
from planner.judge.wordings import called, cited
from planner.wording import listed

Interval = tuple[int, int]
"""(earliest, latest) minutes before bed; the earliest is the larger number."""


class _Placed(NamedTuple):
    """A taking with its place before bed, and what its windows allow."""

    taken: TakenEntry
    span: Interval
    substances: tuple[Substance, ...]
    allowed: tuple[Interval, ...]

    @property
    def inside(self) -> bool:
        return any(
            earliest >= self.span[0] and self.span[1] >= latest for earliest, latest in self.allowed
        )


def outside_time_window(evening: Evening) -> Iterable[Finding]:
    """Takings outside the documented window, unless another one on the same days is inside."""
    placed = list(_placed_takings(evening))
    covered: dict[str, set[int]] = {}
    for taking in placed:
        if taking.inside:
            for substance in taking.substances:
                covered.setdefault(substance.id, set()).update(taking.taken.days)
    reach = evening.catalogue.rules.window_reach.earliest
    seen: set[tuple[str, Interval]] = set()
    for taking in placed:
        key = (taking.taken.name, taking.span)
        if taking.inside or key in seen:
            continue
        if taking.span[1] > reach and _excused(taking, covered):
            continue
        seen.add(key)
        yield _outside(evening, taking)


def _placed_takings(evening: Evening) -> Iterable[_Placed]:
    for taken in evening.taken:
        substances = tuple(
            {
                portion.substance.id: portion.substance
                for portion in taken.first
                if portion.substance and portion.substance.window
            }.values()
        )
        if not substances:
            continue
        allowed = _union(
            (window.before_bed.earliest, window.before_bed.latest)
            for substance in substances
            if (window := substance.window)
        )
        for when in taken.entry.when:
            span = evening.span(when)
            if span is not None:
                yield _Placed(taken, span, substances, allowed)


def _union(windows: Iterable[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for earliest, latest in sorted(windows, reverse=True):
        if merged and merged[-1][1] <= earliest:
            merged[-1] = (merged[-1][0], min(merged[-1][1], latest))
        else:
            merged.append((earliest, latest))
    return tuple(merged)


def _excused(taking: _Placed, covered: Mapping[str, AbstractSet[int]]) -> bool:
    """Whether on each of its days each of its substances is taken inside its window as well."""
    return all(
        taking.taken.days <= covered.get(substance.id, frozenset())
        for substance in taking.substances
    )


def _outside(evening: Evening, taking: _Placed) -> Finding:
    earliest, latest = taking.span
    first, last = taking.allowed[0][0], taking.allowed[-1][1]
    observed = earliest if not _holds(taking.allowed, earliest) else latest
    if _holds(taking.allowed, observed):  # both ends inside, with a gap between two windows
        observed = earliest
    limit = first if observed > first else last
    names = listed(called(substance.name) for substance in taking.substances)
    window = f"{duration_text(last)} to {duration_text(first)} before bed"
    weak = next((s.window.weak for s in taking.substances if s.window and s.window.weak), None)
    source = next(s.window.source for s in taking.substances if s.window)
    note = " No strong evidence stands behind this time." if weak else ""
    moment = f"{duration_text(observed)} before bed" if observed else "at bedtime"
    span = (
        moment
        if earliest == latest
        else f"{duration_text(latest)} to {duration_text(earliest)} before bed"
    )
    return Finding(
        "outside-time-window",
        f"Taken {span}; the documented time of {names} is {window}.{note} Move it, or accept this"
        f" with a reason.{cited(evening.catalogue, source)}",
        ("entries", taking.taken.name, "when"),
        entry=taking.taken.name,
        substance=taking.substances[0].id if len(taking.substances) == 1 else None,
        observed=f"{observed} min",
        limit=f"{limit} min",
        source=source,
        concerns=(taking.taken.name,),
    )


def _holds(allowed: Iterable[Interval], minute: int) -> bool:
    return any(earliest >= minute >= latest for earliest, latest in allowed)


def too_close_to_medicine(evening: Evening) -> Iterable[Finding]:
    """Takings of a mineral closer to a medicine than documented, round the clock."""
    for key, medicine in evening.regimen.medicines.items():
        for family_id, separation in _separations(evening, key):
            for taken in evening.families_taken[family_id]:
                close = [
                    gap
                    for when in taken.entry.when
                    for medicine_time in medicine.when or ()
                    for gap in _small_gaps(evening, when, medicine_time, separation)
                ]
                if not close:
                    continue
                gap, wanted, side = min(close)
                yield Finding(
                    "too-close-to-medicine",
                    f"{duration_text(gap)} between {family_id} and {key}, which comes {side};"
                    f" {duration_text(wanted)} apart is documented. {separation.says}"
                    f"{cited(evening.catalogue, separation.source)}",
                    ("entries", taken.name, "when"),
                    entry=taken.name,
                    substance=family_id,
                    observed=f"{gap} min",
                    limit=f"{wanted} min",
                    source=separation.source,
                    concerns=(taken.name,),
                )


def medicine_time_unstated(evening: Evening) -> Iterable[Finding]:
    """Medicines with a documented separation, but without a time to measure it from."""
    for key, medicine in evening.regimen.medicines.items():
        if medicine.when is not None:
            continue
        for family_id, separation in _separations(evening, key):
            yield Finding(
                "medicine-time-unstated",
                f"When is {key} taken? A distance between it and {family_id} is documented"
                f' ({_distance(separation)}). Give its time: when = "07:00".'
                f"{cited(evening.catalogue, separation.source)}",
                ("medicines", key),
                substance=family_id,
                observed=key,
                source=separation.source,
            )


def _distance(separation: Separation) -> str:
    said = [
        f"{duration_text(minutes)} where the medicine comes {side}"
        for minutes, side in (
            (separation.before_minutes, "first"),
            (separation.after_minutes, "after it"),
        )
        if minutes is not None
    ]
    return listed(said)


def _separations(evening: Evening, medicine: str) -> Iterable[tuple[str, Separation]]:
    classes = evening.catalogue.medicine_classes(medicine)
    for family_id in evening.families_taken:
        for separation in evening.catalogue.families[family_id].separations:
            if separation.medicine in classes:
                yield family_id, separation


def _small_gaps(
    evening: Evening, when: When, medicine: When, separation: Separation
) -> Iterable[tuple[int, int, str]]:
    """Return (gap, documented, which comes first) for each direction that is too close."""
    taking, other = evening.clock_span(when), evening.clock_span(medicine)
    if taking is None or other is None:
        if evening.bedtime is not None or type(when) is not type(medicine):
            return
        # both count from the same, unknown bedtime: any bedtime gives the same distance
        spans = (evening.span(when), evening.span(medicine))
        if spans[0] is None or spans[1] is None:
            return
        taking = (-spans[0][0] % MINUTES_A_DAY, spans[0][0] - spans[0][1])
        other = (-spans[1][0] % MINUTES_A_DAY, spans[1][0] - spans[1][1])
    before, after = _gaps(taking, other)
    if separation.before_minutes is not None and before < separation.before_minutes:
        yield before, separation.before_minutes, "first"
    if separation.after_minutes is not None and after < separation.after_minutes:
        yield after, separation.after_minutes, "after"


def _gaps(taking: tuple[int, int], medicine: tuple[int, int]) -> tuple[int, int]:
    """Return the smallest minutes by which the medicine comes before, and after, a taking.

    Each is (start minute of the day, length); any part of a window may be the moment.
    """
    start, length = taking
    other, other_length = medicine
    if (other - start) % MINUTES_A_DAY <= length or (start - other) % MINUTES_A_DAY <= other_length:
        return 0, 0
    before = (start - other - other_length) % MINUTES_A_DAY
    after = (other - start - length) % MINUTES_A_DAY
    return before, after
