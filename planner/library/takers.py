"""Which regimens of a library take the labels of its shelf, read one by one, never written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.library.home import home_of, missing_products, with_shelf
from planner.library.listing import regimen_files
from planner.library.products import ShelfFile
from planner.regimen.models import Product
from planner.regimen.reading import Reading, read_bytes, read_file
from planner.tables import file_bytes

_ESCAPE = b"\\"
"""A text that holds one may write any name in another way: by code points, or over two lines."""


@dataclass(frozen=True, slots=True)
class Taker:
    """A regimen of a library, by what it takes from the shelf."""

    path: Path
    file: Reading
    """What its file says, without the labels that it refers to."""
    refers: tuple[str, ...]
    """The products that it takes and holds no label of."""

    @property
    def readable(self) -> bool:
        """Whether anything could be read, so that it is known what it takes."""
        return self.file.regimen is not None

    @property
    def is_template(self) -> bool:
        """Whether it is a template, from which plans are made."""
        return self.file.regimen is not None and self.file.regimen.template is not None

    @property
    def own(self) -> Mapping[str, Product]:
        """The labels that it holds itself, by their names."""
        return self.file.regimen.products if self.file.regimen is not None else {}

    def reading(self, instead: Mapping[str, ShelfFile | None] | None = None) -> Reading:
        """Return what was read with the labels of the shelf; `instead` as in `with_shelf`."""
        return with_shelf(self.file, self.path, instead or {})

    def entries_with(self, product: str) -> list[str]:
        """Return the entries that take a product, those with an error included."""
        if self.file.regimen is None:
            return []
        found = [name for name, row in self.file.regimen.entries.items() if row.product == product]
        return found + [
            name
            for name, lost in self.file.broken.items()
            if lost.is_product and lost.takes == product
        ]


def plan_files(home: Path) -> list[Path]:
    """Return the regimen files whose home is this folder, sorted."""
    whose = home_of(home / "any.toml")
    return [path for path in regimen_files(home) if home_of(path) == whose]


def read_taker(path: Path, product: str | None = None) -> Taker | None:
    """Read a regimen; with a product, return None where its file does not even name that one."""
    try:
        data = file_bytes(path)
    except (OSError, ValueError):
        return Taker(path, read_file(path), ())
    if product is not None and product.encode() not in data and _ESCAPE not in data:
        return None
    file = read_bytes(data, path)
    return Taker(path, file, tuple(missing_products(file)))
