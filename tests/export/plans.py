"""Plans that tests of exports share: one that holds much, a template, and any of one entry."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from planner.quantities import UNITS, Amount, ForeignAmount
from planner.regimen.models import Content, Entry, Phase, Product, Regimen
from tests.strategies import before_bed, days, maybe, numbers, phases, times

FULL = """\
format = 1
title = "Full"
bedtime = "00:30"
start = 2026-12-01
weeks = 8
notes = "two\\nlines"

[person]
name = "Ada"
age = 42
country = "DE"

[medicines.levothyroxine]
when = "07:00"

[entries.m]
product = "mag"
dose = "0.5 capsules"
when = ["1 to 2 h before bed", "08:00"]
days = ["mon", "fri"]
reason = "to sleep"

[entries.a]
substance = "ashwagandha-extract"
phases = [{ weeks = 2, dose = "0.3 g" }, { weeks = 6, dose = "800 mg" }]
standardised_to = "5 %"
when = "at bedtime"

[entries.o]
substance = "magnesium-oxide"
dose = "1500000 mcg"
basis = "compound"
when = "21:00"

[entries.c]
substance = "magnesium-citrate"
dose = "150 mg"
when = "21:00"

[entries.g]
substance = "glycine"
dose = "3 g"
when = "21:00"

[entries.d]
substance = "other"
name = "Vitamin D"
dose = "1000 IU"
when = "21:00"

[products.mag]
name = "Night Mag"
serving = "2 capsules"
[products.mag.contents.magnesium-bisglycinate]
elemental = "200 mg"

[[accepted]]
code = "dose-above-range"
entry = "a"
observed = "800 mg"
reason = "agreed with the doctor"
on = 2026-11-20

[[accepted]]
code = "above-upper-limit"
entry = "m"
observed = "0 g"
reason = "none"
on = 2026-11-20
"""

TEMPLATE = """\
format = 1
title = "T"
[entries.a]
substance = "melatonin"
when = "30 to 60 min before bed"
[entries.b]
substance = "glycine"
when = "at bedtime"
[template]
description = "For several people."
[template.fields.bedtime]
key = "bedtime"
prompt = "Bedtime"
[template.fields.a]
key = "entries.a.dose"
prompt = "Melatonin"
default = "1 mg"
[template.fields.b]
key = "entries.b.dose"
prompt = "Glycine"
"""

# whatever a person may take, at whatever times

counted = st.builds(
    Amount,
    st.one_of(numbers, st.integers(1, 4000).map(lambda quarters: Decimal(quarters) / 4)),
    st.sampled_from([unit for unit in UNITS.values() if unit.dimension == unit.name]),
)
masses = st.builds(Amount, numbers, st.sampled_from([UNITS[name] for name in ("mg", "g", "mcg")]))
international = st.builds(ForeignAmount, numbers, st.sampled_from(["IU", "CFU"]))
product_names = st.from_regex(
    r"[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8}| [0-9]{1,4} mg| \([a-z]{1,8}\)){0,2}", fullmatch=True
)
whens = st.lists(st.one_of(times, before_bed), min_size=1, max_size=4).map(tuple)


@st.composite
def planned(draw: DrawFn) -> Regimen:
    """A regimen of one entry."""
    facts: dict[str, Any] = {"when": draw(whens), "days": draw(maybe(days))}
    products = {}
    kind = draw(st.sampled_from(["product", "mineral", "extract", "other"]))
    if kind == "product":
        facts["product"] = "p"
        serving = draw(counted)
        products["p"] = Product(
            name=draw(product_names),
            serving=serving,
            contents={
                "magnesium-citrate": Content(elemental=draw(masses)),
                "x": Content(name="Lemon. Balm", amount=draw(masses)),
            },
        )
        doses = st.builds(Amount, counted.map(lambda amount: amount.value), st.just(serving.unit))
    elif kind == "mineral":
        doses = masses
        facts["substance"] = "magnesium-bisglycinate"
        facts["basis"] = draw(maybe(st.sampled_from(["elemental", "compound"])))
    elif kind == "extract":
        doses = masses
        facts["substance"] = "ashwagandha-extract"
    else:
        doses = st.one_of(masses, counted, international)
        facts |= {"substance": "other", "name": draw(product_names)}
    if draw(st.booleans()):
        drawn = draw(phases)
        facts["phases"] = tuple(Phase(weeks=each.weeks, dose=draw(doses)) for each in drawn)
    else:
        facts["dose"] = draw(doses)
    return Regimen(
        title="T", bedtime=draw(maybe(times)), entries={"x": Entry(**facts)}, products=products
    )
