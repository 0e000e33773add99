"""Systems that can do less, other programs at the same moment, and what killed runs leave."""

import errno
import os
import shutil
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest

from planner.library import exchange, leftovers, staging
from planner.library.runs import changed_since, last_run, last_undone, undo_run, write_run
from planner.library.store import ChangedOnDisk
from tests.folders import OLD, beside, change, changes_of, meanwhile, refused
from tests.trees import build, files, tree


@pytest.fixture
def folder(tmp_path):
    return build(tmp_path / "clients", OLD)


# systems that can do less


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP, errno.EMLINK])
def test_without_hard_links_files_are_copied(folder, monkeypatch, number):
    def fail(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    (folder / "b.toml").chmod(0o640)
    os.utime(folder / "b.toml", (10**9, 10**9))
    before = tree(folder)
    monkeypatch.setattr(os, "link", fail)
    run = write_run(folder, "rebase", changes_of(folder, a=b"A", n=b"n"))
    assert files(folder)["a.toml"] == b"A"
    assert (folder / "b.toml").stat().st_mtime == 10**9
    assert run.notes == ()
    undo_run(run)
    assert tree(folder) == before
    assert beside(folder) == set()


def test_without_hard_links_a_pipe_is_refused(folder, monkeypatch):
    def fail(*_arguments, **_options):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    os.mkfifo(folder / "pipe")
    monkeypatch.setattr(os, "link", fail)
    assert "pipe: not written: it is a socket, pipe or device" in refused(
        folder, changes_of(folder, a=b"A")
    )


def test_what_belongs_to_others_and_cannot_be_carried_over_is_refused(folder, monkeypatch):
    monkeypatch.setattr(staging, "_give", lambda *_: False)
    assert "belongs to another user" in refused(folder, changes_of(folder, a=b"A"))


def test_without_an_exchange_the_folder_is_renamed_twice(folder, monkeypatch):
    def fail(one, other):
        raise OSError(errno.EINVAL, "Invalid argument")

    before = tree(folder)
    monkeypatch.setattr(exchange, "exchange_names", fail)
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert files(folder)["a.toml"] == b"A"
    undo_run(run)
    assert tree(folder) == before
    assert beside(folder) == set()


# other programs


def test_what_others_wrote_meanwhile_is_carried_over(folder, monkeypatch):
    def act():
        build(folder, {"theirs.toml": b"t", "new/deep.toml": b"d", "hollow/": b"", "l": "a.toml"})
        (folder / "fresh").write_bytes(b"fresh")
        (folder / "fresh").replace(folder / "b.toml")  # as editors save
        (folder / "sub/c.toml").write_bytes(b"in place")

    meanwhile(monkeypatch, act)
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert files(folder) == {
        "a.toml": b"A",
        "b.toml": b"fresh",
        "sub/c.toml": b"in place",
        "sub/deep/notes.txt": b"notes",
        "theirs.toml": b"t",
        "new/deep.toml": b"d",
    }
    assert (folder / "hollow").is_dir()
    assert (folder / "l").readlink() == Path("a.toml")
    assert run.notes == ()
    assert beside(folder) == set()


def test_without_hard_links_it_is_carried_over_too(folder, monkeypatch):
    def fail(*_arguments, **_options):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    def act():
        (folder / "theirs.toml").write_bytes(b"t")
        (folder / "b.toml").write_bytes(b"in place")

    monkeypatch.setattr(os, "link", fail)
    meanwhile(monkeypatch, act)
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert files(folder)["b.toml"] == b"in place"
    assert files(folder)["theirs.toml"] == b"t"
    assert run.notes == ()


def test_a_file_of_the_run_that_changes_while_it_is_staged_stops_it(folder, monkeypatch):
    changes = changes_of(folder, a=b"A", b=None, n=b"n")

    def act():
        (folder / "a.toml").write_bytes(b"theirs")
        (folder / "n.toml").write_bytes(b"theirs")

    meanwhile(monkeypatch, act)
    with pytest.raises(ChangedOnDisk, match=r"a\.toml and .*n\.toml: not written"):
        write_run(folder, "rebase", changes)
    assert files(folder)["a.toml"] == files(folder)["n.toml"] == b"theirs"
    assert last_run(folder) is None
    assert beside(folder) == set()


@pytest.mark.parametrize("how", ["in place", "replaced"])
def test_what_is_written_into_a_file_of_the_run_at_the_last_moment_is_kept_and_told(
    folder, monkeypatch, how
):
    def act():
        if how == "in place":
            (folder / "a.toml").write_bytes(b"theirs")
        else:
            (folder / "x").write_bytes(b"theirs")
            (folder / "x").replace(folder / "a.toml")

    meanwhile(monkeypatch, act, "exchange")
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert files(folder)["a.toml"] == b"A"
    aside = run.place / "aside" / "a.toml"
    assert aside.read_bytes() == b"theirs"
    assert len(run.notes) == 1
    assert f"{folder}/a.toml: another program wrote it" in run.notes[0]
    assert str(aside) in run.notes[0]
    assert beside(folder) == set()


def test_what_is_deleted_meanwhile_is_there_again(folder, monkeypatch):
    meanwhile(monkeypatch, (folder / "b.toml").unlink)
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert files(folder)["b.toml"] == b"b"
    assert run.notes == ()


def test_an_old_folder_that_cannot_be_removed_is_told(folder, monkeypatch):
    unlink = Path.unlink

    def refuse(path, missing_ok=False):
        if path.name == "b.toml":
            raise PermissionError(errno.EPERM, "immutable")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert len(run.notes) == 1
    assert "could not be removed" in run.notes[0]
    assert beside(folder) == {f".planner-{run.id}.run"}


# what killed runs leave


@pytest.fixture
def at_once(monkeypatch):
    """What killed runs left is removed at once, and not after an hour."""
    monkeypatch.setattr(leftovers, "LEFT_BEHIND", timedelta())


def killed(monkeypatch, folder, changes, where):
    """Let a run end at a function as if it were killed there, and return its id."""
    with monkeypatch.context() as patch:
        patch.setattr("planner.library.run_writing.abandon", lambda *_: None)
        patch.setattr("planner.library.run_writing.settle", lambda *_: ())
        if where != "settle":
            patch.setattr(staging.Stage, where, mock.Mock(side_effect=KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                write_run(folder, "killed", changes)
        else:
            write_run(folder, "killed", changes)
    (left,) = beside(folder)
    return left


@pytest.mark.parametrize("where", ["add", "link_rest", "finish", "put_in_place", "settle"])
def test_what_a_killed_run_left_is_removed_by_a_later_one(folder, monkeypatch, at_once, where):
    killed(monkeypatch, folder, changes_of(folder, a=b"A", b=None), where)
    run = write_run(folder, "rebase", [change(folder, "n.toml", b"n")])
    assert beside(folder) == set()
    assert run.notes == ()
    assert files(folder)["a.toml"] == (b"A" if where == "settle" else b"a")


def test_what_a_killed_run_left_of_a_new_folder_is_removed(tmp_path, monkeypatch, at_once):
    folder = tmp_path / "x" / "clients"
    killed(monkeypatch, folder.parent, [change(folder, "a.toml", b"a")], "put_in_place")
    write_run(folder, "derive", [change(folder, "a.toml", b"a")])
    assert set(tmp_path.iterdir()) == {tmp_path / "x"}


def test_a_staged_folder_that_may_be_in_use_stays(folder, monkeypatch):
    left = killed(monkeypatch, folder, changes_of(folder, a=b"A"), "put_in_place")
    write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert beside(folder) == {left}


def test_reading_removes_nothing(folder, monkeypatch, at_once):
    left = killed(monkeypatch, folder, changes_of(folder, a=b"A"), "settle")
    before = tree(folder.parent, versions=True)
    run = last_run(folder.parent)
    assert run is not None
    assert (changed_since(run), last_undone(folder)) == ((), None)
    assert tree(folder.parent, versions=True) == before
    assert beside(folder) == {left}


def test_what_only_the_old_folder_of_a_killed_run_holds_is_kept(folder, monkeypatch, at_once):
    left = folder.parent / killed(monkeypatch, folder, changes_of(folder, a=b"A"), "settle")
    (left / "theirs.toml").write_bytes(b"t")  # written between staging and exchange
    (folder / "b.toml").unlink()  # and this was deleted since, on purpose
    run = write_run(folder, "rebase", [change(folder, "n.toml", b"n")])
    assert beside(folder) == set()
    assert "theirs.toml" not in files(folder)
    assert "b.toml" not in files(folder)
    first = min((folder / ".versions/runs").glob("2*"))
    assert (first / "aside/theirs.toml").read_bytes() == b"t"
    assert (first / "aside/b.toml").read_bytes() == b"b"
    assert len(run.notes) == 2


def test_an_old_folder_whose_new_one_is_gone_stays(folder, monkeypatch, at_once):
    left = killed(monkeypatch, folder, changes_of(folder, a=b"A"), "settle")
    shutil.rmtree(folder)
    write_run(folder, "derive", [change(folder, "n.toml", b"n")])
    assert beside(folder) == {left}


def test_folders_of_others_with_like_names_stay(folder, at_once):
    names = {".planner-x.run", ".planner-20269999T999999.000000Z-000000.run", "clients.before-x"}
    for name in names:
        (folder.parent / name).mkdir()
    write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert beside(folder) == names
