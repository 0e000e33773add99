"""A text of any length to be read, as it will be written; only what is seen of it is drawn."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content

from planner.tui.text import QUIET, literal, wrapped
from planner.tui.widgets.drawn_lines import DrawnLines

MOST_LINES = 2_000
"""Lines of the screen that a text is shown in; nobody scrolls through more."""
_LONGEST_LINE = 20_000
"""Characters of one line of the text, such as a whole program on one line, that are looked at."""


class TextPreview(DrawnLines):
    """Text that is scrolled: nothing in it is markup, and what would act is written out."""

    BINDINGS = [
        Binding("g", "first", "First", show=False),
        Binding("home", "first", "First", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""
        self._tone = ""
        self._rows: list[str] = []
        self._rest = ""
        self._written_for = 0

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def show(self, text: str, tone: str = "") -> None:
        """Show a text; one of the same format stays where it was scrolled to."""
        if (text, tone) == (self._text, self._tone):
            return
        self._text, self._tone = text, tone
        self._write()

    def start_over(self) -> None:
        """Go to the beginning: another text is shown next."""
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Break the lines for the new width."""
        if self.line_width != self._written_for:
            self._write()

    def _write(self) -> None:
        self._written_for = self.line_width
        width = max(self.line_width - 1, 10)
        self._rows, self._rest = [], ""
        written = self._text.removesuffix("\n").split("\n") if self._text else []
        for number, row in enumerate(written):
            if len(self._rows) >= MOST_LINES:
                self._rest = f"… and {len(written) - number:,} more lines, which are written too"
                break
            self._rows += wrapped(row.removesuffix("\r")[:_LONGEST_LINE], width)
        self.fit()
        self.refresh()

    def line_count(self) -> int:
        """Return how many lines the text takes."""
        return len(self._rows) + bool(self._rest)

    def line(self, place: int) -> Content:
        """Return a line of the text."""
        if place < len(self._rows):
            return literal(self._rows[place], self._tone)
        return literal(self._rest, QUIET)
