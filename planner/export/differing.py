"""What the sender of a sheet was told, beside what its receiver is told of the same plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.judge.matching import figures_words, matched
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.received import Told, ToldFinding
    from planner.export.sheet import FindingRow, Sheet


@dataclass(frozen=True, slots=True)
class Differences:
    """Where the two verdicts on one plan part."""

    catalogue: tuple[str, str] | None
    """The versions of the catalogue, theirs and yours, where they are not the same."""
    country: tuple[str, str] | None
    """Whose limits were used, theirs and yours, where they are not the same."""
    theirs: tuple[ToldFinding, ...]
    """Findings that only the sender was told of."""
    yours: tuple[FindingRow, ...]
    """Findings that only the receiver is told of."""
    changed: tuple[tuple[ToldFinding, FindingRow], ...]
    """Findings of both that name another observed value or limit."""
    withheld: tuple[ToldFinding, ...]
    """Findings about the sender's person, who was left out: they cannot be compared."""
    accepted: tuple[FindingRow, ...]
    """Warnings that the sender accepted; for the receiver they count."""
    minor: bool
    """Whether the sender judged for somebody under age, whose age the plan does not name."""

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(
            self.catalogue
            or self.country
            or self.theirs
            or self.yours
            or self.changed
            or self.withheld
            or self.accepted
            or self.minor
        )


def differences(told: Told, sheet: Sheet) -> Differences:
    """Return where a sheet that was received differs from one of the same plan made here."""
    there = (each for each in told.findings if not each.withheld)
    theirs, yours, changed = matched(there, (*sheet.standing, *sheet.accepted, *sheet.remarks))
    return Differences(
        catalogue=_unless_same(told.catalogue, sheet.catalogue),
        country=_unless_same(told.country, sheet.country),
        theirs=theirs,
        yours=yours,
        changed=changed,
        withheld=tuple(each for each in told.findings if each.withheld),
        accepted=sheet.accepted,
        minor=told.minor and not _names_age(sheet),
    )


def difference_words(found: Differences, sheet: Sheet, catalogue: Catalogue) -> Iterator[str]:
    """Yield each difference in words, fit to be shown."""
    if found.minor:
        yield (
            "Age: theirs is for somebody under age, whose age was left out; yours is as for an"
            " adult."
        )
    if found.catalogue:
        theirs, yours = found.catalogue
        yield f"Version of the catalogue: theirs {visible(theirs)}, yours {visible(yours)}."
    if found.country:
        named = [_country_words(each, catalogue) for each in found.country]
        yield f"Upper limits: theirs of {named[0]}, yours of {named[1]}."
    names = {row.key: row.name for row in sheet.entries}
    for told in found.theirs:
        accepted = "; the sender accepted it" if told.accepted else ""
        yield f"Only in their sheet: {_finding_words(told, names, catalogue)}{accepted}."
    for row in found.yours:
        yield f"Only here: {_finding_words(row, names, catalogue)}."
    for told, row in found.changed:
        about = _about_words(row, names, catalogue)
        theirs, here = figures_words(told), figures_words(row)
        yield f"With other figures: {about}: theirs {theirs}; here {here}."
    if found.withheld:
        of_what = "caution" if all(each.code == "caution" for each in found.withheld) else "finding"
        yield (
            f"Left out by the sender: {counted(len(found.withheld), of_what)} about their person."
            " The plan came without the person, so that this is not judged here."
        )
    if found.accepted:
        number = counted(len(found.accepted), "warning")
        counts = "It counts" if len(found.accepted) == 1 else "They count"
        yield f"Accepted by the sender: {number}. {counts} here."


def _names_age(sheet: Sheet) -> bool:
    person = sheet.regimen.person
    return person is not None and person.age is not None


def _unless_same(theirs: str, yours: str) -> tuple[str, str] | None:
    return None if theirs == yours else (theirs, yours)


def _finding_words(
    row: ToldFinding | FindingRow, names: dict[str, str], catalogue: Catalogue
) -> str:
    figures = figures_words(row)
    about = _about_words(row, names, catalogue)
    return f"{about}: {figures}" if figures else about


def _about_words(row: ToldFinding | FindingRow, names: dict[str, str], catalogue: Catalogue) -> str:
    """Return what a finding is and what it is about: `the warning above-upper-limit, Zinc`."""
    said = [f"the {row.severity} {row.code}"]
    if row.entry:
        said.append(visible(names.get(row.entry, row.entry)))
    if row.substance and (substance := _substance_name(row.substance, catalogue)) not in said:
        said.append(substance)
    if row.phase:
        said.append(f"phase {row.phase}")
    return ", ".join(said)


def _substance_name(key: str, catalogue: Catalogue) -> str:
    known = catalogue.families.get(key) or catalogue.find(key)
    return known.name if known else visible(key)


def _country_words(code: str, catalogue: Catalogue) -> str:
    named = catalogue.country_name(code)
    return code if named == code else f"{named} ({code})"
