"""The catalogue's files: complete, sourced, and refused where they are not."""

import shutil
import tomllib
from pathlib import Path

import pytest

import planner.catalogue.loading
from planner.catalogue import CatalogueError, load_catalogue, read_catalogue
from planner.catalogue.models import VERIFIED_WORDS

DATA = Path(planner.catalogue.loading.__file__).parent / "data"
FIGURES = {"lower", "upper", "amount", "minimum", "maximum", "highest", "content", "before_bed",
           "days", "formula", "weight", "before_minutes", "after_minutes", "valence"}  # fmt: skip
"""Keys that hold a figure; the table that holds one has to name its source."""
IDS = """
ashwagandha-extract ashwagandha-shoden ashwagandha-sensoril ashwagandha-root
magnesium-bisglycinate magnesium magnesium-oxide magnesium-hydroxide magnesium-carbonate
magnesium-citrate magnesium-threonate magnesium-malate magnesium-taurate magnesium-chloride
magnesium-sulfate magnesium-aspartate magnesium-gluconate magnesium-lactate
magnesium-glycerophosphate l-theanine glycine melatonin valerian-root valerian-extract
lemon-balm-herb chamomile-extract
"""
"""The substances of format 1."""


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def change(folder, name, old, new):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def tables(value):
    """Return every table within a value."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from tables(item)
    elif isinstance(value, list):
        for item in value:
            yield from tables(item)


@pytest.mark.parametrize("file", sorted(DATA.glob("*.toml")), ids=lambda file: file.name)
def test_every_figure_names_its_source(file):
    for table in tables(tomllib.loads(file.read_text(encoding="utf-8"))):
        if FIGURES & table.keys():
            assert table.get("source"), table


def test_a_figure_without_a_source_does_not_load(folder):
    change(folder, "melatonin.toml", 'source = "', 'note = "')
    with pytest.raises(CatalogueError, match=r"melatonin\.toml: .*source"):
        read_catalogue(folder)


def test_a_source_that_is_not_listed_does_not_load(folder):
    change(folder, "melatonin.toml", 'source = "', 'source = "no-such-')
    with pytest.raises(CatalogueError, match=r"melatonin\.toml: .*no-such-.* is not in sources"):
        read_catalogue(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lower = "0.1 mg"', 'lower = "0,1 mg"', "comma"),
        ('lower = "0.1 mg"', "lower = 0.1", "text in quotes"),
        ('lower = "0.1 mg"', 'lowest = "0.1 mg"', "lower|lowest"),
        ('id = "melatonin"', 'id = "melatonin', "line"),
    ],
)
def test_what_is_wrong_is_named_with_its_file(folder, old, new, said):
    change(folder, "melatonin.toml", old, new)
    with pytest.raises(CatalogueError, match=rf"melatonin\.toml: .*({said})"):
        read_catalogue(folder)


def test_a_missing_file_is_named(folder):
    (folder / "sources.toml").unlink()
    with pytest.raises(CatalogueError, match=r"sources\.toml"):
        read_catalogue(folder)


def test_an_id_is_not_used_twice(folder):
    change(
        folder,
        "glycine.toml",
        "[substances.glycine]",
        '[substances.glycine]\naliases = ["melatonin"]',
    )
    with pytest.raises(CatalogueError, match="used twice"):
        read_catalogue(folder)


def test_every_id_of_format_1_is_there():
    ids = set(IDS.split())
    catalogue = load_catalogue()
    assert set(catalogue.substances) == ids
    glycinate = catalogue.find("magnesium-glycinate")
    assert glycinate is not None
    assert glycinate.id == "magnesium-bisglycinate"
    assert catalogue.version == "2026.11"


def test_sources_say_how_they_were_verified():
    catalogue = load_catalogue()
    assert {source.verified for source in catalogue.sources.values()} <= set(VERIFIED_WORDS)
    assert all(source.check for source in catalogue.sources.values())


def test_the_audit_shows_where_a_citation_does_not_hold():
    by_name = {citation.cited_as: citation for citation in load_catalogue().citations}
    assert by_name["Breus et al., 2024"].verdict == "does-not-support"
    assert sum(citation.verdict != "right" for citation in by_name.values()) > 5


@pytest.mark.parametrize(
    ("country", "age", "milligrams", "fell_back"),
    [
        ("US", None, 350, False), ("US", 3, 65, False), ("US", 4, 110, False),
        ("EU", None, 250, False), ("FR", 30, 250, False), ("FR", 3, 65, True),
        ("DE", 4, 250, False), ("NO", 17, 350, True), ("GB", 18, 400, False),
        ("CA", 18, 350, False), ("CA", 19, 500, False), ("JP", None, 350, True),
    ],
)  # fmt: skip
def test_upper_limit_by_country_and_age(country, age, milligrams, fell_back):
    catalogue = load_catalogue()
    found = catalogue.upper_limit(catalogue.families["magnesium"], country, age)
    assert found.limit is not None
    assert (found.limit.amount.milligrams, found.fell_back) == (milligrams, fell_back)


def test_nobody_sets_a_limit_for_infants():
    catalogue = load_catalogue()
    assert catalogue.upper_limit(catalogue.families["magnesium"], "US", 0).limit is None


def test_search_finds_what_people_type():
    catalogue = load_catalogue()
    assert catalogue.search("magn")[0].id == "magnesium-bisglycinate"
    assert catalogue.search("KSM")[0].id == "ashwagandha-extract"
    assert catalogue.search("mag glyc")[0].id == "magnesium-bisglycinate"
    assert catalogue.search("zzz") == []
    assert len(catalogue.search("")) == len(catalogue.substances)


def test_the_nearest_name_is_offered():
    assert load_catalogue().nearest("magnesium-bisglycinat") == "magnesium-bisglycinate"
    assert load_catalogue().nearest("qqqq") is None


@pytest.mark.parametrize("formula", ["", "Mg(OH)2", "mg", "C4H8MgN2O4;", "Xx2"])
def test_a_formula_that_cannot_be_weighed(formula):
    with pytest.raises(ValueError, match=r"formula|weight"):
        load_catalogue().molar_mass(formula)
