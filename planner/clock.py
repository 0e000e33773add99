"""Times of day, times and windows before bed, and minutes counted across midnight."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from planner.quantities_reading import MOST_CHARACTERS, MOST_DIGITS, ReadingError, offer, tidied
from planner.wording import quoted

MINUTES_A_DAY = 1440
"""Minutes in 24 hours."""

_HALF_DAY = 12
_TIME = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?(?: ?([ap]m))?")
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DURATION = re.compile(
    r"(?:([0-9]+(?:\.[0-9]+)?) ?(?:hours?|hrs?|h))?"
    r"(?: ?([0-9]+(?:\.[0-9]+)?) ?(?:minutes?|mins?))?"
)
_BEFORE_BED = " before bed"
_EXAMPLE = "a time such as 22:30, 90 min before bed, 1 to 2 h before bed or at bedtime"
_CLOCK_EXAMPLE = "a time such as 22:30 or 10:30 pm"


class TimeError(ReadingError):
    """A text that is not a time, or minutes that cannot be one; `str()` of it is for the user.

    `text` is what was read, fit to be shown; `readings` are the times that may have been meant.
    """


@dataclass(frozen=True, slots=True, order=True)
class TimeOfDay:
    """A time on a 24-hour clock, as minutes after midnight, 0 to 1439. Raises TimeError."""

    minutes: int

    def __post_init__(self) -> None:
        if not 0 <= self.minutes < MINUTES_A_DAY:
            raise TimeError(f"A time of day lies within 24 hours; {self.minutes} min do not.")

    @property
    def text(self) -> str:
        """The form for files and people: `07:00`, `22:30`."""
        return f"{self.minutes // 60:02}:{self.minutes % 60:02}"

    def __str__(self) -> str:
        """Return the form for files and people."""
        return self.text


@dataclass(frozen=True, slots=True)
class BeforeBed:
    """A moment or a window before bed, in whole minutes; one moment if both ends are equal.

    Raises TimeError unless 1439 >= earliest >= latest >= 0.
    """

    earliest: int
    """The end that comes first in the evening: more minutes before bed."""
    latest: int
    """The end that is nearer to bedtime: fewer minutes before bed."""

    def __post_init__(self) -> None:
        if not 0 <= self.latest <= self.earliest < MINUTES_A_DAY:
            raise TimeError("A time before bed lies less than 24 hours before it.")

    @property
    def is_window(self) -> bool:
        """Whether this is more than one moment."""
        return self.earliest != self.latest

    @property
    def text(self) -> str:
        """The form for files: `90 min before bed`, `1 to 2 h before bed`, `at bedtime`."""
        if not self.is_window:
            return f"{self.earliest} min before bed" if self.earliest else "at bedtime"
        if self.earliest % 60 == self.latest % 60 == 0:
            return f"{self.latest // 60} to {self.earliest // 60} h before bed"
        return f"{self.latest} to {self.earliest} min before bed"

    def __str__(self) -> str:
        """Return the form for files."""
        return self.text


When = TimeOfDay | BeforeBed
"""When something is taken: at a time of day, or at a moment or in a window before bed."""


def parse_time_of_day(text: str) -> TimeOfDay:
    """Read a time of day: `21:00`, `7:00`, `9:00 pm`, `9pm`. Raises TimeError with offers."""
    time = _read_time(_prepared(text))
    if time is None:
        raise _refusal(text, clock_only=True)
    return time


def parse_when(text: str) -> When:
    """Read a time of day, a time before bed or a window before bed, either end first.

    Raises TimeError, which says what to write instead.
    """
    when = _read_when(_prepared(text))
    if when is None:
        raise _refusal(text, clock_only=False)
    return when


def minutes_before_bed(time: TimeOfDay, bedtime: TimeOfDay) -> int:
    """Return how many minutes before bed a time lies, 0 to 1439, across midnight if need be."""
    return (bedtime.minutes - time.minutes) % MINUTES_A_DAY


def clock_time(minutes_before: int, bedtime: TimeOfDay) -> TimeOfDay:
    """Return the time of day that lies this many minutes before bed."""
    return TimeOfDay((bedtime.minutes - minutes_before) % MINUTES_A_DAY)


def span_before_bed(when: When, bedtime: TimeOfDay) -> tuple[int, int]:
    """Return the minutes before bed at which `when` begins and ends: (earliest, latest)."""
    if isinstance(when, BeforeBed):
        return when.earliest, when.latest
    minutes = minutes_before_bed(when, bedtime)
    return minutes, minutes


def duration_text(minutes: int) -> str:
    """Return a length of time for people, hours first: `45 min`, `2 h`, `1 h 30 min`, `0 min`.

    Raises TimeError for a length below zero.
    """
    if minutes < 0:
        raise TimeError(f"A length of time is not below zero; {minutes} min is.")
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} min")
    return " ".join(parts)


def _prepared(text: str) -> str:
    """Return the text for the patterns: tidied, in small letters, empty if it cannot be a time."""
    written = tidied(text)
    return written.lower() if written.isascii() and len(written) <= MOST_CHARACTERS else ""


def _read_time(written: str) -> TimeOfDay | None:
    match = _TIME.fullmatch(written)
    if not match or (match[2] is None and match[3] is None):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= _HALF_DAY:
            return None
        hour = hour % _HALF_DAY + (_HALF_DAY if match[3] == "pm" else 0)
    return TimeOfDay(hour * 60 + minute) if hour < 24 and minute < 60 else None


def _read_when(written: str) -> When | None:
    if written == "at bedtime":
        return BeforeBed(0, 0)
    if not written.endswith(_BEFORE_BED):
        return _read_time(written)
    ends = written.removesuffix(_BEFORE_BED).split(" to ")
    if len(ends) > 2:
        return None
    if len(ends) == 2 and _BARE.fullmatch(ends[0]):
        ends[0] += _lone_unit(ends[1])
    minutes = [_read_duration(end) for end in ends]
    lengths = [length for length in minutes if length is not None and length < MINUTES_A_DAY]
    if len(lengths) < len(ends):
        return None
    return BeforeBed(max(lengths), min(lengths))


def _lone_unit(duration: str) -> str:
    """Return the unit of a length in one unit, which then holds for the other end as well."""
    match = _DURATION.fullmatch(duration)
    if not match or (match[1] and match[2]):
        return ""
    return " h" if match[1] else " min"


def _read_duration(written: str) -> int | None:
    """Return whole minutes; hours may have decimals unless minutes stand beside them."""
    match = _DURATION.fullmatch(written)
    if not match or not (match[1] or match[2]):
        return None
    for group in (match[1] or "0", match[2] or "0"):
        if len(group.replace(".", "")) > MOST_DIGITS:
            return None
    hours, minutes = Decimal(match[1] or 0), Decimal(match[2] or 0)
    if match[1] and match[2] and ("." in match[1] or "." in match[2] or minutes >= 60):
        return None
    total = hours * 60 + minutes
    return int(total) if total == total.to_integral_value() else None


_DASH = r"[-\u2010-\u2015\u2212]"
_CLOCK = r"[0-9]{1,2}(?::[0-9]{2})?(?: ?[ap]m)?"
_ROWS = (
    (r"24:?00", "the last minute of a day is 23:59", ("00:00",)),
    (r"([0-9]{1,2}:[0-9]{2}):[0-9.]+", "seconds are not read", (r"\1",)),
    (r"([0-9]{1,2}:[0-9]{2}) ?[ap]m", "am and pm go with the hours 1 to 12", (r"\1",)),
    (r"([0-9]{1,2}) ?[ap]m", "am and pm go with the hours 1 to 12", (r"\1:00",)),
    (
        r"([0-9]{1,2}) ?[.,'] ?([0-9]{2})( ?[ap]m)?",
        "a colon is needed between hours and minutes",
        (r"\1:\2\3",),
    ),
    (
        r"([0-9]{1,2}) ?h ?([0-9]{2})",
        "a colon is needed between hours and minutes",
        (r"\1:\2", r"\1 h \2 min before bed"),
    ),
    (
        r"([0-9]{1,2})([0-9]{2})( ?[ap]m)?",
        "a colon is needed between hours and minutes",
        (r"\1:\2\3",),
    ),
    (r"([0-9]{1,2}):([0-9])", "minutes have two digits", (r"\1:0\2", r"\1:\g<2>0")),
    (
        r"([0-9]{1,2})(?: ?o'?clock)?",
        "it does not say minutes, or am or pm",
        (r"\1:00", r"\1 am", r"\1 pm"),
    ),
    (r"([0-9:]+) ?([ap])\.? ?m?\.?", "am and pm are written without points", (r"\1 \2m",)),
    (r"(?:12 )?(?:noon|midday)", "a time is written in digits", ("12:00",)),
    (r"(?:12 )?midnight", "a time is written in digits", ("00:00",)),
    (r"[0-9]{1,2}:[0-9]{2}", "hours run from 0 to 23 and minutes from 0 to 59", ()),
    (
        rf"(?:from |between )?({_CLOCK}) ?(?:to|and|until|till|{_DASH}) ?({_CLOCK})",
        "a window is written as a time before bed, such as 1 to 2 h before bed",
        (r"\1", r"\2"),
    ),
    (
        r"(?:before |at )?(?:bed|bedtime|bed time|the bedtime)",
        "it does not say how long before bed",
        ("at bedtime",),
    ),
    (r".*after (?:bed|bedtime)", "a time after bed is written as a time of day", ()),
    (
        r"(.+) (?:before|to) (?:bedtime|bed time|going to bed|sleep|sleeping|lights out)",
        "such times end with the words before bed",
        (r"\1 before bed",),
    ),
    (
        rf"(.+?) ?{_DASH} ?(.+) before bed",
        "the word to is needed between the ends of a window",
        (r"\1 to \2 before bed",),
    ),
    (
        r"(?:from |between )(.+) (?:and|to) (.+) before bed",
        "a window is two times joined by the word to",
        (r"\1 to \2 before bed",),
    ),
    (
        r"([0-9.]+(?: to [0-9.]+)?) before bed",
        "it does not say minutes or hours",
        (r"\1 min before bed", r"\1 h before bed"),
    ),
    (
        r"([0-9]+) ?h(?:ours?|rs?)? ?([0-9]{1,2}) before bed",
        "it does not say minutes",
        (r"\1 h \2 min before bed",),
    ),
    (
        r"([0-9.]+) ?(h|min)\w* to ([0-9.]+) before bed",
        "both ends of a window need a unit",
        (r"\1 to \3 \2 before bed",),
    ),
    (
        r"([0-9.]+) to (.+) before bed",
        "both ends of a window need a unit",
        (r"\1 min to \2 before bed", r"\1 h to \2 before bed"),
    ),
    (r"(.*[0-9]),([0-9].*)", "a comma is not read in a number", (r"\1.\2",)),
    (r"(.*[^0-9])?\.([0-9].*)", "a digit is missing before the point", (r"\g<1>0.\2",)),
    (r"half an hour before bed", "a length is written in digits", ("30 min before bed",)),
    (r"(?:an|one) hour before bed", "a length is written in digits", ("1 h before bed",)),
    (r"([0-9].*)(?<!bed)", "it does not say before what", (r"\1 before bed",)),
)
"""What people write instead: a pattern, why it is refused, what it may mean."""


def _refusal(text: str, *, clock_only: bool) -> TimeError:
    written = tidied(text)
    shown = quoted(written)
    why, candidates = _reason(written, clock_only)
    read = _read_time if clock_only else _read_when
    found = [when.text for each in candidates if (when := read(_prepared(each)))]
    readings = tuple(dict.fromkeys(found))
    subject = f"{shown} is not read as a time: {why}" if written else "Nothing is written here"
    advice = offer(readings, _CLOCK_EXAMPLE if clock_only else _EXAMPLE)
    return TimeError(f"{subject}. {advice}", text=shown[1:-1], readings=readings)


def _reason(written: str, clock_only: bool) -> tuple[str, Iterable[str]]:
    if not written:
        return "it is empty", ()
    if len(written) > MOST_CHARACTERS:
        return f"it has more than {MOST_CHARACTERS} characters", ()
    if not written.isprintable():
        spaced = "".join(each if each.isprintable() else " " for each in written)
        return "it holds a tab, a line break or a character that cannot be seen", (spaced,)
    small = written.lower()
    if small.endswith("bed") or small == "at bedtime":
        if clock_only:
            return "a time of day is needed here", ()
        if problem := _length_problem(small.removesuffix(_BEFORE_BED)):
            return problem
    for pattern, why, readings in _ROWS:
        if match := re.fullmatch(pattern, small, re.ASCII):
            return why, [match.expand(reading) for reading in readings]
    if not written.isascii():
        return "only plain letters and digits are read", ()
    return "it is neither a time of day nor a time before bed", ()


def _length_problem(length: str) -> tuple[str, list[str]] | None:
    """Explain one length, or two, well written but too long or not in whole minutes."""
    first, *others = length.split(" to ")
    bare = _BARE.fullmatch(first) and others
    ends = [first + _lone_unit(others[0]) if bare else first, *others]
    matches = [match for end in ends if (match := _DURATION.fullmatch(end))]
    if len(matches) < len(ends) or len(ends) > 2 or not all(ends):
        return None
    minutes = [Decimal(match[1] or 0) * 60 + Decimal(match[2] or 0) for match in matches]
    if max(minutes) >= MINUTES_A_DAY:
        too_long = "a time before bed lies less than 24 hours before it"
        return too_long, [f"{first} min to {others[0]} before bed"] if bare else []
    whole = " to ".join(f"{round(each)} min" for each in minutes)
    why = "only whole minutes are read, and at most 59 of them beside whole hours"
    return why, [f"{whole} before bed"]
