"""Amounts, percentages and prices as people write them, and doses as they are shown."""

import subprocess
import sys
import time
from decimal import Decimal

import pint
import pytest

from planner.quantities import (
    UNITS,
    Amount,
    AmountError,
    ForeignAmount,
    MineralConversion,
    Percentage,
    Price,
    QuantityError,
    UnitMismatchError,
    UnknownUnitError,
    mg_shown,
    mg_text,
    parse_amount,
    parse_any_amount,
    parse_percentage,
    parse_price,
    parse_standardisation,
    registry,
    settle,
    unit_problem,
)
from planner.wording import visible

NBSP = "\u00a0"
NARROW = "\u202f"


def amount(value: str, unit: str) -> Amount:
    return Amount(Decimal(value), UNITS[unit])


@pytest.fixture(scope="module")
def magnesium() -> MineralConversion:
    return MineralConversion(
        "magnesium",
        Decimal("24.305"),
        2,
        {
            "magnesium-bisglycinate": (Decimal("172.423"), 1),
            "magnesium-citrate": (Decimal("451.11"), 3),
        },
    )


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("300 mg", "300", "mg"),
        ("300mg", "300", "mg"),
        ("300 MG", "300", "mg"),
        ("300 Mg", "300", "mg"),
        ("5 G", "5", "g"),
        ("5 MCG", "5", "mcg"),
        ("0.3 g", "0.3", "g"),
        ("300 mcg", "300", "mcg"),
        ("300 ug", "300", "mcg"),
        ("300 \u00b5g", "300", "mcg"),
        ("300 \u03bcg", "300", "mcg"),
        ("300 \u00b5G", "300", "mcg"),
        ("1 gram", "1", "g"),
        ("2 Grams", "2", "g"),
        ("1 milligram", "1", "mg"),
        ("2 milligrams", "2", "mg"),
        ("1 microgram", "1", "mcg"),
        ("2 micrograms", "2", "mcg"),
        ("12 mmol", "12", "mmol"),
        ("25 mEq", "25", "mEq"),
        ("25 meq", "25", "mEq"),
        ("5 mL", "5", "mL"),
        ("5 ml", "5", "mL"),
        ("2 capsules", "2", "capsule"),
        ("2 capsule", "2", "capsule"),
        ("3 GUMMIES", "3", "gummy"),
        ("0.5 tablet", "0.5", "tablet"),
        (f"300{NBSP}mg", "300", "mg"),
        (f"300{NARROW}mg", "300", "mg"),
        (f"  300 {NBSP} mg{NARROW}", "300", "mg"),
        (" " * 500 + "300 mg", "300", "mg"),
        ("1.000 mg", "1", "mg"),
        ("007 mg", "7", "mg"),
        ("0.00000000001 mg", "0.00000000001", "mg"),
        ("999999999999 mg", "999999999999", "mg"),
    ],
)
def test_amounts_that_are_read(text, value, unit):
    assert parse_amount(text) == amount(value, unit)
    assert parse_any_amount(text) == amount(value, unit)


@pytest.mark.parametrize("name", ["tablet", "softgel", "lozenge", "sachet", "scoop", "drop"])
@pytest.mark.parametrize("ending", ["", "s"])
def test_counted_forms_in_singular_and_plural(name, ending):
    assert parse_amount(f"2 {name}{ending}").unit is UNITS[name]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1,5 g", ("1.5 g", "15 g")),
        ("1,5 mg", ("1.5 mg", "15 mg")),
        ("1,5", ("1.5", "15")),
        ("0,5 mg", ("0.5 mg", "5 mg")),
        ("1,000 mg", ("1000 mg", "1 mg")),
        ("1,234,567 mg", ("1234567 mg",)),
        ("1,234.5 mg", ("1234.5 mg",)),
        ("1.234,5 mg", ("1234.5 mg",)),
        ("1.000.000 mg", ("1000000 mg",)),
        ("1.5.2 mg", ()),
        (".5 mg", ("0.5 mg", "5 mg")),
        ("5. mg", ("5 mg",)),
        ("5 mg.", ("5 mg",)),
        ("300", ("300 mg", "300 mcg", "300 g")),
        ("5", ("5 mg", "5 mcg", "5 g")),
        ("-300 mg", ("300 mg",)),
        ("+300 mg", ("300 mg",)),
        ("\u2212300 mg", ("300 mg",)),
        ("1e3 mg", ("1000 mg",)),
        ("1E3 mg", ("1000 mg",)),
        ("1e400 mg", ()),
        ("1e99999999999 mg", ()),
        ("1_000 mg", ("1000 mg",)),
        ("1 000 mg", ("1000 mg",)),
        (f"1{NBSP}000 mg", ("1000 mg",)),
        ("1'000 mg", ("1000 mg",)),
        ("300-600 mg", ("300 mg", "600 mg")),
        ("300\u2013600 mg", ("300 mg", "600 mg")),
        ("300 mg to 600 mg", ("300 mg", "600 mg")),
        ("300 mg/day", ("300 mg",)),
        ("300 mg per day", ("300 mg",)),
        ("300 mg daily", ("300 mg",)),
        ("5 mg/kg", ()),
        ("300 mg 200 mg", ("300 mg", "200 mg")),
        ("300 mg + 200 mg", ("300 mg", "200 mg")),
        ("300 mg*mg", ("300 mg",)),
        ("2 mg mg", ("2 mg",)),
        ("300 mg; import os", ("300 mg",)),
        ("5 mg # x", ("5 mg",)),
        ("300 mg elemental", ("300 mg",)),
        ("5 m g", ()),
        ("mg 5", ("5 mg",)),
        ("mg 300", ("300 mg",)),
        ("mg", ()),
        ("nan mg", ()),
        ("inf mg", ()),
        ("infinity mg", ()),
        ("(((1)))mg", ()),
        ("((((1", ()),
        ("(" * 3000, ()),
        ("9**9**9 mg", ()),
        ("9**9**9", ()),
        ("9**9**9**9", ()),
        ("3 x 100 mg", ()),
        ("__import__('os')", ()),
        ("", ()),
        ("   ", ()),
        ("0 mg", ()),
        ("0.000 mg", ()),
        ("1234567890123 mg", ()),
        ("0.000000000001 mg", ()),
        ("9" * 5000 + " mg", ()),
        ("\uff13\uff10\uff10 mg", ("300 mg",)),
        ("\u0663\u0660\u0660 mg", ("300 mg",)),
        ("300 \uff4d\uff47", ("300 mg",)),
        ("300 \u039cg", ("300 mcg", "300 mg")),
        ("300 \u017fachet", ("300 sachets",)),
        ("2 p\u0131ece", ()),
        ("2 p\u0130ece", ()),
        ("300 m\u0440", ()),
        ("\u00bd tablet", ("0.5 tablets",)),
        ("1\u00bd tablets", ("1.5 tablets",)),
        ("1/2 tablet", ("0.5 tablets",)),
        ("1/3 g", ()),
        ("1/0 g", ()),
        ("\u2153 g", ()),
        ("5\u00b2 mg", ()),
        ("one capsule", ()),
        ("about 300 mg", ("300 mg",)),
        ("<300 mg", ("300 mg",)),
        ("5 %", ()),
        ("300\tmg", ("300 mg",)),
        ("300 mg\n", ("300 mg",)),
        ("300\u200bmg", ("300 mg",)),
        ("300\u2003mg", ("300 mg",)),
        ("\u202e300 mg", ("300 mg",)),
        ("\x1b[31mX", ()),
        ("300 mg\x00", ("300 mg",)),
        ("\ud800 mg", ()),
    ],
)
def test_texts_that_are_no_amount(text, readings):
    for read in (parse_amount, parse_any_amount):
        with pytest.raises(AmountError) as caught:
            read(text)
        assert caught.value.readings == readings
        message = str(caught.value)
        assert all(reading in message for reading in readings)
        assert visible(message) == message
        assert len(message) < 400
        assert len(caught.value.text) <= 60


@pytest.mark.parametrize(
    ("text", "nearest", "readings"),
    [
        ("5 mgs", "mg", ("5 mg",)),
        ("300 mgg", "mg", ("300 mg",)),
        ("5 gm", "g", ("5 g",)),
        ("2 caps", "capsule", ("2 capsules",)),
        ("1 tablete", "tablet", ("1 tablet",)),
        ("1 kg", "g", ()),
        ("5 ng", "mcg", ()),
        ("5 \u00b5mol", "mmol", ()),
        ("1 L", "mL", ()),
        ("1 tsp", "mL", ()),
        ("5 pills", "tablet", ()),
        ("5 zzz", None, ()),
        ("5 " + "x" * 60, None, ()),
    ],
)
def test_unknown_units_offer_the_nearest_but_never_another_amount(text, nearest, readings):
    with pytest.raises(UnknownUnitError) as caught:
        parse_amount(text)
    assert (caught.value.nearest, caught.value.readings) == (nearest, readings)
    assert nearest is None or nearest in str(caught.value)


def test_international_units_are_understood_and_refused():
    with pytest.raises(AmountError, match="no conversion") as caught:
        parse_amount("400 iu")
    assert not isinstance(caught.value, UnknownUnitError)


def test_any_unit_word_is_kept():
    read = parse_any_amount("1000 IU")
    assert read == ForeignAmount(Decimal(1000), "IU")
    assert (read.text, read.shown, str(read)) == ("1000 IU", f"1,000{NBSP}IU", "1000 IU")
    with pytest.raises(AmountError, match="10000000000 CFU"):
        parse_any_amount("10 billion CFU")
    for text in ["5 " + "x" * 21, "5 \u00b5mol", "5 gut bugs", "IU"]:
        with pytest.raises(AmountError):
            parse_any_amount(text)


@pytest.mark.parametrize("text", ["1000 IU", "5 mgs", "5 zzz", "1 kg"])
def test_the_problem_with_a_unit_is_the_refusal(text):
    read = parse_any_amount(text)
    assert isinstance(read, ForeignAmount)
    with pytest.raises(AmountError) as caught:
        parse_amount(text)
    assert unit_problem(read) == str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["1" * 64, "1," * 32, "1 " * 32, "9**" * 21, "1/" * 32, "a" * 64, "1 mg to " * 8, "." * 64],
)
def test_refusals_are_fast(text):
    start = time.perf_counter()
    for hostile in (text, text * 10_000):
        with pytest.raises(AmountError):
            parse_amount(hostile)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    ("written", "text", "shown"),
    [
        ("300.0 mg", "300 mg", f"300{NBSP}mg"),
        ("0.50 mg", "0.5 mg", f"0.5{NBSP}mg"),
        ("1200 mg", "1200 mg", f"1,200{NBSP}mg"),
        ("1234567.50 mg", "1234567.5 mg", f"1,234,567.5{NBSP}mg"),
        ("500 \u00b5g", "500 mcg", f"500{NBSP}mcg"),
        ("0.00000001 g", "0.00000001 g", f"0.00000001{NBSP}g"),
        ("1 capsules", "1 capsule", f"1{NBSP}capsule"),
        ("1.0 capsule", "1 capsule", f"1{NBSP}capsule"),
        ("0.5 capsule", "0.5 capsules", f"0.5{NBSP}capsules"),
        ("2 gummy", "2 gummies", f"2{NBSP}gummies"),
        ("5 ml", "5 mL", f"5{NBSP}mL"),
    ],
)
def test_safe_forms(written, text, shown):
    read = parse_amount(written)
    assert (read.text, read.shown, str(read)) == (text, shown, text)


def test_exponents_never_show():
    assert Amount(Decimal("1E+3"), UNITS["mg"]).text == "1000 mg"
    assert Amount(Decimal("1E-9"), UNITS["mg"]).text == "0.000000001 mg"


def test_a_long_computed_amount_is_shown_rounded():
    third = amount("1", "capsule").scaled(amount("2", "mL").ratio_to(amount("3", "mL")))
    assert third.shown == f"≈ 0.667{NBSP}capsules"


@pytest.mark.parametrize("value", ["0", "-1", "NaN", "sNaN", "Infinity"])
def test_values_that_are_no_quantity(value):
    for make in (
        lambda number: Amount(number, UNITS["mg"]),
        lambda number: ForeignAmount(number, "IU"),
        Percentage,
        lambda number: Price(number, "EUR"),
    ):
        with pytest.raises(AmountError):
            make(Decimal(value))


def test_equality_is_as_written_and_same_as_is_by_quantity():
    assert parse_amount("300.0 mg") == parse_amount("300 mg")
    assert hash(parse_amount("300.0 mg")) == hash(parse_amount("300 mg"))
    assert parse_amount("0.3 g") != parse_amount("300 mg")
    assert parse_amount("0.3 g").same_as(parse_amount("300 mg"))
    assert not parse_amount("2 tablets").same_as(parse_amount("2 capsules"))
    assert not parse_amount("2 mEq").same_as(parse_amount("1 mmol"))


def test_mass_is_exact():
    assert parse_amount("0.2 g").milligrams * 3 == Decimal(600)
    assert parse_amount("0.2 g").scaled(Decimal(3)).milligrams == Decimal(600)
    assert parse_amount("0.1 mcg").milligrams == Decimal("0.0001")
    assert parse_amount("999999999.999 g").milligrams == Decimal(999999999999)


def test_ratios():
    assert parse_amount("1 capsule").ratio_to(parse_amount("2 capsules")) == Decimal("0.5")
    assert parse_amount("1 g").ratio_to(parse_amount("250 mg")) == 4
    assert parse_amount("5 mL").ratio_to(parse_amount("2 mL")) == Decimal("2.5")
    assert parse_amount("5 mEq").ratio_to(parse_amount("2 mEq")) == Decimal("2.5")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2 tablets", "2 capsules"),
        ("5 mL", "5 mg"),
        ("1 mmol", "1 mg"),
        ("1 mmol", "2 mEq"),
        ("1 capsule", "300 mg"),
    ],
)
def test_dimensions_do_not_mix(one, other):
    with pytest.raises(UnitMismatchError):
        parse_amount(one).ratio_to(parse_amount(other))


@pytest.mark.parametrize("text", ["2 tablets", "5 mL", "1 mmol", "2 mEq"])
def test_only_a_mass_has_milligrams(text):
    with pytest.raises(UnitMismatchError) as caught:
        _ = parse_amount(text).milligrams
    assert parse_amount(text).text in str(caught.value)
    assert not isinstance(caught.value, AmountError)


@pytest.mark.parametrize(
    ("text", "value"),
    [("5 %", "5"), ("5%", "5"), (f"2.5{NBSP}%", "2.5"), ("100 %", "100"), (" 0.1 % ", "0.1")],
)
def test_percentages_that_are_read(text, value):
    assert parse_percentage(text) == Percentage(Decimal(value))
    assert parse_standardisation(text) == Percentage(Decimal(value))


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("5", ("5 %",)),
        ("2,5 %", ("2.5 %", "25 %")),
        ("0 %", ()),
        ("101 %", ()),
        ("5 percent", ("5 %",)),
        ("5-7 %", ("5 %", "7 %")),
        ("-5 %", ("5 %",)),
        ("> 5 %", ("5 %",)),
        ("at least 5 %", ("5 %",)),
        ("5 \uff05", ("5 %",)),
        ("5 mg", ()),
        ("", ()),
        ("min.", ()),
        ("min", ()),
        ("min. min. 5 %", ()),
        ("%", ()),
    ],
)
def test_texts_that_are_no_percentage(text, readings):
    for read in (parse_percentage, parse_standardisation):
        with pytest.raises(AmountError) as caught:
            read(text)
        assert caught.value.readings == readings


@pytest.mark.parametrize(
    "text",
    ["min. 5 %", "Min. 5%", "min.5 %", "min 5 %", ">= 5 %", ">=5%", "\u2265 5 %", "\u22655%"],
)
def test_a_declared_minimum_is_read_as_the_percentage(text):
    assert parse_standardisation(text) == Percentage(Decimal(5))
    with pytest.raises(AmountError):
        parse_percentage(text)


def test_daily_values_may_exceed_a_hundred():
    daily = parse_percentage("1200 %", may_exceed_hundred=True)
    assert (daily.text, daily.shown) == ("1200 %", "1,200%")
    assert parse_percentage("2.50 %").text == "2.5 %"
    assert parse_percentage("5 %").of(Decimal(300)) == Decimal(15)
    assert parse_percentage("48 %").of(Decimal(420)) == Decimal("201.6")


@pytest.mark.parametrize(
    ("text", "written", "shown"),
    [
        ("18.90 EUR", "18.90 EUR", f"18.90{NBSP}EUR"),
        ("18.9 EUR", "18.90 EUR", f"18.90{NBSP}EUR"),
        ("18EUR", "18 EUR", f"18{NBSP}EUR"),
        ("1018.00 USD", "1018 USD", f"1,018{NBSP}USD"),
        ("0.125 KWD", "0.125 KWD", f"0.125{NBSP}KWD"),
    ],
)
def test_prices_that_are_read(text, written, shown):
    price = parse_price(text)
    assert (price.text, price.shown, str(price)) == (written, shown, written)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("18,90 EUR", ("18.90 EUR", "1890 EUR")),
        ("18.90", ("18.90 EUR", "18.90 USD")),
        ("18.90 eur", ("18.90 EUR",)),
        ("EUR 18.90", ("18.90 EUR",)),
        ("\u20ac18.90", ("18.90 EUR",)),
        ("18.90 \u20ac", ("18.90 EUR",)),
        ("0 EUR", ()),
        ("18.90 euros", ()),
        ("", ()),
    ],
)
def test_texts_that_are_no_price(text, readings):
    with pytest.raises(AmountError) as caught:
        parse_price(text)
    assert caught.value.readings == readings


def test_settling_makes_thirds_whole():
    third = parse_amount("1 capsule").ratio_to(parse_amount("3 capsules"))
    assert settle(3 * parse_amount("200 mg").scaled(third).milligrams) == Decimal(200)
    assert settle(Decimal("1e60")) == Decimal("1e60")
    assert settle(Decimal("1e999999")) == Decimal("1e999999")
    assert settle(Decimal("-1e-999999")) == 0
    assert settle(Decimal("9" * 200 + "." + "9" * 200)) == Decimal(10) ** 200


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("400", "400 mg"),
        ("400.000", "400 mg"),
        ("1420", "1420 mg"),
        ("1e3", "1000 mg"),
        ("42.28871904", "42.288719 mg"),
        ("0", "0 mg"),
        ("0.0000001", "0.000001 mg"),
        ("0.0000005", "0.000001 mg"),
        ("1e-400", "0.000001 mg"),
        ("123456789012.3456784", "123456789012.345678 mg"),
    ],
)
def test_machine_form(value, text):
    assert mg_text(Decimal(value)) == text


@pytest.mark.parametrize("function", [settle, mg_text, mg_shown])
@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_number_is_never_shown(function, value):
    with pytest.raises(QuantityError):
        function(Decimal(value))


@pytest.mark.parametrize(
    ("value", "computed", "against", "shown"),
    [
        ("400", False, None, "400 mg"),
        ("1420", False, None, "1,420 mg"),
        ("1234.5", False, None, "1,234.5 mg"),
        ("42.288719", False, None, "42.288719 mg"),
        ("42.28871904", False, None, "≈ 42.3 mg"),
        ("56.384589", True, None, "≈ 56.4 mg"),
        ("600", True, None, "600 mg"),
        ("199.99999999999999", True, None, "200 mg"),
        ("1234.5", True, None, "≈ 1,230 mg"),
        ("0", True, None, "0 mg"),
        ("1e-20", False, None, "0.00000000000000000001 mg"),
        ("350.4", True, "350", "350.4 mg"),
        ("350.4", True, "300", "≈ 350 mg"),
        ("349.6", True, "350", "349.6 mg"),
        ("350.00042", True, "350", "≈ 350.0004 mg"),
        ("1234.5", True, "1234.5", "1,234.5 mg"),
        ("1234.5", True, "1232", "≈ 1,234 mg"),
        ("350.00000000000001", True, "350", "350 mg"),
    ],
)
def test_screen_form(value, computed, against, shown):
    bound = None if against is None else Decimal(against)
    assert mg_shown(Decimal(value), computed=computed, against=bound) == shown.replace(
        " mg", f"{NBSP}mg"
    )


def test_conversions_of_magnesium(magnesium):
    assert magnesium.elemental_milligrams(parse_amount("1 mmol")) == Decimal("24.305")
    assert magnesium.elemental_milligrams(parse_amount("2 mEq")) == Decimal("24.305")
    assert magnesium.elemental_milligrams(parse_amount("12 mmol")) == Decimal("291.66")
    assert magnesium.elemental_milligrams(parse_amount("0.4 g")) == Decimal(400)
    elemental = magnesium.elemental_from_compound("magnesium-bisglycinate", Decimal(400))
    assert mg_shown(elemental, computed=True) == f"≈ 56.4{NBSP}mg"
    assert mg_text(magnesium.elemental_from_compound("magnesium-bisglycinate", Decimal(300))) == (
        "42.288442 mg"
    )
    assert settle(magnesium.compound_from_elemental("magnesium-bisglycinate", elemental)) == 400
    assert settle(magnesium.fraction("magnesium-citrate")) == settle(
        Decimal("72.915") / Decimal("451.11")
    )


@pytest.mark.parametrize("compound", ["magnesium-bisglycinate", "magnesium-citrate"])
def test_pint_and_the_plain_factors_agree(magnesium, compound):
    for unit in ("mmol", "mEq", "mg", "g", "mcg"):
        amount = parse_amount(f"7.5 {unit}")
        assert settle(magnesium.convert(amount.value, unit, "mg")) == settle(
            magnesium.elemental_milligrams(amount)
        )
        back = magnesium.convert(Decimal("7.5"), "mg", unit)
        assert settle(magnesium.convert(back, unit, "mg")) == Decimal("7.5")
    for value in (Decimal(1), Decimal(400), Decimal("0.001")):
        assert settle(magnesium.convert(value, "mg_compound", "mg", compound)) == settle(
            magnesium.elemental_from_compound(compound, value)
        )
        assert settle(magnesium.convert(value, "mg", "mg_compound", compound)) == settle(
            magnesium.compound_from_elemental(compound, value)
        )


def test_pint_refuses_what_has_no_conversion(magnesium):
    for unit, to in (("capsule", "mg"), ("mL", "mg"), ("mg_compound", "mg"), ("mg", "tablet")):
        with pytest.raises(UnitMismatchError):
            magnesium.convert(Decimal(1), unit, to)


def test_the_units_of_mass_are_those_of_the_registry():
    for name in ("g", "mg", "mcg"):
        in_mg = registry().Quantity(Decimal(1), name).to("mg").magnitude
        assert parse_amount(f"1 {name}").milligrams == in_mg


def test_conversions_that_do_not_exist(magnesium):
    for text in ("2 capsules", "5 mL"):
        with pytest.raises(UnitMismatchError):
            magnesium.elemental_milligrams(parse_amount(text))
    with pytest.raises(KeyError):
        magnesium.fraction("magnesium")
    for masses in ((Decimal(0), 1), (Decimal("NaN"), 1), (Decimal(100), 0)):
        with pytest.raises(ValueError, match="above zero"):
            MineralConversion("magnesium", Decimal("24.305"), 2, {"x": masses})


def test_two_minerals_do_not_share_figures(magnesium):
    zinc = MineralConversion("zinc", Decimal("65.38"), 2, {"zinc-oxide": (Decimal("81.38"), 1)})
    again = MineralConversion("magnesium", Decimal(20), 1, {})
    assert zinc.elemental_milligrams(parse_amount("1 mmol")) == Decimal("65.38")
    assert again.elemental_milligrams(parse_amount("1 mEq")) == Decimal(20)
    assert magnesium.elemental_milligrams(parse_amount("1 mmol")) == Decimal("24.305")


def test_the_registry_knows_these_units_and_no_others():
    units = registry()
    assert registry() is units
    for name in UNITS:
        assert units.Quantity(Decimal(1), name).magnitude == 1
    for unknown in ("meter", "kg", "IU", "gauss"):
        with pytest.raises(pint.UndefinedUnitError):
            units.Quantity(Decimal(1), unknown)
    for one, other in (("mg", "mg_compound"), ("capsule", "tablet"), ("mmol", "mEq"), ("mL", "g")):
        with pytest.raises(pint.DimensionalityError):
            units.Quantity(Decimal(1), one) + units.Quantity(Decimal(1), other)


def test_reading_and_showing_load_neither_pint_nor_pydantic():
    code = (
        "import sys; from decimal import Decimal; from planner.quantities import *\n"
        "parse_amount('300 mg').milligrams; mg_shown(Decimal(1)); "
        "MineralConversion('m', Decimal(1), 1, {})\n"
        "print(*{'pint', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
