"""A regimen at a glance: its schedule, its gauges and its worst findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.tui.clock_display import shown_span
from planner.tui.text import QUIET, SEVERITY, STATE, STATUS, cut, lines, literal, whole
from planner.wording import visible

if TYPE_CHECKING:
    from planner.judge.findings import Gauge, Verdict
    from planner.regimen.reading import Reading
    from planner.tui.widgets.gauges import Gauges

_WORST = 4


class Preview(VerticalScroll):
    """What a file holds, read only."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._gauges: Gauges | None = None

    def compose(self) -> ComposeResult:
        """Compose the parts; they are filled when a regimen is selected."""
        yield Static(id="preview-head", markup=False)
        yield Static(id="preview-findings", markup=False)

    def show(self, reading: Reading, verdict: Verdict, name: str) -> None:
        """Show a regimen as far as it could be read, and the name of its file."""
        sign, word, tone = STATUS[verdict.status]
        parts = [literal(reading.title or name, strong=True), literal(f"  {sign} {word}", tone)]
        if unchecked := len(verdict.not_checked()):  # a pass says nothing about these
            dash, words, quiet = STATE["not checked"]
            parts.append(literal(f"  {dash} {unchecked} {words}", quiet))
        head = [Content.assemble(*parts)]
        if reading.title:
            head.append(literal(name, QUIET))
        for taking in verdict.schedule:
            time = shown_span(taking.at, taking.until) if taking.at else "no bedtime"
            phase = f", phase {taking.phase}" if taking.phase else ""
            row = f"{time:<11}  {whole(taking.dose)}  {cut(taking.name, 60)}{phase}"
            head.append(literal(row))
        if not verdict.schedule and not verdict.findings:
            head.append(literal("Nothing is planned in it yet.", QUIET))
        self.query_one("#preview-head", Static).update(lines(head))
        self._show_gauges(verdict.gauges)
        self.query_one("#preview-findings", Static).update(lines(_worst(verdict)))
        self.scroll_home(animate=False)

    def clear(self) -> None:
        """Show nothing."""
        for part in self.query(Static):
            part.update("")
        self._show_gauges(())

    def _show_gauges(self, shown: Sequence[Gauge]) -> None:
        """Draw totals; what draws them is loaded at first use, after the first paint."""
        from planner.tui.widgets.gauges import Gauges

        if self._gauges is None:
            self._gauges = Gauges(id="preview-gauges")
            self.mount(self._gauges, after="#preview-head")
        self._gauges.show(shown)
        self._gauges.display = bool(shown)


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
