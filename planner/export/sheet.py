"""The sheet: everything that a shared regimen says, made ready once, whatever format tells it.

All text in it is fit to be shown: nothing in it acts on a terminal. Each format still escapes what
means something in its own syntax.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.judge.findings import Taking
    from planner.judge.gauge import Gauge
    from planner.judge.timeline import Evening
    from planner.regimen.models import Regimen

NOT_ADVICE = (
    "This sheet compares a plan with documented figures. It is no medical advice and no"
    " prescription. Talk to a doctor or pharmacist before you take anything."
)
UNITS_KEY = (
    "mg is milligrams, mcg is micrograms (1 mg is 1,000 mcg), g is grams. The sign ≈ marks a"
    " computed figure that is rounded."
)


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of a regimen a sheet tells, so that its receiver knows which one is current."""

    plan: str
    """An id that stays the same over all versions, a UUID."""
    number: int
    """Counted from 1 each time that a changed regimen is exported."""
    on: date
    """The day on which this version was first exported."""
    replaces: int | None = None
    first_on: date | None = None
    """The day on which version 1 was first exported; None where this is version 1."""

    events: tuple[str, ...] = ()
    """Keys of the events that calendars of earlier versions may have left with a receiver."""

    @property
    def begins(self) -> date:
        """The first day that anybody held this plan: where it names no start, its weeks begin."""
        return self.first_on or self.on

    @property
    def words(self) -> str:
        """The version for a person: `Version 3 of 2026-11-26, replaces version 2`."""
        after = f", replaces version {self.replaces}" if self.replaces else ""
        return f"Version {self.number} of {self.on.isoformat()}{after}"


@dataclass(frozen=True, slots=True)
class Carried:
    """The regimen as TOML that goes with a sheet, and its fingerprint."""

    data: bytes
    digest: str
    """SHA-256 of the data, in hexadecimal."""
    exact: bool
    """Whether these are the very bytes of the file; else the person was left out of it."""

    @property
    def fingerprint(self) -> str:
        """The start of the digest, enough to tell versions apart by eye."""
        return self.digest[:12]


@dataclass(frozen=True, slots=True)
class TakingRow:
    """One dose at one time: the row of a table, or an event of a calendar."""

    taking: Taking
    number: int
    """Which of the takings of its entry and phase it is, from 1, in the order of the evening."""
    name: str
    clock: str
    """`21:00`, `21:00 to 22:00`, `00:30 (next day)`."""
    before_bed: str
    take: str
    """The dose in words: `2 capsules`, `half a capsule`."""
    gives: str
    why: str
    """The reason that the regimen gives; empty where it gives none."""
    days: str
    """`Mondays and Fridays`; empty for every day."""
    weeks: tuple[int, int] | None
    """The first and last week of its phase."""
    weeks_words: str
    """`weeks 1 to 2`; empty without phases."""
    day_offset: int
    """How many days after the one that names the evening it lies: -1, 0 or 1."""
    latest_before_bed: int | None
    """Minutes before bed at which a window ends."""
    sentence: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry: its sentence, what it is, and what can be said of it."""

    key: str
    name: str
    sentence: str
    why: str
    state: str
    """What the verdict says of the entry as a whole: `in range`, `warning`, `not checked`."""
    state_words: str
    label: str
    """What the label of a product says of one serving; empty for a bare substance."""
    takings: tuple[TakingRow, ...]


@dataclass(frozen=True, slots=True)
class TotalRow:
    """What is taken of a substance on the fullest day, and what it is compared with."""

    name: str
    total: str
    range: str
    """`200 to 400 mg`; empty where none is documented."""
    range_verdict: str
    limit: str
    limit_by: str
    limit_verdict: str
    weeks: str
    """`weeks 1 to 2`; empty where no entry has phases."""
    gauge: Gauge | None
    """What a drawing needs; None where nothing is compared."""
    substance: str
    """The id of the substance, or of the mineral."""
    milligrams: Decimal | None
    """What is taken of it a day, exactly; None where no amount is known."""
    complete: bool
    """Whether that is all of it, not only what is known."""
    marker: Decimal | None
    """Milligrams a day of what an extract is standardised to; None where that is not known."""
    own: str = ""
    """The verdict on somebody's own range, with whose it is; empty where there is none."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the receiver reads it."""

    code: str
    severity: str
    entry: str | None
    """The key of the entry that it names."""
    about: str
    """What the entry is called; empty where it is about the whole regimen."""
    substance: str | None
    phase: int | None
    message: str
    observed: str | None
    limit: str | None
    source: str | None
    """The id of its source."""
    reason: str | None = None
    """Why it was accepted, where it was."""
    on: date | None = None
    concerns: tuple[str, ...] = ()
    """The keys of all entries that it bears on."""
    withheld: bool = False
    """Whether what it is about was left out, because it says something of the person."""
    own: str | None = None
    """Whose own figure it rests on; None where it is what is documented."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where figures come from, and how far that could be checked."""

    id: str
    short: str
    text: str
    address: str | None
    verified: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """What a template leaves to be filled in, or fills by a default."""

    key: str
    prompt: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that an export tells of a regimen."""

    stem: str
    """The name of the regimen's file without its ending, for names of files."""
    title: str
    person: tuple[tuple[str, str], ...]
    """What is known of the person, in words; empty unless it was asked for."""
    subject: str | None
    """Name or code of the person; None unless it was asked for. The regimen keeps the code."""
    by: str | None
    edition: Edition
    carried: Carried
    catalogue: str
    """The version of the catalogue."""
    country: str
    limits: str
    """Whose upper limits were used, and who chose them, as a sentence."""
    status: str
    """`pass`, `ask`, `warn`."""
    status_words: str
    minor: bool
    """Whether the person is known to be a minor, for whom documented ranges do not hold."""
    bedtime: str | None
    start: date | None
    weeks: int | None
    """How long it is: as planned, or until the last phase of an entry where that ends later."""
    length: str
    """Bedtime, length and dates in words."""
    notes: str
    medicines: tuple[str, ...]
    entries: tuple[EntryRow, ...]
    takings: tuple[TakingRow, ...]
    """Every taking, in the order of the evening."""
    totals: tuple[TotalRow, ...]
    standing: tuple[FindingRow, ...]
    """Warnings and questions that stand, the most severe first."""
    accepted: tuple[FindingRow, ...]
    remarks: tuple[FindingRow, ...]
    """Notes."""
    not_checked: tuple[str, ...]
    """What was not checked, a sentence each; never empty."""
    sources: tuple[SourceRow, ...]
    evening: Evening
    """The evening as a picture."""
    regimen: Regimen
    """The regimen as it is carried: without the person, unless that was asked for."""
    template: str | None = None
    """The description of a template; None for a regimen."""
    fields: tuple[FieldRow, ...] = ()
    """What a template asks for."""
    left_open: tuple[str, ...] = ()
    """Entries of a template that cannot be told before it is filled in."""

    @property
    def made_by(self) -> str:
        """Who made it, or that it is not said."""
        return self.by or "not stated"
