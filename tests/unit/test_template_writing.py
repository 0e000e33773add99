"""Writing a template into a library, and keeping the state of it that a plan was made from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.library.template_writing import (
    SaveError,
    keep_state_of,
    same_name_words,
    template_path,
    write_template,
)
from planner.library.templates import KeptStates, find_template
from planner.regimen.filling import fill
from planner.regimen.models import Derived

TEMPLATE = """\
format = 1
title = "Calm"

[entries.glycine]
substance = "glycine"
dose = "3 g"
when = "21:00"

[template]
description = "Glycine."
"""


def names(folder):
    return sorted(each.name for each in folder.iterdir())


def written(library, name="calm"):
    path = template_path(library, name)
    write_template(TEMPLATE, path)
    return path


@pytest.mark.parametrize(
    ("typed", "file"),
    [("wind-down", "wind-down"), (" Wind  Down ", "wind-down"), ("a.toml", "a"), ("夜", "夜")],
)
def test_a_name_becomes_a_file(tmp_path, typed, file):
    assert template_path(tmp_path, typed) == tmp_path / "templates" / f"{file}.toml"


@pytest.mark.parametrize("typed", ["", " ", ".toml", ".hidden", "a/b", "..", "a\\b", "a\x1bb",
                                   "x" * 300])  # fmt: skip
def test_names_of_no_file(tmp_path, typed):
    with pytest.raises(ValueError, match=r"."):
        template_path(tmp_path, typed)


@given(st.text())
def test_a_template_stays_in_its_folder(typed):
    from pathlib import Path

    try:
        path = template_path(Path("library"), typed)
    except ValueError:
        return
    assert path.parent == Path("library", "templates")
    assert path.suffix == ".toml"


def test_it_is_found_by_its_name_once_written(tmp_path):
    path = written(tmp_path)
    assert path.read_text() == TEMPLATE
    assert find_template("calm", tmp_path).path == path


def test_no_file_is_overwritten(tmp_path):
    path = written(tmp_path)
    path.write_text("mine")
    with pytest.raises(SaveError, match="such a file already"):
        write_template(TEMPLATE, path)
    assert path.read_text() == "mine"
    link = tmp_path / "templates" / "link.toml"
    link.symlink_to("nowhere")
    with pytest.raises(SaveError, match="such a file already"):
        write_template(TEMPLATE, link)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "templates").write_text("no folder")
    with pytest.raises(SaveError, match="templates"):
        written(tmp_path)
    assert names(tmp_path) == ["templates"]


def test_two_templates_of_one_name_are_told_of(tmp_path):
    assert same_name_words(tmp_path, template_path(tmp_path, "calm")) == ""
    (tmp_path / "calm.toml").write_text(TEMPLATE)
    assert same_name_words(tmp_path, template_path(tmp_path, "calm")) == (
        f"{tmp_path / 'calm.toml'} is a template of that name already; choose another name"
    )
    assert same_name_words(tmp_path, template_path(tmp_path, "other")) == ""


def test_the_name_of_a_template_that_comes_with_planner_is_taken(tmp_path):
    assert same_name_words(tmp_path, template_path(tmp_path, "wind-down")) == (
        'a template that comes with Planner is called "wind-down" already; choose another name'
    )


def plan_of(library):
    source = find_template("calm", library).source
    regimen = fill(source, {}).regimen
    assert regimen is not None
    return source, regimen


def test_the_state_is_kept_beside_the_plan(tmp_path):
    path = written(tmp_path)
    source, regimen = plan_of(tmp_path)
    plan = tmp_path / "clients" / "a.toml"
    plan.parent.mkdir()
    assert keep_state_of(regimen, plan, tmp_path) == ""
    path.write_text(TEMPLATE.replace("3 g", "2 g"))
    now = find_template("calm", tmp_path).source
    assert now.version != source.version
    assert KeptStates(now, [plan]).find(source.version, plan) == source


def test_a_state_that_is_not_there_any_more_is_told(tmp_path):
    path = written(tmp_path)
    _, regimen = plan_of(tmp_path)
    path.write_text(TEMPLATE.replace("3 g", "2 g"))
    assert "not here as it was" in keep_state_of(regimen, tmp_path / "a.toml", tmp_path)


def test_a_state_that_was_kept_is_kept(tmp_path):
    path = written(tmp_path)
    _, regimen = plan_of(tmp_path)
    keep_state_of(regimen, tmp_path / "a.toml", tmp_path)
    path.unlink()
    assert keep_state_of(regimen, tmp_path / "b.toml", tmp_path) == ""


def test_a_plan_of_its_own_needs_none(tmp_path):
    written(tmp_path)
    _, regimen = plan_of(tmp_path)
    own = regimen.model_copy(update={"derived": None})
    assert keep_state_of(own, tmp_path / "a.toml", tmp_path) == ""
    assert not (tmp_path / ".versions").exists()


def test_where_it_cannot_be_kept_it_is_told(tmp_path):
    written(tmp_path)
    _, regimen = plan_of(tmp_path)
    (tmp_path / ".versions").write_text("no folder")
    assert "could not be kept" in keep_state_of(regimen, tmp_path / "a.toml", tmp_path)


@pytest.mark.parametrize("name", ["../../x", "a\x00b", "x" * 5_000, ".", "/etc/passwd"])
def test_a_name_from_somebody_elses_file_reaches_nowhere(tmp_path, name):
    written(tmp_path)
    _, regimen = plan_of(tmp_path)
    strange = regimen.model_copy(update={"derived": Derived(template=name, version="0123456789ab")})
    assert "not here as it was" in keep_state_of(strange, tmp_path / "a.toml", tmp_path)
    assert names(tmp_path) == ["templates"]
