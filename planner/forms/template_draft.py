"""A template while it is being made of a regimen: what it is called, and which fields it asks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from planner.regimen.edits import with_notes, with_title
from planner.regimen.filling import Field
from planner.regimen.models import Regimen
from planner.regimen.template_making import possible_fields, suggested_fields, template_text
from planner.regimen.values import value_of


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """One key that can be asked for."""

    path: tuple[str, ...]
    value: Any
    """What the regimen has there, as a file holds it; None where it has nothing."""
    name: str
    prompt: str
    required: bool
    """Whether it has to be filled; else the present value holds where nothing is filled in."""
    asked: bool = False
    """Whether it is a field of the template at all."""

    @property
    def key(self) -> str:
        """The key path in one word, by which it is told from the others."""
        return ".".join(self.path)

    @property
    def value_words(self) -> str:
        """The present value in words; empty where there is none."""
        return "" if self.value is None else value_of(self.path[-1], self.value).words

    @property
    def words(self) -> str:
        """What happens to it when the template is filled."""
        if not self.asked:
            return f"{self.value_words} for everybody" if self.value is not None else "not asked"
        if self.required:
            return "must be filled"
        return f"{self.value_words} unless filled in"

    def as_field(self) -> Field:
        """Return it as the template's file has it."""
        default = None if self.required else self.value
        return Field(self.name.strip(), self.path, self.prompt.strip(), default)


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """What stands in the form of a new template."""

    file: str
    """The name of its file, as it is typed."""
    title: str
    description: str = ""
    with_notes: bool = True
    rows: tuple[FieldDraft, ...] = field(default=())

    def row(self, key: str) -> FieldDraft:
        """Return what is said of a key.

        Raises:
            StopIteration: there is no such row.
        """
        return next(row for row in self.rows if row.key == key)

    def with_row(self, key: str, **changes: Any) -> TemplateDraft:
        """Return the draft with something else said of a key."""
        rows = (replace(row, **changes) if row.key == key else row for row in self.rows)
        return replace(self, rows=tuple(rows))

    def text(self, regimen: Regimen) -> str:
        """Return the text of the file that the draft makes of a regimen.

        Raises:
            CannotBeTemplateError: it makes no template; the message says why.
        """
        if self.title.strip():
            regimen = with_title(regimen, self.title.strip())
        if not self.with_notes:
            regimen = with_notes(regimen, None)
        fields = [row.as_field() for row in self.rows if row.asked]
        return template_text(regimen, self.description, fields)


def draft_of(regimen: Regimen, file: str) -> TemplateDraft:
    """Return the draft that a form begins with: client and bedtime are asked, doses are kept."""
    suggested = {each.path for each in suggested_fields(regimen)}
    rows = tuple(
        FieldDraft(
            each.path,
            each.default,
            each.name,
            each.prompt,
            required=each.default is None or each.path in suggested,
            asked=each.path in suggested,
        )
        for each in possible_fields(regimen)
    )
    return TemplateDraft(file, regimen.title, rows=rows)
