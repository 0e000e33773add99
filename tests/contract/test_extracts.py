"""Contract 3, 5 and 8: standardisation, marker a day, documented duration, single doses."""

from decimal import Decimal

import pytest

from tests.contract.building import (
    ash,
    check,
    codes,
    label,
    marker,
    named,
    observed,
    per_day,
    phases,
    plan,
    rows,
    take,
    takes,
    troubles,
)

MINIMUM, TRIALS, LONG = (
    "standardisation-below-minimum",
    "marker-above-trials",
    "longer-than-documented",
)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        ("5 %", []),
        ("5%", []),
        ("min. 5 %", []),
        (">= 5 %", []),
        ("5.0 %", []),
        ("4.9 %", [MINIMUM]),
        ("min. 2.5 %", [MINIMUM]),
        ("0.1 %", [MINIMUM]),
        (None, ["standardisation-unstated"]),
    ],
)
def test_standardisation_minimum_inclusive(percent, expected):
    assert troubles(check(plan({"ash": ash("300 mg", percent)}))) == expected


@pytest.mark.parametrize("text", ["2.5 %", "min. 2.5 %", ">= 2.5 %", "2.50 %"])
def test_standardisation_is_observed_in_safe_form(text):
    assert observed(check(plan({"ash": ash("300 mg", text)})), MINIMUM) == ["2.5 %"]


@pytest.mark.parametrize(
    "percent", ["0 %", "101 %", "-5 %", "5", "5,0 %", "five", "nan %", "1e1 %"]
)
def test_what_is_no_percentage(percent):
    verdict = check(plan({"ash": ash("300 mg", percent)}))
    assert troubles(verdict) == ["invalid-amount"]
    assert verdict.findings[0].key == "entries.ash.standardised_to"


def test_100_percent_is_a_percentage():
    assert troubles(check(plan({"ash": ash("300 mg", "100 %")}))) == [TRIALS]


@pytest.mark.parametrize(
    "substance", ["ashwagandha-shoden", "ashwagandha-sensoril", "ashwagandha-root"]
)
def test_only_the_extract_needs_a_standardisation(substance):
    dose = "2 g" if substance.endswith("root") else "200 mg"
    assert troubles(check(plan({"it": take(substance, dose)}))) == []


def test_a_label_with_an_extract_is_judged_like_an_entry():
    contents = {"ashwagandha-extract": {"amount": "300 mg", "standardised_to": "2.5 %"}}
    products = {"box": label(contents)}
    verdict = check(plan({"a": takes("box"), "b": takes("box")}, products=products))
    assert [row[:4] for row in rows(verdict, MINIMUM)] == [
        ("a", "ashwagandha-extract", None, "2.5 %"),
        ("b", "ashwagandha-extract", None, "2.5 %"),
    ]
    del contents["ashwagandha-extract"]["standardised_to"]
    verdict = check(plan({"a": takes("box"), "b": takes("box")}, products=products))
    assert named(verdict, "standardisation-unstated") == ["a", "b"]


# marker a day


def test_marker_a_day_is_total_times_standardisation():
    verdict = check(plan({"ash": ash("300 mg", "5 %", when=["08:00", "21:00"])}))
    assert per_day(verdict, "ashwagandha-extract") == [600]
    assert marker(verdict, "ashwagandha-extract") == [30]


def test_marker_is_exact():
    verdict = check(plan({"ash": ash("333.3 mg", "7.7 %")}))
    assert marker(verdict, "ashwagandha-extract") == [Decimal("25.6641")]


def test_marker_adds_up_over_extracts_of_different_strength():
    weak, strong = ash("300 mg", "13 %"), ash("300 mg", "15 %")
    verdict = check(plan({"weak": weak, "strong": strong}))
    assert marker(verdict, "ashwagandha-extract") == [84]
    assert TRIALS not in codes(verdict)
    verdict = check(plan({"weak": weak, "strong": ash("300 mg", "15.1 %")}))
    expected = ("strong", "ashwagandha-extract", None, "84.3 mg", "84 mg")
    assert rows(verdict, TRIALS) == [expected]


def test_marker_of_other_extracts_is_not_compared_with_the_trials():
    verdict = check(plan({"it": take("ashwagandha-shoden", "240 mg", standardised_to="90 %")}))
    assert TRIALS not in codes(verdict)


def test_marker_above_trials_names_the_phase():
    entry = ash(None, "14 %", phases=phases((2, "300 mg"), (2, "601 mg")))
    expected = ("ash", "ashwagandha-extract", 2, "84.14 mg", "84 mg")
    assert rows(check(plan({"ash": entry})), TRIALS) == [expected]


# duration


@pytest.mark.parametrize(
    ("substance", "dose"),
    [
        ("ashwagandha-extract", "300 mg"),
        ("ashwagandha-shoden", "120 mg"),
        ("ashwagandha-sensoril", "250 mg"),
        ("ashwagandha-root", "3 g"),
    ],
)
def test_every_ashwagandha_has_90_days(substance, dose):
    entries = {"it": take(substance, dose)}
    assert LONG not in codes(check(plan(entries, weeks=12)))
    verdict = check(plan(entries, weeks=13))
    assert rows(verdict, LONG) == [("it", substance, None, "91 days", "90 days")]


def test_other_substances_have_no_documented_duration():
    assert LONG not in codes(check(plan({"mel": take("melatonin", "1 mg")}, weeks=52)))


def test_without_weeks_no_length_is_judged():
    assert LONG not in codes(check(plan({"ash": ash()})))


@pytest.mark.parametrize(
    ("steps", "weeks", "expected"),
    [
        (((6, "300 mg"), (7, "600 mg")), None, ["91 days"]),
        (((6, "300 mg"), (6, "600 mg")), None, []),
        (((4, "300 mg"), (4, "600 mg")), 20, []),
        (((6, "300 mg"), (8, "600 mg")), 4, ["98 days"]),
    ],
)
def test_an_entry_with_phases_counts_them(steps, weeks, expected):
    top = {} if weeks is None else {"weeks": weeks}
    verdict = check(plan({"ash": ash(None, phases=phases(*steps))}, **top))
    assert observed(verdict, LONG) == expected
    assert [row[2] for row in rows(verdict, LONG)] == [None] * len(expected)


def test_one_for_each_entry_and_substance():
    contents = {
        "ashwagandha-shoden": {"amount": "120 mg"},
        "ashwagandha-root": {"amount": "2 g"},
    }
    entries = {"a": takes("box"), "b": ash(), "c": ash()}
    verdict = check(plan(entries, weeks=13, products={"box": label(contents)}))
    assert sorted(row[:2] for row in rows(verdict, LONG)) == [
        ("a", "ashwagandha-root"),
        ("a", "ashwagandha-shoden"),
        ("b", "ashwagandha-extract"),
        ("c", "ashwagandha-extract"),
    ]


# single dose


SINGLE = "single-dose-above-limit"


def valerian(dose, **more):
    return take("valerian-root", dose, "45 min before bed", **more)


def test_a_single_dose_is_one_taking():
    several = take("valerian-root", "3.6 g", ["45 min before bed", "30 min before bed"])
    verdict = check(plan({"val": several}))
    assert SINGLE not in codes(verdict)
    assert per_day(verdict, "valerian-root") == [7200]


def test_a_single_dose_of_a_product():
    products = {"box": label({"valerian-root": {"amount": "2 g"}}, serving="2 capsules")}
    when = "45 min before bed"
    fits = check(plan({"it": takes("box", "3 capsules", when)}, products=products))
    assert SINGLE not in codes(fits)
    over = check(plan({"it": takes("box", "4 capsules", when)}, products=products))
    assert rows(over, SINGLE) == [("it", "valerian-root", None, "4000 mg", "3600 mg")]


def test_a_single_dose_names_the_phase():
    entry = valerian(None, phases=phases((1, "3.6 g"), (1, "3.7 g")))
    expected = [("val", "valerian-root", 2, "3700 mg", "3600 mg")]
    assert rows(check(plan({"val": entry})), SINGLE) == expected


def test_valerian_extract_has_no_limit_for_a_single_dose():
    assert SINGLE not in codes(check(plan({"it": take("valerian-extract", "5 g")})))
