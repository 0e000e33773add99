"""Letting a plan that holds a copy of a label refer to the shelf instead; nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.library.atomic import SaveError
from planner.library.home import home_of, with_shelf
from planner.library.runs import FileChange
from planner.library.store import new_bytes
from planner.library.takers import Taker
from planner.regimen.models import Entry, Product, Regimen, SharedProduct
from planner.regimen.reading import read_bytes
from planner.regimen.redacting import own_label, with_own_labels


@dataclass(frozen=True, slots=True)
class Linked:
    """A plan that holds the label, and what becomes of it."""

    path: Path
    change: FileChange | None
    """None where it is left as it is."""
    why: str = ""


def linked(taker: Taker, product: Product, home: Path) -> Linked | None:
    """Return what makes a plan refer to a label of the shelf; None where it holds no such label.

    What it takes stays the same, whatever name it has given to the label.
    """
    assert isinstance(product, SharedProduct)
    label = own_label(product)
    copies = [name for name, own in taker.own.items() if own == label]
    if not copies:
        return None
    if home_of(taker.path) != home_of(home / "any.toml"):
        return Linked(taker.path, None, "it lies outside of this library")
    if taker.own.get(product.id, label) != label:
        return Linked(taker.path, None, f"it has another label called {product.id}")
    if not taker.file.whole or taker.file.regimen is None:
        return Linked(taker.path, None, "it has errors")
    # an entry of a template with open fields cannot be changed, only its label taken out
    left_open = {lost.takes for lost in taker.file.broken.values()}
    if left_open.intersection(copies) - {product.id}:
        why = f"an entry with open fields takes it, under another name than {product.id}"
        return Linked(taker.path, None, why)
    regimen = _referring(taker.file.regimen, copies, product, is_taken=product.id in left_open)
    try:
        data = new_bytes(taker.file, regimen, taker.path)
    except SaveError as problem:
        return Linked(taker.path, None, str(problem))
    again = with_shelf(read_bytes(data, taker.path), taker.path).regimen
    if again is None or with_own_labels(again) != with_own_labels(regimen):
        return Linked(taker.path, None, "it could not be read again as the same plan")
    return Linked(taker.path, FileChange(taker.path, taker.file.data, data))


def _referring(
    regimen: Regimen, copies: list[str], product: SharedProduct, *, is_taken: bool
) -> Regimen:
    """Return a regimen whose entries take the label of the shelf in place of its copies."""
    entries = {
        name: _taking(entry, product.id) if entry.product in copies else entry
        for name, entry in regimen.entries.items()
    }
    products = {name: own for name, own in regimen.products.items() if name not in copies}
    if is_taken or any(entry.product == product.id for entry in entries.values()):
        products[product.id] = product
    return regimen.model_copy(update={"entries": entries, "products": products})


def _taking(entry: Entry, product: str) -> Entry:
    facts = {key: getattr(entry, key) for key in Entry.model_fields}
    return Entry(**facts | {"product": product})
