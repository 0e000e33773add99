"""The command itself: help, version, wrong commands, the boundary that no traceback passes."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import types

import pytest

from planner import __version__
from planner.cli import check, main
from tests.cli.conftest import PASSES, ROOT
from tests.export.pages import answers_to


def test_version(planner):
    assert planner("--version").out == f"planner {__version__}\n"


def test_help_names_every_command_and_the_limits_of_planner(planner):
    result = planner("--help")
    assert result.code == 0
    assert all(f"\n    {name} " in result.out for name in main.COMMANDS)
    assert " ".join(result.out.split()).count("not medical advice") == 1


@pytest.mark.parametrize("command", main.COMMANDS)
def test_help_of_a_command_fits_and_its_examples_run(planner, command, tmp_path, monkeypatch):
    text = planner(command, "--help").out
    assert max(map(len, text.splitlines())) <= 80
    examples = [line.strip() for line in text.split("example:")[1].splitlines() if line.strip()]
    assert examples
    shutil.copytree(ROOT / "regimens", tmp_path / "regimens")
    (tmp_path / "clients").mkdir()
    for name in ("clients/c-041.toml", "evening.toml"):
        (tmp_path / name).write_text(PASSES, encoding="utf-8")
    table = "code;bedtime\nC-051;22:30\nC-052;23:00\n"
    (tmp_path / "clients.csv").write_text(table, encoding="utf-8")
    answers = json.dumps(answers_to(ROOT / "regimens/evening-of-the-articles.toml"))
    (tmp_path / "evening-of-the-articles-answers.json").write_text(answers, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for example in examples:
        program, *arguments = shlex.split(example)
        assert program == "planner"
        result = planner(*arguments)
        assert result.code in (0, 1), example
        assert result.out
        is_told = command == "export" and "--out" in example
        assert "exported" in result.err if is_told else result.err == ""


def test_the_example_of_the_main_help_runs(planner, monkeypatch):
    example = planner("--help").out.split("example:")[1].strip()
    monkeypatch.chdir(ROOT)
    assert planner(*shlex.split(example)[1:]).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], 'Did you mean "check"?'),
        (["evening.toml"], "planner check FILE"),
        (["--frobnicate"], "--frobnicate"),
        (["check", "--frobnicate", "a"], "--frobnicate"),
        (["show"], "FILE"),
        (["\x1b[31m"], "\\x1b[31m"),
        (["--country", "XX"], "not a country code"),
    ],
)
def test_wrong_commands(planner, arguments, said):
    result = planner(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert said in result.err
    assert all(line.startswith("planner: ") for line in result.err.splitlines())


def test_the_screen_needs_a_terminal(planner):
    result = planner()
    assert result.code == 2
    assert "needs a terminal" in result.err


def test_the_bare_command_opens_the_screen(planner, monkeypatch, tmp_path):
    opened = {}

    def run(**options):
        opened.update(options)
        return 0

    module = types.ModuleType("planner.tui.running")
    vars(module)["run"] = run
    monkeypatch.setitem(sys.modules, "planner.tui.running", module)
    monkeypatch.setattr(main, "on_terminal", lambda: True)
    assert planner("--library", tmp_path, "--country", "de").code == 0
    assert opened == {"library": tmp_path, "country": "DE"}
    assert planner().code == 0
    assert opened == {"library": None, "country": None}


@pytest.mark.parametrize(
    ("problem", "code", "said"),
    [
        (KeyboardInterrupt(), 130, ""),
        (PermissionError(13, "Permission denied", "x"), 2, "planner: x: Permission denied\n"),
        (ZeroDivisionError("by zero"), 2, "a mistake in Planner itself (ZeroDivisionError"),
    ],
)
def test_no_traceback_reaches_a_user(planner, monkeypatch, problem, code, said):
    def breaks(_):
        raise problem

    monkeypatch.setattr(check, "run", breaks)
    result = planner("check", "x")
    assert result.code == code
    assert said in result.err
    assert "Traceback" not in result.err
    assert result.err.count("\n") <= 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_standard_output_with_few_letters(tmp_path, encoding):
    path = tmp_path / "a.toml"
    path.write_text(PASSES.replace("Wind-down", "晚上 ≈"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "planner", "show", str(path)],
        cwd=ROOT, capture_output=True, check=False, env={"PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding)
    assert re.search(r"^ +-+=+-+$", text, re.MULTILINE)  # the gauge in signs that it has
    assert "Traceback" not in done.stderr.decode()
