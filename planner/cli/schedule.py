"""The schedule of an evening in words: the clock, what is taken, what it gives, which weeks."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.cli.output import NO_BREAK_SPACE
from planner.clock import MINUTES_A_DAY, TimeOfDay, duration_text, parse_time_of_day
from planner.quantities_display import grouped
from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.cli.page import Page
    from planner.judge.findings import Taking, Verdict
    from planner.regimen.models import Regimen

NOON = 12 * 60
_DAYS = {
    "mon": "Mondays", "tue": "Tuesdays", "wed": "Wednesdays", "thu": "Thursdays",
    "fri": "Fridays", "sat": "Saturdays", "sun": "Sundays",
}  # fmt: skip
_PARTS = {Decimal("0.25"): "a quarter", Decimal("0.5"): "half", Decimal("0.75"): "three quarters"}
_DOSE = re.compile(r"([0-9.]+) (.+)")
_MEASURED = {"g", "mg", "mcg", "mmol", "mEq", "mL"}


def add_schedule(page: Page, regimen: Regimen, verdict: Verdict) -> None:
    """Add every taking in the order of the evening."""
    times = [_time(taking, regimen.bedtime) for taking in verdict.schedule]
    column = max((len(time) for time in times), default=5) + 4
    for time, taking in zip(times, verdict.schedule, strict=True):
        entry = regimen.entries[taking.entry]
        name = visible(taking.name)
        page.row(time, f"{name}, {dose_words(taking.dose)}", at=column)
        gives = [visible(each) for each in taking.gives]
        said = [_before_bed(taking)]
        only_repeats = [f"{dose_words(taking.dose)} {name}".lower()] == [
            each.lower() for each in gives
        ]
        if gives and not only_repeats:
            said.append(f"gives {listed(gives)}")
        if taking.days:
            said.append(f"only on {listed(_DAYS[day] for day in taking.days)}")
        if taking.phase is not None:
            said.append(weeks_of_phase(regimen, taking.entry, taking.phase))
        if entry.reason:
            said.append(f"taken because: {visible(entry.reason)}")
        detail = "; ".join(each for each in said if each)
        if detail:
            page.row("", f"{detail[0].upper()}{detail[1:]}.".replace("..", "."), at=column)


def _time(taking: Taking, bedtime: TimeOfDay | None) -> str:
    if taking.at is None:
        return "no bedtime"
    time = taking.at if taking.until is None else f"{taking.at} to {taking.until}"
    return f"{time}{_day(taking, bedtime)}"


def _day(taking: Taking, bedtime: TimeOfDay | None) -> str:
    """Say where a time belongs to the day before or after the one that names the evening."""
    if bedtime is None or taking.minutes_before_bed is None:
        return ""
    after_midnight = taking.minutes_before_bed <= bedtime.minutes
    if bedtime.minutes < NOON:
        return " (next day)" if after_midnight else ""
    return "" if after_midnight else " (day before)"


def _before_bed(taking: Taking) -> str:
    earliest = taking.minutes_before_bed
    if earliest is None:
        return ""
    if taking.until is None or taking.at is None:
        if taking.at is not None and earliest > NOON:
            return ""  # a morning: nobody counts from bedtime
        return f"{duration_text(earliest)} before bed" if earliest else "at bedtime"
    start, end = parse_time_of_day(taking.at), parse_time_of_day(taking.until)
    latest = earliest - (end.minutes - start.minutes) % MINUTES_A_DAY
    return f"{duration_text(latest)} to {duration_text(earliest)} before bed"


def dose_words(dose: str) -> str:
    """Return a dose for people: thousands grouped, parts of a capsule in words."""
    match = _DOSE.fullmatch(dose)
    if not match:
        return visible(dose)
    number, unit = Decimal(match[1]), visible(match[2])
    whole = int(number)
    part = _PARTS.get(number - whole)
    if unit in _MEASURED or part is None:
        return f"{grouped(number)}{NO_BREAK_SPACE}{unit}"
    if not whole:
        one = "gummy" if unit == "gummies" else unit.removesuffix("s")
        of = "a" if part == "half" else "of a"
        return f"{part} {of} {one}".replace(" ", NO_BREAK_SPACE)
    part = "a half" if part == "half" else part
    return f"{grouped(Decimal(whole))} and {part} {unit}".replace(" ", NO_BREAK_SPACE)


def weeks_of_phase(regimen: Regimen, entry: str, phase: int) -> str:
    """Return the weeks of an entry's phase: `in weeks 3 to 8`."""
    lengths = [each.weeks for each in regimen.entries[entry].phases or ()]
    first = sum(lengths[: phase - 1]) + 1
    return _weeks(first, sum(lengths[:phase]))


def weeks_of_stretch(verdict: Verdict, stretch: int) -> str:
    """Return the weeks of a stretch in which no dose changes."""
    first, last = verdict.weeks[stretch]
    return f"from week {first} on" if last is None else _weeks(first, last)


def _weeks(first: int, last: int) -> str:
    return f"in week {first}" if first == last else f"in weeks {first} to {last}"
