"""A total and its two verdicts in words: the range and the limit are never merged into one."""

from __future__ import annotations

from decimal import Decimal

from planner.judge.findings import MineralTotal, SubstanceTotal
from planner.judge.gauge import Gauge, LimitVerdict, OwnGauge, RangeVerdict
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


def plain_total_words(total: SubstanceTotal | MineralTotal, *, complete: bool) -> str:
    """Return a total that is compared with nothing; `complete` where all of it is known."""
    if isinstance(total, MineralTotal):
        known, words = total.elemental_per_day, f"{mg_shown(total.elemental_per_day)} elemental"
    else:
        known, words = total.per_day, mg_shown(total.per_day)
    if complete:
        return f"{words} a day"
    return f"at least {words} a day" if known else "not known yet"


def _crossed(gauge: Gauge) -> Decimal | None:
    if gauge.range_verdict is RangeVerdict.ABOVE:
        return gauge.upper
    if gauge.range_verdict is RangeVerdict.BELOW:
        return gauge.lower
    if gauge.own is not None and gauge.own.verdict is RangeVerdict.ABOVE:
        return gauge.own.upper
    if gauge.own is not None and gauge.own.verdict is RangeVerdict.BELOW:
        return gauge.own.lower
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


def own_words(gauge: Gauge) -> str:
    """Return the verdict on an own range, with whose it is and the range; empty without one.

    `Above Coach Nilsen's own range (300 to 450 mg extract)`.
    """
    if gauge.own is None:
        return ""
    return _sentence(own_verdict(gauge.own, nothing_known=gauge.nothing_known))


def own_verdict(own: OwnGauge, *, nothing_known: bool = False) -> str:
    """Return the verdict on an own range as it stands within a sentence; it names whose it is."""
    ranged, bound = f"{own.by} range", own_range_words(own)
    words = str(own.verdict)
    if words.startswith(_NOT_KNOWN):
        why = "no amount is known" if nothing_known else words.removeprefix(_NOT_KNOWN)
        return f"not known whether in {ranged} ({bound}): {why}"
    named = words.replace("the documented range", ranged).replace("in range", f"in {ranged}")
    return f"{named} ({bound})"


def own_range_words(own: OwnGauge) -> str:
    """Return an own range, both ends given, with what it is of: `300 to 450 mg extract`."""
    return f"{figure(own.lower)} to {mg_shown(own.upper)} {own.basis}"


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
