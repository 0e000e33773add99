"""What is shown of a verdict: never more than is known, and nothing that is open is hidden."""

import re

import pytest

from planner.judge.findings import RangeVerdict
from planner.judge.gauge_words import total_words
from planner.tui.drawing import OPEN, TOTAL, draw, legend, range_words
from planner.tui.finding_drawing import summary_words, where_words
from planner.tui.widgets.gauges import gauge_rows, once_with_weeks, worst_first
from planner.tui.widgets.verdict_pane import VerdictPane
from tests.contract.building import check

HEAD = 'format = 1\ntitle = "x"\nbedtime = "22:30"\n'
MAGNESIUM = '[entries.m]\nsubstance = "magnesium-bisglycinate"\nwhen = "21:00"\n'
ASHWAGANDHA = '[entries.a]\nsubstance = "ashwagandha-extract"\nwhen = "21:00"\n'
KNOWN = f'{MAGNESIUM}dose = "300 mg"\nbasis = "elemental"\n'
CHILD = f"{KNOWN}[person]\nage = 12\n"
UNSTATED = f'{MAGNESIUM}dose = "300 mg"\n'
STRONG = f'{ASHWAGANDHA}dose = "300 mg"\nstandardised_to = "100 %"\n'
ACCEPTED = (
    '[[accepted]]\ncode = "above-upper-limit"\nentry = "m"\nobserved = "400 mg"\n'
    'reason = "Agreed"\non = 2026-11-20\n'
)


def plain(rows):
    return [row.plain.replace("\u00a0", " ") for row in rows]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (KNOWN, TOTAL),
        (CHILD, OPEN),
        (UNSTATED, OPEN),
        (f'{ASHWAGANDHA}dose = "300 mg"\n', OPEN),
        (f'{ASHWAGANDHA}dose = "300 mg"\nstandardised_to = "5 %"\n', TOTAL),
    ],
)
@pytest.mark.parametrize("width", [12, 27, 46])
def test_only_a_total_that_was_compared_gets_the_full_mark(text, mark, width):
    gauge = check(HEAD + text).gauges[0]
    drawn = draw(gauge, width)
    assert drawn is not None
    assert drawn.total_at is not None
    assert drawn.bar[drawn.total_at] == mark
    assert set(drawn.bar) & {TOTAL, OPEN} == {mark}
    explained = legend([gauge]).replace("\u00a0", " ")
    assert f"{mark} total" in explained


def test_every_mark_on_a_bar_is_explained_and_no_other():
    for text in (KNOWN, CHILD, UNSTATED, STRONG):
        gauges = check(HEAD + text).gauges
        drawn = "".join(found.bar for each in gauges if (found := draw(each, 46)))
        marks = set(drawn) - {"━", "─", "┴", "┷"}
        told = set(re.sub(r"[\w ,]", "", legend(gauges).replace("\u00a0", " ")))
        assert marks <= told
        assert told - marks <= {"━", "┴", "┷", "┣", "┫"}, "a total may stand on a bound"
        assert ("┷" in drawn or "┴" in drawn) <= {"┴", "┷"}.issubset(told)


def test_nothing_known_is_not_drawn_as_zero():
    form = KNOWN.replace("bisglycinate", "citrate").replace('basis = "elemental"\n', "")
    [gauge] = check(HEAD + form).gauges
    assert total_words(gauge) == "not known yet"
    drawn = draw(gauge, 40)
    assert drawn is not None
    assert drawn.total_at is None
    assert not set(drawn.bar) & {TOTAL, OPEN}


def test_more_marker_than_any_trial_is_a_warning_and_no_tick():
    [gauge] = check(HEAD + STRONG).gauges
    assert gauge.range_verdict is RangeVerdict.STRONGER
    sign, words, _ = range_words(gauge)
    assert sign == "!"
    assert words.startswith("In range by weight only: more withanolides a day than any trial")


PHASES = (
    f'weeks = 12\n{ASHWAGANDHA}standardised_to = "5 %"\nphases = [{{ weeks = 2, dose = "300 mg" }},'
    ' { weeks = 2, dose = "800 mg" }, { weeks = 2, dose = "300 mg" }]\n'
)


def test_weeks_are_named_in_order_and_what_stays_the_same_is_drawn_once():
    gauges = worst_first(check(HEAD + PHASES + KNOWN).gauges)
    told = [(gauge.name, weeks) for gauge, weeks in once_with_weeks(gauges)]
    assert told == [
        ("Ashwagandha extract", "weeks 1 to 2 and weeks 5 to 6"),
        ("Ashwagandha extract", "weeks 3 to 4"),
        ("Magnesium", "in all weeks"),
    ]
    rows = plain(gauge_rows(gauges[0], 60, "weeks 1 to 2"))
    assert rows[0] == "Ashwagandha extract, weeks 1 to 2  300 mg extract a day"


def test_weeks_without_end_are_said_to_be():
    gauges = check(HEAD + PHASES.replace("weeks = 12\n", "") + KNOWN).gauges
    assert [gauge.weeks for gauge in gauges][-1] == (7, None)


def test_a_name_that_is_alone_on_its_line_is_not_cut():
    [gauge] = [row for row in check(HEAD + UNSTATED).gauges if row.lower]
    for width in (30, 40, 50):
        assert plain(gauge_rows(gauge, width))[0] == "Magnesium bisglycinate"


# findings


def pane_rows(verdict, *, acts):
    pane = VerdictPane(acts=acts)
    pane._findings = verdict.findings
    return [text for item in pane._made(70) for text in plain(item.rows)]


def test_accepted_warnings_are_counted_and_shown_apart():
    text = HEAD + MAGNESIUM + 'dose = "400 mg"\nbasis = "elemental"\n' + ACCEPTED + STRONG
    verdict = check(text.replace(ACCEPTED, "") + ACCEPTED)
    rows = pane_rows(verdict, acts=True)
    heads = [row for row in rows if re.fullmatch(r". \d+ \w+", row)]
    assert heads == ["! 1 warning", "· 1 note", "✓ 1 accepted"]
    assert "“Agreed”" in " ".join(rows[rows.index("✓ 1 accepted") :])
    said = summary_words(verdict.findings, "0 of 2 not checked").plain.replace("\u00a0", " ")
    assert said == "! 1 warning · 1 note · ✓ 1 accepted · 0 of 2 not checked"


def test_a_pane_that_does_not_act_offers_no_key():
    verdict = check(HEAD + STRONG)
    assert any("y accept with a reason" in row for row in pane_rows(verdict, acts=True))
    assert not any("y accept" in row for row in pane_rows(verdict, acts=False))


@pytest.mark.parametrize(
    ("entry", "name", "said"),
    [
        ("e7", "Magnesium oxide", "e7, Magnesium oxide: "),
        ("magnesium", "Magnesium bisglycinate", "magnesium: "),
        ("ash", "Ashwagandha extract", "ash: "),
        ("night-mag", "Night Mag", "night-mag: "),
        ("e7", "", "e7: "),
        (None, "", ""),
    ],
)
def test_an_id_that_says_nothing_is_followed_by_what_is_taken(entry, name, said):
    assert where_words(entry, {entry: name} if name else {}) == said


def test_a_sum_names_what_it_is_of():
    text = (
        '[entries.entry]\nproduct = "p"\ndose = "1 capsule"\nwhen = "21:00"\n'
        '[products.p]\nname = "Night Mag"\nserving = "1 capsule"\n'
        '[products.p.contents.magnesium-bisglycinate]\nelemental = "100 mg"\n'
        '[products.p.contents.magnesium-citrate]\nelemental = "100 mg"\n'
    )
    [note] = [row for row in check(HEAD + text).findings if row.code == "combined-total"]
    assert "several contents of Night Mag together" in note.message
    [note] = [row for row in check(HEAD + text + KNOWN).findings if row.code == "combined-total"]
    assert "the total of Night Mag and Magnesium bisglycinate together" in note.message
    twice = KNOWN + KNOWN.replace("entries.m", "entries.n")
    [note] = [row for row in check(HEAD + twice).findings if row.code == "combined-total"]
    assert "the total of m and n together" in note.message
