"""What the tests of own substances and ranges share: an own file, and a library that holds it."""

from __future__ import annotations

from pathlib import Path

from planner.catalogue import Catalogue, load_catalogue
from planner.catalogue.own import with_own
from planner.catalogue.own_reading import read_own

HOUSE = """\
format = 1
by = "Coach Nilsen"

[sources.house-2026]
title = "House rules after the 2026 audit"
year = 2026

[substances.apigenin]
name = "Apigenin"
about = "A flavone of chamomile, sold by itself."
search = ["flavone"]

[substances.apigenin.range]
lower = "25 mg"
upper = "50 mg"
basis = "apigenin"
population = "adults"
source = "house-2026"

[ranges.ashwagandha-extract]
lower = "300 mg"
upper = "450 mg"
basis = "extract"
population = "adults"
source = "house-2026"
note = "More did not help."

[ranges.magnesium-bisglycinate]
lower = "150 mg"
upper = "300 mg"
basis = "elemental"
population = "adults"
source = "house-2026"

[ranges.glycine]
lower = "1 g"
upper = "3 g"
basis = "glycine"
population = "adults"
source = "house-2026"
"""
"""The shipped range of ashwagandha extract is 300 to 600 mg, that of bisglycinate 200 to 400 mg;
for glycine none is documented."""

SHIPPED_ONLY = """\
format = 1
title = "Evening"
bedtime = "22:30"

[entries.ash]
substance = "ashwagandha-extract"
dose = "500 mg"
standardised_to = "5 %"
when = "60 min before bed"

[entries.mag]
substance = "magnesium-bisglycinate"
dose = "250 mg"
basis = "elemental"
when = "60 min before bed"
"""
EVENING = f"""{SHIPPED_ONLY}
[entries.api]
substance = "apigenin"
dose = "50 mg"
when = "30 min before bed"
"""


def own_file(home: Path, text: str = HOUSE, name: str = "house.toml") -> Path:
    """Write an own file into a library."""
    path = home / "catalogue" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def catalogue_with(home: Path, text: str = HOUSE) -> Catalogue:
    """The shipped catalogue with an own file, which has to be whole."""
    own_file(home, text)
    shipped = load_catalogue()
    reading = read_own(home / "catalogue", shipped)
    assert not reading.problems, [each.text for each in reading.problems]
    return with_own(shipped, reading.files)
