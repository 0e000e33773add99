"""The page of a regimen that was received: who sent it, what is taken, and what differs here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from planner.cli.gauges import ASCII, UNICODE, add_gauge, add_key
from planner.cli.output import Style, can_show, width
from planner.cli.page import Page
from planner.cli.sources import add_sources
from planner.export.differing import difference_words
from planner.export.opened import (
    AS_FOR_AN_ADULT,
    fingerprint_words,
    link_words,
    minor_words,
    origin_words,
)
from planner.export.sheet import NOT_ADVICE
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.opened import Opened
    from planner.export.received import Received
    from planner.export.sheet import FindingRow, Sheet, TotalRow

_STATUS = {
    "pass": "Nothing to warn about in what was checked.",
    "ask": "A fact is missing: see the questions below.",
    "warn": "Something lies outside what is documented: see the warnings below.",
}
_GROUPS = (("warning", "Warnings", "!"), ("question", "Questions", "?"), ("note", "Notes", "-"))
READ_ONLY = "Read only: nothing was changed or copied. To take it over: planner import FILE"


def received_page(opened: Opened, sheet: Sheet, catalogue: Catalogue, limits: str) -> Page:
    """Return the page of a regimen that was received and judged here, without errors.

    `limits` says in a sentence whose limits were used, and why.
    """
    page = new_page()
    page.title(visible(sheet.title))
    add_origin(page, opened.received)
    page.blank()
    page.text(f"{sheet.length}.", 0)
    page.text(limits, 0)
    _person_and_notes(page, sheet)
    if not opened.received.lacks_age or opened.found_status != "pass":
        page.text(_STATUS[opened.found_status], 0)
    _taken(page, sheet)
    _schedule(page, sheet)
    _totals(page, sheet.totals, lacks_age=opened.received.lacks_age)
    _differences(page, opened, sheet, catalogue)
    _findings(page, sheet, catalogue)
    page.heading("Not checked")
    for line in sheet.not_checked:
        page.item(visible(line))
    if sheet.sources:
        page.heading("Sources")
        add_sources(page, catalogue, [row.id for row in sheet.sources])
    page.blank()
    page.text(NOT_ADVICE, 0)
    return page


def new_page() -> Page:
    """Return an empty page for standard output."""
    return Page(width(), Style())


def add_origin(page: Page, received: Received) -> None:
    """Add who a regimen is from, which version it is, and whether it is still what was sent."""
    page.text(origin_words(received), 0)
    if received.lacks_age:
        page.text(f"! {minor_words(received)}", 0, severity="warning")
    if received.is_changed:
        page.text(f"! {fingerprint_words(received)}", 0, severity="warning")
    elif received.told is not None:
        page.text(fingerprint_words(received), 0)
    if received.offers_another:
        page.text(f"! {link_words(received)}", 0, severity="warning")
    page.text(READ_ONLY, 0)


def _person_and_notes(page: Page, sheet: Sheet) -> None:
    for what, value in sheet.person:
        page.text(f"{what}: {visible(value)}", 0)
    if sheet.medicines:
        page.text(f"Medicines, as given: {listed(map(visible, sheet.medicines))}.", 0)
    if sheet.template is not None:
        page.text(f"A template: {visible(sheet.template)}", 0)
        for row in sheet.fields:
            default = f" (if nothing is said: {visible(row.default)})" if row.default else ""
            page.item(f"{visible(row.key)}: {visible(row.prompt)}{default}")
    if sheet.left_open:
        page.text(f"Left to be filled in: {listed(map(visible, sheet.left_open))}.", 0)
    if sheet.notes:
        page.blank()
        page.text("Notes of the sender:", 0)
        for paragraph in sheet.notes.splitlines():
            page.text(visible(paragraph))
        page.blank()


def _taken(page: Page, sheet: Sheet) -> None:
    page.heading("What is taken")
    if not sheet.entries:
        page.text("Nothing is planned yet.")
    for entry in sheet.entries:
        page.item(visible(entry.sentence))
        if entry.label:
            label = visible(entry.label)
            page.text(f"{label[0].upper()}{label[1:]}.", 4)
        if entry.why:
            page.text(f"Why: {visible(entry.why)}", 4)


def _schedule(page: Page, sheet: Sheet) -> None:
    if not sheet.takings:
        return
    page.heading("Schedule")
    column = max(len(row.clock) for row in sheet.takings) + 4
    for row in sheet.takings:
        said = [f"{visible(row.name)}, {visible(row.take)}"]
        said += [f"on {row.days}"] if row.days else []
        said += [f"in {row.weeks_words}"] if row.weeks_words else []
        page.row(row.clock, "; ".join(said), at=column)


def _totals(page: Page, totals: Iterable[TotalRow], *, lacks_age: bool) -> None:
    rows = list(totals)
    if not rows:
        return
    signs = UNICODE if can_show("─█┃▲") else ASCII
    page.heading("Totals on the fullest day, against range and limit")
    if lacks_age:
        page.text(f"! {AS_FOR_AN_ADULT}", severity="warning")
    add_key(page, [row.gauge for row in rows if row.gauge is not None], signs)
    for row in rows:
        page.blank()
        when = f", in {row.weeks}" if row.weeks else ""
        if row.gauge is not None:
            add_gauge(page, row.gauge, signs, when=when)
            continue
        page.text(f"{visible(row.name)}: {visible(row.total)}{when}")
        page.row("Range", row.range_verdict, at=12, indent=4)
        page.row("Limit", row.limit_verdict, at=12, indent=4)


def _differences(page: Page, opened: Opened, sheet: Sheet, catalogue: Catalogue) -> None:
    found = opened.found
    page.heading("What differs from the sender's sheet")
    if found is None:
        page.text(
            "A regimen file carries no verdict of its sender, so that nothing can be compared."
            " Everything here is judged by your catalogue."
        )
        if sheet.accepted:
            number = counted(len(sheet.accepted), "warning")
            page.item(f"Accepted in the file: {number}. Here they count.")
        return
    if not found:
        page.text("Nothing: the same catalogue, the same limits and the same findings.")
    for line in difference_words(found, sheet, catalogue):
        page.item(line)
    if opened.received.is_changed:
        page.item("The plan itself: it was changed after the sheet was made.")


def _findings(page: Page, sheet: Sheet, catalogue: Catalogue) -> None:
    rows = (*sheet.standing, *sheet.accepted, *sheet.remarks)
    for severity, heading, mark in _GROUPS:
        group = [row for row in rows if row.severity == severity]
        if group:
            page.heading(f"{heading} ({len(group)})")
        for row in group:
            _finding(page, row, mark, catalogue)


def _finding(page: Page, row: FindingRow, mark: str, catalogue: Catalogue) -> None:
    about = f", {visible(row.about)}" if row.about else ""
    page.text(f"{mark} {row.code}{about}", severity=row.severity)
    source = catalogue.sources.get(row.source) if row.source else None
    named = source is None or source.short in row.message
    page.text(visible(row.message) if named or source is None
              else f"{visible(row.message)} Source: {source.short}.", 4)  # fmt: skip
    if row.reason is not None:
        day = f" on {row.on.isoformat()}" if row.on else ""
        page.text(f"The sender accepted this{day}: {visible(row.reason)}", 4)
