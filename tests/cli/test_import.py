"""`planner import`: a shared plan in the library under a free name, and nothing else."""

import pytest

from planner.export.making import Options
from planner.regimen.reading import read_file
from tests.cli.conftest import INVALID, PASSES
from tests.export.pages import PLAN, altered, enclosed, page_of

HELD = """\
# for Eva
format = 1
title = "Wind-down evening"  # mine
bedtime = "22:30"
"""


@pytest.fixture
def library(tmp_path):
    return tmp_path / "library"


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize("name", ["sheet.html", "plan.toml"])
def test_the_very_bytes_are_copied_and_the_path_is_printed(planner, file, library, name):
    data = page_of(HELD) if name == "sheet.html" else HELD.encode()
    result = planner("import", file(data, name), "--library", library)
    assert (result.code, result.err) == (0, "")
    assert result.out == f"{library / 'wind-down-evening.toml'}\n"
    assert (library / "wind-down-evening.toml").read_bytes() == HELD.encode()
    assert files(library) == ["wind-down-evening.toml"]


def test_without_the_person_what_was_carried_is_copied(planner, file, library):
    page = page_of(PLAN)
    planner("import", file(page, "sheet.html"), "--library", library)
    data = (library / "wind-down-evening.toml").read_bytes()
    assert data.decode() == enclosed(page)["toml"]
    assert b"Eva" not in data


def test_the_same_plan_is_not_copied_twice_unless_asked(planner, file, library):
    page = file(page_of(PASSES), "sheet.html")
    planner("import", page, "--library", library)
    again = planner("import", page, "--library", library)
    assert again.code == 0
    assert "is this plan already; nothing was copied" in again.out
    assert files(library) == ["wind-down-evening.toml"]
    result = planner("import", page, "--library", library, "--again")
    assert result.out == f"{library / 'wind-down-evening-2.toml'}\n"


def test_ones_own_plan_that_went_out_without_its_person_is_known(planner, file, library):
    file(PLAN, "library/mine.toml")
    result = planner("import", file(page_of(PLAN), "sheet.html"), "--library", library)
    assert f"{library / 'mine.toml'} is this plan already" in result.out
    assert files(library) == ["mine.toml"]


def test_nothing_is_overwritten(planner, file, library, tmp_path):
    file("something else", "library/wind-down-evening.toml")
    (library / "wind-down-evening-2.toml").symlink_to(tmp_path / "outside.toml")
    result = planner("import", file(PASSES), "--library", library)
    assert result.out == f"{library / 'wind-down-evening-3.toml'}\n"
    assert (library / "wind-down-evening.toml").read_text() == "something else"
    assert not (tmp_path / "outside.toml").exists()


@pytest.mark.parametrize(
    "title",
    [
        "../../outside",
        "/etc/passwd",
        "..",
        ".",
        "a/b\\\\c",
        "~root",
        "\\u0000",
        "C:\\\\x",
        ".hidden",
    ],
)
def test_no_title_leads_out_of_the_library(planner, file, library, tmp_path, title):
    path = file(PASSES.replace("Wind-down evening", title))
    before = files(tmp_path)
    result = planner("import", path, "--library", library)
    assert result.code == 0
    new = sorted(set(files(tmp_path)) - set(before))
    assert len(new) == 2
    assert new[0] == "library"
    assert (tmp_path / new[1]).parent == library
    assert not (tmp_path / new[1]).name.startswith(".")


def test_another_title_leaves_the_rest_as_it_is(planner, file, library):
    result = planner("import", file(HELD), "--library", library, "--title", "Later")
    assert result.out == f"{library / 'later.toml'}\n"
    text = HELD.replace("Wind-down evening", "Later")
    assert (library / "later.toml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_what_is_no_title_is_refused(planner, file, library, title):
    result = planner("import", file(HELD), "--library", library, "--title", title)
    assert (result.code, result.out) == (2, "")
    assert "title" in result.err
    assert not library.exists()


@pytest.mark.parametrize("name", ["sheet.html", "plan.toml"])
def test_what_cannot_be_read_whole_is_refused_with_the_reason(planner, file, library, name):
    data = altered(page_of(PASSES), toml=INVALID) if name == "sheet.html" else INVALID
    result = planner("import", file(data, name), "--library", library)
    assert (result.code, result.out) == (2, "")
    assert (
        "not copied: the plan in it cannot be read whole: line 7: entries.ashwagandha.dose: "
        in (result.err)
    )
    assert not library.exists()


def test_a_page_without_a_plan_is_refused(planner, file, library):
    result = planner("import", file("<p>", "sheet.html"), "--library", library)
    assert (result.code, result.out) == (2, "")
    assert not library.exists()


def test_a_plan_that_was_changed_is_copied_with_a_warning(planner, file, library):
    changed = enclosed(page_of(PASSES))["toml"].replace("300 mg", "400 mg")
    page = file(altered(page_of(PASSES), toml=changed), "sheet.html")
    result = planner("import", page, "--library", library)
    assert result.code == 1
    assert result.out == f"{library / 'wind-down-evening.toml'}\n"
    assert "changed after its sheet was made" in result.err


def test_a_plan_for_somebody_under_age_is_copied_with_a_warning(planner, file, library):
    child = PASSES.replace("[entries", "[person]\nage = 9\n\n[entries", 1)
    page = file(page_of(child), "sheet.html")
    result = planner("import", page, "--library", library)
    assert result.code == 1
    assert result.out == f"{library / 'wind-down-evening.toml'}\n"
    assert "planner: The sender judged this for somebody under age" in result.err
    whole = file(page_of(child, options=Options(with_person=True)), "whole.html")
    result = planner("import", whole, "--library", library)
    assert (result.code, result.err) == (0, "")


def test_a_library_that_cannot_be_written_is_told(planner, file, tmp_path):
    file("x", "library")
    result = planner("import", file(PASSES), "--library", tmp_path / "library")
    assert (result.code, result.out) == (2, "")
    assert "not saved" in result.err
    assert (tmp_path / "library").read_text() == "x"


def test_what_was_exported_with_everything_comes_back_whole(planner, file, library):
    page = page_of(PLAN, options=Options(with_person=True))
    planner("import", file(page, "sheet.html"), "--library", library)
    reading = read_file(library / "wind-down-evening.toml")
    assert reading.data == PLAN.encode()
    assert reading.whole
