"""Filling a template: texts for its fields become a regimen, and each problem names its field."""

from __future__ import annotations

import copy
import hashlib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.regimen.models import Regimen
from planner.regimen.positions import KeyPath
from planner.regimen.problems import Problem
from planner.regimen.reading import Reading, read_table
from planner.regimen.templates import excused, fill_defaults
from planner.wording import did_you_mean, quoted

TEMPLATE = "template"
DERIVED = "derived"

_VERSION_LENGTH = 12
_NOT_SET = frozenset({"format", TEMPLATE, DERIVED, "accepted"})
"""What a value of a person cannot set."""
_LISTS = frozenset({"conditions", "days", "when"})
_WHOLE = re.compile(r"\d{1,6}")
_BETWEEN = re.compile(r"[,;|]")


class NotATemplateError(Exception):
    """A file that is no template, or cannot be used as one; `str()` of it says why."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a template: the key that it fills, and what it asks."""

    name: str
    path: tuple[str, ...]
    prompt: str
    default: Any = None

    @property
    def key(self) -> str:
        """The key path that it fills, in one word."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Source:
    """A template as plans are made from it."""

    name: str
    table: Mapping[str, Any]
    """All that its file holds."""
    data: bytes
    """The bytes of its file, from which a later version can be told apart."""

    @property
    def description(self) -> str:
        """What it is for."""
        return str(self.table[TEMPLATE]["description"])

    @property
    def fields(self) -> dict[str, Field]:
        """Its fields by their names, in the order of the file."""
        found = {}
        for name, row in self.table[TEMPLATE].get("fields", {}).items():
            path = tuple(row["key"].split("."))
            found[name] = Field(name, path, row["prompt"], row.get("default"))
        return found

    @property
    def version(self) -> str:
        """Which state of the template it is: the start of a SHA-256 of all that it gives.

        Comments, order, layout, its description and its prompts give nothing, and do not count.
        """
        gives = {key: value for key, value in self.table.items() if key != TEMPLATE}
        fields = {name: [each.key, each.default] for name, each in self.fields.items()}
        text = json.dumps([gives, fields], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:_VERSION_LENGTH]


@dataclass(frozen=True, slots=True)
class Filled:
    """What filling a template gave."""

    reading: Reading
    """The regimen, as if it had been read from a file; nothing is left to be filled."""
    problems: tuple[tuple[str, str], ...]
    """(field or key path, message) of each value that is missing or cannot be used."""

    @property
    def regimen(self) -> Regimen | None:
        """The regimen, or None where there is a problem."""
        return None if self.problems else self.reading.regimen


def source_of(reading: Reading, name: str) -> Source:
    """Return what was read of a template's file as plans are made from it.

    Raises:
        NotATemplateError: it is no template, or has errors.
    """
    if reading.problems:
        first = reading.problems[0]
        line = reading.line(first.line, first.key)
        more = len(reading.problems) - 1
        also = f" (and {more} more)" if more else ""
        raise NotATemplateError(f"{name}: line {line}: {first.message}{also}")
    source = rough_source(reading, name)
    if source is None:
        raise NotATemplateError(
            f"{name} is no template: it has no table [template] with a description;"
            " planner template new makes one from it"
        )
    return source


def rough_source(reading: Reading, name: str) -> Source | None:
    """Return a template as far as its own table goes, whatever errors the rest of it has.

    None where that table is missing or has errors itself.
    """
    if reading.regimen is None or reading.regimen.template is None:
        return None
    return Source(name, tomllib.loads(reading.text.replace("\r\n", "\n")), reading.data)


def fill(source: Source, values: Mapping[str, Any]) -> Filled:
    """Return the regimen that a template gives with values for its fields.

    `values` has the value of a field by its name, or of any key by its path; each is what the
    file would hold. What a field defaults to counts where no value is given.
    """
    fields = source.fields
    problems: list[tuple[str, str]] = []
    defaulted = fill_defaults(copy.deepcopy(dict(source.table)))
    # what somebody accepted holds for the one plan in which it was seen
    left_out = (TEMPLATE, "accepted")
    table = {key: value for key, value in defaulted.items() if key not in left_out}
    names = {field.path: name for name, field in fields.items()}
    placed: dict[tuple[str, ...], str] = {}
    for name, value in values.items():
        path, message = target(source, name)
        message = message or _overlap(path, placed) or _put(table, path, value)
        if message:
            problems.append((name, message))
        placed[path] = names[path] = name
    said = {name for name, _ in problems}
    missing: list[KeyPath] = []
    for name, field in fields.items():
        if field.default is not None and not has_key(table, field.path):
            _put(table, field.path, field.default)  # where not even its table is there
        if name not in said and not has_key(table, field.path):
            problems.append((name, f"is not filled: {field.prompt}"))
            said.add(name)
            missing.append(field.path)
    table[DERIVED] = _derived(source, values)
    reading = read_table(table)
    for problem in reading.problems:
        name = _name_of(problem, names)
        if name not in said and problem.key not in excused(missing):
            problems.append((name, problem.message))
            said.add(name)
    return Filled(reading, tuple(problems))


def _overlap(path: tuple[str, ...], placed: Mapping[tuple[str, ...], str]) -> str:
    """Return which value fills the same key as one at a path, or an empty text."""
    for other, name in placed.items():
        length = min(len(path), len(other))
        if path[:length] == other[:length]:
            return f"fills {'.'.join(path)}, which {quoted(name)} fills already"
    return ""


def target(source: Source, name: str) -> tuple[tuple[str, ...], str]:
    """Return the key path that a name stands for, and what is wrong with it or an empty text.

    A name is that of a field, or a key path such as `person.age`.
    """
    fields = source.fields
    if name in fields:
        return fields[name].path, ""
    path = tuple(name.split("."))
    if path[0] in _NOT_SET:
        return path, f"{quoted(path[0])} cannot be set here"
    known = [*fields, *sorted(set(Regimen.model_fields) - _NOT_SET - {"template"})]
    if path[0] not in Regimen.model_fields:
        offer = did_you_mean(name, known)
        return path, f"is no field of the template, and no key of a regimen.{offer}"
    rows = source.table.get(path[0])
    if path[0] in ("entries", "products") and len(path) > 1:
        names = rows if isinstance(rows, dict) else {}
        if path[1] not in names:
            offer = did_you_mean(path[1], names)
            return path, f"the template has no {quoted('.'.join(path[:2]))}.{offer}"
    return path, ""


def typed(path: tuple[str, ...], text: str) -> Any:
    """Return what a file would hold at a key path for what somebody typed.

    Whole numbers, dates and lists get their type where the key has it; all else stays text, and
    so does what cannot be read, so that reading it says what is wrong.
    """
    text = text.strip()
    key = path[-1]
    if (key == "weeks" or path == ("person", "age")) and _WHOLE.fullmatch(text):
        return int(text)
    if key == "start":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if key in _LISTS:
        items = [each.strip() for each in _BETWEEN.split(text) if each.strip()]
        if key == "conditions":
            items = [each for item in items for each in item.split()]
        return items if key != "when" or len(items) != 1 else items[0]
    return text


def values_of(made: Source, regimen: Regimen, now: Source | None = None) -> dict[str, Any]:
    """Return the values that filled a template, as a regimen made from it has them today.

    `made` is the template as it was when the regimen was made. With `now`, its later state, a value
    goes to the field that fills its key by then. A regimen that does not say what was filled has
    values for the fields without a default.
    """
    from planner.regimen.writing import regimen_table

    table = regimen_table(regimen)
    values = {}
    for name in _filled(made, regimen):
        path, message = target(made, name)
        value = _at(table, path)
        if message or value is None:
            continue
        known = name if now is None else _known_now(now, name, path)
        if not target(now or made, known)[1]:
            values[known] = value
    return values


def filled_keys(made: Source, regimen: Regimen) -> frozenset[str]:
    """Return the key paths that were filled for the person of a regimen."""
    return frozenset(".".join(target(made, name)[0]) for name in _filled(made, regimen))


def _filled(made: Source, regimen: Regimen) -> Iterable[str]:
    if regimen.derived is not None and regimen.derived.filled is not None:
        return regimen.derived.filled
    return [name for name, field in made.fields.items() if field.default is None]


def _known_now(source: Source, name: str, path: tuple[str, ...]) -> str:
    """Return the field that fills a key by now, whatever it is called, else the key path.

    A field of the same name that fills another key by now is another question: the answer to the
    old one is none to it.
    """
    field = source.fields.get(name)
    if field is not None and field.path == path:
        return name
    same = (name for name, field in source.fields.items() if field.path == path)
    return next(same, ".".join(path))


def _derived(source: Source, values: Mapping[str, Any]) -> dict[str, Any]:
    derived: dict[str, Any] = {TEMPLATE: source.name, "version": source.version}
    if values:
        derived["filled"] = list(values)
    return derived


def _put(table: dict[str, Any], path: tuple[str, ...], value: Any) -> str:
    """Put a value into a table, and return what is in its way or an empty text."""
    place = table
    for part in path[:-1]:
        inner = place.setdefault(part, {})
        if not isinstance(inner, dict):
            return f"{quoted(part)} is no table, so nothing in it can be set"
        place = inner
    place[path[-1]] = copy.deepcopy(value)
    return ""


def has_key(table: Mapping[str, Any], path: tuple[str, ...]) -> bool:
    """Whether a table has a key at a path."""
    return _at(table, path) is not None


def _at(table: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    place: Any = table
    for part in path:
        if not isinstance(place, dict) or part not in place:
            return None
        place = place[part]
    return place


def _name_of(problem: Problem, names: Mapping[tuple[str, ...], str]) -> str:
    """Return the field that a problem is about, else its key path."""
    key: KeyPath = problem.key
    path = tuple(map(str, key))
    for length in range(len(path), 0, -1):
        if path[:length] in names:
            return names[path[:length]]
    return ".".join(path) or "regimen"
