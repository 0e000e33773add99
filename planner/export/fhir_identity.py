"""What resources are called: by names that stay the same over all versions of a regimen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from planner.export.fhir_text import Json
    from planner.export.sheet import EntryRow, Sheet

LIST, PERSON, BUNDLE = "list", "person", "bundle"
"""Parts of a regimen that are not entries."""

_URI = "urn:ietf:rfc:3986"
_ENTRY = "entry:"
"""No entry can be mistaken for another part, whatever it is called."""


def part_id(sheet: Sheet, part: str) -> str:
    """Return the UUID of a part of a regimen."""
    return str(uuid5(UUID(sheet.edition.plan), part))


def entry_id(sheet: Sheet, row: EntryRow) -> str:
    """Return the UUID of an entry."""
    return part_id(sheet, f"{_ENTRY}{row.key}")


def urn(uuid: str) -> str:
    """Return a UUID as the URI that names its resource."""
    return f"urn:uuid:{uuid}"


def identifier(uuid: str) -> Json:
    """Return the identifier by which a later version is known to be the same thing."""
    return {"system": _URI, "value": urn(uuid)}


def fingerprint(sheet: Sheet) -> Json:
    """Return the identifier of this very version: its SHA-256 as a URI of RFC 6920."""
    return {"system": _URI, "value": f"nih:sha-256;{sheet.carried.digest}"}


def head(sheet: Sheet, kind: str, uuid: str) -> Json:
    """Return the elements that every resource begins with."""
    return {
        "resourceType": kind,
        "id": uuid,
        "meta": {"versionId": str(sheet.edition.number)},
        "language": "en",
    }
