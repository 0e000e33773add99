"""What holds for every regimen: order, unrelated entries, and texts of any kind."""

import copy
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.judge import judge_reading
from planner.regimen.reading import read_bytes
from tests.contract.building import (
    ash,
    catalogue,
    check,
    citrate,
    elemental,
    label,
    mag,
    plan,
    take,
    takes,
)

few = settings(
    max_examples=40,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

TOTALS = {
    "dose-below-range",
    "dose-above-range",
    "above-upper-limit",
    "marker-above-trials",
    "restricted-in-country",
}
PRODUCTS = {
    "box": label(
        {
            "magnesium-bisglycinate": {"elemental": "100 mg", "compound": "710 mg"},
            "ashwagandha-extract": {"amount": "150 mg", "standardised_to": "10 %"},
        },
        "2 capsules",
    ),
}
doses = st.integers(1, 9000).map(lambda tenths: f"{tenths / 10:.1f} mg")
days = st.sets(st.sampled_from(["mon", "tue", "wed"]), min_size=1).map(sorted)
whens = st.sampled_from(["08:00", "90 min before bed", "at bedtime", "1 to 2 h before bed"])
kinds = st.one_of(
    st.builds(ash, doses, st.sampled_from(["5 %", "4 %", "20 %", None]), days=days, when=whens),
    st.builds(mag, doses, st.sampled_from([None, "elemental", "compound"]), days=days, when=whens),
    st.builds(citrate, doses, st.sampled_from([None, "elemental"]), days=days, when=whens),
    st.builds(take, st.sampled_from(["melatonin", "valerian-root", "l-theanine"]), doses, whens),
    st.builds(takes, st.just("box"), st.sampled_from(["1 capsule", "3 capsules"]), whens),
)
evenings = st.lists(kinds, min_size=1, max_size=6)


def named(entries):
    return {f"entry-{number}": entry for number, entry in enumerate(entries)}


def of_totals(verdict):
    return {
        (each.code, each.substance, each.observed, each.limit)
        for each in verdict.findings
        if each.code in TOTALS
    }


def all_but(verdict, entry):
    return sorted(
        str(
            (
                each.code,
                each.entry,
                each.substance,
                each.phase,
                each.observed,
                each.limit,
                each.message,
            )
        )
        for each in verdict.findings
        if each.entry != entry
    )


@few
@given(evenings, st.randoms(use_true_random=False), st.sampled_from(["US", "PL", "IT", "JP"]))
def test_the_order_of_entries_changes_no_total(entries, random, country):
    first = named(entries)
    names = list(first)
    random.shuffle(names)
    second = {name: first[name] for name in names}
    one, two = (
        check(plan(each, products=PRODUCTS, person={"country": country}))
        for each in (first, second)
    )
    assert of_totals(one) == of_totals(two)
    assert sorted(map(str, one.totals)) == sorted(map(str, two.totals))
    assert one.status == two.status


@few
@given(evenings, st.booleans())
def test_an_unrelated_entry_changes_no_other_finding(entries, first):
    extra = {"extra": take("other", "50 mg", name="Apigenin")}
    without = named(entries)
    table = extra | without if first else without | extra
    one = check(plan(without, products=PRODUCTS, weeks=13))
    two = check(plan(table, products=PRODUCTS, weeks=13))
    assert all_but(one, "extra") == all_but(two, "extra")
    assert [each for each in two.findings if each.entry == "extra"] != []
    assert all(one.state(name) == two.state(name) for name in without)


@few
@given(evenings)
def test_an_entry_with_an_error_changes_no_finding_of_other_substances(entries):
    broken = {"broken": take("glycine", "1,5 g")}
    one = check(plan(named(entries), products=PRODUCTS))
    two = check(plan(named(entries) | broken, products=PRODUCTS))
    assert all_but(one, "broken") == all_but(two, "broken")


@few
@given(evenings)
def test_a_dose_in_another_unit_is_the_same_dose(entries):
    def in_grams(entry):
        number, unit = entry["dose"].split()
        if unit != "mg":
            return entry
        tenths = int(number.replace(".", ""))
        return entry | {"dose": f"{tenths * 100} mcg"}

    one = check(plan(named(entries), products=PRODUCTS))
    two = check(plan(named(map(in_grams, entries)), products=PRODUCTS))
    assert of_totals(one) == of_totals(two)
    assert one.totals == two.totals


@few
@given(evenings, st.integers(0, 5))
def test_accepting_every_warning_leaves_none_that_counts(entries, drop):
    table = plan(named(entries), products=PRODUCTS, weeks=13)
    warnings = [each for each in check(table).findings if each.severity == "warning"]
    kept = [each for number, each in enumerate(warnings) if number != drop]
    table["accepted"] = [
        {"code": each.code, "observed": each.observed, "reason": "Known", "on": date(2026, 1, 1)}
        | ({"entry": each.entry} if each.entry else {})
        | ({"substance": each.substance} if each.substance else {})
        for each in kept
    ]
    verdict = check(table)
    wanted = {(each.code, each.entry, each.substance, each.observed) for each in kept}
    for each in verdict.findings:
        if each.severity == "warning":
            key = (each.code, each.entry, each.substance, each.observed)
            assert bool(each.accepted) is (key in wanted)
    assert not any(each.code == "acceptance-lapsed" for each in verdict.findings)


# texts of any kind

WHOLE = plan(
    {
        "ash": ash("300 mg", reason="Tired", days=["mon"]),
        "mag": elemental("300 mg", when=["21:00", "8:00"]),
        "box": takes("box"),
        "other": take("other", "1 mg", name="Other"),
        "steps": ash(None, phases=[{"weeks": 2, "dose": "300 mg"}]),
    },
    notes="Notes",
    weeks=8,
    person={"name": "A", "country": "US", "age": 40, "conditions": ["pregnancy"]},
    medicines={"levothyroxine": {"when": "07:00"}},
    products={"box": PRODUCTS["box"] | {"pack": "60 capsules", "price": "9 EUR"}},
    accepted=[
        {"code": "caution", "entry": "ash", "substance": "x", "observed": "y", "reason": "z",
         "on": date(2026, 1, 1)}
    ],
    template={"description": "D", "fields": {"f": {"key": "title", "prompt": "P", "default": "T"}}},
)  # fmt: skip


def paths(value, path=()):
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in items:
        yield (*path, key)
        if isinstance(below, (dict, list)):
            yield from paths(below, (*path, key))


def with_value(path, value):
    table = copy.deepcopy(WHOLE)
    place = table
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return table


PLACES = sorted(paths(WHOLE), key=str)
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(["9**9**9**9 mg", "1e999999 mg", "9" * 400 + " mg", "min. %", "to", "1 to"]),
    st.from_regex(
        r"[0-9.,eE+ -]{1,12} ?(mg|g|%|min|h|mmol|capsules|IU)( before bed)?", fullmatch=True
    ),
)
values = st.one_of(
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.lists(texts, max_size=3),
    st.dictionaries(st.text("abc-", min_size=1, max_size=3), texts, max_size=2),
)


def is_a_verdict(verdict):
    assert verdict.status in ("pass", "ask", "warn", "invalid")
    for finding in verdict.findings:
        assert finding.message
        if finding.severity == "warning":
            assert finding.observed


@settings(few, max_examples=100)
@given(st.sampled_from(PLACES), texts)
def test_any_text_anywhere_never_raises(path, text):
    is_a_verdict(check(with_value(path, text)))


@settings(few, max_examples=120)
@given(st.sampled_from(PLACES), values)
def test_any_value_anywhere_never_raises(path, value):
    is_a_verdict(check(with_value(path, value)))


@settings(few, max_examples=100)
@given(st.sampled_from([path for path in PLACES if not isinstance(path[-1], int)]), texts)
def test_any_key_anywhere_never_raises(path, name):
    table = with_value(path, {})
    place = table
    for part in path[:-1]:
        place = place[part]
    place[name] = place.pop(path[-1])
    is_a_verdict(check(table))


@settings(few, max_examples=100)
@given(
    st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "ignore"))
    )
)
def test_any_bytes_never_raise(data):
    for head in (b"", b"format = 1\n", b'format = 1\ntitle = "T"\n[entries.a]\n'):
        is_a_verdict(judge_reading(read_bytes(head + data), catalogue()))
