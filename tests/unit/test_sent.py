"""The record of what was shared: versions rise, the id stays, and it follows its regimen."""

import os
from datetime import date

import pytest

from planner.library.atomic import SaveError
from planner.library.moves import move
from planner.library.sent import OutdatedError, edition_of, keep_edition, read_record

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "evening.toml"
    path.write_text("format = 1", encoding="utf-8")
    return path


def test_looking_writes_nothing(path):
    edition_of(path, "a" * 64, MONDAY)
    assert [each.name for each in path.parent.iterdir()] == ["evening.toml"]


def test_versions_rise_with_each_change_and_keep_their_day(path):
    first = edition_of(path, "a" * 64, MONDAY)
    keep_edition(path, "a" * 64, first)
    assert (first.number, first.on, first.replaces) == (1, MONDAY, None)
    assert edition_of(path, "a" * 64, TUESDAY) == first
    second = edition_of(path, "b" * 64, TUESDAY)
    assert (second.number, second.on, second.replaces) == (2, TUESDAY, 1)
    assert (first.begins, second.begins) == (MONDAY, MONDAY)
    assert second.plan == first.plan
    keep_edition(path, "b" * 64, second)
    assert edition_of(path, "b" * 64, date(2027, 1, 1)) == second


def test_two_versions_never_have_one_number(path):
    """Both were made ready before either was recorded: the second has to be made again."""
    one, other = edition_of(path, "a" * 64, MONDAY), edition_of(path, "b" * 64, MONDAY)
    keep_edition(path, "a" * 64, one)
    with pytest.raises(OutdatedError, match="export again"):
        keep_edition(path, "b" * 64, other)
    assert edition_of(path, "b" * 64, MONDAY).number == 2


def test_events_of_calendars_are_remembered_over_versions(path):
    first = edition_of(path, "a" * 64, MONDAY)
    keep_edition(path, "a" * 64, first, ["taking a 1 1", "taking b 1 1"])
    second = edition_of(path, "b" * 64, TUESDAY)
    assert second.events == ("taking a 1 1", "taking b 1 1")
    keep_edition(path, "b" * 64, second, ["taking c 1 1"])
    assert edition_of(path, "b" * 64, TUESDAY).events == (
        "taking a 1 1", "taking b 1 1", "taking c 1 1",
    )  # fmt: skip


def test_a_pipe_at_the_place_of_the_record_holds_nothing_up(path):
    place = path.parent / ".versions" / "evening.sent.toml"
    place.parent.mkdir()
    os.mkfifo(place)
    with pytest.raises(SaveError, match="the record"):
        edition_of(path, "a" * 64, MONDAY)


def test_going_back_to_an_old_text_is_a_version_of_its_own(path):
    """Who holds version 2 has to learn that version 1 holds again: it comes as version 3."""
    for digest in ("a" * 64, "b" * 64, "a" * 64):
        keep_edition(path, digest, edition_of(path, digest, MONDAY))
    record = read_record(path)
    assert record is not None
    assert [sent.number for sent in record.versions] == [1, 2, 3]


def test_the_same_regimen_has_the_same_id_anywhere_and_others_have_others(path, tmp_path):
    other = tmp_path / "sub" / "evening.toml"
    assert edition_of(other, "a" * 64, MONDAY).plan == edition_of(path, "a" * 64, MONDAY).plan
    assert edition_of(path, "b" * 64, MONDAY).plan != edition_of(path, "a" * 64, MONDAY).plan
    renamed = tmp_path / "morning.toml"
    assert edition_of(renamed, "a" * 64, MONDAY).plan != edition_of(path, "a" * 64, MONDAY).plan


def test_it_follows_a_regimen_that_is_moved(path, tmp_path):
    keep_edition(path, "a" * 64, edition_of(path, "a" * 64, MONDAY))
    target = move(path, tmp_path / "archive" / "old.toml")
    record = read_record(target)
    assert record is not None
    assert [sent.sha256 for sent in record.versions] == ["a" * 64]
    assert read_record(path) is None


@pytest.mark.parametrize(
    "text",
    [
        "not toml at all [",
        'plan = "no uuid"',
        "plan = 3",
        'plan = "2b0f7f0e-6d0c-5d55-8a36-6c1f0f6f5a11"\nversions = 3',
        'plan = "2b0f7f0e-6d0c-5d55-8a36-6c1f0f6f5a11"\n[[versions]]\nnumber = true',
        "x = " + "[" * 5000,
    ],
)
def test_a_record_that_cannot_be_read_is_refused_with_its_path(path, text):
    place = path.parent / ".versions" / "evening.sent.toml"
    place.parent.mkdir()
    place.write_text(text, encoding="utf-8")
    with pytest.raises(SaveError, match=r"evening\.sent\.toml: the record"):
        edition_of(path, "a" * 64, MONDAY)
