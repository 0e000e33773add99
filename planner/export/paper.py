"""How small a page has to be set so that what a sheet says fits on one sheet of paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.export.sheet import UNITS_KEY
from planner.lines import cells

if TYPE_CHECKING:
    from planner.export.sheet import FindingRow, Sheet

MANY_PAGES = "pt-9"
"""The setting of what needs several pages in any case."""

_WIDTH, _HEIGHT = 532, 746
"""Points within the margins: the width of A4 and the height of Letter, the smaller of each."""
_SPARE = 0.995
"""Letters of another machine may be wider than those that were measured."""
_SMALL = 0.8125
_LETTER = 0.465
"""Width of a letter of the middle sort, in heights of its line of type."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """One way to set a page; lengths are in rem, the size of its main text."""

    name: str
    points: float
    is_packed: bool = False

    @property
    def width(self) -> float:
        return _WIDTH / self.points

    @property
    def height(self) -> float:
        return _HEIGHT / self.points * _SPARE

    def lines(self, text: str, part: float, size: float = 1.0) -> int:
        """Return how many lines a text needs in a part of the width, at a size."""
        columns = int(self.width * part / (size * _LETTER))
        return sum(max(1, -(-cells(line) // columns)) for line in text.split("\n"))


_SETTINGS = (
    _Setting("pt-10", 10),
    _Setting("pt-95", 9.5),
    _Setting("pt-9", 9),
    _Setting("pt-85", 8.5),
    _Setting("pt-8", 8),
    _Setting("packed pt-8", 8, is_packed=True),
    _Setting("packed pt-74", 7.4, is_packed=True),
    _Setting("packed pt-68", 6.8, is_packed=True),
)
"""The larger first; `print.css` says what each is."""


def setting(sheet: Sheet) -> str:
    """Return the names of the largest setting in which a sheet fits on one page of A4 or Letter.

    It is reckoned from the lengths of the texts, because nothing is laid out here.
    """
    for each in _SETTINGS:
        if _needed(sheet, each) <= each.height:
            return each.name
    return MANY_PAGES


def _needed(sheet: Sheet, on: _Setting) -> float:
    take, evening = _take(sheet, on), _evening(sheet, on)
    both = max(take, evening) if on.is_packed else take + evening
    parts = (_head(sheet, on), _template(sheet, on), both, _totals(sheet, on), _rest(sheet, on))
    return sum(parts) + _answers(sheet, on)


def _head(sheet: Sheet, on: _Setting) -> float:
    title = 2.1 * on.lines(sheet.title, 1, 1.7)
    facts = [
        *(f"{what} {value}" for what, value in sheet.person),
        f"Made by {sheet.made_by}",
        sheet.edition.words,
        f"Fingerprint {sheet.carried.fingerprint}",
        f"For how long {sheet.length}",
    ]
    if on.is_packed:
        return title + 1.3 * on.lines("    ".join(facts), 1) + 3.3
    return title + 2.7 * on.lines("    ".join(facts), 1) + 4.9


def _template(sheet: Sheet, on: _Setting) -> float:
    if sheet.template is None:
        return 0
    said = on.lines(sheet.template, 0.95) + 2 * bool(sheet.fields) + bool(sheet.left_open)
    return 4 + 1.3 * (said + sum(on.lines(field.prompt, 0.6) for field in sheet.fields))


def _take(sheet: Sheet, on: _Setting) -> float:
    part = 0.485 if on.is_packed else 0.82
    height = 2.2
    for entry in sheet.entries:
        label = f"Compare with the label: {entry.label} · " if entry.label else ""
        more = f"{label}{entry.why} Checked: {entry.state_words}"
        if on.is_packed:
            lines = on.lines(f"{entry.name} {entry.sentence} {more}", part, 1.02)
            clocks = len({taking.clock for taking in entry.takings})
            height += 1.31 * max(lines, clocks) + 0.5
        else:
            lines = on.lines(entry.name, part, 1.06) + on.lines(entry.sentence, part)
            height += 1.32 * (lines + on.lines(more, part)) + 0.8
    return height


def _evening(sheet: Sheet, on: _Setting) -> float:
    if not any(mark.span for lane in sheet.evening.lanes for mark in lane.marks):
        return 0
    height = (5.6 if on.is_packed else 4.9) + 1.5 * len({m.key for m in sheet.evening.medicines})
    for entry in sheet.entries:
        times = dict.fromkeys(each.clock or each.before_bed for each in entry.takings)
        named = entry.name if on.is_packed else f"{entry.name} {' and '.join(times)}"
        lines = on.lines(named, 0.14, 0.9) if on.is_packed else on.lines(named, 16 / on.width)
        height += max(1.5, 1.3 * lines)
    return height


def _totals(sheet: Sheet, on: _Setting) -> float:
    if not sheet.totals:
        return 0
    height = 6.2
    for row in sheet.totals:
        cells_of_row = (
            on.lines(row.name, 0.13, 0.9) + bool(row.weeks),
            on.lines(row.total, 0.15, 0.92),
            bool(row.range)
            + on.lines(f"{row.range_verdict} ✓", 0.19, 0.88)
            + (on.lines(row.own, 0.19, 0.88) if row.own else 0),
            bool(row.limit)
            + on.lines(f"{row.limit_verdict} ✓", 0.19, 0.88)
            + (on.lines(row.limit_by, 0.19, 0.88) if row.limit_by else 0),
        )
        picture = 0.0 if row.gauge is None else 2.4 if on.is_packed else 4.0 if row.limit else 3.1
        height += max(1.17 * max(cells_of_row), picture) + (0.3 if on.is_packed else 0.45)
    return height


def _rest(sheet: Sheet, on: _Setting) -> float:
    """Return the height of what stands in two columns."""
    size, line, head, gap = (0.9, 1.25, 1.45, 0.1) if on.is_packed else (0.875, 1.3, 1.75, 0.15)
    lists = [
        _findings(sheet.standing),
        _findings(sheet.accepted),
        sheet.not_checked,
        [sheet.notes] if sheet.notes else [],
        sheet.medicines,
        _findings(sheet.remarks),
    ]
    small = [f"{each.short} {each.text} {each.address} {each.verified}" for each in sheet.sources]
    height, longest = 0.0, 0
    for texts, of in (*((each, size) for each in lists), (small, _SMALL), ([UNITS_KEY], _SMALL)):
        if texts:
            lines = [on.lines(text, 0.46, of) for text in texts]
            height += head + line * of * sum(lines) + gap * len(texts)
            longest = max(longest, *lines)
    # no paragraph is divided, so that one column is longer than the other
    return height / 2 + 1.8 + longest * (0.1 if on.is_packed else 0.25)


def _findings(rows: Iterable[FindingRow]) -> list[str]:
    return [f"Warning {row.about}: {row.message} {row.reason or ''}" for row in rows]


def _answers(sheet: Sheet, on: _Setting) -> float:
    if not sheet.entries:
        return 0
    names = [f"{each.takings[0].clock} {each.name} " for each in sheet.entries]
    return 4.4 + sum(0.5 + 1.3 * on.lines(name, 0.28) for name in names)
