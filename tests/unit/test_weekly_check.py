"""What is known of all plans: grouped, sorted, searched, and the same however it was learnt."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.judge.grouping import Kind, Place
from planner.tui.weekly_check import ORDERS, CheckedPlan, Found, WeeklyCheck

LIMIT = Kind("above-upper-limit", "magnesium", None, accepted=False)
BELOW = Kind("dose-below-range", "melatonin", None, accepted=False)
CAUTION = Kind("caution", "ashwagandha", "thyroid-disorder", accepted=False)
ASKS = Kind("basis-unstated", "magnesium-bisglycinate", None, accepted=False)
WRONG = Kind("invalid-field", None, None, accepted=False)
NOTE = Kind("evidence-limited", "magnesium-bisglycinate", None, accepted=False)
ACCEPTED = LIMIT._replace(accepted=True)
KINDS = (LIMIT, BELOW, CAUTION, ASKS, WRONG, NOTE, ACCEPTED)
SEEN, CHANGED = (1, 1, 1, 1, 0), (2, 1, 1, 1, 0)


def plan(name, *kinds, seen=SEEN, title=None, observed="400 mg", times=1, **facts):
    path = Path(f"{name}.toml")
    found = [Found(kind, Place(path, title or name, 7, (), None, "Said.", observed), times)
             for kind in kinds]  # fmt: skip
    made = CheckedPlan(
        path, seen, title or name, "warn",
        is_template=False, is_unread=False, has_unchecked=False, found=tuple(found),
    )  # fmt: skip
    return replace(made, **facts)


def check_of(*plans):
    check = WeeklyCheck()
    check.name({each.path: each.signature for each in plans})
    check.learn(plans)
    return check


def kinds(groups):
    return [group.kind for group in groups]


def numbers(check):
    return {g.kind: g.plans for groups in check.sections() for g in groups}


def paths(check, kind, order="plan"):
    return [each.place.path.stem for each in check.found(kind, order)]


def test_the_worst_come_first_and_what_does_not_count_stands_apart():
    check = check_of(plan("a", NOTE, ASKS, ACCEPTED, LIMIT), plan("b", LIMIT, WRONG, BELOW))
    counting, accepted, notes = check.sections()
    assert kinds(counting) == [WRONG, LIMIT, BELOW, ASKS]
    assert (kinds(accepted), kinds(notes)) == ([ACCEPTED], [NOTE])


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("severity", [WRONG, LIMIT, CAUTION, ASKS]),
        ("finding", [LIMIT, ASKS, CAUTION, WRONG]),
        ("about", [CAUTION, LIMIT, ASKS, WRONG]),
        ("plans", [ASKS, LIMIT, WRONG, CAUTION]),
    ],
)
def test_each_order(order, expected):
    check = check_of(
        plan("a", ASKS, LIMIT, NOTE), plan("b", ASKS, WRONG), plan("c", ASKS, LIMIT, CAUTION)
    )
    assert kinds(check.sections(order).counting) == expected
    assert kinds(check.sections(order).notes) == [NOTE]


def test_plans_are_sorted_by_title_by_file_and_by_what_was_observed():
    check = check_of(
        plan("c", LIMIT, title="Ärmel", observed="1000 mg"),
        plan("a", LIMIT, title="zebra", observed="0.4 g"),
        plan("b", LIMIT, title="Mole", observed="undisclosed"),
        plan("d", LIMIT, title="zz", observed=None),
    )
    assert paths(check, LIMIT, "plan") == ["c", "b", "a", "d"]
    assert paths(check, LIMIT, "file") == ["a", "b", "c", "d"]
    assert paths(check, LIMIT, "observed") == ["c", "a", "b", "d"]


def test_lengths_and_times_are_sorted_by_their_number():
    check = check_of(*(plan(str(each), CAUTION, observed=f"{each} min") for each in (9, 100, 35)))
    assert paths(check, CAUTION, "observed") == ["100", "35", "9"]


@pytest.mark.parametrize("observed", ["", "min", "x min", "nan min", "--1 days", "9" * 5_000, "²"])
def test_nothing_that_was_observed_stops_sorting(observed):
    check = check_of(plan("a", LIMIT, observed=observed), plan("b", LIMIT, observed="1 mg"))
    assert set(paths(check, LIMIT, "observed")) == {"a", "b"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", {LIMIT: 2, CAUTION: 1, NOTE: 2}),
        ("magnesium", {LIMIT: 2, NOTE: 2}),
        ("LIMIT", {LIMIT: 2, NOTE: 2}),  # evidence-limited is one, too
        ("warning", {LIMIT: 2, CAUTION: 1}),
        ("thyroid", {CAUTION: 1}),
        ("anna", {LIMIT: 1, NOTE: 1}),
        ("ánná magnesium warning", {LIMIT: 1}),
        ("c-041", {LIMIT: 1, CAUTION: 1, NOTE: 1}),  # a file name
        ("anna thyroid", {}),
        ("nobody", {}),
        ("upper-limit", {LIMIT: 2}),
        ("bo", {LIMIT: 1, CAUTION: 1, NOTE: 1}),  # and not all that is above something
    ],
)
def test_a_search_finds_words_of_the_finding_and_of_the_plan(words, expected):
    check = check_of(
        plan("c-040", LIMIT, NOTE, title="Anna"), plan("c-041", LIMIT, CAUTION, NOTE, title="Bo")
    )
    check.find(words)
    assert numbers(check) == expected
    assert check.is_searching == bool(words)


def test_a_search_lets_the_same_plans_through_where_a_finding_is_opened():
    check = check_of(plan("a", LIMIT, title="Anna"), plan("b", LIMIT, title="Bo"))
    check.find("anna limit")
    assert paths(check, LIMIT) == ["a"]


def test_accepted_findings_are_found_by_that_word():
    check = check_of(plan("a", LIMIT), plan("b", ACCEPTED))
    check.find("accepted")
    assert numbers(check) == {ACCEPTED: 1}


def test_totals_are_of_all_plans_whatever_is_searched_for():
    check = check_of(
        plan("a", LIMIT, is_template=True),
        plan("b", WRONG, status="invalid", is_unread=True),
        plan("c", status="pass", has_unchecked=True),
    )
    check.find("nobody")
    totals = check.totals
    assert (totals.plans, totals.to_check) == (3, 0)
    assert totals.statuses == {"warn": 1, "invalid": 1, "pass": 1}
    assert (totals.templates, totals.unread, totals.unchecked) == (1, 1, 1)


def test_a_plan_that_was_judged_again_takes_the_place_of_what_it_was():
    check = check_of(plan("a", LIMIT, title="Old"), plan("b", LIMIT))
    check.name({Path("a.toml"): CHANGED, Path("b.toml"): SEEN})
    assert check.totals.to_check == 1
    assert numbers(check) == {LIMIT: 2}, "what it was stands until it is judged"
    check.learn([plan("a", CAUTION, seen=CHANGED, title="New")])
    assert numbers(check) == {LIMIT: 1, CAUTION: 1}
    assert check.totals.to_check == 0
    check.find("old")
    assert numbers(check) == {}


def test_a_file_that_has_gone_is_forgotten_and_not_learnt_again():
    gone = plan("a", LIMIT)
    check = check_of(gone, plan("b", LIMIT))
    check.name({Path("b.toml"): SEEN})
    check.learn([gone])
    assert numbers(check) == {LIMIT: 1}
    assert check.plan(gone.path) is None
    assert check.known == {Path("b.toml"): SEEN}


def test_a_file_that_goes_while_it_is_looked_for_is_not_waited_for():
    check = WeeklyCheck()
    check.name({Path("a.toml"): SEEN})
    assert check.totals.to_check == 1
    check.settle()
    assert check.totals.to_check == 0


steps = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.one_of(st.none(), st.lists(st.sampled_from(KINDS), unique=True)),
        st.integers(1, 3),
    ),
    max_size=12,
)


@given(steps, st.sampled_from(ORDERS), st.sampled_from(["", "a", "warning b", "magnesium"]))
def test_however_it_was_learnt_it_is_what_the_last_state_of_the_folder_says(steps, order, words):
    check, last = WeeklyCheck(), dict[str, CheckedPlan]()
    for seen, (name, found, times) in enumerate(steps):
        if found is None:
            last.pop(name, None)
        else:
            last[name] = plan(name, *found, seen=(seen, 0, 0, 0), times=times)
        check.name({each.path: each.signature for each in last.values()})
        check.learn(last.values())
    anew = check_of(*last.values())
    for each in (check, anew):
        each.find(words)
    assert check.totals == anew.totals
    assert {g.kind: (g.plans, g.findings) for groups in check.sections(order) for g in groups} == {
        g.kind: (g.plans, g.findings) for groups in anew.sections(order) for g in groups
    }
    for groups in check.sections(order):
        for group in groups:
            assert len(check.found(group.kind)) == group.plans
            assert {each.place.path for each in check.found(group.kind)} == {
                place.path for place in group.places
            }
