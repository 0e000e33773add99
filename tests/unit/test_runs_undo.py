"""A run is taken back as one step, and done again, or it is said why not."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from planner.library import run_records, store
from planner.library.runs import (
    SaveError,
    UndoRefusedError,
    changed_since,
    last_run,
    last_undone,
    undo_run,
    write_run,
)
from tests.folders import OLD, change, changes_of, meanwhile
from tests.trees import build, files, tree

TODAY = datetime(2024, 11, 27, 20, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return build(tmp_path / "clients", OLD)


# undoing


def test_undo_brings_everything_back(folder):
    (folder / "a.toml").chmod(0o600)
    (folder / "b.toml").chmod(0o640)
    before = tree(folder)
    changes = [*changes_of(folder, a=b"A", b=None, n=b"n"), change(folder, "x/y/z.toml", b"z")]
    run = write_run(folder, "rebase", changes)
    undone = undo_run(run)
    assert tree(folder) == before
    assert undone.run == run
    assert undone.by.what == "undo of rebase"
    assert {each.name: each.did for each in undone.by.files} == {
        "a.toml": "changed",
        "b.toml": "added",
        "n.toml": "removed",
        "x/y/z.toml": "removed",
    }


def test_a_folder_that_the_run_made_stays_where_others_put_something(folder):
    run = write_run(
        folder, "rebase", [*changes_of(folder, a=b"A"), change(folder, "x/y.toml", b"y")]
    )
    (folder / "x/mine.toml").write_bytes(b"mine")
    undo_run(run)
    assert files(folder)["x/mine.toml"] == b"mine"
    assert not (folder / "x/y.toml").exists()


def test_undo_after_undo_takes_the_run_before_back_and_redo_goes_forward(folder):
    states = [files(folder)]
    for number in range(3):
        write_run(folder, f"run {number}", changes_of(folder, a=b"%d" % number, b=b"%d" % number))
        states.append(files(folder))

    def undo():
        run = last_run(folder)
        assert run is not None
        undo_run(run)
        return run.what

    def redo():
        run = last_undone(folder)
        assert run is not None
        return undo_run(run).by.what

    assert last_undone(folder) is None
    assert [undo(), undo()] == ["run 2", "run 1"]
    assert files(folder) == states[1]
    assert redo() == "redo of run 1"
    assert files(folder) == states[2]
    assert undo() == "run 1"
    assert undo() == "run 0"
    assert files(folder) == states[0]
    assert last_run(folder) is None
    assert [redo(), redo(), redo()] == [f"redo of run {n}" for n in range(3)]
    assert files(folder) == states[3]
    assert last_undone(folder) is None


def test_after_something_new_there_is_nothing_to_redo(folder):
    undo_run(write_run(folder, "one", changes_of(folder, a=b"A")))
    assert last_undone(folder) is not None
    write_run(folder, "two", changes_of(folder, b=b"B"))
    assert last_undone(folder) is None


def test_files_that_changed_since_are_named_and_nothing_is_undone(folder):
    run = write_run(folder, "rebase", changes_of(folder, a=b"A", b=None, n=b"n"))
    (folder / "a.toml").write_bytes(b"edited")
    (folder / "b.toml").write_bytes(b"made again")
    (folder / "n.toml").unlink()
    (folder / "n.toml").mkdir()
    before = tree(folder.parent, versions=True)
    named = (folder / "a.toml", folder / "b.toml")
    assert changed_since(run) == named
    with pytest.raises(UndoRefusedError, match="2 files changed since that run") as raised:
        undo_run(run)
    assert raised.value.files == named
    assert all(str(path) in str(raised.value) for path in (*named, run.kept_folder))
    assert tree(folder.parent, versions=True) == before


def test_what_somebody_took_back_by_hand_does_not_matter(folder):
    run = write_run(folder, "rebase", changes_of(folder, a=b"A", b=None, n=b"n"))
    (folder / "a.toml").write_bytes(b"a")
    (folder / "n.toml").unlink()
    undone = undo_run(run)
    assert [each.name for each in undone.by.files] == ["b.toml"]
    assert last_run(folder) is None


def test_a_file_that_changes_while_undo_is_staged_stops_it(folder, monkeypatch):
    run = write_run(folder, "rebase", changes_of(folder, a=b"A", b=b"B"))
    meanwhile(monkeypatch, lambda: (folder / "a.toml").write_bytes(b"theirs"))
    with pytest.raises(UndoRefusedError):
        undo_run(run)
    assert files(folder)["a.toml"] == b"theirs"
    assert files(folder)["b.toml"] == b"B"


def test_other_files_may_change_between_run_and_undo(folder):
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    (folder / "b.toml").write_bytes(b"mine")
    undo_run(run)
    assert files(folder)["a.toml"] == b"a"
    assert files(folder)["b.toml"] == b"mine"


def test_a_run_is_undone_in_a_folder_that_was_renamed(folder):
    write_run(folder, "rebase", changes_of(folder, a=b"A"))
    moved = folder.rename(folder.with_name("moved"))
    run = last_run(moved)
    assert run is not None
    undo_run(run)
    assert files(moved)["a.toml"] == b"a"


@pytest.mark.parametrize("damage", ["gone", "other", "link"])
def test_what_was_kept_and_is_damaged_is_not_brought_back(folder, damage):
    run = write_run(folder, "rebase", changes_of(folder, a=b"A", b=b"B"))
    kept = run.kept_folder / "b.toml"
    kept.unlink()
    if damage == "other":
        kept.write_bytes(b"?")
    elif damage == "link":
        (folder / "secret").write_bytes(b"b")
        kept.symlink_to(folder / "secret")
    before = tree(folder.parent, versions=True)
    with pytest.raises(UndoRefusedError, match=r"b\.toml: not undone: what was kept"):
        undo_run(run)
    assert tree(folder.parent, versions=True) == before


def test_a_run_without_a_record_is_not_undone(folder):
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    shutil.rmtree(run.place)
    assert last_run(folder) is None
    with pytest.raises(UndoRefusedError, match="the record of this run is gone"):
        undo_run(run)


def record_of(folder):
    (record,) = (folder / ".versions/runs").glob("*/run.json")
    return record


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff" * 2**20, b"[" * 10**5, b"null", b"[]", b"{}", b'{"format": 2}', b"5"],
)
def test_a_record_of_junk_is_passed_over(folder, data):
    write_run(folder, "rebase", changes_of(folder, a=b"A"))
    record_of(folder).write_bytes(data)
    assert last_run(folder) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "../out.toml"),
        ("name", "/etc/passwd"),
        ("name", "sub/../../x"),
        ("name", ""),
        ("name", "a//b"),
        ("name", ".versions/runs/x"),
        ("name", 5),
        ("name", None),
        ("before", "../x"),
        ("after", 7),
        ("kind", "other"),
        ("undoes", "../.."),
        ("undoes", 5),
        ("files", 5),
        ("files", [5]),
        ("made", ["../x"]),
        ("made", None),
    ],
)
def test_a_record_that_leads_elsewhere_is_passed_over(folder, key, value):
    write_run(folder, "rebase", changes_of(folder, a=b"A"))
    record = record_of(folder)
    table = json.loads(record.read_bytes())
    (table if key in table else table["files"][0])[key] = value
    record.write_text(json.dumps(table), encoding="utf-8")
    assert last_run(folder) is None


def test_a_record_does_not_write_through_a_link(folder, tmp_path):
    """A folder that somebody else prepared: its record names a file behind a link."""
    outside = build(tmp_path / "outside", {"x.toml": b"mine"})
    write_run(folder, "rebase", changes_of(folder, a=b"A"))
    (folder / "way").symlink_to(outside)
    record = record_of(folder)
    table = json.loads(record.read_bytes())
    digests = table["files"][0]
    kept = record.parent / "before" / "way"
    kept.mkdir()
    (kept / "x.toml").write_bytes(b"a")
    (outside / "x.toml").write_bytes(b"A")
    table["files"] = [{**digests, "name": "way/x.toml"}]
    record.write_text(json.dumps(table), encoding="utf-8")
    run = last_run(folder)
    assert run is not None
    with pytest.raises(SaveError):
        undo_run(run)
    assert files(outside) == {"x.toml": b"A"}


# which runs there are


def test_the_newest_run_below_a_folder_is_the_last(tmp_path):
    for number, name in enumerate(["one", "two", "three"]):
        folder = build(tmp_path / name, {"a.toml": b"a"})
        on = TODAY + timedelta(hours=-number)
        write_run(folder, f"in {name}", changes_of(folder, a=b"A"), today=on)
    found = last_run(tmp_path)
    assert found is not None
    assert found.what == "in one"
    undo_run(found)
    found = last_run(tmp_path)
    assert found is not None
    assert found.what == "in two"


def test_hidden_folders_and_links_are_not_searched(tmp_path):
    hidden = build(tmp_path / ".trash" / "x", {"a.toml": b"a"})
    write_run(hidden, "hidden", changes_of(hidden, a=b"A"))
    build(tmp_path / "seen", {})
    (tmp_path / "seen" / "link").symlink_to(hidden)
    assert last_run(tmp_path) is None
    assert last_run(tmp_path / "seen" / "none") is None
    assert last_run(hidden) is not None


def test_the_last_ten_runs_are_kept(folder):
    for number in range(13):
        write_run(folder, f"run {number}", changes_of(folder, a=b"%d" % number), today=TODAY)
    kept = sorted(path.name for path in (folder / ".versions/runs").glob("2*"))
    assert len(kept) == 10
    for number in reversed(range(3, 13)):  # undos use up none of them
        run = last_run(folder)
        assert run is not None
        assert run.what == f"run {number}"
        undo_run(run)
    assert last_run(folder) is None
    assert files(folder)["a.toml"] == b"2"


def test_runs_at_one_time_and_after_a_clock_that_was_wrong_keep_their_order(folder):
    for number, on in enumerate([TODAY, TODAY, TODAY - timedelta(days=3)]):
        write_run(folder, f"run {number}", changes_of(folder, a=b"%d" % number), today=on)
    for number in (2, 1, 0):
        run = last_run(folder)
        assert run is not None
        assert run.what == f"run {number}"
        undo_run(run)


@pytest.mark.parametrize("name", ["99991231T235959.999999Z", "99991231T000000.000000Z"])
def test_an_id_of_the_last_day_of_all_stops_no_run(folder, name):
    (folder / f".versions/runs/{name}-abcdef").mkdir(parents=True)
    run = write_run(folder, "rebase", changes_of(folder, a=b"A"))
    assert run.on <= datetime.now(UTC)
    assert last_run(folder) == run


def test_a_clock_that_is_somewhat_ahead_keeps_the_order(folder):
    ahead = datetime.now(UTC) + timedelta(hours=23)
    for number, on in enumerate([ahead, TODAY]):
        write_run(folder, f"run {number}", changes_of(folder, a=b"%d" % number), today=on)
    for number in (1, 0):
        run = last_run(folder)
        assert run is not None
        assert run.what == f"run {number}"
        undo_run(run)


def test_the_undo_of_a_copy_does_not_hide_the_run_that_was_copied(folder):
    write_run(folder, "rebase", changes_of(folder, a=b"A"))
    shutil.copytree(folder, folder.with_name("copy"), symlinks=True)
    run = last_run(folder)
    assert run is not None
    undo_run(run)
    found = last_run(folder.parent)
    assert found is not None
    assert (found.id, found.folder.name) == (run.id, "copy")


def test_the_folder_of_versions_is_the_one_that_saving_uses():
    assert f"{store.VERSIONS}/runs" == run_records.RUNS
