"""What a web page carries for Planner itself: the regimen as TOML, and what its sender was told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.export.sheet import FindingRow, Sheet

FORMAT = 1
KIND = "planner-sheet"
ELEMENT = "planner-sheet"
"""The id of the element of the page that holds it."""

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\x7f": "\\u007f"}


def enclosed_object(sheet: Sheet) -> dict[str, Any]:
    """Return what is enclosed, as plain values."""
    return {
        "format": FORMAT,
        "kind": KIND,
        "plan": sheet.edition.plan,
        "version": sheet.edition.number,
        "on": sheet.edition.on.isoformat(),
        "replaces": sheet.edition.replaces,
        "by": sheet.by,
        "catalogue": sheet.catalogue,
        "country": sheet.country,
        "status": sheet.status,
        "minor": sheet.minor,
        "findings": [_finding(each) for each in (*sheet.standing, *sheet.accepted, *sheet.remarks)],
        "sha256": sheet.carried.digest,
        "toml": sheet.carried.data.decode("utf-8"),
    }


def enclosed_text(sheet: Sheet) -> str:
    """Return it as JSON of ASCII characters none of which means anything in HTML."""
    text = json.dumps(enclosed_object(sheet), ensure_ascii=True)
    for character, written in _UNSAFE.items():
        text = text.replace(character, written)
    return text


def _finding(row: FindingRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "severity": row.severity,
        "entry": row.entry,
        "substance": row.substance,
        "phase": row.phase,
        "observed": row.observed,
        "limit": row.limit,
        "accepted": row.reason is not None,
        "withheld": row.withheld,
    }
