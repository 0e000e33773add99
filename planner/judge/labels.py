"""Rules about what a label says, and does not say: basis, standardisation, its two rows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from planner.catalogue.models import Substance
from planner.judge.evening import Evening, TakenEntry
from planner.judge.findings import Finding
from planner.judge.portions import Known, Portion
from planner.judge.wordings import both_readings, called, cited, gives, shown
from planner.quantities import Amount, mg_shown, mg_text, settle


def _portions(evening: Evening) -> Iterable[tuple[TakenEntry, Portion]]:
    for taken in evening.taken:
        yield from ((taken, portion) for portion in taken.first)


def basis_unstated(evening: Evening) -> Iterable[Finding]:
    """Mineral amounts that may be the mineral itself or the whole compound."""
    for taken, portion in _portions(evening):
        if portion.known is not Known.UNSTATED or portion.substance is None:
            continue
        assert portion.printed is not None
        buffered = bool(portion.content and portion.content.buffered)
        if portion.lacks_share:
            why = "the material is buffered" if buffered else "the form is not known"
            message = (
                f"{portion.printed.shown} {called(portion.name)} is the whole compound, and {why},"
                " so the elemental amount cannot be computed. Look on the label for the line that"
                f" gives {portion.family} itself, and enter it as elemental."
            )
        else:
            mass = portion.milligrams
            computed = (
                evening.reader.from_compound(portion.substance, mass)
                if mass is not None and not buffered
                else None
            )
            message = (
                f"Does {portion.printed.shown} {called(portion.name)} mean the mineral itself or"
                f" the whole compound? {both_readings(portion, computed)}. Look at the label: a"
                f' line such as "{(portion.family or "mineral").capitalize()} (as ...)" is'
                " elemental. Until then nothing can be said about the elemental amount."
            )
        key = portion.path if taken.product else ("entries", taken.name, "basis")
        yield Finding(
            "basis-unstated",
            message,
            key,
            entry=taken.name,
            substance=portion.id,
            observed=_observed(portion),
            concerns=(taken.name,),
        )


def _observed(portion: Portion) -> str | None:
    """Return the amount of a portion in mg, or None where it is not known in mg."""
    return None if portion.milligrams is None else mg_text(settle(portion.milligrams))


def standardisation(evening: Evening) -> Iterable[Finding]:
    """Extracts without their marker content, or with less than the documented minimum."""
    for taken, portion in _portions(evening):
        documented = portion.substance.standardisation if portion.substance else None
        if documented is None or portion.substance is None:
            continue
        where = ("entries", taken.name) if not taken.product else portion.path[:-1]
        minimum = documented.minimum
        stated = portion.standardised_to
        marker = portion.substance.marker or "marker"
        if stated is None:
            if portion.known is Known.UNDISCLOSED or not documented.required:
                continue
            yield Finding(
                "standardisation-unstated",
                f"How strong is this {called(portion.substance.name)}? The documented range is"
                f" for extract with at least {minimum.shown} {marker}; without that figure nothing"
                " can be said about its strength. Look for the percentage on the label."
                f"{cited(evening.catalogue, documented.source)}",
                (*where, "standardised_to"),
                entry=taken.name,
                substance=portion.id,
                observed=_observed(portion),
                limit=minimum.text,
                source=documented.source,
                concerns=(taken.name,),
            )
        elif stated.value < minimum.value:
            yield Finding(
                "standardisation-below-minimum",
                f"Standardised to {stated.shown} {marker}, below the documented minimum of"
                f" {minimum.shown}: the same milligrams hold less of it, and the documented range"
                " does not speak of such an extract. Compare labels, or accept this with a"
                f" reason.{cited(evening.catalogue, documented.source)}",
                (*where, "standardised_to"),
                entry=taken.name,
                substance=portion.id,
                observed=stated.text,
                limit=minimum.text,
                source=documented.source,
                concerns=(taken.name,),
            )


def undisclosed(evening: Evening) -> Iterable[Finding]:
    """Amounts that a blend hides."""
    for taken, portion in _portions(evening):
        if portion.known is not Known.UNDISCLOSED:
            continue
        label = shown(taken.product.name) if taken.product else taken.name
        yield Finding(
            "amount-undisclosed",
            f"The label of {label} does not say how much {called(portion.name)} it holds. Unknown"
            " is not zero: totals of it are at least what is shown. Ask the maker, or choose a"
            " product that says.",
            portion.path,
            entry=taken.name,
            substance=portion.id,
            observed="undisclosed",
            concerns=(taken.name,),
        )


def two_rows(evening: Evening) -> Iterable[Finding]:
    """Labels whose elemental and compound rows do not agree."""
    tolerance = evening.catalogue.rules.label_tolerance
    for taken, portion in _portions(evening):
        content, substance = portion.content, portion.substance
        if content is None or substance is None or not substance.is_mineral:
            continue
        if not isinstance(content.elemental, Amount) or not isinstance(content.compound, Amount):
            continue
        elemental = evening.reader.conversion(substance).elemental_milligrams(content.elemental)
        compound = content.compound.milligrams
        pure = evening.reader.from_compound(substance, compound)
        slack = tolerance.of(pure) if pure is not None else Decimal(0)
        if elemental > compound:
            yield _contradiction(
                evening, taken, portion, elemental, compound,
                "more of the mineral than the whole compound weighs",
            )  # fmt: skip
        elif pure is not None and not content.buffered and elemental > pure + slack:
            yield _contradiction(
                evening, taken, portion, elemental, pure,
                f"more than the pure substance can hold ({mg_shown(pure, computed=True)});"
                " an added oxide would explain it: say buffered = true if the label does",
            )  # fmt: skip
        elif pure is not None and elemental < pure - slack:
            yield Finding(
                "label-differs",
                f"The label gives {mg_shown(elemental)} elemental in {mg_shown(compound)} of"
                f" {called(substance.name)}, less than the {mg_shown(pure, computed=True)} of the"
                " pure substance, as with water or a carrier in it. The stated amount is used.",
                portion.path,
                entry=taken.name,
                substance=portion.id,
                observed=mg_text(settle(elemental)),
                limit=mg_text(settle(pure)),
                source=_fraction_source(substance),
                concerns=(taken.name,),
            )


def _contradiction(  # noqa: PLR0917
    evening: Evening,
    taken: TakenEntry,
    portion: Portion,
    elemental: Decimal,
    limit: Decimal,
    why: str,
) -> Finding:
    assert portion.substance is not None
    source = _fraction_source(portion.substance)
    return Finding(
        "label-contradiction",
        f"The label gives {mg_shown(elemental)} elemental per serving, {why}. Check both rows"
        f" against the bottle.{cited(evening.catalogue, source)}",
        portion.path,
        entry=taken.name,
        substance=portion.id,
        observed=mg_text(settle(elemental)),
        limit=mg_text(settle(limit)),
        source=source,
        concerns=(taken.name,),
    )


def _fraction_source(substance: Substance) -> str | None:
    return substance.compound.source if substance.compound else None


def how_it_was_read(evening: Evening) -> Iterable[Finding]:
    """Elemental amounts that were computed, and bases that a daily value showed."""
    for taken, portion in _portions(evening):
        if portion.inferred is not None:
            yield Finding(
                "basis-inferred",
                f"The label's percentage of the daily value ({portion.inferred}) shows that"
                f" {_label_amount(portion)} is the"
                f" {'whole compound' if portion.known is Known.COMPUTED else 'mineral itself'}.",
                portion.path,
                entry=taken.name,
                substance=portion.id,
                observed=_label_amount(portion),
                concerns=(taken.name,),
            )
        if portion.known is not Known.COMPUTED or portion.substance is None:
            continue
        compound = portion.substance.compound
        assert compound is not None
        assert portion.elemental is not None
        yield Finding(
            "converted-from-compound",
            f"{gives(portion)}: computed from the molar mass, assuming the pure substance"
            f" ({compound.state}). A label that states the elemental amount is more exact: use it"
            f" where there is one.{cited(evening.catalogue, compound.source)}",
            portion.path,
            entry=taken.name,
            substance=portion.id,
            observed=mg_text(settle(portion.elemental)),
            source=compound.source,
            concerns=(taken.name,),
        )


def _label_amount(portion: Portion) -> str:
    content = portion.content
    if content is not None and isinstance(content.amount, Amount):
        return content.amount.text
    return portion.printed.text if portion.printed else ""
