"""Where each key of a TOML text stands: a small index from key path to line.

`tomllib` gives no positions. The text is known to be valid TOML when it comes here, so the index
only has to find keys, and to step over values that may look like keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from planner.wording import visible

KeyPath = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_KEY})[ \t]*\]")
_PAIR = re.compile(rf"[ \t]*({_KEY})[ \t]*=[ \t]*")
_PARTS = re.compile(_PART)
_STRING = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*')"""
_ONE_LINE = re.compile(
    rf"(?:{_STRING}(?!['\"])|[^\s\"'\[\]{{}}#]+|\[(?:[^\[\]{{}}\"'#]|{_STRING})*\])[ \t]*(?:#.*)?$"
)


_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def key_text(path: KeyPath) -> str:
    """Return a key path as it is written in TOML: `entries.magnesium.dose`."""
    parts = []
    for part in path:
        text = str(part)
        parts.append(text if _BARE_KEY.fullmatch(text) else f'"{visible(text)}"')
    return ".".join(parts)


class Positions:
    """The line, from 1, of every table and key of a text."""

    def __init__(self, lines: Mapping[KeyPath, int]) -> None:
        self._lines = lines

    def line(self, key: Sequence[str | int]) -> int:
        """Return the line of a key, else of the nearest table that would hold it, else 1."""
        path = tuple(key)
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 1


NO_POSITIONS = Positions({})


def find_positions(text: str) -> Positions:
    """Return the positions of all keys of a text that is valid TOML."""
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    rows = text.split("\n")
    number = 0
    while number < len(rows):
        row = rows[number].rstrip("\r")
        if header := _HEADER.match(row):
            table = _split(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, 0) + 1
                table = (*table, counts[table])
            lines.setdefault(table, number + 1)
        elif pair := _PAIR.match(row):
            path = (*table, *_split(pair[1]))
            for length in range(len(table) + 1, len(path) + 1):
                lines.setdefault(path[:length], number + 1)
            rest = row[pair.end() :]
            if not _ONE_LINE.match(rest):
                number = _step_over(rows, number, pair.end())
        number += 1
    return Positions(lines)


def _split(key: str) -> KeyPath:
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _PARTS.findall(key))


def _step_over(rows: Sequence[str], number: int, start: int) -> int:
    """Return the number of the row on which a value that starts in a row ends."""
    depth = 0
    inside = ""  # the quotation mark of the string that is open
    position = start
    while number < len(rows):
        row = rows[number]
        while position < len(row):
            here = row[position]
            if inside:
                if here == "\\" and inside[0] == '"':
                    position += 1
                elif row.startswith(inside, position):
                    position += len(inside) - 1
                    # up to two more quotation marks may stand before the closing three
                    while len(inside) == 3 and row[position + 1 : position + 2] == inside[0]:
                        position += 1
                    inside = ""
            elif here in "\"'":
                inside = here * 3 if row.startswith(here * 3, position) else here
                position += len(inside) - 1
            elif here == "#":
                break
            elif here in "[{":
                depth += 1
            elif here in "]}":
                depth -= 1
            position += 1
        if not depth and len(inside) < 3:
            return number
        number, position = number + 1, 0
    return number
