"""Words that change as one types, and move nothing else while they keep their height."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.visual import Visual
from textual.widgets import Static

from planner.tui.text import glued, line_spans


class Said(Static):
    """A text that asks for a new layout only where it takes more lines or fewer than before.

    It breaks at plain spaces only, so that no dose is torn. With `least`, room for so many lines
    is kept, and once a text took more, for that many: what stands below it does not jump while
    one types. `settle` gives the room back.
    """

    def __init__(
        self,
        content: Content | str = "",
        *,
        id: str | None = None,
        classes: str = "",
        least: int = 0,
    ):
        super().__init__(content, id=id, classes=classes, markup=False)
        self._said: tuple[str, object] | None = None
        self._least = self._kept = least

    def say(self, content: Content | str) -> None:
        """Show a text; nothing happens where it is shown already."""
        said = (str(content), content.spans if isinstance(content, Content) else ())
        if said == self._said:
            return
        self._said = said
        before = self._height()
        self.update(content, layout=False)
        if before is None or self._height() != before:
            self.refresh(layout=True)

    def settle(self) -> None:
        """Take no more room than what is said needs."""
        if self._least and self._kept != self._least:
            before, self._kept = self._height(), self._least
            if self._height() != before:
                self.refresh(layout=True)

    def _height(self) -> int | None:
        width = self.content_size.width
        if not width:
            return None
        height = self._lines(width)
        if self._least:
            self._kept = height = max(height, self._kept)
        return height

    def _text(self) -> Content:
        shown = self.content
        return shown if isinstance(shown, Content) else Content(str(shown))

    def _lines(self, width: int) -> int:
        return len(split(self._text(), width)) if width > 0 else 1

    def _render(self) -> Visual:
        return broken(self._text(), self.content_size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the text takes at a width."""
        del container, viewport
        height = self._lines(width) if str(self._text()) else 0
        return max(height, self._kept)


def broken(content: Content, width: int) -> Content:
    """Return a text in lines of a width; only a word that is longer than a line is torn."""
    return Content("\n").join(split(content, width)) if width > 0 else content


def split(content: Content, width: int) -> list[Content]:
    """Return the lines of a text in a width of at least one column."""
    text = glued(content.plain)
    if text != content.plain:
        content = Content(text, list(content.spans))
    return [content[start:end].rstrip(" \u00a0") for start, end in line_spans(text, width)]
