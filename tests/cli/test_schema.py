"""`planner schema`: printed, written beside plans, and never in place of another file."""

import errno
import json
import os
from pathlib import Path

import pytest

from planner.library import exporting
from planner.library.store import save
from planner.regimen import edits
from planner.regimen.reading import read_file
from tests.cli.conftest import PASSES
from tests.foreign.programs import needed, run

NAME = "regimen-1.schema.json"
OWN = """\
format = 1
by = "Coach K"

[sources.my-notes]
title = "My notes"

[substances.moonlight]
name = "Moonlight"
kind = "plain"
about = "Something of ours."
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the command runs."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def substances(text: str) -> list[str]:
    schema = json.loads(text)
    [named, _] = schema["definitions"]["entry"]["properties"]["substance"]["anyOf"]
    ids: list[str] = named["enum"]
    return ids


def test_it_is_printed_and_nothing_is_written(planner, here):
    result = planner("schema")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["title"] == "Planner: a regimen file, format 1"
    assert list(here.iterdir()) == []


def test_that_of_a_label_of_the_shelf(planner, here):
    result = planner("schema", "--of=product")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["title"] == "Planner: a label on the shelf, format 1"


@pytest.mark.parametrize("kind", ["regimen", "product"])
def test_where_the_one_that_comes_with_planner_lies(planner, here, kind):
    result = planner("schema", f"--of={kind}", "--path")
    assert result.code == 0
    [path] = result.lines
    assert Path(path).read_text(encoding="utf-8") == planner("schema", f"--of={kind}").out


@pytest.mark.parametrize("option", ["-o", "--output"])
def test_it_is_written_and_its_path_printed(planner, here, option):
    result = planner("schema", option, NAME)
    assert (result.code, result.out, result.err) == (0, f"{NAME}\n", "")
    assert (here / NAME).read_text(encoding="utf-8") == planner("schema").out
    assert [path.name for path in here.iterdir()] == [NAME]


def test_folders_are_made_for_it(planner, here):
    assert planner("schema", "-o", "of/editors/x.json").code == 0
    assert (here / "of/editors/x.json").is_file()


def test_the_same_file_is_no_matter(planner, here):
    planner("schema", "-o", NAME)
    before = (here / NAME).stat()
    assert planner("schema", "-o", NAME).code == 0
    after = (here / NAME).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_another_file_is_only_replaced_when_asked(planner, here):
    (here / NAME).write_text("precious", encoding="utf-8")
    result = planner("schema", "-o", NAME)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"planner: {NAME}: not written: there is another file")
    assert "--overwrite" in result.err
    assert (here / NAME).read_text(encoding="utf-8") == "precious"
    assert planner("schema", "-o", NAME, "--overwrite").code == 0
    assert (here / NAME).read_text(encoding="utf-8") == planner("schema").out


def test_where_writing_fails_the_old_file_stays(planner, here, monkeypatch):
    (here / NAME).write_text("precious", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(exporting, "replace_file", full)
    result = planner("schema", "-o", NAME, "--overwrite")
    assert (result.code, result.out) == (2, "")
    assert "no space left" in result.err
    assert (here / NAME).read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("target", ["folder", "folder/", ".", "", "..", "pipe", "link", "loop",
                                    "file/x.json", "a\x00b"])  # fmt: skip
@pytest.mark.parametrize("more", [[], ["--overwrite"]])
def test_what_cannot_be_written_to(planner, here, target, more):
    (here / "folder").mkdir()
    (here / "file").write_text("x", encoding="utf-8")
    os.mkfifo(here / "pipe")
    (here / "link").symlink_to("nowhere")
    (here / "loop").symlink_to("loop")
    before = sorted(path.name for path in here.iterdir())
    result = planner("schema", "-o", target, *more)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("planner: ")
    assert len(result.err.splitlines()) == 1
    assert sorted(path.name for path in here.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--overwrite"], "--output FILE"),
        (["--path", "--overwrite"], "--output FILE"),
        (["--path", "-o", NAME], "not allowed with"),
        (["--of", "sheet"], "invalid choice"),
        (["-o"], "expected one argument"),
        (["evening.toml"], "unrecognized arguments"),
    ],
)
def test_wrong_arguments(planner, here, arguments, said):
    result = planner("schema", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert list(here.iterdir()) == []


# own substances


def test_substances_of_the_own_catalogue_are_offered_where_the_file_goes(planner, here):
    library = here / "library"
    (library / "catalogue").mkdir(parents=True)
    (library / "catalogue" / "mine.toml").write_text(OWN, encoding="utf-8")
    assert planner("schema", "-o", library / NAME).code == 0
    with_own = substances((library / NAME).read_text(encoding="utf-8"))
    without = substances(planner("schema").out)
    assert set(with_own) - set(without) == {"moonlight"}
    assert set(without) < set(with_own)


def test_an_own_catalogue_that_cannot_be_used_is_told_and_left_out(planner, here):
    (here / "catalogue").mkdir()
    (here / "catalogue" / "mine.toml").write_text("by = ", encoding="utf-8")
    result = planner("schema")
    assert result.code == 2
    assert "mine.toml" in result.err
    assert "moonlight" not in substances(result.out)


# plans that name it


def test_a_line_that_names_the_schema_survives_every_save(tmp_path):
    path = tmp_path / "evening.toml"
    directive = f"#:schema ./{NAME}\n"
    path.write_text(directive + PASSES, encoding="utf-8")
    for title in ("Other", "And another"):
        reading = read_file(path)
        assert reading.regimen is not None
        save(edits.with_title(reading.regimen, title), path, digest=reading.digest)
        text = path.read_text(encoding="utf-8")
        assert text.startswith(directive + "format = 1\n")
        assert title in text


def test_taplo_finds_the_schema_that_the_first_line_names(planner, here):
    program = needed("taplo")
    planner("schema", "-o", NAME)
    for name, dose in (("right", "300 mg"), ("wrong", "1,5 g")):
        text = f"#:schema ./{NAME}\n" + PASSES.replace("300 mg", dose)
        (here / f"{name}.toml").write_text(text, encoding="utf-8")
    assert run(program, "lint", "--no-auto-config", here / "right.toml").returncode == 0
    done = run(program, "lint", "--no-auto-config", here / "wrong.toml")
    assert done.returncode != 0
    assert b'"1,5 g" does not match' in done.stderr


def test_taplo_finds_the_schema_by_its_own_settings(planner, here):
    """As the README shows it."""
    program = needed("taplo")
    settings = f'[[rule]]\ninclude = ["**/clients/*.toml"]\n[rule.schema]\npath = "{NAME}"\n'
    (here / ".taplo.toml").write_text(settings, encoding="utf-8")
    planner("schema", "-o", NAME)
    (here / "clients").mkdir()
    for name, dose in (("right", "300 mg"), ("wrong", "1,5 g")):
        text = PASSES.replace("300 mg", dose)
        (here / "clients" / f"{name}.toml").write_text(text, encoding="utf-8")
    assert run(program, "lint", here / "clients/right.toml").returncode == 0
    assert run(program, "lint", here / "clients/wrong.toml").returncode != 0
