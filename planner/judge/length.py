"""How long a regimen is planned for, and the day on which it is to be reviewed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.regimen.models import Entry, Regimen


def last_week(regimen: Regimen) -> int | None:
    """Return the last week of a regimen: as planned, or that of the phase which ends last.

    None where no length is planned and something is taken without end.
    """
    phased = [
        sum(phase.weeks for phase in entry.phases)
        for entry in regimen.entries.values()
        if entry.phases is not None
    ]
    if regimen.weeks is not None:
        return max([regimen.weeks, *phased])
    return max(phased) if phased and len(phased) == len(regimen.entries) else None


def entry_weeks(regimen: Regimen, entry: Entry) -> int | None:
    """Return for how many weeks an entry is taken: its phases, else as long as is planned."""
    if entry.phases is None:
        return regimen.weeks
    return sum(phase.weeks for phase in entry.phases)


def review_day(first_evening: date, weeks: int | None) -> date | None:
    """Return the day after the last evening; None for a plan without an end.

    Raises:
        OverflowError: it lies past the year 9999.
    """
    return first_evening + timedelta(weeks=weeks) if weeks else None
