"""Printing: results to standard output, complaints to standard error, colour on terminals only."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TextIO

from planner.lines import NO_BREAK_SPACE, cells, wrap
from planner.wording import visible

__all__ = [
    "NO_BREAK_SPACE",
    "CommandError",
    "Style",
    "can_show",
    "cells",
    "complain",
    "say",
    "spaced",
    "width",
    "wrap",
]

NARROWEST = 40
WIDEST = 100

_PLAIN = str.maketrans(
    {"≈": "about", NO_BREAK_SPACE: " ", "…": "...", "·": "-", "–": "-", "−": "-", "’": "'",
     "“": '"', "”": '"', "×": "x", "≥": "at least", "≤": "at most"}
)  # fmt: skip
"""For a standard output that cannot show them."""


class CommandError(Exception):
    """A command cannot do what it was asked; the message is for the user."""

    def __init__(self, message: str, details: Sequence[str] = ()) -> None:
        """Say what cannot be done, and each detail of it in a line of its own."""
        super().__init__(message)
        self.details = tuple(details)


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
        """Return a text in the colour of a severity, or of a line of a diff."""
        return self._in(_COLOURS.get(severity, ""), text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.coloured and code and text else text


_COLOURS = {
    "error": "1;31", "warning": "33", "question": "36", "note": "2",
    "removed": "31", "added": "32", "place": "36",
}  # fmt: skip


def _takes_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def spaced(text: str) -> str:
    """Return a text with plain spaces, for lines that are searched or copied."""
    return text.replace(NO_BREAK_SPACE, " ")
