"""The kinds of value that a regimen file holds, each as a JSON Schema with its explanation.

A schema here has no `allOf`, except within `then` and `else`: the language server of taplo ends on
one that has no `properties` beside it. Each names its `type`, or it would be offered as a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.regimen.fields import DAYS, LONGEST_TITLE, MOST_PHASES, MOST_TIMES, MOST_WEEKS
from planner.regimen.schema import patterns

Schema = dict[str, Any]

DEFINITIONS = "#/definitions/"


def ref(name: str) -> Schema:
    """Return a schema that stands for a definition."""
    return {"$ref": f"{DEFINITIONS}{name}"}


def text(says: str, *, longest: int | None = None, example: str | None = None) -> Schema:
    """Return the schema of a text that is not blank."""
    schema: Schema = {
        "description": says,
        "type": "string",
        "minLength": 1,
        "pattern": patterns.NOT_BLANK,
    }
    if longest is not None:
        schema["maxLength"] = longest
    if example is not None:
        schema["examples"] = [example]
    return schema


def text_with(pattern: str) -> Schema:
    """Return the schema of a text in which a pattern is found."""
    return {"type": "string", "pattern": pattern}


def any_text(says: str) -> Schema:
    """Return the schema of a text that may be blank."""
    return {"description": says, "type": "string"}


def whole_number(says: str, lowest: int, highest: int) -> Schema:
    """Return the schema of a whole number, both ends included."""
    return {"description": says, "type": "integer", "minimum": lowest, "maximum": highest}


def yes_or_no(says: str) -> Schema:
    """Return the schema of true or false."""
    return {"description": says, "type": "boolean"}


def one_of(says: str, words: Sequence[str]) -> Schema:
    """Return the schema of one of a few words."""
    return {"description": says, "type": "string", "enum": list(words)}


def named(says: str, names: Mapping[str, str]) -> Schema:
    """Return the schema of one of these ids, each with what it stands for.

    The last of them may lack that.
    """
    words = [each for each in names.values() if each]
    return {
        "description": says,
        "type": "string",
        "enum": list(names),
        "x-taplo": {"docs": {"enumValues": words}},
    }


def offered(says: str, names: Mapping[str, str], otherwise: str) -> Schema:
    """Return the schema of a text for which ids are offered, and any other may stand."""
    return {"anyOf": [named(says, names), text(otherwise)]}


def list_of(says: str, item: Schema, **more: Any) -> Schema:
    """Return the schema of a list."""
    return {"description": says, "type": "array", "items": item, **more}


def date(says: str) -> Schema:
    """Return the schema of a TOML date, which validators get as text.

    Its type is a list of one, so that taplo puts no quotes where the date is to be typed.
    """
    return {
        "description": says,
        "type": ["string"],
        "format": "date",
        "pattern": patterns.DATE,
        "examples": ["2026-12-01"],
    }


def _quantity(says: str, written: str, more: Sequence[str], example: str) -> Schema:
    """Return the schema of a text in one way of writing, of which more patterns hold then."""
    return {
        "description": says,
        "type": "string",
        "pattern": written,
        "not": text_with(patterns.LINE_BREAK),
        "if": {"pattern": written},
        "then": {"allOf": [{"pattern": each} for each in more]},
        "examples": [example],
    }


def amount(says: str, example: str, *, any_unit: bool = False) -> Schema:
    """Return the schema of one number and one unit, a known one or any."""
    more = [patterns.ABOVE_ZERO, patterns.FEW_DIGITS]
    if not any_unit:
        more.append(patterns.unit_of())
    return _quantity(says, patterns.AMOUNT, more, example)


def hidden_or(schema: Schema) -> Schema:
    """Return the schema of an amount that a label may also leave undisclosed."""
    outside = ("description", "type", "examples")
    return {
        **{key: value for key, value in schema.items() if key in outside},
        "if": {"pattern": patterns.HIDDEN},
        "else": {key: value for key, value in schema.items() if key not in outside},
    }


def percentage(says: str, example: str, *, written: str, may_exceed_hundred: bool) -> Schema:
    """Return the schema of a percentage above zero."""
    more = [patterns.ABOVE_ZERO, patterns.FEW_DIGITS]
    if not may_exceed_hundred:
        more.append(patterns.AT_MOST_100)
    return _quantity(says, written, more, example)


def price(says: str) -> Schema:
    """Return the schema of a price."""
    more = [patterns.ABOVE_ZERO, patterns.FEW_DIGITS]
    return _quantity(says, patterns.PRICE, more, "18.90 EUR")


def clock(says: str) -> Schema:
    """Return the schema of a time of day."""
    return {
        "description": says,
        "type": "string",
        "pattern": patterns.CLOCK,
        "not": text_with(patterns.LINE_BREAK),
        "examples": ["22:30"],
    }


def time(says: str) -> Schema:
    """Return the schema of a time of day, or of a time or window before bed."""
    before_bed = [patterns.BEFORE_BED, patterns.NOT_LONG]
    return {
        "description": says,
        "type": "string",
        "not": text_with(patterns.LINE_BREAK),
        "if": {"pattern": patterns.TO_BED},
        "then": {
            "allOf": [{"pattern": each} for each in before_bed],
            "not": text_with(patterns.MANY_DIGITS),
        },
        "else": {"pattern": patterns.CLOCK},
        "examples": ["60 min before bed"],
    }


def times(says: str, one: str) -> Schema:
    """Return the schema of one time or a list of them."""
    either = {"type": ["string", "array"], "items": time(one)}
    return time(says) | either | {"minItems": 1, "maxItems": MOST_TIMES}


def title(says: str) -> Schema:
    """Return the schema of a title."""
    return text(says, longest=LONGEST_TITLE, example="Wind-down evening")


def weeks(says: str) -> Schema:
    """Return the schema of a number of weeks."""
    return whole_number(says, 1, MOST_WEEKS)


def phases(says: str, phase: Schema) -> Schema:
    """Return the schema of the phases of a titration."""
    return list_of(says, phase, minItems=1, maxItems=MOST_PHASES)


def days(says: str) -> Schema:
    """Return the schema of some days of the week."""
    day = one_of("A day of the week.", DAYS)
    return list_of(says, day, minItems=1, uniqueItems=True)


def version(says: str) -> Schema:
    """Return the schema of the version of a template."""
    return {
        "description": says,
        "type": "string",
        "pattern": patterns.VERSION,
        "not": text_with(patterns.LINE_BREAK),
    }


def anything(says: str) -> Schema:
    """Return the schema of a value of any kind."""
    kinds = ["string", "number", "boolean", "array", "object"]
    return {"description": says, "type": kinds}
