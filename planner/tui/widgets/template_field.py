"""A field of a template in its form: its prompt, its name, what is typed, and the answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from planner.tui.text import QUIET, cut, lines, literal
from planner.tui.widgets.amount_field import DoseField, Field

if TYPE_CHECKING:
    from planner.forms.template_form import Asked

_NAME, _PROMPT = 16, 300
"""Columns of the name of a field, and of its prompt."""
_AMOUNTS = frozenset({"dose", "amount", "elemental", "compound", "serving", "pack"})


class TemplateField(Field):
    """One field, with its prompt in full above it."""

    ANSWER_LINES = 1

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked.name, cut(asked.name, _NAME), hint=asked.hint, value=asked.text)
        self._prompt = asked.field.prompt

    def compose(self) -> ComposeResult:
        """Compose the prompt, under it the name with the input, and under that the answer."""
        label, field, answer = super().compose()
        self.input.entered = self._entered
        yield Static(literal(cut(self._prompt, _PROMPT)), classes="field-prompt", markup=False)
        yield Horizontal(label, field, classes="field-line")
        yield answer

    def _entered(self) -> None:
        """Go on at once: what is typed right behind the enter key is for the next field."""
        if not self._wrong:
            self.screen.focus_next()


class TemplateDose(TemplateField, DoseField):
    """A field for an amount: the arrow keys step it."""

    ANSWER_LINES = 1


class FixedField(Static):
    """A field whose value a form leaves as it is: its prompt, and what that value is."""

    def __init__(self, asked: Asked, words: str) -> None:
        said = f"{words}, as the template has it; it is changed in a text editor only"
        super().__init__(
            lines([literal(cut(asked.field.prompt, _PROMPT)), literal(said, QUIET)]),
            classes="field-fixed",
            markup=False,
        )


def field_of(asked: Asked) -> TemplateField:
    """Return the widget that asks a field."""
    return TemplateDose(asked) if asked.field.path[-1] in _AMOUNTS else TemplateField(asked)
