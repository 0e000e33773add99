"""Filling a template: values for its fields give a regimen, and each problem names its field."""

import datetime
from typing import Any

import pytest

from planner.regimen.filling import NotATemplateError, fill, source_of, typed
from planner.regimen.reading import read_bytes
from planner.regimen.writing import write_text

TEMPLATE = """\
format = 1
title = "Calm night"
weeks = 8

[entries.magnesium]
substance = "magnesium-bisglycinate"
basis = "elemental"
when = "90 min before bed"

[template]
description = "Magnesium in the evening."

[template.fields.bedtime]
key = "bedtime"
prompt = "When to bed?"

[template.fields.client]
key = "person.name"
prompt = "Whose?"

[template.fields.dose]
key = "entries.magnesium.dose"
prompt = "How much magnesium?"
default = "200 mg"
"""


def source(text=TEMPLATE, name="calm-night"):
    return source_of(read_bytes(text.encode()), name)


def made(values, **options) -> Any:
    """The regimen that the values give."""
    regimen = fill(source(**options), values).regimen
    assert regimen is not None
    return regimen


def problems(values, text=TEMPLATE):
    return dict(fill(source(text), values).problems)


def test_fields_are_filled_and_defaults_hold():
    regimen = made({"bedtime": "23:00", "client": "C-041"})
    assert regimen.template is None
    assert str(regimen.bedtime) == "23:00"
    assert regimen.person is not None
    assert regimen.person.name == "C-041"
    assert regimen.entries["magnesium"].dose.text == "200 mg"


def test_a_regimen_says_what_it_was_made_from():
    made_from = source()
    regimen = fill(made_from, {"bedtime": "23:00", "client": "C-041"}).regimen
    assert regimen is not None
    assert regimen.derived is not None
    assert regimen.derived.template == "calm-night"
    assert regimen.derived.version == made_from.version
    assert regimen.derived.filled == ("bedtime", "client")
    assert read_bytes(write_text(regimen).encode()).regimen == regimen


def test_what_is_not_filled_is_named_with_what_it_asks():
    assert problems({"bedtime": "23:00"}) == {"client": "is not filled: Whose?"}
    assert set(problems({})) == {"bedtime", "client"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("bedtime", "11.30pm", "23:30"),
        ("bedtime", "late", "late"),
        ("dose", "1,5 g", "1.5"),
        ("dose", "-1 mg", "-1 mg"),
        ("person.age", "x", '"x"'),
        ("person.conditions", "thyroid", '"thyroid"'),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(name, value, said):
    found = problems({"bedtime": "23:00", "client": "C", name: value})
    assert list(found) == [name]
    assert said in found[name]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("bedtme", "bedtime"),
        ("entries.magnesum.dose", "magnesium"),
        ("format", "cannot be set"),
        ("template.description", "cannot be set"),
        ("derived.version", "cannot be set"),
        ("title.inner", "no table"),
        ("person.agee", "age"),
        ("", "no field"),
        ("..", "no field"),
    ],
)
def test_what_names_nothing_is_refused(name, said):
    found = problems({"bedtime": "23:00", "client": "C", name: "1"})
    assert said in " ".join(found.values())


def test_any_key_path_can_be_filled():
    values = {
        "bedtime": "23:00",
        "client": "C",
        "person.age": 41,
        "person.conditions": ["pregnancy"],
        "medicines.levothyroxine.when": "07:00",
        "entries.magnesium.dose": "300 mg",
        "start": datetime.date(2026, 12, 1),
    }
    regimen = made(values)
    assert regimen.person.age == 41
    assert regimen.person.conditions == ("pregnancy",)
    assert list(regimen.medicines) == ["levothyroxine"]
    assert regimen.entries["magnesium"].dose.text == "300 mg"
    assert regimen.start == datetime.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("weeks", " 8 ", 8),
        ("person.age", "41", 41),
        ("person.age", "forty", "forty"),
        ("start", "2026-12-01", datetime.date(2026, 12, 1)),
        ("start", "1.12.2026", "1.12.2026"),
        ("person.conditions", "pregnancy; thyroid-disorder", ["pregnancy", "thyroid-disorder"]),
        ("person.conditions", "pregnancy thyroid-disorder", ["pregnancy", "thyroid-disorder"]),
        ("entries.x.days", "mon, wed", ["mon", "wed"]),
        ("entries.x.when", "21:00", "21:00"),
        ("entries.x.when", "08:00; 1 to 2 h before bed", ["08:00", "1 to 2 h before bed"]),
        ("entries.x.dose", " 300 mg ", "300 mg"),
        ("person.name", "041", "041"),
        ("bedtime", "2230", "2230"),
    ],
)
def test_texts_get_the_type_of_their_key(path, text, value):
    assert typed(tuple(path.split(".")), text) == value


@pytest.mark.parametrize(
    ("change", "another"),
    [
        (("200 mg", "300 mg"), True),  # a default
        (("weeks = 8", "weeks = 6"), True),
        (('key = "person.name"', 'key = "person.country"'), True),
        (('title = "Calm night"', 'title = "Calm evening"'), True),
        (("[template.fields.client]", "[template.fields.code]"), True),
        (("Whose?", "Whose is it?"), False),
        (("Magnesium in the evening.", "At night."), False),
        (("weeks = 8", "weeks = 8  # two months"), False),
        (("\n\n[entries", "\n\n\n[entries"), False),
    ],
)
def test_the_version_is_that_of_what_a_template_gives(change, another):
    assert (source().version != source(TEMPLATE.replace(*change)).version) is another


def test_the_order_of_keys_is_no_other_version():
    moved = TEMPLATE.replace("weeks = 8\n", "").replace("format = 1\n", "format = 1\nweeks = 8\n")
    assert source().version == source(moved).version


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('format = 1\ntitle = "A"\n', "no template"),
        (TEMPLATE.replace('"90 min before bed"', '"soon"'), "line 8"),
        ("format = 2\n", "line 1"),
        ("nothing", "line 1"),
    ],
)
def test_what_is_no_template_is_refused(text, said):
    with pytest.raises(NotATemplateError, match=said):
        source(text)


def test_filling_changes_nothing_of_the_template():
    made_from = source()
    before = made_from.version
    fill(made_from, {"bedtime": "23:00", "client": "C", "entries.magnesium.dose": "300 mg"})
    assert made_from.version == before
    assert fill(made_from, {"bedtime": "23:00", "client": "C"}).regimen is not None


@pytest.mark.parametrize(
    ("left_out", "key", "value"),
    [
        ('product = "mag"\n', "product", "mag"),
        ('dose = "2 capsules"\n', "phases", [{"weeks": 2, "dose": "1 capsule"}]),
    ],
)
def test_what_an_entry_takes_and_how_much_can_be_a_field(left_out, key, value):
    text = TEMPLATE.replace(
        "[template]",
        '[entries.bottle]\nproduct = "mag"\ndose = "2 capsules"\nwhen = "21:00"\n\n'
        '[products.mag]\nname = "Mag"\nserving = "2 capsules"\n\n'
        '[products.mag.contents.magnesium-citrate]\nelemental = "100 mg"\n\n[template]',
        1,
    ).replace(left_out, "")
    text += f'\n[template.fields.bottle]\nkey = "entries.bottle.{key}"\nprompt = "Which?"\n'
    made_from = source(text)
    values = {"bedtime": "23:00", "client": "C"}
    assert dict(fill(made_from, values).problems) == {"bottle": "is not filled: Which?"}
    regimen = fill(made_from, values | {"bottle": value}).regimen
    assert regimen is not None
    assert "bottle" in regimen.entries
