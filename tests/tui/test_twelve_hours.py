"""The 12-hour clock holds for all that the screen says; what is typed and saved keeps its form."""

import pytest

from planner.clock import parse_time_of_day
from planner.library.paths import settings_file
from planner.tui import clock_display
from planner.tui.clock_display import shown_span, shown_time, with_shown_times
from tests.tui.support import PAIR, planner, press, saved, shown, write

WIDE = (120, 40)


@pytest.fixture(autouse=True)
def twelve():
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('clock = "12 h"\n', encoding="utf-8")
    yield
    clock_display.use_twelve_hours(False)


@pytest.fixture
def evening(library):
    return write(library, "evening.toml", PAIR.replace("90 min", "1 to 2 h"))


async def test_the_library_the_table_the_form_and_the_prompt(library, evening):
    async with planner(library, WIDE) as pilot:
        assert "8:30 pm to 9:30 pm 400 mg" in shown(pilot), "the preview"
        assert "9:00 pm" in shown(pilot), "when the file was changed"
        assert "today 21:00" not in shown(pilot)
        await press(pilot, "enter")
        assert "▸8:30 pm to Magnesium" in shown(pilot)
        await press(pilot, "b")
        assert "= 10:30 pm" in shown(pilot)
        await press(pilot, "escape", "e")
        answer = " ".join(
            str(pilot.app.screen.query_one("#field-when .field-answer").render()).split()
        )
        assert answer.startswith("= 8:30 pm to 9:30 pm, with bedtime 10:30 pm")
        assert pilot.app.screen.query_one("#input-when").value == "1 to 2 h before bed"
        await press(pilot, "escape", "plus", "w")
    assert saved(evening).bedtime == parse_time_of_day("22:30")
    assert "pm" not in evening.read_text(encoding="utf-8")


async def test_two_side_by_side(library, evening):
    write(library, "other.toml", PAIR.replace("22:30", "23:00").replace("Wind", "Calm"))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "space", "down", "equals_sign")
        assert "≠ Bedtime 11:00 pm 10:30 pm" in shown(pilot)
        assert "22:30" not in shown(pilot)


def test_times_within_words():
    clock_display.use_twelve_hours(True)
    assert shown_time(parse_time_of_day("00:05")) == "12:05\u00a0am"
    assert shown_span("20:00", None) == "8:00\u00a0pm"
    assert shown_span("20:00", "21:00") == "8:00\u00a0pm to 9:00\u00a0pm"
    said = "until 2026-11-20 20:20, not 24:00 or 120:30:00"
    assert with_shown_times(said) == said.replace("20:20", "8:20\u00a0pm")
    clock_display.use_twelve_hours(False)
    assert with_shown_times(said) == said
    assert shown_span("20:00", "21:00") == "20:00–21:00"
