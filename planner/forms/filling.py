"""The way back: from an entry, or the label of a product, to the draft that fills the form."""

from __future__ import annotations

from dataclasses import replace

from planner.catalogue import Catalogue
from planner.forms.draft import (
    BOTH,
    COMPOUND,
    COUNTED,
    ELEMENTAL,
    POWDER,
    UNSAID,
    Draft,
    Row,
    substance_of,
)
from planner.regimen.fields import DAYS, UNDISCLOSED
from planner.regimen.models import Content, Product, Regimen, SharedProduct


def draft_of(regimen: Regimen, name: str) -> Draft:
    """Return the draft that an entry of a regimen fills the form with."""
    entry = regimen.entries[name]
    draft = Draft(
        dose=entry.dose.text if entry.dose else "",
        phases="; ".join(f"{phase.weeks} weeks {phase.dose.text}" for phase in entry.phases or ()),
        when="; ".join(when.text for when in entry.when),
        days=entry.days or DAYS,
        reason=entry.reason or "",
    )
    if entry.product is None:
        row = Row(
            id=entry.substance or "",
            name=entry.name or "",
            which=entry.basis or UNSAID,
            strength=entry.standardised_to.text if entry.standardised_to else "",
        )
        return replace(draft, row=row)
    product = regimen.products.get(entry.product)
    if product is None:
        return replace(draft, product=entry.product)
    return with_label(draft, entry.product, product)


def with_label(draft: Draft, key: str | None, product: Product) -> Draft:
    """Return a draft with the label of a product in it; `key` is its name in the regimen, if any.

    What is not on a label, such as the dose and the time, stays as it is.
    """
    rows = [row_of(name, content) for name, content in product.contents.items()]
    unit = product.serving.unit
    counted = POWDER if unit.dimension == "mass" else unit.name
    return replace(
        draft,
        row=rows[0],
        also=tuple(rows[1:]),
        counted=counted if counted in COUNTED else COUNTED[0],
        product=key,
        shared=product if isinstance(product, SharedProduct) else None,
        product_name=product.name,
        serving=product.serving.text,
        pack=product.pack.text if product.pack else "",
        price=product.price.text if product.price else "",
    )


def says_the_same(draft: Draft, product: Product) -> bool:
    """Whether a draft holds the label of a product as it fills the form, in every field."""
    filled = with_label(draft, draft.product, product)
    return replace(filled, shared=draft.shared) == draft


def row_of(key: str, content: Content) -> Row:
    """Return a row of a label as it fills a form."""
    amount = content.amount
    hidden = amount == UNDISCLOSED
    which = UNSAID
    if content.elemental and content.compound:
        which = BOTH
    elif content.elemental or content.compound:
        which = ELEMENTAL if content.elemental else COMPOUND
    single = amount if not isinstance(amount, str) else None
    shown = single or (None if which == BOTH else content.elemental or content.compound)
    return Row(
        id=key,
        name=content.name or "",
        which=which,
        amount=shown.text if shown else "",
        elemental=content.elemental.text if which == BOTH and content.elemental else "",
        compound=content.compound.text if which == BOTH and content.compound else "",
        strength=content.standardised_to.text if content.standardised_to else "",
        daily_value=content.daily_value.text if content.daily_value else "",
        buffered=bool(content.buffered),
        undisclosed=hidden,
    )


def row_words(row: Row, catalogue: Catalogue) -> str:
    """Return a row of a label in words: `Zinc 5 mg`."""
    substance = substance_of(row, catalogue)
    name = substance.name if substance else row.name or row.id
    if row.undisclosed:
        return f"{name}, amount not disclosed"
    if row.which == BOTH:
        return f"{name} {row.elemental} elemental, {row.compound} compound"
    basis = f" {row.which}" if row.which in (ELEMENTAL, COMPOUND) else ""
    strength = f", {row.strength}" if row.strength else ""
    return f"{name} {row.amount}{basis}{strength}"
