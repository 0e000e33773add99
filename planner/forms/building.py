"""From the draft of an entry to the regimen that it would make, or what is in the way of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from planner.catalogue import OTHER, Catalogue
from planner.clock import BeforeBed, When, clock_time, duration_text, minutes_before_bed, parse_when
from planner.forms.draft import (
    BOTH,
    COMPOUND,
    ELEMENTAL,
    LONGEST,
    Draft,
    Drafted,
    refusal_words,
    substance_of,
)
from planner.forms.labels import counted_parser, read_product, read_row_strength
from planner.forms.shared import label_kept
from planner.quantities import (
    Amount,
    ForeignAmount,
    parse_amount,
    parse_any_amount,
)
from planner.regimen.edits import free_name, with_entry, with_product
from planner.regimen.fields import DAYS, MOST_WEEKS
from planner.regimen.models import Entry, Phase, Product, Regimen, SharedProduct

_BETWEEN_TIMES = re.compile(r";|,\s")
"""A comma without a space may be a decimal one, and is left to the reader of times."""
_PHASE = re.compile(r"([0-9]{1,4}) ?(?:weeks?|wks?|w)[ :,]? ?(.+)", re.IGNORECASE)


def build(draft: Draft, regimen: Regimen, catalogue: Catalogue, entry: str | None) -> Drafted:
    """Return what a draft comes to in a regimen, as a new entry or in place of one."""
    made = Drafted()
    if not draft.row.id and not draft.row.name.strip():
        made.needed["substance"] = "what it is"
    elif draft.row.id == OTHER and not draft.row.name.strip():
        made.needed["substance"] = "a name"
    product = read_product(draft, catalogue, made) if draft.is_product else None
    facts = _entry_facts(draft, catalogue, made)
    when = _read_times(draft.when, regimen, made)
    if made.is_open or not when:
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
            product = label_kept(draft, product, regimen)
            name = _product_key(draft, product, regimen)
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


def _product_key(draft: Draft, product: Product, regimen: Regimen) -> str:
    """Return the name of a label in the regimen: one of the shelf has its id."""
    if isinstance(product, SharedProduct):
        return product.id
    if draft.product:
        return draft.product
    taken = {*regimen.products, draft.shared.id} if draft.shared else regimen.products
    return free_name(product.name, taken)


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
        facts["standardised_to"] = read_row_strength(draft.row, substance, facts.get("dose"), made)
        if substance.is_mineral and draft.row.which in (ELEMENTAL, COMPOUND):
            facts["basis"] = draft.row.which
    return facts


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
    pieces = [piece.strip() for piece in _BETWEEN_TIMES.split(text[:LONGEST]) if piece.strip()]
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
