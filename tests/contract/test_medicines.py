"""Contract 5, 7 and 8: the gap between magnesium and a medicine, round the clock."""

import pytest

from tests.contract.building import (
    ash,
    check,
    citrate,
    codes,
    elemental,
    found,
    label,
    observed,
    phases,
    plan,
    rows,
    take,
    takes,
    troubles,
)

CODE = "too-close-to-medicine"


def gaps(medicine, medicine_when, magnesium_when, bedtime="22:30"):
    entries = {"it": citrate("100 mg", when=magnesium_when)}
    medicines = {medicine: {"when": medicine_when}}
    verdict = check(plan(entries, medicines=medicines, bedtime=bedtime))
    assert all(row[:3] == ("it", "magnesium", None) for row in rows(verdict, CODE))
    return [f"{row[3]} < {row[4]}" for row in rows(verdict, CODE)]


@pytest.mark.parametrize(
    ("medicine", "before", "after"),
    [
        ("levothyroxine", 240, 240),
        ("liothyronine", 240, 240),
        ("bisphosphonate", 120, 120),
        ("alendronate", 120, 120),
        ("risedronate", 120, 120),
        ("ibandronate", 120, 120),
        ("tetracycline", 120, 240),
        ("doxycycline", 120, 240),
        ("minocycline", 120, 240),
        ("quinolone", 120, 240),
        ("ciprofloxacin", 120, 240),
        ("levofloxacin", 120, 240),
        ("moxifloxacin", 120, 240),
    ],
)
def test_separation_of_each_medicine_exactly_is_enough(medicine, before, after):
    def clock(minutes):
        return f"{minutes // 60:02}:{minutes % 60:02}"

    noon = 12 * 60
    assert gaps(medicine, clock(noon - before), "12:00") == []
    too_late = gaps(medicine, clock(noon - before + 1), "12:00")
    assert too_late == [f"{before - 1} min < {before} min"]
    assert gaps(medicine, clock(noon + after), "12:00") == []
    too_soon = gaps(medicine, clock(noon + after - 1), "12:00")
    assert too_soon == [f"{after - 1} min < {after} min"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("11:59", []),
        ("10:00", []),
        ("12:01", ["1 min < 120 min"]),
        ("13:59", ["119 min < 120 min"]),
        ("14:00", []),
        ("23:00", []),
    ],
)
def test_gabapentin_needs_a_gap_only_after_magnesium(when, expected):
    assert gaps("gabapentin", when, "12:00") == expected


@pytest.mark.parametrize(
    ("medicine_when", "magnesium_when", "expected"),
    [
        ("02:00", "23:00", ["180 min < 240 min"]),
        ("03:00", "23:00", []),
        ("23:00", "02:00", ["180 min < 240 min"]),
        ("22:00", "02:00", []),
        ("12:00", "12:00", ["0 min < 240 min"]),
        ("00:00", "23:59", ["1 min < 240 min"]),
    ],
)
def test_round_the_clock(medicine_when, magnesium_when, expected):
    assert gaps("levothyroxine", medicine_when, magnesium_when) == expected


@pytest.mark.parametrize(
    ("medicine_when", "window", "expected"),
    [
        ("07:00", "1 to 2 h before bed", []),
        ("16:30", "1 to 2 h before bed", []),
        ("16:31", "1 to 2 h before bed", ["239 min < 240 min"]),
        ("01:30", "1 to 2 h before bed", []),
        ("01:29", "1 to 2 h before bed", ["239 min < 240 min"]),
        ("20:30", "1 to 2 h before bed", ["0 min < 240 min"]),
        ("21:00", "1 to 2 h before bed", ["0 min < 240 min"]),
        ("21:30", "1 to 2 h before bed", ["0 min < 240 min"]),
    ],
)
def test_any_part_of_a_window_counts(medicine_when, window, expected):
    assert gaps("levothyroxine", medicine_when, window) == expected


@pytest.mark.parametrize(
    ("medicine_when", "expected"),
    [
        ("20:29", []),
        ("21:00", ["0 min < 120 min"]),
        ("22:00", ["30 min < 120 min"]),
        ("23:29", ["119 min < 120 min"]),
        ("23:30", []),
    ],
)
def test_gabapentin_and_a_window(medicine_when, expected):
    assert gaps("gabapentin", medicine_when, "1 to 2 h before bed") == expected


def test_the_smallest_gap_over_all_takings():
    assert gaps("levothyroxine", "12:00", ["09:00", "14:00", "23:00"]) == ["120 min < 240 min"]
    assert gaps("levothyroxine", ["06:00", "11:00"], ["09:00", "23:00"]) == ["120 min < 240 min"]


@pytest.mark.parametrize(
    ("medicine", "when", "expected"),
    [
        # 10 min before magnesium needs no gap, 90 min after it does
        ("gabapentin", ["20:50", "22:30"], ["90 min < 120 min"]),
        # 150 min before magnesium is enough, 170 min after it is not
        ("ciprofloxacin", ["18:30", "23:50"], ["170 min < 240 min"]),
        ("ciprofloxacin", ["19:30", "23:50"], ["90 min < 120 min"]),
    ],
)
def test_the_smallest_gap_that_is_too_small(medicine, when, expected):
    assert gaps(medicine, when, "21:00") == expected


def test_one_for_each_entry_and_medicine_named_by_its_key():
    entries = {
        "a": citrate("100 mg", when=["08:00", "09:00"]),
        "b": elemental("200 mg", when="21:00"),
        "c": take("magnesium-oxide", "100 mg", "10:00", basis="compound"),
        "ash": ash(when="08:00"),
    }
    medicines = {"alendronate": {"when": "07:00"}, "doxycycline": {"when": "09:30"}}
    verdict = check(plan(entries, medicines=medicines))
    said = sorted((row[0], row[3]) for row in rows(verdict, CODE))
    assert said == [("a", "30 min"), ("a", "60 min"), ("c", "30 min")]
    assert {name for f in found(verdict, CODE) for name in medicines if name in f.message} == set(
        medicines
    )


def test_a_product_with_magnesium_counts():
    products = {"box": label({"magnesium-oxide": {"elemental": "50 mg"}})}
    entries = {"it": takes("box", when="08:00")}
    verdict = check(plan(entries, products=products, medicines={"alendronate": {"when": "7 am"}}))
    assert [row[:4] for row in rows(verdict, CODE)] == [("it", "magnesium", None, "60 min")]


def test_an_unknown_basis_needs_the_gap_all_the_same():
    medicines = {"alendronate": {"when": "20:30"}}
    verdict = check(plan({"it": take("magnesium", "100 mg", "21:00")}, medicines=medicines))
    assert observed(verdict, CODE) == ["30 min"]


def test_phases_make_one_finding():
    entry = citrate(None, when="08:00", phases=phases((1, "50 mg"), (1, "100 mg")))
    verdict = check(plan({"it": entry}, medicines={"alendronate": {"when": "07:30"}}))
    assert [row[:4] for row in rows(verdict, CODE)] == [("it", "magnesium", None, "30 min")]


@pytest.mark.parametrize("medicine", ["furosemide", "omeprazole", "warfarin", "lisinopril"])
def test_medicines_without_a_separation(medicine):
    assert gaps(medicine, "21:00", "21:00") == []


def test_magnesium_takes_no_notice_of_other_substances():
    medicines = {"alendronate": {"when": "21:00"}}
    assert check(plan({"ash": ash(when="21:00")}, medicines=medicines)).status == "pass"


# without a time

UNSTATED = "medicine-time-unstated"


@pytest.mark.parametrize(
    ("medicine", "asks"),
    [
        ("alendronate", True),
        ("gabapentin", True),
        ("levothyroxine", True),
        ("doxycycline", True),
        ("ciprofloxacin", True),
        ("furosemide", False),
        ("warfarin", False),
    ],
)
def test_a_time_is_asked_for_where_a_separation_is_documented(medicine, asks):
    verdict = check(plan({"it": citrate("100 mg")}, medicines={medicine: {}}))
    assert troubles(verdict) == ([UNSTATED] if asks else [])


def test_no_time_is_asked_for_without_magnesium():
    verdict = check(plan({"gly": take("glycine", "3 g")}, medicines={"alendronate": {}}))
    assert UNSTATED not in codes(verdict)


@pytest.mark.parametrize("when", ["25:00", "noon", "7", ["07:00", "later"]])
def test_a_medicine_time_that_is_none(when):
    verdict = check(plan({"it": citrate("100 mg")}, medicines={"alendronate": {"when": when}}))
    assert [finding.code for finding in verdict.findings if finding.severity == "error"] == [
        "invalid-time"
    ]
