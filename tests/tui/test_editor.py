"""The evening: undo, leaving, saving, facts, and the questions that may stand in the way."""

import pytest

from planner.regimen.reading import read_file
from tests.tui.support import (
    PAIR,
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


async def replace_text(pilot, text):
    pilot.app.screen.query_one("#prompt").value = text
    await settled(pilot)


@pytest.fixture
def evening(library):
    return write(library, "evening.toml", PAIR)


async def test_two_verdicts_are_told_apart(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter")
        assert "✓ In the documented range" in shown(pilot)
        assert "! Above the upper limit" in shown(pilot)


async def test_undo_and_redo(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter", "x")
        assert len(pilot.app.document.regimen.entries) == 1
        assert "unsaved" in shown(pilot)
        await press(pilot, "u")
        assert len(pilot.app.document.regimen.entries) == 2
        assert "saved, evening.toml" in shown(pilot)
        await press(pilot, "ctrl+y")
        assert len(pilot.app.document.regimen.entries) == 1
        await press(pilot, "ctrl+z", "c")
        assert len(pilot.app.document.regimen.entries) == 3


async def test_leaving_asks(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter", "escape")
        assert where(pilot) == "LibraryScreen", "nothing has changed"
        await press(pilot, "enter", "x", "escape")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape")
        assert where(pilot) == "EditorScreen"
        await press(pilot, "q", "d")
        assert where(pilot) == "LibraryScreen"
        assert evening.read_text() == PAIR
        await press(pilot, "enter", "x", "escape", "s")
        assert where(pilot) == "LibraryScreen"
    assert len(saved(evening).entries) == 1


async def test_quitting_asks_too(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter", "x", "ctrl+q")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape")
        assert where(pilot) == "EditorScreen"


FACTS = [
    ("t", "A calmer evening", ("title", "A calmer evening")),
    ("b", "00:30", ("bedtime", "00:30")),
    ("l", "8", ("weeks", "8")),
    ("l", "", ("weeks", "None")),
]


async def test_facts_are_changed(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter")
        for key, text, fact in FACTS:
            await press(pilot, key)
            await replace_text(pilot, text)
            await press(pilot, "enter")
            assert str(getattr(pilot.app.document.regimen, fact[0])) == fact[1]


@pytest.mark.parametrize(
    ("key", "texts"),
    [
        ("t", ["", "   ", "x" * 121]),
        ("b", ["", "22", "24:00", "90 min before bed", "[/oops]", "x" * 10_000]),
        ("l", ["0", "-1", "1.5", "x", "5201", "9" * 5_000]),
        ("o", ["XX", "USA", "[/x]", "12", "ß"]),
    ],
)
async def test_bad_facts_are_refused(library, evening, key, texts):
    async with planner(library) as pilot:
        await press(pilot, "enter", key)
        for text in texts:
            await replace_text(pilot, text)
            await press(pilot, "enter")
            assert where(pilot) == "PromptScreen", text
            assert "✗" in shown(pilot), text
        await press(pilot, "escape")
        assert not pilot.app.document.dirty


async def test_country_changes_the_limit(library, evening):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "o")
        await typed(pilot, "de")
        await press(pilot, "enter")
        assert "Limits DE (this person)" in shown(pilot)
        assert "250 mg" in shown(pilot)


async def test_person_and_medicines(library, evening):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "p")
        screen = pilot.app.screen
        screen.query_one("#input-age").value = "forty"
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert where(pilot) == "PersonScreen"
        screen.query_one("#input-age").value = "42"
        for text in ("two words here", "levo 25:00", "[/oops]", "a; a", "x" * 10_000):
            screen.query_one("#input-medicines").value = text
            await press(pilot, "ctrl+s")
            assert where(pilot) == "PersonScreen", text
        screen.query_one("#input-medicines").value = "levothyroxine 07:00; metformin"
        screen.query_one("#conditions").focus()
        await press(pilot, "down", "down", "space", "ctrl+s")
        regimen = pilot.app.document.regimen
        assert regimen.person.conditions == ("thyroid-disorder",)
        assert list(regimen.medicines) == ["levothyroxine", "metformin"]
        assert "warning" in shown(pilot)


async def test_notes(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter", "n")
        await pilot.press(*"qux")
        await press(pilot, "ctrl+s")
        assert pilot.app.document.regimen.notes == "qux"


async def test_a_file_that_changed_on_disk(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter", "x")
        other = PAIR.replace("400 mg", "250 mg")
        evening.write_text(other)
        await press(pilot, "w")
        assert "has changed on disk" in shown(pilot)
        await press(pilot, "escape")
        assert evening.read_text() == other
        await press(pilot, "w", "c")
        await replace_text(pilot, "mine")
        await press(pilot, "enter")
        assert read_file(library / "mine.toml").whole
        assert evening.read_text() == other
        assert "saved, mine.toml" in shown(pilot)


async def test_overwriting_when_asked(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "enter", "x")
        evening.write_text(PAIR.replace("400 mg", "250 mg"))
        await press(pilot, "w", "o")
    assert len(saved(evening).entries) == 1


async def test_a_new_file_never_replaces_another(library, evening):
    async with planner(library) as pilot:
        await press(pilot, "n", "w")
        await replace_text(pilot, "evening")
        await press(pilot, "enter")
        assert "There is such a file already" in shown(pilot)
        await press(pilot, "escape")
    assert evening.read_text() == PAIR


async def test_bad_file_names(library):
    async with planner(library) as pilot:
        await press(pilot, "n", "w")
        for name in ("", "  ", "folder/", "a\x1b[31m", "x" * 300):
            await replace_text(pilot, name)
            await press(pilot, "enter")
            assert where(pilot) == "PromptScreen", name


async def test_a_folder_that_cannot_be_written(library, tmp_path):
    (tmp_path / "file").write_text("")
    async with planner(library) as pilot:
        await press(pilot, "n", "w")
        await replace_text(pilot, str(tmp_path / "file" / "x.toml"))
        await press(pilot, "enter")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape")
        assert where(pilot) == "EditorScreen"


async def test_one_dose_changes_one_line(library, evening):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter", "e")
        pilot.app.screen.query_one("#input-dose").value = "250 mg"
        await settled(pilot)
        await press(pilot, "ctrl+s", "w")
    pairs = zip(PAIR.splitlines(), evening.read_text().splitlines(), strict=True)
    assert sum(a != b for a, b in pairs) == 1


def pilot_text(pilot):
    """All of the text that can be scrolled through, not only what is seen of it."""
    return str(pilot.app.screen.query_one("#evidence-rows").render())


async def test_evidence_of_a_finding(library, evening):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter")
        pilot.app.screen.query_one("#verdict").focus()
        await press(pilot, "v")
        assert "In the documented range" in shown(pilot), "a total first says what it is against"
        assert "Upper limits of all countries" in pilot_text(pilot)
        await press(pilot, "escape", "end", "v")
        assert "The source of the finding" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "EditorScreen"


async def test_a_warning_is_accepted_with_a_reason_and_taken_back(library, evening):
    async with planner(library, (100, 60)) as pilot:
        await press(pilot, "enter", "y")
        assert where(pilot) == "PromptScreen"
        await press(pilot, "enter")
        assert where(pilot) == "PromptScreen", "a reason is needed"
        await typed(pilot, "talked over with my doctor")
        await press(pilot, "enter")
        assert "✓ accepted" in shown(pilot)
        assert "Accepted on 2026-11-20, “talked over with my doctor”." in shown(pilot)
        (row,) = pilot.app.document.regimen.accepted
        assert (row.code, row.entry, row.observed) == ("above-upper-limit", "magnesium", "400 mg")
        assert "! Above the upper limit" in shown(pilot), "the verdict itself stays"
        await press(pilot, "w", "y")
        assert not pilot.app.document.regimen.accepted
        await press(pilot, "u")
    assert saved(evening).accepted == (row,)


async def test_only_a_warning_can_be_accepted(library):
    async with planner(library) as pilot:
        await press(pilot, "n", "y")
        assert told(pilot) == ["There is no warning to accept."]


async def test_comments_are_asked_about(library, monkeypatch):
    # Only a layout that cannot be changed in place loses them; this stands for any such.
    monkeypatch.setattr("planner.regimen.patching.patched", lambda *_: None)
    path = write(library, "evening.toml", f"# from my doctor\n{PAIR}")
    async with planner(library) as pilot:
        await press(pilot, "enter", "x", "w")
        assert "Comments would go" in shown(pilot)
        await press(pilot, "escape")
        assert "# from my doctor" in path.read_text(encoding="utf-8")
        await press(pilot, "w", "s")
        assert where(pilot) == "EditorScreen"
    assert len(saved(path).entries) == 1
    kept = [each.read_text(encoding="utf-8") for each in (library / ".versions").rglob("*.toml")]
    assert any("# from my doctor" in text for text in kept)


async def test_a_fault_is_told_and_the_evening_goes_on(library, evening, monkeypatch):
    from planner.tui.running import keep_draft
    from planner.tui.screens.editor import EditorScreen

    async with planner(library) as pilot:
        await press(pilot, "enter", "x")
        app = pilot.app
        app.forgiving = True
        with monkeypatch.context() as broken:
            broken.setattr(EditorScreen, "action_undo", lambda _: 1 / 0)
            await press(pilot, "u")
        assert "ZeroDivisionError" in told(pilot)[-1]
        assert where(pilot) == "EditorScreen"
        await press(pilot, "u", "x")
        assert len(app.document.regimen.entries) == 1
        draft = keep_draft(app.document, library)
    assert draft is not None
    assert len(saved(draft).entries) == 1
    assert evening.read_text(encoding="utf-8") == PAIR
