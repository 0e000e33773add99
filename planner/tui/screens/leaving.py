"""Leaving a form: what is typed and not kept yet is never lost without a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol, runtime_checkable

from textual.app import App
from textual.screen import Screen

from planner.tui.screens.confirm import Choice, ConfirmScreen


@runtime_checkable
class Form(Protocol):
    """A screen that a person types into."""

    def half_typed(self) -> bool:
        """Whether something is typed that leaving would lose."""


def ask_about_typing(app: App[Any], screen: object, leave: Callable[[], object]) -> None:
    """Call `leave`, after asking about what is typed into a screen."""
    if not (isinstance(screen, Form) and screen.half_typed()):
        leave()
        return

    def answered(answer: str | None) -> None:
        if answer == "discard":
            leave()

    choices = (Choice("d", "Discard", "discard"), Choice("escape", "Stay", "stay", main=True))
    app.push_screen(
        ConfirmScreen("Discard what you typed?", "It is not kept yet.", choices), answered
    )


def form_of(screens: Iterable[Screen[Any]]) -> Form | None:
    """Return the topmost of some screens into which something is typed that is not kept."""
    for screen in reversed(list(screens)):
        if isinstance(screen, Form) and screen.half_typed():
            return screen
    return None
