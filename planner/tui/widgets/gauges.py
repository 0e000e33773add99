"""Every judged total as a bar with its verdicts in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from planner.judge.gauge_words import total_words
from planner.judge.wordings import weeks_words
from planner.tui.drawing import draw, verdicts
from planner.tui.text import QUIET, cut, lines, literal, wrapped
from planner.wording import listed

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
        for number, (gauge, weeks) in enumerate(once_with_weeks(self._gauges)):
            if number and width < _SIDE_BY_SIDE:
                rows.append(Content(""))
            rows += gauge_rows(gauge, width, weeks)
        return rows


def worst_first(gauges: Sequence[Gauge]) -> list[Gauge]:
    """Return the gauges with a total outside a range or above a limit before the others.

    Those of one substance stay together, in the order of the weeks.
    """
    bad = {gauge.substance for gauge in gauges if any(row[0] == "!" for row in verdicts(gauge))}
    order = list(dict.fromkeys(gauge.substance for gauge in gauges))
    return sorted(
        gauges,
        key=lambda gauge: (
            gauge.substance not in bad, order.index(gauge.substance), gauge.stretch or 0,
        ),
    )  # fmt: skip


def once_with_weeks(gauges: Sequence[Gauge]) -> list[tuple[Gauge, str]]:
    """Return each gauge with the weeks that it holds for; one that stays the same only once."""
    alike: dict[Gauge, list[Gauge]] = {}
    for gauge in gauges:
        alike.setdefault(gauge._replace(stretch=None), []).append(gauge)
    return [(same[0], _weeks(same)) for same in alike.values()]


def _weeks(same: Sequence[Gauge]) -> str:
    spans: list[tuple[int, int | None]] = []
    for first, last in (gauge.weeks for gauge in same if gauge.weeks):
        if spans and spans[-1][1] == first - 1:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    if spans and len(same) == len(same[0].stretches):
        return "in all weeks"
    return listed(weeks_words(*span) for span in spans)


def gauge_rows(gauge: Gauge, width: int, weeks: str = "") -> list[Content]:
    """Return one gauge: its total, its bar, and the verdicts, each on its own."""
    total = total_words(gauge)
    name = cut(f"{gauge.name}, {weeks}" if weeks else gauge.name, width)
    if cell_len(name) + cell_len(total) + 2 <= width:
        head = [Content.assemble(literal(name, strong=True), "  ", literal(total))]
    else:
        head = [literal(name, strong=True), *(literal(row) for row in wrapped(total, width))]
    wide = width >= _SIDE_BY_SIDE
    drawn = draw(gauge, _BAR if wide else min(width, 46))
    if not wide or drawn is None:
        words = [row for verdict in verdicts(gauge) for row in _verdict_rows(verdict, width)]
        bar = [literal(drawn.bar), literal(drawn.figures, QUIET)] if drawn else []
        return [*head, *bar, *words]
    left = [literal(drawn.bar), literal(f"{drawn.figures:<{_BAR}}", QUIET)]
    right = [row for verdict in verdicts(gauge) for row in _verdict_rows(verdict, width - _BAR - 3)]
    height = max(len(left), len(right))
    left += [Content(" " * _BAR)] * (height - len(left))
    right += [Content("")] * (height - len(right))
    return [*head, *(Content.assemble(a, "   ", b) for a, b in zip(left, right, strict=True))]


def _verdict_rows(verdict: tuple[str, str, str], width: int) -> list[Content]:
    sign, words, tone = verdict
    first, *rest = wrapped(words, width - 2)
    return [literal(f"{sign} {first}", tone), *(literal(f"  {row}", tone) for row in rest)]
