"""Listing regimen files: which there are in a folder, what each is about, and a name for a new one.

Nothing here writes, and nothing raises for what a folder or a file holds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

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
    return sorted(_walk(folder, lambda _: None))


def survey(folder: Path) -> Survey:
    """Return the regimen files in a folder as `regimen_files` does, and which folders are missing.

    Raises:
        OSError: the folder itself cannot be read; it is not the same as an empty one.
    """
    unreadable: list[Path] = []

    def report(problem: OSError) -> None:
        place = Path(problem.filename) if problem.filename else folder
        if place == folder:
            raise problem
        unreadable.append(place)

    return Survey(tuple(sorted(_walked(folder, report))), tuple(sorted(unreadable)))


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield each file that is meant, once: a file as it is named, a folder's regimen files.

    What does not exist, and a folder that cannot be read, is yielded itself, so that reading it
    says so.
    """
    seen: set[Path] = set()
    for path in paths:
        unreadable: list[Path] = []
        found = _walk(path, unreadable.append) if os.path.isdir(path) else [path]  # noqa: PTH112
        for file in sorted([*found, *unreadable]):
            if file not in seen:
                seen.add(file)
                yield file


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


def _walk(folder: Path, unreadable: Callable[[Path], None]) -> Iterator[Path]:
    def report(problem: OSError) -> None:
        unreadable(Path(problem.filename) if problem.filename else folder)

    yield from _walked(folder, report)


def _walked(folder: Path, report: Callable[[OSError], None]) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=report):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.lower().endswith(SUFFIX) and not name.startswith("."):
                path = Path(place, name)
                if is_regimen_file(path):
                    yield path
