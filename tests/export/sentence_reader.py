"""Reads a sentence back into doses and times, and knows nothing of how it was made."""

import re
from decimal import Decimal
from typing import NamedTuple

from planner.clock import TimeOfDay


class Read(NamedTuple):
    """What a sentence says of one dose at its times."""

    weeks: tuple[int, int] | None
    amount: tuple[Decimal, str]
    name: str
    basis: str
    days: tuple[str, ...]
    moments: tuple["Moment", ...]


class Moment(NamedTuple):
    start: str | None
    end: str | None
    start_day: int
    end_day: int
    earliest: int | None
    latest: int | None


FACTORS = {"mg": Decimal(1), "g": Decimal(1000), "mcg": Decimal("0.001")}
FRACTIONS = {"a quarter": "0.25", "half": "0.5", "a half": "0.5", "three quarters": "0.75"}
DAY = {"next day": 1, "day before": -1, None: 0}

LENGTH = r"(?:\d+ hours?(?: \d+ minutes?)?|\d+ minutes?)"
BEFORE = rf"(?:at bedtime|(?:(?:\d+|{LENGTH}) to )?{LENGTH} before bed)"
MOMENT = re.compile(
    r"(?:(?:at (?P<at>\d\d:\d\d)|between (?P<start>\d\d:\d\d)(?: \((?P<start_day>day before)\))?"
    r" and (?P<end>\d\d:\d\d))"
    rf"(?: \((?P<day>next day|day before)(?:, (?P<b1>{BEFORE}))?\)| \((?P<b2>{BEFORE})\))?"
    rf"(?:, (?P<b3>{BEFORE}))?|(?P<b4>{BEFORE}))"
)
TAKE = re.compile(
    r"(?:In weeks? (?P<first>\d+)(?: to (?P<last>\d+))?, take|Take) (?P<taken>.+?)"
    r"(?: on (?P<days>[A-Z][a-z]+days(?:(?:, | and )[A-Z][a-z]+days)*))?"
    rf" (?P<when>{MOMENT.pattern.replace('?P<', '?P<x')}(?:(?:, | and )"
    rf"{re.sub('[?]P<[a-z0-9_]+>', '?:', MOMENT.pattern)})*)"
)
PART = r"(?P<part>a quarter|half|a half|three quarters)"
AMOUNT = re.compile(
    rf"(?:(?P<whole>[\d,]+) and {PART} (?P<units>[a-z]+)|{PART.replace('part', 'alone')} (?:of a|a)"
    r" (?P<one>[a-z]+)|(?P<number>[\d,]+(?:\.\d+)?) (?P<unit>international units?|[A-Za-z]+))"
)


def read_sentence(text: str) -> list[Read]:
    """Read the doses of an entry out of its sentences."""
    plain = text.replace("\u00a0", " ").removesuffix(".")
    parts = re.split(r"\. (?=(?:Take|In weeks?|Gives|Each time gives) )", plain)
    return [read_dose(part) for part in parts if part.startswith(("Take ", "In week"))]


def read_dose(text: str) -> Read:
    found = TAKE.fullmatch(text)
    assert found, text
    weeks = None
    if found["first"]:
        weeks = (int(found["first"]), int(found["last"] or found["first"]))
    amount, rest = read_amount(found["taken"])
    basis = ""
    if elemental := re.fullmatch(r" elemental magnesium as (.+)", rest):
        basis, name = "elemental", elemental[1]
    else:
        assert rest.startswith(" of ")
        name = rest.removeprefix(" of ")
        if marked := re.fullmatch(r"(.+) \((the whole compound|not stated .+)\)", name):
            name, basis = marked[1], marked[2]
    named = re.findall(r"([A-Z][a-z]+)days", found["days"] or "")
    moments = tuple(read_moment(each) for each in MOMENT.finditer(found["when"]))
    return Read(weeks, amount, name, basis, tuple(day[:3].lower() for day in named), moments)


def read_amount(text: str) -> tuple[tuple[Decimal, str], str]:
    found = AMOUNT.match(text)
    assert found, text
    if found["number"]:
        number, unit = Decimal(found["number"].replace(",", "")), found["unit"]
    elif found["whole"]:
        whole = Decimal(found["whole"].replace(",", ""))
        number, unit = whole + Decimal(FRACTIONS[found["part"]]), found["units"]
    else:
        number, unit = Decimal(FRACTIONS[found["alone"]]), found["one"]
    return same(number, unit), text[found.end() :]


def same(number: Decimal, unit: str) -> tuple[Decimal, str]:
    """An amount in one way of writing: mg, and the name of one."""
    if unit in FACTORS:
        return (number * FACTORS[unit]).normalize(), "mg"
    one = {"gummies": "gummy", "IU": "unit"}.get(unit, unit.removeprefix("international "))
    return number.normalize(), one.removesuffix("s")


def read_moment(found: re.Match[str]) -> Moment:
    start, end = found["at"] or found["start"], found["end"]
    before = found["b1"] or found["b2"] or found["b3"] or found["b4"]
    earliest, latest = read_before(before) if before else (None, None)
    end_day = DAY[found["day"]]
    start_day = end_day
    if found["start_day"]:
        start_day = -1
    elif end and start and start > end:
        start_day = end_day - 1  # as anybody reads `between 23:30 and 00:30`
    return Moment(start, end, start_day, end_day, earliest, latest)


def read_before(text: str) -> tuple[int, int | None]:
    if text == "at bedtime":
        return 0, None
    ends = text.removesuffix(" before bed").split(" to ")
    unit = ends[-1].rpartition(" ")[2]
    lengths = [minutes(each if " " in each else f"{each} {unit}") for each in ends]
    return (lengths[0], None) if len(lengths) == 1 else (lengths[1], lengths[0])


def minutes(text: str) -> int:
    words = text.split(" ")
    return sum(
        int(number) * (60 if unit.startswith("hour") else 1)
        for number, unit in zip(words[::2], words[1::2], strict=True)
    )


def day_of(minutes_before: int, bedtime: TimeOfDay) -> int:
    """On which day something is, counted from the one that names the evening."""
    bed = bedtime.minutes + (1440 if bedtime.minutes < 720 else 0)
    return (bed - minutes_before) // 1440


def assert_moment(moment: Moment, taking, bedtime: TimeOfDay | None) -> None:
    assert (moment.start, moment.end) == (taking.at, taking.until)
    before = taking.minutes_before_bed
    if moment.earliest is None:
        assert before is None or (before > 720 and taking.until is None)
    else:
        assert (moment.earliest, moment.latest) == (before, taking.latest_before_bed)
    if bedtime is not None:
        assert moment.start_day == day_of(before, bedtime)
        if taking.until is not None:
            assert moment.end_day == day_of(taking.latest_before_bed, bedtime)
