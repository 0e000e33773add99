"""Contract 5, rules (a) to (d): what is compared with the documented range, and as what."""

from decimal import Decimal

import pytest

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
    named,
    observed,
    plan,
    rows,
    take,
    takes,
    troubles,
    words,
)

BELOW, ABOVE, LIMIT = "dose-below-range", "dose-above-range", "above-upper-limit"


# (a) basis


@pytest.mark.parametrize(
    ("dose", "basis", "expected"),
    [
        ("300 mg", None, ["basis-unstated"]),
        ("500 mg", None, ["basis-unstated", ABOVE]),
        ("100 mg", None, ["basis-unstated", BELOW]),
        ("300 mg", "compound", [BELOW]),
        ("400 mg", "compound", [BELOW]),
        ("400 mg", "elemental", [LIMIT]),
        ("300 mg", "elemental", []),
        ("200 mg", "elemental", []),
        ("199.9 mg", "elemental", [BELOW]),
        ("400.1 mg", "elemental", [LIMIT, ABOVE]),
    ],
)
def test_a_mineral_is_compared_as_elemental_and_as_it_stands_without_basis(dose, basis, expected):
    assert troubles(check(plan({"mag": mag(dose, basis)}))) == sorted(expected)


@pytest.mark.parametrize(
    ("dose", "six_decimals"), [("300", "42.288442 mg"), ("400", "56.384589 mg")]
)
def test_compound_bisglycinate_becomes_elemental_by_its_formula(dose, six_decimals):
    verdict = check(plan({"mag": mag(f"{dose} mg", "compound")}))
    amount = Decimal(dose) * Decimal("24.305") / Decimal("172.423")
    [(total, complete)] = magnesium(verdict)
    assert abs(total - amount) < Decimal("0.000001")
    assert complete
    expected = ("mag", "magnesium-bisglycinate", None, six_decimals, "200 mg")
    assert rows(verdict, BELOW) == [expected]


def test_unstated_300_mg_shows_both_readings():
    [question] = found(check(plan({"mag": mag("300 mg")})), "basis-unstated")
    assert "300 mg" in words(question)
    assert "42.3 mg" in words(question)


def test_unstated_500_mg_is_compared_as_printed():
    verdict = check(plan({"mag": mag("500 mg")}))
    assert rows(verdict, ABOVE) == [("mag", "magnesium-bisglycinate", None, "500 mg", "400 mg")]
    assert magnesium(verdict) == [(0, False)]


def test_upper_limits_are_judged_on_known_elemental_amounts_only():
    assert LIMIT not in codes(check(plan({"mag": mag("5000 mg")})))
    both = plan({"known": elemental("351 mg"), "open": mag("10 mg")})
    assert observed(check(both), LIMIT) == ["351 mg"]


@pytest.mark.parametrize(("substance", "basis"), [("magnesium", "compound"), ("magnesium", None)])
def test_compound_of_an_unknown_form_cannot_be_computed(substance, basis):
    verdict = check(plan({"mag": take(substance, "300 mg", basis=basis)}))
    assert troubles(verdict) == ["basis-unstated"]
    assert magnesium(verdict) == [(0, False)]


def test_elemental_of_an_unknown_form_is_known():
    verdict = check(plan({"mag": take("magnesium", "351 mg", basis="elemental")}))
    assert rows(verdict, LIMIT) == [("mag", "magnesium", None, "351 mg", "350 mg")]
    assert magnesium(verdict) == [(351, True)]


# (b) substances


@pytest.mark.parametrize(
    ("substance", "low", "under", "high", "over"),
    [
        ("ashwagandha-extract", "300 mg", "299.9 mg", "600 mg", "600.1 mg"),
        ("ashwagandha-shoden", "60 mg", "59.9 mg", "240 mg", "240.1 mg"),
        ("ashwagandha-sensoril", "125 mg", "124.9 mg", "500 mg", "500.1 mg"),
        ("ashwagandha-root", "2 g", "1999.9 mg", "6 g", "6000.1 mg"),
        ("l-theanine", "200 mg", "199.9 mg", "250 mg", "250.1 mg"),
        ("melatonin", "0.1 mg", "99.9 mcg", "10 mg", "10.1 mg"),
        ("valerian-extract", "300 mg", "299.9 mg", "600 mg", "600.1 mg"),
        ("lemon-balm-herb", "0.4 g", "399.9 mg", "13.5 g", "13500.1 mg"),
        ("valerian-root", "0.3 g", "299.9 mg", "12 g", "12000.1 mg"),
    ],
)
def test_range_of_each_substance_with_inclusive_bounds(substance, low, under, high, over):
    when = "45 min before bed" if substance == "valerian-root" else "21:00"

    def judged(dose):
        return check(plan({"it": take(substance, dose, when)}))

    def milligrams(text):
        number, unit = text.split()
        factor = {"mcg": Decimal("0.001"), "mg": Decimal(1), "g": Decimal(1000)}[unit]
        return f"{(Decimal(number) * factor).normalize():f} mg"

    assert not {BELOW, ABOVE} & (codes(judged(low)) | codes(judged(high)))
    assert rows(judged(under), BELOW) == [
        ("it", substance, None, milligrams(under), milligrams(low))
    ]
    assert rows(judged(over), ABOVE) == [
        ("it", substance, None, milligrams(over), milligrams(high))
    ]


@pytest.mark.parametrize(
    "entry",
    [take("glycine", "50 g"), take("chamomile-extract", "1 mg"), citrate("1 mg"),
     take("other", "50 mg", name="Apigenin"), take("other", "3 IU", name="Vitamin D")],
    ids=["glycine", "chamomile", "citrate", "other", "other in IU"],
)  # fmt: skip
def test_without_a_documented_range_it_says_so(entry):
    verdict = check(plan({"it": entry}))
    assert named(verdict, "not-checked") == ["it"]
    assert verdict.status == "pass"


def test_an_alias_is_the_substance():
    verdict = check(plan({"mag": take("magnesium-glycinate", "100 mg", basis="elemental")}))
    assert rows(verdict, BELOW) == [("mag", "magnesium-bisglycinate", None, "100 mg", "200 mg")]


# (c) magnesium


def test_with_bisglycinate_all_magnesium_is_compared():
    verdict = check(plan({"bis": elemental("200 mg"), "cit": citrate("250 mg")}))
    assert rows(verdict, ABOVE) == [("cit", "magnesium-bisglycinate", None, "450 mg", "400 mg")]
    assert rows(verdict, LIMIT) == [("cit", "magnesium", None, "450 mg", "350 mg")]


def test_other_forms_lift_bisglycinate_into_its_range():
    assert troubles(check(plan({"bis": elemental("100 mg"), "cit": citrate("100 mg")}))) == []


def test_without_bisglycinate_magnesium_has_no_range():
    verdict = check(plan({"cit": citrate("500 mg")}))
    assert troubles(verdict) == [LIMIT]
    assert "not-checked" in codes(verdict)


def test_the_window_holds_for_bisglycinate_only():
    times = {"bis": elemental("200 mg"), "cit": citrate("100 mg", when="at bedtime")}
    assert troubles(check(plan(times))) == []


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"bis": mag("300 mg"), "cit": citrate("300 mg")}, []),
        ({"bis": mag("300 mg"), "cit": citrate("351 mg")}, [LIMIT]),
        ({"bis": mag("100 mg"), "cit": citrate("50 mg")}, []),
        ({"bis": mag("401 mg"), "cit": citrate("50 mg")}, [ABOVE]),
        ({"bis": elemental("100 mg"), "cit": citrate("300 mg", None)}, []),
        ({"bis": elemental("300 mg"), "cit": citrate("900 mg", None)}, []),
        ({"bis": elemental("300 mg"), "two": mag("101 mg")}, [ABOVE]),
        ({"bis": elemental("300 mg"), "two": mag("100 mg")}, []),
        ({"bis": elemental("50 mg"), "two": mag("100 mg")}, [BELOW]),
    ],
)
def test_where_a_basis_is_missing_only_bisglycinate_is_compared(entries, expected):
    assert troubles(check(plan(entries))) == sorted(["basis-unstated", *expected])


def test_known_and_unstated_bisglycinate_add_up_for_the_range():
    verdict = check(plan({"bis": elemental("300 mg"), "two": mag("101 mg")}))
    assert rows(verdict, ABOVE) == [("bis", "magnesium-bisglycinate", None, "401 mg", "400 mg")]


# (d) no verdict *below*


@pytest.mark.parametrize("entry", [ash("100 mg"), elemental("100 mg"), take("l-theanine", "9 mg")])
def test_under_18_there_is_no_below_verdict(entry):
    assert BELOW in codes(check(plan({"it": entry}, person={"age": 18})))
    assert BELOW not in codes(check(plan({"it": entry}, person={"age": 17})))


def test_under_18_above_is_still_judged():
    verdict = check(plan({"it": take("l-theanine", "300 mg")}, person={"age": 17}))
    assert troubles(verdict) == [ABOVE]


def test_an_undisclosed_content_lifts_the_below_verdict():
    products = {"box": label({"l-theanine": {"amount": "undisclosed"}})}
    entries = {"low": take("l-theanine", "100 mg"), "blend": takes("box")}
    assert troubles(check(plan(entries, products=products))) == ["amount-undisclosed"]
    high = entries | {"low": take("l-theanine", "251 mg")}
    expected = ["amount-undisclosed", ABOVE]
    assert troubles(check(plan(high, products=products))) == expected


@pytest.mark.parametrize(
    "broken",
    [take("l-theanine", "1,5 g"), take("l-theanine", "1 capsule"), take("l-theanine", "9 mg", "x")],
)
def test_an_entry_with_an_error_lifts_the_below_verdict_of_its_substance(broken):
    low = take("l-theanine", "100 mg")
    assert BELOW in codes(check(plan({"low": low})))
    verdict = check(plan({"low": low, "broken": broken, "ash": ash("100 mg")}))
    assert named(verdict, BELOW) == ["ash"]


def test_a_broken_product_lifts_the_below_verdict_of_its_contents():
    products = {"box": label({"l-theanine": {"amount": "lots"}})}
    entries = {"low": take("l-theanine", "100 mg"), "blend": takes("box")}
    assert BELOW not in codes(check(plan(entries, products=products)))


# notes beside ranges


@pytest.mark.parametrize(
    ("dose", "slip"), [("6 g", True), ("5999.9 mg", False), ("30 mg", True), ("30.1 mg", False)]
)
def test_probable_slip_at_ten_times_the_upper_or_a_tenth_of_the_lower_bound(dose, slip):
    assert ("probable-slip" in codes(check(plan({"ash": ash(dose)})))) is slip


@pytest.mark.parametrize(
    ("dose", "meant"),
    [("300 g", "300 mg"), ("6 g", "600 mg"), ("400 mcg", "400 mg"), ("30 mg", "300 mg")],
)
def test_probable_slip_offers_the_likely_reading(dose, meant):
    [note] = found(check(plan({"ash": ash(dose)})), "probable-slip")
    assert f"{meant} meant" in words(note)


@pytest.mark.parametrize(
    ("entry", "weak"),
    [
        (elemental("300 mg"), True),
        (take("valerian-extract", "300 mg"), True),
        (ash(), False),
        (take("melatonin", "1 mg"), False),
        (citrate("100 mg"), False),
    ],
)
def test_evidence_limited_where_the_catalogue_marks_it_weak(entry, weak):
    assert ("evidence-limited" in codes(check(plan({"it": entry})))) is weak
