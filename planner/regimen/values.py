"""Values of a regimen file side by side: what each means, how it is written, and in which words.

They are read from what TOML holds and not from the models, so that a value that no model takes
(`dose = 300`, a key that a template leaves open) is compared too: then as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from planner.clock import BeforeBed, TimeOfDay, When, parse_time_of_day, parse_when
from planner.quantities import (
    Amount,
    ForeignAmount,
    Percentage,
    Price,
    parse_any_amount,
    parse_percentage,
    parse_price,
    parse_standardisation,
)
from planner.quantities_words import dose_words
from planner.regimen.fields import DAYS, UNDISCLOSED
from planner.regimen.words import DAY_NAMES, days_words, weeks_words, when_words
from planner.wording import LONGEST_SHOWN, counted, listed, quoted, visible

_CONTEXT = 30
"""Characters of two long texts that are quoted before the place where they part."""


class Part(NamedTuple):
    """A phase of a titration: its weeks, and its dose as a value of its own."""

    weeks: str
    dose: Value


class Value(NamedTuple):
    """One value of a file."""

    same: Hashable
    """Equal for values that mean the same: for `0.3 g` and `300 mg`."""
    written: Any
    """As TOML holds it, amounts and times in their safe form."""
    words: str
    """For people, fit to be shown."""
    parts: tuple[Part, ...] = ()
    """The phases, where it is a dose that changes over the weeks."""


def value_of(key: str, raw: Any) -> Value:
    """Return a value by the last key of its path."""
    reader = _READERS.get(key)
    if reader is not None:
        try:
            return reader(raw)
        except (ValueError, TypeError, KeyError, AttributeError):
            pass  # it is wrong: compared, and quoted, as it is written
    return _as_written(raw)


def both_words(old: Value, new: Value) -> tuple[str, str]:
    """Return the words of two values; of long texts those around the place where they part."""
    texts = (old.written, new.written)
    if not all(isinstance(each, str) for each in texts) or (
        old.words != quoted(texts[0]) or max(map(len, texts)) <= LONGEST_SHOWN
    ):
        return old.words, new.words
    start = _last_words_before(texts[0], _common_length(*texts))
    one, other = (f"… {text[start:]}" if start else text for text in texts)
    return quoted(one), quoted(other)


def _common_length(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _last_words_before(text: str, place: int) -> int:
    """Return where the few words before a place begin."""
    start = max(place - _CONTEXT, 0)
    word = text.find(" ", start, place)
    return word + 1 if start and word >= 0 else start


def _as_written(raw: Any) -> Value:
    if isinstance(raw, dict):
        words = "a table" if raw else "an empty table"
    elif isinstance(raw, list) and all(isinstance(each, str) for each in raw):
        words = listed(quoted(each) for each in raw) or "an empty list"
    else:
        words = quoted(raw)
    return Value(_hashable(raw), raw, words)


def _hashable(raw: Any) -> Hashable:
    if isinstance(raw, dict):
        return frozenset((key, _hashable(value)) for key, value in raw.items())
    if isinstance(raw, (list, tuple)):
        return tuple(_hashable(value) for value in raw)
    if isinstance(raw, float):
        return "float", repr(raw)  # what is not a number is the same as itself here
    return type(raw).__name__, raw


def _amount(raw: Any) -> Value:
    if raw.strip().lower() == UNDISCLOSED:
        return Value(UNDISCLOSED, UNDISCLOSED, "an undisclosed amount")
    amount = parse_any_amount(raw)
    return Value(_quantity(amount), amount.text, dose_words(amount.text))


def _quantity(amount: Amount | ForeignAmount) -> Hashable:
    if isinstance(amount, ForeignAmount):
        return "foreign", amount.unit, amount.value
    if amount.dimension == "mass":
        return "mg", amount.milligrams
    return amount.unit.name, amount.value


def _shown(parse: Callable[[str], Percentage | Price]) -> Callable[[Any], Value]:
    def read(raw: Any) -> Value:
        value = parse(raw)
        return Value(value, value.text, value.shown)

    return read


def _daily_value(text: str) -> Percentage:
    return parse_percentage(text, may_exceed_hundred=True)


def _time_of_day(raw: Any) -> Value:
    time = parse_time_of_day(raw)
    return Value(time, time.text, time.text)


def times_of(raw: Any) -> tuple[When, ...]:
    """Return the times of a key `when`, one or a list of them.

    Raises:
        ValueError: one of them is no time.
    """
    items = raw if isinstance(raw, (list, tuple)) else [raw]
    if not items or not all(isinstance(each, str) for each in items):
        raise ValueError("no times")
    return tuple(parse_when(each) for each in items)


def _when(raw: Any) -> Value:
    times = times_of(raw)
    written = [when.text for when in times]
    same = tuple(sorted(map(_moment, times)))
    return Value(same, written[0] if len(written) == 1 else written, times_words(times))


def times_words(times: Iterable[When]) -> str:
    """Return times in words: `at 21:00`, `at 08:00 and 1 to 2 hours before bed`."""
    return listed(when_words(when) for when in times)


def _moment(when: When) -> tuple[str, int, int]:
    if isinstance(when, BeforeBed):
        return "before bed", when.earliest, when.latest
    assert isinstance(when, TimeOfDay)
    return "by the clock", when.minutes, when.minutes


def _days(raw: Any) -> Value:
    if not raw or not set(raw) <= set(DAY_NAMES):
        raise ValueError("no days")
    return Value(frozenset(raw), list(raw), f"on {days_words(sorted(raw, key=DAYS.index))}")


def _date(raw: Any) -> Value:
    if not isinstance(raw, date):
        raise TypeError
    return Value(raw, raw, raw.isoformat())


def _weeks(raw: Any) -> Value:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise TypeError
    return Value(raw, raw, counted(raw, "week"))


def _identifiers(raw: Any) -> Value:
    if not all(isinstance(each, str) for each in raw):
        raise TypeError
    return Value(frozenset(raw), list(raw), listed(map(visible, raw)))


def _phases(raw: Any) -> Value:
    lengths = [phase["weeks"] for phase in raw]
    if not lengths or not all(type(each) is int and each > 0 for each in lengths):
        raise ValueError("no phases")
    ends = list(accumulate(lengths))
    parts = tuple(
        Part(weeks_words(end - length + 1, end), value_of("dose", phase["dose"]))
        for phase, length, end in zip(raw, lengths, ends, strict=True)
    )
    written = [{**phase, "dose": part.dose.written} for phase, part in zip(raw, parts, strict=True)]
    words = ", then ".join(f"{part.dose.words} in {part.weeks}" for part in parts)
    same = tuple((length, part.dose.same) for length, part in zip(lengths, parts, strict=True))
    return Value(same, written, words, parts)


_READERS: Mapping[str, Callable[[Any], Value]] = {
    **dict.fromkeys(("dose", "amount", "elemental", "compound", "serving", "pack"), _amount),
    "price": _shown(parse_price),
    "standardised_to": _shown(parse_standardisation),
    "daily_value": _shown(_daily_value),
    "bedtime": _time_of_day,
    "when": _when,
    "days": _days,
    "start": _date,
    "on": _date,
    "weeks": _weeks,
    "conditions": _identifiers,
    "filled": _identifiers,
    "phases": _phases,
}
"""How the values of a key are read; those of every other key are compared as they are written."""

AMOUNTS = frozenset({"dose", "amount", "elemental", "compound", "serving", "pack"})
"""Keys whose values are amounts."""
