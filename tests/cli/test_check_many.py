"""`planner check` over many plans: the grouped table, CSV, what is left out, and the bar."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from planner.judge.findings import CODES
from tests.cli.conftest import ASKS, INVALID, PASSES, ROOT, WARNS
from tests.foreign.programs import needed, run

MAGNESIUM = """\
format = 1
title = "Magnesium"
bedtime = "22:30"

[entries.magnesium]
substance = "magnesium-oxide"
dose = "{dose}"
basis = "elemental"
when = "90 min before bed"
"""
TOO_MUCH = MAGNESIUM.format(dose="400 mg")
ACCEPTED = (
    TOO_MUCH
    + """
[[accepted]]
code = "above-upper-limit"
entry = "magnesium"
observed = "400 mg"
reason = "Agreed with the dietitian"
on = 2026-11-20
"""
)
TEMPLATE = PASSES + '\n[template]\ndescription = "For new clients"\n'
PREGNANT = PASSES.replace("\n[entries", '\n[person]\nconditions = ["pregnancy"]\n\n[entries', 1)


@pytest.fixture
def clients(file, tmp_path, monkeypatch):
    """`clients(text, text)` writes clients/c-1.toml and so on, and names the folder."""
    monkeypatch.chdir(tmp_path)

    def write(*texts: str) -> str:
        for number, text in enumerate(texts, start=1):
            file(text, f"clients/c-{number}.toml")
        return "clients"

    return write


# --summary


def test_the_same_finding_of_many_plans_is_one_row(planner, clients):
    folder = clients(*[TOO_MUCH] * 37, PASSES, ASKS)
    result = planner("check", "--summary", folder)
    assert result.code == 1
    assert result.err == ""
    assert result.lines == [
        "Warnings",
        "  above-upper-limit         magnesium            in 37 plans",
        "      clients/c-1.toml:7, clients/c-10.toml:7, clients/c-11.toml:7 and 34 more",
        "",
        "Questions",
        "  standardisation-unstated  ashwagandha-extract  in  1 plan",
        "      clients/c-39.toml:5",
        "",
        "Notes",
        "  not-checked in 37 plans",
        "",
        "37 regimens hold something that was not checked, or not in full.",
        "39 regimens: 1 pass, 1 ask, 37 warn, 0 invalid; 37 entries not checked, or not in full",
    ]


def test_the_worst_comes_first_and_the_accepted_apart(planner, clients):
    result = planner("check", "--summary", clients(ACCEPTED, ACCEPTED, TOO_MUCH, WARNS, INVALID))
    assert result.code == 2
    headings = [line for line in result.lines if line and not line.startswith(" ")]
    assert headings[:4] == ["Errors, not judged", "Warnings", "Accepted, not counted", "Notes"]
    accepted = result.lines[result.lines.index("Accepted, not counted") + 1 :]
    assert accepted[0].split() == ["above-upper-limit", "magnesium", "in", "2", "plans"]
    assert accepted[1].strip() == "clients/c-1.toml:7 and clients/c-2.toml:7"


def test_what_a_caution_is_about_is_told(planner, clients):
    result = planner("check", "--summary", clients(PREGNANT, PREGNANT, PASSES))
    assert "  caution  ashwagandha, pregnancy  in 2 plans" in result.lines


def test_templates_are_counted_apart_and_among_all(planner, clients):
    result = planner("check", "--summary", clients(PASSES, TEMPLATE, TEMPLATE))
    assert result.lines[-2:] == [
        "2 of the regimens are templates.",
        "3 regimens: 3 pass, 0 ask, 0 warn, 0 invalid",
    ]


def test_nothing_found_is_only_the_counts(planner, clients):
    result = planner("check", "--summary", clients(PASSES, PASSES))
    assert (result.code, result.lines) == (0, ["2 regimens: 2 pass, 0 ask, 0 warn, 0 invalid"])


@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_the_table_fits(planner, clients, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    medicine = "a-medicine-with-a-very-long-name-that-somebody-invented"
    unknown = PASSES + f'\n[medicines.{medicine}]\nwhen = "07:00"\n'
    result = planner("check", "--summary", clients(unknown, PREGNANT, TOO_MUCH, TOO_MUCH))
    table = result.lines[: result.lines.index("Notes")]
    assert max(map(len, table)) <= max(columns, len(medicine) + 6)
    assert any(line.strip() == medicine or medicine in line for line in table)
    assert sum("in 2 plans" in line for line in table) == 1
    assert sum("in 1 plan" in line for line in table) == 2


def test_a_note_is_a_row_where_its_code_was_asked_for(planner, clients):
    folder = clients(TOO_MUCH, PASSES)
    result = planner("check", "--summary", "--only", "not-checked", folder)
    assert result.lines[:3] == [
        "Notes",
        "  not-checked  magnesium-oxide  in 1 plan",
        "      clients/c-1.toml:7",
    ]


def test_the_summary_as_json(planner, clients):
    folder = clients(TOO_MUCH, PREGNANT, TEMPLATE, *[TOO_MUCH] * 3)
    result = planner("check", "--summary", "--format", "json", folder)
    found = json.loads(result.out)
    assert result.code == 1
    assert list(found) == ["format", "catalogue", "groups", "summary", "templates", "not_checked"]
    assert found["groups"][0] == {
        "code": "above-upper-limit", "severity": "warning", "substance": "magnesium",
        "about": None, "accepted": False, "plans": 4, "findings": 4,
        "examples": [
            {"path": "clients/c-1.toml", "line": 7},
            {"path": "clients/c-4.toml", "line": 7},
            {"path": "clients/c-5.toml", "line": 7},
        ],
    }  # fmt: skip
    assert found["groups"][1]["about"] == "pregnancy"
    assert found["summary"] == {"pass": 1, "ask": 0, "warn": 5, "invalid": 0}
    assert found["templates"] == 1
    assert found["not_checked"] == {"regimens": 4, "entries": 4}


def test_the_summary_of_nothing_is_json_too(planner, clients):
    found = json.loads(planner("check", "--summary", "--format", "json", clients(PASSES)).out)
    assert found["groups"] == []


def test_the_summary_as_csv(planner, clients):
    result = planner("check", "--summary", "--format", "csv", clients(*[TOO_MUCH] * 4, PREGNANT))
    table = read(result)
    assert table[0] == {
        "severity": "warning", "code": "above-upper-limit", "substance": "magnesium", "about": "",
        "accepted": "false", "plans": "4", "findings": "4",
        "examples": "clients/c-1.toml:7; clients/c-2.toml:7; clients/c-3.toml:7",
    }  # fmt: skip
    assert table[1]["about"] == "pregnancy"


# --only and --ignore


def codes_of(result):
    return {
        each["code"] for plan in json.loads(result.out)["regimens"] for each in plan["findings"]
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--only", "above-upper-limit"], 1),
        (["--only", "dose-above-range"], 0),
        (["--only", "note"], 0),
        (["--ignore", "above-upper-limit"], 0),
        (["--ignore", "not-checked"], 1),
        (["--only", "warning", "--ignore", "above-upper-limit"], 0),
        (["--only", "caution,above-upper-limit"], 1),
        (["--only", "caution", "--only", " Above-Upper-Limit ,"], 1),
    ],
)
@pytest.mark.parametrize("form", [[], ["--format", "json"], ["--format", "csv"], ["--summary"]])
def test_only_what_is_told_counts_for_the_exit_code(planner, clients, arguments, code, form):
    assert planner("check", *arguments, *form, clients(TOO_MUCH, PASSES)).code == code


def test_a_question_that_is_left_out_is_not_strict(planner, clients):
    folder = clients(ASKS)
    assert planner("check", "--strict", "--only", "question", folder).code == 1
    assert planner("check", "--strict", "--ignore", "question", folder).code == 0


def test_the_status_stays_that_of_all_findings_and_what_is_left_out_is_said(planner, clients):
    folder = clients(TOO_MUCH, PASSES, ASKS)
    options = ["--ignore", "above-upper-limit,question"]
    result = planner("check", *options, "--format", "json", folder)
    found = json.loads(result.out)
    assert [plan["status"] for plan in found["regimens"]] == ["warn", "pass", "ask"]
    assert codes_of(result) == {"not-checked"}
    assert found["summary"] == {"pass": 1, "ask": 1, "warn": 1, "invalid": 0}
    questions = sorted(code for code in CODES if CODES[code].value == "question")
    assert found["left_out"] == {
        "only": [],
        "ignore": sorted(["above-upper-limit", *questions]),
        "findings": 2,
    }
    text = planner("check", *options, folder)
    assert text.lines[-1] == (
        "3 regimens: 1 pass, 1 ask, 1 warn, 0 invalid; 1 entry not checked, or not in full;"
        " 2 findings left out by --ignore"
    )
    assert planner("check", *options, "--summary", folder).lines[-1] == text.lines[-1]
    table = planner("check", *options, "--format", "csv", folder)
    assert table.err == "planner: 2 findings left out by --ignore\n"
    assert [row["status"] for row in read(table)] == ["warn", "pass", "ask"]


def test_both_options_are_named_where_both_leave_out(planner, clients):
    result = planner("check", "--only", "note", "--ignore", "not-checked", clients(TOO_MUCH))
    assert result.lines[-1].endswith("; 2 findings left out by --only and --ignore")


def test_nothing_is_said_where_nothing_is_left_out(planner, clients):
    folder = clients(TOO_MUCH)
    assert "left out" not in planner("check", "--ignore", "caution", folder).out
    plain = planner("check", "--format", "json", folder)
    assert "left_out" not in json.loads(plain.out)
    asked = json.loads(planner("check", "--format", "json", "--ignore", "caution", folder).out)
    assert asked["left_out"] == {"only": [], "ignore": ["caution"], "findings": 0}


def test_errors_are_always_told_and_always_count(planner, clients, file):
    folder = clients(INVALID, TOO_MUCH)
    file(b"\xff", "clients/c-3.toml")
    for form in ([], ["--format", "json"], ["--format", "csv"], ["--summary"]):
        result = planner("check", "--only", "caution", *form, folder)
        assert result.code == 2
        assert "invalid-amount" in result.out
        assert "invalid-file" in result.out
        assert "above-upper-limit" not in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--only", "above-uper-limit"], 'Did you mean "above-upper-limit"?'),
        (["--ignore", "notes"], 'Did you mean "note"?'),
        (["--ignore", "caution,evidence-limted"], 'Did you mean "evidence-limited"?'),
        (["--only", "qqq"], "There are invalid-file, "),
        (["--only", ""], "names no code"),
        (["--ignore", ",,"], "names no code"),
        (["--ignore", "invalid-file"], "cannot leave out invalid-file"),
        (["--ignore", "error"], "cannot leave out invalid-amount, invalid-field"),
        (["--only", "caution", "--ignore", "warning"], "nothing is left"),
        (["--only", "\x1b[31m"], "\\x1b[31m"),
        (["--only"], "expected one argument"),
    ],
)
def test_wrong_codes_are_said_and_nothing_is_judged(planner, clients, arguments, said):
    result = planner("check", clients(TOO_MUCH), *arguments)
    assert result.code == 2
    assert result.out == ""
    assert said in result.err


# --format csv


def read(result):
    """The rows of a CSV as Python reads them."""
    assert result.out.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(result.out.removeprefix("\ufeff"), newline="")))


def test_csv_has_a_row_for_each_finding_and_each_plan_without_any(planner, clients):
    result = planner("check", "--format", "csv", "--country", "US", clients(ACCEPTED, PASSES))
    assert result.code == 0
    table = read(result)
    messages = [row.pop("message") for row in table]
    blank = dict.fromkeys(
        ("path", "title", "status", "severity", "code", "entry", "substance", "key", "line",
         "phase", "observed", "limit", "source", "accepted", "accepted_on"), ""
    )  # fmt: skip
    about = {"path": "clients/c-1.toml", "title": "Magnesium", "status": "pass"}
    assert table == [
        blank | about | {
            "severity": "warning", "code": "above-upper-limit", "entry": "magnesium",
            "substance": "magnesium", "key": "entries.magnesium.dose", "line": "7",
            "observed": "400 mg", "limit": "350 mg", "source": "nam-1997",
            "accepted": "Agreed with the dietitian", "accepted_on": "2026-11-20",
        },
        blank | about | {
            "severity": "note", "code": "not-checked", "entry": "magnesium",
            "substance": "magnesium-oxide", "key": "entries.magnesium.dose", "line": "7",
        },
        blank | {"path": "clients/c-2.toml", "title": "Wind-down evening", "status": "pass"},
    ]  # fmt: skip
    assert "350 mg" in messages[0]
    assert messages[2] == ""
    assert list(table[0]) == list(blank)


def test_csv_ends_its_lines_as_the_standard_says_and_gives_masses_in_mg(planner, clients):
    result = planner("check", "--format", "csv", clients(MAGNESIUM.format(dose="0.4 g")))
    assert result.out.count("\r\n") == result.out.count("\n") == 3
    assert read(result)[0]["observed"] == "400 mg"


HOSTILE = '=HYPERLINK("http://x","y")'


def test_csv_is_no_formula_and_acts_on_no_terminal(planner, file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    titles = [HOSTILE, "+1", "-1", "@x", "\x1b[31m;=1", 'say "x", y', "two\nlines", " \t=1", "'=1"]
    for number, title in enumerate(titles):
        text = PASSES.replace('"Wind-down evening"', json.dumps(title))
        file(text, f"=x/{number}.toml")
    result = planner("check", "--format", "csv", "=x")
    table = read(result)
    assert [row["path"] for row in table] == [f"'=x/{n}.toml" for n in range(len(titles))]
    assert [row["title"] for row in table] == [
        f"'{HOSTILE}", "'+1", "'-1", "'@x", "\\x1b[31m;=1", 'say "x", y', "two⏎lines", "'  =1",
        "''=1",
    ]  # fmt: skip
    assert "\x1b" not in result.out
    assert result.out.count("\n") == len(titles) + 1


def test_csv_is_utf_8_whatever_the_terminal_speaks(file):
    path = file(PASSES.replace("Wind-down evening", "Größe ≈ 睡"))
    done = subprocess.run(
        [sys.executable, "-m", "planner", "check", "--format", "csv", str(path)],
        cwd=ROOT, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout.startswith(b"\xef\xbb\xbfpath,title,")
    assert "Größe ≈ 睡" in done.stdout.decode("utf-8")


def test_a_path_that_is_no_text_is_written_out(planner, tmp_path):
    path = tmp_path / "a\udcff.toml"
    try:
        path.write_text(PASSES, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes text only")
    for form in ([], ["--format", "csv"], ["--format", "json"], ["--summary", "--format", "csv"]):
        result = planner("check", *form, path, "--only", "caution")
        assert result.code == 0
    assert "a\\udcff.toml" in planner("check", "--format", "csv", path).out


def test_frictionless_finds_the_csv_valid(planner, clients, tmp_path):
    program = needed("frictionless")
    folder = clients(TOO_MUCH, PASSES, INVALID, ACCEPTED, PREGNANT)
    tables = [planner("check", "--format", "csv", *form, folder) for form in ([], ["--summary"])]
    paths = [tmp_path / "monday.csv", tmp_path / "summary.csv"]
    for path, table in zip(paths, tables, strict=True):
        path.write_bytes(table.out.encode())
    done = run(program, "validate", *paths, "--trusted", "--json")
    report = json.loads(done.stdout)
    assert report["valid"], done.stdout
    assert [task["stats"]["rows"] for task in report["tasks"]] == [len(read(t)) for t in tables]


# many


def test_files_are_told_in_the_order_of_their_paths_and_once(planner, clients, file):
    clients(PASSES, PASSES)
    for name in ("clients/a/z.toml", "clients/a.toml", "clients/c-1/x.toml", "clients/Z.toml"):
        file(PASSES, name)
    order = ["Z.toml", "a/z.toml", "a.toml", "c-1/x.toml", "c-1.toml", "c-2.toml"]
    table = read(planner("check", "--format", "csv", "clients", "clients/a", "clients/a.toml"))
    assert [row["path"] for row in table] == [f"clients/{name}" for name in order]


def test_output_comes_while_files_are_still_judged(tmp_path):
    """The first findings are there although the last file is a long way off."""
    for number in range(400):
        (tmp_path / f"{number:03}.toml").write_text(WARNS, encoding="utf-8")
    code = (
        "import sys\n"
        "from planner.cli import check, main\n"
        "real = check.check_file\n"
        "def judged(path, *rest):\n"
        "    if path.name == '399.toml':\n"
        "        sys.stdin.readline()\n"  # until the other side has seen something
        "    return real(path, *rest)\n"
        "check.check_file = judged\n"
        "sys.exit(main.main(['check', sys.argv[1]]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as running:  # fmt: skip
        assert running.stdin is not None
        assert running.stdout is not None
        assert b"000.toml" in running.stdout.readline()
        running.stdin.write(b"go on\n")
        running.stdin.close()
        rest = running.stdout.read()
        assert running.wait(timeout=60) == 1
    assert b"400 regimens" in rest


# the bar


class Watched:
    """A run of the command whose standard error, and if wished standard output, is a terminal."""

    def __init__(self, *words: str, results_too: bool = False, code: str | None = None) -> None:
        pty = pytest.importorskip("pty")
        ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", code or AT_ONCE, *words],
            cwd=ROOT, stdout=theirs if results_too else subprocess.PIPE, stderr=theirs,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        )  # fmt: skip
        os.close(theirs)
        self.shown = b""
        self._reader = threading.Thread(target=self._read, args=[ours])
        self._reader.start()

    def _read(self, terminal: int) -> None:
        try:
            while part := os.read(terminal, 4096):
                self.shown += part
        except OSError:  # the other side has closed
            pass
        os.close(terminal)

    def end(self) -> tuple[int, str, str]:
        """The exit code, what was printed, and what the terminal was sent."""
        out = self.process.communicate(timeout=60)[0]
        self._reader.join()
        return self.process.returncode, (out or b"").decode(), self.shown.decode()


AT_ONCE = """
import sys
from planner.cli import main, progress
progress.PATIENCE = -1  # every run is a long one
sys.exit(main.main(sys.argv[1:]))
"""


@pytest.fixture
def ten(tmp_path: Path) -> str:
    for number in range(10):
        (tmp_path / f"{number}.toml").write_text(WARNS, encoding="utf-8")
    return str(tmp_path)


def test_a_bar_shows_how_far_it_is_and_leaves_the_results_alone(planner, ten):
    code, out, shown = Watched("check", "--format", "json", ten).end()
    assert code == 1
    assert "Checking" in shown
    assert "10/10" in shown
    assert out == planner("check", "--format", "json", ten).out


def test_there_is_no_bar_between_findings_on_the_same_terminal(ten):
    code, _, shown = Watched("check", ten, results_too=True).end()
    assert code == 1
    assert shown.count("dose-above-range") == 10
    assert "Checking" not in shown


def test_a_summary_has_its_bar_on_the_same_terminal(ten):
    code, _, shown = Watched("check", "--summary", ten, results_too=True).end()
    bar, _, table = shown.partition("Warnings")
    assert code == 1
    assert "Checking" in bar
    assert "in 10 plans" in table
    assert "Checking" not in table


def test_a_short_run_has_no_bar(ten):
    patient = AT_ONCE.replace("-1", "3600")
    code, out, shown = Watched("check", "--summary", ten, code=patient).end()
    assert (code, shown) == (1, "")
    assert "in 10 plans" in out


def test_there_is_no_bar_where_nobody_looks(planner, ten, monkeypatch):
    from planner.cli import progress

    monkeypatch.setattr(progress, "PATIENCE", -1)
    assert planner("check", "--summary", ten).err == ""


def test_ctrl_c_under_the_bar_leaves_the_terminal_as_it_was(ten):
    stuck = AT_ONCE.replace(
        "sys.exit",
        "import signal\n"
        "from planner.cli import check\n"
        "real = check.check_file\n"
        "def judged(path, *rest):\n"
        "    if path.name == '5.toml':\n"
        "        print('here', flush=True)\n"
        "        signal.pause()\n"
        "    return real(path, *rest)\n"
        "check.check_file = judged\n"
        "sys.exit",
    )
    watched = Watched("check", "--summary", ten, code=stuck)
    assert watched.process.stdout is not None
    assert watched.process.stdout.readline() == b"here\n"
    watched.process.send_signal(signal.SIGINT)
    code, out, shown = watched.end()
    assert (code, out) == (130, "")
    assert "Traceback" not in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")  # the cursor is there again


def test_the_names_of_exports_stay_on_standard_output_under_a_bar(ten, tmp_path):
    out = tmp_path / "out"
    code, printed, shown = Watched("export", ten, "--to", "txt", "--out", str(out)).end()
    assert code == 0
    assert len(printed.splitlines()) == 10
    assert "Exporting" in shown
    assert ".txt" not in shown
