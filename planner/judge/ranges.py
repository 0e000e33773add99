"""Rules about documented ranges: what a substance's total a day is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from planner.catalogue.figures import DocumentedRange, Window
from planner.catalogue.models import Substance
from planner.catalogue.own import beside
from planner.judge.evening import (
    Evening,
    Measure,
    Stretch,
    TakenEntry,
    Total,
    shared,
)
from planner.judge.findings import Finding
from planner.judge.portions import Known, Portion
from planner.judge.wordings import called, cited, lowered
from planner.quantities import mg_shown, mg_text, settle
from planner.wording import listed


class RangeTotal(NamedTuple):
    """The total that a documented range is compared with, in one stretch of weeks."""

    substance: Substance
    documented: DocumentedRange
    total: Total | None
    """None where no amount is known."""
    at_least: bool
    """Whether something that counts is not known, so that nothing can be said to be below."""
    printed: bool
    """Whether an amount that cannot be told as elemental is part of the total, as printed."""
    whole_family: bool
    """Whether the total is that of all forms of the mineral."""
    stretch: Stretch
    of_compound: bool = False
    """Whether all that is printed is said to be the whole compound; its share is not known."""

    @property
    def only_compound(self) -> bool:
        """Whether nothing else is part of the total."""
        own = (part for _, part in self.stretch.portions if part.substance is self.substance)
        return self.of_compound and all(part.lacks_share for part in own)

    @property
    def lower(self) -> Decimal:
        """The lower bound in mg a day."""
        return self.documented.lower.milligrams

    @property
    def upper(self) -> Decimal:
        """The upper bound in mg a day."""
        return self.documented.upper.milligrams


@shared
def range_totals(evening: Evening) -> Iterable[RangeTotal]:
    """Return what each documented range is compared with, stretch by stretch."""
    for stretch in evening.stretches:
        for substance in substances_in(stretch):
            if substance.range is not None:
                yield _range_total(evening, stretch, substance, substance.range)


@shared
def own_range_totals(evening: Evening) -> Iterable[RangeTotal]:
    """Return what each own range is compared with: the same totals as a documented one would be.

    One that says the same as the documented range says nothing of its own.
    """
    if not evening.catalogue.own_ranges:
        return
    for stretch in evening.stretches:
        for substance in substances_in(stretch):
            found = beside(evening.catalogue, substance)
            if found is not None and found.differs:
                yield _range_total(evening, stretch, substance, found.own)


def substances_in(stretch: Stretch) -> list[Substance]:
    """Return the catalogue's substances of a stretch, in the order of the file."""
    found = {
        portion.substance.id: portion.substance
        for _, portion in stretch.portions
        if portion.substance
    }
    return list(found.values())


def _range_total(
    evening: Evening, stretch: Stretch, substance: Substance, documented: DocumentedRange
) -> RangeTotal:
    if not substance.is_mineral:
        own = [portion for _, portion in stretch.portions if portion.substance is substance]
        at_least = (
            any(portion.known is Known.UNDISCLOSED for portion in own)
            or substance.id in evening.broken_substances
        )
        total = evening.total(stretch, amount_of(substance))
        return RangeTotal(substance, documented, total, at_least, False, False, stretch)
    family = [portion for _, portion in stretch.portions if portion.family == substance.family]
    at_least = (
        any(portion.known is Known.UNDISCLOSED for portion in family)
        or substance.family in evening.broken_families
    )
    missing = any(portion.known is Known.UNSTATED for portion in family)
    if not missing:
        total = evening.total(stretch, elemental_of(substance.family))
        return RangeTotal(substance, documented, total, at_least, False, True, stretch)
    other_form = any(portion.substance is not substance for portion in family)
    unstated = [
        portion
        for portion in family
        if portion.substance is substance and portion.known is Known.UNSTATED
    ]
    return RangeTotal(
        substance,
        documented,
        evening.total(stretch, _elemental_or_printed(substance)),
        at_least or other_form,
        printed=bool(unstated),
        whole_family=False,
        stretch=stretch,
        of_compound=bool(unstated) and all(portion.is_compound for portion in unstated),
    )


def amount_of(substance: Substance) -> Measure:
    """Return the measure of the amounts of a substance, in mg as printed."""
    return lambda portion: portion.milligrams if portion.substance is substance else None


def elemental_of(family: str) -> Measure:
    """Return the measure of the known elemental amounts of all forms of a mineral."""
    return lambda portion: portion.elemental if portion.family == family else None


def _elemental_or_printed(substance: Substance) -> Measure:
    def measure(portion: Portion) -> Decimal | None:
        if portion.substance is not substance:
            return None
        return portion.milligrams if portion.elemental is None else portion.elemental

    return measure


def dose_in_range(evening: Evening) -> Iterable[Finding]:
    """Totals a day outside the documented range, and slips of the pen that this suggests."""
    adult = not evening.is_under(evening.catalogue.rules.adult_age)
    for judged in range_totals(evening):
        if judged.total is None:
            continue
        value = judged.total.value
        if value > judged.upper:
            yield _outside(evening, judged, judged.total, "above")
            if value >= judged.upper * evening.catalogue.rules.slip_factor:
                yield _slip(evening, judged, judged.total, too_high=True)
        elif value < judged.lower and adult and not judged.at_least:
            yield _outside(evening, judged, judged.total, "below")
            if value * evening.catalogue.rules.slip_factor <= judged.lower:
                yield _slip(evening, judged, judged.total, too_high=False)


ADVICE = {
    "above": "Lower the dose, or accept this with a reason if it is meant.",
    "below": "Check the dose and its unit, or accept this with a reason if it is meant.",
}


def as_it_stands(judged: RangeTotal) -> str:
    """Say of a compound whose share is not known that it is compared as it stands, if it is."""
    if not judged.of_compound:
        return ""
    family = judged.substance.family
    return (
        f" The compound is compared as it stands: how much {family} itself it holds is not known."
    )


def what_is_compared(judged: RangeTotal) -> str:
    """Return what a total is of, as it stands before `a day`."""
    if judged.only_compound:
        return f"{called(judged.substance.name)} as the whole compound"
    if judged.of_compound:
        return f"{called(judged.substance.name)} as printed, some of it as the whole compound,"
    if judged.printed:
        return f"{called(judged.substance.name)} as printed, basis not stated,"
    if judged.whole_family:
        return f"elemental {judged.substance.family} from all forms"
    return called(judged.substance.name)


def _outside(evening: Evening, judged: RangeTotal, total: Total, side: str) -> Finding:
    bound = judged.upper if side == "above" else judged.lower
    documented = judged.documented
    what = what_is_compared(judged)
    basis = "" if documented.basis == judged.substance.id else f" {documented.basis}"
    message = (
        f"{total.shown(bound)} {what} a day is {side} the documented range of"
        f" {mg_shown(judged.lower)} to {mg_shown(judged.upper)}{basis} a day"
        f" ({documented.population}).{as_it_stands(judged)} {ADVICE[side]}"
        f"{cited(evening.catalogue, documented.source)}"
    )
    return total.finding(
        f"dose-{side}-range",
        message,
        judged.substance.id,
        bound=bound,
        source=documented.source,
        below=side == "below",
    )


def _slip(evening: Evening, judged: RangeTotal, total: Total, *, too_high: bool) -> Finding:
    reading = _likely_reading(judged, total.value, too_high=too_high)
    bound = judged.upper if too_high else judged.lower
    factor = evening.catalogue.rules.slip_factor
    far = f"{factor} times the upper bound or more" if too_high else "a tenth of it or less"
    of_what = "" if too_high else " of the lower bound"
    message = (
        f"{total.shown(bound)} a day is so far outside the documented range"
        f" ({far.replace(' of it', of_what)}) that a slip is likely: a wrong unit, or a point in"
        f" the wrong place.{reading}"
    )
    return total.finding(
        "probable-slip",
        message,
        judged.substance.id,
        bound=bound,
        source=judged.documented.source,
        below=not too_high,
    )


def _likely_reading(judged: RangeTotal, value: Decimal, *, too_high: bool) -> str:
    for factor in (1000, 10, 100):
        other = settle(value / factor if too_high else value * factor)
        if judged.lower <= other <= judged.upper:
            return f" Was {mg_shown(other)} meant?"
    return ""


def single_dose(evening: Evening) -> Iterable[Finding]:
    """One taking above the documented limit of a single dose."""
    for taken in evening.taken:
        for phase, portions in taken.portions.items():
            for portion in portions:
                substance = portion.substance
                if substance is None or substance.single_dose is None:
                    continue
                limit = substance.single_dose
                if portion.milligrams is None:
                    continue
                value, bound = settle(portion.milligrams), limit.amount.milligrams
                if value <= bound:
                    continue
                yield Finding(
                    "single-dose-above-limit",
                    f"{mg_shown(value, against=bound)} {called(substance.name)} at one time is"
                    f" above the documented {mg_shown(bound)} for a single dose"
                    f" ({limit.population}). Divide it over the day, or lower it."
                    f"{cited(evening.catalogue, limit.source)}",
                    taken.dose_path(phase),
                    entry=taken.name,
                    substance=substance.id,
                    phase=phase,
                    observed=mg_text(value),
                    limit=mg_text(bound),
                    source=limit.source,
                    concerns=(taken.name,),
                    value=value,
                )


def not_checked(evening: Evening) -> Iterable[Finding]:
    """Substances without a documented range: said, instead of silence."""
    for taken in evening.taken:
        seen: set[str] = set()
        for portion in taken.first:
            if portion.id in seen or (portion.substance and portion.substance.range):
                continue
            seen.add(portion.id)
            if portion.substance is None:
                why = "it is not in the catalogue"
            else:
                why = portion.substance.no_range or "no range is documented"
            counts = ""
            if portion.substance and portion.substance.is_mineral:
                lead = (
                    "It"
                    if portion.elemental is not None
                    else "Once its elemental amount is known, it"
                )
                counts = (
                    f" {lead} counts towards the elemental {portion.family} total and its upper"
                    " limit."
                )
            yield Finding(
                "not-checked",
                f"The dose of {called(portion.name)} is not checked:"
                f" {lowered(why).rstrip('.')}.{counts}",
                portion.path,
                entry=taken.name,
                substance=portion.id,
                concerns=(taken.name,),
            )


def evidence_limited(evening: Evening) -> Iterable[Finding]:
    """Ranges and windows that are judged by although the evidence behind them is weak."""
    for substance, takers in _holders(evening):
        weak: list[tuple[str, DocumentedRange | Window]] = []
        if substance.range is not None and substance.range.weak:
            weak.append(("range", substance.range))
        if substance.window is not None and substance.window.weak:
            weak.append(("time", substance.window))
        if not weak:
            continue
        kinds = listed(kind for kind, _ in weak)
        why = " ".join(
            f"{kind.capitalize()}: {lowered(figure.weak or '').rstrip('.')}."
            for kind, figure in weak
        )
        cites = "".join(
            cited(evening.catalogue, source)
            for source in dict.fromkeys(figure.source for _, figure in weak)
        )
        yield Finding(
            "evidence-limited",
            f"The evidence behind the documented {kinds} of {called(substance.name)} is weak."
            f" {why}{cites}",
            ("entries", takers[0].name),
            entry=takers[0].name,
            substance=substance.id,
            source=weak[0][1].source,
            concerns=tuple(taken.name for taken in takers),
        )


def _holders(evening: Evening) -> list[tuple[Substance, list[TakenEntry]]]:
    """Return the catalogue's substances that are taken, each with the entries that hold it."""
    found: dict[str, tuple[Substance, list[TakenEntry]]] = {}
    for taken in evening.taken:
        for portion in {each.id: each for each in taken.first}.values():
            if portion.substance is not None:
                found.setdefault(portion.id, (portion.substance, []))[1].append(taken)
    return list(found.values())
