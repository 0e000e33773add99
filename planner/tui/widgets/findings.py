"""What the judge has found, most severe first, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from planner.tui.text import QUIET, SEVERITY, literal
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Finding


class Findings(OptionList):
    """A list of findings in words; one can be highlighted to see what it stands on."""

    BINDINGS = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "first", "First", show=False),
        Binding("G", "last", "Last", show=False),
    ]

    def __init__(self, *, empty: str = "", id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._found: list[Finding] = []
        self._empty = empty
        self._shown: object = None

    def show(
        self, findings: Sequence[Finding], catalogue: Catalogue | None, empty: str | None = None
    ) -> None:
        """Show these findings, grouped by severity; the highlighted place is kept."""
        if empty is not None:
            self._empty = empty
        shown = (tuple(findings), self._empty)
        if shown == self._shown:
            return
        self._shown = shown
        self._found = list(findings)
        place, at = self.highlighted, self.scroll_offset.y
        self.clear_options()
        self.add_options(self._rows_of(findings, catalogue))
        if place is not None and place < self.option_count:
            self.highlighted = place
            self.scroll_to(y=at, animate=False)

    def _rows_of(self, findings: Sequence[Finding], catalogue: Catalogue | None) -> list[Option]:
        if not findings:
            return [Option(literal(self._empty, QUIET), disabled=True)]
        options: list[Option] = []
        for severity in dict.fromkeys(finding.severity for finding in findings):
            sign, name, names, tone = SEVERITY[severity]
            group = [(i, row) for i, row in enumerate(findings) if row.severity == severity]
            heading = counted(len(group), name.lower(), names.lower())
            options.append(Option(literal(f"{sign} {heading}", tone, strong=True), disabled=True))
            options += [
                Option(finding_words(row, catalogue), id=f"finding-{i}") for i, row in group
            ]
        return options

    def select_first_warning(self) -> None:
        """Go to the first warning, where nothing else is selected."""
        if self.selected is not None:
            return
        for number, finding in enumerate(self._found):
            if finding.severity == "warning":
                self.highlighted = self.get_option_index(f"finding-{number}")
                return

    @property
    def selected(self) -> Finding | None:
        """The highlighted finding."""
        if self.highlighted is None:
            return None
        option = self.get_option_at_index(self.highlighted)
        if not option.id or not option.id.startswith("finding-"):
            return None
        return self._found[int(option.id.removeprefix("finding-"))]


def finding_words(finding: Finding, catalogue: Catalogue | None) -> Content:
    """Return a finding as a person reads it: where, what, since when accepted, and the source."""
    sign, _, _, tone = SEVERITY[finding.severity]
    where = f"{visible(finding.entry)}: " if finding.entry else ""
    said = finding.message
    parts = [literal(f"{sign} ", tone), literal(where, strong=True), literal(said)]
    if finding.accepted:
        # Told first: what the person decided must not hide below a long message.
        kept = f"Accepted on {finding.accepted.on.isoformat()}, “{finding.accepted.reason}”. "
        parts = [literal("✓ ", QUIET), parts[1], literal(kept, QUIET), literal(said, QUIET)]
    source = catalogue.sources.get(finding.source or "") if catalogue else None
    if source and "Source:" not in said:
        parts.append(literal(f" Source: {source.short}.", QUIET))
    return Content("").join(parts)
