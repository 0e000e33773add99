"""The catalogue's elemental fractions: what judging uses is what pint converts."""

from decimal import Decimal

import pytest

from planner.catalogue import load_catalogue
from planner.quantities import settle

MINERALS = [
    (family, compound)
    for family, conversion in load_catalogue().conversions.items()
    for compound in conversion.compounds
]


@pytest.mark.parametrize(("family", "compound"), MINERALS)
def test_pint_and_the_factors_of_the_judge_agree(family, compound):
    conversion = load_catalogue().conversions[family]
    by_pint = conversion.convert(Decimal(1000), "mg_compound", "mg", compound)
    assert settle(by_pint) == settle(conversion.elemental_from_compound(compound, Decimal(1000)))


# Share of magnesium in percent as printed in the published table PMC8122334 (one decimal), for
# the forms that the table and the catalogue describe in the same state.
@pytest.mark.parametrize(
    ("compound", "percent"),
    [
        ("magnesium-bisglycinate", "14.1"),
        ("magnesium-oxide", "60.3"),
        ("magnesium-hydroxide", "41.7"),
        ("magnesium-carbonate", "28.8"),
        ("magnesium-threonate", "8.3"),
        ("magnesium-malate", "15.5"),
        ("magnesium-taurate", "8.9"),
        ("magnesium-chloride", "25.5"),
        ("magnesium-gluconate", "5.9"),
    ],
)
def test_fractions_agree_with_the_published_table(compound, percent):
    fraction = load_catalogue().conversions["magnesium"].fraction(compound)
    assert abs(fraction * 100 - Decimal(percent)) <= Decimal("0.06")
