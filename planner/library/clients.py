"""A table of clients: CSV rows become values for a template, and every bad cell is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.library.tabular import TableError, read_table
from planner.regimen.filling import Source, target, typed
from planner.wording import did_you_mean, listed, quoted, visible

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
    header = tuple(each.strip() for each in names)
    _check_header(shown, line, header, source, skipped)
    naming = _naming(shown, line, header, source)
    rows, bad = [], []
    columns = _Columns(header, source, frozenset(skipped), naming)
    for line, cells in table[1:]:
        client, wrong = _client(line, cells, columns)
        rows.append(client)
        bad += wrong
    return Clients(tuple(rows), tuple(bad), naming, header)


def _check_header(
    shown: str, line: int, header: Sequence[str], source: Source, skipped: Collection[str]
) -> None:
    known = [*source.fields, FILE, *SHORT, MEDICINES]
    problems = []
    for number, name in enumerate(header, start=1):
        place = f"{shown}:{line}:{number}"
        if not name:
            problems.append(f"{place}: the column has no name")
        elif name in header[: number - 1]:
            problems.append(f"{place}: the column {quoted(name)} is there twice")
        elif name not in skipped and name not in known:
            message = _stands_for_nothing(name, source, known)
            if message:
                problems.append(
                    f"{place}: the column {quoted(name)}{message} Known: {listed(known)}; or leave"
                    " it out with --skip-column"
                )
    for name in skipped:
        if name not in header:
            problems.append(f"{shown}:{line}: there is no column {quoted(name)} to be left out")
    if problems:
        raise ClientsError(problems[0], problems[1:])


def _stands_for_nothing(name: str, source: Source, known: Sequence[str]) -> str:
    """Return why a column stands for nothing in a plan, or an empty text."""
    if "." in name:
        _, message = target(source, name)
        return f": {message}." if message else ""
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


def _client(line: int, cells: Sequence[str], columns: _Columns) -> tuple[Client, list[BadCell]]:
    """Return one row as values, and what of it cannot be used."""
    header, source, bad = columns.header, columns.source, []
    if len(cells) > len(header):
        extra = f"{len(cells)} cells, but the table has {len(header)} columns"
        bad.append(BadCell(line, len(header) + 1, "", f"{extra}; is a cell without quotes?"))
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
            key = name if name in source.fields else SHORT.get(name, name)
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
    """Return medicines with their times as values, and what cannot be read of them."""
    values: dict[str, Any] = {}
    wrong = []
    for each in text.replace("|", ";").replace(",", ";").split(";"):
        words = each.split()
        if not words:
            continue
        name, times = words[0].lower(), [word for word in words[1:] if word != "and"]
        if not all(char.isascii() and (char.isalnum() or char == "-") for char in name):
            wrong.append(
                f"{quoted(words[0])} cannot be the key of a medicine: expected a-z, 0-9 and -,"
                " such as levothyroxine 07:00"
            )
            continue
        path = f"{MEDICINES}.{name}"
        if not times:
            values[path] = {}
        else:
            values[f"{path}.when"] = times if len(times) > 1 else times[0]
    return values, wrong
