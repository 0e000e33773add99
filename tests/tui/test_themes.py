"""Colours: every theme is readable, and no theme says anything that another does not."""

import shutil

import pytest
from textual.color import Color

from planner.library.early import early_theme
from planner.tui.themes import theme_name
from tests.contrast import ratio, weak_texts
from tests.screens import screen_text
from tests.tui.support import ROOT, planner, press, write

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
