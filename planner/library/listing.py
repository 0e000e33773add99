"""Listing regimen files: which there are in a folder, what each is about, and a name for a new one.

Nothing here writes, and nothing raises for what a folder or a file holds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planner.library.folding import folded
from planner.library.kinds import is_regimen_file

if TYPE_CHECKING:
    from planner.catalogue import Catalogue

LONGEST_NAME = 60
SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Summary:
    """One regimen file, as a list shows it."""

    path: Path
    title: str | None
    """None where the file could not be read as far as that."""
    status: str
    """`invalid`, `warn`, `ask` or `pass`."""
    entries: int
    """How many entries the file has, those with errors included."""
    changed: float
    """When the file was last changed, in seconds since 1970; 0 where that is not known."""
    reason: str | None
    """The first error, if there is one."""
    bedtime: str | None
    is_template: bool = False
    not_checked: int = 0
    """How many entries hold something that was not checked: a `pass` says nothing about it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Which regimen files there are in a folder, and what of it could not be looked into."""

    files: tuple[Path, ...]
    unreadable: tuple[Path, ...]
    """Folders in it that cannot be read, so that their regimens are not among the files."""


def regimen_files(folder: Path) -> list[Path]:
    """Return the regimen files in a folder and the folders in it, sorted.

    Names that start with a dot are left out, links to folders are not followed, and a folder that
    cannot be read is passed over.
    """
    return [found for found in _walked(folder) if isinstance(found, Path)]


def survey(folder: Path) -> Survey:
    """Return the regimen files in a folder as `regimen_files` does, and which folders are missing.

    Raises:
        OSError: the folder itself cannot be read; it is not the same as an empty one.
    """
    files: list[Path] = []
    unreadable: list[Path] = []
    for found in _walked(folder):
        if isinstance(found, Path):
            files.append(found)
            continue
        place = Path(found.filename) if found.filename else folder
        if place == folder:
            raise found
        unreadable.append(place)
    return Survey(tuple(files), tuple(sorted(unreadable)))


def expand(paths: Iterable[Path], empty: Callable[[Path], None] = lambda _: None) -> Iterator[Path]:
    """Yield each file that is meant, once: a file as it is named, a folder's regimen files, sorted.

    What does not exist, and a folder that cannot be read, is yielded itself, so that reading it
    says so. A folder that holds no regimen file is given to `empty`. No more is held in memory
    than the names in the folders on the way to a file, unless one path lies within another.
    """
    named = list(paths)
    seen: set[Path] | None = set() if _overlapping(named) else None
    for path in named:
        found = False
        for file in _meant(path):
            found = True
            if seen is None:
                yield file
            elif file not in seen:
                seen.add(file)
                yield file
        if not found:
            empty(path)


def summarise(path: Path, catalogue: Catalogue, country: str | None = None) -> Summary:
    """Read and judge one file."""
    from planner.judge import judge_reading
    from planner.library.home import read_regimen

    reading = read_regimen(path)
    verdict = judge_reading(reading, catalogue, country)
    regimen = reading.regimen
    try:
        changed = path.stat().st_mtime
    except (OSError, ValueError):
        changed = 0.0
    errors = (each.message for each in verdict.findings if each.severity.value == "error")
    return Summary(
        path,
        reading.title,
        verdict.status,
        len({*(regimen.entries if regimen else ()), *reading.broken}),
        changed,
        next(errors, None),
        regimen.bedtime.text if regimen and regimen.bedtime else None,
        bool(regimen and regimen.template),
        len(verdict.not_checked()),
    )


def summaries(folder: Path, catalogue: Catalogue, country: str | None = None) -> Iterator[Summary]:
    """Yield a summary of each regimen file in a folder, sorted by path, as they are read."""
    for path in regimen_files(folder):
        yield summarise(path, catalogue, country)


def free_path(folder: Path, title: str) -> Path:
    """Return a path for a new file, named after a title: `wind-down.toml`, `wind-down-2.toml`."""
    plain = folded(title).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-") or "regimen"
    path, number = folder / f"{name}{SUFFIX}", 2
    while os.path.lexists(path):
        path, number = folder / f"{name}-{number}{SUFFIX}", number + 1
    return path


def _overlapping(paths: Iterable[Path]) -> bool:
    """Whether one path lies within another, or is the same, by their names."""
    ordered = sorted(path.parts for path in paths)
    return any(one == other[: len(one)] for one, other in pairwise(ordered))


def _meant(path: Path) -> Iterator[Path]:
    if not os.path.isdir(path):  # noqa: PTH112  (never raises)
        yield path
        return
    for found in _walked(path):
        if isinstance(found, Path):
            yield found
        else:
            yield Path(found.filename) if found.filename else path


def _walked(folder: Path) -> Iterator[Path | OSError]:
    """Yield the regimen files of a folder in the order of their paths, as they are found.

    Where a folder cannot be read, why it cannot stands in its place.
    """
    open_folders = [_inside(folder)]
    while open_folders:
        found = next(open_folders[-1], None)
        if found is None:
            open_folders.pop()
        elif isinstance(found, OSError):
            yield found
        elif found.is_folder:
            open_folders.append(_inside(found.path))
        elif is_regimen_file(found.path):
            yield found.path


class _Inside(NamedTuple):
    """What a folder holds: a folder, or a file that may be a regimen."""

    path: Path
    is_folder: bool


def _inside(folder: Path) -> Iterator[_Inside | OSError]:
    names: list[str] = []
    folders: set[str] = set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if _is_folder(entry):
                    if not entry.is_symlink():
                        folders.add(entry.name)
                        names.append(entry.name)
                elif entry.name.lower().endswith(SUFFIX):
                    names.append(entry.name)
    except OSError as problem:
        yield problem
    names.sort(key=os.path.normcase)
    for name in names:
        yield _Inside(folder / name, name in folders)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads round
        return False
