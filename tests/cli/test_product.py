"""`planner product`: the shelf listed, shown, checked and changed, with the plans that take it."""

import io
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from planner.library.home import forget_homes, read_regimen
from planner.library.runs import last_run, undo_run

LABEL = """\
# the blue bottle
format = 1

[product]
name = "Night Mag"
serving = "2 capsules"  # as printed
pack = "120 capsules"

[product.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"
"""
OWN = """
[products.night-mag]
name = "Night Mag"
serving = "2 capsules"
pack = "120 capsules"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"
"""
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
OTHER = PLAN.replace('product = "night-mag"', 'substance = "glycine"').replace("2 capsules", "3 g")
TEMPLATE = """\
format = 1
title = "Wind-down"
bedtime = "22:30"

[entries.magnesium]
product = "night-mag"
when = "90 min before bed"

[template]
description = "For restless evenings"

[template.fields.dose]
key = "entries.magnesium.dose"
prompt = "How many capsules?"
"""


@pytest.fixture
def library(tmp_path, monkeypatch):
    folder = tmp_path / "regimens"
    (folder / "products").mkdir(parents=True)
    (folder / "products" / "night-mag.toml").write_text(LABEL)
    forget_homes()
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def label(library):
    return library / "products" / "night-mag.toml"


@pytest.fixture
def clients(library):
    """Five plans of 2, 3, 4, 5 and 6 capsules, a template, and a plan of something else."""
    for capsules in range(2, 7):
        put(library / f"clients/c-{capsules:03}.toml", taking(f"{capsules} capsules"))
    put(library / "templates/wind-down.toml", TEMPLATE)
    put(library / "clients/other.toml", OTHER)
    return library / "clients"


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def taking(dose):
    return PLAN.replace("2 capsules", dose)


def state(folder):
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def newest(library):
    return last_run(library)


def label_in(path):
    regimen = read_regimen(path).regimen
    assert regimen is not None
    return regimen.products["night-mag"]


def one_line(text):
    return " ".join(text.split())


# list


def test_the_shelf_is_listed_with_what_is_taken_of_it(planner, library, clients):
    put(library / "products/day-mag.toml", LABEL.replace("Night Mag", "Day Mag"))
    put(clients / "own.toml", PLAN + OWN)  # goes by its own label
    result = planner("product", "list")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "day-mag  Day Mag\n"
        "  2 capsules, 200 mg elemental magnesium; pack 120 capsules\n"
        "  taken by 0 plans\n"
        "night-mag  Night Mag\n"
        "  2 capsules, 200 mg elemental magnesium; pack 120 capsules\n"
        "  taken by 5 plans and 1 template\n"
    )


def test_the_shelf_is_listed_as_json(planner, library, clients):
    put(library / "products/broken.toml", LABEL.replace('"2 capsules"', '"2,5 capsules"'))
    result = planner("product", "list", "--format", "json")
    assert result.code == 2
    told = json.loads(result.out)
    assert told["format"] == 1
    broken, night = told["products"]
    assert night == {
        "id": "night-mag",
        "path": str(library / "products" / "night-mag.toml"),
        "name": "Night Mag",
        "serving": "2 capsules",
        "pack": "120 capsules",
        "price": None,
        "contents": {"magnesium-bisglycinate": {"elemental": "200 mg", "compound": "1420 mg"}},
        "plans": 5,
        "templates": 1,
        "problems": [],
    }
    assert (broken["name"], broken["plans"]) == (None, 0)
    assert [(each["line"], each["key"]) for each in broken["problems"]] == [(6, "product.serving")]


def test_a_library_without_a_shelf_says_how_to_begin(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "regimens/a.toml", OTHER)
    result = planner("product", "list")
    assert result.code == 0
    assert "regimens: this library has no shelf, a folder products/" in result.out
    assert "planner product add puts a first label there" in one_line(result.out)
    assert json.loads(planner("product", "list", "--format", "json").out)["products"] == []
    assert sorted(path.name for path in (tmp_path / "regimens").iterdir()) == ["a.toml"]


def test_the_shelf_of_a_folder_above_is_meant_too(planner, library, clients):
    assert "night-mag" in planner("product", "list", "--library", clients).out


def test_a_plan_that_cannot_be_read_is_named(planner, library, clients):
    put(clients / "bad.toml", "this is [no toml night-mag")
    result = planner("product", "list")
    assert result.code == 2
    assert "taken by 5 plans and 1 template" in result.out
    assert "what it takes is not known, because it cannot be read: regimens/clients/bad.toml" in (
        result.err
    )


# show


def test_a_label_is_shown_with_the_plans_that_take_it(planner, library, clients):
    result = planner("product", "show", "night-mag")
    assert result.code == 1
    assert result.err == ""
    said = one_line(result.out)
    assert said.startswith("night-mag Night Mag regimens/products/night-mag.toml")
    assert "serving 2 capsules; pack 120 capsules" in said
    assert "2 capsules hold 200 mg of the magnesium itself (elemental)" in said
    assert "Taken by 5 plans and 1 template" in said
    assert "pass clients/c-002.toml: magnesium 2 capsules" in said
    assert "warn clients/c-004.toml: magnesium 4 capsules" in said
    assert "pass templates/wind-down.toml (template): magnesium, dose left open" in said
    # 4 capsules are 400 mg: in range, above the limit of 350 mg; 5 and 6 are above both
    places = [f"regimens/clients/c-00{number}.toml:8" for number in (4, 5, 6)]
    assert f"above-upper-limit magnesium in 3 plans {', '.join(places[:2])} and {places[2]}" in said
    assert f"dose-above-range magnesium-bisglycinate in 2 plans {' and '.join(places[1:])}" in said
    assert "other.toml" not in said


OF_A_COACH = """\
format = 1
by = "Coach Nilsen"

[sources.house-2026]
title = "House rules"
year = 2026

[substances.apigenin]
name = "Apigenin"
about = "A flavone of chamomile, sold by itself."

[substances.apigenin.range]
lower = "25 mg"
upper = "50 mg"
basis = "apigenin"
population = "adults"
source = "house-2026"
"""


@pytest.mark.parametrize("part", [["list"], ["show", "night-mag"]])
def test_an_own_substance_of_a_label_is_known_and_says_whose_it_is(planner, library, label, part):
    put(library / "catalogue/house.toml", OF_A_COACH)
    contents = LABEL.index("[product.contents")
    label.write_text(LABEL[:contents] + '[product.contents.apigenin]\namount = "50 mg"\n')
    result = planner("product", *part)
    assert (result.code, result.err) == (0, "")
    assert "apigenin (Coach Nilsen's own)" in one_line(result.out).replace("\u00a0", " ")
    assert "not checked" not in one_line(result.out)


@pytest.mark.parametrize("part", [["list"], ["show", "night-mag"], ["check"]])
def test_an_own_catalogue_that_cannot_be_used_is_told(planner, library, part):
    put(library / "catalogue/house.toml", "format = 1\nby = 3\n")
    result = planner("product", *part)
    assert result.code == 2
    assert "catalogue/house.toml:2: error: " in result.err


ESCAPED = ['"night-\\U0000006Dag"', '"night-\\u006dag"', '"""night-\\\n  mag"""']


@pytest.mark.parametrize("spelled", ESCAPED)
def test_a_plan_that_writes_the_id_with_an_escape_takes_it_too(planner, library, label, spelled):
    put(library / "odd.toml", PLAN.replace('"night-mag"', spelled))
    assert "Taken by 1 plan" in planner("product", "show", "night-mag").out
    result = planner("product", "change", "night-mag", "--set", "serving=1 capsule")
    assert "No plan takes it" not in result.out
    assert "odd" in result.out
    assert planner("product", "remove", "night-mag").code == 2
    assert label.exists()


@pytest.mark.parametrize("name", ["night-mag", "night-mag.toml", "products/night-mag.toml"])
def test_a_label_is_named_by_its_id_or_its_file(planner, library, name):
    assert planner("product", "show", name).code == 0


def test_a_label_that_is_not_there_is_told_with_the_nearest(planner, library):
    result = planner("product", "show", "nigth-mag")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        'planner: no label "nigth-mag" on the shelf regimens/products. Did you mean "night-mag"?\n'
    )
    assert "It has night-mag." in planner("product", "show", "x").err


def test_a_label_that_cannot_be_read_is_told_with_its_line(planner, library, label):
    label.write_text(LABEL.replace('"2 capsules"', "2"))
    result = planner("product", "show", "night-mag")
    assert result.code == 2
    assert "regimens/products/night-mag.toml:6: product.serving: read 2" in result.err


# check


def test_a_shelf_that_is_in_order_is_quiet(planner, library, clients):
    result = planner("product", "check")
    assert (result.code, result.err) == (0, "")
    assert result.out == "1 label; 7 plans looked through\n"


def test_every_label_is_read_and_judged(planner, library, clients):
    put(library / "products/a.toml", LABEL.replace('"2 capsules"', '"2,5 capsules"'))
    put(library / "products/b.toml", LABEL.replace("200 mg", "300 mg"))
    put(library / "products/c.toml", LABEL.replace("-bisglycinate]", "-glycinade]"))
    put(library / "products/d.toml", LABEL.replace("200 mg", "2 capsules"))
    result = planner("product", "check")
    assert result.code == 2
    starts = [line.split("] ")[0] for line in result.lines[:-1]]
    assert starts == [
        "regimens/products/a.toml:6: error[invalid-amount",
        "regimens/products/b.toml:10: warning[label-contradiction",
        "regimens/products/c.toml:9: error[unknown-substance",
        "regimens/products/d.toml:10: error[unit-mismatch",
    ]
    assert result.lines[-1] == "5 labels, 4 of them taken by no plan; 7 plans looked through"


def test_a_warning_about_a_label_makes_the_exit_code_1(planner, library, label):
    label.write_text(LABEL.replace("200 mg", "300 mg"))
    assert planner("product", "check").code == 1
    label.write_text(LABEL.replace('elemental = "200 mg"\n', "").replace("compound", "amount"))
    result = planner("product", "check")
    assert "question[basis-unstated]" in result.out
    assert result.code == 0


def test_products_that_nobody_has_are_told_where_they_are_taken(planner, library, clients):
    put(clients / "c-900.toml", PLAN.replace('"night-mag"', '"nigth-mag"'))
    result = planner("product", "check")
    assert result.code == 2
    assert result.lines[0] == (
        'regimens/clients/c-900.toml:7: error[unknown-product] no product "nigth-mag" in this file'
        ' or on the shelf. Did you mean "night-mag"?'
    )


def test_an_own_label_of_the_same_name_is_told_where_it_differs(planner, library, clients):
    put(clients / "same.toml", PLAN + OWN)
    assert planner("product", "check").code == 0
    put(clients / "differs.toml", PLAN + OWN.replace("2 capsules", "1 capsule"))
    result = planner("product", "check")
    assert result.code == 1
    assert result.lines[0] == (
        "regimens/clients/differs.toml:11: warning this plan goes by a label of its own that"
        " differs from the one on the shelf, products/night-mag.toml: serving 2 capsules becomes"
        " 1 capsule"
    )


def test_a_plan_that_lies_in_the_shelf_is_still_a_plan(planner, library):
    put(library / "products/evening.toml", PLAN)
    result = planner("product", "check")
    assert (result.code, result.out) == (0, "1 label; 1 plan looked through\n")
    assert "taken by 1 plan" in planner("product", "list").out
    assert "1 regimen: 1 pass" in planner("check", library).out


# add


def test_a_label_is_put_on_the_shelf_and_taken_off_again(planner, library, clients):
    plan = put(clients / "own.toml", (PLAN + OWN).replace("night-mag", "day-mag"))
    before = state(library)
    result = planner("product", "add", plan, "day-mag")
    assert (result.code, result.err) == (0, "")
    assert one_line(result.out) == (
        "regimens/products/day-mag.toml 1 plan holds this label; planner product link day-mag lets"
        " it refer to the shelf"
    )
    made = library / "products" / "day-mag.toml"
    assert tomllib.loads(made.read_text()) == {
        "format": 1,
        "product": tomllib.loads(OWN)["products"]["night-mag"],
    }
    again = planner("product", "add", plan, "day-mag")
    assert "is this label already; nothing was written" in again.out
    undo_run(newest(library))
    assert {
        path: data for path, data in state(library).items() if ".versions" not in path.parts
    } == (before)


def test_the_first_label_makes_the_shelf(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plan = put(tmp_path / "plan.toml", PLAN + OWN)
    assert planner("product", "add", plan, "night-mag", "--library", "new").code == 0
    assert planner("product", "show", "night-mag", "--library", "new").code == 0


def test_another_label_of_that_name_is_never_replaced(planner, library, clients, label):
    plan = put(clients / "own.toml", PLAN + OWN.replace("2 capsules", "1 capsule"))
    result = planner("product", "add", plan, "night-mag")
    assert result.code == 2
    assert "the shelf has another label of this name; give it another with --id" in result.err
    assert label.read_text() == LABEL
    assert planner("product", "add", plan, "night-mag", "--id", "night-mag-1").code == 0
    label.write_text("broken")
    assert planner("product", "add", plan, "night-mag").code == 2
    assert label.read_text() == "broken"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("nigth-mag", 'no label "nigth-mag" in this file. Did you mean "night-mag"?'),
        ("x\x1b[31m", 'no label "x\\x1b[31m" in this file. It has night-mag.'),
    ],
)
def test_a_label_that_the_plan_does_not_hold(planner, library, key, said):
    plan = put(library / "own.toml", PLAN + OWN)
    result = planner("product", "add", plan, key)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_plan_that_refers_to_the_shelf_has_no_label_to_give(planner, library, clients):
    result = planner("product", "add", clients / "c-002.toml", "night-mag")
    assert "it refers to a shelf" in result.err
    broken = put(library / "own.toml", PLAN + OWN.replace('"2 capsules"', '"2,5 capsules"'))
    result = planner("product", "add", broken, "night-mag")
    assert "own.toml:13: products.night-mag.serving" in result.err
    assert planner("product", "add", library / "nowhere.toml", "x").code == 2


@pytest.mark.parametrize("name", ["Night Mag", "../x", "", "x" * 65])
def test_a_name_that_no_plan_could_refer_to_is_refused(planner, library, name):
    plan = put(library / "own.toml", PLAN + OWN)
    before = state(library)
    assert planner("product", "add", plan, "night-mag", "--id", name).code == 2
    assert state(library) == before


# link


def test_copies_of_a_label_become_references(planner, library, clients):
    copies = [put(clients / f"d-{n}.toml", PLAN + OWN) for n in range(3)]
    named = put(clients / "named.toml", (PLAN + OWN).replace("night-mag", "my-mag"))
    differs = put(clients / "differs.toml", PLAN + OWN.replace("120", "60"))
    kept = differs.read_text()
    before = state(library)
    preview = planner("product", "link", "night-mag")
    assert preview.code == 0
    assert one_line(preview.out) == (
        "4 plans hold exactly this label: d-0, d-1, d-2 and named Nothing was written; --write"
        " writes it."
    )
    assert state(library) == before
    result = planner("product", "link", "night-mag", "--write")
    assert "They refer to products/night-mag.toml now." in result.out
    for path in copies:
        assert path.read_text() == PLAN
    assert named.read_text() == PLAN
    assert differs.read_text() == kept
    undo_run(newest(library))
    assert all(path.read_text() == PLAN + OWN for path in copies)


def test_a_copy_that_cannot_be_linked_is_told_with_the_reason(planner, library, clients):
    other = OWN.replace("[products.night-mag", "[products.copy")
    both = put(clients / "both.toml", PLAN + OWN.replace("120", "60") + other)
    broken = put(clients / "broken.toml", PLAN.replace('"90', '"9x') + OWN)
    result = planner("product", "link", "night-mag", "--write")
    assert result.code == 1
    assert "both.toml: left as it is: it has another label called night-mag" in result.out
    assert "broken.toml: left as it is: it has errors" in result.out
    assert both.read_text().startswith(PLAN)
    assert OWN in broken.read_text()


def test_a_template_with_open_fields_is_linked_where_it_can_be(planner, library):
    same = put(library / "templates/same.toml", TEMPLATE + OWN)
    other = put(library / "templates/other.toml", (TEMPLATE + OWN).replace("night-mag", "my-mag"))
    result = planner("product", "link", "night-mag", "--write")
    assert result.code == 1
    assert same.read_text().rstrip() == TEMPLATE.rstrip()
    assert "under another name than night-mag" in one_line(result.out)
    assert "my-mag" in other.read_text()


def test_only_the_plans_that_are_named_are_linked(planner, library, clients, tmp_path):
    one, two = (put(clients / f"d-{n}.toml", PLAN + OWN) for n in range(2))
    outside = put(tmp_path / "out.toml", PLAN + OWN)
    result = planner("product", "link", "night-mag", one, outside, "--write")
    assert "out.toml: left as it is: it lies outside of this library" in result.out
    assert one.read_text() == PLAN
    assert two.read_text() == PLAN + OWN == outside.read_text()


# change


def change(planner, *arguments):
    return planner("product", "change", "night-mag", *arguments)


STRONGER = (
    "--set", "contents.magnesium-bisglycinate.elemental=300 mg",
    "--set", "contents.magnesium-bisglycinate.compound=2130 mg",
)  # fmt: skip


def test_a_change_is_shown_by_what_it_does_to_the_plans(planner, library, clients):
    before = state(library)
    result = change(planner, *STRONGER)
    assert result.code == 1
    assert result.err == ""
    said = one_line(result.out).replace("\u00a0", " ")
    assert "magnesium bisglycinate per serving, 200 mg elemental becomes 300 mg elemental" in said
    assert "5 plans and 1 template take it" in said
    # 2 capsules: 200 -> 300; 3: 300 -> 450; 4: 400 -> 600; 5: 500 -> 750; 6: 600 -> 900 mg
    assert "pass becomes warn in 1 plan c-003" in said
    assert "warning[above-upper-limit] magnesium: new in 1 plan c-003" in said
    assert "warning[above-upper-limit] magnesium: changed in 3 plans c-004, c-005 and c-006" in said
    assert (
        "warning[dose-above-range] magnesium-bisglycinate: new in 2 plans c-003 and c-004" in said
    )
    assert (
        "total of magnesium: 200 mg elemental a day becomes 300 mg elemental a day, in 1 plan c-002"
        in said
    )
    assert "nothing that the judge says changes in 1 plan" in said  # the template's dose is open
    assert said.endswith("Nothing was written; --write writes it.")
    assert state(library) == before


def test_a_change_is_written_and_undone(planner, library, clients, label):
    before = state(library)
    result = change(planner, *STRONGER, "--unset", "pack", "--write")
    assert result.code == 1
    assert "regimens/products/night-mag.toml was written. planner undo takes it back." in result.out
    assert label.read_text() == (
        LABEL.replace("200 mg", "300 mg").replace("1420 mg", "2130 mg").replace(
            'pack = "120 capsules"\n', "")
    )  # fmt: skip
    content = label_in(clients / "c-002.toml").contents["magnesium-bisglycinate"]
    assert content.elemental.text == "300 mg"
    assert clients.joinpath("c-002.toml").read_text() == taking("2 capsules")
    assert "change night-mag, taken by 5 plans and 1 template" in newest(library).what
    assert planner("undo").code == 0
    assert {
        path: data for path, data in state(library).items() if ".versions" not in path.parts
    } == (before)


def test_a_change_that_breaks_plans_is_written_only_if_that_is_asked_for(
    planner, library, clients, label
):
    result = change(planner, "--set", "serving=1 tablet", "--write")
    assert result.code == 2
    assert "error[unit-mismatch]: new in 5 plans" in one_line(result.out)
    assert "nothing was written: 5 plans would have errors" in result.err
    assert label.read_text() == LABEL
    result = change(planner, "--set", "serving=1 tablet", "--write", "--allow-errors")
    assert result.code == 2
    assert label.read_text() == LABEL.replace('"2 capsules"', '"1 tablet"')


def test_a_change_that_mends_is_nothing_to_look_at(planner, library, clients, label):
    label.write_text(LABEL.replace("200 mg", "900 mg").replace("1420 mg", "6390 mg"))
    result = change(planner, *STRONGER)
    assert result.code == 1  # it still warns, about less
    result = change(
        planner,
        "--set", "contents.magnesium-bisglycinate.elemental=50 mg",
        "--set", "contents.magnesium-bisglycinate.compound=355 mg",
    )  # fmt: skip
    assert "warning[above-upper-limit] magnesium: gone in 5 plans" in one_line(result.out)


def test_a_price_changes_no_verdict(planner, library, clients, label):
    result = change(planner, "--set", "price=21 EUR", "--write")
    assert result.code == 0
    assert "nothing that the judge says changes in 6 plans" in result.out
    assert label.read_text() == LABEL.replace(
        'pack = "120 capsules"\n', 'pack = "120 capsules"\nprice = "21 EUR"\n'
    )


def test_the_whole_label_comes_from_a_file_or_from_standard_input(
    planner, library, label, tmp_path, monkeypatch
):
    new = put(tmp_path / "new.toml", LABEL.replace("blue", "green").replace("120", "90"))
    result = change(planner, "--to", new, "--write")
    assert "pack 120 capsules becomes 90 capsules" in result.out
    assert label.read_bytes() == new.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LABEL.encode())))
    assert change(planner, "--to", "-", "--write").code == 0
    assert label.read_text() == LABEL
    result = change(planner, "--to", label, "--write")
    assert "Nothing to write: the file says this already." in result.out


def test_a_broken_label_is_replaced_by_a_file(planner, library, clients, label, tmp_path):
    label.write_text("broken")
    assert change(planner, "--set", "pack=3 capsules").code == 2
    new = put(tmp_path / "new.toml", LABEL)
    result = change(planner, "--to", new, "--write")
    assert "the label as it was cannot be read" in result.out
    assert "error[invalid-field]: gone in 6 plans" in one_line(result.out)
    assert label.read_text() == LABEL


def test_what_an_editor_did_to_a_label_is_told_by_what_it_was(planner, library, clients, label):
    old = put(library.parent / "old.toml", LABEL)
    label.write_text(LABEL.replace("200 mg", "300 mg").replace("1420 mg", "2130 mg"))
    before = state(library)
    result = change(planner, "--from", old)
    assert result.code == 1
    assert "pass becomes warn in 1 plan c-003" in one_line(result.out)
    assert "written" not in result.out
    assert state(library) == before
    assert change(planner, "--from", old, "--write").code == 2


def test_nobody_takes_it(planner, library):
    result = change(planner, "--set", "pack=60 capsules")
    assert result.code == 0
    assert "No plan takes it." in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say how the label changes"),
        (("--to", "a", "--set", "pack=3 capsules"), "say how the label changes"),
        (("--set", "pack"), 'expected KEY=VALUE, such as serving="1 capsule"'),
        (("--set", "pack= "), "the value is empty; --unset takes a key out"),
        (("--set", "pack=1 capsule", "--set", "pack=2 capsules"), "is given twice"),
        (("--set", "srving=1 capsule"), 'Did you mean "serving"?'),
        (("--set", "contents.zinc=5 mg"), "names no value"),
        (("--set", "contents.zinc.amout=5 mg"), 'Did you mean "amount"?'),
        (("--set", "contents.Zinc.amount=5 mg"), "cannot be a name here"),
        (("--set", "serving=2,5 capsules"), "serving: "),
        (("--set", "contents.zinc.amount=5 mg"), '"zinc" is not in the catalogue'),
        (("--set", "name=a\udcff"), "half a character"),
        (("--unset", "price"), 'has no "price" that could go'),
        (("--unset", "contents.magnesium-bisglycinat"), 'Did you mean "magnesium-bisglycinate"?'),
        (("--unset", "contents.magnesium-bisglycinate"), "at least one substance"),
        (("--unset", "serving"), "serving: the key serving is missing"),
        (("--to", "nowhere.toml"), "nowhere.toml: cannot be read: No such file"),
        (("--to", "."), "not a regular file"),
        (("--from", "nowhere.toml"), "nowhere.toml: cannot be read"),
    ],
)
@pytest.mark.usefixtures("clients")
def test_a_change_that_cannot_be_is_refused_in_words(planner, library, arguments, said):
    before = state(library)
    result = change(planner, *arguments, *(() if "--from" in arguments else ("--write",)))
    assert result.code == 2
    assert said in one_line(result.err)
    assert "Traceback" not in result.err
    assert state(library) == before


@pytest.mark.parametrize("data", [b"\xff\xfe", b"x" * (1024 * 1024 + 1), PLAN.encode(), b""])
def test_a_file_that_holds_no_label_is_refused(planner, library, label, tmp_path, data):
    new = tmp_path / "new.toml"
    new.write_bytes(data)
    result = change(planner, "--to", new, "--write")
    assert result.code == 2
    assert "new.toml: line " in result.err
    assert label.read_text() == LABEL


def test_a_label_that_changes_meanwhile_is_not_overwritten(planner, library, label, monkeypatch):
    from planner.cli import product_put

    real = product_put.write

    def late(place, what, changes):
        label.write_text(LABEL.replace("blue", "red"))
        real(place, what, changes)

    monkeypatch.setattr("planner.cli.product_change.write", late)
    result = change(planner, "--set", "pack=60 capsules", "--write")
    assert result.code == 2
    assert label.read_text() == LABEL.replace("blue", "red")


def test_a_shelf_that_is_a_link_is_written_where_it_leads(planner, library, label, tmp_path):
    team = tmp_path / "team"
    (library / "products").rename(team)
    (library / "products").symlink_to(team)
    forget_homes()
    assert change(planner, "--set", "pack=60 capsules", "--write").code == 0
    assert (library / "products").is_symlink()
    assert "60 capsules" in (team / "night-mag.toml").read_text()


# remove


def test_a_label_that_is_taken_stays_on_the_shelf(planner, library, clients, label):
    result = planner("product", "remove", "night-mag")
    assert result.code == 2
    assert "not removed: 5 plans and 1 template take it: c-002, c-003, c-004 and 3 more" in (
        one_line(result.err)
    )
    assert label.exists()


def test_a_label_that_nobody_takes_is_removed_and_brought_back(planner, library, label):
    put(library / "own.toml", PLAN + OWN)
    assert planner("product", "remove", "night-mag").code == 0
    assert not label.exists()
    assert planner("undo").code == 0
    assert label.read_text() == LABEL


def test_a_label_stays_while_a_plan_cannot_be_read(planner, library, label):
    put(library / "bad.toml", "night-mag = [")
    result = planner("product", "remove", "night-mag")
    assert result.code == 2
    assert "a plan that cannot be read may take it" in result.err
    assert label.exists()


# other commands


def test_a_label_that_is_checked_as_a_plan_says_what_judges_labels(planner, label):
    result = planner("check", label)
    assert result.code == 2
    assert ":4: error[invalid-field] unknown key" in result.out
    assert "planner product check" in result.out


def test_a_plan_put_together_line_by_line_copies_no_label(
    planner, library, clients, tmp_path, monkeypatch
):
    plan = clients / "c-002.toml"
    lines = "change 1\ndose\n3 capsules\n\nsave\nquit\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    result = planner("build", plan)
    assert "From the shelf (products/night-mag.toml)" in one_line(result.err)
    assert plan.read_text() == taking("3 capsules")
    lines = f"title\nElsewhere\nsave {tmp_path / 'out.toml'}\nquit\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    result = planner("build", plan)
    assert "The label of Night Mag stands in the plan itself now" in one_line(result.err)
    held = tomllib.loads((tmp_path / "out.toml").read_text())["products"]["night-mag"]
    assert held == tomllib.loads(OWN)["products"]["night-mag"]


def test_what_is_exported_and_imported_keeps_its_label(planner, library, clients, tmp_path):
    out = tmp_path / "out"
    assert planner("export", clients / "c-002.toml", "--to", "html", "--out", out).code == 0
    assert planner("import", *out.rglob("*.html"), "--library", tmp_path / "other").code == 0
    (copy,) = (tmp_path / "other").glob("*.toml")
    assert label_in(copy).serving.text == "2 capsules"
    foreign = put(tmp_path / "foreign.toml", taking("7 capsules"))
    result = planner("import", foreign)
    assert result.code == 2
    assert "not copied: it takes night-mag without a label" in result.err


# as a program


def test_nothing_is_written_by_looking(planner, library, clients):
    put(clients / "own.toml", PLAN + OWN)
    before = state(library)
    for arguments in (["list"], ["show", "night-mag"], ["check"], ["link", "night-mag"]):
        planner("product", *arguments)
    change(planner, *STRONGER)
    assert state(library) == before


def test_foreign_text_acts_on_nothing(planner, library, clients, label):
    hostile = "\x1b[31m[/oops] \u202eevil"
    label.write_text(LABEL.replace("Night Mag", hostile.replace("\x1b", "\\u001b")))
    for arguments in (["list"], ["show", "night-mag"], ["check"]):
        result = planner("product", *arguments)
        assert "\x1b" not in result.out
        assert "\u202e" not in result.out
    assert "\\x1b[31m[/oops] \\u202eevil" in planner("product", "list").out


@pytest.mark.parametrize("arguments", [["list"], ["check"], ["show", "night-mag"]])
def test_an_unreadable_folder_is_no_end(planner, library, clients, arguments):
    closed = library / "closed"
    closed.mkdir()
    closed.chmod(0)
    try:
        assert planner("product", *arguments).code in (0, 1)
    finally:
        closed.chmod(0o755)


def test_a_closed_pipe_ends_it_quietly(library, clients):
    for number in range(300):
        put(clients / f"x-{number}.toml", PLAN)
    run = subprocess.Popen(
        [sys.executable, "-m", "planner", "product", "show", "night-mag"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=library.parent, env=dict(os.environ),
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.readline()
    run.stdout.close()
    said = run.stderr.read()
    run.stderr.close()
    assert run.wait() == 141
    assert said == b""


def test_a_part_is_needed(planner):
    result = planner("product")
    assert result.code == 2
    assert "PART" in result.err
    for part in ("list", "show", "check", "add", "link", "change", "remove"):
        text = planner("product", part, "--help").out
        assert max(map(len, text.splitlines())) <= 80
        assert "example:" in text
