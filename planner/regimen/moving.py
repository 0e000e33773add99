"""Moving one taking of an entry along the evening, in the form in which its time is written."""

from __future__ import annotations

from planner.clock import MINUTES_A_DAY, BeforeBed, TimeOfDay, When, clock_time
from planner.regimen.edits import with_entry
from planner.regimen.models import Entry, Regimen


def moved(regimen: Regimen, entry: str, taking: int, minutes: int) -> Regimen:
    """Return the regimen with one time of an entry moved; more than 0 minutes is later.

    A time by the clock stays one; a time before bed stays before bed, never after bedtime and less
    than 24 hours before it, and a window keeps its length.

    Raises:
        KeyError: there is no such entry.
        ValueError: there is no such taking, or it cannot move any further that way.
    """
    row = regimen.entries[entry]
    if not 0 <= taking < len(row.when):
        raise ValueError(f"{entry} has no such taking.")
    when = shifted(row.when[taking], minutes)
    if minutes and when == row.when[taking]:
        raise ValueError(
            "It is at bedtime already; by the clock it could be later."
            if minutes > 0
            else "It cannot be moved further away from bedtime."
        )
    times = (*row.when[:taking], when, *row.when[taking + 1 :])
    facts = {key: getattr(row, key) for key in Entry.model_fields} | {"when": times}
    return with_entry(regimen, entry, Entry(**facts))


def shifted(when: When, minutes: int) -> When:
    """Return a time moved by so many minutes, more than 0 to later; see `moved`."""
    if isinstance(when, TimeOfDay):
        return TimeOfDay((when.minutes + minutes) % MINUTES_A_DAY)
    least = when.earliest - MINUTES_A_DAY + 1
    by = max(min(minutes, when.latest), least)
    return BeforeBed(when.earliest - by, when.latest - by)


def moved_words(regimen: Regimen, entry: str, taking: int) -> str:
    """Return in words where a taking has been moved to, for undo: `move magnesium to 21:00`."""
    when = regimen.entries[entry].when[taking]
    if isinstance(when, BeforeBed) and regimen.bedtime is not None:
        first = clock_time(when.earliest, regimen.bedtime).text
        last = f" to {clock_time(when.latest, regimen.bedtime).text}" if when.is_window else ""
        return f"move {entry} to {first}{last}"
    return f"move {entry} to {when.text}"
