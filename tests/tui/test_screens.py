"""What the screens look like, at the smallest size and at a comfortable one."""

import shutil

import pytest

from tests.tui.support import BROKEN, PAIR, ROOT, SIZES, fill, planner, press, typed, write

FIVE = ["evening-of-the-articles", "from-real-labels", "shows-warnings-on-purpose"]


def name(screen, size):
    return f"{screen}-{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES)
async def test_library_empty(library, snapshot, size):
    async with planner(library, size) as pilot:
        await snapshot(pilot, name("library-empty", size))


@pytest.mark.parametrize("size", SIZES)
async def test_library_with_five(library, snapshot, size):
    for each in FIVE:
        shutil.copy(ROOT / "regimens" / f"{each}.toml", library)
        write(library, f"{each}.toml", (library / f"{each}.toml").read_text(encoding="utf-8"))
    write(library, "a-question.toml", PAIR.replace('standardised_to = "5 %"\n', ""))
    write(library, "broken.toml", BROKEN)
    async with planner(library, size) as pilot:
        await snapshot(pilot, name("library-five", size))


@pytest.mark.parametrize("size", SIZES)
async def test_editor(library, snapshot, size):
    write(library, "evening.toml", PAIR)
    async with planner(library, size) as pilot:
        await press(pilot, "enter")
        await snapshot(pilot, name("editor", size))


@pytest.mark.parametrize("size", SIZES)
async def test_entry(library, snapshot, size):
    async with planner(library, size) as pilot:
        await press(pilot, "n", "a")
        await typed(pilot, "magn")
        await press(pilot, "enter", "down")
        await fill(pilot, "dose", "400 mg")
        await snapshot(pilot, name("entry", size))


@pytest.mark.parametrize("size", SIZES)
async def test_entry_of_a_label(library, snapshot, size):
    shutil.copy(ROOT / "regimens" / "from-real-labels.toml", library)
    async with planner(library, size) as pilot:
        await press(pilot, "enter", "e")
        await snapshot(pilot, name("entry-label", size))


@pytest.mark.parametrize("size", SIZES)
async def test_problems(library, snapshot, size):
    write(library, "broken.toml", BROKEN)
    async with planner(library, size) as pilot:
        await press(pilot, "enter")
        await snapshot(pilot, name("problems", size))


@pytest.mark.parametrize("size", SIZES)
async def test_help(library, snapshot, size):
    async with planner(library, size) as pilot:
        await press(pilot, "n", "question_mark")
        await snapshot(pilot, name("help-editor", size))
