"""Exports as files: where those of each regimen go, and writing them without overwriting any."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.library.atomic import SaveError, refusals, replace_file
from planner.wording import visible

if TYPE_CHECKING:
    from planner.export.sheet import Sheet

MANIFEST = "manifest.json"
_KIND = "planner-manifest"
_LARGEST = 64 * 1024 * 1024


class ExistsError(SaveError):
    """A file would be overwritten, and nobody asked for that."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the exports of one regimen go."""

    regimen: Path
    folder: Path
    """Within the folder of all exports; `.` where there is only one regimen."""


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an export."""

    path: Path
    format: str
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""
    size: int
    changed: bool
    """False where the file had these bytes already."""


def places(groups: Iterable[tuple[Path | None, Sequence[Path]]]) -> list[Place]:
    """Return where the exports of regimens go: one folder each, as deep as the regimens lie.

    A group is a folder, or None for files that were named one by one, with its regimen files. No
    folder lies within that of another regimen, and none is another's in small letters.
    """
    wanted: list[tuple[Path, Path]] = []
    for root, files in groups:
        for file in files:
            inside = file.relative_to(root) if root is not None else Path(file.name)
            wanted.append((file, inside.with_suffix("")))
    parents = {_folded(parent) for _, folder in wanted for parent in folder.parents}
    taken: set[str] = set()
    found = []
    for file, folder in wanted:
        free, number = folder, 2
        while _folded(free) in taken or _folded(free) in parents:
            free, number = folder.with_name(f"{folder.name}-{number}"), number + 1
        taken.add(_folded(free))
        found.append(Place(file, free))
    return found


def write_exports(
    folder: Path, files: Sequence[tuple[str, str, bytes]], *, overwrite: bool = False
) -> list[Written]:
    """Write the exports of one regimen: all of them, or none where one would be overwritten.

    Each file is (format, name, bytes). A file that holds these bytes already stays as it is.

    Raises:
        ExistsError: there is another file of that name, and `overwrite` was not given.
        SaveError: one could not be written.
    """
    old = {name: _bytes_of(folder / name) for _, name, _ in files}
    for _, name, data in files:
        if old[name] not in (None, data) and not overwrite:
            raise ExistsError(
                f"{visible(str(folder / name))}: not written: there is such a file already; export"
                " to another folder, or ask to overwrite it."
            )
    written = []
    for form, name, data in files:
        path = folder / name
        if old[name] != data:
            with refusals(path):
                folder.mkdir(parents=True, exist_ok=True)
                replace_file(path, data, durable=False)
        digest = hashlib.sha256(data).hexdigest()
        written.append(Written(path, form, digest, len(data), old[name] != data))
    return written


def manifest_row(
    place: Place, sheet: Sheet, file_digest: str, written: Iterable[Written]
) -> dict[str, Any]:
    """Return what the manifest says of one regimen."""
    return {
        "regimen": place.regimen.name,
        "folder": place.folder.as_posix(),
        "title": sheet.title,
        "plan": sheet.edition.plan,
        "version": sheet.edition.number,
        "on": sheet.edition.on.isoformat(),
        "country": sheet.country,
        "catalogue": sheet.catalogue,
        "status": sheet.status,
        "sha256": file_digest,
        "carried_sha256": sheet.carried.digest,
        "files": [
            {
                "name": each.path.name,
                "format": each.format,
                "sha256": each.digest,
                "bytes": each.size,
            }
            for each in written
        ],
    }


def write_manifest(folder: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write which exports a folder holds, with their fingerprints, and return the path.

    Rows of folders that are not exported this time stay as they were.

    Raises:
        SaveError: the present manifest cannot be read, or the new one not be written.
    """
    path = folder / MANIFEST
    known = {row["folder"]: row for row in _known_rows(path)}
    known |= {row["folder"]: row for row in rows}
    ordered = [known[name] for name in sorted(known)]
    table = {"format": 1, "kind": _KIND, "regimens": ordered}
    text = json.dumps(table, indent=1, ensure_ascii=True).replace("\x7f", "\\u007f")
    data = f"{text}\n".encode()
    if _bytes_of(path) != data:
        with refusals(path):
            folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, data)
    return path


def _known_rows(path: Path) -> list[dict[str, Any]]:
    data = _bytes_of(path)
    if data is None:
        return []
    try:
        table = json.loads(data)
        if table["kind"] != _KIND or table["format"] != 1:
            raise ValueError("another kind of file")
        rows: list[dict[str, Any]] = [
            row for row in table["regimens"] if isinstance(row["folder"], str)
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise SaveError(
            f"{visible(str(path))}: not written: there is another file of that name; move it away,"
            " or export to another folder."
        ) from None
    return rows


def _bytes_of(path: Path) -> bytes | None:
    """Return what is there, or None where there is nothing.

    Raises:
        SaveError: it is no regular file, or cannot be read.
    """
    with refusals(path, undone="written"):
        if not os.path.lexists(path):
            return None
        if not path.is_file() or path.is_symlink():
            raise SaveError(f"{visible(str(path))}: not written: it is no regular file.")
        if path.stat().st_size > _LARGEST:
            return b""  # nothing that an export could be the same as
        return path.read_bytes()


def _folded(folder: Path) -> str:
    return folder.as_posix().casefold()
