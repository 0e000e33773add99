"""The questions about the evening itself and the person; each returns the edit that it makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from planner.cli.build_dialogue import NONE, Dialogue, Option, matching
from planner.cli.build_reading import (
    medicines_text,
    read_age,
    read_medicines,
    read_reason,
    read_title,
    read_weeks,
)
from planner.clock import parse_time_of_day
from planner.forms.draft import refusal_words
from planner.judge.findings import same_observed
from planner.regimen import edits
from planner.regimen.fields import LONGEST_TITLE
from planner.regimen.models import Acceptance, MedicineTaken, Regimen
from planner.wording import counted, did_you_mean, listed

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.document import Document
    from planner.judge.findings import Finding

END_OF_NOTES = "."
YOUNG = 12
"""Years below which an age may well be a slip, and is asked again."""


class Edit(NamedTuple):
    """A regimen as it is after an answer, and the edit in words, for undo."""

    regimen: Regimen
    what: str


class FactQuestions:
    """Asks for one fact at a time; `given` is an answer that was typed with the command."""

    def __init__(self, dialogue: Dialogue, document: Document, today: Callable[[], date]) -> None:
        self._dialogue, self._document, self._today = dialogue, document, today

    @property
    def _regimen(self) -> Regimen:
        return self._document.regimen

    def title(self, given: str = "") -> Edit:
        """Ask for another title."""
        text = self._dialogue.ask(
            "Title", read=read_title, default=self._regimen.title, given=given,
            help=f"What the evening is called, at most {LONGEST_TITLE} characters.",
        )  # fmt: skip
        return Edit(edits.with_title(self._regimen, text), "change the title")

    def bedtime(self, given: str = "") -> Edit:
        """Ask for another bedtime."""

        def read(text: str) -> str:
            if not text:
                return "no bedtime; times before bed cannot be placed on the clock"
            return f"bedtime {parse_time_of_day(text).text}"

        now = self._regimen.bedtime
        text = self._dialogue.ask(
            "Bedtime, such as 22:30", read=read, default=now.text if now else "", optional=True,
            help="By the clock, such as 22:30 or 10:30 pm. Times before bed follow it, past"
                 " midnight too. The word none takes it out.",
            given=given,
        )  # fmt: skip
        bedtime = parse_time_of_day(text) if text else None
        return Edit(edits.with_bedtime(self._regimen, bedtime), "change the bedtime")

    def length(self, given: str = "") -> Edit:
        """Ask for the planned length."""
        text = self._dialogue.ask(
            "Length in weeks, such as 8", optional=True, given=given,
            read=lambda text: counted(found, "week") if (found := read_weeks(text)) else "",
            default=str(self._regimen.weeks or ""),
            help="For how many weeks this is planned. The word none, where no length is planned.",
        )  # fmt: skip
        return Edit(edits.with_weeks(self._regimen, read_weeks(text)), "change the length")

    def country(self, given: str = "") -> Edit:
        """Ask for the country whose limits apply."""
        document, catalogue = self._document, self._document.catalogue

        def read(text: str) -> str:
            code = text.strip().upper()
            if not code:
                used = document.country or catalogue.default_country
                return f"your setting, {catalogue.country_name(used)}"
            if not text.isascii() or not catalogue.is_country(code):
                raise ValueError("Write a country's two letters, such as US, GB or DE, or EU.")
            return catalogue.country_name(code)

        person = self._regimen.person
        known = ", ".join(sorted(catalogue.countries.names))
        text = self._dialogue.ask(
            "Country whose limits apply", read=read, optional=True, given=given,
            default=(person.country if person else None) or "",
            help=f"Two letters, or EU. The catalogue has rows for {known}. The word none takes your"
                 " setting.",
        )  # fmt: skip
        regimen = edits.with_person(self._regimen, country=text.strip().upper() or None)
        return Edit(regimen, "change the country")

    def notes(self, given: str = "") -> Edit:
        """Ask for notes, line by line."""
        dialogue, now = self._dialogue, self._regimen.notes
        help = (
            "Notes that are kept with the regimen. Type them line by line; a line with only a full"
            " stop ends them. Enter at the first line keeps them as they are; the word none takes"
            " them out."
        )
        if now:
            dialogue.say("The notes are:", *now.splitlines())
        dialogue.say("A line with only a full stop ends the notes.")
        lines: list[str] = []
        while True:
            typed = given or dialogue.line(f"Line {len(lines) + 1}", help=help)
            given = ""
            if not lines and not typed:
                return Edit(self._regimen, "change the notes")
            if not lines and typed.lower() == NONE:
                dialogue.say("Understood: no notes.")
                return Edit(edits.with_notes(self._regimen, None), "change the notes")
            if typed == END_OF_NOTES:
                break
            lines.append(typed)
        dialogue.say(f"Understood: {counted(len(lines), 'line')} of notes.")
        return Edit(edits.with_notes(self._regimen, "\n".join(lines).rstrip()), "change the notes")

    # the person

    def person(self, given: str = "") -> Edit:
        """Ask for facts about the person: name, age, medicines, conditions."""
        del given
        dialogue, person = self._dialogue, self._regimen.person
        dialogue.say(
            "All of this may stay empty. It stays in this file, and no export shows it unless"
            " asked. The word none empties an answer."
        )
        name = dialogue.ask(
            "Name or code", read=str.strip, default=(person and person.name) or "", optional=True,
            help="A name or a code for the person, such as Client 014. It may be left out.",
        )  # fmt: skip
        age = self._age()
        medicines = dialogue.ask(
            "Medicines, such as levothyroxine 07:00; metformin", optional=True,
            read=lambda text: understood(read_medicines(text), self._document.catalogue),
            default=medicines_text(self._regimen),
            help="Each medicine with its time, several with a semicolon between. Cautions, and"
                 " distances in time, are checked against them.",
        )  # fmt: skip
        conditions = self._conditions((person and person.conditions) or ())
        regimen = self._regimen  # undo may have changed it meanwhile
        try:
            changed = edits.with_person(
                regimen, name=name or None, age=read_age(age), conditions=conditions or None
            )
            facts = {key: getattr(changed, key) for key in Regimen.model_fields}
            changed = Regimen(**facts | {"medicines": read_medicines(medicines)})
        except ValueError as problem:
            dialogue.say(f"Not kept. {refusal_words(problem)}")
            changed = regimen
        return Edit(changed, "change the person")

    def _age(self) -> str:
        """Ask for the age; that of a young child is asked again, for it may be a slip."""
        dialogue, person = self._dialogue, self._regimen.person
        known = str(person.age) if person and person.age is not None else ""
        while True:
            age = dialogue.ask(
                "Age in whole years", optional=True, default=known,
                read=lambda text: f"{years} years" if (years := read_age(text)) is not None else "",
                help="Ranges are for adults, and some limits go by age. None means an adult.",
            )  # fmt: skip
            years = read_age(age)
            if age == known or years is None or years >= YOUNG:
                return age
            if dialogue.yes(
                f"{counted(years, 'year')}, a young child, is that right?", default=False,
                help="Nothing here is documented for a child of this age. No asks again.",
            ):  # fmt: skip
                return age

    def _conditions(self, own: tuple[str, ...]) -> tuple[str, ...]:
        """Ask which conditions hold, by numbers or words with a comma between."""
        catalogue = self._document.catalogue
        known = {row.id: row.name for row in catalogue.conditions.values()}
        known |= {each: each for each in own if each not in known}
        options = [Option(value, words) for value, words in known.items()]

        def read(text: str) -> tuple[str, ...]:
            pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
            if len(pieces) == 1 and re.fullmatch(r"[0-9 ]+", pieces[0]):
                pieces = pieces[0].split()
            chosen = {matching(piece, options).value for piece in pieces}
            return tuple(sorted(chosen, key=lambda each: (each not in catalogue.conditions, each)))

        def words(found: tuple[str, ...]) -> str:
            return listed(known[each] for each in found)

        self._dialogue.say("Conditions:")
        self._dialogue.say_list([option.words for option in options])
        now = ", ".join(known[each] for each in own)
        text = self._dialogue.ask(
            "Conditions that hold, such as 1, 4", optional=True, default=now,
            read=lambda text: words(read(text)),
            help="Numbers of the list, or first letters of a word, with a comma between: "
                 + "; ".join(f"{i}. {row.words}" for i, row in enumerate(options, start=1)),
        )  # fmt: skip
        return own if text == now else read(text)

    # accepting

    def acceptance(self, finding: Finding) -> Edit:
        """Ask why a warning is accepted; for one that is accepted already, take that back."""
        if finding.accepted:
            self._dialogue.say(f"{finding.code} was accepted. It counts again.")
            regimen = without_acceptance(self._regimen, finding)
            return Edit(regimen, f"no longer accept {finding.code}")
        self._dialogue.say(
            f"Accepting {finding.code}{f' of {finding.entry}' if finding.entry else ''}:"
            f" {finding.message}",
            "It stays listed with your reason, and counts again when the dose changes.",
        )
        reason = self._dialogue.ask(
            "Reason", read=read_reason,
            help="Why you keep to it, in a few words, such as: talked over with my doctor.",
        )  # fmt: skip
        accepted = Acceptance(
            code=finding.code,
            entry=finding.entry,
            substance=finding.substance,
            observed=finding.observed or "",
            reason=reason.strip(),
            on=self._today(),
        )
        regimen = edits.with_acceptance(self._regimen, accepted)
        return Edit(regimen, f"accept {finding.code}")


def without_acceptance(regimen: Regimen, finding: Finding) -> Regimen:
    """Return the regimen in which a warning is no longer accepted."""
    kept = tuple(
        row
        for row in regimen.accepted
        if (row.code, row.entry) != (finding.code, finding.entry)
        or row.substance not in (None, finding.substance)
        or not same_observed(row.observed, finding.observed or "")
    )
    facts = {key: getattr(regimen, key) for key in Regimen.model_fields}
    return Regimen(**facts | {"accepted": kept})


def understood(medicines: dict[str, MedicineTaken], catalogue: Catalogue) -> str:
    """Return how each medicine is understood."""
    parts = []
    for name, row in medicines.items():
        known = catalogue.medicine(name)
        times = listed(when.text for when in row.when or ())
        meant = "" if known else did_you_mean(name, catalogue.medicine_names())
        what = known.name if known else f"not in the catalogue{meant.replace(' D', ', d', 1)}"
        if known is not None and known.name.lower() == name:
            what = "in the catalogue"
        parts.append(f"{name}, {what}, {times or 'no time given'}")
    return "; ".join(parts)
