"""Rounding and the written forms of numbers: exact for machines, safe for people."""

from decimal import Decimal

from planner.quantities_reading import QuantityError
from planner.quantities_units import WIDE

NO_BREAK_SPACE = "\u00a0"
_SETTLED_DECIMALS = 12
_MACHINE_DECIMALS = 6
_SHOWN_FIGURES = 3


def settle(value: Decimal) -> Decimal:
    """Return the value rounded to 12 decimals, so that 3 × (200 × ⅓) compares equal to 200.

    Values are settled before they are compared. Raises QuantityError for NaN and infinities.
    """
    return _rounded(value, _SETTLED_DECIMALS)


def mg_text(value: Decimal) -> str:
    """Return milligrams in exact machine form: at most 6 decimals, no grouping, `42.288719 mg`.

    A value above zero never reads `0 mg`. Raises QuantityError for NaN and infinities.
    """
    rounded = _rounded(value, _MACHINE_DECIMALS)
    if rounded == 0 and value != 0:
        rounded = Decimal(1).scaleb(-_MACHINE_DECIMALS).copy_sign(value)
    return f"{plain(rounded)} mg"


def mg_shown(value: Decimal, *, computed: bool = False, against: Decimal | None = None) -> str:
    """Return milligrams for people: grouped, with a no-break space before the unit.

    An exact value (not `computed`, at most 6 decimals) is shown as it is; any other is rounded to
    3 significant figures, and marked `≈` if that changed it. With `against`, a bound in mg, as
    many more figures are shown as keep the figure on the side of the bound where the value lies.
    Raises QuantityError for NaN and infinities.
    """
    settled = settle(value)
    if settled == 0:
        settled = value
    if not computed and settled == _rounded(settled, _MACHINE_DECIMALS):
        return f"{grouped(settled)}{NO_BREAK_SPACE}mg"
    return approximate(settled, None if against is None else settle(against), "mg")


def _rounded(value: Decimal, decimals: int) -> Decimal:
    if not value.is_finite():
        raise QuantityError(f"A quantity must be a number; {value} is not.", text=str(value))
    if int(value.as_tuple().exponent) >= -decimals:
        return value
    context = WIDE.copy()
    context.prec = max(value.adjusted(), 0) + decimals + 2
    return value.quantize(Decimal(1).scaleb(-decimals), context=context)


def approximate(value: Decimal, bound: Decimal | None, unit: str) -> str:
    """Return a number of 3 significant figures and its unit, marked `≈` if it was rounded.

    More figures are shown where fewer would not lie on the same side of the bound as the value.
    """
    figures = _SHOWN_FIGURES
    rounded = _to_figures(value, figures)
    while bound is not None and rounded.compare(bound) != value.compare(bound):
        figures += 1
        rounded = _to_figures(value, figures)
    mark = "" if rounded == value else "≈ "
    return f"{mark}{grouped(rounded)}{NO_BREAK_SPACE}{unit}"


def _to_figures(value: Decimal, figures: int) -> Decimal:
    context = WIDE.copy()
    context.prec = figures
    return context.plus(value)


def plain(value: Decimal) -> str:
    """Return a number without exponent, grouping and trailing zeros."""
    return _without_trailing_zeros(f"{value:f}")


def grouped(value: Decimal) -> str:
    """Return a number with its thousands grouped and without trailing zeros."""
    return _without_trailing_zeros(f"{value:,f}")


def _without_trailing_zeros(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
