"""The record of what was shared: which versions of a regimen its receivers may hold.

It lies beside the regimen, in the folder of its kept versions. Looking into it never writes.
"""

from __future__ import annotations

import contextlib
import tomllib
import uuid
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from planner.export.sheet import Edition
from planner.library.atomic import SaveError, refusals, replace_file
from planner.library.store import VERSIONS, version_stem
from planner.regimen.reading import file_bytes
from planner.wording import visible

_PLANS = uuid.UUID("2b0f7f0e-6d0c-5d55-8a36-6c1f0f6f5a11")
"""Ids of plans are made in this name space, so that the same regimen has the same id anywhere."""
_LARGEST = 1024 * 1024
_SUFFIX = ".sent.toml"
_HEAD = "# Kept by planner export: the versions of this regimen that were shared.\n"


class OutdatedError(SaveError):
    """Another version of the regimen was shared meanwhile, under the same number."""


class Sent(NamedTuple):
    """One version that was shared."""

    number: int
    on: date
    """The day on which it was first exported."""
    sha256: str
    """The fingerprint of the file as it was then."""


class Record(NamedTuple):
    """Everything that was shared of one regimen."""

    plan: str
    """The id that the regimen keeps over all its versions, a UUID."""
    versions: tuple[Sent, ...]
    events: tuple[str, ...] = ()
    """Keys of all events that calendars of it ever held."""


def edition_of(path: Path, digest: str, today: date, seed: str | None = None) -> Edition:
    """Return which version of a regimen an export would be; nothing is written.

    `digest` is the SHA-256 of the file. A regimen that has not changed since it was last exported
    is the same version of the same day. Of the first version the id is made from `seed`, which must
    tell nothing of the person, else from name and digest of the file.

    Raises:
        SaveError: its record cannot be read.
    """
    record = read_record(path)
    if record is None or not record.versions:
        made = str(uuid.uuid5(_PLANS, seed or f"{path.stem}\n{digest}"))
        return Edition(record.plan if record else made, 1, today)
    first, last = record.versions[0].on, record.versions[-1]
    if last.sha256 == digest:
        if len(record.versions) == 1:
            return Edition(record.plan, last.number, last.on, events=record.events)
        before = record.versions[-2].number
        return Edition(record.plan, last.number, last.on, before, first, record.events)
    return Edition(record.plan, last.number + 1, today, last.number, first, record.events)


def keep_edition(path: Path, digest: str, edition: Edition, events: Iterable[str] = ()) -> None:
    """Record that a version is shared, and which events a calendar of it holds.

    It is recorded before its files are written: a number that nobody holds does no harm, two
    versions with one number do.

    Raises:
        OutdatedError: another version was shared under that number meanwhile.
        SaveError: it cannot be written.
    """
    record = read_record(path) or Record(edition.plan, ())
    known = {sent.number: sent for sent in record.versions}
    place = _place(path)
    if edition.number in known and known[edition.number].sha256 != digest:
        raise OutdatedError(
            f"{visible(str(place))}: another version was shared as version {edition.number}"
            " meanwhile; export again."
        )
    known.setdefault(edition.number, Sent(edition.number, edition.on, digest))
    now = Record(
        record.plan,
        tuple(known[number] for number in sorted(known)),
        tuple(sorted({*record.events, *events})),
    )
    if now == record:
        return
    with refusals(place):
        place.parent.mkdir(exist_ok=True)
        replace_file(place, _text(now).encode())


def read_record(path: Path) -> Record | None:
    """Return what was shared of a regimen; None where nothing was.

    Raises:
        SaveError: the record cannot be read.
    """
    place = _place(path)
    try:
        data = file_bytes(place, _LARGEST)
        if len(data) > _LARGEST:
            raise _unusable(place, "it is too large")
        table = tomllib.loads(data.decode("utf-8"))
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _unusable(place, problem.strerror or str(problem)) from problem
    except tomllib.TOMLDecodeError as problem:
        raise _unusable(place, "it is not valid TOML") from problem
    except (ValueError, RecursionError) as problem:
        raise _unusable(place, "it is no short text in TOML") from problem
    try:
        return _record(table)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise _unusable(place, "it does not say what was shared") from problem


def follow(source: Path, target: Path) -> None:
    """Let the record of a regimen follow its file to another place, as far as that can be."""
    with contextlib.suppress(OSError):
        old, new = _place(source), _place(target)
        if old.exists() and not new.exists():
            new.parent.mkdir(exist_ok=True)
            old.rename(new)


def _place(path: Path) -> Path:
    target = path.resolve()
    return target.parent / VERSIONS / f"{version_stem(target)}{_SUFFIX}"


def _record(table: dict[str, Any]) -> Record:
    versions = []
    for row in table.get("versions", []):
        number, on, sha256 = row["number"], row["on"], row["sha256"]
        if type(number) is not int or type(on) is not date or not isinstance(sha256, str):
            raise ValueError("a version of another kind")
        versions.append(Sent(number, on, sha256))
    versions.sort()
    events = table.get("events", [])
    if not all(isinstance(event, str) for event in events):
        raise TypeError("an event of another kind")
    return Record(str(uuid.UUID(table["plan"])), tuple(versions), tuple(events))


def _text(record: Record) -> str:
    rows = [f'{_HEAD}plan = "{record.plan}"']
    if record.events:  # keys of entries and numbers, in which nothing needs escaping
        rows += ["events = [", *(f'    "{event}",' for event in record.events), "]"]
    for sent in record.versions:
        rows += ["", "[[versions]]", f"number = {sent.number}", f"on = {sent.on.isoformat()}"]
        rows.append(f'sha256 = "{sent.sha256}"')
    return "\n".join(rows) + "\n"


def _unusable(place: Path, why: str) -> SaveError:
    return SaveError(
        f"{visible(str(place))}: the record of what was shared cannot be read: {why}; mend it, or"
        " delete it to start again with version 1."
    )
