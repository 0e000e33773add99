"""What an export tells of a person, and how foreign text is told: as it is, unless it would act."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Finding
    from planner.regimen.models import Person, Regimen

REASON_WITHHELD = "the reason is left out with the person"
LEFT_TO_RIGHT_MARK = "\u200e"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_CAUTION = "caution"
_LAPSED = "acceptance-lapsed"
_AT_AGE = re.compile(r" at age [0-9]+")


def told(text: str) -> str:
    """Return foreign text with its line breaks, and with nothing else in it that acts.

    Control characters and direction overrides are written out; letters of every script, emoji and
    right-to-left text stay as they are.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(visible(line) for line in lines)


def kept_to_its_place(text: str) -> str:
    """Return a text, fit to be shown, for the middle of a text of ours.

    Letters that run from right to left draw a figure after them to their other side, away from its
    unit. A left-to-right mark behind them, which shows nothing, keeps it where it belongs.
    """
    return f"{text}{LEFT_TO_RIGHT_MARK}" if runs_to_the_left(text) else text


def runs_to_the_left(text: str) -> bool:
    """Whether there are letters or digits in a text that are read from right to left."""
    return any(unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in text)


def told_if_any(text: str | None) -> str | None:
    """Return foreign text of one line as it is told, or None for none."""
    return None if text is None else visible(text)


def is_personal(code: str, observed: str | None, catalogue: Catalogue) -> bool:
    """Whether a caution, found or accepted, tells a condition or the age of the person.

    Only those about a medicine do not. A condition that somebody misspelled is one too.
    """
    if code != _CAUTION or observed is None:
        return False
    return not catalogue.medicine_classes(observed)


def is_withheld(finding: Finding, regimen: Regimen, catalogue: Catalogue) -> bool:
    """Whether a finding must not be told as it is where the person is left out."""
    if finding.code == _LAPSED:
        # it names what was accepted, and every caution that is observed instead
        return regimen.accepted[int(finding.path[1]) - 1].code == _CAUTION
    return is_personal(finding.code, finding.observed, catalogue)


def without_age(message: str) -> str:
    """Return a message of the judge without the age that it names."""
    return _AT_AGE.sub("", message)


def withheld_words(finding: Finding) -> str:
    """Return a finding about the person without what it says of them.

    Not even of which substance it is: for some there is one condition only that it could be.
    """
    if finding.code == _LAPSED:
        return (
            "The acceptance of a caution no longer holds, and what it silenced counts again. What"
            " it is about is left out of this sheet together with the person."
        )
    return (
        "A caution is documented for something in this plan that concerns the person. What it is"
        " about is left out of this sheet together with the person."
    )


def person_words(
    person: Person, catalogue: Catalogue, name: str | None = None
) -> Iterator[tuple[str, str]]:
    """Yield (what, value) of what is known of a person.

    With a name that the sender looked up, what the regimen calls the person is the code.
    """
    if name:
        yield "For", told(name)
    if person.name:
        yield "Code" if name else "For", told(person.name)
    if person.age is not None:
        yield "Age", f"{person.age} years"
    if person.country:
        yield "Country", catalogue.country_name(person.country)
    if person.conditions:
        known = catalogue.conditions
        names = [known[each].name if each in known else visible(each) for each in person.conditions]
        yield "Conditions", listed(names)
