"""Contract 5 and 8: bans, national maxima and advice."""

import pytest

from tests.contract.building import (
    ash,
    check,
    citrate,
    codes,
    label,
    named,
    observed,
    phases,
    plan,
    rows,
    take,
    takes,
)

CODE = "restricted-in-country"
ASHWAGANDHA = ["extract", "shoden", "sensoril", "root"]


def judged(entries, country, **more):
    return check(plan(entries, person={"country": country}, **more))


def restricted(entries, country, **more):
    return [row[:4] for row in rows(judged(entries, country, **more), CODE)]


@pytest.mark.parametrize("country", ["DK", "DE", "NL"])
@pytest.mark.parametrize("kind", ASHWAGANDHA)
def test_every_ashwagandha_where_it_is_banned_or_advised_against(country, kind):
    entries = {"it": take(f"ashwagandha-{kind}", "1 mg")}
    assert restricted(entries, country) == [("it", "ashwagandha", None, country)]


@pytest.mark.parametrize("country", ["US", "EU", "FR", "GB", "CA", "AU", "IT", "NO", "SE"])
def test_ashwagandha_elsewhere(country):
    assert restricted({"ash": ash()}, country) == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("extract", []), ("root", []), ("shoden", ["IN"]), ("sensoril", ["IN"])],
)
def test_leaf_in_india(kind, expected):
    verdict = judged({"it": take(f"ashwagandha-{kind}", "200 mg")}, "IN")
    assert observed(verdict, CODE) == expected


def test_a_ban_is_one_finding_for_the_family_at_its_first_entry():
    entries = {
        "mag": citrate("100 mg"),
        "root": take("ashwagandha-root", "2 g"),
        "extract": ash(),
        "shoden": take("ashwagandha-shoden", "60 mg"),
    }
    assert restricted(entries, "DK") == [("root", "ashwagandha", None, "DK")]
    assert restricted(entries, "IN") == [("shoden", "ashwagandha", None, "IN")]


def test_a_product_is_banned_by_its_content():
    products = {"box": label({"ashwagandha-root": {"amount": "undisclosed"}})}
    expected = [("it", "ashwagandha", None, "DK")]
    assert restricted({"it": takes("box")}, "DK", products=products) == expected


def test_the_setting_counts_where_the_person_has_no_country():
    assert observed(check(plan({"ash": ash()}), country="DK"), CODE) == ["DK"]


# Poland


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ash("200 mg", "5 %"), []),
        (ash("201 mg", "5 %"), "10.05 mg"),
        (ash("600 mg", "1.6 %"), []),
        (ash("600 mg", "2.5 %"), "15 mg"),
        (ash("600 mg", None), []),
        (take("ashwagandha-shoden", "28 mg"), []),
        (take("ashwagandha-shoden", "30 mg"), "10.5 mg"),
        (take("ashwagandha-shoden", "50 mg", standardised_to="20 %"), []),
        (take("ashwagandha-shoden", "51 mg", standardised_to="20 %"), "10.2 mg"),
        (take("ashwagandha-sensoril", "100 mg"), []),
        (take("ashwagandha-sensoril", "101 mg"), "10.1 mg"),
        (take("ashwagandha-sensoril", "125 mg", standardised_to="8 %"), []),
    ],
)
def test_poland_10_mg_of_withanolides(entry, expected):
    wanted = [("it", "ashwagandha", None, expected)] if expected else []
    assert restricted({"it": entry}, "PL") == wanted


def test_poland_adds_up_all_extracts_and_names_the_largest():
    entries = {"ash": ash("90 mg", "5 %"), "sho": take("ashwagandha-shoden", "16 mg")}
    verdict = judged(entries, "PL")
    assert rows(verdict, CODE) == [("sho", "ashwagandha", None, "10.1 mg", "10 mg")]
    entries["ash"] = ash("88 mg", "5 %")
    assert restricted(entries, "PL") == []


@pytest.mark.parametrize(("dose", "over"), [("3 g", False), ("3.001 g", True)])
def test_poland_3_g_of_root(dose, over):
    verdict = judged({"it": take("ashwagandha-root", dose)}, "PL")
    expected = [("it", "ashwagandha-root", None, "3001 mg", "3000 mg")] if over else []
    assert rows(verdict, CODE) == expected


def test_poland_root_adds_no_withanolides():
    entries = {"ash": ash("200 mg"), "root": take("ashwagandha-root", "3 g")}
    assert restricted(entries, "PL") == []


def test_a_maximum_names_the_phase():
    entry = ash(None, "5 %", phases=phases((2, "200 mg"), (2, "300 mg")))
    assert restricted({"ash": entry}, "PL") == [("ash", "ashwagandha", 2, "15 mg")]


def test_a_ban_has_no_phase():
    entry = ash(None, "5 %", phases=phases((2, "300 mg"), (2, "600 mg")))
    assert restricted({"ash": entry}, "DK") == [("ash", "ashwagandha", None, "DK")]


# melatonin


@pytest.mark.parametrize("country", ["IT", "NO"])
def test_melatonin_above_1_mg(country):
    assert restricted({"mel": take("melatonin", "1 mg")}, country) == []
    verdict = judged({"mel": take("melatonin", "1.1 mg")}, country)
    assert rows(verdict, CODE) == [("mel", "melatonin", None, "1.1 mg", "1 mg")]


def test_the_maximum_is_of_the_daily_total():
    entries = {"a": take("melatonin", "0.5 mg"), "b": take("melatonin", "0.6 mg")}
    assert restricted(entries, "IT") == [("b", "melatonin", None, "1.1 mg")]
    assert restricted(entries, "FR") == []


def test_a_restriction_is_not_a_range():
    verdict = judged({"mel": take("melatonin", "2 mg")}, "IT")
    assert codes(verdict) == {CODE}
    assert named(verdict, CODE) == ["mel"]
