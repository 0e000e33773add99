"""How an entry is dosed, as FHIR says it: how much, when, in which weeks.

Each dosage has the sentence as its text, and the text is the truth. What is coded beside it is as
near as R4 comes: a window before bed has no code, so its middle stands as the minutes before sleep.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.clock import BeforeBed, TimeOfDay, When
from planner.export.fhir_text import Json, filled, string
from planner.export.sentence import basis_of
from planner.judge.gauge import LimitVerdict
from planner.quantities import UNITS, Amount, ForeignAmount

if TYPE_CHECKING:
    from planner.export.sheet import EntryRow, Sheet, TakingRow
    from planner.judge.gauge import Gauge

UCUM = "http://unitsofmeasure.org"
_UCUM_CODES = {
    "g": "g", "mg": "mg", "mcg": "ug", "mL": "mL", "mmol": "mmol", "mEq": "meq",
}  # fmt: skip
_BASIS_WORDS = {"": "", "elemental": " elemental", "compound": " of the whole compound"}
_PLANNED = "planned, not ordered"
"""Without a kind of its own, a dose would be read as one that somebody ordered."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KNOWN_LIMITS = {LimitVerdict.WITHIN, LimitVerdict.ABOVE}
_THOUSAND = Decimal(1000)


def dosages(sheet: Sheet, row: EntryRow) -> list[Json]:
    """Return one dosage for each time of each phase of an entry.

    Those of one phase have the same number, which is to say that they hold together; phases follow
    each other.
    """
    ordered = sorted(row.takings, key=lambda each: each.taking.phase or 0)
    planned = dict(_planned(sheet, row))
    most = _most_a_day(sheet, row)
    return [
        filled({
            "sequence": each.taking.phase or 1,
            "text": string(each.sentence),
            "timing": {"repeat": _repeat(sheet, each, planned[each.number])},
            "doseAndRate": [_dose(sheet, each)],
            "maxDosePerPeriod": most,
        })
        for each in ordered
    ]  # fmt: skip


def period_of(sheet: Sheet, row: EntryRow) -> Json | None:
    """Return the dates between which an entry is taken; None where no start is known."""
    weeks = [each.weeks for each in row.takings if each.weeks]
    if weeks:
        return _period(sheet, min(weeks)[0], max(week for _, week in weeks), 0)
    return _period(sheet, 1, sheet.weeks, 0)


# when


def _planned(sheet: Sheet, row: EntryRow) -> Iterator[tuple[int, When]]:
    """Yield (number of the taking, its time as it is planned): by the clock, or from bedtime."""
    left = list(sheet.regimen.entries[row.key].when)
    first = row.takings[0].taking.phase
    for each in row.takings:
        if each.taking.phase == first:
            found = next(when for when in left if _is_planned(when, each))
            left.remove(found)
            yield each.number, found


def _is_planned(when: When, row: TakingRow) -> bool:
    taking = row.taking
    if isinstance(when, TimeOfDay):
        return taking.at == when.text and taking.until is None
    latest = when.latest if when.is_window else None
    return (taking.minutes_before_bed, taking.latest_before_bed) == (when.earliest, latest)


def _repeat(sheet: Sheet, row: TakingRow, when: When) -> Json:
    from_bed = isinstance(when, BeforeBed)
    # a bedtime after midnight is still that of its evening; a time by the clock is on its own date
    shift = 0 if from_bed else row.day_offset
    repeat = _bounds(sheet, row, shift)
    if row.taking.days:
        # R4 does not allow a frequency beside days of the week
        repeat["dayOfWeek"] = _shifted(row.taking.days, shift)
    else:
        repeat |= {"frequency": 1, "period": 1, "periodUnit": "d"}
    if isinstance(when, TimeOfDay):
        return {**repeat, "timeOfDay": [f"{when.text}:00"]}
    middle = (when.earliest + when.latest) // 2
    # the event "before sleep" says itself that the minutes come before it
    return filled({**repeat, "when": ["HS"], "offset": middle or None})


def _shifted(days: tuple[str, ...], shift: int) -> list[str]:
    places = sorted((_DAYS.index(day) + shift) % len(_DAYS) for day in days)
    return [_DAYS[place] for place in places]


def _bounds(sheet: Sheet, row: TakingRow, shift: int) -> Json:
    first, last = row.weeks or (1, sheet.weeks)
    if period := _period(sheet, first, last, shift):
        return {"boundsPeriod": period}
    if last is None:
        return {}
    weeks = last - first + 1
    unit = "week" if weeks == 1 else "weeks"
    return {"boundsDuration": {"value": weeks, "unit": unit, "system": UCUM, "code": "wk"}}


def _period(sheet: Sheet, first: int, last: int | None, shift: int) -> Json | None:
    start = _day(sheet.start, 7 * (first - 1) + shift)
    if start is None:
        return None
    end = None if last is None else _day(sheet.start, 7 * last - 1 + shift)
    return filled({"start": start.isoformat(), "end": end and end.isoformat()})


def _day(start: date | None, days: int) -> date | None:
    try:
        return start and start + timedelta(days=days)
    except OverflowError:
        return None  # beyond the year 9999, which has no date


# how much


def _dose(sheet: Sheet, row: TakingRow) -> Json:
    amount = dict(sheet.regimen.entries[row.taking.entry].doses)[row.taking.phase]
    basis = basis_of(sheet.regimen, row.taking)
    return {"type": {"text": _PLANNED}, "doseQuantity": quantity(amount, basis)}


def quantity(amount: Amount | ForeignAmount, basis: str = "") -> Json:
    """Return an amount with its unit for people and its code in UCUM, where it has one.

    Of a mineral the unit says of what the amount is; the code stays that of the plain unit. The
    unit is the one that the sentence has: whole figures rather than small decimals.
    """
    if isinstance(amount, ForeignAmount):
        if amount.unit.upper() == "IU":
            said = "international unit" if amount.value == 1 else "international units"
            return {"value": amount.value, "unit": said, "system": UCUM, "code": "[iU]"}
        return {"value": amount.value, "unit": string(amount.unit)}
    value, unit = amount.value, amount.unit
    if unit.name == "g" and value != int(value):
        value, unit = value * _THOUSAND, UNITS["mg"]
    elif unit.name == "mcg" and value >= _THOUSAND:
        value, unit = value / _THOUSAND, UNITS["mg"]
    said = unit.name if value == 1 else unit.plural
    return {
        "value": value,
        "unit": f"{said}{_BASIS_WORDS.get(basis, f', {basis}')}",
        "system": UCUM,
        "code": _UCUM_CODES.get(unit.name, f"{{{unit.name}}}"),
    }


def _most_a_day(sheet: Sheet, row: EntryRow) -> Json | None:
    """Return the upper limit as the most of an entry a day, or None, which is the usual answer.

    The element limits the very substance of its dosage, in the unit of its dosage. Upper limits
    are for the mineral itself, from everything together that is taken. Beside a dose in capsules,
    of a whole compound, or of one of several sources, a reader would take the limit for more, or
    for less, than it is; and a template is for people whose country and age nobody knows yet. So it
    stands only where an entry of a regimen is dosed by the weight of the mineral itself, is its
    only source in every week, and the total is known. Everywhere else it is told with the totals.
    """
    entry = sheet.regimen.entries[row.key]
    bases = {basis_of(sheet.regimen, each.taking) for each in row.takings}
    by_weight = all(each.taking.dose.endswith("g") for each in row.takings)  # mg, g and mcg
    if sheet.template is not None or entry.product or bases != {"elemental"} or not by_weight:
        return None
    gauges = [total.gauge for total in sheet.totals if total.gauge]
    own = [each for each in gauges if row.key in each.entries and each.limit is not None]
    if not own or not all(_is_its_own(each, row.key) for each in own):
        return None
    limit = Amount(own[0].limit or Decimal(0), UNITS["mg"])
    return {
        "numerator": quantity(limit, "elemental"),
        "denominator": {"value": 1, "unit": "day", "system": UCUM, "code": "d"},
    }


def _is_its_own(gauge: Gauge, key: str) -> bool:
    return (
        gauge.entries == (key,)
        and not gauge.at_least
        and gauge.basis == "elemental"
        and gauge.limit_verdict in _KNOWN_LIMITS
    )
