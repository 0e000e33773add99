"""Colours: every theme is readable, and no theme says anything that another does not."""

import shutil

import pytest
from textual.color import Color

from planner.library.early import early_theme
from planner.tui.themes import theme_name
from tests.contrast import ratio, weak_texts
from tests.screens import screen_text
from tests.tui.support import PAIR, ROOT, planner, press, write

LEAST = {"dark": 4.5, "light": 4.5, "contrast": 7.0}
WARNINGS = "shows-warnings-on-purpose.toml"
WALK = (
    ("library", ()),
    ("settings", ("f9",)),
    ("choosing", ("escape", "i")),
    ("editor", ("escape", "enter")),
    ("findings", ("tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "tab", "end")),
    ("evidence", ("v",)),
    ("help", ("escape", "question_mark")),
    ("entry", ("escape", "e")),
    ("jump", ("f6",)),
    ("unsaved", ("escape", "escape", "x", "escape")),
)


async def walk(library, theme):
    """The texts of the screens of a walk in a theme, and what stands out too little on each."""
    shutil.copy(ROOT / "regimens" / WARNINGS, library)
    write(library, WARNINGS, (library / WARNINGS).read_text(encoding="utf-8"))
    texts, weak = {}, {}
    async with planner(library, (80, 24)) as pilot:
        pilot.app.theme = theme_name(theme)
        await pilot.pause()
        for name, keys in WALK:
            await press(pilot, *keys)
            texts[name] = screen_text(pilot.app)
            weak[name] = set(weak_texts(pilot.app, LEAST.get(theme, 0)))
    return texts, weak


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
async def test_every_text_stands_out(library, theme):
    _, weak = await walk(library, theme)
    assert {name: found for name, found in weak.items() if found} == {}


async def test_no_theme_says_what_another_does_not(library, monkeypatch):
    dark, _ = await walk(library, "dark")
    terminal, _ = await walk(library, "terminal")
    question = terminal.pop("unsaved")  # what lies below a question stays visible in this one
    assert terminal == {name: text for name, text in dark.items() if name != "unsaved"}
    assert "Unsaved changes" in question
    monkeypatch.setenv("NO_COLOR", "1")
    plain, _ = await walk(library, "light")
    assert plain == dark


def test_the_formula_knows_black_white_and_the_same():
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    assert round(ratio(black, white), 2) == 21
    assert ratio(white, white) == 1


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ('theme = "light"\n', "light"),
        ("# theme = 'light'\n  theme='contrast' # mine\n", "contrast"),
        ('country = "DE"\n', None),
        ("\x00\xff", None),
    ],
)
def test_the_theme_is_known_before_the_settings_are_read(tmp_path, text, theme):
    file = tmp_path / "settings.toml"
    assert early_theme(file) is None
    file.write_text(text, encoding="latin-1")
    assert early_theme(file) == theme
    assert theme_name(theme or "dark").startswith("planner-")


def test_a_terminal_says_whether_it_is_a_light_one(monkeypatch):
    monkeypatch.setenv("COLORFGBG", "0;15")
    assert theme_name("terminal") == "ansi-light"
    monkeypatch.setenv("COLORFGBG", "15;0")
    assert theme_name("terminal") == "ansi-dark"
    assert theme_name("no such") == "planner-dark"


# no colour


def tones(app):
    """The styles of the screen without blanks, each with what stands in it."""
    found: dict[Style, list[Segment]] = {}
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None and segment.text.strip():
                found.setdefault(segment.style.without_color, []).append(segment)
    return found


def colours(app):
    segments = (each for found in tones(app).values() for each in found)
    pairs = ((segment.style.color, segment.style.bgcolor) for segment in segments)
    return {colour for pair in pairs for colour in pair if colour is not None}


async def test_the_terminals_colours_without_colour_are_those_of_its_text(library, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    write(library, "a.toml", PAIR)
    async with planner(library, (80, 24), theme="terminal") as pilot:
        await press(pilot, "enter")
        assert all(colour.is_default for colour in colours(pilot.app)), "never black on black"
        assert "Magnesium" in screen_text(pilot.app)


async def test_themes_change_without_colour_while_planner_runs(library, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    write(library, "a.toml", PAIR)
    async with planner(library, (80, 24)) as pilot:
        await press(pilot, "enter")
        for theme, default in (("terminal", True), ("light", False), ("terminal", True)):
            pilot.app.theme = theme_name(theme)
            await press(pilot)
            shown = colours(pilot.app)
            assert all(colour.is_default for colour in shown) == default
            if not default:
                assert all(len(set(colour.triplet)) == 1 for colour in shown), "only greys"
                assert not list(weak_texts(pilot.app, 4.5))


async def test_a_warning_is_told_by_its_weight_where_there_are_no_colours(library, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    write(library, "a.toml", PAIR)
    for theme in ("contrast", "terminal"):
        async with planner(library, (120, 40), theme=theme) as pilot:
            await press(pilot, "enter")
            heavy = [style for style in tones(pilot.app) if style.bold]
            words = " ".join(each.text for style in heavy for each in tones(pilot.app)[style])
            assert "! Above the upper limit" in words.replace("\u00a0", " ")


@pytest.mark.parametrize("light", [False, True])
async def test_a_question_has_not_the_colour_of_what_is_in_range(library, monkeypatch, light):
    monkeypatch.setenv("COLORFGBG", "0;15" if light else "15;0")
    async with planner(library, theme="terminal") as pilot:
        found = pilot.app.theme_variables
        names = ("success", "warning", "error", "accent")
        assert len({found[f"text-{name}"] for name in names}) == 4
