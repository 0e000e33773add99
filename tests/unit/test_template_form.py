"""A template in a form: what each field asks and begins with, and what is typed, judged."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.forms.template_form import asked_of, filled_with, fixed_words
from planner.regimen.filling import source_of
from planner.regimen.reading import read_bytes
from planner.regimen.writing import regimen_table

TEMPLATE = """\
format = 1
title = "Calm night"
weeks = 8

[entries.magnesium]
substance = "magnesium-bisglycinate"
basis = "elemental"
when = "90 min before bed"

[entries.theanine]
substance = "l-theanine"
dose = "200 mg"
when = "60 min before bed"

[template]
description = "Magnesium in the evening."

[template.fields.bedtime]
key = "bedtime"
prompt = "When to bed?"

[template.fields.client]
key = "person.name"
prompt = "Whose?"

[template.fields.magnesium]
key = "entries.magnesium.dose"
prompt = "How much magnesium?"
default = "200 mg"

[template.fields.theanine]
key = "entries.theanine.dose"
prompt = "How much theanine?"
default = "250 mg"
"""
HERE = Path("plan.toml")


def source(text=TEMPLATE):
    return source_of(read_bytes(text.encode()), "calm")


def made(text=TEMPLATE, **texts):
    return filled_with(source(text), texts, HERE, load_catalogue(), "US")


def test_fields_begin_with_what_the_template_gives():
    asked = {each.name: (each.text, each.needed) for each in asked_of(source())}
    assert asked == {
        "bedtime": ("", True),
        "client": ("", True),
        "magnesium": ("200 mg", False),
        "theanine": ("200 mg", False),
    }, "a dose that the file gives goes before the default of its field"


def test_nothing_is_wrong_while_something_is_still_to_be_filled():
    found = made()
    assert found.needed == ("bedtime", "client")
    assert found.problems == {}
    assert found.regimen is None
    assert found.verdict is not None
    assert not [each for each in found.verdict.findings if each.severity == "error"], "excused"
    assert {each.substance for each in found.verdict.gauges} >= {"l-theanine"}


def test_what_is_filled_in_is_recorded_and_what_is_left_alone_is_not():
    found = made(bedtime="23:00", client="C-041", magnesium="0.2 g", theanine="250 mg")
    assert found.regimen is not None
    assert found.values == {"bedtime": "23:00", "client": "C-041", "theanine": "250 mg"}
    assert found.regimen.derived.filled == ("bedtime", "client", "theanine")
    assert found.regimen.entries["magnesium"].dose.text == "200 mg"
    assert found.understood["magnesium"].endswith("as the template has it")
    assert not found.understood["theanine"].endswith("as the template has it")


def test_an_emptied_field_takes_what_the_template_gives():
    found = made(bedtime="23:00", client="C-041", theanine="  ")
    assert found.regimen is not None
    assert found.regimen.entries["theanine"].dose.text == "200 mg"


def test_the_judge_speaks_of_what_is_typed():
    def codes(**texts):
        verdict = made(**texts).verdict
        assert verdict is not None
        return {each.code for each in verdict.findings}

    assert "dose-above-range" not in codes(theanine="250 mg")
    assert "dose-above-range" in codes(theanine="2 g")


@pytest.mark.parametrize(
    ("texts", "field", "said"),
    [
        ({"bedtime": "half past ten"}, "bedtime", "half past ten"),
        ({"magnesium": "1,5 g"}, "magnesium", "1,5 g"),
        ({"magnesium": "300"}, "magnesium", "no unit"),
        ({"magnesium": "3 tablets"}, "magnesium", "3 tablets"),
        ({"theanine": "300 mgx"}, "theanine", "mgx"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(texts, field, said):
    found = made(**{"bedtime": "22:30", "client": "C", **texts})
    assert list(found.problems) == [field]
    assert said in found.problems[field]
    assert found.regimen is None


def test_a_wrong_field_leaves_the_rest_judged():
    found = made(magnesium="x")
    assert [each.substance for each in found.verdict.gauges] == ["l-theanine"]


def test_a_dose_says_what_it_gives_and_says_nothing_twice():
    words = made(magnesium="300 mg").understood["magnesium"].replace("\u00a0", " ")
    assert words == "300 mg elemental magnesium"


def test_a_value_that_is_no_line_of_text_stays_as_it_is():
    text = (
        TEMPLATE
        + """
[template.fields.steps]
key = "entries.steps.phases"
prompt = "Steps?"
default = [{ weeks = 2, dose = "100 mg" }]

[entries.steps]
substance = "glycine"
when = "at bedtime"
"""
    )
    steps = asked_of(source(text))[-1]
    assert steps.is_fixed
    assert "100" in fixed_words(steps)
    assert made(text, bedtime="22:30", client="C").regimen.entries["steps"].phases is not None


def test_a_label_of_the_shelf_is_known_where_the_plan_would_lie(tmp_path):
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "night-mag.toml").write_text(
        'format = 1\n[product]\nname = "Night Mag"\nserving = "2 capsules"\n'
        '[product.contents.magnesium-citrate]\nelemental = "200 mg"\n'
    )
    text = TEMPLATE + '\n[entries.n]\nproduct = "night-mag"\ndose = "1 capsule"\nwhen = "21:00"\n'
    texts = {"bedtime": "22:30", "client": "C"}
    there = filled_with(source(text), texts, tmp_path / "plan.toml", load_catalogue(), "US")
    assert there.regimen is not None
    assert there.regimen.products["night-mag"].name == "Night Mag"
    assert there.verdict is not None
    assert not [each for each in there.verdict.findings if each.severity == "error"]
    (tmp_path / "products" / "night-mag.toml").write_text("format = 1\n")
    broken = filled_with(source(text), texts, tmp_path / "plan.toml", load_catalogue(), "US")
    assert broken.regimen is None, "an entry would be lost without a word"
    assert broken.problems


def test_ids_and_lists_and_dates_and_numbers():
    text = (
        TEMPLATE
        + """
[template.fields.weeks]
key = "weeks"
prompt = "Weeks?"
[template.fields.start]
key = "start"
prompt = "From?"
[template.fields.conditions]
key = "person.conditions"
prompt = "Conditions?"
[template.fields.times]
key = "entries.theanine.when"
prompt = "When?"
"""
    )
    found = made(text, bedtime="22:30", client="C", weeks="6", start="2026-12-01",
                 conditions="pregnancy, thyroid-disorder", times="21:00, at bedtime")  # fmt: skip
    table = regimen_table(found.regimen)
    assert table["weeks"] == 6
    assert str(table["start"]) == "2026-12-01"
    assert table["person"]["conditions"] == ["pregnancy", "thyroid-disorder"]
    assert table["entries"]["theanine"]["when"] == ["21:00", "at bedtime"]
    assert dict(made(text, weeks="x").problems)["weeks"]
    assert dict(made(text, start="tomorrow").problems)["start"]
    assert "pregnant" in made(text, conditions="pregnant").problems["conditions"]


@given(st.dictionaries(st.sampled_from(["bedtime", "client", "magnesium", "theanine"]), st.text()))
def test_no_text_breaks_it(texts):
    found = made(**texts)
    assert set(found.problems) <= set(texts)
    assert (found.regimen is None) == bool(found.problems or found.needed)
