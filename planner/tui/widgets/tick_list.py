"""A list whose rows are ticked or not, with notes between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size

from planner.tui.messages import TickChanged, TickMoved
from planner.tui.text import ASK, PLAIN, QUIET, filled, literal, wrapped
from planner.tui.widgets.drawn_lines import DrawnLines

CURSOR, TICKED, UNTICKED = "▸", "[x]", "[ ]"
_BEFORE = len(CURSOR) + len(TICKED) + 1
"""Columns before the words of a row; a click on them ticks it."""
_LABEL = 10
"""Columns of what a detail is called."""


@dataclass(frozen=True, slots=True)
class TickRow:
    """One row: what can be ticked, or a note where it has no key."""

    key: str
    words: str
    details: tuple[tuple[str, str], ...] = ()
    """What stands below it: what it is called, and its words."""
    strong: bool = False
    """Whether a note is a heading of the rows below it."""


class TickList(DrawnLines):
    """Rows with a tick each; space, enter or a click on the tick changes it."""

    COMPONENT_CLASSES = {"ticks--cursor"}

    BINDINGS = [
        Binding("g", "first", "First", show=False),
        Binding("enter", "change", "Tick", show=False),
    ]

    def __init__(self, rows: Sequence[TickRow], ticked: Collection[str], *, id: str) -> None:
        super().__init__(id=id)
        self._rows = tuple(rows)
        self._ticked = set(ticked)
        self._at = self._places()[0] if self._places() else None
        self._drawn: list[tuple[int, Content]] = []
        self._drawn_for = 0

    @property
    def ticked(self) -> frozenset[str]:
        """The keys of the rows that are ticked."""
        return frozenset(self._ticked)

    @property
    def highlighted(self) -> str | None:
        """The key of the row that the cursor is on."""
        return self._rows[self._at].key if self._at is not None else None

    def tick(self, keys: Collection[str]) -> None:
        """Tick these rows and no others, without telling anybody."""
        if set(keys) != self._ticked:
            self._ticked = set(keys)
            self._draw_again()

    def show(self, rows: Sequence[TickRow]) -> None:
        """Show the rows in other words; the cursor stays on the same one."""
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self._draw_again()

    def change(self) -> None:
        """Tick the row that the cursor is on, or take its tick away."""
        key = self.highlighted
        if key is None:
            return
        self._ticked ^= {key}
        self._draw_again()
        self.post_message(TickChanged(key))

    # drawing

    def line_count(self) -> int:
        """Return how many lines the rows take."""
        return len(self._lines())

    def line(self, place: int) -> Content:
        """Return a line, with the cursor on it or not."""
        row, content = self._lines()[place]
        if row != self._at:
            return content
        if place == self._first_line(row):
            content = Content.assemble(CURSOR, content[len(CURSOR) :])
        if self.has_focus:
            words = Content(filled(content.plain, self.line_width))
            return words.stylize(self.get_visual_style("ticks--cursor"))
        return content.stylize("bold")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the rows take at a width; one column is for scrolling."""
        del container, viewport
        return len(list(self._written(max(width - 1, 1))))

    def on_resize(self) -> None:
        """Take the new width."""
        self.fit()
        self._see()

    def _draw_again(self) -> None:
        height = len(self._drawn)
        self._drawn = []
        if len(self._lines()) != height:
            self.fit()
            self.refresh(layout=True)
        else:
            self.refresh()

    def _lines(self) -> list[tuple[int, Content]]:
        width = max(self.line_width, 1)
        if not self._drawn or width != self._drawn_for:
            self._drawn, self._drawn_for = list(self._written(width)), width
        return self._drawn

    def _written(self, width: int) -> Iterator[tuple[int, Content]]:
        for number, row in enumerate(self._rows):
            for content in _row_lines(row, row.key in self._ticked, width):
                yield number, content

    def _first_line(self, row: int) -> int:
        return next(place for place, (each, _) in enumerate(self._lines()) if each == row)

    def _see(self) -> None:
        """Have the row seen that the cursor is on; a heading comes along with its first row."""
        if self._at is None:
            return
        start = self._at
        while start and self._rows[start - 1].strong:
            start -= 1
        count = sum(start <= row <= self._at for row, _ in self._lines())
        self.see(self._first_line(start), count)

    # moving

    def _places(self) -> list[int]:
        return [number for number, row in enumerate(self._rows) if row.key]

    def action_move(self, by: int) -> None:
        """Go to another row; where there is none, the notes there are scrolled to."""
        places = self._places()
        if self._at is None:
            super().action_move(by)
            return
        at = places.index(self._at)
        self._go_to(places[min(max(at + by, 0), len(places) - 1)])
        if by > 0 and at == len(places) - 1:  # the notes behind it
            self.see(self.line_count() - 1)

    def _go_to(self, row: int) -> None:
        if row != self._at:
            self._at = row
            self.refresh()
            self.post_message(TickMoved())
        self._see()

    def action_change(self) -> None:
        """Tick the row that the cursor is on, or take its tick away."""
        self.change()

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; a click on its tick changes it."""
        place = self.place_at(event.y)
        if place is None:
            return
        row = self._lines()[place][0]
        if not self._rows[row].key:
            return
        here = row == self._at and event.chain > 1
        self._go_to(row)
        if here or event.x < _BEFORE + self.gutter.left:
            self.change()


def _row_lines(row: TickRow, ticked: bool, width: int) -> Iterator[Content]:
    if not row.key:
        tone = PLAIN if row.strong else QUIET
        for each in wrapped(row.words, width - 1):
            yield literal(f" {each}", tone, strong=row.strong)
        return
    first, *rest = wrapped(row.words, width - _BEFORE)
    mark = literal(f" {TICKED if ticked else UNTICKED} ", ASK if ticked else QUIET)
    yield Content.assemble(mark, literal(first, PLAIN, strong=ticked))
    indent = " " * _BEFORE
    yield from (literal(f"{indent}{each}", PLAIN, strong=ticked) for each in rest)
    for label, words in row.details:
        start = filled(label, _LABEL) if label else ""
        for number, each in enumerate(wrapped(words, width - _BEFORE - len(start))):
            shown = start if not number else " " * len(start)
            yield Content.assemble(indent, literal(shown, QUIET), literal(each))
