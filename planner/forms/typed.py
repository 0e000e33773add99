"""A form that is being filled as plain texts, to be kept and read again whatever they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from planner.forms.draft import BOTH, COMPOUND, COUNTED, DIRECT, ELEMENTAL, UNSAID, Draft, Row
from planner.library.products import on_shelf
from planner.regimen.fields import DAYS
from planner.regimen.models import SharedProduct
from planner.regimen.reading import MOST_ROWS

_LONGEST = 20_000
_YES = "yes"
_PARTS = ("row", "also", "days", "shared")
_ONE_OF = {"which": (UNSAID, ELEMENTAL, COMPOUND, BOTH), "counted": (DIRECT, *COUNTED)}


def draft_values(draft: Draft) -> dict[str, Any]:
    """Return what is typed as texts, tables and lists of them; what is empty is left out."""
    values = _texts(draft) | {"days": list(draft.days)}
    if draft.shared is not None:
        values["shared"] = {"id": draft.shared.id, "home": str(draft.shared.home)}
    if row := _texts(draft.row):
        values["row"] = row
    if draft.also:
        values["also"] = [_texts(row) for row in draft.also]
    return values


def draft_from(values: Mapping[str, Any]) -> Draft:
    """Return the draft that plain texts make; whatever is not one of its texts is passed over."""
    days, also = values.get("days"), values.get("also")
    rows = also if isinstance(also, list) else []
    return Draft(
        **_read(Draft, values),
        row=_row(values.get("row")),
        shared=_shared(values.get("shared")),
        also=tuple(row for row in map(_row, rows[:MOST_ROWS]) if row != Row()),
        days=tuple(dict.fromkeys(day for day in days if day in DAYS))
        if isinstance(days, list)
        else DAYS,
    )


def _texts(part: Draft | Row) -> dict[str, Any]:
    """Return every text that is not empty, and every mark that is set."""
    found: dict[str, Any] = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if field.name not in _PARTS and value not in ("", None, False):
            found[field.name] = _YES if value is True else value
    return found


def _row(values: object) -> Row:
    return Row(**_read(Row, values)) if isinstance(values, Mapping) else Row()


def _shared(values: object) -> SharedProduct | None:
    """Return the label of the shelf that filled the form, as it is there today."""
    if not isinstance(values, Mapping):
        return None
    name, home = values.get("id"), values.get("home")
    if not isinstance(name, str) or not isinstance(home, str):
        return None
    file = on_shelf(Path(home), name)
    return file.product if file else None


def _read(kind: type[Draft | Row], values: Mapping[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for field in fields(kind):
        value = values.get(field.name)
        if field.name in _PARTS or not isinstance(value, str):
            continue
        if isinstance(field.default, bool):
            read[field.name] = value == _YES
        elif value in _ONE_OF.get(field.name, (value,)):
            read[field.name] = value[:_LONGEST]
    return read
