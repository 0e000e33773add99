"""Telling about the evening: what a change did to the verdict, the whole of it, the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.catalogue import OTHER
from planner.cli.build_words import coverage, finding_row, gauge_rows, gone, new
from planner.cli.output import Style
from planner.cli.page import Page
from planner.cli.schedule import add_schedule
from planner.judge.findings import Severity
from planner.wording import counted, listed

if TYPE_CHECKING:
    from planner.cli.build_dialogue import Dialogue
    from planner.document import Document
    from planner.judge.findings import Verdict

NEW_TITLE = "New evening"
NOT_ADVICE = "It compares what you plan with documented figures, and is not medical advice."
NOTHING_YET = "Nothing is planned yet. Type add, and what it is, such as: add magn."
UNCHECKED = "No documented range or upper limit applies: it is not checked."


class Teller:
    """Says what the judge says of the open evening."""

    def __init__(self, dialogue: Dialogue, document: Document) -> None:
        self._dialogue, self._document = dialogue, document
        self._told: set[tuple[str, str | None, str]] = set()
        """Notes that were read out, which are only counted from then on."""

    def greet(self) -> None:
        """Say what is open, and how to begin."""
        document, regimen = self._document, self._document.regimen
        head = f"{regimen.title}, from {document.path}" if document.path else "A new evening"
        if document.path is None and regimen.title != NEW_TITLE:
            head = f"{head}, {regimen.title}"
        self._dialogue.say(
            f"Planner, line by line. {NOT_ADVICE}",
            f"{head}. {self._facts()}",
            f"It has {coverage(regimen, document.verdict)}." if regimen.entries else NOTHING_YET,
            "A question mark explains what can be typed, here and at every question.",
        )

    def _facts(self) -> str:
        document, regimen = self._document, self._document.regimen
        facts = [f"Bedtime {regimen.bedtime.text}" if regimen.bedtime else "No bedtime"]
        if regimen.weeks:
            facts.append(counted(regimen.weeks, "week"))
        if regimen.start:
            facts.append(f"from {regimen.start.isoformat()}")
        country = document.verdict.country
        name = document.catalogue.country_name(country)
        named = name if name == country else f"{name} ({country})"
        own = regimen.person.country if regimen.person else None
        whose = (
            "as this file says" if own else "your setting" if document.country else "the default"
        )
        return f"{', '.join(facts)}. Limits of {named}, {whose}."

    # after a change

    def report(self, before: Verdict, lead: str, entry: str | None = None) -> None:
        """Say what a change came to: of the entry first, then what is new or gone elsewhere."""
        document, verdict, dialogue = self._document, self._document.verdict, self._dialogue
        if lead:
            dialogue.say(lead)
        if entry is not None:
            self._entry(verdict, entry)
        for finding in new(before.findings, verdict.findings):
            if entry is None or entry not in finding.concerns:
                row = finding_row(finding, verdict, document.catalogue)
                dialogue.say(f"New. {row}")
                self._told.add((finding.code, finding.entry, finding.message))
        entries = document.regimen.entries
        left = [
            f"{row.code}{f' of {row.entry}' if row.entry else ''}"
            for row in gone(before.findings, verdict.findings)
            if row.entry is None or row.entry in entries
        ]
        if left:
            dialogue.say(f"No longer there: {listed(dict.fromkeys(left))}.")
        if entries:
            dialogue.say(f"The evening: {coverage(document.regimen, verdict)}.")

    def _entry(self, verdict: Verdict, entry: str) -> None:
        dialogue, catalogue = self._dialogue, self._document.catalogue
        dialogue.say(f"State of {entry}: {verdict.state(entry).value}.")
        gauges = [gauge for gauge in verdict.gauges if entry in gauge.entries]
        dialogue.say(*(gauge_rows(verdict, gauges) or [UNCHECKED]))
        about = verdict.about(entry)
        known = 0
        for finding in about:
            key = (finding.code, finding.entry, finding.message)
            if finding.severity is Severity.NOTE and key in self._told:
                known += 1
                continue
            dialogue.say(finding_row(finding, verdict, catalogue, about=entry))
            self._told.add(key)
        if known:
            dialogue.say(f"And {counted(known, 'note')} as before; show reads all.")
        if not about:
            dialogue.say("Nothing to report about this entry.")

    # all of it

    def show(self) -> None:
        """Say everything about the evening."""
        document, dialogue = self._document, self._dialogue
        regimen, verdict = document.regimen, document.verdict
        dialogue.say(f"{regimen.title}. {self._facts()}")
        dialogue.say(*self._person())
        if regimen.notes:
            dialogue.say("Notes:", *regimen.notes.splitlines())
        if not regimen.entries:
            dialogue.say(NOTHING_YET)
            return
        dialogue.say("Entries:")
        dialogue.say_list([f"{name}, {verdict.state(name).value}" for name in regimen.entries])
        dialogue.say("Schedule:")
        page = Page(dialogue.columns, Style(coloured=False))
        add_schedule(page, regimen, verdict)
        with dialogue.telling():
            page.print()
        dialogue.say("Totals a day, on the fullest day:")
        dialogue.say(*(gauge_rows(verdict, verdict.gauges) or [UNCHECKED]))
        dialogue.say("Findings:" if verdict.findings else "Nothing to report.")
        for finding in verdict.findings:
            dialogue.say(finding_row(finding, verdict, document.catalogue))
        dialogue.say(f"The evening: {coverage(regimen, verdict)}.")

    def _person(self) -> list[str]:
        regimen, catalogue = self._document.regimen, self._document.catalogue
        person, parts = regimen.person, []
        if person and person.name:
            parts.append(person.name)
        if person and person.age is not None:
            parts.append(f"{person.age} years")
        for each in (person and person.conditions) or ():
            known = catalogue.conditions.get(each)
            parts.append(known.name if known else each)
        for name, row in regimen.medicines.items():
            times = listed(when.text for when in row.when or ())
            parts.append(f"takes {name}{f', {times}' if times else ', no time given'}")
        return [f"Person: {'; '.join(parts)}."] if parts else []

    def evidence(self, words: str) -> None:
        """Say what is documented about an entry, or about whatever words name.

        Raises:
            CommandError: nothing is known by these words, or several things are.
        """
        from planner.cli.evidence import meant
        from planner.cli.evidence_page import evidence_page

        catalogue, regimen = self._document.catalogue, self._document.regimen
        names = list(regimen.entries)
        if words.isascii() and words.isdigit() and 1 <= int(words[:9]) <= len(names):
            words = names[int(words) - 1]
        asked = regimen.substances_of(words) if words in regimen.entries else [words]
        found = [meant(each, catalogue) for each in asked if each != OTHER]
        if not found:
            self._dialogue.say("It is not in the catalogue, so nothing is documented here.")
        for family, substances in found:
            page = Page(self._dialogue.columns, Style(coloured=False))
            evidence_page(page, catalogue, family, substances)
            with self._dialogue.telling():
                page.print()
