"""What is taken, as rows: entries and their takings, labels, medicines, and for how long."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.export import privacy
from planner.export.sentence import (
    before_bed_words,
    clock_words,
    day_offset,
    days_words,
    dose_words,
    entry_sentence,
    gives_words,
    phase_weeks,
    take_words,
    taking_sentence,
    when_words,
)
from planner.export.sheet import EntryRow, TakingRow
from planner.judge.findings import EntryState
from planner.judge.length import last_week, review_day
from planner.judge.wordings import lowered, weeks_words
from planner.quantities import Amount, ForeignAmount
from planner.wording import counted, listed

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.models import Substance
    from planner.judge.findings import Taking, Verdict
    from planner.regimen.models import Content, Entry, Product, Regimen

_STATES = {
    EntryState.WARNING: "a warning stands",
    EntryState.QUESTION: "a question is open",
    EntryState.ACCEPTED: "a warning was accepted",
    EntryState.OPEN: "not known, or not compared",
    EntryState.NOT_CHECKED: "not checked: no documented range",
    EntryState.PARTLY_CHECKED: "in the documented range, the rest not checked",
    EntryState.IN_RANGE: "in the documented range",
}


def taking_rows(regimen: Regimen, verdict: Verdict) -> Iterator[TakingRow]:
    """Yield a row for each taking, in the order of the evening."""
    seen: dict[tuple[str, int | None], int] = {}
    for taking in verdict.schedule:
        place = seen[taking.entry, taking.phase] = seen.get((taking.entry, taking.phase), 0) + 1
        yield _taking_row(regimen, taking, place)


def _taking_row(regimen: Regimen, taking: Taking, number: int) -> TakingRow:
    weeks = phase_weeks(regimen, taking)
    return TakingRow(
        taking=taking,
        number=number,
        name=privacy.told(taking.name),
        clock=clock_words(taking, regimen.bedtime),
        before_bed=before_bed_words(taking),
        take=take_words(regimen, taking),
        gives=gives_words(taking),
        why=privacy.told(regimen.entries[taking.entry].reason or ""),
        days=days_words(taking.days) if taking.days else "",
        weeks=weeks,
        weeks_words=weeks_words(*weeks) if weeks else "",
        day_offset=day_offset(taking, regimen.bedtime),
        latest_before_bed=taking.latest_before_bed,
        sentence=taking_sentence(regimen, [taking]),
    )


def entry_rows(
    regimen: Regimen, verdict: Verdict, catalogue: Catalogue, takings: tuple[TakingRow, ...]
) -> Iterator[EntryRow]:
    """Yield a row for each entry that is taken, in the order of the evening."""
    by_entry: dict[str, list[TakingRow]] = {}
    for row in takings:
        by_entry.setdefault(row.taking.entry, []).append(row)
    for key, rows in by_entry.items():
        entry = regimen.entries[key]
        product = regimen.products.get(entry.product) if entry.product else None
        yield EntryRow(
            key=key,
            name=rows[0].name,
            sentence=entry_sentence(regimen, [row.taking for row in rows]),
            why=rows[0].why,
            state=str(verdict.state(key)),
            state_words=_STATES[verdict.state(key)],
            label=_label_words(product, catalogue) if product else _strength_words(entry),
            takings=tuple(rows),
        )


def _strength_words(entry: Entry) -> str:
    if entry.standardised_to is not None:
        return f"standardised to {entry.standardised_to.shown}"
    return ""


def _label_words(product: Product, catalogue: Catalogue) -> str:
    held = "; ".join(_content_words(key, each, catalogue) for key, each in product.contents.items())
    return f"label: one serving is {dose_words(product.serving.text)} and holds {held}"


def _content_words(key: str, content: Content, catalogue: Catalogue) -> str:
    substance = catalogue.find(key)
    name = privacy.told(_content_name(key, content, substance))
    parts = []
    for amount, basis in (
        (content.elemental, " elemental"),
        (content.compound, " as the whole compound"),
        (content.amount, ""),
    ):
        if isinstance(amount, (Amount, ForeignAmount)):
            parts.append(f"{dose_words(amount.text)}{basis}")
        elif amount is not None:
            parts.append("an amount that is not disclosed")
    strength = (
        f", standardised to {content.standardised_to.shown}" if content.standardised_to else ""
    )
    return f"{privacy.kept_to_its_place(name)}, {' and '.join(parts)}{strength}"


def _content_name(key: str, content: Content, substance: Substance | None) -> str:
    """Return what a label calls a content; only a name of the catalogue begins in small."""
    if substance is None:
        return content.name or key
    return substance.named(content.name) if content.name else lowered(substance.name)


def medicine_words(regimen: Regimen) -> Iterator[str]:
    """Yield each medicine with its times, as given."""
    for key, medicine in regimen.medicines.items():
        if medicine.when is None:
            yield f"{key}, at a time that is not stated"
        else:
            yield f"{key} {listed(when_words(when) for when in medicine.when)}"


def length_words(regimen: Regimen) -> str:
    """Return bedtime, length and dates in words."""
    said = [f"Bedtime {regimen.bedtime.text}" if regimen.bedtime else "No bedtime given"]
    weeks = last_week(regimen)
    if weeks:
        said.append(counted(weeks, "week"))
    if regimen.start:
        said.append(f"from {regimen.start.isoformat()}")
        with contextlib.suppress(OverflowError):  # past the year 9999
            if review := review_day(regimen.start, weeks):
                last = review - timedelta(days=1)
                said.append(f"to {last.isoformat()}, then to be reviewed")
    return ", ".join(said).replace(", to ", " to ")
