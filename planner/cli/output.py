"""Printing: results to standard output, complaints to standard error, colour on terminals only."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from typing import TextIO

from planner.wording import visible

NO_BREAK_SPACE = "\u00a0"
NARROWEST = 40
WIDEST = 100

_FIGURE = re.compile(
    r"(?<=[0-9≈]) (?=%|(?:[0-9]+|m?g|mcg|mL|mmol|mEq|IU|h|min|days?|weeks?|capsules?|tablets?)\b)"
)
"""Spaces inside a figure, where no line may end."""

_PLAIN = str.maketrans(
    {"≈": "about", NO_BREAK_SPACE: " ", "…": "...", "·": "-", "–": "-", "−": "-", "’": "'",
     "“": '"', "”": '"', "×": "x", "≥": "at least", "≤": "at most"}
)  # fmt: skip
"""For a standard output that cannot show them."""


class CommandError(Exception):
    """A command cannot do what it was asked; the message is for the user."""


def say(text: str = "") -> None:
    """Print a line of results. Foreign text in it must have gone through `visible`."""
    _write(sys.stdout, text)


def complain(message: str) -> None:
    """Print a complaint to standard error."""
    _write(sys.stderr, f"planner: {visible(message)}")


def can_show(text: str) -> bool:
    """Whether standard output can show these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _write(stream: TextIO, text: str) -> None:
    line = f"{text}\n"
    try:
        stream.write(line)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        plain = line.translate(_PLAIN).encode(encoding, "backslashreplace")
        stream.write(plain.decode(encoding))


def width() -> int:
    """Return how many columns there are to write in, 40 to 100; 80 where there is no terminal.

    As `shutil.get_terminal_size` finds it, whose import would cost a check more than all this.
    """
    named = os.environ.get("COLUMNS", "")
    columns = int(named) if named.isascii() and named.isdigit() else 0
    if not columns:
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
        except (AttributeError, OSError, ValueError):
            columns = 0
    return max(NARROWEST, min(WIDEST, columns or 80))


class Style:
    """Colours by what they mean; every text stays as it is where there are none."""

    def __init__(self, coloured: bool | None = None) -> None:
        """Use colours, or where nothing is said, find out whether standard output takes them."""
        self.coloured = _takes_colour(sys.stdout) if coloured is None else coloured

    def strong(self, text: str) -> str:
        """Return a title or heading."""
        return self._in("1", text)

    def dim(self, text: str) -> str:
        """Return what matters less."""
        return self._in("2", text)

    def of(self, severity: str, text: str) -> str:
        """Return a text in the colour of a severity."""
        return self._in(_COLOURS.get(severity, ""), text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.coloured and code and text else text


_COLOURS = {"error": "1;31", "warning": "33", "question": "36", "note": "2"}


def _takes_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


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


def spaced(text: str) -> str:
    """Return a text with plain spaces, for lines that are searched or copied."""
    return text.replace(NO_BREAK_SPACE, " ")
