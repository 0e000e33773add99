"""The weekly check as rows: its findings, the plans that have one, and what is said of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from rich.cells import cell_len
from textual.content import Content

from planner.judge.grouping import Group, Kind, Place
from planner.quantities import parse_amount
from planner.tui.text import (
    BAD,
    QUIET,
    SEVERITY,
    STATUS,
    cut,
    cut_before,
    filled,
    literal,
    whole,
    wrapped,
)
from planner.tui.weekly_check import Found, Sections, Totals, WeeklyCheck
from planner.tui.widgets.rows_table import GAP, Column
from planner.wording import visible

_SEVERITY_WIDTH = 10
_EASY_ABOUT, _LEAST_ABOUT = 18, 10
"""Columns for what a finding is about, below which the words of its severity give way to it, and
below which it stands behind the code."""
_LINE_WIDTH = 6
_MOST_OBSERVED, _LEAST_FILE = 24, 16
_ACCEPTED = ("✓", "accepted", QUIET)
ACCEPTED_APART = "Accepted with a reason: they do not count"
NOTES_APART = "Notes: they do not count"
TEMPLATE = "template  "
"""Stands before the title of a template."""
_BETWEEN = " · "


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Return a number with its noun, thousands apart: `1 plan`, `5,000 plans`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def sign_of(kind: Kind) -> tuple[str, str, str]:
    """Return sign, word and tone of a kind of finding."""
    if kind.accepted:
        return _ACCEPTED
    sign, name, _, tone = SEVERITY[kind.severity.value]
    return sign, name.lower(), tone


def heading_of(kind: Kind) -> str:
    """Return what a kind of finding is called: `above-upper-limit, magnesium`."""
    return ", ".join(part for part in (kind.code, kind.subject) if part)


class FindingRows:
    """A row for each kind of finding; what never counts stands apart, below a heading."""

    def __init__(self, sections: Sections) -> None:
        self._lines: list[Group | str] = list(sections.counting)
        for heading, apart in (
            (ACCEPTED_APART, sections.accepted),
            (NOTES_APART, sections.notes),
        ):
            if apart:
                self._lines += ["", heading] if self._lines else [heading]
                self._lines += apart
        groups = [each for each in self._lines if isinstance(each, Group)]
        self.keys: list[Hashable | None] = [
            each.kind if isinstance(each, Group) else None for each in self._lines
        ]
        self._code = max((len(each.kind.code) for each in groups), default=0)
        number = max((len(f"{each.plans:,}") for each in groups), default=0)
        self._number = max(number, len("Plans ▾"))
        self._about = max(
            (min(cell_len(visible(each.kind.subject)), 60) for each in groups), default=0
        )

    def columns(self, width: int) -> Sequence[Column]:
        """Return the columns; a narrow screen has the sign of a severity without its word."""
        severity = _SEVERITY_WIDTH
        code = max(self._code, len("Finding ▾"))
        room = width - code - self._number - 3 * len(GAP)
        if room - severity < min(self._about, _EASY_ABOUT):
            severity = 1
        about = room - severity
        if about < min(self._about, _LEAST_ABOUT):
            code = max(width - severity - self._number - 2 * len(GAP), 4)
            return (
                Column("Severity" if severity > 1 else "", severity),
                Column("Finding", code),
                Column("Plans", self._number, right=True),
            )
        return (
            Column("Severity" if severity > 1 else "", severity),
            Column("Finding", code),
            Column("About", max(about, len("About ▾"))),
            Column("Plans", self._number, right=True),
        )

    def line(self, place: int, width: int) -> Content:
        """Return a finding: `! warning  above-upper-limit  magnesium  37`."""
        shown = self._lines[place]
        if isinstance(shown, str):
            return literal(cut(shown, width), QUIET, strong=True)
        severity, code, *about, number = self.columns(width)
        sign, word, tone = sign_of(shown.kind)
        words = f"{sign} {word}" if severity.width > 1 else sign
        subject = visible(shown.kind.subject)
        named = shown.kind.code if about else f"{shown.kind.code} {subject}"
        cells = [
            literal(filled(words, severity.width), tone),
            literal(filled(cut(named, code.width), code.width)),
            *(literal(filled(cut(subject, each.width), each.width)) for each in about),
            literal(f"{shown.plans:,}".rjust(number.width)),
        ]
        return Content(GAP).join(cells)


class PlanRows:
    """A row for each plan that has a kind of finding: its title, its file, the line, the value."""

    def __init__(self, check: WeeklyCheck, found: Sequence[Found], home: Path) -> None:
        self._check, self._home = check, home
        self._found = found
        self.keys: list[Hashable | None] = [each.place.path for each in found]
        widths = map(cell_len, {_observed(each.place.observed, each.times) for each in found})
        self._width = min(max(widths, default=0), _MOST_OBSERVED)

    def place(self, path: Hashable | None) -> Place | None:
        """Return where the finding is in a plan."""
        places = (each.place for each in self._found)
        return next((place for place in places if place.path == path), None)

    def columns(self, width: int) -> Sequence[Column]:
        """Return the columns; on a narrow screen a file gives way to its title."""
        observed = max(self._width, len("Observed ▾")) if self._width else 0
        gaps = (3 if observed else 2) * len(GAP)
        room = width - _LINE_WIDTH - observed - gaps
        file = room // 2 if room >= 2 * _LEAST_FILE else 0
        title = room - file if file else room + len(GAP)
        columns = [Column("Plan", max(title, 4))]
        columns += [Column("File", file)] if file else []
        columns += [Column("Line", _LINE_WIDTH, right=True)]
        columns += [Column("Observed", observed)] if observed else []
        return columns

    def line(self, place: int, width: int) -> Content:
        """Return a plan: `Evening of c-041  clients/c-041.toml  18  400 mg`."""
        _, shown, times = self._found[place]
        cells = []
        for column in self.columns(width):
            if column.name == "Plan":
                cells.append(self._title(shown, column.width))
            elif column.name == "Line":
                cells.append(literal(f"{shown.line:,}".rjust(column.width), QUIET))
            elif column.name == "File":
                cells.append(literal(filled(self._file(shown, column.width), column.width), QUIET))
            else:
                words = cut(_observed(shown.observed, times), column.width)
                cells.append(literal(filled(words, column.width)))
        return Content(GAP).join(cells)

    def _title(self, place: Place, width: int) -> Content:
        plan = self._check.plan(place.path)
        mark = TEMPLATE if plan is not None and plan.is_template and width > 20 else ""
        title = cut(place.title or place.path.name, width - len(mark))
        return Content.assemble(literal(mark, QUIET), filled(title, width - len(mark)))

    def _file(self, place: Place, width: int) -> str:
        return cut_before(file_name(place.path, self._home), width)


def _observed(observed: str | None, times: int) -> str:
    """Return what was observed, and how many more such findings the plan has."""
    also = f"{times - 1:,} more" if times > 1 else ""
    return " and ".join(part for part in (_for_people(observed or ""), also) if part)


@lru_cache(maxsize=4096)
def _for_people(observed: str) -> str:
    """Return an amount as people read it, `1,700 mg`, and everything else as it stands."""
    try:
        return parse_amount(observed).shown
    except ValueError:
        return visible(observed)


def file_name(path: Path, home: Path) -> str:
    """Return the name of a file with its folder, as seen from the library."""
    try:
        return str(path.relative_to(home))
    except ValueError:
        return str(path)


# above the rows


def status_words(totals: Totals, *, is_done: bool) -> Content:
    """Return how many plans there are of each status, or how far the check is."""
    if is_done:
        head = counted(totals.plans, "plan")
    else:
        head = f"Checking, {totals.plans:,} of {totals.plans + totals.to_check:,}"
    parts = [
        literal(whole(f"{sign} {totals.statuses[status]:,} {word}"), tone)
        for status, (sign, word, tone) in STATUS.items()
        if totals.statuses.get(status)
    ]
    parts.reverse()  # the worst first
    return Content.assemble(literal(head), ": " if parts else "", Content(_BETWEEN).join(parts))


def rest_words(totals: Totals) -> Content:
    """Return what else is to be known of all plans: what was not checked, and what not read."""
    parts = []
    if totals.unread:
        parts.append(literal(whole(f"{totals.unread:,} could not be read"), BAD))
    if totals.unchecked:
        holding = counted(totals.unchecked, "holds", "hold")
        parts.append(literal(whole(f"{holding} something not checked"), QUIET))
    if totals.templates:
        parts.append(literal(whole(counted(totals.templates, "template")), QUIET))
    return Content(_BETWEEN).join(parts)


def calm_words(totals: Totals) -> str:
    """Return that nothing warns or asks, with what that does not mean, and what to press."""
    holding = counted(totals.unchecked, "holds", "hold")
    rest = f"; {holding} something that was not checked" if totals.unchecked else ""
    return (
        f"Nothing to warn about in {counted(totals.plans, 'plan')}{rest}."
        " Press esc to go back, or r to check again."
    )


# below or beside the rows


def finding_words(group: Group, plans: int, width: int, most: int) -> list[Content]:
    """Return what is said of a kind of finding: an example, and in which plans it is."""
    place = group.places[0]
    sign, word, tone = sign_of(group.kind)
    of_all = f"{word} in {group.plans:,} of {counted(plans, 'plan')}"
    rows = _titled(f"{sign} {heading_of(group.kind)}", of_all, tone, width)
    name = cut(place.title or place.path.name, max(width // 2, 20))
    said = f"For example “{name}”: {place.message}"
    rows += [literal(row) for row in wrapped(said, width, max(most - len(rows), 1))]
    left = most - len(rows) - 2
    if left > 1 and group.plans > 1:
        rows += [Content(""), *_names(group, width, left)]
    return rows[:most]


def _names(group: Group, width: int, most: int) -> Iterator[Content]:
    """Yield the plans of a group, as many as there is room for."""
    shown = group.places if len(group.places) <= most else group.places[: most - 1]
    for place in shown:
        yield literal(cut(f"– {place.title or place.path.name}", width), QUIET)
    if more := group.plans - len(shown):
        yield literal(f"and {more:,} more", QUIET)


def plan_words(kind: Kind, place: Place, file: str, width: int, most: int) -> list[Content]:
    """Return what is said of a finding in one plan, with the whole name of its file."""
    sign, _, tone = sign_of(kind)
    entry = f", {place.entry}" if place.entry else ""
    where = wrapped(f"{file}, line {place.line:,}{entry}", width, 2)
    said = wrapped(place.message, width - len(f"{sign} "), max(most - len(where), 1))
    rows = [
        Content.assemble(literal(f"{' ' if number else sign} ", tone), literal(row))
        for number, row in enumerate(said)
    ]
    return [*rows, *(literal(row, QUIET) for row in where)][:most]


def _titled(title: str, words: str, tone: str, width: int) -> list[Content]:
    """Return a title with words behind it, or below where there is no room."""
    if cell_len(visible(title)) + cell_len(words) + len(GAP) <= width:
        return [
            Content.assemble(literal(title, tone, strong=True), literal(f"{GAP}{words}", QUIET))
        ]
    return [
        *(literal(row, tone, strong=True) for row in _heading(title, width)),
        *(literal(row, QUIET) for row in wrapped(words, width)),
    ]


@lru_cache(maxsize=64)
def _heading(title: str, width: int) -> tuple[str, ...]:
    return tuple(wrapped(title, width, 2))
