"""The entries of an evening as one table: when, what, dose, what it gives, and its state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size

from planner.tui.clock_display import shown_span, with_shown_times
from planner.tui.messages import EntryHighlighted, EntryOpened
from planner.tui.text import QUIET, STATE, cut, filled, literal, whole, wrapped
from planner.tui.widgets.drawn_lines import DrawnLines

if TYPE_CHECKING:
    from planner.judge.findings import Taking, Verdict
    from planner.regimen.models import Regimen

_PADDING = 2
_COLUMNS = ("Time", "What", "Dose", "Gives", "State")
TIME, WHAT, DOSE, GIVES, STATE_OF = range(5)
_TIME_WIDTH, _STATE_WIDTH, _STATE_LEAST = 11, 11, 9
_TIME_LEAST = 5
_WHAT_LEAST, _GIVES_LEAST = 10, 14
"""Columns below which another column has to go: first Gives, then What, which moves below Time."""
_AT = "▸"
"""Before the selected row: it is to be found without colours, too."""
_CURSOR = "bold $block-cursor-foreground on $block-cursor-background"
_CURSOR_AWAY = "bold $block-cursor-blurred-foreground on $block-cursor-blurred-background"
_MOST_LINES = 16
"""A label of many rows takes so many lines; one entry never fills the screen by its name."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A taking, or an entry that has none, with its cells in the lines of their columns."""

    entry: str
    lines: tuple[Content, ...]
    words: str
    """All that is told of it, whatever the columns have room for."""

    @property
    def height(self) -> int:
        return len(self.lines)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns that there is room for, and how wide they are."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The headings; where What has no column of its own, it stands below Time."""
        names = tuple(_COLUMNS[column] for column in self.shown)
        return names if WHAT in self.shown or not names else ("Time, what", *names[1:])


_Told = tuple[str, str, str, str, str, str]
"""Entry, time, what, dose, gives, state."""


class EntriesTable(DrawnLines):
    """One row a taking, in the order of the evening; every row knows its entry."""

    BINDINGS = [
        Binding("enter", "open", "Edit", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Regimen, Verdict] | None = None
        self._rows: list[_Row] = []
        self._columns = _Columns((), ())
        self._row_of: list[int] = []
        self._starts: list[int] = []
        self._at = 0

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return len(self._rows)

    @property
    def cursor_row(self) -> int:
        """The row that the cursor is on, counted from 0."""
        return self._at

    @property
    def selected(self) -> str | None:
        """The name of the entry under the cursor."""
        return self._rows[self._at].entry if self._at < len(self._rows) else None

    def select(self, entry: str) -> None:
        """Put the cursor on an entry; nothing happens where it is there already."""
        if self.selected != entry:
            self._go_to(self._place_of(entry, self._at))

    def as_text(self) -> str:
        """Return the selected row as plain text, for the clipboard."""
        if self._at >= len(self._rows):
            return ""
        return self._rows[self._at].words

    # what is shown

    def show(self, regimen: Regimen, verdict: Verdict, select: str | None = None) -> None:
        """Show an evening; the cursor goes to an entry, or stays where it is."""
        wanted = select or self.selected
        if self._shown == (regimen, verdict) and wanted == self.selected:
            return
        self._shown = (regimen, verdict)
        self._lay_out(wanted)

    def _lay_out(self, wanted: str | None) -> None:
        """Make the lines anew for the width of the widget."""
        assert self._shown is not None
        told = _rows(*self._shown)
        # A bar for scrolling may come, and then nothing is to move.
        self._columns = _columns(told, self.size.width or self.app.size.width)
        rows = [_row(row, self._columns) for row in told]
        before, height, at = self._cursor_lines(), len(self._row_of), self._at
        self._rows = rows
        self._at = self._place_of(wanted, self._at) if rows else 0
        self._row_of, self._starts = [], []
        lines: list[Content] = []
        for place, row in enumerate(rows):
            self._starts.append(len(lines))
            self._row_of += [place] * row.height
            lines += row.lines
        self.put(lines)
        if self._cursor_lines() != before or self._at != at:
            self._move_cursor(before)
        if len(lines) != height:
            self.refresh(layout=True)

    def _place_of(self, entry: str | None, near: int) -> int:
        """Return the row of an entry, the one it is on already if that is its own."""
        near = min(max(near, 0), len(self._rows) - 1)
        if self._rows[near].entry == entry:
            return near
        places = [place for place, row in enumerate(self._rows) if row.entry == entry]
        return places[0] if places else near

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines there are."""
        del container, viewport, width
        return self.line_count() + self.head_count()

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        if self._shown is not None:
            self._lay_out(self.selected)

    # drawing

    def head_count(self) -> int:
        """Return that the names of the columns stay above."""
        return 1

    def head_line(self, y: int) -> Content:
        """Return the names of the columns."""
        del y
        names = zip(self._columns.names, self._columns.widths, strict=True)
        text = "".join(f" {filled(name, width)} " for name, width in names)
        return literal(text, QUIET, strong=True)

    def line(self, place: int) -> Content:
        """Return a line of a row, with the cursor on it or not."""
        content = super().line(place)
        row = self._row_of[place]
        if row != self._at:
            return content
        room = self.line_width - cell_len(content.plain)
        sign = _AT if place == self._starts[row] else " "
        content = Content.assemble(sign, content[1:], " " * max(room, 0))
        return content.stylize(_CURSOR if self.has_focus else _CURSOR_AWAY)

    def _cursor_lines(self) -> range:
        if self._at >= len(self._starts):
            return range(0)
        start = self._starts[self._at]
        return range(start, start + self._rows[self._at].height)

    def _move_cursor(self, before: range) -> None:
        after = self._cursor_lines()
        for lines in (before, after):
            self.redraw(lines.start, len(lines))
        if after:
            self.see(after.start, len(after))

    # moving

    def action_move(self, by: int) -> None:
        """Go to another row."""
        self._go_to(self._at + by)

    def action_page(self, by: int) -> None:
        """Go about half a page up or down."""
        self._go_to(self._at + by * max(self.room // 4, 1))

    def action_open(self) -> None:
        """Tell that the row was opened."""
        self.post_message(EntryOpened())

    def _go_to(self, place: int) -> None:
        place = min(max(place, 0), max(len(self._rows) - 1, 0))
        if place != self._at and self._rows:
            before, self._at = self._cursor_lines(), place
            self._move_cursor(before)
            self.post_message(EntryHighlighted())

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; a click on the row one is on opens it."""
        place = self.place_at(event.y)
        if place is None:
            return
        if self._row_of[place] == self._at:
            self.action_open()
        else:
            self._go_to(self._row_of[place])


@lru_cache(maxsize=512)
def _row(told: _Told, columns: _Columns) -> _Row:
    """Return a row with its cells in the lines of their columns."""
    entry, *texts, state = told
    sign, word, tone = STATE[state]
    words = (*texts, f"{sign} {word}")
    cells = [
        tuple(wrapped(cut(words[WHAT], width * 2), width, 2))
        if column == WHAT
        else tuple(wrapped(words[column], width, _MOST_LINES))
        for column, width in zip(columns.shown, columns.widths, strict=True)
    ]
    if WHAT not in columns.shown:
        name = cut(words[WHAT], columns.widths[0] * 2)
        cells[0] += tuple(wrapped(name, columns.widths[0], 2))
    height = max(len(cell) for cell in cells)
    lines = tuple(_line(cells, columns.widths, tone, number) for number in range(height))
    return _Row(entry, lines, " · ".join(filter(None, words)))


def _line(
    cells: Sequence[tuple[str, ...]], widths: Sequence[int], tone: str, number: int
) -> Content:
    """Return one line of a row, the last cell in a tone."""
    parts = [
        f" {filled(cell[number] if number < len(cell) else '', width)} "
        for cell, width in zip(cells, widths, strict=True)
    ]
    return Content.assemble(literal("".join(parts[:-1])), literal(parts[-1], tone))


def _rows(regimen: Regimen, verdict: Verdict) -> list[_Told]:
    """Return (entry, time, what, dose, gives, state) of each taking, then of what has none."""
    rows = []
    for taking in verdict.schedule:
        gives = "; ".join(taking.gives)
        rows.append(
            (
                taking.entry,
                _time(taking),
                taking.name,
                whole(taking.dose),
                gives,
                str(verdict.state(taking.entry)),
            )
        )
    scheduled = {row[0] for row in rows}
    for name, entry in regimen.entries.items():
        if name not in scheduled:
            when = with_shown_times("; ".join(when.text for when in entry.when))
            dose = whole(entry.dose.text) if entry.dose else "phases"
            rows.append((name, when, entry.takes, dose, "", str(verdict.state(name))))
    return rows


def _time(taking: Taking) -> str:
    if taking.at is None:
        minutes = taking.minutes_before_bed
        time = f"{minutes} min before bed" if minutes else "at bedtime"
    else:
        time = shown_span(taking.at, taking.until)
    if taking.phase is not None:
        time = f"{time} phase\u00a0{taking.phase}"
    if taking.days:
        time = f"{time} {' '.join(taking.days)}"
    return time


def _columns(rows: list[_Told], width: int) -> _Columns:
    """Return which columns there is room for: neither a dose nor a state is ever cut."""
    dose = max([4, *(cell_len(row[1 + DOSE]) for row in rows)])
    what = max([4, *(cell_len(row[1 + WHAT]) for row in rows)])
    room = width - 3 - _PADDING * len(_COLUMNS)  # a scroll bar may come
    time = min(max([_TIME_LEAST, *(cell_len(row[1 + TIME]) for row in rows)]), _TIME_WIDTH)
    left = room - time - dose - _STATE_WIDTH
    if left >= _WHAT_LEAST + _GIVES_LEAST:
        what = max(min(what, left // 2), 8)
        return _Columns(
            (TIME, WHAT, DOSE, GIVES, STATE_OF),
            (time, what, dose, left - what, _STATE_WIDTH),
        )
    left += _PADDING
    if left >= _WHAT_LEAST:
        return _Columns((TIME, WHAT, DOSE, STATE_OF), (time, min(what, left), dose, _STATE_WIDTH))
    room = max(room + _PADDING * 2 - _STATE_LEAST, 8)
    dose = min(dose, max(room - _TIME_WIDTH, 4))
    return _Columns((TIME, DOSE, STATE_OF), (max(room - dose, 4), dose, _STATE_LEAST))
