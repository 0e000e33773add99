"""A regimen at a glance: its schedule, its gauges and its worst findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.tui.text import QUIET, SEVERITY, STATUS, cut, lines, literal, whole
from planner.wording import visible

if TYPE_CHECKING:
    from planner.judge.findings import Verdict
    from planner.regimen.reading import Reading

_WORST = 4


class Preview(VerticalScroll):
    """What a file holds, read only."""

    def compose(self) -> ComposeResult:
        """Compose the parts; they are filled when a regimen is selected."""
        from planner.tui.widgets.gauges import Gauges

        yield Static(id="preview-head", markup=False)
        yield Gauges(id="preview-gauges")
        yield Static(id="preview-findings", markup=False)

    def show(self, reading: Reading, verdict: Verdict) -> None:
        """Show a regimen as far as it could be read."""
        from planner.tui.widgets.gauges import Gauges

        sign, word, tone = STATUS[verdict.status]
        title = reading.title or (reading.path.name if reading.path else "Untitled")
        head = [
            Content.assemble(literal(title, strong=True), "  ", literal(f"{sign} {word}", tone))
        ]
        for taking in verdict.schedule:
            time = f"{taking.at}–{taking.until}" if taking.until else taking.at or "—"
            phase = f", phase {taking.phase}" if taking.phase else ""
            row = f"{time:<11}  {whole(taking.dose)}  {cut(taking.name, 60)}{phase}"
            head.append(literal(row))
        if not verdict.schedule and not verdict.findings:
            head.append(literal("Nothing is planned in it yet.", QUIET))
        self.query_one("#preview-head", Static).update(lines(head))
        self.query_one(Gauges).show(verdict.gauges)
        self.query_one("#preview-findings", Static).update(lines(_worst(verdict)))
        self.scroll_home(animate=False)

    def clear(self) -> None:
        """Show nothing."""
        from planner.tui.widgets.gauges import Gauges

        for part in self.query(Static):
            part.update("")
        self.query_one(Gauges).show(())


def _worst(verdict: Verdict) -> list[Content]:
    rows = []
    for finding in verdict.findings[:_WORST]:
        sign, _, _, tone = SEVERITY[finding.severity]
        where = f"{visible(finding.entry)}: " if finding.entry else ""
        said = cut(finding.message, 400)
        rows.append(Content.assemble(literal(f"{sign} ", tone), literal(f"{where}{said}")))
    more = len(verdict.findings) - _WORST
    if more > 0:
        rows.append(literal(f"and {more} more, shown when it is opened", QUIET))
    return rows
