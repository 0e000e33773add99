"""Words that change as one types, and move nothing else while they keep their height."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Said(Static):
    """A text that asks for a new layout only where it takes more lines or fewer than before."""

    def __init__(self, content: Content | str = "", *, id: str | None = None, classes: str = ""):
        super().__init__(content, id=id, classes=classes, markup=False)
        self._said: tuple[str, object] | None = None

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

    def _height(self) -> int | None:
        width = self.content_size.width
        return self.visual.get_height(self.styles.get_rules(), width) if width else None
