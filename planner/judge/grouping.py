"""The same finding over many regimens: a table of groups, worst first, from findings as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from planner.judge.findings import CODES, Finding, Severity
from planner.positions import KeyPath
from planner.regimen.reading import Reading

_ABOUT_OBSERVED = frozenset(
    {"caution", "restricted-in-country", "medicine-unknown", "medicine-time-unstated"}
)
"""Codes that observe what they are about, a condition, medicine or country, if not an amount."""

_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.QUESTION: 2, Severity.NOTE: 4}
_ACCEPTED = 3
"""What was accepted stands behind all that counts, and before what never does."""

_CODE_ORDER = {code: place for place, code in enumerate(CODES)}


class Kind(NamedTuple):
    """What two findings have in common that are the same finding in two regimens."""

    code: str
    substance: str | None
    about: str | None
    """The condition, medicine, age or country, where the code is about one besides a substance."""
    accepted: bool
    """Accepted findings are a kind of their own, for they do not count."""

    @property
    def severity(self) -> Severity:
        """How much it weighs, by its code."""
        return CODES[self.code]

    @property
    def subject(self) -> str:
        """What it is about, as a table shows it: `magnesium`, `ashwagandha, pregnancy`, or ``.

        The parts may be foreign text.
        """
        return ", ".join(part for part in (self.substance, self.about) if part)


@dataclass(frozen=True, slots=True)
class Place:
    """One finding in one regimen: what is needed to open the regimen there."""

    path: Path
    title: str | None
    line: int
    key: KeyPath
    """The key it is about; empty for the file as a whole."""
    entry: str | None
    message: str
    observed: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of finding, with how often it was found and where."""

    kind: Kind
    plans: int
    """In how many regimens it was found."""
    findings: int
    """How often in all: a regimen may have it more than once."""
    places: tuple[Place, ...]
    """Where, in the order in which regimens were added; the first ones only if there is a bound."""


@dataclass(slots=True)
class _Tally:
    plans: int = 0
    findings: int = 0
    places: list[Place] = field(default_factory=list)


class Grouping:
    """Findings of regimens that are added one by one, grouped by their kind.

    With a bound it does not grow with the number of regimens.
    """

    def __init__(self, most: int | None = None) -> None:
        """Group findings; with `most`, keep the first finding of so many regimens in each group."""
        self._most = most
        self._tallies: dict[Kind, _Tally] = {}
        self._plans_with: Counter[str] = Counter()

    def add(self, found: Iterable[tuple[Kind, Place]]) -> None:
        """Add all findings of one regimen."""
        here: set[Kind] = set()
        for kind, place in found:
            tally = self._tallies.setdefault(kind, _Tally())
            tally.findings += 1
            if self._most is None or (kind not in here and len(tally.places) < self._most):
                tally.places.append(place)
            here.add(kind)
        for kind in here:
            self._tallies[kind].plans += 1
        self._plans_with.update({kind.code for kind in here})

    def plans_with(self, code: str) -> int:
        """Return in how many regimens there is a finding of a code, whatever it is about."""
        return self._plans_with[code]

    def groups(self) -> tuple[Group, ...]:
        """Return the groups, worst first.

        Errors, warnings and questions come first, then what was accepted, then notes; of each,
        what most regimens have.
        """
        groups = (
            Group(kind, tally.plans, tally.findings, tuple(tally.places))
            for kind, tally in self._tallies.items()
        )
        return tuple(sorted(groups, key=_weight))


def places_of(
    path: Path, reading: Reading, findings: Iterable[Finding]
) -> list[tuple[Kind, Place]]:
    """Return the findings of one regimen, each with its kind and its place."""
    return [
        (
            kind_of(finding),
            Place(
                path,
                reading.title,
                reading.line(finding.line, finding.path),
                finding.path,
                finding.entry,
                finding.message,
                finding.observed,
            ),
        )
        for finding in findings
    ]


def kind_of(finding: Finding) -> Kind:
    """Return what a finding has in common with the same one in another regimen."""
    is_about = finding.code in _ABOUT_OBSERVED and finding.value is None
    about = finding.observed if is_about else None
    return Kind(finding.code, finding.substance, about, finding.accepted is not None)


def _weight(group: Group) -> tuple[int, int, int, str]:
    kind = group.kind
    rank = _ACCEPTED if kind.accepted else _RANKS[kind.severity]
    return rank, -group.plans, _CODE_ORDER[kind.code], kind.subject
