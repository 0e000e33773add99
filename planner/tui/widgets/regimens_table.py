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
from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from planner.tui.clock_display import shown_clock
from planner.tui.commands import BY_ID
from planner.tui.messages import HeaderClicked, RegimenHighlighted, RegimenOpened
from planner.tui.text import QUIET, STATUS, cut, literal

if TYPE_CHECKING:
    from planner.library.listing import Summary

READING = "reading"
"""The status of a file whose name is known and whose content is not yet."""
_STATUS_WIDTH, _BEDTIME, _ENTRIES, _CHANGED, _GAP = 10, 8, 7, 11, 2
_LEAST_TITLE = 14


class RegimensTable(ScrollView, can_focus=True):
    """One row a regimen under a row of headers; every row knows its file.

    Only what is on the screen is drawn, so that a thousand rows cost as little as ten.
    """

    DEFAULT_CSS = """
    RegimensTable {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        background: $background;
    }
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

    virtual_size = Reactive(Size(0, 0), layout=False)
    """More rows change what can be scrolled to, and never the place of another widget."""

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
        self._fit()
        self._see()
        self.refresh()

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

    def _fit(self) -> None:
        size = Size(self.scrollable_content_region.width, len(self._rows) + 1)
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)

    def on_resize(self) -> None:
        """Take the new width."""
        self._fit()
        self._see()

    def _see(self) -> None:
        """Scroll so that the cursor is seen below the headers."""
        room = max(self.size.height - 1, 1)
        top = round(self.scroll_y)
        if self._at < top:
            top = self._at
        elif self._at >= top + room:
            top = self._at - room + 1
        self.scroll_to(y=top, animate=False, force=True)

    # drawing

    def _columns(self) -> list[tuple[str, int]]:
        width = self.scrollable_content_region.width
        fixed = [("Bedtime", _BEDTIME), ("Entries", _ENTRIES), ("Changed", _CHANGED)]
        room = width - 2 - _STATUS_WIDTH - _GAP
        while fixed and room - sum(size + _GAP for _, size in fixed) < _LEAST_TITLE:
            fixed.pop()  # a narrow screen has the words of a title rather than all columns
        title = max(room - sum(size + _GAP for _, size in fixed), 4)
        return [("Status", _STATUS_WIDTH), ("Title", title), *fixed]

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen: the headers, or a row."""
        width = self.scrollable_content_region.width
        style = self.visual_style
        place = round(self.scroll_y) + y - 1
        if y and place >= len(self._rows):
            return Strip.blank(width, style.rich_style)
        content = self._row(self._rows[place]) if y else self._header()
        if y and place == self._at:
            content = content.stylize("reverse" if self.has_focus else "bold")
        return Visual.to_strips(self, content, width, 1, style, apply_selection=False, pad=True)[0]

    def _header(self) -> Content:
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

    def on_focus(self) -> None:
        """Show where the cursor is."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the emphasis from the cursor."""
        self.refresh()

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
        self._go_to(self._at + by * max((self.size.height - 1) // 2, 1))

    def action_open(self) -> None:
        """Tell that the row was opened."""
        if self.selected is not None:
            self.post_message(RegimenOpened())

    def _go_to(self, place: int) -> None:
        self._moved = True
        place = min(max(place, 0), max(len(self._rows) - 1, 0))
        if place != self._at:
            self._at = place
            self._see()
            self.refresh()
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
        place = round(self.scroll_y) + event.y - 1
        if place >= len(self._rows):
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
