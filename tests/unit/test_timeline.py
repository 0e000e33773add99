"""The picture of the evening: what stands where, at every width, and that nothing is judged."""

import pytest
from rich.cells import cell_len

from planner.catalogue import load_catalogue
from planner.clock import TimeOfDay, parse_time_of_day
from planner.judge import judge
from planner.judge.timeline import timeline
from planner.regimen.reading import read_bytes
from planner.tui.timeline_drawing import BEFORE, draw, scale_for

CATALOGUE = load_catalogue()
TEXT = """
format = 1
title = "x"
{bedtime}
[medicines.levothyroxine]
when = "17:00"
[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "{first}"
[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "200 mg"
basis = "elemental"
when = ["08:00", "1 to 2 h before bed"]
"""


def picture(bedtime='bedtime = "22:30"', first="21:00", text=TEXT):
    reading = read_bytes(text.format(bedtime=bedtime, first=first).encode())
    assert reading.regimen is not None
    verdict = judge(reading.regimen, CATALOGUE, "US")
    return timeline(reading.regimen, verdict, CATALOGUE), verdict


def rows(evening, width=100, selected=None, now=None, most=8, **more):
    drawn = draw(evening, width, selected=selected, now=now, most=most, **more)
    return [row.plain for row in drawn.rows]


def test_takings_windows_and_zones_are_minutes_before_bed():
    evening, verdict = picture()
    magnesium = next(lane for lane in evening.lanes if lane.entry == "magnesium")
    assert [mark.span for mark in magnesium.marks] == [(870, 870), (120, 60)]
    assert [band.span for band in magnesium.bands] == [(120, 60)]
    assert [(zone.medicine, zone.span) for zone in magnesium.zones] == [
        ("levothyroxine", (330 + 240, 330 - 240))
    ], "four hours to either side of 17:00"
    ashwagandha = next(lane for lane in evening.lanes if lane.entry == "ashwagandha")
    assert (ashwagandha.bands, ashwagandha.zones) == ((), ())
    assert {lane.entry: lane.state for lane in evening.lanes} == {
        name: str(verdict.state(name)) for name in ("ashwagandha", "magnesium")
    }


def test_a_moved_bedtime_moves_what_counts_from_it():
    before, _ = picture()
    after, _ = picture('bedtime = "23:30"')
    spans = [
        {mark.words: mark.span for lane in evening.lanes for mark in lane.marks}
        for evening in (before, after)
    ]
    assert spans[0]["1 to 2 h before bed"] == spans[1]["1 to 2 h before bed"]
    assert spans[0]["21:00"] == (90, 90)
    assert spans[1]["21:00"] == (150, 150)
    shown = "\n".join(rows(after, 140, ("magnesium", 1)))
    assert "bed 23:30" in shown
    assert "21:30 to 22:30" in shown


def test_an_evening_goes_past_midnight():
    evening, _ = picture('bedtime = "00:30"', "23:45")
    [lane] = [lane for lane in evening.lanes if lane.entry == "ashwagandha"]
    assert lane.marks[0].span == (45, 45)
    shown = rows(evening, 140, ("ashwagandha", 0), parse_time_of_day("22:30"))
    assert "now" in shown[0]
    assert "23:45" in "\n".join(shown)


def test_without_a_bedtime_nothing_is_placed_by_the_clock():
    evening, _ = picture("")
    [lane] = [lane for lane in evening.lanes if lane.entry == "ashwagandha"]
    assert lane.marks[0].span is None
    assert "No bedtime" in "\n".join(rows(evening))


def test_a_mark_stands_inside_the_band_exactly_where_the_time_does():
    for first, inside in (("20:30", True), ("21:30", True), ("19:45", False), ("22:15", False)):
        text = TEXT.replace("ashwagandha-extract", "magnesium-bisglycinate").replace(
            'standardised_to = "5 %"', 'basis = "elemental"'
        )
        evening, _ = picture(first=first, text=text)
        [lane] = [lane for lane in evening.lanes if lane.entry == "ashwagandha"]
        band = lane.bands[0].span
        span = lane.marks[0].span
        assert span is not None
        assert (band[0] >= span[0] and span[1] >= band[1]) is inside


@pytest.mark.parametrize("width", [20, 40, 58, 76, 98, 118, 158])
def test_no_row_is_wider_than_the_screen(width):
    evening, _ = picture()
    for row in rows(evening, width, ("magnesium", 1), TimeOfDay(20 * 60), legend=True):
        assert cell_len(row) <= max(width, 40)


@pytest.mark.parametrize("width", [58, 118])
def test_every_minute_has_a_column_and_comes_back(width):
    scale = scale_for(width)
    assert scale is not None
    for minutes in range(0, BEFORE, 5):
        column = scale.column(minutes)
        assert 0 <= column < scale.width
        assert abs(scale.minutes(column) - minutes) <= (BEFORE + 60) / scale.width


def test_of_many_lanes_those_about_the_chosen_one_are_shown_and_the_rest_is_counted():
    entry = '[entries.e{0:02}]\nsubstance = "glycine"\ndose = "1 g"\nwhen = "{1} min before bed"\n'
    text = 'format = 1\ntitle = "x"\n{bedtime}\n#{first}\n' + "".join(
        entry.format(number, 300 - number) for number in range(20)
    )
    evening, _ = picture(text=text)
    shown = rows(evening, 100, ("e15", 0), most=3)
    assert "17 more" in shown[0]
    drawn = draw(evening, 100, selected=("e15", 0), now=None, most=3)
    assert [lane.entry for lane in drawn.lanes if lane] == ["e14", "e15", "e16"]


def test_hostile_names_are_shown_and_keep_their_lane_whole():
    name = "[red]x[/] \x1b[31m \u202e日本語の長い名前" * 3
    text = (
        'format = 1\ntitle = "x"\n{bedtime}\n#{first}\n[entries.a]\nsubstance = "other"\n'
        f"name = {'{name}'}\n".replace("{name}", repr(name).replace("'", '"'))
        + 'dose = "5 mg"\nwhen = "21:00"\n'
    )
    evening, _ = picture(text=text.replace("\\x1b", "\\u001b"))
    shown = rows(evening, 100, ("a", 0))
    assert "\x1b" not in "".join(shown)
    assert "\u202e" not in "".join(shown)
    assert "5\u00a0mg" in "".join(shown)
    assert all(cell_len(row) <= 100 for row in shown)
