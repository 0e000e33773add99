"""The shelf of a library: labels in `products/`, a file each, that many regimens refer to by id.

A file holds `format = 1` and a table `[product]` with the keys that `[products.ID]` has in a
regimen; its name without the ending is the id. Nothing here writes.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from planner.library.kinds import PRODUCTS
from planner.regimen.fields import IDENTIFIER_PATTERN, INVALID_FIELD
from planner.regimen.models import FORMAT, Product, Regimen, SharedProduct
from planner.regimen.positions import find_positions
from planner.regimen.problems import Problem
from planner.regimen.reading import INVALID_FILE, Reading, read_table
from planner.regimen.redacting import own_label
from planner.regimen.writing import regimen_table, table_text
from planner.tables import TextError, file_bytes, parse_text
from planner.wording import did_you_mean, quoted, visible

PRODUCT = "product"
"""The table that makes a TOML file one of the shelf."""
SUFFIX = ".toml"

_ID = re.compile(IDENTIFIER_PATTERN)
_KEYS = ("format", PRODUCT)
_REGIMEN = "this is a regimen, and no label of a shelf"
_MOST_KNOWN = 1024


@dataclass(frozen=True, slots=True)
class ShelfFile:
    """One file of the shelf: its label, or what is wrong with it."""

    path: Path
    product: SharedProduct | None
    """None where the file has a problem."""
    problems: tuple[Problem, ...] = ()
    """What is wrong, each with its line and the key within this file."""
    text: str = ""
    """The text, as far as there is one."""

    @property
    def id(self) -> str:
        """The id by which regimens refer to it."""
        return self.path.stem

    @property
    def is_regimen(self) -> bool:
        """Whether it is no label because it is a regimen, which may lie anywhere."""
        return any(problem.message == _REGIMEN for problem in self.problems)


def is_id(name: str) -> bool:
    """Whether regimens could refer to a label by this name."""
    return _ID.fullmatch(name) is not None


def shelf_files(home: Path) -> list[Path]:
    """Return the files of a library's shelf, sorted; none where it has no shelf."""
    try:
        found = [each for each in (home / PRODUCTS).iterdir() if each.suffix == SUFFIX]
    except OSError:
        return []
    return sorted(each for each in found if not each.name.startswith("."))


def shelf_path(home: Path, product: str) -> Path:
    """Return where the label of an id lies, or would lie."""
    return home / PRODUCTS / f"{product}{SUFFIX}"


def read_shelf(home: Path) -> list[ShelfFile]:
    """Return what the files of a library's shelf hold, sorted by id; regimens are left alone."""
    found = ((read_product(path), path) for path in shelf_files(home))
    return [refused_at(path) or file for file, path in found if not file.is_regimen]


def shelf_labels(home: Path) -> list[SharedProduct]:
    """Return the labels of a library's shelf that can be read, sorted by id."""
    found = (on_shelf(home, path.stem) for path in shelf_files(home))
    return [each.product for each in found if each is not None and each.product is not None]


def on_shelf(home: Path, product: str) -> ShelfFile | None:
    """Return the file of the shelf with this id, or None where there is none.

    A file that has not changed since it was read is not read again. Where everybody may write to
    the shelf, what others have put there is not on it; `refused_on_shelf` says so.
    """
    if not is_id(product):
        return None
    path = shelf_path(home, product)
    try:
        known = path.stat()
    except (OSError, ValueError):
        return None
    if not (is_trusted(path.parent) and is_trusted(path)):
        return None
    return _read(path, known.st_mtime_ns, known.st_ctime_ns, known.st_size, known.st_ino)


def refused_on_shelf(home: Path, product: str) -> ShelfFile | None:
    """Return the file with this id that somebody else may have put on the shelf, and why not used.

    None where there is no file of this id, or where `on_shelf` has it.
    """
    if not is_id(product):
        return None
    path = shelf_path(home, product)
    return refused_at(path) if os.path.lexists(path) else None


def refused_at(path: Path) -> ShelfFile | None:
    """Return a file of the shelf with the problem that it is not to be trusted, or None."""
    refused = next((each for each in (path.parent, path) if not is_trusted(each)), None)
    return None if refused is None else _refused(path, untrusted_words(refused))


def is_trusted(path: Path) -> bool:
    """Whether what lies at a path was put there by somebody who may.

    In a folder that everybody may write to, that is the user only.
    """
    try:
        open_to_all = path.parent.stat().st_mode & stat.S_IWOTH
        return not open_to_all or is_users(path)
    except (OSError, ValueError):
        return False


def untrusted_words(path: Path) -> str:
    """Say why a file or folder that is not trusted is not used, and how to mend it."""
    return (
        f"not used: {visible(path.name)} is somebody else's, in a folder that everybody may write"
        f" to; have a copy of your own there, or let fewer people write:"
        f" chmod o-w {visible(shlex.quote(str(path.parent)))}"
    )


def is_users(path: Path) -> bool:
    """Whether a file, folder or link belongs to the user, as far as the system knows owners."""
    whose = getattr(os, "getuid", None)
    return whose is None or path.lstat().st_uid == whose()


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
        return _refused(path, f"cannot be read: {reason}")
    return product_of(data, path)


def product_of(data: bytes, path: Path) -> ShelfFile:
    """Return what the bytes of a file of the shelf hold.

    Its id is the name of `path`, and its home is the folder above that.
    """
    try:
        parsed = parse_text(data)
    except TextError as problem:
        return _refused(path, str(problem), problem.line, problem.text)
    table, text = parsed.table, parsed.text
    reading = read_table(_as_regimen(table), text)
    problems = [_in_file(each) for each in reading.problems]
    if reading.regimen is None:
        return ShelfFile(path, None, _lined(problems, text), text)
    if not is_id(path.stem):
        message = f"{quoted(path.stem)} cannot be an id: name the file with a-z, 0-9 and - only"
        problems.append(Problem(INVALID_FIELD, (), message, 1))
    for key in table:
        if key not in _KEYS:
            message = f"unknown key {quoted(key)}.{did_you_mean(key, _KEYS)}"
            problems.append(Problem(INVALID_FIELD, (key,), message))
    if PRODUCT not in table and "title" in table:
        problems = [Problem(INVALID_FIELD, ("title",), _REGIMEN)]
    elif PRODUCT not in table:
        message = "the table [product] is missing: the label, with name, serving and contents"
        problems.append(Problem(INVALID_FIELD, (), message, 1))
    if problems:
        return ShelfFile(path, None, _lined(problems, text), text)
    return ShelfFile(path, as_shared(_only(reading), path.stem, path.parent.parent), (), text)


def as_shared(product: Product, id: str, home: Path) -> SharedProduct:
    """Return a label as that of a shelf."""
    facts = {key: getattr(product, key) for key in Product.model_fields}
    return SharedProduct(**facts, id=id, home=home)


def product_text(product: Product) -> str:
    """Return a label as the text of a file of the shelf."""
    return table_text({"format": FORMAT, PRODUCT: label_table(product)})


def label_table(product: Product) -> dict[str, Any]:
    """Return a label as the table that a file holds, amounts in their safe form."""
    regimen = Regimen(title=PRODUCT, products={PRODUCT: own_label(product)})
    table: dict[str, Any] = regimen_table(regimen)[PRODUCTS][PRODUCT]
    return table


def _as_regimen(table: dict[str, Any]) -> dict[str, Any]:
    """Return a regimen that holds nothing but the label, so that it is read by the same rules."""
    made = {"title": PRODUCT, PRODUCTS: {PRODUCT: table[PRODUCT]} if PRODUCT in table else {}}
    return made | ({"format": table["format"]} if "format" in table else {})


def _in_file(problem: Problem) -> Problem:
    """Return a problem with its key as the file of the shelf has it."""
    key = problem.key
    return problem._replace(key=(PRODUCT, *key[2:])) if key[:1] == (PRODUCTS,) else problem


def _only(reading: Reading) -> Product:
    assert reading.regimen is not None
    return reading.regimen.products[PRODUCT]


def _lined(problems: list[Problem], text: str) -> tuple[Problem, ...]:
    positions = find_positions(text)
    return tuple(
        each if each.line is not None else each._replace(line=positions.line(each.key))
        for each in problems
    )


def _refused(path: Path, message: str, line: int = 1, text: str = "") -> ShelfFile:
    return ShelfFile(path, None, (Problem(INVALID_FILE, (), message, line),), text)
