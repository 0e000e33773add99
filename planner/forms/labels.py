"""From the label that is being typed to its product: rows, servings and strengths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from planner.catalogue import OTHER, Catalogue
from planner.catalogue.models import Substance
from planner.forms.draft import (
    BOTH,
    COMPOUND,
    ELEMENTAL,
    Draft,
    Drafted,
    Row,
    refusal_words,
    substance_of,
)
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
from planner.regimen.edits import free_name
from planner.regimen.fields import UNDISCLOSED
from planner.regimen.models import Content, Product
from planner.wording import visible


def settled(draft: Draft, catalogue: Catalogue) -> Draft:
    """Return the draft with strengths in mg of the marker tied to the amount that they are in."""
    of_dose = None if draft.is_product else draft.dose
    row = settled_row(draft.row, catalogue, of_dose)
    return draft if row is draft.row else replace(draft, row=row)


def settled_row(row: Row, catalogue: Catalogue, extract: str | None = None) -> Row:
    """Return a row whose strength says, where it is in mg, in how much: `30 mg in 600 mg`.

    `extract` is the amount that the marker is in; None means that of the row. Milligrams alone
    would mean another strength when this amount is changed later, without anybody saying so.
    """
    found = marker_amount(row.strength)
    if found is None or found.whole is not None:
        return row
    substance = substance_of(row, catalogue)
    made = Drafted()
    amount = made.read("amount", row.amount if extract is None else extract, parse_amount)
    strength = read_row_strength(row, substance, amount, made)
    if strength is None or not isinstance(amount, Amount):
        return row
    return replace(row, strength=f"{found.part.text} in {amount.text}")


def read_row_strength(
    row: Row, substance: Substance | None, extract: object, made: Drafted
) -> Percentage | None:
    """Read the strength of an extract, which a label may give in mg of its marker."""
    marker = (substance.marker if substance else None) or "its marker"
    strength = made.read(
        "strength", row.strength, lambda text: read_strength(text, extract, marker)
    )
    found = marker_amount(row.strength) if strength is not None else None
    if strength is not None and found is not None:
        whole = found.whole or extract
        assert isinstance(whole, Amount)  # else it had not been read
        made.understood["strength"] = (
            f"{strength.shown}: {found.part.shown} of {marker} in {whole.shown} of the extract"
        )
    return strength


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


def pack_parser(counted: str) -> Callable[[str], Amount]:
    """Return the reader of what a pack holds; its example is in what the label counts in."""

    def parse(text: str) -> Amount:
        try:
            return parse_amount(text)
        except ValueError as problem:
            example = f"for example 120 {UNITS[counted].plural}"
            raise ValueError(str(problem).replace("for example 300 mg", example)) from problem

    return parse


def read_product(draft: Draft, catalogue: Catalogue, made: Drafted) -> Product | None:
    """Return the product that a label comes to; what is wrong or missing goes to `made`."""
    substance = substance_of(draft.row, catalogue)
    name = draft.product_name.strip()
    serving = serving_of(draft, made)
    pack = made.read("pack", draft.pack, pack_parser(draft.counted))
    price = made.read("price", draft.price, parse_price)
    contents = contents_of(draft, catalogue, made)
    if not name:
        name = substance.name if substance else draft.row.name.strip()
    if serving is None or not contents or made.is_open or not name:
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
    facts["standardised_to"] = read_row_strength(row, substance, facts.get("amount"), made)
    if made.needed or made.problems:
        return None
    try:
        return Content(**facts)
    except ValueError as problem:
        made.problems["amount"] = refusal_words(problem)
        return None
