"""The table of all substances: range, basis, window, and how weak the evidence is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.clock import BeforeBed

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.models import Substance
    from planner.cli.page import Page

NO_RANGE = "none documented"


def evidence_table(page: Page, catalogue: Catalogue) -> None:
    """Add the table, by families."""
    page.title(f"What the catalogue documents ({catalogue.version})")
    page.text(
        "The range is an amount a day. What has none is kept and counted, but its dose is not"
        " checked. Planner is not medical advice.",
        0,
    )
    column = max(len(each) for each in catalogue.substances) + 4
    for family in catalogue.families.values():
        members = [each for each in catalogue.substances.values() if each.family == family.id]
        single = len(members) == 1
        page.blank()
        page.text(page.style.strong(family.name) if not single else family.name, 0)
        if single:
            page_lines = _row(members[0])
            page.row(members[0].id, page_lines, at=column)
            continue
        without = [each for each in members if each.range is None]
        for substance in members:
            if substance.range is not None or len(without) < 4:  # noqa: PLR2004
                page.row(substance.id, _row(substance), at=column)
        if len(without) >= 4:  # noqa: PLR2004
            names = ", ".join(each.id for each in without)
            page.row("no range documented", names, at=column)
    page.blank()
    page.text("weak: the evidence behind it is weak. For more: planner evidence NAME", 0)


def _row(substance: Substance) -> str:
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
