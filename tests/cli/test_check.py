"""`planner check`: lines, JSON, exit codes, hostile files."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ASKS, FILES, INVALID, PASSES, ROOT, WARNS

LINE = re.compile(r"(?P<path>.+?):(?P<line>\d+): (?P<severity>\w+)\[(?P<code>[a-z-]+)\] (.+)")

CONTRACT = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"

[person]
country = "US"

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "60 min before bed"

[entries.magnesium]
product = "night-mag"
when = "90 min before bed"
dose = "2 capsules"

[products.night-mag]
name = "Night Mag"
serving = "2 capsules"

[products.night-mag.contents.magnesium-oxide]
elemental = "400 mg"
"""


def checked(result):
    return json.loads(result.out)


def finding(code, severity, **facts):
    """A finding of the contract's shape, with its keys in the contract's order."""
    blank = dict.fromkeys(
        ("entry", "substance", "key", "line", "phase", "message", "observed", "limit", "source",
         "accepted")
    )  # fmt: skip
    return {"code": code, "severity": severity, **blank, **facts}


def test_json_has_the_shape_of_the_contract(planner, file):
    path = file(CONTRACT, "a.toml")
    result = planner("check", "--format", "json", path)
    found = checked(result)
    messages = [each["message"] for each in found["regimens"][0]["findings"]]
    assert all(messages)
    for each in found["regimens"][0]["findings"]:
        each["message"] = "..."
    expected = {
        "format": 1,
        "catalogue": "2026.11",
        "regimens": [
            {
                "path": str(path),
                "title": "Wind-down evening",
                "status": "warn",
                "findings": [
                    finding(
                        "above-upper-limit", "warning", entry="magnesium", substance="magnesium",
                        key="entries.magnesium.dose", line=17, message="...", observed="400 mg",
                        limit="350 mg", source="nam-1997",
                    ),
                    finding(
                        "not-checked", "note", entry="magnesium", substance="magnesium-oxide",
                        key="products.night-mag.contents.magnesium-oxide.elemental", line=24,
                        message="...",
                    ),
                ],
                "totals": [
                    {"substance": "ashwagandha-extract", "per_day": "300 mg",
                     "marker_per_day": "15 mg"},
                    {"mineral": "magnesium", "elemental_per_day": "400 mg", "complete": True},
                ],
                "schedule": [
                    {"entry": "magnesium", "at": "21:00", "until": None,
                     "minutes_before_bed": 90, "dose": "2 capsules"},
                    {"entry": "ashwagandha", "at": "21:30", "until": None,
                     "minutes_before_bed": 60, "dose": "300 mg"},
                ],
            }
        ],
        "summary": {"pass": 0, "ask": 0, "warn": 1, "invalid": 0},
    }  # fmt: skip
    assert found == expected
    assert json.dumps(found) == json.dumps(expected)  # the order of the keys too
    assert result.code == 1


def test_json_of_what_cannot_be_read(planner, tmp_path):
    missing = tmp_path / "missing.toml"
    result = planner("check", "--format", "json", missing)
    (regimen,) = checked(result)["regimens"]
    assert result.code == 2
    assert (regimen["path"], regimen["title"], regimen["status"]) == (str(missing), None, "invalid")
    assert regimen["totals"] == regimen["schedule"] == []
    (problem,) = regimen["findings"]
    assert (problem["code"], problem["key"], problem["line"]) == ("invalid-file", None, 1)


def test_json_gives_masses_in_mg(planner, file):
    text = PASSES.replace('"300 mg"', '"0.3 g"') + (
        '\n[entries.magnesium]\nsubstance = "magnesium"\ndose = "0.2 g"\nwhen = "at bedtime"\n'
    )
    (regimen,) = checked(planner("check", "--format", "json", file(text)))["regimens"]
    assert [each["dose"] for each in regimen["schedule"]] == ["300 mg", "200 mg"]
    assert all(" g" not in (each["observed"] or "") for each in regimen["findings"])
    assert regimen["totals"][0]["per_day"] == "300 mg"


def test_json_carries_phases_windows_and_acceptance(planner, file):
    text = """\
format = 1
title = "Titration"
bedtime = "22:30"

[entries.ashwagandha]
substance = "ashwagandha-extract"
phases = [{ weeks = 2, dose = "300 mg" }, { weeks = 6, dose = "700 mg" }]
standardised_to = "5 %"
when = "1 to 2 h before bed"

[[accepted]]
code = "dose-above-range"
entry = "ashwagandha"
observed = "700 mg"
reason = "Agreed with the doctor"
on = 2026-11-20
"""
    result = planner("check", "--format", "json", file(text))
    (regimen,) = checked(result)["regimens"]
    assert result.code == 0
    assert regimen["status"] == "pass"
    (above,) = (each for each in regimen["findings"] if each["code"] == "dose-above-range")
    assert above["phase"] == 2
    assert above["accepted"] == {"reason": "Agreed with the doctor", "on": "2026-11-20"}
    assert regimen["totals"] == [
        {"substance": "ashwagandha-extract", "per_day": "300 mg", "marker_per_day": "15 mg",
         "phase": 1},
        {"substance": "ashwagandha-extract", "per_day": "700 mg", "marker_per_day": "35 mg",
         "phase": 2},
    ]  # fmt: skip
    assert regimen["schedule"][0] == {
        "entry": "ashwagandha", "at": "20:30", "until": "21:30", "minutes_before_bed": 120,
        "dose": "300 mg", "phase": 1,
    }  # fmt: skip
    assert [row["phase"] for row in regimen["schedule"]] == [1, 2]
    text_result = planner("check", file(text))
    assert 'accepted on 2026-11-20, "Agreed with the doctor": ' in text_result.out


def test_text_is_one_line_for_each_finding_and_a_summary(planner, file):
    paths = [file(text, f"{status}.toml") for status, text in FILES.items()]
    result = planner("check", *paths)
    *lines, summary = result.lines
    seen = [LINE.fullmatch(line) for line in lines]
    assert all(seen), lines
    order = [match["path"] for match in seen if match]
    assert order == sorted(order, key=[str(path) for path in paths].index)  # file by file
    codes = {match["code"] for match in seen if match}
    assert {"standardisation-unstated", "dose-above-range", "invalid-amount"} <= codes
    assert summary == "4 regimens: 1 pass, 1 ask, 1 warn, 1 invalid"
    assert result.err == ""


def test_the_summary_says_how_much_was_not_checked(planner, file):
    text = PASSES + '\n[entries.glycine]\nsubstance = "glycine"\ndose = "3 g"\nwhen = "21:00"\n'
    result = planner("check", file(text))
    assert result.lines[-1] == (
        "1 regimen: 1 pass, 0 ask, 0 warn, 0 invalid; 1 entry not checked, or not in full"
    )


@pytest.mark.parametrize(
    ("statuses", "code", "strict"),
    [
        (["pass"], 0, 0),
        (["ask"], 0, 1),
        (["warn"], 1, 1),
        (["invalid"], 2, 2),
        (["pass", "ask"], 0, 1),
        (["invalid", "warn", "pass"], 2, 2),
        (["ask", "warn"], 1, 1),
    ],
)
def test_exit_codes(planner, file, statuses, code, strict):
    paths = [file(FILES[status], f"{number}.toml") for number, status in enumerate(statuses)]
    assert planner("check", *paths).code == code
    assert planner("check", "--strict", *paths).code == strict
    assert planner("check", "--format", "json", "--strict", *paths).code == strict


def test_a_folder_is_read_to_its_depth_and_one_bad_file_stops_nothing(planner, file, tmp_path):
    file(PASSES, "clients/a.toml")
    file(b"\xff\xfe not utf-8", "clients/b.toml")
    file(WARNS, "clients/deep/er/c.toml")
    file("no regimen", "clients/notes.txt")
    result = planner("check", tmp_path / "clients")
    assert result.code == 2
    assert result.lines[-1] == "3 regimens: 1 pass, 0 ask, 1 warn, 1 invalid"
    assert "invalid-file" in result.out
    assert "dose-above-range" in result.out


def test_an_empty_folder_is_said_and_not_a_pass(planner, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    result = planner("check", folder)
    assert result.code == 2
    assert "no *.toml file" in result.err
    assert result.lines == ["0 regimens: 0 pass, 0 ask, 0 warn, 0 invalid"]


def test_shipped_regimens_are_checked_and_none_is_invalid(planner):
    result = planner("check", "--shipped", "--format", "json")
    found = checked(result)
    assert result.code == 1  # one of them shows warnings on purpose
    assert len(found["regimens"]) >= 5
    assert found["summary"]["invalid"] == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "check what?"),
        (["--country", "UK", "x.toml"], "Did you mean GB?"),
        (["--country", "Narnia", "x.toml"], "not a country code"),
        (["--format", "xml", "x.toml"], "invalid choice"),
        (["--for", "json", "x.toml"], "--for"),
    ],
)
def test_wrong_arguments_are_said_on_standard_error(planner, arguments, said):
    result = planner("check", *arguments)
    assert result.code == 2
    assert result.out == ""
    assert said in result.err
    assert all(line.startswith("planner: ") for line in result.err.splitlines())


def test_the_country_holds_where_the_file_names_none(planner, file):
    text = """\
format = 1
title = "Oxide"

[entries.magnesium]
substance = "magnesium-oxide"
dose = "300 mg"
basis = "elemental"
when = "21:00"
"""
    assert "above-upper-limit" not in planner("check", file(text)).out
    assert "above-upper-limit" in planner("check", "--country", "de", file(text)).out
    named = text.replace("\n[entries", '\n[person]\ncountry = "US"\n\n[entries')
    assert "above-upper-limit" not in planner("check", "--country", "DE", file(named)).out


HOSTILE = "\x1b[31m\x1b]0;owned\x07\x7f\x9b2J\u202egnp\r[bold]red[/bold]"


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_foreign_acts_on_a_terminal(planner, file, form):
    escaped = "".join(c if c.isprintable() and c != '"' else f"\\u{ord(c):04x}" for c in HOSTILE)
    text = f"""\
format = 1
title = "{escaped}"
bedtime = "{escaped}"

[entries.other]
substance = "other"
name = "{escaped}"
dose = "{escaped}"
when = "21:00"
"{escaped}" = 1

[entries.product]
product = "p"
dose = "1 capsule"
when = "21:00"

[products.p]
name = "{escaped}"
serving = "1 capsule"

[products.p.contents.zinc]
name = "{escaped}"
amount = "undisclosed"
"""
    result = planner("check", "--format", form, file(text))
    assert result.code == 2
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.out + result.err)
    if form == "json":
        assert result.out.isascii()
        assert checked(result)["regimens"][0]["title"] == HOSTILE


def test_a_hostile_path_does_not_act_on_a_terminal_either(planner, tmp_path):
    result = planner("check", tmp_path / "\x1b[31mred.toml")
    assert "\x1b" not in result.out
    assert "red.toml" in result.out


class Terminal:
    """A standard output that says it is a terminal."""

    encoding = "utf-8"

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return True


def test_colour_only_on_a_terminal_without_no_color(planner, file, monkeypatch):
    path = file(WARNS)
    assert "\x1b" not in planner("check", path).out
    monkeypatch.setenv("TERM", "xterm-256color")
    for variable, coloured in ((None, True), ("1", False), ("", True)):
        if variable is None:
            monkeypatch.delenv("NO_COLOR", raising=False)
        else:
            monkeypatch.setenv("NO_COLOR", variable)
        with monkeypatch.context() as patched:
            terminal = Terminal()
            patched.setattr(sys, "stdout", terminal)
            planner("check", path)
        assert ("\x1b[" in terminal.text) is coloured, variable


def test_a_mistake_in_planner_is_told_for_its_file_and_stops_nothing(planner, file, monkeypatch):
    from planner import judge

    real = judge.judge_reading

    def breaks(reading, catalogue, country=None):
        if reading.path.name == "a.toml" and reading.regimen is not None:
            raise ZeroDivisionError("by zero")
        return real(reading, catalogue, country)

    monkeypatch.setattr(judge, "judge_reading", breaks)
    result = planner("check", file(PASSES, "a.toml"), file(ASKS, "b.toml"))
    assert result.code == 2
    assert "mistake in Planner itself (ZeroDivisionError: by zero" in result.out
    assert result.lines[-1] == "2 regimens: 0 pass, 1 ask, 0 warn, 1 invalid"


def test_output_into_a_closed_pipe_is_quiet(tmp_path):
    for number in range(300):
        (tmp_path / f"{number}.toml").write_text(INVALID, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "planner", "check", str(tmp_path)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
        code = running.wait(timeout=60)
    assert said == b""
    assert code == 141


def test_checking_writes_nothing(planner, file, tmp_path):
    path = file(WARNS)
    before = {each: each.stat().st_mtime_ns for each in tmp_path.rglob("*")}
    planner("check", path)
    assert {each: each.stat().st_mtime_ns for each in tmp_path.rglob("*")} == before
    assert path.read_text(encoding="utf-8") == WARNS
    assert not list(Path.home().rglob("*.toml"))


def test_an_acceptance_of_nothing_is_told_as_it_is(planner, file):
    """What was accepted may be any text; it is never computed with."""
    accepted = (
        '\n[[accepted]]\ncode = "dose-above-range"\nentry = "ashwagandha"\nobserved = "0 g"\n'
        'reason = "x"\non = 2026-11-20\n'
    )
    result = planner("check", file(WARNS + accepted), "--format", "json")
    findings = json.loads(result.out)["regimens"][0]["findings"]
    assert [each["limit"] for each in findings if each["code"] == "acceptance-lapsed"] == ["0 g"]
