"""Questions over a screen: one of a few answers, or one line of text, or some lines of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static, TextArea

from planner.tui.text import BAD, QUIET, glued, literal, paragraphs
from planner.tui.widgets.plain_input import PlainInput
from planner.tui.widgets.plain_text_area import PlainTextArea


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its key, its words, and what it stands for."""

    key: str
    label: str
    value: str
    main: bool = False


class ConfirmScreen(ModalScreen[str]):
    """A question with a few answers; each has a key and a button, escape takes the last.

    One that comes `unasked` does not hear keys at first: they were meant for what was there before.
    """

    CSS_PATH = "../styles/confirm.tcss"
    UNASKED_REST = 0.5
    """Seconds for which a question that comes unasked hears no keys once it is painted."""

    def __init__(
        self, title: str, question: str, choices: Sequence[Choice], *, unasked: bool = False
    ) -> None:
        super().__init__()
        self._heading, self._question, self._choices = title, question, tuple(choices)
        self._hears_from = inf if unasked else 0.0

    def compose(self) -> ComposeResult:
        """Compose the question and its answers."""
        with Vertical(id="box"):
            yield Static(literal(self._heading, strong=True), id="heading", markup=False)
            with VerticalScroll(id="question", can_focus=False):
                yield Static(paragraphs(self._question), markup=False)
            with Horizontal(id="choices"):
                for number, choice in enumerate(self._choices):
                    key = "esc" if choice is self._choices[-1] else choice.key
                    yield Button(
                        literal(f"{choice.label} ({key})"),
                        id=f"choice-{number}",
                        variant="primary" if choice.main else "default",
                    )

    def on_mount(self) -> None:
        """Put the focus on the answer that changes least."""
        self.query(Button).last().focus()
        if self._hears_from:
            self.call_after_refresh(self._hear_soon)

    def _hear_soon(self) -> None:
        self._hears_from = monotonic() + self.UNASKED_REST

    def on_key(self, event: events.Key) -> None:
        """Take an answer by its key."""
        if monotonic() < self._hears_from:
            event.stop()
            return
        if event.key in ("left", "right"):
            event.stop()
            self.focus_previous() if event.key == "left" else self.focus_next()
            return
        wanted = self._choices[-1].key if event.key == "escape" else event.key
        for choice in self._choices:
            if choice.key == wanted:
                event.stop()
                self.dismiss(choice.value)
                return

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        number = int((event.button.id or "").removeprefix("choice-"))
        self.dismiss(self._choices[number].value)


class PromptScreen(ModalScreen[str | None]):
    """One line of text, read as it is typed; None where it was called off."""

    CSS_PATH = "../styles/confirm.tcss"
    AUTO_FOCUS = "#prompt"
    BINDINGS = [
        Binding("escape", "cancel", "Cancel"),
        Binding("pageup", "read_on(-1)", "Read back", show=False),
        Binding("pagedown", "read_on(1)", "Read on", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]

    def __init__(
        self,
        title: str,
        *,
        about: str = "",
        value: str = "",
        hint: str = "",
        placeholder: str = "",
        done: str = "OK",
        read: Callable[[str], str],
    ) -> None:
        """Ask for a text; `read` says how it is understood, or raises ValueError.

        `about` is what is answered, in full.
        """
        super().__init__()
        self._about = about
        self._heading, self._value, self._hint, self._read = title, value, hint, read
        self._done = done
        self._placeholder = f"such as {placeholder}" if placeholder else ""

    def compose(self) -> ComposeResult:
        """Compose the line, the answer to it, and the buttons."""
        with Vertical(id="box"):
            yield Static(literal(self._heading, strong=True), id="heading", markup=False)
            if self._about:
                with VerticalScroll(id="question", can_focus=False):
                    yield Static(literal(glued(self._about)), markup=False)
            yield PlainInput(self._value, placeholder=self._placeholder, id="prompt")
            yield Static(id="answer", markup=False)
            if self._hint:
                yield Static(
                    literal(self._hint, QUIET) if "\n" not in self._hint
                    else paragraphs(self._hint), id="hint", markup=False,
                )  # fmt: skip
            with Horizontal(id="choices"):
                yield Button(f"{self._done} (enter)", id="keep", variant="primary")
                yield Button("Cancel (esc)", id="cancel")

    def on_mount(self) -> None:
        """Answer the text that stands there; nothing is wrong yet where none does."""
        if not self._answer(self._value) and not self._value:
            self.query_one("#answer", Static).update("")
        self.call_after_refresh(self._say_how_to_read_on)

    def _say_how_to_read_on(self) -> None:
        """Say which keys show the rest of what is answered, where it has no room."""
        if any(part.max_scroll_y for part in self.query("#question")):
            words = f"Page down shows the rest of it. {self._hint}"
            self.query_one("#hint", Static).update(literal(words, QUIET))

    def action_read_on(self, pages: int) -> None:
        """Scroll what is answered."""
        for part in self.query("#question"):
            part.scroll_relative(y=pages * max(part.size.height - 1, 1), animate=False)

    def _answer(self, text: str) -> bool:
        shown = self.query_one("#answer", Static)
        try:
            shown.update(literal(f"= {self._read(text)}", "good"))
        except ValueError as problem:
            shown.update(literal(f"✗ {problem}", BAD))
            return False
        return True

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._answer(event.value)

    @on(Input.Submitted)
    @on(Button.Pressed, "#keep")
    def _keep(self) -> None:
        text = self.query_one(Input).value
        if self._answer(text):
            self.dismiss(text)

    def half_typed(self) -> bool:
        """Whether something else stands here than at first."""
        return self.query_one(Input).value != self._value

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)


class NotesScreen(ModalScreen[str | None]):
    """Some lines of text; None where it was called off."""

    CSS_PATH = "../styles/confirm.tcss"
    BINDINGS = [
        Binding("ctrl+s", "keep", "Keep", priority=True),
        Binding("escape", "cancel", "Cancel", priority=True),
    ]

    def __init__(self, title: str, value: str) -> None:
        super().__init__()
        self._heading, self._value = title, value

    def compose(self) -> ComposeResult:
        """Compose the text and the buttons."""
        with Vertical(id="box"):
            yield Static(literal(self._heading, strong=True), id="heading", markup=False)
            yield PlainTextArea(self._value, id="notes", tab_behavior="focus")
            with Horizontal(id="choices"):
                yield Button("Keep (ctrl+s)", id="keep", variant="primary")
                yield Button("Cancel (esc)", id="cancel")

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Keep the text."""
        self.dismiss(self.query_one(TextArea).text)

    def half_typed(self) -> bool:
        """Whether something else stands here than at first."""
        return self.query_one(TextArea).text != self._value

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Go back without keeping it, after asking if something was typed."""
        from planner.tui.screens.leaving import ask_about_typing

        ask_about_typing(self.app, self, lambda: self.dismiss(None))


class MessageScreen(ModalScreen[None]):
    """Something to read before going on, such as the path of a file."""

    CSS_PATH = "../styles/confirm.tcss"
    BINDINGS = [Binding("escape,enter,q", "close", "Close")]

    def __init__(self, title: str, message: str) -> None:
        super().__init__()
        self._heading, self._message = title, message

    def compose(self) -> ComposeResult:
        """Compose the message."""
        with Vertical(id="box"):
            yield Static(literal(self._heading, strong=True), id="heading", markup=False)
            with VerticalScroll(id="question"):
                yield Static(literal(self._message) if "\n" not in self._message
                             else paragraphs(self._message), markup=False)  # fmt: skip
            with Horizontal(id="choices"):
                yield Button("Close (esc)", id="close", variant="primary")

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
