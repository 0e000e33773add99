"""Many files of a folder are written as one, and taken back as one; nothing of others is lost."""

import errno
import os
import stat
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.library import exchange, runs
from planner.library.listing import regimen_files
from planner.library.runs import FileChange, SaveError, last_run, undo_run, write_run
from planner.library.store import ChangedOnDisk
from tests.folders import OLD, beside, change, changes_of, meanwhile, refused
from tests.trees import build, files, tree

TODAY = datetime(2024, 11, 27, 20, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return build(tmp_path / "clients", OLD)


# what a run does


def test_files_are_added_changed_and_removed_in_one_step(folder):
    changes = [*changes_of(folder, a=b"A", b=None, n=b"n"), change(folder, "sub/x/y.toml", b"y")]
    run = write_run(folder, "derive wind-down: 3 plans", changes, today=TODAY)
    assert files(folder) == {
        "a.toml": b"A",
        "n.toml": b"n",
        "sub/c.toml": b"c",
        "sub/deep/notes.txt": b"notes",
        "sub/x/y.toml": b"y",
    }
    assert (folder / "empty").is_dir()
    assert (folder / "link.toml").readlink() == Path("sub/c.toml")
    assert (run.folder, run.what, run.on) == (folder, "derive wind-down: 3 plans", TODAY)
    assert {each.name: each.did for each in run.files} == {
        "a.toml": "changed",
        "b.toml": "removed",
        "n.toml": "added",
        "sub/x/y.toml": "added",
    }
    assert [run.count(did) for did in ("added", "changed", "removed")] == [2, 1, 1]
    assert run.notes == ()
    assert beside(folder) == set()


def test_what_a_run_did_is_found_again(folder):
    run = write_run(folder, "rebase", changes_of(folder, a=b"A", b=None, n=b"n"))
    assert last_run(folder) == run
    assert last_run(folder.parent) == run
    assert {path.name for path in run.kept_folder.iterdir()} == {"a.toml", "b.toml"}
    assert (run.kept_folder / "a.toml").read_bytes() == b"a"


def test_a_run_in_a_new_folder_makes_the_folders_above_it(tmp_path):
    folder = tmp_path / "x" / "y" / "clients"
    changes = [change(folder, "a.toml", b"a"), change(folder, "sub/b.toml", b"b")]
    run = write_run(folder, "derive", changes)
    assert files(folder) == {"a.toml": b"a", "sub/b.toml": b"b"}
    assert last_run(tmp_path) == run
    assert set(tmp_path.iterdir()) == {tmp_path / "x"}
    undo_run(run)
    assert set(tree(folder) or ()) == {""}  # it stays, for the record that can bring all back


def test_the_mode_of_a_new_folder_and_file_is_the_usual_one(tmp_path):
    before = os.umask(0o027)
    try:
        names = ("new/sub/a.toml", "new/b.toml")
        write_run(tmp_path / "new", "derive", [change(tmp_path, name, b"x") for name in names])
    finally:
        os.umask(before)
    found = tree(tmp_path / "new") or {}
    assert {name: entry.mode for name, entry in found.items()} == {
        "": 0o750,
        "b.toml": 0o640,
        "sub": 0o750,
        "sub/a.toml": 0o640,
    }


def test_permissions_and_times_of_what_stays_and_permissions_of_what_changes_survive(folder):
    for name, mode in {"a.toml": 0o600, "b.toml": 0o664, "sub": 0o700, "empty": 0o555}.items():
        (folder / name).chmod(mode)
    (folder / "private").mkdir(0o700)
    (folder / "private" / "p.toml").write_bytes(b"p")
    folder.chmod(0o710)
    for name in ("b.toml", "sub/c.toml", "sub", "empty", "sub/deep"):
        os.utime(folder / name, (10**9, 10**9))
    changes = [*changes_of(folder, a=b"A"), change(folder, "private/p.toml", b"P")]
    run = write_run(folder, "rebase", changes)
    found = tree(folder) or {}
    modes = {name: found[name].mode for name in ("", "a.toml", "b.toml", "sub", "empty")}
    assert modes == {"": 0o710, "a.toml": 0o600, "b.toml": 0o664, "sub": 0o700, "empty": 0o555}
    for name in ("b.toml", "sub/c.toml", "sub", "empty", "sub/deep"):
        assert (folder / name).stat().st_mtime == 10**9, name
    assert (folder / "a.toml").stat().st_mtime > 10**9
    assert stat.S_IMODE((run.kept_folder / "a.toml").stat().st_mode) == 0o600
    assert stat.S_IMODE((run.kept_folder / "private").stat().st_mode) == 0o700


def test_files_that_stay_are_the_same_files(folder):
    before = (folder / "b.toml").stat().st_ino
    write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert (folder / "b.toml").stat().st_ino == before
    assert (folder / "b.toml").stat().st_nlink == 1


def test_changes_that_change_nothing_are_left_out(folder):
    run = write_run(folder, "rebase", [*changes_of(folder, a=b"A"), change(folder, "b.toml", b"b")])
    assert [each.name for each in run.files] == ["a.toml"]


def test_where_nothing_changes_nothing_is_written(folder):
    before = tree(folder, versions=True)
    run = write_run(folder, "rebase", changes_of(folder, a=b"a", none=None))
    assert (run.id, run.files) == ("", ())
    assert tree(folder, versions=True) == before
    assert not write_run(folder.parent / "none", "derive", []).id
    assert beside(folder) == set()


def test_what_is_kept_is_written_in_the_same_step_and_stays_when_it_is_undone(folder):
    kept = {"templates/wind-down.7c1e09ab42d3.toml": b"t"}
    run = write_run(folder, "derive", changes_of(folder, a=b"A"), kept=kept)
    undo_run(run)
    assert files(folder)["a.toml"] == b"a"
    where = folder / ".versions/templates/wind-down.7c1e09ab42d3.toml"
    assert where.read_bytes() == b"t"
    write_run(folder, "derive", [], kept=kept)  # which is there already
    write_run(folder, "derive", [], kept={"templates/wind-down.7c1e09ab42d3.toml": b"u"})
    assert where.read_bytes() == b"u"
    assert last_run(folder) is None  # nothing that could be undone


@pytest.mark.parametrize("name", ["../x", "/x", "runs/x", "a/../../b", "", "."])
def test_what_is_kept_lies_in_the_versions(folder, name):
    before = tree(folder.parent, versions=True)
    with pytest.raises(SaveError):
        write_run(folder, "derive", [], kept={name: b"x"})
    assert tree(folder.parent, versions=True) == before


def test_only_the_deepest_folder_that_holds_all_is_replaced(folder):
    above, sub = folder.stat().st_ino, (folder / "sub").stat().st_ino
    run = write_run(folder, "rebase", [change(folder, "sub/c.toml", b"C")])
    assert run.folder == folder / "sub"
    assert [each.name for each in run.files] == ["c.toml"]
    assert folder.stat().st_ino == above
    assert (folder / "sub").stat().st_ino != sub
    assert last_run(folder) == run
    undo_run(run)
    assert files(folder) == files(build(folder.parent / "other", OLD))


def test_a_folder_that_all_files_are_new_in_goes_when_it_is_undone(folder):
    run = write_run(folder, "derive", [change(folder, "x/y/z.toml", b"z")])
    assert run.folder == folder
    undo_run(run)
    assert tree(folder) == tree(build(folder.parent / "other", OLD))


def test_no_folder_with_a_dot_is_replaced_by_itself(folder):
    build(folder, {"sub/.archive/x.toml": b"x"})
    run = write_run(folder, "rebase", [change(folder, "sub/.archive/x.toml", b"X")])
    assert run.folder == folder / "sub"
    assert last_run(folder) == run


def test_one_who_stands_above_the_files_can_write_them(folder, monkeypatch):
    monkeypatch.chdir(folder)
    run = write_run(Path(), "rebase", [FileChange(Path("sub/c.toml"), b"c", b"C")])
    assert run.folder == Path("sub")
    with pytest.raises(SaveError, match="from the folder above"):
        write_run(Path(), "rebase", [FileChange(Path("a.toml"), b"a", b"A")])
    assert (folder / "a.toml").read_bytes() == b"a"
    undone = undo_run(run)
    assert (folder / "sub/c.toml").read_bytes() == b"c"
    assert undone.by.what == "undo of rebase"


NAMES = [
    "Überblick 晚上.toml",
    "two\nlines.toml",
    "tab\t.toml",
    "-rf",
    "a'b\".toml",
    "\x1b[31m",
    " ",
]


@pytest.mark.parametrize("name", [*NAMES, os.fsdecode(b"not-utf-8-\xff.toml"), "x" * 255])
def test_any_name_is_written_and_undone(folder, name):
    build(folder, {f"sub/{name}": b"old"})
    run = write_run(
        folder, "rebase", [change(folder, f"sub/{name}", b"new"), *changes_of(folder, a=b"A")]
    )
    assert (folder / "sub" / name).read_bytes() == b"new"
    assert last_run(folder) == run
    undo_run(run)
    assert (folder / "sub" / name).read_bytes() == b"old"


def test_a_link_to_the_folder_stays_and_the_real_one_is_written(folder, tmp_path):
    (tmp_path / "here").symlink_to(folder.name)
    link = tmp_path / "here"
    run = write_run(link, "rebase", [change(link, "a.toml", b"A"), change(folder, "n.toml", b"n")])
    assert link.is_symlink()
    assert files(folder)["a.toml"] == b"A"
    assert run.folder == link
    found = last_run(link)
    assert found == run
    undo_run(run)
    assert files(folder)["a.toml"] == b"a"


def test_a_link_in_the_folder_stands_for_what_it_leads_to(folder):
    run = write_run(
        folder, "rebase", [change(folder, "link.toml", b"C"), *changes_of(folder, a=b"A")]
    )
    assert {each.name for each in run.files} == {"sub/c.toml", "a.toml"}
    assert (folder / "link.toml").is_symlink()
    assert (folder / "sub/c.toml").read_bytes() == b"C"


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_out_of_the_folder_is_refused(folder, tmp_path, kind):
    build(tmp_path / "else", {"x.toml": b"x"})
    (folder / "out").symlink_to("../else" if kind == "folder" else "../else/x.toml")
    name = "out/x.toml" if kind == "folder" else "out"
    before = tree(tmp_path, versions=True)
    with pytest.raises(SaveError, match="lies outside of"):
        write_run(folder, "rebase", [change(folder, name, b"X"), *changes_of(folder, a=b"A")])
    assert tree(tmp_path, versions=True) == before


@pytest.mark.parametrize(
    "place", ["../other.toml", "sub/../../x.toml", ".", "", ".versions/runs/x"]
)
def test_a_file_elsewhere_is_refused(folder, place):
    before = tree(folder.parent, versions=True)
    with pytest.raises(SaveError, match="lies outside of"):
        write_run(folder, "rebase", [FileChange(folder / place, None, b"x")])
    assert tree(folder.parent, versions=True) == before


def test_one_file_by_two_names_is_refused(folder):
    twice = [change(folder, "link.toml", b"1"), change(folder, "sub/c.toml", b"2")]
    with pytest.raises(SaveError, match="meant twice"):
        write_run(folder, "rebase", twice)
    assert files(folder)["sub/c.toml"] == b"c"


def test_git_keeps_working_in_a_folder_that_was_replaced(folder):
    def git(*arguments):
        return subprocess.run(
            ["git", "-c", "user.name=c", "-c", "user.email=c@x", *arguments],
            cwd=folder, check=True, capture_output=True, encoding="utf-8",
        ).stdout  # fmt: skip

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    run = write_run(folder, "rebase", changes_of(folder, a=b"A", b=None, n=b"n"))
    assert set(git("status", "--porcelain").splitlines()) == {" M a.toml", " D b.toml", "?? n.toml"}
    git("add", "-A")
    git("commit", "-qm", "second")
    assert git("status", "--porcelain") == ""
    assert git("fsck", "--strict") == ""
    undo_run(run)
    git("checkout", "-q", "HEAD~1", "--", ".")
    assert git("diff", "--name-only", "HEAD~1", "--", "a.toml", "b.toml") == ""
    assert sorted(git("ls-files", "--others", "--exclude-standard").splitlines()) == []


def test_checking_sees_no_file_of_a_run_twice(folder):
    run = write_run(folder, "rebase", changes_of(folder, a=b"A", b=None))
    assert run.kept_folder.is_dir()
    assert [path.name for path in regimen_files(folder.parent)] == ["a.toml", "link.toml", "c.toml"]


def test_pipes_in_the_folder_stay(folder):
    os.mkfifo(folder / "pipe")
    undo_run(write_run(folder, "rebase", changes_of(folder, a=b"A")))
    assert stat.S_ISFIFO((folder / "pipe").lstat().st_mode)


# what is refused


def test_a_file_that_changed_since_it_was_read_stops_all(folder):
    changes = changes_of(folder, a=b"A", b=b"B", n=b"n")
    (folder / "b.toml").write_bytes(b"mine")
    (folder / "n.toml").write_bytes(b"mine")
    message = refused(folder, changes, ChangedOnDisk)
    assert f"{folder}/b.toml and {folder}/n.toml: not written" in message


def test_a_file_that_has_gone_since_it_was_read_stops_all(folder):
    changes = changes_of(folder, a=b"A", b=b"B")
    (folder / "b.toml").unlink()
    assert f"{folder}/b.toml: not written" in refused(folder, changes, ChangedOnDisk)


def test_of_many_files_that_changed_some_are_named(folder):
    message = refused(
        folder, [FileChange(folder / f"{n}", b"?", b"!") for n in range(30)], ChangedOnDisk
    )
    assert "/9 and 20 more: not written" in message


def test_a_protected_file_is_refused(folder):
    (folder / "a.toml").chmod(0o444)
    assert "a.toml: not written: the file is write-protected" in refused(
        folder, changes_of(folder, b=b"B", a=b"A")
    )


@pytest.mark.parametrize("place", ["sub", "pipe"])
def test_what_is_no_file_is_refused(folder, place):
    os.mkfifo(folder / "pipe")
    assert f"{place}: not written: it is a folder" in refused(
        folder, [change(folder, place, b"x", before=None)]
    )


@pytest.mark.parametrize("place", ["a.toml/x.toml", "link.toml/x.toml"])
def test_a_file_below_a_file_is_refused(folder, place):
    message = refused(folder, [change(folder, place, b"x", None), *changes_of(folder, b=b"B")])
    assert "is a file" in message


def test_a_link_is_not_removed_in_place_of_a_file(folder):
    message = refused(folder, [change(folder, "link.toml", None), *changes_of(folder, b=b"B")])
    assert "link.toml: not written: it is a folder, a link or a device" in message


def test_a_folder_that_may_not_be_changed_is_refused(folder):
    folder.chmod(0o555)
    assert "the folder may not be changed" in refused(folder, changes_of(folder, a=b"A"))


@pytest.mark.parametrize("name", ["nul\0", "\ud800", "x" * 300])
def test_a_name_that_no_file_can_have_is_refused(folder, name):
    refused(folder, [FileChange(folder / name, None, b"x")])


def test_a_link_that_leads_to_itself_is_refused(folder):
    (folder / "loop").symlink_to("loop")
    refused(folder / "loop", [FileChange(folder / "loop" / "x", None, b"x")])
    refused(folder, [FileChange(folder / "loop", None, b"x")])


def test_a_folder_that_cannot_be_renamed_says_so(folder, monkeypatch):
    def fail(one, other):
        raise OSError(errno.EXDEV, "Invalid cross-device link", str(other))

    monkeypatch.setattr(exchange, "exchange_names", fail)
    assert "a layer of a container" in refused(folder, changes_of(folder, a=b"A"))


@pytest.mark.parametrize("name", ["a.toml", "theirs.toml"])
def test_a_new_folder_that_another_program_makes_meanwhile_stays(tmp_path, monkeypatch, name):
    folder = tmp_path / "clients"
    meanwhile(monkeypatch, lambda: build(folder, {name: b"theirs"}))
    with pytest.raises(SaveError, match="not written"):
        write_run(folder, "derive", [change(folder, "a.toml", b"a")])
    assert files(folder) == {name: b"theirs"}
    assert set(tmp_path.iterdir()) == {folder}


def test_a_folder_that_goes_meanwhile_does_not_come_back_by_half(folder, monkeypatch):
    moved = folder.with_name("moved")
    meanwhile(monkeypatch, lambda: folder.rename(moved))
    with pytest.raises(SaveError):
        write_run(folder, "derive", changes_of(folder, n=b"n"))
    assert set(folder.parent.iterdir()) == {moved}
    assert tree(moved) == tree(build(folder.parent / "other", OLD))


def test_another_disk_in_the_folder_is_refused(folder, monkeypatch):
    def fail(*_arguments, **_options):
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", fail)
    assert "another disk is mounted there" in refused(folder, changes_of(folder, a=b"A"))


def test_after_a_run_that_was_stopped_between_two_renames_the_next_says_how_to_mend(folder):
    run = write_run(folder, "derive", changes_of(folder, a=b"A"))
    folder.rename(folder.with_name(f"clients.before-{run.id}"))
    for act in (
        lambda: write_run(folder, "derive", [change(folder, "a.toml", b"B", None)]),
        lambda: write_run(folder / "x", "derive", [change(folder, "x/a.toml", b"B", None)]),
    ):
        with pytest.raises(SaveError, match=r"rename that back") as raised:
            act()
        assert f"clients.before-{run.id}" in str(raised.value)
    folder.with_name(f"clients.before-{run.id}").rename(folder)
    undo_run(run)


# any tree, any change

names = st.lists(
    st.sampled_from(["a", "b", "c.toml", "Ü 晚", ".hidden", "x\ny", "-"]), min_size=1, max_size=3
).map("/".join)
contents = st.binary(max_size=12)
trees = st.dictionaries(names, contents, max_size=8)


def fitting(wanted, beside=()):
    """Leave names out that would lie below a file, or would be a folder."""
    kept: dict[str, bytes | None] = {}
    for name, data in sorted(wanted.items()):
        others = {*kept, *beside} - {name}
        if not any(f"{name}/".startswith(f"{o}/") or o.startswith(f"{name}/") for o in others):
            kept[name] = data
    return kept


@settings(max_examples=60, deadline=None)
@given(trees, trees, st.data())
def test_any_run_that_is_undone_leaves_the_tree_as_it_was(old, new, data):
    old = {**fitting(old), "stays": b""}
    new = fitting(new, old)
    for name in data.draw(st.sets(st.sampled_from(sorted(old)))):
        new[name] = data.draw(st.none() | contents, label=name)
    with tempfile.TemporaryDirectory() as place, mock.patch("os.fsync"):
        folder = build(Path(place) / "clients", old)
        before = tree(folder)
        run = write_run(folder, "any", [change(folder, *each) for each in new.items()])
        expected = {name: held for name, held in {**old, **new}.items() if held is not None}
        assert files(folder) == expected
        if run.files:
            assert last_run(folder) == run
            undone = undo_run(run)
            assert tree(folder) == before
            undo_run(undone.by)
            assert files(folder) == expected
        assert beside(folder) == set()


def test_every_public_name_is_there():
    assert all(hasattr(runs, name) for name in runs.__all__)
