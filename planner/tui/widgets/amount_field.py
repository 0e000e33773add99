"""A labelled field of one line, with what was understood of it, or what is wrong, under it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, Label

from planner.tui.messages import FieldEdited
from planner.tui.text import BAD, QUIET, literal
from planner.tui.widgets.plain_input import PlainInput
from planner.tui.widgets.said import Said


def such_as(placeholder: str) -> str:
    """Return an example in words that nobody takes for something typed, also without colours."""
    return f"such as {placeholder}" if placeholder[:1].isdigit() else placeholder


class Field(Widget):
    """A label, an input, and a line that answers what is typed."""

    DEFAULT_CLASSES = "field"

    def __init__(
        self, name: str, label: str, *, placeholder: str = "", hint: str = "", value: str = ""
    ) -> None:
        super().__init__(id=f"field-{name}")
        self.field = name
        self._label, self._placeholder, self._hint = label, such_as(placeholder), hint
        self._start = value

    def compose(self) -> ComposeResult:
        """Compose the label, the input and the answer."""
        yield Label(self._label, classes="field-label", markup=False)
        yield PlainInput(
            self._start, placeholder=self._placeholder, compact=True, id=f"input-{self.field}"
        )
        yield Said(literal(self._hint, QUIET), classes="field-answer")

    @property
    def input(self) -> Input:
        """The input."""
        return self.query_one(Input)

    @property
    def text(self) -> str:
        """What is typed."""
        return self.input.value

    def fill(self, text: str) -> None:
        """Put a text into the field without telling anybody."""
        with self.prevent(Input.Changed):
            self.input.value = text

    def relabel(self, label: str, placeholder: str | None = None) -> None:
        """Ask for something else in the same place."""
        self.query_one(".field-label", Label).update(literal(label))
        if placeholder is not None:
            self.input.placeholder = such_as(placeholder)

    def hint(self, hint: str) -> None:
        """Say what may be written here, while nothing is."""
        self._hint = hint

    def answer(self, problem: str | None, understood: str | None = None) -> None:
        """Say what is wrong with the text, or how it was understood, or give the hint."""
        shown = self.query_one(".field-answer", Said)
        self.set_class(bool(problem), "-wrong")
        if problem:
            shown.say(literal(f"✗ {problem}", BAD))
        elif understood:
            equals = "" if understood.startswith("≈") else "= "
            shown.say(literal(f"{equals}{understood}", "good"))
        else:
            shown.say(literal(self._hint, QUIET))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Go on to the next question; a field that is wrong keeps the focus."""
        event.stop()
        if not self.has_class("-wrong"):
            self.screen.focus_next()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FieldEdited(self.field, event.value))
