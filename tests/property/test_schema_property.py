"""The JSON Schema says of any text and any table what Planner's own readers say of it."""

import copy
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.clock import TimeError, parse_time_of_day, parse_when
from planner.quantities import (
    QuantityError,
    parse_amount,
    parse_any_amount,
    parse_percentage,
    parse_price,
    parse_standardisation,
)
from planner.regimen.writing import regimen_table
from tests import strategies
from tests.corner_texts import CORNERS
from tests.schemas import complaints, errors, schema, validator

# quantities and times, near what is written

NUMBERS = st.one_of(
    st.sampled_from(
        ["0", "1", "5", "00", "007", "0.0", "0.5", "1.50", "100", "100.0", "100.01", "101", "99.9",
         "1,5", ".5", "5.", "1..2", "-1", "+1", "1e3", "1_0", "\u0663", "300-600", "nan", "x",
         "123456789012", "1234567890123", "1.23456789012", "1.234567890123", "000000000000"]
    ),
    st.integers(0, 10**14).map(str),
    st.decimals(0, 2000, places=2).map(str),
)  # fmt: skip
SPACES = st.sampled_from(["", "", " ", "  ", "\u00a0", "\u202f", " \u00a0", "\t", "\n", "\u2009"])
UNITS = st.sampled_from(
    ["mg", "MG", "g", "Grams", "mcg", "ug", "\u00b5g", "\u03bcG", "mmol", "mEq", "mL", "capsule",
     "CAPSULES", "gummies", "gummys", "drops", "IU", "CFU", "mg mg", "m g", "%", "EUR", "eur",
     "EURO", "x" * 20, "x" * 21, "m\u00b5", "k\u017f", "\u212a", "", "1"]
)  # fmt: skip
BEFORE = st.sampled_from(
    ["min. ", "min.", "min ", "min", "MIN. ", ">= ", ">=", "\u2265", "> ", "~"]
)

amounts = st.builds("{}{}{}{}{}".format, SPACES, NUMBERS, SPACES, UNITS, SPACES)
percentages = st.builds("{}{}{}{}%{}".format, SPACES, BEFORE, NUMBERS, SPACES, SPACES)
hidden = st.builds(
    "{}{}{}".format, SPACES, st.sampled_from(["undisclosed", "UnDisclosed", "hidden"]), SPACES
)
any_quantity = st.one_of(
    amounts, percentages, hidden, percentages.map(lambda each: each.replace("min. ", "")), st.text()
)

HOURS = st.sampled_from(["h", "H", "hr", "hrs", "hour", "Hours", "hourz"])
MINUTES = st.sampled_from(["min", "MIN", "mins", "minute", "minutes", "m"])
FEW = st.one_of(
    st.integers(0, 26).map(str),
    st.integers(0, 1500).map(str),
    st.sampled_from(["0.05", "1.5", "1.25", "1.50", "1.555", "23.95", "23.99", "24", "0.0", "030",
                     "30.0", "30.5", "59", "60", "1439", "1440", "0" * 12 + "1", "0" * 11 + "1"]),
)  # fmt: skip
lengths = st.one_of(
    st.builds("{}{}{}".format, FEW, SPACES, HOURS),
    st.builds("{}{}{}".format, FEW, SPACES, MINUTES),
    st.builds("{}{}{}{}{}{}{}".format, FEW, SPACES, HOURS, SPACES, FEW, SPACES, MINUTES),
    FEW,
)
BED = st.sampled_from([" before bed", " BEFORE  bed", " before\u00a0bed ", "before bed", " to bed"])
before_bed = st.one_of(
    st.builds("{}{}".format, lengths, BED),
    st.builds("{}{}{}{}".format, lengths, st.sampled_from([" to ", "  TO ", "-"]), lengths, BED),
    st.builds("{} to {} to {}{}".format, lengths, lengths, lengths, BED),
    st.sampled_from(["at bedtime", " At  Bedtime", "bedtime", "at bed", "in bed", "bed", ""]),
)
clocks = st.builds(
    "{}{}{}{}{}{}{}".format,
    SPACES,
    st.one_of(st.integers(0, 25).map(str), st.integers(0, 25).map("{:02}".format)),
    st.sampled_from(["", ":", ".", ":"]),
    st.one_of(st.just(""), st.integers(0, 61).map("{:02}".format), st.integers(0, 9).map(str)),
    SPACES,
    st.sampled_from(["", "", "am", "PM", "p.m.", "pm pm"]),
    SPACES,
)
long_times = st.integers(0, 40).map(
    lambda zeros: "01 hour 01 minute to 02 hours 02 minutes before bed".replace("0", "0" * zeros)
)


def reads(parse: Any, text: str) -> bool:
    try:
        parse(text)
    except (QuantityError, TimeError):
        return False
    return True


def same_as(schema: dict[str, Any], text: str, expected: bool) -> None:
    for engine in ("ecma", "python"):
        found = validator(engine=engine).evolve(schema=schema).is_valid(text)
        assert found is expected, f"{engine} on {text!r}: {found}"


def key(*path: str) -> dict[str, Any]:
    found = schema()
    for part in path:
        found = found[part]
    return found


ENTRY = ("definitions", "entry", "properties")
PRODUCT = ("definitions", "product", "properties")


def daily_value(text: str) -> Any:
    return parse_percentage(text, may_exceed_hundred=True)


def undisclosed_or_amount(text: str) -> Any:
    return text.strip().lower() == "undisclosed" or parse_any_amount(text)


READERS = [
    (("definitions", "dose"), parse_any_amount),
    (("definitions", "label-elemental"), parse_any_amount),
    (("definitions", "label-compound"), parse_any_amount),
    (("definitions", "label-amount"), undisclosed_or_amount),
    ((*PRODUCT, "serving"), parse_amount),
    ((*PRODUCT, "pack"), parse_amount),
    ((*PRODUCT, "price"), parse_price),
    ((*ENTRY, "standardised_to"), parse_standardisation),
    (("definitions", "label-standardised_to"), parse_standardisation),
    (("definitions", "label-daily_value"), daily_value),
    (("properties", "bedtime"), parse_time_of_day),
    (("definitions", "times"), parse_when),
    (("definitions", "times", "items"), parse_when),
]


def hold_for(text: str) -> None:
    """Hold that every kind of value takes a text just where its reader does."""
    for path, parse in READERS:
        same_as(key(*path), text, reads(parse, text))


@settings(max_examples=400)
@given(any_quantity)
def test_quantities(text):
    hold_for(text)


@settings(max_examples=400)
@given(clocks)
def test_times_by_the_clock(text):
    hold_for(text)


@settings(max_examples=400)
@given(st.one_of(before_bed, long_times))
def test_times_before_bed(text):
    hold_for(text)


@given(st.text())
def test_any_text(text):
    hold_for(text)


@pytest.mark.parametrize("text", dict.fromkeys(CORNERS))
def test_corners(text):
    hold_for(text)


@given(st.text(max_size=130))
def test_texts(text):
    same_as(key(*PRODUCT, "name"), text, bool(text.strip()))
    same_as(key("properties", "title"), text, bool(text.strip()) and len(text) <= 120)


@pytest.mark.parametrize(
    ("version", "right"),
    [("0123456789ab", True), ("0123456789AB", False), ("0" * 11, False), ("0" * 13, False),
     ("0" * 12 + "\n", False), (" " + "0" * 12, False), ("", False)],
)  # fmt: skip
def test_the_version_of_a_template(version, right):
    same_as(key("properties", "derived", "properties", "version"), version, right)


@pytest.mark.parametrize(("length", "right"), [(120, True), (121, False)])
def test_the_length_of_a_title(length, right):
    same_as(key("properties", "title"), "\U0001f319" * length, right)


def test_what_is_blank():
    for code in (*range(0x100), *range(0x1680, 0x2070), 0x3000, 0xFEFF):
        same_as(key(*PRODUCT, "name"), chr(code), not chr(code).isspace())


# whole tables

CATALOGUE = load_catalogue()
SUBSTANCES = ["magnesium", "magnesium-glycinate", "l-theanine", "ashwagandha-extract", "other"]
ODD = [
    "", " ", "x", "300 mg", "1 capsule", "2 IU", "12 mmol", "0 mg", "5 %", "101 %", "21:00",
    "at bedtime", "1 to 2 h before bed", "undisclosed", "EU", "XX", "pregnancy", "caution",
    "elemental", "mon", 0, 1, 42, 5201, -1, True, False, 1.5, [], {}, ["21:00"], ["mon", "mon"],
    ["pregnancy"], [1], {"x": 1}, ["x"] * 25, *SUBSTANCES,
]  # fmt: skip
KEYS = ["titel", "dose", "phases", "name", "basis", "when", "amount", "elemental", "substance",
        "product", "standardised_to", "A!", "contents"]  # fmt: skip


def tables_within(value: Any) -> list[dict[str, Any]]:
    found = [value] if isinstance(value, dict) else []
    rows = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return found + [each for row in rows for each in tables_within(row)]


@st.composite
def nearly_right(draw: st.DrawFn) -> dict[str, Any]:
    """A table that a file holds, with ids that are known, and some changes for the worse."""
    table = regimen_table(draw(strategies.regimens))
    if person := table.get("person"):
        person |= {"country": "US", "conditions": ["pregnancy"]}
    for accepted in table.get("accepted", []):
        accepted["code"] = "caution"
    for entry in table.get("entries", {}).values():
        if "substance" in entry:
            entry["substance"] = draw(st.sampled_from(SUBSTANCES))
            if "dose" in entry:
                entry["dose"] = draw(st.sampled_from(["300 mg", "12 mmol", "1 g", "2 IU"]))
    for product in table.get("products", {}).values():
        known = st.sampled_from(SUBSTANCES[:-1])
        product["contents"] = {draw(known): each for each in product["contents"].values()}
    for _ in range(draw(st.integers(0, 2))):
        places = tables_within(table)
        place = draw(st.sampled_from(places))
        name = draw(st.sampled_from([*place, *KEYS]))
        if draw(st.booleans()):
            place.pop(name, None)
        else:
            place[name] = copy.deepcopy(draw(st.sampled_from(ODD)))
    return table


def beyond_a_schema(code: str, key: str, table: dict[str, Any]) -> bool:
    """Whether a schema cannot see what is wrong, as `test_schema_agreement` names it."""
    if code in ("unknown-product", "unknown-substance"):
        return True
    if code == "unit-mismatch":  # of the serving of a product
        entry = table["entries"].get(key.split(".")[1], {}) if key.startswith("entries.") else {}
        return "product" in entry
    return code == "invalid-time" and key == "bedtime" and "bedtime" not in table


@settings(max_examples=300)
@given(nearly_right())
def test_tables(table):
    found = errors(tomli_w.dumps(table).encode())
    refused = complaints(table)
    if refused:
        assert found, refused
    if found and not refused:
        for each in found:
            assert beyond_a_schema(each.code, each.key, table), (each.code, each.key, each.message)


@settings(max_examples=100)
@given(strategies.regimens)
def test_the_values_of_a_regimen_that_planner_writes(regimen):
    """Of what can be read, a schema refuses what the judge refuses, and nothing else."""
    table = regimen_table(regimen)
    if complaints(table):
        assert errors(tomli_w.dumps(table).encode())
