"""The entries of an evening as one table: when, what, dose, what it gives, and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from planner.tui.text import STATE, cell, colour_of, cut, whole, wrapped

if TYPE_CHECKING:
    from planner.judge.findings import Taking, Verdict
    from planner.regimen.models import Regimen

CURSOR_KEYS: list[BindingType] = [
    Binding("j", "cursor_down", "Down", show=False),
    Binding("k", "cursor_up", "Up", show=False),
    Binding("home", "scroll_top", "First", show=False),
    Binding("G", "scroll_bottom", "Last", show=False),
]
_PADDING = 2
_COLUMNS = ("Time", "What", "Dose", "Gives", "State")
_MOST_LINES = 16
"""A label of many rows takes so many lines; one entry never fills the screen by its name."""


class EntriesTable(DataTable[Text]):
    """One row a taking, in the order of the evening; every row knows its entry."""

    BINDINGS = CURSOR_KEYS

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, cursor_type="row", cursor_foreground_priority="renderable")
        self._shown: tuple[Regimen, Verdict] | None = None
        self._entries: list[str] = []
        self._cells: list[tuple[Text, ...]] = []
        self._layout: object = None

    @property
    def selected(self) -> str | None:
        """The name of the entry under the cursor."""
        if 0 <= self.cursor_row < len(self._entries):
            return self._entries[self.cursor_row]
        return None

    def select(self, entry: str) -> None:
        """Put the cursor on an entry; nothing happens where it is there already."""
        if entry in self._entries and self.selected != entry:
            self.move_cursor(row=self._entries.index(entry), animate=False)

    def as_text(self) -> str:
        """Return the selected row as plain text, for the clipboard."""
        if not 0 <= self.cursor_row < len(self._cells):
            return ""
        row = self._cells[self.cursor_row]
        return " · ".join(" ".join(text.plain.split("\n")) for text in row if text.plain)

    def show(self, regimen: Regimen, verdict: Verdict, select: str | None = None) -> None:
        """Show an evening; the cursor goes to an entry, or stays where it is."""
        wanted = select or self.selected
        place = self.cursor_row
        if self._shown == (regimen, verdict) and wanted == self.selected:
            return
        self._shown = (regimen, verdict)
        self._fill()
        if wanted in self._entries:
            place = self._entries.index(wanted)
        if self._entries:
            self.move_cursor(row=min(max(place, 0), len(self._entries) - 1), animate=False)

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self._again()

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._again()

    def _again(self) -> None:
        shown, self._shown, self._layout = self._shown, None, None
        if shown:
            self.show(*shown)

    def _fill(self) -> None:
        assert self._shown is not None
        regimen, verdict = self._shown
        variables = self.app.theme_variables
        rows = _rows(regimen, verdict)
        entries = [row[0] for row in rows]
        widths = _widths([row[1:] for row in rows], self.size.width or self.app.size.width)
        cells: list[tuple[Text, ...]] = []
        heights: list[int] = []
        for _, time, what, dose, gives, state in rows:
            sign, word, tone = STATE[state]
            parts = [
                wrapped(time, widths[0]),
                wrapped(cut(what, widths[1] * 2), widths[1], 2),
                [dose],
                wrapped(gives, widths[3], _MOST_LINES),
                wrapped(f"{sign} {word}", widths[4]),
            ]
            texts = [cell("\n".join(part)) for part in parts[:-1]]
            texts.append(cell("\n".join(parts[-1]), colour_of(tone, variables)))
            cells.append(tuple(texts))
            heights.append(max(len(part) for part in parts))
        layout = (entries, widths, heights)
        if layout == self._layout:
            self._update(cells)
        else:
            self.clear(columns=True)
            for name, width in zip(_COLUMNS, widths, strict=True):
                self.add_column(Text(name), width=width, key=name)
            for row, height in zip(cells, heights, strict=True):
                self.add_row(*row, height=height)
        self._entries, self._cells, self._layout = entries, cells, layout

    def _update(self, cells: list[tuple[Text, ...]]) -> None:
        """Change the cells that differ: the place of nothing else changes."""
        for row, (new, old) in enumerate(zip(cells, self._cells, strict=True)):
            for column, (text, before) in enumerate(zip(new, old, strict=True)):
                if text != before or text.style != before.style:
                    self.update_cell_at(Coordinate(row, column), text)


def _rows(regimen: Regimen, verdict: Verdict) -> list[tuple[str, str, str, str, str, str]]:
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
            when = "; ".join(when.text for when in entry.when)
            dose = whole(entry.dose.text) if entry.dose else "phases"
            rows.append((name, when, entry.takes, dose, "", str(verdict.state(name))))
    return rows


def _time(taking: Taking) -> str:
    if taking.at is None:
        minutes = taking.minutes_before_bed
        time = f"{minutes} min before bed" if minutes else "at bedtime"
    else:
        time = f"{taking.at}–{taking.until}" if taking.until else taking.at
    if taking.phase is not None:
        time = f"{time} phase {taking.phase}"
    if taking.days:
        time = f"{time} {' '.join(taking.days)}"
    return time


def _widths(rows: list[tuple[str, ...]], width: int) -> list[int]:
    """Return the widths of the columns: a dose is never cut, the rest shares what is left."""
    dose = max([4, *(len(row[2]) for row in rows)])
    state = 11
    time = 11
    left = width - time - dose - state - _PADDING * len(_COLUMNS) - 3  # a scroll bar may come
    what = max(min(max([4, *(len(row[1]) for row in rows)]), left // 2), 8)
    return [time, what, dose, max(left - what, 8), state]
