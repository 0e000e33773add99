"""Each setting: seen at once, written to the documented file, and there at the next start."""

import pytest

from planner.library.paths import settings_file
from planner.library.settings import documented
from planner.tui.app import PlannerApp
from planner.tui.running import run
from tests.screens import screen_text, showing
from tests.tui.support import (
    NOW,
    PAIR,
    planner,
    press,
    saved,
    settled,
    shown,
    told,
    typed,
    where,
    write,
)

WIDE = (120, 40)
MODERATE = PAIR.replace("400 mg", "300 mg")
BACKGROUNDS = {"2": "#fbfaf7", "3": "#000000", "1": "#14181c"}


@pytest.fixture
def evening(library):
    return write(library, "evening.toml", MODERATE)


@pytest.fixture
def next_start(library, monkeypatch):
    """Start Planner as the command line does, on a screen without a terminal."""
    started = []

    def start_without_a_terminal(app):
        started.append(app)

    monkeypatch.setattr(PlannerApp, "run", start_without_a_terminal)

    def start(country=None):
        assert run(library, country) == 0
        app = started[-1]
        app.now = lambda: NOW
        app.forgiving = False
        return showing(app, WIDE)

    return start


def written():
    return settings_file().read_text(encoding="utf-8")


async def group(pilot, name, key):
    """Choose in a group of the settings by its number."""
    pilot.app.screen.query_one(f"#choices-{name}").focus()
    await press(pilot, key)


def background(pilot):
    return pilot.app.screen.styles.background.hex.lower()


async def test_the_screen_says_what_each_setting_does_and_where_it_is_kept(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        for words in ("Theme", "Clock", "Motion", "Country", "(●) dark", "(●) 24 hours, 21:30",
                      "(●) things may glide", "not set: United States, the default"):  # fmt: skip
            assert words in shown(pilot)
        assert "settings.toml" in shown(pilot)
        assert not settings_file().exists(), "looking writes nothing"


@pytest.mark.parametrize("key", ["f9", "comma"])
async def test_the_settings_open_everywhere_and_close_to_where_one_was(library, evening, key):
    async with planner(library, WIDE) as pilot:
        for keys, screen in (((), "LibraryScreen"), (("enter",), "EditorScreen"),
                             (("v",), "EvidenceScreen")):  # fmt: skip
            await press(pilot, *keys)
            assert where(pilot) == screen
            await press(pilot, key)
            assert where(pilot) == "SettingsScreen"
            await press(pilot, key)
            assert where(pilot) == "SettingsScreen", "it never lies over itself"
            await press(pilot, "escape")
            assert where(pilot) == screen


# the theme


async def test_a_theme_holds_at_once_and_at_the_next_start(library, evening, next_start):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        for key, colour in BACKGROUNDS.items():
            await group(pilot, "theme", key)
            assert background(pilot) == colour
        await group(pilot, "theme", "2")
        assert "(●) light" in shown(pilot)
    assert '\ntheme = "light"\n' in written()
    async with next_start() as pilot:
        assert background(pilot) == BACKGROUNDS["2"]
        await press(pilot, "f9")
        assert "(●) light" in shown(pilot)


async def test_the_colours_of_the_terminal_are_its_own(library, next_start):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        await group(pilot, "theme", "4")
        assert "(●) the terminal's own colours" in shown(pilot)
        assert pilot.app.theme == "ansi-dark"
    assert '\ntheme = "terminal"\n' in written()
    async with next_start() as pilot:
        assert pilot.app.theme == "ansi-dark"


async def test_no_colour_is_shown_where_none_is_wanted(library, evening, monkeypatch):
    def colours(pilot):
        strips = pilot.app.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        found = [colour for style in styles for colour in (style.color, style.bgcolor) if colour]
        return {colour.triplet for colour in found if colour.triplet is not None}

    async with planner(library) as pilot:
        assert any(len(set(colour)) > 1 for colour in colours(pilot))
    monkeypatch.setenv("NO_COLOR", "1")
    async with planner(library) as pilot:
        assert all(len(set(colour)) == 1 for colour in colours(pilot))
        assert "✓ pass" in shown(pilot)


# the clock


async def test_twelve_hours_are_shown_and_files_keep_twenty_four(library, evening, next_start):
    async with planner(library, WIDE) as pilot:
        assert "22:30" in shown(pilot)
        await press(pilot, "f9")
        await group(pilot, "clock", "2")
        await press(pilot, "escape")
        assert "10:30 pm" in shown(pilot)
        assert "21:30" not in shown(pilot), "the preview says 9:30 pm"
        await press(pilot, "enter")
        assert "21:30" not in shown(pilot)
        assert "Bedtime 10:30 pm" in shown(pilot)
        assert "bed 10:30 pm" in shown(pilot)
        assert "9:30 pm" in shown(pilot), "the taking of ashwagandha in the picture"
        await press(pilot, "greater_than_sign", "w")
        assert "Bedtime 10:45 pm" in shown(pilot)
    assert '\nclock = "12 h"\n' in written()
    assert str(saved(evening).bedtime) == "22:45"
    assert "pm" not in evening.read_text(encoding="utf-8")
    async with next_start() as pilot:
        await settled(pilot)
        assert "10:45 pm" in shown(pilot)
        await press(pilot, "f9")
        await group(pilot, "clock", "1")
        await press(pilot, "escape")
        assert "22:45" in shown(pilot)
        assert "10:45" not in shown(pilot)


@pytest.mark.parametrize(
    ("bedtime", "words"), [("00:30", "12:30 am"), ("00:00", "12:00 am"), ("12:00", "12:00 pm")]
)
async def test_noon_and_midnight_by_twelve_hours(library, bedtime, words):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('clock = "12 h"\n', encoding="utf-8")
    write(library, "evening.toml", MODERATE.replace("22:30", bedtime))
    async with planner(library, WIDE) as pilot:
        assert words in shown(pilot)
        await press(pilot, "enter")
        assert f"Bedtime {words}" in shown(pilot)


# motion


async def test_reduced_motion_holds_at_once_and_at_the_next_start(library, next_start):
    async with planner(library, WIDE) as pilot:
        pilot.app.animation_level = "full"
        await press(pilot, "f9")
        await group(pilot, "motion", "2")
        assert pilot.app.animation_level == "none"
        await group(pilot, "motion", "1")
        assert pilot.app.animation_level == "full"
        await group(pilot, "motion", "2")
    assert '\nmotion = "reduced"\n' in written()
    async with next_start() as pilot:
        await settled(pilot)
        assert pilot.app.animation_level == "none"
        await press(pilot, "f9")
        assert "(●) nothing moves by itself" in shown(pilot)


# the country


async def test_the_country_is_judged_by_and_said(library, evening, next_start):
    async with planner(library, WIDE) as pilot:
        assert "Limits of United States (US), the default" in shown(pilot)
        assert "✓ pass" in shown(pilot)
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await typed(pilot, "de")
        assert "= Germany" in shown(pilot)
        await press(pilot, "escape")
        assert "Limits of Germany (DE), your setting" in shown(pilot)
        assert "! warn" in shown(pilot)
        assert "✓ pass" not in shown(pilot), "the list is judged by it too"
        await press(pilot, "enter")
        assert "Limits DE (setting)" in shown(pilot)
        assert "! Above the upper limit (250 mg" in shown(pilot)
    assert '\ncountry = "DE"\n' in written()
    async with next_start() as pilot:
        await settled(pilot)
        assert "Limits of Germany (DE), your setting" in shown(pilot)
        assert "! warn" in shown(pilot)
        await press(pilot, "f9")
        assert pilot.app.screen.query_one("#input-country").value == "DE"


async def test_an_open_evening_is_judged_anew_when_the_country_changes(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        assert "✓ Within the upper limit (350 mg" in shown(pilot)
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await typed(pilot, "no")
        await press(pilot, "escape")
        assert "Limits NO (setting)" in shown(pilot)
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await press(pilot, "backspace", "backspace", *"eu", "escape")
        assert "Limits EU (setting)" in shown(pilot)
        assert "! Above the upper limit (250 mg" in shown(pilot)


@pytest.mark.parametrize("text", ["germania", "xx", "1", "d", "[/x]", "ß"])
async def test_a_text_that_is_no_country_is_explained_and_not_kept(library, text):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").value = text
        await settled(pilot)
        assert "✗ Write a country's two letters" in shown(pilot)
        await press(pilot, "escape")
        assert "the default" in shown(pilot)
    assert not settings_file().exists()


async def test_the_command_line_and_the_person_come_before_the_setting(library, next_start):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('country = "DE"\n', encoding="utf-8")
    write(library, "evening.toml", MODERATE)
    async with next_start("US") as pilot:
        await settled(pilot)
        assert "✓ pass" in shown(pilot)
    person = MODERATE.replace("\n[entries", '\n[person]\ncountry = "US"\n\n[entries', 1)
    write(library, "evening.toml", person)
    async with next_start() as pilot:
        await settled(pilot)
        assert "✓ pass" in shown(pilot)
        await press(pilot, "enter")
        assert "Limits US (this person)" in shown(pilot)


async def test_an_empty_country_is_the_default_again(library):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('# mine\ncountry = "DE" # here\n', encoding="utf-8")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await press(pilot, "backspace", "backspace", "escape")
        assert "Limits of United States (US), the default" in shown(pilot)
    assert written() == "# mine\n"


# the file


async def test_a_first_change_writes_the_documented_file_with_one_line_changed(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        await group(pilot, "clock", "2")
    assert written() == documented().replace('# clock = "24 h"', 'clock = "12 h"')


async def test_settings_are_chosen_with_the_mouse_alone(library):
    async with planner(library, (120, 110)) as pilot:

        async def click(words):
            for y, line in enumerate(screen_text(pilot.app).splitlines()):
                if words in line:
                    await pilot.click(offset=(line.index(words), y))
                    await settled(pilot)
                    return
            raise AssertionError(f"{words!r} is not shown")

        await click("palette")
        await click("Settings  (")
        assert where(pilot) == "SettingsScreen"
        for words in ("( ) highest", "( ) 12 hours", "( ) nothing moves"):
            await click(words)
        await click("Back")
        assert where(pilot) == "LibraryScreen"
    for row in ('theme = "contrast"', 'clock = "12 h"', 'motion = "reduced"'):
        assert f"\n{row}\n" in written()


async def test_a_change_keeps_what_else_stands_in_the_file(library):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('# mine\ntheme = "light" # at noon\n', encoding="utf-8")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        await group(pilot, "theme", "3")
    assert written() == '# mine\ntheme = "contrast" # at noon\n'


BROKEN = {
    "no TOML": ("theme = \n", "not valid TOML"),
    "an unknown word": ('theme = "drak"\n', 'Did you mean "dark"?'),
    "an unknown key": ('thme = "dark"\n', "unknown setting"),
    "a number": ("country = 3\n", "read 3"),
}


@pytest.mark.parametrize(("text", "said"), BROKEN.values(), ids=BROKEN)
async def test_a_broken_file_is_told_and_never_overwritten(library, text, said):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(text, encoding="utf-8")
    async with planner(library, WIDE) as pilot:
        assert said in told(pilot)[-1]
        assert str(settings_file()) in told(pilot)[-1]
        await press(pilot, "f9")
        await group(pilot, "clock", "2")
        assert "It holds for now, but could not be saved." in told(pilot)[-1]
        assert written() == text
        await press(pilot, "escape", "n")
        assert "Bedtime 10:30 pm" in shown(pilot)
    assert written() == text


async def test_a_folder_that_cannot_be_written_is_told(library):
    settings_file().parent.parent.mkdir(parents=True)
    settings_file().parent.write_text("a file", encoding="utf-8")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "f9")
        await group(pilot, "theme", "2")
        assert "could not be saved" in told(pilot)[-1]
        assert background(pilot) == BACKGROUNDS["2"], "it holds for now"
    assert settings_file().parent.read_text(encoding="utf-8") == "a file"
