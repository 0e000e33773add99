"""`planner export`: every format, versions on record, nothing overwritten, none mixed up."""

import base64
import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from planner.export.formats import FORMATS
from tests.cli.conftest import ASKS, INVALID, PASSES, WARNS

ALL = ",".join(FORMATS)


def names(folder: Path) -> list[str]:
    return sorted(
        each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


def test_one_regimen_in_every_format_goes_straight_into_the_folder(planner, file, tmp_path):
    path, out = file(PASSES), tmp_path / "out"
    result = planner("export", path, "--to", ALL, "--out", out)
    assert result.code == 0, result.err
    assert names(out) == sorted(f"evening{each.suffix}" for each in FORMATS.values())
    assert sorted(result.lines) == sorted(str(out / name) for name in names(out))


def test_the_same_regimen_gives_the_same_bytes(planner, file, tmp_path):
    path = file(PASSES)
    for name in ("a", "b"):
        assert planner("export", path, "--to", ALL, "--out", tmp_path / name).code == 0
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_copy_elsewhere_gives_the_same_bytes(planner, file, tmp_path):
    first = file(PASSES)
    second = tmp_path / "elsewhere" / "evening.toml"
    second.parent.mkdir()
    second.write_text(PASSES, encoding="utf-8")
    for path, name in ((first, "a"), (second, "b")):
        assert planner("export", path, "--to", ALL, "--out", tmp_path / name).code == 0
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_files_are_not_overwritten_unasked(planner, file, tmp_path):
    path, out = file(PASSES), tmp_path / "out"
    assert planner("export", path, "--to", "txt,json", "--out", out).code == 0
    before = contents(out)
    file(PASSES.replace("300 mg", "600 mg"))
    result = planner("export", path, "--to", "txt,json,md", "--out", out)
    assert result.code == 2
    assert "there is such a file already" in result.err
    assert "--overwrite" in result.err
    assert contents(out) == before  # not even the one that was free
    assert planner("export", path, "--to", "txt,json", "--out", out, "--overwrite").code == 0
    assert "600" in (out / "evening.txt").read_text(encoding="utf-8")


def test_exporting_again_without_a_change_writes_nothing(planner, file, tmp_path):
    path, out = file(PASSES), tmp_path / "out"
    planner("export", path, "--to", "txt", "--out", out)
    stamp = (out / "evening.txt").stat().st_mtime_ns
    result = planner("export", path, "--to", "txt", "--out", out)
    assert result.code == 0
    assert (out / "evening.txt").stat().st_mtime_ns == stamp
    assert "as they were" in result.err


def version(text: str) -> str:
    found = re.search(r"[Vv]ersion (\d+)", text)
    assert found is not None
    return found[1]


def test_a_changed_regimen_is_the_next_version(planner, file, tmp_path):
    path = file(PASSES)
    first = planner("export", path, "--to", "md")
    again = planner("export", path, "--to", "md")
    assert first.out == again.out
    assert version(first.out) == "1"
    file(PASSES.replace("300 mg", "600 mg"))
    second = planner("export", path, "--to", "md")
    assert version(second.out) == "2"
    assert "replaces version 1" in second.out.replace("\n", " ")


def test_what_could_not_be_written_is_no_version(planner, file, tmp_path):
    path, out = file(PASSES), tmp_path / "out"
    out.mkdir()
    (out / "evening.txt").write_text("mine", encoding="utf-8")
    assert planner("export", path, "--to", "txt", "--out", out).code == 2
    assert not (path.parent / ".versions").exists()
    assert (out / "evening.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_has_one_folder_a_regimen_and_a_manifest(planner, tmp_path):
    clients, out = tmp_path / "clients", tmp_path / "sent"
    clients.mkdir()
    (clients / "team").mkdir()
    texts = {
        "c-041.toml": PASSES.replace("Wind-down evening", "Plan of 041"),
        "c-042.toml": WARNS.replace("Wind-down evening", "Plan of 042"),
        "team/c-041.toml": ASKS.replace("Wind-down evening", "Plan of team 041"),
    }
    for name, text in texts.items():
        (clients / name).write_text(text, encoding="utf-8")
    result = planner("export", clients, "--to", "txt,ics", "--out", out)
    assert result.code == 0, result.err
    assert names(out) == [
        "c-041/c-041.ics", "c-041/c-041.txt", "c-042/c-042.ics", "c-042/c-042.txt",
        "manifest.json", "team/c-041/c-041.ics", "team/c-041/c-041.txt",
    ]  # fmt: skip
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    rows = {row["folder"]: row for row in manifest["regimens"]}
    assert set(rows) == {"c-041", "c-042", "team/c-041"}
    for folder, row in rows.items():
        assert (
            row["sha256"] == hashlib.sha256((clients / f"{folder}.toml").read_bytes()).hexdigest()
        )
        for each in row["files"]:
            data = (out / folder / each["name"]).read_bytes()
            assert each["sha256"] == hashlib.sha256(data).hexdigest()
            assert row["title"].encode() in data
    assert len({row["plan"] for row in rows.values()}) == 3


def test_regimens_of_one_name_never_share_a_folder(planner, tmp_path):
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        text = PASSES.replace("Wind-down evening", f"Plan {place}")
        (tmp_path / place / "evening.toml").write_text(text, encoding="utf-8")
    (tmp_path / "a" / "evening").mkdir()
    (tmp_path / "a" / "evening" / "x.toml").write_text(PASSES, encoding="utf-8")
    out = tmp_path / "out"
    result = planner("export", tmp_path / "a", tmp_path / "b", "--to", "txt", "--out", out)
    assert result.code == 0, result.err
    holding = [Path(name).parent.as_posix() for name in names(out) if name.endswith(".txt")]
    assert len(set(holding)) == len(holding) == 3
    for folder in holding:  # and none lies within another
        assert not any(other.startswith(f"{folder}/") for other in holding)


def test_one_that_cannot_be_exported_never_stops_the_others(planner, tmp_path):
    clients, out = tmp_path / "clients", tmp_path / "out"
    clients.mkdir()
    (clients / "bad.toml").write_text(INVALID, encoding="utf-8")
    (clients / "good.toml").write_text(PASSES, encoding="utf-8")
    (clients / "worse.toml").write_bytes(b"\xff\x00")
    result = planner("export", clients, "--to", "txt", "--out", out)
    assert result.code == 2
    assert names(out) == ["good/good.txt", "manifest.json"]
    assert "bad.toml: not exported" in result.err
    assert "worse.toml: not exported" in result.err


def test_a_manifest_keeps_what_was_exported_before(planner, tmp_path):
    out = tmp_path / "out"
    for place in ("one", "two"):
        (tmp_path / place).mkdir()
        (tmp_path / place / f"{place}.toml").write_text(PASSES, encoding="utf-8")
        assert planner("export", tmp_path / place, "--to", "txt", "--out", out).code == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [row["folder"] for row in manifest["regimens"]] == ["one", "two"]


def test_a_manifest_of_somebody_else_is_left_alone(planner, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.json").write_text('{"name": "an app"}', encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.toml").write_text(PASSES, encoding="utf-8")
    result = planner("export", tmp_path / "in", "--to", "txt", "--out", out)
    assert result.code == 2
    assert (out / "manifest.json").read_text(encoding="utf-8") == '{"name": "an app"}'


PERSON = (
    PASSES
    + """
[person]
name = "Anna Beispiel"
age = 47
country = "DE"
conditions = ["thyroid-disorder"]
"""
)


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.is_text])
def test_the_person_is_told_only_when_asked_for(planner, file, name):
    path = file(PERSON)
    without = planner("export", path, "--to", name).out
    for private in ("Anna", "Beispiel", "thyroid", "47"):
        told = re.sub(r"[0-9a-f-]{36}|[0-9a-f]{12,}|https?://\S+", "", without)
        assert private not in told, private
    assert "Anna Beispiel" in planner("export", path, "--to", name, "--with-person").out


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.is_text])
def test_every_export_says_who_made_it_and_that_it_is_no_advice(planner, file, name):
    said = planner("export", file(PASSES), "--to", name, "--by", "Coach K").out
    plain = re.sub(r"\s+", " ", said.replace("\r\n ", ""))
    assert "Coach K" in plain
    assert "no medical advice" in plain
    assert "2026.11" in plain


def test_printing_needs_one_text_format_of_one_regimen(planner, file, tmp_path):
    path, other = file(PASSES), file(WARNS, "other.toml")
    for words in (("--to", "pdf"), ("--to", "txt,md"), (other, "--to", "txt"), (tmp_path,)):
        result = planner("export", path, *words)
        assert result.code == 2
        assert "--out" in result.err
        assert result.out == ""


def test_an_unknown_format_is_named_with_the_nearest(planner, file):
    result = planner("export", file(PASSES), "--to", "htm")
    assert result.code == 2
    assert 'Did you mean "html"?' in result.err


def test_an_empty_folder_and_a_missing_file_are_told(planner, tmp_path):
    (tmp_path / "empty").mkdir()
    result = planner("export", tmp_path / "empty", tmp_path / "gone.toml", "--out", tmp_path / "o")
    assert result.code == 2
    assert "no *.toml file" in result.err
    assert "gone.toml: not exported" in result.err


def test_copying_goes_through_the_terminal(planner, file, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    result = planner("export", file(PASSES), "--copy")
    assert result.code == 0
    assert result.out == ""
    coded = re.search(r"\x1b]52;c;([A-Za-z0-9+/=]+)\x07", result.err)
    assert coded is not None
    assert "Wind-down evening" in base64.b64decode(coded[1]).decode()


def test_a_read_only_folder_exports_and_says_that_the_version_is_not_recorded(
    planner, file, tmp_path, monkeypatch
):
    path = file(PASSES)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, os.strerror(30))

    monkeypatch.setattr("planner.library.sent.replace_file", refuse)
    result = planner("export", path, "--to", "txt", "--out", tmp_path / "out")
    assert result.code == 0
    assert names(tmp_path / "out") == ["evening.txt"]
    assert "does not know of this version" in result.err


def test_a_broken_record_is_no_version_one(planner, file):
    path = file(PASSES)
    planner("export", path, "--to", "txt")
    (record,) = (path.parent / ".versions").glob("*.sent.toml")
    record.write_text("plan = 3", encoding="utf-8")
    result = planner("export", path, "--to", "txt")
    assert result.code == 2
    assert "the record of what was shared cannot be read" in result.err
    assert result.out == ""
