"""Own files: what they add to the catalogue, and how everything that is wrong with them is told."""

from __future__ import annotations

import os
from decimal import Decimal

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.catalogue.own import beside, with_own
from planner.catalogue.own_reading import read_own
from planner.cli.main import main
from planner.library.kinds import is_regimen_file
from planner.library.own import catalogue_for, catalogue_in
from tests.own_files import EVENING, HOUSE, catalogue_with, own_file
from tests.trees import build, with_the_same_times

SHIPPED = load_catalogue()

HEAD = """\
format = 1
by = "Coach Nilsen"

[sources.house]
title = "House rules"
"""
RANGE = """
[ranges.glycine]
lower = "1 g"
upper = "3 g"
basis = "glycine"
population = "adults"
source = "house"
"""
SUBSTANCE = """
[substances.apigenin]
name = "Apigenin"
about = "A flavone."
"""


def problems(tmp_path, text, *, name="house.toml"):
    """(Line, key, message) of every problem of one file."""
    data = text if isinstance(text, bytes) else text.encode()
    path = own_file(tmp_path, "", name)
    path.write_bytes(data)
    reading = read_own(path.parent, SHIPPED)
    assert not (reading.files and reading.problems)
    return [(each.line, each.key, each.message) for each in reading.problems]


def only(tmp_path, text):
    found = problems(tmp_path, text)
    assert len(found) == 1, found
    return found[0]


# what is added


def test_an_own_substance_is_found_and_says_whose_it_is(tmp_path):
    merged = catalogue_with(tmp_path)
    found = merged.substances["apigenin"]
    assert merged.find("apigenin") is found
    assert found.name == "Apigenin (Coach Nilsen's own)"
    assert found.own is not None
    assert (found.own.by, found.own.file) == ("Coach Nilsen", "catalogue/house.toml")
    assert [each.id for each in merged.search("flavone")] == ["apigenin"]
    assert [each.id for each in merged.search(found.name)] == ["apigenin"]
    assert merged.family_of(found).cautions == ()


def test_an_own_substance_has_no_documented_range(tmp_path):
    found = catalogue_with(tmp_path).substances["apigenin"]
    assert found.range is None
    assert "own substance (catalogue/house.toml)" in str(found.no_range)


def test_shipped_figures_stay_and_own_ones_stand_beside_them(tmp_path):
    merged = catalogue_with(tmp_path)
    ash = beside(merged, merged.substances["ashwagandha-extract"])
    assert ash is not None
    assert ash.shipped is not None
    assert ash.shipped is SHIPPED.substances["ashwagandha-extract"].range
    assert ash.shipped.upper.milligrams == 600
    assert ash.own.upper.milligrams == 450
    assert ash.differs
    assert {each.id for each in merged.substances.values() if beside(merged, each)} == {
        "ashwagandha-extract", "magnesium-bisglycinate", "glycine", "apigenin",
    }  # fmt: skip
    assert not any(beside(SHIPPED, each) for each in SHIPPED.substances.values())
    assert SHIPPED.find("apigenin") is None
    assert merged.version == SHIPPED.version


def test_an_own_source_is_marked_and_does_not_claim_to_be_verified(tmp_path):
    source = catalogue_with(tmp_path).source("house-2026")
    assert source.short == "House rules after the 2026 audit (Coach Nilsen's own)"
    assert source.verified == "own"
    given = HOUSE.replace("year = 2026\n", 'verified = "Read by me in March"\n')
    source = catalogue_with(tmp_path, given).source("house-2026")
    assert source.verified == "own"
    assert source.check == "Coach Nilsen says: Read by me in March"


def test_without_own_files_the_shipped_catalogue_is_used_as_it_is(tmp_path):
    reading = read_own(tmp_path / "catalogue", SHIPPED)
    assert not reading.files
    assert not reading.problems
    assert with_own(SHIPPED, reading.files) is SHIPPED


def test_an_alias_is_the_substance_that_it_is_read_as(tmp_path):
    merged = catalogue_with(
        tmp_path,
        HEAD + RANGE.replace("ranges.glycine", "ranges.magnesium-glycinate")
        .replace('"glycine"', '"elemental"'),
    )  # fmt: skip
    assert set(merged.own_ranges) == {"magnesium-bisglycinate"}


def test_text_of_an_own_file_is_one_line_that_does_nothing(tmp_path):
    text = HEAD + SUBSTANCE.replace('"Apigenin"', r'"Api\u001b[31m\u202egenin"').replace(
        '"A flavone."', '"""A\nflavone\n  of chamomile."""'
    )
    found = catalogue_with(tmp_path, text).substances["apigenin"]
    assert found.name == r"Api\x1b[31m\u202egenin (Coach Nilsen's own)"
    assert found.about == "A flavone of chamomile."


def test_an_extract_has_a_marker_and_a_sedating_substance_a_source(tmp_path):
    more = 'kind = "extract"\nmarker = "apigenin"\nsedating = true\nsedating_source = "house"\n'
    found = catalogue_with(tmp_path, HEAD + SUBSTANCE + more).substances["apigenin"]
    assert (found.kind, found.marker, found.sedating) == ("extract", "apigenin", True)
    assert found.sedating_source == "house"


def test_a_shipped_source_may_be_named(tmp_path):
    text = HEAD + RANGE.replace('source = "house"', 'source = "nam-1997"')
    assert catalogue_with(tmp_path, text).own_ranges["glycine"].source == "nam-1997"


# what is wrong


@pytest.mark.parametrize(
    ("text", "line", "key", "said"),
    [
        (HEAD.replace('by = "Coach Nilsen"\n', ""), 1, "by", "missing"),
        (HEAD.replace('"Coach Nilsen"', '""'), 2, "by", "empty"),
        (HEAD.replace('"Coach Nilsen"', '"' + "x" * 41 + '"'), 2, "by", "41 characters, 40"),
        (HEAD.replace("format = 1\n", ""), 1, "format", "write format = 1"),
        (HEAD.replace("format = 1", "format = 2"), 1, "format", "format 1 only"),
        (HEAD.replace("format = 1", 'format = "1"'), 1, "format", "whole number 1"),
        (HEAD.replace("title", "titel"), 4, "sources.house.title", "missing"),
        (HEAD + 'year = "2026"\n', 6, "sources.house.year", "without quotes"),
        (HEAD + 'url = "javascript:alert(1)"\n', 6, "sources.house.url", "https://"),
        (HEAD + 'url = "https://x/<b>"\n', 6, "sources.house.url", "https://"),
        (HEAD + 'doi = "10.1/x y"\n', 6, "sources.house.doi", "DOI"),
        (HEAD + "note = 1\n", 6, "sources.house.note", "Known here: title, authors"),
        (HEAD + RANGE.replace('source = "house"\n', ""), 7, "ranges.glycine.source", "missing"),
        (HEAD + RANGE.replace('"house"', '"hose"'), 12, "ranges.glycine.source",
         'Did you mean "house"?'),
        (HEAD + RANGE.replace('"1 g"', '"4 g"'), 8, "ranges.glycine.lower", "more than the upper"),
        (HEAD + RANGE.replace('"1 g"', "1"), 8, "ranges.glycine.lower", "text in quotes"),
        (HEAD + RANGE.replace('"1 g"', '"1,5 g"'), 8, "ranges.glycine.lower", "1.5 g or 15 g"),
        (HEAD + RANGE.replace('"1 g"', '"1 capsule"'), 8, "ranges.glycine.lower", "mg, mcg or g"),
        (HEAD + RANGE.replace('"1 g"', '"1 mmol"'), 8, "ranges.glycine.lower", "mg, mcg or g"),
        (HEAD + RANGE.replace("population", "populaton"), 11, "ranges.glycine.populaton",
         'Did you mean "population"?'),
        (HEAD + RANGE.replace(".glycine]", ".glycin]"), 7, "ranges.glycin",
         'Did you mean "glycine"?'),
        (HEAD + RANGE.replace(".glycine]", ".l-theanine]"), 10, "ranges.l-theanine.basis",
         'expected "l-theanine"'),
        (HEAD + RANGE.replace(".glycine]", ".magnesium-citrate]"), 10,
         "ranges.magnesium-citrate.basis", "minerals"),
        (HEAD + SUBSTANCE.replace("apigenin]", "glycine]"), 7, "substances.glycine",
         "[ranges.glycine]"),
        (HEAD + SUBSTANCE.replace("apigenin]", "magnesium-glycinate]"), 7,
         "substances.magnesium-glycinate", "[ranges.magnesium-bisglycinate]"),
        (HEAD + SUBSTANCE.replace("apigenin]", "ashwagandha]"), 7, "substances.ashwagandha",
         "shipped family"),
        (HEAD + SUBSTANCE.replace("apigenin]", "other]"), 7, "substances.other", "another id"),
        (HEAD + SUBSTANCE.replace("apigenin]", "Api_Genin]"), 7, "substances.Api_Genin",
         '"api-genin"'),
        (HEAD + SUBSTANCE + 'kind = "mineral"\n', 10, "substances.apigenin.kind",
         '"plain" or "extract"'),
        (HEAD + SUBSTANCE + 'kind = "extract"\n', 7, "substances.apigenin.marker", "missing"),
        (HEAD + SUBSTANCE + 'marker = "x"\n', 10, "substances.apigenin.marker", "extracts only"),
        (HEAD + SUBSTANCE + "sedating = true\n", 7, "substances.apigenin.sedating_source",
         "missing"),
        (HEAD + SUBSTANCE + 'sedating = "yes"\n', 10, "substances.apigenin.sedating",
         "true or false"),
        (HEAD + SUBSTANCE + 'sedating_source = "house"\n', 10,
         "substances.apigenin.sedating_source", "no use"),
        (HEAD + SUBSTANCE + 'search = "x"\n', 10, "substances.apigenin.search", "a list"),
        (HEAD + SUBSTANCE + 'range = "x"\n', 10, "substances.apigenin.range", "a table"),
        (HEAD + SUBSTANCE + RANGE.replace(".glycine]", ".apigenin]"), 11, "ranges.apigenin",
         "[substances.apigenin.range]"),
        (HEAD.replace("sources.house", "sources.nam-1997"), 4, "sources.nam-1997", "shipped"),
        (HEAD + "ranges = 3\n", 6, "sources.house.ranges", "unknown key"),
        ('ranges = 3\n' + HEAD, 1, "ranges", "[ranges.ID]"),
        ("colour = 1\n" + HEAD, 1, "colour", "unknown key"),
        ("format = 1\nby = [\n", 3, "", "not valid TOML"),
        (b"format = 1\nby = \"\xff\"\n", 2, "", "not UTF-8"),
        ("x = " + "[" * 9 + "]" * 9, 1, "", "deeper than 8"),
        ("#" * (1024 * 1024 + 1), 1, "", "larger than 1 MiB"),
    ],
)  # fmt: skip
def test_a_problem_is_told_with_its_line_its_key_and_what_was_expected(
    tmp_path, text, line, key, said
):
    found = problems(tmp_path, text)
    assert (line, key) in {each[:2] for each in found}, found
    assert any(each[:2] == (line, key) and said in each[2] for each in found), found


def test_all_problems_of_all_files_are_told_at_once(tmp_path):
    own_file(tmp_path, HEAD + RANGE.replace('"1 g"', '"9 g"').replace('"house"', '"no"'), "a.toml")
    own_file(tmp_path, "format = 1\n", "b.toml")
    reading = read_own(tmp_path / "catalogue", SHIPPED)
    assert [(each.path.name, each.key) for each in reading.problems] == [
        ("a.toml", "ranges.glycine.lower"), ("a.toml", "ranges.glycine.source"), ("b.toml", "by"),
    ]  # fmt: skip
    assert not reading.files


def test_a_file_with_a_problem_is_left_out_and_the_others_are_not(tmp_path):
    own_file(tmp_path)
    own_file(tmp_path, "format = 1\n", "other.toml")
    reading = read_own(tmp_path / "catalogue", SHIPPED)
    assert [each.path.name for each in reading.files] == ["house.toml"]
    assert [each.path.name for each in reading.problems] == ["other.toml"]


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("source", HEAD),
        ("substance", HEAD.replace("sources.house", "sources.b") + SUBSTANCE),
        ("range", HEAD.replace("sources.house", "sources.b") + RANGE.replace('"house"', '"b"')),
    ],
)
def test_two_files_that_speak_of_the_same_are_an_error_that_names_both(tmp_path, what, text):
    own_file(tmp_path, HEAD + SUBSTANCE + RANGE, "a.toml")
    own_file(tmp_path, text, "b.toml")
    found = read_own(tmp_path / "catalogue", SHIPPED).problems
    assert [each.path.name for each in found] == ["b.toml"]
    assert f"the {what} " in found[0].message
    line = {"source": 4, "substance": 7, "range": 11}[what]
    assert f"a.toml:{line} too" in found[0].message


def test_an_alias_and_its_substance_are_the_same(tmp_path):
    one = RANGE.replace("ranges.glycine", "ranges.magnesium-bisglycinate")
    one = one.replace('"glycine"', '"elemental"')
    both = HEAD + one + one.replace("bisglycinate]", "glycinate]")
    line, key, said = only(tmp_path, both)
    assert (line, key) == (14, "ranges.magnesium-glycinate")
    assert "magnesium-bisglycinate" in said


def test_a_range_for_the_own_substance_of_another_file_is_refused(tmp_path):
    own_file(tmp_path, HEAD + SUBSTANCE, "a.toml")
    text = HEAD.replace("sources.house", "sources.b") + RANGE.replace('"house"', '"b"')
    own_file(tmp_path, text.replace("ranges.glycine", "ranges.apigenin"), "b.toml")
    (found,) = read_own(tmp_path / "catalogue", SHIPPED).problems
    assert "own substance of a.toml" in found.message


def test_more_tables_or_files_than_are_read_are_refused(tmp_path):
    rows = "".join(f'[sources.s{number}]\ntitle = "x"\n' for number in range(201))
    line, key, said = only(tmp_path, f'format = 1\nby = "x"\n{rows}')
    assert (line, key, said) == (1, "sources", "201 tables; 200 at most are read")
    for number in range(51):
        own_file(tmp_path, HEAD, f"f{number}.toml")
    (found,) = read_own(tmp_path / "catalogue", SHIPPED).problems
    assert "50 at most" in found.message


def test_a_regimen_among_own_files_is_left_alone(tmp_path):
    own_file(tmp_path)
    own_file(tmp_path, EVENING, "evening.toml")
    own_file(tmp_path, "format = [", ".hidden.toml")
    own_file(tmp_path, "format = [", "readme.md")
    reading = read_own(tmp_path / "catalogue", SHIPPED)
    assert len(reading.files) == 1
    assert not reading.problems


def test_what_is_no_readable_file_is_told(tmp_path):
    folder = tmp_path / "catalogue"
    folder.mkdir()
    os.mkfifo(folder / "a.toml")
    (folder / "b.toml").symlink_to("nowhere")
    (folder / "c.toml").mkdir()
    found = read_own(folder, SHIPPED).problems
    assert [each.path.name for each in found] == ["a.toml", "b.toml", "c.toml"]


keys = st.sampled_from(["format", "by", "sources", "substances", "ranges", "apigenin", "glycine",
                        "lower", "upper", "basis", "population", "source", "name", "about",
                        "title", "kind", "range", "x y"])  # fmt: skip
leaves = (
    st.sampled_from(["300 mg", "1 g", "elemental", "glycine", "house", "extract", "", "\x1b"])
    | st.integers()
    | st.booleans()
    | st.text(max_size=8)
)
tables = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@given(st.dictionaries(keys, tables, max_size=6))
def test_any_table_is_read_or_told_with_a_line(tmp_path_factory, table):
    home = tmp_path_factory.mktemp("home")
    try:
        text = tomli_w.dumps({"by": "Me", **table, "format": 1})
    except UnicodeEncodeError:
        return
    own_file(home, "")
    (home / "catalogue" / "house.toml").write_bytes(text.encode("utf-8", "replace"))
    reading = read_own(home / "catalogue", SHIPPED)
    if not reading.files and not reading.problems:  # it looks like a regimen, which check judges
        assert is_regimen_file(home / "catalogue" / "house.toml")
        return
    assert bool(reading.files) != bool(reading.problems)
    last = text.count("\n") + 1
    for each in reading.problems:
        assert 1 <= each.line <= last
        assert each.text.isprintable()
    with_own(SHIPPED, reading.files)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_told(tmp_path_factory, data):
    home = tmp_path_factory.mktemp("home")
    own_file(home).write_bytes(data)
    reading = read_own(home / "catalogue", SHIPPED)
    assert all(each.text.isprintable() for each in reading.problems)


@given(st.decimals("0.001", "100000", places=3), st.decimals("0.001", "100000", places=3))
def test_bounds_are_kept_exactly_and_never_in_the_wrong_order(tmp_path_factory, one, other):
    home = tmp_path_factory.mktemp("home")
    text = HEAD + RANGE.replace('"1 g"', f'"{one} mg"').replace('"3 g"', f'"{other} mg"')
    own_file(home, text)
    reading = read_own(home / "catalogue", SHIPPED)
    if Decimal(one) > Decimal(other):
        assert [each.key for each in reading.problems] == ["ranges.glycine.lower"]
    else:
        ranged = reading.files[0].ranges["glycine"]
        assert (ranged.lower.milligrams, ranged.upper.milligrams) == (one, other)


# the home of a regimen


def test_a_regimen_is_judged_by_what_its_home_adds(tmp_path):
    own_file(tmp_path)
    (tmp_path / "clients").mkdir()
    catalogue, wrong = catalogue_for(tmp_path / "clients" / "c-041.toml", SHIPPED)
    assert catalogue.find("apigenin") is not None
    assert not wrong
    again, _ = catalogue_for(tmp_path / "evening.toml", SHIPPED)
    assert again is catalogue
    assert catalogue_in(tmp_path, SHIPPED)[0] is catalogue


def test_a_change_of_an_own_file_is_seen(tmp_path):
    own_file(tmp_path)
    before, _ = catalogue_in(tmp_path, SHIPPED)
    own_file(tmp_path, HOUSE.replace('upper = "450 mg"', 'upper = "4500 mg"'))
    after, _ = catalogue_in(tmp_path, SHIPPED)
    assert before.own_ranges["ashwagandha-extract"].upper.milligrams == 450
    assert after.own_ranges["ashwagandha-extract"].upper.milligrams == 4500


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path):
    path = own_file(tmp_path)
    catalogue_in(tmp_path, SHIPPED)
    with_the_same_times(path, HOUSE.replace("450 mg", "475 mg").encode())
    after, _ = catalogue_in(tmp_path, SHIPPED)
    assert after.own_ranges["ashwagandha-extract"].upper.milligrams == 475


@pytest.mark.parametrize("name", ["products", "catalogue"])
def test_an_empty_folder_hides_no_own_catalogue(tmp_path, name):
    own_file(tmp_path)
    (tmp_path / "clients" / name).mkdir(parents=True)
    catalogue, _ = catalogue_for(tmp_path / "clients" / "c-041.toml", SHIPPED)
    assert catalogue.find("apigenin") is not None


def test_a_shelf_or_plans_in_a_nearer_folder_hide_no_own_catalogue(tmp_path):
    own_file(tmp_path)
    build(
        tmp_path / "clients",
        {"products/a.toml": b"[product]\n", "catalogue/a.toml": EVENING.encode()},
    )
    catalogue, _ = catalogue_for(tmp_path / "clients" / "c-041.toml", SHIPPED)
    assert catalogue.find("apigenin") is not None


class TestStrangers:
    """Own files that lie where everybody may write, seen by somebody who has not put them there."""

    @pytest.fixture(autouse=True)
    def somebody_else(self, monkeypatch):
        whose = os.getuid() + 1
        monkeypatch.setattr("os.getuid", lambda: whose)

    def test_a_folder_of_somebody_else_is_told_and_not_used(self, tmp_path):
        own_file(tmp_path)
        tmp_path.chmod(0o777)
        catalogue, wrong = catalogue_for(tmp_path / "clients" / "c-041.toml", SHIPPED)
        assert catalogue is SHIPPED
        assert [each.path.name for each in wrong] == ["catalogue"]
        assert "not used: catalogue is somebody else's" in wrong[0].message
        assert f"chmod o-w {tmp_path}" in wrong[0].message
        tmp_path.chmod(0o755)
        assert catalogue_in(tmp_path, SHIPPED)[0].find("apigenin") is not None

    def test_a_file_of_somebody_else_is_told_and_not_used(self, tmp_path):
        own_file(tmp_path)
        own_file(tmp_path, EVENING, "evening.toml")
        (tmp_path / "catalogue").chmod(0o777)
        catalogue, wrong = catalogue_in(tmp_path, SHIPPED)
        assert catalogue is SHIPPED
        assert [each.path.name for each in wrong] == ["house.toml"]

    @pytest.mark.parametrize(
        "arguments",
        [
            ["check", "clients"],
            ["catalogue", "check"],
            ["catalogue", "check", "catalogue"],
            ["catalogue", "check", "catalogue/house.toml"],
        ],
    )
    def test_commands_say_so_and_exit_with_2(self, tmp_path, monkeypatch, capsys, arguments):
        own_file(tmp_path)
        build(tmp_path, {"clients/c-041.toml": EVENING.encode()})
        tmp_path.chmod(0o777)
        monkeypatch.chdir(tmp_path)
        assert main(arguments) == 2
        told = capsys.readouterr()
        assert "not used: catalogue is somebody else's" in " ".join((told.out + told.err).split())


def test_an_own_file_that_cannot_be_used_is_told_with_the_catalogue_without_it(tmp_path):
    own_file(tmp_path, "format = 1\n")
    catalogue, wrong = catalogue_in(tmp_path, SHIPPED)
    assert catalogue is SHIPPED
    assert [each.key for each in wrong] == ["by"]
