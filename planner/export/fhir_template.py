"""A template in FHIR R4: a plan definition with what is known, and what is to be filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.export.fhir_facts import entry_narrative, everything, narrative, plain_text, remarks
from planner.export.fhir_identity import fingerprint, head, identifier, urn
from planner.export.fhir_text import Json, filled, markdown, string
from planner.export.fhir_timing import dosages

if TYPE_CHECKING:
    from planner.export.sheet import EntryRow, Sheet, SourceRow

_TYPES = "http://terminology.hl7.org/CodeSystem/plan-definition-type"


def plan_definition(sheet: Sheet) -> Json:
    """Return a template as a PlanDefinition: an action for each entry, a draft in every respect.

    Its description is what the template says of itself, its usage everything that the sheet tells,
    what is to be filled in included. It is typed as a protocol, because the other kind that comes
    near, an order set, is one that somebody has approved.
    """
    said = everything(sheet)
    return filled({
        **head(sheet, "PlanDefinition", sheet.edition.plan),
        "text": narrative(sheet.title, said),
        "contained": [_activity(sheet, row) for row in sheet.entries],
        "url": urn(sheet.edition.plan),
        "identifier": [identifier(sheet.edition.plan), fingerprint(sheet)],
        "version": str(sheet.edition.number),
        "title": string(sheet.title),
        "type": {
            "coding": [{"system": _TYPES, "code": "clinical-protocol"}],
            "text": "Template of a plan of supplements",
        },
        "status": "draft",
        "date": sheet.edition.on.isoformat(),
        "publisher": string(sheet.by or ""),
        "description": markdown(sheet.template or ""),
        "usage": plain_text(said),
        "author": [{"name": string(sheet.by)}] if sheet.by else [],
        "relatedArtifact": [_source(each) for each in sheet.sources],
        "action": [
            *[_action(row) for row in sheet.entries],
            *[_open_action(sheet, key) for key in sheet.left_open],
        ],
    })  # fmt: skip


def _activity(sheet: Sheet, row: EntryRow) -> Json:
    """Return what one entry amounts to.

    It has no kind: each of those is a request to somebody, and a plan requests nothing.
    """
    said = remarks(sheet, row)
    return filled({
        "resourceType": "ActivityDefinition",
        "id": row.key,
        "text": entry_narrative(row, said),
        "title": string(row.name),
        "status": "draft",
        "description": "\n\n".join(markdown(each.text) for each in said),
        "intent": "proposal",
        "productCodeableConcept": {"text": string(row.name)},
        "dosage": dosages(sheet, row),
    })  # fmt: skip


def _action(row: EntryRow) -> Json:
    sentence = string(row.sentence)
    return filled({
        "title": string(row.name),
        "description": sentence,
        "textEquivalent": sentence,
        "reason": [{"text": string(row.why)}] if row.why else [],
        "definitionCanonical": f"#{row.key}",
    })  # fmt: skip


def _open_action(sheet: Sheet, key: str) -> Json:
    """Return an entry that nothing can be said of before something is filled in."""
    asked = [each for each in sheet.fields if each.default is None]
    own = [each for each in asked if each.key.startswith(f"entries.{key}.")]
    # without a field of its own it waits for the label of its product
    prompts = "; ".join(f"{each.prompt} ({each.key})" for each in own or asked)
    words = string(f"To be filled in before anything can be taken: {prompts}")
    return {"title": key, "description": words, "textEquivalent": words}


def _source(row: SourceRow) -> Json:
    return filled({
        "type": "citation",
        "label": row.id,
        "display": string(row.short),
        "citation": markdown(f"{row.text} Verified: {row.verified}."),
        "url": row.address,
    })  # fmt: skip
