"""Any number of rows under a line of headings; only the rows that are seen are drawn."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple, Protocol

from textual import events
from textual.binding import Binding
from textual.content import Content

from planner.tui.messages import HeaderClicked, RowHighlighted, RowOpened
from planner.tui.text import QUIET, cut, filled, literal, wrapped
from planner.tui.widgets.drawn_lines import DrawnLines

CURSOR = "▸ "
GAP = "  "


class Column(NamedTuple):
    """A column: its heading, how wide it is, and whether it stands at the right, as numbers do."""

    name: str
    width: int
    right: bool = False


class Rows(Protocol):
    """What a table shows."""

    @property
    def keys(self) -> Sequence[Hashable | None]:
        """What each line is about; None for one that cannot be gone to, such as a heading."""

    def columns(self, width: int) -> Sequence[Column]:
        """Return the columns for so many columns of the screen, gaps included."""

    def line(self, place: int, width: int) -> Content:
        """Return a line as wide as that."""


class NoRows:
    """Rows of which there are none."""

    keys: Sequence[Hashable | None] = ()

    def columns(self, width: int) -> Sequence[Column]:
        """Return no columns."""
        del width
        return ()

    def line(self, place: int, width: int) -> Content:
        """Return nothing; there is no line to ask for."""
        raise IndexError(place)


class RowsTable(DrawnLines):
    """A list with a cursor, which stays on what it was moved to, whatever comes before it."""

    COMPONENT_CLASSES = {"rows--cursor"}

    BINDINGS = [Binding("g", "first", "First", show=False)]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Rows = NoRows()
        self._words = ""
        self._said: list[str] = []
        self._sorted_by = ""
        self._wanted: Hashable | None = None
        """What a person has moved the cursor to, also while it is not there."""
        self._at: int | None = None
        """The place of the cursor among the rows."""

    # what is shown

    def show(self, rows: Rows, *, words: str = "", sorted_by: str = "") -> None:
        """Show these rows, below words where there are any.

        The cursor stays on what it was moved to, and where it is seen; if that has gone, it stays
        in its place. Before it was ever moved it stays on the first row.
        """
        seen_at = self._line_of(self._at) - round(self.scroll_y)
        self._rows, self._words, self._sorted_by = rows, words, sorted_by
        self._say()
        self._at = self._place(self._wanted)
        self.fit()
        if self._at is not None and self._wanted is not None and 0 <= seen_at < self.room:
            top = max(self._line_of(self._at) - seen_at, 0)
            self.scroll_to(y=min(top, self.max_scroll_y), animate=False, force=True)
        if self.size:  # what is not laid out has no room that the cursor could be seen in
            self._see_cursor()
        self.refresh()

    def start_over(self) -> None:
        """Begin at the first row: other things are shown next."""
        self._wanted = self._at = None

    def _place(self, wanted: Hashable | None) -> int | None:
        """Return where the cursor goes."""
        keys = self._rows.keys
        if wanted is not None:
            found = next((place for place, key in enumerate(keys) if key == wanted), None)
            if found is not None:
                return found
        near = (self._at or 0) if wanted is not None else 0
        places = [place for place, key in enumerate(keys) if key is not None]
        return next((place for place in places if place >= near), places[-1] if places else None)

    def _say(self) -> None:
        width = self.line_width - len(CURSOR)
        self._said = wrapped(self._words, width) if self._words and width > 0 else []
        if self._said and self._rows.keys:
            self._said.append("")

    @property
    def row_count(self) -> int:
        """How many rows can be gone to."""
        return sum(key is not None for key in self._rows.keys)

    @property
    def selected(self) -> Hashable | None:
        """What the cursor is on."""
        return self._rows.keys[self._at] if self._at is not None else None

    def line_count(self) -> int:
        """Return how many lines are shown: words, then a line for each row."""
        return len(self._said) + len(self._rows.keys)

    def _line_of(self, place: int | None) -> int:
        return len(self._said) + (place or 0)

    def _see_cursor(self) -> None:
        """Have the cursor seen, with all that stands above the first row."""
        if self._at is None:
            self.see(0)
        elif not any(key is not None for key in self._rows.keys[: self._at]):
            self.see(0, self._line_of(self._at) + 1)
        else:
            self.see(self._line_of(self._at))

    def on_resize(self) -> None:
        """Take the new width."""
        self._say()
        self.fit()
        self._see_cursor()

    # drawing

    @property
    def _row_width(self) -> int:
        return max(self.line_width - len(CURSOR), 1)

    def head_count(self) -> int:
        """Return that the headings stay above."""
        return 1

    def head_line(self, y: int) -> Content:
        """Return the headings; the one that is sorted by has a mark."""
        del y
        cells = []
        for column in self._rows.columns(self._row_width):
            is_sorted = column.name.lower() == self._sorted_by
            name = cut(f"{column.name} ▾" if is_sorted else column.name, column.width)
            cells.append(name.rjust(column.width) if column.right else filled(name, column.width))
        return literal(" " * len(CURSOR) + GAP.join(cells), QUIET, strong=True)

    def line(self, place: int) -> Content:
        """Return a line, with the cursor on it or not."""
        if place < len(self._said):
            return literal(" " * len(CURSOR) + self._said[place])
        place -= len(self._said)
        at = place == self._at
        content = Content.assemble(
            CURSOR if at else " " * len(CURSOR), self._rows.line(place, self._row_width)
        )
        if at and self.has_focus:
            words = Content(filled(content.plain, self.line_width))
            return words.stylize(self.get_visual_style("rows--cursor"))
        return content.stylize("bold") if at else content

    # moving

    def action_move(self, by: int) -> None:
        """Go to another row; above the first one the words are scrolled to."""
        places = [place for place, key in enumerate(self._rows.keys) if key is not None]
        if self._at is None or not places:
            self.scroll_relative(y=by, animate=False)
            return
        at = min(max(places.index(self._at) + by, 0), len(places) - 1)
        self._go_to(places[at])

    def action_page(self, by: int) -> None:
        """Go half a page up or down."""
        self.action_move(by * max(self.room // 2, 1))

    def action_open(self) -> None:
        """Tell that the row was opened."""
        self.post_message(RowOpened())

    def _go_to(self, place: int) -> None:
        self._wanted = self._rows.keys[place]
        if place != self._at:
            before, self._at = self._at, place
            self.redraw(self._line_of(before))
            self.redraw(self._line_of(place))
            self._see_cursor()
            self.post_message(RowHighlighted())

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; a click on the row one is on opens it."""
        if event.y < self.head_count():
            self._click_heading(event.x - len(CURSOR))
            return
        place = self.place_at(event.y)
        if place is None or place < len(self._said):
            return
        place -= len(self._said)
        if self._rows.keys[place] is None:
            return
        if place == self._at:
            self._wanted = self._rows.keys[place]
            self.action_open()
        else:
            self._go_to(place)

    def _click_heading(self, x: int) -> None:
        for column in self._rows.columns(self._row_width):
            if 0 <= x < column.width + len(GAP):
                self.post_message(HeaderClicked(column.name.lower()))
                return
            x -= column.width + len(GAP)
