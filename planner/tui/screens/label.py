"""One more row of a label: a substance, also one that the catalogue lacks, and its amount."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from textual import events, on
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from planner.catalogue import OTHER, Catalogue
from planner.forms.draft import Draft, Drafted, Row, chosen_row, substance_of
from planner.forms.label_reading import read_label
from planner.forms.labels import content_of, settled_row
from planner.regimen.edits import free_name
from planner.tui.commands import LABEL, bindings
from planner.tui.messages import FieldEdited, SubstanceChosen
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.leaving import ask_about_typing
from planner.tui.text import ASK, BAD, GOOD, lines, literal
from planner.tui.widgets.amount_field import NEEDED
from planner.tui.widgets.label_fields import reading_words
from planner.tui.widgets.row_fields import RowFields, asked_fields, with_field
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

    def __init__(self, catalogue: Catalogue, row: Row, taken: frozenset[str], label: Draft) -> None:
        """Edit a row; `taken` are the other rows, and `label` says what one serving is."""
        super().__init__()
        self._catalogue, self._row, self._start, self._taken = catalogue, row, row, taken
        self._label = replace(label, also=())
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
    def substance_taken(self, event: SubstanceChosen) -> None:
        """Ask what is to be asked of a substance, before the next key is typed."""
        if not event.substance:
            self.tell("Type its name first; what the catalogue lacks is kept and not checked.")
            return
        key = event.substance
        if key == OTHER:
            key = free_name(event.name, self._catalogue.substances.keys() | self._taken)
        self._row = chosen_row(self._row, key, event.name, self._catalogue)
        self.query_one(RowFields).fill(self._row)
        self._read()
        self._ask_next()

    def _ask_next(self) -> None:
        """Put the focus on the first question whose answer is needed."""
        for name in ("#which", "#input-amount"):
            widget = self.query_one(name)
            asked = widget.parent if name == "#input-amount" else widget
            if asked is not None and getattr(asked, "display", False):
                self.set_focus(widget)
                return

    @on(FieldEdited)
    def _edited(self, event: FieldEdited) -> None:
        event.stop()
        row = with_field(self._row, event.name, event.text)
        if row is not None:
            self._row = row
        self._read()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Tie a strength that was typed in mg to the amount that it is in."""
        del event
        row = settled_row(self._row, self._catalogue)
        if row is not self._row:
            self._row = row
            self.query_one(RowFields).fill(row)
            self._read()

    def _read(self) -> None:
        made = Drafted()
        row = self._row
        if not row.id:
            made.needed["substance"] = "what it is"
        elif row.id in self._taken:
            made.problems["substance"] = "The label names this already: edit that row instead."
        content = content_of(row, self._catalogue, made)
        self._made, self._good = made, content is not None
        fields = self.query_one(RowFields)
        substance = substance_of(row, self._catalogue)
        fields.show(substance, row)
        fields.answer(made.problems, made.understood)
        signs = asked_fields(row, substance, None) | dict.fromkeys(made.needed, NEEDED)
        fields.mark(signs)
        self.query_one(SubstanceSearch).mark(signs.get("substance", ""))
        reading = read_label(replace(self._label, row=row), self._catalogue)
        shown = [reading_words(replace(reading, needed=()))] if content is not None else []
        if self._good:
            shown.append(literal("✓ This row can be kept.", GOOD))
        elif made.problems:
            shown.append(literal(f"✗ {next(iter(made.problems.values()))}", BAD))
        else:
            shown.append(literal(f"{NEEDED} Still needed: {listed(made.missing)}", ASK))
        self.query_one("#state", Said).say(lines(shown))

    def action_save_content(self) -> None:
        """Keep the row."""
        if self._good:
            self.dismiss(settled_row(self._row, self._catalogue))
            return
        said = [*self._made.problems.values(), *(f"{what} is still needed"
                for what in self._made.missing)]  # fmt: skip
        self.tell(f"Not kept yet: {said[0]}" if said else "Not kept yet.", severity="error")

    def half_typed(self) -> bool:
        """Whether something is typed that the label does not hold."""
        return self._row != self._start

    def action_cancel_content(self) -> None:
        """Go back, after asking if something was typed."""
        ask_about_typing(self.app, self, lambda: self.dismiss(None))


def ask_row(
    app: App[Any],
    catalogue: Catalogue,
    label: Draft,
    place: int | None,
    keep: Callable[[tuple[Row, ...]], None],
) -> None:
    """Ask for another row of a label, or for the one at a place, and give all rows to `keep`."""
    also = label.also
    taken = {row.id for row in (label.row, *also)}
    start = also[place] if place is not None else Row()

    def answered(row: Row | None) -> None:
        if row is not None:
            keep((*also, row) if place is None else (*also[:place], row, *also[place + 1 :]))

    app.push_screen(LabelScreen(catalogue, start, frozenset(taken - {start.id}), label), answered)
