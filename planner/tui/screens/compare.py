"""Two regimens, or two entries, side by side; what differs is marked by a sign."""

from __future__ import annotations

from itertools import zip_longest

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from planner.catalogue import Catalogue
from planner.judge.comparing import TITLE, Group, Line, Side, compare
from planner.judge.findings import Verdict
from planner.regimen.models import Regimen
from planner.tui.clock_display import with_shown_times
from planner.tui.commands import COMPARE, bindings
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import QUIET, WARN, cut, lines, literal, wrapped
from planner.tui.widgets.moving import Reading
from planner.wording import counted

Compared = tuple[str, Regimen, Verdict]
"""A title, a regimen, and what the judge says of it."""
_ABOUT = 16
_TIMES = frozenset({"Bedtime", "When", "Clock"})
"""Lines that hold times of day and no foreign text."""
_SIGN = "≠ "
_STACKED = 64
"""Columns below which the two stand under each other."""


class CompareScreen(PlannerScreen[None]):
    """Two columns of the same things, to be scrolled through."""

    WHERE = COMPARE
    BINDINGS = bindings(COMPARE)
    BUTTONS = ("only-differences", "close")
    CSS_PATH = "../styles/lists.tcss"

    def __init__(
        self,
        left: Compared,
        right: Compared,
        catalogue: Catalogue,
        *,
        entries: tuple[str, str] | None = None,
    ) -> None:
        """Compare two regimens, or with `entries` only one entry of each."""
        super().__init__()
        one, other = entries or (None, None)
        self._sides = (Side(*left, one), Side(*right, other))
        self._groups = compare(*self._sides, catalogue)
        self._names = tuple(side.entry_name(catalogue) or side.title for side in self._sides)
        differences = sum(line.differs for group in self._groups for line in group.lines)
        self._summary = counted(differences, "difference")
        self._only = False

    def compose(self) -> ComposeResult:
        """Compose the heading and the columns."""
        yield Static(literal("Side by side", strong=True), classes="title", markup=False)
        yield Static(id="compare-head", classes="subtitle", markup=False)
        with Reading(id="compare"):
            yield Static(id="compare-rows", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Write the columns for the width of the screen; nothing said before is to cover them."""
        self.planner.notices.clear()
        self.query_one("#compare").focus()
        self._write()

    def on_resize(self) -> None:
        """Write them for the new width."""
        self._write()

    def action_only_differences(self) -> None:
        """Show only what differs, or everything again."""
        self._only = not self._only
        self._write()

    def _write(self) -> None:
        width = max(self.app.size.width - 8, 30)
        shown = "only what differs" if self._only else "everything"
        head = f"{self._summary}, {_SIGN.strip()} marks them; {shown} is shown"
        self.query_one("#compare-head", Static).update(literal(head, QUIET))
        heading = Line("", *self._names)
        rows: list[Content] = self._line(heading, width, strong=True)
        for group in self._groups:
            rows += self._group(group, width)
        self.query_one("#compare-rows", Static).update(lines(rows))

    def _group(self, group: Group, width: int) -> list[Content]:
        chosen = [
            line
            for line in group.lines
            if (line.differs or not self._only) and not self._stands_above(line)
        ]
        if not chosen:
            return []
        rows = [Content(""), literal(cut(group.title, width), strong=True)]
        for line in map(_with_shown_times, chosen):
            rows += self._line(line, width)
        return rows

    def _stands_above(self, line: Line) -> bool:
        """Whether a line says no more than the heading of the columns, which marks it."""
        return line.about == TITLE and (line.left, line.right) == self._names

    def _line(self, line: Line, width: int, *, strong: bool = False) -> list[Content]:
        tone = WARN if line.differs and not strong else ""
        marked = line.differs and (not strong or self._sides[0].entry is None)
        sign = _SIGN if marked else "  "
        if width < _STACKED:
            rows = [
                literal(f"{sign}{row}", tone or QUIET) for row in wrapped(line.about, width - 2)
            ]
            for side in (line.left, line.right):
                rows += [
                    literal(f"    {row}", tone, strong=strong) for row in wrapped(side, width - 4)
                ]
            return rows
        about_width = min(_ABOUT + (8 if width > 100 else 0), width // 4)
        column = (width - about_width - len(_SIGN) - 3) // 2
        columns = zip_longest(
            wrapped(line.about, about_width),
            wrapped(line.left, column),
            wrapped(line.right, column),
            fillvalue="",
        )
        return [
            Content.assemble(
                literal("  " if number else sign, tone),
                literal(_padded(about_row, about_width), QUIET),
                " ",
                literal(_padded(left, column), tone, strong=strong),
                "  ",
                literal(right, tone, strong=strong),
            )
            for number, (about_row, left, right) in enumerate(columns)
        ]

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _with_shown_times(line: Line) -> Line:
    if line.about not in _TIMES:
        return line
    return line._replace(left=with_shown_times(line.left), right=with_shown_times(line.right))


def _padded(text: str, width: int) -> str:
    """Return text filled up to a width of the screen; a longer one keeps its length."""
    from rich.cells import cell_len

    return text + " " * max(width - cell_len(text), 0)
