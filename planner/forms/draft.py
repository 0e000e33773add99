"""What is typed into the entry form, as plain values, and what is made of it.

Nothing here knows a widget: the form fills a draft, and the draft says what it understood, what it
refuses and in which words, and what is still needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from planner.catalogue import OTHER, Catalogue
from planner.catalogue.models import Substance
from planner.quantities import (
    UNITS,
)
from planner.regimen.fields import DAYS
from planner.regimen.models import Regimen, SharedProduct

T = TypeVar("T")

DIRECT = "mg"
"""The label gives the amount of the substance itself."""
POWDER = "g"

COUNTED = (*(name for name, unit in UNITS.items() if unit.dimension == name), "mL", POWDER)
"""What else a label may count in."""

UNJUDGED = ("pack", "price")
"""Fields that no verdict depends on: one that is wrong is told, and hides no verdict."""

LONGEST = 20_000
"""Characters of one field that are looked at."""

ELEMENTAL, COMPOUND, BOTH, UNSAID = "elemental", "compound", "both", "unsaid"


@dataclass(frozen=True, slots=True)
class Row:
    """What a label says of one substance, as it was typed."""

    id: str = ""
    """Id of the catalogue, or the key of a content that the catalogue lacks."""
    name: str = ""
    which: str = UNSAID
    amount: str = ""
    elemental: str = ""
    compound: str = ""
    strength: str = ""
    daily_value: str = ""
    buffered: bool = False
    undisclosed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as it is being typed."""

    row: Row = field(default_factory=Row)
    counted: str = DIRECT
    product: str | None = None
    shared: SharedProduct | None = None
    """The label of the library's shelf that filled the form; what is typed since may differ."""
    product_name: str = ""
    serving: str = ""
    pack: str = ""
    price: str = ""
    also: tuple[Row, ...] = ()
    dose: str = ""
    phases: str = ""
    when: str = ""
    days: tuple[str, ...] = DAYS
    reason: str = ""

    @property
    def is_product(self) -> bool:
        """Whether the label counts servings instead of giving the amount of one substance."""
        return self.counted != DIRECT


@dataclass(slots=True)
class Drafted:
    """What a draft comes to."""

    understood: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    needed: dict[str, str] = field(default_factory=dict)
    """What has to be filled still: the name of the field, and the words for it."""
    entry: str = ""
    regimen: Regimen | None = None
    """The regimen with the entry in it; None while something is missing or refused."""

    @property
    def is_open(self) -> bool:
        """Whether something is missing or refused without which nothing can be judged."""
        return bool(self.needed) or any(name not in UNJUDGED for name in self.problems)

    @property
    def missing(self) -> list[str]:
        """What has to be filled still, in words."""
        return list(dict.fromkeys(self.needed.values()))

    def read(self, name: str, text: str, parse: Callable[[str], T]) -> T | None:
        """Read one field with the domain's own parser, and keep what it says."""
        if not text.strip():
            return None
        try:
            return parse(text[:LONGEST])
        except ValueError as problem:
            self.problems[name] = str(problem)
            return None

    def need(self, name: str, text: str, what: str, parse: Callable[[str], T]) -> T | None:
        """Read a field that must be filled."""
        if not text.strip():
            self.needed[name] = what
            return None
        return self.read(name, text, parse)


def substance_of(row: Row, catalogue: Catalogue) -> Substance | None:
    """Return the substance of the catalogue that a row names."""
    return catalogue.find(row.id) if row.id and row.id != OTHER else None


def chosen_row(row: Row, id: str, name: str, catalogue: Catalogue) -> Row:
    """Return a row for another substance: what is not asked of its kind is emptied."""
    row = replace(row, id=id, name=name)
    substance = substance_of(row, catalogue)
    if substance is None or not substance.is_mineral:
        row = replace(row, which=UNSAID, elemental="", compound="", daily_value="", buffered=False)
    if substance is None or substance.kind != "extract":
        row = replace(row, strength="")
    return row


def default_when(substance: Substance | None) -> str:
    """Return the documented window of a substance, or bedtime where it has none."""
    if substance is not None and substance.window is not None:
        return substance.window.before_bed.text
    return "at bedtime"


def refusal_words(problem: ValueError) -> str:
    """Return in words why a model refused what it was made of."""
    errors = getattr(problem, "errors", None)
    if errors is None:
        return str(problem)
    return "; ".join(str(row["msg"]) for row in errors()[:2])
