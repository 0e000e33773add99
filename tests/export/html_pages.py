"""Regimens whose web pages are looked at, and those pages."""

from __future__ import annotations

from planner.export.making import Options
from tests.export.support import EDITION, rendered, sheet_of

BY = Options(by="Coach K")
WITH_PERSON = Options(by="Coach K", with_person=True)
LARGE = Options(by="Coach K", large_print=True)

SIX = """\
format = 1
title = "Six things"
bedtime = "22:30"
weeks = 8
start = 2026-12-01
notes = "A diary of sleep on paper, please."

[person]
name = "K-17"
age = 44
country = "DE"

[medicines.levothyroxine]
when = "07:00"

[medicines.ciprofloxacin]
when = ["20:00", "23:15"]

[entries.magnesium]
product = "mag"
dose = "2 capsules"
when = "1 to 2 h before bed"
reason = "Legs cramp at night."

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = ["08:00", "90 min before bed"]

[entries.melatonin]
substance = "melatonin"
dose = "0.5 mg"
when = "30 min before bed"
days = ["mon", "thu"]

[entries.glycine]
substance = "glycine"
dose = "3 g"
when = "at bedtime"

[entries.theanine]
substance = "l-theanine"
dose = "200 mg"
when = "20:00"

[entries.zinc]
substance = "other"
name = "Zinc picolinate"
dose = "15 mg"
when = "19:00"

[products.mag]
name = "Night Mag"
serving = "2 capsules"

[products.mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
"""
TEMPLATE = """\
format = 1
title = "Glycine evening"

[entries.glycine]
substance = "glycine"
when = "60 min before bed"

[entries.magnesium]
substance = "magnesium-bisglycinate"
basis = "elemental"
when = "1 to 2 h before bed"

[template]
description = "An evening whose dose is filled in."

[template.fields.dose]
key = "entries.glycine.dose"
prompt = "How much glycine?"

[template.fields.bedtime]
key = "bedtime"
prompt = "When is bedtime?"

[template.fields.magnesium]
key = "entries.magnesium.dose"
prompt = "How much magnesium?"
default = "200 mg"
"""
UNKNOWN = """\
format = 1
title = "An amount that no label tells"
bedtime = "22:30"

[entries.blend]
product = "blend"
dose = "1 capsule"
when = "at bedtime"

[products.blend]
name = "Quiet Blend"
serving = "1 capsule"

[products.blend.contents.magnesium-bisglycinate]
amount = "undisclosed"
"""


def page_of(source, options=BY, edition=EDITION):
    return rendered("html", sheet_of(source, edition=edition, options=options), options)
