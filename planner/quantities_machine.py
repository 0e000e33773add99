"""Amounts as programs read them: every mass in milligrams, exact, without rounding or grouping."""

import re
from decimal import Decimal

from planner.quantities import UNITS, Amount, mg_text

_MASS = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?) (g|mg|mcg)")


def machine_amount(text: str) -> str:
    """Return an amount as programs read it: a mass in mg, and any other text as it is.

    `0.3 g` is `300 mg`, `2 capsules` stays.
    """
    mass = _MASS.fullmatch(text)
    if not mass or not Decimal(mass[1]):  # what was accepted may be any text, `0 g` too
        return text
    return mg_text(Amount(Decimal(mass[1]), UNITS[mass[2]]).milligrams)
