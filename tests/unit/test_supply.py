"""How long a pack lasts and what an evening costs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.judge.supply import supply, supply_words_of
from planner.regimen.reading import read_bytes

HEAD = """
format = 1
title = "x"
bedtime = "22:30"
{start}
[entries.a]
product = "p"
{dose}
when = {when}
{days}
[products.p]
name = "P"
serving = "2 capsules"
{pack}
{price}
[products.p.contents.glycine]
amount = "1 g"
"""


def regimen(*, dose="2 capsules", when='"21:00"', days="", pack="120 capsules", price="", start=""):
    text = HEAD.format(
        start=start,
        dose=dose if "=" in dose else f'dose = "{dose}"',
        when=when,
        days=days,
        pack=f'pack = "{pack}"' if pack else "",
        price=f'price = "{price}"' if price else "",
    )
    reading = read_bytes(text.encode())
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    return reading.regimen


def found(**given_facts):
    result = supply(regimen(**given_facts), "p")
    assert result is not None
    return result


@given(st.integers(1, 400), st.integers(1, 6))
def test_a_pack_lasts_as_often_as_the_dose_goes_into_it(pack, dose):
    nights = found(pack=f"{pack} capsules", dose=f"{dose} capsules").nights
    assert nights * dose <= pack < (nights + 1) * dose


def test_every_taking_and_every_entry_counts():
    assert found(when='["08:00", "21:00"]').nights == 30
    two = regimen()
    entry = two.entries["a"]
    both = two.model_copy(update={"entries": {"a": entry, "b": entry}})
    result = supply(both, "p")
    assert result is not None
    assert result.nights == 30
    assert result.a_week == 28


def test_evenings_without_it_make_it_last_longer():
    result = found(days='days = ["mon", "wed"]', pack="8 capsules")
    assert result.nights == 14, "two weeks; the third Monday finds none"


def test_the_start_says_which_day_comes_first_and_until_when():
    monday, tuesday = "start = 2026-11-30", "start = 2026-12-01"
    only_mondays = {"days": 'days = ["mon"]', "pack": "2 capsules"}
    assert found(start=monday, **only_mondays).nights == 7
    assert found(start=tuesday, **only_mondays).nights == 13
    assert str(found(start=monday, pack="20 capsules").runs_out) == "2026-12-10"


def test_phases_count_with_the_dose_of_their_weeks():
    dose = 'phases = [{ weeks = 1, dose = "1 capsule" }, { weeks = 6, dose = "2 capsules" }]'
    assert found(dose=dose, pack="27 capsules").nights == 17


def test_the_cost_is_the_price_over_the_evenings():
    result = found(price="18.90 EUR")
    assert result.a_night is not None
    assert result.a_night.value * result.nights == Decimal("18.90")
    words = supply_words_of(regimen(price="18.90 EUR"), "a").replace("\u00a0", " ")
    assert words == "120 capsules last 60 evenings · ≈ 0.32 EUR an evening"
    exact = supply_words_of(regimen(price="18 EUR"), "a").replace("\u00a0", " ")
    assert exact.endswith("· 0.30 EUR an evening")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"pack": ""}, ""),
        ({"pack": "500 mL"}, "counts something else"),
        ({"pack": "1 capsule"}, "less than one evening"),
        ({"days": 'days = ["mon"]', "pack": "9999 capsules"}, "more than ten years"),
    ],
)
def test_what_cannot_be_said_is_not(facts, said):
    words = supply_words_of(regimen(**facts), "a")
    assert said in words
    assert bool(said) == bool(words)
