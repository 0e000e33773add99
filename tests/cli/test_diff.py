"""`planner diff`: two regimens, two folders, standard input, and what git asks for."""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from planner.library.store import save
from planner.regimen.edits import with_bedtime, with_title
from planner.regimen.reading import read_file
from tests.cli.conftest import INVALID, PASSES, ROOT, WARNS

MORE = PASSES.replace('"300 mg"', '"400 mg"')
SHELF = """\
format = 1

[product]
name = "Night Mag"
serving = "2 capsules"

[product.contents.magnesium-bisglycinate]
elemental = "100 mg"
"""
NIGHT = """\
format = 1
title = "Night"
bedtime = "22:30"

[entries.night]
product = "night-mag"
dose = "2 capsules"
when = "21:00"
"""
NO_REGIMEN = '[project]\nname = "other"\nversion = "1"\n'
TOTAL = (
    "total of ashwagandha extract: 300 mg extract a day (15 mg withanolides) becomes 400 mg"
    " extract a day (20 mg withanolides)"
)


@pytest.fixture
def two(file):
    """`two(old, new)` writes two files and returns their paths."""

    def write(old, new):
        return file(old, "old.toml"), file(new, "new.toml")

    return write


def test_one_dose_is_two_sentences_and_exit_code_one(planner, two):
    old, new = two(PASSES, MORE)
    result = planner("diff", old, new)
    assert result.code == 1
    assert result.lines == [
        f"{old} -> {new}",
        "  ashwagandha: dose 300 mg becomes 400 mg",
        f"  {TOTAL}",
    ]
    assert result.err == ""


def test_a_changed_status_comes_first_and_findings_last(planner, two):
    result = planner("diff", *two(PASSES, WARNS))
    assert result.lines[1] == "  status: pass becomes warn"
    assert result.lines[-1].startswith("  new warning dose-above-range, ashwagandha, ashwagandha")
    assert [line.split(":")[0].strip() for line in result.lines[2:4]] == [
        "ashwagandha", "total of ashwagandha extract",
    ]  # fmt: skip


def test_the_same_says_nothing(planner, two, file):
    assert planner("diff", *two(PASSES, PASSES)) == planner("diff", *two(INVALID, INVALID))
    result = planner("diff", *two(PASSES, PASSES))
    assert (result.code, result.out, result.err) == (0, "", "")


@pytest.mark.parametrize(
    "other",
    [
        "# why\n" + PASSES,
        PASSES.replace("\n", "\r\n"),
        "\ufeff" + PASSES,
        PASSES.replace('"22:30"', '"10:30 pm"'),
    ],
)
def test_only_the_text_differs(planner, two, other):
    result = planner("diff", *two(PASSES, other))
    assert result.code == 0
    assert result.lines[1:] == ["  nothing that is planned differs; only the text does"]


def test_the_same_amount_in_another_unit_is_told_and_is_no_difference(planner, two):
    result = planner("diff", *two(PASSES, PASSES.replace("300 mg", "0.3 g")))
    assert result.code == 0
    assert result.lines[1:] == [
        "  ashwagandha: dose is the same amount, written 0.3 g instead of 300 mg",
        "  nothing that is planned differs; only the text does",
    ]


def test_a_file_with_errors_is_compared_as_far_as_it_was_read(planner, two):
    result = planner("diff", *two(PASSES, INVALID.replace("22:30", "22:45")))
    assert result.code == 1
    assert "  status: pass becomes invalid" in result.lines
    assert '  ashwagandha: dose 300 mg becomes "1,5 g"' in result.lines
    assert "  bedtime: 22:30 becomes 22:45" in result.lines
    assert any(
        "new error invalid-amount, entries.ashwagandha.dose: " in row for row in result.lines
    )
    assert any(row.endswith("becomes not known, because of an error") for row in result.lines)
    mended = planner("diff", *two(INVALID, PASSES))
    assert "  gone: error invalid-amount, entries.ashwagandha.dose" in mended.lines


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('format = 1\ntitle = "x\n', "old.toml:2: not valid TOML"),
        (b"\xff\xfe", "old.toml:1: not UTF-8 text"),
        (b"\0" * 1024 * 1025, "old.toml:1: larger than 1 MiB"),
        (PASSES.replace("format = 1", "format = 2"), "old.toml:1: format is 2"),
        (NO_REGIMEN, "old.toml:1: format is missing"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(planner, two, content, said):
    old, new = two(content, PASSES)
    for arguments in ((old, new), (new, old)):
        result = planner("diff", *arguments)
        assert result.code == 2
        assert result.out == ""
        assert said in result.err
        assert result.err.count("\n") == 1


def test_nothing_to_compare_is_said(planner, file, tmp_path):
    path = file(PASSES)
    for arguments, said in (
        ([], "compare what?"),
        ([path], "with what?"),
        (["", path], "compare what?"),
        ([path, tmp_path / "none.toml"], "none.toml:1: cannot be read: No such file"),
        ([tmp_path, tmp_path / "none"], "there is no such file or folder"),
        (["-", "-"], "only one of the two can be standard input"),
        ([tmp_path, "-"], "there is no such file or folder"),
        (["--country", "UK", path, path], "Did you mean GB?"),
        (["--last", path, path], "--last takes one file"),
        (["--git", "a", "b"], "seven arguments"),
    ):
        result = planner("diff", *arguments)
        assert result.code == 2, arguments
        assert said in result.err, arguments
        assert result.out == ""


def test_no_file_at_all_is_new_or_removed(planner, file):
    path = file(WARNS)
    new = planner("diff", "/dev/null", path)
    assert new.code == 1
    assert new.lines[:3] == [
        f"nothing -> {path}",
        "  new: a regimen with 1 entry, status warn",
        "  ashwagandha: added, 800 mg of ashwagandha extract (5%), 1 hour 30 minutes before bed"
        " (21:00)",
    ]
    removed = planner("diff", path, "/dev/null")
    assert removed.code == 1
    assert removed.lines[1:] == [
        "  removed: a regimen with 1 entry, status warn",
        "  ashwagandha: removed; it was 800 mg of ashwagandha extract (5%), 1 hour 30 minutes"
        " before bed (21:00)",
    ]
    assert planner("diff", "/dev/null", "/dev/null").code == 0


def given(data: bytes) -> io.TextIOWrapper:
    """Standard input that gives bytes."""
    return io.TextIOWrapper(io.BytesIO(data))


def test_standard_input_is_one_of_the_two(planner, file, monkeypatch):
    path = file(PASSES)
    monkeypatch.setattr(sys, "stdin", given(MORE.encode()))
    result = planner("diff", path, "-")
    assert result.code == 1
    assert result.lines[0] == f"{path} -> standard input"
    monkeypatch.setattr(sys, "stdin", given(b"\0" * (1024 * 1024 + 9)))
    result = planner("diff", "-", path)
    assert result.code == 2
    assert "standard input:1: larger than 1 MiB" in result.err
    monkeypatch.setattr(sys, "stdin", None)
    assert planner("diff", "-", path).code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes that have a name")
def test_a_pipe_is_read_as_a_shell_hands_it_over(file):
    command = (
        f"{shlex.quote(sys.executable)} -m planner diff <(cat {shlex.quote(str(file(MORE)))}) "
    )
    command += shlex.quote(str(file(PASSES, "other.toml")))
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("process substitution is of bash")
    done = subprocess.run(
        [bash, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "ashwagandha: dose 400 mg becomes 300 mg" in done.stdout


def test_both_are_judged_under_one_country_unless_the_plans_name_others(planner, two):
    melatonin = PASSES + '\n[entries.m]\nsubstance = "melatonin"\ndose = "DOSE"\nwhen = "22:00"\n'
    old, new = two(melatonin.replace("DOSE", "1 mg"), melatonin.replace("DOSE", "2 mg"))
    assert "restricted-in-country" not in planner("diff", old, new).out
    italian = planner("diff", old, new, "--country", "it")
    assert "new warning restricted-in-country, m, melatonin" in italian.out
    assert "limits:" not in italian.out
    person = '\n[person]\ncountry = "{}"\n'
    old, new = two(PASSES + person.format("US"), PASSES + person.format("DK"))
    other = planner("diff", old, new, "--country", "it")
    assert "  limits: those of US become those of DK" in other.lines
    assert '  person: country "US" becomes "DK"' in other.lines


def test_nothing_that_a_file_holds_acts_on_a_terminal(planner, two):
    hostile = PASSES.replace("Wind-down evening", "\\u001b[31m\\u202e\\u007f")
    result = planner("diff", *two(PASSES, hostile))
    assert result.code == 1
    assert not {"\x1b", "\u202e", "\x7f"} & {*result.out}
    as_json = planner("diff", "--format", "json", *two(PASSES, hostile))
    assert as_json.out.isascii()
    assert "\x7f" not in as_json.out
    assert json.loads(as_json.out)["changes"][0]["new"] == "\x1b[31m\u202e\x7f"


# JSON


def test_the_json_object(planner, two):
    old, new = two(PASSES, WARNS.replace('"800 mg"', '"0.8 g"'))
    result = planner("diff", "--format", "json", old, new)
    assert result.code == 1
    told = json.loads(result.out)
    assert {key: told[key] for key in ("format", "catalogue", "differs", "text_differs")} == {
        "format": 1, "catalogue": "2026.11", "differs": True, "text_differs": True,
    }  # fmt: skip
    title = "Wind-down evening"
    assert told["old"] == {"path": str(old), "title": title, "status": "pass", "country": "US"}
    assert told["new"] == {"path": str(new), "title": title, "status": "warn", "country": "US"}
    assert told["changes"] == [
        {
            "kind": "dose", "change": "changed", "key": "entries.ashwagandha.dose",
            "entry": "ashwagandha", "old": "300 mg", "new": "800 mg",
            "sentence": "ashwagandha: dose 300 mg becomes 800 mg",
        }
    ]  # fmt: skip
    [total] = told["totals"]
    assert (total["substance"], total["weeks"]) == ("ashwagandha-extract", None)
    assert total["old"] == {
        "substance": "ashwagandha-extract", "per_day": "300 mg", "marker_per_day": "15 mg",
    }  # fmt: skip
    assert total["new"]["per_day"] == "800 mg"
    [finding] = told["findings"]["new"]
    assert (finding["code"], finding["line"], finding["observed"]) == (
        "dose-above-range",
        7,
        "800 mg",
    )
    assert told["findings"]["gone"] == told["findings"]["changed"] == []


def test_the_json_object_of_what_comes_goes_and_changes(planner, two):
    entry = '\n[entries.g]\nsubstance = "glycine"\ndose = "3 g"\nwhen = "22:00"\n'
    told = json.loads(planner("diff", "--format", "json", *two(PASSES, PASSES + entry)).out)
    [change] = told["changes"]
    assert change["old"] is None
    assert change["new"] == {"substance": "glycine", "dose": "3000 mg", "when": "22:00"}
    more = WARNS.replace("800 mg", "900 mg")
    told = json.loads(planner("diff", "--format", "json", *two(WARNS, more)).out)
    [finding] = told["findings"]["changed"]
    assert (finding["old"]["observed"], finding["new"]["observed"]) == ("800 mg", "900 mg")
    told = json.loads(planner("diff", "--format", "json", *two(WARNS, INVALID)).out)
    [finding] = told["findings"]["gone"]
    assert (finding["code"], finding["judged"]) == ("dose-above-range", False)
    started = PASSES.replace("\n[entries", "start = 2026-12-01\n\n[entries", 1)
    told = json.loads(planner("diff", "--format", "json", *two(PASSES, started)).out)
    assert told["changes"][0]["new"] == "2026-12-01"


def test_the_json_object_of_the_same_and_of_nothing(planner, two, file):
    same = planner("diff", "--format", "json", *two(PASSES, PASSES))
    assert same.code == 0
    told = json.loads(same.out)
    assert (told["differs"], told["text_differs"], told["changes"]) == (False, False, [])
    assert (
        json.loads(planner("diff", "--format", "json", "/dev/null", file(PASSES)).out)["old"]
        is None
    )
    broken = planner("diff", "--format", "json", *two(b"\xff", PASSES))
    assert broken.code == 2
    told = json.loads(broken.out)
    assert (told["old"]["title"], told["old"]["status"]) == (None, "invalid")
    assert [each["code"] for each in told["findings"]["gone"]] == ["invalid-file"]


# two folders


@pytest.fixture
def folders(file, tmp_path):
    """Two folders: one file alike, one changed, one in its text only, one in each alone."""
    for folder in ("old", "new"):
        file(PASSES, f"{folder}/same.toml")
        file(PASSES, f"{folder}/deep/dose.toml")
        file(PASSES, f"{folder}/text.toml")
        file("precious", f"{folder}/notes.txt")
        file("not read", f"{folder}/.versions/same.toml")
    file(MORE, "new/deep/dose.toml")
    file("# why\n" + PASSES, "new/text.toml")
    file(PASSES, "old/gone.toml")
    file(WARNS, "new/come.toml")
    return tmp_path / "old", tmp_path / "new"


def test_two_folders_are_compared_file_by_file(planner, folders):
    old, new = folders
    result = planner("diff", old, new)
    assert result.code == 1
    assert result.lines == [
        f"only in {new}: come.toml",
        "",
        "deep/dose.toml",
        "  ashwagandha: dose 300 mg becomes 400 mg",
        f"  {TOTAL}",
        "",
        f"only in {old}: gone.toml",
        "",
        f"1 of 3 regimens differ; 1 only in the text; 1 only in {old}; 1 only in {new}",
    ]
    assert result.err == ""
    assert planner("diff", old, old) == planner("diff", new, new)
    assert planner("diff", old, old).out == ""


def test_two_folders_as_json(planner, folders):
    old, new = folders
    told = json.loads(planner("diff", "--format", "json", old, new).out)
    assert (told["old"], told["new"]) == (str(old), str(new))
    assert [each["name"] for each in told["files"]] == [
        "come.toml", "deep/dose.toml", "gone.toml", "text.toml",
    ]  # fmt: skip
    assert told["summary"] == {
        "both": 3, "differ": 1, "text_only": 1, "only_old": 1, "only_new": 1, "unreadable": 0,
        "not_comparable": 0,
    }  # fmt: skip
    assert told["files"][0]["old"] is None
    same = json.loads(planner("diff", "--format", "json", old, old).out)
    assert (same["files"], same["summary"]["both"]) == ([], 4)


def test_one_file_that_cannot_be_read_stops_no_other(planner, folders, file):
    file(b"\xff", "new/same.toml")
    result = planner("diff", *folders)
    assert result.code == 2
    assert "same.toml:1: not UTF-8 text" in result.err
    assert "deep/dose.toml" in result.lines
    assert "1 could not be read" in result.lines[-1]


ODD = "new/same.toml is the label of a product and {0}/old/same.toml a regimen"


def test_a_label_beside_a_regimen_stops_no_other(planner, folders, file, tmp_path):
    file(SHELF, "new/same.toml")
    result = planner("diff", *folders)
    assert result.code == 2
    assert ODD.format(tmp_path) in result.err
    assert "deep/dose.toml" in result.lines
    assert result.lines[-1].startswith("1 of 3 regimens differ")
    assert result.lines[-1].endswith("; 1 could not be compared")
    alone = planner("diff", *(each / "same.toml" for each in folders))
    assert (alone.code, alone.out) == (2, "")
    assert ODD.format(tmp_path) in alone.err


def test_a_label_beside_a_regimen_as_json(planner, folders, file, tmp_path):
    file(SHELF, "new/same.toml")
    result = planner("diff", "--format", "json", *folders)
    assert result.code == 2
    told = json.loads(result.out)
    names = ["come.toml", "deep/dose.toml", "gone.toml", "same.toml", "text.toml"]
    assert [each["name"] for each in told["files"]] == names
    odd = told["files"][3]
    assert ODD.format(tmp_path) in odd["not_comparable"]
    assert (odd["differs"], odd["changes"]) == (True, [])
    assert {each["not_comparable"] for each in told["files"] if each is not odd} == {None}
    assert (told["summary"]["not_comparable"], told["summary"]["differ"]) == (1, 1)


def test_a_file_and_a_folder_are_the_file_and_its_namesake(planner, folders, file):
    old, new = folders
    result = planner("diff", old / "deep" / "dose.toml", new / "deep")
    assert result.code == 1
    assert result.lines[0] == f"{old / 'deep' / 'dose.toml'} -> {new / 'deep' / 'dose.toml'}"


def test_folders_without_regimens_are_no_comparison(planner, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    result = planner("diff", tmp_path / "a", tmp_path / "b")
    assert result.code == 2
    assert "no *.toml file" in result.err


# labels of a shelf


def test_a_changed_label_shows_in_the_plans_that_take_it_and_by_itself(planner, file, tmp_path):
    for folder, shelf in (("old", SHELF), ("new", SHELF.replace("100 mg", "150 mg"))):
        file(shelf, f"{folder}/products/night-mag.toml")
        file(NIGHT, f"{folder}/plan.toml")
    old, new = tmp_path / "old", tmp_path / "new"
    change = (
        "  label of night-mag: magnesium bisglycinate per serving, 100 mg elemental becomes 150 mg"
        " elemental"
    )
    result = planner("diff", old, new)
    assert result.lines[:2] == ["plan.toml", change]
    assert "total of magnesium: 100 mg elemental a day becomes 150 mg elemental a day" in result.out
    labels = [folder / "products/night-mag.toml" for folder in (old, new)]
    assert planner("diff", *labels).lines[1:] == [change]
    mixed = planner("diff", labels[0], new / "plan.toml")
    assert mixed.code == 2
    assert "compare two of a kind" in mixed.err


# the last version


def test_the_last_kept_version(planner, file):
    path = file(PASSES)
    assert "no earlier version is kept" in planner("diff", "--last", path).err
    for bedtime_from in ("title", "bedtime"):
        reading = read_file(path)
        assert reading.regimen is not None
        changed = (
            with_title(reading.regimen, "First")
            if bedtime_from == "title"
            else with_bedtime(reading.regimen, None)
        )
        save(changed, path, digest=reading.digest)
    result = planner("diff", "--last", path)
    assert result.code == 1
    assert "  bedtime: 22:30 is removed" in result.lines
    assert "title" not in result.out, "the version before the last one is not compared"


# git


def git_arguments(path, old, new, *renamed):
    return ["--git", path, old, "0" * 40, "100644", new, "1" * 40, "100644", *renamed]


def test_git_gets_sentences_and_always_zero(planner, two):
    old, new = two(PASSES, MORE)
    result = planner("diff", *git_arguments("clients/c-041.toml", old, new))
    assert result.code == 0
    assert result.lines[:2] == [
        "clients/c-041.toml", "  ashwagandha: dose 300 mg becomes 400 mg",
    ]  # fmt: skip
    renamed = planner("diff", *git_arguments("a.toml", old, old, "b.toml", "similarity 100"))
    assert renamed.lines == ["a.toml -> b.toml", "  renamed; nothing else of it differs"]
    executable = git_arguments("a.toml", old, old)
    executable[-1] = "100755"
    assert planner("diff", *executable).lines == ["a.toml", "  mode: 100644 becomes 100755"]
    assert planner("diff", "--git", "a.toml").lines == ["* Unmerged path a.toml"]
    hostile = planner("diff", *git_arguments("--help\x1b", old, new))
    assert hostile.lines[0] == "--help\\x1b"


def test_git_gets_lines_of_what_is_no_regimen(planner, two):
    old, new = two(NO_REGIMEN, NO_REGIMEN.replace('"1"', '"2\x1b"\n# no end'))
    result = planner("diff", *git_arguments("pyproject.toml", old, new))
    assert result.code == 0
    assert result.lines == [
        "--- a/pyproject.toml",
        "+++ b/pyproject.toml",
        "@@ -1,3 +1,4 @@",
        " [project]",
        ' name = "other"',
        '-version = "1"',
        '+version = "2\\x1b"',
        "+# no end",
    ]
    assert planner("diff", *git_arguments("x.toml", old, "/dev/null")).lines[:2] == [
        "--- a/x.toml", "+++ /dev/null",
    ]  # fmt: skip
    no_end = two("a = 1\n", "a = 1")
    assert planner("diff", *git_arguments("x.toml", *no_end)).lines[-3:] == [
        "-a = 1", "+a = 1", "\\ No newline at end of file",
    ]  # fmt: skip
    binary = planner("diff", *git_arguments("x.toml", *two(NO_REGIMEN, b"\0\xff")))
    assert binary.lines == ["Binary files a/x.toml and b/x.toml differ"]
    latin = planner("diff", *git_arguments("x.toml", *two("a = 1\n", b"a = '\xe9'\n")))
    assert latin.lines[-1] == "+a = '\\xe9'"
    many = planner("diff", *git_arguments("x.toml", *two("# a\n" * 30_000, "# b\n" * 30_000)))
    assert many.lines == [
        "Files a/x.toml and b/x.toml differ; they are too long to be shown line by line"
    ]


def test_git_is_told_why_a_regimen_is_shown_as_text(planner, two):
    broken = PASSES.replace('"22:30"', "<<<<<<< ours")
    result = planner("diff", *git_arguments("evening.toml", *two(PASSES, broken)))
    assert result.code == 0
    assert "+bedtime = <<<<<<< ours" in result.lines
    assert "evening.toml:3: not valid TOML" in result.err
    assert "compared as text" in result.err


def test_textconv_gives_a_sentence_for_each_fact(planner, file):
    result = planner("diff", "--textconv", file(PASSES))
    assert result.code == 0
    assert result.lines == [
        'title: "Wind-down evening"',
        "bedtime: 22:30",
        "ashwagandha: ashwagandha extract",
        "ashwagandha: dose 300 mg",
        "ashwagandha: strength 5%",
        "ashwagandha: taken 1 hour 30 minutes before bed (21:00)",
    ]


def test_textconv_passes_other_files_through(file):
    path = file(b'x = "\xff\0"\r\n')
    done = subprocess.run(
        [sys.executable, "-m", "planner", "diff", "--textconv", str(path)],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == b'x = "\xff\0"\r\n'


class Repository:
    """A git repository in which the lines of the README were run."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self.folder = folder
        tools.mkdir()
        program = tools / "planner"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m planner "$@"\n')
        program.chmod(0o755)
        own = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        who = {
            f"GIT_{role}_{what}": "x"
            for role in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        self._environment = own | who | {
            "PATH": f"{tools}{os.pathsep}{own['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_NOSYSTEM": "1",
        }  # fmt: skip
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, code: int = 0) -> str:
        return self.run(["git", *arguments], code)

    def run(self, command: list[str], code: int = 0) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x")


def readme_lines() -> tuple[list[str], str]:
    """The two lines of set-up that the README shows, and the one for the history."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```\n(echo '\*\.toml diff=planner'[^`]*)```", text)
    history = re.search(r"`(git config diff\.planner\.textconv [^`]+)`", text)
    assert block is not None
    assert history is not None
    return block[1].splitlines(), history[1]


@pytest.fixture
def repository(tmp_path):
    if shutil.which("git") is None or shutil.which("sh") is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "repository"
    folder.mkdir()
    made = Repository(folder, tmp_path / "tools")
    lines, _ = readme_lines()
    assert len(lines) == 2
    for line in lines:
        made.run(["sh", "-c", line])
    return made


def test_the_two_lines_of_the_readme_make_git_say_sentences(repository):
    repository.write("evening.toml", PASSES)
    repository.write("pyproject.toml", NO_REGIMEN)
    repository.write("clients/-x é.toml", PASSES)
    repository.write("products/night-mag.toml", SHELF)
    repository.write("clients/night.toml", NIGHT)
    repository.commit()
    repository.write("evening.toml", MORE)
    repository.write("clients/-x é.toml", MORE)
    repository.write("pyproject.toml", NO_REGIMEN.replace("other", "another"))
    repository.write("products/night-mag.toml", SHELF.replace("100 mg", "150 mg"))
    repository.write("clients/night.toml", NIGHT.replace("21:00", "21:15"))
    told = repository.git("diff")
    dose = "  ashwagandha: dose 300 mg becomes 400 mg\n"
    assert f"\nevening.toml\n{dose}" in told
    assert f"clients/-x é.toml\n{dose}" in told
    assert '-name = "other"\n+name = "another"\n' in told
    assert "products/night-mag.toml\n  label of night-mag: magnesium bisglycinate per" in told
    assert "clients/night.toml\n  night: taken at 21:00 becomes at 21:15\n" in told
    assert "unknown-product" not in told, "the label of the shelf is found from the working tree"
    assert dose in repository.run(["sh", "-c", "cd clients && git diff ."])
    repository.git("add", "--all")
    assert repository.git("diff") == ""
    assert dose in repository.git("diff", "--cached")
    repository.git("commit", "--quiet", "--message=x")
    assert dose in repository.git("show", "--ext-diff")
    assert '-dose = "300 mg"' in repository.git("show"), "a patch stays one that can be applied"


def test_git_adds_deletes_renames_and_meets_junk(repository):
    repository.write("evening.toml", PASSES)
    repository.write("gone.toml", WARNS)
    repository.commit()
    repository.git("rm", "--quiet", "gone.toml")
    repository.git("mv", "evening.toml", "night.toml")
    repository.write("night.toml", MORE)
    repository.write("new.toml", NIGHT)
    repository.write("junk.toml", b"\0\xff" * 100)
    repository.git("add", "--all")
    told = repository.git("diff", "--cached")
    assert "evening.toml -> night.toml\n  ashwagandha: dose 300 mg becomes 400 mg\n" in told
    assert "gone.toml\n  removed: a regimen with 1 entry, status warn\n" in told
    assert "new.toml\n  new: a regimen with 1 entry, status invalid\n" in told
    assert "Binary files /dev/null and b/junk.toml differ\n" in told


def test_git_in_the_middle_of_a_merge(repository):
    repository.write("evening.toml", PASSES)
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "other")
    repository.write("evening.toml", PASSES.replace("300 mg", "350 mg"))
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.write("evening.toml", MORE)
    repository.commit()
    repository.git("merge", "--quiet", "other", code=1)
    assert "++<<<<<<< HEAD\n" in repository.git("diff"), "of both sides git tells itself"
    told = repository.git("diff", "--ours")
    assert "* Unmerged path evening.toml\n" in told
    assert "+<<<<<<< HEAD\n" in told


def test_the_line_for_the_history_makes_every_command_of_git_readable(repository):
    _, line = readme_lines()
    repository.run(["sh", "-c", line])
    repository.write("evening.toml", PASSES)
    repository.write("pyproject.toml", NO_REGIMEN)
    repository.commit()
    repository.write("evening.toml", MORE)
    repository.write("pyproject.toml", NO_REGIMEN.replace("other", "another"))
    repository.commit()
    for command in (["log", "-p", "-1"], ["show"]):
        told = repository.git(*command)
        assert "-ashwagandha: dose 300 mg\n+ashwagandha: dose 400 mg\n" in told
        assert '-name = "other"\n+name = "another"\n' in told
    repository.write("evening.toml", PASSES)
    assert "  ashwagandha: dose 400 mg becomes 300 mg\n" in repository.git("diff")
