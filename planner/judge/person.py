"""Rules about the person: conditions, age, medicines, sedating substances and length of use."""

from __future__ import annotations

from collections.abc import Iterable

from planner.catalogue.figures import Caution
from planner.catalogue.models import Family
from planner.judge.evening import Evening, TakenEntry, day_groups, shared
from planner.judge.findings import Finding
from planner.judge.length import entry_weeks
from planner.judge.wordings import called, cited
from planner.wording import listed, quoted

DAYS_A_WEEK = 7


def cautions(evening: Evening) -> Iterable[Finding]:
    """Documented cautions for what is taken, once for each condition, age or medicine."""
    loaded = _loaded_medicines(evening)
    for family_id, takers in evening.families_taken.items():
        family = evening.catalogue.families[family_id]
        seen: set[str] = set()
        for caution in family.cautions:
            for observed, key in _observed(evening, caution):
                if observed in seen or observed in loaded:
                    continue
                seen.add(observed)
                yield _caution(evening, family, caution, takers, observed, key)


def _observed(evening: Evening, caution: Caution) -> Iterable[tuple[str, tuple[str | int, ...]]]:
    person = evening.regimen.person
    if caution.condition is not None:
        for number, condition in enumerate((person and person.conditions) or (), start=1):
            if condition == caution.condition:
                yield condition, ("person", "conditions", number)
    elif caution.medicine is not None:
        for key in evening.regimen.medicines:
            if caution.medicine in evening.catalogue.medicine_classes(key):
                yield key, ("medicines", key)
    elif evening.is_under(caution.under_age):
        yield f"age {evening.age}", ("person", "age")


def _caution(  # noqa: PLR0917
    evening: Evening,
    family: Family,
    caution: Caution,
    takers: list[TakenEntry],
    observed: str,
    key: tuple[str | int, ...],
) -> Finding:
    named = evening.catalogue.conditions.get(observed)
    what = called(named.name) if named else observed
    return Finding(
        "caution",
        f"{family.name} and {what}: {caution.says}{cited(evening.catalogue, caution.source)}",
        key,
        entry=takers[0].name,
        substance=family.id,
        observed=observed,
        source=caution.source,
        concerns=tuple(taken.name for taken in takers),
    )


def _sedatives_taken(evening: Evening) -> tuple[str, ...]:
    return tuple(
        key
        for key in evening.regimen.medicines
        if any(
            (medicine := evening.catalogue.medicines.get(each)) and medicine.sedative
            for each in evening.catalogue.medicine_classes(key)
        )
    )


@shared
def _loads(evening: Evening) -> Iterable[tuple[str, str]]:
    """Return (sedating substance, entry) for everything that is part of an evening with a load."""
    medicines = _sedatives_taken(evening)
    for stretch in evening.stretches:
        sedating = [
            (active.taken, portion.substance)
            for active, portion in stretch.portions
            if portion.substance and portion.substance.sedating
        ]
        for day in day_groups(taken.days for taken, _ in sedating):
            that_day = [(taken, row) for taken, row in sedating if day in taken.days]
            if that_day and len({row.family for _, row in that_day}) + len(medicines) > 1:
                yield from ((row.id, taken.name) for taken, row in that_day)


def _loaded_medicines(evening: Evening) -> frozenset[str]:
    """Return the sedative medicines that the sedative load names, in place of a caution."""
    return frozenset(_sedatives_taken(evening)) if _loads(evening) else frozenset()


def sedative_load(evening: Evening) -> Iterable[Finding]:
    """Several sedating substances on one evening, or one and a sedative medicine."""
    loads = _loads(evening)
    if not loads:
        return
    substances = {substance for substance, _ in loads}
    entries = {entry for _, entry in loads}
    medicines = _sedatives_taken(evening)
    names = sorted({*substances, *medicines})
    shown = [
        called(evening.catalogue.substances[name].name)
        if name in evening.catalogue.substances
        else name
        for name in names
    ]
    with_medicine = " Ask the doctor who prescribed it before taking both." if medicines else ""
    yield Finding(
        "sedative-load",
        f"Several things that make sleepy on one evening: {listed(shown)}. Their effects can add"
        f" up, with alcohol too; think of driving and of getting up at night.{with_medicine}"
        " Leave one out, or accept this with a reason.",
        ("medicines", medicines[0]) if medicines else ("entries",),
        observed=", ".join(names),
        source=_sedative_source(evening, substances),
        concerns=tuple(taken.name for taken in evening.taken if taken.name in entries),
    )


def _sedative_source(evening: Evening, substances: Iterable[str]) -> str | None:
    for name in sorted(substances):
        source = evening.catalogue.substances[name].sedating_source
        if source is not None:
            return source
    return None


def medicine_unknown(evening: Evening) -> Iterable[Finding]:
    """Medicines that the catalogue does not have."""
    for key in evening.regimen.medicines:
        if evening.catalogue.medicine(key) is None:
            yield Finding(
                "medicine-unknown",
                f"The catalogue does not have the medicine {quoted(key)}, so interactions with it"
                " are not checked. Ask your pharmacist about it.",
                ("medicines", key),
                observed=key,
            )


def longer_than_documented(evening: Evening) -> Iterable[Finding]:
    """Planned lengths beyond what is documented."""
    for taken in evening.taken:
        weeks = entry_weeks(evening.regimen, taken.entry)
        key: tuple[str | int, ...] = ("weeks",)
        if taken.entry.phases is not None:
            key = ("entries", taken.name, "phases")
        if weeks is None:
            continue
        days = weeks * DAYS_A_WEEK
        substances = {
            portion.substance.id: portion.substance for portion in taken.first if portion.substance
        }
        for substance in substances.values():
            duration = substance.duration
            if duration is None or days <= duration.days:
                continue
            yield Finding(
                "longer-than-documented",
                f"{weeks} weeks ({days} days) of {called(substance.name)} is longer than the"
                f" {duration.days} days that use is documented for ({duration.population})."
                " Plan a shorter time and a review, or accept this with a reason."
                f"{cited(evening.catalogue, duration.source)}",
                key,
                entry=taken.name,
                substance=substance.id,
                observed=f"{days} days",
                limit=f"{duration.days} days",
                source=duration.source,
                concerns=(taken.name,),
            )
