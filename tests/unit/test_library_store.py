"""A save is whole or has not happened, and loses nothing that was there."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from planner.clock import BeforeBed
from planner.library import atomic
from planner.library.store import ChangedOnDisk, CommentsWouldGo, SaveError, save
from planner.quantities import Amount, parse_amount
from planner.regimen import edits
from planner.regimen.models import Entry, Regimen
from planner.regimen.reading import read_file
from planner.regimen.writing import write_text

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


def kept_of(saved):
    assert saved.kept is not None
    return saved.kept


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


# what a save does


def test_a_new_file_is_the_written_form_with_usual_permissions(tmp_path):
    path = tmp_path / "deep" / "er" / "evening.toml"
    regimen = Regimen(title="Évening 🌙 [/x]")
    old = os.umask(0o027)
    try:
        saved = save(regimen, path)
    finally:
        os.umask(old)
    assert path.read_bytes() == write_text(regimen).encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert (saved.path, saved.digest, saved.kept, saved.changed) == (
        path,
        digest_of(path),
        None,
        True,
    )
    assert sorted(each.name for each in path.parent.iterdir()) == ["evening.toml"]


def test_only_what_differs_changes(path):
    saved = save(titled(path, "Night"), path, digest=digest_of(path))
    assert path.read_text(encoding="utf-8") == TEXT.replace('"Evening"', '"Night"')
    assert saved.changed
    assert saved.digest == digest_of(path)
    assert left_behind(path.parent) == []


def test_the_mark_at_the_start_and_line_ends_stay(path):
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    before = path.read_bytes()
    save(titled(path, "Night"), path, digest=digest_of(path))
    assert path.read_bytes() == before.replace(b'"Evening"', b'"Night"')


def test_saving_the_same_writes_nothing(path):
    before = path.stat()
    saved = save(regimen_of(path), path, digest=digest_of(path))
    after = path.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert (saved.changed, saved.kept, saved.digest) == (False, None, digest_of(path))
    assert [each.name for each in path.parent.iterdir()] == ["evening.toml"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_permissions_stay_and_hold_for_the_kept_version(path, mode):
    path.chmod(mode)
    saved = save(titled(path, "Night"), path, digest=digest_of(path))
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert stat.S_IMODE(kept_of(saved).stat().st_mode) == mode


def test_a_symbolic_link_stays_and_its_file_changes(path, tmp_path):
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.toml"
    link.symlink_to(Path("..") / "evening.toml")
    saved = save(titled(path, "Night"), link, digest=digest_of(path))
    assert link.is_symlink()
    assert not path.is_symlink()
    assert regimen_of(path).title == "Night"
    assert saved.path == link
    assert versions(path) == [saved.kept]


def test_a_link_to_nothing_gets_its_file(tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to("there.toml")
    save(Regimen(title="x"), link)
    assert link.is_symlink()
    assert regimen_of(tmp_path / "there.toml").title == "x"


def test_a_link_to_itself_is_refused(tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to("link.toml")
    with pytest.raises(SaveError, match=r"link\.toml: not saved"):
        save(Regimen(title="x"), link)


# versions


def test_the_version_before_is_kept_as_it_was(path):
    before = path.read_bytes()
    saved = save(titled(path, "Night"), path, digest=digest_of(path))
    assert kept_of(saved).read_bytes() == before
    assert kept_of(saved).parent == path.parent / ".versions"
    assert kept_of(saved).name.startswith("evening.2")


def test_ten_versions_are_kept_and_those_of_other_files_too(path):
    other = path.with_name("evening.later.toml")
    other.write_text(TEXT, encoding="utf-8")
    save(titled(other, "Other"), other, digest=digest_of(other))
    kept = [
        save(titled(path, f"Night {number}"), path, digest=digest_of(path)).kept
        for number in range(12)
    ]
    assert [each for each in versions(path) if "later" not in each.name] == kept[2:]
    assert len(versions(path)) == 11


def test_a_version_that_cannot_be_kept_stops_the_save(path):
    (path.parent / ".versions").write_text("in the way", encoding="utf-8")
    with pytest.raises(SaveError, match=r"\.versions: not saved"):
        save(titled(path, "Night"), path, digest=digest_of(path))
    assert path.read_text(encoding="utf-8") == TEXT
    assert left_behind(path.parent) == []


def test_a_very_long_name_has_versions(tmp_path):
    path = tmp_path / f"{'é' * 120}.toml"
    path.write_text(TEXT, encoding="utf-8")
    for number in range(11):
        save(titled(path, f"Night {number}"), path, digest=digest_of(path))
    assert len(versions(path)) == 10


# what a save refuses


def test_a_file_that_changed_since_is_not_overwritten_unasked(path):
    digest, regimen = digest_of(path), titled(path, "Night")
    path.write_text(TEXT + "# added elsewhere\n", encoding="utf-8")
    with pytest.raises(ChangedOnDisk, match="changed on disk since it was read"):
        save(regimen, path, digest=digest)
    assert "Night" not in path.read_text(encoding="utf-8")
    saved = save(regimen, path, digest=digest, overwrite=True)
    assert "# added elsewhere" in path.read_text(encoding="utf-8")
    assert "# added elsewhere" in kept_of(saved).read_text(encoding="utf-8")


def test_a_new_regimen_does_not_overwrite_a_file(path):
    with pytest.raises(ChangedOnDisk, match="such a file already"):
        save(Regimen(title="x"), path)
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_file_that_has_gone_is_written_anew(path):
    digest, regimen = digest_of(path), regimen_of(path)
    path.unlink()
    assert save(regimen, path, digest=digest).changed
    assert regimen_of(path) == regimen


def test_a_file_that_changes_while_it_is_saved_is_not_overwritten(path, monkeypatch):
    regimen, digest = titled(path, "Night"), digest_of(path)
    real = atomic.replace_file

    def meddle(target, data, like=None, check=None):
        if target.parent.name == ".versions":
            path.write_text("# of another program\n", encoding="utf-8")
        real(target, data, like, check)

    monkeypatch.setattr("planner.library.store.replace_file", meddle)
    with pytest.raises(ChangedOnDisk):
        save(regimen, path, digest=digest, overwrite=True)
    assert path.read_text(encoding="utf-8") == "# of another program\n"
    assert left_behind(path.parent) == []
    assert versions(path) == []


def test_a_file_that_appears_while_a_new_one_is_saved_stays(tmp_path, monkeypatch):
    path = tmp_path / "new.toml"
    real = atomic.replace_file

    def meddle(target, data, like=None, check=None):
        path.write_text(TEXT, encoding="utf-8")
        real(target, data, like, check)

    monkeypatch.setattr("planner.library.store.replace_file", meddle)
    with pytest.raises(ChangedOnDisk):
        save(Regimen(title="x"), path)
    assert path.read_text(encoding="utf-8") == TEXT


def test_comments_do_not_go_unasked(path):
    path.write_text("this is # no TOML", encoding="utf-8")
    with pytest.raises(CommentsWouldGo, match="would lose its comments"):
        save(Regimen(title="x"), path, overwrite=True)
    assert path.read_text(encoding="utf-8") == "this is # no TOML"
    saved = save(Regimen(title="x"), path, overwrite=True, drop_comments=True)
    assert regimen_of(path).title == "x"
    assert kept_of(saved).read_text(encoding="utf-8") == "this is # no TOML"


def test_without_comments_a_strange_file_is_written_anew(path):
    path.write_bytes(b"\xff\xfe")
    save(Regimen(title="x"), path, overwrite=True)
    assert regimen_of(path).title == "x"


def test_what_a_template_leaves_open_does_not_go(path, monkeypatch):
    path.write_text(
        TEXT.replace('dose = "200 mg" # each\n', "")
        + '[template]\ndescription = "d"\n[template.fields.dose]\n'
        'key = "entries.magnesium.dose"\nprompt = "How much?"\n',
        encoding="utf-8",
    )
    reading = read_file(path)
    assert reading.regimen is not None
    new = edits.with_title(reading.regimen, "Night")
    with monkeypatch.context() as patch:
        patch.setattr("planner.regimen.patching.patched", lambda *_: None)
        with pytest.raises(SaveError, match="template"):
            save(new, path, digest=digest_of(path), drop_comments=True)
    save(new, path, digest=digest_of(path))
    assert "[entries.magnesium]\nsubstance" in path.read_text(encoding="utf-8")


def test_what_could_not_be_read_again_is_not_saved(path):
    dose = Amount(parse_amount("1 mg").value / 3, parse_amount("1 mg").unit)
    entry = Entry(substance="glycine", dose=dose, when=(BeforeBed(0, 0),))
    regimen = edits.with_entry(regimen_of(path), "long", entry)
    with pytest.raises(SaveError, match=r"entries\.long\.dose"):
        save(regimen, path, digest=digest_of(path), drop_comments=True)
    with pytest.raises(SaveError, match="character"):
        save(Regimen(title="\ud800"), path.with_name("new.toml"))
    assert path.read_text(encoding="utf-8") == TEXT


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_a_write_protected_file_stays(path):
    path.chmod(0o444)
    with pytest.raises(SaveError, match="write-protected"):
        save(titled(path, "Night"), path, digest=digest_of(path), overwrite=True)


def test_paths_that_cannot_be_saved_to_are_named_with_what_to_do(tmp_path, path):
    regimen = Regimen(title="x")
    for bad, said in [
        (tmp_path, "it is a folder"),
        (path / "inside.toml", "not a folder"),
        (tmp_path / ("x" * 300 + ".toml"), "too long"),
        (tmp_path / "a\0b.toml", "null"),
        (Path(os.devnull), "regular file"),
    ]:
        with pytest.raises(SaveError, match=said) as raised:
            save(regimen, bad, overwrite=True)
        assert "not saved" in str(raised.value)
        assert "\0" not in str(raised.value)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["evening.toml"]


def test_a_read_only_folder_is_told(path, monkeypatch):
    def refused(*arguments, **options):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)  # a folder's mode bits do not stop an administrator
    with pytest.raises(SaveError, match="not allowed"):
        save(titled(path, "Night"), path, digest=digest_of(path))
    monkeypatch.undo()
    assert path.read_text(encoding="utf-8") == TEXT
