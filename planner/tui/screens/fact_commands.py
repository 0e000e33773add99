"""The commands of an evening that ask for one of its facts, each handed to its question."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from planner.tui.screens import facts

if TYPE_CHECKING:
    from planner.regimen.models import Regimen
    from planner.tui.screens.editor import EditorScreen
    from planner.tui.screens.facts import Fact


class FactCommands:
    """Has the actions by which the table of commands names what is asked of the evening."""

    @property
    def _evening(self) -> EditorScreen:
        return cast("EditorScreen", self)

    def ask(self, fact: Fact) -> None:
        """Ask for a fact, and change it."""
        editor = self._evening

        def answered(text: str | None) -> None:
            if text is not None:
                editor.apply(fact.change(text), fact.what)
                editor.on_findings.show_accepted()

        editor.app.push_screen(fact.prompt, answered)

    def action_edit_title(self) -> None:
        """Ask for another title."""
        self.ask(facts.title(self._evening.document))

    def action_edit_bedtime(self) -> None:
        """Ask for another bedtime."""
        self.ask(facts.bedtime(self._evening.document))

    def action_edit_weeks(self) -> None:
        """Ask for the planned length."""
        self.ask(facts.weeks(self._evening.document))

    def action_edit_country(self) -> None:
        """Ask for the country whose limits apply."""
        self.ask(facts.country(self._evening.document))

    def action_edit_notes(self) -> None:
        """Ask for notes."""
        self.ask(facts.notes(self._evening.document))

    def action_edit_person(self) -> None:
        """Ask for facts about the person."""
        from planner.tui.screens.person import PersonScreen

        editor = self._evening

        def answered(regimen: Regimen | None) -> None:
            if regimen is not None:
                editor.apply(regimen, "change the person")

        editor.app.push_screen(PersonScreen(editor.document), answered)
