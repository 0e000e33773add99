"""Steps of a dose: one capsule more or less, or some milligrams, in the unit that is written."""

from __future__ import annotations

from decimal import Decimal

from planner.quantities import UNITS, Amount, ForeignAmount
from planner.regimen.edits import with_entry
from planner.regimen.models import Entry, Regimen

_ONE = Decimal(1)
_GRID = (
    (Decimal(1000), Decimal(100)),
    (Decimal(100), Decimal(25)),
    (Decimal(10), Decimal(5)),
    (Decimal(1), Decimal("0.5")),
)
"""From so many milligrams on, steps of so many; a way to move a dose, and no documented figure."""
_FINEST = Decimal("0.1")
_MOST = Decimal(10) ** 9


def stepped(regimen: Regimen, entry: str, by: int) -> Regimen:
    """Return the regimen with the dose of an entry so many steps higher, or lower below zero.

    A step is one of what is counted, 1 mL or 1 mmol, and for a mass a part of it that a label would
    print. The unit stays as it is written.

    Raises:
        KeyError: there is no such entry.
        ValueError: there is no dose to step, or none is left; `str()` of it says why.
    """
    row = regimen.entries[entry]
    if row.dose is None:
        raise ValueError("The dose changes over the weeks: edit the phases in the form.")
    if isinstance(row.dose, ForeignAmount):
        raise ValueError(f"{row.dose.text} is in a unit of its own: edit it in the form.")
    dose = row.dose
    for _ in range(abs(by)):
        dose = stepped_amount(dose, up=by > 0)
    facts = {key: getattr(row, key) for key in Entry.model_fields} | {"dose": dose}
    return with_entry(regimen, entry, Entry(**facts))


def stepped_amount(amount: Amount, *, up: bool) -> Amount:
    """Return the amount one step higher or lower, in the same unit.

    Raises:
        ValueError: nothing would be left, or more than can be written.
    """
    value = amount.value
    if amount.dimension == "mass":
        scale = Amount(_ONE, amount.unit).milligrams
        value = _next(value * scale, up=up) / scale
    else:
        value = value + _ONE if up else value - _ONE
    if value <= 0:
        raise ValueError(
            f"{amount.shown} is one step or less: press x to remove the entry, or e to edit it."
        )
    if value >= _MOST:
        raise ValueError(f"{amount.shown} cannot be raised further.")
    return Amount(value.normalize(), UNITS[amount.unit.name])


def _next(mg: Decimal, *, up: bool) -> Decimal:
    """Return the next mass in mg; a step down is the step up that leads here, taken back."""
    if up:
        return mg + _step(mg)
    sizes = [size for _, size in _GRID] + [_FINEST]
    back = [mg - size for size in sizes if mg > size and _step(mg - size) == size]
    if back:
        return back[0]
    return next((mg - size for size in sizes if mg > size and size <= _step(mg)), Decimal(0))


def _step(mg: Decimal) -> Decimal:
    return next((step for start, step in _GRID if mg >= start), _FINEST)


def step_words(before: Regimen, after: Regimen, entry: str) -> str:
    """Return a step in words, for undo: `ashwagandha: 300 mg becomes 325 mg`."""
    old, new = before.entries[entry].dose, after.entries[entry].dose
    return f"{entry}: {old.text if old else '?'} becomes {new.text if new else '?'}"
