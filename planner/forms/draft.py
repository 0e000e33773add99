"""What is typed into the entry form, as plain values, and the regimen that it would make.

Nothing here knows a widget: the form fills a draft, and the draft says what it understood, what it
refuses and in which words, and what is still needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from planner.catalogue import OTHER, Catalogue
from planner.catalogue.models import Substance
from planner.clock import BeforeBed, When, clock_time, duration_text, minutes_before_bed, parse_when
from planner.forms.strength import marker_amount, read_strength
from planner.quantities import (
    UNITS,
    Amount,
    ForeignAmount,
    Percentage,
    parse_amount,
    parse_any_amount,
    parse_percentage,
    parse_price,
)
from planner.regimen.edits import free_name, with_entry, with_product
from planner.regimen.fields import DAYS, MOST_WEEKS, UNDISCLOSED
from planner.regimen.models import Content, Entry, Phase, Product, Regimen
from planner.wording import visible

T = TypeVar("T")

DIRECT = "mg"
"""The label gives the amount of the substance itself."""
POWDER = "g"

COUNTED = (*(name for name, unit in UNITS.items() if unit.dimension == name), "mL", POWDER)
"""What else a label may count in."""

ELEMENTAL, COMPOUND, BOTH, UNSAID = "elemental", "compound", "both", "unsaid"

_PHASE = re.compile(r"([0-9]{1,4}) ?(?:weeks?|wks?|w)[ :,]? ?(.+)", re.IGNORECASE)
_LONGEST = 20_000


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
    def missing(self) -> list[str]:
        """What has to be filled still, in words."""
        return list(dict.fromkeys(self.needed.values()))

    def read(self, name: str, text: str, parse: Callable[[str], T]) -> T | None:
        """Read one field with the domain's own parser, and keep what it says."""
        if not text.strip():
            return None
        try:
            return parse(text[:_LONGEST])
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


def settled(draft: Draft, catalogue: Catalogue) -> Draft:
    """Return the draft with strengths that were typed in mg of the marker as the percentage."""
    of_dose = None if draft.is_product else draft.dose
    row = settled_row(draft.row, catalogue, of_dose)
    return draft if row is draft.row else replace(draft, row=row)


def settled_row(row: Row, catalogue: Catalogue, extract: str | None = None) -> Row:
    """Return a row with its strength in percent, where it was typed in mg and can be read.

    `extract` is the amount that the marker is in; None means that of the row. A percentage stays
    true when this amount is changed later, milligrams of the marker do not.
    """
    if marker_amount(row.strength) is None:
        return row
    substance = substance_of(row, catalogue)
    made = Drafted()
    amount = made.read("amount", row.amount if extract is None else extract, parse_amount)
    strength = _strength(row, substance, amount, made)
    return row if strength is None else replace(row, strength=strength.text)


def build(draft: Draft, regimen: Regimen, catalogue: Catalogue, entry: str | None) -> Drafted:
    """Return what a draft comes to in a regimen, as a new entry or in place of one."""
    made = Drafted()
    if not draft.row.id and not draft.row.name.strip():
        made.needed["substance"] = "what it is"
    elif draft.row.id == OTHER and not draft.row.name.strip():
        made.needed["substance"] = "a name"
    product = _product(draft, catalogue, made) if draft.is_product else None
    facts = _entry_facts(draft, catalogue, made)
    when = _read_times(draft.when, regimen, made)
    if made.needed or made.problems or not when:
        return made
    days = tuple(day for day in DAYS if day in draft.days)
    facts |= {"when": when, "days": None if len(days) == len(DAYS) else days}
    if not days:
        made.problems["days"] = "Choose at least one day."
        return made
    place = _Place(regimen, catalogue, entry)
    return _placed(draft, facts, product, place, made)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry goes."""

    regimen: Regimen
    catalogue: Catalogue
    entry: str | None


def _placed(
    draft: Draft,
    facts: dict[str, Any],
    product: Product | None,
    place: _Place,
    made: Drafted,
) -> Drafted:
    """Put the entry, and its label, into the regimen."""
    regimen, catalogue, entry = place.regimen, place.catalogue, place.entry
    old = regimen.entries.get(entry) if entry else None
    try:
        if product is not None:
            name = draft.product or free_name(product.name, regimen.products)
            facts["product"] = name
            regimen = with_product(regimen, name, product)
        else:
            known = substance_of(draft.row, catalogue)
            facts["substance"] = draft.row.id if known else OTHER
            facts["name"] = (old and old.name) if known else draft.row.name.strip() or None
        made.entry = entry or _entry_name(draft, regimen, catalogue)
        regimen = with_entry(regimen, made.entry, Entry(**facts))
    except ValueError as problem:
        made.problems["entry"] = refusal_words(problem)
        return made
    gone = old.product if old else None
    if gone and not any(row.product == gone for row in regimen.entries.values()):
        kept = {name: row for name, row in regimen.products.items() if name != gone}
        regimen = regimen.model_copy(update={"products": kept})
    made.regimen = regimen
    return made


def _entry_name(draft: Draft, regimen: Regimen, catalogue: Catalogue) -> str:
    substance = substance_of(draft.row, catalogue)
    wanted = [draft.product_name if draft.is_product else draft.row.name]
    if substance and not draft.is_product:
        wanted = [substance.family, substance.id]
    for name in wanted:
        free = free_name(name, regimen.entries)
        if free == free_name(name, ()):
            return free
    return free_name(wanted[-1], regimen.entries)


def _entry_facts(draft: Draft, catalogue: Catalogue, made: Drafted) -> dict[str, Any]:
    """Read the dose, and for a bare substance its basis and strength."""
    facts: dict[str, Any] = {"reason": draft.reason.strip() or None}
    direct = not draft.is_product
    if direct and draft.row.which == BOTH:
        made.problems["which"] = (
            "Two rows are printed per serving: say what the label counts in, such as capsules."
        )
    known = substance_of(draft.row, catalogue) is not None
    parse = _dose_parser(draft, known)
    if draft.phases.strip():
        facts["phases"] = made.read("phases", draft.phases, lambda text: _phases(text, parse))
        if draft.dose.strip():
            made.problems["dose"] = (
                "The dose is given twice, here and as phases at the end: empty one of them."
            )
    else:
        facts["dose"] = made.need("dose", draft.dose, "the dose", parse)
    substance = substance_of(draft.row, catalogue)
    if direct and substance is not None:
        facts["standardised_to"] = _strength(draft.row, substance, facts.get("dose"), made)
        if substance.is_mineral and draft.row.which in (ELEMENTAL, COMPOUND):
            facts["basis"] = draft.row.which
    return facts


def _strength(
    row: Row, substance: Substance | None, extract: object, made: Drafted
) -> Percentage | None:
    """Read the strength of an extract, which a label may give in mg of its marker."""
    marker = (substance.marker if substance else None) or "its marker"
    strength = made.read(
        "strength", row.strength, lambda text: read_strength(text, extract, marker)
    )
    part = marker_amount(row.strength) if strength is not None else None
    if strength is not None and part is not None and isinstance(extract, Amount):
        made.understood["strength"] = (
            f"{strength.shown}: {part.shown} of {marker} in {extract.shown} of the extract"
        )
    return strength


def _dose_parser(draft: Draft, known: bool) -> Callable[[str], Amount | ForeignAmount]:
    """Return the reader of one dose in what the label counts in."""
    if not draft.is_product:
        return _bare_amount if known else parse_any_amount
    return counted_parser(draft.counted)


def _bare_amount(text: str) -> Amount:
    amount = parse_amount(text)
    if amount.dimension not in ("mass", "element"):
        raise ValueError(
            f"{amount.text} does not say how much is in it: choose {amount.unit.plural} at “Label"
            " counts in”, then say what one serving holds."
        )
    return amount


def counted_parser(counted: str) -> Callable[[str], Amount]:
    """Return the reader of an amount in what a label counts in."""
    unit = UNITS[counted]

    def parse(text: str) -> Amount:
        amount = parse_amount(text)
        if amount.dimension != unit.dimension:
            raise ValueError(
                f"This label counts in {unit.plural}, and {amount.text} is something else."
                f" Write such as 2 {unit.plural}, or change what the label counts in."
            )
        return amount

    return parse


def _phases(text: str, parse: Callable[[str], Amount | ForeignAmount]) -> tuple[Phase, ...]:
    phases = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        match = _PHASE.fullmatch(part)
        if not match or not 1 <= int(match[1]) <= MOST_WEEKS:
            raise ValueError(
                "Each phase is a number of weeks and a dose: 2 weeks 300 mg; 6 weeks 600 mg."
            )
        phases.append(Phase(weeks=int(match[1]), dose=parse(match[2])))
    if not phases:
        raise ValueError("Write at least one phase: 2 weeks 300 mg; 6 weeks 600 mg.")
    return tuple(phases)


def _read_times(text: str, regimen: Regimen, made: Drafted) -> tuple[When, ...]:
    pieces = [piece.strip() for piece in text[:_LONGEST].split(";") if piece.strip()]
    if not pieces:
        made.needed["when"] = "when it is taken"
        return ()
    found = [made.read("when", piece, parse_when) for piece in pieces]
    times = tuple(when for when in found if when is not None)
    if len(times) < len(pieces):
        return ()
    made.understood["when"] = "; ".join(clock_words(when, regimen) for when in times)
    return times


def clock_words(when: When, regimen: Regimen) -> str:
    """Return a time by the clock, and how long before bed: `20:30 to 21:30`."""
    bedtime = regimen.bedtime
    if isinstance(when, BeforeBed):
        if bedtime is None:
            return f"{when.text}; no bedtime is set, so the clock time is not known"
        first = clock_time(when.earliest, bedtime).text
        if not when.is_window:
            return f"{first}, with bedtime {bedtime.text}"
        return f"{first} to {clock_time(when.latest, bedtime).text}, with bedtime {bedtime.text}"
    if bedtime is None:
        return f"{when.text}; no bedtime is set to count from"
    before = minutes_before_bed(when, bedtime)
    return f"{when.text}, {duration_text(before)} before bed" if before else f"{when.text}, bedtime"


def _product(draft: Draft, catalogue: Catalogue, made: Drafted) -> Product | None:
    substance = substance_of(draft.row, catalogue)
    name = draft.product_name.strip()
    serving = serving_of(draft, made)
    pack = made.read("pack", draft.pack, parse_amount)
    price = made.read("price", draft.price, parse_price)
    contents = contents_of(draft, catalogue, made)
    if not name:
        name = substance.name if substance else draft.row.name.strip()
    if serving is None or not contents or made.needed or made.problems or not name:
        return None
    try:
        return Product(name=name, serving=serving, pack=pack, price=price, contents=contents)
    except ValueError as problem:
        made.problems["entry"] = refusal_words(problem)
        return None


def serving_of(draft: Draft, made: Drafted) -> Amount | None:
    """Return what one serving of a label is; what is wrong or missing goes to `made`."""
    return made.need("serving", draft.serving, "what one serving is", counted_parser(draft.counted))


def contents_of(draft: Draft, catalogue: Catalogue, made: Drafted) -> dict[str, Content]:
    """Return what one serving of a label holds, as far as its rows can be read.

    What is wrong or missing in its first row goes to `made`; the others are checked as they are
    added, and only their doubles are told.
    """
    contents: dict[str, Content] = {}
    for number, row in enumerate((draft.row, *draft.also)):
        own = Drafted()
        content = content_of(row, catalogue, own)
        if number == 0:
            for name, words in own.needed.items():
                made.needed.setdefault(name, words)
            made.problems |= own.problems
            made.understood |= own.understood
        key = row.id if row.id and row.id != OTHER else free_name(row.name, contents)
        if key in contents:
            substance = substance_of(row, catalogue)
            named = visible(substance.name if substance else row.name or key)
            made.problems["substance"] = (
                f"The label names {named} twice: edit or remove one of the two rows."
            )
        elif content is not None:
            contents[key] = content
    return contents


def content_of(row: Row, catalogue: Catalogue, made: Drafted) -> Content | None:
    """Return what one serving holds of one substance; what is wrong or missing goes to `made`."""
    substance = substance_of(row, catalogue)
    facts: dict[str, Any] = {"name": row.name.strip() or None}
    parse: Callable[[str], Amount | ForeignAmount] = parse_amount
    if substance is None:
        parse = parse_any_amount
        if facts["name"] is None:
            made.needed["substance"] = "a name"
    mineral = substance is not None and substance.is_mineral
    if row.undisclosed:
        facts["amount"] = UNDISCLOSED
    elif mineral and row.which == BOTH:
        facts["elemental"] = made.need(
            "elemental", row.elemental, "the mineral itself in one serving", parse
        )
        facts["compound"] = made.need(
            "compound", row.compound, "the whole compound in one serving", parse
        )
    else:
        key = row.which if mineral and row.which in (ELEMENTAL, COMPOUND) else "amount"
        facts[key] = made.need("amount", row.amount, "how much one serving contains", parse)
    facts["daily_value"] = made.read(
        "daily_value",
        row.daily_value,
        lambda text: parse_percentage(text, may_exceed_hundred=True),
    )
    facts["buffered"] = row.buffered or None
    facts["standardised_to"] = _strength(row, substance, facts.get("amount"), made)
    if made.needed or made.problems:
        return None
    try:
        return Content(**facts)
    except ValueError as problem:
        made.problems["amount"] = refusal_words(problem)
        return None


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
