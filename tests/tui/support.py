"""What the tests of the screen share: a library, an app with a fixed clock, and patience."""

import os
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from planner.regimen.reading import read_file
from planner.tui.app import PlannerApp
from planner.tui.screens.confirm import ConfirmScreen
from planner.tui.screens.library import LibraryScreen
from tests.screens import screen_text, showing

NOW = datetime(2026, 11, 20, 21, 0)
ROOT = Path(__file__).parent.parent.parent
SIZES = [(80, 24), (120, 40)]

PAIR = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "60 min before bed"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "400 mg"
basis = "elemental"
when = "90 min before bed"
"""

BROKEN = """\
format = 1
title = "Broken evening"
bedtime = "22:30"
colour = "blue"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "1,5 g"
when = "before bed"
"""

MARKUP = ["[red]x[/red]", "[/x]", "[/oops]", "B12 [methyl]", "[5 mg]", "[b", "[/", "50[%]",
          "a[$accent]b", "tail\\", "[@click=app.quit]q[/]", '[@click=app.bell]x[/]',
          'a=[1, "3"], k [/#888]']  # fmt: skip
HOSTILE = [*MARKUP, "\x1b[31mred", "\u202eevil\u202c", "a\nb\tc", "日本語の夜", "x" * 120]


def write(library, name, text, when=NOW):
    path = library / name
    path.write_text(text, encoding="utf-8")
    stamp = when.timestamp()
    os.utime(path, (stamp, stamp))
    return path


def saved(path):
    """The regimen that a file holds; it has to be whole."""
    reading = read_file(path)
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    return reading.regimen


ConfirmScreen.UNASKED_REST = 0
LibraryScreen.WATCH_EVERY = 0  # a test says itself when the folder is looked at
LibraryScreen.PREVIEW_AFTER = 0


def app_on(library, country=None, theme=None):
    drafts = library.parent / "drafts"
    app = PlannerApp(library, country, now=lambda: NOW, drafts=drafts, theme=theme)
    app.forgiving = False
    return app


@asynccontextmanager
async def planner(library, size=(80, 24), country=None, theme=None):
    """A running Planner whose library has been read."""
    async with showing(app_on(library, country, theme), size) as pilot:
        await settled(pilot)
        yield pilot


async def settled(pilot):
    await pilot.pause()
    if any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


async def typed(pilot, text):
    """Type a text where the focus is; what has no key of its own is pasted."""
    if all(letter.isascii() and letter.isalnum() for letter in text):
        await pilot.press(*text)
    else:
        field = pilot.app.screen.focused
        field.insert_text_at_cursor(text)
    await settled(pilot)


async def fill(pilot, name, text):
    """Replace the text of a field of the form."""
    field = pilot.app.screen.query_one(f"#input-{name}")
    field.focus()
    field.value = text
    await settled(pilot)


def shown(pilot):
    """The screen as text, in one line, so that wrapping does not matter."""
    return " ".join(screen_text(pilot.app).replace("\u00a0", " ").split())


def told(pilot):
    """What has been said in passing."""
    return [each.message for each in pilot.app._notifications]


def where(pilot):
    return type(pilot.app.screen).__name__
