"""What a label is understood to say: the wordings of real labels can be copied as printed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.clock import parse_time_of_day
from planner.forms.building import build
from planner.forms.draft import BOTH, COMPOUND, ELEMENTAL, Draft, Drafted, Row, chosen_row
from planner.forms.filling import draft_of, with_label
from planner.forms.label_reading import LabelReading, label_words, read_label
from planner.forms.labels import content_of, settled
from planner.forms.strength import read_strength
from planner.judge import judge
from planner.quantities import parse_amount
from planner.regimen.models import Regimen
from planner.wording import visible
from tests.strategies import products

CATALOGUE = load_catalogue()
EVENING = Regimen(title="x", bedtime=parse_time_of_day("22:30"))
BIS = "magnesium-bisglycinate"
ASHWA = "ashwagandha-extract"


def is_harmless(text):
    return visible(text.replace("\u00a0", " ")) == text.replace("\u00a0", " ")


def label(*also, serving="2 capsules", counted="capsule", **row):
    return Draft(row=Row(**row), also=also, serving=serving, counted=counted)


def read(draft):
    reading = read_label(draft, CATALOGUE)
    return [text.replace("\u00a0", " ") for text in reading.understood], reading


def taken(draft, dose="2 capsules"):
    """What one taking of the label gives, and the codes of what is found."""
    draft = replace(draft, dose=dose, when="at bedtime")
    made = build(draft, EVENING, CATALOGUE, None)
    assert made.regimen is not None, (made.problems, made.missing)
    verdict = judge(made.regimen, CATALOGUE)
    gives = [text.replace("\u00a0", " ") for row in verdict.schedule for text in row.gives]
    return gives, {finding.code for finding in verdict.findings}


# Wordings of real labels.


def test_two_rows_are_one_amount():
    draft = label(id=BIS, which=BOTH, elemental="60 mg", compound="400 mg")
    (words,), reading = read(draft)
    assert words == (
        "2 capsules hold 60 mg of the magnesium itself (elemental), as 400 mg of magnesium"
        " bisglycinate: 15%, near the ≈ 14.1% of the pure compound. One capsule: 30 mg elemental."
    )
    assert not reading.needed
    assert not reading.asked
    assert taken(draft)[0] == ["60 mg elemental magnesium"]


def test_the_compound_in_brackets():
    """Magnesium (as magnesium bisglycinate chelate 500 mg) 70mg."""
    draft = label(id=BIS, which=BOTH, elemental="70mg", compound="500 mg", serving="1 capsule")
    (words,), _ = read(draft)
    assert words.startswith("1 capsule holds 70 mg of the magnesium itself (elemental), as 500 mg")
    assert "14%, near the ≈ 14.1% of the pure compound" in words
    assert "One capsule" not in words
    assert taken(draft, "1 capsule")[0] == ["70 mg elemental magnesium"]


def test_buffered_chelate_holds_more_than_the_pure_one_can():
    draft = label(id=BIS, which=BOTH, elemental="200 mg", compound="1112 mg")
    assert "≈ 18%, more than the ≈ 14.1% that the pure compound has" in read(draft)[0][0]
    assert "label-contradiction" in taken(draft)[1]
    draft = label(id=BIS, which=BOTH, elemental="200 mg", compound="1112 mg", buffered=True)
    assert "the label says that it is buffered" in read(draft)[0][0]
    assert "label-contradiction" not in taken(draft)[1]


def test_an_amount_without_a_basis_is_asked_about():
    draft = label(id=BIS, amount="400mg", serving="2 tablets", counted="tablet")
    (words,), reading = read(draft)
    assert words == (
        "2 tablets hold 400 mg of magnesium bisglycinate; the label does not say whether that is"
        " the magnesium itself or the whole compound (then ≈ 56.4 mg elemental). One tablet:"
        " 200 mg."
    )
    assert len(reading.asked) == 1
    assert "basis-unstated" in taken(draft, "2 tablets")[1]


def test_withanolides_in_milligrams_beside_the_extract():
    draft = label(id=ASHWA, amount="600 mg", strength="30 mg", serving="1 capsule")
    assert read(draft)[0] == [
        "1 capsule holds 600 mg of ashwagandha extract at 5% = 30 mg of withanolides."
    ]
    gives, codes = taken(draft, "1 capsule")
    assert gives == ["600 mg ashwagandha extract (5% = 30 mg withanolides)"]
    assert "standardisation-unstated" not in codes
    tied = settled(draft, CATALOGUE)
    assert tied.row.strength == "30 mg in 600 mg"
    assert settled(tied, CATALOGUE) is tied
    half = replace(tied, row=replace(tied.row, amount="300 mg"))
    assert taken(half, "1 capsule")[0] == ["300 mg ashwagandha extract (5% = 15 mg withanolides)"]


def test_a_ratio_is_no_strength():
    """Ashwagandha (From 300mg of 10:1 Extract) 3000mg: 300 mg of extract of unknown strength."""
    draft = label(id=ASHWA, amount="300mg", serving="1 capsule")
    (words,), reading = read(draft)
    assert words.endswith("300 mg of ashwagandha extract, of a strength that is not stated.")
    assert reading.asked == ("how strong ashwagandha extract is",)
    assert "standardisation-unstated" in taken(draft, "1 capsule")[1]
    with pytest.raises(ValueError, match="10:1 says how much of the plant"):
        read_strength("10:1", parse_amount("300 mg"), "withanolides")


def test_leaf_and_root_with_its_glycowithanolides():
    draft = label(id="ashwagandha-shoden", amount="240 mg", strength="84 mg", serving="1 capsule")
    assert "at 35% = 84 mg of withanolide glycosides" in read(draft)[0][0]


def test_a_blend_hides_an_amount():
    draft = label(
        Row(id="l-theanine", amount="10 mg"),
        Row(id="melatonin", amount="2.5 mg"),
        id=ASHWA,
        undisclosed=True,
    )
    words, reading = read(draft)
    assert "the amount is not disclosed, so totals of it are at least" in words[0]
    assert words[1:] == [
        "Also 10 mg of L-theanine. One capsule: 5 mg.",
        "Also 2.5 mg of melatonin. One capsule: 1.25 mg.",
    ]
    assert reading.asked == ("how much ashwagandha extract there is",)
    assert "amount-undisclosed" in taken(draft)[1]


# The daily value.


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"amount": "200 mg", "daily_value": "48 %"}, "that shows that it is the magnesium itself"),
        ({"amount": "1420 mg", "daily_value": "48 %"}, "that shows that it is the whole compound"),
        ({"amount": "200 mg", "daily_value": "9 %"}, "which fits neither reading"),
        (
            {"which": ELEMENTAL, "amount": "200 mg", "daily_value": "53 %"},
            "53% of the EU nutrient reference value is 198.75 mg, which agrees.",
        ),
        (
            {"which": ELEMENTAL, "amount": "1420 mg", "daily_value": "48 %"},
            "which would fit if it were the whole compound",
        ),
        (
            {"which": COMPOUND, "amount": "200 mg", "daily_value": "48 %"},
            "which would fit if it were the magnesium itself",
        ),
        (
            {"which": BOTH, "elemental": "200 mg", "compound": "1420 mg", "daily_value": "48 %"},
            "48% of the US Daily Value is 201.6 mg, which agrees.",
        ),
        ({"which": ELEMENTAL, "amount": "200 mg", "daily_value": "9 %"}, "which does not fit."),
        (
            {"undisclosed": True, "daily_value": "48 %"},
            "48% would be 201.6 mg (US Daily Value) or 180 mg (EU nutrient reference value).",
        ),
        (
            {"which": COMPOUND, "amount": "1112 mg", "buffered": True, "daily_value": "48 %"},
            "48% would be 201.6 mg (US Daily Value)",
        ),
        (
            {"amount": "1112 mg", "buffered": True, "daily_value": "48 %"},
            "which does not fit it as the magnesium itself.",
        ),
    ],
)
def test_the_daily_value_shows_the_basis_or_agrees_with_it(row, said):
    assert said in read(label(id=BIS, **row))[0][0]


# What is still needed, and what cannot be used.


def test_what_is_needed_is_named_and_the_rest_is_read_all_the_same():
    _, reading = read(label(serving=""))
    assert reading.needed == ("what it is", "what one serving is", "how much one serving contains")
    words, reading = read(label(id=BIS, which=ELEMENTAL, amount="200 mg", serving=""))
    assert words == [
        "One serving holds 200 mg of the magnesium itself (elemental), as magnesium bisglycinate."
    ]
    assert reading.needed == ("what one serving is",)


def test_a_row_that_cannot_be_used_says_why():
    _, reading = read(label(id=BIS, amount="2 capsules"))
    assert not reading.understood
    assert "does not say how much it holds" in reading.refused[0]


def test_a_form_without_a_label_says_nothing():
    assert read_label(Draft(row=Row(id=BIS), dose="200 mg"), CATALOGUE) == LabelReading()


def test_a_substance_that_is_named_twice_is_no_silent_loss():
    draft = label(Row(id=BIS, amount="100 mg"), id=BIS, amount="200 mg")
    made = build(draft, EVENING, CATALOGUE, None)
    assert "names Magnesium bisglycinate twice" in made.problems["substance"]


def test_another_substance_empties_what_is_not_asked_of_it():
    row = Row(id=BIS, which=BOTH, elemental="1 mg", compound="9 mg", daily_value="5 %")
    assert chosen_row(row, "melatonin", "", CATALOGUE) == Row(id="melatonin")


@pytest.mark.parametrize(
    ("text", "extract", "said"),
    [
        ("30 mg", None, "Say first how much of the extract"),
        ("30 mg", "2 capsules", "Say first how much of the extract"),
        ("700 mg", "600 mg", "more than the 600"),
        ("30 mg", "700 mg", "no percentage gives exactly"),
        ("5", "600 mg", "%"),
        ("[/oops]", "600 mg", "%"),
        ("\x1b[31m5 %", "600 mg", "\\x1b"),
    ],
)
def test_a_strength_that_cannot_be_read_says_what_to_write(text, extract, said):
    with pytest.raises(ValueError, match=r"\w") as refused:
        read_strength(text, parse_amount(extract) if extract else None, "withanolides")
    assert said in str(refused.value)


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_milligrams_of_the_marker_are_read_exactly_or_not_at_all(part, whole):
    amount = parse_amount(f"{whole} mg")
    try:
        strength = read_strength(f"{part} mg", amount, "withanolides")
    except ValueError:
        return
    assert strength.of(amount.milligrams) == part
    assert read_strength(strength.text, None, "withanolides") == strength


@given(products)
def test_a_label_fills_the_form_and_comes_back_the_same(product):
    """Also what the form does not show of a row, such as the daily value of zinc, is kept."""
    draft = with_label(Draft(), None, product)
    for key, row in zip(product.contents, (draft.row, *draft.also), strict=True):
        made = Drafted()
        again = content_of(row, CATALOGUE, made)
        known = CATALOGUE.find(key)
        if again is None or (known is not None and not known.is_mineral):
            continue
        assert again.daily_value == product.contents[key].daily_value
        assert again.standardised_to == product.contents[key].standardised_to


@given(products)
def test_any_label_of_a_file_can_be_put_into_words(product):
    for text in label_words(product, CATALOGUE):
        assert is_harmless(text)


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from([BIS, ASHWA, "zinc", ""]))
def test_whatever_is_typed_is_answered_in_words(one, other, substance):
    row = Row(id=substance, name=one, amount=one, elemental=other, strength=other, daily_value=one)
    draft = Draft(row=row, counted="capsule", serving=other, pack=one, price=other, dose=one,
                  when=other, phases=one, reason=other)  # fmt: skip
    reading = read_label(draft, CATALOGUE)
    made = build(draft, EVENING, CATALOGUE, None)
    said = [*reading.needed, *reading.refused, *made.problems.values(), *made.missing]
    assert all(text and is_harmless(text) for text in said)
    assert made.regimen is not None or said


def test_the_entry_of_a_file_is_read_like_its_form():
    table = {
        "title": "x",
        "bedtime": "22:30",
        "entries": {"m": {"product": "p", "dose": "3 capsules", "when": "at bedtime"}},
        "products": {
            "p": {"name": "P", "serving": "2 capsules", "contents": {BIS: {"elemental": "200 mg"}}}
        },
    }
    regimen = Regimen.model_validate(table)
    draft = draft_of(regimen, "m")
    assert label_words(draft, CATALOGUE) == label_words(regimen.products["p"], CATALOGUE)
