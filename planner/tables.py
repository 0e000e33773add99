"""TOML files as tables: their limits come first, then what is wrong with their text, and where.

Every kind of file that people write is read through here: regimens, labels of a shelf, own
substances and ranges. What the tables mean is the business of others.
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.wording import quoted

LARGEST_FILE = 1024 * 1024
"""Bytes of a file that are read at the most."""
DEEPEST = 8
"""So many tables and lists may be nested in each other."""
TOO_DEEP = f"nested deeper than {DEEPEST} levels"

# Reading a key of n dotted parts costs n squared; a run this long is refused before it is parsed,
# where a key may begin: a text may hold as many short sentences.
_LONG_KEY = re.compile(
    r"""(?:^|[\[{,])[ \t]*+(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""",
    re.MULTILINE,
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_UNQUOTED_TIME = re.compile(r"^[ \t]*([A-Za-z0-9_.-]+)[ \t]*=[ \t]*(\d{1,2}:\d\d)[ \t]*(?:#.*)?$")


class TextError(ValueError):
    """A text that is no TOML file that could be read; the message says what is wrong with it."""

    def __init__(self, message: str, line: int = 1, text: str = "") -> None:
        super().__init__(message)
        self.line = line
        """The line, from 1, that it is about."""
        self.text = text
        """The text, where it can be shown around the line."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A TOML file as its text and its table."""

    text: str
    table: dict[str, Any]


def file_bytes(path: Path, most: int = LARGEST_FILE) -> bytes:
    """Return what a file holds, one byte more than `most` at the most, so that too much shows.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no regular file; reading a pipe would wait for ever.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("not a regular file")
    with path.open("rb") as file:
        return file.read(most + 1)


def parse_text(data: bytes, most: int = LARGEST_FILE) -> ParsedText:
    """Return the bytes of a TOML file as text and table; how deep it is remains to be looked at.

    Raises:
        TextError: it is too large, not UTF-8 or not TOML.
    """
    if len(data) > most:
        raise TextError("larger than 1 MiB, the most that is read")
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise TextError("not UTF-8 text: save it as UTF-8", line) from None
    if long_key := _LONG_KEY.search(text):
        raise TextError(TOO_DEEP, text.count("\n", 0, long_key.start()) + 1)
    try:
        return ParsedText(text, tomllib.loads(text.replace("\r\n", "\n")))
    except RecursionError:
        raise TextError(TOO_DEEP) from None
    except ValueError as problem:
        raise TextError(*_explain_syntax(problem, text), text) from None


def is_too_deep(table: Mapping[str, Any]) -> bool:
    """Whether more tables and lists are nested in each other than are read; no recursion."""
    depth, level = 0, [table]
    waiting: Iterable[Any] = level
    while waiting:
        below: list[Any] = []
        for value in waiting:
            items = value.values() if isinstance(value, dict) else value
            below += [item for item in items if isinstance(item, (dict, list))]
        if below:
            depth += 1
        if depth > DEEPEST:
            return True
        waiting = below
    return False


def _explain_syntax(problem: ValueError, text: str) -> tuple[str, int]:
    """Return a message a layman can act on, and the line, for what tomllib refuses."""
    said = str(problem)
    found = _AT_LINE.search(said)
    if not found:
        if "at end of document" in said:
            what = said.replace(" (at end of document)", "")
            return f"not valid TOML: {what}; the file ends too early", text.count("\n") + 1
        return "not valid TOML: a number is too long", 1
    line = int(found[1])
    what = said[: found.start()].strip()
    rows = text.split("\n")
    row = rows[line - 1].rstrip("\r") if line <= len(rows) else ""
    if time := _UNQUOTED_TIME.match(row):
        return f'not valid TOML: write the time in quotes: {time[1]} = "{time[2]}"', line
    return f"not valid TOML at column {found[2]}: {what}; the line reads {quoted(row)}", line
