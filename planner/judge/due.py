"""What is due of a regimen: its review, use beyond what is documented, packs that run out.

Dates alone, no clock: the day that counts as today is handed in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from planner.judge.length import entry_weeks, last_week, review_day
from planner.judge.supply import next_run_out, supply
from planner.judge.wordings import called, shown
from planner.regimen.fields import DAYS
from planner.wording import counted

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Verdict
    from planner.regimen.models import Regimen

_TOO_LONG = "longer-than-documented"


class Kind(StrEnum):
    """Why something is due."""

    LENGTH = "length"
    """The planned length is over: the plan is to be reviewed."""
    DOCUMENTED = "documented"
    """Use of a substance is documented for so many days, and they are over."""
    SUPPLY = "supply"
    """A pack runs out."""


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due, and when."""

    kind: Kind
    on: date
    """The day after the last planned or documented evening; the first evening without a pack."""
    days: int
    """How many days from today on; 0 and below for what is due already."""
    why: str
    entry: str | None = None
    substance: str | None = None
    product: str | None = None
    source: str | None = None


class Span(NamedTuple):
    """From which day to which something is looked for, both included."""

    today: date
    until: date


@dataclass(frozen=True, slots=True)
class Dates:
    """What can be said of the dates of one regimen."""

    due: tuple[Due, ...]
    """The earliest first."""
    endless: bool
    """Whether no length is planned, so that it never comes to a review by itself."""
    supply_unknown: tuple[tuple[str, str], ...] = ()
    """(product, reason) of each that is taken and of which no supply can be said."""


def dates_of(
    regimen: Regimen, verdict: Verdict, catalogue: Catalogue, begins: date, span: Span
) -> Dates:
    """Return what of a regimen is due today, or becomes due until another day.

    `begins` is its first evening. `verdict` is that on the regimen: where it says that a planned
    length beyond the documented one was accepted, that is not due a second time.
    """
    weeks = last_week(regimen)
    review = None
    with contextlib.suppress(OverflowError):  # past the year 9999
        review = review_day(begins, weeks)
    found = [
        *_length(begins, weeks, review, span.today),
        *_documented(regimen, verdict, catalogue, begins, span.today),
        *_supplies(regimen, begins, review, span),
    ]
    return Dates(
        tuple(sorted((each for each in found if each.on <= span.until), key=lambda each: each.on)),
        endless=bool(regimen.entries) and weeks is None,
        supply_unknown=tuple(_unknown(regimen)) if review is None or review > span.today else (),
    )


def _length(begins: date, weeks: int | None, review: date | None, today: date) -> Iterator[Due]:
    if weeks is None or review is None:
        return
    days = (review - today).days
    why = f"planned for {counted(weeks, 'week')} from {begins}; review due {_from_now(days)}"
    yield Due(Kind.LENGTH, review, days, why)


def _documented(
    regimen: Regimen, verdict: Verdict, catalogue: Catalogue, begins: date, today: date
) -> Iterator[Due]:
    """Yield each substance that is planned for longer than is documented, once.

    An entry that goes on without end is: no finding of the judge tells that.
    """
    accepted = {
        (each.entry, each.substance)
        for each in verdict.findings
        if each.code == _TOO_LONG and each.accepted is not None
    }
    told: set[str] = set()
    for name, entry in regimen.entries.items():
        weeks = entry_weeks(regimen, entry)
        for key in regimen.substances_of(name):
            substance = catalogue.find(key)
            duration = substance.duration if substance else None
            if substance is None or duration is None or substance.id in told:
                continue
            if weeks is not None and weeks * len(DAYS) <= duration.days:
                continue
            if (name, substance.id) in accepted:
                continue
            told.add(substance.id)
            with contextlib.suppress(OverflowError):
                on = begins + timedelta(days=duration.days)
                days = (on - today).days
                over = (
                    f"{(today - begins).days} have passed since {begins}"
                    if days <= 0
                    else f"they are over {_from_now(days)}, counted from {begins}"
                )
                why = (
                    f"use of {called(substance.name)} is documented for"
                    f" {counted(duration.days, 'day')}"
                    f" ({catalogue.source(duration.source).short}), and {over}"
                )
                yield Due(
                    Kind.DOCUMENTED, on, days, why,
                    entry=name, substance=substance.id, source=duration.source,
                )  # fmt: skip


def _supplies(regimen: Regimen, begins: date, review: date | None, span: Span) -> Iterator[Due]:
    """Yield each product of which a pack runs out while it is still to be taken."""
    for product in _products_taken(regimen):
        lasting = supply(regimen, product)
        if lasting is None or not lasting.nights:
            continue
        found = next_run_out(regimen, product, begins, span.today, span.until)
        if found is None or (review is not None and found.on >= review):
            continue
        days = (found.on - span.today).days
        name = shown(regimen.products[product].name)
        counted_from = (
            f"the first pack, from {begins} on"
            if found.pack == 1
            else f"pack {found.pack}, one after the other from {begins} on"
        )
        why = f"{name} runs out {_from_now(days)} ({counted_from})"
        yield Due(Kind.SUPPLY, found.on, days, why, product=product)


def _unknown(regimen: Regimen) -> Iterator[tuple[str, str]]:
    for product in _products_taken(regimen):
        pack = regimen.products[product].pack
        if pack is None:
            yield product, "its label names no pack"
        elif (lasting := supply(regimen, product)) is None:
            yield product, "its pack counts something else than its serving or its doses"
        elif not lasting.nights:
            yield product, "its pack is less than one evening"


def _products_taken(regimen: Regimen) -> list[str]:
    taken = (entry.product for entry in regimen.entries.values() if entry.product)
    return [each for each in dict.fromkeys(taken) if each in regimen.products]


def _from_now(days: int) -> str:
    """Return a distance in days in words: `30 days ago`, `today`, `in 5 days`."""
    if not days:
        return "today"
    return f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} ago"
