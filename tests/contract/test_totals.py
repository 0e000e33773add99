"""Contract 2, 3 and 8: exact daily totals, products, days of the week and the fullest day."""

from decimal import Decimal

import pytest

from planner.judge.findings import EntryState
from tests.contract.building import (
    ash,
    check,
    citrate,
    codes,
    elemental,
    found,
    label,
    mag,
    magnesium,
    marker,
    named,
    observed,
    per_day,
    plan,
    rows,
    take,
    takes,
    troubles,
)

LIMIT = "above-upper-limit"
EXTRACT = "ashwagandha-extract"
THREE = ["08:00", "12:00", "21:00"]
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


# exact


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ("0.2 g", "600"),
        ("200 mg", "600"),
        ("200000 mcg", "600"),
        ("200000 µg", "600"),
        ("200000 μg", "600"),
        ("0.1 g", "300"),
        ("100.1 mg", "300.3"),
        ("0.000001 g", "0.003"),
        ("66.666667 mg", "200.000001"),
    ],
)
def test_three_times_a_dose_is_exact(dose, expected):
    verdict = check(plan({"ash": ash(dose, when=THREE)}))
    assert per_day(verdict, EXTRACT) == [Decimal(expected)]


def test_three_times_200_mg_is_in_range_and_one_mcg_more_is_not():
    assert check(plan({"ash": ash("0.2 g", when=THREE)})).status == "pass"
    verdict = check(plan({"a": ash("0.2 g", when=THREE), "b": ash("1 mcg")}))
    assert rows(verdict, "dose-above-range") == [("a", EXTRACT, None, "600.001 mg", "600 mg")]


@pytest.mark.parametrize(
    ("serving", "dose", "times", "expected"),
    [
        ("3 capsules", "1 capsule", 3, "100"),
        ("3 capsules", "2 capsules", 3, "200"),
        ("7 capsules", "1 capsule", 7, "100"),
        ("1 capsule", "1.5 capsules", 2, "300"),
        ("2 tablets", "1 tablet", 1, "50"),
        ("5 g", "2500 mg", 2, "100"),
        ("10 mL", "2.5 mL", 4, "100"),
        ("1 scoop", "0.5 scoops", 2, "100"),
    ],
)
def test_servings_leave_no_artefacts(serving, dose, times, expected):
    when = [f"{hour}:00" for hour in range(10, 10 + times)]
    products = {"box": label({"l-theanine": {"amount": "100 mg"}}, serving)}
    verdict = check(plan({"it": takes("box", dose, when)}, products=products))
    assert per_day(verdict, "l-theanine") == [Decimal(expected)]


def test_a_third_of_a_serving_three_times_is_exactly_at_the_limit():
    products = {"box": label({"magnesium-oxide": {"elemental": "350 mg"}}, "3 capsules")}
    verdict = check(plan({"it": takes("box", "1 capsule", THREE)}, products=products))
    assert magnesium(verdict) == [(350, True)]
    assert LIMIT not in codes(verdict)


@pytest.mark.parametrize("dose", ["1 tablet", "200 mg", "5 mL", "1 softgel", "1 gummy"])
def test_other_units_never_fit_a_serving_in_capsules(dose):
    products = {"box": label({"l-theanine": {"amount": "100 mg"}}, "2 capsules")}
    verdict = check(plan({"it": takes("box", dose)}, products=products))
    assert troubles(verdict) == ["unit-mismatch"]
    assert found(verdict, "unit-mismatch")[0].key == "entries.it.dose"


# adding up


def test_two_products_with_magnesium_are_one_total():
    products = {
        "night": label({"magnesium-bisglycinate": {"elemental": "200 mg"}}),
        "multi": label({"magnesium-oxide": {"elemental": "151 mg"}}),
    }
    verdict = check(plan({"a": takes("night"), "b": takes("multi")}, products=products))
    assert magnesium(verdict) == [(351, True)]
    assert rows(verdict, LIMIT) == [("a", "magnesium", None, "351 mg", "350 mg")]
    assert "combined-total" in codes(verdict)


def test_direct_entries_and_products_add_up():
    products = {"box": label({EXTRACT: {"amount": "301 mg", "standardised_to": "10 %"}})}
    verdict = check(plan({"ash": ash("300 mg"), "box": takes("box")}, products=products))
    assert per_day(verdict, EXTRACT) == [601]
    assert marker(verdict, EXTRACT) == [Decimal("45.1")]
    assert rows(verdict, "dose-above-range") == [("box", EXTRACT, None, "601 mg", "600 mg")]


def test_contents_of_one_product_add_up_and_say_so():
    contents = {
        "magnesium-oxide": {"elemental": "200 mg"},
        "magnesium-citrate": {"elemental": "151 mg"},
    }
    verdict = check(plan({"it": takes("box")}, products={"box": label(contents)}))
    assert rows(verdict, LIMIT) == [("it", "magnesium", None, "351 mg", "350 mg")]
    assert "combined-total" in codes(verdict)


def test_totals_of_different_substances_stay_apart():
    entries = {"a": ash(), "b": take("ashwagandha-root", "2 g"), "c": take("glycine", "3 g")}
    verdict = check(plan(entries))
    assert [per_day(verdict, s) for s in (EXTRACT, "ashwagandha-root", "glycine")] == [
        [300], [2000], [3000],
    ]  # fmt: skip


def test_the_entry_that_contributes_most_is_named_and_the_first_on_a_tie():
    entries = {"a": elemental("100 mg"), "b": citrate("200 mg"), "c": citrate("200 mg")}
    assert named(check(plan(entries)), LIMIT) == ["b"]


def test_several_takings_count_for_what_an_entry_contributes():
    entries = {"once": citrate("200 mg"), "thrice": citrate("100 mg", when=THREE)}
    assert rows(check(plan(entries)), LIMIT)[0][:4] == ("thrice", "magnesium", None, "500 mg")


@pytest.mark.parametrize(
    ("entry", "complete"),
    [
        (citrate("100 mg"), True),
        (citrate("100 mg", "compound"), True),
        (citrate("100 mg", None), False),
        (citrate("100"), False),
        (citrate("100 mg", when="25:00"), False),
        (take("glycine", "100"), True),
    ],
)
def test_complete_is_false_where_an_amount_of_the_mineral_is_not_known(entry, complete):
    [(_, whole)] = magnesium(check(plan({"mag": elemental("200 mg"), "it": entry})))
    assert whole is complete


def test_a_mineral_of_which_nothing_is_known_is_0_mg():
    assert magnesium(check(plan({"mag": mag("300 mg")}))) == [(0, False)]
    assert magnesium(check(plan({"mag": mag("300")}))) == [(0, False)]


# errors hide nothing else


@pytest.mark.parametrize(
    "broken",
    [
        ash("1,5 g"),
        ash(when="25:00"),
        ash(percent="0 %"),
        ash(dosage="1 mg"),
        take("ashwaganda", "3 g"),
        takes("nowhere"),
        {},
    ],
    ids=["amount", "time", "percentage", "unknown key", "substance", "product", "empty"],
)
def test_an_entry_with_an_error_has_no_findings_but_its_errors(broken):
    entries = {"good": ash("601 mg"), "broken": broken, "mag": mag("500 mg")}
    verdict = check(plan(entries, weeks=13))
    own = [finding for finding in verdict.findings if finding.entry == "broken"]
    assert own
    assert {str(finding.severity) for finding in own} == {"error"}
    assert verdict.state("broken") is EntryState.ERROR
    others = [code for code in troubles(verdict) if code not in {each.code for each in own}]
    assert others == [
        "basis-unstated", "dose-above-range", "dose-above-range", "longer-than-documented",
    ]  # fmt: skip
    assert per_day(verdict, EXTRACT) == [601]


def test_errors_come_all_at_once():
    entries = {"a": ash("1,5 g", when="25:00"), "b": ash(percent="0 %", dosage="1 mg")}
    assert troubles(check(plan(entries))) == [
        "invalid-amount", "invalid-amount", "invalid-field", "invalid-time",
    ]  # fmt: skip


# days


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (["mon"], ["tue"], 300),
        (["mon", "wed"], ["wed"], 600),
        (["mon"], None, 600),
        (WEEK, ["sun"], 600),
    ],
)
def test_the_total_is_that_of_the_fullest_day(one, two, expected):
    second = ash("300 mg") if two is None else ash("300 mg", days=two)
    verdict = check(plan({"a": ash("300 mg", days=one), "b": second}))
    assert per_day(verdict, EXTRACT) == [expected]


def test_days_name_evenings_that_end_after_midnight():
    entries = {
        "a": ash("300 mg", when="23:30", days=["mon"]),
        "b": ash("301 mg", when="00:30", days=["mon"]),
        "c": ash("300 mg", when="00:30", days=["tue"]),
    }
    assert per_day(check(plan(entries, bedtime="01:00")), EXTRACT) == [601]


def test_the_range_is_judged_on_the_fullest_day():
    entries = {"a": ash("200 mg"), "b": ash("100 mg", days=["mon"])}
    assert "dose-below-range" not in codes(check(plan(entries)))


def test_of_equal_days_the_entry_that_contributes_most_is_named():
    entries = {
        "a": citrate("200 mg", days=["mon"]),
        "b": citrate("200 mg", days=["mon"]),
        "c": citrate("400 mg", days=["tue"]),
    }
    assert rows(check(plan(entries)), LIMIT) == [("c", "magnesium", None, "400 mg", "350 mg")]


def test_of_equal_days_and_shares_the_first_in_the_file_is_named():
    entries = {
        "z": citrate("400 mg", days=["sun"]),
        "a": citrate("400 mg", days=["mon"]),
    }
    assert named(check(plan(entries)), LIMIT) == ["z"]
    entries = {
        "a": citrate("100 mg", days=["mon"]),
        "b": citrate("300 mg", days=["sun"]),
        "c": citrate("300 mg", days=["mon"]),
        "d": citrate("100 mg", days=["sun"]),
    }
    assert named(check(plan(entries)), LIMIT) == ["b"]


def test_no_contribution_from_days_that_are_not_the_fullest():
    entries = {
        "big": citrate("390 mg", days=["mon"]),
        "one": citrate("200 mg", days=["tue"]),
        "two": citrate("210 mg", days=["tue"]),
    }
    assert rows(check(plan(entries)), LIMIT)[0][:4] == ("two", "magnesium", None, "410 mg")


# shown


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        ("0.7 g", "700 mg"),
        ("700.10 mg", "700.1 mg"),
        ("12000 mg", "12000 mg"),
        ("0700 mg", "700 mg"),
        ("600001 mcg", "600.001 mg"),
    ],
)
def test_amounts_are_observed_in_mg_in_safe_form(dose, text):
    assert observed(check(plan({"ash": ash(dose)})), "dose-above-range") == [text]


def test_a_regimen_without_entries_is_valid():
    for source in (plan(), plan({})):
        verdict = check(source)
        assert (verdict.findings, verdict.totals, verdict.schedule) == ((), (), ())
        assert verdict.status == "pass"
