"""Own substances in a regimen that goes to others: told by name, for who lacks their file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from planner.catalogue import OTHER, Catalogue
from planner.catalogue.models import Substance
from planner.regimen.models import Content, Entry, Product, Regimen
from planner.regimen.writing import PRODUCTS, table_text

ENTRIES = "entries"


def told_by_name(regimen: Regimen, data: bytes, catalogue: Catalogue) -> tuple[Regimen, bytes]:
    """Return a regimen and its file with what is own told as what no catalogue has, by its name.

    Whoever receives it without the own file would else find an id that nobody knows, in place of
    what is taken. Where nothing is own, both are returned as they are.
    """
    own = {name: each for name, each in catalogue.substances.items() if each.own is not None}
    if not _used(regimen) & own.keys():
        return regimen, data
    entries = {name: _entry(entry, own) for name, entry in regimen.entries.items()}
    products = {name: _product(product, own) for name, product in regimen.products.items()}
    left = regimen.model_copy(update={ENTRIES: entries, PRODUCTS: products})
    return left, table_text(_table(data, own)).encode()


def _used(regimen: Regimen) -> set[str]:
    labels = regimen.products.values()
    return {entry.takes for entry in regimen.entries.values()} | {
        content for product in labels for content in product.contents
    }


def _entry(entry: Entry, own: Mapping[str, Substance]) -> Entry:
    substance = own.get(entry.substance or "")
    if substance is None:
        return entry
    return entry.model_copy(update={"substance": OTHER, "name": substance.named(entry.name)})


def _product(product: Product, own: Mapping[str, Substance]) -> Product:
    contents = {name: _content(name, each, own) for name, each in product.contents.items()}
    return product.model_copy(update={"contents": contents})


def _content(name: str, content: Content, own: Mapping[str, Substance]) -> Content:
    substance = own.get(name)
    if substance is None:
        return content
    return content.model_copy(update={"name": substance.named(content.name)})


def _table(data: bytes, own: Mapping[str, Substance]) -> dict[str, Any]:
    """Return the table of a file: what a template leaves to be filled in stands only there."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    table = tomllib.loads(text)
    entries: dict[str, Any] = table.get(ENTRIES, {})
    for name, row in entries.items():
        if substance := own.get(row.get("substance", "")):
            named = {"substance": OTHER, "name": substance.named(row.get("name"))}
            entries[name] = named | {key: each for key, each in row.items() if key not in named}
    for product in table.get(PRODUCTS, {}).values():
        contents: dict[str, Any] = product.get("contents", {})
        for name, row in contents.items():
            if substance := own.get(name):
                contents[name] = {"name": substance.named(row.get("name"))} | {
                    key: each for key, each in row.items() if key != "name"
                }
    return table
