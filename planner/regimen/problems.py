"""What is wrong with a regimen file, in words a layman can act on, and what is left without it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from planner.regimen.fields import INVALID_AMOUNT, INVALID_FIELD, INVALID_TIME
from planner.regimen.models import (
    Acceptance,
    Content,
    Derived,
    Entry,
    MedicineTaken,
    Person,
    Phase,
    Product,
    Regimen,
    Table,
    Template,
    TemplateField,
)
from planner.regimen.positions import KeyPath
from planner.wording import did_you_mean, listed, quoted, visible

MOST_PROBLEMS = 1000
"""Problems of one file that are told; the rest are counted."""

UNTITLED = "Untitled"
"""Stands in for a title that could not be read, so that the rest can be judged."""

_OWN_CODES = frozenset({INVALID_AMOUNT, INVALID_FIELD, INVALID_TIME})

_TABLES: Mapping[tuple[str, ...], type[Table]] = {
    (): Regimen,
    ("person",): Person,
    ("medicines", "*"): MedicineTaken,
    ("entries", "*"): Entry,
    ("entries", "*", "phases", "*"): Phase,
    ("products", "*"): Product,
    ("products", "*", "contents", "*"): Content,
    ("accepted", "*"): Acceptance,
    ("derived",): Derived,
    ("template",): Template,
    ("template", "fields", "*"): TemplateField,
}


class Problem(NamedTuple):
    """Something in a file that cannot be read or used."""

    code: str
    key: KeyPath
    """Path of the key; items of lists are counted from 1."""
    message: str
    line: int | None = None
    """The line, where it is not that of the key."""


class BrokenEntry(NamedTuple):
    """What could be seen of an entry that holds an error: enough to know what it may contain."""

    takes: str | None = None
    is_product: bool = False
    contents: frozenset[str] = frozenset()
    """Ids of the substances that it names, itself or through its product."""


def explain(error: ValidationError, table: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return every problem that validation found, and those of keys that do not go together."""
    details = error.errors(include_url=False)
    problems = [_explain_one(each) for each in details[:MOST_PROBLEMS]]
    if len(details) > MOST_PROBLEMS:
        more = f"and {len(details) - MOST_PROBLEMS} more problems like these"
        problems.append(Problem(INVALID_FIELD, (), more))
    seen = {problem.key for problem in problems}
    for path, message in _shape_problems(table):
        if path not in seen:
            problems.append(Problem(INVALID_FIELD, path, message))
            seen.add(path)
    return tuple(problems)


def _explain_one(details: ErrorDetails) -> Problem:
    location = list(details["loc"])
    kind = details["type"]
    if location and location[-1] == "[key]":
        location.pop()
        name = str(location[-1])
        offer = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())[:64]
        message = (
            f"{quoted(name)} cannot be a name here: expected 1 to 64 of a-z, 0-9 and -"
            f", such as {quoted(offer.strip('-') or 'magnesium')}"
        )
        return Problem(INVALID_FIELD, _count_from_one(location), message)
    context = details.get("ctx") or {}
    if "key" in context:
        location.append(context["key"])
    path = _count_from_one(location)
    if kind in _OWN_CODES:
        return Problem(kind, path, str(context.get("message", details["msg"])))
    if kind == "missing":
        return Problem(INVALID_FIELD, path, f"the key {visible(str(path[-1]))} is missing")
    if kind == "extra_forbidden":
        return Problem(INVALID_FIELD, path, _unknown_key(path))
    wanted = {
        "model_type": "a table",
        "model_attributes_type": "a table",
        "dict_type": "a table",
        "tuple_type": "a list",
        "literal_error": f"{context.get('expected')}",
        "too_short": "at least one substance in it",
    }.get(kind, "something else")
    return Problem(INVALID_FIELD, path, f"read {_short(details['input'])}, expected {wanted}")


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "an empty table" if not value else "a table"
    return "a list" if isinstance(value, list) else quoted(value)


_A_LABEL = "A file with [product] is a label of a shelf: planner product check judges those."


def _unknown_key(path: KeyPath) -> str:
    known = known_keys(path[:-1])
    name = str(path[-1])
    message = f"unknown key {quoted(name)}.{did_you_mean(name, known)}"
    message = f"{message} Known here: {listed(known)}." if known else message
    return f"{message} {_A_LABEL}" if tuple(path) == ("product",) else message


def known_keys(path: Sequence[str | int]) -> list[str]:
    """Return the keys of the table at a path; none where there is no such table in a regimen."""
    for pattern, model in _TABLES.items():
        if len(pattern) == len(path) and all(
            wanted in ("*", part) for wanted, part in zip(pattern, path, strict=True)
        ):
            return list(model.model_fields)
    return []


def _count_from_one(location: Iterable[str | int]) -> KeyPath:
    return tuple(part + 1 if isinstance(part, int) else part for part in location)


def _shape_problems(table: Mapping[str, Any]) -> Iterable[tuple[KeyPath, str]]:
    for name, entry in _rows(table, "entries"):
        for key, message in Entry.shape_problems(entry.keys()):
            yield ("entries", name, key), message
    for product_name, product in _rows(table, "products"):
        for name, content in _rows(product, "contents"):
            for key, message in Content.shape_problems(content.keys()):
                yield ("products", product_name, "contents", name, key), message


def _rows(table: Mapping[str, Any], key: str) -> Iterable[tuple[str, dict[str, Any]]]:
    rows = table.get(key)
    if isinstance(rows, dict):
        yield from ((name, row) for name, row in rows.items() if isinstance(row, dict))


def prune(
    table: Mapping[str, Any], keys: Iterable[KeyPath]
) -> tuple[dict[str, Any], dict[str, BrokenEntry]]:
    """Return the table without the parts that hold the keys, and the entries that are lost by it.

    An entry goes as a whole, and so does a product, with the entries that take it; of the person
    only the key goes.
    """
    left = copy.deepcopy(dict(table))
    entries: dict[str, dict[str, Any]] = dict(_rows(table, "entries"))
    lost: dict[str, dict[str, Any]] = {}
    for top, name in _parts(keys):
        if top == "entries":
            lost |= entries if name is None else {str(name): entries.get(str(name), {})}
        elif top == "products":
            lost |= {
                each: row
                for each, row in entries.items()
                if name is None or row.get("product") == name
            }
        _take_out(left, top, name)
    for name in lost:
        _take_out(left, "entries", name)
    return left, {name: _broken(row, table) for name, row in lost.items()}


def _parts(keys: Iterable[KeyPath]) -> list[tuple[str, str | int | None]]:
    """Return (top key, row or None) of what goes, items of lists from the last to the first."""
    parts = {(str(key[0]), key[1] if len(key) > 1 else None) for key in keys if key}
    return sorted(parts, key=lambda part: part[1] if isinstance(part[1], int) else 0, reverse=True)


def _take_out(left: dict[str, Any], top: str, name: str | int | None) -> None:
    rows = left.get(top)
    if top == "title":
        left["title"] = UNTITLED
    elif name is None or top in ("derived", "template"):
        left.pop(top, None)
    elif isinstance(rows, dict):
        rows.pop(name, None)
    elif isinstance(rows, list) and isinstance(name, int):
        del rows[name - 1 : name]
    else:
        left.pop(top, None)


def _broken(row: Mapping[str, Any], table: Mapping[str, Any]) -> BrokenEntry:
    substance, product = row.get("substance"), row.get("product")
    if isinstance(substance, str):
        return BrokenEntry(substance, contents=frozenset({substance}))
    if isinstance(product, str):
        labels = dict(_rows(table, "products"))
        contents = labels.get(product, {}).get("contents")
        ids = frozenset(contents) if isinstance(contents, dict) else frozenset()
        return BrokenEntry(product, is_product=True, contents=ids)
    return BrokenEntry()
