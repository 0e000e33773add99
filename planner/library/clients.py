"""A table of clients: CSV rows become values for a template, and every bad cell is named."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.clock import TimeError, parse_when
from planner.library.tabular import TableError, read_table
from planner.regimen.filling import Source, target, typed
from planner.wording import counted, did_you_mean, listed, quoted, visible

MOST_CELL = 10_000

FILE = "file"
"""The column that names the file of each client."""
CODES = ("code", "client")
"""Columns that name the file where there is no column `file`."""
SHORT = {
    "code": "person.name",
    "age": "person.age",
    "country": "person.country",
    "conditions": "person.conditions",
}
"""Columns of a person, and the key path of each."""
_MEDICINE = re.compile(r"[a-z0-9-]{1,64}")
MOST_PROBLEMS = 20
"""So many columns that stand for nothing are told."""
MEDICINES = "medicines"
"""The column that lists medicines, each with its times: `levothyroxine 07:00; lorazepam`."""


class ClientsError(Exception):
    """A table of clients that cannot be read; `str()` of it names file, line and column."""

    def __init__(self, message: str, more: Sequence[str] = ()) -> None:
        """Say what is wrong first, and what else is."""
        super().__init__(message)
        self.told = (message, tuple(more))


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be used."""

    line: int
    column: int
    """From 1; 0 for the row as a whole."""
    name: str
    """The header of the column, or what the row lacks."""
    message: str


@dataclass(frozen=True, slots=True)
class Client:
    """One row of the table."""

    line: int
    name: str
    """What names the client, as the table has it; empty where it has nothing."""
    values: Mapping[str, Any]
    """Values by field or key path, as a file would hold them; empty cells are left out."""
    columns: Mapping[str, int]
    """The column of each value, from 1."""


@dataclass(frozen=True, slots=True)
class Clients:
    """A table of clients, read for a template."""

    rows: tuple[Client, ...]
    bad: tuple[BadCell, ...]
    """What is wrong with rows, whatever the template makes of them."""
    naming: str
    """The column that names the files."""
    header: tuple[str, ...]

    def column(self, name: str) -> int:
        """Return the number of the column that fills a field or key path; 0 where none does."""
        for number, each in enumerate(self.header, start=1):
            if name in (each, SHORT.get(each)) or (
                each == MEDICINES and name.startswith(f"{MEDICINES}.")
            ):
                return number
        return 0


def read_clients(path: Path, source: Source, skipped: Collection[str] = ()) -> Clients:
    """Return the rows of a table of clients as values for a template.

    UTF-8 with or without a byte order mark, divided by commas or semicolons; the first row names
    the columns: fields of the template, key paths, or `code`, `age`, `country`, `conditions`,
    `medicines`. Columns of `skipped` are not looked at.

    Raises:
        ClientsError: the file cannot be read, is no such table, or has a column that stands for
            nothing.
    """
    shown = visible(str(path))
    try:
        table = read_table(path)
    except TableError as problem:
        raise ClientsError(str(problem)) from None
    line, names = table[0]
    header = tuple(each.strip().lower() for each in names)
    while header and not header[-1]:
        header = header[:-1]  # spreadsheets leave empty columns at the end
    ignored = frozenset(each.strip().lower() for each in skipped)
    _check_header(shown, line, header, source, ignored)
    naming = _naming(shown, line, header, source)
    if len(table) == 1:
        raise ClientsError(f"{shown}: the table names its columns, and has no row of a client")
    rows, bad = [], []
    columns = _Columns(header, source, ignored, naming, len(names))
    for line, cells in table[1:]:
        client, wrong = _client(line, cells, columns)
        rows.append(client)
        bad += wrong
    return Clients(tuple(rows), tuple(bad), naming, header)


def _check_header(
    shown: str, line: int, header: Sequence[str], source: Source, skipped: frozenset[str]
) -> None:
    known = [*source.fields, FILE, *SHORT, MEDICINES]
    problems = []
    fills: dict[tuple[str, ...], str] = {}
    seen: set[str] = set()
    for number, name in enumerate(header, start=1):
        place = f"{shown}:{line}:{number}"
        if not name:
            problems.append(f"{place}: the column has no name")
        elif name in seen:
            problems.append(f"{place}: the column {quoted(name)} is there twice")
        elif name not in skipped:
            message = "" if name in known else _stands_for_nothing(name, source, known)
            path = target(source, _key_of(name, source))[0]
            other = fills.get(path) if name != FILE else None
            fills.setdefault(path, name)
            if message:
                problems.append(
                    f"{place}: the column {quoted(name)}{message} Known: {listed(known)}; or leave"
                    " it out with --skip-column"
                )
            elif other:
                problems.append(
                    f"{place}: the columns {quoted(other)} and {quoted(name)} both fill"
                    f" {'.'.join(path)}; leave one of them out with --skip-column"
                )
        seen.add(name)
        if len(problems) == MOST_PROBLEMS:
            break
    for name in sorted(skipped - set(header)):
        problems.append(f"{shown}:{line}: there is no column {quoted(name)} to be left out")
    if problems:
        raise ClientsError(problems[0], problems[1:])


def _key_of(name: str, source: Source) -> str:
    """Return the field or key path that a column fills."""
    if name in source.fields:
        return name
    key = SHORT.get(name, name)
    path = tuple(key.split("."))
    return next((each.name for each in source.fields.values() if each.path == path), key)


def _stands_for_nothing(name: str, source: Source, known: Sequence[str]) -> str:
    """Return why a column stands for nothing in a plan, or an empty text."""
    if "." in name:
        _, message = target(source, name)
        return f": {message.rstrip('.')}." if message else ""
    if name in _TOP:
        return ""
    return f" is no field of {source.name}, and no key of a plan.{did_you_mean(name, known)}"


_TOP = ("title", "bedtime", "start", "weeks", "notes")
"""Keys of a regimen that may be columns."""


def _naming(shown: str, line: int, header: Sequence[str], source: Source) -> str:
    """Return the column that names the files."""
    persons = [name for name, field in source.fields.items() if field.key == "person.name"]
    for name in (FILE, *CODES, *persons, "person.name"):
        if name in header:
            return name
    raise ClientsError(
        f"{shown}:{line}: no column names the files: expected one of"
        f" {listed(dict.fromkeys((FILE, *CODES, *persons)))}"
    )


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table stand for."""

    header: tuple[str, ...]
    source: Source
    skipped: frozenset[str]
    naming: str
    width: int
    """How many columns there are, those without a name at the end included."""


def _client(line: int, cells: Sequence[str], columns: _Columns) -> tuple[Client, list[BadCell]]:
    """Return one row as values, and what of it cannot be used."""
    header, source, bad = columns.header, columns.source, []
    if len(cells) <= columns.width and not any(each.strip() for each in cells[len(header) :]):
        cells = cells[: len(header)]
    if len(cells) != len(header):
        words = f"{counted(len(cells), 'cell')}, but the table has {len(header)} columns"
        mend = "is a cell without quotes?" if len(cells) > len(header) else "an empty cell counts"
        bad.append(BadCell(line, min(len(cells), len(header)) + 1, "", f"{words}; {mend}"))
    values: dict[str, Any] = {}
    places: dict[str, int] = {}
    for number, (name, cell) in enumerate(zip(header, cells, strict=False), start=1):
        text = cell.strip()
        if name in columns.skipped or name == FILE or not text:
            continue
        if len(text) > MOST_CELL:
            bad.append(BadCell(line, number, name, f"{len(text)} characters are too many"))
            continue
        if name == MEDICINES and name not in source.fields:
            found, wrong = _medicines(text)
            bad += [BadCell(line, number, name, message) for message in wrong]
        else:
            key = _key_of(name, source)
            found = {key: typed(target(source, key)[0], text)}
        values |= found
        places |= dict.fromkeys(found, number)
    place = header.index(columns.naming)
    named = cells[place].strip() if place < len(cells) else ""
    if not named:
        bad.append(
            BadCell(line, place + 1, columns.naming, "is empty, and names the file of the client")
        )
    return Client(line, named, values, places), bad


def _medicines(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return medicines with their times as values, and what cannot be read of them.

    A medicine that is named twice is taken at all of its times.
    """
    times: dict[str, list[str]] = {}
    wrong = []
    for each in re.split(r"[;,|]", text):
        name, _, rest = each.strip().partition(" ")
        if not name:
            continue
        said = _times(rest)
        if not _MEDICINE.fullmatch(name.lower()) or said is None:
            wrong.append(
                f"{quoted(each.strip())} is not the key of a medicine and its times: expected"
                " a-z, 0-9 and - for the key, such as levothyroxine 07:00; lorazepam"
            )
            continue
        times.setdefault(name.lower(), []).extend(said)
    values: dict[str, Any] = {}
    for name, when in times.items():
        path = f"{MEDICINES}.{name}"
        if when:
            values[f"{path}.when"] = when if len(when) > 1 else when[0]
        else:
            values[path] = {}
    return values, wrong


def _times(text: str) -> list[str] | None:
    """Return the times in a text, none for an empty one; None where there is anything else."""
    if not text.strip():
        return []
    for each in ([text.strip()], [word for word in text.split() if word != "and"]):
        try:
            for time in each:
                parse_when(time)
        except TimeError:
            continue
        return each
    return None
