"""How times of day are shown: on the 24-hour clock, or on the 12-hour one where that is set.

Files, findings and what is typed keep their own form; this is for what the screen itself says.
"""

from __future__ import annotations

from planner.clock import TimeError, TimeOfDay, parse_time_of_day

_twelve = False


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
