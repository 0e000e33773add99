"""The evening: its facts, its entries, and what the judge says of them at every change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.timer import Timer
from textual.widgets import Static

from planner.clock import TimeOfDay
from planner.judge.findings import Gauge
from planner.judge.supply import supply_words_of
from planner.judge.timeline import timeline
from planner.regimen import edits
from planner.tui.commands import EDITOR, bindings
from planner.tui.finding_drawing import summary_words
from planner.tui.messages import (
    EntryHighlighted,
    EntryOpened,
    TakingChosen,
    TakingMoved,
    VerdictItemChosen,
)
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.fact_commands import FactCommands
from planner.tui.screens.finding_actions import FindingActions
from planner.tui.screens.looking import Looking
from planner.tui.screens.saving import SaveFlow, ask_about_changes
from planner.tui.screens.template_commands import EditorTemplates
from planner.tui.screens.what_if import QUARTER, WhatIf
from planner.tui.text import QUIET, cut, lines, literal
from planner.tui.widgets.entries_table import EntriesTable
from planner.tui.widgets.evening_head import EveningHead
from planner.tui.widgets.gauges import worst_first
from planner.tui.widgets.said import Said
from planner.tui.widgets.timeline import Timeline
from planner.tui.widgets.verdict_pane import VerdictPane

if TYPE_CHECKING:
    from planner.document import Document
    from planner.regimen.models import Regimen
    from planner.tui.screens.entry import Edited

EMPTY = (
    "Nothing is planned yet. Press a, or the button Add, and type what it is: magn, ashwa, …",
    "Not sure what? Press i to see what is documented for which kind of evening.",
)
NO_TOTALS = "The totals of the evening are drawn here, beside what is documented."
NOT_CHECKED = "No documented range or upper limit applies to what is planned: not checked."
TALL = 32
"""Rows from which the picture of the evening is drawn in full."""
OFFER_AFTER, OFFER_PAUSE = 0.15, 0.002
MOST_OFFERS = 12
"""Findings that a remedy is looked for before anybody asks; each costs a judgement or more."""


class EditorScreen(FactCommands, EditorTemplates, PlannerScreen[Path | None]):
    """Shows the open regimen; every change goes to the document and comes back from it."""

    WHERE = EDITOR
    BINDINGS = bindings(EDITOR)
    BUTTONS = (
        "add-entry", "edit-entry", "remove-entry", "more", "less", "undo", "mend-finding",
        "accept-finding", "show-evidence", "share-regimen", "save-regimen", "leave-editor",
    )  # fmt: skip
    CSS_PATH = "../styles/editor.tcss"

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.what_if = WhatIf(self)
        self.on_findings = FindingActions(self)
        self.looking = Looking(self)
        self.at_verdict = False
        """Whether what is selected in the verdict is meant, not the selected entry."""
        self._offering: Timer | None = None

    def compose(self) -> ComposeResult:
        """Compose the heading, the picture, the entries, and the verdict beside or below them."""
        yield EveningHead(id="head")
        yield Timeline(id="timeline")
        with Container(id="main"):
            with Vertical(id="left"):
                yield EntriesTable(id="entries")
                yield Static(lines(literal(row, QUIET) for row in EMPTY), id="empty", markup=False)
                yield Said(id="supply")
            yield VerdictPane(acts=True, id="verdict")
        yield from self.bottom()

    def on_mount(self) -> None:
        """Show the document."""
        self.show()
        self.table.focus()
        self.settle_memory()

    def on_screen_resume(self) -> None:
        """Show the document again after another screen."""
        self.show()

    @property
    def table(self) -> EntriesTable:
        """The entries."""
        return self.query_one("#entries", EntriesTable)

    @property
    def pane(self) -> VerdictPane:
        """The verdict."""
        return self.query_one("#verdict", VerdictPane)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember whether entries or findings were gone to last: a button takes the focus."""
        if event.widget in (self.pane, self.table, self.query_one(Timeline)):
            self.at_verdict = event.widget is self.pane

    # showing

    def show(self, select: str | None = None) -> None:
        """Show the document and its verdict."""
        document = self.document
        regimen, verdict = document.regimen, document.verdict
        empty = not regimen.entries
        self.table.show(regimen, verdict, select)
        self.table.display = not empty
        self.query_one("#empty").display = empty
        self.pane.show(
            worst_first(verdict.gauges),
            verdict.findings,
            document.catalogue,
            head=None if empty else summary_words(verdict.findings, self._coverage()),
            no_gauges=NO_TOTALS if empty else NOT_CHECKED,
            heading="" if empty else "Findings",
            no_findings="" if empty else "Nothing to report.",
            names={taking.entry: taking.name for taking in verdict.schedule},
        )
        self.query_one(EveningHead).show(document)
        self._show_selected()
        self._offer_later()
        self.planner.keep_draft_soon()

    def _show_selected(self) -> None:
        """Show what depends on which entry is selected: the picture and the supply."""
        document, entry = self.document, self.table.selected
        now = self.planner.now()
        self.query_one(Timeline).show(
            timeline(document.regimen, document.verdict, document.catalogue),
            selected=entry,
            now=TimeOfDay(now.hour * 60 + now.minute),
            compact=self.app.size.height < TALL,
        )
        words = supply_words_of(document.regimen, entry) if entry else ""
        said = self.query_one("#supply", Said)
        said.say(literal(words, QUIET))
        said.display = bool(words)

    def _offer_later(self) -> None:
        """Look for remedies after the paint: each of them is judged before it is offered."""
        if self._offering is not None:
            self._offering.stop()
        self._offering = self.set_timer(OFFER_AFTER, self._offer)

    def _offer(self, done: int = 0) -> None:
        """Look for the remedies of one finding, then let keys through before the next."""
        findings = self.document.verdict.findings[:MOST_OFFERS]
        if done < len(findings):
            self.on_findings.offers(findings[done])
            self._offering = self.set_timer(OFFER_PAUSE, partial(self._offer, done + 1))
            return
        offered = {row: self.on_findings.offers(row) for row in findings}
        self.pane.show_remedies({row: found[0].label for row, found in offered.items() if found})

    def _coverage(self) -> str:
        entries = len(self.document.regimen.entries)
        missing = len(self.document.verdict.not_checked())
        rest = f", {missing} not" if missing else ""
        return f"{entries - missing} of {entries} checked{rest}"

    @on(EntryHighlighted)
    def _entry_selected(self) -> None:
        self._show_selected()

    # changing

    def apply(
        self, regimen: Regimen, what: str, select: str | None = None, *, merge: str | None = None
    ) -> None:
        """Make a regimen the current one and show it."""
        self.document.apply(regimen, what, merge=merge)
        self.show(select)

    def _entry(self) -> str | None:
        selected = self.table.selected
        if selected is None or selected not in self.document.regimen.entries:
            self.tell("There is no entry yet. Press a to add one.")
            return None
        return selected

    def action_add_entry(self) -> None:
        """Ask for a new entry."""
        self.open_entry(None)

    def start_entry(self, substance: str, reason: str) -> None:
        """Ask for a new entry of a substance, with the reason filled in."""
        self.open_entry(None, start=(substance, reason))

    def restore_form(self, values: Mapping[str, Any]) -> None:
        """Open the form as a draft has kept it."""
        name = values.get("entry")
        entry = name if name in self.document.regimen.entries else None
        self.open_entry(entry, values=values)

    @on(EntryOpened)
    def action_edit_entry(self) -> None:
        """Edit the selected entry."""
        if (entry := self._entry()) is not None:
            self.open_entry(entry)

    def open_entry(
        self,
        entry: str | None,
        *,
        start: tuple[str, str] | None = None,
        focus: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Open the form of an entry, or of a new one."""
        from planner.tui.screens.entry import EntryScreen

        self.app.push_screen(
            EntryScreen(self.document, entry, start=start, focus=focus, values=values),
            self._entry_done,
        )

    def _entry_done(self, edited: Edited | None) -> None:
        if edited is not None:
            self.apply(edited.regimen, edited.what, edited.entry)
            self.table.focus()

    def action_duplicate_entry(self) -> None:
        """Put a copy of the selected entry behind it."""
        if (entry := self._entry()) is not None:
            regimen, name = edits.duplicate_entry(self.document.regimen, entry)
            self.apply(regimen, f"copy {entry}", name)
            self.tell(f"{entry} is copied as {name}. Totals count both.")

    def action_remove_entry(self) -> None:
        """Remove the selected entry."""
        if (entry := self._entry()) is not None:
            self.apply(edits.without_entry(self.document.regimen, entry), f"remove {entry}")
            self.tell(f"{entry} is removed. Press u to bring it back.")

    def action_undo(self) -> None:
        """Take the last change back."""
        what = self.document.undo()
        self.tell(f"Taken back: {what}" if what else "There is nothing to take back.")
        self.show()

    def action_redo(self) -> None:
        """Do again what was undone."""
        what = self.document.redo()
        self.tell(f"Done again: {what}" if what else "There is nothing to do again.")
        self.show()

    # findings and what if

    @on(VerdictItemChosen)
    def _item_chosen(self, event: VerdictItemChosen) -> None:
        """Go to the field that a finding is about; a gauge shows what it stands on."""
        event.stop()
        if isinstance(event.about, Gauge):
            self.action_show_evidence()
        else:
            self.on_findings.open_field(event.about)

    def action_mend_finding(self) -> None:
        """Do what is offered for the selected finding."""
        self.on_findings.mend()

    def action_accept_finding(self) -> None:
        """Accept the selected warning with a reason, or take that back."""
        self.on_findings.accept()

    @on(TakingMoved)
    def _taking_moved(self, event: TakingMoved) -> None:
        event.stop()
        self.what_if.move(event.entry, event.taking, event.minutes, event.drag or None)

    @on(TakingChosen)
    def _taking_chosen(self, event: TakingChosen) -> None:
        event.stop()
        self.table.select(event.entry)

    def action_more(self) -> None:
        """Take a step more of the selected entry."""
        if (entry := self._entry()) is not None:
            self.what_if.step(entry, 1)

    def action_less(self) -> None:
        """Take a step less of the selected entry."""
        if (entry := self._entry()) is not None:
            self.what_if.step(entry, -1)

    def action_bedtime_earlier(self) -> None:
        """Go to bed a quarter of an hour earlier."""
        self.what_if.shift_bedtime(-QUARTER)

    def action_bedtime_later(self) -> None:
        """Go to bed a quarter of an hour later."""
        self.what_if.shift_bedtime(QUARTER)

    def action_compare_entries(self) -> None:
        """Remember the selected entry, or put it beside the one that was remembered."""
        if (entry := self._entry()) is not None:
            self.looking.compare(entry)

    def action_copy_text(self) -> None:
        """Copy the selected finding, or the selected entry, as text."""
        text = (self.pane if self.at_verdict else self.table).as_text()
        self.app.copy_to_clipboard(text)
        self.tell(f"Copied, where the terminal allows it: {cut(text, 120)}")

    # evidence, saving and leaving

    def action_choose(self) -> None:
        """Show what is documented for a situation; a choice starts an entry."""
        from planner.tui.screens.choosing import Choice as Chosen
        from planner.tui.screens.choosing import ChoosingScreen

        def answered(choice: Chosen | None) -> None:
            if choice is not None:
                self.start_entry(choice.substance, choice.reason)

        self.app.push_screen(ChoosingScreen(self.document.catalogue), answered)

    def action_show_evidence(self) -> None:
        """Show what the selected finding, total or entry stands on."""
        self.looking.show_evidence()

    def action_save_regimen(self) -> None:
        """Save."""
        SaveFlow(self, self.document, self.show).start()

    def action_share_regimen(self) -> None:
        """Show what it would say in each format, once it is saved."""
        from planner.tui.screens.sharing import share_document

        share_document(self, self.document)

    def action_leave_editor(self) -> None:
        """Go back to the library."""
        self.ask_before_leaving(lambda: self.dismiss(self.document.path))

    def ask_before_leaving(self, leave: Callable[[], object]) -> None:
        """Leave, after asking about unsaved changes."""
        ask_about_changes(self, self.document, leave)
