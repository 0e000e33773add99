"""Contract 1, 5 (e) and 8: warnings that the person has seen and keeps."""

from datetime import date

import pytest

from planner.judge.findings import EntryState
from tests.contract.building import (
    ash,
    check,
    codes,
    elemental,
    errors,
    found,
    label,
    mag,
    observed,
    phases,
    plan,
    take,
    takes,
)

LIMIT, LAPSED = "above-upper-limit", "acceptance-lapsed"


def accept(code, observed, entry=None, substance=None, **more):
    given = {
        "code": code,
        "entry": entry,
        "substance": substance,
        "observed": observed,
        "reason": "Agreed with the dietitian",
        "on": date(2026, 11, 20),
        **more,
    }
    return {key: value for key, value in given.items() if value is not None}


def judged(entries, *accepted, **top):
    return check(plan(entries, accepted=list(accepted), **top))


def kept(verdict):
    """What is accepted, by code and observed value."""
    return sorted((each.code, each.observed) for each in verdict.findings if each.accepted)


def test_an_accepted_warning_is_shown_with_its_reason_and_does_not_count():
    verdict = judged({"mag": elemental("400 mg")}, accept(LIMIT, "400 mg", "mag"))
    [finding] = found(verdict, LIMIT)
    assert finding.accepted.reason == "Agreed with the dietitian"
    assert finding.accepted.on == date(2026, 11, 20)
    assert finding.severity == "warning"
    assert verdict.status == "pass"
    assert verdict.state("mag") is EntryState.ACCEPTED
    assert LAPSED not in codes(verdict)


@pytest.mark.parametrize("text", ["400 mg", "0.4 g", "400mg", "400.0 mg", "400000 mcg", "0.40 G"])
def test_amounts_are_compared_by_value(text):
    verdict = judged({"mag": elemental("400 mg")}, accept(LIMIT, text, "mag"))
    assert kept(verdict) == [(LIMIT, "400 mg")]


@pytest.mark.parametrize("text", ["400.1 mg", "399 mg", "400 mcg", "400", "yes", "400 tablets"])
def test_an_acceptance_lapses_when_the_value_changes(text):
    verdict = judged({"mag": elemental("400 mg")}, accept(LIMIT, text, "mag"))
    assert kept(verdict) == []
    assert len(found(verdict, LAPSED)) == 1
    assert verdict.status == "warn"


@pytest.mark.parametrize(
    ("code", "text", "holds"),
    [
        ("outside-time-window", "0 min", True),
        ("outside-time-window", "0.0 min", False),
        ("outside-time-window", "0 h", False),
        ("longer-than-documented", "91 days", True),
        ("longer-than-documented", "13 weeks", False),
    ],
)
def test_all_else_is_compared_as_text(code, text, holds):
    entries = {
        "mag": elemental("200 mg", when="at bedtime"),
        "ash": ash(),
    }
    entry = "mag" if code == "outside-time-window" else "ash"
    verdict = judged(entries, accept(code, text, entry), weeks=13)
    assert bool(kept(verdict)) is holds
    assert (LAPSED in codes(verdict)) is not holds


@pytest.mark.parametrize(
    "gone",
    [
        accept(LIMIT, "400 mg", "nobody"),
        accept(LIMIT, "400 mg"),
        accept("dose-above-range", "400 mg", "mag"),
        accept(LIMIT, "400 mg", "mag", "magnesium-bisglycinate"),
    ],
    ids=["entry gone", "entry missing", "finding gone", "other substance"],
)
def test_an_acceptance_that_holds_for_none_lapses(gone):
    verdict = judged({"mag": elemental("400 mg")}, gone)
    assert kept(verdict) == []
    assert len(found(verdict, LAPSED)) == 1
    assert verdict.status == "warn"


def test_an_acceptance_without_its_warning_lapses_and_the_plan_still_passes():
    verdict = judged({"mag": elemental("300 mg")}, accept(LIMIT, "400 mg", "mag"))
    assert len(found(verdict, LAPSED)) == 1
    assert verdict.status == "pass"


def test_an_acceptance_without_entry_is_for_the_whole_regimen():
    entries = {"ash": ash(), "mel": take("melatonin", "1 mg")}
    text = "ashwagandha-extract, melatonin"
    assert judged(entries, accept("sedative-load", text)).status == "pass"
    assert judged(entries, accept("sedative-load", text, "ash")).status == "warn"
    other = "melatonin, ashwagandha-extract"
    assert judged(entries, accept("sedative-load", other)).status == "warn"


def test_a_new_sedative_lapses_the_acceptance():
    entries = {"a": ash(), "b": take("melatonin", "1 mg"), "c": take("lemon-balm-herb", "1 g")}
    verdict = judged(entries, accept("sedative-load", "ashwagandha-extract, melatonin"))
    assert (verdict.status, len(found(verdict, LAPSED))) == ("warn", 1)


def test_only_what_was_observed_is_accepted():
    person = {"conditions": ["liver-disease", "pregnancy"]}
    verdict = judged({"ash": ash()}, accept("caution", "pregnancy", "ash"), person=person)
    assert kept(verdict) == [("caution", "pregnancy")]
    assert LAPSED not in codes(verdict)
    assert verdict.status == "warn"


def two_lengths(*accepted):
    contents = {"ashwagandha-shoden": {"amount": "60 mg"}, "ashwagandha-root": {"amount": "2 g"}}
    products = {"box": label(contents)}
    return judged({"it": takes("box")}, *accepted, products=products, weeks=13)


def test_an_acceptance_holds_for_every_warning_of_its_code_and_entry():
    verdict = two_lengths(accept("longer-than-documented", "91 days", "it"))
    assert [bool(each.accepted) for each in found(verdict, "longer-than-documented")] == [True] * 2
    assert verdict.status == "pass"


def test_a_substance_singles_the_finding_out():
    verdict = two_lengths(accept("longer-than-documented", "91 days", "it", "ashwagandha-root"))
    assert {
        each.substance: bool(each.accepted) for each in found(verdict, "longer-than-documented")
    } == {
        "ashwagandha-root": True,
        "ashwagandha-shoden": False,
    }
    assert verdict.status == "warn"


def test_every_phase_is_accepted_by_its_own_value():
    entry = ash(None, phases=phases((1, "700 mg"), (1, "800 mg")))
    one = accept("dose-above-range", "700 mg", "ash")
    verdict = judged({"ash": entry}, one)
    assert kept(verdict) == [("dose-above-range", "700 mg")]
    assert judged({"ash": entry}, one, one | {"observed": "800 mg"}).status == "pass"


def test_questions_cannot_be_accepted():
    verdict = judged({"mag": mag("300 mg")}, accept("basis-unstated", "300 mg", "mag"))
    assert kept(verdict) == []
    assert verdict.status == "ask"


def test_errors_cannot_be_accepted():
    verdict = judged({"ash": ash("1,5 g")}, accept("invalid-amount", "1,5 g", "ash"))
    assert kept(verdict) == []
    assert verdict.status == "invalid"


def test_an_unknown_code_is_an_error():
    verdict = judged({"mag": elemental("400 mg")}, accept("above-uper-limit", "400 mg", "mag"))
    assert errors(verdict) == [("invalid-field", "accepted.1.code")]
    assert LIMIT in found(verdict, "invalid-field")[0].message
    assert observed(verdict, LIMIT) == ["400 mg"]


@pytest.mark.parametrize("missing", ["code", "observed", "reason", "on"])
def test_required_keys(missing):
    given = accept(LIMIT, "400 mg", "mag")
    del given[missing]
    verdict = judged({"mag": elemental("400 mg")}, given)
    assert errors(verdict) == [("invalid-field", f"accepted.1.{missing}")]
    assert kept(verdict) == []


@pytest.mark.parametrize("on", ["2026-11-20", 20261120, True])
def test_the_day_is_a_toml_date(on):
    verdict = judged({"mag": elemental("400 mg")}, accept(LIMIT, "400 mg", "mag") | {"on": on})
    assert errors(verdict) == [("invalid-field", "accepted.1.on")]


def test_a_broken_acceptance_leaves_the_others():
    good = accept(LIMIT, "400 mg", "mag")
    verdict = judged({"mag": elemental("400 mg")}, good | {"why": "?"}, good)
    assert errors(verdict) == [("invalid-field", "accepted.1.why")]
    assert kept(verdict) == [(LIMIT, "400 mg")]
