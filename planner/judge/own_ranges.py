"""Rules about own ranges: what somebody holds to, told beside what is documented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from planner.catalogue.figures import OwnRange
from planner.catalogue.own import beside, range_words
from planner.judge.evening import Evening, Total
from planner.judge.findings import Finding
from planner.judge.gauge_words import own_verdict
from planner.judge.ranges import (
    ADVICE,
    RangeTotal,
    as_it_stands,
    own_range_totals,
    range_totals,
    what_is_compared,
)
from planner.judge.standing import own_gauge, range_verdict
from planner.judge.wordings import cited
from planner.quantities import mg_shown


def dose_in_own_range(evening: Evening) -> Iterable[Finding]:
    """Totals a day outside an own range, by the rules that hold for documented ones."""
    for judged in own_range_totals(evening):
        if judged.total is not None and (side := _side(evening, judged, judged.total)):
            yield _outside(evening, judged, judged.total, side)


def _side(evening: Evening, judged: RangeTotal, total: Total) -> str | None:
    """Return on which side of the range a total lies; None where that is not known, or inside."""
    if total.value > judged.upper:
        return "above"
    is_adult = not evening.is_under(evening.catalogue.rules.adult_age)
    if total.value < judged.lower and is_adult and not judged.at_least:
        return "below"
    return None


def _outside(evening: Evening, judged: RangeTotal, total: Total, side: str) -> Finding:
    own = evening.catalogue.own_ranges[judged.substance.id]
    bound = judged.upper if side == "above" else judged.lower
    found = total.finding(
        "outside-own-range",
        f"{total.shown(bound)} {what_is_compared(judged)} a day is {side} {own.own.words} range of"
        f" {mg_shown(judged.lower)} to {mg_shown(judged.upper)} {own.basis} a day"
        f" ({own.population}); {_documented(evening, judged)}.{as_it_stands(judged)}"
        f" {ADVICE[side]}{cited(evening.catalogue, own.source)}",
        judged.substance.id,
        bound=bound,
        source=own.source,
        below=side == "below",
    )
    return _marked(found, own)


def _documented(evening: Evening, judged: RangeTotal) -> str:
    """Return what is documented beside an own range."""
    found = beside(evening.catalogue, judged.substance)
    if found is None or found.shipped is None:
        return "no documented range is shipped for it"
    return f"the documented range is {range_words(found.shipped)}"


def both_ranges(evening: Evening) -> Iterable[Finding]:
    """Own ranges beside the documented ones, where no warning tells both already."""
    if not own_range_totals(evening):
        return
    documented = {(each.stretch.number, each.substance.id): each for each in range_totals(evening)}
    highest: dict[str, tuple[RangeTotal, Total]] = {}
    warned: set[str] = set()
    for judged in own_range_totals(evening):
        name = judged.substance.id
        if judged.total is None:
            continue
        if _side(evening, judged, judged.total):
            warned.add(name)
        if name not in highest or judged.total.value > highest[name][1].value:
            highest[name] = judged, judged.total
    for name, (judged, total) in highest.items():
        if name not in warned:
            shipped = documented.get((judged.stretch.number, name))
            yield _both(evening, judged, total, shipped)


def _both(
    evening: Evening, judged: RangeTotal, total: Total, shipped: RangeTotal | None
) -> Finding:
    own = evening.catalogue.own_ranges[judged.substance.id]
    least = "at least " if judged.at_least else ""
    documented = "no documented range is shipped for it"
    if shipped is not None:
        documented = f"{range_verdict(evening, shipped)} ({range_words(shipped.documented)})"
    found = total.finding(
        "own-range",
        f"{least}{total.shown()} {what_is_compared(judged)} a day:"
        f" {own_verdict(own_gauge(evening, judged))}; {documented}."
        f"{cited(evening.catalogue, own.source)}",
        judged.substance.id,
        source=own.source,
    )
    return _marked(found, own)


def _marked(finding: Finding, own: OwnRange) -> Finding:
    """Return a finding that says whose figure it rests on."""
    return replace(finding, own=own.own.words)
