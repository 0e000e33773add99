"""What a table of an own file may hold: each value read once, and told what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import PlainValidator, ValidationError
from pydantic_core import ErrorDetails

from planner.catalogue.figures import CatalogueAmount, Row, SourceId
from planner.positions import KeyPath
from planner.wording import did_you_mean, listed, quoted, visible

LONGEST_NAME = 60
LONGEST_BY = 40
LONGEST_TEXT = 500
MOST_WORDS = 20
"""Search words of a substance that are read at the most."""

MOST_ROWS = 200
"""Sources, substances or ranges of one file that are read at the most."""

MOST_TOLD = 50
"""Problems of one table that are told; the rest are counted."""

_ID = re.compile(r"[a-z0-9-]{1,64}")
_DOI = re.compile(r"10\.[0-9]{4,9}/[!-;=?-~]{1,200}")
_URL = re.compile(r"https?://[!-;=?-~]{1,400}")


def _text(most: int) -> Callable[[Any], str]:
    """Return a reader of text of one line; nothing in what it returns acts on a terminal."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(f"read {quoted(value)}, expected text in quotes")
        text = visible(" ".join(value.split()))
        if not text:
            raise ValueError("read an empty text, expected some words")
        if len(text) > most:
            raise ValueError(f"read {len(text)} characters, {most} at most are shown")
        return text

    return read


def _address(pattern: re.Pattern[str], wanted: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        raise ValueError(f"read {quoted(value)}, expected {wanted}")

    return read


def _year(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return value
    raise ValueError(f"read {quoted(value)}, expected a year such as 2026, without quotes")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"read {quoted(value)}, expected true or false, without quotes")


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_WORDS:
        raise ValueError(f"read {quoted(value)}, expected a list of at most {MOST_WORDS} words")
    return tuple(_text(LONGEST_NAME)(each) for each in value)


By = Annotated[str, PlainValidator(_text(LONGEST_BY))]
Name = Annotated[str, PlainValidator(_text(LONGEST_NAME))]
Line = Annotated[str, PlainValidator(_text(LONGEST_TEXT))]
Flag = Annotated[bool, PlainValidator(_flag)]


class OwnTable(Row):
    """A table of an own file. What is missing or broken in it is None, and told."""

    REQUIRED: ClassVar[tuple[str, ...]] = ()


class SourceTable(OwnTable):
    """A source that an own file names."""

    REQUIRED = ("title",)

    title: Line | None = None
    authors: Line | None = None
    body: Line | None = None
    year: Annotated[int, PlainValidator(_year)] | None = None
    where: Line | None = None
    doi: Annotated[str, PlainValidator(_address(_DOI, 'a DOI such as "10.1000/182"'))] | None = None
    url: (
        Annotated[str, PlainValidator(_address(_URL, 'an address such as "https://example.org"'))]
        | None
    ) = None
    verified: Line | None = None
    """What was read and checked, in the words of whoever gives it."""


class RangeTable(OwnTable):
    """An own range, of a shipped substance or an own one."""

    REQUIRED = ("lower", "upper", "basis", "population", "source")

    lower: CatalogueAmount | None = None
    upper: CatalogueAmount | None = None
    basis: Name | None = None
    population: Line | None = None
    source: SourceId | None = None
    note: Line | None = None


class SubstanceTable(OwnTable):
    """A substance that the shipped catalogue lacks; its range is read by itself."""

    REQUIRED = ("name", "about")

    name: Name | None = None
    about: Line | None = None
    search: Annotated[tuple[str, ...], PlainValidator(_words)] = ()
    kind: Literal["plain", "extract"] = "plain"
    marker: Name | None = None
    sedating: Flag = False
    sedating_source: SourceId | None = None
    range: Any = None


class FileTable(OwnTable):
    """A whole file, of which only what stands at its top is read here."""

    REQUIRED = ("by",)

    format: Any = None
    by: By | None = None
    sources: Any = None
    substances: Any = None
    ranges: Any = None


Read = TypeVar("Read", bound=OwnTable)
Told = tuple[KeyPath, str]
"""The key of a problem, and what is wrong."""


def read_table(
    model: type[Read], table: object, path: KeyPath
) -> tuple[Read | None, tuple[Told, ...]]:
    """Return a table as a model, as far as it can be read, and everything that is wrong with it."""
    if not isinstance(table, dict):
        return None, ((path, f"read {_short(table)}, expected a table"),)
    told: list[Told] = []
    left = table
    try:
        found = model.model_validate(table)
    except ValidationError as error:
        details = error.errors(include_url=False)
        told += [_explain(each, model, path) for each in details[:MOST_TOLD]]
        if len(details) > MOST_TOLD:
            told.append((path, f"and {len(details) - MOST_TOLD} more problems like these"))
        bad = {each["loc"][0] for each in details}
        left = {key: value for key, value in table.items() if key not in bad}
        found = model.model_validate(left)
    told += [((*path, key), "is missing") for key in model.REQUIRED if key not in table]
    return found, tuple(told)


def named_tables(table: Mapping[str, Any], key: str) -> tuple[dict[str, Any], list[Told]]:
    """Return the rows of a keyed table by their ids, and what is wrong with the table or an id."""
    rows = table.get(key, {})
    if not isinstance(rows, dict):
        return {}, [((key,), f"read {_short(rows)}, expected a table, such as [{key}.ID]")]
    if len(rows) > MOST_ROWS:
        return {}, [((key,), f"{len(rows)} tables; {MOST_ROWS} at most are read")]
    bad = [name for name in rows if not _ID.fullmatch(name)]
    told: list[Told] = [((key, name), _not_an_id(name)) for name in bad]  # at most MOST_ROWS
    return {name: row for name, row in rows.items() if name not in bad}, told


def _explain(details: ErrorDetails, model: type[Row], path: KeyPath) -> Told:
    kind, context = details["type"], details.get("ctx") or {}
    where = (*path, *(part + 1 if isinstance(part, int) else part for part in details["loc"]))
    name = str(where[-1]) if where else ""
    if kind == "extra_forbidden":
        known = list(model.model_fields)
        return where, f"unknown key.{did_you_mean(name, known)} Known here: {listed(known)}."
    if kind == "value_error":
        return where, str(context.get("error"))
    if kind == "string_pattern_mismatch":
        return where, _not_an_id(str(details["input"]))
    wanted = {
        "literal_error": str(context.get("expected")).replace("'", '"'),
        "string_type": "text in quotes",
    }.get(kind, "something else")
    return where, f"read {_short(details['input'])}, expected {wanted}"


def _not_an_id(name: str) -> str:
    offer = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())[:64].strip("-")
    return (
        f"{quoted(name)} cannot be an id: expected 1 to 64 of a-z, 0-9 and -"
        f", such as {quoted(offer or 'apigenin')}"
    )


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "a table"
    return "a list" if isinstance(value, list) else quoted(value)
