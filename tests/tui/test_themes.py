"""Colours: every theme is readable, and no theme says anything that another does not."""

import shutil
from typing import Any

import pytest
from textual.color import Color

from planner.library.early import early_theme
from planner.tui.themes import OWN, theme_name
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
    ("accept", ("escape", "escape", "y")),
    ("new entry", ("escape", "a")),
    ("new entry, below", ("tab", "tab", "tab", "tab")),
    ("unsaved", ("escape", "x", "escape")),
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


def words(texts):
    """What is said on each screen, without the edges of buttons."""
    edges = str.maketrans("", "", "▊▎▔▁")
    return {name: text.translate(edges).split() for name, text in texts.items()}


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
async def test_every_text_stands_out(library, theme):
    _, weak = await walk(library, theme)
    assert {name: found for name, found in weak.items() if found} == {}


async def test_no_theme_says_what_another_does_not(library, monkeypatch):
    dark, _ = await walk(library, "dark")
    terminal, _ = await walk(library, "terminal")
    assert words(terminal) == words(dark)
    assert "Unsaved changes" in terminal["unsaved"]
    assert "such as" in terminal["accept"]
    assert "type a name" in terminal["new entry"]
    assert "such as 1 to 2 h before bed" in terminal["new entry, below"]
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


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
async def test_rules_and_the_edge_of_a_message_are_seen(library, theme):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        pilot.app.theme = theme_name(theme)
        await press(pilot, "enter")
        edges = [edge for widget in pilot.app.screen.query("*") for edge in widget.styles.border]
        rules = {colour for kind, colour in edges if kind == "solid"}
        assert rules, "two panes are parted by a rule"
        for colour in rules:
            assert ratio(colour, pilot.app.screen.styles.background) >= 2
        await press(pilot, "m")
        [toast] = pilot.app.screen.query("Toast")
        for _, colour in toast.styles.border:
            assert ratio(colour, pilot.app.screen.styles.background) >= 2


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
async def test_a_question_dims_what_it_is_about_and_jumping_does_not(library, theme):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        pilot.app.theme = theme_name(theme)
        await press(pilot, "enter", "b")
        assert 0 < pilot.app.screen.styles.background.a < 1
        assert "saved, a.toml" in screen_text(pilot.app), "it is still in sight"
        await press(pilot, "escape", "f6")
        assert pilot.app.screen.styles.background.a == 0
        assert not list(weak_texts(pilot.app, 4.5))


def test_typed_text_differs_from_a_placeholder():
    for theme in OWN[:3]:
        assert theme.variables["placeholder"] != theme.foreground


# no colour


def tones(app):
    """The styles of the screen without blanks, each with what stands in it."""
    found: dict[Any, list[Any]] = {}
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
