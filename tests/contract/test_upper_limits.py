"""Contract 4: whose limit holds, by country and age."""

import pytest

from tests.contract.building import ash, check, codes, elemental, plan, rows, take

LIMIT = "above-upper-limit"


def judged(dose, country=None, age=None, default=None):
    person = {
        key: value for key, value in (("country", country), ("age", age)) if value is not None
    }
    return check(plan({"mag": elemental(dose)}, person=person), default)


@pytest.mark.parametrize(
    ("country", "age", "limit", "fallback"),
    [
        (None, None, "350", False),
        ("US", None, "350", False),
        ("US", 3, "65", False),
        ("US", 4, "110", False),
        ("US", 8, "110", False),
        ("US", 9, "350", False),
        ("US", 70, "350", False),
        ("EU", None, "250", False),
        ("EU", 4, "250", False),
        ("EU", 3, "65", True),
        ("FR", None, "250", False),
        ("DE", None, "250", False),
        ("DE", 3, "65", True),
        ("NO", None, "350", False),
        ("NO", 17, "350", True),
        ("GB", None, "400", False),
        ("GB", 18, "400", False),
        ("GB", 17, "350", True),
        ("GB", 8, "110", True),
        ("CA", None, "500", False),
        ("CA", 19, "500", False),
        ("CA", 18, "350", False),
        ("CA", 3, "65", False),
        ("AU", None, "350", False),
        ("NZ", None, "350", False),
        ("JP", None, "350", True),
        ("CH", None, "350", True),
    ],
)
def test_limit_of_country_and_age_inclusive(country, age, limit, fallback):
    exact = judged(f"{limit} mg", country, age)
    assert LIMIT not in codes(exact)
    assert ("limit-fallback" in codes(exact)) is fallback
    over = judged(f"{limit}.1 mg", country, age)
    assert rows(over, LIMIT) == [("mag", "magnesium", None, f"{limit}.1 mg", f"{limit} mg")]


def test_the_persons_country_comes_before_the_setting():
    assert LIMIT not in codes(judged("350 mg", "US", default="EU"))
    assert rows(judged("350 mg", default="EU"), LIMIT)[0][4] == "250 mg"
    assert judged("350 mg", default="EU").country == "EU"


def test_the_us_limit_is_that_of_the_national_academy():
    verdict = judged("400 mg", "US")
    assert {finding.source for finding in verdict.findings if finding.code == LIMIT} == {"nam-1997"}


def test_no_fallback_is_told_where_no_limit_was_looked_up():
    assert "limit-fallback" not in codes(check(plan({"ash": ash()}, person={"country": "JP"})))


@pytest.mark.parametrize("form", ["magnesium-oxide", "magnesium-citrate", "magnesium"])
def test_every_form_counts_towards_the_limit(form):
    verdict = check(plan({"it": take(form, "351 mg", basis="elemental")}))
    assert rows(verdict, LIMIT) == [("it", "magnesium", None, "351 mg", "350 mg")]


def test_two_intakes_are_judged_by_nothing():
    verdict = check(plan({"mag": elemental("250 mg")}, person={"country": "DE"}))
    assert verdict.status == "pass"


def test_range_and_limit_are_two_verdicts():
    verdict = judged("400 mg", "US")
    assert rows(verdict, LIMIT) == [("mag", "magnesium", None, "400 mg", "350 mg")]
    assert "dose-above-range" not in codes(verdict)
    gauge = next(gauge for gauge in verdict.gauges if gauge.lower is not None)
    assert (gauge.total, gauge.lower, gauge.upper, gauge.limit) == (400, 200, 400, 350)
