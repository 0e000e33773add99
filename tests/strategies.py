"""Hypothesis strategies: any regimen that a file can hold, and the ways in which people lay it out.

`hand_typed` renders a table as TOML in a style that is drawn: headers, dotted keys, tables in one
line, comments, odd spaces and line ends.
"""

import datetime
import string
from decimal import Decimal
from typing import Any

import tomli_w
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from planner.clock import BeforeBed, TimeOfDay
from planner.quantities import UNITS, Amount, ForeignAmount, Percentage, Price
from planner.regimen.fields import DAYS
from planner.regimen.models import (
    Acceptance,
    Content,
    Entry,
    MedicineTaken,
    Person,
    Phase,
    Product,
    Regimen,
)

_HOSTILE = [
    "[/oops]", "[[accepted]]", "# no comment", '"', "'", '"""', "'''", "\\", "a = 1", "[entries.x]",
    "\x1b[31m", "\u202e", "\u2028", "\x85", "\x7f", "é", "🌙", "\r\n", "\n", "\t", "  ",
]  # fmt: skip
pieces = st.one_of(st.sampled_from(_HOSTILE), st.characters(exclude_categories=["Cs"]))
notes = st.lists(pieces, max_size=5).map("".join)
texts = notes.map(lambda text: text if text.strip() else f"x{text}")
titles = texts.map(lambda text: text[:120])
names = st.one_of(
    st.sampled_from(["magnesium", "ashwagandha", "night-mag", "1", "true", "-", "2026-01-01"]),
    st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=12),
)

numbers = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(1, 10**9),
    st.integers(0, 3),
)
amounts = st.builds(Amount, numbers, st.sampled_from(list(UNITS.values())))
foreign = st.builds(ForeignAmount, numbers, st.sampled_from(["IU", "CFU", "mcgDFE", "x"]))
doses = st.one_of(amounts, foreign)
percentages = st.integers(1, 10**5).map(lambda digits: Percentage(Decimal(digits).scaleb(-3)))
prices = st.builds(Price, numbers, st.sampled_from(["EUR", "USD"]))
times = st.builds(TimeOfDay, st.integers(0, 1439))
before_bed = st.builds(
    lambda one, other: BeforeBed(max(one, other), min(one, other)),
    st.integers(0, 1439),
    st.integers(0, 1439),
)
whens = st.lists(st.one_of(times, before_bed), min_size=1, max_size=4).map(tuple)
days = st.lists(st.sampled_from(DAYS), min_size=1, unique=True).map(tuple)
dates = st.dates(datetime.date(1900, 1, 1), datetime.date(2200, 1, 1))
weeks = st.integers(1, 5200)
phases = st.lists(st.builds(Phase, weeks=weeks, dose=doses), min_size=1, max_size=4).map(tuple)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


@st.composite
def entries(draw: DrawFn) -> Entry:
    facts: dict[str, Any] = {draw(st.sampled_from(["substance", "product"])): draw(names)}
    facts |= draw(st.one_of(st.builds(dict, dose=doses), st.builds(dict, phases=phases)))
    return Entry(
        **facts,
        name=draw(maybe(texts)),
        basis=draw(maybe(st.sampled_from(["elemental", "compound"]))),
        standardised_to=draw(maybe(percentages)),
        when=draw(whens),
        days=draw(maybe(days)),
        reason=draw(maybe(texts)),
    )


@st.composite
def contents(draw: DrawFn) -> Content:
    given: dict[str, Any] = draw(
        st.one_of(
            st.builds(dict, amount=st.one_of(doses, st.just("undisclosed"))),
            st.builds(dict, elemental=doses, compound=maybe(doses)),
            st.builds(dict, compound=doses),
        )
    )
    return Content(
        **given,
        name=draw(maybe(texts)),
        standardised_to=draw(maybe(percentages)),
        daily_value=draw(maybe(percentages)),
        buffered=draw(maybe(st.booleans())),
    )


products = st.builds(
    Product,
    name=texts,
    serving=amounts,
    pack=maybe(amounts),
    price=maybe(prices),
    contents=st.dictionaries(names, contents(), min_size=1, max_size=3),
)
acceptances = st.builds(
    Acceptance,
    code=texts,
    entry=maybe(texts),
    substance=maybe(texts),
    observed=texts,
    reason=texts,
    on=dates,
)
persons = st.builds(
    Person,
    name=maybe(texts),
    age=maybe(st.integers(0, 150)),
    country=maybe(texts),
    conditions=maybe(st.lists(texts, max_size=3).map(tuple)),
)
regimens = st.builds(
    Regimen,
    title=titles,
    bedtime=maybe(times),
    start=maybe(dates),
    weeks=maybe(weeks),
    notes=maybe(notes),
    person=maybe(persons),
    medicines=st.dictionaries(names, st.builds(MedicineTaken, when=maybe(whens)), max_size=2),
    entries=st.dictionaries(names, entries(), max_size=3),
    products=st.dictionaries(names, products, max_size=2),
    accepted=st.lists(acceptances, max_size=2).map(tuple),
)


@st.composite
def edited(draw: DrawFn, regimen: Regimen) -> Regimen:
    """Another regimen that shares much with one: parts of it are taken from elsewhere."""
    other = draw(regimens)
    facts = {key: getattr(regimen, key) for key in Regimen.model_fields}
    for key in ("title", "bedtime", "start", "weeks", "notes", "person"):
        if draw(st.integers(0, 3)) == 0:
            facts[key] = getattr(other, key)
    for key in ("medicines", "entries", "products"):
        rows = dict(facts[key])
        for name in list(rows):
            match draw(st.integers(0, 5)):
                case 0:
                    del rows[name]
                case 1 if getattr(other, key):
                    rows[name] = next(iter(getattr(other, key).values()))
                case 2 if isinstance(rows[name], Entry):
                    rows[name] = Entry(**(facts_of(rows[name]) | {"when": draw(whens)}))
                case 3 if isinstance(rows[name], Product):
                    more = draw(st.dictionaries(names, contents(), max_size=1))
                    inner = rows[name].contents
                    rows[name] = Product(**(facts_of(rows[name]) | {"contents": inner | more}))
        if draw(st.booleans()):
            rows |= getattr(other, key)
        facts[key] = rows
    accepted = [each for each in facts["accepted"] if draw(st.booleans())]
    facts["accepted"] = (*accepted, *(other.accepted if draw(st.booleans()) else ()))
    return Regimen(**facts)


def facts_of(row: Any) -> dict[str, Any]:
    return {key: getattr(row, key) for key in type(row).model_fields}


COMMENTS = ["# plain", "#", '# "quoted', "# [entries.fake]", "# dose = 1", "# 🌙 ''' \"\"\""]
comments = st.sampled_from(COMMENTS)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return tomli_w.dumps({"k": value}).removeprefix("k = ").rstrip("\n")


@st.composite
def _written(draw: DrawFn, value: Any) -> str:
    if isinstance(value, list) and draw(st.booleans()):
        rows = [f"  {_value(each)},  {draw(st.sampled_from(['', '# c']))}\n" for each in value]
        return "[ # first\n" + "".join(rows) + "]"
    if isinstance(value, str) and value.isprintable() and "'" not in value and draw(st.booleans()):
        return draw(st.sampled_from([f"'{value}'", f"'''{value}'''", f"'''\n{value}'''"]))
    return _value(value)


@st.composite
def hand_typed(draw: DrawFn, table: dict[str, Any]) -> str:
    """The table as TOML text in a drawn style."""
    lines: list[str] = []

    def aside() -> None:
        if draw(st.integers(0, 2)) == 0:
            lines.extend(draw(st.lists(st.one_of(st.just(""), comments), max_size=3)))

    def key_of(key: str) -> str:
        return draw(st.sampled_from([key, key, f'"{key}"', f"'{key}'"]))

    def pair(prefix: str, key: str, value: Any) -> None:
        space = draw(st.sampled_from([" ", "", "   "]))
        after = draw(st.sampled_from(["", "", "  # behind", " "]))
        written = draw(_written(value))
        lines.extend(f"{prefix}{key_of(key)}{space}={space}{written}{after}".split("\n"))
        aside()

    def dotted(prefix: str, inner: dict[str, Any]) -> None:
        for key, value in inner.items():
            if isinstance(value, dict) and value:
                dotted(f"{prefix}{key}.", value)
            else:
                pair(prefix, key, value)

    def section(path: tuple[str, ...], inner: dict[str, Any]) -> None:  # noqa: PLR0912
        later: list[tuple[str, Any]] = []
        for key, value in inner.items():
            tables = isinstance(value, list) and value and isinstance(value[0], dict)
            if not isinstance(value, dict) and not tables:
                pair("", key, value)
            elif isinstance(value, dict) and value:
                match draw(st.sampled_from(["header", "header", "header", "dotted", "inline"])):
                    case "header":
                        later.append((key, value))
                    case "dotted":
                        dotted(f"{key}.", value)
                    case "inline":
                        pair("", key, value)
            elif tables and draw(st.booleans()):
                later.append((key, value))
            else:
                pair("", key, value)
        if draw(st.booleans()):
            later = draw(st.permutations(later))
        for key, value in later:
            here = (*path, key)
            aside()
            if isinstance(value, list):
                for row in value:
                    lines.append(f"[[{'.'.join(here)}]]")
                    section(here, row)
                continue
            only_tables = all(isinstance(each, dict) and each for each in value.values())
            if not only_tables or draw(st.booleans()):
                lines.append(f"[ {' . '.join(here)} ]" + draw(st.sampled_from(["", " # head"])))
            elif only_tables:
                for name, each in value.items():
                    lines.append(f"[{'.'.join((*here, name))}]")
                    section((*here, name), each)
                continue
            section(here, value)

    aside()
    section((), table)
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    last = draw(st.sampled_from([end, "", end + end]))
    return end.join(lines) + last
