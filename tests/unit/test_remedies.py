"""Remedies: each edit that is offered has been judged, and takes its finding away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.judge import judge
from planner.judge.remedies import remedies
from planner.library.paths import shipped_folder
from planner.regimen.reading import read_bytes, read_file

CATALOGUE = load_catalogue()
RANK = {"pass": 0, "ask": 1, "warn": 2, "invalid": 3}
HEAD = 'format = 1\ntitle = "x"\nbedtime = "22:30"\n'


def read(text):
    reading = read_bytes((HEAD + text).encode())
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    return reading.regimen


def entry(dose, when="90 min before bed", more='basis = "elemental"'):
    return (
        f'[entries.m]\nsubstance = "magnesium-bisglycinate"\ndose = "{dose}"\n{more}\n'
        f'when = "{when}"\n'
    )


def offered(regimen, code, country="US"):
    verdict = judge(regimen, CATALOGUE, country)
    [finding] = [row for row in verdict.findings if row.code == code]
    return remedies(finding, regimen, verdict, CATALOGUE)


def first(regimen, code, country="US"):
    remedy = offered(regimen, code, country)[0]
    return remedy.label.replace("\u00a0", " "), remedy.regimen


def holds(regimen, country="US"):
    """Every edit that is offered takes its finding away and makes nothing worse."""
    verdict = judge(regimen, CATALOGUE, country)
    for finding in verdict.findings:
        for remedy in remedies(finding, regimen, verdict, CATALOGUE):
            assert remedy.label
            assert remedy.regimen is not None or remedy.field
            if remedy.regimen is None:
                continue
            after = judge(remedy.regimen, CATALOGUE, country)
            assert RANK[after.status] <= RANK[verdict.status], remedy.label
            about = (finding.code, finding.entry, finding.substance)
            left = [(row.code, row.entry, row.substance) for row in after.findings if row.counts]
            assert about not in left, remedy.label


def test_too_little_is_raised_to_the_range():
    label, mended = first(read(entry("100 mg")), "dose-below-range")
    assert label == "set 200 mg"
    assert mended is not None
    assert judge(mended, CATALOGUE, "US").status == "pass"


def test_too_much_is_lowered_to_what_is_in_range_and_within_the_limit():
    label, _ = first(read(entry("900 mg")), "dose-above-range")
    assert label == "set 350 mg", "400 mg would be in range, but above the limit of the US"
    label, _ = first(read(entry("400 mg")), "above-upper-limit")
    assert label == "set 350 mg"
    label, _ = first(read(entry("400 mg")), "above-upper-limit", "DE")
    assert label == "set 250 mg"


def test_a_compound_is_raised_until_its_element_is_in_range():
    label, mended = first(
        read(entry("300 mg", more='basis = "compound"')), "dose-below-range"
    )  # 42 mg of magnesium
    assert label == "set 1,419 mg"
    assert mended is not None


def test_capsules_are_whole():
    text = """
[entries.m]
product = "p"
dose = "7 capsules"
when = "90 min before bed"
[products.p]
name = "P"
serving = "2 capsules"
[products.p.contents.magnesium-bisglycinate]
elemental = "150 mg"
"""
    label, _ = first(read(text), "above-upper-limit")
    assert label == "set 4 capsules"


def test_a_taking_moves_to_the_nearest_end_of_the_window():
    assert first(read(entry("200 mg", "at bedtime")), "outside-time-window")[0] == (
        "move to 60 min before bed"
    )
    assert first(read(entry("200 mg", "19:00")), "outside-time-window")[0] == "move to 20:30"
    wide = first(read(entry("200 mg", "0 to 4 h before bed")), "outside-time-window")
    assert wide[0] == "move to 1 to 2 h before bed"


def test_a_medicine_is_never_moved():
    text = entry("200 mg", "08:00") + '[medicines.levothyroxine]\nwhen = "07:00"\n'
    [remedy, ask] = offered(read(text), "too-close-to-medicine")
    assert remedy.regimen is not None
    assert remedy.regimen.medicines == read(text).medicines
    assert remedy.label == "move to 20:30", "inside the documented window, far from the medicine"
    assert "pharmacist" in ask.label


def test_the_length_becomes_whole_documented_weeks():
    text = """
weeks = 20
[entries.a]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "21:00"
"""
    label, mended = first(read(text), "longer-than-documented")
    assert label == "set 12 weeks"
    assert mended is not None
    assert mended.weeks == 12


def test_a_question_leads_to_its_field():
    [remedy] = offered(read(entry("300 mg", more="")), "basis-unstated")
    assert (remedy.label, remedy.regimen, remedy.entry, remedy.field) == (
        "ask the label", None, "m", "which",
    )  # fmt: skip


def test_a_slip_is_offered_as_it_was_meant():
    label, mended = first(read(entry("3 mg")), "probable-slip")
    assert label == "set 300 mg"
    assert mended is not None


def test_a_lapsed_acceptance_is_forgotten():
    text = (
        entry("200 mg")
        + '[[accepted]]\ncode = "above-upper-limit"\nentry = "m"\nobserved = "400 mg"\n'
        + 'reason = "x"\non = 2026-11-20\n'
    )
    label, mended = first(read(text), "acceptance-lapsed")
    assert label == "forget the acceptance"
    assert mended is not None
    assert mended.accepted == ()


def test_what_is_accepted_or_no_fault_is_left_alone():
    verdict = judge(read(entry("200 mg")), CATALOGUE, "US")
    for finding in verdict.findings:
        assert remedies(finding, read(entry("200 mg")), verdict, CATALOGUE) == ()


def test_a_child_is_never_given_a_dose():
    text = "[person]\nage = 12\n" + entry("900 mg")
    remedies_offered = offered(read(text), "dose-above-range")
    assert [remedy.regimen for remedy in remedies_offered] == [None]


@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.toml")), ids=lambda p: p.stem)
@pytest.mark.parametrize("country", ["US", "DE", "PL"])
def test_the_remedies_of_what_is_shipped_hold(path, country):
    regimen = read_file(path).regimen
    assert regimen is not None
    holds(regimen, country)


@given(
    st.integers(1, 3000),
    st.sampled_from(["elemental", "compound"]),
    st.integers(0, 600),
    st.integers(1, 2000),
    st.sampled_from(["US", "DE", "GB", "PL"]),
)
def test_any_remedy_holds(dose, basis, minutes, extract, country):
    text = (
        entry(f"{dose} mg", f"{minutes} min before bed", f'basis = "{basis}"')
        + f'[entries.a]\nsubstance = "ashwagandha-extract"\ndose = "{extract} mg"\n'
        + 'standardised_to = "5 %"\nwhen = "21:00"\n[medicines.levothyroxine]\nwhen = "16:00"\n'
    )
    holds(read(text), country)
