"""The regimens that come with Planner: found, judged as they say, and written by Planner itself."""

import pytest

from planner.catalogue import load_catalogue
from planner.judge import judge_reading
from planner.library.listing import regimen_files
from planner.library.paths import shipped_folder
from planner.regimen.reading import read_file
from planner.regimen.writing import write_text

STATUS = {
    "evening-of-the-articles": "pass",
    "from-real-labels": "pass",
    "shows-warnings-on-purpose": "warn",
    "titration-300-to-600": "pass",
    "twice-daily-trial": "pass",
}


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
    assert reading.text == write_text(reading.regimen)


def test_the_warnings_on_purpose_are_said_to_be():
    regimen = read_file(shipped_folder() / "shows-warnings-on-purpose.toml").regimen
    assert regimen is not None
    assert "purpose" in (regimen.notes or "").lower()
