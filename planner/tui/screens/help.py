"""Help for the screen one came from, made from the table of commands."""

from __future__ import annotations

from itertools import zip_longest

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from planner.tui.commands import ALSO, HELP, TITLES, bindings, commands_of, keys_text
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import QUIET, lines, literal, wrapped
from planner.tui.widgets.moving import Reading

WORDS = (
    ("Documented range", "the amounts a day that the cited source names; it says nothing about"
     " what suits one person."),
    ("Upper limit", "the highest amount a day that a named body sets for a country and an age."
     " It is judged apart from the range: an amount can be in the range and above the limit."),
    ("Elemental", "the mineral itself. A label may print the whole compound instead, for"
     " magnesium bisglycinate about seven times as much."),
    ("Basis", "which of the two a label prints. Where it does not say, Planner asks."),
    ("Marker", "what an extract is standardised to, such as 5% withanolides."),
    ("Not checked", "the catalogue has no documented range for it. That is no approval."),
    ("The bar", "━ from ┣ to ┫ is the documented range, ┃ the upper limit, ● the total."),
)  # fmt: skip
_WORDS_WIDTH = 18
NO_ADVICE = (
    "Planner compares what you write with what its sources say. It is not medical advice and"
    " replaces no doctor or pharmacist."
)
MOVING = (
    "Tab and shift+tab move between fields, the arrow keys inside one, j, k, g and G in a list,"
    " space marks a choice, enter takes it. Everything can be clicked."
    " ctrl+p lists every command. Letters are keys only while"
    " you are not typing into a field."
)


class HelpScreen(PlannerScreen[None]):
    """The keys of a screen, and what the words mean."""

    WHERE = HELP
    BINDINGS = bindings(HELP)
    BUTTONS = ("close",)
    CSS_PATH = "../styles/lists.tcss"

    def __init__(self, where: str) -> None:
        super().__init__()
        self._about = where

    def compose(self) -> ComposeResult:
        """Compose the keys and the words."""
        title = f"Help: {TITLES.get(self._about, 'Planner').lower()}"
        yield Static(literal(title, strong=True), classes="title", markup=False)
        with Reading(id="help"):
            yield Static(id="help-words", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Write the help for the width of the screen."""
        self.query_one("#help").focus()
        self._write()

    def on_resize(self) -> None:
        """Write it for the new width."""
        self._write()

    def _write(self) -> None:
        width = max(self.app.size.width - 6, 30)
        rows: list[Content] = []
        keys = [
            (keys_text(command), f"{command.title}. {command.help}")
            for command in commands_of(self._about)
        ]
        keys += ALSO.get(self._about, ())
        indent = min(max(len(names) for names, _ in keys) + 2, max(width // 3, 14))
        for names, said in keys:
            rows += _row(names, said, indent, width)
        rows += [Content(""), *(literal(row) for row in wrapped(MOVING, width)), Content("")]
        rows.append(literal("What the words mean", strong=True))
        for word, meaning in WORDS:
            rows += _row(word, meaning, _WORDS_WIDTH, width)
        rows += [Content(""), *(literal(row, QUIET) for row in wrapped(NO_ADVICE, width))]
        self.query_one("#help-words", Static).update(lines(rows))

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _row(left: str, right: str, indent: int, width: int) -> list[Content]:
    columns = zip_longest(wrapped(left, indent - 2), wrapped(right, width - indent), fillvalue="")
    return [
        Content.assemble(literal(f"{name:<{indent - 2}}  ", strong=True), literal(said))
        for name, said in columns
    ]
