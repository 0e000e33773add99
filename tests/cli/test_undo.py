"""`planner undo` takes the last run back, says what it did, and does nothing by half."""

import os
import shlex
import shutil
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.library import run_writing
from planner.library.runs import FileChange, last_run, write_run
from tests.cli.conftest import PASSES, WARNS
from tests.trees import build, files, tree

TODAY = datetime(2024, 11, 27, 20, 30, tzinfo=UTC)


@pytest.fixture
def clients(tmp_path, monkeypatch):
    """The folder `clients` below the current one, with the run of a coach in it."""
    monkeypatch.chdir(tmp_path)
    build(Path("clients"), {"c-001.toml": PASSES.encode(), "c-002.toml": PASSES.encode()})
    return Path("clients")


def rebase(folder, what="rebase wind-down: 3 plans", today=TODAY, **after):
    """Write `c_001=b"..."` and the like as one run."""
    changes = []
    for name, data in after.items():
        path = folder / f"{name.replace('_', '-')}.toml"
        changes.append(FileChange(path, path.read_bytes() if path.exists() else None, data))
    return write_run(folder, what, changes, today=today)


def test_the_last_run_is_undone_and_told(planner, clients):
    before = tree(clients)
    rebase(clients, c_001=WARNS.encode(), c_002=None, c_003=WARNS.encode())
    result = planner("undo")
    assert result.code == 0
    assert result.err == ""
    assert result.lines == [
        "Undone: rebase wind-down: 3 plans",
        f"  in clients, run on {TODAY.astimezone():%Y-%m-%d %H:%M}",
        "  3 files: 1 removed, 1 changed back and 1 brought back",
        "    changed back  c-001.toml",
        "    brought back  c-002.toml",
        "    removed       c-003.toml",
        "To go back: planner undo --redo clients",
    ]
    assert tree(clients) == before


def test_a_preview_lists_every_file_and_changes_none(planner, clients):
    rebase(clients, **{f"d_{number:03}": b"x" for number in range(30)})
    before = tree(clients, versions=True)
    result = planner("undo", "--preview")
    assert result.code == 0
    assert result.err == ""
    assert result.lines[0] == "Would undo: rebase wind-down: 3 plans"
    assert result.lines[2] == "  30 files: 30 removed"
    assert result.lines[3:] == [f"    removed       d-{number:03}.toml" for number in range(30)]
    assert tree(clients, versions=True) == before


def test_of_many_files_some_are_listed(planner, clients):
    rebase(clients, **{f"d_{number:03}": b"x" for number in range(30)})
    lines = planner("undo").lines
    assert len([line for line in lines if line.startswith("    removed")]) == 10
    assert "    and 20 more" in lines


def test_undo_goes_back_run_by_run_and_redo_goes_forward(planner, clients):
    states = [files(clients)]
    for number in range(2):
        rebase(clients, f"run {number}", TODAY + timedelta(hours=number), c_001=b"%d" % number)
        states.append(files(clients))
    assert planner("undo").lines[0] == "Undone: run 1"
    assert planner("undo").lines[0] == "Undone: run 0"
    assert files(clients) == states[0]
    assert planner("undo").code == 1
    preview = planner("undo", "--redo", "--preview")
    assert preview.lines[0] == "Would do again: run 0"
    assert preview.lines[2:] == ["  1 file: 1 changed again", "    changed again c-001.toml"]
    redo = planner("undo", "--redo")
    assert redo.lines[0] == "Done again: run 0"
    assert redo.lines[-1] == "To go back: planner undo clients"
    assert files(clients) == states[1]
    assert planner(*shlex.split(redo.lines[-1].partition("planner ")[2])).code == 0
    assert files(clients) == states[0]


@pytest.mark.parametrize("option", ["--redo", "--preview", None])
def test_nothing_to_undo(planner, clients, option):
    before = tree(clients, versions=True)
    result = planner("undo", *([option] if option else []), clients)
    assert result.code == 1
    said = result.out if option == "--preview" else result.err.removeprefix("planner: ")
    word = "redo" if option == "--redo" else "undo"
    assert said == f"nothing to {word}: no run in or below clients\n"
    assert result.out == (said if option == "--preview" else "")
    assert tree(clients, versions=True) == before


def test_without_a_folder_it_looks_in_the_library_and_near_the_current_folder(
    planner, clients, tmp_path, monkeypatch
):
    library = build(tmp_path.parent / f"{tmp_path.name}-library", {"a.toml": b"a"})
    monkeypatch.setenv("PLANNER_LIBRARY", str(library))
    assert f"no run of yours in or below {library}, in the current folder" in planner("undo").err
    rebase(clients, "in clients", TODAY, c_001=b"x")
    write_run(
        library,
        "in the library",
        [FileChange(library / "a.toml", b"a", b"b")],
        today=TODAY + timedelta(hours=1),
    )
    assert planner("undo").lines[0] == "Undone: in the library"
    assert planner("undo").lines[0] == "Undone: in clients"
    assert planner("undo").code == 1


def test_without_a_folder_nothing_deep_below_the_current_folder_is_found(
    planner, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    deep = build(Path("downloads/a"), {"c-001.toml": b"a"})
    rebase(deep, c_001=b"x")
    result = planner("undo")
    assert result.code == 1
    assert "name its folder" in result.err
    assert files(deep) == {"c-001.toml": b"x"}
    monkeypatch.setenv("PLANNER_LIBRARY", str(tmp_path))
    assert planner("undo").code == 0
    assert files(deep) == {"c-001.toml": b"a"}


def test_without_a_folder_the_current_folder_counts_as_well(planner, tmp_path, monkeypatch):
    folder = build(tmp_path / "clients", {"c-001.toml": b"a"})
    rebase(folder, "right here", c_001=b"x")
    monkeypatch.chdir(folder)
    assert planner("undo", "--preview").lines[0] == "Would undo: right here"


def test_without_a_folder_the_runs_of_others_are_passed_over(planner, clients, monkeypatch):
    rebase(clients, c_001=b"x")
    whose = os.getuid() + 1
    monkeypatch.setattr("os.getuid", lambda: whose)
    assert planner("undo").code == 1
    monkeypatch.setenv("PLANNER_LIBRARY", str(clients))
    assert planner("undo", "--redo").code == 1
    assert files(clients)["c-001.toml"] == b"x"
    assert planner("undo", "clients").code == 0


def test_a_library_that_is_also_the_current_folder_is_one_place(planner, clients, monkeypatch):
    rebase(clients, c_001=b"x")
    monkeypatch.setenv("PLANNER_LIBRARY", str(Path.cwd()))
    assert planner("undo").code == 0
    assert planner("undo", "--redo").code == 0


@pytest.mark.parametrize("option", [(), ("--preview",)])
@pytest.mark.parametrize("name", ["copy2", "a-copy"])
def test_a_copied_folder_is_never_taken_for_the_one_that_it_is_of(planner, clients, name, option):
    before = files(clients)
    rebase(clients, c_001=b"x")
    shutil.copytree(clients, name)
    there = tree(Path(name), versions=True)
    after = files(clients)
    for place in ([], ["."]):
        result = planner("undo", *place, *option)
        assert result.code == 2
        assert result.out == ""
        assert f"{' and '.join(sorted(['clients', name]))}; name the folder" in result.err
    assert files(clients) == after
    assert planner("undo", "clients").code == 0
    assert files(clients) == before
    # the run of the copy is still there, and is not what `undo` means next
    assert planner("undo").code == 2
    assert tree(Path(name), versions=True) == there
    assert planner("undo", name).code == 0
    assert files(Path(name)) == before


def test_a_copy_within_the_folder_leaves_a_way_to_name_either(planner, clients):
    rebase(clients, "first", c_001=b"x")
    rebase(clients, "second", TODAY + timedelta(hours=1), c_001=b"y")
    shutil.copytree(clients, "copy")
    shutil.move("copy", clients / "backup")
    assert planner("undo", ".").code == 2
    assert planner("undo", "clients").lines[0] == "Undone: second"
    assert planner("undo", "clients").lines[0] == "Undone: first"
    assert planner("undo", "clients").code == 2
    assert files(clients / "backup")["c-001.toml"] == b"y"
    assert planner("undo", "clients/backup").lines[0] == "Undone: second"


@pytest.mark.parametrize("days", [2, 400, None])
def test_a_forged_run_of_the_future_does_not_win(planner, clients, days):
    run = rebase(clients, c_001=b"x")
    on = datetime.max if days is None else datetime.now(UTC) + timedelta(days=days)
    forged = run.place.with_name(f"{on:%Y%m%dT%H%M%S.%fZ}-abcdef")
    shutil.copytree(run.place, forged)
    record = forged / "run.json"
    record.write_bytes(record.read_bytes().replace(b"rebase wind-down", b"forged"))
    assert planner("undo").lines[0] == "Undone: rebase wind-down: 3 plans"
    assert files(clients)["c-001.toml"] == PASSES.encode()
    assert planner("undo", "--redo").code == 0
    assert files(clients)["c-001.toml"] == b"x"


def test_a_run_of_a_time_that_no_calendar_shows_is_none(planner, clients):
    run = rebase(clients, c_001=b"x")
    run.place.rename(run.place.with_name("00010101T000000.000000Z-abcdef"))
    assert planner("undo").code == 1


def test_a_library_that_is_named_is_the_only_place(planner, clients, tmp_path):
    library = build(tmp_path / "mine", {"a.toml": b"a"})
    write_run(library, "in mine", [FileChange(library / "a.toml", b"a", b"b")], today=TODAY)
    rebase(clients, "in clients", TODAY + timedelta(hours=1), c_001=b"x")
    assert planner("undo", "--library", library).lines[0] == "Undone: in mine"
    assert planner("undo", "--library", library).code == 1
    assert planner("undo", "clients", "--library", library).lines[0] == "Undone: in clients"


def test_files_that_changed_since_stop_it_and_are_named(planner, clients):
    run = rebase(clients, c_001=b"x", c_002=b"y", c_003=b"z")
    (clients / "c-001.toml").write_bytes(b"edited")
    (clients / "c-003.toml").unlink()
    (clients / "c-003.toml").mkdir()
    (clients / "c-002.toml").unlink()
    before = tree(clients, versions=True)
    result = planner("undo")
    assert result.code == 2
    assert result.out == ""
    lines = result.err.splitlines()
    assert lines[:2] == [
        "planner: clients/c-001.toml: changed since that run",
        "planner: clients/c-002.toml: changed since that run",
    ]
    assert lines[2].startswith("planner: not undone, because of 2 files; nothing was changed.")
    assert str(run.kept_folder) in lines[2]
    preview = planner("undo", "--preview")
    assert preview.code == 1
    assert preview.err.splitlines()[:2] == lines[:2]
    assert "it would be refused, because of 2 files" in preview.err
    assert len(preview.lines) == 6
    assert tree(clients, versions=True) == before


def test_what_is_refused_is_said_with_its_reason(planner, clients, monkeypatch):
    rebase(clients, c_001=b"x")
    monkeypatch.chdir(clients)
    result = planner("undo")
    assert result.code == 2
    assert "/clients: not undone: you are in this folder" in result.err
    assert "run this from the folder above" in result.err
    assert Path("c-001.toml").read_bytes() == b"x"
    monkeypatch.chdir("..")
    Path("clients").chmod(0o555)
    result = planner("undo", "clients")
    assert result.code == 2
    assert "clients: not undone: the folder may not be changed" in result.err


@pytest.mark.parametrize("place", ["none", "clients/c-001.toml", "x\0", "y" * 5000, "loop", "pipe"])
def test_what_is_no_folder_is_named(planner, clients, place):
    Path("loop").symlink_to("loop")
    os.mkfifo("pipe")
    result = planner("undo", place)
    assert result.code == 2
    assert result.out == ""
    assert "no such folder" in result.err
    assert result.err.count("\n") == 1


def test_a_folder_that_a_stopped_run_left_without_its_name_is_mended_by_hand(planner, clients):
    run = rebase(clients, c_001=b"x")
    clients.rename(f"clients.before-{run.id}")
    result = planner("undo", "clients")
    assert result.code == 2
    assert f"clients.before-{run.id}; rename that back" in result.err


def test_words_and_names_from_files_do_nothing_to_a_terminal(planner, clients):
    path = clients / "\x1b[31m\n.toml"
    write_run(clients, "from \x1b]0;x\x07.csv", [FileChange(path, None, b"x")], today=TODAY)
    result = planner("undo")
    assert "\x1b" not in result.out
    assert "Undone: from \\x1b]0;x\\x07.csv" in result.out
    assert len(result.lines) == 5


def test_what_others_wrote_at_the_same_moment_is_told(planner, clients, monkeypatch):
    from planner.library import exchange

    rebase(clients, c_001=b"x")
    real = exchange.exchange_names

    def first(one, other):
        (clients / "c-001.toml").write_bytes(b"theirs")
        real(one, other)

    monkeypatch.setattr(exchange, "exchange_names", first)
    result = planner("undo")
    assert result.code == 0
    assert "c-001.toml: another program wrote it at the same moment" in result.err
    run = last_run(clients)
    assert run is None
    assert [path.read_bytes() for path in clients.glob(".versions/runs/*/aside/*")] == [b"theirs"]


def test_ctrl_c_ends_it_only_when_it_is_done(planner, clients, monkeypatch):
    before = files(clients)
    rebase(clients, c_001=b"x")
    real = run_writing.write

    def interrupted(*arguments):
        signal.raise_signal(signal.SIGINT)
        return real(*arguments)

    monkeypatch.setattr("planner.library.runs.write", interrupted)
    result = planner("undo")
    assert result.code == 130
    assert files(clients) == before


def test_a_folder_whose_name_has_spaces_can_be_pasted(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = build(Path("my clients"), {"c-001.toml": b"a"})
    rebase(folder, c_001=b"x")
    assert planner("undo").lines[-1] == "To go back: planner undo --redo 'my clients'"


def test_undos_and_ways_back_use_up_no_runs(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "clients"
    for number in range(4):
        write_run(folder, f"run {number}", [FileChange(folder / f"{number}.toml", None, b"x")])
    for option in ((), ("--redo",), ()):
        for _ in range(4):
            assert planner("undo", *option, "clients").code == 0
    assert not list(folder.glob("*.toml"))
