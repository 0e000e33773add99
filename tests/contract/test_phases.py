"""Contract 1, 6 and 8: titration, stretches of weeks and the phase of a finding."""

import pytest

from tests.contract.building import (
    ash,
    check,
    citrate,
    elemental,
    errors,
    label,
    magnesium,
    per_day,
    phases,
    plan,
    rows,
    stretches,
    take,
    takes,
    troubles,
)

EXTRACT = "ashwagandha-extract"
LIMIT, ABOVE, BELOW = "above-upper-limit", "dose-above-range", "dose-below-range"


def titrated(*steps, **more):
    return ash(None, phases=phases(*steps), **more)


def totals(entries, **top):
    verdict = check(plan(entries, **top))
    return list(
        zip(
            [each.stretch for each in verdict.totals if getattr(each, "substance", "") == EXTRACT],
            per_day(verdict, EXTRACT),
            strict=True,
        )
    )


# stretches


def test_without_phases_totals_carry_none():
    assert stretches(check(plan({"ash": ash(), "mag": elemental("300 mg")}, weeks=8))) == [None]


@pytest.mark.parametrize(
    ("steps", "weeks", "expected"),
    [
        (((2, "300 mg"), (6, "600 mg")), None, [(1, 300), (2, 600)]),
        (((2, "300 mg"), (6, "600 mg")), 8, [(1, 300), (2, 600)]),
        (((2, "300 mg"), (6, "600 mg")), 4, [(1, 300), (2, 600)]),
        (((2, "300 mg"), (6, "600 mg")), 10, [(1, 300), (2, 600)]),
        (((2, "300 mg"), (6, "300 mg")), None, [(1, 300), (2, 300)]),
        (((8, "300 mg"),), None, [(1, 300)]),
    ],
)
def test_every_end_of_a_phase_begins_a_stretch(steps, weeks, expected):
    top = {} if weeks is None else {"weeks": weeks}
    given = totals({"ash": titrated(*steps)}, **top)
    assert given[: len(expected)] == expected
    assert all(amount == 0 for _, amount in given[len(expected) :])


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (None, [(1, 600), (2, 900), (3, 300)]),
        (10, [(1, 600), (2, 900), (3, 300)]),
        (9, [(1, 600), (2, 900), (3, 300)]),
        (8, [(1, 600), (2, 900)]),
        (4, [(1, 600), (2, 900)]),
        (1, [(1, 600), (2, 900)]),
    ],
)
def test_entries_without_phases_go_on_after_the_last_phase(weeks, expected):
    entries = {"steady": ash("300 mg"), "more": titrated((2, "300 mg"), (6, "600 mg"))}
    assert totals(entries, **({} if weeks is None else {"weeks": weeks})) == expected


def test_two_titrations_cut_each_other():
    entries = {
        "a": titrated((2, "100 mg"), (6, "200 mg")),
        "b": titrated((4, "10 mg"), (4, "20 mg")),
    }
    assert totals(entries) == [(1, 110), (2, 210), (3, 220)]


def test_a_shorter_titration_is_no_longer_taken():
    entries = {"a": titrated((2, "100 mg")), "b": titrated((2, "10 mg"), (2, "20 mg"))}
    assert totals(entries) == [(1, 110), (2, 20)]


def test_the_fullest_day_is_that_of_the_stretch():
    entries = {
        "a": titrated((2, "300 mg"), (2, "100 mg"), days=["mon"]),
        "b": ash("200 mg", days=["tue"]),
    }
    assert totals(entries, weeks=4) == [(1, 300), (2, 200)]


def test_mineral_totals_carry_the_stretch_too():
    entry = citrate(None, phases=phases((1, "100 mg"), (1, "200 mg")))
    verdict = check(plan({"cit": entry}))
    assert magnesium(verdict) == [(100, True), (200, True)]
    assert stretches(verdict) == [1, 2]


def test_a_product_is_titrated_in_what_its_label_counts():
    products = {"box": label({EXTRACT: {"amount": "300 mg", "standardised_to": "5 %"}})}
    entry = takes("box", phases=phases((2, "1 capsule"), (6, "2 capsules")))
    del entry["dose"]
    verdict = check(plan({"it": entry}, products=products))
    assert per_day(verdict, EXTRACT) == [300, 600]
    assert verdict.status == "pass"


# the phase of a finding


def test_a_phase_is_judged_alone():
    entry = titrated((2, "200 mg"), (2, "300 mg"), (2, "600 mg"), (2, "601 mg"))
    verdict = check(plan({"ash": entry}))
    assert rows(verdict, BELOW) == [("ash", EXTRACT, 1, "200 mg", "300 mg")]
    assert rows(verdict, ABOVE) == [("ash", EXTRACT, 4, "601 mg", "600 mg")]


def test_one_finding_for_each_phase():
    verdict = check(plan({"ash": titrated((2, "700 mg"), (2, "800 mg"))}))
    assert rows(verdict, ABOVE) == [
        ("ash", EXTRACT, 1, "700 mg", "600 mg"),
        ("ash", EXTRACT, 2, "800 mg", "600 mg"),
    ]


def test_the_phase_is_the_named_entrys_own():
    entries = {
        "a": titrated((2, "100 mg"), (6, "200 mg")),
        "b": titrated((4, "420 mg"), (4, "300 mg")),
    }
    # weeks 1-2: 520; weeks 3-4: 620, mostly b in its phase 1; weeks 5-8: 500
    assert rows(check(plan(entries)), ABOVE) == [("b", EXTRACT, 1, "620 mg", "600 mg")]


def test_an_entry_without_phases_has_no_phase():
    entries = {"steady": ash("400 mg"), "more": titrated((2, "100 mg"), (6, "201 mg"))}
    assert rows(check(plan(entries)), ABOVE) == [("steady", EXTRACT, None, "601 mg", "600 mg")]


@pytest.mark.parametrize(
    ("steps", "highest"),
    [(((2, "100 mg"), (6, "150 mg")), "450 mg"), (((2, "150 mg"), (6, "100 mg")), "450 mg")],
)
def test_a_total_is_reported_once_with_the_highest_observed(steps, highest):
    entries = {"bis": elemental("300 mg"), "cit": citrate(None, phases=phases(*steps))}
    verdict = check(plan(entries))
    assert rows(verdict, LIMIT) == [("bis", "magnesium", None, highest, "350 mg")]


@pytest.mark.parametrize(("weeks", "lowest"), [(8, "160 mg"), (None, "150 mg"), (9, "150 mg")])
def test_below_is_reported_once_with_the_lowest_observed(weeks, lowest):
    other = citrate(None, phases=phases((2, "20 mg"), (6, "10 mg")))
    top = {} if weeks is None else {"weeks": weeks}
    verdict = check(plan({"bis": elemental("150 mg"), "cit": other}, **top))
    expected = ("bis", "magnesium-bisglycinate", None, lowest, "200 mg")
    assert rows(verdict, BELOW) == [expected]


def test_bisglycinate_is_looked_for_in_the_stretch():
    entries = {
        "bis": elemental(None, phases=phases((2, "200 mg"))),
        "cit": citrate("250 mg"),
    }
    # weeks 1-2: 450 with bisglycinate; afterwards citrate alone, which has no range
    verdict = check(plan(entries))
    assert [row[:4] for row in rows(verdict, ABOVE)] == [
        ("cit", "magnesium-bisglycinate", None, "450 mg")
    ]
    assert rows(verdict, BELOW) == []
    low = {"bis": elemental(None, phases=phases((2, "200 mg"))), "cit": citrate("10 mg")}
    assert troubles(check(plan(low))) == []


def test_findings_about_a_label_or_a_person_have_no_phase():
    entry = ash(None, "2.5 %", phases=phases((7, "300 mg"), (7, "600 mg")))
    verdict = check(plan({"ash": entry}, person={"conditions": ["liver-disease"]}))
    assert {each.phase for each in verdict.findings if each.severity != "note"} == {None}
    assert troubles(verdict) == [
        "caution", "longer-than-documented", "standardisation-below-minimum",
    ]  # fmt: skip


def test_the_schedule_shows_the_dose_of_each_phase():
    schedule = check(plan({"ash": titrated((2, "300 mg"), (6, "600 mg"))})).schedule
    assert {(each.at, each.dose) for each in schedule} == {("21:00", "300 mg"), ("21:00", "600 mg")}


# errors


@pytest.mark.parametrize(
    ("phase", "code", "key"),
    [
        ({"weeks": 2, "dose": "1,5 g"}, "invalid-amount", "dose"),
        ({"weeks": 2, "dose": 300}, "invalid-field", "dose"),
        ({"weeks": 2}, "invalid-field", "dose"),
        ({"dose": "300 mg"}, "invalid-field", "weeks"),
        ({"weeks": "2", "dose": "300 mg"}, "invalid-field", "weeks"),
        ({"weeks": 2.0, "dose": "300 mg"}, "invalid-field", "weeks"),
        ({"weeks": 0, "dose": "300 mg"}, "invalid-field", "weeks"),
        ({"weeks": 2, "dose": "300 mg", "days": ["mon"]}, "invalid-field", "days"),
    ],
)
def test_a_phase_that_cannot_be_read(phase, code, key):
    entry = ash(None, phases=[{"weeks": 2, "dose": "300 mg"}, phase])
    verdict = check(plan({"ash": entry}))
    assert errors(verdict) == [(code, f"entries.ash.phases.2.{key}")]
    assert troubles(verdict) == [code]


def test_phases_stand_instead_of_a_dose():
    entry = ash("300 mg", phases=phases((2, "300 mg")))
    assert {code for code, _ in errors(check(plan({"ash": entry})))} == {"invalid-field"}


def test_a_dose_that_does_not_fit_names_the_phase():
    entry = take(EXTRACT, None, standardised_to="5 %", phases=phases((2, "1 capsule")))
    assert troubles(check(plan({"ash": entry}))) == ["unit-mismatch"]
