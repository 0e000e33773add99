"""Situations: every claim has a source that exists, and silence is said."""

import pytest

from planner.catalogue import load_catalogue
from planner.catalogue.loading import CatalogueError
from planner.catalogue.situations import FILE, load_situations, read_situations

CATALOGUE = load_catalogue()
ASKED = ["muscle-tension", "dietary-gap", "stress", "wired-but-tired", "resilience"]
GOOD = """
[strengths.trials]
words = "w"
means = "m"
sign = "s"
[pair]
says = "p"
sources = ["boyle-2017"]
[[situations]]
id = "a"
name = "A"
means = "m"
[[situations.rows]]
substance = "magnesium-bisglycinate"
strength = "trials"
says = "s"
sources = ["boyle-2017"]
reason = "r"
"""


def test_the_questions_people_come_with_are_there():
    situations = load_situations()
    assert set(ASKED) <= {each.id for each in situations.situations}
    for each in situations.situations:
        assert {row.substance for row in each.rows} >= {
            "magnesium-bisglycinate", "ashwagandha-extract",
        }  # fmt: skip
        for row in each.rows:
            assert row.sources or row.strength == "nothing"
            assert row.reason


def test_where_a_citation_does_not_hold_a_source_says_so_too():
    """What is told as trouble is backed by a source with a problem, or by the citation audit."""
    audited = {row.source for row in CATALOGUE.citations if row.verdict != "right"}
    for each in load_situations().situations:
        for row in each.rows:
            if row.trouble:
                assert any(
                    CATALOGUE.source(name).problem or name in audited for name in row.sources
                ), (each.id, row.substance)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("magnesium-bisglycinate", "moon-dust", "no such substance"),
        ('strength = "trials"', 'strength = "sure"', "no strength"),
        ('says = "s"\nsources = ["boyle-2017"]', 'says = "s"\nsources = []', "without a source"),
        ('["boyle-2017"]\nreason', '["nobody-1999"]\nreason', "no source"),
        ("[pair]", "[pair", FILE),
        ('reason = "r"', 'reason = ""', "reason"),
    ],
)
def test_a_file_that_claims_too_much_does_not_load(tmp_path, old, new, said):
    file = tmp_path / "situations.toml"
    file.write_text(GOOD, encoding="utf-8")
    read_situations(file, CATALOGUE)
    assert old in GOOD
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        read_situations(file, CATALOGUE)


def test_what_was_not_recorded_is_not_told_as_a_result():
    """A trial whose results were not read, or whose dose was not, is cited with those words."""
    for each in load_situations().situations:
        for row in each.rows:
            for name in row.sources:
                check = CATALOGUE.source(name).check
                if "results were not recorded" in check:
                    assert "not recorded here" in row.says, (each.id, row.substance, name)
                if "the dose is from general knowledge" in check:
                    assert "general knowledge and not verified" in row.says, (each.id, name)


def test_falling_asleep_names_the_trial_that_measured_it_for_the_substance_it_gave():
    found = load_situations().find("falling-asleep")
    assert found is not None
    strengths = {row.substance: row.strength for row in found.rows}
    assert strengths["ashwagandha-extract"] == "other-product"
    assert strengths["ashwagandha-shoden"] == "one-trial"
    for row in found.rows:
        assert row.trouble
        if row.substance.startswith("ashwagandha"):
            assert "deshpande-2020" in row.sources
            assert "Lopresti 2020" in row.trouble


def test_the_marker_that_the_judge_names_is_that_of_every_extract_with_such_trials():
    """The judge's words for more marker than any trial name withanolides."""
    markers = {row.marker for row in CATALOGUE.substances.values() if row.marker_trials}
    assert markers == {"withanolides"}
