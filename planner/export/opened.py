"""A regimen that was received, judged here: by the receiver's country and the own catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.export.differing import differences
from planner.export.making import Options, make_sheet
from planner.export.received import UNKNOWN_EDITION, without_country
from planner.judge import judge_reading
from planner.judge.findings import Severity
from planner.wording import visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.differing import Differences
    from planner.export.received import Received
    from planner.export.sheet import Sheet
    from planner.judge.findings import Verdict
    from planner.regimen.reading import Reading

_SHOWN = 12
"""Characters of a fingerprint that are shown, enough to tell versions apart by eye."""
AS_FOR_AN_ADULT = "As for an adult: this does not hold for the person, who is under age."
"""Said beside totals that were judged without the age of the person."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A regimen that was received, and what is to be said of it here."""

    path: Path
    """The file that was received."""
    received: Received
    reading: Reading
    """The regimen without the country of its person: yours decides."""
    named: str | None
    """The country that it names, which is not used."""
    verdict: Verdict
    sheet: Sheet | None
    """None where it holds errors, so that nobody should take anything by it."""
    found: Differences | None
    """What differs from the sender's sheet; None where that is not known."""

    @property
    def status(self) -> str:
        """`pass`, `ask`, `warn` or `invalid` for the receiver: what the sender accepted counts.

        What was judged here as for an adult, though the person is under age, is warned of.
        """
        if self.received.lacks_age and self.sheet is not None:
            return "warn"
        return self.found_status

    @property
    def found_status(self) -> str:
        """The status by what was found in the plan alone."""
        if self.sheet is None:
            return "invalid"
        severities = {row.severity for row in (*self.sheet.standing, *self.sheet.accepted)}
        if Severity.WARNING in severities:
            return "warn"
        return "ask" if Severity.QUESTION in severities else "pass"


def judged(path: Path, received: Received, catalogue: Catalogue, country: str | None) -> Opened:
    """Return what was received from a file, judged by the limits of a country.

    Without one those of the catalogue's default country are used.
    """
    reading, named = without_country(received.reading, catalogue)
    verdict = judge_reading(reading, catalogue, country)
    if any(each.severity is Severity.ERROR for each in verdict.findings):
        return Opened(path, received, reading, named, verdict, None, None)
    told = received.told
    edition = told.edition if told else UNKNOWN_EDITION
    sheet = make_sheet(reading, catalogue, edition, Options(with_person=True, country=country))
    found = differences(told, sheet) if told else None
    return Opened(path, received, reading, named, verdict, sheet, found)


def origin_words(received: Received) -> str:
    """Return who a regimen is from and which version it is, as far as that is said."""
    told = received.told
    if told is None:
        return (
            "A regimen file. It does not say who made it, which version it is, or what its sender"
            " was told."
        )
    by = visible(told.by) if told.by else "somebody who is not named"
    return f"Received from {by}. {told.edition.words}."


def fingerprint_words(received: Received) -> str:
    """Return whether it is still what was sent; empty where that cannot be known."""
    told = received.told
    if told is None:
        return ""
    if received.is_changed:
        return (
            f"Fingerprint not ok: the plan was changed after its sheet was made. It was"
            f" {told.digest[:_SHOWN]} and is {received.digest[:_SHOWN]}. What the web page shows"
            " may be another plan than this; ask the sender."
        )
    return (
        f"Fingerprint ok, {told.digest[:_SHOWN]}: the plan that the file carries is the one that"
        " its sheet was made of. What the page itself shows was not compared with it, and who made"
        " it no fingerprint can prove."
    )


def minor_words(received: Received) -> str:
    """Return that a plan was judged for somebody under age whose age is not known here, or ""."""
    if not received.lacks_age:
        return ""
    return (
        "The sender judged this for somebody under age, whose age was left out. Here it is judged"
        " as for an adult: what is said here of ranges and limits does not hold for that person."
    )


def link_words(received: Received) -> str:
    """Return that the page offers another file than it carries, or ""."""
    if not received.offers_another:
        return ""
    return (
        "The page offers a file to save that is not the plan that it carries. Do not use that file;"
        " ask the sender."
    )


def limits_words(opened: Opened, why: str, catalogue: Catalogue) -> str:
    """Return whose upper limits are used, and `why`, in a sentence."""
    used, named = opened.verdict.country, opened.named
    said = f"Upper limits of: {_country_words(used, catalogue)}, {why}."
    if named is None or named == used:
        return said
    return f"{said} The plan names {_country_words(named, catalogue)}, which is not used here."


def _country_words(code: str, catalogue: Catalogue) -> str:
    named = visible(catalogue.country_name(code))
    return code if named == code else f"{named} ({code})"
