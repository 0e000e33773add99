"""An input that shows what is in it instead of sending it to the terminal."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Input

from planner.tui.text import in_place


class PlainInput(Input):
    """An input whose control characters and direction overrides are seen, not sent."""

    @property
    def _value(self) -> Text:
        return Text(in_place(self.value), no_wrap=True, overflow="ignore", end="")
