"""Where the name of a person stands in what is told without that person."""

import pytest

from planner.regimen.naming import name_words, places_of_name
from planner.regimen.reading import read_bytes
from tests.export.support import hostile_text


def regimen(text: str):
    found = read_bytes(hostile_text(text).encode()).regimen
    assert found is not None
    return found


def test_every_free_text_is_looked_at():
    assert places_of_name(regimen("For Anna Beispiel."), "anna beispiel") == [
        "its title",
        "its notes",
        "its reasons",
        "the names of its entries",
        "the names of its products",
        "its reasons for what is accepted",
    ]


@pytest.mark.parametrize(
    ("text", "name", "stands"),
    [
        ("Plan of ANNA", "Anna", True),
        ("Anna's plan", "anna", True),
        ("(Anna)", "Anna", True),
        ("Annabel's plan", "Anna", False),
        ("Susanna", "Anna", False),
        ("Bo sleeps", "Bo", False),
        ("Anna  Beispiel", "Anna Beispiel", True),
        ("Anna sleeps late", "Anna Beispiel", True),
        ("as Beispiel asked", "Dr. Anna Beispiel", True),
        ("she may sleep", "May Beispiel", False),
        ("Client evening", "Client 030", False),
        ("client 030, evening", "Client 030", True),
        ("Zoe\u0308 sleeps", "Zo\u00eb", True),
        ("a+b (x", "a+b (x", True),
        ("anything", None, False),
        ("anything", "   ", False),
    ],
)
def test_a_name_stands_as_whole_words(text, name, stands):
    assert bool(places_of_name(regimen(text), name)) == stands


@pytest.mark.parametrize(
    ("places", "words"),
    [
        (["its title"], "its title, which is told"),
        (["its notes"], "its notes, which are told"),
        (["its title", "its notes"], "its title and its notes, which are told"),
    ],
)
def test_places_in_words(places, words):
    assert name_words(places) == words
