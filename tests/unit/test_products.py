"""A label of the shelf as a file: what is read of it, what is refused and on which line."""

import os
import socket
import string
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.library.listing import regimen_files
from planner.library.products import (
    as_shared,
    on_shelf,
    product_of,
    product_text,
    read_product,
    shelf_files,
    shelf_labels,
)
from planner.regimen.redacting import own_label
from tests.strategies import hand_typed, products
from tests.trees import with_the_same_times

LABEL = """\
# the blue bottle
format = 1

[product]
name = "Night Mag"
serving = "2 capsules"
pack = "120 capsules"
price = "18.90 EUR"

[product.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"
"""


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "products"
    folder.mkdir()
    return folder


def read(text, name="night-mag.toml"):
    data = text if isinstance(text, bytes) else text.encode()
    return product_of(data, Path("/lib/products") / name)


def found(home, name):
    return on_shelf(home, name)


def made(data):
    return product_of(data, Path("/lib/products/a.toml"))


def told(file):
    return [(each.code, ".".join(map(str, each.key)), each.line) for each in file.problems]


def test_a_label_has_its_id_and_its_library_from_its_path():
    file = read(LABEL)
    assert file.problems == ()
    product = file.product
    assert (product.id, str(product.home)) == ("night-mag", "/lib")
    assert (product.name, product.serving.text, product.pack.text, product.price.text) == (
        "Night Mag", "2 capsules", "120 capsules", "18.90 EUR"
    )  # fmt: skip
    content = product.contents["magnesium-bisglycinate"]
    assert (content.elemental.text, content.compound.text) == ("200 mg", "1420 mg")


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("format = 1", "", [("unsupported-format", "format", 1)]),
        ("format = 1", "format = 2", [("unsupported-format", "format", 2)]),
        ("format = 1", "format = true", [("unsupported-format", "format", 2)]),
        ("format = 1", "format = 1.0", [("unsupported-format", "format", 2)]),
        ("format = 1", "format = 1\nid = 3", [("invalid-field", "id", 3)]),
        ("[product]", "[produkt]", [("invalid-field", "product.name", 1),
            ("invalid-field", "product.serving", 1), ("invalid-field", "produkt", 4)]),
        ('"2 capsules"', '"2,5 capsules"', [("invalid-amount", "product.serving", 6)]),
        ('"2 capsules"', "2", [("invalid-field", "product.serving", 6)]),
        ('"200 mg"', '"2,5 mg"', [
            ("invalid-amount", "product.contents.magnesium-bisglycinate.elemental", 11)]),
        ('name = "Night Mag"\n', "", [("invalid-field", "product.name", 4)]),
        ("elemental =", "elementel =", [
            ("invalid-field", "product.contents.magnesium-bisglycinate.elementel", 11)]),
        ("[product.contents.magnesium-bisglycinate]", "[product.contents.Magnesium]", [
            ("invalid-field", "product.contents.Magnesium", 10)]),
        ("# the blue bottle", "title = 'x'", [("invalid-field", "title", 1)]),
        ('"Night Mag"', "'\x01'", [("invalid-file", "", 5)]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_key_and_line(old, new, problems):
    assert old in LABEL
    file = read(LABEL.replace(old, new, 1))
    assert file.product is None
    assert told(file) == problems


def test_a_file_without_the_table_says_so():
    file = read("format = 1\n")
    assert told(file) == [("invalid-field", "", 1)]
    assert "the table [product] is missing" in file.problems[0].message


def test_a_product_that_is_no_table_is_refused():
    assert told(read('format = 1\nproduct = "night-mag"\n')) == [("invalid-field", "product", 2)]


def test_a_regimen_among_the_labels_is_called_one():
    file = read('format = 1\ntitle = "Evening"\n[entries.a]\nproduct = "night-mag"\n')
    assert told(file) == [("invalid-field", "title", 2)]
    assert "this is a regimen, and no label of a shelf" in file.problems[0].message


@pytest.mark.parametrize("name", ["Night Mag.toml", "night_mag.toml", "é.toml", f"{'a' * 65}.toml"])
def test_a_name_that_no_regimen_can_refer_to_is_refused(name):
    file = read(LABEL, name)
    assert file.product is None
    assert "cannot be an id" in file.problems[0].message


@pytest.mark.parametrize(
    "data",
    [b"\xff", b"x" * (1024 * 1024 + 1), b"[" * 9000, b"\x00", b"a." * 200 + b"b = 1", b""],
)
def test_no_label_at_all_is_refused_in_words(data):
    file = read(data)
    assert file.product is None
    assert [each.line for each in file.problems] == [1]


def test_many_problems_are_found_in_a_moment():
    rows = "\n".join(f'[product.contents.x{n}]\namount = "bad"\n' for n in range(190))
    file = read(f'format = 1\n[product]\nname = "x"\nserving = "1 capsule"\n{rows}')
    assert len(file.problems) == 190
    assert file.problems[-1].line == 4 + 3 * 190 - 1


def test_what_is_no_file_is_refused(shelf):
    (shelf / "folder.toml").mkdir()
    os.mkfifo(shelf / "pipe.toml")
    (shelf / "broken.toml").symlink_to(shelf / "nowhere")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(shelf / "socket.toml"))
    for path in shelf_files(shelf.parent):
        file = read_product(path)
        assert file.product is None, path
        assert file.problems[0].code == "invalid-file"


def test_the_shelf_is_its_toml_files_by_id(shelf):
    for name in ("b.toml", "a.toml", ".hidden.toml", "a.txt", "broken.toml"):
        (shelf / name).write_text(LABEL if name != "broken.toml" else "x")
    home = shelf.parent
    assert [path.name for path in shelf_files(home)] == ["a.toml", "b.toml", "broken.toml"]
    assert [product.id for product in shelf_labels(home)] == ["a", "b"]
    assert found(home, "a").product.name == "Night Mag"
    assert found(home, "broken").product is None
    assert on_shelf(home, "c") is None
    assert shelf_files(home / "nowhere") == []


@pytest.mark.parametrize(
    "name", ["../a", "/etc/passwd", "", ".", "a/b", "A", "a\0", "a.toml", "a\n", "x" * 65]
)
def test_no_name_leads_out_of_the_shelf(shelf, name):
    (shelf.parent / "a.toml").write_text(LABEL)
    assert on_shelf(shelf.parent, name) is None


def test_a_file_that_changes_is_read_again(shelf):
    path = shelf / "a.toml"
    path.write_text(LABEL)
    assert found(shelf.parent, "a").product.serving.text == "2 capsules"
    path.write_text(LABEL.replace("2 capsules", "30 capsules"))
    assert found(shelf.parent, "a").product.serving.text == "30 capsules"
    path.unlink()
    assert on_shelf(shelf.parent, "a") is None


def test_a_file_that_changes_without_another_size_or_time_is_read_again(shelf):
    path = shelf / "a.toml"
    path.write_text(LABEL)
    assert found(shelf.parent, "a").product.serving.text == "2 capsules"
    with_the_same_times(path, LABEL.replace("2 capsules", "3 capsules").encode())
    assert found(shelf.parent, "a").product.serving.text == "3 capsules"


@given(products)
def test_a_label_is_written_and_read_again_as_it_is(product):
    text = product_text(product)
    file = made(text.encode())
    assert file.problems == ()
    assert own_label(file.product) == product
    assert product_text(file.product) == text
    assert file.product == as_shared(product, "a", Path("/lib"))


@settings(max_examples=50)
@given(st.data(), products)
def test_people_lay_it_out_as_they_like(data, product):
    table = tomllib.loads(product_text(product))
    text = data.draw(hand_typed(table))
    file = made(text.encode())
    assert own_label(file.product) == product


@given(st.one_of(st.binary(max_size=200), st.text(string.printable, max_size=200).map(str.encode)))
def test_no_bytes_are_too_much(data):
    file = read(data)
    assert (file.product is None) == bool(file.problems)
    assert all(each.line is not None and each.line >= 1 for each in file.problems)


REGIMEN = """\
format = 1
title = "Evening"

[entries.magnesium]
product = "night-mag"
dose = "2 capsules"
when = "22:00"
"""


@pytest.mark.parametrize(
    ("text", "is_regimen"),
    [
        (LABEL, False),
        ("\ufeff" + LABEL.replace("# the blue bottle\n", ""), False),
        ('product = { name = "A" }', False),
        ('product.name = "A"', False),
        ('["product"]\n', False),
        ("[product]\n[product.contents.x", False),  # no TOML, and yet seen to be a label
        (REGIMEN, True),  # an entry takes a product: that makes no label
        (REGIMEN + "[", True),
        ('title = "x"\n[product]\n', True),
        ("x", True),
        ("", True),
    ],
)
def test_a_plan_in_a_folder_called_products_is_still_listed(shelf, text, is_regimen):
    path = shelf / "a.toml"
    path.write_text(text, encoding="utf-8")
    assert regimen_files(shelf.parent) == ([path] if is_regimen else [])


def test_what_cannot_be_read_is_listed_so_that_checking_it_says_why(shelf):
    (shelf / "a.toml").symlink_to(shelf / "nowhere")
    (shelf / "b.toml").write_bytes(b"\xff[product]")
    (shelf / "c.toml").write_bytes(b"[product]" + b" " * 1024 * 1024)
    assert [path.name for path in regimen_files(shelf.parent)] == ["a.toml", "b.toml", "c.toml"]
