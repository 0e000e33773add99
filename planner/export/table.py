"""A sheet as CSV (RFC 4180) for a spreadsheet: filtered to `taking`, one row is one taking.

`schema/csv-table-schema.json` describes the columns. The first column says what a row tells: a
taking, or what every sheet carries besides (totals, findings, what was not checked, sources). What
holds for the whole sheet is repeated in every row, so that a row that is copied out still says
where it comes from.

The file begins with a byte order mark. Spreadsheets without one take UTF-8 for an older encoding
and show other characters beside a dose; a program that is not told of it only finds it before the
name of the first column, and has the JSON export.

A cell whose text would be read as a formula gets an apostrophe in front. Who wants the very text
takes one apostrophe off where only apostrophes and spaces stand before one of the signs. Files are
to be opened as separated by commas: at other separators a text could be divided.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from planner.export.data import basis
from planner.export.sheet import NOT_ADVICE, UNITS_KEY
from planner.quantities import mg_text
from planner.quantities_machine import machine_amount

if TYPE_CHECKING:
    from decimal import Decimal

    from planner.export.making import Options
    from planner.export.sheet import FindingRow, Sheet, SourceRow, TakingRow, TotalRow

Cell = str | int | None
"""A text, a number of ours, or nothing."""

COLUMNS = (
    "row", "title", "subject", "entry", "name",
    "phase", "weeks_from", "weeks_to", "days", "time", "until", "day_offset",
    "minutes_before_bed", "until_minutes_before_bed", "dose", "basis", "take", "gives", "reason",
    "state", "findings", "accepted", "sentence", "label",
    "total_mg", "complete", "range_from_mg", "range_to_mg", "range_verdict",
    "limit_mg", "limit_by", "limit_verdict",
    "code", "severity", "text", "accepted_because", "accepted_on", "source", "address", "verified",
    "made_by", "plan", "version", "on", "replaces", "fingerprint", "catalogue", "country", "limits",
    "disclaimer", "own_from_mg", "own_to_mg", "own_verdict",
)  # fmt: skip
"""The header, in the order of the schema."""

_FORMULA = re.compile(r"['\s]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""Signs that begin a formula, those of full width too, whatever spaces stand before them."""


def render(sheet: Sheet, options: Options) -> bytes:
    """Return the sheet as the bytes of a CSV file, UTF-8 with a byte order mark."""
    del options
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    common = _common(sheet)
    for row in _rows(sheet):
        cells = {**common, **row}
        writer.writerow([_written(cells.get(column)) for column in COLUMNS])
    return written.getvalue().encode("utf-8-sig")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return neutral(cell) if isinstance(cell, str) else str(cell)


def _common(sheet: Sheet) -> dict[str, Cell]:
    return {
        "title": sheet.title,
        "subject": sheet.subject,
        "made_by": sheet.made_by,
        "plan": sheet.edition.plan,
        "version": sheet.edition.number,
        "on": sheet.edition.on.isoformat(),
        "replaces": sheet.edition.replaces,
        "fingerprint": sheet.carried.fingerprint,
        "catalogue": sheet.catalogue,
        "country": sheet.country,
        "limits": sheet.limits,
        "disclaimer": NOT_ADVICE,
    }


def _rows(sheet: Sheet) -> Iterator[Mapping[str, Cell]]:
    labels = {row.key: (row.state_words, row.label) for row in sheet.entries}
    for taking in sheet.takings:
        yield _taking(taking, sheet, *labels[taking.taking.entry])
    yield from map(_total, sheet.totals)
    for kind, rows in (
        ("finding", sheet.standing),
        ("accepted", sheet.accepted),
        ("remark", sheet.remarks),
    ):
        for row in rows:
            yield _finding(kind, row)
    for said in sheet.not_checked:
        yield {"row": "not-checked", "text": said}
    yield from map(_source, sheet.sources)
    for name, text in _about(sheet):
        yield {"row": "about", "name": name, "text": text}


def _taking(row: TakingRow, sheet: Sheet, state: str, label: str) -> dict[str, Cell]:
    taking = row.taking
    first, last = row.weeks or (None, None)
    return {
        "row": "taking",
        "entry": taking.entry,
        "name": row.name,
        "phase": taking.phase,
        "weeks_from": first,
        "weeks_to": last,
        "days": " ".join(taking.days or ()),
        "time": taking.at,
        "until": taking.until,
        "day_offset": row.day_offset,
        "minutes_before_bed": taking.minutes_before_bed,
        "until_minutes_before_bed": row.latest_before_bed,
        "dose": machine_amount(taking.dose),
        "basis": basis(row, sheet),
        "take": row.take,
        "gives": row.gives,
        "reason": row.why,
        "state": state,
        "findings": _codes(sheet.standing, taking.entry),
        "accepted": _codes(sheet.accepted, taking.entry),
        "sentence": row.sentence,
        "label": label,
    }


def _codes(rows: tuple[FindingRow, ...], entry: str) -> str:
    return " ".join(dict.fromkeys(row.code for row in rows if entry in row.concerns))


def _total(row: TotalRow) -> dict[str, Cell]:
    gauge = row.gauge
    own = gauge.own if gauge else None
    return {
        "row": "total",
        "name": row.name,
        "text": f"{row.total}, {row.weeks}" if row.weeks else row.total,
        "total_mg": _milligrams(row.milligrams),
        "complete": "true" if row.complete else "false",
        "range_from_mg": _milligrams(gauge and gauge.lower),
        "range_to_mg": _milligrams(gauge and gauge.upper),
        "range_verdict": row.range_verdict,
        "own_from_mg": _milligrams(own and own.lower),
        "own_to_mg": _milligrams(own and own.upper),
        "own_verdict": row.own,
        "limit_mg": _milligrams(gauge and gauge.limit),
        "limit_by": row.limit_by,
        "limit_verdict": row.limit_verdict,
    }


def _milligrams(value: Decimal | None) -> Cell:
    return None if value is None else mg_text(value).removesuffix(" mg")


def _finding(kind: str, row: FindingRow) -> dict[str, Cell]:
    return {
        "row": kind,
        "entry": row.entry,
        "name": row.about,
        "code": row.code,
        "severity": row.severity,
        "text": row.message,
        "accepted_because": row.reason,
        "accepted_on": row.on.isoformat() if row.on else None,
        "source": row.source,
    }


def _source(row: SourceRow) -> dict[str, Cell]:
    return {
        "row": "source",
        "name": row.short,
        "text": row.text,
        "source": row.id,
        "address": row.address,
        "verified": row.verified,
    }


def _about(sheet: Sheet) -> Iterator[tuple[str, str]]:
    if sheet.template is not None:
        yield "Template", sheet.template
    for field in sheet.fields:
        default = "" if field.default is None else f" (until then: {field.default})"
        yield f"To be filled in: {field.key}", f"{field.prompt}{default}"
    for key in sheet.left_open:
        yield "Cannot be told before it is filled in", key
    yield from sheet.person
    yield "Length", sheet.length
    yield "Status", sheet.status_words
    for medicine in sheet.medicines:
        yield "Medicine", medicine
    if sheet.notes.strip():
        yield "Notes", sheet.notes
    yield "Units", UNITS_KEY
