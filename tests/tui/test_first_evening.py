"""From an empty library to a saved plan with both supplements: keys alone, then the mouse alone."""

from planner.regimen.reading import read_file
from tests.tui.support import fill, planner, press, saved, settled, shown, told, typed, where


async def test_by_keyboard_only(library):
    async with planner(library) as pilot:
        await press(pilot, "n", "a")
        await typed(pilot, "magn")
        await press(pilot, "enter", "1", "enter")
        await typed(pilot, "200 mg")
        assert "= 200 mg elemental magnesium" in shown(pilot)
        await press(pilot, "ctrl+s", "a")
        await typed(pilot, "ashwa")
        await press(pilot, "enter")
        await typed(pilot, "300 mg")
        await press(pilot, "enter")
        await typed(pilot, "5 %")
        await press(pilot, "ctrl+s")
        assert "●  unsaved" in "\n".join(str(w.render()) for w in pilot.app.screen.query("#title"))
        await press(pilot, "w", "enter")
        assert told(pilot)[-1] == "saved new-evening.toml (2 entries, 0 warnings, 0 not checked)"
        await press(pilot, "escape")
        assert where(pilot) == "LibraryScreen"
        assert "New evening" in shown(pilot)
    assert set(saved(library / "new-evening.toml").entries) == {"magnesium", "ashwagandha"}


async def test_by_mouse_only(library):
    async with planner(library, (100, 30)) as pilot:

        async def click(selector, **more):
            assert await pilot.click(selector, **more)
            await settled(pilot)

        await click("#start-blank")
        await click("#do-add-entry")
        await typed(pilot, "magn")
        await click("#offers", offset=(4, 0))
        await click("#which", offset=(1, 0))
        await click("#input-dose")
        await typed(pilot, "200 mg")
        await click("#do-save-entry")
        assert where(pilot) == "EditorScreen"
        await click("#do-add-entry")
        await typed(pilot, "ashwa")
        await click("#offers", offset=(4, 0))
        await click("#do-cancel-entry")
        assert "Discard" in shown(pilot)
        await click("#choice-1")
        await click("#do-save-entry")
        assert where(pilot) == "EntryScreen", "no dose yet"
        await click("#input-dose")
        await typed(pilot, "300 mg")
        await click("#do-save-entry")
        await click("#do-save-regimen")
        await click("#keep")
        await click("#do-leave-editor")
        assert where(pilot) == "LibraryScreen"
    assert len(saved(library / "new-evening.toml").entries) == 2


async def test_an_example_opens_as_a_copy(library):
    async with planner(library) as pilot:
        await press(pilot, "s")
        assert "Evening of the articles" in shown(pilot)
        await press(pilot, "enter")
        assert where(pilot) == "EditorScreen"
        assert "no file yet" in shown(pilot)
        await press(pilot, "w", "enter", "escape")
    assert read_file(library / "evening-of-the-articles.toml").whole


async def test_a_product_with_two_rows_and_another_substance(library):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "n", "a")
        await typed(pilot, "magn")
        await press(pilot, "enter")
        pilot.app.screen.query_one("#counted").value = "capsule"
        await settled(pilot)
        await fill(pilot, "product_name", "Night Mag")
        await fill(pilot, "serving", "2 capsules")
        pilot.app.screen.query_one("#which").focus()
        await press(pilot, "up")
        await fill(pilot, "elemental", "200 mg")
        await fill(pilot, "compound", "1420 mg")
        await fill(pilot, "dose", "3 capsules")
        assert "= 300 mg elemental magnesium" in shown(pilot)
        await press(pilot, "f3")
        await typed(pilot, "Zinc")
        await press(pilot, "enter")
        assert where(pilot) == "LabelScreen"
        await fill(pilot, "amount", "400 IU")
        await press(pilot, "ctrl+s")
        assert "Zinc 400 IU" in shown(pilot)
        await press(pilot, "ctrl+s", "w", "enter")
    regimen = saved(library / "new-evening.toml")
    assert list(regimen.products["night-mag"].contents) == ["magnesium-bisglycinate", "zinc"]
    assert str(regimen.entries["night-mag"].dose) == "3 capsules"


async def test_both_rows_need_a_label_that_counts(library):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "n", "a")
        await typed(pilot, "magn")
        await press(pilot, "enter", "up")
        await fill(pilot, "dose", "200 mg")
        answer = str(pilot.app.screen.query_one("#which-answer").render())
        assert "say what the label counts in" in answer
        await press(pilot, "ctrl+s")
        assert where(pilot) == "EntryScreen"


async def test_what_the_catalogue_lacks_is_kept(library):
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "n", "a")
        await typed(pilot, "Luteolin")
        await press(pilot, "enter")
        await fill(pilot, "dose", "50 mg")
        assert "not checked" in shown(pilot)
        await press(pilot, "ctrl+s", "w", "enter")
        assert "1 not checked" in told(pilot)[-1]
    entry = saved(library / "new-evening.toml").entries["luteolin"]
    assert (entry.substance, entry.name) == ("other", "Luteolin")
