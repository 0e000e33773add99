"""A fact of a regimen file: one value, with its key and what it is about, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from planner.clock import TimeOfDay, When
from planner.positions import KeyPath
from planner.regimen.values import Value, value_of
from planner.wording import quoted, visible

Key = tuple[Any, ...]
"""By which the same fact is found in another file; it starts with the key of its group."""


class Kind(StrEnum):
    """What a fact is about."""

    ENTRY = "entry"
    SUBSTANCE = "substance"
    DOSE = "dose"
    BASIS = "basis"
    STRENGTH = "strength"
    LABEL = "label"
    NAME = "name"
    BEDTIME = "bedtime"
    TIME = "time"
    CLOCK = "clock"
    DAYS = "days"
    START = "start"
    WEEKS = "weeks"
    MEDICINE = "medicine"
    PERSON = "person"
    TITLE = "title"
    NOTES = "notes"
    REASON = "reason"
    ACCEPTED = "accepted"
    DERIVED = "derived"
    TEMPLATE = "template"
    OTHER = "other"

    @property
    def rank(self) -> int:
        """0 for what is taken, 1 for when, 2 for everything else."""
        if self in _TAKEN:
            return 0
        return 1 if self in _TIMES else 2


_TAKEN = frozenset({
    Kind.ENTRY, Kind.SUBSTANCE, Kind.DOSE, Kind.BASIS, Kind.STRENGTH, Kind.LABEL, Kind.NAME,
})  # fmt: skip
_TIMES = frozenset({
    Kind.BEDTIME, Kind.TIME, Kind.CLOCK, Kind.DAYS, Kind.START, Kind.WEEKS,
})  # fmt: skip


class Fact(NamedTuple):
    """One value of a file."""

    kind: Kind
    path: KeyPath
    about: str
    """`magnesium`, `label of night-mag`, `bedtime`; fit to be shown."""
    what: str
    """`dose`, `reason`; empty where `about` says it."""
    value: Value
    absent: str = ""
    """What holds where the key is not given: `every day`; empty where nothing does."""
    times: tuple[When, ...] = ()
    """When it is taken, for a fact that says so."""

    @property
    def subject(self) -> str:
        """How a sentence about it begins: `magnesium: dose `, `bedtime: `."""
        return f"{self.about}: {self.what} " if self.what else f"{self.about}: "

    @property
    def sentence(self) -> str:
        """The fact for people, in full: `magnesium: dose 200 mg elemental`."""
        written, words = self.value.written, self.value.words
        if isinstance(written, str) and words == quoted(written):
            words = f'"{visible(written)}"'  # a long text is not cut
        return f"{self.subject}{words}"


class Group(NamedTuple):
    """A table with a name of its own, which is there or not as a whole."""

    kind: Kind
    path: KeyPath
    about: str
    what: str
    words: str
    """All that matters of it, in a few words."""
    written: Any
    """The table as TOML holds it, with amounts and times in their safe form."""


class Facts(NamedTuple):
    """A file fact by fact, in its order."""

    groups: Mapping[Key, Group]
    facts: Mapping[Key, Fact]
    bedtime: TimeOfDay | None


Item = tuple[Key, Fact | Group]
"""A fact or a group with its key."""


def plain_fact(  # noqa: PLR0917  (the fields of a fact, in their order)
    kind: Kind, path: KeyPath, about: str, what: str, raw: Any, absent: str = ""
) -> Item:
    """Return a fact that is told in the words of its value."""
    return path, Fact(kind, path, about, what, value_of(str(path[-1]), raw), absent)


def safe_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with its amounts and times in their safe form."""
    return {
        key: safe_table(raw) if isinstance(raw, dict) else value_of(key, raw).written
        for key, raw in table.items()
    }
