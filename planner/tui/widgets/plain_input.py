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


def handed_on(widget: Widget, event: Key) -> bool:
    """Give a key to where the focus is, if it was on its way to a widget when the focus went on."""
    focused = widget.screen.focused
    if focused is None or focused is widget:
        return False
    event.stop()
    event.prevent_default()
    focused.post_message(Key(event.key, event.character))
    return True


_ACTIONS = actions_of(Input)


class PlainInput(Input):
    """An input whose control characters and direction overrides are seen, not sent."""

    typed: Callable[[str], None] | None = None
    """Called at once with what is typed: a message would come after the paint of the letter, and
    what is made of it would wait for another paint."""

    entered: Callable[[], None] | None = None
    """Called at once when enter is pressed, in place of a message: what is typed right behind it
    would be there before the message."""

    def _watch_value(self, value: str) -> None:
        super()._watch_value(value)
        if self.typed is not None and self.is_mounted:
            self.typed(value)

    def go_on(self, text: str) -> None:
        """Take the focus and a text that was typed elsewhere, behind what stands here."""
        self.select_on_focus = False  # the next letter would replace it all
        self.screen.set_focus(self)
        self.value += text
        self.cursor_position = len(self.value)
        self.call_later(setattr, self, "select_on_focus", True)

    async def _on_key(self, event: Key) -> None:
        """Edit in the order in which keys were pressed.

        A key with a binding would travel up to the application first, and characters that were
        typed after it would overtake it: fast fingers would get another number than they typed.
        """
        if handed_on(self, event):
            return
        if event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            forwards = event.key == "tab"
            self.screen.focus_next() if forwards else self.screen.focus_previous()
            return
        action = _ACTIONS.get(event.key)
        if action is not None:
            event.stop()
            event.prevent_default()
            await self.run_action(action)

    async def action_submit(self) -> None:
        """Say that enter was pressed."""
        if self.entered is not None:
            self.entered()
        else:
            await super().action_submit()

    virtual_size = Reactive(Size(0, 0), layout=False)
    """What is typed never changes the size of the field: a key asks for no new layout."""

    @property
    def _value(self) -> Text:
        return Text(in_place(self.value), no_wrap=True, overflow="ignore", end="")
