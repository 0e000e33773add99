"""What goes together in a file, and what may be missing: the JSON Schema and Planner say the same.

`test_schema_agreement` gives the same files to programs of others.
"""

import copy
from typing import Any

import pytest

from tests.contract.building import check, label, phases, plan, take, takes
from tests.schemas import complaints

WHOLE = plan(
    {
        "mag": take("magnesium-citrate", "100 mg", "21:00", basis="elemental"),
        "ash": take("ashwagandha-extract", "300 mg", "21:00", standardised_to="5 %"),
        "box": takes("box", when="21:00"),
        "other": take("other", "1 IU", "21:00", name="Apigenin"),
    },
    bedtime=None,
    products={
        "box": label(
            {
                "magnesium": {"elemental": "100 mg", "compound": "1 g", "daily_value": "24 %"},
                "l-theanine": {"amount": "200 mg"},
                "d3": {"name": "Vitamin D3", "amount": "1000 IU"},
            }
        )
    },
    medicines={"warfarin": {"when": "08:00"}},
)
GONE = Ellipsis


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """The whole file with other values at dotted key paths."""
    table = copy.deepcopy(WHOLE)
    for path, value in changes.items():
        *tables, last = path.split(".")
        place = table
        for name in tables:
            place = place.setdefault(name, {})
        if value is GONE:
            del place[last]
        else:
            place[last] = value
    return table


RIGHT: list[dict[str, Any]] = [
    {},
    {"entries.mag.dose": "12 mmol"},
    {"entries.mag.basis": "compound"},
    {"entries.mag.basis": GONE},
    {"entries.mag.days": ["mon", "sun"]},
    {"entries.mag.dose": GONE, "entries.mag.phases": phases((1, "5 mEq"), (5200, "1 g"))},
    {"entries.mag.when": ["21:00"] * 24},
    {"entries.box.dose": GONE, "entries.box.phases": phases((1, "1 capsule"))},
    {"entries.other.dose": "2 spoonfuls"},
    {"products.box.contents.magnesium": {"amount": "12 mmol"}},
    {"products.box.contents.magnesium": {"elemental": "5 mEq"}},
    {"products.box.contents.magnesium": {"amount": "Undisclosed"}},
    {"products.box.contents.l-theanine": {"amount": " undisclosed"}},
    {"products.box.contents.d3": {"name": "D3", "compound": "1 drop"}},
    {"products.box.pack": "120 capsules", "products.box.price": "18.90 EUR"},
    {"medicines.warfarin": {}},
    {"medicines.unheard-of.when": ["08:00", "20:00"]},
    {"weeks": 5200, "person.age": 150},
    {"weeks": 1, "person.age": 0},
    {"person.country": "EU", "person.conditions": ["pregnancy", "pregnancy"]},
    {"notes": ""},
    {"bedtime": "22:30", "entries.mag.when": "at bedtime"},
    {"bedtime": "22:30", "entries.mag.substance": "magnesium-bisglycinate"},
    {"bedtime": "22:30", "medicines.warfarin.when": ["1 h before bed"]},
    {"derived.template": "wind-down", "derived.version": "0123456789ab"},
    {
        "derived.template": "wind-down",
        "derived.version": "0123456789ab",
        "derived.filled": ["dose", "bedtime"],
        "derived.paused": "travels",
    },
    {"derived.template": "a", "derived.version": "0" * 12, "derived.filled": []},
    {"template.description": "An evening"},
    {"template.description": "An evening", "template.fields": {}},
]

WRONG: list[dict[str, Any]] = [
    # an entry
    {"entries.box.substance": "glycine"},
    {"entries.box.product": GONE},
    {"entries.box.basis": "elemental"},
    {"entries.box.standardised_to": "5 %"},
    {"entries.box.dose": "1 IU"},
    {"entries.box.dose": GONE, "entries.box.phases": phases((1, "1 IU"))},
    {"entries.mag.dose": "1 capsule"},
    {"entries.mag.dose": "1 mL"},
    {"entries.mag.dose": GONE},
    {"entries.mag.dose": GONE, "entries.mag.phases": phases((1, "1 IU"))},
    {"entries.mag.phases": phases((1, "1 g"))},
    {"entries.mag.when": GONE},
    {"entries.mag.when": []},
    {"entries.mag.when": ["21:00"] * 25},
    {"entries.mag.when": ["21:00", "25:00"]},
    {"entries.mag.days": []},
    {"entries.mag.days": ["mon", "mon"]},
    {"entries.ash.basis": "elemental"},
    {"entries.ash.dose": "12 mmol"},
    {"entries.ash.dose": GONE, "entries.ash.phases": phases((1, "12 mmol"))},
    {"entries.ash.dose": GONE, "entries.ash.phases": []},
    {"entries.ash.dose": GONE, "entries.ash.phases": phases(*[(1, "1 g")] * 53)},
    {"entries.ash.dose": GONE, "entries.ash.phases": [{"weeks": 1}]},
    {"entries.ash.dose": GONE, "entries.ash.phases": [{"dose": "1 g"}]},
    {"entries.ash.dose": GONE, "entries.ash.phases": phases((5201, "1 g"))},
    {"entries.other.name": GONE},
    {"entries.other.name": " "},
    {"entries.other.basis": "elemental"},
    # a label
    {"products.box.name": GONE},
    {"products.box.serving": GONE},
    {"products.box.contents": GONE},
    {"products.box.contents": {}},
    {"products.box.contents.magnesium": {"amount": "1 g", "compound": "1 g"}},
    {"products.box.contents.magnesium": {"compound": "12 mmol"}},
    {"products.box.contents.magnesium": {"amount": "1 IU"}},
    {"products.box.contents.magnesium": {"daily_value": "24 %"}},
    {"products.box.contents.magnesium": {"elemental": "undisclosed"}},
    {"products.box.contents.l-theanine": {"elemental": "200 mg"}},
    {"products.box.contents.l-theanine": {"compound": "200 mg"}},
    {"products.box.contents.l-theanine": {"amount": "12 mmol"}},
    {"products.box.contents.l-theanine": {"amount": "1 capsule"}},
    {"products.box.contents.l-theanine": {}},
    {"products.box.contents.d3": {"name": "D3"}},
    {"products.box.contents.d3": {"name": "D3", "amount": "1 g", "elemental": "1 g"}},
    {"products.box.contents.D3": {"name": "D3", "amount": "1 g"}},
    {"products.box.serving": "1 IU"},
    # the rest
    {"weeks": 5201},
    {"weeks": 0},
    {"person.age": 151},
    {"person.age": -1},
    {"person.country": "us"},
    {"person.conditions": ["Pregnancy"]},
    {"medicines.warfarin.dose": "5 mg"},
    {"medicines.Unheard.when": "08:00"},
    {"entries.mag.when": "at bedtime"},
    {"entries.mag.when": ["21:00", "1 h before bed"]},
    {"entries.mag.substance": "magnesium-glycinate"},
    {"medicines.warfarin.when": "1 h before bed"},
    {"derived.template": "wind-down"},
    {"derived.version": "0123456789ab"},
    {"derived.template": "wind-down", "derived.version": "0123456789AB"},
    {"derived.template": "wind-down", "derived.version": "0123456789abc"},
    {"derived.template": "a", "derived.version": "0" * 12, "derived.filled": [""]},
    {"derived.template": "a", "derived.version": "0" * 12, "derived.by": "me"},
    {"template": {}},
    {"template.description": "x", "template.fields": {"dose": {"prompt": "How much?"}}},
    {"template.description": "x", "template.fields": {"dose": {"key": "title"}}},
    {"accepted": [{"code": "caution", "observed": "x", "reason": "y"}]},
    {"accepted": [{"code": "cautions", "observed": "x", "reason": "y", "on": "2026-11-20"}]},
]


@pytest.mark.parametrize("changes", RIGHT, ids=str)
def test_what_both_take(changes):
    table = changed(changes)
    assert check(table).status != "invalid"
    assert complaints(table) == []


@pytest.mark.parametrize("changes", WRONG, ids=str)
def test_what_both_refuse(changes):
    table = changed(changes)
    assert check(table).status == "invalid"
    assert complaints(table)


# templates: which keys their fields fill cannot be told by a schema, so that none is missing


def template(changes: dict[str, Any], *keys: str) -> dict[str, Any]:
    fields = {f"f{place}": {"key": key, "prompt": "?"} for place, key in enumerate(keys)}
    return changed(changes) | {"template": {"description": "An evening", "fields": fields}}


@pytest.mark.parametrize(
    "path",
    [
        "title",
        "entries.mag.dose",
        "entries.mag.when",
        "entries.mag.substance",
        "entries.other.name",
        "products.box.serving",
        "products.box.contents.l-theanine.amount",
    ],
)
def test_a_key_that_a_template_leaves_to_be_filled(path):
    table = template({path: GONE}, path)
    assert check(table).status != "invalid"
    assert complaints(table) == []


def test_the_bedtime_of_a_template_may_be_left_to_be_filled():
    table = template({"entries.mag.when": "at bedtime"}, "bedtime")
    assert check(table).status != "invalid"
    assert complaints(table) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("entries.mag.dose", "1,5 g"),
        ("entries.mag.dosage", "1 g"),
        ("entries.box.basis", "elemental"),
        ("products.box.contents.l-theanine.elemental", "1 g"),
        ("bedtime", "25:00"),
    ],
)
def test_what_is_given_in_a_template_is_looked_at(path, value):
    table = template({path: value, "title": GONE}, "title")
    assert check(table).status == "invalid"
    assert complaints(table)


def test_a_template_without_fields_leaves_nothing_to_be_filled():
    table = changed({"entries.mag.dose": GONE, "template.description": "An evening"})
    assert check(table).status == "invalid"
    assert complaints(table)


def test_a_key_that_no_field_fills_is_missed_by_planner_alone():
    """Where a schema says less: `BEYOND` in `test_schema_agreement` names this file."""
    table = template({"entries.mag.dose": GONE, "title": GONE}, "title")
    assert check(table).status == "invalid"
    assert complaints(table) == []
