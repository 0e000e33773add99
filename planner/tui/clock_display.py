"""How times of day are shown: on the 24-hour clock, or on the 12-hour one where that is set.

Files, findings and what is typed keep their own form; this is for what the screen itself says.
"""

from __future__ import annotations

import re

from planner.clock import TimeError, TimeOfDay, parse_time_of_day

_twelve = False
_CLOCK = re.compile(r"(?<![0-9:])(?:[01][0-9]|2[0-3]):[0-5][0-9](?![0-9:])")


def use_twelve_hours(twelve: bool) -> None:
    """Show times from now on by the 12-hour clock, or by the 24-hour one."""
    global _twelve  # noqa: PLW0603  one screen, one clock; every widget asks here
    _twelve = twelve


def shown_time(time: TimeOfDay) -> str:
    """Return a time as the user wants to read it: `21:30` or `9:30 pm`."""
    if not _twelve:
        return time.text
    hour, minute = divmod(time.minutes, 60)
    half = "am" if hour < 12 else "pm"
    return f"{hour % 12 or 12}:{minute:02}\u00a0{half}"


def shown_clock(text: str) -> str:
    """Return a time that a verdict gives as text, as the user wants to read it."""
    try:
        return shown_time(parse_time_of_day(text))
    except TimeError:
        return text


def shown_span(at: str, until: str | None) -> str:
    """Return when something is taken, by texts of a verdict: a time, or from one to another."""
    if until is None:
        return shown_clock(at)
    between = " to " if _twelve else "–"  # a space, because the longer form has to break somewhere
    return f"{shown_clock(at)}{between}{shown_clock(until)}"


def with_shown_times(text: str) -> str:
    """Return our own words with every 24-hour time in them as the user wants to read it."""
    return _CLOCK.sub(lambda match: shown_clock(match[0]), text) if _twelve else text
