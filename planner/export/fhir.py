"""The sheet in FHIR R4 (4.0.1): a bundle of intended medication statements, or a plan definition.

A regimen is a collection of statements that a person means to take something: nobody has ordered
it. A list comes first and carries what holds for all of them. A template is a plan definition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.export import fhir_text
from planner.export.fhir_facts import (
    entry_narrative,
    everything,
    narrative,
    notes,
    remark_notes,
    remarks,
)
from planner.export.fhir_identity import (
    BUNDLE,
    LIST,
    PERSON,
    entry_id,
    fingerprint,
    head,
    identifier,
    part_id,
    urn,
)
from planner.export.fhir_template import plan_definition
from planner.export.fhir_text import Json, filled, string, written
from planner.export.fhir_timing import dosages, period_of

if TYPE_CHECKING:
    from planner.export.making import Options
    from planner.export.sheet import EntryRow, Sheet

_NOT_NAMED = "Not named"


def render(sheet: Sheet, options: Options) -> bytes:
    """Return the sheet as FHIR JSON: a Bundle, or a PlanDefinition for a template.

    Raises:
        FormatError: a text is longer than FHIR allows.
    """
    del options  # what was asked for is in the sheet already
    return written(plan_definition(sheet) if sheet.template is not None else _bundle(sheet))


def _bundle(sheet: Sheet) -> Json:
    resources = [_list(sheet)]
    if sheet.person:
        resources.append(_patient(sheet))
    resources += [_statement(sheet, row) for row in sheet.entries]
    return {
        **head(sheet, "Bundle", part_id(sheet, BUNDLE)),
        "identifier": fingerprint(sheet),
        "type": "collection",
        "entry": [{"fullUrl": urn(each["id"]), "resource": each} for each in resources],
    }


def _list(sheet: Sheet) -> Json:
    said = everything(sheet)
    return filled({
        **head(sheet, "List", part_id(sheet, LIST)),
        "text": narrative(sheet.title, said),
        "identifier": [identifier(sheet.edition.plan), fingerprint(sheet)],
        "status": "current",
        "mode": "snapshot",
        "title": string(sheet.title),
        "code": {"text": "Plan of supplements"},
        "subject": _subject(sheet),
        "date": sheet.edition.on.isoformat(),
        "source": _by(sheet),
        "note": notes(said),
        "entry": [
            {"item": {"reference": urn(entry_id(sheet, row)), "display": string(row.name)}}
            for row in sheet.entries
        ],
        "emptyReason": None if sheet.entries else {"text": "Nothing is planned."},
    })  # fmt: skip


def _patient(sheet: Sheet) -> Json:
    """Return what is known of the person; all but the name has no element, and stands as text."""
    known = [fhir_text.xhtml(f"{what}: {value}") for what, value in sheet.person]
    return filled({
        **head(sheet, "Patient", part_id(sheet, PERSON)),
        "text": fhir_text.narrative(fhir_text.bullets(known)),
        "name": [{"text": string(sheet.subject)}] if sheet.subject else [],
    })  # fmt: skip


def _statement(sheet: Sheet, row: EntryRow) -> Json:
    uuid = entry_id(sheet, row)
    said = remarks(sheet, row)
    return filled({
        **head(sheet, "MedicationStatement", uuid),
        "text": entry_narrative(row, said),
        "identifier": [identifier(uuid)],
        "status": "intended",
        "medicationCodeableConcept": {"text": string(row.name)},
        "subject": _subject(sheet),
        "effectivePeriod": period_of(sheet, row),
        "dateAsserted": sheet.edition.on.isoformat(),
        "informationSource": _by(sheet),
        "reasonCode": [{"text": string(row.why)}] if row.why else [],
        "note": remark_notes(said),
        "dosage": dosages(sheet, row),
    })  # fmt: skip


def _subject(sheet: Sheet) -> Json:
    reference = urn(part_id(sheet, PERSON)) if sheet.person else None
    return filled({"reference": reference, "display": string(sheet.subject or _NOT_NAMED)})


def _by(sheet: Sheet) -> Json | None:
    return {"display": string(sheet.by)} if sheet.by else None
