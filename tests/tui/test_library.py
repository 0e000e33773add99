"""The first screen: listing, searching, and files that cannot be opened."""

from tests.tui.support import BROKEN, PAIR, planner, press, shown, typed, where, write


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
        await press(pilot, "enter")
        assert where(pilot) == "ProblemsScreen"
        assert "is a template with fields to be filled" in shown(pilot)
        assert "? entries.glycine.dose has no value yet" in shown(pilot)
        await press(pilot, "r")
        assert where(pilot) == "ProblemsScreen"


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
