"""What differs between the totals a day of two verdicts, over the weeks that both plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from planner.judge.findings import MineralTotal, Severity, SubstanceTotal, Verdict
from planner.judge.gauge_words import plain_total_words, total_words
from planner.judge.wordings import called, weeks_words
from planner.quantities import mg_shown, mg_text

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.gauge import Gauge

_NONE = "none"
_NOT_KNOWN = "not known, because of an error,"

Total = SubstanceTotal | MineralTotal
Weeks = tuple[int, int | None]
"""A first and last week; the last is None where there is no end."""


@dataclass(frozen=True, slots=True)
class TotalDifference:
    """A total a day that is another one."""

    old: Total | None
    """None where nothing of it was taken, or nothing of it is known."""
    new: Total | None
    weeks: Weeks | None
    """The weeks in which it differs; None where it does in all."""
    sentence: str
    """For people, in one line, fit to be shown."""


def total_differences(
    old: Verdict, new: Verdict, catalogue: Catalogue
) -> Iterator[TotalDifference]:
    """Yield each total that differs, with the weeks in which it does where doses change."""
    before, after = _told_totals(old, catalogue), _told_totals(new, catalogue)
    absent = _absent_words(old), _absent_words(new)
    stretches = list(_stretches(old, new))
    for substance in dict.fromkeys((*after, *before)):
        was, now = before.get(substance, {}), after.get(substance, {})
        both = ((weeks, (_in_week(was, weeks[0]), _in_week(now, weeks[0]))) for weeks in stretches)
        for weeks, ends in _joined(both):
            in_all = weeks == (stretches[0][0], stretches[-1][1])
            yield _difference(ends, absent, None if in_all else weeks, catalogue)


class _Told(NamedTuple):
    """A total with its words."""

    total: Total
    words: str

    @property
    def figures(self) -> tuple[object, ...]:
        """What it comes to, whatever the number of its stretch."""
        return (*self.total[:-1], self.words)


_Both = tuple[_Told | None, _Told | None]


def _absent_words(verdict: Verdict) -> str:
    """Return what a total is that is not there: nothing, unless an entry could not be judged."""
    has_error = any(each.severity is Severity.ERROR for each in verdict.findings)
    return _NOT_KNOWN if has_error else _NONE


def _told_totals(verdict: Verdict, catalogue: Catalogue) -> dict[str, dict[Weeks, _Told]]:
    """Return the totals of each substance, by the weeks that they hold for."""
    hidden = {each.substance for each in verdict.findings if each.code == "amount-undisclosed"}
    gauges = {_of_gauge(gauge, catalogue): gauge for gauge in verdict.gauges}
    found: dict[str, dict[Weeks, _Told]] = {}
    for total in verdict.totals:
        complete = total.complete if isinstance(total, MineralTotal) else total[0] not in hidden
        gauge = gauges.get((total[0], total.stretch, total[1]))
        words = total_words(gauge) if gauge else plain_total_words(total, complete=complete)
        if isinstance(total, SubstanceTotal) and total.marker_per_day is not None:
            known = catalogue.find(total.substance)
            marker = (known and known.marker) or "marker"
            words = f"{words} ({mg_shown(total.marker_per_day)} {marker})"
        weeks = (1, None) if total.stretch is None else verdict.weeks[total.stretch]
        found.setdefault(total[0], {})[weeks] = _Told(total, words)
    return found


def _of_gauge(gauge: Gauge, catalogue: Catalogue) -> tuple[object, ...]:
    """Return of which total a gauge tells: that of the mineral itself, or of a substance."""
    substance = catalogue.substances.get(gauge.substance)
    is_elemental = gauge.basis == "elemental" and substance is not None and substance.is_mineral
    name = substance.family if substance is not None and is_elemental else gauge.substance
    return name, gauge.stretch, gauge.total


def _stretches(old: Verdict, new: Verdict) -> Iterator[Weeks]:
    """Yield the weeks in which neither verdict's doses change, and that both are planned for.

    Where only one of them goes on, its totals say no more than its length.
    """
    planned: list[list[Weeks]] = [
        list(verdict.weeks.values()) or [(1, None)] for verdict in (old, new)
    ]
    starts = {first for weeks in planned for first, _ in weeks}
    starts |= {last + 1 for weeks in planned for _, last in weeks if last is not None}
    ordered = sorted(starts)
    for number, first in enumerate(ordered):
        last = ordered[number + 1] - 1 if number + 1 < len(ordered) else None
        if all(any(_holds(each, first) for each in weeks) for weeks in planned):
            yield first, last


def _holds(weeks: Weeks, week: int) -> bool:
    first, last = weeks
    return first <= week and (last is None or week <= last)


def _in_week(totals: Mapping[Weeks, _Told], week: int) -> _Told | None:
    return next((told for weeks, told in totals.items() if _holds(weeks, week)), None)


def _joined(found: Iterable[tuple[Weeks, _Both]]) -> Iterator[tuple[Weeks, _Both]]:
    """Yield what differs, stretches of the same totals that follow each other as one."""
    waiting: tuple[Weeks, _Both] | None = None
    for weeks, both in found:
        if waiting and _figures(waiting[1]) == _figures(both) and waiting[0][1] == weeks[0] - 1:
            waiting = (waiting[0][0], weeks[1]), both
            continue
        if waiting and len({*_figures(waiting[1])}) > 1:
            yield waiting
        waiting = weeks, both
    if waiting and len({*_figures(waiting[1])}) > 1:
        yield waiting


def _figures(both: _Both) -> tuple[object, object]:
    was, now = both
    return was and was.figures, now and now.figures


def _difference(
    both: _Both, absent: tuple[str, str], weeks: Weeks | None, catalogue: Catalogue
) -> TotalDifference:
    old, new = both
    was, now = (each.words if each else words for each, words in zip(both, absent, strict=True))
    if old and new and was == now:  # so near to each other that rounded figures are the same
        was, now = mg_text(old.total[1]), mg_text(new.total[1])
    where = f" in {weeks_words(*weeks)}".replace(" in from", " from") if weeks else ""
    told = new or old
    assert told is not None
    name = _name(told.total, catalogue)
    sentence = f"total of {name}{where}: {was} becomes {now.removesuffix(',')}"
    return TotalDifference(old and old.total, new and new.total, weeks, sentence)


def _name(total: Total, catalogue: Catalogue) -> str:
    known = catalogue.families if isinstance(total, MineralTotal) else catalogue.substances
    return called(known[total[0]].name if total[0] in known else total[0])
