"""Reading which products are known in a library, for a thread: shared labels come first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.document import Document
    from planner.forms.offers import ProductKnown


def known_products(
    library: Path, document: Document, stop: Callable[[], bool]
) -> tuple[ProductKnown, ...]:
    """Return the labels that a regimen could refer to, and the products that the library's take.

    A regimen without a path will lie in the library. `stop` is asked between files.
    """
    from planner.forms.offers import known_of_labels, known_of_shelf
    from planner.library.home import home_of
    from planner.library.products import shelf_labels
    from planner.library.shelf import shelf

    catalogue = document.catalogue
    home = home_of(document.path or library / "new.toml")
    labels = shelf_labels(home) if home is not None else []
    taken = shelf(library, stop=stop)
    return (*known_of_labels(labels, catalogue), *known_of_shelf(taken, catalogue))
