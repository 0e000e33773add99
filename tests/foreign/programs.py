"""Programs of others that prove exports; where one is missing, the test is skipped by its name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
MODULES = Path(os.environ.get("PLANNER_NODE_MODULES", FOLDER / "node_modules"))
HOW = "tests/foreign/README.md says how to install it"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def needed(*names: str) -> str:
    """The path of the first of these programs that is installed; skips where none is."""
    beside = Path(sys.executable).parent  # a virtual environment that nobody activated
    for name in names:
        found = shutil.which(name) or shutil.which(name, path=str(beside))
        if found:
            return found
    pytest.skip(f"{names[0]} is missing; {HOW}")


def needed_module(name: str) -> Path:
    """The folder of an npm package; skips where it is not installed."""
    folder = MODULES / name
    if not folder.is_dir():
        pytest.skip(f"the npm package {name} is missing; {HOW}")
    return folder


def run(*words: str | Path, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a program to its end, without the colours and settings of whoever starts the tests."""
    return subprocess.run(
        [str(word) for word in words],
        input=given,
        capture_output=True,
        check=False,
        timeout=300,
        env={**os.environ, "NO_COLOR": "1", "PYTHONUTF8": "1", "PYTHONWARNINGS": "ignore"},
    )


def node(script: str, *words: str | Path, modules: tuple[str, ...], given: object = None) -> object:
    """What a script of this folder prints as JSON, given JSON; skips without Node or a package."""
    program = needed("node")
    for name in modules:
        needed_module(name)
    done = run(
        program,
        FOLDER / script,
        *words,
        given=None if given is None else json.dumps(given).encode(),
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@cache
def chromium() -> str:
    """The path of a Chromium; skips where none is installed."""
    return needed(*CHROMIUMS)
