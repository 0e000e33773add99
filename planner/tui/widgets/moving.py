"""What is read and what is chosen from, with the keys j, k, g and G beside the arrow keys."""

from __future__ import annotations

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList


class Reading(VerticalScroll):
    """A text that is scrolled."""

    BINDINGS = [
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
        Binding("g", "scroll_home", "Start", show=False),
        Binding("G", "scroll_end", "End", show=False),
        Binding("space,ctrl+d", "page_down", "Page down", show=False),
        Binding("ctrl+u", "page_up", "Page up", show=False),
    ]


LIST_KEYS: list[BindingType] = [
    Binding("j", "cursor_down", "Down", show=False),
    Binding("k", "cursor_up", "Up", show=False),
    Binding("g", "first", "First", show=False),
    Binding("G", "last", "Last", show=False),
]


class MovingList(OptionList):
    """A list whose options are taller than a line: one that is taller than its room scrolls first.

    The next option is gone to once the end of this one has been seen.
    """

    BINDINGS = LIST_KEYS

    def action_cursor_down(self) -> None:
        """Show more of the option, or go to the next one."""
        if not self._scroll_within(1):
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Show what stands above in the option, or go to the one before."""
        if not self._scroll_within(-1):
            super().action_cursor_up()

    def _scroll_within(self, by: int) -> bool:
        """Scroll inside the highlighted option, and return whether there was more of it.

        What cannot be chosen and stands below it belongs to it.
        """
        if self.highlighted is None:
            return False
        room, top = self.scrollable_content_region.height, round(self.scroll_y)
        starts, here = self._index_to_line, self.highlighted
        below = (
            starts[place]
            for place, option in enumerate(self.options)
            if place > here and not option.disabled and place in starts
        )
        end = next(below, self.virtual_size.height)
        more = end - (top + room) if by > 0 else top - starts.get(here, 0)
        if more <= 0:
            return False
        self.scroll_to(y=top + by * min(more, max(room // 2, 1)), animate=False, force=True)
        return True
