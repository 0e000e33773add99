"""Copying through the terminal: the sequence OSC 52, which also works over a remote connection."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

from planner.cli.output import CommandError

MOST = 74_994
"""Bytes of base64 that terminals commonly take at once; more is dropped by some without a word."""

_TERMINAL = Path("/dev/tty")


def copy(text: str) -> None:
    """Copy a text to the clipboard of the terminal.

    Raises:
        CommandError: there is no terminal, or the text is longer than terminals take.
    """
    coded = base64.b64encode(text.encode()).decode("ascii")
    if len(coded) > MOST:
        raise CommandError(
            f"not copied: {len(text):,} characters are more than a terminal takes; use --out"
        )
    sequence = f"\x1b]52;c;{coded}\x07"
    for stream in (sys.stderr, sys.stdout):
        if stream.isatty():
            stream.write(sequence)
            stream.flush()
            return
    try:
        with _TERMINAL.open("w", encoding="ascii") as terminal:
            terminal.write(sequence)
    except OSError:
        raise CommandError("not copied: copying needs a terminal; use --out instead") from None
