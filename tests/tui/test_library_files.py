"""The files of the library: sorted, renamed, put away, brought back, compared, and watched."""

import re
import shutil
import threading
import time

import pytest

from planner.library import listing
from planner.tui.screens.library import LibraryScreen
from tests.screens import screen_text, showing
from tests.tui.support import (
    BROKEN,
    NOW,
    PAIR,
    ROOT,
    app_on,
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
ROW = re.compile(r"^ *▸? *(●)? +[✓!?✗…] (pass|warn|ask|invalid|reading) +(.+?)(?: {2,}|$)")


def evening(title, bedtime="22:30", magnesium="300 mg"):
    text = PAIR.replace("Wind-down evening", title).replace("22:30", bedtime)
    return text.replace("400 mg", magnesium)


def listed(pilot):
    """The rows that are seen: the mark, the status and the title of each."""
    found = map(ROW.match, screen_text(pilot.app).splitlines())
    return [(match[1] or "", match[2], match[3]) for match in found if match]


def titles(pilot):
    return [title for _, _, title in listed(pilot)]


def selected(pilot):
    return pilot.app.screen.selected.path.name


async def click_words(pilot, words):
    """Click where these words stand on the screen."""
    for y, line in enumerate(screen_text(pilot.app).splitlines()):
        if words in line:
            await pilot.click(offset=(line.index(words), y))
            await settled(pilot)
            return
    raise AssertionError(f"{words!r} is not shown")


async def until(pilot, holds):
    """Wait for something that happens in a thread."""
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end, screen_text(pilot.app)
        await pilot.pause()


async def title_given(pilot, text):
    pilot.app.screen.query_one("#prompt").value = text
    await settled(pilot)
    await press(pilot, "enter")


# sorting


@pytest.fixture
def four(library):
    write(library, "calm.toml", evening("Calm", "23:30"), NOW.replace(day=1))
    write(library, "bold.toml", evening("Bold", "21:00", "400 mg"), NOW.replace(day=3))
    write(library, "asks.toml", evening("Asks", "22:00").replace('basis = "elemental"\n', ""),
          NOW.replace(day=2))  # fmt: skip
    write(library, "broken.toml", BROKEN, NOW.replace(day=4))
    return library


ORDERS = [
    ("Title", ["Asks", "Bold", "Broken evening", "Calm"]),
    ("Status", ["Broken evening", "Bold", "Asks", "Calm"]),
    ("Changed", ["Broken evening", "Bold", "Asks", "Calm"]),
    ("Bedtime", ["Bold", "Asks", "Broken evening", "Calm"]),
]


async def test_a_key_sorts_by_each_column_in_turn(four):
    async with planner(four, WIDE) as pilot:
        for column, order in [*ORDERS, ORDERS[0]]:
            assert titles(pilot) == order, column
            assert f"{column} ▾" in shown(pilot)
            await press(pilot, "o")


async def test_a_click_on_a_header_sorts_by_it(four):
    async with planner(four, WIDE) as pilot:
        for column, order in [*ORDERS[::-1], ORDERS[1]]:
            await click_words(pilot, column)
            assert titles(pilot) == order, column
            assert f"{column} ▾" in shown(pilot)
    async with planner(four, (160, 40)) as pilot:
        await press(pilot, "o")
        await click_words(pilot, "Checked")
        assert titles(pilot) == ORDERS[1][1], "there is no order by what was checked"


async def test_the_cursor_stays_on_its_regimen_when_the_order_changes(four):
    async with planner(four, WIDE) as pilot:
        await press(pilot, "G")
        for _ in ORDERS:
            assert selected(pilot) == "calm.toml"
            await press(pilot, "o")


# renaming, archiving, deleting


async def test_a_rename_changes_title_and_file_and_is_taken_back(library):
    before = write(library, "evening-one.toml", evening("Evening one"))
    async with planner(library) as pilot:
        await press(pilot, "t")
        await title_given(pilot, "Sunday [/oops]")
        assert titles(pilot) == ["Sunday [/oops]"]
        assert selected(pilot) == "sunday-oops.toml"
        assert not before.exists()
        assert saved(library / "sunday-oops.toml").title == "Sunday [/oops]"
        await press(pilot, "u")
        assert titles(pilot) == ["Evening one"]
        assert selected(pilot) == "evening-one.toml"
    assert before.read_text(encoding="utf-8") == evening("Evening one")
    assert [path.name for path in library.glob("*.toml")] == ["evening-one.toml"]


async def test_a_rename_keeps_a_file_name_that_was_not_made_from_the_title(library):
    path = write(library, "mine.toml", evening("Evening one"))
    async with planner(library) as pilot:
        await press(pilot, "t")
        await title_given(pilot, "Sunday")
        assert titles(pilot) == ["Sunday"]
    assert saved(path).title == "Sunday"


async def test_a_rename_never_takes_the_place_of_another_file(library):
    write(library, "one.toml", evening("One"))
    other = write(library, "two.toml", evening("Two"))
    async with planner(library) as pilot:
        await press(pilot, "t")
        await title_given(pilot, "Two")
        assert titles(pilot) == ["Two", "Two"]
        assert selected(pilot) == "two-2.toml"
    assert other.read_text(encoding="utf-8") == evening("Two")


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
async def test_a_bad_title_is_refused(library, title):
    path = write(library, "one.toml", evening("One"))
    async with planner(library) as pilot:
        await press(pilot, "t")
        await title_given(pilot, title)
        assert where(pilot) == "PromptScreen"
        assert "✗" in shown(pilot)
        await press(pilot, "escape")
        assert titles(pilot) == ["One"]
    assert path.read_text(encoding="utf-8") == evening("One")


async def test_the_archive_takes_a_regimen_and_gives_it_back(library):
    path = write(library, "one.toml", evening("One"))
    write(library, "two.toml", evening("Two"))
    async with planner(library) as pilot:
        await press(pilot, "z")
        assert titles(pilot) == ["Two"]
        assert not path.exists()
        await press(pilot, "Z")
        assert "Archive of regimens" in shown(pilot)
        assert titles(pilot) == ["One"]
        await press(pilot, "z")
        assert titles(pilot) == []
        assert "one.toml is back in the library." in told(pilot)
        await press(pilot, "escape")
        assert "Archive of" not in shown(pilot)
        assert titles(pilot) == ["One", "Two"]
    assert path.read_text(encoding="utf-8") == evening("One")


async def test_a_regimen_opens_from_the_archive_and_one_goes_back_there(library):
    write(library, "one.toml", evening("One"))
    async with planner(library) as pilot:
        await press(pilot, "z", "Z", "enter")
        assert where(pilot) == "EditorScreen"
        assert "saved, one.toml" in shown(pilot)
        await press(pilot, "escape")
        assert "Archive of regimens" in shown(pilot)
        assert titles(pilot) == ["One"]


@pytest.mark.parametrize("key", ["x", "delete"])
async def test_a_deleted_regimen_lies_in_the_trash_until_it_is_brought_back(library, key):
    path = write(library, "one.toml", evening("One"))
    write(library, "two.toml", evening("Two"))
    async with planner(library) as pilot:
        await press(pilot, key)
        assert titles(pilot) == ["Two"]
        assert not path.exists()
        assert (library / ".trash" / "one.toml").read_text(encoding="utf-8") == evening("One")
        await press(pilot, "Z", "Z")
        assert titles(pilot) == ["Two"], "the trash is not the archive"
        await press(pilot, "u")
        assert titles(pilot) == ["One", "Two"]
        assert selected(pilot) == "one.toml"
    assert path.read_text(encoding="utf-8") == evening("One")


async def test_the_last_regimen_can_be_deleted_and_brought_back(library):
    write(library, "one.toml", evening("One"))
    async with planner(library) as pilot:
        await press(pilot, "x")
        assert "Welcome" in shown(pilot)
        await press(pilot, "u")
        assert titles(pilot) == ["One"]


async def test_several_moves_are_taken_back_the_newest_first(library):
    texts = {name: evening(name.title()) for name in ("one", "two", "three")}
    for name, text in texts.items():
        write(library, f"{name}.toml", text)
    async with planner(library) as pilot:
        await press(pilot, "t")
        await title_given(pilot, "Alone")
        await press(pilot, "down", "z", "x")
        assert titles(pilot) == ["Alone"]
        for back, after in (
            ("delete two.toml", ["Alone", "Two"]),
            ("archive three.toml", ["Alone", "Three", "Two"]),
            ("rename One", ["One", "Three", "Two"]),
        ):
            await press(pilot, "u")
            assert told(pilot)[-1].startswith(f"Taken back: {back}.")
            assert titles(pilot) == after
        await press(pilot, "u")
        assert told(pilot)[-1] == "There is nothing to take back."
    assert {path.stem: path.read_text(encoding="utf-8") for path in library.glob("*.toml")} == texts


async def test_undo_never_overwrites_what_has_come_into_the_place(library):
    path = write(library, "one.toml", evening("One"))
    async with planner(library) as pilot:
        await press(pilot, "x")
        write(library, "one.toml", evening("Newer"))
        await press(pilot, "u")
        assert titles(pilot) == ["Newer", "One"]
    assert path.read_text(encoding="utf-8") == evening("Newer")


# marking, comparing, copying


async def test_two_marks_are_compared_wherever_the_cursor_is(four):
    async with planner(four, WIDE) as pilot:
        await press(pilot, "space", "down", "space", "G")
        assert [title for mark, _, title in listed(pilot) if mark] == ["Asks", "Bold"]
        await press(pilot, "equals_sign")
        assert where(pilot) == "CompareScreen"
        assert re.search(r"≠ Bedtime\s+22:00\s+21:00", screen_text(pilot.app))
        await press(pilot, "escape", "space")
        assert [title for mark, _, title in listed(pilot) if mark] == ["Bold", "Calm"]
        await press(pilot, "space")
        assert [title for mark, _, title in listed(pilot) if mark] == ["Bold"]


async def test_a_mark_goes_with_its_file(four):
    async with planner(four, WIDE) as pilot:
        await press(pilot, "space", "t")
        await title_given(pilot, "Zest")
        assert [title for mark, _, title in listed(pilot) if mark] == ["Zest"]
        await press(pilot, "home", "equals_sign")
        assert where(pilot) == "CompareScreen"
        await press(pilot, "escape", "G", "x")
        assert [title for mark, _, title in listed(pilot) if mark] == []
        await press(pilot, "equals_sign")
        assert where(pilot) == "LibraryScreen"


async def test_comparing_says_what_it_needs(four):
    async with planner(four, WIDE) as pilot:
        await press(pilot, "equals_sign")
        assert where(pilot) == "LibraryScreen"
        assert "Mark a regimen with the space bar" in told(pilot)[-1]
        await press(pilot, "space", "down", "down", "equals_sign")
        assert where(pilot) == "LibraryScreen"
        assert "Only regimens without errors can be compared." in told(pilot)[-1]


async def test_a_duplicate_is_a_file_of_its_own(library):
    path = write(library, "one.toml", evening("One"))
    async with planner(library) as pilot:
        await press(pilot, "d", "x", "w", "enter", "escape")
        assert titles(pilot) == ["One", "One (copy)"]
        assert selected(pilot) == "one-copy.toml"
    assert path.read_text(encoding="utf-8") == evening("One")
    assert len(saved(library / "one-copy.toml").entries) == 1


async def test_title_and_path_are_copied(four):
    async with planner(four, WIDE) as pilot:
        await press(pilot, "Y")
        assert pilot.app.clipboard == f"Asks\n{(four / 'asks.toml').absolute()}"
        assert "Copied" in told(pilot)[-1]


# what cannot be read


UNREADABLE = [
    (b"title = \n", "TOML"),
    (b"\xff\xfe\x00", "UTF-8"),
    (b'format = 2\ntitle = "Later"\n', "format"),
    (b'format = 1\ntitle = "Typo"\nbedtme = "22:30"\n', "bedtme"),
]


@pytest.mark.parametrize(("content", "reason"), UNREADABLE)
async def test_a_file_that_cannot_be_read_is_listed_with_its_reason(library, content, reason):
    (library / "odd.toml").write_bytes(content)
    async with planner(library, WIDE) as pilot:
        assert [status for _, status, _ in listed(pilot)] == ["invalid"]
        assert reason in str(pilot.app.screen.query_one("#preview-findings").render())
        await press(pilot, "d")
        assert where(pilot) == "LibraryScreen"
        assert "Only a regimen without errors can be copied." in told(pilot)[-1]
    assert (library / "odd.toml").read_bytes() == content


async def test_a_file_that_cannot_be_read_is_renamed_and_deleted_all_the_same(library):
    (library / "odd.toml").write_bytes(b"\xff")
    async with planner(library) as pilot:
        await press(pilot, "t")
        assert "only the file itself is renamed" in shown(pilot)
        await title_given(pilot, "even")
        assert selected(pilot) == "even.toml"
        await press(pilot, "x", "u", "u")
        assert selected(pilot) == "odd.toml"
    assert (library / "odd.toml").read_bytes() == b"\xff"


# what happens outside


async def test_what_happens_outside_appears_by_itself(library, monkeypatch):
    monkeypatch.setattr(LibraryScreen, "WATCH_EVERY", 0.01)
    calm = write(library, "calm.toml", evening("Calm"))
    kept = write(library, "kept.toml", evening("Kept"))
    async with showing(app_on(library), WIDE) as pilot:
        await until(pilot, lambda: len(listed(pilot)) == 2)
        await pilot.press("down")
        assert selected(pilot) == "kept.toml"
        write(library, "added.toml", evening("Added"))
        await until(pilot, lambda: titles(pilot) == ["Added", "Calm", "Kept"])
        assert selected(pilot) == "kept.toml"
        write(library, "calm.toml", evening("Zest", magnesium="400 mg"), NOW.replace(day=21))
        await until(pilot, lambda: ("", "warn", "Zest") in listed(pilot))
        assert titles(pilot) == ["Added", "Kept", "Zest"]
        assert selected(pilot) == "kept.toml"
        calm.unlink()
        (library / "added.toml").unlink()
        await until(pilot, lambda: titles(pilot) == ["Kept"])
        assert selected(pilot) == "kept.toml"
        kept.unlink()
        await until(pilot, lambda: "Welcome" in shown(pilot))
        write(library, "again.toml", evening("Again"))
        await until(pilot, lambda: titles(pilot) == ["Again"])


async def test_a_change_outside_is_seen_after_another_screen(library):
    write(library, "calm.toml", evening("Calm"))
    async with planner(library) as pilot:
        await press(pilot, "question_mark")
        write(library, "added.toml", evening("Added"))
        await press(pilot, "escape")
        assert titles(pilot) == ["Added", "Calm"]
        assert selected(pilot) == "added.toml", "nobody has moved the cursor yet"


async def test_a_folder_that_goes_away_ends_nothing(library):
    write(library, "calm.toml", evening("Calm"))
    async with planner(library) as pilot:
        shutil.rmtree(library)
        await press(pilot, "r")
        assert "The folder has gone. Shown is what it held before." in shown(pilot)
        assert titles(pilot) == ["Calm"]
        await press(pilot, "n", "w", "enter", "escape")
        assert titles(pilot) == ["New evening"]
        assert "has gone" not in shown(pilot)
    assert (library / "new-evening.toml").exists()


# many


async def test_a_thousand_regimens_are_named_at_once_and_judged_by_and_by(library, monkeypatch):
    for number in range(1_000):
        dose = "400 mg" if number % 10 == 0 else "300 mg"
        text = evening(f"Night {number:04}", magnesium=dose)
        (library / f"evening-{number:04}.toml").write_text(text, encoding="utf-8")
    goes_on, summarise = threading.Event(), listing.summarise

    def held_up(*facts):
        goes_on.wait(60)
        return summarise(*facts)

    monkeypatch.setattr(listing, "summarise", held_up)
    async with showing(app_on(library), (80, 30)) as pilot:
        try:
            await until(pilot, lambda: len(listed(pilot)) > 5)
            assert "reading 1,000" in shown(pilot)
            assert listed(pilot)[0] == ("", "reading", "evening-0000.toml")
            await pilot.press("slash", *"0123")
            assert titles(pilot) == ["evening-0123.toml"]
            await pilot.press("escape")
        finally:
            goes_on.set()
        await settled(pilot)
        assert listed(pilot)[0] == ("", "warn", "Night 0000")
        assert listed(pilot)[1] == ("", "pass", "Night 0001")
        assert "regimens, by title" in shown(pilot)
        await press(pilot, "slash")
        await typed(pilot, "warn")
        assert "100 of " in shown(pilot)
        assert {status for _, status, _ in listed(pilot)} == {"warn"}
        await press(pilot, "space")
        await typed(pilot, "0990")
        assert titles(pilot) == ["Night 0990"]
        await press(pilot, "enter", "enter")
        assert where(pilot) == "EditorScreen"
        assert "Night 0990" in shown(pilot)


async def test_the_shipped_regimens_are_all_listed(library):
    shutil.copytree(ROOT / "regimens", library, dirs_exist_ok=True)
    names = {path.relative_to(library) for path in library.rglob("*.toml")}
    async with planner(library, (120, 60)) as pilot:
        assert len(listed(pilot)) == len(names)
        assert "invalid" not in {status for _, status, _ in listed(pilot)}
