"""Whatever happens while many files are written, or taken back: it is the old folder or the new."""

import errno
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from planner.library import exchange, leftovers, staging
from planner.library.runs import FileChange, SaveError, last_run, last_undone, undo_run, write_run
from tests.trees import Files, build, files, tree

ROOT = Path(__file__).parent.parent.parent
OLD: Files = {
    "a.toml": b"a",
    "b.toml": b"b",
    "sub/c.toml": b"c",
    "empty/": b"",
    "link.toml": "sub/c.toml",
}
NEW = {"a.toml": b"A", "sub/c.toml": b"C", "x/n.toml": b"n"}

WRITING = ("mkdir", "link", "symlink", "open", "write", "fsync", "rename", "replace")
CHANGING = (*WRITING, "utime", "chmod", "chown", "unlink", "rmdir")
ALL = (*CHANGING, "stat", "lstat", "scandir", "listdir", "close")


def write(folder, before):
    names = ("a.toml", "b.toml", "sub/c.toml", "x/n.toml")
    changes = [FileChange(folder / name, before.get(name), NEW.get(name)) for name in names]
    return write_run(folder, "rebase", changes, kept={"templates/t.toml": b"t"})


class Scene:
    """A folder as it is before something is done to it, again and again."""

    def __init__(self, kind, place):
        self.kind = kind
        self.place = place
        self.folder = place / "clients" if kind != "new" else place / "x" / "y" / "clients"

    def set_up(self):
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        if self.kind != "new":
            build(self.folder, OLD)
            (self.folder / "a.toml").chmod(0o600)
        if self.kind == "undo":
            self.run = write(self.folder, OLD)
        self.old = tree(self.folder, versions=True)

    def learn(self):
        """Find out what comes of it where nothing happens."""
        self.set_up()
        self.act()
        self.new = tree(self.folder)
        assert self.new != tree_without_versions(self.old)

    def act(self):
        """Do it."""
        if self.kind == "undo":
            undo_run(self.run)
        else:
            write(self.folder, {} if self.kind == "new" else OLD)

    def take_back(self):
        """Take back what it did, by what is recorded of it."""
        run = last_undone(self.folder) if self.kind == "undo" else last_run(self.folder)
        assert run is not None
        undo_run(run)

    def is_old(self):
        return tree(self.folder, versions=True) == self.old

    def is_new(self):
        return tree(self.folder) == self.new

    def left(self):
        """What lies beside the folder, or beside what was to hold it."""
        return {each.name for each in self.place.iterdir()} - {"clients", "x"}


def tree_without_versions(found):
    return found and {
        name: entry for name, entry in found.items() if ".versions" not in name.split("/")
    }


@pytest.fixture(autouse=True)
def _nothing_waits_for_the_disk(monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)
    monkeypatch.setattr(staging, "sync_disk", lambda _: False)


@pytest.fixture(params=["write", "undo", "new"])
def scene(request, tmp_path):
    scene = Scene(request.param, tmp_path / "place")
    scene.learn()
    return scene


def at_call(patch, number, happens, names, *, on=False):
    """Let something happen at a call to the system, counted from 1, or `on` from there."""
    counter = itertools.count(1)

    def counted(real):
        def call(*arguments, **options):
            now = next(counter)
            if now == number or (on and now > number):
                happens()
            return real(*arguments, **options)

        return call

    for name in names:
        patch.setattr(os, name, counted(getattr(os, name)))
    patch.setattr(exchange, "exchange_names", counted(exchange.exchange_names))
    return counter


def raises(problem):
    def happens():
        raise problem

    return happens


def in_child(act):
    """Do something in a child of this process and return its exit code: 0, 3 where it raised."""
    child = os.fork()
    if not child:
        try:
            act()
        except BaseException:
            os._exit(3)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child of the same state is needed")
def test_a_kill_at_any_call_leaves_the_old_folder_or_the_new_one(scene, monkeypatch):
    monkeypatch.setattr(leftovers, "LEFT_BEHIND", timedelta())
    seen = []
    for number in itertools.count(1):
        scene.set_up()

        def act(number=number):
            at_call(monkeypatch, number, lambda: os._exit(9), CHANGING)
            scene.act()

        code = in_child(act)
        assert code in (0, 9)
        assert scene.is_old() or scene.is_new(), number
        seen.append(scene.is_new())
        if code == 0:
            break
        if scene.is_new():  # the record is whole, too
            scene.take_back()
            assert scene.kind == "new" or tree(scene.folder) == tree_without_versions(scene.old)
        else:
            scene.act()
            assert scene.is_new()
        assert scene.left() == set()
    assert seen == sorted(seen), "once it is new it stays new"
    assert seen.count(False) > 20


@pytest.mark.parametrize("number_of_error", [errno.EIO, errno.EACCES])
def test_a_call_that_fails_leaves_the_old_folder_and_a_message_or_the_new_one(
    scene, monkeypatch, number_of_error
):
    problem = OSError(number_of_error, os.strerror(number_of_error))
    failed = 0
    for number in itertools.count(1):
        scene.set_up()
        with monkeypatch.context() as patch:
            counter = at_call(patch, number, raises(problem), CHANGING)
            try:
                scene.act()
                message = None
            except SaveError as said:
                message = str(said)
            calls = next(counter)
        if message is None:
            assert scene.is_new(), number
        else:
            failed += 1
            assert scene.is_old(), number
            assert "Nothing was changed." in message
            assert str(scene.folder) in message
            assert ".planner-" not in message
            assert scene.left() == set()
        if calls <= number:
            break
    assert failed > 15


def test_a_disk_that_stays_full_leaves_the_old_folder(scene, monkeypatch):
    problem = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    names = tuple(name for name in WRITING if name not in ("rename", "replace"))
    failed = 0
    for number in itertools.count(1):
        scene.set_up()
        with monkeypatch.context() as patch:
            counter = at_call(patch, number, raises(problem), names, on=True)
            try:
                scene.act()
                message = None
            except SaveError as said:
                message = str(said)
            calls = next(counter)
        if message is None:
            assert scene.is_new(), number
        else:
            failed += 1
            assert "free some and try again" in message
            assert scene.is_old(), number
        assert scene.left() == set()
        if calls <= number:
            break
    assert failed > 15


def test_a_look_that_fails_never_leads_to_half_a_folder(scene, monkeypatch):
    """Also where the system cannot say what is there, and not only where it cannot write."""
    problem = OSError(errno.EIO, os.strerror(errno.EIO))
    for number in itertools.count(1):
        scene.set_up()
        with monkeypatch.context() as patch:
            counter = at_call(patch, number, raises(problem), ALL)
            try:
                scene.act()
                raised = False
            except SaveError:
                raised = True
            calls = next(counter)
        assert scene.is_old() if raised else scene.is_new(), (number, tree(scene.folder), scene.new)
        if calls <= number:
            break


@pytest.mark.parametrize("when", ["before", "behind"])
def test_an_interruption_at_any_call_leaves_the_old_folder_or_the_new_one(scene, monkeypatch, when):
    monkeypatch.setattr(leftovers, "LEFT_BEHIND", timedelta())
    seen = set()
    for number in itertools.count(1):
        scene.set_up()
        with monkeypatch.context() as patch:
            counter = at_call(patch, number, raises(KeyboardInterrupt()), CHANGING)
            if when == "behind":
                patch.undo()
                counter = interrupted_behind(patch, number)
            try:
                scene.act()
                raised = False
            except KeyboardInterrupt:
                raised = True
            calls = next(counter)
        assert scene.is_old() or scene.is_new(), number
        assert raised or scene.is_new()
        seen.add(scene.is_new())
        if scene.is_old():
            assert scene.left() == set()
        build(scene.folder, {"other": b""})
        write_run(
            scene.folder,
            "later",
            [
                FileChange(scene.folder / "other", b"", b"o"),
                FileChange(scene.folder / "p", None, b"p"),
            ],
        )
        assert scene.left() == set()
        if calls <= number:
            break
    assert seen == {True, False}


def interrupted_behind(patch, number):
    """Raise KeyboardInterrupt right behind a call that changes something, counted from 1."""
    counter = itertools.count(1)

    def counted(real):
        def call(*arguments, **options):
            result = real(*arguments, **options)
            if next(counter) == number:
                raise KeyboardInterrupt
            return result

        return call

    for name in CHANGING:
        if name != "open":  # whose descriptor would be lost, which is no matter of folders
            patch.setattr(os, name, counted(getattr(os, name)))
    patch.setattr(exchange, "exchange_names", counted(exchange.exchange_names))
    return counter


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a child of the same state is needed")
def test_without_an_exchange_a_kill_never_loses_the_old_folder(tmp_path, monkeypatch):
    scene = Scene("write", tmp_path / "place")
    scene.learn()

    def cannot(one, other):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(exchange, "exchange_names", cannot)
    missing = 0
    for number in itertools.count(1):
        scene.set_up()

        def act(number=number):
            at_call(monkeypatch, number, lambda: os._exit(9), CHANGING)
            scene.act()

        code = in_child(act)
        if not scene.folder.exists():
            missing += 1
            with pytest.raises(SaveError, match="rename that back"):
                scene.act()
            (told,) = scene.place.glob("clients.before-*")
            told.rename(scene.folder)
            assert scene.is_old()
        assert scene.is_old() or scene.is_new(), number
        if code == 0:
            break
    assert missing == 1, "the moment between the two renames, and no other"


LOOP = """
import sys
from pathlib import Path
from planner.library.runs import FileChange, last_run, undo_run, write_run

folder = Path(sys.argv[1])
print("ready", flush=True)
for number in range(10**6):
    changes = []
    for path in sorted(folder.glob("*.toml")):
        old = path.read_bytes()
        changes.append(FileChange(path, old, bytes([old[0] ^ 1]) + old[1:]))
    run = write_run(folder, "all others", changes)
    if number % 3 == 2:
        undo_run(run)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_real_kill_at_any_moment_leaves_one_state_of_all_files(tmp_path):
    folder = build(tmp_path / "clients", {f"c-{n:03}.toml": b"0" * 2000 for n in range(60)})
    names = {path.name for path in folder.iterdir()}
    dice = random.Random(5)
    seen: set[object] = set()
    for _ in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", LOOP, str(folder)], cwd=ROOT, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.02 + 0.3 * dice.random())
            process.send_signal(signal.SIGKILL)
        held = files(folder)
        assert set(held) == names
        assert len(set(held.values())) == 1
        seen |= set(held.values())
        run = last_run(folder)
        if run is not None:
            seen.add(run.id)
            assert len(run.files) == len(names)
    assert len(seen) > 2, "no run was done before a kill"
