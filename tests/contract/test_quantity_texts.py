"""Contract 2: texts that are amounts and times, texts that are not, and what is said of them."""

import time
from decimal import Decimal

import pytest

from tests.contract.building import (
    ash,
    check,
    elemental,
    found,
    label,
    one_label,
    per_day,
    plan,
    take,
    takes,
    troubles,
    words,
)

LONG_POWER = "9**9**9**9"


def of_dose(text, substance="l-theanine"):
    began = time.process_time()
    verdict = check(plan({"it": take(substance, text)}))
    assert time.process_time() - began < 2
    return verdict


@pytest.mark.parametrize(
    "text",
    [
        "1,5 g", "1,000 mg", "1.000,5 mg", "1.5.0 g", "+300 mg", "-300 mg", "1e3 mg", "1_000 mg",
        ".5 g", "5. g", "nan mg", "inf mg", "infinity mg", "300-600 mg", "300 to 600 mg",
        "300 mg 200 mg", "300 mg*mg", "3*100 mg", "(300) mg", "300 mg/day", "300", "mg", "", " ",
        "1234567890123 mg", "0 mg", "0.0 g", "-0 mg", "300 mg; import os", "__import__('os')",
        "３００ mg", "٣٠٠ mg", "½ g", "three mg", "≈ 300 mg", "300 millgrams", "300 kg",
        "300 banana", "300 m g", "9**9**9 mg", LONG_POWER, "0x10 mg", "300 mg.", "300\nmg",
        "mg 300", "1e400 mg", "(((1)))mg", "300 megagauss", "\u001b[31m300 mg", "300 mg\u202e",
        "1 / 3 g",
    ],
)  # fmt: skip
def test_what_is_no_amount(text):
    verdict = of_dose(text)
    assert troubles(verdict) == ["invalid-amount"]
    [finding] = verdict.findings
    assert (finding.entry, finding.key) == ("it", "entries.it.dose")
    assert finding.message.isprintable() or "\xa0" in finding.message


@pytest.mark.parametrize(
    ("text", "milligrams"),
    [
        ("300 mg", "300"), ("300mg", "300"), ("300 MG", "300"), ("300 Mg", "300"),
        ("300\u00a0mg", "300"), ("  300   mg  ", "300"), ("0.3 g", "300"), ("0.3 G", "300"),
        ("1 gram", "1000"), ("2 grams", "2000"), ("300 milligram", "300"),
        ("300 milligrams", "300"), ("300 Milligrams", "300"), ("250 mcg", "0.25"),
        ("250 ug", "0.25"), ("250 µg", "0.25"), ("250 μg", "0.25"), ("250 microgram", "0.25"),
        ("250 micrograms", "0.25"), ("007 mg", "7"), ("1.50 mg", "1.5"),
        ("123456789012 mcg", "123456789.012"), ("0.00000000001 g", "0.00000001"),
    ],
)  # fmt: skip
def test_what_is_an_amount(text, milligrams):
    assert per_day(of_dose(text), "l-theanine") == [Decimal(milligrams)]


def test_a_comma_shows_both_readings():
    [finding] = of_dose("1,5 g").findings
    assert "1.5 g" in words(finding)
    assert "15 g" in words(finding)
    assert "1,5 g" in words(finding)


@pytest.mark.parametrize(("text", "offered"), [("300 mgs", "mg"), ("2 capsuls", "capsule")])
def test_an_unknown_unit_offers_the_nearest(text, offered):
    [finding] = of_dose(text).findings
    assert finding.code == "invalid-amount"
    assert f'"{offered}' in finding.message or offered in finding.message.split()


def test_iu_is_refused_with_the_reason():
    [finding] = of_dose("400 IU").findings
    assert finding.severity == "error"
    assert "IU" in finding.message
    assert "conver" in finding.message


@pytest.mark.parametrize("dose", ["300 IU", "5 CFU", "3 drops", "1 packet", "50 mg"])
def test_entries_of_other_may_use_any_unit(dose):
    verdict = check(plan({"it": take("other", dose, name="Something")}))
    assert troubles(verdict) == []


@pytest.mark.parametrize("dose", ["1,5 g", "300", "", "-3 mg", "2*3 mg", "nan mg"])
def test_entries_of_other_need_a_number_all_the_same(dose):
    verdict = check(plan({"it": take("other", dose, name="Something")}))
    assert troubles(verdict) == ["invalid-amount"]


@pytest.mark.parametrize(
    ("substance", "dose"),
    [
        ("l-theanine", "2 capsules"),
        ("l-theanine", "1 tablet"),
        ("l-theanine", "5 mL"),
        ("l-theanine", "5 mmol"),
        ("ashwagandha-root", "5 mEq"),
        ("valerian-root", "3 drops"),
        ("magnesium-bisglycinate", "2 capsules"),
        ("magnesium-bisglycinate", "5 mL"),
    ],
)
def test_units_that_do_not_fit_a_bare_substance(substance, dose):
    verdict = of_dose(dose, substance)
    assert troubles(verdict) == ["unit-mismatch"]
    assert verdict.findings[0].key == "entries.it.dose"


@pytest.mark.parametrize("form", ["capsule", "tablet", "softgel", "gummy", "lozenge", "sachet",
                                  "scoop", "drop", "spray", "piece", "mL"])  # fmt: skip
def test_every_counted_form_serves_itself_and_no_other(form):
    products = {"box": label({"l-theanine": {"amount": "200 mg"}}, serving=f"1 {form}")}
    plural = "2 gummies" if form == "gummy" else f"2 {form}" if form == "mL" else None
    plural = plural or ("2 sachets" if form == "sachet" else f"2 {form}s")
    verdict = check(plan({"it": takes("box", plural)}, products=products))
    assert per_day(verdict, "l-theanine") == [400]
    other = "1 tablet" if form == "capsule" else "1 capsule"
    verdict = check(plan({"it": takes("box", other)}, products=products))
    assert troubles(verdict) == ["unit-mismatch"]


# times


@pytest.mark.parametrize(
    "text",
    [
        "24:00", "25:00", "21:60", "21", "2100", "21.00", "9", "13 pm", "13:00 pm", "0 pm",
        "21:00:00", "-1:00", "bedtime", "before bed", "90 before bed", "90 min", "24 h before bed",
        "1440 min before bed", "1 to 24 h before bed", "1,5 h before bed", "-5 min before bed",
        "1e1 min before bed", "soon", "", "90 min after bed", "1 h 90 x before bed", "２１:00",
        "9**9**9 min before bed", "nan min before bed", "1 to 2 to 3 h before bed",
    ],
)  # fmt: skip
def test_what_is_no_time(text):
    verdict = check(plan({"it": take("l-theanine", "200 mg", text)}))
    assert troubles(verdict) == ["invalid-time"]
    assert verdict.findings[0].key.startswith("entries.it.when")


def test_one_bad_time_of_a_list():
    verdict = check(plan({"it": take("l-theanine", "200 mg", ["21:00", "21:60"])}))
    [finding] = verdict.findings
    assert finding.code == "invalid-time"
    assert finding.key.startswith("entries.it.when")
    assert "21:60" in finding.message


def test_an_empty_list_of_times_is_an_error():
    verdict = check(plan({"it": take("l-theanine", "200 mg", [])}))
    assert verdict.status == "invalid"


# values that are no strings


@pytest.mark.parametrize("value", [300, 300.0, float("nan"), float("inf"), True, ["300 mg"], {}])
def test_a_dose_that_is_no_string_is_a_wrong_field(value):
    verdict = check(plan({"it": take("l-theanine", value)}))
    assert [(each.code, each.key) for each in found(verdict, "invalid-field")] == [
        ("invalid-field", "entries.it.dose")
    ]


def test_a_time_that_is_no_string_is_a_wrong_field():
    text = (
        'format = 1\ntitle = "T"\nbedtime = 22:30:00\n'
        '[entries.it]\nsubstance = "l-theanine"\ndose = "200 mg"\nwhen = 21:00:00\n'
    )
    said = {(each.code, each.key) for each in check(text).findings if each.severity == "error"}
    assert said == {("invalid-field", "bedtime"), ("invalid-field", "entries.it.when")}


# the other amounts of a file


@pytest.mark.parametrize(
    ("key", "text"),
    [("price", "18,90 EUR"), ("price", "EUR"), ("price", "18.90"), ("pack", "120"),
     ("serving", "2"), ("serving", "0 capsules")],
)  # fmt: skip
def test_amounts_of_a_product(key, text):
    product = label({"l-theanine": {"amount": "200 mg"}}) | {key: text}
    verdict = check(plan({"it": takes("box")}, products={"box": product}))
    assert [(each.code, each.key) for each in verdict.findings if each.severity == "error"] == [
        ("invalid-amount", f"products.box.{key}")
    ]


def test_pack_and_price_are_read():
    product = label({"l-theanine": {"amount": "200 mg"}}, pack="120 capsules", price="18.90 EUR")
    assert check(plan({"it": takes("box")}, products={"box": product})).status == "pass"


@pytest.mark.parametrize("value", ["100 %", "107 %", "250%", "0.5 %"])
def test_a_daily_value_may_pass_100_percent(value):
    verdict = check(one_label("magnesium-bisglycinate", elemental="300 mg", daily_value=value))
    assert troubles(verdict) == []


@pytest.mark.parametrize("value", ["0 %", "-5 %", "48", "4,8 %", "nan %"])
def test_what_is_no_daily_value(value):
    verdict = check(one_label("magnesium-bisglycinate", elemental="300 mg", daily_value=value))
    assert troubles(verdict) == ["invalid-amount"]


def test_half_a_minute_before_bed_or_an_hour_and_a_half():
    verdict = check(plan({"a": elemental("200 mg", when="1.5 h before bed"), "b": ash()}))
    assert verdict.schedule[0].minutes_before_bed == 90
