"""Amounts in the words that are safest to read: for sentences about what somebody takes."""

from __future__ import annotations

import re
from decimal import Decimal

from planner.lines import NO_BREAK_SPACE
from planner.quantities_display import grouped
from planner.quantities_units import UNITS
from planner.wording import visible

_PARTS = {Decimal("0.25"): "a quarter", Decimal("0.5"): "half", Decimal("0.75"): "three quarters"}
_DOSE = re.compile(r"([0-9.]+) (.+)")
_COUNTED = {
    name: unit.name
    for unit in UNITS.values()
    if unit.dimension == unit.name
    for name in (unit.name, unit.plural)
}
"""What is counted by the piece, each with its name for one; only of these there are halves."""

_THOUSAND, _MILLION = Decimal(1_000), Decimal(1_000_000)


def dose_words(dose: str) -> str:
    """Return a dose for people: thousands grouped, parts of a capsule in words, no small decimals.

    `0.5 capsules` is half a capsule, `0.3 g` is 300 mg, `1000000 mcg` is 1,000 mg.
    """
    match = _DOSE.fullmatch(dose)
    if not match:
        return visible(dose)
    number, unit = Decimal(match[1]), visible(match[2])
    if unit == "g" and number != int(number):
        number, unit = number * _THOUSAND, "mg"
    elif unit == "mcg" and number >= _MILLION:
        number, unit = number / _THOUSAND, "mg"
    elif unit.upper() == "IU":
        # the two words may stand on two lines, the figure with its first
        units = "unit" if number == 1 else "units"
        return f"{grouped(number)}{NO_BREAK_SPACE}international {units}"
    whole = int(number)
    part = _PARTS.get(number - whole)
    if unit not in _COUNTED or part is None:
        return unbroken(f"{grouped(number)} {unit}")
    if not whole:
        of = "a" if part == "half" else "of a"
        return unbroken(f"{part} {of} {_COUNTED[unit]}")
    part = "a half" if part == "half" else part
    return unbroken(f"{grouped(Decimal(whole))} and {part} {unit}")


def unbroken(words: str) -> str:
    """Return a figure and its unit so that no line ends between them."""
    return words.replace(" ", NO_BREAK_SPACE)
