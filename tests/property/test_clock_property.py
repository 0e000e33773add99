"""What holds for every time and every text."""

import re

from hypothesis import given
from hypothesis import strategies as st

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

minutes = st.integers(0, MINUTES_A_DAY - 1)
times = st.builds(TimeOfDay, minutes)
windows = st.tuples(minutes, minutes).map(lambda ends: BeforeBed(max(ends), min(ends)))
whens = st.one_of(times, windows, st.builds(lambda end: BeforeBed(end, end), minutes))
pieces = st.lists(
    st.one_of(
        st.sampled_from([*"0129:.,-+ \t\n", "30", "90", "am", "pm", "h", "min", "to", "hours"]),
        st.sampled_from(
            [" before bed", "at bedtime", "after", "\u00a0", "\u202e", "\u0661", "\uff15"]
        ),
        st.characters(),
    ),
    max_size=9,
).map("".join)
texts = st.one_of(pieces, pieces.map(lambda text: text + " before bed"), st.text(max_size=80))


@given(whens)
def test_the_written_form_reads_back(when):
    assert parse_when(when.text) == when
    assert parse_when(f" {when.text.upper()} ".replace(" ", "\u00a0 ")) == when


@given(times)
def test_twelve_hours_read_as_twenty_four(time):
    hour, minute = divmod(time.minutes, 60)
    half = "am" if hour < 12 else "pm"
    assert parse_time_of_day(f"{hour % 12 or 12}:{minute:02} {half}") == time


@given(times, times)
def test_counting_back_is_the_inverse(time, bedtime):
    before = minutes_before_bed(time, bedtime)
    assert 0 <= before < MINUTES_A_DAY
    assert clock_time(before, bedtime) == time
    assert span_before_bed(time, bedtime) == (before, before)


@given(minutes, times)
def test_counting_forth_is_the_inverse(before, bedtime):
    assert minutes_before_bed(clock_time(before, bedtime), bedtime) == before


@given(minutes)
def test_a_duration_reads_back(length):
    assert parse_when(f"{duration_text(length)} before bed") == BeforeBed(length, length)


@given(texts)
def test_no_text_is_misread(text):
    try:
        when = parse_when(text)
    except TimeError:
        return
    assert not re.search(r"[-+,\t\n]", text)
    if isinstance(when, TimeOfDay):
        assert re.fullmatch(r"\s*[0-9]{1,2}(:[0-9]{2})?\s*([aApP][mM])?\s*", text)
        assert int(re.findall("[0-9]+", text)[0]) % 12 == when.minutes // 60 % 12
    else:
        assert "bed" in text.lower()
    assert parse_when(when.text) == when


@given(texts)
def test_a_refusal_can_be_shown_and_its_offers_are_accepted(text):
    for read in (parse_time_of_day, parse_when):
        try:
            read(text)
        except TimeError as error:
            shown, readings = (str(error), error.text), error.readings
        else:
            continue
        assert tuple(map(visible, shown)) == shown
        assert all(read(reading).text == reading for reading in readings)
