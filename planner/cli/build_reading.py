"""Reading answers about the evening, the person and the days; what is refused says what to write.

Every reader raises ValueError with words for the person who has typed it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.clock import parse_when
from planner.regimen.fields import DAYS, LONGEST_TITLE, MOST_WEEKS
from planner.regimen.models import MedicineTaken
from planner.wording import listed, quoted

if TYPE_CHECKING:
    from planner.regimen.models import Regimen

LONGEST_REASON = 400
EVERY_DAY = "every day"
DAYS_HELP = "Days by their first three letters, such as mon wed fri; or every day."

_FULL_DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday",
    "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
_MEDICINE = re.compile(r"([A-Za-z0-9-]{1,64})(?:\s+(?:at\s+)?(.+))?", re.DOTALL)


def read_title(text: str) -> str:
    """Read a title."""
    if not text.strip():
        raise ValueError("A title has at least one character.")
    if len(text) > LONGEST_TITLE:
        raise ValueError(f"{len(text):,} characters; {LONGEST_TITLE} at most are kept.")
    return text


def read_reason(text: str) -> str:
    """Read why a warning is accepted."""
    reason = text.strip()
    if not reason:
        raise ValueError("Write in a few words why: it is kept with the regimen.")
    if len(reason) > LONGEST_REASON:
        raise ValueError(f"{len(reason):,} characters; {LONGEST_REASON} at most are kept.")
    return f"accepted today, {reason}"


def read_weeks(text: str) -> int | None:
    """Read a number of weeks; None for an empty text."""
    written = text.strip()
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 6):
        raise ValueError("Write a whole number of weeks, such as 8.")
    weeks = int(written)
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(f"From 1 to {MOST_WEEKS:,} weeks can be planned.")
    return weeks


def read_age(text: str) -> int | None:
    """Read an age in whole years; None for an empty text."""
    written = text.strip()
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 3 and int(written) <= 150):
        raise ValueError("Write the age in whole years, from 0 to 150.")
    return int(written)


def read_medicines(text: str) -> dict[str, MedicineTaken]:
    """Read `levothyroxine 07:00; metformin`: names, each with its times."""
    found: dict[str, MedicineTaken] = {}
    for piece in filter(None, (part.strip() for part in text.split(";"))):
        match = _MEDICINE.fullmatch(piece)
        if not match:
            raise ValueError(
                "A medicine is one word, with - for a space, and its time: levothyroxine 07:00."
            )
        name = match[1].lower()
        if not any(letter.isalpha() for letter in name):
            raise ValueError(
                f"{quoted(name)} is no name of a medicine: write it in letters, such as"
                " levothyroxine 07:00."
            )
        if name in found:
            raise ValueError(
                f"{quoted(name)} is named twice: write its times with a comma between."
            )
        times = [each.strip() for each in (match[2] or "").split(",") if each.strip()]
        found[name] = MedicineTaken(when=tuple(parse_when(each) for each in times) or None)
    return found


def medicines_text(regimen: Regimen) -> str:
    """Return the medicines as they are typed."""
    return "; ".join(
        f"{name} {', '.join(when.text for when in row.when)}" if row.when else name
        for name, row in regimen.medicines.items()
    )


def days_words(days: Sequence[str]) -> str:
    """Return days in words: `every day`, `Monday and Friday`."""
    if len(days) == len(DAYS):
        return EVERY_DAY
    return listed(_FULL_DAYS[day] for day in DAYS if day in days)


def read_days(text: str) -> tuple[str, ...]:
    """Read days by their first letters; raises ValueError with what to write instead."""
    if text.strip().lower() in (EVERY_DAY, "daily", "all"):
        return DAYS
    found = set()
    for word in re.split(r"[\s,;]+|\band\b", text.strip().lower()):
        if not word:
            continue
        start = word.removesuffix("s")
        meant = [day for day in DAYS if _FULL_DAYS[day].lower().startswith(start)]
        if len(meant) != 1:
            raise ValueError(f"{quoted(word)} is no day of the week. {DAYS_HELP}")
        found.add(meant[0])
    if not found:
        raise ValueError(f"Choose at least one day. {DAYS_HELP}")
    return tuple(day for day in DAYS if day in found)
