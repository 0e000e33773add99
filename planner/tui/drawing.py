"""Drawing a total beside its documented range and its upper limit, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.judge.findings import LimitVerdict, RangeVerdict
from planner.quantities import mg_shown
from planner.tui.text import ASK, BAD, GOOD, QUIET, WARN

if TYPE_CHECKING:
    from planner.judge.findings import Gauge

TOTAL, OPEN, LIMIT, LEFT, RIGHT, BAND, SCALE, BEYOND = "●", "○", "┃", "┣", "┫", "━", "─", "▶"
TESTED, TESTED_IN_BAND = "┴", "┷"

_ROOM = Decimal("1.15")
"""How far the scale goes beyond the highest mark."""
_FARTHEST = 3
"""A total beyond so many times the highest mark is drawn at the edge."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A bar and the figures under it, of one width."""

    bar: str
    figures: str
    total_at: int | None
    """The column of the total; None where nothing of it is known."""


def legend(gauges: Sequence[Gauge]) -> str:
    """Return what the marks on the bars of these gauges mean, each kept on one line."""
    drawn = [gauge for gauge in gauges if _bounds(gauge)]
    placed = [gauge for gauge in drawn if not gauge.nothing_known]
    marks = (
        (LEFT + BAND + RIGHT, "documented range", any(gauge.lower is not None for gauge in drawn)),
        (LIMIT, "upper limit", any(gauge.limit is not None for gauge in drawn)),
        (f"{TESTED} {TESTED_IN_BAND}", "dose of a trial", any(gauge.trials for gauge in drawn)),
        (TOTAL, "total", any(not gauge.is_open and not _is_far(gauge) for gauge in placed)),
        (
            OPEN,
            "total, not known in full or not compared",
            any(gauge.is_open and not _is_far(gauge) for gauge in placed),
        ),
        (BEYOND, "total, beyond the scale", any(_is_far(gauge) for gauge in placed)),
    )
    return "  ".join(f"{mark} {said}".replace(" ", "\u00a0") for mark, said, seen in marks if seen)


def _bounds(gauge: Gauge) -> list[Decimal]:
    return [mark for mark in (gauge.lower, gauge.upper, gauge.limit) if mark is not None]


def _is_far(gauge: Gauge) -> bool:
    return gauge.total > max(_bounds(gauge)) * _FARTHEST


def draw(gauge: Gauge, width: int) -> Drawn | None:
    """Return the bar of a gauge; None where there is nothing to compare with."""
    marks = _bounds(gauge)
    if not marks or width < 12:
        return None
    highest = max(marks)
    far = _is_far(gauge)
    top = (highest if far else max(highest, gauge.total)) * _ROOM

    def place(value: Decimal) -> int:
        return min(int((value / top * (width - 1)).to_integral_value()), width - 1)

    cells = [SCALE] * width
    figures: list[tuple[int, str]] = [(0, "0")]
    if gauge.lower is not None and gauge.upper is not None:
        first, last = place(gauge.lower), place(gauge.upper)
        cells[first : last + 1] = [BAND] * (last - first + 1)
        cells[first], cells[last] = LEFT, RIGHT
        figures += [(first, _figure(gauge.lower)), (last, _figure(gauge.upper))]
    if gauge.limit is not None:
        at = place(gauge.limit)
        cells[at] = LIMIT
        if gauge.limit not in (gauge.lower, gauge.upper):
            figures.append((at, _figure(gauge.limit)))
    for trial in gauge.trials:
        at = place(trial) if trial <= top else -1
        if at >= 0 and cells[at] in (SCALE, BAND):  # a bound, a limit or the total is never hidden
            cells[at] = TESTED if cells[at] == SCALE else TESTED_IN_BAND
            figures.append((at, _figure(trial)))
    if gauge.nothing_known:  # a mark at zero would say that there is none
        return Drawn("".join(cells), _placed(figures, width), None)
    at = width - 1 if far else place(gauge.total)
    cells[at] = BEYOND if far else OPEN if gauge.is_open else TOTAL
    return Drawn("".join(cells), _placed(figures, width), at)


def _figure(value: Decimal) -> str:
    return mg_shown(value).removesuffix("\u00a0mg")


def _placed(figures: list[tuple[int, str]], width: int) -> str:
    """Return figures under their marks; one that would touch another is left out."""
    row = [" "] * width
    for at, figure in figures:
        start = max(0, min(at - len(figure) // 2, width - len(figure)))
        near = row[max(0, start - 1) : start + len(figure) + 1]
        if all(cell == " " for cell in near):
            row[start : start + len(figure)] = figure
    return "".join(row).rstrip()


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


_RANGE_SIGNS = {
    RangeVerdict.IN: ("✓", GOOD),
    RangeVerdict.BELOW: ("!", WARN),
    RangeVerdict.ABOVE: ("!", WARN),
    RangeVerdict.ASK: ("?", ASK),
    RangeVerdict.SHARE: ("?", ASK),
    RangeVerdict.AT_LEAST: ("?", ASK),
    RangeVerdict.STRENGTH: ("?", ASK),
    RangeVerdict.WEAKER: ("!", WARN),
    RangeVerdict.STRONGER: ("!", WARN),
    RangeVerdict.ADULTS: ("–", QUIET),
    RangeVerdict.NONE: ("–", QUIET),
}
_LIMIT_SIGNS = {
    LimitVerdict.WITHIN: ("✓", GOOD),
    LimitVerdict.ABOVE: ("!", BAD),
    LimitVerdict.AT_LEAST: ("?", ASK),
    LimitVerdict.ASK: ("?", ASK),
    LimitVerdict.SHARE: ("?", ASK),
    LimitVerdict.ELSEWHERE: ("–", QUIET),
    LimitVerdict.NONE: ("–", QUIET),
}


def range_words(gauge: Gauge) -> tuple[str, str, str]:
    """Return sign, words and tone of the verdict on the documented range."""
    sign, tone = _RANGE_SIGNS[gauge.range_verdict]
    words = str(gauge.range_verdict)
    if words.startswith("not known"):
        words = f"documented range {words}"
    if gauge.lower is not None and gauge.upper is not None:
        low, high = _figure(gauge.lower), mg_shown(gauge.upper)
        words = f"{words} ({low} to {high})"
    return sign, _sentence(words), tone


def limit_words(gauge: Gauge) -> tuple[str, str, str]:
    """Return sign, words and tone of the verdict on the upper limit."""
    sign, tone = _LIMIT_SIGNS[gauge.limit_verdict]
    words = str(gauge.limit_verdict)
    if words.startswith("not known"):
        words = f"upper limit {words}"
    if gauge.limit is not None:
        by = f", {gauge.limit_by.removeprefix('upper limit of ')}" if gauge.limit_by else ""
        words = f"{words} ({mg_shown(gauge.limit)}{by})"
    return sign, _sentence(words), tone


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
