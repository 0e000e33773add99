"""Rules about upper limits and national restrictions, by country and age."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from planner.catalogue import LimitLookup
from planner.catalogue.figures import Restriction, UpperLimit
from planner.catalogue.models import Family, Substance
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
from planner.judge.ranges import elemental_of, own_range_totals, range_totals
from planner.judge.wordings import called, cited, shown
from planner.quantities import mg_shown, mg_text
from planner.wording import listed

_JUDGED = "this total was judged"


class LimitTotal(NamedTuple):
    """The known total of a family that an upper limit is compared with, in one stretch."""

    family: Family
    lookup: LimitLookup
    total: Total | None
    """None where no amount is known."""
    complete: bool
    stretch: Stretch


@shared
def limit_totals(evening: Evening) -> Iterable[LimitTotal]:
    """Return what each upper limit is compared with, stretch by stretch."""
    for family_id in evening.families_taken:
        family = evening.catalogue.families[family_id]
        if not family.upper_limits:
            continue
        lookup = evening.catalogue.upper_limit(family, evening.country, evening.age)
        for stretch in evening.stretches:
            portions = [portion for _, portion in stretch.portions if portion.family == family_id]
            if not portions:
                continue
            measure = elemental_of(family_id) if family.element else _amount_of_family(family_id)
            complete = family_id not in evening.broken_families and not any(
                portion.known in (Known.UNSTATED, Known.UNDISCLOSED) for portion in portions
            )
            total = evening.total(stretch, measure)
            yield LimitTotal(family, lookup, total, complete, stretch)


def _amount_of_family(family_id: str) -> Measure:
    return lambda portion: portion.milligrams if portion.family == family_id else None


def limit_name(limit: UpperLimit, country_name: str) -> str:
    """Return country, body and year of a limit for a person."""
    guidance = ", a guidance level" if limit.guidance else ""
    return f"{country_name}, {limit.body} {limit.year}{guidance}"


def upper_limits(evening: Evening) -> Iterable[Finding]:
    """Totals above the upper limit for country and age; known amounts only."""
    for judged in limit_totals(evening):
        limit, total = judged.lookup.limit, judged.total
        if limit is None or total is None:
            continue
        bound = limit.amount.milligrams
        if total.value <= bound:
            continue
        what = f"elemental {judged.family.id}" if judged.family.element else judged.family.name
        at_least = "" if judged.complete else "At least "
        intakes = (
            f" {limit.body} ties it to at least {limit.intakes} intakes a day."
            if limit.intakes
            else ""
        )
        name = limit_name(limit, evening.catalogue.country_name(limit.country))
        yield total.finding(
            "above-upper-limit",
            f"{at_least}{total.shown(bound)} {what} a day is above the upper limit ({name}):"
            f" {mg_shown(bound)} a day, counted as {limit.basis}, for {limit.population}."
            f"{intakes} Lower the dose, or talk it over with a doctor or dietitian and accept it"
            " with a reason."
            f"{cited(evening.catalogue, limit.source)}",
            judged.family.id,
            bound=bound,
            source=limit.source,
        )


def limit_fallback(evening: Evening) -> Iterable[Finding]:
    """Limits of the default country, used for want of a row for the country or the age."""
    seen: set[str] = set()
    for judged in limit_totals(evening):
        if judged.family.id in seen or not judged.lookup.fell_back:
            continue
        seen.add(judged.family.id)
        catalogue = evening.catalogue
        country = catalogue.country_name(evening.country)
        age = f" at age {evening.age}" if evening.age is not None else ""
        limit = judged.lookup.limit
        if limit is None:
            rest = "and none for this age elsewhere: the total is compared with no upper limit"
        else:
            where = catalogue.country_name(limit.country)
            rest = (
                f"so that of {where} is used: {mg_shown(limit.amount.milligrams)}"
                f" {limit.basis} a day ({limit.body} {limit.year})"
            )
        yield Finding(
            "limit-fallback",
            f"The catalogue has no upper limit for {called(judged.family.name)} in {country}{age},"
            f" {rest}.",
            ("person", "country"),
            substance=judged.family.id,
            observed=evening.country,
            limit=mg_text(limit.amount.milligrams) if limit else None,
            source=limit.source if limit else None,
        )


def combined_total(evening: Evening) -> Iterable[Finding]:
    """Totals that several entries or contents add up to, where the total was judged."""
    judged: list[tuple[str, str, Total | None, str]] = [
        (limit.family.id, f"elemental {limit.family.id}", limit.total, _JUDGED)
        for limit in limit_totals(evening)
    ]
    judged += [
        (ranged.substance.id, called(ranged.substance.name), ranged.total, _JUDGED)
        for ranged in range_totals(evening)
        if not ranged.whole_family
    ]
    judged += _compared_with_own_only(evening)
    for substance, name, total, what_with in judged:
        if total is None or total.parts < 2:
            continue
        where = (
            f"{listed(_names(evening, total.entries))} together"
            if len(total.entries) > 1
            else f"several contents of {shown(evening.name_of(total.lead.taken))} together"
        )
        yield total.finding(
            "combined-total",
            f"{total.shown()} {name} a day is the total of {where}; {what_with}.",
            substance,
        )


def _compared_with_own_only(evening: Evening) -> Iterable[tuple[str, str, Total | None, str]]:
    """Yield the totals for which there is an own range, and no documented one."""
    for each in own_range_totals(evening):
        if each.substance.range is None and not each.whole_family:
            whose = evening.catalogue.own_ranges[each.substance.id].own.words
            said = f"this total was compared with {whose} range only"
            yield each.substance.id, called(each.substance.name), each.total, said


def _names(evening: Evening, entries: tuple[str, ...]) -> tuple[str, ...]:
    """Return what entries take, or their ids where two of them take what is called the same."""
    named = {taken.name: shown(evening.name_of(taken)) for taken in evening.taken}
    names = tuple(named[entry] for entry in entries)
    return names if len(set(names)) == len(names) else entries


def above_trials(evening: Evening, stretch: Stretch, substance: Substance) -> Total | None:
    """Return the marker a day of a stretch where it is more than any trial used, else None."""
    trials = substance.marker_trials
    if trials is None:
        return None
    total = evening.total(stretch, stated_marker_of(substance.id))
    return total if total and total.value > trials.highest.milligrams else None


def marker_above_trials(evening: Evening) -> Iterable[Finding]:
    """More marker a day than any trial in the catalogue used."""
    for substance in evening.catalogue.substances.values():
        trials = substance.marker_trials
        if trials is None:
            continue
        bound = trials.highest.milligrams
        for stretch in evening.stretches:
            total = above_trials(evening, stretch, substance)
            if total is None:
                continue
            yield total.finding(
                "marker-above-trials",
                f"{mg_shown(total.value, against=bound)} {substance.marker} a day is more than"
                f" the {mg_shown(bound)} of the highest trial in the catalogue ({trials.trial})."
                f" Check dose and standardisation.{cited(evening.catalogue, trials.source)}",
                substance.id,
                bound=bound,
                source=trials.source,
            )


def stated_marker_of(substance_id: str) -> Measure:
    """Return the measure of an extract's marker where its standardisation is stated."""

    def measure(portion: Portion) -> Decimal | None:
        if portion.id != substance_id or portion.substance is None:
            return None
        if portion.standardised_to is None or portion.milligrams is None:
            return None
        return portion.standardised_to.of(portion.milligrams)

    return measure


def restricted_in_country(evening: Evening) -> Iterable[Finding]:
    """Bans, national maxima that are exceeded, and an authority's advice against."""
    for family, restriction in evening.catalogue.restrictions(evening.country):
        takers = [
            taken
            for taken in evening.families_taken.get(family.id, ())
            if any(portion.id in restriction.substances for portion in taken.first)
        ]
        if not takers:
            continue
        if restriction.kind in ("ban", "advice"):
            yield _against(evening, family, restriction, takers)
        elif restriction.kind == "maximum-marker":
            marker = evening.catalogue.substances[restriction.substances[0]].marker or "marker"
            measure = _marker_in(restriction.substances)
            yield from _above_maximum(evening, restriction, family.id, measure, marker)
        else:
            for substance_id in restriction.substances:
                name = evening.catalogue.substances[substance_id].name
                measure = _amount_in(substance_id)
                yield from _above_maximum(evening, restriction, substance_id, measure, name)


def _against(
    evening: Evening, family: Family, restriction: Restriction, takers: list[TakenEntry]
) -> Finding:
    first = takers[0]
    return Finding(
        "restricted-in-country",
        f"{restriction.says.rstrip('.')}. Ask a pharmacist in"
        f" {evening.catalogue.country_name(evening.country)} before taking {called(family.name)}."
        f"{cited(evening.catalogue, restriction.source)}",
        ("entries", first.name, "substance" if first.entry.substance else "product"),
        entry=first.name,
        substance=family.id,
        observed=evening.country,
        source=restriction.source,
        concerns=tuple(taken.name for taken in takers),
    )


def _above_maximum(
    evening: Evening, restriction: Restriction, substance: str, measure: Measure, what: str
) -> Iterable[Finding]:
    if restriction.maximum is None:
        return
    bound = restriction.maximum.milligrams
    for stretch in evening.stretches:
        total = evening.total(stretch, measure)
        if total is None or total.value <= bound:
            continue
        yield total.finding(
            "restricted-in-country",
            f"{mg_shown(total.value, against=bound)} {what} a day is above the national maximum"
            f" of {mg_shown(bound)} a day in {evening.catalogue.country_name(evening.country)}"
            f" ({restriction.body}). Lower the dose, or ask a pharmacist there."
            f"{cited(evening.catalogue, restriction.source)}",
            substance,
            bound=bound,
            source=restriction.source,
        )


def _marker_in(substances: Iterable[str]) -> Measure:
    wanted = frozenset(substances)

    def measure(portion: Portion) -> Decimal | None:
        if portion.id not in wanted or portion.substance is None or portion.milligrams is None:
            return None
        content = portion.standardised_to
        if content is None and portion.substance.usual_strength is not None:
            content = portion.substance.usual_strength.content
        return content.of(portion.milligrams) if content is not None else None

    return measure


def _amount_in(substance_id: str) -> Measure:
    return lambda portion: portion.milligrams if portion.id == substance_id else None
