"""A total and its two verdicts in words: the range and the limit are never merged into one."""

from __future__ import annotations

from decimal import Decimal

from planner.judge.gauge import Gauge, LimitVerdict, RangeVerdict
from planner.quantities import mg_shown

_NOT_KNOWN = "not known: "


def total_words(gauge: Gauge) -> str:
    """Return the total with its basis: `400 mg elemental a day`."""
    if gauge.nothing_known:
        return "not known yet"
    value = mg_shown(gauge.total, computed=gauge.computed, against=_crossed(gauge))
    least = "at least " if gauge.at_least else ""
    if "," in gauge.basis:
        return f"{least}{value} a day, {gauge.basis}"
    return f"{least}{value} {gauge.basis} a day"


def _crossed(gauge: Gauge) -> Decimal | None:
    if gauge.range_verdict is RangeVerdict.ABOVE:
        return gauge.upper
    if gauge.range_verdict is RangeVerdict.BELOW:
        return gauge.lower
    return gauge.limit if gauge.limit_verdict is LimitVerdict.ABOVE else None


def range_verdict_words(gauge: Gauge) -> str:
    """Return the verdict on the documented range, with the range."""
    words, bound = str(gauge.range_verdict), range_words(gauge)
    if why := why_not_known(gauge, words):
        return f"Not known whether in the documented range{_of(bound)}: {why}"
    return _sentence(f"{words} ({bound})" if bound else words)


def range_words(gauge: Gauge) -> str:
    """Return the documented range, both ends given: `200 to 400 mg`; empty where there is none."""
    if gauge.lower is None or gauge.upper is None:
        return ""
    return f"{figure(gauge.lower)} to {mg_shown(gauge.upper)}"


def limit_verdict_words(gauge: Gauge) -> str:
    """Return the verdict on the upper limit, with the limit and whose it is."""
    words, bound = str(gauge.limit_verdict), ""
    if gauge.limit is not None:
        bound = mg_shown(gauge.limit) + (f", {limit_body(gauge)}" if gauge.limit_by else "")
    if why := why_not_known(gauge, words):
        return f"Not known whether within the upper limit{_of(bound)}: {why}"
    return _sentence(f"{words} ({bound})" if bound else words)


def _of(bound: str) -> str:
    return f" ({bound})" if bound else ""


def why_not_known(gauge: Gauge, words: str) -> str:
    """Return why a verdict is not known; empty for one that is.

    Where no amount is known at all, nobody should read one.
    """
    if not words.startswith(_NOT_KNOWN):
        return ""
    return "no amount is known" if gauge.nothing_known else words.removeprefix(_NOT_KNOWN)


def limit_body(gauge: Gauge) -> str:
    """Return whose the upper limit is: body, year and country."""
    return (gauge.limit_by or "").removeprefix("upper limit of ")


def figure(value: Decimal) -> str:
    """Return milligrams without their unit."""
    return mg_shown(value).removesuffix("\u00a0mg")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
