"""`planner evidence`: ranges, limits, cautions, and how well each source was verified."""

import pytest

from planner.catalogue import load_catalogue


def flat(text):
    return " ".join(text.split())


def test_the_table_names_every_substance(planner):
    out = planner("evidence").out
    for substance in load_catalogue().substances:
        assert substance in out
    text = flat(out)
    assert "ashwagandha-extract 300 mg to 600 mg extract" in text
    assert "200 mg to 400 mg elemental (weak); 1 to 2 h before bed (weak)" in text


def test_a_substance_is_told_in_full(planner):
    text = flat(planner("evidence", "magnesium-bisglycinate").out)
    for said in (
        "Range 200 mg to 400 mg elemental a day; adults.",
        "Time 1 to 2 h before bed.",
        "Weak evidence:",
        "≈ 14.1% of the pure substance is magnesium: C4H8MgN2O4, anhydrous, 172.423 g/mol",
        "Upper limits by country",
        "Germany (DE) 250 mg, in at least 2 intakes",
        "United Kingdom (GB) 400 mg, a guidance level",
        "Norway (NO) 350 mg",
        "Canada (CA) 65 mg; children 1 to 3 years",
        "Distance to medicines",
        "Gabapentin",
        "Cautions",
        "Cited as:",
        "Verdict: the source does not support it",
        "Verified: the primary source itself was read.",
        "https://doi.org/10.1136/openhrt-2017-000668",
    ):
        assert said in text, said


def test_every_number_of_a_source_is_in_the_list(planner):
    import re

    for name in load_catalogue().families:
        out = planner("evidence", name).out
        body, _, listed = out.partition("\nSources\n")
        used = {int(n) for group in re.findall(r"\[([\d,\s]+)\]", body) for n in group.split(",")}
        known = {int(n) for n in re.findall(r"^ +\[(\d+)\]", listed, re.MULTILINE)}
        assert used == known == set(range(1, len(known) + 1)), name


def test_restrictions_are_those_of_the_substance(planner):
    extract = flat(planner("evidence", "ashwagandha-extract").out)
    assert "Denmark (DK) ban" in extract
    assert "at most 10 mg withanolides a day" in extract
    assert "India (IN)" not in extract
    assert "India (IN) ban" in flat(planner("evidence", "ashwagandha-shoden").out)


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (["ashwagandha"], "Ashwagandha"),
        (["magnesium-glycinate"], "Magnesium bisglycinate"),
        (["Magnesium", "Glycinate"], "Magnesium bisglycinate"),
        (["lemon", "balm"], "Lemon balm (herb)"),
        (["valerian"], "Valerian"),
        (["epsom salt"], "Magnesium sulfate"),
        (["KSM-66"], "Ashwagandha extract"),
        (["glycine"], "Glycine"),
    ],
)
def test_a_substance_is_found_by_any_name(planner, words, title):
    result = planner("evidence", *words)
    assert result.code == 0
    assert result.lines[0] == title


@pytest.mark.parametrize("name", sorted(load_catalogue().substances))
def test_every_substance_has_a_page(planner, name):
    result = planner("evidence", name)
    assert result.code == 0
    assert "Sources" in result.lines


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ashwaganda"], "Did you mean ashwagandha"),
        (["zinc"], "not in the catalogue"),
        (["extract"], "may be ashwagandha, chamomile-extract or valerian"),
        (["\x1b[31m"], "\\x1b[31m"),
    ],
)
def test_an_unknown_name_is_said(planner, words, said):
    result = planner("evidence", *words)
    assert result.code == 2
    assert result.out == ""
    assert said in result.err
