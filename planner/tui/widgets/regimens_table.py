"""Hundreds of regimens as one list that draws only the rows that are seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content

from planner.tui.clock_display import shown_clock, with_shown_times
from planner.tui.commands import BY_ID
from planner.tui.messages import HeaderClicked, RegimenHighlighted, RegimenOpened
from planner.tui.text import ASK, ELLIPSIS, QUIET, STATUS, cut, filled, literal, wrapped
from planner.tui.widgets.drawn_lines import DrawnLines
from planner.wording import visible

if TYPE_CHECKING:
    from planner.library.listing import Summary

READING = "reading"
"""The status of a file whose name is known and whose content is not yet."""
_STATUS_WIDTH, _BEDTIME, _CHECKED, _CHANGED, _GAP = 9, 8, 7, 11, 2
_MARKS = 3
"""Columns for the sign of the cursor, and for that of a mark."""
_EASY_TITLE, _LEAST_TITLE = 22, 14
"""Columns of a title below which the bedtime, or every other column, gives way to it."""
CURSOR, MARK = "▸", "● "
_TEMPLATE = "template  "
"""Stands before the title of a template."""


class RegimensTable(DrawnLines):
    """One row a regimen under a row of headers; every row knows its file.

    Only what is on the screen is drawn, so that a thousand rows cost as little as ten.
    """

    COMPONENT_CLASSES = {"regimens--cursor"}

    BINDINGS = [
        Binding("enter", "open", BY_ID["open-regimen"].title),
        Binding("g", "first", "First", show=False),
    ]

    def __init__(self, now: Callable[[], datetime], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._now = now
        self._rows: Sequence[Summary] = ()
        self._marked: Collection[Path] = ()
        self._names: Mapping[Path, str] = {}
        self._nothing = ""
        self._sorted_by = ""
        self._at = 0
        self._moved = False
        """Whether a person has moved the cursor, so that it stays on its file in every order."""
        self._put_on = False
        """Whether the cursor was put on a file, where it stays until the order changes."""

    # what is shown

    def show(
        self,
        rows: Sequence[Summary],
        *,
        marked: Collection[Path] = (),
        names: Mapping[Path, str] | None = None,
        sorted_by: str = "",
        select: Path | None = None,
        nothing: str = "",
    ) -> None:
        """Show these rows; the cursor goes to a file, or stays on the one it was moved to.

        `names` are those of files that their titles do not tell apart, `nothing` is said where
        there is no row.
        """
        self._put_on = select is not None or (self._put_on and sorted_by == self._sorted_by)
        stays = self._moved or self._put_on
        wanted = select or (self.selected.path if self.selected and stays else None)
        self._rows, self._marked, self._sorted_by = rows, marked, sorted_by
        self._names, self._nothing = names or {}, nothing
        place = next((i for i, row in enumerate(rows) if row.path == wanted), None)
        if place is not None:
            self._at = place
        else:
            self._at = min(self._at, max(len(rows) - 1, 0)) if stays else 0
        self.fit()
        self.see(self._at)
        self.refresh()

    def start_over(self) -> None:
        """Begin at the top, as if nobody had moved the cursor: another list is shown next."""
        self._at, self._moved, self._put_on = 0, False, False

    def line_count(self) -> int:
        """Return how many lines are shown: a regimen each, or the words for there being none."""
        return len(self._rows) or len(self._nothing_lines())

    def _nothing_lines(self) -> list[str]:
        return wrapped(self._nothing, self.line_width - _MARKS) if self._nothing else []

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
        fixed = {"Checked": _CHECKED, "Bedtime": _BEDTIME, "Changed": _CHANGED}
        room = self.line_width - _MARKS - _STATUS_WIDTH - _GAP

        def title() -> int:
            return room - sum(size + _GAP for size in fixed.values())

        # a narrow screen has the words of a title rather than all columns
        for name, least in (
            ("Bedtime", _EASY_TITLE), ("Changed", _LEAST_TITLE), ("Checked", _LEAST_TITLE),
        ):  # fmt: skip
            if title() < least:
                del fixed[name]
        return [("Status", _STATUS_WIDTH), ("Title", max(title(), 4)), *fixed.items()]

    def line(self, place: int) -> Content:
        """Return a row, with the cursor on it or not; or words where there is no row."""
        if not self._rows:
            return literal(" " * _MARKS + self._nothing_lines()[place], QUIET)
        content = self._row(self._rows[place], CURSOR if place == self._at else " ")
        if place == self._at and self.has_focus:
            words = Content(filled(content.plain, self.line_width))
            return words.stylize(self.get_visual_style("regimens--cursor"))
        return content.stylize("bold") if place == self._at else content

    def head_count(self) -> int:
        """Return that the names of the columns stay above."""
        return 1

    def head_line(self, y: int) -> Content:
        """Return the headers."""
        del y
        names = []
        for name, size in self._columns():
            shown = f"{name} ▾" if name.lower() == self._sorted_by else name
            names.append(filled(shown, size))
        return literal(" " * _MARKS + (" " * _GAP).join(names), QUIET, strong=True)

    def _row(self, row: Summary, cursor: str) -> Content:
        (_, status), (_, title), *others = self._columns()
        cells = {
            "Bedtime": shown_clock(row.bedtime) if row.bedtime else "–",
            "Checked": _checked_words(row),
            "Changed": changed_words(row.changed, self._now()),
        }
        parts: list[Content | str] = [
            cursor,
            literal(MARK if row.path in self._marked else " " * len(MARK), ASK),
            _cell([_status(row)], status),
            " " * _GAP,
            _cell(self._title_parts(row, title), title),
        ]
        for name, size in others:
            parts += [" " * _GAP, literal(filled(cut(cells[name], size), size))]
        return Content.assemble(*parts)

    def _title_parts(self, row: Summary, size: int) -> list[Content]:
        """Return a title; a template says that it is one."""
        if not row.is_template:
            return self._named_parts(row, size)
        return [literal(_TEMPLATE, QUIET), *self._named_parts(row, size - len(_TEMPLATE))]

    def _named_parts(self, row: Summary, size: int) -> list[Content]:
        """Return a title, and where others have the same one the name of the file behind it."""
        title = row.title if row.title is not None else row.path.name
        name = self._names.get(row.path, "")
        if row.title is not None and (not name or name == title):
            return [literal(cut(title, size))]
        name = name or row.path.name
        if row.title is None:
            name = _end(name, size)
            reason = cut(f"  {row.reason or ''}", max(size - cell_len(name), 0))
            return [literal(name), literal(reason, QUIET)]
        name = _end(name, max(size // 2, size - cell_len(visible(title)) - _GAP))
        left = size - cell_len(name) - _GAP
        return [literal(cut(title, left)), literal(" " * _GAP + name, QUIET)]

    # moving

    def action_move(self, by: int) -> None:
        """Go to another row."""
        self._go_to(self._at + by)

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
            x = event.x - _MARKS
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


def _cell(parts: Sequence[Content], width: int) -> Content:
    """Return parts of several tones as one cell of a width."""
    content = Content.assemble(*parts)
    return Content.assemble(content, " " * max(width - content.cell_length, 0))


def _end(text: str, most: int) -> str:
    """Return foreign text in at most so many columns; its end tells more than its start."""
    shown = visible(text)
    if cell_len(shown) <= most:
        return shown
    while cell_len(shown) > max(most - 1, 0):
        shown = shown[1:]
    return ELLIPSIS + shown


def _status(row: Summary) -> Content:
    sign, word, tone = STATUS.get(row.status, ("…", row.status, QUIET))
    return literal(f"{sign} {word}", tone)


def _checked_words(row: Summary) -> str:
    """Return how many entries the status speaks of: a pass says nothing about the others."""
    if row.status == READING or not row.entries:
        return ""
    if row.status == "invalid":
        return "–"
    return f"{row.entries - row.not_checked:,} of {row.entries:,}"


def changed_words(changed: float, now: datetime) -> str:
    """Return when a file was changed, in as few words as tell it: `today 14:02`."""
    if not changed:
        return "–"
    local = datetime.fromtimestamp(changed)
    day: date = local.date()
    if day == now.date():
        clock = with_shown_times(f"{local:%H:%M}")
        words = f"today {clock}"
        return words if len(words) <= _CHANGED else clock  # a time alone is one of today, too
    if day == now.date() - timedelta(days=1):
        return "yesterday"
    return day.isoformat()
