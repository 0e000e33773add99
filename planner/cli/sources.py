"""Sources as people read them: what, where, how well verified, and where they do not carry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from planner.catalogue.models import VERIFIED_WORDS

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.figures import Sourced
    from planner.catalogue.models import Source
    from planner.cli.page import Page


def add_sources(page: Page, catalogue: Catalogue, ids: Iterable[str | None]) -> None:
    """Add a list of sources, each once, in the order in which they are needed."""
    for source_id in dict.fromkeys(ids):
        if source_id is not None and source_id in catalogue.sources:
            _add_source(page, catalogue.sources[source_id])


def _add_source(page: Page, source: Source) -> None:
    facts = [source.title.rstrip(".")]
    facts += [each for each in (source.authors, source.where) if each]
    head = ". ".join(facts)
    named = source.short if source.title != source.short.removesuffix(f" {source.year}") else ""
    page.item(f"{named}: {head}." if named else f"{head}, {source.year}." if source.year else head)
    if address := f"https://doi.org/{source.doi}" if source.doi else source.url:
        page.text(address, 4, break_words=False)
    page.text(f"Verified: {VERIFIED_WORDS[source.verified]}. {source.check}", 4)
    if source.problem:
        page.text(f"But: {source.problem}", 4)


def cited(catalogue: Catalogue, row: Sourced) -> str:
    """Return the sources of a figure for the end of a sentence, and how the first was verified."""
    names = "; ".join(catalogue.source(each).short for each in (row.source, *row.also))
    verified = VERIFIED_WORDS[catalogue.source(row.source).verified]
    return f"Source: {names} ({verified})."
