"""What has changed in a folder of regimens, seen from the outside of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.library.listing import survey

Signature = tuple[int, int, int]
"""When a file was changed, its size, and which file it is."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files that are new or others than before, and files that have gone."""

    changed: tuple[Path, ...]
    gone: tuple[Path, ...]

    def __bool__(self) -> bool:
        """Whether there is any change."""
        return bool(self.changed or self.gone)


def signatures(folder: Path) -> dict[Path, Signature]:
    """Return the signature of each regimen file of a folder, sorted by path; reads no file.

    Raises:
        OSError: the folder cannot be read, which says nothing about its files.
    """
    return signatures_of(survey(folder).files)


def signatures_of(files: Iterable[Path]) -> dict[Path, Signature]:
    """Return the signature of each file."""
    found = {}
    for path in files:
        try:
            stat = path.stat()
        except (OSError, ValueError):
            found[path] = (0, 0, 0)
        else:
            found[path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return found


def changes(before: Mapping[Path, Signature], now: Mapping[Path, Signature]) -> Changes:
    """Return what differs between two looks at a folder."""
    return Changes(
        tuple(path for path, signature in now.items() if before.get(path) != signature),
        tuple(path for path in before if path not in now),
    )
