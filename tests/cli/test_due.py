"""`planner due`: what is due, by date and one line a plan; nothing silently left out."""

import csv
import io
import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import INVALID, PASSES

TODAY = "2026-11-26"

PACK = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"
start = 2026-09-01
weeks = 26

[entries.magnesium]
product = "night-mag"
dose = "2 capsules"
when = "90 min before bed"

[products.night-mag]
name = "Night Mag"
serving = "2 capsules"
pack = "60 capsules"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
"""
TEMPLATE = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"

[template]
description = "For everybody"
"""


def planned(start=None, weeks=None):
    """The evening that passes, with a start and a length."""
    lines = [f"start = {start}"] if start else []
    lines += [f"weeks = {weeks}"] if weeks else []
    return PASSES.replace("\n[entries", "\n".join(["", *lines, "[entries"]), 1)


def found(result):
    return json.loads(result.out)


def rows(result):
    text = result.out.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_what_is_due_comes_first_and_by_date(planner, file, tmp_path):
    file(planned("2026-09-17", 10), "clients/today.toml")
    file(planned("2026-09-01", 8), "clients/long-past.toml")
    file(planned("2026-09-18", 10), "clients/tomorrow.toml")
    file(planned("2026-10-02", 10), "clients/in-fifteen.toml")
    file(PACK, "clients/pack.toml")
    clients = tmp_path / "clients"
    result = planner("due", clients, "--on", TODAY)
    assert result.code == 1
    assert result.err == ""
    assert [" ".join(line.split()) for line in result.lines] == [
        "Due on 2026-11-26: 2 plans",
        f"2026-10-27 {clients}/long-past.toml planned for 8 weeks from 2026-09-01; review due 30"
        " days ago",
        f"2026-11-26 {clients}/today.toml planned for 10 weeks from 2026-09-17; review due today",
        "Due until 2026-12-10: 2 plans",
        f"2026-11-27 {clients}/tomorrow.toml planned for 10 weeks from 2026-09-18; review due in"
        " 1 day",
        f"2026-11-30 {clients}/pack.toml Night Mag runs out in 4 days (pack 3, one after the other"
        " from 2026-09-01 on)",
        "5 plans: 2 due, 2 due within 14 days, 1 with nothing due",
    ]


def test_nothing_due_is_0_and_says_how_many_were_looked_at(planner, file):
    result = planner("due", file(planned("2026-11-01", 8)), "--on", TODAY)
    assert (result.code, result.err) == (0, "")
    assert result.lines == ["1 plan: 0 due, 0 due within 14 days, 1 with nothing due"]


def test_one_plan_is_one_line_with_every_reason(planner, file):
    path = file(PACK.replace("weeks = 26", "weeks = 13"))
    result = planner("due", path, "--on", TODAY)
    said = [line for line in result.lines if str(path) in line]
    assert len(said) == 1
    assert "runs out in 4 days" in said[0]
    assert "review due in 5 days" in said[0]
    assert said[0].split()[0] == "2026-11-30"


@pytest.mark.parametrize(("within", "code"), [(0, 0), (3, 0), (4, 1), (3650, 1)])
def test_within_says_how_far_to_look_ahead(planner, file, within, code):
    path = file(PACK)
    assert planner("due", path, "--on", TODAY, "--within", within).code == code


def test_today_is_the_day_on_which_it_runs(planner, file):
    """Around midnight the day may change while the test runs, so that a day either way will do."""
    today = datetime.now(UTC).astimezone().date()
    path = file(planned(today - timedelta(weeks=8), 8))
    days = found(planner("due", path, "--format", "json"))["regimens"][0]["due"][0]["days"]
    assert days in (-1, 0)


# what cannot be said is said


def test_a_plan_without_a_start_is_named_and_counted(planner, file, tmp_path):
    for number in range(5):
        file(planned(weeks=8), f"clients/c-{number}.toml")
    clients = tmp_path / "clients"
    result = planner("due", clients, "--on", TODAY)
    assert result.code == 0
    assert result.lines == [
        f"5 plans without a start, so that nothing can be said of dates: {clients}/c-0.toml,"
        f" {clients}/c-1.toml, {clients}/c-2.toml and 2 more (--format json names all)",
        "5 plans: 0 due, 0 due within 14 days, 0 with nothing due, 5 without a start",
    ]
    whole = found(planner("due", clients, "--on", TODAY, "--format", "json"))
    assert whole["without_start"] == [f"{clients}/c-{number}.toml" for number in range(5)]


def test_without_a_start_weeks_count_from_the_day_it_was_first_shared(planner, file, tmp_path):
    """Its calendar counts from that day, and a second export does not begin anew."""
    path = file(planned(weeks=8))
    (tmp_path / ".versions").mkdir()
    record = tmp_path / ".versions" / "evening.sent.toml"
    plan = "00000000-0000-4000-8000-000000000000"
    versions = "".join(
        f'\n[[versions]]\nnumber = {number}\non = {on}\nsha256 = "{"0" * 64}"\n'
        for number, on in ((1, "2026-09-01"), (2, "2026-11-01"))
    )
    record.write_text(f'plan = "{plan}"\n{versions}', encoding="utf-8")
    result = planner("due", path, "--on", TODAY)
    assert result.code == 1
    assert "2026-10-27" in result.lines[1]
    assert "2026-09-01 is the day on which it was first shared" in result.lines[1]
    told = found(planner("due", path, "--on", TODAY, "--format", "json"))["regimens"][0]
    assert (told["begins"], told["begins_from"]) == ("2026-09-01", "first shared")


def test_the_calendar_and_due_name_the_same_day_of_review(planner, file):
    path = file(planned(weeks=8))
    calendar = planner("export", path, "--to", "ics").out
    review = calendar.split("SUMMARY:Review")[1].split("DTSTART;VALUE=DATE:")[1][:8]
    told = planner("due", path, "--within", 90, "--format", "json")
    assert found(told)["regimens"][0]["on"].replace("-", "") == review


def test_a_record_that_cannot_be_read_is_told(planner, file, tmp_path):
    path = file(planned(weeks=8))
    (tmp_path / ".versions").mkdir()
    (tmp_path / ".versions" / "evening.sent.toml").write_text("nothing", encoding="utf-8")
    result = planner("due", path, "--on", TODAY)
    assert "evening.sent.toml" in result.err
    assert "1 without a start" in result.lines[-1]


def test_a_plan_without_a_length_and_a_label_without_a_pack_are_named(planner, file):
    endless = file(PACK.replace("weeks = 26\n", ""), "endless.toml")
    packless = file(PACK.replace('pack = "60 capsules"\n', ""), "packless.toml")
    result = planner("due", endless, packless, "--on", TODAY, "--within", 0)
    assert result.code == 0
    assert result.lines == [
        f"1 plan without a length, so that no review is planned: {endless}",
        f"No supply can be said of 1 product, for its label names no pack: {packless}",
        "2 plans: 0 due, 0 due within 0 days, 2 with nothing due",
    ]


def test_templates_are_left_out_and_counted(planner, file, tmp_path):
    file(TEMPLATE, "a/template.toml")
    file(planned("2026-11-01", 8), "a/plan.toml")
    result = planner("due", tmp_path / "a", "--on", TODAY)
    assert result.code == 0
    assert result.lines[-1].endswith("1 with nothing due; 1 template left out")


def test_files_with_errors_are_named_and_do_not_stop_the_others(planner, file, tmp_path):
    broken = file(INVALID.replace("22:30", "25:30"), "a/broken.toml")
    file(planned("2026-09-01", 8), "a/past.toml")
    result = planner("due", tmp_path / "a", "--on", TODAY)
    assert result.code == 2
    assert any(line.startswith(f"  {broken}:3: bedtime: ") for line in result.lines)
    assert "1 due" in result.lines[-1]
    assert "1 not looked at" in result.lines[-1]


def hostile(folder):
    (folder / "junk.toml").write_bytes(bytes(range(256)) * 4096)
    (folder / "large.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    (folder / "link.toml").symlink_to(folder / "gone.toml")
    os.mkfifo(folder / "pipe.toml")
    return ["junk", "large", "link", "pipe"]


@pytest.mark.skipif(os.name == "nt", reason="pipes and links of another kind")
def test_hostile_files_are_named_one_by_one(planner, tmp_path):
    names = hostile(tmp_path)
    result = planner("due", *(tmp_path / f"{name}.toml" for name in names), tmp_path / "absent")
    assert result.code == 2
    assert "Traceback" not in result.out + result.err
    for name in names:
        assert sum(f"{name}.toml:" in line for line in result.lines) == 1
    assert "5 not looked at" in result.lines[-1]


def test_foreign_text_acts_on_nothing(planner, file):
    evil = PACK.replace("Night Mag", "\\u001b[31m=cmd()\\u202e").replace(
        "Wind-down evening", "=1+1\\u001b[2J"
    )
    path = file(evil)
    for form in ("text", "json", "csv"):
        result = planner("due", path, "--on", TODAY, "--format", form)
        assert "\x1b" not in result.out
        assert "\u202e" not in result.out
    [row] = rows(planner("due", path, "--on", TODAY, "--format", "csv"))
    assert row["title"] == "'=1+1\\x1b[2J"


def test_a_label_of_the_shelf_runs_out_as_one_of_the_plan_itself(planner, file, tmp_path):
    plan, label = PACK.split("\n[products.night-mag]\n")
    shelf = "format = 1\n\n[product]\n" + label.replace("[products.night-mag.", "[product.")
    file(shelf, "a/products/night-mag.toml")
    file(plan, "a/clients/c-041.toml")
    result = planner("due", tmp_path / "a", "--on", TODAY)
    assert result.code == 1, result.err
    assert "c-041.toml  Night Mag runs out in 4 days" in result.lines[1]
    assert result.lines[-1].startswith("1 plan: 0 due, 1 due within 14 days")


OWN = """\
format = 1
by = "Coach Nilsen"

[substances.apigenin]
name = "Apigenin"
about = "A flavone of chamomile"
"""


def test_a_plan_with_somebodys_own_substance_is_looked_at(planner, file, tmp_path):
    taken = '\n[entries.apigenin]\nsubstance = "apigenin"\ndose = "50 mg"\nwhen = "21:00"\n'
    file(planned("2026-09-01", 8) + taken, "a/plan.toml")
    own = file(OWN, "a/catalogue/own.toml")
    result = planner("due", tmp_path / "a", "--on", TODAY)
    assert result.code == 1, result.out + result.err
    assert result.lines[-1].startswith("1 plan: 1 due")
    own.write_text(OWN.replace("about", "abut"), encoding="utf-8")
    broken = planner("due", tmp_path / "a", "--on", TODAY)
    assert broken.code == 2
    assert str(own.name) in broken.err


def test_a_file_that_is_named_twice_is_one_plan(planner, file, tmp_path):
    path = file(planned("2026-09-01", 8))
    assert planner("due", path, tmp_path, "--on", TODAY).lines[-1].startswith("1 plan: 1 due")


# where it looks


def test_without_a_path_it_looks_into_the_library(planner, file, tmp_path, monkeypatch):
    file(planned("2026-09-01", 8), "regimens/a.toml")
    monkeypatch.chdir(tmp_path)
    assert planner("due", "--on", TODAY).lines[-1].startswith("1 plan: 1 due")
    file(planned(weeks=8), "other/b.toml")
    said = planner("due", "--library", tmp_path / "other", "--on", TODAY).lines[-1]
    assert said.endswith("1 without a start")


def test_a_library_that_is_not_there_and_an_empty_folder(planner, tmp_path):
    absent = planner("due", "--library", tmp_path / "none")
    assert absent.code == 2
    assert absent.out == ""
    assert "there is no library yet" in absent.err
    (tmp_path / "empty").mkdir()
    empty = planner("due", tmp_path / "empty")
    assert empty.code == 2
    assert "no *.toml file in this folder" in empty.err


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--within", "-1", "expected a whole number of days"),
        ("--within", "1.5", "expected a whole number of days"),
        ("--within", "3651", "0 to 3,650"),
        ("--within", "14d", "expected a whole number of days"),
        ("--within", "\u0661\u0664", "expected a whole number of days"),
        ("--on", "2026-02-30", "there is no such day"),
        ("--on", "20261126", "expected a date such as"),
        ("--on", "26.11.2026", "expected a date such as"),
        ("--on", "", "expected a date such as"),
        ("--on", "\x1b[31m", "\\x1b[31m"),
    ],
)
def test_days_that_are_none(planner, file, option, value, said):
    result = planner("due", file(PASSES), f"{option}={value}")
    assert result.code == 2
    assert result.out == ""
    assert said in result.err


def test_the_last_day_of_all_is_no_trouble(planner, file):
    result = planner("due", file(planned("9999-12-01", 8)), "--on", "9999-12-31")
    assert result.code == 0, result.err


# for programs


def test_json_has_stable_keys(planner, file):
    path = file(planned("2026-09-01", 8))
    result = planner("due", path, "--on", TODAY, "--within", 7, "--format", "json")
    assert result.code == 1
    assert found(result) == {
        "format": 1,
        "catalogue": "2026.11",
        "on": "2026-11-26",
        "until": "2026-12-03",
        "within": 7,
        "regimens": [
            {
                "path": str(path),
                "title": "Wind-down evening",
                "state": "past",
                "on": "2026-10-27",
                "begins": "2026-09-01",
                "begins_from": "start",
                "due": [
                    {
                        "kind": "length",
                        "state": "past",
                        "on": "2026-10-27",
                        "days": -30,
                        "why": "planned for 8 weeks from 2026-09-01; review due 30 days ago",
                        "entry": None,
                        "substance": None,
                        "product": None,
                        "source": None,
                    }
                ],
            }
        ],
        "without_start": [],
        "without_length": [],
        "supply_unknown": [],
        "not_looked_at": [],
        "summary": {
            "regimens": 1,
            "past": 1,
            "coming": 0,
            "nothing": 0,
            "without_start": 0,
            "not_looked_at": 0,
            "templates": 0,
        },
    }


def test_the_numbers_of_the_summary_add_up(planner, file, tmp_path):
    file(planned("2026-09-01", 8), "a/past.toml")
    file(planned("2026-10-01", 9), "a/coming.toml")
    file(planned("2026-11-01", 9), "a/nothing.toml")
    file(planned(weeks=8), "a/no-start.toml")
    file(INVALID, "a/invalid.toml")
    file(TEMPLATE, "a/template.toml")
    summary = found(planner("due", tmp_path / "a", "--on", TODAY, "--format", "json"))["summary"]
    assert summary.pop("templates") == 1
    assert summary.pop("regimens") == 5 == sum(summary.values())
    assert set(summary.values()) == {1}


def test_csv_has_a_row_for_each_thing_and_for_each_that_cannot_be_said(planner, file, tmp_path):
    file(PACK.replace("weeks = 26", "weeks = 12"), "a/past.toml")
    file(PACK.replace("weeks = 26\n", ""), "a/endless.toml")
    file(planned(weeks=8), "a/no-start.toml")
    file(PACK.replace('pack = "60 capsules"\n', ""), "a/packless.toml")
    file(INVALID, "a/invalid.toml")
    result = planner("due", tmp_path / "a", "--on", TODAY, "--format", "csv")
    assert result.code == 2
    told = [(row["path"].rsplit("/", 1)[1], row["state"], row["kind"]) for row in rows(result)]
    assert told == [
        ("past.toml", "past", "length"),
        ("endless.toml", "coming", "supply"),
        ("no-start.toml", "unknown", "start"),
        ("endless.toml", "unknown", "length"),
        ("packless.toml", "unknown", "supply"),
        ("invalid.toml", "not looked at", "errors"),
    ]
    assert result.out.startswith("\ufeffpath,title,state,on,days,kind,why,")


def test_nothing_is_written(planner, file, tmp_path):
    path = file(planned(weeks=8))
    planner("due", tmp_path, "--on", TODAY)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
