"""Running the command line in this process, and files to run it on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.cli.main import main

ROOT = Path(__file__).parent.parent.parent

PASSES = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "90 min before bed"
"""
ASKS = PASSES.replace('standardised_to = "5 %"\n', "")
WARNS = PASSES.replace("300 mg", "800 mg")
INVALID = PASSES.replace('"300 mg"', '"1,5 g"')
FILES = {"pass": PASSES, "ask": ASKS, "warn": WARNS, "invalid": INVALID}


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Result]


@pytest.fixture
def planner(capsys: pytest.CaptureFixture[str]) -> Run:
    """`planner("check", path)` runs the command and returns code, standard output and error."""

    def run(*arguments: object) -> Result:
        code = main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """`file(text)` or `file(text, name)` writes a regimen file and returns its path."""

    def write(text: str | bytes, name: str = "evening.toml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write
