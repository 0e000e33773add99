"""The first screen: listing, searching, and files that cannot be opened."""

import os
import threading
import time
from pathlib import Path

from planner.tui.screens.library import LibraryScreen
from planner.tui.shelf_order import Listing
from planner.tui.widgets.regimens_table import RegimensTable
from tests.screens import screen_text, showing
from tests.tui.support import (
    BROKEN,
    PAIR,
    app_on,
    fill,
    planner,
    press,
    settled,
    shown,
    typed,
    where,
    write,
)


async def until(pilot, holds):
    """Wait for something that happens in a thread."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, screen_text(pilot.app)
        await pilot.pause()


async def test_an_empty_library_says_what_to_do(library):
    async with planner(library) as pilot:
        assert "It is not medical advice" in shown(pilot)
        assert pilot.app.focused.id == "start-documented"


async def test_a_folder_that_is_not_there(library):
    async with planner(library / "none") as pilot:
        assert "Welcome" in shown(pilot)
        await press(pilot, "n", "w", "enter")
    assert (library / "none" / "new-evening.toml").exists()


async def test_search(library):
    write(library, "a.toml", PAIR)
    write(library, "b.toml", PAIR.replace("Wind-down", "Stormy"))
    async with planner(library) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "storm")
        assert pilot.app.screen.table.row_count == 1
        await press(pilot, "escape")
        assert pilot.app.screen.table.row_count == 2
        await press(pilot, "slash")
        await typed(pilot, "[/oops]")
        assert pilot.app.screen.table.row_count == 0
        await press(pilot, "enter", "enter")
        assert where(pilot) == "LibraryScreen"


async def test_duplicate_opens_a_copy(library):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "d")
        assert pilot.app.document.path is None
        assert "(copy)" in shown(pilot)


async def test_reload(library):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        write(library, "b.toml", PAIR)
        await press(pilot, "r")
        assert pilot.app.screen.table.row_count == 2


async def test_an_invalid_file_opens_its_problems(library):
    path = write(library, "broken.toml", BROKEN)
    async with planner(library) as pilot:
        assert "✗ invalid" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "ProblemsScreen"
        assert "line 8" in shown(pilot)
        assert 'dose = "1,5 g"' in shown(pilot)
        await press(pilot, "r")
        assert where(pilot) == "ProblemsScreen"
        await press(pilot, "e")
        assert "broken.toml" in shown(pilot)
        await press(pilot, "escape")
        path.write_text(PAIR)
        await press(pilot, "r")
        assert where(pilot) == "EditorScreen"


async def test_hostile_files(library):
    (library / "binary.toml").write_bytes(bytes(range(256)))
    (library / "large.toml").write_bytes(b"# " + b"x" * (2 * 1024 * 1024))
    (library / "deep.toml").write_text("a=" + "[" * 5000)
    (library / "digits.toml").write_text("a=" + "1" * 5000)
    (library / "bom.toml").write_bytes(b"\xef\xbb\xbf" + PAIR.encode())
    async with planner(library) as pilot:
        assert pilot.app.screen.table.row_count == 5
        for _ in range(5):
            await press(pilot, "enter", "escape", "down")
            assert where(pilot) == "LibraryScreen"


async def test_a_file_that_goes_away(library):
    path = write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        path.unlink()
        await press(pilot, "enter")
        assert where(pilot) == "ProblemsScreen"
        await press(pilot, "escape", "r")
        assert where(pilot) == "LibraryScreen"


TEMPLATE = """\
format = 1
title = "Glycine evening"
bedtime = "22:30"

[entries.glycine]
substance = "glycine"
when = "60 min before bed"

[template]
description = "An evening whose dose is filled in."
[template.fields.dose]
key = "entries.glycine.dose"
prompt = "How much?"
"""


async def test_a_template_says_what_is_to_be_filled(library):
    write(library, "template.toml", TEMPLATE)
    async with planner(library) as pilot:
        assert "template Glycine evening" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "TemplateFillScreen"
        assert "How much?" in shown(pilot)
        assert "Still to be filled: dose" in shown(pilot)


async def test_a_long_library(library):
    for number in range(1_000):
        (library / f"evening-{number:04}.toml").write_text(
            PAIR.replace("Wind-down evening", f"Evening {number:04}"), encoding="utf-8"
        )
    async with planner(library) as pilot:
        assert pilot.app.screen.table.row_count == 1_000
        await press(pilot, "j", "j", "k")
        assert pilot.app.screen.table.cursor_row == 1
        await press(pilot, "G")
        assert pilot.app.screen.table.cursor_row == 999
        await press(pilot, "slash")
        pilot.app.screen.query_one("#search").value = "0500"
        await press(pilot, "enter", "enter")
        assert "Evening 0500" in shown(pilot)


# what the folder is


def limits(**more):
    """An evening that passes in the United States, and is above the limit of the EU."""
    return PAIR.replace("400 mg", "300 mg").replace("Wind-down evening", more.get("title", "Calm"))


async def test_another_country_judges_the_whole_list_again(library):
    write(library, "a.toml", limits())
    async with planner(library, (120, 40)) as pilot:
        assert "✓ pass" in shown(pilot)
        assert "Limits of United States (US), the default" in shown(pilot)
        await press(pilot, "f9")
        await fill(pilot, "country", "DE")
        await press(pilot, "escape")
        assert "Limits of Germany (DE), your setting" in shown(pilot)
        assert pilot.app.screen.selected.status == "warn"
        await press(pilot, "f9")
        await fill(pilot, "country", "")
        await press(pilot, "escape")
        assert pilot.app.screen.selected.status == "pass"


async def test_a_country_of_the_command_line_is_not_called_a_setting(library):
    write(library, "a.toml", limits())
    async with planner(library, country="DE") as pilot:
        assert "Limits of Germany (DE), from the command line" in shown(pilot)


async def test_a_library_that_does_not_exist_is_not_called_empty(library):
    async with planner(library / "none") as pilot:
        assert "This folder does not exist yet; saving an evening makes it." in shown(pilot)


async def test_a_library_that_is_a_file_says_so(library):
    write(library, "a.toml", PAIR)
    async with planner(library / "a.toml") as pilot:
        assert "This is a file, not a folder" in shown(pilot)


async def test_a_folder_that_becomes_unreadable_keeps_its_list_and_says_so(library, monkeypatch):
    monkeypatch.setattr(LibraryScreen, "WATCH_EVERY", 0.01)
    write(library, "a.toml", PAIR)
    real, closed = os.scandir, threading.Event()

    def scandir(path):
        if closed.is_set() and Path(path) == library:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    async with showing(app_on(library), (80, 24)) as pilot:
        await until(pilot, lambda: "! warn" in shown(pilot))
        closed.set()
        await until(pilot, lambda: "cannot be read: Permission denied" in shown(pilot))
        assert "Shown is what it held before." in shown(pilot)
        assert "! warn" in shown(pilot)
        closed.clear()
        await until(pilot, lambda: "cannot be read" not in shown(pilot))
        assert "! warn" in shown(pilot)


async def test_the_welcome_fits_the_smallest_screen(library):
    async with planner(library / "none") as pilot:
        for words in ("Start with the documented evening", "All examples (s)",
                      "Start with a blank evening (n)", "See what is documented (i)"):  # fmt: skip
            assert words in shown(pilot)
        assert pilot.app.screen.query_one("#welcome").max_scroll_y == 0
        await press(pilot, "enter")
        assert where(pilot) == "EditorScreen"
        assert pilot.app.document.path is None
        assert pilot.app.document.regimen.title == "Evening of the articles"
        await press(pilot, "escape", "s")
        assert where(pilot) == "ExamplesScreen"


# what the list says


async def test_equal_titles_are_told_apart_by_their_files(library):
    write(library, "a.toml", limits())
    (library / "sub").mkdir()
    write(library, "sub/b.toml", limits())
    write(library, "c.toml", limits(title="Other"))
    async with planner(library, (120, 40)) as pilot:
        lines = screen_text(pilot.app).splitlines()
        assert any("Calm  a.toml" in line for line in lines)
        assert any("Calm  sub/b.toml" in line for line in lines)
        assert not any("Other  c.toml" in line for line in lines)
        await press(pilot, "down")
        assert "sub/b.toml" in str(pilot.app.screen.query_one("#preview-head").render())


PARTLY = (
    limits()
    .replace('"ashwagandha-extract"', '"other"\nname = "Apigenin"')
    .replace('standardised_to = "5 %"\n', "")
)


async def test_a_pass_says_what_was_not_checked(library):
    write(library, "a.toml", PARTLY)
    async with planner(library) as pilot:
        assert "✓ pass Calm 1 of 2" in shown(pilot)
        assert "Calm ✓ pass – 1 not checked" in shown(pilot)


async def test_the_cursor_is_seen_without_colour_and_without_focus(library):
    write(library, "a.toml", limits())
    write(library, "b.toml", limits(title="Other"))
    async with planner(library) as pilot:
        await press(pilot, "space")
        assert "▸● ✓ pass" in screen_text(pilot.app)
        table = pilot.app.screen.query_one(RegimensTable)
        (style,) = {segment.style for segment in table.render_line(1) if segment.text.strip()}
        assert not style.reverse
        await press(pilot, "slash")
        assert not table.has_focus
        assert "▸● ✓ pass" in screen_text(pilot.app)


async def test_accents_are_needed_neither_to_sort_nor_to_search(library):
    for name, title in (("a", "Zebra"), ("b", "Émile"), ("c", "Fenja")):
        write(library, f"{name}.toml", limits(title=title))
    async with planner(library) as pilot:
        await press(pilot, "slash")
        assert [row.title for row in pilot.app.screen.listing.rows()] == ["Émile", "Fenja", "Zebra"]
        await typed(pilot, "emile")
        assert pilot.app.screen.selected.title == "Émile"


async def test_an_empty_place_says_what_to_press(library):
    write(library, "a.toml", limits())
    async with planner(library) as pilot:
        await press(pilot, "slash")
        await typed(pilot, "zinc")
        assert "Nothing holds “zinc”. Press esc to show every regimen again." in shown(pilot)
        await press(pilot, "enter", "enter")
        assert where(pilot) == "LibraryScreen"
        await press(pilot, "escape")
        assert "Nothing holds" not in shown(pilot)
        await press(pilot, "Z")
        assert "The archive is empty. Press Z or esc" in shown(pilot)


def test_numbers_of_regimens_are_grouped():
    listing = Listing()
    listing.name([Path(f"{number}.toml") for number in range(1_020)])
    listing.find("toml")
    assert listing.words().startswith("1,020 of 1,020 regimens")


async def test_the_cursor_goes_to_the_top_of_an_order_unless_somebody_moved_it(library):
    for name in ("a", "b", "c"):
        write(library, f"{name}.toml", limits(title=name))
    write(library, "d.toml", PAIR.replace("Wind-down evening", "d"))
    async with planner(library) as pilot:
        await press(pilot, "enter", "escape", "o")
        assert pilot.app.screen.selected.title == "d", "the worst comes first"
        await press(pilot, "down", "o")
        assert pilot.app.screen.selected.title == "a"


async def test_the_archive_leaves_the_cursor_where_it_was(library):
    for name in ("a", "b", "c"):
        write(library, f"{name}.toml", limits(title=name))
    async with planner(library) as pilot:
        await press(pilot, "z", "down", "Z")
        assert pilot.app.screen.selected.title == "a"
        await press(pilot, "escape")
        assert pilot.app.screen.selected.title == "c"


async def test_two_deletions_in_a_row_delete_two(library):
    paths = [write(library, f"{name}.toml", limits(title=name)) for name in ("a", "b", "c")]
    async with planner(library) as pilot:
        await pilot.press("x", "x")
        assert [path.exists() for path in paths] == [False, False, True]
        await settled(pilot)
        assert pilot.app.screen.table.row_count == 1
        await press(pilot, "u", "u")
        assert all(path.exists() for path in paths)
