"""Renaming, archiving and deleting: whatever the sequence, no file is lost or overwritten."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.library.atomic import SaveError
from planner.library.changes import changes, signatures
from planner.library.listing import regimen_files
from planner.library.moves import ARCHIVE, TRASH, Moves, file_name, move
from planner.regimen.reading import read_file
from tests.tui.support import BROKEN, PAIR


def put(folder, name, text=PAIR):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def everything(folder):
    return sorted(
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and ".versions" not in path.parts
    )


def test_archived_files_leave_the_list_and_come_back(tmp_path):
    path = put(tmp_path, "clients/a.toml")
    moves = Moves(tmp_path)
    away = moves.archive(path)
    assert away == tmp_path / ARCHIVE / "clients" / "a.toml"
    assert regimen_files(tmp_path) == []
    assert moves.bring_back(away) == path
    assert moves.undo() == ("bring back a.toml", away)
    assert moves.undo() == ("archive a.toml", path)
    assert moves.undo() is None
    assert regimen_files(tmp_path) == [path]


def test_what_is_deleted_is_kept_and_a_new_file_in_its_place_stays(tmp_path):
    path = put(tmp_path, "a.toml")
    moves = Moves(tmp_path)
    assert moves.throw_away(path).parent == tmp_path / TRASH
    put(tmp_path, "a.toml", "# another\n" + PAIR)
    moves.throw_away(path)
    put(tmp_path, "a.toml", "# a third\n" + PAIR)
    assert moves.undo() == ("delete a.toml", tmp_path / "a-2.toml")
    assert moves.undo() == ("delete a.toml", tmp_path / "a-3.toml")
    assert len(regimen_files(tmp_path)) == 3
    assert path.read_text(encoding="utf-8").startswith("# a third")


def test_a_new_title_moves_a_file_that_was_named_after_the_old_one(tmp_path):
    path = put(tmp_path, "wind-down-evening.toml", "# mine\n" + PAIR)
    moves = Moves(tmp_path)
    renamed = moves.rename(path, "Calm night")
    assert renamed.name == "calm-night.toml"
    assert read_file(renamed).title == "Calm night"
    assert renamed.read_text(encoding="utf-8").startswith("# mine\n")
    assert moves.undo() == ("rename Wind-down evening", path)
    assert path.read_text(encoding="utf-8") == "# mine\n" + PAIR


def test_a_file_with_a_name_of_its_own_keeps_it(tmp_path):
    path = put(tmp_path, "c-041.toml")
    moves = Moves(tmp_path)
    assert moves.rename(path, "Calm night") == path
    assert read_file(path).title == "Calm night"
    moves.undo()
    assert path.read_text(encoding="utf-8") == PAIR


def test_a_file_with_errors_gets_no_title_and_no_name_made_from_one(tmp_path):
    path = put(tmp_path, "broken.toml", BROKEN)
    with pytest.raises(SaveError, match=r"broken\.toml: not renamed: it has errors"):
        Moves(tmp_path).rename(path, "To be mended")
    assert path.read_text(encoding="utf-8") == BROKEN


def test_a_file_is_renamed_as_a_file(tmp_path):
    path = put(tmp_path, "broken.toml", BROKEN)
    moves = Moves(tmp_path)
    renamed = moves.rename_file(path, "To be mended.toml")
    assert renamed.name == "To be mended.toml"
    assert renamed.read_text(encoding="utf-8") == BROKEN
    assert moves.newest == renamed
    assert moves.undo() == ("rename broken.toml", path)


@pytest.mark.parametrize("text", ["", "  ", ".toml", "a/b", "a\\b", ".hidden", "a\x1b", "x" * 201])
def test_a_name_that_no_listed_file_can_have_is_refused(text):
    with pytest.raises(ValueError, match=r"\.$"):
        file_name(text)


def test_a_file_name_ends_as_regimens_do():
    assert file_name(" Sunday ") == "Sunday.toml"
    assert file_name("Sunday.TOML") == "Sunday.TOML"


REFUSED = [
    (errno.EACCES, "the folder that it is in may not be changed"),
    (errno.EROFS, "the disk is read-only"),
    (errno.EIO, "error"),
]


@pytest.mark.parametrize(("number", "reason"), REFUSED)
def test_a_move_that_is_refused_speaks_of_moving(tmp_path, monkeypatch, number, reason):
    def refuse(*_arguments, **_more):
        raise OSError(number, os.strerror(number))

    path = put(tmp_path, "a.toml")
    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    for move_away in (Moves(tmp_path).archive, Moves(tmp_path).throw_away):
        with pytest.raises(SaveError, match=rf"a\.toml: not moved: .*{reason}") as raised:
            move_away(path)
        assert "save" not in str(raised.value)
    assert path.exists()


def test_a_new_title_that_is_refused_speaks_of_renaming(tmp_path, monkeypatch):
    path = put(tmp_path, "a.toml")

    def refuse(*_arguments, **_more):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        with pytest.raises(SaveError, match="not renamed: the folder") as raised:
            Moves(tmp_path).rename(path, "Calm night")
    assert "saved" not in str(raised.value)
    path.chmod(0o444)
    with pytest.raises(SaveError, match="not renamed: the file is write-protected"):
        Moves(tmp_path).rename(path, "Calm night")
    assert path.read_text(encoding="utf-8") == PAIR


def test_a_file_that_cannot_be_taken_from_its_place_is_not_there_twice(tmp_path, monkeypatch):
    path, unlink = put(tmp_path, "a.toml"), Path.unlink

    def refuse(self, *arguments):
        if self == path:
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(self, *arguments)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(SaveError, match="not moved"):
        Moves(tmp_path).archive(path)
    assert path.exists()
    assert regimen_files(tmp_path / ARCHIVE) == []


def test_a_link_is_moved_as_a_link(tmp_path):
    target = put(tmp_path, "real.txt")
    link = tmp_path / "a.toml"
    link.symlink_to(target)
    away = Moves(tmp_path).archive(link)
    assert away.is_symlink()
    assert target.exists()


def test_refusals_are_told_and_change_nothing(tmp_path):
    path = put(tmp_path, "a.toml")
    other = put(tmp_path, "b.toml")
    with pytest.raises(SaveError, match="already"):
        move(path, other)
    with pytest.raises(SaveError, match="has gone"):
        move(tmp_path / "nobody.toml", tmp_path / "c.toml")
    put(tmp_path, TRASH, "a file where the folder should be")
    with pytest.raises(SaveError):
        Moves(tmp_path).throw_away(path)
    assert regimen_files(tmp_path) == [path, other]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=25))
def test_no_sequence_loses_or_overwrites_a_file(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("library")
    for number in range(4):
        put(folder, f"{'abcd'[number]}.toml", f"# {number}\n{PAIR}")
    before = everything(folder)
    moves = Moves(folder)
    for kind, pick in steps:
        listed = regimen_files(folder)
        archived = regimen_files(folder / ARCHIVE)
        if kind == 0 and listed:
            moves.archive(listed[pick % len(listed)])
        elif kind == 1 and listed:
            moves.throw_away(listed[pick % len(listed)])
        elif kind == 2 and archived:
            moves.bring_back(archived[pick % len(archived)])
        elif kind == 3 and listed:
            moves.rename(listed[pick % len(listed)], f"Wind-down evening {pick}")
        else:
            moves.undo()
    while moves.undo():
        pass
    assert everything(folder) == before
    assert len(regimen_files(folder)) == 4


def test_changes_outside_are_seen_without_reading(tmp_path):
    a, b = put(tmp_path, "a.toml"), put(tmp_path, "b.toml")
    before = signatures(tmp_path)
    assert not changes(before, signatures(tmp_path))
    os.utime(a, ns=(1, 1))
    b.unlink()
    c = put(tmp_path, "new/c.toml")
    found = changes(before, signatures(tmp_path))
    assert (set(found.changed), found.gone) == ({a, c}, (b,))
    with pytest.raises(FileNotFoundError):
        signatures(Path("nowhere"))
