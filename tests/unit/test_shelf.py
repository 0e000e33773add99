"""The shelf: every product that the library's regimens take, and what is offered of them."""

import os
import threading
import time

import pytest

from planner.catalogue import load_catalogue
from planner.clock import parse_time_of_day, parse_when
from planner.forms.offers import known_of_regimen, known_of_shelf, label_phrase, product_offers
from planner.library import shelf as shelf_module
from planner.library.shelf import shelf
from planner.regimen.models import Entry, Product, Regimen
from planner.regimen.reading import read_bytes
from planner.regimen.writing import write_text

CATALOGUE = load_catalogue()
BIS = "magnesium-bisglycinate"


def product(name="Night Mag", elemental="200 mg", **facts):
    contents = facts.pop("contents", {BIS: {"elemental": elemental, "compound": "1420 mg"}})
    return Product(**{"name": name, "serving": "2 capsules", "contents": contents} | facts)


def regimen(*products, taken=True):
    return write_text(
        Regimen(
            title="Evening",
            bedtime=parse_time_of_day("22:30"),
            entries={
                f"e{n}": Entry(product=f"p{n}", dose=each.serving, when=(parse_when("at bedtime"),))
                for n, each in enumerate(products)
                if taken
            },
            products={f"p{n}": each for n, each in enumerate(products)},
        )
    )


class Library:
    """A folder of regimen files, each of a certain age in seconds."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, name, text, age=0):
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        stamp = 1_700_000_000 - age
        os.utime(path, (stamp, stamp))
        return path


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path)


def test_equal_products_are_there_once_and_the_newest_first(library):
    library("a.toml", regimen(product(), product("Zinc Plus")), age=5)
    library("in/b.toml", regimen(product("night  mag")), age=1)
    found = shelf(library.folder)
    assert [(each.name, each.regimens) for each in found] == [("night  mag", 2), ("Zinc Plus", 1)]
    assert found[0].differs == ()


def test_products_of_one_name_that_differ_are_told_apart(library):
    library("a.toml", regimen(product(price="18.90 EUR")))
    library("b.toml", regimen(product(elemental="180 mg", price="18.90 EUR")), age=9)
    both = shelf(library.folder)
    assert [each.name for each in both] == ["Night Mag", "Night Mag"]
    said = [[words.replace("\u00a0", " ") for words in each.differs] for each in both]
    assert said == [
        ["magnesium bisglycinate 200 mg elemental, 1,420 mg compound"],
        ["magnesium bisglycinate 180 mg elemental, 1,420 mg compound"],
    ]


def test_what_cannot_be_read_or_is_not_taken_is_left_out(library):
    library("broken.toml", "products = [[[")
    library("no-products.toml", 'format = 1\ntitle = "x"\n')
    library("not-taken.toml", regimen(product(), taken=False))
    library("half.toml", regimen(product("Half")) + '\n[person]\nage = "old"\n')
    (library.folder / "gone.toml").symlink_to(library.folder / "nowhere")
    assert [each.name for each in shelf(library.folder)] == ["Half"]
    assert shelf(library.folder / "nowhere") == ()


def test_a_file_is_read_again_only_when_it_has_changed(library, monkeypatch):
    path = library("a.toml", regimen(product()))
    read = []

    def counted(data, path):
        read.append(path)
        return read_bytes(data, path)

    monkeypatch.setattr(shelf_module, "read_bytes", counted)
    assert len(shelf(library.folder)) == 1
    assert len(shelf(library.folder)) == 1
    assert len(read) == 1
    path.write_text(regimen(product("Other")))
    assert [each.name for each in shelf(library.folder)] == ["Other"]
    assert len(read) == 2


def test_reading_stops_when_it_is_told_to(library):
    library("a.toml", regimen(product()))
    assert shelf(library.folder, stop=lambda: True) == ()


def test_a_thousand_regimens_are_read_once_and_then_known(library):
    for number in range(1000):
        library(f"{number}.toml", regimen(product(f"Product {number % 300}")), age=number)
    assert len(shelf(library.folder)) == 300
    start = time.perf_counter()
    found = shelf(library.folder)
    assert time.perf_counter() - start < 1, "many times what it takes, for a busy machine"
    known = known_of_shelf(found, CATALOGUE)
    start = time.perf_counter()
    assert product_offers("magn", (), known, CATALOGUE)
    assert time.perf_counter() - start < 0.2, "many times what it takes, for a busy machine"


# What is offered.


def offers(words, ours=None, *shelved):
    given = Regimen(title="x", products=ours or {})
    known = known_of_regimen(given, CATALOGUE)
    on_shelf = known_of_shelf(shelf_module.gathered([(1.0, shelved)]), CATALOGUE)
    found = product_offers(words, known, on_shelf, CATALOGUE, taken=given.products.values())
    return [(row.known.product.name, row.known.key, row.named) for row in found]


def test_names_come_before_contents():
    mag, other = product(), product("Sleep Plus")
    assert offers("night", None, other, mag) == [("Night Mag", None, True)]
    assert offers("bisgly", None, other, mag) == [
        ("Night Mag", None, False),
        ("Sleep Plus", None, False),
    ]
    assert offers("sle", {"p": mag}, other) == [("Sleep Plus", None, True)]
    assert offers("xyz", None, mag) == []
    assert offers("(((", None, mag) == []


def test_what_the_regimen_has_is_not_offered_from_the_shelf_again():
    assert offers("night", {"p": product()}, product("NIGHT MAG")) == [("Night Mag", "p", True)]
    assert offers("", {"p": product()}, product(elemental="1 mg")) == [
        ("Night Mag", "p", True),
        ("Night Mag", None, True),
    ]


def test_a_label_in_a_phrase_names_basis_and_strength():
    held = {
        BIS: {"elemental": "200 mg"},
        "ashwagandha-extract": {"amount": "600 mg", "standardised_to": "5 %"},
        "melatonin": {"amount": "undisclosed"},
        "zinc": {"name": "Zinc [/oops]\x1b", "amount": "5 mg"},
        "more": {"name": "More", "amount": "5 IU"},
    }
    phrase = label_phrase(product(contents=held), CATALOGUE).replace("\u00a0", " ")
    assert phrase == (
        "2 capsules, 200 mg elemental magnesium, 600 mg ashwagandha extract"
        " (5% = 30 mg withanolides), an undisclosed amount of melatonin, and 2 more"
    )
    assert "Zinc" not in phrase
    only = product(contents={"zinc": held["zinc"]})
    assert label_phrase(only, CATALOGUE).endswith("Zinc [/oops]\\x1b")
    wrong = product(contents={BIS: {"amount": "2 capsules"}})
    assert "2\u00a0capsules" in label_phrase(wrong, CATALOGUE)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_among_the_regimens_holds_nothing_up(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    found = []
    reader = threading.Thread(target=lambda: found.append(shelf(tmp_path)), daemon=True)
    reader.start()
    reader.join(5)
    assert found == [()]
