"""A row of buttons that shows as many as fit; the others are found behind the last one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

MORE = "⋯ More"
_AROUND, _GAP = 2, 1
"""Columns around the label of a button, and behind a button."""


class ButtonRow(Horizontal):
    """Buttons side by side, never cut: what has no room is reached by the palette instead."""

    def __init__(
        self,
        buttons: Sequence[Button],
        *,
        first: Sequence[str] = (),
        gap: int = _GAP,
        least: int = 0,
        id: str | None = None,
    ) -> None:
        """`first` names the buttons that are shown before others, the most needed first.

        `gap` and `least` are the columns behind a button and those that it has at least, as the
        styles say.
        """
        super().__init__(id=id)
        self._buttons = tuple(buttons)
        self._ranks = {name: rank for rank, name in enumerate(first)}
        self._gap, self._least = gap, least
        self._more = Button(
            MORE,
            compact=True,
            action="app.command_palette",
            tooltip="Everything that can be done here, by name.",
            classes="more-buttons",
        )

    def compose(self) -> ComposeResult:
        """Compose the buttons and the one that leads to the rest."""
        yield from self._buttons
        yield self._more

    def on_mount(self) -> None:
        """Show what fits into the screen; the row is as wide."""
        self.fit()

    def on_resize(self) -> None:
        """Show what fits into the new width."""
        self.fit()

    @property
    def room(self) -> int:
        """The columns that the buttons share."""
        return self.content_size.width or self.app.size.width - 2

    def columns(self, label: str) -> int:
        """Return how many columns a button with such a label takes."""
        return max(cell_len(label) + _AROUND, self._least) + self._gap

    def needed(self, labels: Sequence[str]) -> int:
        """Return how many columns buttons with such labels take side by side."""
        return sum(self.columns(label) for label in labels) - self._gap

    def fit(self) -> None:
        """Show the buttons that there is room for; nothing happens where that is so already."""
        shown = set(self._buttons)
        hidden = self.needed([str(button.label) for button in self._buttons]) > self.room
        if hidden:
            shown = self._fitting()
        for button in (*self._buttons, self._more):
            wanted = hidden if button is self._more else button in shown
            if button.display != wanted:
                button.display = wanted

    def _fitting(self) -> set[Button]:
        """Return the most needed buttons that fit beside the one that leads to the rest."""
        room = self.room - self.columns(MORE) + self._gap
        last = len(self._ranks)
        shown = set()
        for button in sorted(self._buttons, key=lambda each: self._ranks.get(each.id or "", last)):
            room -= self.columns(str(button.label))
            if room < 0:
                break
            shown.add(button)
        return shown
