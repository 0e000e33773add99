"""Inputs that show what is in them instead of sending it to the terminal."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input, TextArea

from planner.tui.text import in_place


class PlainInput(Input):
    """An input whose control characters and direction overrides are seen, not sent."""

    @property
    def _value(self) -> Text:
        return Text(in_place(self.value), no_wrap=True, overflow="ignore", end="")


class PlainTextArea(TextArea):
    """A text area whose control characters and direction overrides are seen, not sent."""

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is shown."""
        line = super().get_line(line_index)
        return Text(in_place(line.plain), end="", no_wrap=True)
