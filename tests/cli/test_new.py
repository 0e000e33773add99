"""`planner new`: a new file that reads back, and never in place of another."""

import tomllib
from pathlib import Path

import pytest

from planner.regimen.reading import read_file


def test_a_blank_regimen_is_written_and_its_path_printed(planner, tmp_path):
    path = tmp_path / "evening.toml"
    result = planner("new", "Wind-down", "--bedtime", "10:30 pm", "--country", "de", "-o", path)
    assert result.code == 0
    assert result.out == f"{path}\n"
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {
        "format": 1, "title": "Wind-down", "bedtime": "22:30", "person": {"country": "DE"},
    }  # fmt: skip
    assert planner("check", path).code == 0


def test_it_goes_into_the_library_under_a_free_name(planner, tmp_path):
    folder = tmp_path / "library"
    first = planner("new", "Wind-down evening", "--library", folder)
    second = planner("--library", folder, "new", "Wind-down evening")
    assert first.code == second.code == 0, first.err + second.err
    paths = {Path(each.out.rstrip("\n")) for each in (first, second)}
    assert len(paths) == 2
    assert {path.parent for path in paths} == {folder}
    assert all(read_file(path).title == "Wind-down evening" for path in paths)


def test_a_file_that_exists_is_never_overwritten(planner, tmp_path):
    path = tmp_path / "evening.toml"
    path.write_text("precious", encoding="utf-8")
    result = planner("new", "Wind-down", "-o", path)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("planner: ")
    assert path.read_text(encoding="utf-8") == "precious"


def test_a_copy_of_a_shipped_regimen(planner, tmp_path):
    path = tmp_path / "mine.toml"
    arguments = ["--from", "titration-300-to-600", "--bedtime", "23:00", "--country", "CA"]
    assert planner("new", "Mine", *arguments, "-o", path).code == 0
    regimen = read_file(path).regimen
    assert regimen is not None
    assert (regimen.title, str(regimen.bedtime)) == ("Mine", "23:00")
    assert regimen.person is not None
    assert regimen.person.country == "CA"
    assert "ashwagandha" in regimen.entries


@pytest.mark.parametrize("title", ['He said "hi" \\ [bold]', "晚上 😴", "tab\there", "\x1b[31m"])
def test_any_title_reads_back(planner, tmp_path, title):
    path = tmp_path / "mine.toml"
    assert planner("new", title, "-o", path).code == 0
    assert read_file(path).title == title


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "title: "),
        (["x" * 121], "title: "),
        (["x", "--bedtime", "25"], "bedtime: "),
        (["x", "--bedtime", '22:30"\nweeks = 3'], "bedtime: "),
        (["x", "--country", "UK"], "Did you mean GB?"),
        (["x", "--from", "titration"], "Did you mean titration-300-to-600?"),
        (["x", "--from", "../../etc/passwd"], "comes with Planner"),
    ],
)
def test_refusals_write_nothing(planner, tmp_path, arguments, said):
    path = tmp_path / "mine.toml"
    result = planner("new", *arguments, "-o", path)
    assert result.code == 2
    assert said in result.err
    assert not path.exists()


def test_a_template_is_no_regimen_to_copy(planner, tmp_path):
    result = planner("new", "Mine", "--from", "wind-down", "-o", tmp_path / "mine.toml")
    assert result.code == 2
    assert "template" in result.err
    assert not (tmp_path / "mine.toml").exists()
