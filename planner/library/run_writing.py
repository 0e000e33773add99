"""How a run is written: its files into a staged copy of the folder, which then takes its place."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from planner.library.atomic import SaveError, refused_words
from planner.library.exchange import alone, exists, refuse_unfit, stopped_halfway
from planner.library.leftovers import abandon, pending, settle, tidy
from planner.library.run_records import (
    BEFORE,
    RECORD,
    RUN,
    RUNS,
    Run,
    RunFile,
    encoded,
    known_ids,
    new_id,
    outlived,
    time_of,
    what_happened,
)
from planner.library.staging import Stage
from planner.wording import visible

VERSIONS = ".versions"
_IGNORED = f"{RUNS}/.gitignore"
"""What lies there is for this machine's undo; what git carries has a history already."""


@dataclass(frozen=True)
class Step:
    """What becomes of one file, by digests, so that not all of them need to be in memory."""

    name: str
    """Its path from the folder of the run, with `/` between folders."""
    before: str | None
    """SHA-256 of what it has to hold; None where there has to be none."""
    after: str | None
    """SHA-256 of what it will hold; None where it is removed."""
    data: Callable[[], bytes]
    """Returns what it will hold; may raise SaveError."""
    like: Path | None = None
    """Whose permissions it gets; None for those that it has, or else those of a new file."""


@dataclass(frozen=True)
class Work:
    """A run that is to be written."""

    folder: Path
    """Resolved; it may be missing."""
    shown: Path
    """The same folder, as messages call it."""
    what: str
    steps: Sequence[Step]
    differing: Callable[[Sequence[Path]], SaveError]
    """Makes the error that says which files are not as they should be."""
    kept: Mapping[str, bytes] = field(default_factory=dict)
    """Files that are written too, by their path from the folder, and are no steps of the run."""
    kind: str = RUN
    undoes: Run | None = None
    """The run that it takes back."""

    @property
    def undone(self) -> str:
        """What does not happen where it is refused."""
        return "written" if self.kind == RUN else "undone"


def write(work: Work, on: datetime) -> Run:
    """Write a run and return it as it was recorded.

    Raises:
        SaveError: nothing was changed.
    """
    with refusals(work.shown, work.undone, work.folder):
        halfway = stopped_halfway(work.folder)
        if halfway is not None:
            raise SaveError(halfway)
        refuse_unfit(work.folder, work.shown, undone=work.undone)
        beside = _existing(work.folder.parent)
        with alone(beside, work.shown, undone=work.undone):
            notes = tidy(beside)
            run, told = _exchanged(work, on, pending(beside))
    return replace(run, notes=(*notes, *told))


def _exchanged(work: Work, on: datetime, needed: frozenset[str]) -> tuple[Run, tuple[str, ...]]:
    known = known_ids(work.folder)
    run_id = new_id(on, known)
    dropped = [each for each in outlived(work.folder, known, work.kind) if each not in needed]
    stage = Stage(work.folder, run_id)
    written = {step.name for step in work.steps} | set(work.kept)
    try:
        with refusals(work.shown, work.undone, work.folder, stage.inner):
            stage.begin()
            run = _staged(work, stage, run_id)
            stage.link_rest(written, {f"{RUNS}/{each}" for each in dropped})
            stage.drop_folders(work.undoes.made if work.undoes else ())
            stage.finish()
            _require_unchanged(work, stage)
            stage.put_in_place()
    except BaseException:
        # an interruption may come right behind the exchange, and must not take the new folder away
        if stage.is_placed:
            settle(stage, written, run_id)
        else:
            abandon(stage)
        raise
    return run, settle(stage, written, run_id)


def _staged(work: Work, stage: Stage, run_id: str) -> Run:
    """Write the files of a run, and its record, into a stage.

    Raises:
        SaveError: a file is not as it should be.
    """
    differing: list[Path] = []
    for step in work.steps:
        path = work.folder / step.name
        found = _found(path, work.shown / step.name, work.undone)
        data, state = found or (None, None)
        if digest_of(data) != step.before:
            differing.append(work.shown / step.name)
        if differing:
            continue
        if data is not None and state is not None:
            stage.seen.add(step.name, state)
            stage.add(f"{RUNS}/{run_id}/{BEFORE}/{step.name}", data, like=path, then=True)
        if step.after is not None:
            stage.add(step.name, step.data(), like=step.like or (path if found else None))
        stage.changes(step.name)
    if differing:
        raise work.differing(differing)
    for name, data in work.kept.items():
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            stage.seen.add(name, (work.folder / name).lstat())
        stage.add(name, data)
    if not exists(work.folder / _IGNORED):
        stage.add(_IGNORED, b"*\n")
    run = Run(
        run_id,
        work.shown,
        work.what,
        time_of(run_id),
        tuple(
            RunFile(step.name, what_happened(step.before, step.after), step.before, step.after)
            for step in work.steps
        ),
        work.kind,
        work.undoes.id if work.undoes else None,
        tuple(name for name in stage.made if name.partition("/")[0] != VERSIONS),
    )
    stage.add(f"{RUNS}/{run_id}/{RECORD}", encoded(run))
    return run


def _require_unchanged(work: Work, stage: Stage) -> None:
    differing = []
    for step in work.steps:
        try:
            state = (work.folder / step.name).lstat()
        except (FileNotFoundError, NotADirectoryError):
            state = None
        if state is None and step.before is None:
            continue
        if state is None or not stage.seen.has(step.name, state):
            differing.append(work.shown / step.name)
    if differing:
        raise work.differing(differing)


def _found(path: Path, shown: Path, undone: str) -> tuple[bytes, os.stat_result] | None:
    """Return what a file holds, and its state before it was read; None where there is none.

    Raises:
        SaveError: it is no file, or is protected.
        OSError: it cannot be read.
    """
    try:
        state = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    problem = None
    if not stat.S_ISREG(state.st_mode):
        problem = "it is a folder, a link or a device, and no file; take it away or rename it"
    elif not state.st_mode & 0o222 or not os.access(path, os.W_OK):
        problem = "the file is write-protected; allow writing, and try again"
    if problem is not None:
        raise SaveError(f"{visible(str(shown))}: not {undone}: {problem}. Nothing was changed.")
    return path.read_bytes(), state


def content_of(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none, or something that is no file.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
    except (FileNotFoundError, NotADirectoryError):
        return None


def _existing(folder: Path) -> Path:
    while not exists(folder):
        folder = folder.parent
    return folder


def digest_of(data: bytes | None) -> str | None:
    """Return the SHA-256 of what a file holds; None where there is none."""
    return None if data is None else hashlib.sha256(data).hexdigest()


@contextmanager
def refusals(shown: Path, undone: str, *places: Path) -> Iterator[None]:
    """Turn what the system refuses into a message about a path, which was not `undone`.

    A path below one of the `places` is told as one below `shown`.

    Raises:
        SaveError: the system refused.
    """
    try:
        yield
    except (OSError, ValueError, RuntimeError) as problem:
        named, path = getattr(problem, "filename", None), shown
        for place in places:
            if isinstance(named, str) and Path(named).is_relative_to(place):
                path = shown / Path(named).relative_to(place)
        words = refused_words(path, problem, undone=undone)
        raise SaveError(f"{words} Nothing was changed.") from problem
