"""Making a template of a regimen: which of its keys can be asked for, and the text of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import ValidationError

from planner.regimen.edits import with_notes, with_title
from planner.regimen.fields import IDENTIFIER_PATTERN
from planner.regimen.filling import TEMPLATE, Field, NotATemplateError, source_of
from planner.regimen.models import Person, Regimen, Template
from planner.regimen.naming import DESCRIPTION, TITLE, places_of_name
from planner.regimen.problems import explain
from planner.regimen.reading import read_bytes
from planner.regimen.template_checking import doubts
from planner.regimen.writing import regimen_table, table_text
from planner.wording import counted, quoted, visible

CLIENT = "client"
"""The field that asks for whom a plan is: by a code, so that no name lies in files."""
_CLIENT_PATH = ("person", "name")
_GOES_ALONG = ("title", "bedtime", "weeks", "notes", "entries", "products")
_LONGEST_STEM = 55
"""Characters of an entry's name that the name of a field keeps, of the 64 that it may have."""
_IDENTIFIER = re.compile(IDENTIFIER_PATTERN)


class CannotBeTemplateError(Exception):
    """What was given makes no template; `str()` of it says why, in a sentence."""


def without_person(regimen: Regimen) -> Regimen:
    """Return what of a regimen goes into a template: nothing about whom it was planned for.

    Person, medicines, start, accepted warnings and what it was derived from stay behind.
    """
    return Regimen(**{key: getattr(regimen, key) for key in _GOES_ALONG})


def for_all(regimen: Regimen, title: str | None, *, keep_notes: bool) -> Regimen:
    """Return a regimen with the title of every plan, and without notes unless they are kept.

    Raises:
        CannotBeTemplateError: the title is none.
    """
    try:
        titled = regimen if title is None else with_title(regimen, title.strip())
    except ValidationError as error:
        problem = explain(error, {})[0]
        raise CannotBeTemplateError(f"The title cannot be used: {problem.message}.") from None
    return titled if keep_notes else with_notes(titled, None)


def left_out(regimen: Regimen) -> tuple[str, ...]:
    """Return in words what of a regimen does not go along: `name`, `2 conditions`, `start`."""
    person = regimen.person or Person()
    said = [key for key in ("name", "age", "country") if getattr(person, key) is not None]
    if person.conditions:
        said.append(counted(len(person.conditions), "condition"))
    if regimen.medicines:
        said.append(counted(len(regimen.medicines), "medicine"))
    if regimen.start is not None:
        said.append("start")
    if regimen.accepted:
        said.append(counted(len(regimen.accepted), "accepted warning"))
    if regimen.derived is not None:
        said.append("what it was made from")
    return tuple(said)


def places_of_person(regimen: Regimen, description: str, fields: Sequence[Field]) -> list[str]:
    """Return where a template would name the person, for every plan: `its title`, `its reasons`.

    A title that is asked for does not go along. A description that only repeats the title is not
    told beside it.
    """
    template = Template.model_construct(description=description, fields={})
    goes = without_person(regimen).model_copy(update={"template": template})
    person = regimen.person or Person()
    found = places_of_name(goes, person.name)
    if any(field.path == ("title",) for field in fields):
        return [place for place in found if place != TITLE]
    if description == regimen.title:
        return [place for place in found if place != DESCRIPTION]
    return found


def possible_fields(regimen: Regimen) -> tuple[Field, ...]:
    """Return every field that a template of a regimen can have, with its present value as default.

    First the client's code, which has no value, then bedtime, length, and the dose of each entry.
    """
    table = regimen_table(regimen)
    found = [
        Field(CLIENT, _CLIENT_PATH, "Code of the client, not the name"),
        Field("bedtime", ("bedtime",), "Bedtime", table.get("bedtime")),
        Field("weeks", ("weeks",), "Length in weeks", table.get("weeks")),
    ]
    taken = {each.name for each in found}
    for entry, row in table.get("entries", {}).items():
        if "dose" not in row:  # it changes over the weeks: no value of one line says it
            continue
        name = _free(entry, taken)
        taken.add(name)
        field = Field(name, ("entries", entry, "dose"), f"Dose of {entry}", row["dose"])
        found.append(field)
    return tuple(found)


def suggested_fields(regimen: Regimen) -> tuple[Field, ...]:
    """Return the fields that most templates have: whose plan it is, and when that person sleeps.

    Neither has a default: what differs from person to person is not to be forgotten.
    """
    client, bedtime, *_ = possible_fields(regimen)
    return client, Field(bedtime.name, bedtime.path, bedtime.prompt)


def template_text(regimen: Regimen, description: str, fields: Sequence[Field]) -> str:
    """Return the text of a template's file, made of a regimen without its person.

    The keys of fields are left out of it; what a field defaults to stands with the field. Labels
    of the library's shelf are not in the text, as in any file that refers to them.

    Raises:
        CannotBeTemplateError: the fields or the description make no template.
    """
    if not description.strip():
        raise CannotBeTemplateError("The description is missing: what the template is for.")
    table = regimen_table(without_person(regimen))
    rows: dict[str, dict[str, Any]] = {}
    for field in fields:
        _refuse_bad(field, rows)
        _take_out(table, field)
        rows[field.name] = {"key": field.key, "prompt": field.prompt.strip()}
        if field.default is not None:
            rows[field.name]["default"] = field.default
    table[TEMPLATE] = {"description": description.strip()}
    if rows:
        table[TEMPLATE]["fields"] = rows
    return _read_back(table_text(table), fields)


def _free(entry: str, taken: Iterable[str]) -> str:
    """Return a name for the field of an entry's dose: `magnesium-dose`."""
    base = f"{entry[:_LONGEST_STEM]}-dose"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name


def _refuse_bad(field: Field, rows: dict[str, dict[str, Any]]) -> None:
    name = quoted(field.name)
    if not _IDENTIFIER.match(field.name):
        raise CannotBeTemplateError(
            f"{name} cannot name a field: use 1 to 64 of a-z, 0-9 and -, such as bedtime."
        )
    if field.name in rows:
        raise CannotBeTemplateError(f"Two fields are called {name}: rename one of them.")
    if field.key in (row["key"] for row in rows.values()):
        raise CannotBeTemplateError(f"Two fields fill the key {visible(field.key)}: keep one.")
    if not field.prompt.strip():
        raise CannotBeTemplateError(f"The field {name} has no prompt: what it asks for.")


def _take_out(table: dict[str, Any], field: Field) -> None:
    """Take the key of a field out of a table; a default needs the table that it goes into."""
    place, top = table, field.path[0]
    for part in field.path[:-1]:
        if not isinstance(place.get(part), dict):
            if top != "person" or len(field.path) != 2:
                raise CannotBeTemplateError(
                    f"The field {quoted(field.name)} fills {quoted(field.key)}, and the plan has"
                    f" nothing there."
                )
            if field.default is None:
                return
            place[part] = {}
        place = place[part]
    if isinstance(place.get(field.path[-1]), dict):
        raise CannotBeTemplateError(
            f"The field {quoted(field.name)} fills {quoted(field.key)}, which is a table: a field"
            " fills one key in it."
        )
    place.pop(field.path[-1], None)


def _read_back(text: str, fields: Sequence[Field]) -> str:
    """Return the text, if it reads to a template with these fields.

    Raises:
        CannotBeTemplateError: it does not.
    """
    try:
        reading = read_bytes(text.encode())
        source = source_of(reading, "the template")
    except UnicodeEncodeError:
        raise CannotBeTemplateError(
            "It holds half a character that no file can hold; take it out."
        ) from None
    except NotATemplateError as problem:
        raise CannotBeTemplateError(f"It could not be read again: {problem}.") from None
    for doubt in doubts(source):
        if doubt.is_error:
            key = visible(".".join(map(str, doubt.key)))
            raise CannotBeTemplateError(f"{key}: {doubt.message.removesuffix('.')}.")
    wanted = {field.path for field in fields if field.default is None}
    if reading.unfilled != wanted:
        odd = sorted(".".join(map(str, key)) for key in reading.unfilled ^ wanted)
        raise CannotBeTemplateError(f"{visible(odd[0])} cannot be a field of a template.")
    return text
