"""Where two rules of the contract meet."""

from datetime import date

import pytest

from tests.contract.building import (
    ash,
    check,
    citrate,
    codes,
    elemental,
    errors,
    found,
    label,
    mag,
    magnesium,
    named,
    observed,
    phases,
    plan,
    rows,
    take,
    takes,
    troubles,
)

BISGLYCINATE = "magnesium-bisglycinate"
ABOVE, BELOW, LIMIT = "dose-above-range", "dose-below-range", "above-upper-limit"
WINDOW, LAPSED = "outside-time-window", "acceptance-lapsed"


def hidden(substance):
    """A product that takes a substance in an amount that it does not tell."""
    return {"blend": label({substance: {"amount": "undisclosed"}})}


# an undisclosed amount is a substance taken all the same


def blend(substance, when="90 min before bed", entries=None, **top):
    table = {"it": takes("blend", when=when)} | (entries or {})
    return check(plan(table, products=hidden(substance), **top))


def test_undisclosed_magnesium_needs_its_gap():
    verdict = blend("magnesium-oxide", "08:00", medicines={"alendronate": {"when": "07:00"}})
    assert observed(verdict, "too-close-to-medicine") == ["60 min"]


def test_undisclosed_bisglycinate_has_its_window():
    assert observed(blend(BISGLYCINATE, "at bedtime"), WINDOW) == ["0 min"]


def test_undisclosed_melatonin_is_a_sedative():
    verdict = blend("melatonin", entries={"ash": ash()})
    assert observed(verdict, "sedative-load") == ["ashwagandha-extract, melatonin"]


def test_undisclosed_ashwagandha_has_cautions_and_a_documented_length():
    verdict = blend("ashwagandha-root", weeks=13, person={"conditions": ["liver-disease"]})
    assert troubles(verdict) == ["amount-undisclosed", "caution", "longer-than-documented"]


def test_an_undisclosed_form_lifts_the_below_verdict_of_magnesium():
    entries = {"bis": elemental("100 mg")}
    assert BELOW not in codes(blend("magnesium-oxide", entries=entries))
    assert BELOW in codes(blend("l-theanine", entries=entries))


def test_an_undisclosed_form_leaves_the_above_verdict_on_all_magnesium():
    entries = {"bis": elemental("300 mg"), "cit": citrate("101 mg")}
    verdict = blend("magnesium-oxide", entries=entries)
    assert rows(verdict, ABOVE) == [("bis", BISGLYCINATE, None, "401 mg", "400 mg")]
    assert magnesium(verdict) == [(401, False)]


# errors


def test_another_form_in_an_entry_with_an_error_lifts_the_below_verdict():
    entries = {"bis": elemental("100 mg"), "cit": citrate("100")}
    assert BELOW not in codes(check(plan(entries)))


def test_a_caution_names_the_first_entry_that_is_judged():
    entries = {"broken": ash("300"), "good": ash()}
    verdict = check(plan(entries, person={"conditions": ["liver-disease"]}))
    assert named(verdict, "caution") == ["good"]


def test_a_wrong_country_hides_nothing_else():
    verdict = check(plan({"ash": ash("601 mg")}, person={"country": "Utopia", "age": 17}))
    assert troubles(verdict) == ["caution", ABOVE, "invalid-field"]


def test_a_wrong_age_is_no_age():
    verdict = check(plan({"ash": ash("100 mg")}, person={"age": "17"}))
    assert errors(verdict) == [("invalid-field", "person.age")]
    assert BELOW in codes(verdict)


@pytest.mark.parametrize("age", [0, 1, 2, 150])
@pytest.mark.parametrize("country", ["US", "EU", "NO", "JP"])
def test_every_age_ends_in_a_verdict(age, country):
    person = {"age": age, "country": country}
    assert check(plan({"mag": elemental("600 mg")}, person=person)).status == "warn"


# days and ranges


def test_the_fullest_day_of_magnesium_need_not_hold_bisglycinate():
    entries = {"bis": elemental("200 mg", days=["mon"]), "cit": citrate("450 mg", days=["tue"])}
    assert rows(check(plan(entries)), ABOVE) == [("cit", BISGLYCINATE, None, "450 mg", "400 mg")]


def test_combined_total_is_told_where_a_total_was_judged():
    twice = {"a": take("melatonin", "1 mg"), "b": take("melatonin", "1 mg")}
    assert "combined-total" in codes(check(plan(twice)))
    apart = {"a": take("melatonin", "1 mg"), "b": take("l-theanine", "200 mg")}
    assert "combined-total" not in codes(check(plan(apart)))


def test_the_alias_and_the_id_are_one_substance():
    contents = {
        BISGLYCINATE: {"elemental": "200 mg"},
        "magnesium-glycinate": {"elemental": "201 mg"},
    }
    verdict = check(plan({"it": takes("box")}, products={"box": label(contents)}))
    assert rows(verdict, ABOVE) == [("it", BISGLYCINATE, None, "401 mg", "400 mg")]
    assert magnesium(verdict) == [(401, True)]


# phases


def test_a_substance_that_is_no_longer_taken_is_not_below_its_range():
    entries = {"ash": ash(None, phases=phases((2, "300 mg"))), "mag": elemental("300 mg")}
    assert troubles(check(plan(entries, weeks=8))) == []


def test_each_phase_has_its_single_dose():
    entry = take("valerian-root", None, "45 min before bed")
    entry |= {"phases": phases((1, "3.7 g"), (1, "3.8 g"))}
    assert [row[2:4] for row in rows(check(plan({"val": entry})), "single-dose-above-limit")] == [
        (1, "3700 mg"),
        (2, "3800 mg"),
    ]


def test_two_stretches_that_name_two_entries_are_two_findings():
    entries = {
        "a": citrate(None, phases=phases((2, "400 mg"), (2, "100 mg"))),
        "b": citrate(None, phases=phases((2, "100 mg"), (2, "300 mg"))),
    }
    assert rows(check(plan(entries)), LIMIT) == [
        ("a", "magnesium", 1, "500 mg", "350 mg"),
        ("b", "magnesium", 2, "400 mg", "350 mg"),
    ]


def test_a_phase_that_spans_two_stretches_reports_its_highest_total():
    entries = {
        "a": citrate(None, phases=phases((4, "400 mg"))),
        "b": citrate(None, phases=phases((2, "10 mg"), (2, "20 mg"))),
    }
    assert rows(check(plan(entries)), LIMIT) == [("a", "magnesium", 1, "420 mg", "350 mg")]


# windows


def test_a_window_that_hangs_out_excuses_nothing():
    entry = elemental("100 mg", when=["08:00", "30 to 90 min before bed"])
    assert sorted(observed(check(plan({"mag": entry})), WINDOW)) == ["30 min", "870 min"]


def test_an_early_taking_is_excused_phases_aside():
    late = elemental(None, phases=phases((2, "100 mg")))
    entries = {"early": elemental("200 mg", when="08:00"), "late": late}
    assert WINDOW not in codes(check(plan(entries, weeks=8)))


def test_an_early_window_is_excused_only_as_a_whole_before_6_h():
    entries = {
        "whole": elemental("50 mg", when="361 to 400 min before bed"),
        "part": elemental("50 mg", when="359 to 400 min before bed"),
        "late": elemental("200 mg"),
    }
    assert [row[0::3] for row in rows(check(plan(entries)), WINDOW)] == [("part", "400 min")]


# no bedtime


def test_gaps_by_the_clock_need_no_bedtime():
    entries = {"cit": citrate("100 mg", when="08:00")}
    medicines = {"alendronate": {"when": "07:00"}}
    verdict = check(plan(entries, bedtime=None, medicines=medicines))
    assert troubles(verdict) == ["too-close-to-medicine"]


def test_without_a_bedtime_no_window_is_judged():
    verdict = check(plan({"mag": elemental("300 mg", when="12:00")}, bedtime=None))
    assert troubles(verdict) == ["invalid-time"]


# acceptance


def acceptance(code, observed, **more):
    return {"code": code, "observed": observed, "reason": "Known", "on": date(2026, 1, 1)} | more


@pytest.mark.parametrize(
    ("code", "seen", "more"),
    [
        ("sedative-load", "ashwagandha-extract, melatonin", {"substance": "melatonin"}),
        ("sedative-load", "ashwagandha-extract, melatonin", {"entry": "mel"}),
        ("not-checked", "", {"entry": "gly"}),
        ("not-checked", "3000 mg", {"entry": "gly"}),
    ],
)
def test_what_no_acceptance_holds_for(code, seen, more):
    entries = {"ash": ash(), "mel": take("melatonin", "1 mg"), "gly": take("glycine", "3 g")}
    table = plan(entries, accepted=[acceptance(code, seen or "x", **more)])
    verdict = check(table)
    assert len(found(verdict, LAPSED)) == 1
    assert not any(finding.accepted for finding in verdict.findings)
    assert verdict.status == "warn"


def test_an_accepted_caution_covers_its_family():
    table = plan(
        {"a": ash(), "b": take("ashwagandha-root", "2 g")},
        person={"conditions": ["liver-disease"]},
        accepted=[acceptance("caution", "liver-disease", entry="a", substance="ashwagandha")],
    )
    assert check(table).status == "pass"


def test_an_acceptance_of_an_entry_with_an_error_lapses():
    table = plan(
        {"ash": ash("700")}, accepted=[acceptance("dose-above-range", "700 mg", entry="ash")]
    )
    verdict = check(table)
    assert verdict.status == "invalid"
    assert named(verdict, LAPSED) in ([], ["ash"], [None])
    assert not any(finding.accepted for finding in verdict.findings)


# medicines and the load


def test_l_theanine_with_a_sedative_is_a_caution_until_there_is_a_load():
    entries = {"the": take("l-theanine", "200 mg")}
    assert troubles(check(plan(entries, medicines={"lorazepam": {}}))) == ["caution"]
    entries["mel"] = take("melatonin", "1 mg")
    assert troubles(check(plan(entries, medicines={"lorazepam": {}}))) == ["sedative-load"]


def test_a_load_needs_no_bedtime():
    entries = {"ash": ash(when="21:00"), "mel": take("melatonin", "1 mg", "22:00")}
    assert troubles(check(plan(entries, bedtime=None))) == ["sedative-load"]


def test_bisglycinate_with_every_question_open_is_one_question():
    verdict = check(plan({"mag": mag("300 mg", when="21:00")}, person={"country": "JP"}))
    assert troubles(verdict) == ["basis-unstated"]
    assert verdict.status == "ask"
