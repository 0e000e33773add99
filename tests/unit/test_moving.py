"""Moving a taking: there and back, past midnight, and never out of the evening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.clock import MINUTES_A_DAY, BeforeBed, TimeOfDay, parse_time_of_day, parse_when
from planner.quantities import parse_amount
from planner.regimen import edits
from planner.regimen.models import Entry, Regimen
from planner.regimen.moving import moved, moved_words, shifted

times = st.builds(TimeOfDay, st.integers(0, MINUTES_A_DAY - 1))
windows = st.tuples(
    st.integers(0, MINUTES_A_DAY - 1), st.integers(0, MINUTES_A_DAY - 1)
).map(lambda ends: BeforeBed(max(ends), min(ends)))  # fmt: skip


def regimen(*times):
    entry = Entry(substance="glycine", dose=parse_amount("3 g"), when=tuple(times))
    blank = Regimen(title="x", bedtime=parse_time_of_day("00:30"))
    return edits.with_entry(blank, "g", entry)


@given(times, st.integers(-200, 200).map(lambda n: n * 5))
def test_a_clock_time_moves_there_and_back(time, minutes):
    assert shifted(shifted(time, minutes), -minutes) == time


@given(windows, st.integers(-MINUTES_A_DAY * 2, MINUTES_A_DAY * 2))
def test_a_window_keeps_its_length_and_stays_before_bed(when, minutes):
    other = shifted(when, minutes)
    assert isinstance(other, BeforeBed)
    assert other.earliest - other.latest == when.earliest - when.latest
    assert 0 <= other.latest <= other.earliest < MINUTES_A_DAY
    clamped = other.latest == 0 or other.earliest == MINUTES_A_DAY - 1
    assert clamped or other.latest == when.latest - minutes


def test_later_is_nearer_to_bed_and_past_midnight():
    start = regimen(parse_when("23:50"), parse_when("90 min before bed"))
    later = moved(start, "g", 0, 15)
    assert [when.text for when in later.entries["g"].when] == ["00:05", "90 min before bed"]
    assert moved_words(later, "g", 0) == "move g to 00:05"
    nearer = moved(start, "g", 1, 30)
    assert nearer.entries["g"].when[1].text == "60 min before bed"
    assert moved_words(nearer, "g", 1) == "move g to 23:30"


@pytest.mark.parametrize(("when", "minutes"), [("at bedtime", 5), ("1439 min before bed", -5)])
def test_what_cannot_move_says_so(when, minutes):
    with pytest.raises(ValueError, match="bedtime"):
        moved(regimen(parse_when(when)), "g", 0, minutes)


def test_there_has_to_be_such_a_taking():
    with pytest.raises(ValueError, match="no such taking"):
        moved(regimen(parse_when("21:00")), "g", 3, 5)
