"""What a file that was received says, in rows of text: from whom, what differs, what is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from planner.export.differing import difference_words
from planner.export.opened import (
    AS_FOR_AN_ADULT,
    fingerprint_words,
    limits_words,
    link_words,
    minor_words,
    origin_words,
)
from planner.export.sheet import NOT_ADVICE
from planner.tui.clock_display import with_shown_times
from planner.tui.drawing import legend
from planner.tui.text import BAD, GOOD, QUIET, SEVERITY, STATUS, WARN, filled, literal, wrapped
from planner.tui.widgets.gauges import gauge_rows, once_with_weeks, worst_first
from planner.wording import counted, listed

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.opened import Opened
    from planner.export.sheet import FindingRow, Sheet, TotalRow

_STATUS = {
    "pass": "nothing to warn about in what was checked.",
    "ask": "a fact is missing: see the questions.",
    "warn": "something lies outside what is documented: see the warnings.",
    "invalid": "it holds errors, so that nobody should take anything by it.",
}
_AS_FOR_AN_ADULT = {
    "pass": "judged as for an adult, and the person is under age.",
    "ask": (
        "judged as for an adult, and the person is under age. A fact is missing, too: see the"
        " questions."
    ),
}
_GROUPS = ("warning", "question", "note")


class ReceivedRows:
    """Writes the rows for one width of the screen."""

    def __init__(self, opened: Opened, catalogue: Catalogue, origin: str, width: int) -> None:
        """`origin` says who has chosen the country whose limits are used."""
        self._opened, self._catalogue = opened, catalogue
        self._origin, self._width = origin, width

    def rows(self) -> list[Content]:
        """Return everything that is told, from whom it is first."""
        return [row for part in self._parts() for row in part]

    def _parts(self) -> Iterator[Iterable[Content]]:
        yield self._origin_rows()
        yield self._verdict_rows()
        sheet = self._opened.sheet
        if sheet is None:
            yield self._errors()
            return
        yield self._differences(sheet)
        yield self._plan(sheet)
        yield self._taken(sheet)
        yield self._schedule(sheet)
        yield self._totals(sheet)
        yield from (self._findings(sheet, severity) for severity in _GROUPS)
        yield self._not_checked(sheet)
        yield self._sources(sheet)
        yield self._text(NOT_ADVICE, QUIET, indent=0)

    # rows

    def _heading(self, text: str) -> Iterator[Content]:
        yield from self._text(text, indent=0, strong=True)

    def _text(
        self, text: str, tone: str = "", *, indent: int = 2, mark: str = "", strong: bool = False
    ) -> Iterator[Content]:
        """Yield a paragraph; `mark` stands before it, and lines below line up with its text."""
        inside = indent + len(mark) + bool(mark)
        for number, row in enumerate(wrapped(text, max(self._width - inside, 10))):
            before = filled(" " * indent + (mark if not number else ""), inside)
            yield literal(f"{before}{row}", tone, strong=strong)

    def _origin_rows(self) -> Iterator[Content]:
        opened = self._opened
        received = opened.received
        yield from self._heading("Where it comes from")
        yield from self._text(origin_words(received))
        if received.lacks_age:
            yield from self._text(minor_words(received), WARN, mark="!")
        if received.is_changed:
            yield from self._text(fingerprint_words(received), WARN, mark="!")
        elif received.told is not None:
            yield from self._text(fingerprint_words(received), GOOD, mark="✓")
        if received.offers_another:
            yield from self._text(link_words(received), WARN, mark="!")
        yield from self._text(f"File: {opened.path}", QUIET)
        yield Content("")

    def _verdict_rows(self) -> Iterator[Content]:
        opened = self._opened
        sign, word, tone = STATUS[opened.status]
        yield from self._heading("Judged here")
        said = _STATUS[opened.status]
        if opened.received.lacks_age and opened.found_status in ("pass", "ask"):
            said = _AS_FOR_AN_ADULT[opened.found_status]
        yield from self._text(f"{word}: {said}", tone, mark=sign)
        yield from self._text(limits_words(opened, self._origin, self._catalogue))
        yield Content("")

    def _plan(self, sheet: Sheet) -> Iterator[Content]:
        yield from self._heading("The plan")
        yield from self._text(f"{with_shown_times(sheet.length)}.")
        for what, value in sheet.person:
            yield from self._text(f"{what}: {value}")
        if sheet.medicines:
            yield from self._text(f"Medicines, as given: {listed(sheet.medicines)}.")
        yield from self._template(sheet)
        if sheet.notes.strip():
            yield from self._text("Notes of the sender:")
            for row in sheet.notes.splitlines():
                yield from self._text(row, indent=4)
        yield Content("")

    def _template(self, sheet: Sheet) -> Iterator[Content]:
        if sheet.template is not None:
            yield from self._text(f"A template: {sheet.template}")
        for row in sheet.fields:
            default = f" (if nothing is said: {row.default})" if row.default else ""
            yield from self._text(f"{row.key}: {row.prompt}{default}", mark="-")
        if sheet.left_open:
            yield from self._text(f"Left to be filled in: {listed(sheet.left_open)}.")

    def _errors(self) -> Iterator[Content]:
        reading = self._opened.reading
        yield from self._heading("Errors")
        for each in self._opened.verdict.findings:
            if each.severity.rank == 0:
                line = reading.line(each.line, each.path)
                where = f"line {line}, {each.key}: " if each.key else f"line {line}: "
                yield from self._text(f"{where}{each.message}", BAD, mark="✗")

    def _differences(self, sheet: Sheet) -> Iterator[Content]:
        opened = self._opened
        yield from self._heading("What differs from the sender's sheet")
        if opened.found is None:
            yield from self._text(
                "A regimen file carries no verdict of its sender, so that nothing can be compared."
            )
            if sheet.accepted:
                number = counted(len(sheet.accepted), "warning")
                yield from self._text(f"Accepted in the file: {number}. Here they count.", mark="≠")
        else:
            if not opened.found:
                yield from self._text(
                    "Nothing: the same catalogue, the same limits and the same findings."
                )
            for words in difference_words(opened.found, sheet, self._catalogue):
                yield from self._text(words, WARN, mark="≠")
            if opened.received.is_changed:
                words = "The plan itself: it was changed after the sheet was made."
                yield from self._text(words, WARN, mark="≠")
        yield Content("")

    # what is planned

    def _taken(self, sheet: Sheet) -> Iterator[Content]:
        yield from self._heading("What is taken")
        if not sheet.entries:
            yield from self._text("Nothing is planned in it.")
        for entry in sheet.entries:
            yield from self._text(entry.sentence, mark="-")
            if entry.label:
                yield from self._text(
                    f"{entry.label[0].upper()}{entry.label[1:]}.", QUIET, indent=4
                )
            if entry.why:
                yield from self._text(f"Why: {entry.why}", QUIET, indent=4)
        yield Content("")

    def _schedule(self, sheet: Sheet) -> Iterator[Content]:
        if not sheet.takings:
            return
        yield from self._heading("Schedule")
        clocks = [
            with_shown_times(row.clock) if row.taking.at is not None else row.before_bed
            for row in sheet.takings
        ]
        column = max(map(len, clocks))
        for clock, row in zip(clocks, sheet.takings, strict=True):
            said = [f"{row.name}, {row.take}"]
            said += [f"on {row.days}"] if row.days else []
            said += [f"in {row.weeks_words}"] if row.weeks_words else []
            yield from self._text("; ".join(said), mark=filled(clock, column))
        yield Content("")

    def _totals(self, sheet: Sheet) -> Iterator[Content]:
        if not sheet.totals:
            return
        gauges = worst_first(self._opened.verdict.gauges)
        yield from self._heading("Totals on the fullest day, beside range and limit")
        if self._opened.received.lacks_age:
            yield from self._text(AS_FOR_AN_ADULT, WARN, mark="!")
        if gauges:
            yield from self._text(legend(gauges), QUIET)
        for gauge, weeks in once_with_weeks(gauges):
            for row in gauge_rows(gauge, self._width - 2, weeks):
                yield Content.assemble("  ", row)
        for total in sheet.totals:
            if total.gauge is None:
                yield from self._plain_total(total)
        yield Content("")

    def _plain_total(self, total: TotalRow) -> Iterator[Content]:
        when = f", in {total.weeks}" if total.weeks else ""
        yield from self._text(f"{total.name}: {total.total}{when}")
        for words in (total.range_verdict, total.limit_verdict):
            yield from self._text(words, QUIET, indent=4, mark="–")

    def _findings(self, sheet: Sheet, severity: str) -> Iterator[Content]:
        rows = (*sheet.standing, *sheet.accepted, *sheet.remarks)
        group = [row for row in rows if row.severity == severity]
        if not group:
            return
        _, name, names, _ = SEVERITY[severity]
        yield from self._heading(names if len(group) > 1 else name)
        for row in group:
            yield from self._finding(row)
        yield Content("")

    def _finding(self, row: FindingRow) -> Iterator[Content]:
        sign, _, _, tone = SEVERITY[row.severity]
        about = f"{row.about}: " if row.about else ""
        yield from self._text(f"{about}{row.message}", tone, mark=sign)
        source = self._catalogue.sources.get(row.source) if row.source else None
        short = source.short if source is not None and source.short not in row.message else ""
        tail = " · ".join(each for each in (row.code, short) if each)
        yield from self._text(tail, QUIET, indent=4)
        if row.reason is not None:
            day = f" on {row.on.isoformat()}" if row.on else ""
            yield from self._text(f"The sender accepted this{day}: {row.reason}", QUIET, indent=4)

    def _not_checked(self, sheet: Sheet) -> Iterator[Content]:
        yield from self._heading("Not checked")
        for words in sheet.not_checked:
            yield from self._text(words, mark="–")
        yield Content("")

    def _sources(self, sheet: Sheet) -> Iterator[Content]:
        if not sheet.sources:
            return
        yield from self._heading("Sources")
        for row in sheet.sources:
            yield from self._text(row.text, mark="-")
            yield from self._text(f"Verified: {row.verified}.", QUIET, indent=4)
            if row.address:
                yield from self._text(row.address, QUIET, indent=4)
        yield Content("")
