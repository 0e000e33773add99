"""Templates: regimen files whose fields are filled before a plan is made from them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from planner.regimen.positions import KeyPath

_LONGEST_PATH = 8
_TOLD_AT: Mapping[str | int, str] = {"product": "substance", "phases": "dose"}


def fill_defaults(table: dict[str, Any]) -> dict[str, Any]:
    """Return the table with the defaults of its template's fields where a key is not given."""
    defaults = [(path, field["default"]) for path, field in _fields(table) if "default" in field]
    if not defaults:
        return table
    filled = copy.deepcopy(table)
    for path, default in defaults:
        place: Any = filled
        for part in path[:-1]:
            place = place.get(part) if isinstance(place, dict) else None
        if isinstance(place, dict):
            place.setdefault(path[-1], copy.deepcopy(default))
    return filled


def unfilled_keys(table: Mapping[str, Any]) -> frozenset[KeyPath]:
    """Return the keys that a template leaves to be filled: without a default and not given."""
    return frozenset(
        path for path, field in _fields(table) if "default" not in field and not _given(table, path)
    )


def excused(unfilled: Iterable[KeyPath]) -> frozenset[KeyPath]:
    """Return the keys whose absence a template excuses: those that it leaves to be filled.

    An entry takes a substance or a product, at a dose or in phases; that it has neither is told at
    the first of the two, also where it is the other that is left to be filled.
    """
    keys = frozenset(unfilled)
    return keys | {
        (*key[:2], _TOLD_AT[key[2]])
        for key in keys
        if len(key) == 3 and key[0] == "entries" and key[2] in _TOLD_AT
    }


def _given(table: Mapping[str, Any], path: Iterable[str | int]) -> bool:
    place: Any = table
    for part in path:
        if not isinstance(place, dict) or part not in place:
            return False
        place = place[part]
    return True


def _fields(table: Mapping[str, Any]) -> Iterable[tuple[KeyPath, Mapping[str, Any]]]:
    template = table.get("template")
    fields = template.get("fields") if isinstance(template, dict) else None
    if not isinstance(fields, dict):
        return
    for field in fields.values():
        key = field.get("key") if isinstance(field, dict) else None
        if isinstance(key, str):
            path = tuple(key.split("."))
            if len(path) <= _LONGEST_PATH:
                yield path, field
