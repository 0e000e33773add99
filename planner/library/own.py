"""The catalogue that holds for a regimen: what is shipped, and what its library adds as its own.

Nothing here writes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from planner.catalogue import Catalogue
from planner.catalogue.own import FOLDER, OwnProblem, OwnReading, with_own
from planner.library.home import catalogue_home_of
from planner.library.kinds import CATALOGUE, is_meant_for
from planner.library.products import is_trusted, untrusted_words

Judged = tuple[Catalogue, tuple[OwnProblem, ...]]

_Signed = tuple[str, bool, int, int, int, int]
_Signature = tuple[_Signed, ...]


def catalogue_for(path: Path, shipped: Catalogue) -> Judged:
    """Return the catalogue that holds for a regimen file, and all that is wrong with its own part.

    Own files with a problem are left out of it. Whoever judges by it has to tell the problems:
    without that, a regimen would be judged by less than its coach holds to, and nobody would know.
    Files that have not changed since they were read are not read again.
    """
    return catalogue_of(catalogue_home_of(path), shipped)


def catalogue_in(folder: Path, shipped: Catalogue) -> Judged:
    """Return the catalogue that holds for what lies in a folder, as `catalogue_for` does."""
    return catalogue_for(folder / "evening.toml", shipped)


def own_home() -> Path | None:
    """Return the folder with the own catalogue of the current folder, else of the user's regimens.

    None where neither has one.
    """
    from planner.library.paths import library_folder

    here = catalogue_home_of(Path("evening.toml"))
    return here or catalogue_home_of(library_folder() / "evening.toml")


def catalogue_here(shipped: Catalogue) -> Judged:
    """Return the catalogue where no file is named: that of `own_home`."""
    return catalogue_of(own_home(), shipped)


def catalogue_of(home: Path | None, shipped: Catalogue) -> Judged:
    """Return the catalogue of a folder that holds an own one, as `catalogue_for` does.

    That is the shipped one without such a folder.
    """
    if home is None:
        return shipped, ()
    folder = home / FOLDER
    try:
        signature = _signature(folder)
    except OSError:
        signature = (_signed(folder),)  # reading it says why it cannot be read
    if not signature:
        return shipped, ()
    return _read(folder, signature, shipped)


def _signature(folder: Path) -> _Signature:
    """Return what changes whenever an own file does; nothing where there is none."""
    from planner.catalogue.own_reading import own_paths

    paths = own_paths(folder)
    return tuple(_signed(path) for path in (folder, *paths)) if paths else ()


def _signed(path: Path) -> _Signed:
    trusted = is_trusted(path)
    try:
        known = path.stat()
    except OSError:
        return path.name, trusted, 0, 0, 0, 0
    times = known.st_mtime_ns, known.st_ctime_ns  # a copying program sets the first of them back
    return path.name, trusted, *times, known.st_size, known.st_ino


@lru_cache(maxsize=64)
def _read(folder: Path, signature: _Signature, shipped: Catalogue) -> Judged:
    del signature
    reading = read_trusted(near(folder), shipped)
    return with_own(shipped, reading.files), reading.problems


def read_trusted(folder: Path, shipped: Catalogue) -> OwnReading:
    """Read the own files of a folder, as `read_own` does, but those of which nobody knows whose.

    In a folder that everybody may write to, what belongs to somebody else is a problem.
    """
    from planner.catalogue.own_reading import MOST_FILES, own_paths, read_own, read_own_files

    if not is_trusted(folder.absolute()):
        return OwnReading((), (_untrusted(folder),))
    try:
        paths = own_paths(folder)
    except OSError:
        return read_own(folder, shipped)
    refused = [path for path in paths if not is_trusted(path) and is_meant_for(path, CATALOGUE)]
    if not refused or len(paths) > MOST_FILES:
        return read_own(folder, shipped)
    reading = read_own_files([path for path in paths if path not in refused], shipped)
    problems = [*reading.problems, *map(_untrusted, refused)]
    problems.sort(key=lambda problem: (problem.path, problem.line))
    return OwnReading(reading.files, tuple(problems))


def refused_file(path: Path) -> tuple[OwnProblem, ...]:
    """Return why a file is not used in the own catalogue that it lies in; nothing where it is."""
    whole = path.absolute()
    if whole.parent.name != FOLDER:
        return ()
    refused = (each for each in (whole.parent, whole) if not is_trusted(each))
    return tuple(OwnProblem(path, 1, "", untrusted_words(each)) for each in refused)[:1]


def _untrusted(path: Path) -> OwnProblem:
    return OwnProblem(path, 1, "", untrusted_words(path.absolute()))


def near(folder: Path) -> Path:
    """Return a folder as it is best named: from the current folder, where it lies in that."""
    try:
        return folder.relative_to(Path.cwd())
    except (OSError, ValueError):
        return folder
