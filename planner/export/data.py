"""A sheet as JSON for other programs: exact amounts, and the words that people read.

`schema/sheet.schema.json` describes it. Masses are in mg with at most 6 decimals, never rounded for
the eye; other amounts keep the unit of the label. All characters are ASCII, the rest is escaped, so
that nothing in it acts on a terminal.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planner.export.sentence import basis_of
from planner.export.sheet import NOT_ADVICE, UNITS_KEY
from planner.judge.wordings import NOT_STATED
from planner.quantities import mg_text
from planner.quantities_machine import machine_amount

if TYPE_CHECKING:
    from planner.export.making import Options
    from planner.export.sheet import EntryRow, FindingRow, Sheet, TakingRow, TotalRow
    from planner.judge.gauge import Gauge


FORMAT = 1
"""Raised whenever something that a program may rely on changes."""


def render(sheet: Sheet, options: Options) -> bytes:
    """Return the sheet as the bytes of a JSON file."""
    del options
    text = json.dumps(sheet_object(sheet), ensure_ascii=True, indent=2)
    return (text.replace("\x7f", "\\u007f") + "\n").encode("ascii")


def sheet_object(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as plain values."""
    return {
        "format": FORMAT,
        "title": sheet.title,
        "subject": sheet.subject,
        "person": [{"what": what, "value": value} for what, value in sheet.person],
        "made_by": sheet.by,
        "edition": {
            "plan": sheet.edition.plan,
            "version": sheet.edition.number,
            "on": sheet.edition.on.isoformat(),
            "replaces": sheet.edition.replaces,
            "begins": sheet.edition.begins.isoformat(),
            "words": sheet.edition.words,
        },
        "catalogue": sheet.catalogue,
        "country": sheet.country,
        "limits": sheet.limits,
        "status": sheet.status,
        "status_words": sheet.status_words,
        "disclaimer": NOT_ADVICE,
        "bedtime": sheet.bedtime,
        "start": sheet.start.isoformat() if sheet.start else None,
        "weeks": sheet.weeks,
        "length": sheet.length,
        "notes": sheet.notes,
        "medicines": list(sheet.medicines),
        "template": _template(sheet),
        "entries": [_entry(row, sheet) for row in sheet.entries],
        "takings": [_taking(row, sheet) for row in sheet.takings],
        "totals": [_total(row) for row in sheet.totals],
        "units": UNITS_KEY,
        "findings": [_finding(row) for row in (*sheet.standing, *sheet.accepted, *sheet.remarks)],
        "not_checked": list(sheet.not_checked),
        "sources": [
            {
                "id": row.id,
                "short": row.short,
                "text": row.text,
                "address": row.address,
                "verified": row.verified,
            }
            for row in sheet.sources
        ],
        "fingerprint": sheet.carried.fingerprint,
        "sha256": sheet.carried.digest,
        "exact": sheet.carried.exact,
        "toml": sheet.carried.data.decode("utf-8"),
    }


def _amount(milligrams: Decimal | None) -> str | None:
    return None if milligrams is None else mg_text(milligrams)


def _amount_if_any(text: str | None) -> str | None:
    return None if text is None else machine_amount(text)


def _template(sheet: Sheet) -> dict[str, Any] | None:
    if sheet.template is None:
        return None
    return {
        "description": sheet.template,
        "fields": [
            {"key": row.key, "prompt": row.prompt, "default": row.default} for row in sheet.fields
        ],
        "left_open": list(sheet.left_open),
    }


def _entry(row: EntryRow, sheet: Sheet) -> dict[str, Any]:
    entry = sheet.regimen.entries[row.key]
    return {
        "key": row.key,
        "name": row.name,
        "substance": entry.substance,
        "product": entry.product,
        "sentence": row.sentence,
        "why": row.why,
        "label": row.label,
        "state": row.state,
        "state_words": row.state_words,
    }


def basis(row: TakingRow, sheet: Sheet) -> str | None:
    """Return of what the dose of a bare mineral is: `elemental`, `compound` or `not stated`."""
    said = basis_of(sheet.regimen, row.taking)
    return "not stated" if said == NOT_STATED else said or None


def _taking(row: TakingRow, sheet: Sheet) -> dict[str, Any]:
    taking = row.taking
    return {
        "entry": taking.entry,
        "name": row.name,
        "phase": taking.phase,
        "number": row.number,
        "weeks": None if row.weeks is None else {"from": row.weeks[0], "to": row.weeks[1]},
        "days": None if taking.days is None else list(taking.days),
        "at": taking.at,
        "until": taking.until,
        "day_offset": row.day_offset,
        "minutes_before_bed": taking.minutes_before_bed,
        "until_minutes_before_bed": row.latest_before_bed,
        "dose": machine_amount(taking.dose),
        "basis": basis(row, sheet),
        "words": {
            "clock": row.clock,
            "before_bed": row.before_bed,
            "days": row.days,
            "weeks": row.weeks_words,
            "take": row.take,
            "gives": row.gives,
            "why": row.why,
            "sentence": row.sentence,
        },
    }


def _total(row: TotalRow) -> dict[str, Any]:
    return {
        "substance": row.substance,
        "name": row.name,
        "basis": row.gauge.basis if row.gauge else None,
        "per_day": _amount(row.milligrams),
        "complete": row.complete,
        "marker_per_day": _amount(row.marker),
        "weeks": row.weeks,
        "words": row.total,
        "range": _range(row.gauge) if row.gauge else None,
        "range_verdict": row.range_verdict,
        "own_range": _own_range(row),
        "limit": _limit(row) if row.gauge else None,
        "limit_verdict": row.limit_verdict,
    }


def _range(gauge: Gauge) -> dict[str, Any] | None:
    if gauge.lower is None or gauge.upper is None:
        return None
    return {
        "from": mg_text(gauge.lower),
        "to": mg_text(gauge.upper),
        "source": gauge.range_source,
    }


def _own_range(row: TotalRow) -> dict[str, Any] | None:
    own = row.gauge.own if row.gauge else None
    if own is None:
        return None
    return {
        "by": own.by,
        "from": mg_text(own.lower),
        "to": mg_text(own.upper),
        "basis": own.basis,
        "source": own.source,
        "words": row.own,
    }


def _limit(row: TotalRow) -> dict[str, Any] | None:
    if row.gauge is None or row.gauge.limit is None:
        return None
    return {
        "amount": mg_text(row.gauge.limit),
        "by": row.limit_by,
        "source": row.gauge.limit_source,
    }


def _finding(row: FindingRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "severity": row.severity,
        "entry": row.entry,
        "about": row.about,
        "substance": row.substance,
        "phase": row.phase,
        "message": row.message,
        "observed": _amount_if_any(row.observed),
        "limit": _amount_if_any(row.limit),
        "source": row.source,
        "own": row.own,
        "accepted": _accepted(row),
        "withheld": row.withheld,
    }


def _accepted(row: FindingRow) -> dict[str, Any] | None:
    if row.reason is None or row.on is None:
        return None
    return {"reason": row.reason, "on": row.on.isoformat()}
