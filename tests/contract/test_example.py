"""The example file of contract 1, checked as a whole, and the status words."""

from pathlib import Path

import pytest

from planner.judge.findings import EntryState
from planner.regimen.reading import read_file
from tests.contract.building import (
    ash,
    check,
    codes,
    elemental,
    found,
    label,
    mag,
    magnesium,
    marker,
    named,
    per_day,
    plan,
    read,
    take,
    takes,
)

EXAMPLE = Path(__file__).parent / "data" / "example.toml"


@pytest.fixture(scope="module")
def verdict():
    return check(EXAMPLE.read_bytes())


def test_it_is_read_whole():
    reading = read_file(EXAMPLE)
    assert reading.problems == ()
    assert reading.title == "Wind-down evening"


def test_every_warning_and_nothing_else_but_notes(verdict):
    said = sorted(
        (each.code, each.entry, each.substance, each.phase, each.observed)
        for each in verdict.findings
        if each.severity != "note"
    )
    assert said == [
        ("above-upper-limit", "magnesium", "magnesium", None, "500 mg"),
        ("caution", "ashwagandha", "ashwagandha", None, "levothyroxine"),
        ("caution", "ashwagandha", "ashwagandha", None, "thyroid-disorder"),
        ("dose-above-range", "magnesium", "magnesium-bisglycinate", None, "500 mg"),
        ("too-close-to-medicine", "magnesium", "magnesium", None, "60 min"),
    ]
    assert verdict.status == "warn"


def test_its_notes(verdict):
    notes = {each.code for each in verdict.findings if each.severity == "note"}
    assert notes == {"acceptance-lapsed", "combined-total", "evidence-limited", "not-checked"}
    assert set(named(verdict, "not-checked")) == {"apigenin", "magnesium", "magnesium-citrate"}
    assert "zinc" in {each.substance for each in found(verdict, "not-checked")}


def test_its_totals(verdict):
    assert per_day(verdict, "ashwagandha-extract") == [300]
    assert marker(verdict, "ashwagandha-extract") == [15]
    assert magnesium(verdict) == [(500, True)]


def test_its_schedule(verdict):
    assert {
        (each.entry, each.at, each.until, each.minutes_before_bed, each.dose)
        for each in verdict.schedule
    } == {
        ("ashwagandha", "21:30", None, 60, "300 mg"),
        ("magnesium", "08:00", None, 870, "2 capsules"),
        ("magnesium", "20:30", "21:30", 120, "2 capsules"),
        ("magnesium-citrate", "22:30", None, 0, "100 mg"),
        ("apigenin", "22:00", None, 30, "50 mg"),
    }


@pytest.mark.parametrize(
    ("before", "after", "code", "key"),
    [
        ('bedtime = "22:30"', 'bedtime = "25:30"', "invalid-time", "bedtime"),
        ('dose = "300 mg"', 'dose = "300"', "invalid-amount", "entries.ashwagandha.dose"),
        ("age = 42", 'age = "42"', "invalid-field", "person.age"),
        ('elemental = "200 mg"', 'elemental = 200', "invalid-field",
         "products.night-mag.contents.magnesium-bisglycinate.elemental"),
        ('when = "07:00"', 'when = "7"', "invalid-time", "medicines.levothyroxine.when"),
        ("on = 2026-11-20", 'on = "yesterday"', "invalid-field", "accepted.1.on"),
        ('basis = "elemental"', 'basis = "element"', "invalid-field",
         "entries.magnesium-citrate.basis"),
    ],
)  # fmt: skip
def test_one_change_is_one_error_at_its_key_and_line(before, after, code, key):
    text = EXAMPLE.read_text(encoding="utf-8")
    assert text.count(before) >= 1
    broken = text.replace(before, after, 1)
    number = broken[: broken.index(after)].count("\n") + 1
    reading = read(broken)
    assert [
        (each.code, each.key, reading.line(each.line, each.path))
        for each in check(broken).findings
        if each.severity == "error"
    ] == [(code, key, number)]


# status


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ({"ash": ash()}, "pass"),
        ({"gly": take("glycine", "3 g")}, "pass"),
        ({"mag": mag("300 mg")}, "ask"),
        ({"mag": mag("500 mg")}, "warn"),
        ({"mag": mag("500 mg"), "ash": ash("300")}, "invalid"),
        ({}, "pass"),
    ],
)
def test_the_status_is_the_most_severe(entries, status):
    assert check(plan(entries)).status == status


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (ash(), EntryState.IN_RANGE),
        (elemental("300 mg"), EntryState.IN_RANGE),
        (mag("300 mg"), EntryState.QUESTION),
        (elemental("400 mg"), EntryState.WARNING),
        (ash("300"), EntryState.ERROR),
        (take("glycine", "3 g"), EntryState.NOT_CHECKED),
    ],
)
def test_an_entry_is_in_range_only_without_error_warning_or_question(entry, state):
    assert check(plan({"it": entry})).state("it") is state


def test_every_entry_of_a_total_that_is_too_high_is_not_in_range():
    verdict = check(plan({"a": ash("300 mg"), "b": ash("301 mg")}))
    assert verdict.state("a") is EntryState.WARNING
    assert verdict.state("b") is EntryState.WARNING


def test_a_product_with_an_unchecked_content_is_not_wholly_in_range():
    contents = {"l-theanine": {"amount": "200 mg"}, "zinc": {"name": "Zinc", "amount": "5 mg"}}
    verdict = check(plan({"it": takes("box")}, products={"box": label(contents)}))
    assert verdict.state("it") is not EntryState.IN_RANGE
    assert codes(verdict) == {"not-checked"}
