"""The same finding of many plans as a row of a table: `above-upper-limit  magnesium  37 plans`."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from planner.cli.output import NO_BREAK_SPACE, Style, cells, width, wrap
from planner.judge.findings import Severity
from planner.judge.grouping import Group, Grouping
from planner.wording import counted, listed, visible

_ACCEPTED = "accepted"
_HEADINGS = {
    Severity.ERROR.value: "Errors, not judged",
    Severity.WARNING.value: "Warnings",
    Severity.QUESTION.value: "Questions",
    _ACCEPTED: "Accepted, not counted",
    Severity.NOTE.value: "Notes",
}


def grouped_lines(
    grouping: Grouping, style: Style, *, asked: Container[str] = (), written: bool = True
) -> Iterator[str]:
    """Yield the table, the worst first, with an empty line behind each section.

    Notes are only counted, but for those whose code is in `asked`. Files that are not `written`
    yet are called by their names alone, for nobody can look up a line in them.
    """
    columns = width()
    groups = grouping.groups()
    layout = _Layout([each for each in groups if not _only_counted(each, asked)], columns)
    for section, members in groupby(groups, key=_section):
        yield style.of(section if section != _ACCEPTED else Severity.NOTE.value, _HEADINGS[section])
        told = [group for group in members if not _only_counted(group, asked)]
        for group in told:
            yield from layout.row(group)
            yield from (style.dim(line) for line in _examples(group, columns, written))
        if not told:
            yield from _counted_notes(grouping, groups, columns)
        yield ""


def _section(group: Group) -> str:
    return _ACCEPTED if group.kind.accepted else group.kind.severity.value


def _only_counted(group: Group, asked: Container[str]) -> bool:
    """Whether a group is a note that nobody asked for by its code: those are only counted."""
    return group.kind.severity is Severity.NOTE and group.kind.code not in asked


class _Layout:
    """The columns of the rows: code, subject, in how many plans.

    They are as wide as the rows need; a subject that does not fit stands below its row.
    """

    def __init__(self, groups: Sequence[Group], columns: int) -> None:
        self._columns = columns
        self._code = max((len(group.kind.code) for group in groups), default=0)
        self._number = max((len(str(group.plans)) for group in groups), default=0)
        room = columns - len(self._line("", "", 0))
        subjects = [cells(visible(group.kind.subject)) for group in groups]
        self._subject = max((each for each in subjects if each <= room), default=0)

    def row(self, group: Group) -> Iterator[str]:
        """Yield the lines of one group: `  above-upper-limit  magnesium  in 37 plans`."""
        subject = visible(group.kind.subject)
        missing = self._subject - cells(subject)
        if missing >= 0:
            yield self._line(group.kind.code, subject + " " * missing, group.plans)
            return
        yield self._line(group.kind.code, " " * self._subject, group.plans)
        yield from _indented(subject, 6, self._columns)

    def _line(self, code: str, subject: str, plans: int) -> str:
        number = f"{plans:>{self._number}} {'plan' if plans == 1 else 'plans'}"
        return f"  {code:<{self._code}}  {subject}  in {number}"


def _examples(group: Group, columns: int, written: bool) -> Iterable[str]:
    places = [
        _place(group, number) if written else _unbroken(visible(place.path.stem))
        for number, place in enumerate(group.places)
    ]
    more = group.plans - len(places)
    text = f"{', '.join(places)} and {more} more" if more else listed(places)
    return _indented(text, 6, columns)


def _place(group: Group, number: int) -> str:
    place = group.places[number]
    return _unbroken(f"{visible(str(place.path))}:{place.line}")


def _counted_notes(grouping: Grouping, groups: Iterable[Group], columns: int) -> Iterable[str]:
    codes = {group.kind.code for group in groups if group.kind.severity is Severity.NOTE}
    numbers = sorted((-grouping.plans_with(code), code) for code in codes)
    said = (f"{code} in {counted(-plans, 'plan')}" for plans, code in numbers)
    return _indented(", ".join(_unbroken(each) for each in said), 2, columns)


def _unbroken(text: str) -> str:
    """Return a text in which no line ends."""
    return text.replace(" ", NO_BREAK_SPACE)


def _indented(text: str, spaces: int, columns: int) -> Iterator[str]:
    for line in wrap(text, columns - spaces, break_words=False):
        yield f"{' ' * spaces}{line}"


def examples(paths: Iterable[Path], count: int, most: int) -> Iterator[str]:
    """Yield the names of some files, and how many more there are, in lines that fit."""
    names = [visible(path.stem) for path in list(paths)[:most]]
    more = count - len(names)
    said = [*names, f"{more} more"] if more > 0 else names
    for line in wrap(listed(said), width() - 6):
        yield f"      {line}"
