"""Contract 5 and 7: cautions for conditions, ages and medicines, and the sedative load."""

import pytest

from planner.judge.findings import EntryState
from tests.contract.building import (
    ash,
    check,
    citrate,
    codes,
    elemental,
    errors,
    found,
    named,
    observed,
    phases,
    plan,
    rows,
    take,
    troubles,
)

CONDITIONS = {
    "pregnancy": {"ashwagandha", "melatonin"},
    "breastfeeding": {"ashwagandha"},
    "thyroid-disorder": {"ashwagandha"},
    "autoimmune-disease": {"ashwagandha"},
    "liver-disease": {"ashwagandha"},
    "prostate-cancer": {"ashwagandha"},
    "surgery-planned": {"ashwagandha", "valerian", "l-theanine"},
    "kidney-impairment": {"magnesium"},
    "heart-block": {"magnesium"},
    "myasthenia-gravis": {"magnesium"},
}
MEDICINES = {
    "levothyroxine": {"ashwagandha", "lemon-balm-herb"},
    "liothyronine": {"ashwagandha", "lemon-balm-herb"},
    "thyroid-hormone": {"ashwagandha", "lemon-balm-herb"},
    "antidiabetic": {"ashwagandha"},
    "metformin": {"ashwagandha"},
    "insulin": {"ashwagandha"},
    "gliclazide": {"ashwagandha"},
    "antihypertensive": {"ashwagandha", "l-theanine"},
    "amlodipine": {"ashwagandha", "l-theanine"},
    "ramipril": {"ashwagandha", "l-theanine"},
    "lisinopril": {"ashwagandha", "l-theanine"},
    "losartan": {"ashwagandha", "l-theanine"},
    "immunosuppressant": {"ashwagandha", "melatonin"},
    "ciclosporin": {"ashwagandha", "melatonin"},
    "tacrolimus": {"ashwagandha", "melatonin"},
    "azathioprine": {"ashwagandha", "melatonin"},
    "anticonvulsant": {"ashwagandha"},
    "valproate": {"ashwagandha"},
    "carbamazepine": {"ashwagandha"},
    "lamotrigine": {"ashwagandha"},
    "gabapentin": {"ashwagandha"},
    "potassium-sparing-diuretic": {"magnesium"},
    "spironolactone": {"magnesium"},
    "amiloride": {"magnesium"},
    "anticoagulant": {"melatonin", "chamomile-extract"},
    "warfarin": {"melatonin", "chamomile-extract"},
    "apixaban": {"melatonin", "chamomile-extract"},
    "rivaroxaban": {"melatonin", "chamomile-extract"},
    "sedative": {"l-theanine"},
    "lorazepam": {"l-theanine"},
    "zopiclone": {"l-theanine"},
    "bisphosphonate": set(),
    "alendronate": set(),
    "doxycycline": set(),
    "ciprofloxacin": set(),
    "furosemide": set(),
    "loop-diuretic": set(),
    "hydrochlorothiazide": set(),
    "thiazide-diuretic": set(),
    "omeprazole": set(),
    "pantoprazole": set(),
    "proton-pump-inhibitor": set(),
}
TAKEN = {
    "ashwagandha": ash(),
    "magnesium": citrate("100 mg"),
    "melatonin": take("melatonin", "1 mg"),
    "valerian": take("valerian-extract", "300 mg"),
    "lemon-balm-herb": take("lemon-balm-herb", "1 g"),
    "l-theanine": take("l-theanine", "200 mg"),
    "chamomile-extract": take("chamomile-extract", "500 mg"),
    "glycine": take("glycine", "3 g"),
}
MEMBERS = [
    ("ashwagandha-extract", "ashwagandha"),
    ("ashwagandha-shoden", "ashwagandha"),
    ("ashwagandha-sensoril", "ashwagandha"),
    ("ashwagandha-root", "ashwagandha"),
    ("valerian-root", "valerian"),
    ("valerian-extract", "valerian"),
    ("magnesium", "magnesium"),
    ("magnesium-oxide", "magnesium"),
    ("magnesium-bisglycinate", "magnesium"),
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_the_pairs_of_a_condition_and_no_others(condition):
    warned = set()
    for name, entry in TAKEN.items():
        verdict = check(plan({"it": entry}, person={"conditions": [condition]}))
        cautions = [row[:4] for row in rows(verdict, "caution")]
        assert cautions in ([], [("it", name, None, condition)])
        warned |= {name} if cautions else set()
    assert warned == CONDITIONS[condition]


@pytest.mark.parametrize("medicine", MEDICINES)
def test_the_pairs_of_a_medicine_and_no_others(medicine):
    warned = set()
    for name, entry in TAKEN.items():
        verdict = check(plan({"it": entry}, medicines={medicine: {}}))
        assert "medicine-unknown" not in codes(verdict)
        cautions = [row[:4] for row in rows(verdict, "caution")]
        assert cautions in ([], [("it", name, None, medicine)])
        warned |= {name} if cautions else set()
    assert warned == MEDICINES[medicine]


@pytest.mark.parametrize(("substance", "family"), MEMBERS)
def test_every_member_of_a_family_is_cautioned_under_its_family(substance, family):
    condition = "heart-block" if family == "magnesium" else "surgery-planned"
    verdict = check(plan({"it": take(substance, "1 g")}, person={"conditions": [condition]}))
    assert [row[:4] for row in rows(verdict, "caution")] == [("it", family, None, condition)]


@pytest.mark.parametrize(
    ("age", "warned"), [(17, ["age 17"]), (18, []), (12, ["age 12"]), (80, [])]
)
def test_age_under_18_is_a_caution_for_ashwagandha(age, warned):
    assert observed(check(plan(TAKEN, person={"age": age})), "caution") == warned


def test_no_age_is_an_adult():
    assert check(plan({"ash": ash()}, person={"country": "US"})).status == "pass"


def test_one_caution_for_each_pair():
    person = {"conditions": ["liver-disease", "pregnancy"], "age": 16}
    verdict = check(plan({"ash": ash()}, person=person, medicines={"insulin": {}}))
    assert sorted(observed(verdict, "caution")) == [
        "age 16",
        "insulin",
        "liver-disease",
        "pregnancy",
    ]


def test_a_family_counts_as_one_and_the_first_entry_is_named():
    entries = {
        "mel": take("melatonin", "1 mg"),
        "root": take("ashwagandha-root", "2 g"),
        "extract": ash(),
    }
    verdict = check(plan(entries, person={"conditions": ["liver-disease"]}))
    assert named(verdict, "caution") == ["root"]
    assert verdict.state("root") is EntryState.WARNING
    assert verdict.state("extract") is EntryState.WARNING


def test_two_medicines_of_one_class_are_two_cautions():
    verdict = check(plan({"ash": ash()}, medicines={"insulin": {}, "metformin": {}}))
    assert sorted(observed(verdict, "caution")) == ["insulin", "metformin"]


def test_an_entry_that_is_not_concerned_stays_in_range():
    entries = {"ash": ash(), "the": take("l-theanine", "200 mg")}
    verdict = check(plan(entries, person={"conditions": ["liver-disease"]}))
    assert verdict.state("the") is EntryState.IN_RANGE
    assert verdict.state("ash") is EntryState.WARNING


def test_an_unknown_condition_is_an_error():
    verdict = check(plan({"ash": ash()}, person={"conditions": ["thyroid-disorders"]}))
    assert [code for code, _ in errors(verdict)] == ["invalid-field"]
    assert "thyroid-disorder" in found(verdict, "invalid-field")[0].message


def test_an_unknown_medicine_is_a_question():
    verdict = check(plan({"ash": ash()}, medicines={"snake-oil": {"when": "08:00"}}))
    assert troubles(verdict) == ["medicine-unknown"]
    assert "snake-oil" in found(verdict, "medicine-unknown")[0].message


# sedative load

LOAD = "sedative-load"


def load(names, medicines=None, **more):
    entries = {name: TAKEN[name] for name in names}
    verdict = check(plan(entries, medicines=medicines or {}, **more))
    return [(row[:4], len(found(verdict, "caution"))) for row in rows(verdict, LOAD)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ashwagandha", "melatonin"], "ashwagandha-extract, melatonin"),
        (["melatonin", "ashwagandha"], "ashwagandha-extract, melatonin"),
        (["valerian", "lemon-balm-herb"], "lemon-balm-herb, valerian-extract"),
        (["chamomile-extract", "melatonin"], "chamomile-extract, melatonin"),
        (
            ["valerian", "lemon-balm-herb", "melatonin", "chamomile-extract"],
            "chamomile-extract, lemon-balm-herb, melatonin, valerian-extract",
        ),
    ],
)
def test_two_sedating_substances_are_one_load_for_the_regimen(names, expected):
    assert load(names) == [((None, None, None, expected), 0)]


@pytest.mark.parametrize(
    "names", [["ashwagandha"], ["melatonin", "l-theanine", "glycine", "magnesium"], ["valerian"]]
)
def test_one_sedating_substance_is_no_load(names):
    assert load(names) == []


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ({"a": ash(), "b": take("ashwagandha-shoden", "60 mg")}, []),
        (
            {"a": take("valerian-root", "1 g", "45 min before bed"), "b": TAKEN["valerian"]},
            [],
        ),
        (
            {"a": ash(), "b": take("ashwagandha-root", "2 g"), "c": TAKEN["melatonin"]},
            ["ashwagandha-extract, ashwagandha-root, melatonin"],
        ),
    ],
)
def test_a_family_counts_as_one_and_is_named_by_its_ids(entries, expected):
    assert observed(check(plan(entries)), LOAD) == expected


@pytest.mark.parametrize(
    "sedative", ["sedative", "lorazepam", "diazepam", "alprazolam", "zolpidem"]
)
def test_one_sedating_substance_and_a_sedative_medicine(sedative):
    expected = ", ".join(sorted(["ashwagandha-extract", sedative]))
    assert load(["ashwagandha"], {sedative: {}}) == [((None, None, None, expected), 0)]


def test_every_sedative_medicine_is_named_by_its_key():
    [(row, _)] = load(["melatonin"], {"zolpidem": {}, "lorazepam": {"when": "22:00"}})
    assert row[3] == "lorazepam, melatonin, zolpidem"


def test_a_sedative_medicine_alone_is_no_load():
    assert load(["glycine", "magnesium"], {"lorazepam": {}}) == []


def test_the_load_stands_in_place_of_the_caution_for_that_medicine():
    assert load(["l-theanine"], {"lorazepam": {}}) == []
    [(row, cautions)] = load(["l-theanine", "melatonin"], {"lorazepam": {}})
    assert (row[3], cautions) == ("lorazepam, melatonin", 0)


def test_the_load_leaves_other_cautions():
    [(_, cautions)] = load(["melatonin", "ashwagandha"], {"tacrolimus": {}, "lorazepam": {}})
    assert cautions == 2


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (["mon"], ["tue"], []),
        (["mon", "tue"], ["tue", "wed"], ["ashwagandha-extract, melatonin"]),
        (["mon"], None, ["ashwagandha-extract, melatonin"]),
    ],
)
def test_a_load_is_one_of_an_evening(one, two, expected):
    second = take("melatonin", "1 mg", **({"days": two} if two else {}))
    assert observed(check(plan({"a": ash(days=one), "b": second})), LOAD) == expected


def test_the_load_names_what_is_taken_on_any_evening_with_a_load():
    entries = {
        "ash": ash(days=["mon", "tue"]),
        "mel": take("melatonin", "1 mg", days=["mon"]),
        "val": take("valerian-extract", "300 mg", days=["tue"]),
        "balm": take("lemon-balm-herb", "1 g", days=["wed"]),
    }
    expected = "ashwagandha-extract, melatonin, valerian-extract"
    assert observed(check(plan(entries)), LOAD) == [expected]


def test_a_morning_taking_belongs_to_the_evening():
    entries = {"ash": ash(when="08:00"), "mel": take("melatonin", "1 mg", "at bedtime")}
    assert observed(check(plan(entries)), LOAD) == ["ashwagandha-extract, melatonin"]


def test_phases_make_one_load():
    entry = ash(None, phases=phases((2, "300 mg"), (2, "600 mg")))
    verdict = check(plan({"ash": entry, "mel": take("melatonin", "1 mg")}))
    assert rows(verdict, LOAD)[0][:4] == (None, None, None, "ashwagandha-extract, melatonin")
    assert len(found(verdict, LOAD)) == 1


def test_an_entry_with_an_error_adds_no_load():
    entries = {"ash": ash("300"), "mel": take("melatonin", "1 mg")}
    assert troubles(check(plan(entries))) == ["invalid-amount"]


def test_entries_of_a_load_are_not_in_range():
    verdict = check(plan({"ash": ash(), "mel": take("melatonin", "1 mg")}))
    assert verdict.state("ash") is EntryState.WARNING
    assert verdict.state("mel") is EntryState.WARNING
    assert verdict.status == "warn"


def test_magnesium_keeps_out_of_the_load():
    verdict = check(plan({"mag": elemental("300 mg"), "ash": ash()}))
    assert verdict.status == "pass"
