"""An input that shows what is in it instead of sending it to the terminal."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from planner.tui.text import in_place


class PlainInput(Input):
    """An input whose control characters and direction overrides are seen, not sent."""

    virtual_size = Reactive(Size(0, 0), layout=False)
    """What is typed never changes the size of the field: a key asks for no new layout."""

    @property
    def _value(self) -> Text:
        return Text(in_place(self.value), no_wrap=True, overflow="ignore", end="")
