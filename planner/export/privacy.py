"""What an export tells of a person, and how foreign text is told: as it is, unless it would act."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Finding
    from planner.regimen.models import Person

REASON_WITHHELD = "the reason is left out with the person"
_AGE = "age "


def told(text: str) -> str:
    """Return foreign text with its line breaks, and with nothing else in it that acts.

    Control characters and direction overrides are written out; letters of every script, emoji and
    right-to-left text stay as they are.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(visible(line) for line in lines)


def is_personal(code: str, observed: str | None, catalogue: Catalogue) -> bool:
    """Whether a finding tells a condition or the age of the person."""
    if code != "caution" or observed is None:
        return False
    return observed.startswith(_AGE) or observed in catalogue.conditions


def withheld_words(finding: Finding, catalogue: Catalogue) -> str:
    """Return a finding about the person without what it says of them."""
    name = finding.substance or "this"
    if name in catalogue.families:
        name = catalogue.families[name].name.lower()
    elif name in catalogue.substances:
        name = catalogue.substances[name].name.lower()
    return (
        f"A caution is documented for {name} that concerns the person. What it is about is left out"
        " of this sheet together with the person."
    )


def person_words(person: Person, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield (what, value) of what is known of a person."""
    if person.name:
        yield "For", told(person.name)
    if person.age is not None:
        yield "Age", f"{person.age} years"
    if person.country:
        yield "Country", catalogue.country_name(person.country)
    if person.conditions:
        known = catalogue.conditions
        names = [known[each].name if each in known else visible(each) for each in person.conditions]
        yield "Conditions", listed(names)
