"""Jumping: a letter beside everything on the screen that can be gone to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset, Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Footer, Label, Static

from planner.tui.text import lines, literal, wrapped
from planner.tui.widgets.amount_field import ASKED, NEEDED

LETTERS = "asdfhjklqwertyuiopzxcvbnm1234567890"
"""What is pressed, without g: pressed a second time it goes to the first row."""
FIRST = "g"
_HOW = "Press a letter to go there; g goes to the first row, esc stays."
_HOW_SHORT = "letter: go, g: first row, esc: stay"
_ROOM = 3
"""Columns of a letter with a blank on either side."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be gone to, with the key for it."""

    key: str
    widget: Widget
    name: str
    at: Offset | None
    """Where its letter stands; None where it is out of sight."""
    room: int = _ROOM
    """Columns that the letter takes."""


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
        at, room = _place(widget, seen) if seen.area else (None, _ROOM)
        found.append(Target(key, widget, name_of(widget), at, room))
    return found


def _place(widget: Widget, seen: Region) -> tuple[Offset, int]:
    """Return where the letter of a widget stands, and its columns: beside what is read there.

    It lies on the padding of the widget, else on the end of the label before it.
    """
    inside = widget.content_region
    y = inside.y if seen.y <= inside.y < seen.bottom else seen.y
    if isinstance(widget, Button):
        return Offset(seen.x, y), 1
    padding = inside.x - widget.region.x
    start = max(inside.x - min(padding or _ROOM, _ROOM), 0)
    return Offset(start, y), max(inside.x - start, 1)


_NAMES = {
    "entries": "the entries", "verdict": "the findings", "timeline": "the evening",
    "which": "Which does the label give", "counted": "Label counts in", "days": "On these days",
    "also": "Also on label", "substance": "What is it", "search": "Search",
    "conditions": "Conditions", "regimens": "the regimens", "situations": "the situations",
    "documented": "what is documented", "prompt": "the answer",
    "needed": "Whether it has to be filled", "template-text": "the file as it would be written",
}  # fmt: skip
"""What no label stands beside, or one that says too much, in the words of the screen."""


def name_of(widget: Widget) -> str:
    """Return what a person calls a widget: the words that stand on it, or beside it."""
    if isinstance(widget, Button):
        return str(widget.label)
    if widget.id in _NAMES:
        return _NAMES[widget.id]
    asked = getattr(widget.parent, "label", "") or getattr(widget, "words", "")
    own = asked or widget.border_title or _label_before(widget)
    return own or (widget.id or type(widget).__name__).replace("-", " ")


def _label_before(widget: Widget) -> str:
    """Return the label that stands right before a widget, or first in the same row."""
    if widget.parent is None:
        return ""
    before = list(widget.parent.children)
    before = before[: before.index(widget)]
    near = before[-1:] if len(before) > 2 else before[:1]
    for label in near:
        if isinstance(label, Label):
            return str(label.content).split("  ")[0].strip(f"{NEEDED}{ASKED}: ")
    return ""


class JumpScreen(ModalScreen["Target | str | None"]):
    """Lies over a screen until a letter is pressed, or clicked."""

    CSS_PATH = "../styles/jump.tcss"

    def __init__(self, targets: Sequence[Target], bottom: int) -> None:
        """`bottom` is the line of the buttons, which nothing is to cover."""
        super().__init__()
        self._targets = {target.key: target for target in targets}
        self._bottom = bottom

    def compose(self) -> ComposeResult:
        """Compose the letters, and a list of what is out of sight."""
        rest = self._rest()
        for target in self._targets.values():
            if target.at is not None and not self._covers(len(rest), target.at):
                words = target.key.center(target.room)
                label = Label(literal(words), classes="letter", markup=False, name=target.key)
                label.styles.offset, label.styles.width = (target.at.x, target.at.y), target.room
                yield label
        if rest:
            listed = Static(lines(literal(row) for row in rest), id="rest", markup=False)
            listed.styles.offset = (0, self._bottom - len(rest))
            yield listed
        how = _HOW if len(_HOW) + 4 <= self.app.size.width else _HOW_SHORT
        yield Static(literal(how), id="how", markup=False)

    def _covers(self, height: int, at: Offset) -> bool:
        return self._bottom - height <= at.y < self._bottom

    def _rest(self) -> list[str]:
        """Return what is out of sight, and what the list of it would cover, in lines."""
        rows: list[str] = []
        for _ in range(len(self._targets)):
            more = self._rest_below(len(rows))
            if len(more) == len(rows):
                return more
            rows = more
        return rows

    def _rest_below(self, height: int) -> list[str]:
        hidden = [
            f"{row.key}\u00a0{row.name.replace(' ', chr(0xA0))}"
            for row in self._targets.values()
            if row.at is None or self._covers(height, row.at)
        ]
        width = max(self.app.size.width - 4, 20)
        return wrapped(f"Out of sight: {'  '.join(hidden)}", width) if hidden else []

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

    buttons = next(iter(screen.query("#buttons")), None)
    bottom = buttons.region.y if buttons is not None else screen.size.height - 1
    screen.app.push_screen(JumpScreen(targets_of(screen), bottom), answered)


def _to_first(widget: Widget) -> None:
    for action in ("action_first", "action_scroll_home"):
        if (go := getattr(widget, action, None)) is not None:
            go()
            return
