"""Filling a template in a form: what each field asks, and the regimen as filled so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planner.catalogue import Catalogue
from planner.judge import judge
from planner.judge.findings import Severity, Verdict
from planner.library.home import with_shelf
from planner.regimen.filling import Field, Source, fill, typed
from planner.regimen.models import Regimen
from planner.regimen.positions import KeyPath
from planner.regimen.reading import Reading
from planner.regimen.templates import fill_defaults
from planner.regimen.values import value_of
from planner.wording import quoted

MOST_FIELDS = 60
"""Fields that a form has room and time for; no template of an evening comes near it."""

_HINTS = {
    "name": "a code instead of a name, such as C-041",
    "bedtime": "a time of the evening, such as 22:30",
    "when": "such as 60 min before bed, at bedtime or 21:00; a comma between several",
    "days": "such as mon, wed, fri",
    "weeks": "a whole number of weeks",
    "start": "a date, such as 2026-12-01",
    "age": "whole years",
    "country": "two letters, such as US or DE, or EU",
    "conditions": "ids with a comma between, such as pregnancy",
    "standardised_to": "a percentage, such as 5 %",
    "daily_value": "a percentage, such as 48 %",
    "price": "an amount of money, such as 18.90 EUR",
    "basis": "elemental or compound",
    "substance": "an id of the catalogue, such as magnesium-citrate",
    "product": "an id of a product",
    **dict.fromkeys(
        ("dose", "serving", "pack", "amount", "elemental", "compound"),
        "an amount, such as 300 mg or 2 capsules",
    ),
}
"""What is written into a field, by the last part of its key."""
_TEXT = "a text"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field as a form asks it."""

    field: Field
    start: Any
    """The value that it begins with, as a file holds it; None where it has to be filled."""

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.field.name

    @property
    def needed(self) -> bool:
        """Whether a plan cannot be made without a value from a person."""
        return self.start is None

    @property
    def text(self) -> str:
        """What stands in the field at first."""
        return "" if self.start is None else shown_value(self.start)

    @property
    def is_fixed(self) -> bool:
        """Whether its value is no text of one line, so that a form leaves it as it is."""
        return self.start is not None and not _is_plain(self.start)

    @property
    def hint(self) -> str:
        """What may be written into it."""
        path = self.field.path
        if path[-1] == "name" and path[0] != "person":
            return _TEXT
        return _HINTS.get(path[-1], _TEXT)


@dataclass(frozen=True, slots=True)
class Made:
    """The plan as it is filled so far."""

    values: Mapping[str, Any]
    """What was filled in for this person, by field: what differs from the template."""
    reading: Reading
    problems: Mapping[str, str]
    """What is wrong, by field, or by key path where no field is to blame."""
    needed: tuple[str, ...]
    """Fields that are still to be filled."""
    understood: Mapping[str, str]
    """How the value of a field was read."""
    verdict: Verdict | None
    """What the judge says of it; keys that are still to be filled are excused."""

    @property
    def regimen(self) -> Regimen | None:
        """The plan, or None while something is missing or wrong."""
        return None if self.problems or self.needed else self.reading.regimen


def asked_of(source: Source) -> tuple[Asked, ...]:
    """Return the fields of a template in their order, each with the value that it begins with."""
    table = fill_defaults(dict(source.table))
    return tuple(Asked(field, _at(table, field.path)) for field in source.fields.values())


def shown_value(value: Any) -> str:
    """Return a value of a file as a person types it."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def filled_with(
    source: Source,
    texts: Mapping[str, str],
    path: Path,
    catalogue: Catalogue,
    country: str | None = None,
) -> Made:
    """Return the plan that texts for the fields of a template give, with its verdict.

    An empty text is none: the template's own value counts then. `path` is where the plan would
    lie, so that labels of the shelf there are known.
    """
    asked = {each.name: each for each in asked_of(source)}
    values = {
        name: value
        for name, text in texts.items()
        if text.strip() and not _is_start(asked[name], value := typed(asked[name].field.path, text))
    }
    filled = fill(source, values)
    needed = tuple(name for name, each in asked.items() if each.needed and name not in values)
    problems = {name: said for name, said in filled.problems if name not in needed}
    reading = with_shelf(filled.reading, path)
    for each in reading.problems[len(filled.reading.problems) :]:  # a label of the shelf
        problems.setdefault(".".join(map(str, each.key)), each.message)
    open_keys = {asked[name].field.path for name in needed}
    verdict = _verdict(reading, open_keys, catalogue, country)
    for name in values:
        if said := _error_at(asked[name].field.path, verdict):
            problems.setdefault(name, said)
    understood = {
        name: _understood(each, values.get(name), verdict)
        for name, each in asked.items()
        if name in values or not each.needed
    }
    return Made(values, reading, problems, needed, understood, verdict)


def _verdict(
    reading: Reading, open_keys: set[tuple[str, ...]], catalogue: Catalogue, country: str | None
) -> Verdict | None:
    if reading.regimen is None:
        return None
    # what is wrong is told beside the field; the entry that it breaks is not judged
    keys: set[KeyPath] = {*open_keys, *(problem.key for problem in reading.problems)}
    return judge(
        reading.regimen,
        catalogue,
        country,
        broken=reading.broken,
        unfilled=frozenset(keys),
        on_shelf=reading.on_shelf,
    )


def _error_at(path: tuple[str, ...], verdict: Verdict | None) -> str:
    """Return what the judge finds wrong with the value of a key, or an empty text."""
    for finding in verdict.findings if verdict else ():
        if finding.severity is Severity.ERROR and finding.path[: len(path)] == path:
            return finding.message
    return ""


def _is_start(asked: Asked, value: Any) -> bool:
    if asked.start is None:
        return False
    key = asked.field.path[-1]
    return value_of(key, asked.start).same == value_of(key, value).same


def _understood(asked: Asked, value: Any, verdict: Verdict | None) -> str:
    """Return how a value is read, what it gives of a substance, and whether a person filled it."""
    path = asked.field.path
    raw = asked.start if value is None else value
    read = value_of(path[-1], raw).words
    if isinstance(raw, str) and read == quoted(raw):  # a text says itself what it is
        read = read[1:-1]
    said = [read]
    if path[0] == "entries" and path[-1] == "dose" and verdict is not None:
        rows = (row for row in verdict.schedule if row.entry == path[1])
        gives = list(dict.fromkeys(each for row in rows for each in row.gives))
        said = gives if gives and _says(gives[0], read) else [read, *gives]
    if value is None:
        said.append("as the template has it")
    return ", ".join(said)


def _says(gives: str, read: str) -> bool:
    """Whether what a dose gives begins with that dose itself: it is not told twice then."""
    return gives.replace("\u00a0", " ").startswith(f"{read} ".replace("\u00a0", " "))


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) for each in value)
    return isinstance(value, (str, int, date)) and not isinstance(value, bool)


def _at(table: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    place: Any = table
    for part in path:
        if not isinstance(place, dict):
            return None
        place = place.get(part)
    return place


def fixed_words(asked: Asked) -> str:
    """Return the value of a field that a form leaves as it is."""
    return value_of(asked.field.path[-1], asked.start).words
