"""One folder takes the place of another in one step, or it is said why not."""

import ctypes
import errno
import os
import sys
from pathlib import Path

import pytest

from planner.library import exchange
from planner.library.atomic import SaveError
from planner.library.exchange import (
    alone,
    exchange_names,
    put_in_place,
    refuse_unfit,
    stopped_halfway,
    telling_name,
)

RUN = "20261127T023700.000000Z-0a1b2c"


@pytest.fixture
def old(tmp_path):
    folder = tmp_path / "clients"
    folder.mkdir()
    (folder / "a.toml").write_text("old", encoding="utf-8")
    return folder


@pytest.fixture
def new(tmp_path):
    folder = tmp_path / ".planner-new"
    folder.mkdir()
    (folder / "a.toml").write_text("new", encoding="utf-8")
    return folder


def held(folder):
    return (folder / "a.toml").read_text(encoding="utf-8")


def refused(folder):
    with pytest.raises(SaveError) as raised:
        refuse_unfit(folder, folder, undone="written")
    message = str(raised.value)
    assert message.startswith(f"{folder}: not written: ")
    assert message.endswith("Nothing was changed.")
    return message


def no_exchange(monkeypatch, number=errno.EINVAL):
    def fail(one, other):
        raise OSError(number, os.strerror(number), str(other))

    monkeypatch.setattr(exchange, "exchange_names", fail)


def test_two_folders_exchange_their_names(old, new):
    exchange_names(new, old)
    assert (held(old), held(new)) == ("new", "old")


def test_a_missing_name_is_not_exchanged(old, tmp_path):
    with pytest.raises(FileNotFoundError):
        exchange_names(tmp_path / "none", old)
    assert held(old) == "old"


@pytest.mark.skipif(sys.platform != "linux", reason="a call of Linux")
def test_a_c_library_without_a_name_for_the_call_makes_it_by_number(old, new, monkeypatch):
    real = ctypes.CDLL(None, use_errno=True)

    class Older:
        syscall = real.syscall

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Older())
    exchange._exchange_call.cache_clear()
    try:
        exchange_names(new, old)
        with pytest.raises(FileNotFoundError):
            exchange_names(new.with_name("none"), old)
    finally:
        exchange._exchange_call.cache_clear()
    assert (held(old), held(new)) == ("new", "old")


def test_a_system_that_cannot_says_so(old, new, monkeypatch):
    monkeypatch.setattr(exchange, "_exchange_call", lambda: None)
    with pytest.raises(OSError, match="not implemented") as raised:
        exchange_names(new, old)
    assert raised.value.errno in exchange.NOT_SUPPORTED


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM])
def test_without_an_exchange_two_renames_do(old, new, monkeypatch, number):
    no_exchange(monkeypatch, number)
    telling = telling_name(old, RUN)
    put_in_place(new, old, telling)
    assert (held(old), held(new)) == ("new", "old")
    assert not telling.exists()


def test_an_exchange_that_fails_otherwise_is_not_tried_in_another_way(old, new, monkeypatch):
    no_exchange(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        put_in_place(new, old, telling_name(old, RUN))
    assert (held(old), held(new)) == ("old", "new")


@pytest.mark.parametrize("problem", [OSError(errno.EIO, "broken"), KeyboardInterrupt()])
def test_a_second_rename_that_fails_gives_the_old_folder_its_name_back(
    old, new, monkeypatch, problem
):
    rename = Path.rename

    def fail_for_new(path, target):
        if path == new:
            raise problem
        return rename(path, target)

    no_exchange(monkeypatch)
    monkeypatch.setattr(Path, "rename", fail_for_new)
    with pytest.raises(type(problem)):
        put_in_place(new, old, telling_name(old, RUN))
    assert (held(old), held(new)) == ("old", "new")
    assert set(old.parent.iterdir()) == {new, old}


def test_a_kill_between_two_renames_leaves_a_name_that_tells(old, new, monkeypatch):
    rename = Path.rename
    no_exchange(monkeypatch)
    child = os.fork()
    if not child:  # pragma: no cover  (in the child)
        monkeypatch.setattr(
            Path, "rename", lambda path, to: os._exit(9) if path == new else rename(path, to)
        )
        put_in_place(new, old, telling_name(old, RUN))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not old.exists()
    assert held(old.with_name(f"clients.before-{RUN}")) == "old"
    words = stopped_halfway(old)
    assert words is not None
    assert f"clients.before-{RUN}; rename that back" in words
    assert stopped_halfway(old / "below") == words


def test_a_folder_that_is_only_missing_was_not_stopped(tmp_path):
    assert stopped_halfway(tmp_path / "none" / "below") is None
    assert stopped_halfway(tmp_path) is None


def test_a_long_name_has_a_telling_name_as_well(tmp_path):
    folder = tmp_path / ("ä" * 127)
    folder.mkdir()
    folder.rename(telling_name(folder, RUN))
    assert stopped_halfway(folder) is not None


def test_a_usual_folder_is_fit_and_so_is_one_that_is_missing(old):
    refuse_unfit(old, old, undone="written")
    refuse_unfit(old / "x" / "y", old / "x" / "y", undone="written")


@pytest.mark.parametrize("place", ["a.toml", "a.toml/x"])
def test_a_file_is_no_folder(old, place):
    assert "is a file; name a folder" in refused(old / place)


def test_a_folder_that_one_stands_in_is_refused(old, monkeypatch):
    (old / "deep").mkdir()
    monkeypatch.chdir(old)
    assert "run this from the folder above" in refused(old)
    monkeypatch.chdir(old / "deep")
    assert "run this from the folder above" in refused(old)
    monkeypatch.chdir(old.parent)
    refuse_unfit(old, old, undone="written")


def test_a_folder_can_be_replaced_from_one_that_is_gone(old, tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    refuse_unfit(old, old, undone="written")


def test_a_home_folder_is_refused(old, monkeypatch):
    monkeypatch.setenv("HOME", str(old / "somebody"))
    assert "your home folder" in refused(old)


def test_a_mount_point_is_refused(old, monkeypatch):
    monkeypatch.setattr(Path, "is_mount", lambda path: path == old)
    assert "another disk is mounted there" in refused(old)


def test_a_folder_that_may_not_be_changed_is_refused(old):
    old.chmod(0o555)
    assert "the folder may not be changed" in refused(old)


def test_a_folder_above_that_may_not_be_changed_is_named(old):
    old.parent.chmod(0o555)
    try:
        assert f"{old.parent}, in which that happens, may not be changed" in refused(old)
        assert f"{old.parent}, in which that happens" in refused(old.parent / "new")
    finally:
        old.parent.chmod(0o755)


@pytest.mark.parametrize("other", ["", "clients", "clients/deep", ".."])
def test_two_runs_at_one_folder_below_or_above_it_keep_each_other_out(old, monkeypatch, other):
    (old / "deep").mkdir()
    monkeypatch.setattr(exchange, "LONGEST_WAIT", 0)
    waiting = alone((old.parent / other).resolve(), old, undone="undone")
    with (
        alone(old.parent, old, undone="written"),
        pytest.raises(SaveError, match="not undone: another run of Planner") as raised,
        waiting,
    ):
        pass
    assert "try again when it has ended" in str(raised.value)
    with alone(old.parent, old, undone="written"):
        pass


def test_two_runs_in_different_folders_go_on_together(old, new, monkeypatch):
    monkeypatch.setattr(exchange, "LONGEST_WAIT", 0)
    with alone(old, old, undone="written"), alone(new, new, undone="written"):
        pass


def test_a_run_waits_for_one_that_ends_in_time(old, monkeypatch):
    first = alone(old, old, undone="written")
    first.__enter__()
    monkeypatch.setattr("time.sleep", lambda _: first.__exit__(None, None, None))
    with alone(old, old, undone="written"):
        pass


def test_a_disk_without_locks_is_written_all_the_same(old, monkeypatch):
    import fcntl

    def fail(*_):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", fail)
    with alone(old, old, undone="written"):
        pass
