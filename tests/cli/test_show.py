"""`planner show`: the evening as a person reads it."""

import re

import pytest

from planner.catalogue import load_catalogue
from planner.cli.gauges import ASCII, drawing
from planner.cli.output import cells, wrap
from planner.export.sentence import dose_words
from planner.judge import judge_reading
from planner.regimen.reading import read_bytes
from tests.cli.conftest import INVALID, PASSES, ROOT

EVENING = """\
format = 1
title = "Wind-down evening"
bedtime = "00:30"
weeks = 8

[medicines.levothyroxine]
when = "07:00"

[entries.ashwagandha]
substance = "ashwagandha-extract"
phases = [{ weeks = 2, dose = "300 mg" }, { weeks = 6, dose = "600 mg" }]
standardised_to = "5 %"
when = "1 to 2 h before bed"
reason = "Wired but tired"

[entries.magnesium]
product = "night-mag"
dose = "0.5 capsules"
when = ["23:00", "at bedtime"]
days = ["mon", "wed"]

[entries.citrate]
substance = "magnesium-citrate"
dose = "1.5 g"
basis = "compound"
when = "90 min before bed"

[products.night-mag]
name = "Night Mag"
serving = "1 capsule"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"

[[accepted]]
code = "outside-time-window"
entry = "magnesium"
observed = "0 min"
reason = "It is the only time that works"
on = 2026-11-20
"""


def flat(text):
    return " ".join(text.split())


def test_an_evening_says_what_when_and_what_it_gives(planner, file):
    result = planner("show", file(EVENING))
    text = flat(result.out)
    for said in (
        "Wind-down evening Bedtime 00:30, 8 weeks",
        "Limits of: United States (US)",
        "22:30 to 23:30 Ashwagandha extract, 300 mg",
        "1 h to 2 h before bed",
        "in weeks 1 to 2",
        "Ashwagandha extract, 600 mg",
        "in weeks 3 to 8",
        "taken because: Wired but tired",
        "00:30 (next day) Night Mag, half a capsule",
        "gives 100 mg elemental magnesium",
        "only on Mondays and Wednesdays",
        "Magnesium citrate, 1,500 mg",
        "gives ≈ 242 mg elemental magnesium (from 1.5 g of the compound)",
        "Medicines, as given: levothyroxine at 07:00.",
        "Range above the documented range (200 mg to 400 mg elemental a day)",
        "Limit above the upper limit (350 mg elemental a day:",
        "Your reason: It is the only time that works",
        "Sources",
        "Verified:",
    ):
        assert said in text, said
    assert text.count("not medical advice") == 1
    assert result.code == 1
    assert result.err == ""


def test_a_gauge_that_stays_the_same_is_drawn_once(planner):
    out = planner("show", ROOT / "regimens/titration-300-to-600.toml").out
    assert out.count("Magnesium: 200 mg elemental a day, in all weeks") == 1
    assert out.count("▲\n") == 3
    assert "Ashwagandha extract: 600 mg extract a day, in weeks 3 to 8" in out


def test_a_dose_is_not_told_twice(planner, file):
    text = PASSES.replace('standardised_to = "5 %"\n', "")
    assert "gives" not in flat(planner("show", file(text)).out).partition("Against")[0]


def test_findings_come_most_severe_first(planner):
    out = planner("show", ROOT / "regimens/shows-warnings-on-purpose.toml").out
    headings = re.findall(
        r"^(Errors|Warnings|Questions|Notes|Not checked|Sources)", out, re.MULTILINE
    )
    assert headings == ["Warnings", "Questions", "Notes", "Not checked", "Sources"]


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 300])
def test_no_line_is_wider_than_the_terminal(planner, file, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    text = EVENING.replace("Wind-down evening", "晚" * 60)
    for arguments in (["show", file(text)], ["evidence", "magnesium"], ["evidence"]):
        out = planner(*arguments).out
        wide = [
            line
            for line in out.splitlines()
            if cells(line) > max(40, min(100, columns)) and "http" not in line
        ]
        assert wide == []


def test_a_figure_is_not_divided_between_lines(planner, monkeypatch):
    for columns in range(40, 101, 7):
        monkeypatch.setenv("COLUMNS", str(columns))
        out = planner("show", ROOT / "regimens/shows-warnings-on-purpose.toml").out
        assert not re.search(r"\d\n +(mg|g|h|min|%)\b", out)


def test_what_cannot_be_read_is_told(planner, file, tmp_path):
    result = planner("show", file(INVALID))
    assert result.code == 2
    assert "invalid-amount (ashwagandha, line 7)" in result.out
    assert "invalid-file" in planner("show", tmp_path / "missing.toml").out
    assert planner("show", tmp_path).code == 2


def test_hostile_names_are_written_out(planner, file):
    title = r"\u001b[31m[bold]\u202e"
    text = PASSES.replace("Wind-down evening", title) + f'\n[person]\nname = "{title}"\n'
    out = planner("show", file(text.replace("bedtime", f'notes = "{title}"\nbedtime'))).out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b[31m[bold]\\u202e" in out


def test_the_country_of_the_file_comes_first_and_that_is_said(planner, file):
    text = PASSES + '\n[person]\ncountry = "CA"\n'
    out = planner("show", "--country", "NO", file(text)).out
    assert "Limits of: Canada (CA), as the file says" in out
    assert "The file names CA, so --country NO is not used." in out


def test_an_empty_regimen_is_shown(planner, file):
    result = planner("show", file('format = 1\ntitle = "Later"\n'))
    assert result.code == 0
    assert "Nothing is planned yet." in result.out


def gauges_of(text):
    return judge_reading(read_bytes(text.encode()), load_catalogue()).gauges


@pytest.mark.parametrize(
    ("dose", "where"),
    [
        ("299.999 mg", "left"),
        ("300 mg", "in"),
        ("600 mg", "in"),
        ("600.001 mg", "right"),
        ("0.001 mg", "left"),
        ("999999999 g", "right"),
    ],
)
@pytest.mark.parametrize("width", [12, 36, 60])
def test_a_gauge_points_to_the_side_that_the_verdict_names(dose, where, width):
    (gauge,) = gauges_of(PASSES.replace("300 mg", dose))
    row, pointer = drawing(gauge, width, ASCII)
    assert len(row) == width
    place = pointer.index("^")
    assert place < width
    band = row.index("="), row.rindex("=")
    assert ("left" if place < band[0] else "right" if place > band[1] else "in") == where


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        ("0.5 capsules", "half a capsule"),
        ("0.25 tablets", "a quarter of a tablet"),
        ("1.5 gummies", "1 and a half gummies"),
        ("0.5 gummies", "half a gummy"),
        ("2 capsules", "2 capsules"),
        ("1200 mg", "1,200 mg"),
        ("0.5 mg", "0.5 mg"),
        ("0.3 capsules", "0.3 capsules"),
        ("1000 IU", "1,000 international units"),
    ],
)
def test_doses_in_words(dose, words):
    assert dose_words(dose).replace("\u00a0", " ") == words


def test_wrapping_keeps_words_and_counts_cells():
    assert wrap("a bb ccc", 4) == ["a bb", "ccc"]
    assert wrap("晚上好", 4) == ["晚上", "好"]
    assert wrap("take 300 mg now", 9) == ["take", "300 mg", "now"]
    assert wrap("https://example.org/long", 8, break_words=False) == ["https://example.org/long"]


CHILD = """\
format = 1
title = "For a child"
bedtime = "20:00"

[person]
age = 12

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "300 mg"
basis = "elemental"
when = "90 min before bed"
"""


def test_a_child_is_not_said_to_be_in_range(planner, file):
    result = planner("show", file(CHILD))
    text = flat(result.out)
    assert "in the documented range" not in text
    assert "Range not judged: the documented range is for adults" in text
    assert "Nothing to warn about in what was checked. 1 entry not checked, or not in full." in text
    assert "? your total, not known in full or not compared" in text
    assert "▲" not in result.out
    assert result.code == 0


def test_a_total_of_which_nothing_is_known_is_not_zero(planner, file):
    text = CHILD.replace("-bisglycinate", "").replace("elemental", "compound")
    out = planner("show", file(text)).out
    assert "Magnesium: not known yet" in out
    assert "▲" not in out
    assert "share of the mineral itself is not known" in flat(out)


def test_more_marker_than_any_trial_is_not_in_range(planner, file):
    out = flat(planner("show", file(PASSES.replace('"5 %"', '"100 %"'))).out)
    assert "Range in range by weight only: more withanolides a day than any trial" in out
