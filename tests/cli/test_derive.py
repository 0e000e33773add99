"""`planner derive`, `drift` and `rebase`: a coach's templates and the plans of many clients."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from planner.cli.main import main
from planner.regimen.reading import read_file
from tests.cli.conftest import ROOT

TEMPLATE = """\
format = 1
title = "Calm night"
weeks = 8

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "200 mg"
basis = "elemental"
when = "90 min before bed"

[entries.ashwagandha]
substance = "ashwagandha-extract"
standardised_to = "5 %"
when = "60 min before bed"

[template]
description = "Magnesium and ashwagandha."

[template.fields.bedtime]
key = "bedtime"
prompt = "When to bed?"

[template.fields.client]
key = "person.name"
prompt = "Whose?"

[template.fields.dose]
key = "entries.ashwagandha.dose"
prompt = "How much ashwagandha?"
default = "300 mg"
"""
CLIENTS = """\
client,bedtime,dose,age,country,conditions,medicines
C-001,22:30,,34,US,,
C-002,23:00,600 mg,,US,,
C-003,22:00,,,US,thyroid-disorder,
C-004,00:30,,,US,,levothyroxine 07:00
C-005,22:30,700 mg,,US,,
C-006,22:30,,16,US,,
"""


def plan(path: Path) -> Any:
    """What a file plans."""
    reading = read_file(path)
    assert reading.whole, reading.problems
    return reading.regimen


LABEL = """\
format = 1

[product]
name = "Night Mag"
serving = "2 capsules"

[product.contents.magnesium-bisglycinate]
elemental = "{mg} mg"
"""


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A library with a template and a table of clients, as the current folder."""
    (tmp_path / "calm-night.toml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "clients.csv").write_text(CLIENTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_LIBRARY", str(tmp_path))
    return tmp_path


@pytest.fixture
def derive(planner, library):
    """`derive("--write")` derives from the table of the library into clients/."""

    def run(*more, table="clients.csv"):
        return planner("derive", "calm-night", "--clients", table, "--out", "clients", *more)

    return run


def edit(path, *changes):
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def snapshot(folder):
    """Every file of a folder that is no record, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".versions" not in path.parts and ".planner-" not in str(path)
    }


# many from a table


def test_a_dry_run_is_the_default_and_writes_nothing(derive, library):
    before = snapshot(library)
    result = derive()
    assert result.code == 1
    assert "To be written to clients: 3 plans" in result.out
    assert "Withheld, because of who the person is: 3 plans" in result.out
    assert "Nothing was written" in result.out
    assert snapshot(library) == before
    assert not (library / ".versions").exists()


def test_findings_are_grouped_and_not_told_by_client(derive):
    out = derive().out
    assert out.count("dose-above-range") == 1
    assert "dose-above-range  ashwagandha-extract  in 1 plan" in out
    assert out.count("evidence-limited") == 1


def test_what_is_withheld_is_listed_with_why(derive):
    out = derive().out
    held = out[out.index("Withheld") :]
    for code, about in (
        ("c-003", "thyroid-disorder"), ("c-004", "levothyroxine"), ("c-006", "age 16"),
    ):  # fmt: skip
        assert code in held
        assert f"ashwagandha, {about}" in held


def test_plans_are_written_and_say_what_they_were_made_from(derive, library):
    result = derive("--write")
    assert result.code == 1, result.err
    assert sorted(path.name for path in (library / "clients").glob("*.toml")) == [
        "c-001.toml", "c-002.toml", "c-005.toml",
    ]  # fmt: skip
    regimen = plan(library / "clients" / "c-002.toml")
    assert regimen.person.name == "C-002"
    assert regimen.entries["ashwagandha"].dose.text == "600 mg"
    assert regimen.derived.template == "calm-night"
    assert regimen.derived.filled == ("client", "bedtime", "dose", "person.country")


def test_warned_plans_are_written_only_where_somebody_says_so(derive, library):
    derive("--write", "--include-warned")
    assert len(list((library / "clients").glob("*.toml"))) == 6
    regimen = plan(library / "clients" / "c-004.toml")
    assert regimen.medicines["levothyroxine"].when[0].text == "07:00"


def test_a_template_that_accepted_a_caution_still_withholds(derive, library):
    accepted = (
        '[[accepted]]\ncode = "caution"\nentry = "ashwagandha"\nobserved = "thyroid-disorder"\n'
        'reason = "Fine"\non = 2026-11-20\n\n[template]'
    )
    edit(library / "calm-night.toml", ("[template]", accepted))
    out = derive().out
    assert "c-003" in out[out.index("Withheld") :]


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        ("C-009,11.30pm,,,,,", "8:2: bedtime:", "23:30"),
        ("C-009,,,,,,", "8:2: bedtime:", "is not filled: When to bed?"),
        ("C-009,23:00,1,5 g,,,,", "8:8:", "8 cells"),
        ("C-009,23:00,0,,,,", "8:3: dose:", "unit"),
        ("C-009,23:00,,forty,,,", "8:4: person.age:", "forty"),
        ("C-009,23:00,,,Norway,,", "8:5: person.country:", "Norway"),
        ("C-009,23:00,,,,pregnant,", "8:6: person.conditions", "pregnancy"),
        (",23:00,,,,,", "8:1: client:", "empty"),
        ("c-001,23:00,,,,,", "8:1: client:", "line 2"),
        ("晚上,23:00,,,,,", "8:1: client:", "cannot name a file"),
    ],
)
def test_a_bad_row_is_named_and_stops_all(derive, library, row, place, said):
    edit(library / "clients.csv", ("C-006,22:30,,16,US,,\n", f"C-006,22:30,,16,US,,\n{row}\n"))
    for more in ((), ("--write",)):
        result = derive(*more)
        assert result.code == 2
        (line,) = [each for each in result.err.splitlines() if f"clients.csv:{place}" in each]
        assert said in line
        assert "nothing was written" in result.err
    assert not (library / "clients").exists()


def test_every_bad_row_is_told_at_once(derive, library):
    edit(library / "clients.csv", ("22:30,,34", "late,,34"), ("23:00,600 mg", "23:00,600"))
    err = derive().err
    assert "clients.csv:2:2:" in err
    assert "clients.csv:3:3:" in err


def test_an_unknown_column_is_refused(derive, library):
    edit(library / "clients.csv", ("country,", "land,"))
    result = derive()
    assert result.code == 2
    assert 'clients.csv:1:5: the column "land"' in result.err
    assert derive("--skip-column", "land").code == 1


def test_files_that_are_there_are_left_as_they_are(derive, library):
    derive("--write")
    edit(library / "clients" / "c-001.toml", ("weeks = 8", "weeks = 4"))
    edit(library / "clients.csv", ("C-001,22:30", "C-000,22:30,,34,US,,\nC-001,22:30"))
    before = (library / "clients" / "c-001.toml").read_bytes()
    out = derive("--write").out
    assert "Already there, the same: 2 files" in out
    assert "Already there and different, left as they are: 1 file" in out
    assert (library / "clients" / "c-001.toml").read_bytes() == before
    assert (library / "clients" / "c-000.toml").exists()


def test_nothing_to_write_is_no_run(derive, library):
    derive("--write")
    runs = list((library / "clients" / ".versions" / "runs").iterdir())
    assert "Nothing to write." in derive("--write").out
    assert list((library / "clients" / ".versions" / "runs").iterdir()) == runs


def test_a_run_is_taken_back_in_one_step(planner, derive, library):
    before = snapshot(library)
    derive("--write")
    assert planner("undo").code == 0
    assert snapshot(library) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["derive", "nothing", "--clients", "clients.csv", "--out", "clients"],
        ["derive", "calm-night", "--clients", "none.csv", "--out", "clients"],
        ["derive", "calm-night", "--clients", ".", "--out", "clients"],
        ["derive", "calm-night", "--clients", "calm-night.toml", "--out", "clients"],
        ["derive", "clients.csv", "--clients", "clients.csv", "--out", "clients"],
        ["derive", "calm-night", "--clients", "clients.csv", "--out", "clients.csv", "--write"],
        ["drift", "calm-night", "none"],
        ["rebase", "calm-night", "none"],
        ["rebase", "calm-night", "--write", "--preview"],
    ],
)
def test_what_cannot_be_done_is_said(planner, library, arguments):
    before = snapshot(library)
    result = planner(*arguments)
    assert result.code == 2
    assert result.err.startswith("planner: ")
    assert "mistake in Planner" not in result.err
    assert snapshot(library) == before


# drift


def test_plans_as_the_template_is_do_not_drift(planner, derive):
    derive("--write")
    result = planner("drift", "calm-night")
    assert result.code == 0
    assert "3 plans made from it; 3 as it is now" in result.out


def test_older_versions_own_changes_and_pauses_are_shown(planner, derive, library):
    derive("--write")
    clients = library / "clients"
    edit(library / "calm-night.toml", ("weeks = 8", "weeks = 6"))
    edit(clients / "c-001.toml", ('dose = "200 mg"', 'dose = "250 mg"'))
    edit(clients / "c-005.toml", ("[derived]", '[derived]\npaused = "On holiday"'))
    result = planner("drift", "calm-night")
    assert result.code == 1
    assert "3 plans made from it; 0 as it is now" in result.out
    assert "weeks: 8 becomes 6" in result.out
    assert "entries.magnesium.dose: 200 mg becomes 250 mg" in result.out
    assert "c-005.toml: On holiday" in " ".join(result.out.split())


def test_drift_for_programs(planner, derive, library):
    derive("--write")
    edit(library / "clients" / "c-001.toml", ('dose = "200 mg"', 'dose = "250 mg"'))
    table = json.loads(planner("drift", "calm-night", "--format", "json").out)
    assert table["summary"] == {
        "plans": 3, "same": 2, "older": 0, "own": 1, "paused": 0, "unknown": 0, "others": 1,
    }  # fmt: skip
    (own,) = [each for each in table["plans"] if each["own"]]
    assert own["own"][0]["new"] == {"entries.magnesium.dose": "250 mg"}


def test_a_state_that_was_not_kept_is_said_and_not_guessed(planner, derive, library):
    derive("--write")
    edit(library / "calm-night.toml", ("weeks = 8", "weeks = 6"))
    for kept in (library / "clients" / ".versions" / "templates").iterdir():
        kept.unlink()
    out = planner("drift", "calm-night").out
    assert "Cannot be told: 3 plans" in out
    before = snapshot(library)
    result = planner("rebase", "calm-night", "--write")
    assert result.code == 1
    assert "not known here" in result.out
    assert snapshot(library) == before


def test_a_plan_that_cannot_be_read_is_named(planner, derive, library):
    derive("--write")
    edit(library / "clients" / "c-001.toml", ('dose = "200 mg"', "dose = 200"))
    result = planner("drift", "calm-night")
    assert result.code == 2
    assert "clients/c-001.toml: line " in " ".join(result.out.split())


# rebase


def test_a_preview_writes_nothing_and_shows_before_and_after(planner, derive, library):
    derive("--write")
    edit(library / "calm-night.toml", ('dose = "200 mg"', 'dose = "400 mg"'))
    before = snapshot(library)
    result = planner("rebase", "calm-night", "--preview")
    assert result.code == 1  # for 400 mg is above the upper limit
    assert "200 mg elemental becomes 400 mg elemental" in result.out.replace("\u00a0", " ")
    assert "above-upper-limit magnesium: new in 3 plans" in result.out
    assert "c-001, c-002 and c-005" in " ".join(result.out.split())
    assert snapshot(library) == before


def test_own_changes_comments_and_layout_stay(planner, derive, library):
    derive("--write")
    clients = library / "clients"
    edit(clients / "c-001.toml", ('when = "90 min before bed"', 'when = "21:00"  # after dinner'))
    edit(library / "calm-night.toml", ('dose = "200 mg"', 'dose = "300 mg"'))
    before = (clients / "c-001.toml").read_text(encoding="utf-8").splitlines()
    assert planner("rebase", "calm-night", "--write").code == 0
    after = (clients / "c-001.toml").read_text(encoding="utf-8").splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed[0] == 'dose = "300 mg"'
    assert changed[1].startswith("version = ")
    assert len(changed) == 2
    assert 'when = "21:00"  # after dinner' in after
    assert planner("rebase", "calm-night").out.count("need nothing") == 1


def test_conflicts_are_shown_and_nothing_is_chosen(planner, derive, library):
    derive("--write")
    clients = library / "clients"
    edit(clients / "c-001.toml", ('dose = "200 mg"', 'dose = "250 mg"'))
    edit(library / "calm-night.toml", ('dose = "200 mg"', 'dose = "300 mg"'))
    before = (clients / "c-001.toml").read_bytes()
    result = planner("rebase", "calm-night", "--write")
    assert result.code == 1
    assert "Conflicts, left as they are: 1 plan" in result.out
    for side in ("was: dose 200 mg", "template: dose 300 mg", "own: dose 250 mg"):
        assert side in result.out
    assert (clients / "c-001.toml").read_bytes() == before
    assert plan(clients / "c-002.toml").entries["magnesium"].dose.text == "300 mg"
    planner("rebase", "calm-night", clients / "c-001.toml", "--take", "own", "--write")
    regimen = plan(clients / "c-001.toml")
    assert regimen.entries["magnesium"].dose.text == "250 mg"
    assert planner("drift", "calm-night").out.count("Older version") == 0


def test_paused_plans_are_left_as_they_are(planner, derive, library):
    derive("--write")
    path = library / "clients" / "c-001.toml"
    edit(path, ("[derived]", '[derived]\npaused = "On holiday"'))
    edit(library / "calm-night.toml", ("weeks = 8", "weeks = 6"))
    before = path.read_bytes()
    assert planner("rebase", "calm-night", "--write").code == 1
    assert path.read_bytes() == before


def test_a_change_that_speaks_against_a_person_is_withheld(planner, derive, library):
    edit(
        library / "calm-night.toml",
        ('substance = "ashwagandha-extract"', 'substance = "glycine"'),
        ('standardised_to = "5 %"\n', ""),
        ('default = "300 mg"', 'default = "3 g"'),
    )
    edit(library / "clients.csv", ("600 mg", ""), ("700 mg", ""))
    derive("--write", "--include-warned")
    herb = '\n[entries.herb]\nsubstance = "ashwagandha-extract"\ndose = "300 mg"\n'
    herb += 'standardised_to = "5 %"\nwhen = "60 min before bed"\n\n[template]'
    edit(library / "calm-night.toml", ("\n[template]", herb))
    result = planner("rebase", "calm-night", "--write")
    assert result.code == 1
    assert "Withheld, because of who the person is: 3 plans" in result.out
    assert "herb" not in plan(library / "clients" / "c-003.toml").entries
    assert "herb" in plan(library / "clients" / "c-001.toml").entries
    planner("rebase", "calm-night", "--write", "--include-warned")
    assert "herb" in plan(library / "clients" / "c-003.toml").entries


def test_a_new_field_is_filled_for_all(planner, derive, library):
    derive("--write")
    field = '[template.fields.from]\nkey = "start"\nprompt = "From when?"\n\n[template.fields.dose]'
    edit(library / "calm-night.toml", ("[template.fields.dose]", field))
    result = planner("rebase", "calm-night")
    assert "from: is not filled: From when?" in result.out
    assert planner("rebase", "calm-night", "--write", "--set", "from=2026-12-01").code == 0
    assert str(plan(library / "clients" / "c-001.toml").start) == "2026-12-01"


def test_a_rebase_is_taken_back_in_one_step(planner, derive, library):
    derive("--write")
    edit(library / "calm-night.toml", ("weeks = 8", "weeks = 6"))
    before = snapshot(library)
    planner("rebase", "calm-night", "--write")
    assert snapshot(library) != before
    assert planner("undo").code == 0
    assert snapshot(library) == before


# what must never be guessed


def test_a_shipped_template_never_stands_in_for_a_broken_one(planner, library):
    shipped = planner("template", "show", "wind-down")
    assert shipped.code == 0
    (library / "templates").mkdir()
    for broken in (TEMPLATE.replace('"200 mg"', '"200 mg'), 'title = "x', "Ash\xe9"):
        path = library / "templates" / "wind-down.toml"
        path.write_text(broken, encoding="latin-1")
        result = planner("new", "--template", "wind-down", "-o", "x.toml")
        assert result.code == 2
        assert "wind-down.toml:" in result.err
        assert planner("template", "check").code == 2
        assert "cannot be used" in planner("template", "list").out
        path.unlink()


def test_an_unreadable_label_drops_no_entry(planner, library):
    (library / "products").mkdir()
    label = LABEL.format(mg=200).replace("2 capsules", "2 capsuls,")
    (library / "products" / "mag.toml").write_text(label, encoding="utf-8")
    text = TEMPLATE.replace(
        'substance = "magnesium-bisglycinate"\ndose = "200 mg"\nbasis = "elemental"\n',
        'product = "mag"\ndose = "2 capsules"\n',
    )
    (library / "calm-night.toml").write_text(text, encoding="utf-8")
    result = planner(
        "derive", "calm-night", "--clients", "clients.csv", "--out", "clients", "--write"
    )
    assert result.code == 2
    assert "products/mag.toml:" in result.err
    assert not (library / "clients").exists()
    arguments = ["--set", "bedtime=23:00", "--set", "client=C", "-o", "x.toml"]
    assert planner("new", "--template", "calm-night", *arguments).code == 2
    assert not (library / "x.toml").exists()


def test_a_new_condition_of_a_client_who_has_a_plan_is_told(derive, library):
    derive("--write")
    edit(library / "clients.csv", ("C-001,22:30,,34,US,,", "C-001,22:30,,34,US,pregnancy,"))
    result = derive("--write")
    assert result.code == 1
    told = result.out[result.out.index("Already there and different") :]
    assert "c-001" in told
    assert "speaks against" in told
    assert "ashwagandha, pregnancy" in told


def test_another_client_is_not_served_by_a_file_of_the_same_name(derive, library):
    derive("--write")
    edit(library / "clients.csv", ("C-001,22:30", "C 001,21:00"))
    result = derive()
    assert result.code == 2
    assert "clients.csv:2:1: client:" in result.err
    assert '"C-001"' in result.err


def test_a_plan_of_another_template_of_the_same_name_is_left_alone(planner, derive, library):
    derive("--write")
    other = library / "other"
    other.mkdir()
    (other / "calm-night.toml").write_text(
        TEMPLATE.replace("magnesium-bisglycinate", "magnesium-citrate"), encoding="utf-8"
    )
    before = snapshot(library / "clients")
    result = planner("rebase", other / "calm-night.toml", "clients", "--write")
    assert result.code == 1
    assert "another template of this name" in " ".join(result.out.split())
    assert snapshot(library / "clients") == before


def test_plans_of_a_shipped_template_go_on_with_its_copy(planner, library):
    shipped = planner("derive", "wind-down", "--clients", "t.csv", "--out", "clients")
    assert shipped.code == 2
    (library / "t.csv").write_text("code,bedtime\nC-1,23:00\n", encoding="utf-8")
    arguments = ["derive", "wind-down", "--clients", "t.csv", "--out", "clients", "--write"]
    assert planner(*arguments).code == 0
    text = (ROOT / "regimens" / "wind-down.toml").read_text(encoding="utf-8")
    (library / "wind-down.toml").write_text(text.replace("200 mg", "300 mg"), encoding="utf-8")
    assert planner("rebase", "wind-down", "clients", "--write").code == 0
    regimen = plan(library / "clients" / "c-1.toml")
    assert regimen.entries["magnesium"].dose.text == "300 mg"


def test_a_caution_that_stands_is_told_where_a_dose_rises(planner, derive, library):
    derive("--write", "--include-warned")
    edit(library / "calm-night.toml", ('default = "300 mg"', 'default = "450 mg"'))
    result = planner("rebase", "calm-night", "--write")
    assert result.code == 1
    assert "something about the person speaks against" in " ".join(result.out.split())
    assert "c-003" in result.out


def test_a_moved_plan_is_still_followed(planner, derive, library):
    derive("--write")
    (library / "archive" / "2026").mkdir(parents=True)
    (library / "clients" / "c-001.toml").rename(library / "archive" / "2026" / "c-001.toml")
    edit(library / "calm-night.toml", ("weeks = 8", "weeks = 6"))
    assert "Cannot be told" not in planner("drift", "calm-night").out


def test_comments_of_a_template_stay_out_of_the_folders_of_clients(derive, library):
    edit(library / "calm-night.toml", ("weeks = 8", "weeks = 8  # for Anna Smith"))
    derive("--write")
    kept = list((library / "clients" / ".versions" / "templates").iterdir())
    assert len(kept) == 1
    assert b"Anna" not in kept[0].read_bytes()


def test_nothing_from_a_plan_acts_on_the_terminal(planner, derive, library):
    derive("--write")
    hostile = '[derived]\npaused = "a\\u001b[31m\\nfaked"'
    edit(library / "clients" / "c-001.toml", ("[derived]", hostile))
    edit(library / "calm-night.toml", ("weeks = 8", "weeks = 6"))
    for command in ("drift", "rebase"):
        out = planner(command, "calm-night").out
        assert "\x1b" not in out
        assert "\nfaked" not in out


def test_regimens_that_only_mention_it_are_no_plans(planner, derive, library):
    derive("--write")
    (library / "odd.toml").write_text(
        'format = 1\ntitle = "derived from a book"\nx = 1\n', encoding="utf-8"
    )
    assert planner("drift", "calm-night").code == 0


def test_a_template_with_a_person_in_it_makes_no_plans(derive, library):
    edit(library / "calm-night.toml", ("[template]", "[person]\nage = 45\n\n[template]"))
    result = derive()
    assert result.code == 2
    assert "person" in result.err


# killed at any moment


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork")
@pytest.mark.parametrize("command", ["derive", "rebase"])
def test_killed_at_any_moment_the_folder_is_the_old_or_the_new_one(derive, library, command):
    rows = "".join(f"K-{number:03},22:30,,,US,,\n" for number in range(20))
    (library / "clients.csv").write_text(CLIENTS.splitlines()[0] + "\n" + rows, encoding="utf-8")
    (library / "clients").mkdir()
    (library / "clients" / "notes.txt").write_text("mine", encoding="utf-8")
    arguments = ["derive", "calm-night", "--clients", "clients.csv", "--out", "clients", "--write"]
    if command == "rebase":
        derive("--write")
        edit(library / "calm-night.toml", ("weeks = 8", "weeks = 6"))
        arguments = ["rebase", "calm-night", "--write"]
    old = snapshot(library / "clients")
    started = time.monotonic()
    assert _forked(arguments, 0) == 0
    took = time.monotonic() - started
    new = snapshot(library / "clients")
    assert len(new) == 21
    assert new != old
    killed = 0
    for step in range(1, 21):
        assert main(["undo"]) == 0
        assert snapshot(library / "clients") == old
        signalled = _forked(arguments, took * step / 20)
        found = snapshot(library / "clients")
        assert found in (old, new), f"killed after {step}/20"
        killed += signalled != 0
        if found == old:
            assert _forked(arguments, 0) == 0
            assert snapshot(library / "clients") == new
    assert killed


def _forked(arguments, after):
    """Run the command in a process of its own that is killed after so many seconds; 0 for never."""
    child = os.fork()
    if child == 0:
        with open(os.devnull, "w") as nowhere:  # noqa: PTH123
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process on the spot
        if after:
            signal.setitimer(signal.ITIMER_REAL, after)
        main(arguments)
        os._exit(0)
    return os.waitpid(child, 0)[1]


# labels of a shelf


def test_a_plan_outside_of_the_shelf_holds_the_label_and_never_another_one(planner, library):
    home, other = library / "coach", library / "other"
    for folder, amount in ((home, 200), (other, 300)):
        (folder / "products").mkdir(parents=True)
        (folder / "products" / "mag.toml").write_text(LABEL.format(mg=amount), encoding="utf-8")
    text = TEMPLATE.replace(
        'substance = "magnesium-bisglycinate"\ndose = "200 mg"\nbasis = "elemental"\n',
        'product = "mag"\ndose = "2 capsules"\n',
    )
    (home / "bottle.toml").write_text(text, encoding="utf-8")
    (library / "clients.csv").write_text("client,bedtime\nC-1,23:00\n", encoding="utf-8")
    template = home / "bottle.toml"
    for out in (home / "in", other / "out", library / "none"):
        result = planner("derive", template, "--clients", "clients.csv", "--out", out, "--write")
        assert result.code == 0, result.err
        table = json.loads(planner("check", "--format", "json", out).out)["regimens"][0]
        (total,) = [each for each in table["totals"] if "mineral" in each]
        assert total["elemental_per_day"] == "200 mg", out
        assert planner("drift", template, out).code == 0
    assert b"[products" not in (home / "in" / "c-1.toml").read_bytes()
    assert b"[products" in (other / "out" / "c-1.toml").read_bytes()
