"""Copying a label: what the form understood of it, and the shelf of labels that are known."""

import pytest
from textual.events import Key
from textual.widgets import Input, TextArea

from planner.tui.screens.entry import EntryScreen
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

NIGHT_MAG = """\
format = 1
title = "Last winter"
bedtime = "22:30"

[entries.night-mag]
product = "night-mag"
dose = "2 capsules"
when = "90 min before bed"

[products.night-mag]
name = "Night Mag [/oops]"
serving = "2 capsules"
pack = "120 capsules"
price = "18.90 EUR"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"
daily_value = "48 %"

[products.night-mag.contents.zinc]
name = "Zinc"
amount = "5 mg"
daily_value = "45 %"
"""


async def form(pilot, **given):
    """Open the form of a new entry on a blank evening."""
    await press(pilot, "n")
    screen = EntryScreen(pilot.app.screen.document, None, **given)
    pilot.app.push_screen(screen)
    await settled(pilot)
    return screen


def answer(pilot, field):
    said = str(pilot.app.screen.query_one(f"#field-{field} .field-answer").render())
    return said.replace("\u00a0", " ")


def read(screen):
    return str(screen.query_one("#label-reading").render()).replace("\u00a0", " ")


async def test_no_bottle_is_typed_twice(library):
    """A label of another evening fills the whole form; only the dose is left to type."""
    write(library, "a.toml", NIGHT_MAG)
    async with planner(library) as pilot:
        await press(pilot, "n", "a")
        assert "on your shelf: 2 capsules, 200 mg elemental magnesium, 5 mg Zinc" in shown(pilot)
        await press(pilot, *"night", "enter")
        assert pilot.app.focused.id == "input-dose"
        await press(pilot, "2", "space", *"capsules", "up", "down", "down", "up")
        assert "= 200 mg elemental magnesium; 5 mg Zinc" in shown(pilot)
        await press(pilot, "ctrl+s")
        regimen = pilot.app.document.regimen
        assert list(regimen.products.values()) == list(saved(library / "a.toml").products.values())
        assert str(regimen.entries["night-mag-oops"].dose) == "2 capsules"
        # The second time it is offered from this evening, once, and the label is shared.
        await press(pilot, "a", *"night")
        assert shown(pilot).count("Night Mag [/oops]") == 1
        assert "in this evening: 2 capsules" in shown(pilot)
        await press(pilot, "enter")
        note = str(pilot.app.screen.query_one("#shared").render())
        assert note.startswith("night-mag-oops takes from this label too")
        await press(pilot, "1", "space", *"capsule", "ctrl+s")
        assert len(pilot.app.document.regimen.products) == 1
        assert len(pilot.app.document.regimen.entries) == 2


async def test_enter_never_takes_what_a_product_only_holds(library):
    write(library, "a.toml", NIGHT_MAG)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "n", "a", *"zinc")
        assert "Keep “zinc” as something else" in shown(pilot)
        assert "on your shelf" in shown(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.draft.row.name == "zinc"
        assert not pilot.app.screen.draft.is_product
        await press(pilot, "escape", "d", "a", *"magn", "enter")
        assert pilot.app.screen.draft.row.id == "magnesium-bisglycinate"
        assert not pilot.app.screen.draft.is_product


async def test_the_label_is_read_as_it_is_typed(library):
    async with planner(library, (120, 40)) as pilot:
        screen = await form(pilot, start=("magnesium-bisglycinate", "cramps"))
        assert "? Which does the label give?" in shown(pilot)
        screen.query_one("#counted").value = "capsule"
        await settled(pilot)
        assert "Still needed: what one serving is and how much one serving contains" in read(screen)
        await fill(pilot, "amount", "200 mg")
        assert "One serving holds 200 mg of magnesium bisglycinate; the label" in read(screen)
        assert "The label leaves open whether 200 mg is the magnesium itself" in read(screen)
        await fill(pilot, "serving", "2 capsules")
        await fill(pilot, "daily_value", "48 %")
        assert "48% of the US Daily Value is 201.6 mg: that shows that it is" in read(screen)
        assert "The label leaves open" not in read(screen)
        await fill(pilot, "daily_value", "")
        screen.query_one("#which").focus()
        await press(pilot, "3")
        await fill(pilot, "elemental", "200 mg")
        await fill(pilot, "compound", "1420 mg")
        assert read(screen) == (
            "= 2 capsules hold 200 mg of the magnesium itself (elemental), as 1,420 mg of"
            " magnesium bisglycinate: ≈ 14.1%, as the pure compound has. One capsule: 100 mg"
            " elemental."
        )
        await fill(pilot, "elemental", "2000 mg")
        assert "more than the ≈ 14.1% that the pure compound has" in read(screen)
        assert screen.draft.reason == "cramps"


async def test_on_a_small_screen_the_panel_says_how_the_label_is_read(library):
    async with planner(library) as pilot:
        screen = await form(pilot, start=("magnesium-bisglycinate", ""))
        screen.query_one("#counted").value = "capsule"
        await settled(pilot)
        await fill(pilot, "amount", "200 mg")
        assert "One serving holds 200 mg of magnesium bisglycinate" in shown(pilot)
        for row in screen_text(pilot.app).splitlines():
            assert not row.endswith((" 200", " 28.2")), "a dose is never torn"


async def test_milligrams_of_the_marker_become_its_percentage(library):
    async with planner(library, (120, 40)) as pilot:
        screen = await form(pilot, start=("ashwagandha-extract", ""))
        assert pilot.app.focused.id == "input-dose"
        await press(pilot, *"600", "space", *"mg", "enter")
        assert pilot.app.focused.id == "input-strength"
        await press(pilot, *"30", "space", *"mg")
        assert answer(pilot, "strength") == "= 5%: 30 mg of withanolides in 600 mg of the extract"
        await press(pilot, "enter")
        assert screen.query_one("#input-strength").value == "30 mg in 600 mg"
        await fill(pilot, "dose", "300 mg")
        assert answer(pilot, "dose") == "= 300 mg ashwagandha extract (5% = 15 mg withanolides)"
        await fill(pilot, "strength", "7 mg")
        assert "which no percentage gives exactly" in answer(pilot, "strength")
        await fill(pilot, "strength", "10:1")
        assert "not how strong it is" in answer(pilot, "strength")
        await press(pilot, "ctrl+s")
        assert where(pilot) == "EntryScreen"
        await fill(pilot, "strength", "15 mg")
        await press(pilot, "ctrl+s")
        assert screen.is_current is False
        assert screen._made.regimen.entries["ashwagandha"].standardised_to.text == "5 %"


BAD = ["1,5 mg", "-1", "[/oops]", "x" * 5_000, "\u202e5 mg", "\x1b[31m5 mg"]


async def test_one_more_row_of_a_label_answers_every_field(library):
    async with planner(library, (120, 40)) as pilot:
        screen = await form(pilot, start=("magnesium-bisglycinate", ""))
        screen.query_one("#counted").value = "capsule"
        await settled(pilot)
        await fill(pilot, "serving", "2 capsules")
        await press(pilot, "f3", *"ashwa", "enter")
        for name in ("amount", "strength"):
            for text in BAD:
                await fill(pilot, name, text)
                assert answer(pilot, name).startswith("✗ "), (name, text)
                await press(pilot, "ctrl+s")
                assert where(pilot) == "LabelScreen"
            await fill(pilot, name, "")
        await fill(pilot, "amount", "600 mg")
        assert "of a strength that is not stated" in shown(pilot)
        await fill(pilot, "strength", "30 mg")
        assert "2 capsules hold 600 mg of ashwagandha extract at 5% = 30 mg" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert screen.draft.also[0].strength == "30 mg in 600 mg"
        # The same substance twice on one label is said, not lost.
        await press(pilot, "f3", *"ashwa", "enter", "ctrl+s")
        assert "names this already" in told(pilot)[-1]


async def test_blank_needs_lead_to_the_field(library):
    async with planner(library) as pilot:
        await form(pilot)
        await press(pilot, "ctrl+s")
        assert "what it is, the dose" in told(pilot)[-1]
        assert pilot.app.focused.id == "input-substance"


@pytest.mark.parametrize(
    ("field", "focused"),
    [
        ("when", "input-when"),
        ("which", "which"),
        ("basis", "which"),
        ("days", "days"),
        ("serving", "which"),
        ("strength", "which"),
        ("nothing of the kind", "which"),
    ],
)
async def test_the_form_opens_on_a_field(library, field, focused):
    write(library, "a.toml", PAIR)
    async with planner(library) as pilot:
        await press(pilot, "enter")
        document = pilot.app.screen.document
        pilot.app.push_screen(EntryScreen(document, "magnesium", focus=field))
        await settled(pilot)
        assert pilot.app.focused.id == focused


async def test_a_half_filled_form_comes_back_as_it_was(library):
    write(library, "a.toml", NIGHT_MAG)
    async with planner(library, (120, 40)) as pilot:
        await press(pilot, "enter")
        document = pilot.app.screen.document
        screen = EntryScreen(document, "night-mag")
        pilot.app.push_screen(screen)
        await settled(pilot)
        assert screen.form_values() is None
        await fill(pilot, "dose", "3 capsu")
        await fill(pilot, "reason", "[/oops] \x1b")
        values = screen.form_values()
        assert values is not None
        assert values["entry"] == "night-mag"
        again = EntryScreen(document, values["entry"], values=values)
        pilot.app.push_screen(again)
        await settled(pilot)
        assert again.draft == screen.draft
        assert again.form_values() == values
        assert again.query_one("#input-dose", Input).value == "3 capsu"
        await fill(pilot, "dose", "3 capsules")
        await press(pilot, "escape")
        assert "Discard what you typed?" in shown(pilot)


async def test_fast_fingers_get_the_notes_that_they_typed(library):
    """Keys that arrive faster than they are answered keep their order."""
    async with planner(library) as pilot:
        await press(pilot, "n", "n")
        area = pilot.app.screen.query_one(TextArea)
        for key in [*"ab", "left", "x", "backspace", "y", "home", "z", "end", "enter", *"cd"]:
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        await pilot.pause(0.5)
        assert area.text == "zayb\ncd"
        await press(pilot, "tab")
        assert pilot.app.focused.id == "keep"


async def test_the_shortest_way_to_an_evening(library):
    """Seventeen keys and words, and nothing on the way asks for more."""
    async with planner(library) as pilot:
        await press(pilot, "n", "a", *"magn", "enter", "1", "enter")
        await typed(pilot, "200 mg")
        await press(pilot, "ctrl+s", "a", *"ashwa", "enter")
        await typed(pilot, "300 mg")
        await press(pilot, "enter")
        await typed(pilot, "5 %")
        await press(pilot, "ctrl+s", "w", "enter")
    assert len(saved(library / "new-evening.toml").entries) == 2
