"""The one table of commands: each has an action, a help text, unique keys and a second way."""

import pkgutil
from importlib import import_module

import pytest

from planner.tui import screens as screen_modules
from planner.tui.app import PlannerApp
from planner.tui.commands import COMMANDS, EVERYWHERE, TITLES, commands_of
from planner.tui.screens.base import PlannerScreen
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
