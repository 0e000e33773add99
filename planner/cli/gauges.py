"""Gauges: a total as a pointer over the documented range as a band and the limit as a mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.judge.findings import LimitVerdict, RangeVerdict
from planner.judge.gauge_words import own_verdict
from planner.quantities import mg_shown
from planner.quantities_units import WIDE
from planner.wording import visible

if TYPE_CHECKING:
    from planner.cli.page import Page
    from planner.judge.findings import Gauge

MOST_CELLS = 60
ROOM = Decimal("1.15")
"""How far the scale runs past the highest figure."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a gauge is drawn with."""

    track: str
    band: str
    limit: str
    pointer: str
    open: str = "?"
    """Points to a total that is not known in full, or not compared."""


UNICODE = Signs("─", "█", "┃", "▲")
ASCII = Signs("-", "=", "|", "^")

_LIMIT_COLOURS = {LimitVerdict.ABOVE: "warning"}
_RANGE_COLOURS = {
    RangeVerdict.ABOVE: "warning",
    RangeVerdict.BELOW: "warning",
    RangeVerdict.WEAKER: "warning",
    RangeVerdict.STRONGER: "warning",
    RangeVerdict.ASK: "question",
    RangeVerdict.SHARE: "question",
    RangeVerdict.STRENGTH: "question",
}


def add_gauge(page: Page, gauge: Gauge, signs: Signs, *, when: str = "") -> None:
    """Add a gauge to a page: the total in words, the drawing, and its verdicts in words."""
    total = mg_shown(gauge.total, computed=gauge.computed, against=_nearest_bound(gauge))
    least = "at least " if gauge.at_least else ""
    basis = _of_what(gauge)
    amount = f"{total} a day,{basis}" if "," in basis else f"{total}{basis} a day"
    said = "not known yet" if gauge.nothing_known else f"{least}{amount}"
    page.text(f"{visible(gauge.name)}: {said}{when}")
    if gauge.upper is not None or gauge.limit is not None:
        for line in drawing(gauge, min(MOST_CELLS, page.columns - 4), signs):
            page.line(f"    {line}")
    page.row(
        "Range",
        f"{gauge.range_verdict.value}{_range_words(gauge)}",
        at=12,
        indent=4,
        severity=_RANGE_COLOURS.get(gauge.range_verdict, ""),
    )
    if gauge.own is not None:
        page.row(
            "Own",
            own_verdict(gauge.own, nothing_known=gauge.nothing_known),
            at=12,
            indent=4,
            severity=_RANGE_COLOURS.get(gauge.own.verdict, ""),
        )
    page.row(
        "Limit",
        f"{gauge.limit_verdict.value}{_limit_words(gauge)}",
        at=12,
        indent=4,
        severity=_LIMIT_COLOURS.get(gauge.limit_verdict, ""),
    )


def drawing(gauge: Gauge, cells: int, signs: Signs) -> list[str]:
    """Return the scale, and below it the pointer: different figures never share a cell.

    Where nothing is known there is no pointer: one at zero would say that there is none.
    """
    figures = {gauge.total, gauge.lower, gauge.upper, gauge.limit} - {None}
    places = _places([figure for figure in figures if figure is not None], cells)
    row = [signs.track] * cells
    if gauge.lower is not None and gauge.upper is not None:
        for place in range(places[gauge.lower], places[gauge.upper] + 1):
            row[place] = signs.band
    if gauge.limit is not None:
        row[places[gauge.limit]] = signs.limit
    if gauge.nothing_known:
        return ["".join(row)]
    pointer = signs.open if gauge.is_open else signs.pointer
    return ["".join(row), " " * places[gauge.total] + pointer]


def _places(figures: Iterable[Decimal], cells: int) -> dict[Decimal, int]:
    """Return the cell of each figure on a scale from zero, in the order of the figures."""
    ordered = sorted(set(figures))
    scale = WIDE.multiply(ordered[-1], ROOM) or Decimal(1)
    places: list[int] = []
    for figure in ordered:
        place = int(WIDE.divide(WIDE.multiply(figure, Decimal(cells - 1)), scale))
        places.append(max(place, places[-1] + 1) if places else place)
    last = cells - 1
    for number in range(len(places) - 1, -1, -1):
        places[number] = last = min(places[number], last)
        last -= 1
    return dict(zip(ordered, places, strict=True))


def _nearest_bound(gauge: Gauge) -> Decimal | None:
    own = (gauge.own.lower, gauge.own.upper) if gauge.own else ()
    known = (gauge.lower, gauge.upper, gauge.limit, *own)
    bounds = [each for each in known if each is not None]
    return min(bounds, key=lambda bound: abs(bound - gauge.total), default=None)


def _of_what(gauge: Gauge) -> str:
    """Return the basis, unless it only repeats the name."""
    if gauge.basis.lower() in (gauge.name.lower(), gauge.substance):
        return ""
    return f" {gauge.basis}"


def _range_words(gauge: Gauge) -> str:
    if gauge.lower is None or gauge.upper is None:
        return ""
    # what is printed on a label is not what the range is of
    basis = "" if "," in gauge.basis else _of_what(gauge)
    return f" ({mg_shown(gauge.lower)} to {mg_shown(gauge.upper)}{basis} a day)"


def _limit_words(gauge: Gauge) -> str:
    if gauge.limit is None:
        return ""
    return f" ({mg_shown(gauge.limit)}{_of_what(gauge)} a day: {gauge.limit_by})"


def add_key(page: Page, gauges: Iterable[Gauge], signs: Signs) -> None:
    """Add what the signs of the drawn gauges mean."""
    drawn = list(gauges)
    words = []
    if any(gauge.upper is not None for gauge in drawn):
        words.append(f"{signs.band} documented range")
    if any(gauge.limit is not None for gauge in drawn):
        words.append(f"{signs.limit} upper limit")
    if not words:
        return
    placed = [gauge for gauge in drawn if not gauge.nothing_known]
    if any(not gauge.is_open for gauge in placed):
        words.append(f"{signs.pointer} your total")
    if any(gauge.is_open for gauge in placed):
        words.append(f"{signs.open} your total, not known in full or not compared")
    page.text(f"{', '.join(words)}; each scale starts at 0")
