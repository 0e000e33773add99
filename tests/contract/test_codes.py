"""Contract 5, row by row: a regimen that raises each code, and one that just does not."""

from datetime import date
from typing import Any
from unittest.mock import ANY

import pytest

from planner.judge.findings import CODES
from tests.contract.building import (
    ash,
    check,
    codes,
    elemental,
    found,
    label,
    mag,
    one_label,
    plan,
    rows,
    take,
    takes,
)

GOOD = {"mag": elemental("300 mg")}
BOX = {"box": label({"magnesium-bisglycinate": {"elemental": "200 mg"}})}


def accepted(observed):
    return [
        {
            "code": "dose-above-range",
            "entry": "ash",
            "observed": observed,
            "reason": "Known",
            "on": date(2026, 11, 20),
        }
    ]


ERRORS = [
    (
        "invalid-file",
        'format = 1\ntitle = "An evening"\nbedtime = 22:30\n',
        None,
        'format = 1\ntitle = "An evening"\nbedtime = "22:30"\n',
    ),
    ("unsupported-format", plan(GOOD, format=2), None, plan(GOOD, format=1)),
    (
        "invalid-field",
        plan({"mag": elemental("300 mg", dosis="1 mg")}),
        "mag",
        plan({"mag": elemental("300 mg", reason="Cramps")}),
    ),
    (
        "invalid-amount",
        plan({"mag": elemental("300,0 mg")}),
        "mag",
        plan({"mag": elemental("300.0 mg")}),
    ),
    (
        "invalid-time",
        plan({"mag": elemental("300 mg", when="21:60")}),
        "mag",
        plan({"mag": elemental("300 mg", when="21:00")}),
    ),
    (
        "unknown-substance",
        plan({"it": take("l-theanin", "200 mg")}),
        "it",
        plan({"it": take("l-theanine", "200 mg")}),
    ),
    (
        "unknown-product",
        plan({"it": takes("boxx")}, products=BOX),
        "it",
        plan({"it": takes("box")}, products=BOX),
    ),
    (
        "unit-mismatch",
        plan({"it": takes("box", "1 tablet")}, products=BOX),
        "it",
        plan({"it": takes("box", "1 capsule")}, products=BOX),
    ),
]

WARNINGS = [
    (
        "dose-below-range",
        plan({"ash": ash("299.9 mg")}),
        ("ash", "ashwagandha-extract", None, "299.9 mg", "300 mg"),
        plan({"ash": ash("300 mg")}),
    ),
    (
        "dose-above-range",
        plan({"ash": ash("600.1 mg")}),
        ("ash", "ashwagandha-extract", None, "600.1 mg", "600 mg"),
        plan({"ash": ash("600 mg")}),
    ),
    (
        "above-upper-limit",
        plan({"mag": elemental("350.1 mg")}),
        ("mag", "magnesium", None, "350.1 mg", "350 mg"),
        plan({"mag": elemental("350 mg")}),
    ),
    (
        "single-dose-above-limit",
        plan({"val": take("valerian-root", "3.601 g", "45 min before bed")}),
        ("val", "valerian-root", None, "3601 mg", "3600 mg"),
        plan({"val": take("valerian-root", "3.6 g", "45 min before bed")}),
    ),
    (
        "outside-time-window",
        plan({"mag": elemental("300 mg", when="59 min before bed")}),
        ("mag", "magnesium-bisglycinate", None, "59 min", ANY),
        plan({"mag": elemental("300 mg", when="60 min before bed")}),
    ),
    (
        "standardisation-below-minimum",
        plan({"ash": ash("300 mg", "4.9 %")}),
        ("ash", "ashwagandha-extract", None, "4.9 %", "5 %"),
        plan({"ash": ash("300 mg", "5 %")}),
    ),
    (
        "marker-above-trials",
        plan({"ash": ash("600 mg", "14.1 %")}),
        ("ash", "ashwagandha-extract", None, "84.6 mg", "84 mg"),
        plan({"ash": ash("600 mg", "14 %")}),
    ),
    (
        "longer-than-documented",
        plan({"ash": ash()}, weeks=13),
        ("ash", "ashwagandha-extract", None, "91 days", "90 days"),
        plan({"ash": ash()}, weeks=12),
    ),
    (
        "caution",
        plan({"ash": ash()}, person={"age": 17}),
        ("ash", "ashwagandha", None, "age 17", ANY),
        plan({"ash": ash()}, person={"age": 18}),
    ),
    (
        "too-close-to-medicine",
        plan({"mag": elemental("300 mg")}, medicines={"levothyroxine": {"when": "17:01"}}),
        ("mag", "magnesium", None, "239 min", "240 min"),
        plan({"mag": elemental("300 mg")}, medicines={"levothyroxine": {"when": "17:00"}}),
    ),
    (
        "restricted-in-country",
        plan({"ash": ash("200.2 mg")}, person={"country": "PL"}),
        ("ash", "ashwagandha", None, "10.01 mg", "10 mg"),
        plan({"ash": ash("200 mg")}, person={"country": "PL"}),
    ),
    (
        "label-contradiction",
        one_label("magnesium-bisglycinate", elemental="163 mg", compound="1000 mg"),
        ("it", "magnesium-bisglycinate", None, ANY, ANY),
        one_label("magnesium-bisglycinate", elemental="162 mg", compound="1000 mg"),
    ),
    (
        "sedative-load",
        plan({"ash": ash(), "mel": take("melatonin", "1 mg")}),
        (None, None, None, "ashwagandha-extract, melatonin", ANY),
        plan({"ash": ash(), "root": take("ashwagandha-root", "2 g")}),
    ),
]

QUESTIONS = [
    (
        "basis-unstated",
        plan({"mag": mag("300 mg")}),
        ("mag", "magnesium-bisglycinate", None, ANY, ANY),
        plan({"mag": mag("300 mg", "compound")}),
    ),
    (
        "standardisation-unstated",
        plan({"ash": ash("300 mg", None)}),
        ("ash", "ashwagandha-extract", None, ANY, ANY),
        plan({"ash": ash("300 mg", "1 %")}),
    ),
    (
        "amount-undisclosed",
        one_label("melatonin", amount="undisclosed"),
        ("it", "melatonin", None, ANY, ANY),
        one_label("melatonin", amount="1 mg"),
    ),
    (
        "medicine-unknown",
        plan(GOOD, medicines={"snake-oil": {}}),
        ANY,
        plan(GOOD, medicines={"warfarin": {}}),
    ),
    (
        "medicine-time-unstated",
        plan(GOOD, medicines={"levothyroxine": {}}),
        ANY,
        plan(GOOD, medicines={"levothyroxine": {"when": "07:00"}}),
    ),
]

NOTES = [
    (
        "label-differs",
        one_label("magnesium-bisglycinate", elemental="119 mg", compound="1000 mg"),
        ("it", "magnesium-bisglycinate", None, ANY, ANY),
        one_label("magnesium-bisglycinate", elemental="120 mg", compound="1000 mg"),
    ),
    (
        "combined-total",
        plan({"one": ash("150 mg"), "two": ash("150 mg")}),
        (ANY, "ashwagandha-extract", None, ANY, ANY),
        plan({"one": ash("150 mg", when=["08:00", "21:00"])}),
    ),
    (
        "converted-from-compound",
        plan({"mag": mag("2 g", "compound")}),
        ("mag", ANY, None, ANY, ANY),
        plan({"mag": elemental("300 mg")}),
    ),
    (
        "basis-inferred",
        one_label("magnesium-bisglycinate", amount="400 mg", daily_value="95 %"),
        ("it", ANY, None, ANY, ANY),
        one_label("magnesium-bisglycinate", elemental="400 mg", daily_value="95 %"),
    ),
    (
        "not-checked",
        plan({"gly": take("glycine", "3 g")}),
        ("gly", "glycine", None, ANY, ANY),
        plan({"the": take("l-theanine", "200 mg")}),
    ),
    (
        "probable-slip",
        plan({"ash": ash("6 g")}),
        ("ash", "ashwagandha-extract", None, ANY, ANY),
        plan({"ash": ash("5999.9 mg")}),
    ),
    (
        "evidence-limited",
        plan({"val": take("valerian-extract", "300 mg")}),
        ("val", "valerian-extract", None, ANY, ANY),
        plan({"val": take("valerian-root", "3 g", "45 min before bed")}),
    ),
    (
        "limit-fallback",
        plan(GOOD, person={"country": "JP"}),
        ANY,
        plan(GOOD, person={"country": "CA"}),
    ),
    (
        "acceptance-lapsed",
        plan({"ash": ash("700 mg")}, accepted=accepted("650 mg")),
        ANY,
        plan({"ash": ash("700 mg")}, accepted=accepted("700 mg")),
    ),
]

CASES: list[Any] = [
    *((code, "error", raising, (entry, ANY, None, ANY, ANY), quiet)
      for code, raising, entry, quiet in ERRORS),
    *((code, "warning", *rest) for code, *rest in WARNINGS),
    *((code, "question", *rest) for code, *rest in QUESTIONS),
    *((code, "note", *rest) for code, *rest in NOTES),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "severity", "raising", "row"), [case[:4] for case in CASES], ids=[c[0] for c in CASES]
)
def test_raises(code, severity, raising, row):
    verdict = check(raising)
    assert rows(verdict, code) == [row]
    assert {str(finding.severity) for finding in found(verdict, code)} == {severity}
    assert all(finding.message.strip() for finding in verdict.findings)


@pytest.mark.parametrize(
    ("code", "quiet"), [(case[0], case[4]) for case in CASES], ids=[case[0] for case in CASES]
)
def test_just_does_not_raise(code, quiet):
    assert code not in codes(check(quiet))


OWN = {"outside-own-range": "warning", "own-range": "note"}
"""Raised by what an own file holds: see `unit/test_own_ranges.py`."""


def test_every_code_has_a_row_and_its_severity():
    assert {code: severity for code, severity, *_ in CASES} | OWN == {
        code: str(severity) for code, severity in CODES.items()
    }


@pytest.mark.parametrize("case", WARNINGS, ids=[case[0] for case in WARNINGS])
def test_observed_of_a_warning_is_never_empty(case):
    assert all(f.observed for f in check(case[1]).findings if f.severity == "warning")


@pytest.mark.parametrize("case", WARNINGS, ids=[case[0] for case in WARNINGS])
def test_a_warning_names_a_source_of_the_catalogue_or_a_label(case):
    code, raising = case[:2]
    if code not in ("label-contradiction", "sedative-load"):
        assert all(finding.source for finding in found(check(raising), code))
