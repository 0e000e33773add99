"""The table of all substances: range, basis, window, and how weak the evidence is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.clock import BeforeBed

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.models import Substance
    from planner.cli.page import Page

NO_RANGE = "no range documented"
MOST_LINES = 4
"""Substances without a range that are still given a line each."""


def evidence_table(page: Page, catalogue: Catalogue) -> None:
    """Add the table, by families."""
    page.title(f"What the catalogue documents ({catalogue.version})")
    page.text(
        "The range is an amount a day. What has none is kept and counted, but its dose is not"
        " checked.",
        0,
    )
    column = max(len(each) for each in catalogue.substances) + 4
    others: list[Substance] = []
    own: list[Substance] = []
    for family in catalogue.families.values():
        members = [each for each in catalogue.substances.values() if each.family == family.id]
        if any(each.own is not None for each in members):
            own += members
            continue
        if len(members) == 1:
            others += members
            continue
        page.heading(family.name)
        _rows(page, members, column, catalogue)
    page.heading("Other substances")
    _rows(page, others, column, catalogue)
    if own:
        page.heading("Own substances")
        _rows(page, own, column, catalogue)
    page.blank()
    page.text("weak: the evidence behind it is weak. For more: planner evidence NAME", 0)


def _rows(page: Page, substances: Sequence[Substance], column: int, catalogue: Catalogue) -> None:
    """Add a line for each substance; many without any range share one."""
    without = [
        each
        for each in substances
        if each.range is None and each.own is None and each.id not in catalogue.own_ranges
    ]
    together = len(without) > MOST_LINES
    for substance in substances:
        if substance not in without or not together:
            page.row(substance.id, _words(substance, catalogue), at=column)
    if together:
        page.row(NO_RANGE, ", ".join(each.id for each in without), at=column)


def _words(substance: Substance, catalogue: Catalogue) -> str:
    """Return range, basis, window and marks of weakness in words, and whose own range differs."""
    documented = substance.range
    if documented is None:
        text = NO_RANGE
    else:
        basis = "" if documented.basis == substance.id else f" {documented.basis}"
        weak = " (weak)" if documented.weak else ""
        text = f"{documented.lower.shown} to {documented.upper.shown}{basis}{weak}"
    if window := substance.window:
        text += f"; {window_words(window.before_bed)}{' (weak)' if window.weak else ''}"
    if substance.own is not None:
        text = f"{substance.name}: {text}"
    own = catalogue.own_ranges.get(substance.id)
    if own is not None:
        text += f"; {own.own.words} range: {own.lower.shown} to {own.upper.shown} {own.basis}"
    return text


def window_words(window: BeforeBed) -> str:
    """Return a documented time before bed that no line end divides inside a figure."""
    return window.text.replace(" min", "\u00a0min").replace(" h ", "\u00a0h ")
