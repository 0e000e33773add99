"""`planner evidence`: what the catalogue documents, for everything or for one substance."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from planner.cli.output import CommandError, Style, complain, width

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.models import Family, Substance

DESCRIPTION = """\
Show what is documented about a substance: its range and window, upper limits of
every country, bans, cautions, distances to medicines, trials, and each source
with how well it was verified and where it does not carry what it is cited for.
Without a substance, one line for each. SUBSTANCE is an id, a family, or any word
that people use for it. Own substances and ranges of the library are told too, and
marked as own; exit code 2 if a file of theirs cannot be used."""
EXAMPLE = "  planner evidence magnesium glycinate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `evidence` takes."""
    parser.add_argument(
        "words", metavar="SUBSTANCE", nargs="*", help="such as ashwagandha or lemon balm"
    )


def run(options: argparse.Namespace) -> int:
    """Show the evidence and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.cli.evidence_page import evidence_page
    from planner.cli.evidence_table import evidence_table
    from planner.cli.page import Page
    from planner.library.own import catalogue_here

    catalogue, problems = catalogue_here(load_catalogue())
    for problem in problems:
        complain(problem.text)
    page = Page(width(), Style())
    words = " ".join(options.words).strip()
    if words:
        family, substances = meant(words, catalogue)
        evidence_page(page, catalogue, family, substances)
    else:
        evidence_table(page, catalogue)
    page.print()
    return 2 if problems else 0


def meant(words: str, catalogue: Catalogue) -> tuple[Family, list[Substance]]:
    """Return the family that is meant, and those of its substances that are.

    Raises:
        CommandError: nothing is known by this name, or things of several families are.
    """
    slug = "-".join(words.lower().replace("_", " ").split())
    if family := catalogue.families.get(slug):
        return family, _members(catalogue, family)
    if substance := catalogue.find(slug):
        return catalogue.family_of(substance), [substance]
    found = catalogue.search(words)
    families = {substance.family for substance in found}
    if len(families) == 1:
        family = catalogue.families[families.pop()]
        return family, found
    from planner.wording import listed, quoted

    if found:
        names = listed(sorted(catalogue.families[each].id for each in families), "or")
        raise CommandError(f"{quoted(words)} may be {names}; name one of them")
    nearest = catalogue.nearest(slug)
    offer = f"Did you mean {nearest}? " if nearest else ""
    raise CommandError(
        f"{quoted(words)} is not in the catalogue. {offer}planner evidence lists what is"
    )


def _members(catalogue: Catalogue, family: Family) -> list[Substance]:
    return [each for each in catalogue.substances.values() if each.family == family.id]
