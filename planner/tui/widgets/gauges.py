"""Every judged total as a bar with its two verdicts in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from planner.tui.drawing import draw, limit_words, range_words, total_words
from planner.tui.text import QUIET, cut, lines, literal, wrapped

if TYPE_CHECKING:
    from planner.judge.findings import Gauge

_SIDE_BY_SIDE = 74
"""From this width on the verdicts stand beside the bar instead of under it."""


_BAR = 27


class Gauges(Widget):
    """Totals beside what they are compared with; it draws for the width that it has."""

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._gauges: Sequence[Gauge] = ()
        self._empty = empty

    def show(self, gauges: Sequence[Gauge], empty: str | None = None) -> None:
        """Show these gauges, or the words for an empty place."""
        before = (tuple(self._gauges), self._empty)
        width = self.content_size.width
        height = len(self.rows(width)) if width else None
        self._gauges = tuple(gauges)
        if empty is not None:
            self._empty = empty
        if (self._gauges, self._empty) != before or height is None:
            self.refresh(layout=height is None or len(self.rows(width)) != height)

    def render(self) -> Content:
        """Return the gauges, drawn for the width of the widget."""
        return lines(self.rows(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the gauges take at a width."""
        del container, viewport
        return len(self.rows(width))

    def rows(self, width: int) -> list[Content]:
        """Return the lines for a width."""
        if not self._gauges:
            return [literal(row, QUIET) for row in wrapped(self._empty, width)]
        rows: list[Content] = []
        for number, gauge in enumerate(self._gauges):
            if number and width < _SIDE_BY_SIDE:
                rows.append(Content(""))
            rows += gauge_rows(gauge, width)
        return rows


def worst_first(gauges: Sequence[Gauge]) -> list[Gauge]:
    """Return the gauges with a total outside a range or above a limit before the others."""
    return sorted(gauges, key=lambda gauge: not any(row[0] == "!" for row in _verdicts(gauge)))


def gauge_rows(gauge: Gauge, width: int) -> list[Content]:
    """Return one gauge: its total, its bar, and the two verdicts, each on its own."""
    total = total_words(gauge)
    stretch = f", stretch {gauge.stretch} of the weeks" if gauge.stretch else ""
    name = cut(f"{gauge.name}{stretch}", max(width - len(total) - 2, 12))
    if len(name) + len(total) + 2 <= width:
        head = [Content.assemble(literal(name, strong=True), "  ", literal(total))]
    else:
        head = [literal(name, strong=True), *(literal(row) for row in wrapped(total, width))]
    wide = width >= _SIDE_BY_SIDE
    drawn = draw(gauge, _BAR if wide else min(width, 46))
    if not wide or drawn is None:
        words = [row for verdict in _verdicts(gauge) for row in _verdict_rows(verdict, width)]
        bar = [literal(drawn.bar), literal(drawn.figures, QUIET)] if drawn else []
        return [*head, *bar, *words]
    left = [literal(drawn.bar), literal(f"{drawn.figures:<{_BAR}}", QUIET)]
    right = [
        row for verdict in _verdicts(gauge) for row in _verdict_rows(verdict, width - _BAR - 3)
    ]
    height = max(len(left), len(right))
    left += [Content(" " * _BAR)] * (height - len(left))
    right += [Content("")] * (height - len(right))
    return [*head, *(Content.assemble(a, "   ", b) for a, b in zip(left, right, strict=True))]


def _verdicts(gauge: Gauge) -> list[tuple[str, str, str]]:
    """Return the verdict on the range and the one on the limit; never one for both."""
    return [range_words(gauge), limit_words(gauge)]


def _verdict_rows(verdict: tuple[str, str, str], width: int) -> list[Content]:
    sign, words, tone = verdict
    first, *rest = wrapped(words, width - 2)
    return [literal(f"{sign} {first}", tone), *(literal(f"  {row}", tone) for row in rest)]
