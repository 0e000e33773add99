"""What is it for? What is documented for a situation, as data; a choice starts an entry."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.catalogue import Catalogue
from planner.catalogue.situations import Documented, Situation, Situations, load_situations
from planner.tui.commands import BY_ID, CHOOSING, bindings
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import ASK, QUIET, WARN, WIDE, cut, literal
from planner.tui.widgets.moving import MovingList

NOT_ADVICE = (
    "What is documented, and how well. This is no advice, and a situation is no diagnosis: lasting"
    " trouble with sleep or stress belongs to a doctor."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A substance to start an entry with, and why."""

    substance: str
    reason: str


class ChoosingList(MovingList):
    """The situations, or what is documented there; its enter key is in the footer."""

    BINDINGS = [Binding("enter", "select", BY_ID["start-entry"].title)]


class ChoosingScreen(PlannerScreen["Choice | None"]):
    """Situations on one side; on the other what is documented for each substance there."""

    WHERE = CHOOSING
    BINDINGS = bindings(CHOOSING)
    BUTTONS = ("start-entry", "show-choice-evidence", "close")
    CSS_PATH = "../styles/choosing.tcss"
    AUTO_FOCUS = "#situations"

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._data: Situations = load_situations()

    def compose(self) -> ComposeResult:
        """Compose the two lists."""
        yield Static(literal("What is it for?", strong=True), classes="title", markup=False)
        yield Static(literal(NOT_ADVICE, QUIET), classes="subtitle", markup=False)
        with Container(id="main"):
            yield ChoosingList(id="situations", markup=False)
            yield ChoosingList(id="documented", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """List the situations."""
        situations = self.query_one("#situations", OptionList)
        for each in self._data.situations:
            situations.add_option(Option(self._situation_words(each), id=each.id))
        situations.highlighted = 0

    def on_resize(self) -> None:
        """Say the situations in as much room as there is."""
        situations = self.query_one("#situations", OptionList)
        if situations.option_count:
            for each in self._data.situations:
                situations.replace_option_prompt(each.id, self._situation_words(each))

    def _situation_words(self, situation: Situation) -> Content:
        """Return a situation, on one line where what is documented for it stands below."""
        name, width = literal(situation.name, strong=True), self.app.size.width
        if width >= WIDE:
            return Content.assemble(name, "\n", literal(f"  {situation.means}", QUIET))
        room = width - cell_len(situation.name) - 7
        return Content.assemble(name, "  ", literal(cut(situation.means, max(room, 8)), QUIET))

    @property
    def situation(self) -> Situation:
        """The situation that is highlighted."""
        place = self.query_one("#situations", OptionList).highlighted
        return self._data.situations[place or 0]

    @on(OptionList.OptionHighlighted, "#situations")
    def _show(self) -> None:
        documented = self.query_one("#documented", OptionList)
        documented.clear_options()
        for row in self.situation.rows:
            documented.add_option(Option(self._row(row), id=row.substance))
        documented.add_option(Option(literal(self._data.pair.says, QUIET), disabled=True))
        documented.highlighted = 0

    def _row(self, row: Documented) -> Content:
        found = self._catalogue.find(row.substance)
        strength = self._data.strengths[row.strength]
        sources = ", ".join(self._catalogue.source(each).short for each in row.sources)
        parts = [
            literal(found.name if found else row.substance, strong=True),
            Content("\n"),
            literal(f"{strength.sign} {strength.words}: {strength.means}", ASK),
            Content("\n"),
            literal(row.says),
        ]
        if row.trouble:
            parts += [Content("\n"), literal(f"! {row.trouble}", WARN)]
        if sources:
            parts += [Content("\n"), literal(f"Sources: {sources}.", QUIET)]
        parts.append(Content("\n"))
        return Content("").join(parts)

    @on(OptionList.OptionSelected, "#situations")
    def _to_documented(self) -> None:
        self.query_one("#documented").focus()

    def _documented(self) -> Documented:
        place = self.query_one("#documented", OptionList).highlighted or 0
        rows = self.situation.rows
        return rows[min(place, len(rows) - 1)]

    @on(OptionList.OptionSelected, "#documented")
    def action_start_entry(self) -> None:
        """Start an entry with the substance that is highlighted."""
        if self.focused is self.query_one("#situations"):
            self._to_documented()
            return
        row = self._documented()
        self.dismiss(Choice(row.substance, row.reason))

    def action_show_choice_evidence(self) -> None:
        """Show all that is documented of the substance that is highlighted."""
        from planner.tui.screens.evidence import OF_A_SITUATION, EvidenceScreen

        row = self._documented()
        source = row.sources[0] if row.sources else None
        document = self.planner.document
        self.app.push_screen(
            EvidenceScreen(
                [row.substance],
                source,
                country=document.verdict.country if document else self.planner.country,
                source_of=OF_A_SITUATION,
            )
        )

    def action_close(self) -> None:
        """Go back without a choice."""
        self.dismiss(None)
