"""The formats that a regimen can be shared in: what each is good for, and which are marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size

from planner.tui.messages import FormatHighlighted, ReadOn
from planner.tui.text import ASK, QUIET, cut, filled, literal, wrapped
from planner.tui.widgets.drawn_lines import DrawnLines

if TYPE_CHECKING:
    from planner.export.formats import Format

CURSOR, MARKED, UNMARKED = "▸", "[x]", "[ ]"
_BEFORE = len(CURSOR) + len(MARKED) + 1
"""Columns before the name of a format; a click on them marks it."""
_TITLE = 12
SIDE_BY_SIDE = 120
"""Columns of the screen from which what is shown has room for whole lines beside the formats."""
_TALL = 30
"""Rows of the screen from which there is room below a format for what it is good for."""


class FormatList(DrawnLines):
    """Formats with a mark each; the one that the cursor is on is shown beside or below."""

    COMPONENT_CLASSES = {"formats--cursor"}

    BINDINGS = [Binding("g", "first", "First", show=False)]

    def __init__(
        self, formats: Sequence[Format], highlighted: str, *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._formats = tuple(formats)
        self._at = [each.name for each in formats].index(highlighted)
        self._marked: set[str] = set()
        self._written_for = (0, Size(0, 0))
        self._rows: list[tuple[int, Content]] = []

    @property
    def highlighted(self) -> str:
        """The name of the format that the cursor is on."""
        return self._formats[self._at].name

    @property
    def marked(self) -> tuple[str, ...]:
        """The names of the marked formats, in their order."""
        return tuple(each.name for each in self._formats if each.name in self._marked)

    def mark(self) -> None:
        """Mark the format that the cursor is on, or take its mark away."""
        self._marked ^= {self.highlighted}
        self._rows = []
        self.refresh()

    # drawing

    def line_count(self) -> int:
        """Return how many lines the formats take."""
        return len(self._lines())

    def line(self, place: int) -> Content:
        """Return a line, with the cursor on it or not."""
        item, content = self._lines()[place]
        if item != self._at:
            return content
        if place == self._first_line(item):
            content = Content.assemble(CURSOR, content[len(CURSOR) :])
        if self.has_focus:
            words = Content(filled(content.plain, self.line_width))
            return words.stylize(self.get_visual_style("formats--cursor"))
        return content.stylize("bold")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the formats take at a width; one column is for scrolling."""
        del container, viewport
        return len(self._written(max(width - 1, 1)))

    def _lines(self) -> list[tuple[int, Content]]:
        now = (max(self.line_width, 1), self.app.size)
        if not self._rows or now != self._written_for:
            self._rows, self._written_for = self._written(now[0]), now
        return self._rows

    def _written(self, width: int) -> list[tuple[int, Content]]:
        rows, screen = [], self.app.size
        for item, each in enumerate(self._formats):
            marked = each.name in self._marked
            mark = literal(f" {MARKED if marked else UNMARKED} ", ASK if marked else QUIET)
            title = literal(filled(each.title, _TITLE), strong=marked)
            if screen.width < SIDE_BY_SIDE or screen.height < _TALL:
                purpose = cut(each.purpose, max(width - _BEFORE - _TITLE, 1))
                rows.append((item, Content.assemble(mark, title, literal(purpose, QUIET))))
                continue
            rows.append((item, Content.assemble(mark, title)))
            for row in wrapped(each.purpose, width - _BEFORE):
                rows.append((item, literal(" " * _BEFORE + row, QUIET)))
        return rows

    def _first_line(self, item: int) -> int:
        return next(place for place, (each, _) in enumerate(self._lines()) if each == item)

    def on_resize(self) -> None:
        """Take the new width."""
        self.fit()
        self._see()

    def _see(self) -> None:
        self.see(self._first_line(self._at), sum(item == self._at for item, _ in self._lines()))

    # moving

    def action_move(self, by: int) -> None:
        """Go to another format."""
        place = min(max(self._at + by, 0), len(self._formats) - 1)
        if place != self._at:
            self._at = place
            self.refresh()
            self._see()
            self.post_message(FormatHighlighted(self.highlighted))

    def action_page(self, by: int) -> None:
        """Have what is shown of the format scrolled: the list itself has no second page."""
        self.post_message(ReadOn(by))

    def on_click(self, event: events.Click) -> None:
        """Go to the format that was clicked; a click on its mark marks it."""
        place = self.place_at(event.y)
        if place is None:
            return
        item = self._lines()[place][0]
        here = item == self._at
        self.action_move(item - self._at)
        if here or event.x < _BEFORE:
            self.mark()
            self.post_message(FormatHighlighted(self.highlighted))
