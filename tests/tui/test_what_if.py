"""What if: steps of a dose, takings moved by keys and mouse, remedies, jumping, comparing."""

import pytest
from textual.widgets import Button, Input

from planner.regimen.reading import read_file
from tests.tui.support import PAIR, planner, press, settled, shown, told, where, write

PRODUCT = """\
format = 1
title = "From the bottle"
bedtime = "22:30"

[entries.night-mag]
product = "night-mag"
dose = "2 capsules"
when = "1 to 2 h before bed"

[products.night-mag]
name = "Night Mag"
serving = "2 capsules"
pack = "120 capsules"
price = "18.90 EUR"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
"""
WIDE = (120, 40)


def entry(pilot, name):
    return pilot.app.document.regimen.entries[name]


def codes(pilot):
    """What the verdict pane shows, as far as it can be scrolled through."""
    return {finding.code for finding in pilot.app.screen.pane.findings}


def times(pilot, name):
    return [when.text for when in entry(pilot, name).when]


async def test_one_capsule_more_changes_range_total_supply_and_cost(library):
    write(library, "a.toml", PRODUCT)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        assert "120 capsules last 60 evenings · ≈ 0.32 EUR an evening" in shown(pilot)
        assert "Magnesium 200 mg elemental a day" in shown(pilot)
        await press(pilot, "plus", "plus")
        assert entry(pilot, "night-mag").dose.text == "4 capsules"
        assert "120 capsules last 30 evenings · 0.63 EUR an evening" in shown(pilot)
        assert "Magnesium 400 mg elemental a day" in shown(pilot)
        assert "! Above the upper limit" in shown(pilot)
        await press(pilot, "minus", "u")
        assert entry(pilot, "night-mag").dose.text == "4 capsules"
        await press(pilot, "u", "u", "u")
        assert entry(pilot, "night-mag").dose.text == "2 capsules"
        assert not pilot.app.document.dirty
        await press(pilot, "minus", "minus")
        assert "remove the entry" in told(pilot)[-1]
        assert entry(pilot, "night-mag").dose.text == "1 capsule"


async def test_arrow_keys_move_a_taking_and_the_verdict_follows(library):
    write(library, "a.toml", PAIR)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        pilot.app.screen.query_one("#timeline").focus()
        await press(pilot, "j")
        assert pilot.app.screen.table.selected == "ashwagandha"
        await press(pilot, "k")
        assert pilot.app.screen.table.selected == "magnesium"
        await press(pilot, "right", "right", "l")
        assert times(pilot, "magnesium") == ["75 min before bed"]
        await press(pilot, "right_square_bracket", "right_square_bracket")
        assert times(pilot, "magnesium") == ["45 min before bed"]
        assert "outside-time-window" in codes(pilot)
        await press(pilot, "left_square_bracket")
        assert "outside-time-window" not in codes(pilot)
        await press(pilot, "u", "u")
        assert times(pilot, "magnesium") == ["60 min before bed"]


async def test_the_mouse_drags_a_taking_and_one_undo_takes_the_drag_back(library):
    write(library, "a.toml", PAIR)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        picture = pilot.app.screen.query_one("#timeline")
        lines = str(picture.render()).split("\n")
        row = next(i for i, line in enumerate(lines) if "Magnesium" in line)
        column = lines[row].index("◆") + 2  # the padding
        await pilot.mouse_down("#timeline", offset=(column, row))
        for step in range(1, 13):
            await pilot.hover("#timeline", offset=(column - step, row))
        await pilot.mouse_up("#timeline", offset=(column - 12, row))
        await settled(pilot)
        [when] = entry(pilot, "magnesium").when
        assert when.earliest > 130
        assert when.earliest % 5 == 0
        assert "outside-time-window" in codes(pilot)
        await press(pilot, "u")
        assert times(pilot, "magnesium") == ["90 min before bed"]
        assert not pilot.app.document.dirty
        assert entry(pilot, "ashwagandha").when[0].text == "60 min before bed"


async def test_moving_the_bedtime_moves_everything_past_midnight_too(library):
    write(library, "a.toml", PAIR.replace("22:30", "23:45"))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        assert "bed 23:45" in shown(pilot)
        await press(pilot, "greater_than_sign", "greater_than_sign")
        assert "bed 00:15" in shown(pilot)
        assert "22:45" in shown(pilot), "90 minutes before it"
        await press(pilot, "less_than_sign")
        assert "bed 00:00" in shown(pilot)


async def test_one_key_mends_a_finding_or_goes_to_its_field(library):
    write(library, "a.toml", PAIR.replace('basis = "elemental"\n', "").replace("300 mg", "200 mg"))
    async with planner(library, (100, 60)) as pilot:
        await press(pilot, "enter")
        await pilot.pause(0.3)  # remedies are looked for after the paint
        assert "f set 300 mg" in shown(pilot)
        assert "f ask the label" in shown(pilot)
        await press(pilot, "f")
        assert entry(pilot, "ashwagandha").dose.text == "300 mg"
        assert "dose-below-range" not in codes(pilot)
        await press(pilot, "f")
        assert where(pilot) == "EntryScreen"
        assert pilot.app.screen.focused.id == "which"
        await press(pilot, "escape")
        pilot.app.screen.query_one("#verdict").focus()
        await press(pilot, "end", "home")
        assert pilot.app.screen.pane.selected is not None


async def test_enter_on_a_finding_goes_to_its_field(library):
    write(library, "a.toml", PAIR.replace("90 min", "10 min"))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        pane = pilot.app.screen.pane
        pane.focus()
        finding = next(row for row in pane.findings if row.code == "outside-time-window")
        pane.select(finding)
        await press(pilot, "enter")
        assert where(pilot) == "EntryScreen"
        assert pilot.app.screen.focused.id == "input-when"


@pytest.mark.parametrize("key", ["g", "f6", "ctrl+o"])
async def test_jumping_goes_to_what_the_letter_says(library, key):
    from planner.tui.screens.jump import targets_of

    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter")
        targets = {target.widget.id: target.key for target in targets_of(pilot.app.screen)}
        await press(pilot, key)
        assert where(pilot) == "JumpScreen"
        assert "Press a letter to go there" in shown(pilot)
        await press(pilot, targets["verdict"])
        assert pilot.app.screen.focused.id == "verdict"
        await press(pilot, key, "escape")
        assert pilot.app.screen.focused.id == "verdict"


async def test_jumping_reaches_a_field_that_is_out_of_sight_and_g_twice_the_first_row(library):
    from planner.tui.screens.jump import targets_of

    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter", "down")
        assert pilot.app.screen.table.cursor_row == 1
        await press(pilot, "g", "g")
        assert pilot.app.screen.table.cursor_row == 0
        await press(pilot, "e")
        hidden = [target for target in targets_of(pilot.app.screen) if target.at is None]
        last = next(target for target in hidden if target.widget.id == "input-phases")
        await press(pilot, "f6")
        assert "Out of sight" in shown(pilot)
        await press(pilot, last.key)
        assert pilot.app.screen.focused.id == "input-phases"
        assert pilot.app.screen.focused.value == "", "the letter was no text"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_letters_cover_no_figure_and_no_word_of_a_button(library, size):
    write(library, "a.toml", PRODUCT)
    async with planner(library, size) as pilot:
        for keys in (("enter",), ("e",)):
            await press(pilot, *keys)
            before = shown(pilot)
            words = [str(each.label) for each in pilot.app.screen.query(Button)]
            words += [each.value for each in pilot.app.screen.query(Input) if each.value]
            words = [each for each in words if each in before]
            assert words
            await press(pilot, "f6")
            assert [each for each in words if each not in shown(pilot)] == []
            await press(pilot, "escape")


async def test_what_is_out_of_sight_is_listed_in_the_words_of_the_screen(library):
    write(library, "a.toml", PRODUCT)
    async with planner(library) as pilot:
        await press(pilot, "enter", "e", "f6")
        assert "Out of sight" in shown(pilot)
        listed = {target.name for target in pilot.app.screen._targets.values()}
        assert {"Also on label", "On these days", "Label counts in", "What is it"} <= {
            name.rstrip("?") for name in listed
        }
        inner = {"which", "also", "undisclosed", "buffered", "counted", "days", "substance"}
        assert not listed & inner


async def test_what_was_said_before_does_not_cover_a_comparison(library):
    write(library, "a.toml", PAIR)
    write(library, "b.toml", PAIR.replace("400 mg", "200 mg"))
    async with planner(library, WIDE) as pilot:
        for keys in (("space", "down", "equals_sign"), ("escape", "enter", "m", "down", "m")):
            await press(pilot, *keys[:-1])
            await press(pilot, keys[-1])
            assert where(pilot) == "CompareScreen"
            assert not told(pilot)
            assert not [each for each in pilot.app.screen.query("Toast") if each.display]


async def test_titles_are_headings_and_no_row_of_their_own(library):
    write(library, "a.toml", PAIR)
    write(library, "b.toml", PAIR.replace("Wind-down", "Calm"))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "space", "down", "equals_sign")
        assert "1 difference, ≠ marks them" in shown(pilot)
        assert "≠ Calm evening Wind-down evening" in shown(pilot)
        assert shown(pilot).count("Calm evening") == 1
        assert "Title" not in shown(pilot)


async def test_two_entries_and_two_regimens_are_compared(library):
    write(library, "a.toml", PAIR)
    write(library, "b.toml", PAIR.replace("400 mg", "200 mg").replace("Wind-down", "Calm"))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "space", "down", "equals_sign")
        assert where(pilot) == "CompareScreen"
        assert "Calm evening" in shown(pilot)
        assert "Wind-down evening" in shown(pilot)
        assert "≠ Dose 200 mg 400 mg" in shown(pilot)
        assert "Takes" in shown(pilot)
        await press(pilot, "d")
        assert "Takes" not in shown(pilot)
        await press(pilot, "escape", "enter")
        assert where(pilot) == "EditorScreen"
        await press(pilot, "m", "down", "m")
        assert where(pilot) == "CompareScreen"
        assert "Ashwagandha extract" in shown(pilot)


async def test_copying_goes_through_the_terminal(library):
    write(library, "a.toml", PAIR)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "Y")
        assert pilot.app.clipboard.startswith("Wind-down evening\n")
        await press(pilot, "enter", "down", "Y")
        assert "Ashwagandha extract" in pilot.app.clipboard
        pilot.app.screen.query_one("#verdict").focus()
        await press(pilot, "end", "Y")
        assert "magnesium" in pilot.app.clipboard
        assert "evidence-limited" in pilot.app.clipboard


async def test_a_situation_starts_an_entry_with_its_reason(library):
    async with planner(library) as pilot:
        await press(pilot, "i")
        assert where(pilot) == "ChoosingScreen"
        await press(pilot, "down", "down", "down", "enter", "enter")
        assert where(pilot) == "EntryScreen"
        assert pilot.app.screen.query_one("#input-reason").value == "Wired but tired"
        await press(pilot, "3", "0", "0", "space", "m", "g", "ctrl+s", "w", "enter")
        assert where(pilot) == "EditorScreen"
    regimen = read_file(library / "new-evening.toml").regimen
    assert regimen is not None
    assert regimen.entries["ashwagandha"].reason == "Wired but tired"
