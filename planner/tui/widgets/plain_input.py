"""An input that shows what is in it instead of sending it to the terminal."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual.binding import Binding
from textual.events import Key
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from planner.tui.text import in_place


def actions_of(editor: type[Widget]) -> dict[str, str]:
    """Return what the keys of a widget that edits text do."""
    return {
        key: binding.action
        for binding in editor.BINDINGS
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }


_ACTIONS = actions_of(Input)


class PlainInput(Input):
    """An input whose control characters and direction overrides are seen, not sent."""

    typed: Callable[[str], None] | None = None
    """Called at once with what is typed: a message would come after the paint of the letter, and
    what is made of it would wait for another paint."""

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if self.typed is not None and self.is_mounted:
            self.typed(value)

    async def _on_key(self, event: Key) -> None:
        """Edit in the order in which keys were pressed.

        A key with a binding would travel up to the application first, and characters that were
        typed after it would overtake it: fast fingers would get another number than they typed.
        """
        action = _ACTIONS.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)

    virtual_size = Reactive(Size(0, 0), layout=False)
    """What is typed never changes the size of the field: a key asks for no new layout."""

    @property
    def _value(self) -> Text:
        return Text(in_place(self.value), no_wrap=True, overflow="ignore", end="")
