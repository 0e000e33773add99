"""Differences as sentences, one a line; on a terminal in lines that fit and in colour."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from planner.cli.output import Style, say, spaced, width, wrap
from planner.judge.findings import Severity
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.cli.compared import Compared
    from planner.cli.diff_folders import Counts
    from planner.judge.differences import FindingDifference
    from planner.library.pairs import Pair

ONLY_TEXT = "nothing that is planned differs; only the text does"
_TONES = {"invalid": "error", "warn": "warning", "ask": "question", "pass": ""}
_NOTHING = "nothing"


class Line(NamedTuple):
    """One sentence, with the severity that its beginning is coloured by."""

    text: str
    tone: str = ""


class TextPrinter:
    """Prints sentences under a heading for each pair."""

    def __init__(self, style: Style | None = None, *, fits: bool | None = None) -> None:
        """Print in the colours and to the width of standard output, unless told otherwise."""
        self._style = style or Style()
        self._fits = sys.stdout.isatty() if fits is None else fits
        self._begun = False
        self._folders = "", ""

    def pair(self, found: Compared) -> None:
        """Print what differs between two files, if anything does."""
        old, new = (each.name if each else _NOTHING for each in (found.old, found.new))
        self.told(f"{visible(old)} -> {visible(new)}", lines_of(found))

    def told(self, heading: str, lines: Iterable[Line]) -> None:
        """Print lines under a heading, if there are any."""
        for number, line in enumerate(lines):
            if number == 0:
                self._head(heading)
            self._say(line)

    def _head(self, heading: str) -> None:
        if self._begun:
            say()
        self._begun = True
        say(self._style.strong(heading))

    def _say(self, line: Line) -> None:
        text = spaced(line.text)
        if not self._fits:
            rows = [f"  {text}"]
        else:
            first, *rest = wrap(text, width() - 4)
            rows = [f"  {first}", *(f"    {row}" for row in rest)]
        if line.tone:
            head, colon, tail = rows[0].partition(":")
            rows[0] = f"{self._style.of(line.tone, head)}{colon}{tail}"
        for row in rows:
            say(row)

    # two folders

    def begin(self, old: str, new: str) -> None:
        """Print nothing: what differs first is the first line."""
        self._folders = visible(old), visible(new)

    def add(self, pair: Pair, found: Compared) -> None:
        """Print what differs between two files of two folders."""
        if pair.old is None or pair.new is None:
            folder = self._folders[1 if pair.old is None else 0]
            self._head(f"only in {folder}: {visible(pair.name)}")
        elif found.differs:
            self.told(visible(pair.name), lines_of(found))

    def end(self, counts: Counts) -> None:
        """Print how many differ, if any does."""
        if not self._begun and not counts.text_only:
            return
        said = []
        if counts.both:
            said.append(f"{counts.differ} of {counted(counts.both, 'regimen')} differ")
        if counts.text_only:
            said.append(f"{counts.text_only} only in the text")
        for number, folder in zip((counts.only_old, counts.only_new), self._folders, strict=True):
            if number:
                said.append(f"{number} only in {folder}")
        if counts.unreadable:
            said.append(f"{counts.unreadable} could not be read")
        if counts.not_comparable:
            said.append(f"{counts.not_comparable} could not be compared")
        if self._begun:
            say()
        say("; ".join(said))


def lines_of(found: Compared) -> Iterator[Line]:
    """Yield every difference in words, the most important first."""
    if found.verdicts is None:
        return
    if found.old is None or found.new is None:
        yield from _come_or_gone(found)
        return
    if found.verdicts.status:
        old, new = found.verdicts.status
        yield Line(f"status: {old} becomes {new}", _TONES[new])
    if found.verdicts.country:
        yield Line(f"limits: those of {' become those of '.join(found.verdicts.country)}")
    yield from (Line(each.sentence) for each in found.changes)
    yield from (Line(each.sentence) for each in found.verdicts.totals)
    yield from map(_finding_line, found.verdicts.findings)
    if found.text_differs and not found.differs:
        yield Line(ONLY_TEXT)


def _come_or_gone(found: Compared) -> Iterator[Line]:
    side = found.new or found.old
    assert side is not None
    assert found.verdicts is not None
    if found.old is None:
        yield Line(f"new: {side.what}", _TONES[side.verdict.status])
        yield from (Line(each.sentence) for each in found.changes)
        yield from (Line(each.sentence) for each in found.verdicts.totals)
        for each in found.verdicts.findings:
            if each.new and each.new.severity is not Severity.NOTE:
                yield _finding_line(each)
    else:
        yield Line(f"removed: {side.what}")
        yield from (Line(each.sentence) for each in found.changes if not each.kind.rank)


def _finding_line(difference: FindingDifference) -> Line:
    finding = difference.new
    if finding is None or not finding.counts:
        return Line(difference.sentence)
    return Line(difference.sentence, finding.severity.value)
