"""Reading a folder of regimens and watching it, for a thread: what it finds comes as messages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.messages import RegimensListed

if TYPE_CHECKING:
    from planner.library.changes import Signature

_BATCH = 50
_SLICE = 0.05
"""Seconds after which a rest looks whether it is still wanted."""

NOT_YET = "This folder does not exist yet; saving an evening makes it."
NO_FOLDER = "This is a file, not a folder: start Planner with --library and a folder."


def read_folder(
    folder: Path,
    known: Mapping[Path, Signature],
    country: str | None,
    *,
    every: float,
    cancelled: Callable[[], bool],
    may_be_missing: bool = False,
) -> Iterator[RegimensListed]:
    """Yield what is in a folder, then what changes in it, looking again after `every` seconds.

    Only files that are others than `known` are read. With 0 for `every` it looks only once. A
    folder that cannot be read is told as a problem, without a word about its files.
    """
    from planner.library.changes import changes

    told: str | None = None
    while not cancelled():
        now, problem = look(folder, may_be_missing=may_be_missing)
        if now is None:
            if problem != told:
                yield RegimensListed(folder, done=True, problem=problem)
        else:
            found = changes(known, now)
            if problem != told or found:
                yield RegimensListed(folder, named=tuple(now))
                yield from _summaries(folder, found.changed, country, cancelled)
                if not cancelled():
                    own = own_words(folder)
                    said = " ".join(each for each in (problem, own) if each)
                    yield RegimensListed(folder, done=True, known=now, problem=said)
            known = now
        told = problem
        if not every:
            return
        rest(every, cancelled)


def rest(seconds: float, cancelled: Callable[[], bool]) -> None:
    """Wait for the next look, in slices, so that leaving does not wait for all of it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not cancelled():
        time.sleep(_SLICE)


def look(folder: Path, *, may_be_missing: bool = False) -> tuple[dict[Path, Signature] | None, str]:
    """Return the files of a folder, None where it cannot be read, and what is wrong with it."""
    from planner.library.changes import signatures_of
    from planner.library.listing import survey

    try:
        seen = survey(folder)
    except OSError as error:
        if may_be_missing and isinstance(error, FileNotFoundError):
            return {}, ""
        return None, _folder_words(error)
    except ValueError as error:
        return None, f"The folder cannot be read: {error}."
    return signatures_of(seen.files), _missing_words(folder, seen.unreadable)


def _folder_words(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return NOT_YET
    if isinstance(error, NotADirectoryError):
        return NO_FOLDER
    return f"The folder cannot be read: {error.strerror or error}."


def _missing_words(folder: Path, unreadable: tuple[Path, ...]) -> str:
    if not unreadable:
        return ""
    first = unreadable[0].relative_to(folder)
    more = f" and {len(unreadable) - 1:,} more" if len(unreadable) > 1 else ""
    return f"Not everything is listed: the folder {first}{more} in it cannot be read."


def own_words(folder: Path) -> str:
    """Return which own files are left out of the judging, and why the first of them is."""
    from planner.catalogue import load_catalogue
    from planner.library.own import catalogue_in
    from planner.wording import counted

    _, problems = catalogue_in(folder, load_catalogue())
    if not problems:
        return ""
    errors = counted(len(problems), "error")
    first = problems[0]
    place = f"{first.path.name}:{first.line}"
    key = f"{first.key}: " if first.key else ""
    return (
        f"Own substances and ranges are left out, {errors}; planner catalogue check tells all."
        f" {place}: {key}{first.message}"
    )


def _summaries(
    folder: Path, paths: tuple[Path, ...], country: str | None, cancelled: Callable[[], bool]
) -> Iterator[RegimensListed]:
    from planner.catalogue import load_catalogue
    from planner.library.listing import Summary, summarise
    from planner.library.own import catalogue_for

    shipped = load_catalogue()
    batch: list[Summary] = []
    for path in paths:
        if cancelled():
            return
        batch.append(summarise(path, catalogue_for(path, shipped)[0], country))
        time.sleep(0)  # the screen answers keys in between
        if len(batch) >= _BATCH:
            yield RegimensListed(folder, tuple(batch))
            batch = []
    if batch:
        yield RegimensListed(folder, tuple(batch))
