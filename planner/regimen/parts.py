"""The parts of a regimen that belong together, so that two changes of it never mix in one of them.

Substance, dose, basis and strength of an entry are one part; its times are another. The label of a
product is one, and counts with every entry that takes it: two capsules of one bottle are not two of
another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from planner.regimen.models import Product, Regimen
from planner.regimen.redacting import own_label
from planner.regimen.values import value_of
from planner.regimen.writing import PRODUCTS, regimen_table

Table = Mapping[str, Any]
"""A regimen as a file holds it."""
Part = tuple[str, ...]
"""Path of a part: `("bedtime",)`, `("entries", "magnesium", "taken")`, or a whole entry."""
Labels = Mapping[str, Table]
"""Labels by the id under which entries take them, each as a file holds it."""

ENTRIES = "entries"
TAKEN, TIMES, REASON, LABEL = "taken", "times", "reason", "label"
ENTRY_PARTS: Mapping[str, tuple[str, ...]] = {
    TAKEN: ("substance", "product", "name", "dose", "phases", "basis", "standardised_to"),
    TIMES: ("when", "days"),
    REASON: ("reason",),
}
"""The parts of an entry, and the keys that belong to each."""
_WITHIN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    ENTRIES: ENTRY_PARTS,
    PRODUCTS: {LABEL: ("name", "serving", "contents"), "pack": ("pack",), "price": ("price",)},
}
"""The parts of an entry and of a product, and the keys that belong to each."""
_WORDS = {
    TAKEN: "what is taken",
    TIMES: "when it is taken",
    REASON: "why it is taken",
    LABEL: "its label",
    "pack": "its pack",
    "price": "its price",
}


def parts_of(*tables: Table) -> Iterator[Part]:
    """Yield every part that one of the tables has, each once, in the order of the format.

    An entry or product that one of them lacks is one part as a whole.
    """
    seen: dict[Part, None] = {}
    for table in tables:
        for key, value in table.items():
            if key in _WITHIN:
                for name in value:
                    whole = not all(name in each.get(key, {}) for each in tables)
                    inner = [()] if whole else [(part,) for part in _WITHIN[key]]
                    seen.update({(key, name, *each): None for each in inner})
            elif key in ("person", "medicines"):
                seen.update({(key, name): None for name in value})
            else:
                seen[(key,)] = None
    order = {key: place for place, key in enumerate(Regimen.model_fields)}
    yield from sorted(seen, key=lambda part: order[part[0]])


def values_of_part(table: Table, part: Part) -> dict[str, Any]:
    """Return what a table has of a part, by key path; nothing where it has none of it."""
    rows = table.get(part[0])
    if len(part) == 1:
        return {} if rows is None else {part[0]: rows}
    row = rows.get(part[1]) if isinstance(rows, Mapping) else None
    start = f"{part[0]}.{part[1]}"
    if row is None:
        return {}
    if part[0] not in _WITHIN:
        return {start: row}
    keys = row if len(part) == 2 else _WITHIN[part[0]][part[2]]
    return {f"{start}.{key}": row[key] for key in keys if key in row}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two values by key path mean the same: 0.2 g is 200 mg."""
    return one.keys() == other.keys() and all(
        _meaning(key, one[key]) == _meaning(key, other[key]) for key in one
    )


def set_part(table: dict[str, Any], part: Part, values: Mapping[str, Any]) -> None:
    """Make a table have of a part what is given; an entry or product without anything goes."""
    if len(part) == 1:
        table.pop(part[0], None)
        table.update(values)
        return
    rows = dict(table.get(part[0], {}))
    if part[0] in _WITHIN:
        dropped = rows.get(part[1], {}) if len(part) == 2 else _WITHIN[part[0]][part[2]]
        row = {key: value for key, value in rows.get(part[1], {}).items() if key not in dropped}
        row |= {path.rsplit(".", 1)[-1]: value for path, value in values.items()}
    else:
        row = next(iter(values.values()), {})
    rows.pop(part[1], None)
    if row != {} or (values and part[0] not in _WITHIN):
        rows[part[1]] = row
    table[part[0]] = rows
    if not rows:
        del table[part[0]]


def is_taken(part: Part) -> bool:
    """Whether a part says what an entry takes."""
    return part[0] == ENTRIES and (len(part) == 2 or part[2] == TAKEN)


def is_label(part: Part) -> bool:
    """Whether a part says what a product holds."""
    return part[0] == PRODUCTS and (len(part) == 2 or part[2] == LABEL)


def product_of(table: Table, entry: str) -> str | None:
    """Return the id of the product that an entry takes, or None."""
    product: str | None = table.get(ENTRIES, {}).get(entry, {}).get("product")
    return product


def takers(table: Table, product: str) -> list[str]:
    """Return the entries that take a product."""
    return [name for name in table.get(ENTRIES, {}) if product_of(table, name) == product]


def label_of(table: Table, product: str, shelf: Labels) -> Any:
    """Return the meaning of a label: that of the table itself, else that of a shelf, else None."""
    own = table.get(PRODUCTS, {}).get(product)
    row = own if own is not None else shelf.get(product)
    if row is None:
        return None
    keys = _WITHIN[PRODUCTS][LABEL]
    return {key: _meaning(key, row[key]) for key in keys if key in row}


def labels_of(products: Mapping[str, Product]) -> dict[str, Table]:
    """Return labels, those of a shelf too, as a file holds them."""
    own = {name: own_label(product) for name, product in products.items()}
    return dict(regimen_table(Regimen(title="labels", products=own)).get(PRODUCTS, {}))


def part_words(part: Part) -> str:
    """Return a part in words: `magnesium, what is taken`."""
    if len(part) == 3:
        return f"{part[1]}, {_WORDS[part[2]]}"
    if len(part) == 2 and part[0] in _WITHIN:
        return part[1]
    return ", ".join(part)


def _meaning(path: str, value: Any) -> Any:
    key = path.rsplit(".", 1)[-1]
    if isinstance(value, Mapping):
        return {name: _meaning(name, each) for name, each in value.items()}
    return value_of(key, value).same
