"""The private file of names: which person a client code stands for.

It is a table apart from all regimens, and nothing that Planner keeps or writes down for itself
takes a name from it. Only an export that is asked to shows them.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.library.tabular import Row, TableError, read_table
from planner.wording import listed, quoted, visible

CODE, NAME = "code", "name"
"""The columns that the table must have; others are not looked at."""
LONGEST = 200
"""Characters of the longest code or name."""


class NamesError(Exception):
    """A file of names that cannot be used; `problems` holds a line for each thing to be mended."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that codes stand for."""

    path: Path
    by_code: Mapping[str, str]
    """Names by code, as `_folded` writes it."""

    def name_of(self, code: str | None) -> str | None:
        """Return the name of a code, capital and small letters alike; None where it has none."""
        return self.by_code.get(_folded(code)) if code else None


def read_names(path: Path) -> Names:
    """Return the names of a table with the columns `code` and `name`.

    Raises:
        NamesError: it cannot be read, or a row of it cannot be used: a code or a name is missing,
            a code is there twice, or a name is not one line.
    """
    try:
        header, *rows = read_table(path)
    except TableError as problem:
        raise NamesError([str(problem)]) from None
    shown = visible(str(path))
    columns = [_columns(header, name, shown) for name in (CODE, NAME)]
    if missing := [each for each in columns if isinstance(each, str)]:
        raise NamesError(missing)
    reader = _Reader(shown, len(header.cells), *(each for each in columns if isinstance(each, int)))
    problems = [each for row in rows for each in reader.read(row)]
    if problems:
        raise NamesError(problems)
    return Names(path, reader.names)


def readable_by_others(path: Path) -> bool:
    """Whether everybody who uses this computer can read a file: it, and the way to it, are open.

    False where that cannot be known, as on systems that have no such permissions.
    """
    if os.name != "posix":
        return False
    try:
        place = path.resolve()
        if not place.stat().st_mode & stat.S_IROTH:
            return False
        return all(folder.stat().st_mode & stat.S_IXOTH for folder in place.parents)
    except OSError:
        return False


def _columns(header: Row, name: str, shown: str) -> int | str:
    """Return the place of a column, from 0, or what is wrong with the header."""
    names = [each.strip().casefold() for each in header.cells]
    places = [place for place, each in enumerate(names) if each == name]
    where = f"{shown}:{header.line}"
    if len(places) > 1:
        return f"{where}:{places[1] + 1}: the column {quoted(name)} is there twice"
    if places:
        return places[0]
    read = listed(quoted(each.strip()) for each in header.cells[:8])
    return (
        f"{where}: no column {quoted(name)}: read {read}, expected the columns {CODE} and {NAME},"
        " divided by commas or semicolons"
    )


class _Reader:
    """Reads row after row, and knows the codes that were there before."""

    def __init__(self, shown: str, width: int, code: int, name: int) -> None:
        self._shown = shown
        self._width = width
        self._code = code
        self._name = name
        self._lines: dict[str, int] = {}
        self.names: dict[str, str] = {}

    def read(self, row: Row) -> Iterator[str]:
        """Keep what a row says, or yield what is wrong with it."""
        if len(row.cells) > self._width:
            yield (
                f"{self._shown}:{row.line}:{self._width + 1}: {len(row.cells)} cells, but the"
                f" table has {self._width} columns; put a name with a comma or semicolon in it in"
                " double quotes"
            )
            return
        code, name = self._cell(row, self._code), self._cell(row, self._name)
        for what, place, text in ((CODE, self._code, code), (NAME, self._name, name)):
            if why := _refusal(text, what):
                yield f"{self._shown}:{row.line}:{place + 1}: {why}"
        key = _folded(code)
        if key in self._lines:
            yield (
                f"{self._shown}:{row.line}:{self._code + 1}: the code {quoted(code)} is in line"
                f" {self._lines[key]} already; capital and small letters are alike"
            )
        elif key:
            self._lines[key] = row.line
            self.names[key] = name

    @staticmethod
    def _cell(row: Row, place: int) -> str:
        return row.cells[place].strip() if place < len(row.cells) else ""


def _refusal(text: str, what: str) -> str | None:
    """Return why a cell cannot be a code or a name, or None."""
    if not text:
        return f"the {what} is empty"
    if len(text) > LONGEST:
        return f"the {what} has {len(text)} characters; {LONGEST} at most are read"
    if visible(text) != text:
        return (
            f"read {quoted(text)}, expected a {what} on one line without characters that do not"
            " show; type it again"
        )
    return None


def _folded(code: str) -> str:
    return " ".join(unicodedata.normalize("NFC", code).split()).casefold()
