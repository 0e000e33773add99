"""Which TOML files of a library are no regimens: labels of its shelf, and its own catalogue."""

from __future__ import annotations

import re
from pathlib import Path

PRODUCTS = "products"
"""The folder of the shelf within a library."""
CATALOGUE = "catalogue"
"""The folder of a library with somebody's own substances and ranges."""

_TABLES = {PRODUCTS: ("product",), CATALOGUE: ("substances", "ranges", "sources")}
"""The tables that make a file in one of these folders one of that kind: no regimen has them."""
_TITLE = "title"
"""Every regimen has one, and no file of the other kinds."""


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


def _has_header(text: str, tables: tuple[str, ...]) -> bool:
    """Whether a text that is no TOML has the header of a table, though: `[product.contents.x]`."""
    names = "|".join(tables)
    header = re.compile(rf"^[ \t]*\[+[ \t]*[\"']?(?:{names})[\"']?[ \t]*[].]", re.MULTILINE)
    return header.search(text) is not None
