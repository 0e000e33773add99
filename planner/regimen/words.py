"""Names, times, lengths and days in full words: the same in every sentence about a regimen."""

from __future__ import annotations

from collections.abc import Iterable

from planner.clock import TimeOfDay, When, clock_time
from planner.quantities_words import unbroken
from planner.wording import counted, listed

NOON = 12 * 60

NOT_STATED = "not stated whether elemental or compound"

DAY_NAMES = {
    "mon": "Mondays", "tue": "Tuesdays", "wed": "Wednesdays", "thu": "Thursdays",
    "fri": "Fridays", "sat": "Saturdays", "sun": "Sundays",
}  # fmt: skip

_DAYS_BESIDE = {1: " (next day)", 0: "", -1: " (day before)"}


def lowered(text: str) -> str:
    """Return a text with a small first letter, unless it starts with an abbreviation."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def when_words(when: When) -> str:
    """Return a time as it is planned: `at 21:00`, `at bedtime`, `1 to 2 hours before bed`."""
    if isinstance(when, TimeOfDay):
        return f"at {when.text}"
    if when.is_window:
        return window_words(when.earliest, when.latest)
    return moment_before_bed_words(when.earliest)


def moment_before_bed_words(minutes: int) -> str:
    """Return a moment before bed: `1 hour before bed`, `at bedtime`."""
    return f"{length_words(minutes)} before bed" if minutes else "at bedtime"


def window_words(earliest: int, latest: int) -> str:
    """Return a window before bed with both its ends: `1 to 2 hours before bed`."""
    if earliest % 60 == latest % 60 == 0 and latest:
        said = f"{latest // 60} to {unbroken(counted(earliest // 60, 'hour'))}"
    elif earliest < 60:
        said = f"{latest} to {unbroken(counted(earliest, 'minute'))}"
    else:
        said = f"{length_words(latest)} to {length_words(earliest)}"
    return f"{said} before bed"


def length_words(minutes: int) -> str:
    """Return a length of time in full words: `1 hour 30 minutes`, `45 minutes`."""
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour")] if hours else []
    if rest or not hours:
        parts.append(counted(rest, "minute"))
    return unbroken(" ".join(parts))


def days_words(days: Iterable[str]) -> str:
    """Return days of the week in words: `Mondays, Wednesdays and Fridays`."""
    return listed(DAY_NAMES[day] for day in days)


def weeks_words(first: int, last: int | None) -> str:
    """Return weeks in words: `weeks 1 to 2`, `week 3`, `from week 9 on`."""
    if last is None:
        return f"from week {first} on"
    return f"week {first}" if first == last else f"weeks {first} to {last}"


def clock_words_of(when: When, bedtime: TimeOfDay | None) -> str:
    """Return a planned time by the clock: `21:00`, `21:00 to 22:00`, `00:30 (next day)`.

    Empty for a time before bed without a bedtime to count from.
    """
    if isinstance(when, TimeOfDay):
        before = None if bedtime is None else (bedtime.minutes - when.minutes) % (2 * NOON)
        return f"{when.text}{beside_words(before, bedtime)}"
    if bedtime is None:
        return ""
    if when.is_window:
        return span_words(when.earliest, when.latest, bedtime, "to")
    return f"{clock_time(when.earliest, bedtime)}{beside_words(when.earliest, bedtime)}"


def span_words(earliest: int, latest: int, bedtime: TimeOfDay, joint: str) -> str:
    """Return a window by the clock; where only one end lies on another day, it says so itself."""
    starts, ends = beside_words(earliest, bedtime), beside_words(latest, bedtime)
    first, last = clock_time(earliest, bedtime), clock_time(latest, bedtime)
    return f"{first}{starts if starts != ends else ''} {joint} {last}{ends}"


def beside_words(minutes_before: int | None, bedtime: TimeOfDay | None) -> str:
    """Say where a time belongs to the day before or after the one that names the evening."""
    return _DAYS_BESIDE[days_beside(minutes_before, bedtime)]


def days_beside(minutes_before: int | None, bedtime: TimeOfDay | None) -> int:
    """Return how many days after the one that names its evening a time lies: -1, 0 or 1."""
    if bedtime is None or minutes_before is None:
        return 0
    after_midnight = minutes_before <= bedtime.minutes
    if bedtime.minutes < NOON:
        return 1 if after_midnight else 0
    return 0 if after_midnight else -1
