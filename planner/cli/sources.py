"""Sources as people read them: what, where, how well verified, and where they do not carry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from planner.catalogue.models import VERIFIED_WORDS

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.models import Source
    from planner.cli.page import Page


def add_sources(
    page: Page, catalogue: Catalogue, ids: Iterable[str | None], *, numbered: bool = False
) -> None:
    """Add a list of sources, each once, in the order in which they are needed."""
    known = [each for each in dict.fromkeys(ids) if each is not None and each in catalogue.sources]
    for number, source_id in enumerate(known, start=1):
        _add_source(page, catalogue.sources[source_id], f"[{number}]" if numbered else "-")


def _add_source(page: Page, source: Source, mark: str) -> None:
    facts = [each.rstrip(".") for each in (source.title, source.authors, source.where) if each]
    head = f"{'. '.join(facts)}."
    if source.own is not None:
        _add_own(page, source, head, mark)
        return
    by = source.short.removesuffix(f" {source.year}")
    if not source.title.startswith(by):
        head = f"{source.short}: {head}"
    elif source.year:
        head = f"{head[:-1]}, {source.year}."
    page.item(head, mark=mark)
    _add_checks(page, source, len(mark) + 3)


def _add_own(page: Page, source: Source, head: str, mark: str) -> None:
    """Add a source that an own file names, with whose it is."""
    assert source.own is not None
    year = f", {source.year}" if source.year and str(source.year) not in head else ""
    body = f", {source.body}" if source.body else ""
    page.item(f"{head[:-1]}{body}{year} ({source.own.words}, {source.own.file}).", mark=mark)
    _add_checks(page, source, len(mark) + 3)


def _add_checks(page: Page, source: Source, indent: int) -> None:
    """Add where a source is to be found, and how far it was verified."""
    if address := f"https://doi.org/{source.doi}" if source.doi else source.url:
        page.text(address, indent, break_words=False)
    page.text(f"Verified: {VERIFIED_WORDS[source.verified]}. {source.check}", indent)
    if source.problem:
        page.text(f"But: {source.problem}", indent)
