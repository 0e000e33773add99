"""Changing keys of a label: only what differs is written anew, whatever the layout."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.judge.alone import label_findings
from planner.library.products import label_table, product_of, product_text
from planner.library.relabelling import CannotChangeError, since, with_file, with_keys
from planner.regimen.redacting import own_label
from tests.strategies import amounts, hand_typed, products

PATH = Path("/lib/products/night-mag.toml")


def read(data):
    return product_of(data, PATH)


def changed(data, values, gone=()):
    return with_keys(read(data), data, values, gone)


def replaced(before, after):
    return with_file(read(before), before, after)


def was(before, after):
    return since(read(after), before)


@settings(max_examples=40)
@given(st.data(), products, amounts)
def test_a_key_is_set_and_all_else_stays(data, product, pack):
    text = data.draw(hand_typed(tomllib.loads(product_text(product))))
    try:
        change = changed(text.encode(), {"pack": pack.text})
    except CannotChangeError as problem:  # some layouts are refused, so that no comment goes
        assume("would lose its comments" not in str(problem))
        raise
    expected = own_label(product).model_copy(update={"pack": pack})
    again = read(change.written)
    assert again.problems == ()
    assert label_table(again.product) == label_table(expected)
    assert own_label(change.new.product) == expected
    comments = [row for row in text.split("\n") if row.lstrip().startswith("#")]
    kept = change.written.decode().split("\n")
    assert [row.rstrip("\r") for row in kept if row.lstrip().startswith("#")] == [
        row.rstrip("\r") for row in comments
    ]


@given(products)
def test_a_key_that_is_set_to_what_it_is_changes_no_byte(product):
    data = product_text(product).encode()
    change = changed(data, {"name": own_label(product).name})
    assert product.name.strip() != product.name or change.file is None


@given(products, products)
def test_a_file_takes_the_place_of_another(old, new):
    before, after = (product_text(each).encode() for each in (old, new))
    change = replaced(before, after)
    assert own_label(change.old.product) == old
    assert own_label(change.new.product) == new
    assert (change.file is None) == (before == after)
    seen = was(before, after)
    assert (seen.file, own_label(seen.old.product), own_label(seen.new.product)) == (None, old, new)


def test_the_mark_and_the_line_ends_of_a_file_stay():
    data = (
        b'\xef\xbb\xbfformat = 1\r\n[product]\r\nname = "A" # mine\r\nserving = "1 capsule"\r\n'
        b'[product.contents.glycine]\r\namount = "3 g"\r\n'
    )
    change = changed(data, {"serving": "2 capsules"})
    assert change.written == data.replace(b"1 capsule", b"2 capsules")


def test_a_content_comes_and_goes():
    data = b'format = 1\n[product]\nname = "A"\nserving = "1 capsule"\n' \
           b'[product.contents.glycine]\namount = "3 g"\n'  # fmt: skip
    both = changed(data, {"contents.zinc.amount": "5 mg", "contents.zinc.name": "Zinc"})
    assert list(both.new.product.contents) == ["glycine", "zinc"]
    back = changed(both.written, {}, ["contents.zinc"])
    assert back.new.product == read(data).product
    marked = changed(
        data.replace(b"glycine", b"magnesium-oxide"), {"contents.magnesium-oxide.buffered": "yes"}
    )
    assert marked.new.product.contents["magnesium-oxide"].buffered is True


@settings(max_examples=200)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_words_are_a_change_or_refused(key, value):
    data = b'format = 1\n[product]\nname = "A"\nserving = "1 capsule"\n' \
           b'[product.contents.glycine]\namount = "3 g"\n'  # fmt: skip
    try:
        change = changed(data, {key: value})
    except CannotChangeError:
        return
    assert read(change.written).problems == ()


def test_without_any_label_there_is_no_change():
    with pytest.raises(CannotChangeError, match="cannot be read as it is"):
        changed(b"x", {"name": "A"})
    with pytest.raises(CannotChangeError, match="neither as it was nor as it is"):
        was(b"y", b"x")


def findings(contents):
    data = f'format = 1\n[product]\nname = "A"\nserving = "2 capsules"\n{contents}'
    label = read(data.encode()).product
    return [(each.code, each.key) for each in label_findings(label, load_catalogue())]


@pytest.mark.parametrize(
    ("contents", "found"),
    [
        ('[product.contents.magnesium-oxide]\nelemental = "100 mg"\n', []),
        ('[product.contents.magnesium-oxide]\namount = "100 mg"\n', ["basis-unstated"]),
        ('[product.contents.magnesium-oxide]\namount = "100 mgx"\n', ["invalid-amount"]),
        ('[product.contents.ashwagandha-extract]\namount = "9 g"\nstandardised_to = "2 %"\n',
         ["standardisation-below-minimum"]),
        ('[product.contents.zinc]\namount = "5 mg"\n', ["unknown-substance"]),
    ],
)  # fmt: skip
def test_what_is_found_about_a_label_is_no_matter_of_who_takes_it(contents, found):
    told = findings(contents)
    assert [code for code, _ in told if code != "not-checked"] == found
    assert all(key.startswith("product.contents.") for _, key in told)
