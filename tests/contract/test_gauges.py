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


# ranges are for adults: a minor is never said to be in one


@pytest.mark.parametrize("dose", ["50 mg", "200 mg", "300 mg", "400 mg"])
@pytest.mark.parametrize("age", [0, 9, 12, 17])
def test_a_minor_is_never_in_range(dose, age):
    verdict = check(f"{HEAD}[person]\nage = {age}\n{magnesium(dose, 'elemental')}")
    [gauge] = [row for row in verdict.gauges if row.substance == "magnesium-bisglycinate"]
    assert gauge.range_verdict is RangeVerdict.ADULTS
    assert verdict.state("m") in (EntryState.OPEN, EntryState.WARNING)
    assert verdict.not_checked() == ("m",)
    codes = {finding.code for finding in verdict.findings}
    assert not codes & {"dose-below-range", "dose-above-range"}


def test_the_limit_of_a_minor_stays_judged():
    child = magnesium("300 mg", "elemental")
    found = check(f"{HEAD}[person]\nage = 5\n{child}")
    assert ("above-upper-limit", "110 mg") in [(row.code, row.limit) for row in found.findings]
    found = check(f"{HEAD}[person]\nage = 12\n{child}")
    assert found.status == "pass"
    assert found.gauges[0].limit_verdict is LimitVerdict.WITHIN


def test_a_minor_above_the_range_of_adults_is_told_so():
    verdict = check(f"{HEAD}[person]\nage = 12\n{magnesium('500 mg', 'elemental')}")
    assert "dose-above-range" in {finding.code for finding in verdict.findings}
    assert verdict.gauges[0].range_verdict is RangeVerdict.ABOVE


@pytest.mark.parametrize("age", [18, 80])
def test_an_adult_is_compared(age):
    verdict = check(f"{HEAD}[person]\nage = {age}\n{magnesium('300 mg', 'elemental')}")
    assert verdict.state("m") is EntryState.IN_RANGE
    assert verdict.not_checked() == ()


def test_an_extract_of_a_minor_is_not_in_range_by_its_weight_either():
    for percent in ("2.5 %", "5 %", "100 %"):
        text = ashwagandha("300 mg", f'standardised_to = "{percent}"\n[person]\nage = 17\n')
        assert gauges(text)["ashwagandha-extract"].range_verdict is RangeVerdict.ADULTS


# a stated basis is not called unstated


BUFFERED = (
    '[entries.m]\nproduct = "p"\ndose = "1 capsule"\nwhen = "21:00"\n'
    '[products.p]\nname = "P"\nserving = "1 capsule"\n'
    '[products.p.contents.magnesium-bisglycinate]\ncompound = "{}"\nbuffered = true\n'
)


def test_a_compound_of_unknown_form_is_a_compound():
    form = magnesium("400 mg", "compound").replace("magnesium-bisglycinate", "magnesium")
    verdict = check(HEAD + form)
    [gauge] = verdict.gauges
    assert (gauge.range_verdict, gauge.limit_verdict) == (RangeVerdict.SHARE, LimitVerdict.SHARE)
    assert gauge.nothing_known
    assert [row.code for row in verdict.findings if row.severity == "question"] == [
        "basis-unstated"
    ]
    [taking] = verdict.schedule
    assert [text.replace("\u00a0", " ") for text in taking.gives] == [
        "400 mg of the compound; how much magnesium that is, is not known"
    ]


def test_a_buffered_compound_is_compared_as_it_stands_and_said_to_be_the_compound():
    verdict = check(HEAD + BUFFERED.format("1112 mg"))
    codes = [row.code for row in verdict.findings]
    assert {"dose-above-range", "basis-unstated"} <= set(codes)
    [above] = [row for row in verdict.findings if row.code == "dose-above-range"]
    assert above.observed == "1112 mg"
    assert "as the whole compound a day" in above.message
    assert "how much magnesium itself it holds is not known" in above.message
    assert "not stated" not in " ".join(row.message for row in verdict.findings)
    within = check(HEAD + BUFFERED.format("300 mg"))
    gauge = within.gauges[0]
    assert (gauge.range_verdict, gauge.limit_verdict) == (RangeVerdict.SHARE, LimitVerdict.SHARE)
    assert "not stated" not in f"{gauge.basis} {gauge.range_verdict}"


def test_beside_a_compound_an_amount_without_a_basis_is_still_asked_about():
    more = magnesium("50 mg").replace("entries.m", "entries.n")
    gauge = check(HEAD + BUFFERED.format("200 mg") + more).gauges[0]
    assert (gauge.range_verdict, gauge.limit_verdict) == (RangeVerdict.ASK, LimitVerdict.ASK)


# more of the marker than any trial is no dose in range


@pytest.mark.parametrize(
    ("percent", "verdict"),
    [
        ("28 %", RangeVerdict.IN),
        ("28.1 %", RangeVerdict.STRONGER),
        ("100 %", RangeVerdict.STRONGER),
    ],
)
def test_an_extract_stronger_than_any_trial_is_in_range_by_weight_only(percent, verdict):
    found = check(HEAD + ashwagandha("300 mg", f'standardised_to = "{percent}"\n'))
    assert found.gauges[0].range_verdict is verdict
    codes = {row.code for row in found.findings}
    assert ("marker-above-trials" in codes) is (verdict is RangeVerdict.STRONGER)


def test_what_is_not_known_in_full_is_open():
    assert gauges(magnesium("300 mg"))["magnesium-bisglycinate"].is_open
    assert gauges(ashwagandha("300 mg"))["ashwagandha-extract"].is_open
    assert gauges(f"{magnesium('300 mg', 'elemental')}[person]\nage = 12\n")[
        "magnesium-bisglycinate"
    ].is_open
    for dose in ("100 mg", "300 mg", "500 mg"):
        assert not gauges(magnesium(dose, "elemental"))["magnesium-bisglycinate"].is_open
