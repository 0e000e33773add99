"""What is said in passing: one message at a time, which goes with the screen it was said on."""

from __future__ import annotations

from typing import Any, Literal, cast

from textual import events
from textual.app import App
from textual.widgets._toast import Toast

from planner.tui.text import paragraphs


class Notices:
    """Says things in passing; what is said about leaving a screen is read on the next one."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._answers = False
        """Whether the message answers the last key or click, and so any change that this made."""

    def tell(self, message: str, severity: str, title: str) -> None:
        """Say something, as text, in place of what was said before."""
        self._app.clear_notifications()  # a heap of them would cover the screen
        level = cast(Literal["information", "warning", "error"], severity)
        self._app.notify(paragraphs(message), severity=level, title=title, markup=False)
        self._answers = True

    def clear(self) -> None:
        """Take away whatever was said, also where it is still seen below."""
        self._answers = False
        self.change_screen()

    def take_input(self, event: events.Event) -> None:
        """Take in that a person has pressed something: what was said before is no answer to it."""
        if isinstance(event, (events.Key, events.MouseDown, events.Paste)):
            self._answers = self._answers and event.is_forwarded

    def change_screen(self, _screen: object = None) -> None:
        """Take away what was said on another screen, also where that is still seen below."""
        if self._answers:
            return
        self._app.clear_notifications()
        for screen in self._app.screen_stack[:-1]:
            screen.query(Toast).remove()
