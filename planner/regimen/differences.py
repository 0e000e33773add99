"""What differs between two regimens: each difference a value, with a sentence for people."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from planner.clock import BeforeBed, TimeOfDay, When, minutes_before_bed
from planner.positions import key_text
from planner.regimen.fact_models import Fact, Facts, Group, Key, Kind
from planner.regimen.facts import facts_of
from planner.regimen.models import Regimen, SharedProduct
from planner.regimen.redacting import with_own_labels
from planner.regimen.templates import fill_defaults
from planner.regimen.values import AMOUNTS, Value, both_words
from planner.regimen.words import NOON, clock_words_of, moment_before_bed_words
from planner.regimen.writing import PRODUCTS, regimen_table
from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.positions import KeyPath
    from planner.regimen.reading import Reading

_NOTHING: Mapping[str, Any] = {}


class Change(StrEnum):
    """In which way something differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    REWRITTEN = "rewritten"
    """Written in another way, and the same: `0.3 g` and `300 mg`."""
    MOVED = "moved"
    """A time that is planned as before, and moved with the bedtime or away from it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two regimens differ."""

    kind: Kind
    change: Change
    path: KeyPath
    """The key, in the new file unless it was removed; items of lists are counted from 1."""
    old: Any
    """As TOML holds it, amounts and times in their safe form; None where there was none."""
    new: Any
    sentence: str
    """For people, in one line, fit to be shown."""

    @property
    def key(self) -> str:
        """The key as TOML writes it: `entries.magnesium.dose`."""
        return key_text(self.path)

    @property
    def matters(self) -> bool:
        """Whether anything that is planned differs, and not only how it is written."""
        return self.change is not Change.REWRITTEN


def differences(
    old: Regimen | None, new: Regimen | None, catalogue: Catalogue | None = None
) -> tuple[Difference, ...]:
    """Return what differs between two regimens; None stands for none at all.

    What is taken comes first, then when, then everything else. With a catalogue substances are
    called by their names, and of a mineral it is always said what the amount is of.
    """
    return _differences(_table(old), _table(new), catalogue)


def reading_differences(
    old: Reading | None, new: Reading | None, catalogue: Catalogue | None = None
) -> tuple[Difference, ...]:
    """Return what differs between what was read of two files; None stands for no file.

    Parts with errors, and keys that a template leaves to be filled, are compared as written.
    """
    return _differences(_read_table(old), _read_table(new), catalogue)


def renamed_entries(found: Iterable[Difference]) -> dict[str, str]:
    """Return what entries were called and are called now, for those that were only renamed."""
    return {
        each.old: each.new
        for each in found
        if each.change is Change.RENAMED and each.path[0] == "entries"
    }


def reading_facts(reading: Reading, catalogue: Catalogue | None = None) -> Facts:
    """Return what was read of a file fact by fact, parts with errors as they are written."""
    table, shared = _read_table(reading)
    return facts_of(table, catalogue, shared=shared)


_Labelled = tuple[Mapping[str, Any], frozenset[str]]
"""The table of a file with all its labels, and which of these are those of the shelf."""


def _table(regimen: Regimen | None) -> _Labelled:
    if regimen is None:
        return _NOTHING, frozenset()
    return regimen_table(with_own_labels(regimen)), _shared(regimen)


def _read_table(reading: Reading | None) -> _Labelled:
    if reading is None:
        return _NOTHING, frozenset()
    table = fill_defaults(tomllib.loads(reading.text.replace("\r\n", "\n")))
    shared = _shared(reading.regimen) if reading.regimen else frozenset()
    if reading.regimen is None or not shared:
        return table, frozenset()
    labels = regimen_table(with_own_labels(reading.regimen))[PRODUCTS]
    return table | {
        PRODUCTS: {name: labels[name] for name in sorted(shared)} | table.get(PRODUCTS, {})
    }, shared


def _shared(regimen: Regimen) -> frozenset[str]:
    return frozenset(
        name for name, product in regimen.products.items() if isinstance(product, SharedProduct)
    )


_Found = tuple[Key, Difference]


def _differences(
    old: _Labelled, new: _Labelled, catalogue: Catalogue | None
) -> tuple[Difference, ...]:
    before = facts_of(old[0], catalogue, shared=old[1])
    after = facts_of(new[0], catalogue, shared=new[1])
    renamed = _renamed("products", before, after)
    if renamed:
        before = facts_of(old[0], catalogue, shared=old[1], renamed=renamed)
    moved = {("products", name): ("products", now) for name, now in renamed.items()} | {
        ("entries", name): ("entries", now)
        for name, now in _renamed("entries", before, after).items()
    }
    before = _rekeyed(before, moved)
    found = [*_renamings(moved, after), *_found(before, after)]
    keys = (*after.facts, *after.groups, *before.facts, *before.groups)
    places = {key[:2]: place for place, key in enumerate(reversed(keys))}
    found.sort(key=lambda row: (row[1].kind.rank, -places[row[0][:2]]))
    return tuple(each for _, each in found)


# tables under another name


def _renamed(top: str, before: Facts, after: Facts) -> dict[str, str]:
    """Return the tables of a kind that are found again, with the same content, under a new name."""
    gone, come = (
        {
            key: _content(key, facts)
            for key in facts.groups
            if len(key) == 2 and key[0] == top and key not in others.groups
        }
        for facts, others in ((before, after), (after, before))
    )
    found: dict[str, str] = {}
    for key, content in gone.items():
        same = next((other for other, held in come.items() if held == content), None)
        if same is not None:
            del come[same]
            found[key[1]] = same[1]
    return found


def _content(key: Key, facts: Facts) -> dict[Key, object]:
    return {
        each[len(key) :]: fact.value.same
        for each, fact in facts.facts.items()
        if each[: len(key)] == key
    }


def _renamings(moved: Mapping[Key, Key], after: Facts) -> Iterator[_Found]:
    for key, now in moved.items():
        group = after.groups[now]
        about = group.about.removesuffix(visible(now[1])) + visible(key[1])
        sentence = f"{about}: renamed to {visible(now[1])}; nothing else of it differs"
        yield now, Difference(group.kind, Change.RENAMED, group.path, key[1], now[1], sentence)


def _rekeyed(facts: Facts, moved: Mapping[Key, Key]) -> Facts:
    """Return facts under the keys that they have in the other file."""
    if not moved:
        return facts

    def key_in_other(key: Key) -> Key:
        return (*moved.get(key[:2], key[:2]), *key[2:])

    return Facts(
        {key_in_other(key): group for key, group in facts.groups.items()},
        {key_in_other(key): fact for key, fact in facts.facts.items()},
        facts.bedtime,
    )


# fact by fact


def _found(before: Facts, after: Facts) -> Iterator[_Found]:
    only_before = {key for key in before.groups if key not in after.groups}
    only_after = {key for key in after.groups if key not in before.groups}
    for key, group in after.groups.items():
        if key in only_after and not _within(key[:-1], only_after):
            yield key, _whole(Change.ADDED, group)
    for key, group in before.groups.items():
        if key in only_before and not _within(key[:-1], only_before):
            yield key, _whole(Change.REMOVED, group)
    for key, fact in after.facts.items():
        if not _within(key, only_after):
            was = before.facts.get(key)
            if was is None:
                found = [_come_or_gone(None, _as_its_entry(fact, key, before))]
            else:
                found = [*_changed(was, fact), *_moved(was, fact, before, after)]
            yield from ((key, each) for each in found)
    for key, fact in before.facts.items():
        if key not in after.facts and not _within(key, only_before):
            yield key, _come_or_gone(_as_its_entry(fact, key, after), None)


def _within(key: Key, groups: set[Key]) -> bool:
    return any(key[:length] in groups for length in range(1, len(key) + 1))


def _whole(change: Change, group: Group) -> Difference:
    old, new = (None, group.written) if change is Change.ADDED else (group.written, None)
    said = f"{group.about}: " + (f"{group.what} is {change}" if group.what else change)
    words = f", {group.words}" if group.words else ""
    if change is Change.REMOVED and group.words:
        words = f"; it was {group.words}"
    return Difference(group.kind, change, group.path, old, new, f"{said}{words}")


def _as_its_entry(fact: Fact, key: Key, other: Facts) -> Fact:
    """Return a fact that only one file has, without what would hold in the other otherwise.

    Where a bare substance has become a product, its basis and strength are those of a label.
    """
    takes = other.facts.get((*key[:2], "takes"))
    if fact.absent and takes and takes.path[-1] == "product":
        return fact if fact.kind not in (Kind.BASIS, Kind.STRENGTH) else fact._replace(absent="")
    return fact


def _changed(old: Fact, new: Fact) -> Iterator[Difference]:
    if old.value.same == new.value.same:
        yield from _rewritten(old, new)
    elif _same_weeks(old.value, new.value):
        for number, (was, now) in enumerate(
            zip(old.value.parts, new.value.parts, strict=True), start=1
        ):
            part = new._replace(
                path=(*new.path, number, "dose"), what=f"dose in {now.weeks},", value=now.dose
            )
            if was.dose.same != now.dose.same:
                yield _becomes(part._replace(value=was.dose), part)
    else:
        yield _becomes(old, new)


def _same_weeks(old: Value, new: Value) -> bool:
    weeks = [tuple(part.weeks for part in value.parts) for value in (old, new)]
    return bool(weeks[0]) and weeks[0] == weeks[1]


def _becomes(old: Fact, new: Fact) -> Difference:
    was, now = both_words(old.value, new.value)
    sentence = f"{new.subject}{was} becomes {now}"
    if was == now:  # two of one name
        sentence = f"{new.subject}{_raw(old)} becomes {_raw(new)}"
    return _difference(new, Change.CHANGED, old.value, new.value, sentence)


def _come_or_gone(old: Fact | None, new: Fact | None) -> Difference:
    fact = new or old
    assert fact is not None
    was, now = (old and old.value), (new and new.value)
    change = Change.ADDED if old is None else Change.REMOVED
    words = fact.value.words
    if fact.absent:
        ends = (fact.absent, words) if old is None else (words, fact.absent)
        return _difference(fact, change, was, now, f"{fact.subject}{' becomes '.join(ends)}")
    return _difference(fact, change, was, now, f"{fact.subject}{words} is {change}")


def _difference(
    fact: Fact, change: Change, old: Value | None, new: Value | None, sentence: str
) -> Difference:
    was, now = (old.written if old else None), (new.written if new else None)
    return Difference(fact.kind, change, fact.path, was, now, sentence)


def _rewritten(old: Fact, new: Fact) -> Iterator[Difference]:
    """Yield what is the same amount in another unit, or the same substance by another name."""
    if old.value.written == new.value.written:
        return
    if new.kind is Kind.SUBSTANCE and new.path[-1] == "substance":
        noun = "substance"
    elif new.path[-1] in AMOUNTS or new.value.parts:
        noun = "amount"
    else:
        return  # an order that means nothing
    written = f"written {_raw(new)} instead of {_raw(old)}"
    sentence = f"{new.subject}is the same {noun}, {written}"
    yield _difference(new, Change.REWRITTEN, old.value, new.value, sentence)


def _raw(fact: Fact) -> str:
    """Return a value as it is written, where its words are the same as those of another."""
    if fact.value.parts:
        return listed(visible(str(phase["dose"])) for phase in fact.value.written)
    return visible(str(fact.value.written))


# times that move with the bedtime


def _moved(old: Fact, new: Fact, before: Facts, after: Facts) -> Iterator[Difference]:
    """Yield what a moved bedtime does to times that are planned as they were."""
    if not new.times or old.value.same != new.value.same:
        return
    earlier, later = before.bedtime, after.bedtime
    if earlier is None or later is None or earlier == later:
        return
    moved = [when for when in new.times if isinstance(when, BeforeBed)]
    if moved:
        was, now = (listed(clock_words_of(each, bed) for each in moved) for bed in (earlier, later))
        sentence = f"{new.about}: {was} becomes {now} by the clock, with the bedtime"
        yield Difference(Kind.CLOCK, Change.MOVED, new.path, was, now, sentence)
    for when in new.times:
        if isinstance(when, TimeOfDay):
            was, now = (_before_bed(when, bed) for bed in (earlier, later))
            if was and now:
                sentence = f"{new.about}: still at {when}; {was} becomes {now}"
                yield Difference(Kind.CLOCK, Change.MOVED, new.path, was, now, sentence)


def _before_bed(when: When, bedtime: TimeOfDay) -> str:
    """Return how long before bed a time by the clock is; empty for a morning."""
    assert isinstance(when, TimeOfDay)
    minutes = minutes_before_bed(when, bedtime)
    return "" if minutes > NOON else moment_before_bed_words(minutes)
