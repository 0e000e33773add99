"""Every command by each of its keys and by the mouse, from the one table of commands."""

import pkgutil
import time
from contextlib import asynccontextmanager
from importlib import import_module

import pytest
from textual.widgets import Button

from planner.tui import screens as screen_modules
from planner.tui.app import PlannerApp
from planner.tui.commands import COMMANDS, EVERYWHERE, TITLES, commands_of
from planner.tui.screens.base import PlannerScreen
from tests.screens import screen_text
from tests.tui.support import BROKEN, PAIR, fill, planner, press, settled, where, write

SIZE, TALL = (100, 40), (100, 100)
"""The second is a size at which the palette shows all of its rows."""

WAYS = {
    "library": (),
    "examples": ("s",),
    "editor": ("enter",),
    "entry": ("enter", "e"),
    "label": ("enter", "e"),
    "person": ("enter", "p"),
    "problems": ("down", "enter"),
    "evidence": ("enter", "v"),
    "choosing": ("i",),
    "compare": ("enter", "m", "down", "m"),
    "share": ("S",),
    "received": ("R",),
    "weekly": ("w",),
    "settings": ("f9",),
    "templates": ("N",),
    "filling": ("N", "enter"),
    "template-new": ("T",),
    "template-load": ("enter", "L", "enter"),
    "help": ("question_mark",),
}
"""The keys that lead to each screen."""

TAKEN_BY_A_LIST = {
    ("library", "open-regimen", "enter"): "EditorScreen",
    ("examples", "open-example", "enter"): "EditorScreen",
    ("editor", "edit-entry", "enter"): "EntryScreen",
    ("choosing", "start-entry", "enter"): "EntryScreen",
    ("templates", "use-template", "enter"): "TemplateFillScreen",
}
"""Keys that a list takes itself, with the screen that they lead to."""

FORMS = {"entry", "label", "person", "settings", "filling", "template-new"}
"""Screens on which one types or chooses at first: letters are keys only outside of a field."""


def owners():
    for module in pkgutil.iter_modules(screen_modules.__path__):
        import_module(f"planner.tui.screens.{module.name}")
    return {cls.WHERE: cls for cls in PlannerScreen.__subclasses__()}


OWNERS = owners()


def owner_of(command, place):
    return PlannerApp if EVERYWHERE in command.where else OWNERS[place]


@asynccontextmanager
async def at(library, place, size=SIZE):
    """Planner on one of its screens."""
    write(library, "a.toml", PAIR)
    write(library, "z.toml", BROKEN.replace("Broken", "Zest, broken"))
    async with planner(library, size) as pilot:
        await press(pilot, *WAYS[place])
        if place == "label":
            pilot.app.screen.query_one("#counted").value = "capsule"
            await settled(pilot)
            await fill(pilot, "serving", "2 capsules")
            await press(pilot, "f3")
        if place == "received":
            pilot.app.screen.query_one("#prompt").value = str(library / "a.toml")
            await press(pilot, "enter")
        assert place == pilot.app.screen.WHERE
        yield pilot


@pytest.fixture
def done(monkeypatch):
    """The commands that were done; nothing else comes of them."""
    found = []

    def watch(place):
        for command in commands_of(place):

            def note(*_, name=command.id):
                found.append(name)

            owner = owner_of(command, place)
            assert callable(getattr(owner, f"action_{command.action}"))
            monkeypatch.setattr(owner, f"action_{command.action}", note)
        return found

    return watch


def test_there_is_a_way_to_every_screen():
    assert set(WAYS) == set(TITLES) == set(OWNERS)
    assert {place for command in COMMANDS for place in command.where} == {*WAYS, EVERYWHERE}


def seen_button(pilot, command):
    """The button of a command, where one is shown."""
    for button in pilot.app.screen.query(Button):
        if button.action == command.call and button.region and button.display:
            x, y = button.region.offset
            if pilot.app.screen.get_widget_at(x + 1, y)[0] is button:
                return button
    return None


async def click_words(pilot, words):
    """Click where these words stand on the screen, as soon as they do."""
    end = time.monotonic() + 30
    while True:
        for y, line in enumerate(screen_text(pilot.app).splitlines()):
            if words in line:
                await pilot.click(offset=(line.index(words), y))
                await settled(pilot)
                return
        assert time.monotonic() < end, f"{words!r} is not shown"
        await pilot.pause()


@pytest.mark.parametrize("place", WAYS)
async def test_each_key_each_button_and_the_footer_do_their_command(library, done, place):
    async with at(library, place) as pilot:
        found = done(place)
        for command in commands_of(place):
            for key in command.keys:
                if (place, command.id, key) in TAKEN_BY_A_LIST:
                    continue
                if place in FORMS:
                    pilot.app.screen.query(Button).first().focus()
                await press(pilot, key)
                assert found == [command.id], (command.id, key)
                found.clear()
        with_button = set()
        for command in commands_of(place):
            if (button := seen_button(pilot, command)) is not None:
                await pilot.click(button)
                await settled(pilot)
                assert found == [command.id], "the button"
                found.clear()
                with_button.add(command.id)
        assert with_button >= set(OWNERS[place].BUTTONS), "every button of the row is seen"
        for command in commands_of(place):
            if command.footer and command.keys != ("enter",):
                line = screen_text(pilot.app).splitlines()[-1]
                at_words = (line.index(f" {command.title}") + 2, SIZE[1] - 1)
                await pilot.click(offset=at_words)
                await settled(pilot)
                assert found == [command.id], "the footer"
                found.clear()


@pytest.mark.parametrize("taken", TAKEN_BY_A_LIST, ids=lambda taken: taken[1])
async def test_a_key_that_a_list_takes_does_the_same(library, taken):
    place, _, key = taken
    async with at(library, place) as pilot:
        await press(pilot, key)
        if place == "choosing":  # it goes to what is documented first
            await press(pilot, key)
        assert where(pilot) == TAKEN_BY_A_LIST[taken]


@pytest.mark.parametrize("place", WAYS)
async def test_what_has_no_button_is_in_the_palette_that_the_footer_opens(library, done, place):
    async with at(library, place, TALL) as pilot:
        found = done(place)
        commands = list(commands_of(place))
        for command in commands:
            if seen_button(pilot, command) is not None:
                continue
            await click_words(pilot, "palette")
            listed = screen_text(pilot.app)
            assert all(f"  {other.title}  (" in listed for other in commands)
            await click_words(pilot, command.help[:40])
            assert where(pilot) == OWNERS[place].__name__
            assert found == [command.id]
            found.clear()
