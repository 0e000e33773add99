"""A sheet as headings and lists of words, for the formats that are nothing but text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.privacy import kept_to_its_place
from planner.export.sheet import NOT_ADVICE, UNITS_KEY
from planner.judge.gauge_words import limit_verdict_words, range_verdict_words

if TYPE_CHECKING:
    from planner.export.sheet import (
        EntryRow,
        FieldRow,
        FindingRow,
        Sheet,
        SourceRow,
        TakingRow,
        TotalRow,
    )


NOTES = "Notes of the plan"
"""The heading of what the regimen says of itself."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list, with what else is said of it."""

    text: str
    details: tuple[str, ...] = ()
    address: str | None = None
    """Where more is to be read, on the web."""


@dataclass(frozen=True, slots=True)
class Section:
    """A list under a heading; both are never empty."""

    heading: str
    items: tuple[Item, ...]
    note: str = ""
    """What is said below the list."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole sheet in the order in which it is read.

    All texts may hold line breaks, and whatever somebody wrote: each format escapes them.
    """

    title: str
    facts: tuple[str, ...]
    disclaimer: str
    notes: str
    """What the regimen says of itself; empty where it says nothing."""
    sections: tuple[Section, ...]


def outline(sheet: Sheet) -> Outline:
    """Return everything that a sheet tells, in words."""
    return Outline(
        title=sheet.title,
        facts=tuple(_facts(sheet)),
        disclaimer=NOT_ADVICE,
        notes=sheet.notes if sheet.notes.strip() else "",
        sections=tuple(_sections(sheet)),
    )


def _facts(sheet: Sheet) -> Iterator[str]:
    if sheet.template is not None:
        yield f"A template: {sheet.template}"
    for what, value in sheet.person:
        yield f"{what}: {value}"
    yield f"Made by: {sheet.made_by}"
    yield f"{sheet.edition.words}, fingerprint {sheet.carried.fingerprint}"
    yield sheet.length
    if sheet.medicines:
        yield f"Medicines that the plan names: {'; '.join(sheet.medicines)}"
    yield sheet.limits
    yield f"Catalogue of documented figures: {sheet.catalogue}"
    yield sheet.status_words


def _sections(sheet: Sheet) -> Iterator[Section]:
    if sheet.fields or sheet.left_open:
        yield Section("To be filled in", tuple(_open_items(sheet)))
    yield _section("What to take, and when", map(_taking, sheet.takings), "Nothing is planned.")
    if sheet.entries:
        yield Section("In words", tuple(map(_entry, sheet.entries)))
    if sheet.totals:
        yield Section("Totals on the fullest day", tuple(map(_total, sheet.totals)), UNITS_KEY)
    yield _section("Warnings and questions", map(_standing, sheet.standing), "None stands.")
    yield _section("Warnings that were accepted", map(_accepted, sheet.accepted), "None.")
    if sheet.remarks:
        yield Section("Remarks", tuple(Item(_about(row)) for row in sheet.remarks))
    yield Section("What was not checked", tuple(map(Item, sheet.not_checked)))
    if sheet.sources:
        yield Section("Sources", tuple(map(_source, sheet.sources)))


def _section(heading: str, items: Iterator[Item], nothing: str) -> Section:
    return Section(heading, tuple(items) or (Item(nothing),))


def _open_items(sheet: Sheet) -> Iterator[Item]:
    yield from map(_field, sheet.fields)
    for key in sheet.left_open:
        yield Item(f"{key}: cannot be told before it is filled in")


def _field(row: FieldRow) -> Item:
    default = () if row.default is None else (f"Filled in until then: {row.default}",)
    return Item(f"{row.key}: {row.prompt}", default)


def _taking(row: TakingRow) -> Item:
    clock = row.clock if row.taking.at is not None else ""
    when = ", ".join(each for each in (clock, row.before_bed) if each)
    labelled = {
        "Take": row.take,
        "Gives": row.gives,
        "On": row.days,
        "In": row.weeks_words,
        "Why": row.why,
    }
    details = tuple(f"{label}: {words}" for label, words in labelled.items() if words)
    return Item(f"{_capital(when)}: {row.name}", details)


def _entry(row: EntryRow) -> Item:
    details = (_capital(row.label), f"Verdict: {row.state_words}")
    return Item(row.sentence, tuple(each for each in details if each))


def _total(row: TotalRow) -> Item:
    text = f"{row.name}: {row.total}"
    if row.weeks:
        text = f"{text}, {row.weeks}"
    if row.gauge is None:
        return Item(text, (_capital(row.range_verdict), _capital(row.limit_verdict)))
    verdicts = (range_verdict_words(row.gauge), row.own, limit_verdict_words(row.gauge))
    return Item(text, tuple(each for each in verdicts if each))


def _standing(row: FindingRow) -> Item:
    about = f", {kept_to_its_place(row.about)}" if row.about else ""
    return Item(f"{_capital(row.severity)}{about}: {row.message}")


def _accepted(row: FindingRow) -> Item:
    on = f" on {row.on.isoformat()}" if row.on else ""
    return Item(_about(row), (f"Accepted{on}: {row.reason}",))


def _about(row: FindingRow) -> str:
    return f"{kept_to_its_place(row.about)}: {row.message}" if row.about else row.message


def _source(row: SourceRow) -> Item:
    return Item(f"{row.short}: {row.text}", (f"Checked: {row.verified}",), row.address)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
