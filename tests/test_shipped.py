"""The regimens that come with Planner: found, judged as they say, and written by Planner itself."""

import tomllib
from typing import Any

import pytest

from planner.catalogue import load_catalogue
from planner.judge import judge_reading
from planner.library.listing import regimen_files
from planner.library.paths import shipped_folder
from planner.regimen.reading import read_file
from planner.regimen.writing import regimen_table, table_text

STATUS = {
    "evening-of-the-articles": "pass",
    "from-real-labels": "pass",
    "shows-warnings-on-purpose": "warn",
    "titration-300-to-600": "pass",
    "twice-daily-trial": "pass",
    "wind-down": "pass",
}
TEMPLATES = {"wind-down"}


def test_all_are_there():
    assert {file.stem for file in regimen_files(shipped_folder())} == set(STATUS)


@pytest.mark.parametrize("name", STATUS)
def test_status(name):
    reading = read_file(shipped_folder() / f"{name}.toml")
    assert judge_reading(reading, load_catalogue()).status == STATUS[name]


@pytest.mark.parametrize("name", STATUS)
def test_the_notes_say_what_it_is_and_that_it_is_no_advice(name):
    regimen = read_file(shipped_folder() / f"{name}.toml").regimen
    assert regimen is not None
    assert "advice" in (regimen.notes or "")


@pytest.mark.parametrize("name", STATUS)
def test_the_bytes_are_those_that_planner_writes(name):
    reading = read_file(shipped_folder() / f"{name}.toml")
    assert reading.regimen is not None
    # what a template fills by a default stands among its fields, not at its key
    table = only_what_is_given(regimen_table(reading.regimen), tomllib.loads(reading.text))
    assert reading.text == table_text(table)


def only_what_is_given(table: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """A table without the keys that are not in the file, in the order of the format."""
    return {
        key: only_what_is_given(value, given[key]) if isinstance(value, dict) else value
        for key, value in table.items()
        if key in given
    }


def test_those_that_are_templates_are_read_as_such():
    found = {
        name for name in STATUS if (made := read_file(shipped_folder() / f"{name}.toml").regimen)
        and made.template
    }  # fmt: skip
    assert found == TEMPLATES


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_asks_for_something_and_loses_no_entry(name):
    reading = read_file(shipped_folder() / f"{name}.toml")
    given = tomllib.loads(reading.text)
    assert reading.whole
    assert reading.unfilled
    assert not reading.broken
    assert reading.regimen is not None
    assert list(reading.regimen.entries) == list(given["entries"])


def test_the_warnings_on_purpose_are_said_to_be():
    regimen = read_file(shipped_folder() / "shows-warnings-on-purpose.toml").regimen
    assert regimen is not None
    assert "purpose" in (regimen.notes or "").lower()
