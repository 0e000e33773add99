"""Exporting by several processes: the same files as by one, and no process that is waited for."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.cli import export, export_pool
from planner.export.making import Options
from tests.cli.conftest import INVALID, PASSES, ROOT


def clients(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = PASSES.replace("Wind-down evening", f"Plan {number}")
        (folder / f"c-{number:02}.toml").write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_a_pool_makes_the_same_files_in_the_same_order(planner, tmp_path, monkeypatch):
    folder = clients(tmp_path / "clients", 5)
    (folder / "c-02.toml").write_text(INVALID, encoding="utf-8")
    told = []
    for workers in (1, 2):
        monkeypatch.setattr(export, "workers_for", lambda *_, workers=workers: workers)
        out = tmp_path / str(workers)
        result = planner("export", folder, "--to", "txt,json", "--by", "K", "--out", out)
        assert result.code == 2
        assert len(result.lines) == 8
        told.append([text.replace(str(out), "OUT") for text in (result.out, result.err)])
    assert told[0] == told[1]
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def test_only_many_that_take_long_need_a_pool():
    assert export_pool.workers_for(16, ["pdf"]) == 1
    assert export_pool.workers_for(500, ["html", "ics"]) == 1
    assert 1 <= export_pool.workers_for(500, ["ics", "pdf"]) <= 8


class Deadly:
    """What ends the process that receives it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (3,)


def test_a_process_that_dies_is_told_and_not_waited_for(tmp_path):
    good = clients(tmp_path / "clients", 1) / "c-00.toml"
    wish = export_pool.Wish(("txt",), Options(), date(2026, 11, 27))
    pool = export_pool.pool_of(2, wish, "US")
    assert pool is not None
    paths: list[Any] = [Deadly(), *[good] * 4]
    with export_pool.made_by(pool, paths) as made:
        results = list(made)
    assert len(results) == 5
    assert "ended unexpectedly" in str(results[0])


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="a group of processes is needed")
def test_ctrl_c_ends_all_processes_and_lists_what_was_done(tmp_path):
    folder, out = clients(tmp_path / "clients", 60), tmp_path / "out"
    code = (
        "import sys\n"
        "from planner.cli import export, main\n"
        "export.workers_for = lambda *_: 2\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(main.main(sys.argv[1:]))\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    words = [sys.executable, "-u", script, "export", folder, "--to", "pdf", "--out", out]
    with subprocess.Popen(
        words, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)  # ends only when the last process has
    assert process.returncode == 130, said
    assert said.startswith("planner: interrupted: exported ")
    assert said.count("\n") == 1
    rows = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["regimens"]
    assert 1 <= len(rows) < 60
    assert len(list(out.rglob("*.pdf"))) == len(rows)
