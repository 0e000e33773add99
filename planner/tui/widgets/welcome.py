"""What is shown in a library without regimens: what Planner is, and the ways to begin."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from planner.tui.text import literal

WELCOME = (
    "Planner helps you put an evening of supplements together, and says at every key you press"
    " whether a dose lies in the range that is documented, whether it lies above an upper limit,"
    " and which source says so. It knows only what is in its catalogue, and says “not checked”"
    " about the rest. It is not medical advice: take questions about your health, pregnancy or"
    " medicines to a doctor or pharmacist."
)
_WAYS = (
    ("start-documented", "Start with the documented evening", "open_documented"),
    ("start-examples", "All examples (s)", "show_examples"),
    ("start-blank", "Start with a blank evening (n)", "new_regimen"),
    ("start-choosing", "What is it for? See what is documented (i)", "choose"),
    ("start-received", "Open a sheet that you were sent (R)", "open_received"),
)


class Welcome(VerticalScroll, can_focus=False):
    """A few words, and a button of one line for each way to begin."""

    def compose(self) -> ComposeResult:
        """Compose the words and the buttons."""
        yield Static(literal("Welcome", strong=True), markup=False)
        yield Static(literal(WELCOME), id="welcome-words", markup=False)
        for name, words, action in _WAYS:
            yield Button(
                words,
                id=name,
                action=f"screen.{action}",
                variant="primary" if name == "start-documented" else "default",
                compact=True,
            )
