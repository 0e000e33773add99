"""A page of text for reading: headings, paragraphs and rows, wrapped to the terminal's width."""

from __future__ import annotations

from planner.cli.output import Style, cells, say, wrap

NARROWEST_TEXT = 24
"""Columns, about three words, below which a text stands under its label instead of beside it."""


class Page:
    """Lines of a page, in order; printed at once, so that a failure leaves no half page."""

    def __init__(self, columns: int, style: Style) -> None:
        self.columns = columns
        self.style = style
        self._lines: list[str] = []

    def title(self, text: str) -> None:
        """Add the title of the page."""
        self._lines += [self.style.strong(line) for line in wrap(text, self.columns)]

    def heading(self, text: str) -> None:
        """Add a heading, with a blank line before it."""
        self.blank()
        self._lines += [self.style.strong(line) for line in wrap(text, self.columns)]

    def blank(self) -> None:
        """Add a blank line, unless there is one."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def line(self, text: str) -> None:
        """Add a line as it is."""
        self._lines.append(text)

    def text(
        self, text: str, indent: int = 2, *, severity: str = "", break_words: bool = True
    ) -> None:
        """Add a paragraph."""
        for line in wrap(text, self.columns - indent, break_words=break_words):
            self._lines.append(" " * indent + self.style.of(severity, line))

    def item(self, text: str, indent: int = 2, mark: str = "-") -> None:
        """Add a paragraph with a mark before it."""
        for number, line in enumerate(wrap(text, self.columns - indent - cells(mark) - 1)):
            lead = mark if number == 0 else " " * cells(mark)
            self._lines.append(f"{' ' * indent}{lead} {line}")

    def row(self, label: str, text: str, *, at: int, indent: int = 2, severity: str = "") -> None:
        """Add a label and, from column `at`, a text; below the label where that is too narrow."""
        if self.columns - at < NARROWEST_TEXT:
            self.text(label, indent)
            self.text(text, indent + 2, severity=severity)
            return
        labels = wrap(label, at - indent - 1)
        texts = wrap(text, self.columns - at)
        for number in range(max(len(labels), len(texts))):
            left = labels[number] if number < len(labels) else ""
            right = texts[number] if number < len(texts) else ""
            padding = " " * (at - indent - cells(left))
            shown = self.style.of(severity, right)
            self._lines.append(f"{' ' * indent}{left}{padding}{shown}".rstrip())

    def print(self) -> None:
        """Print the page."""
        for line in self._lines:
            say(line)
