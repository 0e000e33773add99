"""A list that draws its own lines: a change redraws what differs, and lays nothing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.content import Content, Span
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual


@dataclass(frozen=True, slots=True)
class _Paint:
    """What holds for all lines of one paint."""

    width: int
    top: int
    """The first line that is seen of those that scroll."""
    head: int
    """How many lines do not scroll."""
    selection: Selection | None
    """What was selected with the mouse."""


MOST_STRIPS = 2_000
"""Lines that are remembered as cells."""


class DrawnLines(ScrollView, can_focus=True):
    """Lines that scroll, under lines that do not; only what is on the screen is drawn.

    What is shown changes at every key press, and a layout of the whole screen would take longer
    than judging and drawing together.
    """

    DEFAULT_CSS = """
    DrawnLines {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        background: $background;
    }
    """

    BINDINGS = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end,G", "last", "Last", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "Page up", show=False),
    ]

    virtual_size = Reactive(Size(0, 0), layout=False)
    """A longer text changes what can be scrolled to, and never the place of another widget."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._put: tuple[Content, ...] = ()
        self._head: tuple[Content, ...] = ()
        self._paint = _Paint(0, 0, 0, None)
        self._strips: dict[tuple[str, tuple[Span, ...], int], Strip] = {}

    # what a list says of itself

    def line_count(self) -> int:
        """Return how many lines scroll."""
        return len(self._put)

    def line(self, place: int) -> Content:
        """Return a line as it is drawn."""
        return self._put[place]

    def head_count(self) -> int:
        """Return how many lines stand above and do not scroll."""
        return len(self._head)

    def head_line(self, y: int) -> Content:
        """Return a line of those that do not scroll."""
        return self._head[y]

    # showing

    @property
    def room(self) -> int:
        """How many lines that scroll are seen at once."""
        return max(self.size.height - self.head_count(), 1)

    @property
    def line_width(self) -> int:
        """The columns of a line."""
        return self.scrollable_content_region.width

    def put(self, rows: Sequence[Content]) -> None:
        """Show these lines; only those that differ from what stands there are drawn again."""
        before, self._put = self._put, tuple(rows)
        self.fit()
        longer, shorter = max(len(before), len(rows)), min(len(before), len(rows))
        top = round(self.scroll_y)
        stretch = 0  # lines in a row are drawn together: each region costs the compositor a pass
        for place in range(top, min(top + self.room, longer)):
            if place >= shorter or not same_look(before[place], self._put[place]):
                stretch += 1
            elif stretch:
                self.redraw(place - stretch, stretch)
                stretch = 0
        self.redraw(min(top + self.room, longer) - stretch, stretch)

    def put_head(self, rows: Sequence[Content]) -> None:
        """Show these lines above those that scroll."""
        before, self._head = self._head, tuple(rows)
        if len(before) != len(rows):
            self.fit()
            self.refresh()
        elif not all(same_look(*pair) for pair in zip(before, rows, strict=True)):
            self.refresh(Region(0, 0, self.size.width, len(rows)))

    def redraw(self, first: int, count: int = 1) -> None:
        """Draw some lines again."""
        y = first - round(self.scroll_y) + self.head_count()
        if count:
            self.refresh(Region(0, y, self.size.width, count))

    def fit(self) -> None:
        """Take over how many lines there are."""
        size = Size(self.line_width, self.line_count() + self.head_count())
        if size != self.virtual_size:
            self.virtual_size = size
            self._scroll_update(size)
            if self.scroll_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def see(self, first: int, count: int = 1) -> None:
        """Scroll so that some lines are seen, the first of them above all."""
        top = round(self.scroll_y)
        if first < top:
            top = first
        elif first + count > top + self.room:
            top = min(first + count - self.room, first)
        if top != round(self.scroll_y):
            self.scroll_to(y=top, animate=False, force=True)

    def place_at(self, y: int) -> int | None:
        """Return which line a row of the widget shows; None where it is none of them."""
        place = y - self.head_count() + round(self.scroll_y)
        return place if y >= self.head_count() and place < self.line_count() else None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of a part of the widget; what holds for all of them is asked once."""
        self._paint = _Paint(
            self.line_width, round(self.scroll_y), self.head_count(), self.text_selection
        )
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen."""
        paint = self._paint
        place = y - paint.head + paint.top
        if y < paint.head:
            return self._strip(self.head_line(y), paint.width)
        if place >= self.line_count():
            return Strip.blank(paint.width, self.visual_style.rich_style)
        content = self.line(place)
        if paint.selection is not None and (span := paint.selection.get_span(place)) is not None:
            start, end = span
            content = content.stylize("reverse", start, len(content) if end == -1 else end)
        return self._strip(content, paint.width).apply_offsets(0, place)

    def _strip(self, content: Content, width: int) -> Strip:
        """Return a text as cells; most lines are those of before, in another place."""
        key = (content.plain, tuple(content.spans), width)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= MOST_STRIPS:
                self._strips.clear()
            strips = Visual.to_strips(
                self, content, width, 1, self.visual_style, apply_selection=False, pad=True
            )
            strip = self._strips[key] = strips[0]
        return strip

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that was selected with the mouse."""
        text = "\n".join(self.line(place).plain for place in range(self.line_count()))
        return selection.extract(text), "\n"

    def notify_style_update(self) -> None:
        """Draw in the colours of another theme."""
        super().notify_style_update()
        self._strips.clear()
        self.refresh()

    # moving: a list that has a mark moves that, by as many of its items

    def action_move(self, by: int) -> None:
        """Go down by some lines; less than 0 is up."""
        self.scroll_relative(y=by, animate=False)

    def action_first(self) -> None:
        """Go to the beginning."""
        self.action_move(-self.line_count())

    def action_last(self) -> None:
        """Go to the end."""
        self.action_move(self.line_count())

    def action_page(self, by: int) -> None:
        """Scroll by half a page."""
        self.scroll_relative(y=by * max(self.size.height // 2, 1), animate=False)

    def on_focus(self) -> None:
        """Show where the mark is."""
        self.refresh()

    def on_blur(self) -> None:
        """Take the emphasis from the mark."""
        self.refresh()


def same_look(one: Content, other: Content) -> bool:
    """Whether two texts are the same in words and in tone; equality of content is of words."""
    return one is other or (one.plain == other.plain and one.spans == other.spans)
