"""Sharing one regimen: made ready in the formats that were asked for, then written and recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.export.formats import FORMATS, FormatError
from planner.export.making import make_sheet
from planner.library.atomic import SaveError
from planner.library.exporting import Written, write_exports
from planner.library.sent import edition_of, keep_edition

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.making import Options
    from planner.export.sheet import Sheet
    from planner.regimen.reading import Reading


@dataclass(frozen=True, slots=True)
class Prepared:
    """A regimen in the formats that were asked for; nothing is written yet."""

    path: Path
    digest: str
    """SHA-256 of the regimen's file."""
    sheet: Sheet
    files: tuple[tuple[str, str, bytes], ...]
    """(format, name of the file, bytes) of each."""
    refused: tuple[tuple[str, str], ...] = field(default=())
    """(format, reason) of each that it cannot be told in."""


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
    sheet = make_sheet(reading, catalogue, edition_of(path, reading.digest, today), options)
    files, refused = [], []
    for name in formats:
        form = FORMATS[name]
        try:
            files.append((name, f"{sheet.stem}{form.suffix}", form.render(sheet, options)))
        except FormatError as problem:
            refused.append((name, str(problem)))
    return Prepared(path, reading.digest, sheet, tuple(files), tuple(refused))


def share(
    prepared: Prepared, folder: Path, *, overwrite: bool = False
) -> tuple[Sequence[Written], str | None]:
    """Write what was made ready, record the version, and say why it could not be recorded, if so.

    Raises:
        SaveError: nothing was written, or not all; nothing is recorded then.
    """
    written = write_exports(folder, prepared.files, overwrite=overwrite)
    return written, record(prepared) if written else None


def record(prepared: Prepared) -> str | None:
    """Record that the version was shared; return why it could not be, or None."""
    try:
        keep_edition(prepared.path, prepared.digest, prepared.sheet.edition)
    except SaveError as problem:
        return f"{problem} So the next export does not know of this version."
    return None
