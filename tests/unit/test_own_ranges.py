"""Own ranges: judged by a rule of their own, told beside the documented one, never in its place."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.judge import judge_reading
from planner.judge.findings import EntryState, LimitVerdict, RangeVerdict
from planner.judge.gauge_words import own_words, range_verdict_words
from planner.judge.remedies import remedies
from tests.contract.building import (
    ash,
    citrate,
    codes,
    elemental,
    found,
    label,
    mag,
    phases,
    plan,
    read,
    rows,
    take,
    takes,
    words,
)
from tests.own_files import HOUSE, catalogue_with

ASH, MAG, API, GLY = "ashwagandha-extract", "magnesium-bisglycinate", "apigenin", "glycine"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The own ranges: ashwagandha extract 300 to 450 mg, bisglycinate 150 to 300 mg elemental,
    apigenin 25 to 50 mg, glycine 1 to 3 g."""
    return catalogue_with(tmp_path_factory.mktemp("library"))


@pytest.fixture
def check(own):
    return lambda source, catalogue=own: judge_reading(read(source), catalogue)


def api(dose="50 mg", **more):
    return take(API, dose, "30 min before bed", **more)


def gauges(verdict):
    return {gauge.substance: gauge for gauge in verdict.gauges}


# inside and outside


@pytest.mark.parametrize(
    ("dose", "limit"),
    [("299.9 mg", "300 mg"), ("300 mg", None), ("450 mg", None), ("450.1 mg", "450 mg")],
)
def test_a_total_outside_an_own_range_is_a_warning_with_the_bound_that_it_crosses(
    check, dose, limit
):
    verdict = check(plan({"ash": ash(dose)}))
    expected = [] if limit is None else [("ash", ASH, None, dose, limit)]
    assert rows(verdict, "outside-own-range") == expected
    assert len(found(verdict, "own-range")) == (limit is None)


def test_the_warning_says_whose_range_it_is_and_what_is_documented(check):
    verdict = check(plan({"ash": ash("500 mg")}))
    (warning,) = found(verdict, "outside-own-range")
    said = words(warning)
    assert "above Coach Nilsen's own range of 300 mg to 450 mg extract a day (adults)" in said
    assert "the documented range is 300 mg to 600 mg extract a day" in said
    assert "Source: House rules after the 2026 audit (Coach Nilsen's own)." in said
    assert (warning.source, warning.own) == ("house-2026", "Coach Nilsen's own")
    assert verdict.status == "warn"
    assert verdict.only_own


def test_the_documented_range_is_judged_as_ever(check):
    for dose in ("299 mg", "300 mg", "500 mg", "700 mg", "7 g"):
        source = plan({"ash": ash(dose), "mag": elemental("250 mg")})
        with_own, shipped = check(source), check(source, load_catalogue())
        theirs = {"outside-own-range", "own-range"}
        assert [each for each in with_own.findings if each.code not in theirs] == list(
            shipped.findings
        )
        assert [each._replace(own=None) for each in with_own.gauges] == list(shipped.gauges)
        assert with_own.totals == shipped.totals


def test_where_both_hold_both_are_told_in_one_note(check):
    verdict = check(plan({"ash": ash("400 mg")}))
    assert verdict.status == "pass"
    (note,) = found(verdict, "own-range")
    assert words(note).startswith(
        "400 mg ashwagandha extract a day: in Coach Nilsen's own range (300 to 450 mg extract);"
        " in the documented range (300 mg to 600 mg extract a day"
    )
    assert (note.entry, note.substance, note.observed, note.limit) == ("ash", ASH, "400 mg", None)
    assert verdict.state("ash") is EntryState.IN_RANGE


def test_both_warnings_stand_where_both_ranges_are_left(check):
    verdict = check(plan({"ash": ash("700 mg")}))
    assert rows(verdict, "dose-above-range") == [("ash", ASH, None, "700 mg", "600 mg")]
    assert rows(verdict, "outside-own-range") == [("ash", ASH, None, "700 mg", "450 mg")]
    assert not verdict.only_own


def test_a_range_that_says_the_same_as_the_documented_one_says_nothing(check, tmp_path):
    same = catalogue_with(tmp_path, HOUSE.replace('upper = "450 mg"', 'upper = "0.6 g"'))
    verdict = check(plan({"ash": ash("700 mg")}), same)
    assert not codes(verdict) & {"outside-own-range", "own-range"}
    assert gauges(verdict)[ASH].own is None


def test_an_own_range_outside_of_the_documented_one_silences_nothing(check, tmp_path):
    wider = catalogue_with(tmp_path, HOUSE.replace('upper = "450 mg"', 'upper = "900 mg"'))
    verdict = check(plan({"ash": ash("800 mg")}), wider)
    assert rows(verdict, "dose-above-range") == [("ash", ASH, None, "800 mg", "600 mg")]
    (note,) = found(verdict, "own-range")
    assert "in Coach Nilsen's own range" in words(note)
    assert "above the documented range" in words(note)
    assert verdict.state("ash") is EntryState.WARNING


# own substances


def test_an_own_substance_is_never_said_to_be_in_the_documented_range(check):
    verdict = check(plan({"api": api("50 mg")}))
    assert codes(verdict) == {"not-checked", "own-range"}
    assert verdict.state("api") is EntryState.NOT_CHECKED
    assert verdict.not_checked() == ("api",)
    gauge = gauges(verdict)[API]
    assert gauge.range_verdict is RangeVerdict.NONE
    assert range_verdict_words(gauge) == "Not checked: no documented range"
    assert own_words(gauge).replace("\xa0", " ") == (
        "In Coach Nilsen's own range (25 to 50 mg apigenin)"
    )
    assert "no documented range is shipped" in words(found(verdict, "own-range")[0])
    assert not any("in the documented range" in words(each) for each in verdict.findings)


@pytest.mark.parametrize(
    ("dose", "limit"), [("24 mg", "25 mg"), ("51 mg", "50 mg"), ("0.06 g", "50 mg")]
)
def test_an_own_substance_outside_its_own_range_is_a_warning(check, dose, limit):
    verdict = check(plan({"api": api(dose)}))
    (warning,) = found(verdict, "outside-own-range")
    assert (warning.entry, warning.substance, warning.limit) == ("api", API, limit)
    assert "no documented range is shipped for it" in words(warning)
    assert verdict.state("api") is EntryState.WARNING
    assert verdict.not_checked() == ("api",)


def test_an_own_substance_adds_up_over_products(check):
    entries = {"api": api("30 mg"), "box": takes("box")}
    products = {"box": label({API: {"amount": "30 mg", "name": "Apigenin, pure"}})}
    verdict = check(plan(entries, products=products))
    assert rows(verdict, "outside-own-range") == [("api", API, None, "60 mg", "50 mg")]
    assert len(found(verdict, "combined-total")) == 1
    said = [words(each) for each in found(verdict, "not-checked")]
    assert any("The dose of apigenin, pure (Coach Nilsen's own) is not checked" in each
               for each in said)  # fmt: skip


def test_an_own_substance_without_a_range_is_only_not_checked(check, tmp_path):
    start, end = HOUSE.index("[substances.apigenin.range]"), HOUSE.index("[ranges.ashwa")
    without = catalogue_with(tmp_path, HOUSE[:start] + HOUSE[end:])
    verdict = check(plan({"api": api("5 g")}), without)
    assert codes(verdict) == {"not-checked"}
    assert API not in gauges(verdict)


def test_a_bare_capsule_of_an_own_substance_does_not_fit(check):
    assert "unit-mismatch" in codes(check(plan({"api": api("2 capsules")})))


def test_a_sedating_own_substance_counts_in_the_sedative_load(check, tmp_path):
    more = 'sedating = true\nsedating_source = "house-2026"\n\n[substances.apigenin.range]'
    sedating = catalogue_with(tmp_path, HOUSE.replace("[substances.apigenin.range]", more))
    verdict = check(plan({"api": api(), "mel": take("melatonin", "1 mg")}), sedating)
    (load,) = found(verdict, "sedative-load")
    assert load.observed == "apigenin, melatonin"
    assert "Coach Nilsen's own" in words(load)


# a shipped substance without a documented range


def test_an_own_range_stands_alone_where_none_is_documented(check):
    verdict = check(plan({"gly": take(GLY, "4 g")}))
    assert rows(verdict, "outside-own-range") == [("gly", GLY, None, "4000 mg", "3000 mg")]
    assert verdict.not_checked() == ("gly",)
    inside = check(plan({"gly": take(GLY, "3 g")}))
    assert codes(inside) == {"not-checked", "own-range"}
    assert inside.state("gly") is EntryState.NOT_CHECKED


# the rules of documented ranges hold: minors, missing facts, minerals, phases


def test_for_minors_only_more_than_adults_take_is_told(check):
    minor = {"age": 16}
    low = check(plan({"ash": ash("200 mg"), "api": api("10 mg")}, person=minor))
    assert not found(low, "outside-own-range")
    assert gauges(low)[ASH].own.verdict is RangeVerdict.ADULTS
    assert own_words(gauges(low)[API]).startswith("Not judged: Coach Nilsen's own range is for")
    high = check(plan({"ash": ash("500 mg")}, person=minor))
    assert rows(high, "outside-own-range") == [("ash", ASH, None, "500 mg", "450 mg")]


def test_what_a_blend_hides_is_never_below(check):
    products = {"box": label({API: {"amount": "undisclosed"}})}
    verdict = check(plan({"api": api("10 mg"), "box": takes("box")}, products=products))
    assert not found(verdict, "outside-own-range")
    said = own_words(gauges(verdict)[API]).replace("\xa0", " ")
    assert said == (
        "Not known whether in Coach Nilsen's own range (25 to 50 mg apigenin): the total is at"
        " least this"
    )
    (note,) = found(verdict, "own-range")
    assert words(note).startswith("at least 10 mg apigenin")


def test_nothing_known_is_not_zero(check):
    products = {"box": label({API: {"amount": "undisclosed"}})}
    verdict = check(plan({"box": takes("box")}, products=products))
    assert not codes(verdict) & {"outside-own-range", "own-range"}
    assert "no amount is known" in own_words(gauges(verdict)[API])


def test_magnesium_is_compared_as_the_elemental_total_of_all_forms(check):
    verdict = check(plan({"mag": elemental("200 mg"), "cit": citrate("110 mg")}))
    assert rows(verdict, "outside-own-range") == [("mag", MAG, None, "310 mg", "300 mg")]
    gauge = gauges(verdict)[MAG]
    assert gauge.own.verdict is RangeVerdict.ABOVE
    assert gauge.range_verdict is RangeVerdict.IN
    assert gauge.limit_verdict is LimitVerdict.WITHIN


def test_a_mineral_amount_without_basis_is_compared_as_printed_and_asked_about(check):
    verdict = check(plan({"mag": mag("250 mg")}))
    assert "basis-unstated" in codes(verdict)
    assert not found(verdict, "outside-own-range")
    assert gauges(verdict)[MAG].own.verdict is RangeVerdict.ASK
    assert rows(check(plan({"mag": mag("320 mg")})), "outside-own-range") == [
        ("mag", MAG, None, "320 mg", "300 mg")
    ]


def test_an_own_range_for_a_form_without_a_documented_one(check, tmp_path):
    text = HOUSE.replace("ranges.magnesium-bisglycinate", "ranges.magnesium-citrate")
    both = catalogue_with(tmp_path, text)
    verdict = check(plan({"cit": citrate("310 mg")}), both)
    assert rows(verdict, "outside-own-range") == [
        ("cit", "magnesium-citrate", None, "310 mg", "300 mg")
    ]
    gauge = gauges(verdict)["magnesium-citrate"]
    assert gauge.name == "Magnesium (own range for magnesium citrate)"
    assert gauge.range_verdict is RangeVerdict.NONE
    assert gauges(verdict)["magnesium"].limit_verdict is LimitVerdict.WITHIN
    assert verdict.not_checked() == ("cit",)


def test_with_phases_each_stretch_is_judged(check):
    steps = phases((2, "200 mg"), (4, "400 mg"), (2, "500 mg"))
    verdict = check(plan({"ash": ash(None, phases=steps)}))
    assert rows(verdict, "outside-own-range") == [
        ("ash", ASH, 1, "200 mg", "300 mg"), ("ash", ASH, 3, "500 mg", "450 mg"),
    ]  # fmt: skip
    assert [gauge.own.verdict for gauge in verdict.gauges if gauge.substance == ASH] == [
        RangeVerdict.BELOW, RangeVerdict.IN, RangeVerdict.ABOVE,
    ]  # fmt: skip


def test_the_note_is_told_once_for_a_substance(check):
    steps = phases((2, "300 mg"), (4, "400 mg"))
    verdict = check(plan({"ash": ash(None, phases=steps)}))
    assert rows(verdict, "own-range") == [("ash", ASH, 2, "400 mg", None)]


def test_an_extract_weaker_than_documented_is_in_the_own_range_by_weight_only(check):
    verdict = check(plan({"ash": ash("400 mg", "2.5 %")}))
    assert own_words(gauges(verdict)[ASH]).startswith(
        "In Coach Nilsen's own range by weight only: the extract is weaker"
    )


def test_an_unread_own_range_says_nothing_of_a_regimen_without_its_substance(check):
    verdict = check(plan({"the": take("l-theanine", "200 mg")}))
    assert not codes(verdict) & {"outside-own-range", "own-range"}


# what can be done about it


def test_the_warning_can_be_accepted_and_the_acceptance_lapses(check):
    accepted = [
        {"code": "outside-own-range", "entry": "ash", "observed": "500 mg",
         "reason": "Agreed", "on": date(2026, 11, 20)}
    ]  # fmt: skip
    kept = check(plan({"ash": ash("500 mg")}, accepted=accepted))
    assert kept.status == "pass"
    assert found(kept, "outside-own-range")[0].accepted.reason == "Agreed"
    lapsed = check(plan({"ash": ash("501 mg")}, accepted=accepted))
    assert lapsed.status == "warn"
    assert "acceptance-lapsed" in codes(lapsed)


@pytest.mark.parametrize(
    ("entry", "dose"),
    [(ash("500 mg"), "450 mg"), (ash("250 mg"), "300 mg"), (api("60 mg"), "50 mg")],
)
def test_a_dose_within_both_ranges_is_offered(own, check, entry, dose):
    source = plan({"it": entry})
    regimen, verdict = read(source).regimen, check(source)
    warning = found(verdict, "outside-own-range")[0]
    assert regimen is not None
    (offered,) = remedies(warning, regimen, verdict, own)
    assert offered.label.replace("\xa0", " ") == f"set {dose}"


@given(st.integers(1, 1200))
def test_a_total_is_outside_exactly_where_it_lies_beyond_a_bound(own, milligrams):
    verdict = judge_reading(read(plan({"ash": ash(f"{milligrams} mg")})), own)
    outside = milligrams < 300 or milligrams > 450
    documented = milligrams < 300 or milligrams > 600
    assert bool(found(verdict, "outside-own-range")) == outside
    assert bool(found(verdict, "own-range")) != outside
    seen = codes(verdict)
    assert bool(seen & {"dose-below-range", "dose-above-range"}) == documented
