"""Drawing a total beside its documented range and its upper limit, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.judge.findings import LimitVerdict, RangeVerdict
from planner.judge.gauge_words import (
    figure,
    limit_verdict_words,
    own_words,
    range_verdict_words,
)
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
        figures += [(first, figure(gauge.lower)), (last, figure(gauge.upper))]
    if gauge.limit is not None:
        at = place(gauge.limit)
        cells[at] = LIMIT
        if gauge.limit not in (gauge.lower, gauge.upper):
            figures.append((at, figure(gauge.limit)))
    for trial in gauge.trials:
        at = place(trial) if trial <= top else -1
        if at >= 0 and cells[at] in (SCALE, BAND):  # a bound, a limit or the total is never hidden
            cells[at] = TESTED if cells[at] == SCALE else TESTED_IN_BAND
            figures.append((at, figure(trial)))
    if gauge.nothing_known:  # a mark at zero would say that there is none
        return Drawn("".join(cells), _placed(figures, width), None)
    at = width - 1 if far else place(gauge.total)
    cells[at] = BEYOND if far else OPEN if gauge.is_open else TOTAL
    return Drawn("".join(cells), _placed(figures, width), at)


def _placed(figures: list[tuple[int, str]], width: int) -> str:
    """Return figures under their marks; one that would touch another is left out."""
    row = [" "] * width
    for at, words in figures:
        start = max(0, min(at - len(words) // 2, width - len(words)))
        near = row[max(0, start - 1) : start + len(words) + 1]
        if all(cell == " " for cell in near):
            row[start : start + len(words)] = words
    return "".join(row).rstrip()


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
    return sign, range_verdict_words(gauge), tone


def verdicts(gauge: Gauge) -> list[tuple[str, str, str]]:
    """Return the verdicts on a total, each on its own: documented range, own range, limit."""
    own = [_own_words(gauge)] if gauge.own else []
    return [range_words(gauge), *own, limit_words(gauge)]


def _own_words(gauge: Gauge) -> tuple[str, str, str]:
    """Return sign, words and tone of the verdict on an own range; being in it is no praise."""
    assert gauge.own is not None
    inside = gauge.own.verdict is RangeVerdict.IN
    sign, tone = ("–", QUIET) if inside else _RANGE_SIGNS[gauge.own.verdict]
    return sign, own_words(gauge), tone


def limit_words(gauge: Gauge) -> tuple[str, str, str]:
    """Return sign, words and tone of the verdict on the upper limit."""
    sign, tone = _LIMIT_SIGNS[gauge.limit_verdict]
    return sign, limit_verdict_words(gauge), tone
