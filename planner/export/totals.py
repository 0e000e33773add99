"""Totals on the fullest day, each beside its documented range and its upper limit, in words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.export.sheet import TotalRow
from planner.judge.findings import MineralTotal, SubstanceTotal
from planner.judge.gauge_words import (
    limit_body,
    own_words,
    plain_total_words,
    range_words,
    total_words,
    why_not_known,
)
from planner.judge.wordings import weeks_words
from planner.quantities import mg_shown
from planner.wording import listed

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Verdict
    from planner.judge.gauge import Gauge

_NO_RANGE = "not checked: no documented range"
_NO_LIMIT = "no upper limit in the catalogue"
_NOT_COMPARED = "not compared: not all of its amounts are known"


def total_rows(verdict: Verdict, catalogue: Catalogue) -> Iterator[TotalRow]:
    """Yield each total once, with the weeks that it holds for where doses change."""
    markers = {
        (total.substance, total.stretch): total.marker_per_day
        for total in verdict.totals
        if isinstance(total, SubstanceTotal)
    }
    rows: dict[TotalRow, list[int]] = {}
    compared = set()
    for gauge in verdict.gauges:
        compared.add((gauge.substance, gauge.stretch))
        if gauge.substance in catalogue.substances:
            compared.add((catalogue.substances[gauge.substance].family, gauge.stretch))
        marker = markers.get((gauge.substance, gauge.stretch))
        words = total_words(gauge)
        if marker is not None:
            called = catalogue.substances[gauge.substance].marker or "marker"
            words = f"{words}, of it {mg_shown(marker)} {called}"
        row = _gauge_row(gauge, words, marker)
        rows.setdefault(row, []).extend(_number(gauge.stretch))
    hidden = {each.substance for each in verdict.findings if each.code == "amount-undisclosed"}
    for total in verdict.totals:
        key = total.mineral if isinstance(total, MineralTotal) else total.substance
        if (key, total.stretch) not in compared:
            row = _plain_row(total, catalogue, hidden)
            rows.setdefault(row, []).extend(_number(total.stretch))
    names = list(dict.fromkeys(row.name for row in rows))
    for row, stretches in sorted(rows.items(), key=lambda item: names.index(item[0].name)):
        yield replace(row, weeks=_weeks(verdict, stretches))


def _number(stretch: int | None) -> Iterable[int]:
    return () if stretch is None else (stretch,)


def _weeks(verdict: Verdict, stretches: list[int]) -> str:
    if not stretches or len(stretches) == len(verdict.weeks):
        return ""
    return listed(weeks_words(*verdict.weeks[number]) for number in stretches)


def _gauge_row(gauge: Gauge, words: str, marker: Decimal | None) -> TotalRow:
    return TotalRow(
        name=gauge.name,
        total=words,
        range=range_words(gauge),
        range_verdict=_verdict_words(gauge, str(gauge.range_verdict), "in it" * bool(gauge.upper)),
        limit=mg_shown(gauge.limit) if gauge.limit is not None else "",
        limit_by=limit_body(gauge) if gauge.limit is not None else "",
        limit_verdict=_verdict_words(
            gauge, str(gauge.limit_verdict), "within it" * bool(gauge.limit)
        ),
        weeks="",
        gauge=gauge._replace(stretch=None),
        substance=gauge.substance,
        milligrams=None if gauge.nothing_known else gauge.total,
        complete=not gauge.at_least,
        marker=marker,
        own=own_words(gauge),
    )


def _verdict_words(gauge: Gauge, words: str, where: str) -> str:
    """Return a verdict that stands behind the bound it is about: one not known speaks of that."""
    why = why_not_known(gauge, words)
    if not why:
        return words
    return f"not known whether {where}: {why}" if where else f"not known: {why}"


def _plain_row(
    total: SubstanceTotal | MineralTotal, catalogue: Catalogue, hidden: Container[str | None]
) -> TotalRow:
    marker = None
    if isinstance(total, MineralTotal):
        substance, known, complete = total.mineral, total.elemental_per_day, total.complete
        name = catalogue.families[substance].name
    else:
        substance, known, marker = total.substance, total.per_day, total.marker_per_day
        complete = substance not in hidden  # unknown is not zero
        name = catalogue.substances[substance].name
    verdicts = _NO_RANGE, _NO_LIMIT
    if isinstance(total, MineralTotal) and not complete:
        verdicts = _NOT_COMPARED, _NOT_COMPARED  # there may be a range and a limit
    return TotalRow(
        name=name,
        total=plain_total_words(total, complete=complete),
        range="",
        range_verdict=verdicts[0],
        limit="",
        limit_by="",
        limit_verdict=verdicts[1],
        weeks="",
        gauge=None,
        substance=substance,
        milligrams=known if known or complete else None,
        complete=complete,
        marker=marker,
    )
