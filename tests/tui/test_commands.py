"""The one table of commands: each has an action, a help text, unique keys and a second way."""

import pkgutil
from importlib import import_module

import pytest

from planner.tui import screens as screen_modules
from planner.tui.app import PlannerApp
from planner.tui.commands import COMMANDS, EVERYWHERE, TITLES, commands_of
from planner.tui.screens.base import PlannerScreen
from tests.screens import screen_text
from tests.tui.support import PAIR, planner, press, shown, write


def screens():
    for module in pkgutil.iter_modules(screen_modules.__path__):
        import_module(f"planner.tui.screens.{module.name}")
    found = {cls.WHERE: cls for cls in PlannerScreen.__subclasses__()}
    assert set(found) == set(TITLES)
    return found


def test_every_command_has_an_action_and_a_help_text():
    owners = screens() | {EVERYWHERE: PlannerApp}
    for command in COMMANDS:
        assert command.where
        assert command.help.endswith(".")
        assert command.title
        for place in command.where:
            assert callable(getattr(owners[place], f"action_{command.action}", None)), command.id


@pytest.mark.parametrize("where", list(TITLES))
def test_keys_are_unique_on_a_screen(where):
    keys = [key for command in commands_of(where) for key in command.keys]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("where", list(TITLES))
def test_the_footer_holds_six_keys_at_most(where):
    assert sum(command.footer for command in commands_of(where)) <= 5  # the palette is the sixth


def test_buttons_are_commands_of_their_screen():
    for where, screen in screens().items():
        ids = {command.id for command in commands_of(where)}
        assert set(screen.BUTTONS) <= ids


def test_no_key_is_one_that_a_terminal_cannot_send():
    for command in COMMANDS:
        assert not set(command.keys) & {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j"}


async def test_the_palette_offers_every_command(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 110)) as pilot:
        await press(pilot, "enter", "ctrl+p")
        for command in commands_of("editor"):
            assert command.title in shown(pilot)
        await pilot.press(*"remove")
        await press(pilot, "enter")
        assert len(pilot.app.document.regimen.entries) == 1


async def test_help_names_every_command_of_the_screen(library):
    from planner.tui.screens.help import HelpScreen

    async with planner(library, (120, 80)) as pilot:
        for where in TITLES:
            pilot.app.push_screen(HelpScreen(where))
            await pilot.pause()
            for command in commands_of(where):
                assert command.title in shown(pilot)
            assert "not medical advice" in shown(pilot)
            await press(pilot, "escape")


async def test_help_tells_of_the_keys_of_the_picture(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 110)) as pilot:
        await press(pilot, "enter", "question_mark")
        for words in ("← → or h l", "5 minutes earlier or later", "[ ]", "drag a mark"):
            assert words in shown(pilot)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_the_columns_of_help_never_touch(library, width):
    write(library, "a.toml", PAIR)
    async with planner(library, (width, 150)) as pilot:
        await press(pilot, "enter", "question_mark")
        rows = screen_text(pilot.app).replace("\u00a0", " ").splitlines()
        starts = {row.index(words) for row in rows for words in ("Jump.", "Help.", "Add.")
                  if words in row}  # fmt: skip
        assert len(starts) == 1
        (start,) = starts
        assert all(row[start - 1] == " " for row in rows[2:20] if len(row) > start)


async def test_help_offers_no_help(library):
    async with planner(library) as pilot:
        assert "? Help" in shown(pilot)
        await press(pilot, "question_mark")
        assert "? Help" not in shown(pilot)
        await press(pilot, "question_mark", "escape")
        assert type(pilot.app.screen).__name__ == "LibraryScreen"


async def test_settings_do_not_lie_over_themselves(library):
    async with planner(library) as pilot:
        await press(pilot, "f9", "f1", "f9")
        assert type(pilot.app.screen).__name__ == "SettingsScreen"
        assert len(pilot.app.screen_stack) == 2


async def test_f10_finishes_a_form(library):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter", "e", "f10")
        assert type(pilot.app.screen).__name__ == "EditorScreen"
        await press(pilot, "p", "f10")
        assert type(pilot.app.screen).__name__ == "EditorScreen"


async def test_the_buttons_at_the_bottom_have_letters_and_names_are_those_people_see(library):
    from planner.tui.screens.jump import targets_of

    write(library, "a.toml", PAIR)
    async with planner(library, (80, 24)) as pilot:
        await press(pilot, "enter", "a", *"magn", "enter")
        form = pilot.app.screen
        form.query_one("#counted").value = "capsule"
        await press(pilot)
        form.query_one("#input-substance").focus()
        await press(pilot)
        targets = targets_of(form)
        names = {target.name for target in targets}
        assert {"Which does the label give", "On these days", "Also on label"} <= names
        assert not names & {"which", "also", "undisclosed", "buffered", "counted", "days"}
        await press(pilot, "f6")
        letters = {label.name: label.region for label in pilot.app.screen.query(".letter")}
        rest = pilot.app.screen.query_one("#rest").region
        for target in targets:
            if target.widget.id in ("do-save-entry", "do-cancel-entry"):
                assert target.key in letters
                assert not rest.overlaps(letters[target.key])
        cancel = next(each for each in targets if each.widget.id == "do-cancel-entry")
        await press(pilot, cancel.key)
        assert pilot.app.focused.id == "do-cancel-entry"
