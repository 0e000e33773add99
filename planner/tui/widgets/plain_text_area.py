"""A text area that shows what is in it; apart from the input, as the first screen has none."""

from __future__ import annotations

from rich.text import Text
from textual.events import Key
from textual.widgets import TextArea

from planner.tui.text import in_place
from planner.tui.widgets.plain_input import actions_of

_ACTIONS = actions_of(TextArea)


class PlainTextArea(TextArea):
    """A text area whose control characters and direction overrides are seen, not sent."""

    async def _on_key(self, event: Key) -> None:
        """Edit in the order in which keys were pressed, as in an input."""
        action = _ACTIONS.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is shown."""
        line = super().get_line(line_index)
        return Text(in_place(line.plain), end="", no_wrap=True)
