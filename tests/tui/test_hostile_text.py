"""Foreign text is shown as text on every screen, whatever is in it."""

import pytest
import tomli_w

from planner.tui.text import cut, literal, wrapped
from tests.screens import screen_text
from tests.tui.support import HOSTILE, MARKUP, planner, press, shown, write


def hostile_regimen(text):
    return tomli_w.dumps(
        {
            "format": 1,
            "title": text[:120],
            "bedtime": "22:30",
            "notes": text,
            "person": {"name": text, "conditions": ["pregnancy"]},
            "entries": {
                **{f"e-{i}": {"product": f"p-{i}", "dose": "1 capsule", "when": "20:00",
                              "reason": each} for i, each in enumerate(HOSTILE)},
                "other": {"substance": "other", "name": text, "dose": "5 mg", "when": "21:00",
                          "reason": text},
                "blend": {"product": "blend", "dose": "2 capsules", "when": "at bedtime"},
                "magnesium": {"substance": "magnesium-bisglycinate", "dose": "400 mg",
                              "basis": "elemental", "when": "21:00"},
            },
            "products": {
                **{f"p-{i}": {"name": each, "serving": "1 capsule",
                              "contents": {"zinc": {"name": each, "amount": "5 mg"}}}
                   for i, each in enumerate(HOSTILE)},
                "blend": {"name": text, "serving": "2 capsules",
                          "contents": {"zinc": {"name": text, "amount": "5 mg"}}},
            },
            "accepted": [{"code": "above-upper-limit", "entry": "magnesium", "observed": "400 mg",
                          "reason": text, "on": __import__("datetime").date(2026, 11, 20)}],
        }
    )  # fmt: skip


# Each run walks through every screen; the others are entries of every run.
SHORT = ["[/oops]", "[@click=app.bell]x[/]", "\x1b[31mred", "\u202eevil\u202c", "[/"]
WORST = [" ".join(SHORT), "[/", "y" * 10_000]


@pytest.mark.parametrize("text", WORST)
async def test_every_screen_shows_it_as_text(library, text):
    write(library, "a.toml", hostile_regimen(text))
    async with planner(library, (170, 60)) as pilot:

        def seen():
            shown_now = screen_text(pilot.app)
            assert "\x1b" not in shown_now
            assert "\u202e" not in shown_now
            return " ".join(shown_now.split())

        seen()
        await press(pilot, "enter")
        editor = seen()
        for each in MARKUP if len(text) < 1_000 else ():
            assert each in editor
        for key in ("t", "n", "p", "v", "question_mark", "w", "ctrl+p"):
            await press(pilot, key)
            seen()
            await press(pilot, "escape")
        for _ in range(3):
            await press(pilot, "e")
            seen()
            await press(pilot, "ctrl+s", "down")
        await press(pilot, "c", "x", "x", "escape")
        seen()
        await press(pilot, "d", "slash")
        seen()


async def test_problems_show_it_as_text(library):
    table = {"format": 1, "title": "[/oops]", **{text: text for text in HOSTILE}}
    write(library, "b.toml", tomli_w.dumps(table))
    async with planner(library, (100, 30)) as pilot:
        await press(pilot, "enter")
        assert "unknown key" in shown(pilot)


@pytest.mark.parametrize("text", [*HOSTILE, ""])
def test_the_makers_of_text(text):
    shown_text = literal(text).plain
    assert shown_text.isprintable()
    assert len(cut(text, 10)) <= 10
    assert all(len(row) <= 40 for row in wrapped(text, 40, 2)) or "x" * 40 in text


def test_a_dose_is_not_torn():
    rows = wrapped("take 1,200\u00a0mg elemental magnesium", 12)
    assert any("1,200\u00a0mg" in row for row in rows)
