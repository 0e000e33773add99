"""Which regimen files there are, what each is about, and names for new ones."""

import os
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.library.folding import folded
from planner.library.listing import expand, free_path, regimen_files, summaries, survey
from tests.tui.support import PAIR

GOOD = 'format = 1\ntitle = "Evening [/x]"\nbedtime = "10:30 pm"\n'


@pytest.fixture
def folder(tmp_path):
    for name in ("b.toml", "a.toml", "sub/c.toml", "sub/D.TOML", "x.toml/in.toml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(GOOD, encoding="utf-8")
    for name in (".hidden.toml", ".versions/a.toml", "a.txt", "toml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return tmp_path


def names(paths, folder):
    return [path.relative_to(folder).as_posix() for path in paths]


def test_regimen_files_are_found_and_sorted(folder):
    found = ["a.toml", "b.toml", "sub/D.TOML", "sub/c.toml", "x.toml/in.toml"]
    assert names(regimen_files(folder), folder) == found


def test_links_to_folders_are_not_followed_and_links_to_files_are(folder):
    (folder / "round").symlink_to(folder)
    (folder / "link.toml").symlink_to("a.toml")
    (folder / "broken.toml").symlink_to("nowhere")
    found = names(regimen_files(folder), folder)
    assert {"link.toml", "broken.toml"} < set(found)
    assert len(found) == 7


def test_a_folder_that_is_not_there_lists_nothing(tmp_path):
    assert regimen_files(tmp_path / "missing") == []
    assert list(summaries(tmp_path / "missing", load_catalogue())) == []


def test_paths_are_expanded_in_their_order_and_once(folder):
    missing = folder / "missing.toml"
    odd = folder / "a.txt"
    found = list(expand([odd, missing, folder / "sub", folder / "b.toml", folder]))
    assert found[:2] == [odd, missing]
    assert names(found[2:5], folder) == ["sub/D.TOML", "sub/c.toml", "b.toml"]
    assert names(found[5:], folder) == ["a.toml", "x.toml/in.toml"]


def test_a_folder_without_a_regimen_is_told_and_others_are_not(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "notes.txt").touch()
    told: list[Path] = []
    paths = [folder / "sub", folder / "empty", folder / "b.toml", folder / "missing.toml"]
    assert len(list(expand(paths, empty=told.append))) == 4
    assert told == [folder / "empty"]


def test_a_folder_that_is_named_twice_is_not_told_as_empty(folder):
    told: list[Path] = []
    assert len(list(expand([folder, folder / "sub", folder], empty=told.append))) == 5
    assert told == []


def test_files_are_found_before_all_folders_were_looked_into(folder, monkeypatch):
    real, looked_into = os.scandir, []

    def scandir(path):
        looked_into.append(Path(path).name)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = expand([folder])
    assert next(found) == folder / "a.toml"
    assert looked_into == [folder.name]
    assert len(list(found)) == 4
    assert looked_into == [folder.name, "sub", "x.toml"]


def test_folders_in_folders_without_end_are_listed(tmp_path):
    """Deeper than functions may call each other."""
    depth = sys.getrecursionlimit() + 100
    places = [tmp_path / ("d/" * number) for number in range(1, depth + 1)]
    for place in places:
        place.mkdir()
    (places[-1] / "a.toml").touch()
    try:
        assert regimen_files(tmp_path) == [places[-1] / "a.toml"]
    finally:  # what removes folders of tests calls itself for each
        (places[-1] / "a.toml").unlink()
        for place in reversed(places):
            place.rmdir()


names_of_files = st.sampled_from(["a", "a.toml", "a-b", "a-b.toml", "A.toml", "b", "é", "é.toml"])


@given(st.lists(st.lists(names_of_files, min_size=1, max_size=4), max_size=12))
@settings(max_examples=50)
def test_the_order_is_that_of_the_paths(places):
    with TemporaryDirectory() as name:
        root = Path(name)
        for parts in places:
            path = root.joinpath(*parts[:-1], "x.toml" if parts[-1] == "a" else parts[-1])
            if not any(each.is_file() for each in (path, *path.parents)) and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.touch()
        meant = sorted(
            each for each in root.rglob("*") if each.suffix == ".toml" and each.is_file()
        )
        assert regimen_files(root) == list(expand([root])) == meant


def test_a_hidden_folder_that_is_named_is_meant(folder):
    assert names(expand([folder / ".versions"]), folder) == [".versions/a.toml"]


def test_a_folder_that_cannot_be_read_is_yielded_and_not_listed(folder, monkeypatch):
    real = os.scandir

    def scandir(path):
        if Path(path).name == "sub":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert "sub/c.toml" not in names(regimen_files(folder), folder)
    assert "sub" in names(expand([folder]), folder)


def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(folder, tmp_path):
    with pytest.raises(FileNotFoundError):
        survey(tmp_path / "missing")
    with pytest.raises(NotADirectoryError):
        survey(folder / "a.toml")
    (tmp_path / "empty").mkdir()
    assert survey(tmp_path / "empty").files == ()
    assert list(survey(folder).files) == regimen_files(folder)


def test_a_folder_inside_that_cannot_be_read_is_named(folder, monkeypatch):
    real = os.scandir

    def scandir(path):
        if Path(path).name in ("sub", folder.name if closed else ""):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    closed = False
    monkeypatch.setattr(os, "scandir", scandir)
    assert survey(folder).unreadable == (folder / "sub",)
    assert names(survey(folder).files, folder) == ["a.toml", "b.toml", "x.toml/in.toml"]
    closed = True
    with pytest.raises(PermissionError):
        survey(folder)


def test_a_summary_says_how_much_was_not_checked(tmp_path):
    other = PAIR.replace('"ashwagandha-extract"', '"other"\nname = "Apigenin"')
    other = other.replace("400 mg", "300 mg").replace('standardised_to = "5 %"\n', "")
    (tmp_path / "a.toml").write_text(other, encoding="utf-8")
    (tmp_path / "b.toml").write_text(PAIR.replace("400 mg", "300 mg"), encoding="utf-8")
    found = summaries(tmp_path, load_catalogue(), "US")
    assert [(each.status, each.not_checked) for each in found] == [("pass", 1), ("pass", 0)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Émile", "emile"), ("Straße", "strasse"), ("Ærø", "aero"), ("Łódź", "lodz"),
     ("Jalapeño", "jalapeno"), ("ﬁne", "fine"), ("PLAIN", "plain"), ("İstanbul", "istanbul")],
)  # fmt: skip
def test_words_are_folded(text, plain):
    assert folded(text) == plain


def test_each_file_is_summed_up(folder):
    (folder / "bad.toml").write_text("format = 1\n[entries.a]\n", encoding="utf-8")
    (folder / "broken.toml").write_bytes(b"\xff")
    found = {each.path.name: each for each in summaries(folder, load_catalogue(), "DE")}
    good = found["a.toml"]
    assert (good.title, good.status, good.entries) == ("Evening [/x]", "pass", 0)
    assert (good.bedtime, good.reason, good.is_template) == ("22:30", None, False)
    assert good.changed == (folder / "a.toml").stat().st_mtime
    bad = found["bad.toml"]
    assert (bad.title, bad.status, bad.entries, bad.bedtime) == (None, "invalid", 1, None)
    assert bad.reason
    assert found["broken.toml"].title is None
    assert "UTF-8" in str(found["broken.toml"].reason)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Wind-down evening", "wind-down-evening"),
        ("  Überschlaf?! № 7 ", "uberschlaf-no-7"),
        ("Straße in Łódź, Ærø", "strasse-in-lodz-aero"),
        ("../../etc/passwd", "etc-passwd"),
        ("🌙", "regimen"),
        ("a" * 100, "a" * 60),
        ("a" * 59 + " b", "a" * 59),
        ("\x1b[31m\0", "31m"),
    ],
)
def test_a_file_is_named_after_its_title(tmp_path, title, name):
    path = free_path(tmp_path, title)
    assert path == tmp_path / f"{name}.toml"
    assert re.fullmatch(r"[a-z0-9-]{1,60}\.toml", path.name)


def test_a_name_that_is_taken_gets_a_number(tmp_path):
    (tmp_path / "evening.toml").touch()
    assert free_path(tmp_path, "Evening").name == "evening-2.toml"
    (tmp_path / "evening-2.toml").symlink_to("nowhere")
    assert free_path(tmp_path, "Evening").name == "evening-3.toml"
