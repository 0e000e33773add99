"""`planner template` and `planner new --template`: made, listed, shown, checked, filled."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from planner.regimen.reading import read_file

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
PLAN = """\
format = 1
title = "Evening of client 14"
bedtime = "22:30"
start = 2026-12-01
weeks = 8

[person]
name = "Jane Roe"
age = 42

[medicines.omeprazole]
when = "07:00"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "300 mg"
basis = "elemental"
when = "90 min before bed"

[[accepted]]
code = "medicine-unknown"
observed = "x"
reason = "Agreed"
on = 2026-11-20
"""


def plan(path: Path) -> Any:
    """What a file plans."""
    reading = read_file(path)
    assert reading.whole, reading.problems
    return reading.regimen


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "calm-night.toml").write_text(TEMPLATE, encoding="utf-8")
    return folder


# list, show, check


def test_own_and_shipped_templates_are_listed(planner, library):
    result = planner("template", "list", "--library", library)
    assert result.code == 0
    assert result.out.index("calm-night") < result.out.index("wind-down  comes with Planner")
    assert "fields: bedtime, client, dose (200 mg if not given)" in result.out


def test_the_list_for_programs(planner, library):
    table = json.loads(planner("template", "list", "--library", library, "--format", "json").out)
    own = table["templates"][0]
    assert (own["name"], own["shipped"], own["usable"]) == ("calm-night", False, True)
    assert [each["key"] for each in own["fields"]] == [
        "bedtime", "person.name", "entries.magnesium.dose",
    ]  # fmt: skip


def test_an_empty_library_says_so(planner, tmp_path):
    result = planner("template", "list", "--library", tmp_path)
    assert result.code == 0
    assert "wind-down" in result.out
    assert "no template yet" in result.err


def test_a_broken_template_is_listed_as_unusable(planner, library):
    text = TEMPLATE.replace('"90 min before bed"', '"soon"')
    (library / "calm-night.toml").write_text(text, encoding="utf-8")
    assert "cannot be used" in planner("template", "list", "--library", library).out


def test_a_template_is_shown_with_its_fields_and_what_it_gives(planner, library):
    result = planner("template", "show", "calm-night", "--library", library)
    assert result.code == 0
    assert "How much magnesium? (fills entries.magnesium.dose; 200 mg if not given)" in result.out
    assert "Magnesium bisglycinate, 200 mg" in result.out
    assert "not medical advice" in result.out


@pytest.mark.parametrize("part", ["show", "check"])
def test_what_is_not_there_is_offered(planner, library, part):
    result = planner("template", part, "calm-nigt", "--library", library)
    assert result.code == 2
    assert 'Did you mean "calm-night"?' in result.err


def test_two_of_one_name_are_not_guessed_between(planner, library):
    (library / "more").mkdir()
    (library / "more" / "calm-night.toml").write_text(TEMPLATE, encoding="utf-8")
    result = planner("template", "show", "calm-night", "--library", library)
    assert result.code == 2
    assert "several templates" in result.err
    path = library / "more" / "calm-night.toml"
    assert planner("template", "show", path, "--library", library).code == 0


def test_an_own_template_comes_before_the_shipped_one_of_its_name(planner, library):
    (library / "wind-down.toml").write_text(TEMPLATE, encoding="utf-8")
    assert "When to bed?" in planner("template", "show", "wind-down", "--library", library).out


def test_a_sound_template_passes(planner, library):
    result = planner("template", "check", "--library", library)
    assert result.code == 0, result.out
    assert result.lines[-1] == "1 template: 1 without a warning"


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (('key = "entries.magnesium.dose"', 'key = "entries.magnesum.dose"'), 22, "magnesium"),
        (('key = "entries.magnesium.dose"', 'key = "entries.magnesium.dos"'), 22, '"dose"'),
        (('key = "entries.magnesium.dose"', 'key = "entries.magnesium"'), 22, "is a table"),
        (('key = "person.name"', 'key = "bedtime"'), 18, "fills bedtime already"),
        (('key = "person.name"', 'key = "format"'), 18, "cannot be set"),
        (('default = "200 mg"', 'default = "200 mgg"'), None, "mgg"),
        (('default = "200 mg"', 'default = "1,5 g"'), None, "1.5"),
        (('"90 min before bed"', '"soon"'), 8, "soon"),
    ],
)
def test_what_would_go_wrong_in_filling_is_an_error(planner, library, change, line, said):
    assert change[0] in TEMPLATE
    (library / "calm-night.toml").write_text(TEMPLATE.replace(*change), encoding="utf-8")
    result = planner("template", "check", "--library", library)
    assert result.code == 2, result.out
    place = f"calm-night.toml:{line}:" if line else "calm-night.toml:"
    assert any(place in row and said in row for row in result.lines), result.out


@pytest.mark.parametrize(
    "held",
    [
        '[person]\nname = "Jane Roe"\n',
        '[medicines.omeprazole]\nwhen = "07:00"\n',
        '[[accepted]]\ncode = "caution"\nobserved = "x"\nreason = "y"\non = 2026-11-20\n',
    ],
)
def test_a_template_that_is_somebodys_plan_is_told(planner, library, held):
    text = TEMPLATE.replace("[template]", f"{held}\n[template]", 1)
    (library / "calm-night.toml").write_text(text, encoding="utf-8")
    result = planner("template", "check", "--library", library)
    assert result.code == (1 if "accepted" in held else 2), result.out
    assert "every plan" in result.out or "no plan takes them over" in result.out


def test_a_template_outside_its_range_warns_as_a_plan_does(planner, library):
    text = TEMPLATE.replace('default = "200 mg"', 'default = "800 mg"')
    (library / "calm-night.toml").write_text(text, encoding="utf-8")
    result = planner("template", "check", "--library", library)
    assert result.code == 1
    assert "warning[dose-above-range]" in result.out


# new


def test_a_template_is_made_from_a_plan_and_keeps_its_doses(planner, library, file):
    plan = file(PLAN, "client.toml")
    result = planner("template", "new", "evening", "--from", plan, "--library", library)
    assert result.code == 0, result.err
    path = library / "templates" / "evening.toml"
    assert result.out == f"{path}\n"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    assert table["entries"]["magnesium"]["dose"] == "300 mg"
    assert not {"person", "medicines", "start", "accepted", "derived"} & set(table)
    assert "Jane" not in path.read_text(encoding="utf-8")
    assert "left out" in result.err
    assert planner("template", "check", "evening", "--library", library).code == 0


def test_its_fields_are_chosen(planner, library, file):
    plan = file(PLAN, "client.toml")
    fields = ["--field", "bedtime", "--field", "how-much?=entries.magnesium.dose"]
    arguments = ["template", "new", "evening", "--from", plan, "--library", library]
    assert planner(*arguments, *fields, "--description", "Calm").code == 0
    table = tomllib.loads((library / "templates" / "evening.toml").read_text(encoding="utf-8"))
    assert table["template"]["description"] == "Calm"
    rows = table["template"]["fields"]
    assert {name: (row["key"], row.get("default")) for name, row in rows.items()} == {
        "bedtime": ("bedtime", None), "how-much": ("entries.magnesium.dose", "300 mg"),
    }  # fmt: skip


def test_a_template_is_never_overwritten(planner, library, file):
    plan = file(PLAN, "client.toml")
    arguments = ["template", "new", "evening", "--from", plan, "--library", library]
    assert planner(*arguments).code == 0
    before = (library / "templates" / "evening.toml").read_bytes()
    assert planner(*arguments, "--description", "Other").code == 2
    assert planner("template", "new", "calm-night", "--from", plan, "--library", library).code == 2
    assert (library / "templates" / "evening.toml").read_bytes() == before


@pytest.mark.parametrize("output", [[], ["-o", "elsewhere/wind-down.toml"]])
def test_the_name_of_a_template_that_comes_with_planner_is_refused(
    planner, library, file, monkeypatch, output
):
    monkeypatch.chdir(library)
    plan = file(PLAN, "client.toml")
    result = planner("template", "new", "wind-down", "--from", plan, "--library", library, *output)
    assert (result.code, result.out) == (2, "")
    assert 'comes with Planner is called "wind-down" already; choose another name' in result.err
    assert not list(library.rglob("wind-down.toml"))


@pytest.fixture
def made(planner, library, file):
    """`made(text, *options)` makes the template `evening` from a plan of this text."""

    def make(text, *options):
        plan = file(text, "client.toml")
        arguments = ["template", "new", "evening", "--from", plan, "--library", library]
        return planner(*arguments, *options)

    return make


NAMED = PLAN.replace("client 14", "Jane Roe")
REASON = PLAN.replace("[entries.magnesium]", '[entries.magnesium]\nreason = "Jane asked for it"')


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (NAMED, [], "stands in its title. To mend it: give every plan another title with --title."),
        (REASON, [], "stands in its reasons. To mend it: take it out of its reasons in a copy"),
        (REASON, ["--title", "Roe's"], "stands in its title and its reasons"),
        (PLAN, ["--description", "As for Jane"], "say with --description"),
        ('notes = "Jane Roe is pregnant"\n' + PLAN, ["--keep-notes"], "without --keep-notes"),
        (REASON.replace("reason", "name", 1), [], "the names of its entries"),
    ],
)
def test_a_template_that_names_the_person_is_refused(made, library, text, options, said):
    result = made(text, *options)
    assert (result.code, result.out) == (2, "")
    assert "the name of its person would go into every plan" in result.err
    assert said in result.err
    assert not (library / "templates").exists()


def test_another_title_is_that_of_every_plan(made, library):
    result = made(NAMED, "--title", "Calm evening")
    assert result.code == 0, result.err
    text = (library / "templates" / "evening.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["title"] == "Calm evening"
    assert "Jane" not in text


@pytest.mark.parametrize(("title", "said"), [(" ", "is empty"), ("x" * 121, "120 at most")])
def test_a_title_that_is_none(made, title, said):
    result = made(PLAN, "--title", title)
    assert result.code == 2
    assert "title cannot be used" in result.err
    assert said in result.err


def test_notes_go_along_only_if_that_is_asked_for(made, library):
    noted = 'notes = "She is pregnant"\n' + PLAN
    result = made(noted)
    assert result.code == 0
    path = library / "templates" / "evening.toml"
    assert "notes" not in tomllib.loads(path.read_text(encoding="utf-8"))
    assert "notes (--keep-notes keeps them)" in result.err
    path.unlink()
    result = made(noted, "--keep-notes")
    assert result.code == 0
    assert tomllib.loads(path.read_text(encoding="utf-8"))["notes"] == "She is pregnant"
    assert "notes" not in result.err


@pytest.mark.parametrize("name", ["../evil", "", "a/b", ".hidden"])
def test_a_name_that_is_none(planner, library, file, name):
    plan = file(PLAN, "client.toml")
    result = planner("template", "new", name, "--from", plan, "--library", library)
    assert result.code == 2
    assert "planner: " in result.err
    assert not (library.parent / "evil.toml").exists()


@pytest.mark.parametrize(
    "field",
    [
        "nothing",
        "x=entries.zinc.dose",
        "=",
        "x=format",
        "x=entries.magnesium",
        "x=entries.magnesium.y",
    ],
)
def test_a_field_that_fills_nothing(planner, library, file, field):
    plan = file(PLAN, "client.toml")
    arguments = ["template", "new", "evening", "--from", plan, "--library", library]
    result = planner(*arguments, "--field", field)
    assert result.code == 2
    assert "planner: " in result.err
    assert not (library / "templates" / "evening.toml").exists()


# planner new --template


def filled(planner, library, *values, **options):
    arguments = [word for value in values for word in ("--set", value)]
    more = [word for key, value in options.items() for word in (f"--{key}", value)]
    return planner("new", "--template", "calm-night", *arguments, "--library", library, *more)


def test_one_plan_from_a_template(planner, library, tmp_path):
    path = tmp_path / "clients" / "c-041.toml"
    result = filled(planner, library, "bedtime=23:00", "client=C-041", output=path)
    assert result.code == 0, result.err
    assert result.out == f"{path}\n"
    regimen = plan(path)
    assert regimen is not None
    assert (str(regimen.bedtime), regimen.person.name) == ("23:00", "C-041")
    assert regimen.entries["magnesium"].dose.text == "200 mg"
    assert regimen.derived.template == "calm-night"
    assert planner("check", path).code == 0
    assert planner("drift", "calm-night", path, "--library", library).code == 0


def test_it_goes_into_the_library_under_the_code(planner, library):
    assert filled(planner, library, "bedtime=23:00", "client=C-041").code == 0
    assert (library / "c-041.toml").exists()


def test_an_unfilled_field_is_named(planner, library, tmp_path):
    path = tmp_path / "c.toml"
    result = filled(planner, library, "client=C-041", output=path)
    assert result.code == 2
    assert "bedtime: is not filled: When to bed?" in result.err
    assert "--set bedtime=" in result.err
    assert not path.exists()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("bedtime=11.30pm", "bedtime: "),
        ("bedtme=23:00", 'Did you mean "bedtime"?'),
        ("bedtime", "FIELD=VALUE"),
        ("=23:00", "FIELD=VALUE"),
        ("bedtime=", "empty"),
        ("dose=300", "dose: "),
        ("dose=1,5 g", "1.5"),
        ("person.conditions=pregnant", "pregnancy"),
        ("format=2", "cannot be set"),
    ],
)
def test_bad_values_are_named(planner, library, tmp_path, value, said):
    path = tmp_path / "c.toml"
    bedtime = [] if value.startswith("bedtime=") else ["bedtime=23:00"]
    result = filled(planner, library, *bedtime, "client=C", value, output=path)
    assert result.code == 2
    assert said in result.err
    assert not path.exists()


def test_a_plan_that_something_about_the_person_speaks_against(planner, library, tmp_path):
    path = tmp_path / "c.toml"
    values = ["bedtime=23:00", "client=C", "person.conditions=kidney-impairment"]
    result = filled(planner, library, *values, output=path)
    assert result.code == 2
    assert "warning[caution]" in result.err
    assert not path.exists()
    arguments = [word for value in values for word in ("--set", value)]
    result = planner(
        "new", "--template", "calm-night", *arguments, "--library", library, "-o", path,
        "--include-warned",
    )  # fmt: skip
    assert result.code == 0
    assert "warning[caution]" in result.err
    assert path.exists()


def test_title_bedtime_and_country_are_values_too(planner, library, tmp_path):
    path = tmp_path / "c.toml"
    result = planner(
        "new", "Mine", "--template", "calm-night", "--bedtime", "22:00", "--country", "no",
        "--set", "client=C", "--library", library, "-o", path,
    )  # fmt: skip
    assert result.code == 0, result.err
    regimen = plan(path)
    assert (regimen.title, str(regimen.bedtime), regimen.person.country) == ("Mine", "22:00", "NO")


def test_values_without_a_template(planner, tmp_path):
    assert planner("new", "Mine", "--set", "bedtime=23:00", "-o", tmp_path / "x.toml").code == 2
    assert planner("new", "-o", tmp_path / "x.toml").code == 2
    assert not (tmp_path / "x.toml").exists()


def test_a_file_that_is_there_stays(planner, library, tmp_path):
    path = tmp_path / "c.toml"
    path.write_text("precious", encoding="utf-8")
    assert filled(planner, library, "bedtime=23:00", "client=C", output=path).code == 2
    assert path.read_text(encoding="utf-8") == "precious"
