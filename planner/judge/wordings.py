"""Phrases that several rules share, so that one thing is always said in one way."""

from __future__ import annotations

from decimal import Decimal

from planner.catalogue import Catalogue
from planner.catalogue.figures import OWN_MARK
from planner.judge.portions import Known, Portion, is_converted
from planner.quantities import Amount, mg_shown
from planner.regimen.words import NOT_STATED, lowered, weeks_words
from planner.wording import LONGEST_SHOWN, visible

__all__ = [
    "NOT_STATED",
    "both_readings",
    "called",
    "cited",
    "gives",
    "lowered",
    "shown",
    "weeks_words",
]

LONGEST_MARKED = 2 * LONGEST_SHOWN
"""Characters of the name of an own substance, which ends with whose it is."""


def cited(catalogue: Catalogue, source_id: str | None) -> str:
    """Return a source for the end of a message: ` Source: NAM 1997.`."""
    if source_id is None:
        return ""
    return f" Source: {catalogue.source(source_id).short}."


def called(name: str) -> str:
    """Return a name as it stands within a sentence: `magnesium oxide`, `L-theanine`.

    Names may come from a file, so nothing in what is returned acts on a terminal.
    """
    return shown(lowered(name))


def shown(name: str) -> str:
    """Return a name from a file as it is written there, cut where it is very long.

    The mark behind that of an own substance, which says whose it is, is not cut away.
    """
    most = LONGEST_MARKED if name.endswith(OWN_MARK) else LONGEST_SHOWN
    return visible(name if len(name) <= most else f"{name[: most - 1]}…")


def gives(portion: Portion) -> str:
    """Return what one taking holds of a substance, with the basis named, for a person."""
    # a name from a file stays as its label prints it
    name = called(portion.name) if portion.substance else shown(portion.name)
    if portion.known is Known.UNDISCLOSED:
        return f"an undisclosed amount of {name}"
    if portion.printed is None:
        return name
    printed = portion.printed.shown
    if portion.known is Known.UNCATALOGUED:
        return f"{printed} {name}"
    if portion.lacks_share:
        # of an unknown form the name would only repeat that it is not known
        named = portion.substance is not None and portion.substance.compound is not None
        whole = f"compound {name}" if named else "compound"
        return f"{printed} of the {whole}; how much {portion.family} that is, is not known"
    if portion.known is Known.UNSTATED:
        return f"{printed} {name}, {NOT_STATED}"
    if portion.elemental is not None and portion.substance is not None:
        amount = mg_shown(portion.elemental, computed=is_converted(portion))
        element = portion.substance.family
        from_compound = (
            f" (from {printed} of the compound)" if portion.known is Known.COMPUTED else ""
        )
        return f"{amount} elemental {element}{from_compound}"
    marker = ""
    if portion.standardised_to is not None and portion.milligrams is not None:
        content = portion.standardised_to.of(portion.milligrams)
        of_what = (portion.substance.marker if portion.substance else None) or "marker"
        marker = f" ({portion.standardised_to.shown} = {mg_shown(content)} {of_what})"
    return f"{printed} {name}{marker}"


def both_readings(portion: Portion, computed: Decimal | None) -> str:
    """Return the two readings of a mineral amount whose basis is not stated."""
    assert isinstance(portion.printed, Amount)
    printed = portion.printed.shown
    if computed is None:
        return (
            f"If {printed} is the mineral itself, it is {printed} elemental; if it is the whole"
            " compound, the elemental amount cannot be computed"
        )
    return (
        f"If {printed} is the mineral itself, it is {printed} elemental; if it is the whole"
        f" compound, it is {mg_shown(computed, computed=True)} elemental"
    )
