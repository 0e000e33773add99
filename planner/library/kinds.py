"""Which TOML files of a library are no regimens: labels of its shelf, and its own catalogue."""

from __future__ import annotations

import os
import re
import stat
from functools import lru_cache
from pathlib import Path

PRODUCTS = "products"
"""The folder of the shelf within a library."""
CATALOGUE = "catalogue"
"""The folder of a library with somebody's own substances and ranges."""

_TABLES = {PRODUCTS: ("product",), CATALOGUE: ("substances", "ranges", "sources")}
"""The tables that make a file in one of these folders one of that kind: no regimen has them."""
_TITLE = "title"
"""Every regimen has one, and no file of the other kinds."""
_REGIMEN = re.compile(
    r"^[ \t]*(?:title[ \t]*=|\[[ \t]*(?:entries|products)[ \t]*[].])", re.MULTILINE
)
"""What stands in a regimen, and in no file of the other kinds."""


def is_regimen_file(path: Path) -> bool:
    """Whether a TOML file is meant to be a regimen.

    A file that cannot be read is, so that checking it says why, unless it is seen to hold a table
    of the other kinds.
    """
    tables = _TABLES.get(path.parent.name)
    if tables is None:
        return True
    from planner.tables import TextError, file_bytes, parse_text

    try:
        parsed = parse_text(file_bytes(path))
    except TextError as problem:
        return not _has_header(problem.text, tables)
    except (OSError, ValueError):
        return True
    return _TITLE in parsed.table or not any(name in parsed.table for name in tables)


def is_meant_for(path: Path, kind: str) -> bool:
    """Whether a TOML file in the folder of a kind is meant to be of that kind.

    It is unless it is seen to be a regimen: one that is damaged is to be told, not passed over.
    """
    from planner.tables import file_bytes

    try:
        text = file_bytes(path).decode("utf-8-sig", "replace").replace("\r", "\n")
    except (OSError, ValueError):
        return True
    return _has_header(text, _TABLES[kind]) or _REGIMEN.search(text) is None


def holds_kind(folder: str) -> bool:
    """Whether a folder called `products` or `catalogue` holds a file that is meant for it.

    A folder that cannot be looked into is taken to hold one: whoever uses it says why.
    """
    try:
        known = os.stat(folder)  # noqa: PTH116  (asked for each plan, some folders up)
    except (OSError, ValueError):
        return False
    if not stat.S_ISDIR(known.st_mode):
        return False
    return _holds_kind(folder, known.st_mtime_ns, known.st_ctime_ns, known.st_ino, known.st_dev)


def forget_kinds() -> None:
    """Look into folders anew: a file may have become one of another kind."""
    _holds_kind.cache_clear()


@lru_cache(maxsize=1024)
def _holds_kind(folder: str, *signature: int) -> bool:
    del signature
    try:
        names = os.listdir(folder)  # noqa: PTH208
    except OSError:
        return True
    place = Path(folder)
    return any(
        is_meant_for(place / name, place.name)
        for name in names
        if name.endswith(".toml") and not name.startswith(".")
    )


def _has_header(text: str, tables: tuple[str, ...]) -> bool:
    """Whether a text that is no TOML has the header of a table, though: `[product.contents.x]`."""
    names = "|".join(tables)
    header = re.compile(rf"^[ \t]*\[+[ \t]*[\"']?(?:{names})[\"']?[ \t]*[].]", re.MULTILINE)
    return header.search(text) is not None
