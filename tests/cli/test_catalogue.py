"""`planner catalogue check`, and own figures wherever the other commands tell them."""

from __future__ import annotations

import os

import pytest

from tests.own_files import EVENING, HOUSE, own_file

BROKEN = HOUSE.replace('lower = "300 mg"', 'lower = "500 mg"').replace("year = 2026", "yaer = 2026")


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A library with an own file, a regimen in it, and one in a folder below."""
    monkeypatch.chdir(tmp_path)
    own_file(tmp_path)
    (tmp_path / "evening.toml").write_text(EVENING, encoding="utf-8")
    (tmp_path / "clients").mkdir()
    (tmp_path / "clients" / "c-041.toml").write_text(EVENING, encoding="utf-8")
    return tmp_path


# what own files hold


def test_it_tells_which_ranges_differ_and_from_which_source(planner, library):
    result = planner("catalogue", "check")
    assert (result.code, result.err) == (0, "")
    assert result.lines == [
        "catalogue/house.toml:8: note: apigenin is an own substance, told as Apigenin"
        " (Coach Nilsen's own)",
        "catalogue/house.toml:13: note: apigenin: own 25 mg to 50 mg apigenin a day, adults,"
        " from House rules after the 2026 audit (Coach Nilsen's own); no range is documented",
        "catalogue/house.toml:20: note: ashwagandha-extract: own 300 mg to 450 mg extract a day,"
        " adults, from House rules after the 2026 audit (Coach Nilsen's own); documented 300 mg"
        " to 600 mg extract a day, adults, from WFSBP / CANMAT 2022: they differ, and both are"
        " told",
        "catalogue/house.toml:28: note: magnesium-bisglycinate: own 150 mg to 300 mg elemental a"
        " day, adults, from House rules after the 2026 audit (Coach Nilsen's own); documented"
        " 200 mg to 400 mg elemental a day, adults, from Article on the sleep duo: they differ,"
        " and both are told",
        "catalogue/house.toml:35: note: glycine: own 1 g to 3 g glycine a day, adults, from House"
        " rules after the 2026 audit (Coach Nilsen's own); no range is documented",
        "1 own file: 1 own substance, 4 own ranges, 2 beside a documented one that differs, 2"
        " where none is documented; 0 errors",
    ]


def test_a_range_that_is_the_same_is_said_to_be(planner, library):
    own_file(library, HOUSE.replace('"450 mg"', '"600 mg"'))
    result = planner("catalogue", "check")
    assert "the same as documented 300 mg to 600 mg extract a day" in result.out
    assert "1 beside a documented one that differs" in result.out


@pytest.mark.parametrize(
    "path", [".", "catalogue", "catalogue/house.toml", "clients", "../library/catalogue/"]
)
def test_a_library_its_folder_a_file_and_a_folder_below_are_understood(
    planner, tmp_path, monkeypatch, path
):
    library = tmp_path / "library"
    (library / "clients").mkdir(parents=True)
    own_file(library)
    monkeypatch.chdir(library)
    result = planner("catalogue", "check", path)
    assert result.code == 0, result.err
    assert result.lines[-1].startswith("1 own file: 1 own substance, 4 own ranges")


def test_the_library_that_is_named_is_checked(planner, library, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert planner("catalogue", "check", "--library", library).lines[-1].startswith("1 own file")


# what is wrong with them


def test_every_problem_is_a_line_with_file_line_and_key(planner, library):
    own_file(library, BROKEN)
    own_file(library, "format = 1\n", "other.toml")
    result = planner("catalogue", "check")
    assert result.code == 2
    assert result.err == ""
    assert result.lines == [
        'catalogue/house.toml:6: error: sources.house-2026.yaer: unknown key. Did you mean "year"?'
        " Known here: title, authors, body, year, where, doi, url and verified.",
        "catalogue/house.toml:21: error: ranges.ashwagandha-extract.lower: 500 mg is more than the"
        " upper bound of 450 mg",
        "catalogue/other.toml:1: error: by: is missing",
        "2 own files: 0 own substances, 0 own ranges; 3 errors",
    ]


def test_only_the_file_that_is_named_is_told_of(planner, library):
    own_file(library, "format = 1\n", "other.toml")
    result = planner("catalogue", "check", "catalogue/other.toml")
    assert result.code == 2
    assert result.lines[:-1] == ["catalogue/other.toml:1: error: by: is missing"]
    assert planner("catalogue", "check", "catalogue/house.toml").code == 0


def test_a_file_is_checked_against_its_neighbours(planner, library):
    own_file(library, HOUSE, "second.toml")
    result = planner("catalogue", "check", "catalogue/second.toml")
    assert result.code == 2
    assert "stands in house.toml:8 too" in result.out


@pytest.mark.parametrize("path", ["nowhere", "nowhere/house.toml"])
def test_what_is_not_there_is_told(planner, library, path):
    result = planner("catalogue", "check", path)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"planner: {path}: no such file or folder\n"


def test_a_regimen_is_no_own_file(planner, library):
    result = planner("catalogue", "check", "evening.toml")
    assert result.code == 2
    assert "planner check evening.toml" in result.err


def test_a_folder_without_own_files_is_told(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_LIBRARY", str(tmp_path))
    result = planner("catalogue", "check", tmp_path)
    assert result.code == 2
    assert "there is no own file" in result.err
    nothing = planner("catalogue", "check")
    assert nothing.code == 0
    assert nothing.out.startswith("No own substances or ranges")


def test_nothing_that_lies_there_makes_a_traceback(planner, library):
    folder = library / "catalogue"
    os.mkfifo(folder / "pipe.toml")
    (folder / "gone.toml").symlink_to("nowhere")
    (folder / "folder.toml").mkdir()
    (folder / "binary.toml").write_bytes(b"\x00\xff" * 100)
    (folder / "large.toml").write_bytes(b"#" * (1024 * 1024 + 1))
    (folder / "esc\x1b[31m.toml").write_bytes(b"format = 1")
    result = planner("catalogue", "check")
    assert result.code == 2
    assert len([each for each in result.lines if "error:" in each]) == 6
    assert "\x1b" not in result.out
    assert "Traceback" not in result.err


def test_help_and_a_missing_part(planner):
    assert "check" in planner("catalogue", "--help").out
    assert planner("catalogue").code == 2


# everywhere else


def test_show_tells_both_ranges_and_marks_what_is_own(planner, library):
    result = planner("show", "clients/c-041.toml")
    said = plain(result.out)
    assert result.code == 1
    assert "Apigenin (Coach Nilsen's own), 50 mg" in said
    assert "Range in the documented range (300 mg to 600 mg extract a day)" in said
    assert "Own above Coach Nilsen's own range (300 to 450 mg extract)" in said
    assert "Something lies outside somebody's own range" in said
    assert "Range not checked: no documented range Own in Coach Nilsen's own range (25 to 50 mg" \
        in said  # fmt: skip
    assert "House rules after the 2026 audit (Coach Nilsen's own, catalogue/house.toml)." in said
    assert "Verified: not by Planner; an own file names it." in said


def test_show_says_on_standard_error_that_an_own_file_cannot_be_used(planner, library):
    own_file(library, BROKEN)
    result = planner("show", "evening.toml")
    assert result.code == 2
    errors = result.err.splitlines()
    assert [each.split(": ")[1] for each in errors] == [
        "catalogue/house.toml:6", "catalogue/house.toml:21",
    ]  # fmt: skip
    assert "unknown-substance" in result.out


def test_evidence_tells_own_figures_beside_the_documented_ones(planner, library):
    said = plain(planner("evidence", "ashwagandha", "extract").out)
    assert "Range 300 mg to 600 mg extract a day" in said
    assert "Own range 300 mg to 450 mg extract a day, adults (Coach Nilsen's own," in said
    assert "More did not help." in said
    own = plain(planner("evidence", "apigenin").out)
    assert own.startswith("Apigenin (Coach Nilsen's own)")
    assert "none documented" in own
    table = plain(planner("evidence").out)
    assert "300 mg to 600 mg extract; Coach Nilsen's own range: 300 mg to 450 mg extract" in table
    assert "apigenin Apigenin (Coach Nilsen's own): no range documented" in table


def test_evidence_says_that_an_own_file_cannot_be_used(planner, library):
    own_file(library, BROKEN)
    result = planner("evidence", "glycine")
    assert result.code == 2
    assert "catalogue/house.toml:21: error:" in result.err
    assert "Glycine" in result.out


def test_without_own_files_nothing_is_said_of_any(planner, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_LIBRARY", str(tmp_path))
    (tmp_path / "evening.toml").write_text(
        EVENING.replace("apigenin", "l-theanine"), encoding="utf-8"
    )
    for result in (planner("show", "evening.toml"), planner("evidence")):
        assert "own" not in plain(result.out).lower().replace("your own", "").split()


def test_json_of_check_says_which_findings_rest_on_own_figures(planner, library):
    from planner.cli.check_json import finding_object
    from planner.judge import judge_reading
    from planner.regimen.reading import read_file
    from tests.own_files import catalogue_with

    reading = read_file(library / "evening.toml")
    verdict = judge_reading(reading, catalogue_with(library))
    told = [finding_object(each, reading) for each in verdict.findings]
    assert {each["code"]: each.get("own") for each in told} == {
        "outside-own-range": "Coach Nilsen's own",
        "own-range": "Coach Nilsen's own",
        "not-checked": None,
        "evidence-limited": None,
    }
