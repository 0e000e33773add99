"""The gauges: a total that is not known to be in range is never said to be."""

import pytest

from planner.judge.findings import EntryState, LimitVerdict, RangeVerdict
from tests.contract.building import check

HEAD = 'format = 1\ntitle = "x"\nbedtime = "22:30"\n'


def gauges(text):
    return {gauge.substance: gauge for gauge in check(HEAD + text).gauges}


def ashwagandha(dose, more=""):
    return (
        f'[entries.a]\nsubstance = "ashwagandha-extract"\ndose = "{dose}"\nwhen = "21:00"\n{more}'
    )


def magnesium(dose, basis=""):
    row = f'basis = "{basis}"\n' if basis else ""
    return (
        f'[entries.m]\nsubstance = "magnesium-bisglycinate"\ndose = "{dose}"\nwhen = "21:00"\n{row}'
    )


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (ashwagandha("300 mg", 'standardised_to = "5 %"\n'), RangeVerdict.IN),
        (ashwagandha("300 mg"), RangeVerdict.STRENGTH),
        (ashwagandha("300 mg", 'standardised_to = "2.5 %"\n'), RangeVerdict.WEAKER),
        (ashwagandha("299 mg", 'standardised_to = "5 %"\n'), RangeVerdict.BELOW),
        (ashwagandha("601 mg"), RangeVerdict.ABOVE),
        (
            ashwagandha("299 mg", 'standardised_to = "5 %"\n[person]\nage = 17\n'),
            RangeVerdict.ADULTS,
        ),
    ],
)
def test_the_range_of_an_extract(text, verdict):
    assert gauges(text)["ashwagandha-extract"].range_verdict is verdict


@pytest.mark.parametrize(
    ("text", "in_range", "within"),
    [
        (magnesium("300 mg", "elemental"), RangeVerdict.IN, LimitVerdict.WITHIN),
        (magnesium("400 mg", "elemental"), RangeVerdict.IN, LimitVerdict.ABOVE),
        (magnesium("500 mg", "elemental"), RangeVerdict.ABOVE, LimitVerdict.ABOVE),
        (magnesium("400 mg", "compound"), RangeVerdict.BELOW, LimitVerdict.WITHIN),
        (magnesium("300 mg"), RangeVerdict.ASK, LimitVerdict.ASK),
    ],
)
def test_range_and_limit_of_magnesium_are_two_verdicts(text, in_range, within):
    gauge = gauges(text)["magnesium-bisglycinate"]
    assert (gauge.range_verdict, gauge.limit_verdict) == (in_range, within)


def test_a_hidden_amount_is_at_least():
    text = (
        '[entries.m]\nproduct = "p"\ndose = "1 capsule"\nwhen = "21:00"\n'
        '[products.p]\nname = "P"\nserving = "1 capsule"\n'
        '[products.p.contents.magnesium-bisglycinate]\nelemental = "250 mg"\n'
        '[products.p.contents.magnesium-oxide]\namount = "undisclosed"\n'
    )
    gauge = gauges(text)["magnesium-bisglycinate"]
    assert gauge.at_least
    assert gauge.range_verdict is RangeVerdict.AT_LEAST
    assert gauge.limit_verdict is LimitVerdict.AT_LEAST


def test_another_form_without_a_basis_leaves_the_total_open():
    other = '[entries.o]\nsubstance = "magnesium-oxide"\ndose = "100 mg"\nwhen = "21:00"\n'
    found = gauges(magnesium("250 mg", "elemental") + other)
    assert found["magnesium-bisglycinate"].range_verdict is RangeVerdict.AT_LEAST
    assert found["magnesium-bisglycinate"].limit_verdict is LimitVerdict.ELSEWHERE
    assert found["magnesium"].limit_verdict is LimitVerdict.ASK


OTHER = '[entries.o]\nsubstance = "magnesium-oxide"\nwhen = "21:00"\n'


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ("[person]\nage = 17\n", EntryState.OPEN),
        (f'{OTHER}dose = "1,5 g"\n', EntryState.OPEN),
        (f'{OTHER}dose = "100 mg"\n', EntryState.OPEN),
        (f'{OTHER}dose = "150 mg"\nbasis = "elemental"\n', EntryState.IN_RANGE),
        ("", EntryState.WARNING),
    ],
)
def test_an_entry_without_findings_is_not_in_range_while_its_total_is_open(more, state):
    assert check(f"{HEAD}{magnesium('50 mg', 'elemental')}{more}").state("m") is state


def test_a_hidden_amount_leaves_the_other_entries_open():
    blend = (
        '[entries.b]\nproduct = "p"\ndose = "1 capsule"\nwhen = "21:00"\n'
        '[products.p]\nname = "P"\nserving = "1 capsule"\n'
        '[products.p.contents.magnesium-oxide]\namount = "undisclosed"\n'
    )
    verdict = check(f"{HEAD}{magnesium('50 mg', 'elemental')}{blend}")
    assert verdict.state("m") is EntryState.OPEN


def test_without_a_bedtime_no_entry_is_in_range():
    verdict = check(f'format = 1\ntitle = "x"\n{magnesium("250 mg", "elemental")}')
    assert verdict.state("m") is EntryState.ERROR
    assert [finding.entry for finding in verdict.findings if finding.code == "invalid-time"] == [
        None
    ]
