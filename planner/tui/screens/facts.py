"""What a regimen says of itself, one fact at a time: the question, and the edit that it makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from planner.clock import parse_time_of_day
from planner.document import Document
from planner.regimen import edits
from planner.regimen.fields import LONGEST_TITLE, MOST_WEEKS
from planner.regimen.models import Regimen
from planner.tui.screens.confirm import NotesScreen, PromptScreen
from planner.wording import counted, visible


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
            return "no bedtime; times before bed cannot be placed on the clock"
        return parse_time_of_day(text).text

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
        code = text.strip().upper()
        if not code:
            used = document.country or catalogue.default_country
            return f"the setting, {catalogue.country_name(used)}"
        if not text.isascii() or not catalogue.is_country(code):
            raise ValueError("Write a country's two letters, such as US, GB or DE, or EU.")
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
        lambda text: edits.with_person(regimen, country=text.strip().upper() or None),
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
