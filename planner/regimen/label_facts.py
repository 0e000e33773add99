"""What labels say, fact by fact, and what substances and products are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from planner.regimen.fact_models import Fact, Group, Item, Kind, plain_fact, safe_table
from planner.regimen.fields import UNDISCLOSED
from planner.regimen.values import Value, value_of
from planner.regimen.words import NOT_STATED, lowered
from planner.wording import listed, quoted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.models import Substance
    from planner.positions import KeyPath

_OF_THE_ELEMENT = (" mmol", " mEq")
_OTHER = "other"
_CALLED = {"daily_value": "daily value", "standardised_to": "strength"}
_OF = {"elemental": " elemental", "compound": " of the whole compound"}
_SHELF = "<shelf>"


class Names:
    """What things of a file are called; ids where there is no catalogue."""

    def __init__(self, table: Mapping[str, Any], catalogue: Catalogue | None) -> None:
        products = table.get("products")
        self._products = products if isinstance(products, dict) else {}
        self._catalogue = catalogue

    def canonical(self, substance: str) -> str:
        """Return the id of a substance that may be called by another of its names."""
        found = self._found(substance)
        return found.id if found else substance

    def substance(self, substance: str) -> str:
        """Return what a substance is called within a sentence."""
        if substance == _OTHER:
            return "something that the catalogue lacks"
        found = self._found(substance)
        return lowered(found.name) if found else visible(substance)

    def product(self, product: str) -> str:
        """Return what a product is called: the name that its label prints, else its id."""
        label = self._products.get(product)
        name = label.get("name") if isinstance(label, dict) else None
        return visible(name) if isinstance(name, str) else visible(product)

    def condition(self, condition: str) -> str:
        """Return what a condition of the person is called."""
        found = self._catalogue.conditions.get(condition) if self._catalogue else None
        return lowered(found.name) if found else visible(condition)

    def with_basis(self, value: Value, substance: str, basis: Any) -> Value:
        """Return an amount with what of a mineral it is, where it can be one of a mineral."""
        found = self._found(substance)
        is_mineral = found.is_mineral if found else None
        if is_mineral is False or value.words == quoted(value.written):
            return value
        if value.same == UNDISCLOSED:
            return value
        if is_mineral and str(value.written).endswith(_OF_THE_ELEMENT):
            basis = "elemental"
        said = _OF.get(str(basis), f" ({NOT_STATED})" if is_mineral else "")
        return value._replace(words=f"{value.words}{said}")

    def _found(self, substance: str) -> Substance | None:
        return self._catalogue.find(substance) if self._catalogue else None


def label_facts(
    name: str, product: Mapping[str, Any], names: Names, *, is_shared: bool
) -> Iterator[Item]:
    """Yield what a label says; `is_shared` where it is one of the shelf."""
    path: KeyPath = ("products", name)
    about = f"label of {visible(name)}"
    contents = product.get("contents")
    rows = contents if isinstance(contents, dict) else {}
    said = [value_of("name", product["name"]).words] if "name" in product else []
    if "serving" in product:
        said.append(f"one serving is {value_of('serving', product['serving']).words}")
    held = [
        f"{_content_name(each, row, names)}, {words}" if (words := _amounts(each, row, names))
        else _content_name(each, row, names)
        for each, row in rows.items()
        if isinstance(row, dict)
    ]  # fmt: skip
    if held:
        said.append(f"and holds {'; '.join(held)}")
    words = ", ".join(said).replace(", and holds", " and holds")
    yield path, Group(Kind.LABEL, path, about, "", words, safe_table(product))
    if is_shared:
        value = Value(_SHELF, _SHELF, "the one on the shelf")
        yield (*path, _SHELF), Fact(Kind.LABEL, path, about, "", value, "the plan's own")
    for key, raw in product.items():
        if key != "contents" or not isinstance(raw, dict):
            yield plain_fact(Kind.LABEL, (*path, key), about, visible(key), raw)
    for substance, row in rows.items():
        place: KeyPath = (*path, "contents", substance)
        if isinstance(row, dict):
            yield from _content_facts(place, about, row, names)
        else:
            yield plain_fact(Kind.LABEL, place, about, visible(substance), row)


def _content_facts(
    path: KeyPath, about: str, row: Mapping[str, Any], names: Names
) -> Iterator[Item]:
    substance = str(path[-1])
    name = _content_name(substance, row, names)
    words = f"{_amounts(substance, row, names)} per serving"
    yield path, Group(Kind.LABEL, path, about, name, words, safe_table(row))
    for key, raw in row.items():
        if key in _OF or key == "amount":
            what, value = f"{name} per serving,", _amount(substance, key, raw, names)
        else:
            what, value = f"{name}, {_CALLED.get(key, visible(key))}", value_of(key, raw)
        yield (*path, key), Fact(Kind.LABEL, (*path, key), about, what, value)


def _content_name(substance: str, row: Mapping[str, Any], names: Names) -> str:
    name = row.get("name")
    return visible(name) if isinstance(name, str) else names.substance(substance)


def _amounts(substance: str, row: Mapping[str, Any], names: Names) -> str:
    keys = [key for key in ("elemental", "compound", "amount") if key in row]
    said = listed(_amount(substance, key, row[key], names).words for key in keys)
    if "standardised_to" in row:
        said += f" ({value_of('standardised_to', row['standardised_to']).words})"
    return said


def _amount(substance: str, key: str, raw: Any, names: Names) -> Value:
    value = value_of(key, raw)
    if key == "amount":
        return names.with_basis(value, substance, None)
    return value if value.words == quoted(raw) else value._replace(words=value.words + _OF[key])
