"""What is wrong with a template as such: fields that fill nothing, and what belongs to one person.

What it plans is judged like every regimen; this is about filling it for somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planner.regimen.filling import DERIVED, TEMPLATE, Field, Source, fill, has_key, target
from planner.regimen.positions import KeyPath
from planner.regimen.problems import known_keys
from planner.wording import did_you_mean, listed, quoted

_OF_ONE_PERSON = {
    "person": "a person: it would be that of every plan",
    "medicines": "medicines: they would be those of every plan",
    "start": "a start: it would be that of every plan",
    "accepted": "accepted warnings: no plan takes them over, for nobody has seen them there",
    DERIVED: "what it was derived from: a template stands for itself",
}
_NOT_OF_ONE = frozenset({"country"})
"""Keys of a person that a coach may give for all."""


class Doubt(NamedTuple):
    """Something about a template that a plan made from it would suffer from."""

    key: KeyPath
    message: str
    is_error: bool
    """Whether no plan can be made; else it is worth a look."""


def doubts(source: Source) -> Iterator[Doubt]:
    """Yield what is wrong with a template, and what is worth a look."""
    filled: dict[tuple[str, ...], str] = {}
    for name, field in source.fields.items():
        key: KeyPath = (TEMPLATE, "fields", name, "key")
        message = _key_problem(source, field)
        if message:
            yield Doubt(key, message, is_error=True)
        elif field.path in filled:
            other = quoted(filled[field.path])
            yield Doubt(key, f"the field {other} fills {field.key} already", is_error=True)
        elif has_key(source.table, field.path):
            told = "its default is never used" if field.default is not None else "it is never asked"
            yield Doubt(key, f"the template gives {field.key} itself, so {told}", is_error=True)
        filled.setdefault(field.path, name)
    yield from _bad_defaults(source)
    for part, words in _OF_ONE_PERSON.items():
        held = source.table.get(part)
        if part == "person" and isinstance(held, dict):
            held = {key: value for key, value in held.items() if key not in _NOT_OF_ONE}
        if held:
            yield Doubt((part,), f"holds {words}", is_error=part != "accepted")


def _key_problem(source: Source, field: Field) -> str:
    """Return why a field fills no key of a regimen, or an empty text."""
    path, message = target(source, field.key)
    if message:
        return f"{quoted(field.key)} {message}" if message.startswith("is ") else message
    for length in range(1, len(path) + 1):
        known = known_keys(path[: length - 1])
        if known and path[length - 1] not in known:
            near = did_you_mean(path[length - 1], known)
            return f"{quoted(field.key)} is no key of a regimen.{near} Known: {listed(known)}"
    if known_keys(path):
        return f"{quoted(field.key)} is a table: a field fills one key in it"
    return ""


def _bad_defaults(source: Source) -> Iterator[Doubt]:
    for name, message in fill(source, {}).problems:
        field = source.fields.get(name)
        if field is not None and field.default is not None:
            yield Doubt((TEMPLATE, "fields", name, "default"), message, is_error=True)
