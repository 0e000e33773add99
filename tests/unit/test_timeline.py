"""The picture of the evening: what stands where, at every width, and that nothing is judged."""

import pytest
from rich.cells import cell_len
from textual.app import App

from planner.catalogue import load_catalogue
from planner.clock import TimeOfDay, parse_time_of_day
from planner.judge import judge
from planner.judge.timeline import timeline
from planner.regimen.reading import read_bytes
from planner.tui.timeline_drawing import BEFORE, draw, scale_for
from planner.tui.widgets.timeline import Timeline

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
    for row in rows(evening, width, ("magnesium", 1), TimeOfDay(20 * 60)):
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


# where a window and a zone both hold, and medicines


NEAR = TEXT.replace('when = "17:00"', 'when = "{medicine}"')
NO_WINDOW = NEAR.replace("1 to 2 h before bed", "22:00")


def near(medicine="20:00", bedtime='bedtime = "22:30"', first="21:00", text=NEAR):
    reading = read_bytes(text.format(bedtime=bedtime, first=first, medicine=medicine).encode())
    assert reading.regimen is not None
    verdict = judge(reading.regimen, CATALOGUE, "US")
    return timeline(reading.regimen, verdict, CATALOGUE)


def row_of(shown, name):
    """The lane of a name; the words about it stand below."""
    return next(row for row in shown if name in row[:30])


def test_too_close_to_a_medicine_hides_the_documented_window_and_not_the_other_way_round():
    evening = near("18:00", text=NO_WINDOW)  # to 22:00: past the window of 20:30 to 21:30
    lane = row_of(rows(evening, 120), "Magnesium")
    assert "░" not in lane
    assert "×" in lane
    assert "░" in row_of(rows(near("12:00", text=NO_WINDOW), 120), "Magnesium")


def test_a_medicine_has_a_lane_of_its_own_that_shows_where_the_zone_comes_from():
    shown = rows(near("20:00"), 120)
    lane = row_of(shown, "levothyroxine")
    assert lane.startswith("+ levothyroxine")
    assert lane.endswith("20:00")
    scale = scale_for(120)
    assert scale is not None
    assert lane[scale.start + scale.column(150)] == "+"
    assert "+\u00a0medicine,\u00a0×\u00a0too\u00a0close\u00a0to\u00a0one" in shown[-1]


def test_a_medicine_after_bed_is_drawn_after_bed():
    scale = scale_for(120)
    assert scale is not None
    lane = row_of(rows(near("23:00"), 120), "levothyroxine")
    assert lane[scale.start + scale.column(-30)] == "+"


def test_a_medicine_that_reaches_nothing_on_the_axis_has_no_lane():
    for time in ("06:00", "12:00"):  # four hours after noon the axis begins
        shown = rows(near(time), 120)
        assert not any("levothyroxine" in row[:30] for row in shown)
        assert "×" not in "".join(shown)


def test_lanes_of_medicines_are_within_the_height_that_there_is():
    entry = '[entries.e{0}]\nsubstance = "magnesium-oxide"\ndose = "1 g"\nwhen = "20:0{0}"\n'
    text = 'format = 1\ntitle = "x"\n{bedtime}\n#{first}\n' + "".join(map(entry.format, range(6)))
    for key in ("levothyroxine", "alendronate", "doxycycline"):
        text += f'[medicines.{key}]\nwhen = "19:00"\n'
    evening, _ = picture(text=text)
    for most in (3, 8):
        drawn = draw(evening, 100, selected=("e3", 0), now=None, most=most)
        lanes = [row.plain for row in drawn.rows[1 : most + 1]]
        assert sum(row.startswith("+") for row in lanes) == most // 3
        assert "e3" in [lane.entry for lane in drawn.lanes if lane]
        assert len([lane for lane in drawn.lanes if lane]) == most - most // 3


def test_a_medicine_counted_from_an_unknown_bedtime_is_drawn():
    assert any(row.startswith("+ levo") for row in rows(near("1 h before bed", bedtime="")))


def test_a_medicine_taken_in_a_window_keeps_its_distance_from_both_ends():
    evening = near("1 to 3 h before bed")
    magnesium = next(lane for lane in evening.lanes if lane.entry == "magnesium")
    assert [zone.span for zone in magnesium.zones] == [(180 + 240, 60 - 240)]


def test_lanes_stand_in_the_order_of_the_schedule():
    evening, verdict = picture(first="07:00")
    order = list(dict.fromkeys(taking.entry for taking in verdict.schedule))
    assert [lane.entry for lane in evening.lanes] == order == ["ashwagandha", "magnesium"]
    evening, verdict = picture(first="21:45")
    assert [lane.entry for lane in evening.lanes] == ["magnesium", "ashwagandha"]


def test_a_window_keeps_the_count_of_the_other_takings():
    evening, _ = picture()
    lane = row_of(rows(evening, 80, ("magnesium", 1)), "Magnesium")
    assert lane.endswith("20:30–21:30 +1")
    half = row_of(rows(evening, 120, ("magnesium", 1), clock=_twelve), "Magnesium")
    assert half.endswith("20:30\u00a0xm–21:30\u00a0xm +1")


def _twelve(time):
    return f"{time.text}\u00a0xm"


def test_the_legend_is_told_on_a_low_screen_where_it_fits_and_never_in_part():
    evening = near("17:00")
    full = rows(evening, 76, ("magnesium", 1))
    legend = full[-1]
    for mark in ("◆", "◆━◆", "×", "◂"):
        assert mark in legend
    assert "░" not in legend, "it lies below the × everywhere"
    seen, _ = picture(text=TEXT.replace("1 to 2 h before bed", "90 min before bed"))
    assert "░" in rows(seen, 76, ("magnesium", 1))[-1]
    low = rows(evening, 76, ("magnesium", 1), room=len(full))
    assert low[-1] == legend
    assert low[: len(low) - 2] == full[: len(low) - 2], "what is drawn is not told as well"
    assert rows(evening, 76, ("magnesium", 1), room=len(low) - 1) == low[:-1]
    alone = rows(near("12:00"), 76, ("ashwagandha", 0), most=1, room=9)
    assert "taking" not in alone[-1]


def test_thousands_are_grouped():
    text = TEXT.replace('dose = "200 mg"', 'dose = "1500 mg"')
    evening, _ = picture(text=text)
    assert "1,500\u00a0mg" in "\n".join(rows(evening, 100, ("magnesium", 1)))


class Host(App[None]):
    """An app with nothing but the picture."""

    def compose(self):
        yield Timeline()


async def test_lanes_stay_where_they_are_while_a_taking_is_moved():
    async with Host().run_test(size=(100, 20)) as pilot:
        picture_of = pilot.app.query_one(Timeline)

        def show(first):
            evening, _ = picture(first=first)
            picture_of.show(evening, selected="ashwagandha", now=None, compact=False)

        def order():
            lanes = picture_of._rows(98).lanes
            return [lane.entry for lane in lanes if lane]

        show("21:00")
        picture_of.focus()
        await pilot.pause()
        assert order() == ["magnesium", "ashwagandha"]
        await pilot.press("left")
        show("07:00")  # before magnesium now, which is first taken at 08:00
        assert order() == ["magnesium", "ashwagandha"]
        picture_of.blur()
        await pilot.pause()
        assert order() == ["ashwagandha", "magnesium"]
