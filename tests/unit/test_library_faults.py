"""Whatever happens while a file is saved, it is the old one or the new one."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.library.store import SaveError, save
from planner.regimen import edits
from planner.regimen.reading import read_bytes, read_file

ROOT = Path(__file__).parent.parent.parent

TEXT = """\
# mine
format = 1
title = "Evening"  # t

[entries.magnesium]
substance = "magnesium-citrate"
dose = "200 mg" # each
when = "at bedtime"
"""


def digest_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def regimen_of(path):
    reading = read_file(path)
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    return reading.regimen


def titled(path, title):
    return edits.with_title(regimen_of(path), title)


def versions(path):
    folder = path.parent / ".versions"
    return sorted(folder.iterdir()) if folder.exists() else []


def left_behind(folder):
    return [each.name for each in folder.iterdir() if each.name.endswith(".saving")]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "evening.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("call", ["fsync", "replace", "write"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_save_that_fails_leaves_the_old_file(path, monkeypatch, call, number):
    def fail(*_arguments):
        raise OSError(number, os.strerror(number))

    digest, regimen = digest_of(path), titled(path, "Night")
    with monkeypatch.context() as patch:
        match call:
            case "fsync":
                patch.setattr(os, "fsync", fail)
            case "replace":
                patch.setattr(Path, "replace", fail)
            case "write":
                patch.setattr(os, "fdopen", fail)
        with pytest.raises(SaveError, match=r"evening\.toml|\.versions") as raised:
            save(regimen, path, digest=digest)
        with pytest.raises(SaveError):
            save(regimen, path.with_name("new.toml"))
    assert "save" in str(raised.value).partition("not saved")[2]
    assert path.read_text(encoding="utf-8") == TEXT
    assert [each.name for each in path.parent.iterdir() if each.is_file()] == ["evening.toml"]
    assert versions(path) == []


def test_an_interruption_passes_and_leaves_nothing_behind(path, monkeypatch):
    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(titled(path, "Night"), path, digest=digest_of(path))
    assert path.read_text(encoding="utf-8") == TEXT
    assert left_behind(path.parent) == []


SAVING = """
import sys
from pathlib import Path
from planner.library.store import save
from planner.regimen import edits
from planner.regimen.reading import read_file

path = Path(sys.argv[1])
reading = read_file(path)
regimen, digest = reading.regimen, reading.digest
print("ready", flush=True)
for number in range(100000):
    regimen = edits.with_notes(regimen, f"{number} " * 4000)
    digest = save(regimen, path, digest=digest).digest
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_save_that_is_killed_leaves_the_old_file_or_the_new_one(path):
    seen = set()
    for attempt in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", SAVING, str(path)], cwd=ROOT, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.02 + 0.017 * attempt)
            process.send_signal(signal.SIGKILL)
        data = path.read_bytes()
        reading = read_bytes(data)
        assert reading.whole, reading.problems
        assert data.startswith(b"# mine\n")
        for kept in versions(path):
            assert kept.name.endswith(".saving") or read_file(kept).whole
        seen.add(reading.digest)
    assert len(seen) > 1, "nothing was saved before the kill"


def test_what_a_killed_save_left_is_removed_later(path):
    old = path.with_name(".planner-0123.saving")
    young = path.with_name(".planner-4567.saving")
    old.touch()
    young.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    save(titled(path, "Night"), path, digest=digest_of(path))
    assert left_behind(path.parent) == [young.name]
