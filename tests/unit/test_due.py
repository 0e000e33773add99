"""What is due of one regimen: its review, use beyond what is documented, packs that run out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.judge import judge
from planner.judge.due import Kind, Span, dates_of
from planner.judge.length import last_week, review_day
from planner.judge.supply import next_run_out
from planner.regimen.fields import DAYS
from planner.regimen.reading import read_bytes

CATALOGUE = load_catalogue()
START = date(2026, 9, 1)  # a Tuesday

ASHWAGANDHA = """
[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "60 min before bed"
"""
NIGHT_MAG = """
[entries.magnesium]
product = "night-mag"
{dose}
when = "90 min before bed"
{days}
[products.night-mag]
name = "Night Mag"
serving = "2 capsules"
{pack}
[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
"""


def night_mag(pack="60 capsules", dose="2 capsules", days=""):
    return NIGHT_MAG.format(
        dose=dose if "=" in dose else f'dose = "{dose}"',
        days=days,
        pack=f'pack = "{pack}"' if pack else "",
    )


def regimen(*parts, weeks=None):
    length = f"weeks = {weeks}" if weeks else ""
    head = f'format = 1\ntitle = "x"\nbedtime = "22:30"\n{length}\n'
    reading = read_bytes((head + "\n".join(parts)).encode())
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    return reading.regimen


def dates(of, today, within=0, begins=START):
    span = Span(today, today + timedelta(days=within))
    return dates_of(of, judge(of, CATALOGUE), CATALOGUE, begins, span)


def due(of, today, within=0, begins=START):
    return [(each.kind, str(each.on)) for each in dates(of, today, within, begins).due]


# the planned length


def test_a_plan_is_due_on_the_day_after_its_last_evening_and_ever_after():
    """Eight weeks from 1 September end with the evening of 26 October."""
    plan = regimen(ASHWAGANDHA, weeks=8)
    assert due(plan, date(2026, 10, 26)) == []
    assert due(plan, date(2026, 10, 27)) == [(Kind.LENGTH, "2026-10-27")]
    assert due(plan, date(2027, 10, 27)) == [(Kind.LENGTH, "2026-10-27")]


def test_it_is_coming_from_so_many_days_before():
    plan = regimen(ASHWAGANDHA, weeks=8)
    assert due(plan, date(2026, 10, 12), within=14) == []
    assert due(plan, date(2026, 10, 13), within=14) == [(Kind.LENGTH, "2026-10-27")]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 10, 22), "review due in 5 days"),
        (date(2026, 10, 26), "review due in 1 day"),
        (date(2026, 10, 27), "review due today"),
        (date(2026, 10, 28), "review due 1 day ago"),
        (date(2026, 11, 26), "review due 30 days ago"),
    ],
)
def test_it_says_how_long_it_was_planned_for_and_how_far_off_the_review_is(today, said):
    [found] = dates(regimen(ASHWAGANDHA, weeks=8), today, within=14).due
    assert found.why == f"planned for 8 weeks from 2026-09-01; {said}"


PHASES = 'phases = [{ weeks = 2, dose = "300 mg" }, { weeks = 3, dose = "600 mg" }]'


def test_phases_are_a_length_where_every_entry_has_some():
    phased = ASHWAGANDHA.replace('dose = "300 mg"', PHASES)
    assert due(regimen(phased), date(2026, 10, 6)) == [(Kind.LENGTH, "2026-10-06")]
    assert due(regimen(phased), date(2026, 10, 5)) == []
    both = regimen(phased, night_mag())
    assert last_week(both) is None
    assert dates(both, date(2026, 10, 6)).endless


def test_a_phase_that_ends_later_than_the_length_counts():
    phased = ASHWAGANDHA.replace('dose = "300 mg"', PHASES)
    assert last_week(regimen(phased, weeks=4)) == 5
    assert last_week(regimen(phased, weeks=6)) == 6


def test_a_plan_without_a_length_is_said_to_be_one():
    assert dates(regimen(night_mag()), START).endless
    assert not dates(regimen(night_mag(), weeks=4), START).endless
    assert not dates(regimen(), START).endless, "nothing is taken"


def test_a_review_past_the_year_9999_is_never_due():
    plan = regimen(ASHWAGANDHA, weeks=8)
    found = dates(plan, date.max, begins=date(9999, 12, 1))
    assert found.due == ()
    with pytest.raises(OverflowError):
        review_day(date(9999, 12, 1), 8)


# longer than use is documented


def test_use_beyond_the_documented_days_is_due_with_the_ninety_first_evening():
    """90 days from 1 September are over with the evening of 29 November."""
    plan = regimen(ASHWAGANDHA)
    assert due(plan, date(2026, 11, 29)) == []
    assert due(plan, date(2026, 11, 30)) == [(Kind.DOCUMENTED, "2026-11-30")]
    assert due(plan, date(2026, 11, 16), within=14) == [(Kind.DOCUMENTED, "2026-11-30")]


def test_it_says_since_when_and_by_which_source():
    [past] = dates(regimen(ASHWAGANDHA), date(2027, 3, 30)).due
    assert past.why == (
        "use of ashwagandha extract is documented for 90 days (NCCIH), and 210 have passed since"
        " 2026-09-01"
    )
    assert (past.entry, past.substance) == ("ashwagandha", "ashwagandha-extract")
    assert past.source == "nccih-3-months"
    [coming] = dates(regimen(ASHWAGANDHA), date(2026, 11, 26), within=14).due
    assert coming.why == (
        "use of ashwagandha extract is documented for 90 days (NCCIH), and they are over in 4"
        " days, counted from 2026-09-01"
    )


def test_a_plan_that_ends_within_the_documented_days_has_its_review_only():
    plan = regimen(ASHWAGANDHA, weeks=12)  # 84 days
    assert due(plan, date(2027, 3, 1)) == [(Kind.LENGTH, "2026-11-24")]


def test_a_longer_plan_is_due_when_the_documented_days_are_over():
    plan = regimen(ASHWAGANDHA, weeks=26)
    assert due(plan, date(2026, 12, 1)) == [(Kind.DOCUMENTED, "2026-11-30")]
    assert due(plan, date(2027, 3, 2)) == [
        (Kind.DOCUMENTED, "2026-11-30"),
        (Kind.LENGTH, "2027-03-02"),
    ]


ACCEPTED = """
[[accepted]]
code = "longer-than-documented"
entry = "ashwagandha"
observed = "182 days"
reason = "Agreed with the doctor"
on = 2026-09-01
"""


def test_what_was_accepted_is_not_due_a_second_time():
    accepted = regimen(ASHWAGANDHA, ACCEPTED, weeks=26)
    assert due(accepted, date(2026, 12, 1)) == []
    assert due(accepted, date(2027, 3, 2)) == [(Kind.LENGTH, "2027-03-02")]
    lapsed = regimen(ASHWAGANDHA, ACCEPTED, weeks=30)
    assert due(lapsed, date(2026, 12, 1)) == [(Kind.DOCUMENTED, "2026-11-30")]


def test_what_a_product_holds_counts_too():
    held = night_mag(pack=None).replace(
        'contents.magnesium-bisglycinate]\nelemental = "200 mg"',
        'contents.ashwagandha-root]\namount = "3 g"',
    )
    [found] = dates(regimen(held), date(2026, 12, 1)).due
    assert (found.kind, found.entry) == (Kind.DOCUMENTED, "magnesium")
    assert found.substance == "ashwagandha-root"


def test_two_entries_of_one_substance_are_told_once():
    second = ASHWAGANDHA.replace("entries.ashwagandha", "entries.morning")
    assert len(due(regimen(ASHWAGANDHA, second), date(2026, 12, 1))) == 1


# packs


def test_a_pack_runs_out_with_the_first_evening_that_it_is_not_enough_for():
    """60 capsules, two an evening: 30 evenings, the last of them on 30 September."""
    plan = regimen(night_mag())
    assert due(plan, date(2026, 9, 15), within=14) == []
    assert due(plan, date(2026, 9, 17), within=14) == [(Kind.SUPPLY, "2026-10-01")]
    [found] = dates(plan, date(2026, 9, 17), within=14).due
    assert found.product == "night-mag"
    assert found.why == "Night Mag runs out in 14 days (the first pack, from 2026-09-01 on)"


def test_later_packs_are_counted_one_after_the_other():
    """After 30, 60 and 90 evenings; the day behind each has a full pack again."""
    plan = regimen(night_mag())
    assert due(plan, date(2026, 10, 1)) == [(Kind.SUPPLY, "2026-10-01")]
    assert due(plan, date(2026, 10, 2)) == []
    [found] = dates(plan, date(2026, 11, 25), within=14).due
    assert str(found.on) == "2026-11-30"
    assert found.why == (
        "Night Mag runs out in 5 days (pack 3, one after the other from 2026-09-01 on)"
    )


def test_what_is_left_of_a_pack_goes_with_the_next():
    """Seven capsules, two an evening: out on the 4th, the 8th, the 11th, and on the 15th again."""
    plan = regimen(night_mag(pack="7 capsules"))
    days = [START + timedelta(days=day) for day in range(15)]
    found = [day.day for day in days if due(plan, day)]
    assert found == [4, 8, 11, 15]


def test_no_pack_is_asked_for_once_the_plan_is_over():
    """The pack lasts until 30 September, or to the last evening, and the plan is over by then."""
    assert due(regimen(night_mag(), weeks=4), date(2026, 9, 28), within=30) == [
        (Kind.LENGTH, "2026-09-29")
    ]
    exact = regimen(night_mag(pack="56 capsules"), weeks=4)
    assert due(exact, date(2026, 9, 28), within=30) == [(Kind.LENGTH, "2026-09-29")]


def test_a_plan_that_has_not_begun_counts_from_its_start():
    plan = regimen(night_mag())
    assert due(plan, date(2026, 8, 20), within=14) == []
    assert due(plan, date(2026, 8, 20), within=60) == [(Kind.SUPPLY, "2026-10-01")]


@pytest.mark.parametrize(
    ("pack", "reason"),
    [
        (None, "its label names no pack"),
        ("60 tablets", "its pack counts something else than its serving or its doses"),
        ("1 capsule", "its pack is less than one evening"),
    ],
)
def test_where_no_supply_can_be_said_the_reason_is(pack, reason):
    found = dates(regimen(night_mag(pack=pack)), START, within=3000)
    assert found.due == ()
    assert found.supply_unknown == (("night-mag", reason),)


def test_a_product_that_nothing_takes_and_a_plan_that_is_over_ask_for_no_supply():
    untaken = night_mag(pack=None).split("[products.night-mag]")
    product = "[products.night-mag]" + untaken[1]
    assert dates(regimen(ASHWAGANDHA, product), START).supply_unknown == ()
    over = regimen(night_mag(pack=None), weeks=2)
    assert dates(over, date(2026, 9, 14)).supply_unknown != ()
    assert dates(over, date(2026, 9, 15)).supply_unknown == ()


def test_what_is_due_first_comes_first():
    plan = regimen(night_mag(), ASHWAGANDHA, weeks=5)
    assert due(plan, date(2026, 9, 30), within=30) == [
        (Kind.SUPPLY, "2026-10-01"),
        (Kind.LENGTH, "2026-10-06"),
    ]


DOSES = st.integers(1, 4)


@given(
    pack=st.integers(4, 40),
    doses=st.lists(st.tuples(st.integers(1, 3), DOSES), max_size=3),
    dose=DOSES,
    days=st.sets(st.sampled_from(DAYS), min_size=1),
    start=st.integers(0, 6),
    today=st.integers(-10, 120),
    within=st.integers(0, 60),
)
def test_the_next_run_out_is_found_as_by_counting_capsules(  # noqa: PLR0917
    pack, doses, dose, days, start, today, within
):
    """Against a cupboard that gets a new pack whenever the capsules left are too few."""
    begins = START + timedelta(days=start)
    if doses:
        rows = ", ".join(f'{{ weeks = {n}, dose = "{c} capsules" }}' for n, c in doses)
        written = f"phases = [{rows}]"
    else:
        written = f"{dose} capsules"
    named = "days = [" + ", ".join(f'"{day}"' for day in DAYS if day in days) + "]"
    plan = regimen(night_mag(f"{pack} capsules", written, named))
    weekly = [count for weeks, count in doses for _ in range(weeks)]
    left, opened, expected = pack, 1, None
    for evening in range(today + within + 1):
        day = begins + timedelta(days=evening)
        week = evening // 7
        taken = (weekly[week] if week < len(weekly) else 0) if doses else dose
        if DAYS[day.weekday()] not in days:
            taken = 0
        if taken > left:
            if evening >= today:
                expected = (day, opened)
                break
            left, opened = left + pack, opened + 1
        left -= taken
    now = begins + timedelta(days=today)
    found = next_run_out(plan, "night-mag", begins, now, now + timedelta(days=within))
    assert (found and (found.on, found.pack)) == expected
