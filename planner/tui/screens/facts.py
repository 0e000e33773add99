"""What a regimen says of itself, one fact at a time: the question, and the edit that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from planner.catalogue import Catalogue
from planner.clock import BeforeBed, parse_time_of_day
from planner.document import Document
from planner.judge.findings import Finding, same_observed
from planner.regimen import edits
from planner.regimen.fields import LONGEST_TITLE, MOST_WEEKS
from planner.regimen.models import Acceptance, Regimen
from planner.tui.clock_display import shown_time
from planner.tui.screens.confirm import NotesScreen, PromptScreen
from planner.tui.text import cut
from planner.wording import counted, listed, visible

LONGEST_REASON = 400
_TIMED = ("has a time", "have times")
"""For one, and for several."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A question and what its answer changes."""

    prompt: PromptScreen | NotesScreen
    change: Callable[[str], Regimen]
    what: str
    """The edit in words, for undo."""


def title(document: Document) -> Fact:
    """Return the question for a title."""
    regimen = document.regimen

    def read(text: str) -> str:
        if not text.strip():
            raise ValueError("A title has at least one character.")
        if len(text) > LONGEST_TITLE:
            raise ValueError(f"{len(text):,} characters; {LONGEST_TITLE} at most are kept.")
        return visible(text)

    return Fact(
        PromptScreen("Title", value=regimen.title, read=read),
        lambda text: edits.with_title(regimen, text),
        "change the title",
    )


def bedtime(document: Document) -> Fact:
    """Return the question for a bedtime."""
    regimen = document.regimen

    def read(text: str) -> str:
        if not text.strip():
            if needing := timed_before_bed(regimen):
                raise ValueError(
                    f"{listed(cut(name, 40) for name in needing[:3])} {_TIMED[len(needing) > 1]}"
                    " counted from bedtime, so it cannot go. Give a time by the clock first."
                )
            return "no bedtime"
        return shown_time(parse_time_of_day(text))

    return Fact(
        PromptScreen(
            "Bedtime",
            value=regimen.bedtime.text if regimen.bedtime else "",
            placeholder="22:30",
            hint="Times before bed follow it, past midnight too.",
            read=read,
        ),
        lambda text: edits.with_bedtime(regimen, parse_time_of_day(text) if text.strip() else None),
        "change the bedtime",
    )


def weeks(document: Document) -> Fact:
    """Return the question for the planned length."""
    regimen = document.regimen
    return Fact(
        PromptScreen(
            "Length in weeks",
            value=str(regimen.weeks or ""),
            placeholder="8",
            hint="Empty where no length is planned.",
            read=lambda text: counted(found, "week") if (found := read_weeks(text)) else "none",
        ),
        lambda text: edits.with_weeks(regimen, read_weeks(text)),
        "change the length",
    )


def country(document: Document) -> Fact:
    """Return the question for the country whose limits apply."""
    regimen, catalogue = document.regimen, document.catalogue

    def read(text: str) -> str:
        code = read_country(text, catalogue)
        if code is None:
            used = document.country or catalogue.default_country
            return f"the setting, {catalogue.country_name(used)}"
        return catalogue.country_name(code)

    own = regimen.person.country if regimen.person else None
    known = ", ".join(sorted(catalogue.countries.names))
    return Fact(
        PromptScreen(
            "Country whose limits apply",
            value=own or "",
            placeholder="US",
            hint=f"The catalogue has rows for {known}. Empty takes your setting.",
            read=read,
        ),
        lambda text: edits.with_person(regimen, country=read_country(text, catalogue)),
        "change the country",
    )


def notes(document: Document) -> Fact:
    """Return the question for notes."""
    regimen = document.regimen
    return Fact(
        NotesScreen("Notes", regimen.notes or ""),
        lambda text: edits.with_notes(regimen, text),
        "change the notes",
    )


def acceptance(document: Document, finding: Finding, today: date) -> Fact:
    """Return the question why a warning is accepted."""
    regimen = document.regimen

    def read(text: str) -> str:
        reason = text.strip()
        if not reason:
            raise ValueError("Write in a few words why: it is kept with the regimen.")
        if len(reason) > LONGEST_REASON:
            raise ValueError(f"{len(reason):,} characters; {LONGEST_REASON} at most are kept.")
        return f"accepted today: {visible(reason)}"

    def change(text: str) -> Regimen:
        return edits.with_acceptance(
            regimen,
            Acceptance(
                code=finding.code,
                entry=finding.entry,
                substance=finding.substance,
                observed=finding.observed or "",
                reason=text.strip(),
                on=today,
            ),
        )

    return Fact(
        PromptScreen(
            "Accept this warning",
            done="Accept",
            placeholder="talked over with my doctor",
            about=finding.message,
            hint="It stays listed with your reason, and counts again when the dose changes.",
            read=read,
        ),
        change,
        f"accept {finding.code}",
    )


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


def timed_before_bed(regimen: Regimen) -> list[str]:
    """Return the entries and medicines whose times are counted from bedtime."""
    timed = [(name, entry.when) for name, entry in regimen.entries.items()]
    timed += [(name, row.when or ()) for name, row in regimen.medicines.items()]
    return [name for name, when in timed if any(isinstance(each, BeforeBed) for each in when)]


def read_country(text: str, catalogue: Catalogue) -> str | None:
    """Read a country's two letters, or its name where the catalogue has it. Raises ValueError."""
    written = " ".join(text.split())
    if not written:
        return None
    if written.isascii() and catalogue.is_country(written.upper()):
        return written.upper()
    for code, name in catalogue.countries.names.items():
        if name.casefold() == written.casefold():
            return code
    raise ValueError("Write a country's two letters, such as US, GB or DE, or EU, or its name.")


def read_weeks(text: str) -> int | None:
    """Read a number of weeks; None for an empty text. Raises ValueError."""
    written = text.strip()
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) <= 6):
        raise ValueError("Write a whole number of weeks, such as 8.")
    weeks = int(written)
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError(f"From 1 to {MOST_WEEKS:,} weeks can be planned.")
    return weeks
