"""The shelf of a library: labels in `products/`, a file each, that many regimens refer to by id.

A file holds `format = 1` and a table `[product]` with the keys that `[products.ID]` has in a
regimen; its name without the ending is the id. Nothing here writes.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from planner.library.kinds import PRODUCTS
from planner.regimen.fields import IDENTIFIER_PATTERN, INVALID_FIELD
from planner.regimen.models import FORMAT, Regimen, SharedProduct
from planner.regimen.positions import KeyPath
from planner.regimen.problems import Problem
from planner.regimen.reading import Reading, file_bytes, read_bytes
from planner.regimen.writing import regimen_table, table_text
from planner.wording import did_you_mean, quoted

PRODUCT = "product"
"""The table that makes a TOML file one of the shelf."""

_ID = re.compile(IDENTIFIER_PATTERN)
_KEYS = ("format", PRODUCT)
_MOST_KNOWN = 1024


@dataclass(frozen=True, slots=True)
class ShelfFile:
    """One file of the shelf: its label, or what is wrong with it."""

    path: Path
    product: SharedProduct | None
    """None where the file has a problem."""
    problems: tuple[Problem, ...] = ()
    """What is wrong, each with its line and the key within this file."""

    @property
    def id(self) -> str:
        """The id by which regimens refer to it."""
        return self.path.stem


def shelf_files(home: Path) -> list[Path]:
    """Return the files of a library's shelf, sorted; none where it has no shelf."""
    try:
        found = [each for each in (home / PRODUCTS).iterdir() if each.suffix == ".toml"]
    except OSError:
        return []
    return sorted(each for each in found if not each.name.startswith("."))


def on_shelf(home: Path, product: str) -> ShelfFile | None:
    """Return the file of the shelf with this id, or None where there is none.

    A file that has not changed since it was read is not read again.
    """
    path = home / PRODUCTS / f"{product}.toml"
    if not _ID.match(product):
        return None
    try:
        known = path.stat()
    except (OSError, ValueError):
        return None
    return _read(path, known.st_mtime_ns, known.st_size, known.st_ino)


@lru_cache(maxsize=_MOST_KNOWN)
def _read(path: Path, *signature: int) -> ShelfFile:
    del signature
    return read_product(path)


def read_product(path: Path) -> ShelfFile:
    """Read a file of the shelf. Never raises for what it holds."""
    try:
        data = file_bytes(path)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        return ShelfFile(path, None, (Problem("invalid-file", (), f"cannot be read: {reason}", 1),))
    return product_of(data, path)


def product_of(data: bytes, path: Path) -> ShelfFile:
    """Return what the bytes of a file of the shelf hold; its id is the name of `path`."""
    table, problems, positions = _table(data)
    if problems:
        return ShelfFile(path, None, problems)
    assert table is not None
    if not _ID.match(path.stem):
        message = f"{quoted(path.stem)} cannot be an id: name the file with a-z, 0-9 and - only"
        problems += (Problem(INVALID_FIELD, (), message, 1),)
    for key in table:
        if key not in _KEYS:
            message = f"unknown key {quoted(key)}.{did_you_mean(key, _KEYS)}"
            problems += (_placed(Problem(INVALID_FIELD, (key,), message), positions),)
    label = table.get(PRODUCT)
    if not isinstance(label, dict):
        message = 'the table "product" is missing: the label, with name, serving and contents'
        return ShelfFile(path, None, (*problems, Problem(INVALID_FIELD, (PRODUCT,), message, 1)))
    found, product = _label(label)
    problems += tuple(_placed(each, positions) for each in found)
    return ShelfFile(path, None if problems else product, problems)


def product_text(product: SharedProduct) -> str:
    """Return a label as the text of a file of the shelf."""
    from planner.regimen.redacting import with_own_labels

    regimen = Regimen(title=PRODUCT, products={PRODUCT: product})
    label = regimen_table(with_own_labels(regimen))["products"][PRODUCT]
    return table_text({"format": FORMAT, PRODUCT: label})


def _table(data: bytes) -> tuple[dict[str, Any] | None, tuple[Problem, ...], Reading]:
    """Return the table of a file, or why there is none: by the limits that regimens have too."""
    reading = read_bytes(data)
    about_format = [each for each in reading.problems if each.code != INVALID_FIELD]
    if reading.regimen is None and about_format and not reading.text:
        return None, _lined(about_format, reading), reading
    try:
        table = tomllib.loads(reading.text.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return None, _lined(about_format, reading), reading
    if table.get("format") != FORMAT:
        return None, _lined(about_format, reading), reading
    return table, (), reading


def _label(label: dict[str, Any]) -> tuple[tuple[Problem, ...], SharedProduct | None]:
    """Return what is wrong with a label, with keys as in its file, and the label."""
    from planner.regimen.reading import read_table

    reading = read_table({"format": FORMAT, "title": PRODUCT, PRODUCTS: {PRODUCT: label}})
    problems = tuple(
        each._replace(key=(PRODUCT, *each.key[2:]) if each.key[:1] == (PRODUCTS,) else each.key)
        for each in reading.problems
    )
    product = reading.regimen.products.get(PRODUCT) if reading.regimen else None
    return problems, SharedProduct(**dict(product)) if product else None


def _lined(problems: list[Problem], reading: Reading) -> tuple[Problem, ...]:
    return tuple(_placed(each, reading) for each in problems)


def _placed(problem: Problem, reading: Reading) -> Problem:
    from planner.regimen.positions import find_positions

    if problem.line is not None:
        return problem
    key: KeyPath = problem.key
    return problem._replace(line=find_positions(reading.text).line(key))
