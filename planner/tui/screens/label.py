"""One more row of a label: a substance, also one that the catalogue lacks, and its amount."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.catalogue import OTHER, Catalogue
from planner.forms.draft import Drafted, Row, content_of, substance_of
from planner.regimen.edits import free_name
from planner.tui.commands import LABEL, bindings
from planner.tui.messages import FieldEdited, SubstanceChosen
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import ASK, BAD, GOOD, literal
from planner.tui.widgets.row_fields import RowFields, with_field
from planner.tui.widgets.said import Said
from planner.tui.widgets.substance_search import SubstanceSearch
from planner.wording import listed


class LabelScreen(PlannerScreen["Row | None"]):
    """Asks for one row of a label."""

    WHERE = LABEL
    BINDINGS = bindings(LABEL)
    BUTTONS = ("save-content", "cancel-content", "help")
    CSS_PATH = "../styles/entry.tcss"
    AUTO_FOCUS = "#input-substance"

    def __init__(self, catalogue: Catalogue, row: Row, taken: frozenset[str]) -> None:
        super().__init__()
        self._catalogue, self._row, self._taken = catalogue, row, taken
        self._made = Drafted()
        self._good = False

    def compose(self) -> ComposeResult:
        """Compose the fields."""
        yield Static(literal("Also on this label", strong=True), id="title", markup=False)
        with VerticalScroll(id="form", can_focus=False):
            yield SubstanceSearch(self._catalogue, id="substance")
            yield RowFields(label=True, id="row")
            yield Said(id="state")
        yield from self.bottom()

    def on_mount(self) -> None:
        """Fill the fields."""
        row = self._row
        self.query_one(RowFields).fill(row)
        if row.id:
            substance = substance_of(row, self._catalogue)
            self.query_one(SubstanceSearch).fill(substance.name if substance else row.name)
        self._read()

    @on(SubstanceChosen)
    def _chosen(self, event: SubstanceChosen) -> None:
        if not event.substance:
            self.tell("Type its name first; what the catalogue lacks is kept and not checked.")
            return
        key = event.substance
        if key == OTHER:
            key = free_name(event.name, self._catalogue.substances.keys() | self._taken)
        self._row = replace(self._row, id=key, name=event.name)
        self._read()
        self.call_after_refresh(self._ask_next)

    def _ask_next(self) -> None:
        """Put the focus on the first question whose answer is needed."""
        for name in ("#which", "#input-amount"):
            widget = self.query_one(name)
            asked = widget.parent if name == "#input-amount" else widget
            if asked is not None and getattr(asked, "display", False):
                widget.focus()
                return

    @on(FieldEdited)
    def _edited(self, event: FieldEdited) -> None:
        event.stop()
        row = with_field(self._row, event.name, event.text)
        if row is not None:
            self._row = row
        self._read()

    def _read(self) -> None:
        made = Drafted()
        row = self._row
        if not row.id:
            made.missing.append("what it is")
        elif row.id in self._taken:
            made.problems["substance"] = "The label names this already: edit that row instead."
        content = content_of(row, self._catalogue, made)
        self._made, self._good = made, content is not None
        fields = self.query_one(RowFields)
        fields.show(substance_of(row, self._catalogue), row)
        fields.answer(made.problems, made.understood)
        state = self.query_one("#state", Said)
        if self._good:
            state.say(literal("✓ This row can be kept.", GOOD))
        elif made.problems:
            state.say(literal(f"✗ {next(iter(made.problems.values()))}", BAD))
        else:
            state.say(literal(f"… Still needed: {listed(dict.fromkeys(made.missing))}", ASK))

    def action_save_content(self) -> None:
        """Keep the row."""
        if self._good:
            self.dismiss(self._row)
            return
        said = [*self._made.problems.values(), *(f"{what} is still needed"
                for what in self._made.missing)]  # fmt: skip
        self.tell(f"Not kept yet: {said[0]}" if said else "Not kept yet.", severity="error")

    def action_cancel_content(self) -> None:
        """Go back."""
        self.dismiss(None)
