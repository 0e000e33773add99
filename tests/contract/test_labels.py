"""Contract 1, 3, 5 and 8: products, their labels and the basis of an amount."""

from decimal import Decimal

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
    magnesium,
    named,
    one_label,
    per_day,
    plan,
    rows,
    take,
    takes,
    troubles,
    words,
)

BISGLYCINATE = "magnesium-bisglycinate"
MG = Decimal("24.305")


def total(**content):
    verdict = check(one_label(content.pop("substance", BISGLYCINATE), **content))
    [(amount, complete)] = magnesium(verdict)
    return round(amount, 4), complete, troubles(verdict)


# two rows


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"elemental": "200 mg", "compound": "1420 mg"}, set()),
        ({"elemental": "60 mg", "compound": "400 mg"}, set()),
        ({"elemental": "70 mg", "compound": "500 mg"}, set()),
        ({"elemental": "200 mg", "compound": "1112 mg"}, {"label-contradiction"}),
        ({"elemental": "200 mg", "compound": "1112 mg", "buffered": True}, set()),
        (
            {"elemental": "200 mg", "compound": "1112 mg", "buffered": False},
            {"label-contradiction"},
        ),
        ({"elemental": "162 mg", "compound": "1000 mg"}, set()),
        ({"elemental": "163 mg", "compound": "1000 mg"}, {"label-contradiction"}),
        ({"elemental": "120 mg", "compound": "1000 mg"}, set()),
        ({"elemental": "119 mg", "compound": "1000 mg"}, {"label-differs"}),
        ({"elemental": "200 mg", "compound": "199 mg"}, {"label-contradiction"}),
        ({"elemental": "200 mg", "compound": "199 mg", "buffered": True}, {"label-contradiction"}),
        ({"elemental": "200 mg"}, set()),
    ],
)
def test_two_rows_of_one_label(more, expected):
    verdict = check(one_label(BISGLYCINATE, **more))
    assert codes(verdict) & {"label-contradiction", "label-differs"} == expected
    assert magnesium(verdict) == [(Decimal(more["elemental"].split()[0]), True)]
    assert "combined-total" not in codes(verdict)


def test_elemental_greater_than_compound_of_an_unknown_form():
    verdict = check(one_label("magnesium", elemental="200 mg", compound="100 mg"))
    assert named(verdict, "label-contradiction") == ["it"]
    assert "label-contradiction" not in codes(
        check(one_label("magnesium", elemental="200 mg", compound="200 mg"))
    )


def test_a_label_is_reported_for_each_entry_that_takes_it_per_serving():
    contents = {BISGLYCINATE: {"elemental": "100 mg", "compound": "300 mg"}}
    entries = {"one": takes("box", "1 capsule"), "two": takes("box", "2 capsules")}
    verdict = check(plan(entries, products={"box": label(contents)}))
    said = rows(verdict, "label-contradiction")
    assert [row[:3] for row in said] == [("one", BISGLYCINATE, None), ("two", BISGLYCINATE, None)]
    assert said[0][3:] == said[1][3:]
    assert said[0][3] == "100 mg"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({BISGLYCINATE: {"elemental": "100 mg", "compound": "1000 mg"}}, "label-differs"),
        ({BISGLYCINATE: {"amount": "100 mg"}}, "basis-unstated"),
        ({BISGLYCINATE: {"amount": "undisclosed"}}, "amount-undisclosed"),
        ({"ashwagandha-extract": {"amount": "300 mg"}}, "standardisation-unstated"),
        ({"zinc": {"name": "Zinc", "amount": "5 mg"}}, "not-checked"),
    ],
)
def test_questions_and_notes_of_a_label_too(content, code):
    entries = {"one": takes("box"), "two": takes("box")}
    verdict = check(plan(entries, products={"box": label(content)}))
    assert named(verdict, code) == ["one", "two"]


def test_a_product_that_no_entry_takes_has_no_findings_but_errors():
    contents = {
        BISGLYCINATE: {"elemental": "200 mg", "compound": "100 mg"},
        "ashwagandha-extract": {"amount": "3 g"},
        "melatonin": {"amount": "undisclosed"},
        "zinc": {"name": "Zinc", "amount": "5 mg"},
    }
    products = {"spare": label(contents), "box": label({"l-theanine": {"amount": "200 mg"}})}
    assert check(plan({"it": takes("box")}, products=products)).findings == ()
    contents["l-theanine"] = {"amount": "1,5 g"}
    verdict = check(plan({"it": takes("box")}, products=products))
    key = "products.spare.contents.l-theanine.amount"
    assert errors(verdict) == [("invalid-amount", key)]
    assert named(verdict, "invalid-amount") == [None]
    assert verdict.state("it") is EntryState.IN_RANGE


# basis


@pytest.mark.parametrize(
    ("amount", "value", "reading"),
    [
        ("200 mg", "48 %", "elemental"),
        ("200 mg", "53 %", "elemental"),
        ("400 mg", "95 %", "elemental"),
        ("400 mg", "107 %", "elemental"),
        ("400 mg", "13 %", "compound"),
        ("400 mg", "15 %", "compound"),
        ("462 mg", "100 %", "elemental"),
        ("462.1 mg", "100 %", None),
        ("337.5 mg", "100 %", "elemental"),
        ("337.4 mg", "100 %", None),
        ("400 mg", "50 %", None),
        ("70.8 mg", "17 %", "elemental"),
        ("135 mg", "32 %", "elemental"),
        ("100 mg", "100 %", None),
        ("2979.47 mg", "100 %", "compound"),
        ("12 mg", "100 %", None),
    ],
)
def test_basis_by_the_daily_value(amount, value, reading):
    verdict = check(one_label(BISGLYCINATE, amount=amount, daily_value=value))
    [(elemental_total, complete)] = magnesium(verdict)
    printed = Decimal(amount.split()[0])
    expected = {
        "elemental": printed,
        "compound": round(printed * MG / Decimal("172.423"), 4),
        None: 0,
    }[reading]
    assert round(elemental_total, 4) == expected
    assert complete is (reading is not None)
    assert ("basis-inferred" in codes(verdict)) is (reading is not None)
    assert ("basis-unstated" in codes(verdict)) is (reading is None)


def test_the_daily_value_of_a_stated_basis_changes_nothing():
    verdict = check(one_label(BISGLYCINATE, elemental="200 mg", daily_value="13 %"))
    assert magnesium(verdict) == [(200, True)]
    assert "basis-inferred" not in codes(verdict)


def test_an_unknown_form_is_never_inferred_as_compound():
    assert total(substance="magnesium", amount="400 mg", daily_value="95 %")[:2] == (400, True)
    assert total(substance="magnesium", amount="400 mg", daily_value="13 %") == (
        0, False, ["basis-unstated"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"compound": "300 mg", "buffered": True}, (0, False, ["basis-unstated"])),
        ({"amount": "1000 mg", "buffered": True}, (0, False)),
        ({"amount": "400 mg", "buffered": True, "daily_value": "13 %"}, (0, False)),
        ({"elemental": "200 mg", "buffered": True}, (200, True, [])),
        ({"amount": "200 mg", "buffered": True, "daily_value": "48 %"}, (200, True, [])),
    ],
)
def test_buffered_material_is_not_computed(content, expected):
    judged = total(**content)
    assert judged[: len(expected)] == expected
    assert ("basis-unstated" in judged[2]) is not expected[1]


@pytest.mark.parametrize(
    ("substance", "formula_mass", "atoms"),
    [
        ("magnesium-bisglycinate", "172.423", 1),
        ("magnesium-oxide", "40.304", 1),
        ("magnesium-hydroxide", "58.319", 1),
        ("magnesium-carbonate", "84.313", 1),
        ("magnesium-citrate", "451.113", 3),
        ("magnesium-threonate", "294.495", 1),
        ("magnesium-malate", "156.376", 1),
        ("magnesium-taurate", "272.573", 1),
        ("magnesium-chloride", "95.205", 1),
        ("magnesium-sulfate", "120.361", 1),
        ("magnesium-aspartate", "288.495", 1),
        ("magnesium-gluconate", "414.599", 1),
        ("magnesium-lactate", "238.475", 1),
        ("magnesium-glycerophosphate", "194.362", 1),
    ],
)
def test_elemental_fraction_of_every_form(substance, formula_mass, atoms):
    verdict = check(plan({"it": take(substance, "1 g", basis="compound")}))
    [(amount, complete)] = magnesium(verdict)
    assert complete
    assert abs(amount - 1000 * atoms * MG / Decimal(formula_mass)) < Decimal("0.01")
    [note] = found(verdict, "converted-from-compound")
    assert "pure" in words(note)


# amount of substance


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ("10 mmol", "243.05"),
        ("12.5 mmol", "303.8125"),
        ("20 mEq", "243.05"),
        ("25 mEq", "303.8125"),
    ],
)
@pytest.mark.parametrize("basis", [None, "compound", "elemental"])
def test_mmol_and_meq_are_always_of_the_element(dose, expected, basis):
    verdict = check(plan({"it": take(BISGLYCINATE, dose, basis=basis)}))
    assert magnesium(verdict) == [(Decimal(expected), True)]
    assert troubles(verdict) == []


def test_mmol_on_a_label():
    assert total(amount="10 mmol") == (Decimal("243.05"), True, [])
    assert total(elemental="10 mmol") == (Decimal("243.05"), True, [])


@pytest.mark.parametrize("unit", ["mmol", "mEq"])
def test_mmol_of_a_compound_does_not_fit(unit):
    verdict = check(one_label(BISGLYCINATE, compound=f"10 {unit}"))
    assert [code for code, _ in errors(verdict)] == ["unit-mismatch"]
    assert errors(verdict)[0][1] == f"products.box.contents.{BISGLYCINATE}.compound"


# undisclosed


def test_undisclosed_is_neither_zero_nor_a_missing_basis():
    verdict = check(one_label(BISGLYCINATE, amount="undisclosed"))
    assert troubles(verdict) == ["amount-undisclosed"]
    assert magnesium(verdict) == [(0, False)]


def test_an_undisclosed_extract_needs_no_standardisation():
    verdict = check(one_label("ashwagandha-extract", amount="undisclosed"))
    assert troubles(verdict) == ["amount-undisclosed"]


def test_the_rest_of_a_blend_is_judged():
    contents = {
        BISGLYCINATE: {"elemental": "351 mg"},
        "magnesium-oxide": {"amount": "undisclosed"},
        "l-theanine": {"amount": "200 mg"},
    }
    verdict = check(plan({"it": takes("box")}, products={"box": label(contents)}))
    assert troubles(verdict) == ["above-upper-limit", "amount-undisclosed"]
    assert magnesium(verdict) == [(351, False)]
    assert per_day(verdict, "l-theanine") == [200]


def test_undisclosed_is_for_contents_only():
    verdict = check(plan({"it": take("melatonin", "undisclosed")}))
    assert troubles(verdict) == ["invalid-amount"]


# contents that the catalogue lacks


@pytest.mark.parametrize("amount", ["5 mg", "400 IU", "7 CFU", "2 drops", "3 beads", "undisclosed"])
def test_what_the_catalogue_lacks_is_kept_and_asks_nothing(amount):
    verdict = check(one_label("zinc", name="Zinc", amount=amount))
    assert troubles(verdict) == []
    assert [row[:2] for row in rows(verdict, "not-checked")] == [("it", "zinc")]
    assert verdict.state("it") is EntryState.NOT_CHECKED


def test_what_the_catalogue_lacks_needs_a_name():
    verdict = check(one_label("magnesium-bisglicinate", amount="5 mg"))
    assert [code for code, _ in errors(verdict)] == ["unknown-substance"]
    assert BISGLYCINATE in found(verdict, "unknown-substance")[0].message


def test_a_content_without_any_amount_is_an_error():
    verdict = check(one_label(BISGLYCINATE, daily_value="48 %"))
    assert [code for code, _ in errors(verdict)] == ["invalid-field"]


def test_a_product_without_contents_is_an_error():
    verdict = check(plan({"it": takes("box")}, products={"box": label({})}))
    assert verdict.status == "invalid"
    assert set(codes(verdict)) == {"invalid-field"}


def test_an_error_in_a_label_hides_no_other_entry():
    products = {"box": label({BISGLYCINATE: {"elemental": "200"}})}
    entries = {"box": takes("box"), "ash": ash("601 mg"), "mag": elemental("351 mg")}
    verdict = check(plan(entries, products=products))
    assert troubles(verdict) == ["above-upper-limit", "dose-above-range", "invalid-amount"]
    assert magnesium(verdict) == [(351, False)]
