"""The same finding over many regimens as one group, and which findings are told at all."""

import tracemalloc
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.judge import judge_reading
from planner.judge.findings import CODES, Accepted, Finding, Severity
from planner.judge.grouping import Grouping, Kind, Place, kind_of, places_of
from planner.judge.selecting import Selection, codes_meant
from planner.regimen.reading import read_bytes

ABOVE = Finding(
    "above-upper-limit", "400 mg is above 350 mg.", ("entries", "mag", "dose"), entry="mag",
    substance="magnesium", observed="400 mg", limit="350 mg",
)  # fmt: skip
BELOW = Finding("dose-below-range", "Too little.", substance="melatonin", observed="0.05 mg")
ASKS = Finding("basis-unstated", "Which?", substance="magnesium", observed="400 mg")
NOTE = Finding("combined-total", "Together.", substance="magnesium")
BROKEN = Finding("invalid-file", "not UTF-8 text", line=3)
ACCEPTED = replace(ABOVE, accepted=Accepted("Agreed", date(2026, 11, 20)))


def seen(name, *findings):
    return [(kind_of(each), Place(Path(name), name, 7, each.path, each.entry, each.message,
                                  each.observed)) for each in findings]  # fmt: skip


def grouped(*plans, most=None):
    grouping = Grouping(most)
    for number, findings in enumerate(plans):
        grouping.add(seen(f"{number}.toml", *findings))
    return grouping


def rows(grouping):
    return [
        (g.kind.code, g.kind.substance, g.kind.accepted, g.plans, g.findings)
        for g in grouping.groups()
    ]


def test_one_row_for_a_code_and_a_substance_whatever_was_observed():
    grouping = grouped([ABOVE], [replace(ABOVE, observed="500 mg", entry="other")], [BELOW], [])
    assert rows(grouping) == [
        ("above-upper-limit", "magnesium", False, 2, 2),
        ("dose-below-range", "melatonin", False, 1, 1),
    ]


def test_another_substance_is_another_row():
    other = replace(ABOVE, substance="zinc")
    assert [g.kind.subject for g in grouped([ABOVE, other]).groups()] == ["magnesium", "zinc"]


def test_a_plan_that_has_it_twice_is_one_plan():
    assert rows(grouped([ABOVE, ABOVE, ABOVE], [ABOVE])) == [
        ("above-upper-limit", "magnesium", False, 2, 4)
    ]


def test_what_is_accepted_is_apart():
    assert rows(grouped([ABOVE], [ACCEPTED], [ACCEPTED])) == [
        ("above-upper-limit", "magnesium", False, 1, 1),
        ("above-upper-limit", "magnesium", True, 2, 2),
    ]


def test_the_worst_comes_first():
    many = [[NOTE, ASKS, ACCEPTED]] * 4
    grouping = grouped(*many, [ABOVE], [BELOW], [BELOW], [BROKEN])
    assert [(g.kind.code, g.kind.accepted, g.plans) for g in grouping.groups()] == [
        ("invalid-file", False, 1),
        ("dose-below-range", False, 2),
        ("above-upper-limit", False, 1),
        ("basis-unstated", False, 4),
        ("above-upper-limit", True, 4),
        ("combined-total", False, 4),
    ]


def test_of_as_many_plans_the_order_is_that_of_the_codes_and_then_of_the_subject():
    zinc, iron = replace(ABOVE, substance="zinc"), replace(ABOVE, substance="iron")
    first, second = grouped([zinc, BELOW, iron]), grouped([iron, zinc, BELOW])
    order = [(g.kind.code, g.kind.substance) for g in first.groups()]
    assert order == [(g.kind.code, g.kind.substance) for g in second.groups()]
    assert order == [
        ("dose-below-range", "melatonin"),
        ("above-upper-limit", "iron"),
        ("above-upper-limit", "zinc"),
    ]


@pytest.mark.parametrize(
    ("code", "observed", "value", "subject"),
    [
        ("caution", "pregnancy", None, "ashwagandha, pregnancy"),
        ("caution", "age 17", None, "ashwagandha, age 17"),
        ("restricted-in-country", "DE", None, "ashwagandha, DE"),
        ("restricted-in-country", "12 mg", 12, "ashwagandha"),
        ("medicine-time-unstated", "levothyroxine", None, "ashwagandha, levothyroxine"),
        ("too-close-to-medicine", "90 min", None, "ashwagandha"),
        ("dose-above-range", "700 mg", 700, "ashwagandha"),
        ("sedative-load", "ashwagandha-extract, melatonin", None, "ashwagandha"),
    ],
)
def test_what_a_finding_is_about_besides_its_substance(code, observed, value, subject):
    finding = Finding(code, "x", substance="ashwagandha", observed=observed, value=value)
    assert kind_of(finding).subject == subject


def test_a_medicine_that_is_not_known_is_its_own_subject():
    finding = Finding("medicine-unknown", "x", ("medicines", "foo"), observed="foo")
    assert kind_of(finding) == Kind("medicine-unknown", None, "foo", False)
    assert kind_of(finding).subject == "foo"
    assert kind_of(finding).severity is Severity.QUESTION


def test_without_a_bound_every_place_is_kept():
    (group,) = grouped([ABOVE, ABOVE], [ABOVE]).groups()
    assert [place.path.name for place in group.places] == ["0.toml", "0.toml", "1.toml"]


def test_with_a_bound_the_first_plans_are_kept_once_each():
    (group,) = grouped([ABOVE, ABOVE], [ABOVE], [ABOVE], most=2).groups()
    assert [place.path.name for place in group.places] == ["0.toml", "1.toml"]
    assert (group.plans, group.findings) == (3, 4)


def test_more_may_be_added_after_the_groups_were_asked_for():
    grouping = grouped([ABOVE])
    (before,) = grouping.groups()
    grouping.add(seen("b.toml", ABOVE))
    (after,) = grouping.groups()
    assert (before.plans, len(before.places)) == (1, 1)
    assert (after.plans, len(after.places)) == (2, 2)


def test_how_many_plans_have_a_code_whatever_it_is_about():
    zinc = replace(NOTE, substance="zinc")
    grouping = grouped([NOTE, zinc], [zinc], [ABOVE])
    assert grouping.plans_with("combined-total") == 2
    assert grouping.plans_with("above-upper-limit") == 1
    assert grouping.plans_with("caution") == 0


def test_no_finding_is_no_group():
    assert grouped([], []).groups() == ()


def test_with_a_bound_it_does_not_grow_with_the_regimens():
    grouping = Grouping(3)

    def add(first, last):
        for number in range(first, last):
            grouping.add(seen(f"clients/c-{number:06}.toml", ABOVE, BELOW, NOTE))

    add(0, 10)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    add(10, 3000)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 10_000  # some places of 3,000 regimens would be 100 times that


PLAN = """\
format = 1
title = "Evening"
bedtime = "22:30"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "400 mg"
basis = "elemental"
when = "90 min before bed"
"""


def test_a_place_is_all_that_is_needed_to_open_a_plan_there():
    path = Path("clients/c-041.toml")
    reading = read_bytes(PLAN.encode(), path)
    verdict = judge_reading(reading, load_catalogue(), "US")
    places = dict(places_of(path, reading, verdict.findings))
    place = places[Kind("above-upper-limit", "magnesium", None, False)]
    assert (place.path, place.title, place.entry) == (path, "Evening", "magnesium")
    assert (place.line, place.key) == (7, ("entries", "magnesium", "dose"))
    assert place.observed == "400 mg"
    assert "350" in place.message


def test_a_file_that_could_not_be_read_has_its_place_too():
    reading = read_bytes(b"format = 1\ntitle = \n", Path("a.toml"))
    verdict = judge_reading(reading, load_catalogue())
    ((kind, place),) = places_of(Path("a.toml"), reading, verdict.findings)
    assert (kind.code, place.title, place.line, place.key) == ("invalid-file", None, 2, ())


codes = st.sampled_from(sorted(CODES))
findings = st.builds(
    Finding,
    codes,
    st.just("message"),
    substance=st.sampled_from([None, "magnesium", "melatonin"]),
    accepted=st.sampled_from([None, Accepted("x", date(2026, 1, 1))]),
)


@given(st.lists(st.lists(findings, max_size=6), max_size=12), st.integers(1, 4))
def test_no_finding_is_lost_and_no_plan_counted_twice(plans, most):
    bounded, whole = grouped(*plans, most=most), grouped(*plans)
    assert rows(bounded) == rows(whole)
    assert sum(g.findings for g in whole.groups()) == sum(map(len, plans))
    for few, every in zip(bounded.groups(), whole.groups(), strict=True):
        names = [place.path.name for place in every.places]
        assert len(names) == every.findings
        assert (
            every.plans
            == len(set(names))
            == sum(any(kind_of(each) == every.kind for each in plan) for plan in plans)
        )
        assert [place.path.name for place in few.places] == list(dict.fromkeys(names))[:most]


ERRORS = {code for code, severity in CODES.items() if severity is Severity.ERROR}


@given(st.frozensets(codes), st.frozensets(codes), st.lists(findings, max_size=8))
def test_only_minus_ignored_is_told_and_errors_always(only, ignored, found):
    selection = Selection(only, ignored)
    told = ERRORS | ((only or set(CODES)) - ignored)
    assert {code for code in CODES if selection.holds(code)} == told
    assert selection.of(found) == tuple(each for each in found if each.code in told)


def test_a_selection_of_nothing_leaves_nothing_out():
    assert Selection().is_all
    assert not Selection(only=frozenset({"caution"})).is_all
    assert not Selection(ignored=frozenset({"caution"})).is_all


def test_a_word_is_a_code_or_a_severity():
    assert codes_meant("caution") == {"caution"}
    assert codes_meant("question") == {
        "basis-unstated", "standardisation-unstated", "amount-undisclosed", "medicine-unknown",
        "medicine-time-unstated",
    }  # fmt: skip
    assert codes_meant("error") == ERRORS
    assert codes_meant("Caution") == codes_meant("") == codes_meant("cautions") == frozenset()
