"""Narrow screens: nothing is cut without a mark, and everything can still be reached."""

import pytest
from textual.widgets import Button

from planner.tui.widgets.button_row import MORE, ButtonRow
from tests.screens import screen_text
from tests.tui.support import PAIR, planner, press, shown, where, write

WIDTHS = [40, 50, 60, 80, 100, 120]
LONG = """\
format = 1
title = "An evening with a title that is longer than forty columns"
bedtime = "22:30"
weeks = 12

[person]
country = "US"
age = 16

[medicines.levothyroxine]
when = "07:00"

[medicines.metformin]

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "60 min before bed"

[entries.wide]
substance = "other"
name = "日本語の夜と眠りのためのマグネシウム"
dose = "1234567.891 mg"
when = "21:00"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "400 mg"
basis = "elemental"
when = "1 to 2 h before bed"
"""


def seen(pilot, row):
    """The labels of the buttons of a row that are seen whole."""
    buttons = [button for button in row.query(Button) if button.display]
    for button in buttons:
        assert button.region.right <= pilot.app.size.width, button.label
        assert row.region.contains_region(button.region)
    return [str(button.label) for button in buttons]


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_row_of_buttons_shows_what_fits_and_leads_to_the_rest(library, width):
    write(library, "a.toml", LONG)
    async with planner(library, (width, 30)) as pilot:
        await press(pilot, "enter")
        row = pilot.app.screen.query_one("#buttons", ButtonRow)
        labels = seen(pilot, row)
        assert {"Add", "Save", "Back"} <= set(labels)
        complete = len(labels) == len(pilot.app.screen.BUTTONS)
        assert (MORE in labels) != complete
        if not complete:
            await pilot.click(".more-buttons")
            await press(pilot)
            assert where(pilot) == "CommandPalette"


@pytest.mark.parametrize("width", WIDTHS)
async def test_the_facts_of_the_evening_are_whole_or_behind_the_last_button(library, width):
    write(library, "a.toml", LONG)
    async with planner(library, (width, 30)) as pilot:
        await press(pilot, "enter")
        row = pilot.app.screen.query_one("#facts", ButtonRow)
        labels = seen(pilot, row)
        assert any("22:30" in label for label in labels)
        assert any(label.startswith("Limits US") for label in labels)
        assert len(labels) == 6 or labels[-1] == MORE
        if width >= 80:
            assert "Person 16 y, 2 med." in labels
            assert "Notes" in labels


async def test_a_wider_screen_shows_more_buttons_and_a_narrower_one_fewer(library):
    write(library, "a.toml", LONG)
    async with planner(library, (60, 30)) as pilot:
        await press(pilot, "enter")
        few = seen(pilot, pilot.app.screen.query_one("#buttons"))
        await pilot.resize_terminal(120, 30)
        await press(pilot)
        many = seen(pilot, pilot.app.screen.query_one("#buttons"))
        assert len(many) > len(few)
        assert "Limits US (this person)" in shown(pilot)
        await pilot.resize_terminal(60, 30)
        await press(pilot)
        assert seen(pilot, pilot.app.screen.query_one("#buttons")) == few


@pytest.mark.parametrize("width", WIDTHS)
async def test_a_dose_and_a_state_are_never_cut(library, width):
    write(library, "a.toml", LONG)
    async with planner(library, (width, 60)) as pilot:
        await press(pilot, "enter")
        table = pilot.app.screen.table
        text = "\n".join(table.line(place).plain for place in range(table.line_count()))
        assert all(cells <= table.line_width for cells in map(len, text.split("\n")))
        assert "300\u00a0mg" in text
        assert "400\u00a0mg" in text
        assert "! warning" in text
        assert "1234567.891" in text
        assert "State" in table.head_line(0).plain
        assert "日本" in text
        assert ("Gives" in table.head_line(0).plain) == (table.line_width >= 79)
        await press(pilot, "Y")
        assert "400\u00a0mg elemental magnesium" in pilot.app.clipboard, "whatever is shown"


async def test_the_selected_row_has_a_mark_and_the_heading_stands_above_it(library):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter")
        for _ in range(2):
            lines = screen_text(pilot.app).splitlines()
            (marked,) = [line for line in lines if line.startswith("▸")]
            assert marked.startswith("▸21:00  ")
            heading = next(line for line in lines if "Time" in line and "Dose" in line)
            assert heading.index("Dose") == marked.index("400")
            await press(pilot, "tab")  # the mark stays where the keys go elsewhere
        assert not any(
            "reverse" in str(span.style) for span in pilot.app.screen.table.line(0).spans
        )
