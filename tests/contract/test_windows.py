"""Contract 3, 5 and 8: the time before bed and the documented window."""

import pytest

from tests.contract.building import (
    ash,
    check,
    codes,
    elemental,
    errors,
    label,
    named,
    observed,
    plan,
    rows,
    take,
    takes,
    troubles,
)

CODE = "outside-time-window"


def outside(when, **more):
    return observed(check(plan({"mag": elemental("200 mg", when=when, **more)})), CODE)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("60 min before bed", []),
        ("120 min before bed", []),
        ("59 min before bed", ["59 min"]),
        ("121 min before bed", ["121 min"]),
        ("at bedtime", ["0 min"]),
        ("20:30", []),
        ("21:30", []),
        ("20:29", ["121 min"]),
        ("9:31 pm", ["59 min"]),
        ("22:31", ["1439 min"]),
        ("1.5 h before bed", []),
        ("2 h 1 min before bed", ["121 min"]),
    ],
)
def test_bounds_of_the_window_are_inclusive(when, expected):
    assert outside(when) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("1 to 2 h before bed", []),
        ("2 to 1 h before bed", []),
        ("60 to 120 min before bed", []),
        ("30 to 90 min before bed", ["30 min"]),
        ("90 to 150 min before bed", ["150 min"]),
        ("30 to 180 min before bed", ["180 min"]),
        ("180 to 30 min before bed", ["180 min"]),
        ("3 to 4 h before bed", ["240 min"]),
        ("10 to 20 min before bed", ["20 min"]),
    ],
)
def test_a_window_is_outside_with_any_part_and_shows_the_earlier_end_outside(when, expected):
    assert outside(when) == expected


def test_one_finding_for_each_distinct_taking():
    assert sorted(outside(["17:00", "18:00"])) == ["270 min", "330 min"]
    assert outside(["3 h before bed", "19:30"]) == ["180 min"]


def test_days_do_not_multiply_a_finding():
    assert outside("at bedtime", days=["mon", "tue", "wed"]) == ["0 min"]


# more than 6 h before bed


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (["08:00", "21:00"], []),
        (["16:29", "21:00"], []),
        (["16:30", "21:00"], ["360 min"]),
        (["08:00"], ["870 min"]),
        (["08:00", "at bedtime"], ["0 min", "870 min"]),
        (["5 to 7 h before bed", "21:00"], ["420 min"]),
        (["6 to 7 h before bed", "21:00"], ["420 min"]),
        (["7 to 8 h before bed", "21:00"], []),
        (["361 to 420 min before bed", "21:00"], []),
    ],
)
def test_an_early_taking_is_excused_by_one_inside(when, expected):
    assert sorted(outside(when)) == expected


def test_a_taking_of_another_entry_excuses_too():
    early = elemental("100 mg", when="08:00")
    assert CODE not in codes(check(plan({"early": early, "late": elemental("100 mg")})))


def test_a_taking_of_another_substance_does_not_excuse():
    entries = {"early": elemental("200 mg", when="08:00"), "late": ash()}
    assert named(check(plan(entries)), CODE) == ["early"]


@pytest.mark.parametrize(
    ("early", "late", "expected"),
    [
        (["mon"], ["mon", "tue"], []),
        (["mon", "tue"], ["mon"], ["early"]),
        (None, ["mon"], ["early"]),
        (["mon"], None, []),
    ],
)
def test_each_day_of_an_early_taking_needs_one_inside(early, late, expected):
    entries = {
        "early": elemental("200 mg", when="08:00", days=early),
        "late": elemental("200 mg", days=late),
    }
    entries = {
        name: {key: value for key, value in entry.items() if value is not None}
        for name, entry in entries.items()
    }
    assert named(check(plan(entries)), CODE) == expected


def test_a_taking_of_a_product_excuses_too():
    products = {"box": label({"magnesium-bisglycinate": {"elemental": "100 mg"}})}
    entries = {"early": elemental("100 mg", when="08:00"), "late": takes("box")}
    assert CODE not in codes(check(plan(entries, products=products)))


# several windows in one taking


def two_windows(when):
    contents = {
        "magnesium-bisglycinate": {"elemental": "200 mg"},
        "valerian-root": {"amount": "1 g"},
    }
    return check(plan({"it": takes("box", when=when)}, products={"box": label(contents)}))


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("30 min before bed", []),
        ("60 min before bed", []),
        ("120 min before bed", []),
        ("30 to 120 min before bed", []),
        ("29 min before bed", ["29 min"]),
        ("121 min before bed", ["121 min"]),
    ],
)
def test_the_union_of_two_windows_holds(when, expected):
    verdict = two_windows(when)
    assert observed(verdict, CODE) == expected
    assert [row[:3] for row in rows(verdict, CODE)] == [("it", None, None)] * len(expected)


def test_one_window_beside_a_substance_without():
    contents = {
        "magnesium-bisglycinate": {"elemental": "200 mg"},
        "ashwagandha-extract": {"amount": "300 mg", "standardised_to": "5 %"},
    }
    verdict = check(
        plan({"it": takes("box", when="at bedtime")}, products={"box": label(contents)})
    )
    assert [row[:4] for row in rows(verdict, CODE)] == [
        ("it", "magnesium-bisglycinate", None, "0 min")
    ]


def test_valerian_root_has_its_own_window():
    verdict = check(plan({"val": take("valerian-root", "1 g", "61 min before bed")}))
    assert [row[:4] for row in rows(verdict, CODE)] == [("val", "valerian-root", None, "61 min")]


@pytest.mark.parametrize("entry", [ash(when="at bedtime"), take("melatonin", "1 mg", "03:00")])
def test_substances_without_a_window_may_be_taken_at_any_time(entry):
    assert troubles(check(plan({"it": entry}))) == []


def test_the_finding_has_no_phase():
    entry = elemental(None, when="at bedtime", phases=[{"weeks": 2, "dose": "200 mg"}])
    assert rows(check(plan({"it": entry})), CODE)[0][:4] == (
        "it", "magnesium-bisglycinate", None, "0 min",
    )  # fmt: skip


# the clock


def test_bedtime_after_midnight():
    verdict = check(plan({"mag": elemental("200 mg", when="23:00")}, bedtime="00:30"))
    assert [(each.at, each.minutes_before_bed) for each in verdict.schedule] == [("23:00", 90)]
    assert verdict.status == "pass"


@pytest.mark.parametrize(
    ("when", "at", "until", "minutes"),
    [
        ("90 min before bed", "21:00", None, 90),
        ("1 h 30 min before bed", "21:00", None, 90),
        ("at bedtime", "22:30", None, 0),
        ("9 pm", "21:00", None, 90),
        ("9pm", "21:00", None, 90),
        ("7:00", "07:00", None, 930),
        ("12:00 am", "00:00", None, 1350),
        ("12 pm", "12:00", None, 630),
        ("1 to 2 h before bed", "20:30", "21:30", 120),
        ("60 to 120 min before bed", "20:30", "21:30", 120),
        ("23 h 59 min before bed", "22:31", None, 1439),
        ("  90   min  before bed ", "21:00", None, 90),
    ],
)
def test_schedule(when, at, until, minutes):
    [taking] = check(plan({"ash": ash(when=when)})).schedule
    assert (taking.entry, taking.at, taking.until) == ("ash", at, until)
    assert taking.minutes_before_bed == minutes
    assert taking.dose == "300 mg"


@pytest.mark.parametrize("bedtime", ["22:30", "10:30 pm", "10:30pm"])
def test_bedtime_is_read_in_both_ways(bedtime):
    [taking] = check(plan({"ash": ash(when="at bedtime")}, bedtime=bedtime)).schedule
    assert taking.at == "22:30"


# no bedtime

NO_BEDTIME = [("invalid-time", "bedtime")]


@pytest.mark.parametrize(
    "entry",
    [ash(when="60 min before bed"), ash(when=["08:00", "at bedtime"]),
     elemental("300 mg", when="21:00"), take("valerian-root", "1 g", "21:00"),
     take("other", "1 mg", "1 to 2 h before bed", name="X")],
    ids=["before bed", "one of a list", "magnesium window", "valerian window", "other"],
)  # fmt: skip
def test_no_bedtime_where_one_is_needed_is_one_error_about_the_regimen(entry):
    verdict = check(plan({"one": entry, "two": entry}, bedtime=None))
    assert errors(verdict) == NO_BEDTIME
    assert named(verdict, "invalid-time") == [None]


@pytest.mark.parametrize(
    "entry",
    [ash(when="21:00"), take("other", "1 mg", "9 pm", name="X"), take("glycine", "3 g", "8:00")],
)
def test_no_bedtime_is_no_error_where_none_is_needed(entry):
    verdict = check(plan({"it": entry}, bedtime=None))
    assert verdict.status == "pass"
    assert verdict.schedule[0].minutes_before_bed is None


def test_without_a_bedtime_entries_are_judged_as_far_as_they_can_be():
    verdict = check(plan({"ash": ash("601 mg"), "mag": elemental("351 mg")}, bedtime=None))
    assert troubles(verdict) == ["above-upper-limit", "dose-above-range", "invalid-time"]
    assert verdict.status == "invalid"


@pytest.mark.parametrize("bedtime", ["25:00", "10", "late", "", "22.30", "90 min before bed"])
def test_an_unreadable_bedtime_is_one_error(bedtime):
    verdict = check(plan({"ash": ash("601 mg"), "mag": elemental("300 mg")}, bedtime=bedtime))
    assert errors(verdict) == NO_BEDTIME
    assert named(verdict, "invalid-time") == [None]
    assert named(verdict, "dose-above-range") == ["ash"]
