"""What the judge says: findings, totals, gauges, the schedule, and the verdict that holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from planner.judge.gauge import Gauge, LimitVerdict, RangeVerdict
from planner.positions import KeyPath, key_text
from planner.quantities import parse_amount


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}

CODES: Mapping[str, Severity] = {
    "invalid-file": Severity.ERROR,
    "unsupported-format": Severity.ERROR,
    "invalid-field": Severity.ERROR,
    "invalid-amount": Severity.ERROR,
    "invalid-time": Severity.ERROR,
    "unknown-substance": Severity.ERROR,
    "unknown-product": Severity.ERROR,
    "unit-mismatch": Severity.ERROR,
    "dose-below-range": Severity.WARNING,
    "dose-above-range": Severity.WARNING,
    "outside-own-range": Severity.WARNING,
    "above-upper-limit": Severity.WARNING,
    "single-dose-above-limit": Severity.WARNING,
    "outside-time-window": Severity.WARNING,
    "standardisation-below-minimum": Severity.WARNING,
    "marker-above-trials": Severity.WARNING,
    "longer-than-documented": Severity.WARNING,
    "caution": Severity.WARNING,
    "too-close-to-medicine": Severity.WARNING,
    "restricted-in-country": Severity.WARNING,
    "label-contradiction": Severity.WARNING,
    "sedative-load": Severity.WARNING,
    "basis-unstated": Severity.QUESTION,
    "standardisation-unstated": Severity.QUESTION,
    "amount-undisclosed": Severity.QUESTION,
    "medicine-unknown": Severity.QUESTION,
    "medicine-time-unstated": Severity.QUESTION,
    "label-differs": Severity.NOTE,
    "combined-total": Severity.NOTE,
    "converted-from-compound": Severity.NOTE,
    "basis-inferred": Severity.NOTE,
    "not-checked": Severity.NOTE,
    "own-range": Severity.NOTE,
    "probable-slip": Severity.NOTE,
    "evidence-limited": Severity.NOTE,
    "limit-fallback": Severity.NOTE,
    "acceptance-lapsed": Severity.NOTE,
}
"""Every code that a finding can have, with its severity."""


class Accepted(NamedTuple):
    """Why and when a warning was accepted."""

    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the judge has to say."""

    code: str
    message: str
    path: KeyPath = ()
    """The key it is about; items of lists are counted from 1."""
    entry: str | None = None
    """The entry it names; None where it is about the whole regimen."""
    substance: str | None = None
    phase: int | None = None
    """The number of the entry's own phase whose dose it is about."""
    observed: str | None = None
    limit: str | None = None
    source: str | None = None
    concerns: tuple[str, ...] = ()
    """Every entry that it bears on, the named one included."""
    accepted: Accepted | None = None
    line: int | None = None
    """The line, where it is not that of the key."""
    value: Decimal | None = None
    """What was observed in mg, where the finding is about a total that stretches may repeat."""
    below: bool = False
    """Whether the total is too low, so that of several stretches the lowest is told."""
    own: str | None = None
    """Whose own figure it rests on, `Coach Nilsen's own`; None where it is what is documented."""

    @property
    def severity(self) -> Severity:
        """How much it weighs, by its code."""
        return CODES[self.code]

    @property
    def key(self) -> str:
        """The key it is about, as TOML writes it; empty for the file as a whole."""
        return key_text(self.path)

    @property
    def counts(self) -> bool:
        """Whether it counts for the status: an accepted warning does not."""
        return self.accepted is None


class SubstanceTotal(NamedTuple):
    """What is taken of one substance on the fullest day, in mg."""

    substance: str
    per_day: Decimal
    marker_per_day: Decimal | None
    stretch: int | None
    """Number of the stretch of weeks, None where no entry has phases."""


class MineralTotal(NamedTuple):
    """What is taken of one mineral on the fullest day, in mg elemental, as far as it is known."""

    mineral: str
    elemental_per_day: Decimal
    complete: bool
    stretch: int | None


class Taking(NamedTuple):
    """One dose at one time, on the schedule of the evening."""

    entry: str
    name: str
    """What is taken, as a person calls it."""
    at: str | None
    """Time by the clock; None where there is no bedtime to count from."""
    until: str | None
    """End of a window."""
    minutes_before_bed: int | None
    dose: str
    phase: int | None
    days: tuple[str, ...] | None
    gives: tuple[str, ...]
    """What the dose amounts to, in words: `200 mg elemental magnesium`."""
    latest_before_bed: int | None = None
    """Minutes before bed at which a window ends; None for a moment."""


class EntryState(StrEnum):
    """What can be said of an entry as a whole."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    ACCEPTED = "accepted"
    OPEN = "not known"
    NOT_CHECKED = "not checked"
    PARTLY_CHECKED = "in range, rest not checked"
    IN_RANGE = "in range"


class Outcome(Protocol):
    """What an evening comes to; each part is computed when it is first asked for."""

    @property
    def weeks(self) -> Mapping[int, tuple[int, int | None]]:
        """The first and last week of each stretch; empty where no entry has phases."""

    @property
    def totals(self) -> tuple[SubstanceTotal | MineralTotal, ...]:
        """The total a day of each substance and mineral, for each stretch of weeks."""

    @property
    def schedule(self) -> tuple[Taking, ...]:
        """Every taking in the order of the evening."""

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        """Each judged total beside its range and its upper limit."""

    @property
    def not_compared(self) -> frozenset[str]:
        """The substances whose range was not compared, because it is for adults."""

    @property
    def checked(self) -> Mapping[str, frozenset[str]]:
        """The substances of each entry that a documented range was found for."""

    @property
    def unchecked(self) -> Mapping[str, frozenset[str]]:
        """The substances of each entry without a documented range."""


@dataclass(frozen=True)
class _Nothing:
    """The outcome of a file that could not be read."""

    totals: tuple[SubstanceTotal | MineralTotal, ...] = ()
    schedule: tuple[Taking, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    not_compared: frozenset[str] = frozenset()
    checked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unchecked: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weeks: Mapping[int, tuple[int, int | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Everything that the judge says about one regimen."""

    findings: tuple[Finding, ...]
    country: str
    """The country whose limits were used."""
    outcome: Outcome = field(default_factory=_Nothing)

    @property
    def weeks(self) -> Mapping[int, tuple[int, int | None]]:
        """The first and last week of each stretch; None is without end; empty without phases."""
        return self.outcome.weeks

    @property
    def totals(self) -> tuple[SubstanceTotal | MineralTotal, ...]:
        """The total a day of each substance and mineral, for each stretch of weeks."""
        return self.outcome.totals

    @property
    def schedule(self) -> tuple[Taking, ...]:
        """Every taking in the order of the evening: the 24 hours that end at bedtime."""
        return self.outcome.schedule

    @property
    def gauges(self) -> tuple[Gauge, ...]:
        """Each judged total beside its documented range and its upper limit."""
        return self.outcome.gauges

    @property
    def checked(self) -> Mapping[str, frozenset[str]]:
        """The substances of each entry that a documented range was found for."""
        return self.outcome.checked

    @property
    def unchecked(self) -> Mapping[str, frozenset[str]]:
        """The substances of each entry without a documented range."""
        return self.outcome.unchecked

    @property
    def status(self) -> str:
        """`invalid`, `warn`, `ask` or `pass`."""
        counting = {finding.severity for finding in self.findings if finding.counts}
        if Severity.ERROR in counting:
            return "invalid"
        if Severity.WARNING in counting:
            return "warn"
        return "ask" if Severity.QUESTION in counting else "pass"

    @property
    def only_own(self) -> bool:
        """Whether it warns of own ranges only: nothing lies outside what is documented."""
        return self.status == "warn" and all(
            finding.own
            for finding in self.findings
            if finding.counts and finding.severity is Severity.WARNING
        )

    def about(self, entry: str) -> tuple[Finding, ...]:
        """Return the findings that bear on an entry, most severe first."""
        return tuple(finding for finding in self.findings if entry in finding.concerns)

    def state(self, entry: str) -> EntryState:
        """Return what can be said of an entry; `in range` only where nothing is left open."""
        about = self.about(entry)
        severities = {finding.severity for finding in about if finding.counts}
        for severity, state in (
            (Severity.ERROR, EntryState.ERROR),
            (Severity.WARNING, EntryState.WARNING),
            (Severity.QUESTION, EntryState.QUESTION),
        ):
            if severity in severities:
                return state
        if any(finding.accepted for finding in about):
            return EntryState.ACCEPTED
        checked = self.checked.get(entry)
        if not checked:
            return EntryState.NOT_CHECKED
        # no finding is not yet in range: where something that counts is not known, and for
        # minors, nothing is said to be below
        if any(
            gauge.substance in checked and gauge.range_verdict is not RangeVerdict.IN
            for gauge in self.gauges
        ):
            return EntryState.OPEN
        if self.unchecked.get(entry):
            return EntryState.PARTLY_CHECKED
        return EntryState.IN_RANGE

    def not_checked(self) -> tuple[str, ...]:
        """Return the entries of which something was not checked, in the order of the file.

        A range that was not compared, because it is for adults, is something not checked.
        """
        not_compared = self.outcome.not_compared
        return tuple(
            entry
            for entry, substances in self.unchecked.items()
            if substances or not_compared & self.checked.get(entry, frozenset())
        )


def once_for_each_total(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, those about a total once for each code, entry, phase and substance.

    Of several stretches of weeks the highest observed value is kept; of *below* the lowest.
    """
    kept: list[Finding] = []
    places: dict[tuple[str, str | None, int | None, str | None, bool], int] = {}
    for finding in findings:
        if finding.value is None:
            kept.append(finding)
            continue
        key = (finding.code, finding.entry, finding.phase, finding.substance, finding.below)
        place = places.get(key)
        if place is None:
            places[key] = len(kept)
            kept.append(finding)
            continue
        known = kept[place].value
        assert known is not None  # only totals have a place
        if finding.value < known if finding.below else finding.value > known:
            kept[place] = finding
    return kept


def same_observed(accepted: str, observed: str) -> bool:
    """Whether an accepted value is what is observed: amounts by value, all else as text."""
    if accepted == observed:
        return True
    try:
        return _read(accepted) == _read(observed)
    except ValueError:
        return False


def _read(text: str) -> Decimal:
    return parse_amount(text).milligrams


__all__ = [
    "CODES",
    "Accepted",
    "EntryState",
    "Finding",
    "Gauge",
    "LimitVerdict",
    "MineralTotal",
    "Outcome",
    "RangeVerdict",
    "Severity",
    "SubstanceTotal",
    "Taking",
    "Verdict",
    "key_text",
    "once_for_each_total",
    "same_observed",
]
