"""The catalogue that holds for a regimen: what is shipped, and what its home adds as its own.

Nothing here writes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from planner.catalogue import Catalogue
from planner.catalogue.own import FOLDER, OwnProblem, with_own
from planner.catalogue.own_reading import own_paths, read_own
from planner.library.home import home_of
from planner.library.products import is_trusted

Judged = tuple[Catalogue, tuple[OwnProblem, ...]]

_Signature = tuple[tuple[str, int, int, int], ...]


def catalogue_for(path: Path, shipped: Catalogue) -> Judged:
    """Return the catalogue that holds for a regimen file, and all that is wrong with its own part.

    Own files with a problem are left out of it. Whoever judges by it has to tell the problems:
    without that, a regimen would be judged by less than its coach holds to, and nobody would know.
    Files that have not changed since they were read are not read again.
    """
    return catalogue_of(home_of(path), shipped)


def catalogue_in(folder: Path, shipped: Catalogue) -> Judged:
    """Return the catalogue that holds for what lies in a folder, as `catalogue_for` does."""
    return catalogue_for(folder / "evening.toml", shipped)


def own_home() -> Path | None:
    """Return the home of the current folder, else that of the user's regimens; None without one."""
    from planner.library.paths import library_folder

    return home_of(Path("evening.toml")) or home_of(library_folder() / "evening.toml")


def catalogue_here(shipped: Catalogue) -> Judged:
    """Return the catalogue where no file is named: that of `own_home`."""
    return catalogue_of(own_home(), shipped)


def catalogue_of(home: Path | None, shipped: Catalogue) -> Judged:
    """Return the catalogue of a home, as `catalogue_for` does; the shipped one without a home."""
    if home is None:
        return shipped, ()
    folder = home / FOLDER
    try:
        signature = _signature(folder)
    except OSError:
        signature = ((str(folder), 0, 0, 0),)  # reading it says why it cannot be read
    if not signature or not is_trusted(folder):
        return shipped, ()
    return _read(folder, signature, shipped)


def _signature(folder: Path) -> _Signature:
    """Return what changes whenever an own file does; nothing where there is none."""
    return tuple(_signed(path) for path in own_paths(folder))


def _signed(path: Path) -> tuple[str, int, int, int]:
    try:
        known = path.stat()
    except OSError:
        return path.name, 0, 0, 0
    return path.name, known.st_mtime_ns, known.st_size, known.st_ino


@lru_cache(maxsize=64)
def _read(folder: Path, signature: _Signature, shipped: Catalogue) -> Judged:
    del signature
    reading = read_own(near(folder), shipped)
    return with_own(shipped, reading.files), reading.problems


def near(folder: Path) -> Path:
    """Return a folder as it is best named: from the current folder, where it lies in that."""
    try:
        return folder.relative_to(Path.cwd())
    except (OSError, ValueError):
        return folder
