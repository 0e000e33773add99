"""What the strict readers share: tidying spaces, refusing a text, offering what to write."""

import re
from collections.abc import Iterable

from planner.wording import listed

MOST_CHARACTERS = 64
"""Longer texts are refused before any pattern looks at them."""

MOST_DIGITS = 12
"""No number that a person writes here needs more digits."""

_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


class ReadingError(ValueError):
    """A text that a reader does not accept; `str()` of it is the message for the user.

    `text` is what was read, fit to be shown (control characters escaped, cut when long);
    `readings` are the texts that may have been meant.
    """

    def __init__(self, message: str, *, text: str = "", readings: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.text = text
        self.readings = tuple(readings)


class QuantityError(ReadingError):
    """A quantity that cannot be read or used; `str()` of it is the message for the user."""


class AmountError(QuantityError):
    """A text that is not an amount, percentage or price, or a value that cannot be one."""


class UnknownUnitError(AmountError):
    """A number with a unit that is not known; `nearest` is the known unit offered, if any."""

    def __init__(
        self, message: str, *, text: str = "", readings: Iterable[str] = (), nearest: str | None
    ) -> None:
        super().__init__(message, text=text, readings=readings)
        self.nearest = nearest


class UnitMismatchError(QuantityError):
    """Arithmetic between units of different dimensions."""


_PREAMBLE = re.compile(r".*? is not read as [a-z ]+: (?=\S)", re.DOTALL)


def brief(message: str) -> str:
    """Return a message without the text that was read, for a place where this is seen anyway."""
    start = _PREAMBLE.match(message)
    said = message[start.end() :] if start else message
    return said[:1].upper() + said[1:]


def tidied(text: str) -> str:
    """Return the text without outer spaces and with every inner run of spaces as one space.

    A space is U+0020, U+00A0 or U+202F; tabs and line breaks are left where they are.
    """
    return " ".join(part for part in text.translate(_SPACES).split(" ") if part)


def offer(readings: tuple[str, ...], example: str) -> str:
    """Return the sentence that says what to write instead."""
    if not readings:
        return f"Write {example}."
    if len(readings) == 1:
        return f"Write {readings[0]}."
    return f"It could be {listed(readings, 'or')}: write the one you mean."
