"""Edits: each takes a regimen and returns a new one; nothing is changed in place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from typing import Any, TypeVar

from planner.clock import TimeOfDay
from planner.regimen.models import Acceptance, Entry, Person, Product, Regimen

Row = TypeVar("Row")

LONGEST_NAME = 64


def with_title(regimen: Regimen, title: str) -> Regimen:
    """Return the regimen with another title."""
    return _changed(regimen, title=title)


def with_notes(regimen: Regimen, notes: str | None) -> Regimen:
    """Return the regimen with other notes; None or an empty text takes them out."""
    return _changed(regimen, notes=notes or None)


def with_bedtime(regimen: Regimen, bedtime: TimeOfDay | None) -> Regimen:
    """Return the regimen with another bedtime."""
    return _changed(regimen, bedtime=bedtime)


def with_weeks(regimen: Regimen, weeks: int | None) -> Regimen:
    """Return the regimen with another planned length in weeks."""
    return _changed(regimen, weeks=weeks)


def with_person(regimen: Regimen, **changes: Any) -> Regimen:
    """Return the regimen with facts about the person changed; a person without facts goes."""
    facts = (regimen.person or Person()).model_dump() | changes
    person = Person(**facts)
    return _changed(regimen, person=None if person == Person() else person)


def with_entry(regimen: Regimen, name: str, entry: Entry) -> Regimen:
    """Return the regimen with an entry added, or replaced where the name exists."""
    return _changed(regimen, entries={**regimen.entries, name: entry})


def without_entry(regimen: Regimen, name: str) -> Regimen:
    """Return the regimen without an entry, and without a product that only it has taken."""
    gone = regimen.entries.get(name)
    entries = _without(regimen.entries, name)
    products: Mapping[str, Product] = regimen.products
    if gone and gone.product and not any(row.product == gone.product for row in entries.values()):
        products = _without(products, gone.product)
    return _changed(regimen, entries=entries, products=dict(products))


def duplicate_entry(regimen: Regimen, name: str) -> tuple[Regimen, str]:
    """Return the regimen with a copy of an entry right behind it, and the name of the copy.

    Raises:
        KeyError: there is no such entry.
    """
    copied = regimen.entries[name]
    new_name = free_name(name, regimen.entries)
    entries: dict[str, Entry] = {}
    for each, entry in regimen.entries.items():
        entries[each] = entry
        if each == name:
            entries[new_name] = copied
    return _changed(regimen, entries=entries), new_name


def with_product(regimen: Regimen, name: str, product: Product) -> Regimen:
    """Return the regimen with a product added, or replaced where the name exists."""
    return _changed(regimen, products={**regimen.products, name: product})


def with_acceptance(regimen: Regimen, acceptance: Acceptance) -> Regimen:
    """Return the regimen with a warning accepted."""
    return _changed(regimen, accepted=(*regimen.accepted, acceptance))


def free_name(wanted: str, taken: Container[str]) -> str:
    """Return an identifier near a wanted name that is not taken: `night-mag`, `night-mag-2`."""
    plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_NAME - 5] or "entry"
    stem = re.sub(r"-\d+$", "", base) if base in taken else base
    name, number = base, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


def _without(rows: Mapping[str, Row], name: str) -> dict[str, Row]:
    return {each: row for each, row in rows.items() if each != name}


def _changed(regimen: Regimen, **changes: Any) -> Regimen:
    """Return a validated copy, so that no edit can make a regimen that could not be read."""
    facts = {key: getattr(regimen, key) for key in Regimen.model_fields} | changes
    return Regimen(**facts)
