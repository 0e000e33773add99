"""Which TOML files of a library are no regimens: labels of its shelf, and its own catalogue."""

from __future__ import annotations

import re
from pathlib import Path

PRODUCTS = "products"
"""The folder of the shelf within a library."""
CATALOGUE = "catalogue"
"""The folder of a library with somebody's own substances and ranges."""

_TABLES = {
    PRODUCTS: re.compile(rb"^[ \t]*\[?[ \t]*product[ \t]*[].=]", re.MULTILINE),
    CATALOGUE: re.compile(
        rb"^[ \t]*\[?[ \t]*(?:substances|ranges|sources)[ \t]*[].=]", re.MULTILINE
    ),
}
"""What makes a file in one of these folders one of that kind: a table that no regimen has."""


def is_regimen_file(path: Path) -> bool:
    """Whether a TOML file is meant to be a regimen.

    A file that cannot be read is, so that checking it says why.
    """
    table = _TABLES.get(path.parent.name)
    if table is None:
        return True
    from planner.regimen.reading import file_bytes

    try:
        return table.search(file_bytes(path)) is None
    except (OSError, ValueError):
        return True
