"""What the library says and asks: about names, moves and marks, in passing, and about drafts."""

import os
import re
import socket
import threading
from pathlib import Path

import pytest

from planner.library import listing
from planner.tui.screens.confirm import Choice, ConfirmScreen
from tests.screens import screen_text, showing
from tests.tui.support import (
    BROKEN,
    PAIR,
    app_on,
    planner,
    press,
    settled,
    shown,
    told,
    where,
    write,
)
from tests.tui.test_library import limits, until

HOST = socket.gethostname()


# marks


async def test_a_mark_follows_its_file_and_goes_with_it(library):
    write(library, "one.toml", limits(title="One"))
    write(library, "two.toml", limits(title="Two"))
    async with planner(library) as pilot:
        await press(pilot, "space", "t")
        await fill_prompt(pilot, "Alone")
        assert pilot.app.screen.actions.marked == [library / "alone.toml"]
        await press(pilot, "u")
        assert pilot.app.screen.actions.marked == [library / "one.toml"]
        await press(pilot, "x")
        assert pilot.app.screen.actions.marked == []


async def test_a_regimen_that_cannot_be_compared_is_named(library):
    write(library, "broken.toml", BROKEN)
    write(library, "one.toml", limits(title="One"))
    async with planner(library) as pilot:
        await press(pilot, "space", "down", "equals_sign")
        assert told(pilot)[-1].startswith("“Broken evening” has errors.")


# names


async def fill_prompt(pilot, text):
    pilot.app.screen.query_one("#prompt").value = text
    await press(pilot, "enter")


async def test_a_file_with_errors_is_renamed_as_a_file_only(library):
    write(library, "mine.toml", BROKEN)
    async with planner(library) as pilot:
        await press(pilot, "t")
        assert pilot.app.screen.query_one("#prompt").value == "mine"
        await fill_prompt(pilot, "a/b")
        assert where(pilot) == "PromptScreen"
        await fill_prompt(pilot, "yours")
        assert pilot.app.screen.selected.path == library / "yours.toml"
    assert (library / "yours.toml").read_text(encoding="utf-8") == BROKEN


async def test_a_file_that_cannot_be_moved_is_spoken_of_as_moved(library, monkeypatch):
    def refuse(*_arguments, **_more):
        raise PermissionError(13, "Permission denied")

    write(library, "a.toml", limits())
    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    async with planner(library) as pilot:
        for key in ("x", "z"):
            await press(pilot, key)
            assert "not moved" in told(pilot)[-1]
            assert "save" not in told(pilot)[-1]
            assert pilot.app.screen.table.row_count == 1


async def test_a_copy_that_is_left_is_not_kept_and_that_is_said(library):
    write(library, "a.toml", limits())
    async with planner(library) as pilot:
        await press(pilot, "d", "escape")
        assert told(pilot)[-1].startswith("The copy was not saved.")
        await press(pilot, "d", "w", "enter", "escape")
        assert not any("not saved" in each for each in told(pilot))


# what is said in passing


async def test_what_was_said_goes_with_its_screen(library):
    write(library, "a.toml", limits())
    async with planner(library) as pilot:
        await press(pilot, "space")
        assert "Marked" in shown(pilot)
        await press(pilot, "question_mark")
        assert told(pilot) == []
        assert "Marked" not in shown(pilot)
        await press(pilot, "escape")
        assert "Marked ●" not in shown(pilot)


async def test_what_is_said_about_leaving_is_read_on_the_next_screen(library):
    write(library, "a.toml", limits())
    async with planner(library) as pilot:
        await press(pilot, "enter", "x", "escape", "s")
        assert where(pilot) == "LibraryScreen"
        assert told(pilot)[-1].startswith("saved a.toml")
        assert "saved a.toml" in shown(pilot)


async def test_lines_of_a_message_are_lines_and_nothing_else_acts(library):
    async with planner(library) as pilot:
        pilot.app.tell("one\ntwo \x1b[31m")
        await settled(pilot)
        assert "⏎" not in shown(pilot)
        assert told(pilot)[-1] == "one\ntwo \\x1b[31m"
        pilot.app.push_screen(ConfirmScreen("Sure?", "one\n\ntwo", [Choice("escape", "No", "n")]))
        await settled(pilot)
        assert "⏎" not in shown(pilot)


# files that cannot be opened


@pytest.mark.parametrize(
    "content",
    [b'format = 1\ntitle = \nbedtime = "22:30"\n', b'format = 1\n# \xff here\nbedtime = "22:30"\n'],
)
async def test_a_file_that_is_no_toml_or_no_text_shows_its_lines(library, content):
    (library / "odd.toml").write_bytes(content)
    async with planner(library) as pilot:
        await press(pilot, "enter")
        assert "✗ line 2" in shown(pilot)
        assert "1 │ format = 1" in shown(pilot)
        assert re.search(r"▶ +2 │ (title =|# � here)", screen_text(pilot.app))
        assert '3 │ bedtime = "22:30"' in shown(pilot)


# drafts


def left_behind(library, name="gone", **head):
    """A draft of a sitting that has ended."""
    folder = library.parent / "drafts"
    folder.mkdir(exist_ok=True)
    rows = "".join(f'{key} = "{value}"\n' for key, value in head.items())
    text = f'{PAIR}[draft]\n{rows}written = 2026-11-20T20:00:00Z\npid = 0\nhost = "{HOST}"\n'
    return write(folder, f"{name}.toml", text)


async def test_a_draft_is_offered_before_the_folder_is_read(library, monkeypatch):
    for number in range(3):
        write(library, f"{number}.toml", PAIR)
    draft = left_behind(library)
    goes_on, summarise = threading.Event(), listing.summarise

    def held_up(*facts):
        goes_on.wait(30)
        return summarise(*facts)

    monkeypatch.setattr(listing, "summarise", held_up)
    async with showing(app_on(library), (80, 24)) as pilot:
        try:
            await until(pilot, lambda: where(pilot) == "ConfirmScreen")
            assert draft.exists()
        finally:
            goes_on.set()
        await settled(pilot)
        await press(pilot, "escape")
        assert "reading" not in shown(pilot), "the folder was read below the question"


async def test_a_key_that_was_meant_for_the_list_answers_no_question(library, monkeypatch):
    monkeypatch.setattr(ConfirmScreen, "UNASKED_REST", 60)
    draft = left_behind(library)
    async with planner(library) as pilot:
        await press(pilot, "d", "enter", "escape", "o")
        assert where(pilot) == "ConfirmScreen"
        assert draft.exists()
        pilot.app.screen._hears_from = 0
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


async def test_a_discarded_draft_is_put_away_and_the_next_one_is_offered(library):
    left_behind(library, "one")
    left_behind(library, "two")
    async with planner(library) as pilot:
        assert "1 older one is kept as well." in shown(pilot)
        await press(pilot, "d")
        assert where(pilot) == "ConfirmScreen"
        assert "older" not in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"
    assert len(list((library.parent / "drafts" / "discarded").iterdir())) == 1
    assert len(list((library.parent / "drafts").glob("*.toml"))) == 1


async def test_older_drafts_are_offered_one_after_the_other(library):
    for name in ("one", "two", "three"):
        left_behind(library, name)
    async with planner(library) as pilot:
        assert "2 older ones are kept as well." in shown(pilot)
        await press(pilot, "n")
        assert "1 older one is kept as well." in shown(pilot)
        await press(pilot, "o")
        assert where(pilot) == "EditorScreen"
        await press(pilot, "escape", "d")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"


async def test_a_draft_of_another_library_and_of_a_changed_file_says_so(library, tmp_path):
    other = write(tmp_path, "other.toml", PAIR)
    left_behind(library, path=str(other), digest="0" * 64)
    async with planner(library, (120, 40)) as pilot:
        assert "not in this library" in shown(pilot)
        assert "other.toml" in shown(pilot)
        assert "The file has changed since then" in shown(pilot)
