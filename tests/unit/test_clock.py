"""Times as people write them, and minutes counted before bed."""

import subprocess
import sys
import time

import pytest

from planner.clock import (
    MINUTES_A_DAY,
    BeforeBed,
    TimeError,
    TimeOfDay,
    clock_time,
    duration_text,
    minutes_before_bed,
    parse_time_of_day,
    parse_when,
    span_before_bed,
)
from planner.wording import visible


def at(hour: int, minute: int = 0) -> TimeOfDay:
    return TimeOfDay(hour * 60 + minute)


@pytest.mark.parametrize(
    ("text", "time_of_day"),
    [
        ("21:00", at(21)),
        ("7:00", at(7)),
        ("07:00", at(7)),
        ("00:00", at(0)),
        ("0:05", at(0, 5)),
        ("23:59", at(23, 59)),
        ("9:00 pm", at(21)),
        ("9:30 PM", at(21, 30)),
        ("9 pm", at(21)),
        ("9pm", at(21)),
        ("09 Am", at(9)),
        ("9:00am", at(9)),
        ("12 am", at(0)),
        ("12:30 am", at(0, 30)),
        ("12 pm", at(12)),
        ("12:30 pm", at(12, 30)),
        ("  9\u00a0\u202f pm ", at(21)),
    ],
)
def test_times_of_day_that_are_read(text, time_of_day):
    assert parse_time_of_day(text) == time_of_day
    assert parse_when(text) == time_of_day


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("13 pm", ("13:00",)),
        ("21:00 pm", ("21:00",)),
        ("0:30 am", ("00:30",)),
        ("0 am", ("00:00",)),
        ("24:00", ("00:00",)),
        ("25:00", ()),
        ("21:60", ()),
        ("9", ("09:00", "21:00")),
        ("21", ("21:00",)),
        ("9 o'clock", ("09:00", "21:00")),
        ("0930", ("09:30",)),
        ("930", ("09:30",)),
        ("9.30pm", ("21:30",)),
        ("9.30", ("09:30",)),
        ("22:30:00", ("22:30",)),
        ("22:3", ("22:03", "22:30")),
        ("9:00 p.m.", ("21:00",)),
        ("9 p", ("21:00",)),
        ("noon", ("12:00",)),
        ("midnight", ("00:00",)),
        ("21:00 to 22:00", ("21:00", "22:00")),
        ("9 pm - 10 pm", ("21:00", "22:00")),
        ("", ()),
        ("  ", ()),
        ("pm", ()),
        ("-9:00", ()),
        ("9:00\n", ("09:00",)),
        ("9:00\tpm", ("21:00",)),
        ("\uff12\uff11:00", ()),
        ("\u0662\u0661:00", ()),
        ("9\u200bpm", ("21:00",)),
        ("9 p\u217f", ()),
        ("\u202e00:12", ("00:12",)),
        ("[/oops]", ()),
        ("1" * 5000, ()),
    ],
)
def test_texts_that_are_no_time(text, readings):
    for read in (parse_time_of_day, parse_when):
        with pytest.raises(TimeError) as caught:
            read(text)
        message = str(caught.value)
        assert tuple(each for each in caught.value.readings if "bed" not in each) == readings
        assert all(reading in message for reading in readings)
        assert visible(message) == message
        assert len(message) < 400


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "written"),
    [
        ("90 min before bed", 90, 90, "90 min before bed"),
        ("90 Minutes Before Bed", 90, 90, "90 min before bed"),
        ("90min before bed", 90, 90, "90 min before bed"),
        ("1 minute before bed", 1, 1, "1 min before bed"),
        ("5 mins before bed", 5, 5, "5 min before bed"),
        ("1.5 h before bed", 90, 90, "90 min before bed"),
        ("2 hours before bed", 120, 120, "120 min before bed"),
        ("1 hour before bed", 60, 60, "60 min before bed"),
        ("1 hr before bed", 60, 60, "60 min before bed"),
        ("2 hrs before bed", 120, 120, "120 min before bed"),
        ("1 h 30 min before bed", 90, 90, "90 min before bed"),
        ("1h30min before bed", 90, 90, "90 min before bed"),
        ("23 h 59 min before bed", 1439, 1439, "1439 min before bed"),
        ("0.1 h before bed", 6, 6, "6 min before bed"),
        ("at bedtime", 0, 0, "at bedtime"),
        (" AT\u00a0 Bedtime ", 0, 0, "at bedtime"),
        ("0 min before bed", 0, 0, "at bedtime"),
        ("1 to 2 h before bed", 120, 60, "1 to 2 h before bed"),
        ("2 to 1 h before bed", 120, 60, "1 to 2 h before bed"),
        ("60 to 120 min before bed", 120, 60, "1 to 2 h before bed"),
        ("120 to 60 min before bed", 120, 60, "1 to 2 h before bed"),
        ("1 h to 2 h before bed", 120, 60, "1 to 2 h before bed"),
        ("60 to 90 min before bed", 90, 60, "60 to 90 min before bed"),
        ("1 to 1.5 h before bed", 90, 60, "60 to 90 min before bed"),
        ("90 min to 2 h before bed", 120, 90, "90 to 120 min before bed"),
        ("2 h to 90 min before bed", 120, 90, "90 to 120 min before bed"),
        ("1 h to 1 h 30 min before bed", 90, 60, "60 to 90 min before bed"),
        ("0 to 2 h before bed", 120, 0, "0 to 2 h before bed"),
        ("0 to 30 min before bed", 30, 0, "0 to 30 min before bed"),
        ("2 to 2 h before bed", 120, 120, "120 min before bed"),
    ],
)
def test_times_before_bed_that_are_read(text, earliest, latest, written):
    when = parse_when(text)
    assert when == BeforeBed(earliest, latest)
    assert (when.text, str(when)) == (written, written)
    assert when.is_window == (earliest != latest)
    assert parse_when(written) == when
    with pytest.raises(TimeError):
        parse_time_of_day(text)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("bedtime", ("at bedtime",)),
        ("bed", ("at bedtime",)),
        ("before bed", ("at bedtime",)),
        ("at bed time", ("at bedtime",)),
        ("after bed", ()),
        ("30 min after bed", ()),
        ("90 min before bedtime", ("90 min before bed",)),
        ("90 min before sleep", ("90 min before bed",)),
        ("90 min", ("90 min before bed",)),
        ("90 before bed", ("90 min before bed",)),
        ("2 before bed", ("2 min before bed", "120 min before bed")),
        ("1 h 30 before bed", ("90 min before bed",)),
        ("1-2 h before bed", ("1 to 2 h before bed",)),
        ("1 \u2013 2 h before bed", ("1 to 2 h before bed",)),
        ("between 1 and 2 h before bed", ("1 to 2 h before bed",)),
        ("1 h to 2 before bed", ("1 to 2 h before bed",)),
        ("90 to 2 h before bed", ("90 to 120 min before bed",)),
        ("1,5 h before bed", ("90 min before bed",)),
        (".5 h before bed", ("30 min before bed",)),
        ("half an hour before bed", ("30 min before bed",)),
        ("an hour before bed", ("60 min before bed",)),
        ("21h30", ("21:30", "1290 min before bed")),
        ("24 h before bed", ()),
        ("1440 min before bed", ()),
        ("0.333 h before bed", ("20 min before bed",)),
        ("1.5 min before bed", ("2 min before bed",)),
        ("1 h 90 min before bed", ("150 min before bed",)),
        ("1.5 h 30 min before bed", ("120 min before bed",)),
        ("1.500000000000000000000000000000001 h before bed", ("90 min before bed",)),
        ("-5 min before bed", ()),
        ("1 to 2 to 3 h before bed", ()),
        ("to 2 h before bed", ()),
        ("1e2 min before bed", ()),
        ("9 pm before bed", ()),
        ("\u0669\u0660 min before bed", ()),
        ("90 m\u0131n before bed", ()),
        ("90 min\u200bbefore bed", ("90 min before bed",)),
    ],
)
def test_texts_that_are_no_time_before_bed(text, readings):
    with pytest.raises(TimeError) as caught:
        parse_when(text)
    assert caught.value.readings == readings
    assert all(reading in str(caught.value) for reading in readings)
    assert all(parse_when(reading).text == reading for reading in readings)


@pytest.mark.parametrize("text", ["1 to " * 12, "9" * 64, "1 h" * 21, "- " * 32, "9.9" * 21])
def test_refusals_are_fast(text):
    start = time.perf_counter()
    for hostile in (text, text + " before bed", text * 10_000):
        with pytest.raises(TimeError):
            parse_when(hostile)
    assert time.perf_counter() - start < 1


def test_values_out_of_range():
    for minutes in (-1, MINUTES_A_DAY):
        with pytest.raises(TimeError):
            TimeOfDay(minutes)
    for earliest, latest in ((60, 90), (1440, 0), (0, -1)):
        with pytest.raises(TimeError):
            BeforeBed(earliest, latest)


def test_times_are_ordered_and_written_with_a_leading_zero():
    assert at(7) < at(22, 30)
    assert (at(7).text, str(at(22, 30))) == ("07:00", "22:30")


@pytest.mark.parametrize(
    ("time_of_day", "bedtime", "minutes"),
    [
        (at(21), at(22, 30), 90),
        (at(23), at(0, 30), 90),
        (at(0, 30), at(0, 30), 0),
        (at(8), at(22, 30), 870),
        (at(23), at(22, 30), 1410),
    ],
)
def test_minutes_before_bed_pass_midnight(time_of_day, bedtime, minutes):
    assert minutes_before_bed(time_of_day, bedtime) == minutes
    assert clock_time(minutes, bedtime) == time_of_day
    assert span_before_bed(time_of_day, bedtime) == (minutes, minutes)


def test_the_span_of_a_window():
    assert span_before_bed(BeforeBed(120, 60), at(22, 30)) == (120, 60)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (240, "4 h"), (1500, "25 h")],
)
def test_durations_for_people(minutes, text):
    assert duration_text(minutes) == text


def test_a_duration_is_not_below_zero():
    with pytest.raises(TimeError):
        duration_text(-1)


def test_the_clock_needs_no_third_party():
    code = "import sys, planner.clock; print(*{'pint', 'pydantic', 'rich'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
