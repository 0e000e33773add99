"""When a calendar shows what: the dates of a taking, how often it returns, and the review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from planner.clock import parse_time_of_day
from planner.judge import length

if TYPE_CHECKING:
    from planner.export.sheet import Sheet, TakingRow

MOMENT = timedelta(minutes=15)
"""How long an event is for a taking at one moment: calendars draw an event without a length as a
line that nobody can read or tap, or make an hour of it."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Series:
    """The events of one taking, in local time wherever the calendar is."""

    start: datetime
    """Of the first event; without a time zone."""
    length: timedelta
    days: tuple[str, ...]
    """`MO`, `TH`: the days of the week on which events lie; empty for every day."""
    count: int | None
    """How many events there are; None where it goes on without end."""

    @property
    def rule(self) -> dict[str, object] | None:
        """The recurrence rule; None for a single event.

        It ends by a count and never by a date: how a last moment without a time zone compares with
        events is read in more than one way, and a count only in one.
        """
        if self.count == 1:
            return None
        rule: dict[str, object] = {"FREQ": "WEEKLY" if self.days else "DAILY"}
        if self.count is not None:
            rule["COUNT"] = self.count
        if self.days:
            rule["BYDAY"] = list(self.days)
        return rule


def first_evening(sheet: Sheet) -> date:
    """Return the first evening: the start that is named, else the day of the first version.

    A later version must not begin a titration anew.
    """
    return sheet.start or sheet.edition.begins


def review_day(sheet: Sheet) -> date | None:
    """Return the day after the last evening; None for a plan without an end.

    Raises:
        OverflowError: it lies past the year 9999.
    """
    return length.review_day(first_evening(sheet), sheet.weeks)


def event_key(row: TakingRow) -> str:
    """Return what an event is known by over all versions: entry, phase and number of the taking.

    A dose that becomes the first of several phases is still the same series.
    """
    return f"taking {row.taking.entry} {row.taking.phase or 1} {row.number}"


def series(sheet: Sheet, row: TakingRow) -> Series:
    """Return the events of a taking that has a time by the clock.

    Raises:
        OverflowError: a date lies past the year 9999.
    """
    first_week, last_week = row.weeks or (1, sheet.weeks)
    begins = first_evening(sheet) + timedelta(weeks=first_week - 1)
    days = row.taking.days if row.taking.days and len(row.taking.days) < 7 else None
    if days is not None:
        begins = min(_next(begins, day) for day in days)
    # weeks are whole, so that each of them holds each day once
    count = None if last_week is None else (last_week - first_week + 1) * len(days or _WEEKDAYS)
    return Series(
        start=datetime.combine(begins + timedelta(days=row.day_offset), _clock(row)),
        length=_length(row),
        days=_shifted(days or (), row.day_offset),
        count=count,
    )


def _next(day: date, named: str) -> date:
    """Return the first day with that name, on a day or after it."""
    return day + timedelta(days=(_WEEKDAYS.index(named) - day.weekday()) % 7)


def _shifted(days: tuple[str, ...], offset: int) -> tuple[str, ...]:
    """Return the days of the dates, for days that name evenings."""
    places = sorted((_WEEKDAYS.index(day) + offset) % 7 for day in days)
    return tuple(_WEEKDAYS[place][:2].upper() for place in places)


def _clock(row: TakingRow) -> time:
    minutes = parse_time_of_day(row.taking.at or "").minutes
    return time(minutes // 60, minutes % 60)


def _length(row: TakingRow) -> timedelta:
    earliest, latest = row.taking.minutes_before_bed, row.latest_before_bed
    if earliest is None or latest is None:
        return MOMENT
    return timedelta(minutes=earliest - latest)
