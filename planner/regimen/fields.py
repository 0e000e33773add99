"""The kinds of value a regimen file holds: each read from its text once, into a type of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from planner.clock import BeforeBed, TimeError, TimeOfDay, When, parse_time_of_day, parse_when
from planner.quantities import (
    Amount,
    ForeignAmount,
    Percentage,
    Price,
    QuantityError,
    parse_amount,
    parse_any_amount,
    parse_percentage,
    parse_price,
    parse_standardisation,
)
from planner.wording import listed, quoted

INVALID_FIELD = "invalid-field"
INVALID_AMOUNT = "invalid-amount"
INVALID_TIME = "invalid-time"

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

UNDISCLOSED: Literal["undisclosed"] = "undisclosed"
Undisclosed = Literal["undisclosed"]

LONGEST_TITLE = 120
MOST_WEEKS = 5200
MOST_TIMES = 24
MOST_PHASES = 52

T = TypeVar("T")


def refuse(code: str, message: str) -> PydanticCustomError:
    """Return the error that a field's reader raises, with its finding code."""
    return PydanticCustomError(code, "{message}", {"message": message})


def _reader(
    kind: type | tuple[type, ...], parse: Callable[[str], T], code: str, wanted: str
) -> Callable[[Any], Any]:
    """Return a reader that passes values of a kind and reads all others from their text."""

    def read(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        if not isinstance(value, str):
            raise refuse(
                INVALID_FIELD, f"read {quoted(value)}, expected text in quotes such as {wanted}"
            )
        try:
            return parse(value)
        except (QuantityError, TimeError) as problem:
            raise refuse(code, str(problem)) from None

    return read


def _any_amount_or_undisclosed(text: str) -> Amount | ForeignAmount | Undisclosed:
    if text.strip().lower() == UNDISCLOSED:
        return UNDISCLOSED
    return parse_any_amount(text)


def _daily_value(text: str) -> Percentage:
    return parse_percentage(text, may_exceed_hundred=True)


_ANY = (Amount, ForeignAmount)

_read_amount = _reader(Amount, parse_amount, INVALID_AMOUNT, '"2 capsules"')
_read_dose = _reader(_ANY, parse_any_amount, INVALID_AMOUNT, '"300 mg"')
_read_content = _reader(_ANY, _any_amount_or_undisclosed, INVALID_AMOUNT, '"300 mg"')
_read_price = _reader(Price, parse_price, INVALID_AMOUNT, '"18.90 EUR"')
_read_daily_value = _reader(Percentage, _daily_value, INVALID_AMOUNT, '"48 %"')
_read_standardisation = _reader(Percentage, parse_standardisation, INVALID_AMOUNT, '"5 %"')
_read_bedtime = _reader(TimeOfDay, parse_time_of_day, INVALID_TIME, '"22:30"')
_read_taking = _reader((TimeOfDay, BeforeBed), parse_when, INVALID_TIME, '"60 min before bed"')

AmountField = Annotated[Amount, PlainValidator(_read_amount)]
DoseField = Annotated[Amount | ForeignAmount, PlainValidator(_read_dose)]
ContentField = Annotated[Amount | ForeignAmount | Undisclosed, PlainValidator(_read_content)]
PriceField = Annotated[Price, PlainValidator(_read_price)]
DailyValueField = Annotated[Percentage, PlainValidator(_read_daily_value)]
StandardisationField = Annotated[Percentage, PlainValidator(_read_standardisation)]
BedtimeField = Annotated[TimeOfDay, PlainValidator(_read_bedtime)]


def _read_when(value: Any) -> tuple[When, ...]:
    """Read one time or a list of them; each is one taking."""
    items = list(value) if isinstance(value, (list, tuple)) else [value]
    if not items:
        raise refuse(INVALID_FIELD, 'an empty list: give at least one time, "60 min before bed"')
    if len(items) > MOST_TIMES:
        raise refuse(INVALID_FIELD, f"{len(items)} times a day, expected {MOST_TIMES} at most")
    return tuple(_read_taking(item) for item in items)


WhenField = Annotated[tuple[When, ...], PlainValidator(_read_when)]


def _read_days(value: Any) -> tuple[Day, ...]:
    offer = f"a list of {listed(DAYS, 'or')}, each once"
    if not isinstance(value, (list, tuple)) or not value:
        raise refuse(INVALID_FIELD, f"read {quoted(value)}, expected {offer}")
    for day in value:
        if day not in DAYS:
            raise refuse(INVALID_FIELD, f"read {quoted(day)}, expected {offer}")
    if len(set(value)) < len(value):
        raise refuse(INVALID_FIELD, f"a day is named twice, expected {offer}")
    return tuple(value)


DaysField = Annotated[tuple[Day, ...], PlainValidator(_read_days)]


def _read_date(value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise refuse(
            INVALID_FIELD, f"read {quoted(value)}, expected a date without quotes: 2026-12-01"
        )
    return value


DateField = Annotated[date, PlainValidator(_read_date)]


def _read_whole(lowest: int, highest: int, wanted: str) -> PlainValidator:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse(INVALID_FIELD, f"read {quoted(value)}, expected {wanted}, not in quotes")
        if not lowest <= value <= highest:
            shown = value if abs(value) < 10**12 else "a very large number"
            raise refuse(INVALID_FIELD, f"read {shown}, expected {wanted}")
        return value

    return PlainValidator(read)


WeeksField = Annotated[
    int, _read_whole(1, MOST_WEEKS, f"a whole number of weeks from 1 to {MOST_WEEKS}")
]
AgeField = Annotated[int, _read_whole(0, 150, "an age in whole years from 0 to 150")]


def _read_bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse(INVALID_FIELD, f"read {quoted(value)}, expected true or false")
    return value


BoolField = Annotated[bool, PlainValidator(_read_bool)]


def _read_text(longest: int | None = None) -> PlainValidator:
    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise refuse(INVALID_FIELD, f"read {quoted(value)}, expected text in quotes")
        if not value.strip():
            raise refuse(INVALID_FIELD, "the text is empty")
        if longest is not None and len(value) > longest:
            raise refuse(INVALID_FIELD, f"{len(value)} characters, expected {longest} at most")
        return value

    return PlainValidator(read)


TitleField = Annotated[str, _read_text(LONGEST_TITLE)]
TextField = Annotated[str, _read_text()]


def _read_notes(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(INVALID_FIELD, f"read {quoted(value)}, expected text in quotes")
    return value


NotesField = Annotated[str, PlainValidator(_read_notes)]

IDENTIFIER_PATTERN = r"^[a-z0-9-]{1,64}$"
Identifier = Annotated[str, Field(pattern=IDENTIFIER_PATTERN)]

TupleOf = BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)

_VERSION = re.compile(r"[0-9a-f]{12}")


def _read_version(value: Any) -> str:
    if isinstance(value, str) and _VERSION.fullmatch(value):
        return value
    raise refuse(INVALID_FIELD, f"read {quoted(value)}, expected 12 of 0-9 and a-f in quotes")


VersionField = Annotated[str, PlainValidator(_read_version)]
"""Which state of a template: the start of a SHA-256 of what it gives."""
