"""A regimen as it is shared: whole, and without its person unless somebody asks for more."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from planner.regimen.models import Acceptance, Product, Regimen, SharedProduct, Template
from planner.regimen.reading import Reading
from planner.regimen.writing import ACCEPTED, PRODUCTS, regimen_table, table_text, write_text

PERSON = "person"
PERSON_KEYS = f"{PERSON}."
"""What the keys of a template's fields begin with that tell something of the person."""


def without_person(
    reading: Reading, regimen: Regimen, is_personal: Callable[[Acceptance], bool]
) -> tuple[Regimen, bytes]:
    """Return a regimen without its person and as the bytes of a file, written anew.

    What was accepted goes too where `is_personal` says that it tells something of the person, and
    so do the comments of the file, which may name anybody, and what it was derived from. Labels of
    the shelf that it refers to go along. Where there is nothing to leave out or to add, the bytes
    are those that were read.
    """
    regimen = with_own_labels(regimen)
    kept = tuple(each for each in regimen.accepted if not is_personal(each))
    template = _without_defaults(regimen.template)
    left = regimen.model_copy(
        update={"person": None, "accepted": kept, "derived": None, "template": template}
    )
    if left == reading.regimen:
        return regimen, reading.data
    if regimen.template is None:
        return left, write_text(left).encode()
    # what a template leaves to be filled in stands in its file only
    table = tomllib.loads(reading.text.replace("\r\n", "\n"))
    table.pop(PERSON, None)
    written = regimen_table(left)
    if PRODUCTS in written:
        table[PRODUCTS] = table.get(PRODUCTS, {}) | written[PRODUCTS]
    for field in table["template"].get("fields", {}).values():
        if field["key"].startswith(PERSON_KEYS):
            field.pop("default", None)
    rows = table.get(ACCEPTED, [])
    table[ACCEPTED] = [
        row
        for row, accepted in zip(rows, regimen.accepted, strict=True)
        if not is_personal(accepted)
    ]
    return left, table_text({key: value for key, value in table.items() if value != []}).encode()


def with_own_labels(regimen: Regimen) -> Regimen:
    """Return a regimen that holds itself the labels of the shelf that it refers to."""
    if not any(isinstance(product, SharedProduct) for product in regimen.products.values()):
        return regimen
    products = {name: own_label(product) for name, product in regimen.products.items()}
    return regimen.model_copy(update={"products": products})


def own_label(product: Product) -> Product:
    """Return a label as a regimen holds it itself."""
    return Product(**dict(product)) if isinstance(product, SharedProduct) else product


def _without_defaults(template: Template | None) -> Template | None:
    """Return a template whose fields for the person have no defaults, which would tell of one."""
    if template is None:
        return None
    fields = {
        name: field.model_copy(update={"default": None})
        if field.key.startswith(PERSON_KEYS)
        else field
        for name, field in template.fields.items()
    }
    return template.model_copy(update={"fields": fields})
