"""Totals of a sheet: with their weeks, both verdicts apart, and what is not known never as zero."""

from tests.export.support import sheet_of

TITRATION = """\
format = 1
title = "T"
bedtime = "22:30"

[entries.a]
substance = "ashwagandha-extract"
phases = [{ weeks = 2, dose = "300 mg" }, { weeks = 6, dose = "900 mg" }]
standardised_to = "5 %"
when = "90 min before bed"

[entries.m]
substance = "magnesium-bisglycinate"
dose = "200 mg"
basis = "elemental"
when = "90 min before bed"

[entries.g]
substance = "glycine"
phases = [{ weeks = 2, dose = "1 g" }, { weeks = 2, dose = "3 g" }, { weeks = 4, dose = "1 g" }]
when = "90 min before bed"
"""


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_totals_are_told_with_the_weeks_that_they_hold_for():
    totals = [
        (
            row.name,
            row.total.replace("\u00a0", " "),
            row.weeks,
            row.range_verdict,
            row.limit_verdict,
        )
        for row in sheet_of(TITRATION).totals
    ]
    none = "no upper limit in the catalogue"
    unchecked = "not checked: no documented range"
    assert totals[:2] == [
        (
            "Ashwagandha extract", "300 mg extract a day, of it 15 mg withanolides",
            "weeks 1 to 2", "in the documented range", none,
        ),
        (
            "Ashwagandha extract", "900 mg extract a day, of it 45 mg withanolides",
            "weeks 3 to 4 and weeks 5 to 8", "above the documented range", none,
        ),
    ]  # fmt: skip
    assert totals[2][:2] == ("Magnesium", "200 mg elemental a day")
    assert totals[2][3:] == ("in the documented range", "within the upper limit")
    assert totals[3:] == [
        ("Glycine", "1,000 mg a day", "weeks 1 to 2 and weeks 5 to 8", unchecked, none),
        ("Glycine", "3,000 mg a day", "weeks 3 to 4", unchecked, none),
    ]


def test_unknown_is_not_zero_in_a_total():
    blend = (
        TITRATION
        + """
[entries.b]
product = "blend"
dose = "1 capsule"
when = "21:00"
[products.blend]
name = "Blend"
serving = "1 capsule"
[products.blend.contents.glycine]
amount = "undisclosed"
[products.blend.contents.chamomile-extract]
amount = "undisclosed"
"""
    )
    totals = {(row.name, plain(row.total)) for row in sheet_of(blend).totals}
    assert ("Glycine", "at least 3,000 mg a day") in totals
    assert ("Chamomile extract", "not known yet") in totals
