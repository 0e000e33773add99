"""Labels that a library shares, in the form: referred to by their id, never silently copied."""

import os
import tomllib

import pytest

from planner.library.home import forget_homes, read_regimen
from planner.regimen.models import Product, SharedProduct
from tests.tui.support import fill, planner, press, settled, shown, told, typed, write
from tests.tui.test_drafts_screen import drafts, kept, killed

WIDE = (120, 40)
LABEL = """\
# the blue bottle
format = 1

[product]
name = "Night Mag [/oops]"
serving = "2 capsules"
pack = "120 capsules"

[product.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"
"""
DAY = LABEL.replace("Night Mag [/oops]", "Day Mag").replace("200 mg", "100 mg")
PLAN = """\
# Anna's own comment
format = 1
title = "Evening"
bedtime = "22:30"

[entries.magnesium]
product = "night-mag"
dose = "2 capsules"
when = "90 min before bed"
"""


@pytest.fixture
def shelf(library):
    folder = library / "products"
    folder.mkdir()
    write(library, "products/night-mag.toml", LABEL)
    write(library, "products/day-mag.toml", DAY)
    forget_homes()
    return folder


@pytest.fixture
def plan(library, shelf):
    return write(library, "evening.toml", PLAN)


def note(pilot):
    widget = pilot.app.screen.query_one("#shared")
    return str(widget.render()).replace("\u00a0", " ") if widget.display else ""


def products(path):
    return tomllib.loads(path.read_text(encoding="utf-8")).get("products", {})


@pytest.mark.usefixtures("shelf")
async def test_a_label_of_the_shelf_is_referred_to(library):
    async with planner(library) as pilot:
        await press(pilot, "n", "a", *"night")
        assert (
            "Night Mag [/oops] shared, products/night-mag.toml: 2 capsules, 200 mg elemental"
            " magnesium" in shown(pilot)
        )
        await press(pilot, "enter")
        assert note(pilot).startswith("From the shelf (products/night-mag.toml): the plan refers")
        assert pilot.app.focused.id == "input-dose"
        await typed(pilot, "2 capsules")
        await press(pilot, "ctrl+s")
        (label,) = pilot.app.document.regimen.products.values()
        assert isinstance(label, SharedProduct)
        assert "200 mg elemental" in shown(pilot)
        await press(pilot, "w", "enter")
        path = pilot.app.document.path
        await press(pilot, "escape")
    assert products(path) == {}
    assert 'product = "night-mag"' in path.read_text(encoding="utf-8")
    assert read_regimen(path).whole


async def test_another_dose_copies_no_label(library, plan):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "e")
        assert note(pilot).startswith("From the shelf")
        await fill(pilot, "dose", "3 capsules")
        await press(pilot, "ctrl+s", "w")
    assert plan.read_text() == PLAN.replace("2 capsules", "3 capsules")


async def test_a_label_that_is_changed_here_becomes_the_plans_own(library, plan):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "e")
        await fill(pilot, "pack", "60 capsules")
        assert note(pilot) == (
            "This plan gets a label of its own; the one on the shelf (products/night-mag.toml)"
            " stays as it is."
        )
        await press(pilot, "ctrl+s")
        assert type(pilot.app.document.regimen.products["night-mag"]) is Product
        await press(pilot, "u")
        assert isinstance(pilot.app.document.regimen.products["night-mag"], SharedProduct)
        await press(pilot, "ctrl+y", "w")
    assert products(plan)["night-mag"]["pack"] == "60 capsules"
    assert "# Anna's own comment" in plan.read_text()
    assert (library / "products" / "night-mag.toml").read_text() == LABEL


async def test_a_label_that_is_changed_back_is_the_shelfs_again(library, plan):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "e")
        await fill(pilot, "pack", "60 capsules")
        await fill(pilot, "pack", "120  capsules")
        assert note(pilot).startswith("From the shelf")
        await press(pilot, "ctrl+s")
        assert not pilot.app.document.dirty
    assert plan.read_text() == PLAN


@pytest.mark.usefixtures("plan")
async def test_a_label_that_was_chosen_and_then_changed_does_not_hide_the_shelfs(library):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n", "a", *"day", "enter")
        await typed(pilot, "2 capsules")
        await fill(pilot, "serving", "1 capsule")
        await press(pilot, "ctrl+s")
        regimen = pilot.app.document.regimen
        assert {name: type(label) for name, label in regimen.products.items()} == {
            "day-mag-2": Product
        }


async def test_a_label_that_is_shared_is_offered_once_and_first(library, plan):
    own = PLAN + LABEL.replace("format = 1\n", "").replace("[product", "[products.night-mag")
    write(library, "copied.toml", own)
    write(library, "other.toml", own.replace("Night Mag", "Nightly").replace("200 mg", "150 mg"))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "n", "a", *"nigh")
        rows = [line for line in shown(pilot).split("│") if line]
        said = " ".join(rows)
        assert said.count("Night Mag [/oops]") == 1
        assert "shared, products/night-mag.toml" in said
        assert said.index("shared, products/night-mag.toml") < said.index("Nightly [/oops]")


async def test_a_plan_with_another_label_of_that_name_gets_a_copy(library, plan):
    own = LABEL.replace("# the blue bottle\nformat = 1\n", "")
    own = own.replace("[product", "[products.night-mag").replace("200 mg", "150 mg")
    plan.write_text(PLAN + own)
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter", "a", *"night", "down", "enter")
        assert note(pilot).startswith("This plan has another label called night-mag, so that it")
        await typed(pilot, "2 capsules")
        await press(pilot, "ctrl+s", "w")
    held = products(plan)
    assert held["night-mag"]["contents"]["magnesium-bisglycinate"]["elemental"] == "150 mg"
    assert held["night-mag-oops"]["contents"]["magnesium-bisglycinate"]["elemental"] == "200 mg"


async def test_saved_outside_of_the_library_it_is_said_that_the_label_goes_along(library, plan):
    async with planner(library, WIDE) as pilot:
        await press(pilot, "d")  # a copy, not saved yet
        await press(pilot, "w")
        field = pilot.app.focused
        field.value = str((library.parent / "bo.toml").absolute())
        await press(pilot, "enter")
        assert any(
            "The label of Night Mag [/oops] stands in the plan itself now: no shelf there has it."
            in said for said in told(pilot)
        )  # fmt: skip
        assert type(pilot.app.document.regimen.products["night-mag"]) is Product
        assert not pilot.app.document.dirty
    assert products(library.parent / "bo.toml")["night-mag"]["serving"] == "2 capsules"
    assert plan.read_text() == PLAN


async def test_a_form_that_was_left_half_filled_still_refers_to_the_shelf(
    library, plan, monkeypatch
):
    monkeypatch.setattr("planner.tui.keeping.PAUSE", 0.01)
    async with killed(library) as pilot:
        await press(pilot, "enter", "a", *"day", "enter")
        await typed(pilot, "1 capsule")
        await kept(pilot, "day-mag", "1 capsule")
    assert len(drafts(library)) == 1
    async with planner(library, WIDE) as pilot:
        await press(pilot, "o")
        assert note(pilot).startswith("From the shelf (products/day-mag.toml)")
        await press(pilot, "ctrl+s")
        labels = pilot.app.document.regimen.products
        assert {name: type(label) for name, label in labels.items()} == {
            "night-mag": SharedProduct, "day-mag": SharedProduct
        }  # fmt: skip
        await press(pilot, "w")
    assert products(plan) == {}


async def test_the_list_judges_anew_what_a_label_on_the_shelf_changes(library, plan):
    async with planner(library, WIDE) as pilot:
        assert "pass" in shown(pilot)
        label = library / "products" / "night-mag.toml"
        label.write_text(LABEL.replace("200 mg", "400 mg").replace("1420 mg", "2840 mg"))
        os.utime(label, (1, 1))
        pilot.app.screen.list_again()
        await settled(pilot)
        assert "! warn" in shown(pilot)


async def test_a_broken_label_is_named_and_the_plan_is_not_edited(library, plan):
    write(library, "products/night-mag.toml", LABEL.replace('"2 capsules"', '"2,5 capsules"'))
    async with planner(library, WIDE) as pilot:
        await press(pilot, "enter")
        assert "products/night-mag.toml:6: product.serving" in shown(pilot)
        assert type(pilot.app.screen).__name__ == "ProblemsScreen"
    assert plan.read_text() == PLAN
