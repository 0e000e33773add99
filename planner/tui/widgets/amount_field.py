"""A labelled field of one line, with what was understood of it, or what is wrong, under it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label

from planner.quantities_reading import brief
from planner.tui.messages import FieldEdited
from planner.tui.text import ASK, BAD, GOOD, QUIET, literal
from planner.tui.widgets.plain_input import PlainInput
from planner.tui.widgets.said import Said

NEEDED, ASKED = "▸", "?"
"""Signs before a field that has to be filled, and before one that is a question while empty."""

_WIDTH = 16
"""Columns of the longest label; one more and the sign stand before the input."""


def field_label(label: str, sign: str = "") -> Content:
    """Return the label of a field, with the sign of what it waits for beside the input."""
    return literal(f"{label:<{_WIDTH}} {sign}", ASK) if sign else literal(label)


def such_as(placeholder: str) -> str:
    """Return an example in words that nobody takes for something typed, also without colours."""
    return f"such as {placeholder}" if placeholder[:1].isdigit() else placeholder


class Field(Widget):
    """A label, an input, and a line that answers what is typed."""

    DEFAULT_CLASSES = "field"
    ANSWER_LINES = 1
    """Lines that are kept free for the answer."""

    def __init__(
        self, name: str, label: str, *, placeholder: str = "", hint: str = "", value: str = ""
    ) -> None:
        super().__init__(id=f"field-{name}")
        self.field = name
        self._label, self._placeholder, self._hint = label, such_as(placeholder), hint
        self._sign = ""
        self._wrong = False
        self.seen_along: Widget = self
        """What is scrolled to with the field: itself, or what explains it as well."""
        self._filling = False
        # Kept, because they are asked for at every key press.
        self.input = PlainInput(
            value, placeholder=self._placeholder, compact=True, id=f"input-{name}"
        )
        self._shown_label = Label(field_label(label), classes="field-label", markup=False)
        self._said = Said(literal(hint, QUIET), classes="field-answer", least=self.ANSWER_LINES)

    def compose(self) -> ComposeResult:
        """Compose the label, the input and the answer."""
        self.input.typed = self._typed
        yield self._shown_label
        yield self.input
        yield self._said

    @property
    def label(self) -> str:
        """What is asked for."""
        return self._label

    @property
    def text(self) -> str:
        """What is typed."""
        return self.input.value

    def fill(self, text: str) -> None:
        """Put a text into the field without telling anybody."""
        self._filling = True
        self.input.value = text
        self._filling = False

    def relabel(self, label: str, placeholder: str | None = None) -> None:
        """Ask for something else in the same place."""
        self._label = label
        self._shown_label.update(field_label(label, self._sign))
        if placeholder is not None:
            self.input.placeholder = such_as(placeholder)

    def hint(self, hint: str) -> None:
        """Say what may be written here, while nothing is."""
        self._hint = hint

    def mark(self, sign: str = "") -> None:
        """Show what the field waits for: NEEDED, ASKED or nothing."""
        if sign != self._sign:
            self._sign = sign
            self._shown_label.update(field_label(self._label, sign), layout=False)

    def answer(self, problem: str | None, understood: str | None = None) -> None:
        """Say what is wrong with the text, or how it was understood, or give the hint."""
        shown = self._said
        self._wrong = bool(problem)
        if problem:
            shown.say(literal(f"✗ {brief(problem)}", BAD))
        elif understood:
            asks = understood.startswith(f"{ASKED} ")
            equals = "" if asks or understood.startswith("≈") else "= "
            shown.say(literal(f"{equals}{understood}", ASK if asks else GOOD))
        else:
            shown.say(literal(self._hint, QUIET))

    def on_descendant_focus(self) -> None:
        """Have the answer seen along with what is typed."""
        self.call_after_refresh(self.seen_along.scroll_visible, animate=False)

    def on_descendant_blur(self) -> None:
        """Give room back that only an earlier answer needed."""
        self._said.settle()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Go on to the next question; a field that is wrong keeps the focus."""
        event.stop()
        if not self._wrong:
            self.screen.focus_next()

    def _typed(self, text: str) -> None:
        """Tell the screen at once, where it judges what is typed; any other by a message."""
        if self._filling:
            return
        take = getattr(self.screen, "field_typed", None)
        if take is not None:
            take(self.field, text)
        else:
            self.post_message(FieldEdited(self.field, text))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()  # it is told already


class DoseField(Field):
    """A dose: the arrow keys step it, one capsule or some milligrams at a time."""

    ANSWER_LINES = 2
    BINDINGS = [
        Binding("up", "step(True)", "More", show=False),
        Binding("down", "step(False)", "Less", show=False),
    ]

    def action_step(self, up: bool) -> None:
        """Take one step more or less; what cannot be stepped stays as it is typed."""
        from planner.quantities import parse_amount
        from planner.regimen.steps import stepped_amount

        try:
            self.input.value = stepped_amount(parse_amount(self.text), up=up).text
        except ValueError:
            return
        self.input.cursor_position = len(self.input.value)
