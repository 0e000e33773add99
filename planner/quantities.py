"""Amounts, percentages and prices: read strictly, computed exactly, shown in a form fit for doses.

This module and its parts (`quantities_*`) are all that knows pint, which is imported when somebody
asks for a conversion.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from planner.quantities_display import (
    NO_BREAK_SPACE,
    approximate,
    grouped,
    mg_shown,
    mg_text,
    plain,
    settle,
)
from planner.quantities_reading import (
    MOST_CHARACTERS,
    MOST_DIGITS,
    AmountError,
    QuantityError,
    UnitMismatchError,
    UnknownUnitError,
    tidied,
)
from planner.quantities_units import (
    MASS_IN_MG,
    MILLIGRAM,
    NAMES,
    UNITS,
    WIDE,
    MineralConversion,
    Unit,
    registry,
)

__all__ = [
    "UNITS",
    "Amount",
    "AmountError",
    "ForeignAmount",
    "MineralConversion",
    "Percentage",
    "Price",
    "QuantityError",
    "Unit",
    "UnitMismatchError",
    "UnknownUnitError",
    "mg_shown",
    "mg_text",
    "parse_amount",
    "parse_any_amount",
    "parse_percentage",
    "parse_price",
    "parse_standardisation",
    "registry",
    "settle",
    "unit_problem",
]

_LONGEST_WORD = 20

_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_AMOUNT = re.compile(_NUMBER + " ?([A-Za-zµμ]+)")
_PERCENTAGE = re.compile(_NUMBER + " ?%")
_AT_LEAST = re.compile(r"(?:min\. ?|min |>= ?|≥ ?)", re.IGNORECASE | re.ASCII)
_PRICE = re.compile(_NUMBER + " ?([A-Z]{3})")


@dataclass(frozen=True, slots=True)
class Amount:
    """One number above zero and one known unit; equal when both are equal as written.

    Raises AmountError when made with a value that is not finite or not above zero.
    """

    value: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        _require_positive(self.value, "An amount")

    @property
    def text(self) -> str:
        """The exact safe form for files: `1200 mg`, `0.5 capsules`, `1 capsule`."""
        return f"{plain(self.value)} {self._unit_name}"

    @property
    def shown(self) -> str:
        """The safe form for people: `1,200 mg` with a no-break space before the unit.

        A computed amount of more digits than can be written is rounded and marked `≈`.
        """
        if len(self.value.normalize(WIDE).as_tuple().digits) > MOST_DIGITS:
            return approximate(self.value, None, self.unit.plural)
        return f"{grouped(self.value)}{NO_BREAK_SPACE}{self._unit_name}"

    def __str__(self) -> str:
        """Return the form for files."""
        return self.text

    @property
    def dimension(self) -> str:
        """The dimension of the unit."""
        return self.unit.dimension

    @property
    def milligrams(self) -> Decimal:
        """The mass in mg, exact. Raises UnitMismatchError for what is not a mass."""
        if self.unit == MILLIGRAM:
            return self.value
        if self.dimension != "mass":
            message = f"{self.text} is not a mass, so it cannot be given in mg."
            raise UnitMismatchError(message, text=self.text)
        return WIDE.multiply(self.value, MASS_IN_MG[self.unit.name])

    def ratio_to(self, other: "Amount") -> Decimal:
        """Return this amount divided by the other, as for dose ÷ serving.

        Raises UnitMismatchError unless both have the same counted form or physical dimension;
        mmol and mEq are of one dimension but have no ratio until a mineral is named.
        """
        if self.unit == other.unit:
            return WIDE.divide(self.value, other.value)
        if self.dimension == other.dimension == "mass":
            return WIDE.divide(self.milligrams, other.milligrams)
        message = f"{self.text} and {other.text} are measured in units that do not compare."
        raise UnitMismatchError(message, text=self.text)

    def same_as(self, other: "Amount") -> bool:
        """Whether both are the same quantity, in whatever unit: 0.3 g is the same as 300 mg."""
        if self.dimension == other.dimension == "mass":
            return self.milligrams == other.milligrams
        return self == other

    def scaled(self, factor: Decimal) -> "Amount":
        """Return this amount times a factor above zero, not rounded. Raises AmountError."""
        return Amount(WIDE.multiply(self.value, factor), self.unit)

    @property
    def _unit_name(self) -> str:
        return self.unit.name if self.value == 1 else self.unit.plural


@dataclass(frozen=True, slots=True)
class ForeignAmount:
    """A number with a unit word that is not known (IU, CFU): kept and shown, never judged."""

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        _require_positive(self.value, "An amount")

    @property
    def text(self) -> str:
        """The form for files, with the unit as it was written: `1000 IU`."""
        return f"{plain(self.value)} {self.unit}"

    @property
    def shown(self) -> str:
        """The form for people: `1,000 IU` with a no-break space before the unit."""
        return f"{grouped(self.value)}{NO_BREAK_SPACE}{self.unit}"

    def __str__(self) -> str:
        """Return the form for files."""
        return self.text


@dataclass(frozen=True, slots=True)
class Percentage:
    """A share in percent, above zero. Raises AmountError for any other value."""

    value: Decimal

    def __post_init__(self) -> None:
        _require_positive(self.value, "A percentage")

    @property
    def text(self) -> str:
        """The form for files: `2.5 %`."""
        return f"{plain(self.value)} %"

    @property
    def shown(self) -> str:
        """The form for people: `2.5%`."""
        return f"{grouped(self.value)}%"

    def __str__(self) -> str:
        """Return the form for files."""
        return self.text

    def of(self, whole: Decimal) -> Decimal:
        """Return this share of a whole, in the unit of the whole."""
        return WIDE.multiply(whole, self.value).scaleb(-2, WIDE)


@dataclass(frozen=True, slots=True)
class Price:
    """A price above zero in a currency of three capital letters. Raises AmountError."""

    value: Decimal
    currency: str

    def __post_init__(self) -> None:
        _require_positive(self.value, "A price")

    @property
    def text(self) -> str:
        """The form for files: `18.90 EUR`, `18 EUR`; cents always have two digits."""
        return f"{_with_cents(plain(self.value))} {self.currency}"

    @property
    def shown(self) -> str:
        """The form for people: `1,018.90 EUR` with a no-break space before the currency."""
        return f"{_with_cents(grouped(self.value))}{NO_BREAK_SPACE}{self.currency}"

    def __str__(self) -> str:
        """Return the form for files."""
        return self.text


def parse_amount(text: str) -> Amount:
    """Read one number and one known unit: `300 mg`, `0.3 g`, `2 capsules`.

    Raises UnknownUnitError for a unit that is not known, AmountError for everything else that is
    not an amount; both say which readings were possible.
    """
    read = _read_amount(text)
    if isinstance(read, Amount):
        return read
    if read is None:
        raise _refusal(text, "amount", lambda candidate: _text_of(_read_known(candidate)))
    raise _unit_refusal(tidied(text), read)


def parse_any_amount(text: str) -> Amount | ForeignAmount:
    """Read an amount whose unit may be any word of at most 20 ASCII letters.

    Raises AmountError for what is not one number and one such word.
    """
    read = _read_amount(text)
    if isinstance(read, ForeignAmount) and not _is_word(read.unit):
        raise _unit_refusal(tidied(text), read)
    if read is None:
        raise _refusal(text, "amount", lambda candidate: _text_of(_read_amount(candidate)))
    return read


def unit_problem(amount: ForeignAmount) -> str:
    """Return the message with which `parse_amount` refuses the unit of this amount."""
    return str(_unit_refusal(amount.text, amount))


def parse_percentage(text: str, *, may_exceed_hundred: bool = False) -> Percentage:
    """Read a percentage above 0, and at most 100 unless told otherwise: `5 %`, `2.5%`.

    Raises AmountError.
    """
    return _require_percentage(tidied(text), text, may_exceed_hundred)


def parse_standardisation(text: str) -> Percentage:
    """Read the marker content of an extract: a percentage, or `min. 5 %`, `>= 5 %` as 5 %.

    Raises AmountError.
    """
    written = tidied(text)
    bound = _AT_LEAST.match(written[:MOST_CHARACTERS])
    return _require_percentage(written[bound.end() :] if bound else written, text, False)


def parse_price(text: str) -> Price:
    """Read a price above zero and the capital letters of its currency: `18.90 EUR`.

    Raises AmountError.
    """
    price = _read_price(text)
    if price is None:
        raise _refusal(text, "price", lambda candidate: _text_of(_read_price(candidate)))
    return price


def _read_amount(text: str) -> Amount | ForeignAmount | None:
    match = _matched(_AMOUNT, text)
    value = match and _value(match[1])
    if not match or not value:
        return None
    unit = NAMES.get(match[2].lower())
    return Amount(value, unit) if unit else ForeignAmount(value, match[2])


def _read_known(text: str) -> Amount | None:
    read = _read_amount(text)
    return read if isinstance(read, Amount) else None


def _read_percentage(text: str, may_exceed_hundred: bool) -> Percentage | None:
    match = _matched(_PERCENTAGE, text)
    value = match and _value(match[1])
    if not value or (value > 100 and not may_exceed_hundred):
        return None
    return Percentage(value)


def _read_price(text: str) -> Price | None:
    match = _matched(_PRICE, text)
    value = match and _value(match[1])
    return Price(value, match[2]) if match and value else None


def _require_percentage(written: str, text: str, may_exceed_hundred: bool) -> Percentage:
    percentage = _read_percentage(written, may_exceed_hundred)
    if percentage is None:
        raise _refusal(
            text,
            "percentage",
            lambda candidate: _text_of(_read_percentage(candidate, may_exceed_hundred)),
        )
    return percentage


def _matched(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    written = tidied(text)
    return pattern.fullmatch(written) if len(written) <= MOST_CHARACTERS else None


def _value(number: str) -> Decimal | None:
    """Return the number if it is above zero and has at most the digits that may be written."""
    digits = len(number) - number.count(".")
    value = Decimal(number) if digits <= MOST_DIGITS else Decimal(0)
    return value or None


def _is_word(unit: str) -> bool:
    return unit.isascii() and len(unit) <= _LONGEST_WORD


def _text_of(read: Amount | ForeignAmount | Percentage | Price | None) -> str | None:
    return None if read is None else read.text


def _refusal(text: str, kind: str, reads: Callable[[str], str | None]) -> AmountError:
    from planner.quantities_messages import explained

    explanation = explained(text, kind, reads)
    return AmountError(explanation.message, text=explanation.text, readings=explanation.readings)


def _unit_refusal(written: str, amount: ForeignAmount) -> AmountError:
    from planner.quantities_messages import explained_unit

    explanation = explained_unit(written, amount.unit)
    if explanation.understood:
        return AmountError(explanation.message, text=explanation.text)
    nearest, readings = explanation.nearest, list[str]()
    if nearest and explanation.same_unit:
        readings.append(Amount(amount.value, UNITS[nearest]).text)
    return UnknownUnitError(
        explanation.message, text=explanation.text, readings=readings, nearest=nearest
    )


def _require_positive(value: Decimal, what: str) -> None:
    if not value.is_finite() or value <= 0:
        raise AmountError(f"{what} must be above zero; {value} is not.", text=str(value))


def _with_cents(number: str) -> str:
    whole, point, cents = number.partition(".")
    return f"{whole}.{cents:0<2}" if point else whole
