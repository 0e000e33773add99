"""JSON that somebody else has written: of exactly the shape that is expected, or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NoReturn

from planner.wording import quoted

LONGEST_ID = 64
_DEEPEST = 5
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class ForeignError(Exception):
    """Something that was received cannot be used; the message says what of it, and why."""


def read_fields(text: str, *, kind: str, newest: int) -> Fields:
    """Return the object that a text holds, its `kind` and `format` looked at first.

    Raises:
        ForeignError: it is no such object, or of a later format, which is never half read.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_once, parse_constant=_refuse_constant, parse_float=_no_float
        )
    except RecursionError:
        raise ForeignError(f"it is nested deeper than {_DEEPEST} levels") from None
    except ValueError as problem:
        said = str(problem) if isinstance(problem, _RefusedError) else "it is not valid JSON"
        raise ForeignError(said) from None
    if _depth(value) > _DEEPEST:
        raise ForeignError(f"it is nested deeper than {_DEEPEST} levels")
    if not isinstance(value, dict) or value.get("kind") != kind:
        raise ForeignError(f'it is not of the kind "{kind}"')
    fields = Fields(value)
    fields.take("kind")
    number = fields.whole("format", 1, 10**6)
    if number > newest:
        raise ForeignError(
            f"it is of format {number}; this version of Planner reads format {newest}, and reads"
            " nothing by halves. A newer version may read it"
        )
    return fields


class Fields:
    """An object whose keys are taken one by one; a key that nobody takes is refused at the end."""

    def __init__(self, value: Any, where: str = "") -> None:
        self._where = where
        if not isinstance(value, dict):
            raise ForeignError(f"{where or 'it'}: {quoted(value)} where an object is expected")
        self._left: dict[str, Any] = dict(value)

    def take(self, key: str) -> Any:
        """Return a value of any kind.

        Raises:
            ForeignError: there is none, as every other method does.
        """
        if key not in self._left:
            raise ForeignError(f"{self._name(key)} is missing")
        return self._left.pop(key)

    def text(self, key: str, longest: int, pattern: re.Pattern[str] | None = None) -> str:
        """Return a text of so many characters at the most, which has the form of a pattern."""
        value = self.take(key)
        if not isinstance(value, str):
            self._refuse(key, value, "a text")
        if len(value) > longest:
            raise ForeignError(f"{self._name(key)} has {len(value)} characters, {longest} at most")
        if pattern is not None and not pattern.fullmatch(value):
            self._refuse(key, value, "a text of another form")
        return value

    def text_or_none(
        self, key: str, longest: int, pattern: re.Pattern[str] | None = None
    ) -> str | None:
        """Return a text as `text` does, or None."""
        return self.text(key, longest, pattern) if self._is_given(key) else None

    def whole(self, key: str, lowest: int, highest: int) -> int:
        """Return a whole number between two."""
        value = self.take(key)
        if type(value) is not int or not lowest <= value <= highest:
            self._refuse(key, value, f"a whole number from {lowest} to {highest}")
        return value

    def whole_or_none(self, key: str, lowest: int, highest: int) -> int | None:
        """Return a whole number as `whole` does, or None."""
        return self.whole(key, lowest, highest) if self._is_given(key) else None

    def flag(self, key: str) -> bool:
        """Return true or false."""
        value = self.take(key)
        if not isinstance(value, bool):
            self._refuse(key, value, "true or false")
        return value

    def choice(self, key: str, choices: Collection[str]) -> str:
        """Return one of a few words."""
        value = self.take(key)
        if not isinstance(value, str) or value not in choices:
            self._refuse(key, value, f"one of {', '.join(choices)}")
        return value

    def choice_or_none(self, key: str, choices: Collection[str]) -> str | None:
        """Return one of a few words, or None."""
        return self.choice(key, choices) if self._is_given(key) else None

    def day(self, key: str) -> date:
        """Return a date."""
        value = self.text(key, LONGEST_ID)
        try:
            if not _DAY.fullmatch(value):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self._refuse(key, value, "a date such as 2026-11-26")

    def rows(self, key: str, most: int) -> list[Fields]:
        """Return a list of so many objects at the most."""
        value = self.take(key)
        if not isinstance(value, list):
            self._refuse(key, value, "a list")
        if len(value) > most:
            raise ForeignError(f"{self._name(key)} has {len(value)} items, {most} at most")
        return [Fields(item, f"{self._name(key)} {n}") for n, item in enumerate(value, start=1)]

    def done(self) -> None:
        """Refuse what nobody has taken: a part that is not understood may change the rest."""
        for key in self._left:
            raise ForeignError(f"{self._name(key)} is unknown in this format")

    def _is_given(self, key: str) -> bool:
        if self._left.get(key, 0) is not None:  # one that is absent is told as missing
            return True
        return self.take(key) is not None

    def _name(self, key: str) -> str:
        return f"{self._where}, {quoted(key)}" if self._where else quoted(key)

    def _refuse(self, key: str, value: Any, expected: str) -> NoReturn:
        shown = "null" if value is None else quoted(value)
        raise ForeignError(f"{self._name(key)} is {shown}, expected {expected}")


class _RefusedError(ValueError):
    """Valid JSON that is refused all the same; the message is for people."""


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RefusedError(f"{quoted(key)} is given twice")
        found[key] = value
    return found


def _refuse_constant(text: str) -> NoReturn:
    raise _RefusedError(f"{text} is no value")


def _no_float(text: str) -> NoReturn:
    raise _RefusedError(f"{quoted(text)} is no whole number")


def _depth(value: Any) -> int:
    """Return how many lists and objects are nested in each other, without recursion."""
    deepest, level = 0, [value]
    while level := [each for each in level if isinstance(each, dict | list)]:
        deepest += 1
        if deepest > _DEEPEST:
            break
        level = [
            item for each in level for item in (each.values() if isinstance(each, dict) else each)
        ]
    return deepest
