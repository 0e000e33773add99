"""`planner export`: every format, versions on record, nothing overwritten, none mixed up."""

import base64
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from planner.export import calendar_file
from planner.export.formats import FORMATS, FormatError
from planner.library import exporting, sharing
from planner.library.atomic import replace_file
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


def test_a_copy_of_the_folder_gives_the_same_bytes(planner, tmp_path):
    for place in ("one", "other"):
        path = tmp_path / place / "clients" / "evening.toml"
        path.parent.mkdir(parents=True)
        path.write_text(PASSES, encoding="utf-8")
        assert planner("export", path, "--to", ALL, "--out", tmp_path / f"out-{place}").code == 0
    assert contents(tmp_path / "out-one") == contents(tmp_path / "out-other")


def test_files_of_one_name_in_the_folders_of_two_clients_are_two_plans(planner, tmp_path):
    """Else the calendar of the one would take the place of the other's."""
    ids = set()
    for client in ("anna", "bert"):
        path = tmp_path / client / "evening.toml"
        path.parent.mkdir()
        path.write_text(PASSES, encoding="utf-8")
        ids.add(json.loads(planner("export", path, "--to", "json").out)["edition"]["plan"])
    assert len(ids) == 2


def test_the_id_of_a_plan_tells_nothing_of_the_person(planner, tmp_path):
    """It could be found out by trying names, were it made from the file with its person."""
    ids = set()
    for place, name in (("a", "Anna"), ("b", "Bert")):
        path = tmp_path / place / "clients" / "evening.toml"
        path.parent.mkdir(parents=True)
        path.write_text(f'{PASSES}\n[person]\nname = "{name}"\n', encoding="utf-8")
        ids.add(json.loads(planner("export", path, "--to", "json").out)["edition"]["plan"])
    assert len(ids) == 1


def test_what_a_second_calendar_no_longer_holds_is_taken_back(planner, file, tmp_path):
    both = PASSES.replace('when = "90 min before bed"', 'when = ["08:00", "90 min before bed"]')
    path, out = file(both), tmp_path / "out"
    assert planner("export", path, "--to", "ics", "--out", out).code == 0
    file(PASSES)
    assert planner("export", path, "--to", "ics", "--out", out, "--overwrite").code == 0
    assert (out / "evening.ics").read_text(encoding="utf-8").count("STATUS:CANCELLED") == 1


SAME = """
import sys
from planner.cli.main import main
sys.exit(main(["export", sys.argv[1], "--to", sys.argv[2], "--out", sys.argv[3]]))
"""


def test_another_process_with_another_hash_seed_and_zone_gives_the_same_bytes(file, tmp_path):
    path = file(WARNS)
    for name, seed, zone in (("a", "1", "UTC"), ("b", "99", "Pacific/Auckland")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C.UTF-8"}
        words = [sys.executable, "-c", SAME, str(path), ALL, str(tmp_path / name)]
        done = subprocess.run(words, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
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
    assert names(out) == ["manifest.json"]  # for it cannot say whose exports are there


def regimens(folder: Path, **titles: str) -> Path:
    """A folder of regimens, each with a title."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, title in titles.items():
        text = PASSES.replace("Wind-down evening", title)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def rows_of(out: Path) -> dict[str, dict]:
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return {row["folder"]: row for row in manifest["regimens"]}


@pytest.mark.parametrize("more", [[], ["--overwrite"]])
def test_exports_of_two_plans_never_share_a_folder(planner, tmp_path, more):
    anna, bert, carl = (
        regimens(tmp_path / each, plan=f"Plan of {each}") / "plan.toml"
        for each in ("anna", "bert", "carl")
    )
    out = tmp_path / "o"
    assert planner("export", anna, carl, "--to", "txt", "--out", out).code == 0
    result = planner("export", bert, carl, "--to", "md", "--out", out, *more)
    assert result.code == 2
    assert '"Plan of anna"' in result.err
    assert "delete this one first" in result.err
    assert names(out) == ["manifest.json", "plan-2/plan.md", "plan-2/plan.txt", "plan/plan.txt"]
    assert rows_of(out)["plan"]["title"] == "Plan of anna"
    assert not (bert.parent / ".versions").exists()  # it was not shared

    (out / "plan" / "plan.txt").unlink()
    (out / "plan").rmdir()
    assert planner("export", bert, carl, "--to", "md", "--out", out).code == 0
    assert rows_of(out)["plan"]["title"] == "Plan of bert"
    assert [each["name"] for each in rows_of(out)["plan"]["files"]] == ["plan.md"]


def test_the_manifest_keeps_files_that_are_still_there_with_their_version(planner, tmp_path):
    clients, out = regimens(tmp_path / "clients", a="First"), tmp_path / "out"
    assert planner("export", clients, "--to", "txt,ics,md", "--out", out).code == 0
    regimens(clients, a="Second")
    (out / "a" / "a.md").unlink()
    assert planner("export", clients, "--to", "txt", "--out", out, "--overwrite").code == 0
    files = {each["name"]: each for each in rows_of(out)["a"]["files"]}
    assert {name: each["version"] for name, each in files.items()} == {"a.ics": 1, "a.txt": 2}
    for name, each in files.items():
        assert each["sha256"] == hashlib.sha256((out / "a" / name).read_bytes()).hexdigest()


def test_the_manifest_names_regimens_within_their_folder(planner, tmp_path):
    regimens(tmp_path / "clients" / "sub", one="One")
    regimens(tmp_path / "clients", two="Two")
    out = tmp_path / "out"
    assert planner("export", tmp_path / "clients", "--to", "txt", "--out", out).code == 0
    found = {folder: row["regimen"] for folder, row in rows_of(out).items()}
    assert found == {"sub/one": "sub/one.toml", "two": "two.toml"}


@pytest.mark.parametrize("when", ["making", "writing"])
def test_ctrl_c_leaves_a_manifest_of_what_was_done(planner, tmp_path, monkeypatch, when):
    clients, out = regimens(tmp_path / "clients", a="A", b="B", c="C"), tmp_path / "out"
    module, name = {
        "making": (sharing, "make_sheet"),
        "writing": (exporting, "replace_file"),
    }[when]
    nth = 3  # the third regimen is made, or the first file of the second one written
    real, calls = getattr(module, name), 0

    def pressed(*words, **more):
        nonlocal calls
        calls += 1
        if calls == nth:
            signal.raise_signal(signal.SIGINT)
        return real(*words, **more)

    monkeypatch.setattr(module, name, pressed)
    result = planner("export", clients, "--to", "txt,md", "--out", out)
    assert result.code == 130
    assert "interrupted: exported 2 regimens, 4 files" in result.err
    assert set(rows_of(out)) == {"a", "b"}
    listed = {f"{a}/{each['name']}" for a, row in rows_of(out).items() for each in row["files"]}
    assert {*names(out)} == {*listed, "manifest.json"}  # and none is half there


def test_no_regimen_takes_the_name_of_the_manifest(planner, tmp_path):
    clients, out = tmp_path / "clients", tmp_path / "out"
    regimens(clients, **{"manifest.json": "Tricky"})
    regimens(clients / "Manifest.JSON", inner="Inner")
    result = planner("export", clients, "--to", "txt", "--out", out)
    assert result.code == 0, result.err
    assert {row["title"] for row in rows_of(out).values()} == {"Tricky", "Inner"}
    for name in rows_of(out):
        assert name.split("/")[0].casefold() != "manifest.json"


def test_a_manifest_that_cannot_be_written_is_told_with_the_sum(planner, tmp_path, monkeypatch):
    real = replace_file

    def refuse(path, *words, **more):
        if path.name == "manifest.json":
            raise OSError(28, os.strerror(28))
        real(path, *words, **more)

    monkeypatch.setattr(exporting, "replace_file", refuse)
    clients, out = regimens(tmp_path / "clients", a="A", b="B"), tmp_path / "out"
    result = planner("export", clients, "--to", "txt", "--out", out)
    assert result.code == 2
    assert "manifest.json: not saved: there is no space left" in result.err
    assert "exported 2 regimens, 2 files" in result.err


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="links are needed")
@pytest.mark.parametrize("link", ["team", "team/a"])
def test_no_link_below_the_folder_is_followed(planner, tmp_path, link):
    regimens(tmp_path / "clients" / "team", a="A")
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / link).parent.mkdir(parents=True)
    (out / link).symlink_to(elsewhere, target_is_directory=True)
    result = planner("export", tmp_path / "clients", "--to", "txt", "--out", out, "--overwrite")
    assert result.code == 2
    assert "it is a symbolic link" in result.err
    assert names(elsewhere) == []


def test_the_folder_of_all_exports_may_be_a_link(planner, tmp_path):
    clients = regimens(tmp_path / "clients", a="A")
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real", target_is_directory=True)
    assert planner("export", clients, "--to", "txt", "--out", tmp_path / "out").code == 0
    assert names(tmp_path / "real") == ["a/a.txt", "manifest.json"]


def test_regimens_and_files_that_are_missing_are_counted_apart(planner, tmp_path, monkeypatch):
    def refuse(*_):
        raise FormatError("it is refused here")

    monkeypatch.setattr(calendar_file, "render", refuse)
    clients = regimens(tmp_path / "clients", a="A", b="B")
    (clients / "bad.toml").write_text(INVALID, encoding="utf-8")
    result = planner("export", clients, "--to", "txt,ics", "--out", tmp_path / "out")
    assert result.code == 2
    assert "exported 2 regimens, 2 files, 1 regimen not exported, 2 files not made" in result.err
    alone = planner("export", clients, "--to", "ics", "--out", tmp_path / "other")
    assert "exported 0 regimens, 0 files, 3 regimens not exported\n" in alone.err


COMMENTED = f"# ask her about the tea\n{PASSES}"


def test_comments_that_go_along_are_told(planner, file, tmp_path):
    path = file(COMMENTED)
    result = planner("export", path, "--to", "html,txt,json", "--out", tmp_path / "out")
    assert f"planner: {path}: its comments go along in html and json\n" in result.err
    assert "ask her" in (tmp_path / "out" / "evening.json").read_text(encoding="utf-8")
    assert "its comments go along in json\n" in planner("export", path, "--to", "json").err


@pytest.mark.parametrize("formats", ["txt", "pdf,ics,md,csv,fhir"])
def test_comments_that_stay_are_no_matter(planner, file, tmp_path, formats):
    result = planner("export", file(COMMENTED), "--to", formats, "--out", tmp_path / "out")
    assert result.code == 0
    assert "comments" not in result.err
    assert all(b"ask her" not in data for data in contents(tmp_path / "out").values())


def test_comments_go_with_the_person_that_is_left_out(planner, file):
    path = file(f"# ask her about the tea\n{PERSON}")
    result = planner("export", path, "--to", "json")
    assert "comments" not in result.err
    assert "ask her" not in result.out
    whole = planner("export", path, "--to", "json", "--with-person")
    assert "its comments go along in json" in whole.err


def test_comments_of_many_are_told_once(planner, tmp_path):
    clients = regimens(tmp_path / "clients", a="A")
    for name in ("b", "c"):
        (clients / f"{name}.toml").write_text(COMMENTED, encoding="utf-8")
    result = planner("export", clients, "--to", "html,json", "--out", tmp_path / "out")
    assert result.err.count("comments") == 1
    assert "2 of them with the comments of their files, in html and json" in result.err


def test_a_name_that_is_told_is_complained_of(planner, file, tmp_path):
    text = PERSON.replace(
        'bedtime = "22:30"', 'bedtime = "22:30"\nnotes = "As anna BEISPIEL likes"'
    )
    path = file(text, "clients/evening.toml")
    said = f"{path}: the name of the person stands in its notes, which are told\n"
    for words in ((path, "--to", "txt"), (path.parent, "--out", tmp_path / "out")):
        result = planner("export", *words)
        assert result.code == 0
        assert result.err.count(said) == 1
    assert "stands in" not in planner("export", path, "--to", "txt", "--with-person").err
    file(PERSON, "clients/evening.toml")
    assert "stands in" not in planner("export", path, "--to", "txt").err


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
