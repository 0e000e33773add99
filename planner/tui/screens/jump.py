"""Jumping: a letter beside everything on the screen that can be gone to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset, Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Footer, Input, Label, Static

from planner.tui.text import lines, literal, wrapped

LETTERS = "asdfhjklqwertyuiopzxcvbnm1234567890"
"""What is pressed, without g: pressed a second time it goes to the first row."""
FIRST = "g"


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be gone to, with the key for it."""

    key: str
    widget: Widget
    name: str
    at: Offset | None
    """Where its letter stands; None where it is out of sight."""


def targets_of(screen: Screen[Any]) -> list[Target]:
    """Return what can be gone to, fields before buttons."""
    view = Region(0, 0, screen.size.width, screen.size.height)
    reachable = [
        widget
        for widget in screen.focus_chain
        if not any(isinstance(each, Footer) for each in widget.ancestors_with_self)
    ]
    reachable.sort(key=lambda widget: isinstance(widget, Button))
    found = []
    for key, widget in zip(LETTERS, reachable, strict=False):
        region = widget.region
        parents = (each.region for each in widget.ancestors if isinstance(each, Widget))
        seen = region.intersection(view)
        for parent in parents:
            seen = seen.intersection(parent)
        at = seen.offset if seen.area else None
        found.append(Target(key, widget, name_of(widget), at))
    return found


def name_of(widget: Widget) -> str:
    """Return what a person calls a widget."""
    if isinstance(widget, Button):
        return str(widget.label)
    parent = widget.parent
    if isinstance(widget, Input) and isinstance(parent, Widget):
        for label in parent.query(Label):
            return str(label.render())
    return (widget.border_title or widget.id or type(widget).__name__).replace("-", " ")


class JumpScreen(ModalScreen["Target | str | None"]):
    """Lies over a screen until a letter is pressed, or clicked."""

    CSS_PATH = "../styles/jump.tcss"

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self._targets = {target.key: target for target in targets}

    def compose(self) -> ComposeResult:
        """Compose the letters, and a list of what is out of sight."""
        for target in self._targets.values():
            if target.at is not None:
                label = Label(
                    literal(f" {target.key} "), classes="letter", markup=False, name=target.key
                )
                label.styles.offset = (target.at.x, target.at.y)
                yield label
        yield Static(lines(literal(row) for row in self._rest()), id="rest", markup=False)

    def _rest(self) -> Iterator[str]:
        width = max(self.app.size.width - 4, 20)
        hidden = [
            f"{row.key}\u00a0{row.name.replace(' ', chr(0xA0))}"
            for row in self._targets.values()
            if row.at is None
        ]
        yield "Press a letter to go there; g goes to the first row, esc stays."
        if hidden:
            yield from wrapped(f"Out of sight: {'  '.join(hidden)}", width, 4)

    def on_key(self, event: events.Key) -> None:
        """Go where the letter says."""
        event.stop()
        event.prevent_default()
        if event.key == FIRST:
            self.dismiss(FIRST)
        else:
            self.dismiss(self._targets.get(event.key))

    def on_click(self, event: events.Click) -> None:
        """Go to a letter that was clicked."""
        event.stop()
        name = event.widget.name if event.widget is not None else None
        self.dismiss(self._targets.get(name or ""))


def jump(screen: Screen[Any]) -> None:
    """Ask where to go on a screen, and go there."""
    before = screen.focused

    def answered(answer: Target | str | None) -> None:
        if isinstance(answer, Target):
            answer.widget.focus()
        elif answer == FIRST and before is not None:
            _to_first(before)

    screen.app.push_screen(JumpScreen(targets_of(screen)), answered)


def _to_first(widget: Widget) -> None:
    for action in ("action_first", "action_scroll_home"):
        if (go := getattr(widget, action, None)) is not None:
            go()
            return
