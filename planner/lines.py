"""Text in lines of so many columns: how wide it is, and where a line may end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

NO_BREAK_SPACE = "\u00a0"

_FIGURE = re.compile(
    r"(?<=[0-9≈]) (?=%|(?:[0-9]+|m?g|mcg|mL|mmol|mEq|IU|h|min|days?|weeks?|capsules?|tablets?)\b)"
)
"""Spaces inside a figure, where no line may end."""


def cells(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or character == "\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, columns: int, *, break_words: bool = True) -> list[str]:
    """Return a text in lines of so many columns; no line ends at a no-break space or in a figure.

    A word that is longer than a line is divided, unless told otherwise (an address).
    """
    lines: list[str] = []
    line = ""
    for word in _words(_FIGURE.sub(NO_BREAK_SPACE, text), columns, break_words):
        if not line:
            line = word
        elif cells(line) + 1 + cells(word) <= columns:
            line = f"{line} {word}"
        else:
            lines.append(line)
            line = word
    lines.append(line)
    return [each.replace(NO_BREAK_SPACE, " ") for each in lines]


def _words(text: str, columns: int, break_words: bool) -> Iterable[str]:
    for word in text.split(" "):
        rest = word
        while break_words and cells(rest) > columns:
            end = columns
            while cells(rest[:end]) > columns:
                end -= 1
            yield rest[:end]
            rest = rest[end:]
        if rest:
            yield rest
