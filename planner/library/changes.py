"""What has changed in a folder of regimens, seen from the outside of its files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.library.home import forget_homes, home_of
from planner.library.kinds import CATALOGUE, PRODUCTS
from planner.library.listing import survey

Signature = tuple[int, int, int, int]
"""When a file was changed, its size, which file it is, and what its library lends to it."""


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
    lent: dict[Path | None, int] = {None: 0}
    found = {}
    for path in files:
        home = home_of(path)
        if home is not None and home not in lent:
            lent[home] = hash(_kept_in(home))
        try:
            stat = path.stat()
        except (OSError, ValueError):
            found[path] = (0, 0, 0, lent[home])
        else:
            found[path] = (stat.st_mtime_ns, stat.st_size, stat.st_ino, lent[home])
    return found


def _kept_in(home: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Return what says whether the shelf or the own catalogue of a library has changed."""
    found = []
    for folder in (home / PRODUCTS, home / CATALOGUE):
        for path in _paths_in(folder):
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
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
