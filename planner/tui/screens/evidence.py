"""What a figure stands on: ranges, limits, cautions and trials, each with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from planner.catalogue import Catalogue
from planner.catalogue.figures import Caution, Sourced
from planner.catalogue.models import VERIFIED_WORDS, Family, Substance
from planner.catalogue.own import beside
from planner.catalogue.own import range_words as own_range_words
from planner.judge.findings import Gauge
from planner.judge.gauge_words import total_words
from planner.tui.commands import EVIDENCE, bindings
from planner.tui.drawing import verdicts
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import QUIET, WARN, cut, lines, literal, wrapped
from planner.tui.widgets.moving import Reading

OF_A_FINDING = "The source of the finding"
OF_A_SITUATION = "The source of what is said there"

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
        age: int | None = None,
        gauge: Gauge | None = None,
        source_of: str = OF_A_FINDING,
        said: str = "",
    ) -> None:
        """Show what is documented of substances or families.

        What was asked about comes first: a source, under what it is the source of, or a total with
        what it is compared with. `said` is what a finding says that is about no one substance;
        `country` and `age` are those whose limits are in use.
        """
        super().__init__()
        self._names, self._source = list(names), source
        self._country, self._age, self._gauge = country, age, gauge
        self._source_of, self._said = source_of, said
        self._sections: list[int] = []
        self._marked = -1
        self._shown: list[Content] = []

    def compose(self) -> ComposeResult:
        """Compose the text."""
        yield Static(literal("Evidence", strong=True), classes="title", markup=False)
        yield Static(id="evidence-where", classes="subtitle", markup=False)
        with Reading(id="evidence"):
            yield Static(id="evidence-rows", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Write the evidence for the width of the screen."""
        self._scroll().focus()
        self._write()
        self.watch(self._scroll(), "scroll_y", self._mark, init=False)

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
        self._marked = -1
        self._make_room_below()
        self._mark()

    def _make_room_below(self) -> None:
        """Let the last section come to the top as well: n goes to it, and Y copies it."""
        last = len(self._shown) - (self._sections or [0])[-1]
        room = self._scroll().content_size.height or self.app.size.height
        self.query_one("#evidence-rows").styles.padding = (0, 0, max(room - last, 0), 0)

    @property
    def _section(self) -> int:
        """The number of the section at the top of the screen, counted from 0."""
        at = round(self._scroll().scroll_y)
        return max(sum(place <= at for place in self._sections) - 1, 0)

    def _mark(self) -> None:
        """Say which section one is in, and underline its title."""
        section = self._section
        if section == self._marked:
            return
        self._marked = section
        rows = list(self._shown)
        where = "j and k scroll"
        if self._sections:
            place = self._sections[section]
            title = rows[place].plain
            rows[place] = rows[place].stylize("underline")
            where = f"Section {section + 1} of {len(self._sections)} · Y copies it · {title}"
        said = literal(cut(where, max(self.app.size.width - 4, 10)), QUIET)
        self.query_one("#evidence-where", Static).update(said, layout=False)
        self.query_one("#evidence-rows", Static).update(lines(rows))

    def _rows(self) -> Iterator[Row]:
        catalogue = self.planner.catalogue
        if self._gauge is not None:
            yield from gauge_evidence(catalogue, self._gauge)
        if self._source in catalogue.sources:
            yield 0, self._source_of, "strong"
            yield from source_rows(catalogue, str(self._source))
            yield 0, "", ""
        if self._said:
            yield 0, "What the finding says", "strong"
            yield 0, self._said, ""
            yield 0, "", ""
        told: set[str] = set()
        for name in self._names:
            found = catalogue.find(name)
            family = catalogue.families.get(found.family if found else name)
            if found is not None:
                yield from substance_rows(catalogue, found)
            is_own = found is not None and found.own is not None  # it counts with no other
            if family is not None and family.id not in told and not is_own:
                yield from family_rows(catalogue, family, self._country, self._age)
            if found is not None:
                yield from _facts(catalogue, found)
            told |= {each.id for each in (found, family) if each is not None}
        if any(self._names) and not told:
            yield 0, "The catalogue has nothing about this: it is kept and not checked.", QUIET
        elif not told and not self._said and self._source is None and self._gauge is None:
            yield 0, "No substance is chosen yet, so there is nothing to show.", QUIET

    # moving and copying

    def _scroll(self) -> Reading:
        return self.query_one("#evidence", Reading)

    def _go_to(self, section: int) -> None:
        if self._sections:
            place = self._sections[min(max(section, 0), len(self._sections) - 1)]
            self._scroll().scroll_to(y=place, animate=False, force=True, immediate=True)

    def action_next_section(self) -> None:
        """Go to the next section."""
        self._go_to(self._section + 1)

    def action_previous_section(self) -> None:
        """Go to the section before, or to the start of this one where that is out of sight."""
        inside = self._sections and round(self._scroll().scroll_y) > self._sections[self._section]
        self._go_to(self._section - (not inside))

    def action_copy_section(self) -> None:
        """Copy the section that one is in, its sources included."""
        starts = [*(self._sections or [0]), len(self._shown)]
        start, end = starts[self._section : self._section + 2]
        text = lines(self._shown[start:end]).plain.replace("\u00a0", " ").strip()
        self.app.copy_to_clipboard(text)
        self.tell(f"Copied, where the terminal allows it: {cut(text, 100)}")

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def gauge_evidence(catalogue: Catalogue, gauge: Gauge) -> Iterator[Row]:
    """Return what a total is compared with, and where each of the figures comes from."""
    yield 0, f"{gauge.name}: {total_words(gauge)}", "strong"
    for sign, words, tone in verdicts(gauge):
        yield 0, f"{sign} {words}", tone
    for source in gauge.sources:
        yield from source_rows(catalogue, source)
    yield 0, "", ""


def source_rows(catalogue: Catalogue, source_id: str) -> Iterator[Row]:
    """Return a source: title, where, how far it was verified, and what is wrong with it."""
    source = catalogue.source(source_id)
    by = ", ".join(part for part in (source.authors, source.body, source.where) if part)
    year = f" ({source.year})" if source.year else ""
    yield 2, f"{source.title}{year}", ""
    if source.own is not None:
        yield 4, f"{source.own.words}, {source.own.file}", ""
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
    yield from _own_rows(catalogue, substance)
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
        yield 0, f"Standardised to {least} {substance.marker or ''}".rstrip(), ""
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


def _own_rows(catalogue: Catalogue, substance: Substance) -> Iterator[Row]:
    """Return an own range, below the documented one that it never replaces."""
    found = beside(catalogue, substance)
    if found is None:
        return
    same = "" if found.differs else "; the same as the documented one"
    yield 0, f"{found.own.own.words} range: {own_range_words(found.own)}{same}", ""
    yield from _sourced(catalogue, found.own)


def family_rows(
    catalogue: Catalogue, family: Family, country: str | None = None, age: int | None = None
) -> Iterator[Row]:
    """Return what holds for all forms of a substance: limits, bans, cautions, separations."""
    yield 0, f"All of {family.name.lower()}", "strong"
    yield 0, family.about, ""
    yield from _many("Upper limits of all countries", family.upper_limits)
    yield from _limit_table(catalogue, family, country or catalogue.default_country, age)
    if not family.upper_limits:
        yield 0, "– No upper limit in the catalogue.", QUIET
    yield from _many("By country", family.restrictions)
    for restriction in family.restrictions:
        yield 0, f"{catalogue.country_name(restriction.country)}: {restriction.says}", ""
        yield from _sourced(catalogue, restriction)
    yield from _many("Cautions", family.cautions)
    for caution in family.cautions:
        yield 0, f"{_caution_about(catalogue, caution)}: {caution.says}", ""
        yield from _sourced(catalogue, caution)
    yield from _many("Apart from medicines", family.separations)
    for separation in family.separations:
        yield 0, f"{_medicine_name(catalogue, separation.medicine)}: {separation.says}", ""
        yield from _sourced(catalogue, separation)
    yield from _facts(catalogue, family)
    audited = [row for row in catalogue.citations if family.id in row.families]
    yield from _many("How the starting articles cite it", audited)
    for row in audited:
        right = row.verdict == "right"
        yield 0, f"{'·' if right else '!'} {row.cited_as}: {row.cited_for}", "" if right else WARN
        yield 2, row.finding, QUIET
    yield 0, "", ""


def _caution_about(catalogue: Catalogue, caution: Caution) -> str:
    """Return what a caution is about in words."""
    if caution.condition:
        known = catalogue.conditions.get(caution.condition)
        return known.name if known else caution.condition
    if caution.medicine:
        return _medicine_name(catalogue, caution.medicine)
    return f"Under {caution.under_age} years"


def _medicine_name(catalogue: Catalogue, medicine: str) -> str:
    known = catalogue.medicine(medicine)
    return known.name if known else medicine


def _limit_table(
    catalogue: Catalogue, family: Family, country: str, age: int | None
) -> Iterator[Row]:
    """Return the limits with their amounts under each other; the one in use is marked."""
    used = catalogue.upper_limit(family, country, age)
    if used.limit is not None:
        who = "adults" if age is None else f"{age}\u00a0years"
        instead = f"; there is none of {catalogue.country_name(country)}" if used.fell_back else ""
        name = catalogue.country_name(used.limit.country)
        yield 0, f"▶ is the limit in use here: {name}, {who}{instead}.", QUIET
    rows = []
    for limit in family.upper_limits:
        name = catalogue.country_name(limit.country)
        rows.append((limit, name, limit.amount.shown))
    name_width = min(max((len(name) for _, name, _ in rows), default=0), 26)
    amount_width = max((len(amount) for *_, amount in rows), default=0)
    for limit, name, amount in rows:
        sign = "▶" if limit is used.limit else "\u00a0"
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
