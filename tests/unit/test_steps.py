"""Steps of a dose: in the unit that is written, there and back, and never to nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.quantities import UNITS, Amount, parse_amount
from planner.regimen.reading import read_bytes
from planner.regimen.steps import step_words, stepped, stepped_amount

REGIMEN = b"""
format = 1
title = "x"
[entries.caps]
product = "p"
dose = "2 capsules"
when = "21:00"
[entries.phased]
substance = "glycine"
phases = [{ weeks = 2, dose = "1 g" }]
when = "21:00"
[entries.units]
substance = "other"
name = "D"
dose = "400 IU"
when = "21:00"
[products.p]
name = "P"
serving = "2 capsules"
[products.p.contents.glycine]
amount = "1 g"
"""


def regimen():
    found = read_bytes(REGIMEN).regimen
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("start", "up", "down"),
    [
        ("2 capsules", "3 capsules", "1 capsule"),
        ("300 mg", "325 mg", "275 mg"),
        ("100 mg", "125 mg", "95 mg"),
        ("95 mg", "100 mg", "90 mg"),
        ("1000 mg", "1100 mg", "975 mg"),
        ("0.3 g", "0.325 g", "0.275 g"),
        ("500 mcg", "600 mcg", "400 mcg"),
        ("12 mmol", "13 mmol", "11 mmol"),
        ("5 mL", "6 mL", "4 mL"),
    ],
)
def test_a_step_keeps_the_unit(start, up, down):
    amount = parse_amount(start)
    assert stepped_amount(amount, up=True).text == up
    assert stepped_amount(amount, up=False).text == down


@given(
    st.decimals(min_value=Decimal("0.1"), max_value=Decimal(99999), places=1),
    st.sampled_from(["mg", "capsule", "mmol", "mL", "g", "mcg"]),
)
def test_a_step_up_is_taken_back_by_a_step_down(value, unit):
    amount = Amount(value, UNITS[unit])
    up = stepped_amount(amount, up=True)
    assert up.value > amount.value
    assert up.unit == amount.unit
    assert stepped_amount(up, up=False).value == amount.value


@given(st.decimals(min_value=Decimal("0.1"), max_value=Decimal(5000), places=1))
def test_stepping_down_ends_with_words_before_nothing_is_left(value):
    amount = Amount(value, UNITS["mg"])

    def down(start: Amount) -> None:
        lower = stepped_amount(start, up=False)
        assert 0 < lower.value < start.value
        down(lower)

    with pytest.raises(ValueError, match="remove the entry"):
        down(amount)


def test_one_entry_changes_and_nothing_else():
    before = regimen()
    after = stepped(before, "caps", 3)
    assert after.entries["caps"].dose == parse_amount("5 capsules")
    assert stepped(after, "caps", -3) == before
    assert step_words(before, after, "caps") == "caps: 2 capsules becomes 5 capsules"


@pytest.mark.parametrize(("entry", "said"), [("phased", "phases"), ("units", "unit of its own")])
def test_what_has_no_step_says_why(entry, said):
    with pytest.raises(ValueError, match=said):
        stepped(regimen(), entry, 1)
