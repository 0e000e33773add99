"""Making a template of a regimen: nothing of the person goes along; filling it gives it back."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.regimen.filling import Field, fill, source_of
from planner.regimen.models import Regimen
from planner.regimen.reading import read_bytes
from planner.regimen.template_making import (
    CannotBeTemplateError,
    left_out,
    places_of_person,
    possible_fields,
    suggested_fields,
    template_text,
    without_person,
)
from planner.regimen.writing import regimen_table
from tests.strategies import regimens

PLAN = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"
start = 2026-12-01
weeks = 8
notes = "Dim the lights."

[person]
name = "Anna Example"
age = 42
country = "DE"
conditions = ["thyroid-disorder", "pregnancy"]

[medicines.levothyroxine]
when = "07:00"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "200 mg"
basis = "elemental"
when = "90 min before bed"

[entries.ashwagandha]
substance = "ashwagandha-extract"
standardised_to = "5 %"
when = "60 min before bed"
phases = [{ weeks = 2, dose = "300 mg" }, { weeks = 6, dose = "600 mg" }]

[[accepted]]
code = "caution"
entry = "ashwagandha"
observed = "pregnancy"
reason = "Talked over with Anna's doctor"
on = 2026-11-20

[derived]
template = "older"
version = "0123456789ab"
"""


def regimen_of(text=PLAN):
    reading = read_bytes(text.encode())
    assert reading.whole, reading.problems
    return reading.regimen


def source(text):
    return source_of(read_bytes(text.encode()), "made")


def field(name, key, prompt="Which?", default=None):
    return Field(name, tuple(key.split(".")), prompt, default)


def test_nothing_about_the_person_goes_along():
    text = template_text(regimen_of(), "For calm nights", suggested_fields(regimen_of()))
    for words in ("Anna", "42", "DE", "thyroid", "levothyroxine", "2026", "older", "accepted"):
        assert words not in text
    assert left_out(regimen_of()) == (
        "name", "age", "country", "2 conditions", "1 medicine", "start", "1 accepted warning",
        "what it was made from",
    )  # fmt: skip
    assert left_out(Regimen(title="Nobody's")) == ()


def test_doses_stay_and_the_client_and_bedtime_are_asked():
    table = tomllib.loads(template_text(regimen_of(), " For calm nights ",
                                        suggested_fields(regimen_of())))  # fmt: skip
    assert table["entries"]["magnesium"]["dose"] == "200 mg"
    assert table["entries"]["ashwagandha"]["phases"][1] == {"weeks": 6, "dose": "600 mg"}
    assert table["weeks"] == 8
    assert "bedtime" not in table
    assert table["template"]["description"] == "For calm nights"
    assert {name: row["key"] for name, row in table["template"]["fields"].items()} == {
        "client": "person.name", "bedtime": "bedtime",
    }  # fmt: skip


def test_what_can_be_asked_for():
    found = {each.name: (each.key, each.default) for each in possible_fields(regimen_of())}
    assert found == {
        "client": ("person.name", None),
        "bedtime": ("bedtime", "22:30"),
        "weeks": ("weeks", 8),
        "magnesium-dose": ("entries.magnesium.dose", "200 mg"),
    }, "a dose that changes over the weeks is not one line"


def test_names_of_fields_are_free_and_not_too_long():
    entry = regimen_of().entries["magnesium"]
    entries = {"m" * 64: entry, f"{'m' * 63}n": entry, "weeks": entry}
    names = [each.name for each in possible_fields(Regimen(title="T", entries=entries))]
    assert len(set(names)) == len(names) == 6
    assert "weeks-dose" in names
    assert all(len(name) <= 64 for name in names)


def test_a_default_stands_with_its_field_and_holds():
    text = template_text(
        regimen_of(), "d", [field("dose", "entries.magnesium.dose", "How much?", "200 mg")]
    )
    table = tomllib.loads(text)
    assert "dose" not in table["entries"]["magnesium"]
    assert table["template"]["fields"]["dose"]["default"] == "200 mg"
    made = fill(source(text), {}).regimen
    assert made is not None
    assert str(made.entries["magnesium"].dose) == "200 mg"


def test_a_default_for_the_person_has_a_place():
    text = template_text(regimen_of(), "d", [field("country", "person.country", "?", "EU")])
    made = fill(source(text), {}).regimen
    assert made is not None
    assert made.person is not None
    assert made.person.country == "EU"


def test_a_dose_that_has_to_be_filled_is_named_when_it_is_not():
    text = template_text(regimen_of(), "d", [field("dose", "entries.magnesium.dose", "How much?")])
    assert fill(source(text), {}).problems == (("dose", "is not filled: How much?"),)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([field("Bed time", "bedtime")], "cannot name a field"),
        ([field("a", "bedtime"), field("a", "weeks")], "Two fields are called"),
        ([field("a", "bedtime"), field("b", "bedtime")], "Two fields fill the key bedtime"),
        ([field("a", "bedtime", " ")], "has no prompt"),
        ([field("a", "entries.glycine.dose")], "the plan has nothing there"),
        ([field("a", "bedtime", "?", "half past ten")], "could not be read again"),
        ([field("a", "entries.magnesium.strength", "?", "5 %")], "could not be read again"),
        ([field("a", "entries.magnesium")], "is a table"),
        ([field("a", "entries.magnesium.strength")], "is no key of a regimen"),
    ],
)
def test_fields_that_make_no_template(fields, said):
    with pytest.raises(CannotBeTemplateError, match=said):
        template_text(regimen_of(), "d", fields)


NAMED = PLAN.replace("Wind-down evening", "Evening of Anna")


@pytest.mark.parametrize(
    ("text", "description", "fields", "places"),
    [
        (PLAN, "For calm nights", [], []),
        (PLAN, "As Example has it", [], ["its description"]),
        (NAMED, "For calm nights", [], ["its title"]),
        (NAMED, "Evening of Anna", [], ["its title"]),
        (NAMED, "Evening of Anna", [field("title", "title")], ["its description"]),
        (NAMED, "For calm nights", [field("title", "title")], []),
        (PLAN.replace("Dim the", "Anna's"), "d", [], ["its notes"]),
        (PLAN.replace("[entries.magnesium]", '[entries.magnesium]\nreason = "For ANNA EXAMPLE"'),
         "d", [], ["its reasons"]),
        (PLAN.replace("entries.magnesium]", "entries.anna-example]"), "d", [], []),
        (NAMED.replace('name = "Anna Example"\n', ""), "Anna", [], []),
    ],
)  # fmt: skip
def test_where_the_person_would_be_named(text, description, fields, places):
    assert places_of_person(regimen_of(text), description, fields) == places


@pytest.mark.parametrize("description", ["", " \n"])
def test_a_template_says_what_it_is_for(description):
    with pytest.raises(CannotBeTemplateError, match="description is missing"):
        template_text(regimen_of(), description, [])


@given(regimens, st.data())
def test_filling_it_with_what_was_there_gives_the_plan_again(regimen, data):
    fields = []
    values = {}
    for each in possible_fields(regimen):
        if each.default is None or not data.draw(st.booleans()):
            continue
        required = data.draw(st.booleans())
        fields.append(Field(each.name, each.path, each.prompt, None if required else each.default))
        if required:
            values[each.name] = each.default
    text = template_text(regimen, "d", fields)
    made = fill(source(text), values)
    assert made.problems == ()
    assert made.regimen is not None
    table = regimen_table(made.regimen)
    assert table.pop("derived")["template"] == "made"
    assert table == regimen_table(without_person(regimen))
