"""The days of the week as one line of marks."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content
from textual.events import Click
from textual.widget import Widget

from planner.regimen.fields import DAYS
from planner.tui.messages import DaysEdited
from planner.tui.text import QUIET, literal

_WIDTH = 4


class Days(Widget, can_focus=True):
    """Seven marks; the arrow keys move between them, space or a click changes one."""

    BINDINGS = [
        Binding("left", "move(-1)", "Day before", show=False),
        Binding("right", "move(1)", "Day after", show=False),
        Binding("space,enter", "change", "Change", show=False),
    ]

    def __init__(self, days: tuple[str, ...] = DAYS, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.days = frozenset(days)
        self._at = 0

    def render(self) -> Content:
        """Return the seven marks, the current one underlined while the widget has focus."""
        parts = []
        for number, day in enumerate(DAYS):
            chosen = day in self.days
            shown = literal(
                f"{'■' if chosen else '□'}{day[:2].capitalize()}", "" if chosen else QUIET
            )
            if self.has_focus and number == self._at:
                shown = shown.stylize("reverse")
            parts += [shown, Content(" ")]
        return Content("").join(parts)

    def fill(self, days: tuple[str, ...]) -> None:
        """Mark these days without telling anybody."""
        self.days = frozenset(days)
        self.refresh()

    def action_move(self, by: int) -> None:
        """Go to another day."""
        self._at = (self._at + by) % len(DAYS)
        self.refresh()

    def action_change(self) -> None:
        """Mark the day, or take its mark away."""
        self.days = self.days ^ {DAYS[self._at]}
        self.refresh()
        self.post_message(DaysEdited(tuple(day for day in DAYS if day in self.days)))

    def on_click(self, event: Click) -> None:
        """Change the day that was clicked."""
        if 0 <= event.x // _WIDTH < len(DAYS):
            self._at = event.x // _WIDTH
            self.action_change()
