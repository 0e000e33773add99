"""Being killed while editing: what is kept, what is offered afterwards, what is never lost."""

import os
import subprocess
import sys
import time
from contextlib import asynccontextmanager

import pytest

from planner.regimen.writing import regimen_table
from tests.screens import screen_text
from tests.tui.support import (
    PAIR,
    fill,
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


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr("planner.tui.keeping.PAUSE", 0.01)


@pytest.fixture
def evening(library):
    return write(library, "evening.toml", PAIR)


def drafts(library):
    return sorted((library.parent / "drafts").glob("*.toml"))


async def until(pilot, holds):
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, screen_text(pilot.app)
        await pilot.pause()


async def kept(pilot, *words):
    """Wait until a draft with these words is in a file."""

    def holds():
        texts = [path.read_text(encoding="utf-8") for path in drafts(pilot.app.library)]
        return any(all(word in text for word in words) for text in texts)

    await until(pilot, holds)


async def nothing_kept(pilot):
    await until(pilot, lambda: not drafts(pilot.app.library))


@asynccontextmanager
async def killed(library):
    """A sitting that ends without leaving; its process is gone afterwards."""
    before = set(drafts(library))
    async with planner(library, WIDE) as pilot:
        yield pilot
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for path in set(drafts(library)) - before:
        text = path.read_text(encoding="utf-8")
        assert f"pid = {os.getpid()}\n" in text
        changed = text.replace(f"pid = {os.getpid()}\n", f"pid = {gone.pid}\n")
        path.write_text(changed, encoding="utf-8")


async def edited_and_killed(library):
    async with killed(library) as pilot:
        await press(pilot, "enter", "x")
        await kept(pilot, "[entries.ashwagandha]")
        return pilot.app.document.regimen


async def test_the_next_start_offers_what_was_being_edited(library, evening):
    regimen = await edited_and_killed(library)
    assert evening.read_text(encoding="utf-8") == PAIR, "the file itself is left alone"
    async with planner(library, WIDE) as pilot:
        assert where(pilot) == "ConfirmScreen"
        assert "“Wind-down evening” (evening.toml) was being edited until" in shown(pilot)
        await press(pilot, "o")
        assert where(pilot) == "EditorScreen"
        assert "unsaved" in shown(pilot)
        document = pilot.app.document
        assert regimen_table(document.regimen) == regimen_table(regimen)
        assert document.path == evening
        await press(pilot, "w")
        assert "saved, evening.toml" in shown(pilot)
        await nothing_kept(pilot)
    assert list(saved(evening).entries) == ["ashwagandha"]
    async with planner(library, WIDE) as pilot:
        assert where(pilot) == "LibraryScreen"


async def test_the_mouse_answers_too(library, evening):
    await edited_and_killed(library)
    async with planner(library, WIDE) as pilot:
        assert await pilot.click("#choice-0")
        await settled(pilot)
        assert where(pilot) == "EditorScreen"


async def test_a_discarded_draft_is_gone_for_good(library, evening):
    await edited_and_killed(library)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "d")
        assert where(pilot) == "LibraryScreen"
        assert not drafts(library)
        await press(pilot, "enter")
        assert len(pilot.app.document.regimen.entries) == 2
    async with planner(library, WIDE) as pilot:
        assert where(pilot) == "LibraryScreen"
    assert evening.read_text(encoding="utf-8") == PAIR


async def test_later_offers_it_again_at_the_next_start(library, evening):
    await edited_and_killed(library)
    for _ in range(2):
        async with planner(library, WIDE) as pilot:
            assert where(pilot) == "ConfirmScreen"
            await press(pilot, "escape")
            assert where(pilot) == "LibraryScreen"
            assert len(drafts(library)) == 1


async def test_an_opened_draft_survives_being_killed_once_more(library, evening):
    await edited_and_killed(library)
    async with killed(library) as pilot:
        await press(pilot, "o", "c")
        await kept(pilot, "[entries.ashwagandha-2]")
    assert len(drafts(library)) == 1
    async with planner(library, WIDE) as pilot:
        await press(pilot, "o")
        assert list(pilot.app.document.regimen.entries) == ["ashwagandha", "ashwagandha-2"]


async def test_an_evening_that_no_file_holds_comes_back_without_one(library):
    async with killed(library) as pilot:
        await press(pilot, "n", "greater_than_sign")
        await kept(pilot, "22:45")
    async with planner(library, WIDE) as pilot:
        assert "“New evening” (no file yet)" in shown(pilot)
        await press(pilot, "o")
        assert pilot.app.document.path is None
        assert "Bedtime 22:45" in shown(pilot)
        await press(pilot, "w", "enter")
    assert str(saved(library / "new-evening.toml").bedtime) == "22:45"
    assert not drafts(library)


async def test_the_newest_of_several_is_offered_and_the_others_are_kept(library, evening):
    await edited_and_killed(library)
    async with killed(library) as pilot:
        await press(pilot, "escape", "n", "greater_than_sign")
        await kept(pilot, "22:45")
    async with planner(library, WIDE) as pilot:
        assert "“New evening”" in shown(pilot)
        assert "older" in shown(pilot)
        await press(pilot, "d")
    async with planner(library, WIDE) as pilot:
        assert "“Wind-down evening”" in shown(pilot)


# forms


async def test_a_half_filled_form_comes_back(library, evening):
    async with killed(library) as pilot:
        await press(pilot, "enter", "a", *"magn", "enter", "2")
        await fill(pilot, "dose", "14")
        await fill(pilot, "reason", "cramps [/oops]")
        await kept(pilot, "cramps")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "o")
        assert where(pilot) == "EntryScreen"
        assert "Magnesium bisglycinate" in shown(pilot)
        assert "(●) the whole compound" in shown(pilot)
        assert pilot.app.screen.query_one("#input-dose").value == "14"
        assert pilot.app.screen.query_one("#input-reason").value == "cramps [/oops]"
        await fill(pilot, "dose", "1400 mg")
        await press(pilot, "ctrl+s", "w")
        assert told(pilot)[-1].startswith("saved evening.toml (3 entries")
    *_, entry = saved(evening).entries.values()
    assert (str(entry.dose), entry.basis) == ("1400 mg", "compound")
    assert entry.reason == "cramps [/oops]"


async def test_the_form_of_an_entry_comes_back_as_that_entry(library, evening):
    async with killed(library) as pilot:
        await press(pilot, "enter", "e")
        await fill(pilot, "dose", "250 mg")
        await kept(pilot, "250 mg")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "o")
        assert "Edit magnesium" in shown(pilot)
        await press(pilot, "ctrl+s", "w")
    assert {name: str(row.dose) for name, row in saved(evening).entries.items()} == {
        "ashwagandha": "300 mg",
        "magnesium": "250 mg",
    }


async def test_a_form_that_is_called_off_leaves_no_draft(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "a", *"magn", "enter")
        await kept(pilot, "magnesium-bisglycinate", "[draft.form")
        await press(pilot, "escape", "d")
        assert where(pilot) == "EditorScreen"
        await nothing_kept(pilot)


# leaving properly


LEAVING = {
    "saving": ("w",),
    "undoing": ("u",),
    "saving while leaving": ("escape", "s"),
    "discarding": ("escape", "d"),
    "quitting and saving": ("ctrl+q", "s"),
    "quitting and discarding": ("ctrl+q", "d"),
}


@pytest.mark.parametrize("keys", LEAVING.values(), ids=LEAVING)
async def test_leaving_properly_leaves_no_draft(library, evening, keys):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "x")
        await kept(pilot, "[entries.ashwagandha]")
        for key in keys:
            await pilot.press(key)
        await nothing_kept(pilot)
    async with planner(library, WIDE) as pilot:
        assert where(pilot) == "LibraryScreen"


async def test_looking_without_changing_anything_keeps_no_draft(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "e", "escape", "v", "escape", "down")
        keeper = pilot.app.keeper
        await until(pilot, lambda: keeper._timer is None)
        assert not drafts(library)


async def test_a_sitting_that_still_runs_is_not_offered(library, evening):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "x")
        await kept(pilot, "[entries.ashwagandha]")
    async with planner(library, WIDE) as pilot:
        assert where(pilot) == "LibraryScreen"
        assert len(drafts(library)) == 1


# what has changed meanwhile


async def test_a_file_that_changed_meanwhile_is_not_overwritten_unasked(library, evening):
    await edited_and_killed(library)
    other = PAIR.replace("400 mg", "250 mg")
    evening.write_text(other, encoding="utf-8")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "o", "w")
        assert "evening.toml was changed by something else" in shown(pilot)
        await press(pilot, "escape")
        assert evening.read_text(encoding="utf-8") == other
        assert "unsaved" in shown(pilot)
        await press(pilot, "w", "o")
        assert "saved, evening.toml" in shown(pilot)
    assert list(saved(evening).entries) == ["ashwagandha"]
    versions = (library / ".versions").rglob("*.toml")
    assert other in [path.read_text(encoding="utf-8") for path in versions]


async def test_a_file_that_has_gone_meanwhile_is_written_again(library, evening):
    await edited_and_killed(library)
    evening.unlink()
    async with planner(library, WIDE) as pilot:
        await press(pilot, "o", "w")
        if where(pilot) == "ConfirmScreen":
            await press(pilot, "o")
        assert "saved, evening.toml" in shown(pilot)
    assert list(saved(evening).entries) == ["ashwagandha"]


async def test_a_broken_draft_is_passed_over_and_left_where_it_is(library, evening):
    folder = library.parent / "drafts"
    folder.mkdir()
    (folder / "1-broken.toml").write_text("title = ", encoding="utf-8")
    async with planner(library, WIDE) as pilot:
        assert where(pilot) == "LibraryScreen"
        await press(pilot, "enter")
        await typed(pilot, "x")
        await kept(pilot, "[entries.ashwagandha]")
        await press(pilot, "w")
        await until(pilot, lambda: len(drafts(library)) == 1)
    assert (folder / "1-broken.toml").read_text(encoding="utf-8") == "title = "


async def test_where_no_draft_can_be_kept_it_is_said_once(library, evening):
    (library.parent / "drafts").write_text("a file", encoding="utf-8")
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "x")
        await until(pilot, lambda: "No draft can be kept" in " ".join(told(pilot)))
        await press(pilot, "w")
    assert list(saved(evening).entries) == ["ashwagandha"]
