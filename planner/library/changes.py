"""What has changed in a folder of regimens, seen from the outside of its files."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.library.home import catalogue_home_of, forget_homes, home_of
from planner.library.kinds import CATALOGUE, PRODUCTS
from planner.library.listing import survey

Signature = tuple[int, int, int, int, int]
"""When a file was changed, and what is known of it; its size; which it is; what it is lent.

Programs that copy set the first time to that of the original, and never the second.
"""
_Lent = tuple[Path | None, Path | None]
"""The folders with the shelf and the own catalogue of a regimen."""


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
    """Return the signature of each file.

    A label of the shelf that changes, or an own range, changes what is said of all of a library.
    """
    forget_homes()
    lent: dict[_Lent, int] = {}
    found = {}
    for path in files:
        homes = home_of(path), catalogue_home_of(path)
        if homes not in lent:
            lent[homes] = hash(_kept_in(homes))
        try:
            stat = path.stat()
        except (OSError, ValueError):
            found[path] = (0, 0, 0, 0, lent[homes])
        else:
            found[path] = (*_times(stat), stat.st_size, stat.st_ino, lent[homes])
    return found


def _times(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_mtime_ns, stat.st_ctime_ns


def _kept_in(homes: _Lent) -> tuple[tuple[str, int, int, int, int], ...]:
    """Return what says whether the shelf or the own catalogue of a library has changed."""
    found = []
    for home, name in zip(homes, (PRODUCTS, CATALOGUE), strict=True):
        folder = home / name if home is not None else None
        for path in (folder, *_paths_in(folder)) if folder is not None else ():
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append((str(path), *_times(stat), stat.st_size, stat.st_ino))
    return tuple(sorted(found))


def _paths_in(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def changes(before: Mapping[Path, Signature], now: Mapping[Path, Signature]) -> Changes:
    """Return what differs between two looks at a folder."""
    return Changes(
        tuple(path for path, signature in now.items() if before.get(path) != signature),
        tuple(path for path in before if path not in now),
    )
