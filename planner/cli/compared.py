"""Two regimens read, judged and compared, for the printers of `planner diff`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.judging import Judging
from planner.cli.output import CommandError
from planner.judge.differences import VerdictDifferences, verdict_differences
from planner.judge.findings import Verdict
from planner.regimen.differences import (
    Difference,
    differences,
    reading_differences,
    renamed_entries,
)
from planner.regimen.writing import PRODUCTS
from planner.wording import counted

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.library.products import ShelfFile
    from planner.regimen.models import Regimen
    from planner.regimen.reading import Reading

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as it was named, with what reading and judging it gave."""

    name: str
    reading: Reading
    verdict: Verdict
    catalogue: Catalogue
    label: ShelfFile | None = None
    """The label that it holds, where it is no regimen but a file of a shelf."""

    @property
    def is_read(self) -> bool:
        """Whether anything of it could be read."""
        return self.reading.regimen is not None

    @property
    def is_ours(self) -> bool:
        """Whether it is meant to be a regimen, or a label, and could be read as one.

        Other programs use TOML too, and a table of theirs may be called as one of a regimen.
        """
        regimen = self.reading.regimen
        if regimen is None or self.label is not None:
            return self.label is not None
        return bool(self.reading.title or regimen.entries or self.reading.broken)

    @property
    def what(self) -> str:
        """What it is, in words: `a regimen with 2 entries, status warn`."""
        if self.label is not None:
            return "a label"
        entries = counted(self.entries, "entry", "entries")
        return f"a regimen with {entries}, status {self.verdict.status}"

    @property
    def entries(self) -> int:
        """How many entries it has, those with errors included."""
        regimen = self.reading.regimen
        return len({*(regimen.entries if regimen else ()), *self.reading.broken})

    def problem_lines(self) -> Iterator[str]:
        """Yield why it could not be read: `evening.toml:3: not valid TOML: ...`."""
        for finding in self.verdict.findings:
            yield f"{self.name}:{self.reading.line(finding.line, finding.path)}: {finding.message}"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two regimens and what differs between them; at most one of them is None, for no file."""

    old: Side | None
    new: Side | None
    changes: tuple[Difference, ...] = ()
    verdicts: VerdictDifferences | None = None
    """None where one of the two could not be read, or they are not of one kind."""
    not_comparable: str | None = None
    """Why two that could be read are not compared, as a sentence; None where they are."""

    @property
    def unreadable(self) -> tuple[Side, ...]:
        """Those of the two of which nothing could be read."""
        return tuple(each for each in (self.old, self.new) if each and not each.is_read)

    @property
    def differs(self) -> bool:
        """Whether anything that is planned or found differs, and not only how it is written."""
        if self.old is None or self.new is None:
            return self.old is not self.new
        return (
            bool(self.not_comparable)
            or bool(self.verdicts)
            or any(each.matters for each in self.changes)
        )

    @property
    def text_differs(self) -> bool:
        """Whether the files are not the same bytes."""
        old, new = (each and each.reading.data for each in (self.old, self.new))
        return old != new


class Comparing:
    """Reads, judges and compares by the options of a command."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Take the country from the options.

        Raises:
            CommandError: it is none.
        """
        self.judging = Judging(options)

    @property
    def version(self) -> str:
        """The version of the catalogue."""
        return self.judging.catalogue.version

    def side(self, path: Path) -> Side:
        """Return what a path names: a file, a pipe, or `-` for standard input."""
        from planner.library.home import read_regimen, with_shelf
        from planner.library.pairs import piped_bytes
        from planner.regimen.reading import read_bytes

        if str(path) == STANDARD_INPUT:
            data = _standard_input()
            return self.read("standard input", with_shelf(read_bytes(data, path), path), path)
        piped = piped_bytes(path)
        if piped is not None:
            return self.read(str(path), with_shelf(read_bytes(piped, path), path), path)
        return self.read(str(path), read_regimen(path), path)

    def read(self, name: str, reading: Reading, path: Path) -> Side:
        """Return a side that was read already; `path` says where its home is."""
        from planner.library.products import product_of

        catalogue = self.judging.catalogue_at(path)
        side = Side(name, reading, self.judging(reading, path), catalogue)
        if side.is_ours or not reading.data:
            return side
        label = product_of(reading.data, path)
        if label.product is None:
            return side
        return Side(name, reading, Verdict((), side.verdict.country), catalogue, label)

    @staticmethod
    def compare(old: Side | None, new: Side | None) -> Compared:
        """Return what differs between two regimens, as far as both could be read.

        None stands for no file: then everything of the other has come or gone. Of a regimen and
        a label only that they are not compared is told.
        """
        told = new or old
        if told is None or any(each and not each.is_read for each in (old, new)):
            return Compared(old, new)
        if old and new and (old.label is None) is not (new.label is None):
            label, other = (old, new) if old.label else (new, old)
            words = f"{label.name} is the label of a product and {other.name} a regimen"
            return Compared(old, new, not_comparable=f"{words}; compare two of a kind")
        if told.label is not None:
            return _compared_labels(old, new)
        before, after = _reading(old), _reading(new)
        changes = reading_differences(before, after, told.catalogue)
        verdicts = verdict_differences(
            old.verdict if old else None,
            new.verdict if new else None,
            told.catalogue,
            renamed_entries(changes),
        )
        return Compared(old, new, changes, verdicts)


def _reading(side: Side | None) -> Reading | None:
    return side.reading if side else None


def _compared_labels(old: Side | None, new: Side | None) -> Compared:
    """Return what differs between two labels, whatever they are called."""
    told = new or old
    assert told is not None
    assert told.label is not None
    name = told.label.id
    before, after = _label_alone(old, name), _label_alone(new, name)
    found = differences(before, after, told.catalogue)
    changes = tuple(each for each in found if each.path[0] == PRODUCTS)
    return Compared(old, new, changes, VerdictDifferences(None, None, (), ()))


def _label_alone(side: Side | None, name: str) -> Regimen | None:
    """Return a regimen that holds a label, and nothing else that is compared."""
    from planner.regimen.models import Regimen
    from planner.regimen.redacting import own_label

    if side is None or side.label is None or side.label.product is None:
        return None
    return Regimen(title=name, products={name: own_label(side.label.product)})


def _standard_input() -> bytes:
    from planner.regimen.reading import LARGEST_FILE

    if sys.stdin is None:
        raise CommandError("- is standard input, and there is none here; name a file instead")
    return sys.stdin.buffer.read(LARGEST_FILE + 1)
