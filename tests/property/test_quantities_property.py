"""What holds for every amount and every text."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.quantities import (
    UNITS,
    Amount,
    AmountError,
    ForeignAmount,
    Percentage,
    QuantityError,
    mg_shown,
    mg_text,
    parse_amount,
    parse_any_amount,
    parse_percentage,
    parse_price,
    parse_standardisation,
    settle,
    unit_problem,
)
from planner.wording import visible

NBSP = "\u00a0"


def written(number: tuple[int, int]) -> Decimal:
    digits, places = number
    return Decimal(digits).scaleb(-places)


numbers = st.tuples(st.integers(1, 10**12 - 1), st.integers(0, 11)).map(written)
short_numbers = numbers.filter(lambda value: len(f"{value:f}".replace(".", "")) <= 12)
units = st.sampled_from(list(UNITS.values()))
amounts = st.builds(Amount, short_numbers, units)
values = st.decimals(allow_nan=False, allow_infinity=False)
pieces = st.lists(
    st.one_of(
        st.sampled_from(
            [*"015.,-\u2013+e_/;%*()", "300", "1000", "mg", "g", "mcg", "\u00b5g", "IU"]
        ),
        st.sampled_from(["capsules", "min.", ">=", "to", "EUR"]),
        st.sampled_from([" ", NBSP, "\t", "\n", "\u202e", "\u0663", "\uff15", "\u00bd", "\u039c"]),
        st.characters(),
    ),
    max_size=9,
).map("".join)
texts = st.one_of(pieces, st.text(max_size=80))


@given(amounts)
def test_the_file_form_reads_back(amount):
    assert parse_amount(amount.text) == amount
    assert parse_amount(amount.text).text == amount.text


@given(amounts)
def test_the_screen_form_reads_back_without_its_grouping(amount):
    assert parse_amount(amount.shown.replace(",", "")) == amount
    if amount.value < 1000:
        assert parse_amount(amount.shown) == amount


@given(amounts)
def test_forms_are_safe(amount):
    assert re.fullmatch(r"(0|[1-9][0-9]*)(\.[0-9]*[1-9])? [A-Za-z]+", amount.text)
    assert re.fullmatch(
        rf"(0|[1-9][0-9]{{0,2}}(,[0-9]{{3}})*)(\.[0-9]*[1-9])?{NBSP}[A-Za-z]+", amount.shown
    )


@given(short_numbers.filter(lambda value: value <= 100))
def test_percentages_read_back(value):
    share = Percentage(value)
    assert parse_percentage(share.text) == parse_standardisation(share.shown) == share


@given(texts)
def test_no_text_is_misread(text):
    for read in (
        parse_amount,
        parse_any_amount,
        parse_percentage,
        parse_standardisation,
        parse_price,
    ):
        try:
            found = read(text)
        except AmountError:
            continue
        digits = re.findall(r"[0-9.]+", text.lower().replace("min.", ""))
        assert [Decimal(each) for each in digits] == [found.value]
        assert "," not in text
        assert not re.search(r"[0-9]\s+[0-9]", text)


@given(texts)
def test_a_refusal_can_be_shown(text):
    try:
        parse_amount(text)
    except AmountError as error:
        shown = str(error), error.text
    else:
        return
    assert tuple(map(visible, shown)) == shown


@given(texts)
def test_every_reading_offered_is_accepted_as_it_stands(text):
    try:
        parse_amount(text)
    except AmountError as error:
        for reading in error.readings:
            if not reading.replace(".", "").isdigit():
                assert parse_amount(reading).text == reading


@given(texts)
def test_a_foreign_amount_reads_back_and_is_refused_with_its_problem(text):
    try:
        read = parse_any_amount(text)
    except AmountError:
        return
    assert parse_any_amount(read.text) == read
    if isinstance(read, ForeignAmount):
        with pytest.raises(AmountError):
            parse_amount(text)
        assert unit_problem(read)


@given(values, values)
def test_rounding_never_raises(value, bound):
    assert abs(settle(value) - value) <= Decimal("1e-12") * (1 + abs(value))
    assert mg_text(value).endswith(" mg")
    assert mg_text(value) != "0 mg" or value == 0
    for computed in (False, True):
        assert mg_shown(value, computed=computed, against=bound).endswith(f"{NBSP}mg")


@given(numbers, numbers)
def test_a_shown_figure_stays_on_its_side_of_the_bound(value, bound):
    shown = mg_shown(value, computed=True, against=bound)
    figure = Decimal(shown.removeprefix("≈ ").removesuffix(f"{NBSP}mg").replace(",", ""))
    assert figure.compare(settle(bound)) == settle(value).compare(settle(bound))
    assert shown.startswith("≈") == (figure != settle(value))


@given(numbers, st.integers(1, 60))
def test_parts_add_up_to_the_whole(value, parts):
    whole = Amount(value, UNITS["mg"])
    part = whole.scaled(
        Amount(Decimal(1), UNITS["drop"]).ratio_to(Amount(Decimal(parts), UNITS["drop"]))
    )
    assert settle(
        sum((part.milligrams for _ in range(parts)), Decimal(0)).quantize(Decimal("1e-14"))
    ) == (settle(value))


@given(st.sampled_from(["mg", "g", "mcg"]), numbers, st.sampled_from(["mg", "g", "mcg"]), numbers)
def test_same_as_agrees_with_milligrams(one, first, other, second):
    left, right = Amount(first, UNITS[one]), Amount(second, UNITS[other])
    assert left.same_as(right) == (left.milligrams == right.milligrams) == right.same_as(left)


@given(st.from_regex(r"[0-9]{1,30}(\.[0-9]{1,30})?", fullmatch=True))
def test_a_number_is_read_exactly_or_not_at_all(number):
    try:
        read = parse_amount(f"{number} mg")
    except QuantityError:
        assert Decimal(number) == 0 or len(number.replace(".", "")) > 12
    else:
        assert read.value == Decimal(number)
