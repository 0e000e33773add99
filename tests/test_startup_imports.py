"""What really is loaded when the package or a command starts, seen from `sys.modules`.

`test_layers.py` reads the written imports; it cannot tell a deferred import from an eager one.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

PROBE = """
import atexit, runpy, sys
def report():
    print("LOADED", *sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
atexit.register(report)
"""
COMMAND = "runpy.run_module('planner', run_name='__main__', alter_sys=True)"

REGIMEN = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "60 min before bed"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "200 mg"
basis = "elemental"
when = "90 min before bed"
"""


def run(code: str, *arguments: str) -> tuple[set[str], subprocess.CompletedProcess[str]]:
    """Run `code` in a new interpreter; the top-level modules it ended with, and how it ended."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    last = done.stderr.splitlines()[-1].split() if done.stderr else []
    assert last[:1] == ["LOADED"], done.stderr
    return set(last[1:]), done


def test_the_probe_sees_what_is_loaded():
    loaded, done = run("import textual.app")
    assert done.returncode == 0, done.stderr
    assert {"textual", "rich"} <= loaded


def test_importing_the_package_loads_nothing_heavy():
    loaded, done = run("import planner; planner.__version__")
    assert done.returncode == 0, done.stderr
    assert "planner" in loaded
    assert not loaded & {"pydantic", "pint", "textual", "rich", "tomllib"}


def test_the_public_names_resolve():
    _, done = run("import planner; planner.load, planner.save, planner.judge.judge; dir(planner)")
    assert done.returncode == 0, done.stderr


def test_importing_quantities_does_not_load_pint():
    loaded, done = run("import planner.quantities")
    assert done.returncode == 0, done.stderr
    assert "planner" in loaded
    assert "pint" not in loaded


@pytest.mark.parametrize("command", ["check", "show", "evidence", "convert", "new"])
def test_the_help_of_a_command_loads_no_textual(command):
    loaded, done = run(COMMAND, command, "--help")
    assert done.returncode == 0, done.stderr
    assert command in done.stdout
    assert "textual" not in loaded


def test_checking_a_file_loads_no_textual(tmp_path):
    regimen = tmp_path / "evening.toml"
    regimen.write_text(REGIMEN, encoding="utf-8")
    loaded, done = run(COMMAND, "check", str(regimen))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pydantic" in loaded
    assert "textual" not in loaded


OPEN = """
import planner.cli.main as main, planner.tui.running as running
main.on_terminal = lambda: True
running.run = lambda **_: 0
assert main.main([]) == 0
"""
PAINT = """
import asyncio, pathlib
from planner.tui.app import PlannerApp
from planner.tui.screens.library import LibraryScreen
LibraryScreen.list_again = lambda self: None  # what comes after the first paint
async def paint():
    async with PlannerApp(pathlib.Path(sys.argv[1])).run_test() as pilot:
        await pilot.pause()
asyncio.run(paint())
"""


@pytest.mark.parametrize("code", [OPEN, PAINT])
def test_the_first_screen_is_painted_before_anything_heavy_is_loaded(tmp_path, code):
    (tmp_path / "evening.toml").write_text(REGIMEN, encoding="utf-8")
    loaded, done = run(code, str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "textual" in loaded
    assert not loaded & {"pydantic", "pint", "tomllib"}
