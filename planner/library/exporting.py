"""Exports as files: where those of each regimen go, and writing them without overwriting any."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.library.atomic import SaveError, refusals, replace_file
from planner.wording import quoted, visible

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
    """Its folder within the folder of all exports."""
    within: Path
    """The regimen within the folder that was exported; its name where it was named itself."""


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
    folder lies within that of another regimen, none is another's in small letters, and none takes
    the name of the manifest.
    """
    wanted: list[tuple[Path, Path, Path]] = []
    for root, files in groups:
        for file in files:
            within = file.relative_to(root) if root is not None else Path(file.name)
            wanted.append((file, within, _beside_manifest(within.with_suffix(""))))
    parents = {_folded(parent) for _, _, folder in wanted for parent in folder.parents}
    taken = {MANIFEST}
    found = []
    for file, within, folder in wanted:
        free, number = folder, 2
        while _folded(free) in taken or _folded(free) in parents:
            free, number = folder.with_name(f"{folder.name}-{number}"), number + 1
        taken.add(_folded(free))
        found.append(Place(file, free, within))
    return found


def _beside_manifest(folder: Path) -> Path:
    """Return a folder that does not lie in one with the name of the manifest."""
    first, *rest = folder.parts or (".",)
    return Path(f"{first}-2", *rest) if rest and first.casefold() == MANIFEST else folder


def write_exports(
    folder: Path,
    files: Sequence[tuple[str, str, bytes]],
    *,
    overwrite: bool = False,
    below: Path | None = None,
    claim: Callable[[], None] = lambda: None,
) -> list[Written]:
    """Write the exports of one regimen: all of them, or none where one would be overwritten.

    Each file is (format, name, bytes). A file that holds these bytes already stays as it is.
    `below` is the folder of all exports: no part of the path under it may be a symbolic link.
    `claim` is called once nothing stands in the way, and before anything is written.

    Raises:
        ExistsError: there is another file of that name, and `overwrite` was not given.
        SaveError: one could not be written.
    """
    _refuse_links(folder, below)
    old = {name: _bytes_of(folder / name) for _, name, _ in files}
    for _, name, data in files:
        if old[name] not in (None, data) and not overwrite:
            raise ExistsError(
                f"{visible(str(folder / name))}: not written: there is such a file already; export"
                " to another folder, or ask to overwrite it."
            )
    claim()
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


def _refuse_links(folder: Path, below: Path | None) -> None:
    """Hold that nothing is written through a link to some other place.

    Raises:
        SaveError: a part of the path is a symbolic link.
    """
    for part in (folder, *folder.parents):
        if below is None or part == below:
            return
        if part.is_symlink():
            raise SaveError(
                f"{visible(str(part))}: not written: it is a symbolic link; remove it, or export to"
                " another folder."
            )


def manifest_row(
    place: Place, sheet: Sheet, file_digest: str, written: Iterable[Written]
) -> dict[str, Any]:
    """Return what the manifest says of one regimen."""
    return {
        "regimen": place.within.as_posix(),
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
                "version": sheet.edition.number,
                "sha256": each.digest,
                "bytes": each.size,
            }
            for each in written
        ],
    }


class Manifest:
    """Which exports a folder holds, with their fingerprints, as a file in it says."""

    def __init__(self, folder: Path) -> None:
        """Read what the folder of all exports holds already.

        Raises:
            SaveError: the present manifest cannot be read, or is no manifest.
        """
        self._folder = folder
        self._path = folder / MANIFEST
        self._rows = {row["folder"]: row for row in _known_rows(self._path)}
        self._by_folded = {name.casefold(): row for name, row in self._rows.items()}

    def refuse_other(self, place: Place, plan: str) -> None:
        """Hold that the folder of a regimen holds no exports of another plan.

        Raises:
            SaveError: it does.
        """
        row = self._by_folded.get(_folded(place.folder))
        if row is None or row.get("plan") in (None, plan):
            return
        folder = self._folder / place.folder
        if os.path.lexists(folder):
            raise SaveError(
                f"{visible(str(folder))}: not written: it holds the exports of another plan,"
                f" {quoted(str(row.get('title', '')))}; export to another folder, or delete this"
                " one first."
            )

    def write(self, rows: Iterable[dict[str, Any]]) -> Path:
        """Write the manifest with these rows, and return its path.

        Rows of folders that are not exported this time stay as they were, and so do files of a
        folder that were exported before and are still there.

        Raises:
            SaveError: it could not be written.
        """
        for row in rows:
            self._rows[row["folder"]] = self._merged(row)
        ordered = [self._rows[name] for name in sorted(self._rows)]
        table = {"format": 1, "kind": _KIND, "regimens": ordered}
        text = json.dumps(table, indent=1, ensure_ascii=True).replace("\x7f", "\\u007f")
        data = f"{text}\n".encode()
        if _bytes_of(self._path) != data:
            with refusals(self._path):
                self._folder.mkdir(parents=True, exist_ok=True)
                replace_file(self._path, data)
        return self._path

    def _merged(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row with the files that its folder held before and still holds."""
        before = self._rows.get(row["folder"], {})
        if before.get("plan") != row["plan"]:
            return row
        files = {each["name"]: each for each in row["files"]}
        folder = self._folder / row["folder"]
        for each in _file_rows(before):
            if each["name"] not in files and os.path.lexists(folder / each["name"]):
                # a row that names no version was written when all files told that of the regimen
                files[each["name"]] = {"version": before.get("version")} | each
        return row | {"files": [files[name] for name in sorted(files)]}


def _file_rows(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a row of a manifest says of files, those only that lie in its folder."""
    files = row.get("files")
    for each in files if isinstance(files, list) else ():
        name = each.get("name") if isinstance(each, dict) else None
        if isinstance(name, str) and Path(name).name == name and "\0" not in name:
            yield each


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
            f"{visible(str(path))}: nothing is exported there: there is another file of that name;"
            " move it away, or export to another folder."
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
