"""The evening: its facts, its entries, and what the judge says of them at every change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click
from textual.widgets import Button, DataTable, OptionList, Static

from planner.judge.findings import Severity
from planner.regimen import edits
from planner.tui.commands import EDITOR, bindings
from planner.tui.screens import facts
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.confirm import Choice, ConfirmScreen
from planner.tui.screens.facts import Fact
from planner.tui.screens.saving import SaveFlow
from planner.tui.text import QUIET, WARN, cut, literal
from planner.tui.widgets.entries_table import EntriesTable
from planner.tui.widgets.findings import Findings
from planner.tui.widgets.gauges import Gauges, worst_first
from planner.wording import counted

if TYPE_CHECKING:
    from planner.document import Document
    from planner.regimen.models import Regimen
    from planner.tui.screens.entry import Edited

EMPTY = "Nothing is planned yet. Press a, or the button Add, and type what it is: magn, ashwa, …"
FACTS = ("edit-title", "edit-bedtime", "edit-weeks", "edit-country", "edit-person", "edit-notes")


class EditorScreen(PlannerScreen[Path | None]):
    """Shows the open regimen; every change goes to the document and comes back from it."""

    WHERE = EDITOR
    BINDINGS = bindings(EDITOR)
    BUTTONS = (
        "add-entry", "edit-entry", "duplicate-entry", "remove-entry", "undo", "accept-finding",
        "show-evidence", "save-regimen", "leave-editor",
    )  # fmt: skip
    CSS_PATH = "../styles/editor.tcss"

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document

    def compose(self) -> ComposeResult:
        """Compose the heading, the entries, and the verdict beside or below them."""
        yield Static(id="title", markup=False)
        with Horizontal(id="facts"):
            for name in FACTS:
                yield Button(
                    "", id=f"fact-{name}", compact=True, action=f"screen.{name.replace('-', '_')}"
                )
        with Container(id="main"):
            with Vertical(id="left"):
                yield EntriesTable(id="entries")
                yield Static(literal(EMPTY, QUIET), id="empty", markup=False)
            with Vertical(id="right"):
                with VerticalScroll(id="gauges-box"):
                    yield Gauges(id="gauges")
                yield Static(id="coverage", markup=False)
                yield Findings(id="findings")
        yield from self.bottom()

    def on_mount(self) -> None:
        """Show the document."""
        self.show()
        self.query_one("#entries").focus()

    def on_screen_resume(self) -> None:
        """Show the document again after another screen."""
        self.show()

    # showing

    def show(self, select: str | None = None) -> None:
        """Show the document and its verdict."""
        document = self.document
        regimen, verdict = document.regimen, document.verdict
        table = self.query_one(EntriesTable)
        table.show(regimen, verdict, select)
        empty = not regimen.entries
        table.display = not empty
        self.query_one("#empty").display = empty
        self.query_one(Gauges).show(
            worst_first(verdict.gauges),
            "The totals of the evening are drawn here, beside what is documented."
            if empty
            else "No documented range or upper limit applies to what is planned: not checked.",
        )
        self.query_one(Findings).show(
            verdict.findings, document.catalogue, "" if empty else "Nothing to report."
        )
        self.query_one("#coverage", Static).update(self._coverage())
        self._show_head()

    def _show_head(self) -> None:
        document, regimen = self.document, self.document.regimen
        if document.dirty:
            mark, tone = "●  unsaved", WARN
        elif document.path is None:
            mark, tone = "no file yet", QUIET
        else:
            mark, tone = f"saved, {cut(document.path.name, 30)}", QUIET
        width = self.app.size.width - 4
        title = cut(regimen.title, max(width - len(mark) - 3, 20))
        gap = max(width - _columns(title) - len(mark), 1)
        head = Content.assemble(literal(title, strong=True), " " * gap, literal(mark, tone))
        self.query_one("#title", Static).update(head)
        words_of = {
            "edit-title": "Title",
            "edit-bedtime": f"Bedtime {regimen.bedtime.text}" if regimen.bedtime else "No bedtime",
            "edit-weeks": counted(regimen.weeks, "week") if regimen.weeks else "No length",
            "edit-country": self._country_words(),
            "edit-person": _person_words(regimen),
            "edit-notes": "Notes ✎" if regimen.notes else "Notes",
        }
        for name, words in words_of.items():
            button = self.query_one(f"#fact-{name}", Button)
            button.label = literal(words)
            button.refresh(layout=True)

    def _country_words(self) -> str:
        own = self.document.regimen.person and self.document.regimen.person.country
        country = self.document.verdict.country
        if own:
            return f"Limits {cut(country, 4)} (this person)"
        return f"Limits {cut(country, 4)} ({'setting' if self.document.country else 'default'})"

    def _coverage(self) -> Content:
        regimen, verdict = self.document.regimen, self.document.verdict
        if not regimen.entries:
            return Content("")
        missing = len(verdict.not_checked())
        words = f"Findings · {len(regimen.entries) - missing} checked, {missing} not checked"
        return literal(words, strong=True)

    def on_resize(self) -> None:
        """Fit the heading to the new width."""
        self._show_head()

    # changing

    def apply(self, regimen: Regimen, what: str, select: str | None = None) -> None:
        """Make a regimen the current one and show it."""
        self.document.apply(regimen, what)
        self.show(select)

    def _entry(self) -> str | None:
        selected = self.query_one(EntriesTable).selected
        if selected is None or selected not in self.document.regimen.entries:
            self.tell("There is no entry yet. Press a to add one.")
            return None
        return selected

    def action_add_entry(self) -> None:
        """Ask for a new entry."""
        from planner.tui.screens.entry import EntryScreen

        self.app.push_screen(EntryScreen(self.document, None), self._entry_done)

    @on(DataTable.RowSelected, "#entries")
    def action_edit_entry(self) -> None:
        """Edit the selected entry."""
        from planner.tui.screens.entry import EntryScreen

        entry = self._entry()
        if entry is not None:
            self.app.push_screen(EntryScreen(self.document, entry), self._entry_done)

    def _entry_done(self, edited: Edited | None) -> None:
        if edited is not None:
            self.apply(edited.regimen, edited.what, edited.entry)
            self.query_one("#entries").focus()

    def action_duplicate_entry(self) -> None:
        """Put a copy of the selected entry behind it."""
        entry = self._entry()
        if entry is not None:
            regimen, name = edits.duplicate_entry(self.document.regimen, entry)
            self.apply(regimen, f"copy {entry}", name)
            self.tell(f"{entry} is copied as {name}. Totals count both.")

    def action_remove_entry(self) -> None:
        """Remove the selected entry."""
        entry = self._entry()
        if entry is not None:
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

    def _ask(self, fact: Fact) -> None:
        def answered(text: str | None) -> None:
            if text is not None:
                self.apply(fact.change(text), fact.what)

        self.app.push_screen(fact.prompt, answered)

    @on(Click, "#title")
    def action_edit_title(self) -> None:
        """Ask for another title."""
        self._ask(facts.title(self.document))

    def action_edit_bedtime(self) -> None:
        """Ask for another bedtime."""
        self._ask(facts.bedtime(self.document))

    def action_edit_weeks(self) -> None:
        """Ask for the planned length."""
        self._ask(facts.weeks(self.document))

    def action_edit_country(self) -> None:
        """Ask for the country whose limits apply."""
        self._ask(facts.country(self.document))

    def action_edit_notes(self) -> None:
        """Ask for notes."""
        self._ask(facts.notes(self.document))

    def action_edit_person(self) -> None:
        """Ask for facts about the person."""
        from planner.tui.screens.person import PersonScreen

        def answered(regimen: Regimen | None) -> None:
            if regimen is not None:
                self.apply(regimen, "change the person")

        self.app.push_screen(PersonScreen(self.document), answered)

    def action_accept_finding(self) -> None:
        """Accept the selected warning with a reason, or take that back."""
        findings = self.query_one(Findings)
        findings.select_first_warning()
        finding = findings.selected
        if finding is None or finding.severity is not Severity.WARNING:
            self.tell(
                "Only a warning can be accepted. Select one under Findings (tab goes there)."
                if any(row.severity is Severity.WARNING for row in self.document.verdict.findings)
                else "There is no warning to accept."
            )
            return
        findings.focus()
        if finding.accepted:
            regimen = facts.without_acceptance(self.document.regimen, finding)
            self.apply(regimen, f"no longer accept {finding.code}")
            self.tell("The warning counts again.")
            return
        self._ask(facts.acceptance(self.document, finding, self.planner.now().date()))

    # evidence, saving and leaving

    @on(OptionList.OptionSelected, "#findings")
    def action_show_evidence(self) -> None:
        """Show what the selected finding or entry stands on."""
        from planner.tui.screens.evidence import EvidenceScreen

        findings = self.query_one(Findings)
        finding = findings.selected if findings.has_focus else None
        if finding is not None:
            names = [finding.substance] if finding.substance else []
            entry = finding.entry
        else:
            names, entry = [], self.query_one(EntriesTable).selected
        if not names and entry:
            names = substances_of(self.document.regimen, entry)
        self.app.push_screen(EvidenceScreen(names, finding.source if finding else None))

    def action_save_regimen(self) -> None:
        """Save."""
        SaveFlow(self, self.document, self.show).start()

    def action_leave_editor(self) -> None:
        """Go back to the library."""
        self.ask_before_leaving(lambda: self.dismiss(self.document.path))

    def ask_before_leaving(self, leave: Callable[[], object]) -> None:
        """Leave, after asking about unsaved changes."""
        if not self.document.dirty:
            leave()
            return

        def answered(answer: str | None) -> None:
            if answer == "save":
                SaveFlow(self, self.document, leave).start()
            elif answer == "discard":
                leave()

        choices = (
            Choice("s", "Save", "save", main=True),
            Choice("d", "Discard", "discard"),
            Choice("escape", "Stay", "stay"),
        )
        title = cut(self.document.regimen.title, 60)
        self.app.push_screen(
            ConfirmScreen("Unsaved changes", f"“{title}” has changes that no file holds.", choices),
            answered,
        )


def substances_of(regimen: Regimen, entry: str) -> list[str]:
    """Return the ids that an entry takes, those of its label included."""
    row = regimen.entries.get(entry)
    if row is None:
        return []
    if row.product and row.product in regimen.products:
        return list(regimen.products[row.product].contents)
    return [row.takes]


def _person_words(regimen: Regimen) -> str:
    person = regimen.person
    parts = []
    if person and person.age is not None:
        parts.append(f"{person.age} y")
    if person and person.conditions:
        parts.append(f"{len(person.conditions)} cond.")
    if regimen.medicines:
        parts.append(f"{len(regimen.medicines)} med.")
    return f"Person {', '.join(parts)}" if parts else "Person"


def _columns(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
