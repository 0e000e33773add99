"""What a figure stands on: ranges, limits, cautions and trials, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from planner.catalogue import Catalogue
from planner.catalogue.figures import Sourced
from planner.catalogue.models import VERIFIED_WORDS, Family, Substance
from planner.judge.findings import Gauge
from planner.tui.commands import EVIDENCE, bindings
from planner.tui.drawing import limit_words, range_words, total_words
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import QUIET, WARN, cut, lines, literal, wrapped

Row = tuple[int, str, str]
"""Indent, text, tone."""


class EvidenceScreen(PlannerScreen[None]):
    """Everything that the catalogue holds about some substances, to be scrolled through."""

    WHERE = EVIDENCE
    BINDINGS = bindings(EVIDENCE)
    BUTTONS = ("close",)
    CSS_PATH = "../styles/lists.tcss"

    def __init__(
        self,
        names: Sequence[str],
        source: str | None,
        *,
        country: str | None = None,
        gauge: Gauge | None = None,
    ) -> None:
        """Show what is documented of substances or families.

        What was asked about comes first: a source, or a total with what it is compared with.
        `country` is the one whose limits are in use.
        """
        super().__init__()
        self._names, self._source = list(names), source
        self._country, self._gauge = country, gauge
        self._sections: list[int] = []
        self._shown: list[Content] = []

    def compose(self) -> ComposeResult:
        """Compose the text."""
        yield Static(literal("Evidence", strong=True), classes="title", markup=False)
        with VerticalScroll(id="evidence"):
            yield Static(id="evidence-rows", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Write the evidence for the width of the screen."""
        self.query_one("#evidence").focus()
        self._write()

    def on_resize(self) -> None:
        """Write it for the new width."""
        self._write()

    def _write(self) -> None:
        width = max(self.app.size.width - 6, 30)
        rows: list[Content] = []
        self._sections = []
        for indent, text, tone in self._rows():
            strong = tone == "strong"
            if strong:
                self._sections.append(len(rows))
            for row in wrapped(text, width - indent):
                rows.append(literal(" " * indent + row, "" if strong else tone, strong=strong))
        self._shown = rows
        self.query_one("#evidence-rows", Static).update(lines(rows))

    def _rows(self) -> Iterator[Row]:
        catalogue = self.planner.catalogue
        if self._gauge is not None:
            yield from gauge_evidence(catalogue, self._gauge)
        if self._source in catalogue.sources:
            yield 0, "The source of the finding", "strong"
            yield from source_rows(catalogue, str(self._source))
            yield 0, "", ""
        known = False
        for name in self._names:
            found = catalogue.find(name)
            family = catalogue.families.get(found.family if found else name)
            if found is None and family is None:
                continue
            known = True
            if found is not None:
                yield from substance_rows(catalogue, found)
            if family is not None:
                yield from family_rows(catalogue, family, self._country)
            if found is not None:
                yield from _facts(catalogue, found)
        if not known:
            yield 0, "The catalogue has nothing about this: it is kept and not checked.", QUIET

    # moving and copying

    def _scroll(self) -> VerticalScroll:
        return self.query_one("#evidence", VerticalScroll)

    def action_next_section(self) -> None:
        """Go to the next section."""
        at = round(self._scroll().scroll_y)
        below = [place for place in self._sections if place > at]
        self._scroll().scroll_to(y=below[0] if below else at, animate=False)

    def action_previous_section(self) -> None:
        """Go to the section before."""
        at = round(self._scroll().scroll_y)
        above = [place for place in self._sections if place < at]
        self._scroll().scroll_to(y=above[-1] if above else 0, animate=False)

    def action_copy_section(self) -> None:
        """Copy the section at the top of the screen, its sources included."""
        at = round(self._scroll().scroll_y)
        starts = [place for place in self._sections if place <= at] or [0]
        ends = [place for place in self._sections if place > starts[-1]] or [len(self._shown)]
        text = lines(self._shown[starts[-1] : ends[0]]).plain.strip()
        self.app.copy_to_clipboard(text)
        self.tell(f"Copied, where the terminal allows it: {cut(text, 100)}")

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def gauge_evidence(catalogue: Catalogue, gauge: Gauge) -> Iterator[Row]:
    """Return what a total is compared with, and where each of the two figures comes from."""
    yield 0, f"{gauge.name}: {total_words(gauge)}", "strong"
    for sign, words, tone in (range_words(gauge), limit_words(gauge)):
        yield 0, f"{sign} {words}", tone
    for source in dict.fromkeys((gauge.range_source, gauge.limit_source)):
        if source is not None:
            yield from source_rows(catalogue, source)
    yield 0, "", ""


def source_rows(catalogue: Catalogue, source_id: str) -> Iterator[Row]:
    """Return a source: title, where, how far it was verified, and what is wrong with it."""
    source = catalogue.source(source_id)
    by = ", ".join(part for part in (source.authors, source.body, source.where) if part)
    year = f" ({source.year})" if source.year else ""
    yield 2, f"{source.title}{year}", ""
    if by:
        yield 4, by, QUIET
    address = f"doi {source.doi}" if source.doi else source.url
    if address:
        yield 4, address, QUIET
    yield 4, f"Verified: {VERIFIED_WORDS[source.verified]}. {source.check}", QUIET
    if source.problem:
        yield 4, f"! {source.problem}", WARN


def substance_rows(catalogue: Catalogue, substance: Substance) -> Iterator[Row]:
    """Return what is documented of one substance."""
    yield 0, substance.name, "strong"
    yield 0, substance.about, ""
    ranged = substance.range
    if ranged is None:
        yield 0, f"– No documented range. {substance.no_range or ''}", QUIET
    else:
        low, high = ranged.lower.shown, ranged.upper.shown
        yield 0, f"Documented range: {low} to {high} {ranged.basis} a day, {ranged.population}", ""
        yield from _sourced(catalogue, ranged)
    if substance.window:
        yield 0, f"Time: {substance.window.before_bed.text}", ""
        yield from _sourced(catalogue, substance.window)
    if substance.single_dose:
        yield 0, f"Highest single dose: {substance.single_dose.amount.shown}", ""
        yield from _sourced(catalogue, substance.single_dose)
    if substance.duration:
        yield 0, f"Length: up to {substance.duration.days} days", ""
        yield from _sourced(catalogue, substance.duration)
    if substance.standardisation:
        least = substance.standardisation.minimum.shown
        yield 0, f"Standardised to at least {least} {substance.marker or ''}".rstrip(), ""
        yield from _sourced(catalogue, substance.standardisation)
    if substance.compound:
        yield 0, f"Compound: {substance.compound.formula}, {substance.compound.state}", ""
        yield from _sourced(catalogue, substance.compound)
    yield from _many("What was tested", substance.trials)
    for trial in substance.trials:
        yield 0, trial.name, ""
        for what, said in (
            ("Dose", trial.dose),
            ("People", trial.population),
            ("Length", trial.length),
            ("Result", trial.result),
        ):
            yield 2, f"{what}: {said}", ""
        yield from _sourced(catalogue, trial)
    yield 0, "", ""


def family_rows(catalogue: Catalogue, family: Family, country: str | None = None) -> Iterator[Row]:
    """Return what holds for all forms of a substance: limits, bans, cautions, separations."""
    yield 0, f"All of {family.name.lower()}", "strong"
    yield 0, family.about, ""
    yield from _many("Upper limits of all countries", family.upper_limits)
    yield from _limit_table(catalogue, family, country)
    if not family.upper_limits:
        yield 0, "– No upper limit in the catalogue.", QUIET
    yield from _many("By country", family.restrictions)
    for restriction in family.restrictions:
        yield 0, f"{catalogue.country_name(restriction.country)}: {restriction.says}", ""
        yield from _sourced(catalogue, restriction)
    yield from _many("Cautions", family.cautions)
    for caution in family.cautions:
        about = caution.condition or caution.medicine or f"under {caution.under_age} years"
        yield 0, f"{about}: {caution.says}", ""
        yield from _sourced(catalogue, caution)
    yield from _many("Apart from medicines", family.separations)
    for separation in family.separations:
        yield 0, f"{separation.medicine}: {separation.says}", ""
        yield from _sourced(catalogue, separation)
    yield from _facts(catalogue, family)
    audited = [row for row in catalogue.citations if family.id in row.families]
    yield from _many("How the starting articles cite it", audited)
    for row in audited:
        right = row.verdict == "right"
        yield 0, f"{'·' if right else '!'} {row.cited_as}: {row.cited_for}", "" if right else WARN
        yield 2, row.finding, QUIET
    yield 0, "", ""


def _limit_table(catalogue: Catalogue, family: Family, country: str | None) -> Iterator[Row]:
    """Return the limits with their amounts under each other; the country in use is marked."""
    rows = []
    for limit in family.upper_limits:
        name = catalogue.country_name(limit.country)
        rows.append((limit, name, limit.amount.shown))
    name_width = min(max((len(name) for _, name, _ in rows), default=0), 26)
    amount_width = max((len(amount) for *_, amount in rows), default=0)
    for limit, name, amount in rows:
        sign = "▶" if limit.country == country else "\u00a0"
        kind = ", a guidance level" if limit.guidance else ""
        padded = cut(name, name_width).ljust(name_width).replace(" ", "\u00a0")
        shown = amount.rjust(amount_width).replace(" ", "\u00a0")
        yield 0, f"{sign}\u00a0{padded}\u00a0\u00a0{shown} a day, {limit.population}{kind}", ""
        source = catalogue.source(limit.source)
        said = f"{limit.body} {limit.year}, {limit.basis}; {VERIFIED_WORDS[source.verified]}"
        yield 4, said, QUIET
        for extra in (limit.note, f"Weak: {limit.weak}" if limit.weak else None):
            if extra:
                yield 4, extra, QUIET
    for source_id in dict.fromkeys(limit.source for limit, *_ in rows):
        yield from source_rows(catalogue, source_id)


def _facts(catalogue: Catalogue, holder: Substance | Family) -> Iterator[Row]:
    yield from _many(f"Also documented of {holder.name}", holder.facts)
    for fact in holder.facts:
        yield 0, f"{fact.topic}: {fact.says}", ""
        yield from _sourced(catalogue, fact)


def _many(title: str, rows: Iterable[object]) -> Iterator[Row]:
    if tuple(rows):
        yield 0, "", ""
        yield 0, title, "strong"


def _sourced(catalogue: Catalogue, row: Sourced) -> Iterator[Row]:
    if row.note:
        yield 2, row.note, QUIET
    if row.weak:
        yield 2, f"! Weak: {row.weak}", WARN
    yield from source_rows(catalogue, row.source)
