"""The evening as a picture that can be changed: arrow keys and the mouse move a taking along it."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from planner.clock import TimeOfDay
from planner.judge.timeline import Evening, Lane, Mark
from planner.tui.clock_display import shown_time
from planner.tui.messages import TakingChosen, TakingMoved
from planner.tui.text import lines
from planner.tui.timeline_drawing import Drawn, draw, scale_for

STEP, LEAP = 5, 15
_COMPACT, _FULL = 3, 8
_COMPACT_ROOM = 6
"""Lines of the picture on a low screen: the axis, three lanes, words, and what the marks mean."""
_NEAR = 2
"""Columns from a mark at which the mouse still takes hold of it."""

_drags = count(1)


class Timeline(Widget, can_focus=True):
    """Shows the picture; what a person moves is told, and comes back from the document."""

    BINDINGS = [
        Binding("left,h", f"move(-{STEP})", "Earlier", show=False),
        Binding("right,l", f"move({STEP})", "Later", show=False),
        Binding("shift+left,left_square_bracket", f"move(-{LEAP})", "Earlier", show=False),
        Binding("shift+right,right_square_bracket", f"move({LEAP})", "Later", show=False),
        Binding("up,k", "choose(-1)", "Taking before", show=False),
        Binding("down,j", "choose(1)", "Taking after", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._told = self._evening = Evening(None, (), ())
        self._moving = False
        self._now: TimeOfDay | None = None
        self._compact = False
        self._chosen: tuple[str, int] | None = None
        self._drawn: tuple[object, Drawn] = (None, Drawn((), ()))
        self._drag: str | None = None

    def show(
        self, evening: Evening, *, selected: str | None, now: TimeOfDay | None, compact: bool
    ) -> None:
        """Show an evening with the taking of an entry chosen; the same again costs nothing."""
        before = self._height()
        self._told, self._now, self._compact = evening, now, compact
        self._evening = self._steady(evening)
        self._choose(selected)
        self._draw_again(before)

    def _height(self) -> int:
        return len(self._rows(self.content_size.width).rows) if self.is_mounted else 0

    def _draw_again(self, before: int) -> None:
        if self.is_mounted:
            self.refresh(layout=self._height() != before)

    def _steady(self, evening: Evening) -> Evening:
        """Return an evening with the lanes where they were, as long as a taking is moved.

        What is held would otherwise jump to another line under the hand.
        """
        places = {lane.entry: place for place, lane in enumerate(self._evening.lanes)}
        if not self._moving or places.keys() != {lane.entry for lane in evening.lanes}:
            return evening
        lanes = sorted(evening.lanes, key=lambda lane: places[lane.entry])
        return replace(evening, lanes=tuple(lanes))

    def _settle(self) -> None:
        """Put the lanes in the order of the schedule again."""
        self._moving = False
        if self._evening != self._told:
            before = self._height()
            self._evening = self._told
            self._draw_again(before)

    def _choose(self, entry: str | None) -> None:
        """Keep the chosen taking of an entry, or take the one of its takings nearest to bed."""
        lane = next((lane for lane in self._evening.lanes if lane.entry == entry), None)
        if lane is None:
            self._chosen = None
            return
        if self._chosen and self._chosen[0] == entry and self._chosen[1] < len(lane.marks):
            return
        placed = [mark for mark in lane.marks if mark.span] or list(lane.marks)
        nearest = min(placed, key=lambda mark: mark.span[1] if mark.span else 0)
        self._chosen = (lane.entry, nearest.taking)

    # drawing

    def _rows(self, width: int) -> Drawn:
        key = (self._evening, width, self._chosen, self._now, self._compact, self.has_focus)
        if self._drawn[0] != key:
            drawn = draw(
                self._evening,
                width,
                selected=self._chosen,
                now=self._now,
                most=_COMPACT if self._compact else _FULL,
                focused=self.has_focus,
                room=_COMPACT_ROOM if self._compact else None,
                clock=shown_time,
            )
            self._drawn = (key, drawn)
        return self._drawn[1]

    def render(self) -> Content:
        """Return the picture for the width of the widget."""
        return lines(self._rows(self.content_size.width).rows)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the picture takes at a width."""
        del container, viewport
        return len(self._rows(width).rows)

    def on_focus(self) -> None:
        """Show which taking the keys move."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the emphasis away."""
        self._settle()
        self.refresh()

    # keys

    def action_move(self, minutes: int) -> None:
        """Move the chosen taking; more than 0 minutes is later."""
        if self._chosen is not None:
            self._moving = True
            self.post_message(TakingMoved(*self._chosen, minutes))

    def action_choose(self, by: int) -> None:
        """Choose the taking before or after, in the order of the evening."""
        order = [
            (lane.entry, mark.taking)
            for lane in self._evening.lanes
            for mark in sorted(lane.marks, key=lambda mark: -(mark.span or (0, 0))[0])
        ]
        if not order:
            return
        at = order.index(self._chosen) if self._chosen in order else -by
        self._take(*order[min(max(at + by, 0), len(order) - 1)])

    def _take(self, entry: str, taking: int) -> None:
        self._chosen = (entry, taking)
        self._settle()
        self.refresh()
        self.post_message(TakingChosen(entry, taking))

    # mouse

    def _lane_at(self, y: int) -> Lane | None:
        lanes = self._rows(self.content_size.width).lanes
        return lanes[y] if 0 <= y < len(lanes) else None

    def _minutes_at(self, x: int) -> int | None:
        scale = scale_for(self.content_size.width, shown_time)
        if scale is None:
            return None
        column = min(max(x - scale.start, 0), scale.width - 1)
        return round(scale.minutes(column) / STEP) * STEP

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose a taking, and take hold of it where the mouse is on its mark."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        lane = self._lane_at(offset.y)
        scale = scale_for(self.content_size.width, shown_time)
        if lane is None or scale is None or not lane.marks:
            return
        column = offset.x - scale.start

        def away(mark: Mark) -> int:
            if mark.span is None:
                return scale.width
            first, last = scale.column(mark.span[0]), scale.column(mark.span[1])
            return 0 if first <= column <= last else min(abs(column - first), abs(column - last))

        nearest = min(lane.marks, key=away)
        self._take(lane.entry, nearest.taking)
        if away(nearest) <= _NEAR:
            self._drag = f"drag-{next(_drags)}"
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move what is held along with the mouse, in steps of five minutes."""
        if self._drag is None or self._chosen is None:
            return
        offset = event.get_content_offset_capture(self)
        wanted = self._minutes_at(offset.x)
        mark = self._held()
        if wanted is None or mark is None or mark.span is None:
            return
        if (minutes := mark.span[0] - wanted) != 0:
            self._moving = True
            self.post_message(TakingMoved(*self._chosen, minutes, self._drag))

    def _held(self) -> Mark | None:
        for lane in self._evening.lanes:
            if self._chosen and lane.entry == self._chosen[0]:
                return lane.marks[self._chosen[1]]
        return None

    def on_mouse_up(self) -> None:
        """Let go."""
        if self._drag is not None:
            self._drag = None
            self.release_mouse()
            self._settle()
