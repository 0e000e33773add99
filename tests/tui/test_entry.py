"""The entry form: the verdict while one types, and every field that can be wrong."""

import pytest
from textual.events import Key

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

ITSELF, COMPOUND, BOTH, UNSAID = range(4)


async def magnesium(pilot, which, dose):
    await press(pilot, "n", "a")
    await typed(pilot, "magn")
    await press(pilot, "enter")
    pilot.app.screen.query_one("#which").focus()
    await press(pilot, str(which + 1))
    await fill(pilot, "dose", dose)


VERDICTS = [
    (UNSAID, "300 mg", ["? question", "≈ 42.3 mg elemental"]),
    (UNSAID, "500 mg", ["! warning", "! Above the documented range (200 to 400 mg)"]),
    (
        ITSELF,
        "400 mg",
        ["✓ In the documented range (200 to 400 mg)", "! Above the upper limit (350 mg"],
    ),
    (COMPOUND, "400 mg", ["≈ 56.4 mg elemental", "! Below the documented range"]),
    (ITSELF, "0.3 g", ["= 300 mg elemental magnesium", "✓ in range"]),
    (ITSELF, "1,5 g", ["1.5 g", "15 g"]),
]


async def test_the_verdict_while_typing(library):
    async with planner(library, (120, 40)) as pilot:
        await magnesium(pilot, ITSELF, "")
        for which, dose, words in VERDICTS:
            pilot.app.screen.query_one("#which").focus()
            await press(pilot, str(which + 1))
            await fill(pilot, "dose", dose)
            for word in words:
                assert word in shown(pilot), shown(pilot)
            assert "= 20:30 to 21:30, with bedtime 22:30" in shown(pilot)


BAD_AMOUNTS = ["1,5 g", ".5 mg", "5. mg", "300", "mg", "-300 mg", "1e3 mg", "1_000 mg", "nan mg",
               "inf mg", "9**9**9 mg", "300-600 mg", "300 mg 200 mg", "400 IU", "5 mgs.", "0 mg",
               "٣٠٠ mg", "1234567890123 mg", "[/oops]", "\x1b[31m5 mg", "x" * 10_000,
               "__import__('os')", "((((1", "2 capsules"]  # fmt: skip
BAD_TIMES = ["22", "25:00", "before bed", "22.30", "24 h before bed", "noonish", "[/", "21:00; x"]


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("dose", BAD_AMOUNTS),
        ("when", BAD_TIMES),
        ("phases", ["300 mg", "0 weeks 300 mg", "2 weeks", "2 weeks 1,5 g", "x; y", "[/oops]"]),
    ],
)
async def test_a_bad_text_blocks_and_is_explained(library, field, texts):
    async with planner(library, (120, 40)) as pilot:
        await magnesium(pilot, ITSELF, "" if field == "phases" else "300 mg")
        for text in texts:
            await fill(pilot, field, text)
            answer = pilot.app.screen.query_one(f"#field-{field} .field-answer")
            assert str(answer.render()).startswith("✗ "), text
            pilot.app.screen.action_save_entry()
            await settled(pilot)
            assert where(pilot) == "EntryScreen", text


async def test_bad_texts_in_the_fields_of_a_label(library):
    async with planner(library, (120, 40)) as pilot:
        await magnesium(pilot, UNSAID, "2 capsules")
        pilot.app.screen.query_one("#counted").value = "capsule"
        await settled(pilot)
        for field in ("serving", "amount", "daily_value", "pack", "price"):
            for text in ("1,5 capsules", "[/oops]", "nan %", "x" * 5_000, "\u202e5", "-1"):
                await fill(pilot, field, text)
                answer = pilot.app.screen.query_one(f"#field-{field} .field-answer")
                assert str(answer.render()).startswith("✗ "), (field, text)
            await fill(pilot, field, "")
        await fill(pilot, "serving", "2 tablets")
        assert "This label counts in capsules" in shown(pilot)


async def test_bad_percentages_of_an_extract(library):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "n", "a")
        await typed(pilot, "ashwa")
        await press(pilot, "enter")
        await fill(pilot, "dose", "300 mg")
        assert "? question" in shown(pilot)
        for text in ("5", "0 %", "101 %", "2,5 %", "[/x]"):
            await fill(pilot, "strength", text)
            await press(pilot, "ctrl+s")
            assert where(pilot) == "EntryScreen", text
        await fill(pilot, "strength", "min. 5 %")
        assert "✓ in range" in shown(pilot)


async def test_a_dose_of_the_wrong_kind_is_not_kept(library):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "n", "a")
        await typed(pilot, "theanine")
        await press(pilot, "enter")
        await fill(pilot, "dose", "5 mmol")
        await press(pilot, "ctrl+s")
        assert where(pilot) == "EntryScreen"
        assert "Not kept yet" in told(pilot)[-1]


async def test_an_entry_fills_the_form_and_comes_back_the_same(library):
    write(library, "a.toml", PAIR)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter")
        before = pilot.app.document.regimen
        for _ in before.entries:
            await press(pilot, "e", "ctrl+s", "down")
        assert pilot.app.document.regimen == before
        assert not pilot.app.document.dirty


async def test_every_shipped_entry_survives_the_form(library):
    from planner.catalogue import load_catalogue
    from planner.forms.building import build
    from planner.forms.filling import draft_of
    from tests.tui.support import ROOT

    for path in sorted((ROOT / "regimens").rglob("*.toml")):
        regimen = saved(path)
        for name in regimen.entries:
            made = build(draft_of(regimen, name), regimen, load_catalogue(), name)
            assert made.regimen == regimen, (path.name, name, made.problems, made.missing)


async def test_letters_are_text_while_typing(library):
    async with planner(library) as pilot:
        await press(pilot, "n", "a", "q", "u", "w", "question_mark", "x")
        assert pilot.app.screen.query_one("#input-substance").value == "quw?x"
        await press(pilot, "f1")
        assert where(pilot) == "HelpScreen"


async def test_titration_and_days(library):
    async with planner(library, (120, 40)) as pilot:
        await magnesium(pilot, ITSELF, "")
        await fill(pilot, "phases", "2 weeks 200 mg; 6 weeks 300 mg")
        pilot.app.screen.query_one("#days").focus()
        await press(pilot, "space", "right", "space")
        answer = str(pilot.app.screen.query_one("#field-phases .field-answer").render())
        said = "= 200 mg elemental magnesium; 300 mg elemental magnesium"
        assert answer.replace("\u00a0", " ") == said
        await press(pilot, "ctrl+s")
        entry = pilot.app.document.regimen.entries["magnesium"]
        assert [phase.weeks for phase in entry.phases] == [2, 6]
        assert entry.days == ("wed", "thu", "fri", "sat", "sun")


async def test_escape_asks_only_if_something_was_typed(library):
    async with planner(library) as pilot:
        await press(pilot, "n", "a", "escape")
        assert where(pilot) == "EditorScreen"
        await magnesium_again(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "ConfirmScreen"
        await press(pilot, "escape")
        assert where(pilot) == "EntryScreen"
        await press(pilot, "escape", "d")
        assert where(pilot) == "EditorScreen"


async def magnesium_again(pilot):
    await press(pilot, "a")
    await typed(pilot, "magn")
    await press(pilot, "enter")


async def test_quitting_asks_about_what_is_typed_into_a_form(library):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter", "a", *"magn", "enter", "1", "ctrl+q")
        assert "Discard what you typed?" in shown(pilot)
        await press(pilot, "escape")
        assert where(pilot) == "EntryScreen"
        await press(pilot, "ctrl+q", "d")
    assert pilot.app._exit


@pytest.mark.parametrize(("key", "text"), [("n", "nine"), ("t", "x"), ("p", "Client 7")])
async def test_quitting_asks_about_what_is_typed_into_a_dialog(library, key, text):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter", key)
        await typed(pilot, text)
        await press(pilot, "ctrl+q")
        assert "Discard what you typed?" in shown(pilot)
        await press(pilot, "escape", "ctrl+q", "d")
    assert pilot.app._exit


async def test_leaving_notes_and_the_person_asks_about_what_is_typed(library):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        for key in ("n", "p"):
            await press(pilot, "enter", key)
            await typed(pilot, "typed")
            await press(pilot, "escape")
            assert "Discard what you typed?" in shown(pilot)
            await press(pilot, "d")
            assert where(pilot) == "EditorScreen"
            await press(pilot, key, "escape")
            assert where(pilot) == "EditorScreen"
            await press(pilot, "escape")


async def test_evidence_of_the_substance(library):
    async with planner(library) as pilot:
        await magnesium(pilot, ITSELF, "300 mg")
        await press(pilot, "f2")
        assert "Documented range: 200 mg to 400 mg elemental a day" in shown(pilot)


async def test_a_new_user_needs_few_keys(library):
    """After what it is comes the question that is still open, then the dose, and nothing else."""
    async with planner(library) as pilot:
        await press(pilot, "n", "a", *"magn", "enter")
        assert pilot.app.focused.id == "which"
        await press(pilot, "1", "enter", *"200", "space", *"mg", "ctrl+s")
        entry = pilot.app.document.regimen.entries["magnesium"]
        assert (str(entry.dose), entry.basis) == ("200 mg", "elemental")
        await press(pilot, "a", *"ashwa", "enter")
        assert pilot.app.focused.id == "input-dose"


@pytest.mark.parametrize("dose", ["350 mg", "200 mg", "1200 mg", "2 g", "0.3 g"])
async def test_a_dose_typed_into_the_question_before_it_answers_no_question(library, dose):
    async with planner(library) as pilot:
        await press(pilot, "n", "a", *"magn", "enter")
        assert pilot.app.focused.id == "which"
        await press(pilot, *("space" if each == " " else each for each in dose))
        draft = pilot.app.screen.draft
        assert (draft.dose, draft.row.which) == (dose, "unsaid")


async def test_a_number_answers_and_another_one_changes_the_answer(library):
    async with planner(library) as pilot:
        await press(pilot, "n", "a", *"magn", "enter", "2", "1", "enter", *"300", "space", *"mg")
        draft = pilot.app.screen.draft
        assert (draft.dose, draft.row.which) == ("300 mg", "elemental")


@pytest.mark.parametrize("words", ["gnesium", "xyz", "ithreonate"])
async def test_enter_takes_only_what_was_typed(library, words):
    async with planner(library) as pilot:
        await press(pilot, "n", "a", *words)
        assert f"Keep “{words}” as something else (not checked)" in shown(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.draft.row.name == words


async def test_enter_on_nothing_chooses_nothing(library):
    async with planner(library) as pilot:
        await press(pilot, "n", "a", "enter")
        assert "Type its name first" in told(pilot)[-1]
        await press(pilot, "down", "enter")
        assert pilot.app.screen.draft.row.id


async def test_a_new_size_keeps_what_is_typed(library):
    async with planner(library) as pilot:
        await magnesium(pilot, ITSELF, "400 mg")
        for size in ((120, 40), (100, 30), (80, 24)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert "400 mg elemental a day" in shown(pilot)
        assert pilot.app.screen.draft.dose == "400 mg"


@pytest.mark.parametrize(
    ("keys", "substance", "which", "dose"),
    [
        ([*"ashwa", "enter", *"300"], "ashwagandha-extract", "unsaid", "300"),
        ([*"magn", "enter", "1", "enter", *"20"], "magnesium-bisglycinate", "elemental", "20"),
    ],
)
async def test_fast_fingers_get_the_substance_they_took(library, keys, substance, which, dose):
    async with planner(library) as pilot:
        await press(pilot, "n", "a")
        for key in keys:
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        await pilot.pause(0.3)
        draft = pilot.app.screen.draft
        assert (draft.row.id, draft.row.which, draft.dose) == (substance, which, dose)


async def test_another_country_in_the_settings_is_judged_by_at_once(library):
    write(library, "a.toml", PAIR.replace("400 mg", "300 mg"))
    async with planner(library) as pilot:
        await press(pilot, "enter", "e", "f9")
        pilot.app.screen.query_one("#input-country").focus()
        await press(pilot, *"de", "escape")
        assert "(250 mg" in shown(pilot)


async def test_fast_fingers_get_what_they_typed(library):
    """Keys that arrive faster than they are answered keep their order."""
    async with planner(library) as pilot:
        await magnesium(pilot, ITSELF, "450 mg")
        field = pilot.app.screen.query_one("#input-dose")
        for key in ["end", *["backspace"] * 6, *"60", "space", *"mg"]:
            character = " " if key == "space" else key if len(key) == 1 else None
            pilot.app.post_message(Key(key, character))
        await settled(pilot)
        await pilot.pause(0.5)
        assert field.value == "60 mg"
