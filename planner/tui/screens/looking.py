"""Looking closer at an evening: the evidence behind what is selected, and entries compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.judge.findings import Finding, Gauge

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.tui.screens.editor import EditorScreen


class Looking:
    """Opens screens that show and change nothing."""

    def __init__(self, editor: EditorScreen) -> None:
        self._editor = editor
        self._to_compare: str | None = None

    def compare(self, entry: str) -> None:
        """Remember an entry, or put it beside the one that was remembered."""
        from planner.tui.screens.compare import CompareScreen

        document, other = self._editor.document, self._to_compare
        if other is None or other == entry or other not in document.regimen.entries:
            self._to_compare = entry
            self._editor.tell(f"{entry} is remembered. Select another entry and press m again.")
            return
        self._to_compare = None
        side = (document.regimen.title, document.regimen, document.verdict)
        self._editor.app.push_screen(
            CompareScreen(side, side, document.catalogue, entries=(other, entry))
        )

    def show_evidence(self) -> None:
        """Show what the selected finding, total or entry stands on."""
        from planner.tui.screens.evidence import EvidenceScreen

        editor = self._editor
        pane, document = editor.pane, editor.document
        about = pane.selected if editor.at_verdict else None
        names: list[str] = []
        source, entry, said = None, editor.table.selected, ""
        if isinstance(about, Gauge):
            names = [about.substance]
        elif about is not None:
            source, entry = about.source, about.entry
            names = [about.substance] if about.substance else []
        if not names and entry:
            names = document.regimen.substances_of(entry)
        if isinstance(about, Finding) and not names:
            said, names = about.message, _observed_substances(about, document.catalogue)
        editor.app.push_screen(
            EvidenceScreen(
                names,
                source,
                country=document.verdict.country,
                age=document.regimen.person.age if document.regimen.person else None,
                gauge=about if isinstance(about, Gauge) else None,
                said=said,
            )
        )


def _observed_substances(finding: Finding, catalogue: Catalogue) -> list[str]:
    """Return the substances among what was observed, where a finding is about several."""
    observed = (finding.observed or "").split(", ")
    return [name for name in observed if name in catalogue.substances]
