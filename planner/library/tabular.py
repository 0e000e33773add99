"""CSV files as people save them: read as rows that know the line they start on."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from planner.regimen.reading import file_bytes
from planner.wording import visible

LARGEST = 16 * 1024 * 1024
_DIVIDER = re.compile(r'"?sep=([,;])"?\r?\n')
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class TableError(Exception):
    """A file that is no table that could be read; `str()` of it names file and line."""


class Row(NamedTuple):
    """One row of a table."""

    line: int
    """The line on which it starts, from 1."""
    cells: tuple[str, ...]
    """As they are written, outer spaces included."""


def read_table(path: Path) -> list[Row]:
    """Return the rows of a CSV file that are not empty; the first of them names the columns.

    UTF-8 with or without a byte order mark, divided by commas or semicolons.

    Raises:
        TableError: it cannot be read, or is no such table; or it is empty.
    """
    shown = visible(str(path))
    try:
        data = file_bytes(path, LARGEST)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise TableError(f"{shown}: cannot be read: {reason}") from None
    if len(data) > LARGEST:
        raise TableError(f"{shown}: larger than 16 MiB, the most that is read")
    rows = list(_rows(_text(data, shown), shown))
    if not rows:
        raise TableError(f"{shown}:1: the table is empty: expected a row of column names")
    return rows


def _text(data: bytes, shown: str) -> str:
    if data.startswith(_UTF_16):
        raise TableError(f"{shown}:1: UTF-16 text: save the table as CSV in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise TableError(
            f"{shown}:{line}: not UTF-8 text: save the table as CSV in UTF-8"
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TableError(f"{shown}:{line}: not a text file: it holds a zero byte")
    return text


def _rows(text: str, shown: str) -> Iterator[Row]:
    line, told = 1, _DIVIDER.match(text)
    if told:  # a first line by which spreadsheets tell each other
        line, text = 2, text[told.end() :]
    first = text.lstrip("\r\n").split("\n", 1)[0]
    divider = told[1] if told else ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    before = line - 1
    try:
        for cells in reader:
            if any(each.strip() for each in cells):
                yield Row(line, tuple(cells))
            line = before + reader.line_num + 1
    except csv.Error as problem:
        raise TableError(f"{shown}:{line}: not a row of cells: {problem}") from None
