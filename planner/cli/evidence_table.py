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
    for family in catalogue.families.values():
        members = [each for each in catalogue.substances.values() if each.family == family.id]
        if len(members) == 1:
            others += members
            continue
        page.heading(family.name)
        _rows(page, members, column)
    page.heading("Other substances")
    _rows(page, others, column)
    page.blank()
    page.text("weak: the evidence behind it is weak. For more: planner evidence NAME", 0)


def _rows(page: Page, substances: Sequence[Substance], column: int) -> None:
    """Add a line for each substance; many without a range share one."""
    without = [each for each in substances if each.range is None]
    together = len(without) > MOST_LINES
    for substance in substances:
        if substance.range is not None or not together:
            page.row(substance.id, _words(substance), at=column)
    if together:
        page.row(NO_RANGE, ", ".join(each.id for each in without), at=column)


def _words(substance: Substance) -> str:
    """Return range, basis, window and marks of weakness in words."""
    documented = substance.range
    if documented is None:
        text = NO_RANGE
    else:
        basis = "" if documented.basis == substance.id else f" {documented.basis}"
        weak = " (weak)" if documented.weak else ""
        text = f"{documented.lower.shown} to {documented.upper.shown}{basis}{weak}"
    if window := substance.window:
        text += f"; {window_words(window.before_bed)}{' (weak)' if window.weak else ''}"
    return text


def window_words(window: BeforeBed) -> str:
    """Return a documented time before bed that no line end divides inside a figure."""
    return window.text.replace(" min", "\u00a0min").replace(" h ", "\u00a0h ")
