"""Everything that is documented about a substance or a family, with every source."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.catalogue.models import VERIFIED_WORDS
from planner.catalogue.own import beside, range_words
from planner.cli.evidence_table import window_words
from planner.cli.output import NO_BREAK_SPACE
from planner.cli.sources import add_sources
from planner.clock import duration_text
from planner.quantities_units import WIDE

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.figures import Restriction, Sourced
    from planner.catalogue.models import Citation, Family, Substance
    from planner.cli.page import Page

COLUMN = 25
"""Where the text of a row begins."""

_VERDICTS = {
    "right": "right",
    "wrong-reference": "the reference is wrong",
    "does-not-support": "the source does not support it",
    "partly": "only partly right",
}


def evidence_page(
    page: Page, catalogue: Catalogue, family: Family, substances: Sequence[Substance]
) -> None:
    """Add what is documented about some substances of one family, and about the family."""
    _EvidencePage(page, catalogue, family, substances).build()


class _EvidencePage:
    """Builds the page and remembers every source that it names."""

    def __init__(
        self, page: Page, catalogue: Catalogue, family: Family, substances: Sequence[Substance]
    ) -> None:
        self.page = page
        self.catalogue = catalogue
        self.family = family
        self.substances = substances
        self._numbers: dict[str, int] = {}
        """Sources by id, numbered in the order in which they are named."""

    def build(self) -> None:
        """Add every part, in the order of what a reader asks first."""
        alone = len(self.substances) == 1
        self.page.title(self.substances[0].name if alone else self.family.name)
        if alone:
            self.page.text(f"Id: {self.substances[0].id}", 0)
        self.page.text(self.family.about, 0)
        for substance in self._told_in_full():
            self._substance(substance, alone)
        self._forms()
        self._limits()
        self._restrictions()
        self._cautions()
        self._separations()
        self._facts()
        self._citations()
        self.page.heading("Sources")
        add_sources(self.page, self.catalogue, self._numbers, numbered=True)

    def _told_in_full(self) -> list[Substance]:
        """Return all but the forms of a mineral that only a table tells apart."""
        if len(self.substances) == 1 or self.family.element is None:
            return list(self.substances)
        own = self.catalogue.own_ranges
        return [each for each in self.substances if each.range is not None or each.id in own]

    # one substance

    def _substance(self, substance: Substance, alone: bool) -> None:
        if not alone:
            self.page.heading(f"{substance.name} ({substance.id})")
        else:
            self.page.blank()
        if substance.about != self.family.about:
            self.page.text(substance.about)
        self._range(substance)
        self._own_range(substance)
        if single := substance.single_dose:
            self._figure(
                "At one time", f"at most {single.amount.shown}; {single.population}.", single
            )
        if window := substance.window:
            self._figure("Time", f"{window_words(window.before_bed)}.", window)
        if duration := substance.duration:
            self._figure(
                "Length",
                f"use is documented for {duration.days} days; {duration.population}.",
                duration,
            )
        if standard := substance.standardisation:
            needed = " A label must state it to be judged." if standard.required else ""
            self._figure(
                "Strength",
                f"at least {standard.minimum.shown} {substance.marker or 'marker'}.{needed}",
                standard,
            )
        if usual := substance.usual_strength:
            self._figure(
                "Strength",
                f"usually {usual.content.shown} {substance.marker or 'marker'}, used where a"
                " label does not state it.",
                usual,
            )
        if trials := substance.marker_trials:
            self._figure(
                "Marker",
                f"at most {trials.highest.shown} {substance.marker or 'marker'} a day in trials"
                f" ({trials.trial}).",
                trials,
            )
        self._fraction(substance)
        if substance.sedating:
            source = self._number(substance.sedating_source)
            self._row("Sedating", f"two such substances on one evening are a warning. {source}")
        for trial in substance.trials:
            self._told(
                "Trial",
                f"{trial.name}. {trial.dose}; {trial.population}; {trial.length}."
                f" {_sentence(trial.result)}",
                trial,
            )
        for fact in substance.facts:
            self._told("Known", f"{fact.topic}. {_sentence(fact.says)}", fact)

    def _range(self, substance: Substance) -> None:
        documented = substance.range
        if documented is None:
            self._row("Range", f"none documented. {_sentence(substance.no_range or '')}")
            return
        basis = "" if documented.basis == substance.id else f" {documented.basis}"
        self._figure(
            "Range",
            f"{documented.lower.shown} to {documented.upper.shown}{basis} a day;"
            f" {documented.population}.",
            documented,
        )

    def _own_range(self, substance: Substance) -> None:
        """Add an own range below the documented one, which it never replaces."""
        found = beside(self.catalogue, substance)
        if found is None:
            return
        same = "" if found.differs else " It is the same as the documented one."
        said = f"{range_words(found.own)} ({found.own.own.words}, {found.own.own.file}).{same}"
        self._figure("Own range", said, found.own)

    def _fraction(self, substance: Substance) -> None:
        compound = substance.compound
        if compound is None or self.family.element is None:
            return
        conversion = self.catalogue.conversions[substance.family]
        share = percent(conversion.fraction(substance.id))
        self._figure(
            "Share",
            f"{share} of the pure substance is {self.family.id}: {compound.formula},"
            f" {compound.state}, {conversion.compounds[substance.id][0]} g/mol.",
            compound,
        )

    # the family

    def _forms(self) -> None:
        forms = [each for each in self.substances if each not in self._told_in_full()]
        if not forms:
            return
        self.page.heading(f"Forms without a documented range: {self.family.id} in each")
        self.page.text("Computed for the pure substance; a label's own figure is better.")
        column = max(len(each.id) for each in forms) + 4
        conversion = self.catalogue.conversions[self.family.id]
        for form in forms:
            if form.compound is None:
                self.page.row(form.id, "cannot be computed", at=column)
                continue
            share = percent(conversion.fraction(form.id))
            formula = f"{form.compound.formula}, {form.compound.state}"
            self.page.row(form.id, f"{share}; {formula} {self._cited(form.compound)}", at=column)

    def _limits(self) -> None:
        self.page.heading("Upper limits by country")
        if any(each.own is not None for each in self.substances):
            self.page.text("None in the catalogue, as for every own substance.")
            return
        if not self.family.upper_limits:
            self.page.text("None in the catalogue: no body that was looked at sets one.")
            return
        for basis in dict.fromkeys(limit.basis for limit in self.family.upper_limits):
            self.page.text(f"Amounts a day, {basis}:")
            last = ""
            for limit in self.family.upper_limits:
                if limit.basis != basis:
                    continue
                country = self._country(limit.country)
                kind = ", a guidance level" if limit.guidance else ""
                intakes = f", in at least {limit.intakes} intakes" if limit.intakes else ""
                note = f" {_sentence(limit.note)}" if limit.note else ""
                self.page.row(
                    country if country != last else "",
                    f"{limit.amount.shown}{kind}{intakes}; {limit.population}; {limit.body}"
                    f" {limit.year}.{note} {self._cited(limit)}",
                    at=COLUMN,
                )
                last = country

    def _country(self, code: str) -> str:
        name = self.catalogue.country_name(code)
        return f"{name} ({code})" if name != code else name

    def _restrictions(self) -> None:
        ids = {substance.id for substance in self.substances}
        rows = [each for each in self.family.restrictions if ids & set(each.substances)]
        if rows:
            self.page.heading("Restrictions by country")
        for row in rows:
            kind = self._restriction(row)
            year = f" {row.year}" if row.year and str(row.year) not in row.body else ""
            which = "" if ids <= set(row.substances) else f" ({', '.join(row.substances)})"
            self.page.row(
                self._country(row.country),
                f"{kind}{which}; {row.body}{year}. {_sentence(row.says)} {self._cited(row)}",
                at=COLUMN,
            )

    def _restriction(self, row: Restriction) -> str:
        if row.maximum is None:
            return "ban" if row.kind == "ban" else "advice against"
        marker = ""
        if row.kind == "maximum-marker":
            marker = f" {self.catalogue.substances[row.substances[0]].marker or 'marker'}"
        return f"at most {row.maximum.shown}{marker} a day"

    def _cautions(self) -> None:
        if self.family.cautions:
            self.page.heading("Cautions")
        for row in self.family.cautions:
            if row.condition:
                known = self.catalogue.conditions.get(row.condition)
                what = known.name if known else row.condition
            elif row.medicine:
                what = self._medicine(row.medicine)
            else:
                what = f"Under {row.under_age} years"
            self.page.row(what, f"{_sentence(row.says)} {self._cited(row)}", at=COLUMN)

    def _separations(self) -> None:
        if self.family.separations:
            self.page.heading("Distance to medicines")
        for row in self.family.separations:
            said = [
                f"{duration_text(minutes)} {side}"
                for minutes, side in (
                    (row.before_minutes, "where the medicine comes first"),
                    (row.after_minutes, "where it comes after"),
                )
                if minutes is not None
            ]
            self.page.row(
                self._medicine(row.medicine),
                f"{', '.join(said)}. {_sentence(row.says)} {self._cited(row)}",
                at=COLUMN,
            )

    def _medicine(self, medicine_id: str) -> str:
        known = self.catalogue.medicines.get(medicine_id)
        return known.name if known else medicine_id

    def _facts(self) -> None:
        if self.family.facts:
            self.page.heading("Also known")
        for fact in self.family.facts:
            self.page.row(fact.topic, f"{_sentence(fact.says)} {self._cited(fact)}", at=COLUMN)

    def _citations(self) -> None:
        rows = [each for each in self.catalogue.citations if self.family.id in each.families]
        if not rows:
            return
        self.page.heading("How the starting articles cite, and what was found")
        for row in rows:
            self._citation(row)

    def _citation(self, row: Citation) -> None:
        self.page.item(f"{row.article}: {_sentence(row.cited_for)}")
        self.page.text(f"Cited as: {row.cited_as}", 4)
        self.page.text(
            f"Verdict: {_VERDICTS[row.verdict]} ({VERIFIED_WORDS[row.verified]})."
            f" {_sentence(row.finding)} {self._number(row.source)}",
            4,
        )

    # parts

    def _figure(self, label: str, text: str, row: Sourced) -> None:
        """Add a figure that is judged by, with its source in words and how it was verified."""
        note = f" {_sentence(row.note)}" if row.note else ""
        weak = f" Weak evidence: {_sentence(row.weak)}" if row.weak else ""
        source = self.catalogue.source(row.source)
        verified = f"{source.short} ({VERIFIED_WORDS[source.verified]})"
        self._row(label, f"{text}{note}{weak} Source: {verified} {self._cited(row)}")

    def _told(self, label: str, text: str, row: Sourced) -> None:
        """Add what is told and judged by nothing."""
        note = f" {_sentence(row.note)}" if row.note else ""
        self._row(label, f"{text}{note} {self._cited(row)}")

    def _row(self, label: str, text: str) -> None:
        self.page.row(label, text, at=15)

    def _cited(self, row: Sourced) -> str:
        return self._number(row.source, *row.also)

    def _number(self, *ids: str | None) -> str:
        """Return the numbers of sources as the list at the end counts them: `[2, 5]`."""
        numbers = [self._numbers.setdefault(each, len(self._numbers) + 1) for each in ids if each]
        return f"[{', '.join(map(str, numbers))}]".replace(" ", NO_BREAK_SPACE) if numbers else ""


def _sentence(text: str) -> str:
    """Return a text that ends as a sentence does."""
    return text if not text or text[-1] in ".!?" else f"{text}."


def percent(fraction: Decimal) -> str:
    """Return a computed share for people: `≈ 14.1%`."""
    return f"≈{NO_BREAK_SPACE}{WIDE.multiply(fraction, Decimal(100)):.1f}%"
