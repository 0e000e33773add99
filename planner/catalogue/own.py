"""Own substances and own ranges: what somebody adds to the catalogue, marked as theirs.

A shipped figure is never replaced: an own range stands beside it, and an own substance has no
documented range at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from planner.catalogue.figures import DocumentedRange, Own, OwnRange
from planner.catalogue.lookup import Catalogue
from planner.catalogue.models import Family, Source, Substance
from planner.wording import visible

FOLDER = "catalogue"
"""The folder of a library that holds own files."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What one own file adds; everything in it is marked as its author's own."""

    path: Path
    own: Own
    sources: Mapping[str, Source]
    substances: Mapping[str, Substance]
    ranges: Mapping[str, OwnRange]
    """By the id of the substance, those of its own substances included."""
    lines: Mapping[str, int]
    """The line of each substance, by its id."""


class OwnProblem(NamedTuple):
    """Why an own file cannot be used."""

    path: Path
    line: int
    key: str
    """The key, as TOML writes it; empty for the file as a whole."""
    message: str

    @property
    def text(self) -> str:
        """The problem as a line for people: file, line, key, and what is wrong."""
        key = f"{self.key}: " if self.key else ""
        return f"{visible(str(self.path))}:{self.line}: error: {key}{self.message}"


@dataclass(frozen=True, slots=True)
class OwnReading:
    """What the own files of a library hold, and everything that is wrong with them."""

    files: tuple[OwnFile, ...] = ()
    """The files without a problem."""
    problems: tuple[OwnProblem, ...] = ()
    """All problems of all files, in the order of files and lines."""


def with_own(shipped: Catalogue, files: Iterable[OwnFile]) -> Catalogue:
    """Return the catalogue with what own files add; the shipped one stays as it is."""
    added = tuple(files)
    if not added:
        return shipped
    substances = {name: each for file in added for name, each in file.substances.items()}
    return shipped.extended(
        sources={name: each for file in added for name, each in file.sources.items()},
        families=[_family(each) for each in substances.values()],
        substances=substances,
        own_ranges={name: each for file in added for name, each in file.ranges.items()},
    )


def _family(substance: Substance) -> Family:
    """Return the family of an own substance: it counts with no other."""
    return Family(id=substance.family, name=substance.name, about=substance.about)


class Beside(NamedTuple):
    """An own range beside what is shipped for its substance."""

    substance: Substance
    own: OwnRange
    shipped: DocumentedRange | None
    """None where no range is documented."""

    @property
    def differs(self) -> bool:
        """Whether the two say different things, so that both are told wherever one is."""
        return self.shipped is None or bounds(self.shipped) != bounds(self.own)


def bounds(ranged: DocumentedRange) -> tuple[object, object]:
    """Return both ends of a range in mg a day."""
    return ranged.lower.milligrams, ranged.upper.milligrams


def beside(catalogue: Catalogue, substance: Substance) -> Beside | None:
    """Return the own range of a substance beside the shipped one; None where there is none."""
    own = catalogue.own_ranges.get(substance.id)
    return None if own is None else Beside(substance, own, substance.range)


def range_words(ranged: DocumentedRange) -> str:
    """Return a range with what it is of and for whom: `300 mg to 450 mg extract a day, adults`."""
    low, high = ranged.lower.shown, ranged.upper.shown
    return f"{low} to {high} {ranged.basis} a day, {ranged.population}"
