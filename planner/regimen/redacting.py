"""A regimen as it is shared: whole, and without its person unless somebody asks for more."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

from planner.regimen.models import Acceptance, Product, Regimen, SharedProduct, Template
from planner.regimen.reading import Reading
from planner.regimen.writing import ACCEPTED, PRODUCTS, regimen_table, table_text, write_text

PERSON = "person"
DERIVED = "derived"
_STAYS_BEHIND = frozenset({PERSON, DERIVED, ACCEPTED})
"""The tables of which a template's field must not hold a default when its file is shared."""


def without_person(
    reading: Reading, regimen: Regimen, is_personal: Callable[[Acceptance], bool]
) -> tuple[Regimen, bytes]:
    """Return a regimen without its person and as the bytes of a file, written anew.

    What was accepted goes too where `is_personal` says that it tells something of the person, and
    so do the comments of the file, which may name anybody, and what it was derived from. Labels of
    the shelf that it refers to go along. Where there is nothing to leave out or to add, the bytes
    are those that were read.
    """
    whole = with_own_labels(regimen)
    kept = tuple(each for each in whole.accepted if not is_personal(each))
    template = _without_defaults(whole.template)
    left = whole.model_copy(
        update={"person": None, "accepted": kept, "derived": None, "template": template}
    )
    if left == reading.regimen:
        return left, reading.data
    if left.template is None:
        return left, write_text(left).encode()
    table = _table_of(reading, left)
    for key in (PERSON, DERIVED):
        table.pop(key, None)
    for field in table["template"].get("fields", {}).values():
        if stays_behind(field["key"]):
            field.pop("default", None)
    # not the rows of the file: a field of the template may have given those that hold
    table[ACCEPTED] = regimen_table(left).get(ACCEPTED, [])
    return left, table_text({key: value for key, value in table.items() if value != []}).encode()


def stays_behind(key: str) -> bool:
    """Whether the default of a template's field with this key path tells something of a person.

    That of the whole person does as well as that of one thing about them: `person`, `person.age`.
    """
    return key.partition(".")[0].strip() in _STAYS_BEHIND


def self_contained(reading: Reading, regimen: Regimen) -> tuple[Regimen, bytes]:
    """Return a regimen with the labels of the shelf in it, and as the bytes of a file.

    Where it refers to none the bytes are those that were read; else they are written anew.
    """
    whole = with_own_labels(regimen)
    if whole is regimen:
        return regimen, reading.data
    if whole.template is None:
        return whole, write_text(whole).encode()
    return whole, table_text(_table_of(reading, whole)).encode()


def with_own_labels(regimen: Regimen) -> Regimen:
    """Return a regimen that holds itself the labels of the shelf that it refers to."""
    if not any(isinstance(product, SharedProduct) for product in regimen.products.values()):
        return regimen
    products = {name: own_label(product) for name, product in regimen.products.items()}
    return regimen.model_copy(update={"products": products})


def own_label(product: Product) -> Product:
    """Return a label as a regimen holds it itself."""
    if not isinstance(product, SharedProduct):
        return product
    return Product(**{key: getattr(product, key) for key in Product.model_fields})


def _table_of(reading: Reading, regimen: Regimen) -> dict[str, Any]:
    """Return the table of a template's file, with the labels in it that it refers to.

    What a template leaves to be filled in stands in its file only.
    """
    table = tomllib.loads(reading.text.replace("\r\n", "\n"))
    held = table.get(PRODUCTS, {})
    labels = regimen_table(regimen).get(PRODUCTS, {})
    lacked = {name: label for name, label in labels.items() if name not in held}
    if lacked:
        table[PRODUCTS] = {**held, **lacked}
    return {key: table[key] for key in Regimen.model_fields if key in table}


def _without_defaults(template: Template | None) -> Template | None:
    """Return a template whose fields for the person have no defaults, which would tell of one."""
    if template is None:
        return None
    fields = {
        name: field.model_copy(update={"default": None}) if stays_behind(field.key) else field
        for name, field in template.fields.items()
    }
    return template.model_copy(update={"fields": fields})
