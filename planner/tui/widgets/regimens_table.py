"""Hundreds of regimens as one list that draws only the rows that are seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content

from planner.tui.clock_display import shown_clock
from planner.tui.commands import BY_ID
from planner.tui.messages import HeaderClicked, RegimenHighlighted, RegimenOpened
from planner.tui.text import QUIET, STATUS, cut, literal
from planner.tui.widgets.drawn_lines import DrawnLines

if TYPE_CHECKING:
    from planner.library.listing import Summary

READING = "reading"
"""The status of a file whose name is known and whose content is not yet."""
_STATUS_WIDTH, _BEDTIME, _ENTRIES, _CHANGED, _GAP = 10, 8, 7, 11, 2
_LEAST_TITLE = 14


class RegimensTable(DrawnLines):
    """One row a regimen under a row of headers; every row knows its file.

    Only what is on the screen is drawn, so that a thousand rows cost as little as ten.
    """

    BINDINGS = [
        Binding("enter", "open", BY_ID["open-regimen"].title),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("g,home", "first", "First", show=False),
        Binding("G,end", "last", "Last", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
    ]

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._rows: Sequence[Summary] = ()
        self._marked: Collection[Path] = ()
        self._sorted_by = ""
        self._at = 0
        self._moved = False

    # what is shown

    def show(
        self,
        rows: Sequence[Summary],
        *,
        marked: Collection[Path] = (),
        sorted_by: str = "",
        select: Path | None = None,
    ) -> None:
        """Show these rows; the cursor goes to a file, or stays on the one it was moved to."""
        wanted = select or (self.selected.path if self.selected and self._moved else None)
        self._moved = self._moved or select is not None
        self._rows, self._marked, self._sorted_by = rows, marked, sorted_by
        place = next((i for i, row in enumerate(rows) if row.path == wanted), None)
        if place is not None:
            self._at = place
        else:
            self._at = min(self._at, max(len(rows) - 1, 0)) if self._moved else 0
        self.fit()
        self.see(self._at)
        self.refresh()

    def line_count(self) -> int:
        """Return how many regimens are shown."""
        return len(self._rows)

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return len(self._rows)

    @property
    def cursor_row(self) -> int:
        """The row that the cursor is on, counted from 0."""
        return self._at

    @property
    def selected(self) -> Summary | None:
        """The regimen that the cursor is on."""
        return self._rows[self._at] if 0 <= self._at < len(self._rows) else None

    def on_resize(self) -> None:
        """Take the new width."""
        self.fit()
        self.see(self._at)

    # drawing

    def _columns(self) -> list[tuple[str, int]]:
        width = self.line_width
        fixed = [("Bedtime", _BEDTIME), ("Entries", _ENTRIES), ("Changed", _CHANGED)]
        room = width - 2 - _STATUS_WIDTH - _GAP
        while fixed and room - sum(size + _GAP for _, size in fixed) < _LEAST_TITLE:
            fixed.pop()  # a narrow screen has the words of a title rather than all columns
        title = max(room - sum(size + _GAP for _, size in fixed), 4)
        return [("Status", _STATUS_WIDTH), ("Title", title), *fixed]

    def line(self, place: int) -> Content:
        """Return a row, with the cursor on it or not."""
        content = self._row(self._rows[place])
        if place == self._at:
            content = content.stylize("reverse" if self.has_focus else "bold")
        return content

    def head_count(self) -> int:
        """Return that the names of the columns stay above."""
        return 1

    def head_line(self, y: int) -> Content:
        """Return the headers."""
        del y
        names = []
        for name, size in self._columns():
            shown = f"{name} ▾" if name.lower() == self._sorted_by else name
            names.append(_filled(shown, size))
        return literal("  " + (" " * _GAP).join(names), QUIET, strong=True)

    def _row(self, row: Summary) -> Content:
        sign, word, tone = STATUS.get(row.status, ("…", row.status, QUIET))
        cells = {
            "Title": row.title if row.title is not None else row.path.name,
            "Bedtime": shown_clock(row.bedtime) if row.bedtime else "–",
            "Entries": str(row.entries) if row.status != READING else "",
            "Changed": changed_words(row.changed, self._now()),
        }
        parts: list[Content | str] = [
            literal("● " if row.path in self._marked else "  ", "ask"),
            literal(_filled(f"{sign} {word}", _STATUS_WIDTH), tone),
        ]
        for name, size in self._columns()[1:]:
            parts += [" " * _GAP, literal(_filled(cut(cells[name], size), size))]
        return Content.assemble(*parts)

    # moving

    def action_move(self, by: int) -> None:
        """Go to another row."""
        self._go_to(self._at + by)

    def action_first(self) -> None:
        """Go to the first row."""
        self._go_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self._go_to(len(self._rows) - 1)

    def action_page(self, by: int) -> None:
        """Go half a page up or down."""
        self._go_to(self._at + by * max(self.room // 2, 1))

    def action_open(self) -> None:
        """Tell that the row was opened."""
        if self.selected is not None:
            self.post_message(RegimenOpened())

    def _go_to(self, place: int) -> None:
        self._moved = True
        place = min(max(place, 0), max(len(self._rows) - 1, 0))
        if place != self._at:
            before, self._at = self._at, place
            self.redraw(before)
            self.redraw(place)
            self.see(place)
            self.post_message(RegimenHighlighted())

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; a click on the row one is on opens it."""
        if event.y == 0:
            x = event.x - 2
            for name, size in self._columns():
                if 0 <= x < size + _GAP:
                    self.post_message(HeaderClicked(name.lower()))
                    return
                x -= size + _GAP
            return
        place = self.place_at(event.y)
        if place is None:
            return
        if place == self._at:
            self.action_open()
        else:
            self._go_to(place)


def _filled(text: str, width: int) -> str:
    return text + " " * max(width - cell_len(text), 0)


def changed_words(changed: float, now: datetime) -> str:
    """Return when a file was changed, in as few words as tell it: `today 14:02`."""
    if not changed:
        return "–"
    local = datetime.fromtimestamp(changed)
    day: date = local.date()
    if day == now.date():
        return f"today {local:%H:%M}"
    if day == now.date() - timedelta(days=1):
        return "yesterday"
    return day.isoformat()
