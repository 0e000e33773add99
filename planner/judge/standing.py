"""Where a total stands against a range: below, in, above, or why nobody can say."""

from __future__ import annotations

from decimal import Decimal

from planner.judge.evening import Evening
from planner.judge.gauge import OwnGauge, RangeVerdict
from planner.judge.limits import above_trials
from planner.judge.ranges import RangeTotal


def range_verdict(evening: Evening, ranged: RangeTotal) -> RangeVerdict:
    """Return where a total stands against a range, documented or own: by the same rules."""
    value = ranged.total.value if ranged.total else Decimal(0)
    if ranged.total is not None and value > ranged.upper:
        return RangeVerdict.ABOVE
    if evening.is_under(evening.catalogue.rules.adult_age):
        # more than adults take is told; less, or as much, says nothing about a child
        return RangeVerdict.ADULTS
    if ranged.printed:
        return RangeVerdict.SHARE if ranged.of_compound else RangeVerdict.ASK
    if ranged.at_least:
        return RangeVerdict.AT_LEAST
    if value < ranged.lower:
        return RangeVerdict.BELOW
    return _strength_verdict(evening, ranged)


def _strength_verdict(evening: Evening, ranged: RangeTotal) -> RangeVerdict:
    """Return whether a total in range is one of extract as strong as the documented one."""
    if above_trials(evening, ranged.stretch, ranged.substance):
        return RangeVerdict.STRONGER
    documented = ranged.substance.standardisation
    if documented is not None:
        strengths = [
            portion.standardised_to
            for _, portion in ranged.stretch.portions
            if portion.substance is ranged.substance
        ]
        if documented.required and None in strengths:
            return RangeVerdict.STRENGTH
        if any(strength and strength.value < documented.minimum.value for strength in strengths):
            return RangeVerdict.WEAKER
    return RangeVerdict.IN


def own_gauge(evening: Evening, judged: RangeTotal) -> OwnGauge:
    """Return an own range with where a total stands against it."""
    own = evening.catalogue.own_ranges[judged.substance.id]
    return OwnGauge(
        by=own.own.words,
        basis=own.basis,
        lower=judged.lower,
        upper=judged.upper,
        verdict=range_verdict(evening, judged),
        source=own.source,
    )
