"""What the judge says of the entry that is being typed, or what is in the way of a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content

from planner.forms.label_reading import LabelReading
from planner.tui.text import ASK, BAD, QUIET, STATE, lines, literal
from planner.tui.widgets.amount_field import NEEDED
from planner.tui.widgets.gauges import worst_first
from planner.tui.widgets.label_fields import reading_words
from planner.tui.widgets.verdict_pane import VerdictPane
from planner.wording import listed

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.forms.draft import Drafted
    from planner.judge.findings import Verdict

NO_VERDICT = "The verdict is shown here as soon as the dose can be read."
NOT_CHECKED = "No documented range or upper limit applies: it is not checked."


class EntryVerdict(VerdictPane):
    """The verdict on one entry, with its state above."""

    def tell(
        self,
        made: Drafted,
        verdict: Verdict | None,
        wrong: str,
        reading: LabelReading,
        catalogue: Catalogue,
    ) -> None:
        """Show the verdict on an entry, or what is needed for one.

        `wrong` says which fields cannot be read, and `reading` how the label is read, where no
        other place has room for it.
        """
        bad = [literal(f"✗ {wrong}", BAD)] if wrong else []
        if verdict is None:
            # What is needed is told here for the whole entry.
            label = replace(reading, needed=())
            read = [reading_words(label)] if label != LabelReading() else []
            needed = f"{NEEDED} Still needed: {listed(made.missing)}"
            head = lines([*([literal(needed, ASK)] if made.missing else []), *bad, *read])
            self.show((), (), None, head=head, no_gauges=NO_VERDICT)
            return
        sign, word, tone = STATE[verdict.state(made.entry)]
        rest = literal(", counted with all entries of the evening", QUIET)
        state = Content.assemble(literal(f"{sign} {word}", tone, strong=True), rest)
        self.show(
            worst_first([gauge for gauge in verdict.gauges if made.entry in gauge.entries]),
            verdict.about(made.entry),
            catalogue,
            head=lines([state, *bad]),
            no_gauges=NOT_CHECKED,
            no_findings="Nothing to report about this entry.",
        )
