"""A regimen without its person, as it is shared unless somebody asks for more."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from planner.regimen.models import Acceptance, Regimen, Template
from planner.regimen.reading import Reading
from planner.regimen.writing import ACCEPTED, table_text, write_text

PERSON = "person"
PERSON_KEYS = f"{PERSON}."
"""What the keys of a template's fields begin with that tell something of the person."""


def without_person(
    reading: Reading, regimen: Regimen, is_personal: Callable[[Acceptance], bool]
) -> tuple[Regimen, bytes]:
    """Return a regimen without its person and as the bytes of a file, written anew.

    What was accepted goes too where `is_personal` says that it tells something of the person, and
    so do the comments of the file: they may name anybody. Where there is nothing to leave out, the
    bytes are those that were read.
    """
    kept = tuple(each for each in regimen.accepted if not is_personal(each))
    template = _without_defaults(regimen.template)
    same = len(kept) == len(regimen.accepted) and template == regimen.template
    if regimen.person is None and same:
        return regimen, reading.data
    left = regimen.model_copy(update={"person": None, "accepted": kept, "template": template})
    if regimen.template is None:
        return left, write_text(left).encode()
    # what a template leaves to be filled in stands in its file only
    table = tomllib.loads(reading.text.replace("\r\n", "\n"))
    table.pop(PERSON, None)
    for field in table["template"].get("fields", {}).values():
        if field["key"].startswith(PERSON_KEYS):
            field.pop("default", None)
    rows = table.get(ACCEPTED, [])
    table[ACCEPTED] = [
        row
        for row, accepted in zip(rows, regimen.accepted, strict=True)
        if not is_personal(accepted)
    ]
    return left, table_text({key: value for key, value in table.items() if value != []}).encode()


def _without_defaults(template: Template | None) -> Template | None:
    """Return a template whose fields for the person have no defaults, which would tell of one."""
    if template is None:
        return None
    fields = {
        name: field.model_copy(update={"default": None})
        if field.key.startswith(PERSON_KEYS)
        else field
        for name, field in template.fields.items()
    }
    return template.model_copy(update={"fields": fields})
