"""What can be done about a finding of the evening: go to its field, mend it, accept it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.judge.findings import Finding, Severity
from planner.judge.remedies import Remedy, remedies
from planner.tui.screens import facts

if TYPE_CHECKING:
    from planner.tui.screens.editor import EditorScreen


class FindingActions:
    """Acts on the finding that is selected in the editor, or on the first one."""

    def __init__(self, editor: EditorScreen) -> None:
        self._editor = editor
        self._offers: dict[Finding, tuple[Remedy, ...]] = {}
        self._judged: object = None

    def offers(self, finding: Finding) -> tuple[Remedy, ...]:
        """Return what can be done about a finding of the verdict as it stands, best first."""
        document = self._editor.document
        if self._judged is not document.verdict:
            self._judged, self._offers = document.verdict, {}
        found = self._offers.get(finding)
        if found is None:
            found = remedies(finding, document.regimen, document.verdict, document.catalogue)
            self._offers[finding] = found
        return found

    def selected(self, *, warning: bool = False) -> Finding | None:
        """Return the finding under the mark, or the first one there is."""
        pane = self._editor.pane
        selected = pane.selected_finding
        if selected is not None:
            return selected
        for row in self._editor.document.verdict.findings:
            if row.severity is Severity.WARNING or not warning:
                pane.select(row)
                return row
        return None

    def mend(self) -> None:
        """Do what is offered first for the finding, or go to the field that it is about."""
        finding = self.selected()
        if finding is None:
            self._editor.tell("There is no finding to mend.")
            return
        offered = self.offers(finding)
        if not offered:
            self._editor.tell("Planner has nothing to offer here. v shows what it stands on.")
            return
        remedy = offered[0]
        if remedy.regimen is None:
            self.go_to(remedy.entry, remedy.field)
            return
        self._editor.apply(remedy.regimen, remedy.label, finding.entry)
        self._editor.tell(f"Done: {remedy.label}. Press u to take it back.")

    def accept(self) -> None:
        """Accept the warning with a reason, or take that back."""
        editor, finding = self._editor, self.selected(warning=True)
        if finding is None or finding.severity is not Severity.WARNING:
            findings = editor.document.verdict.findings
            editor.tell(
                "Only a warning can be accepted. Select one under Findings (tab goes there)."
                if any(row.severity is Severity.WARNING for row in findings)
                else "There is no warning to accept."
            )
            return
        editor.pane.focus()
        if finding.accepted:
            regimen = facts.without_acceptance(editor.document.regimen, finding)
            editor.apply(regimen, f"no longer accept {finding.code}")
            editor.tell("The warning counts again.")
            return
        editor.ask(facts.acceptance(editor.document, finding, editor.planner.now().date()))

    def show_accepted(self) -> None:
        """Have the mark seen at the finding that was accepted, which has gone to the end."""
        if (selected := self._editor.pane.selected) is not None:
            self._editor.pane.select(selected)

    def open_field(self, finding: Finding) -> None:
        """Go to the field that a finding is about, without changing anything."""
        places = [row for row in self.offers(finding) if row.field]
        if places:
            self.go_to(places[0].entry, places[0].field)
        else:
            self.go_to(finding.entry, None)

    def go_to(self, entry: str | None, field: str | None) -> None:
        """Open a fact of the regimen, or a field of an entry."""
        editor = self._editor
        asked = {
            "title": editor.action_edit_title,
            "bedtime": editor.action_edit_bedtime,
            "weeks": editor.action_edit_weeks,
            "country": editor.action_edit_country,
            "person": editor.action_edit_person,
        }.get(field or "")
        if asked is not None:
            asked()
        elif entry in editor.document.regimen.entries:
            editor.open_entry(entry, focus=field)
        else:
            editor.tell("This finding is about no single field.")
