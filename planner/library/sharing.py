"""Sharing one regimen: made ready in the formats that were asked for, then written and recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.export.calendar_rules import event_key
from planner.export.formats import FORMATS, FormatError
from planner.export.making import ExportRefusedError, Options, carried, make_sheet
from planner.library.atomic import SaveError
from planner.library.exporting import Written, write_exports
from planner.library.sent import OutdatedError, edition_of, keep_edition
from planner.regimen.naming import places_of_name
from planner.regimen.redacting import self_contained
from planner.regimen.rows import has_comments

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.sheet import Sheet
    from planner.regimen.reading import Reading

CALENDAR = "ics"
MOST_TAKINGS = 5_000

CARRYING = ("html", "json")
"""The formats that hold the regimen's file in a form that people and programs can read."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A regimen in the formats that were asked for; nothing is written yet."""

    path: Path
    digest: str
    """SHA-256 of the regimen's file."""
    state: str
    """SHA-256 of the file and the labels of the shelf that it refers to: what makes a version."""
    sheet: Sheet
    files: tuple[tuple[str, str, bytes], ...]
    """(format, name of the file, bytes) of each."""
    refused: tuple[tuple[str, str], ...] = field(default=())
    """(format, reason) of each that it cannot be told in."""
    commented: tuple[str, ...] = ()
    """The formats in which the comments of the file go along."""
    named: tuple[str, ...] = ()
    """Where the name of the person stands in what is told, though the person is left out."""


def prepare(
    reading: Reading,
    catalogue: Catalogue,
    formats: Iterable[str],
    options: Options,
    today: date,
) -> Prepared:
    """Return a regimen that was read from a file in some formats, as its next version to share.

    Raises:
        ExportRefusedError: it holds errors, so that it must not be shared.
        SaveError: the record of what was shared cannot be read.
    """
    path = reading.path
    if path is None:
        raise ValueError("only a regimen with a file is shared: its record lies beside it")
    # the id tells nothing of the person, and parts files of one name in the folders of two clients
    alone = carried(reading, catalogue, Options()).digest
    seed = f"{path.resolve().parent.name}/{path.stem}\n{alone}"
    state = _state(reading)
    edition = edition_of(path, state, today, seed)
    sheet = make_sheet(reading, catalogue, edition, options)
    if len(sheet.takings) > MOST_TAKINGS:
        raise ExportRefusedError(
            f"it has {len(sheet.takings):,} takings over all its phases, more than anybody reads:"
            f" {MOST_TAKINGS:,} at most are shared"
        )
    files, refused = [], []
    for name in formats:
        form = FORMATS[name]
        try:
            files.append((name, f"{sheet.stem}{form.suffix}", form.render(sheet, options)))
        except FormatError as problem:
            refused.append((name, str(problem)))
    exact = sheet.carried.exact and has_comments(reading.text)
    commented = tuple(name for name, _, _ in files if exact and name in CARRYING)
    person = reading.regimen.person if reading.regimen else None
    named = places_of_name(sheet.regimen, person.name) if person and not options.with_person else []
    return Prepared(
        path, reading.digest, state, sheet, tuple(files), tuple(refused), commented, tuple(named)
    )


def _state(reading: Reading) -> str:
    """Return the fingerprint of what a regimen says, with the labels that it refers to.

    A label that changes on the shelf makes another version of each plan that takes it.
    """
    assert reading.regimen is not None  # else it had been refused
    return hashlib.sha256(self_contained(reading, reading.regimen)[1]).hexdigest()


def share(
    prepared: Prepared, folder: Path, *, overwrite: bool = False, below: Path | None = None
) -> tuple[Sequence[Written], str | None]:
    """Record the version, write what was made ready, and say why it could not be recorded, if so.

    It is recorded first: a number that nobody holds does no harm, two versions of one number do.

    `below` is the folder of all exports, under which no symbolic link is followed.

    Raises:
        SaveError: nothing was written, or not all.
    """
    said: list[str | None] = []
    written = write_exports(
        folder,
        prepared.files,
        overwrite=overwrite,
        below=below,
        claim=lambda: said.append(_claimed(prepared)),
    )
    return written, next(iter(said), None)


def record(prepared: Prepared) -> str | None:
    """Record a version that was printed or copied; return why it could not be, or None."""
    try:
        return _claimed(prepared)
    except OutdatedError as problem:
        return str(problem)


def _claimed(prepared: Prepared) -> str | None:
    """Record that the version is shared; return why it could not be, or None.

    Raises:
        OutdatedError: another version was shared meanwhile, so that this one must be made again.
    """
    sheet = prepared.sheet
    is_calendar = any(name == CALENDAR for name, _, _ in prepared.files)
    events = [event_key(row) for row in sheet.takings] if is_calendar else []
    try:
        keep_edition(prepared.path, prepared.state, sheet.edition, events)
    except OutdatedError:
        raise
    except SaveError as problem:
        return f"{problem} So the next export does not know of this version."
    return None
