"""A total beside its documented range and its upper limit: two verdicts, never merged into one."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class RangeVerdict(StrEnum):
    """Where a total lies against the documented range."""

    BELOW = "below the documented range"
    IN = "in the documented range"
    ABOVE = "above the documented range"
    AT_LEAST = "not known: the total is at least this"
    ASK = "not known: the basis is not stated"
    SHARE = "not known: the compound's share of the mineral itself is not known"
    STRENGTH = "not known: the strength of the extract is not stated"
    WEAKER = "in range by weight only: the extract is weaker than the documented one"
    STRONGER = "in range by weight only: more withanolides a day than any trial"
    ADULTS = "not judged: the documented range is for adults"
    NONE = "not checked: no documented range"


class LimitVerdict(StrEnum):
    """Where a total lies against the upper limit."""

    WITHIN = "within the upper limit"
    ABOVE = "above the upper limit"
    AT_LEAST = "not known: the total is at least this"
    ASK = "not known: the basis is not stated"
    SHARE = "not known: the compound's share of the mineral itself is not known"
    ELSEWHERE = "judged on the elemental total of all forms"
    NONE = "no upper limit in the catalogue"


_OPEN = frozenset({
    RangeVerdict.ASK, RangeVerdict.SHARE, RangeVerdict.AT_LEAST, RangeVerdict.STRENGTH,
    RangeVerdict.ADULTS,
})  # fmt: skip
_OPEN_LIMIT = frozenset({LimitVerdict.ASK, LimitVerdict.SHARE, LimitVerdict.AT_LEAST})
"""Verdicts of a total that is not known in full, or not compared."""


class OwnGauge(NamedTuple):
    """An own range that a total is compared with too; it never takes the documented one's place."""

    by: str
    """Whose it is, as everything of theirs is marked: `Coach Nilsen's own`."""
    basis: str
    lower: Decimal
    upper: Decimal
    verdict: RangeVerdict
    source: str


class Gauge(NamedTuple):
    """A total beside what it is compared with; two verdicts, never merged into one."""

    substance: str
    name: str
    basis: str
    total: Decimal
    computed: bool
    at_least: bool
    lower: Decimal | None
    upper: Decimal | None
    range_verdict: RangeVerdict
    limit: Decimal | None
    limit_by: str | None
    """Body, year and country of the upper limit."""
    limit_verdict: LimitVerdict
    stretch: int | None
    entries: tuple[str, ...]
    range_source: str | None = None
    limit_source: str | None = None
    trials: tuple[Decimal, ...] = ()
    """Doses a day that trials of the substance used, where they are on the basis of the range."""
    stretches: tuple[tuple[int, int | None], ...] = ()
    """The first and last week of every stretch of the evening; the same for all its gauges."""
    own: OwnGauge | None = None
    """The own range that stands beside the documented one, or alone where none is documented."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources of all that it is compared with, each once."""
        own = self.own.source if self.own else None
        found = dict.fromkeys((self.range_source, own, self.limit_source))
        return tuple(each for each in found if each is not None)

    @property
    def is_open(self) -> bool:
        """Whether its total is not known in full, or not compared with its range."""
        return self.range_verdict in _OPEN or (
            self.range_verdict is RangeVerdict.NONE and self.limit_verdict in _OPEN_LIMIT
        )

    @property
    def nothing_known(self) -> bool:
        """Whether there is something of it, and no amount at all is known: that is not zero."""
        return self.at_least and not self.total

    @property
    def weeks(self) -> tuple[int, int | None] | None:
        """The first and last week that it holds for; None where no entry has phases."""
        if self.stretch is None or self.stretch > len(self.stretches):
            return None
        return self.stretches[self.stretch - 1]
