"""The rows of a TOML text: which belong to which table, and changing which are there.

The text is valid TOML with a line feed at the end of each row.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.regimen.positions import find_positions

Path = tuple[str, ...]

_STRINGS_OR_COMMENTS = re.compile(
    r""""{3}(?:[^\\]|\\.)*?"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#""", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Section:
    """A header and the rows below it; the rows above all headers are one as well."""

    path: Path
    in_list: bool
    """Whether the header is `[[...]]`."""
    first: int
    """The row of the header, -1 where there is none."""
    end: int
    """The row behind its last key; blank rows and comments may follow."""
    stop: int
    """The row of the next header, or the number of rows."""


@dataclass(frozen=True, slots=True)
class _Addition:
    row: int
    is_block: bool
    text: str


class Rows:
    """The rows of a text, what they say, and what is to be added to them.

    Raises ValueError for a text that is not TOML.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._rows = text.split("\n")
        self._table = tomllib.loads(text)
        self._positions = find_positions(text)
        self._additions: list[_Addition] = []
        self._added: list[tuple[Path, int]] = []
        self._take_headers: dict[Path, bool] = {}
        starts = {self._positions.line(path) - 1 for path in _paths(self._table)}
        self._starts = sorted(row for row in starts if not self._is_aside(row))
        self._sections = self._find_sections()

    @property
    def text(self) -> str:
        """The text with everything that was added."""
        if not self._additions:
            return "\n".join(self._rows)
        written: list[str] = []
        done = 0
        after_block = False
        additions = sorted(self._additions, key=lambda each: (each.row, each.is_block))
        for place, addition in enumerate(additions):
            between = self._rows[done : addition.row]
            if after_block and between and between[0].strip():
                written.append("")
            written += between
            done = addition.row
            if addition.is_block and written and written[-1].strip():
                written.append("")
            written += addition.text.rstrip("\n").split("\n")
            same_row_follows = place + 1 < len(additions) and additions[place + 1].row == done
            after_block = addition.is_block and not same_row_follows
        if after_block and done < len(self._rows) and self._rows[done].strip():
            written.append("")
        return "\n".join([*written, *self._rows[done:]])

    def value(self, path: Path, default: Any) -> Any:
        """Return what the text says at a path, or the default where it says nothing."""
        place: Any = self._table
        for part in path:
            if not isinstance(place, dict) or part not in place:
                return default
            place = place[part]
        return place

    def has_header(self, path: Path) -> bool:
        """Whether a table has a header, itself or for a table in it."""
        return any(_within(section.path, path) for section in self._sections[1:])

    def has_own_rows(self, path: Path) -> bool:
        """Whether there is a place where keys of a table stand alone in their rows."""
        return self._own(path) is not None

    def takes_header(self, path: Path) -> bool:
        """Whether a header for an absent table can be added: not within a table in one line."""
        outer = path[:-1]
        if outer not in self._take_headers:
            header = f"[{'.'.join(path)}]"
            self._take_headers[outer] = _is_toml(f"{self._text}\n{header}\n")
        return self._take_headers[outer]

    def rows_of(self, path: Path) -> tuple[int, int]:
        """Return the first row, and the row behind the last, of the key that holds a path.

        A path that is absent may be added where the last key of its table stands.
        """
        held = path
        if self.value(path, None) is None:
            held = [path, *((*path[:-1], key) for key in self.value(path[:-1], {}))][-1]
        row = self._positions.line(held) - 1
        return row, self._statement_end(row)

    def all_rows_of(self, path: Path) -> list[tuple[int, int]]:
        """Return the rows of every key that holds something of a path and is not in its section.

        A table with dotted keys has several.
        """
        held = [path, *((*path, *each) for each in _paths(self.value(path, None)))]
        rows = sorted({self._positions.line(each) - 1 for each in held})
        places = [(row, self._statement_end(row)) for row in rows if not self._is_header(row)]
        return [place for place in places if self._says(place, path)]

    def _says(self, place: tuple[int, int], path: Path) -> bool:
        table, text = self.statement(place)
        if not _within(path, table) or path == table:
            return False
        said: Any = tomllib.loads(text)
        for part in path[len(table) :]:
            if part not in said:
                return False
            said = said[part]
        return True

    def statement(self, place: tuple[int, int]) -> tuple[Path, str]:
        """Return the path of the table that holds the key in these rows, and their text."""
        path = [section.path for section in self._sections if section.first < place[0]][-1]
        return path, "\n".join(self._rows[slice(*place)])

    def replaced(self, texts: Mapping[tuple[int, int], str]) -> str:
        """Return the text with rows replaced; an empty text takes them out."""
        rows = self._rows.copy()
        for (first, behind), text in sorted(texts.items(), reverse=True):
            rows[first:behind] = text.removesuffix("\n").split("\n") if text.strip() else []
        return "\n".join(rows)

    def tables_of_list(self, path: Path) -> list[Section]:
        """Return the tables of a list that is written with `[[...]]`."""
        return [section for section in self._sections if section.in_list and section.path == path]

    def remove(self, tables: Iterable[tuple[Path, int | None]]) -> None:
        """Take out tables with the tables in them, or one numbered table of a list.

        Comments within a table go with it; those above it and below its last key stay.
        """
        gone: set[Section] = set()
        for path, number in tables:
            if number is None:
                gone |= {each for each in self._sections[1:] if _within(each.path, path)}
            else:
                gone.add(self.tables_of_list(path)[number])
        rows = self._rows
        for section in sorted(gone, key=lambda each: each.first, reverse=True):
            first, behind = section.first, section.end
            if first == 0 or not rows[first - 1].strip():
                while behind < len(rows) - 1 and not rows[behind].strip():
                    behind += 1
            del rows[first:behind]
            if first > 0 and not any(row.strip() for row in rows[first:]):
                while len(rows) > 1 and not rows[-1].strip() and not rows[-2].strip():
                    rows.pop()

    def add_line(self, path: Path, text: str, before: Sequence[str]) -> None:
        """Add a key in a row of its own, behind the first of the keys `before` that is there.

        Raises:
            ValueError: the table has no rows of its own.
        """
        section = self._own(path[:-1])
        if section is None:
            raise ValueError(f"no rows for {path}")
        row, like = section.first + 1, section.first
        if section.first < 0:
            row = like = self._starts[0]
        for key in before:
            found = self._positions.line((*section.path, key)) - 1
            place = found, self._statement_end(found)
            if section.first < found < section.end and self._says(place, (*section.path, key)):
                row, like = place[1], found
                break
        indent = self._rows[like][: len(self._rows[like]) - len(self._rows[like].lstrip())]
        lines = text.rstrip("\n").split("\n")
        self._additions.append(_Addition(row, False, "\n".join(indent + line for line in lines)))

    def add_block(self, path: Path, text: str, places: Iterable[tuple[Path, bool]]) -> None:
        """Add a table with its header.

        Each place is a table behind which it may stand, the best first, and whether behind all
        that is in that table too; if none is there, it comes above all headers.
        """
        row = self._behind(self._sections[0])
        for place, with_inner in places:
            found = [
                self._behind(section)
                for section in self._sections[1:]
                if section.path == place or (with_inner and _within(section.path, place))
            ]
            found += [at for added, at in self._added if with_inner and _within(added, place)]
            if found:
                row = max(found)
                break
        self._additions.append(_Addition(row, True, text))
        self._added.append((path, row))

    def add_to_list(self, path: Path, place: int, text: str) -> None:
        """Add tables to a list that has some, so that `place` of those stand before them."""
        present = self.tables_of_list(path)
        if place:
            row = self._behind(present[place - 1])
        else:
            row = present[0].first
            while row and self._rows[row - 1].lstrip().startswith("#"):
                row -= 1
        self._additions.append(_Addition(row, True, text))

    def _own(self, path: Path) -> Section | None:
        for section in self._sections:
            if section.path == path and not section.in_list:
                return section
        return None

    def _find_sections(self) -> list[Section]:
        headers = [row for row in self._starts if self._is_header(row)]
        stops = [*headers, len(self._rows)]
        ends = [
            self._statement_end(self._starts[bisect_left(self._starts, stop) - 1]) for stop in stops
        ]
        sections = [Section((), False, -1, ends[0], stops[0])]
        for row, stop, end in zip(headers, stops[1:], ends[1:], strict=True):
            path, in_list = _header(self._rows[row])
            sections.append(Section(path, in_list, row, end, stop))
        return sections

    def _statement_end(self, row: int) -> int:
        """Return the row behind a key or header; blank rows and comments below are left out."""
        place = bisect_right(self._starts, row)
        stop = self._starts[place] if place < len(self._starts) else len(self._rows)
        end = stop
        while end > row + 1 and self._is_aside(end - 1):
            end -= 1
        while end < stop and not _is_toml("\n".join(self._rows[row:end])):
            end += 1  # the last row of a long text may look like a comment
        return end

    def _is_header(self, row: int) -> bool:
        return self._rows[row].lstrip().startswith("[")

    def _behind(self, section: Section) -> int:
        """Return the row behind a section and the comments that touch it, not the next header."""
        row = section.end
        while row < section.stop and self._rows[row].lstrip().startswith("#"):
            row += 1
        at_end = row == len(self._rows)
        return row if at_end or not self._rows[row].strip() else section.end

    def _is_aside(self, row: int) -> bool:
        said = self._rows[row].strip()
        return not said or said.startswith("#")


def has_comments(text: str) -> bool:
    """Whether a text holds comments; of a text that is not TOML, whether it may."""
    return any(found[0] == "#" for found in _STRINGS_OR_COMMENTS.finditer(text))


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except ValueError:
        return False
    return True


def _header(row: str) -> tuple[Path, bool]:
    table: Any = tomllib.loads(row)
    path: list[str] = []
    in_list = False
    while table:
        if isinstance(table, list):
            in_list, table = True, table[0]
            continue
        key = next(iter(table))
        path.append(key)
        table = table[key]
    return tuple(path), in_list


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _paths(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _paths(each, (*path, number))


def _within(path: Path, outer: Path) -> bool:
    return path[: len(outer)] == outer
