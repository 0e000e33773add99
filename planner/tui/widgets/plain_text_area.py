"""A text area that shows what is in it; apart from the input, as the first screen has none."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import TextArea

from planner.tui.text import in_place


class PlainTextArea(TextArea):
    """A text area whose control characters and direction overrides are seen, not sent."""

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is shown."""
        line = super().get_line(line_index)
        return Text(in_place(line.plain), end="", no_wrap=True)
