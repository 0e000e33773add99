"""A total and its two verdicts in words: the range and the limit are never merged into one."""

from __future__ import annotations

from decimal import Decimal

from planner.judge.gauge import Gauge, LimitVerdict, RangeVerdict
from planner.quantities import mg_shown


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
    words = str(gauge.range_verdict)
    if words.startswith("not known"):
        words = f"documented range {words}"
    if gauge.lower is not None and gauge.upper is not None:
        words = f"{words} ({range_words(gauge)})"
    return _sentence(words)


def range_words(gauge: Gauge) -> str:
    """Return the documented range, both ends given: `200 to 400 mg`; empty where there is none."""
    if gauge.lower is None or gauge.upper is None:
        return ""
    return f"{figure(gauge.lower)} to {mg_shown(gauge.upper)}"


def limit_verdict_words(gauge: Gauge) -> str:
    """Return the verdict on the upper limit, with the limit and whose it is."""
    words = str(gauge.limit_verdict)
    if words.startswith("not known"):
        words = f"upper limit {words}"
    if gauge.limit is not None:
        by = f", {limit_body(gauge)}" if gauge.limit_by else ""
        words = f"{words} ({mg_shown(gauge.limit)}{by})"
    return _sentence(words)


def limit_body(gauge: Gauge) -> str:
    """Return whose the upper limit is: body, year and country."""
    return (gauge.limit_by or "").removeprefix("upper limit of ")


def figure(value: Decimal) -> str:
    """Return milligrams without their unit."""
    return mg_shown(value).removesuffix("\u00a0mg")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
