"""Two folders of regimens compared file by file, each told as soon as it is compared."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planner.cli.output import complain

if TYPE_CHECKING:
    from planner.cli.compared import Compared, Comparing
    from planner.library.pairs import Pair


@dataclass(slots=True)
class Counts:
    """How many files there are of each kind."""

    both: int = 0
    """In both folders."""
    differ: int = 0
    """Of those, in what is planned or found."""
    text_only: int = 0
    """Of those, in their text and in nothing else."""
    only_old: int = 0
    only_new: int = 0
    unreadable: int = 0
    """Pairs of which one file, or both, could not be read."""
    not_comparable: int = 0
    """Pairs of a regimen and a label of a shelf."""


class FolderPrinter(Protocol):
    """Prints pairs of files as they are compared, so that memory does not grow with them."""

    def begin(self, old: str, new: str) -> None:
        """Print what comes first."""

    def add(self, pair: Pair, found: Compared) -> None:
        """Print one pair."""

    def end(self, counts: Counts) -> None:
        """Print what comes last."""


def compare_folders(old: Path, new: Path, comparing: Comparing, printer: FolderPrinter) -> int:
    """Compare two folders and return the exit code.

    Raises:
        OSError: one of them cannot be read.
    """
    from planner.library.pairs import pairs_of

    pairs, unreadable = pairs_of(old, new)
    for folder in unreadable:
        complain(f"{folder}: this folder cannot be read; its regimens are not compared")
    if not pairs:
        complain(f"{old}, {new}: no *.toml file in these folders")
        return 2
    counts = Counts()
    printer.begin(str(old), str(new))
    for pair in _watched(pairs):
        counts.both += pair.old is not None and pair.new is not None
        if pair.is_same:
            continue
        found = compare_pair(pair, comparing)
        counts.only_old += pair.new is None
        counts.only_new += pair.old is None
        counts.not_comparable += bool(found.not_comparable)
        if found.old and found.new and found.verdicts is not None:
            counts.differ += found.differs
            counts.text_only += found.text_differs and not found.differs
        counts.unreadable += bool(found.unreadable)
        for side in found.unreadable:
            for line in side.problem_lines():
                complain(line)
        if found.not_comparable:
            complain(found.not_comparable)
        printer.add(pair, found)
    printer.end(counts)
    failed = counts.unreadable or counts.not_comparable or unreadable
    if failed or comparing.judging.failed:
        return 2
    return 1 if counts.differ or counts.only_old or counts.only_new else 0


def compare_pair(pair: Pair, comparing: Comparing) -> Compared:
    """Return what differs between two files; of one alone only what it is is told."""
    from planner.cli.compared import Compared

    old = comparing.side(pair.old) if pair.old else None
    new = comparing.side(pair.new) if pair.new else None
    if old is None or new is None:
        return Compared(old, new)
    return comparing.compare(old, new)


def _watched(pairs: tuple[Pair, ...]) -> Iterator[Pair]:
    """Yield the pairs, with a bar where it takes long and nothing else moves on the terminal."""
    if sys.stdout.isatty():
        return iter(pairs)
    from planner.cli.progress import with_progress

    return with_progress(pairs, "Comparing")
