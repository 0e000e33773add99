"""Writing many files of one folder all or nothing, and taking such a run back as one step.

The folder, or the folder in it that holds all the files, is replaced as a whole by a staged copy:
whoever looks at it, also right after a kill or a power cut, sees all of the run or nothing of it.
What another program writes meanwhile is carried over; `Run.notes` says where two wrote one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from planner.library.atomic import SaveError
from planner.library.run_records import (
    BEFORE,
    REDO,
    RUN,
    RUNS,
    UNDO,
    Run,
    RunFile,
    is_of_user,
    plain_name,
    read_run,
    runs_below,
    runs_near,
    standing,
)
from planner.library.run_writing import VERSIONS, Step, Work, content_of, digest_of, refusals, write
from planner.wording import counted, listed, visible

__all__ = [
    "FileChange",
    "Run",
    "RunFile",
    "SaveError",
    "UndoRefusedError",
    "Undone",
    "changed_since",
    "is_of_user",
    "last_of",
    "last_run",
    "last_undone",
    "last_undone_of",
    "runs_below",
    "runs_near",
    "undo_run",
    "write_run",
]

_MOST_NAMED = 10


@dataclass(frozen=True)
class FileChange:
    """What becomes of one file."""

    path: Path
    """Lies in the folder of the run, at any depth; a link in it stands for what it leads to."""
    before: bytes | None
    """What it held when it was read; None where there was no file."""
    after: bytes | None
    """What it will hold; None where it is removed."""


@dataclass(frozen=True)
class Undone:
    """A run that was taken back."""

    run: Run
    by: Run
    """The run that took it back, which can be taken back itself."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for people, see `Run.notes`."""
        return self.by.notes


class UndoRefusedError(SaveError):
    """A run cannot be taken back, because of what its files are by now."""

    def __init__(self, message: str, files: Sequence[Path] = ()) -> None:
        super().__init__(message)
        self.files = tuple(files)
        """The files that are not as the run left them."""


def write_run(
    folder: Path,
    what: str,
    changes: Sequence[FileChange],
    *,
    kept: Mapping[str, bytes] | None = None,
    today: datetime | None = None,
) -> Run:
    """Write, change and remove files of a folder, all or nothing, and record it for `undo_run`.

    `what` says for people what it is. `kept` are further files, named from `.versions` in the
    folder on, that are written in the same step and stay where it is undone. Changes that change
    nothing are left out; where nothing is left, nothing is written, and the id is empty.

    Raises:
        ChangedOnDisk: a file is not the one that was read; nothing was changed.
        SaveError: it could not be written for another reason; nothing was changed.
    """
    changes = [each for each in changes if each.before != each.after]
    on = today or datetime.now(UTC)
    with refusals(folder, "written"):
        real = folder.resolve()
        steps = _steps(real, folder, changes)
        named = {plain_name(f"{VERSIONS}/{name}"): data for name, data in (kept or {}).items()}
        files = {name: data for name, data in named.items() if content_of(real / name) != data}
    if not steps and not files:
        return Run("", folder, what, on, ())
    part = "" if files else _common_folder(step.name for step in steps)
    while part and not (real / part).is_dir():  # what the run makes, its undo is to remove
        part = part.rpartition("/")[0]
    if part:
        steps = [replace(step, name=step.name.removeprefix(f"{part}/")) for step in steps]
    return write(Work(real / part, folder / part, what, steps, _changed, files), on)


def last_run(folder: Path) -> Run | None:
    """Return the newest run, in a folder or one in it, that has not been taken back.

    Runs that took others back do not count: after an undo it is the run before that one.
    """
    return last_of(runs_below(folder))


def last_of(runs: Iterable[Run]) -> Run | None:
    """Return the first of the runs, the newest first, that has not been taken back."""
    return next((run for run in standing(runs) if run.kind == RUN and run.files), None)


def last_undone(folder: Path) -> Run | None:
    """Return the undo that `undo_run` would take back to do its run again, or None.

    There is none once something else was run since.
    """
    return last_undone_of(runs_below(folder))


def last_undone_of(runs: Iterable[Run]) -> Run | None:
    """Return the undo among runs, the newest first, as `last_undone` does."""
    for run in standing(runs):
        if run.kind == RUN and run.files:
            return None
        if run.kind == UNDO:
            return run
    return None


def changed_since(run: Run) -> tuple[Path, ...]:
    """Return the files that are neither as a run left them nor as they were before it.

    Raises:
        OSError: one cannot be read.
    """
    return tuple(
        run.path(file)
        for file in run.files
        if digest_of(content_of(run.path(file))) not in (file.before, file.after)
    )


def undo_run(run: Run) -> Undone:
    """Take a run back, all or nothing: every file is again what it was, and how it was protected.

    That is a run as well, and taken back by the same means. Folders that the run made go if they
    are empty; what it kept in `.versions` stays.

    Raises:
        UndoRefusedError: files have changed since, or what was kept of them is damaged; nothing
            was changed.
        SaveError: it could not be done for another reason; nothing was changed.
    """
    kind = REDO if run.kind == UNDO else UNDO
    original = run.what.removeprefix(f"{UNDO} of ") if kind == REDO else run.what
    with refusals(run.folder, "undone"):
        real = run.folder.resolve()
        recorded = read_run(real, run.id)
        if recorded is None:
            raise UndoRefusedError(
                f"{visible(str(run.place))}: not undone: the record of this run is gone or"
                " damaged. Nothing was changed."
            )
        differing = changed_since(run)
        if differing:
            raise _changed_since(differing, run)
        steps = _steps_back(real, run, recorded.files)
    work = Work(
        real,
        run.folder,
        f"{kind} of {original}",
        steps,
        partial(_changed_since, run=run),
        kind=kind,
        undoes=recorded,
    )
    return Undone(run, write(work, datetime.now(UTC)))


def _steps(real: Path, folder: Path, changes: Sequence[FileChange]) -> list[Step]:
    """Return the changes as steps, named from the folder on.

    Raises:
        SaveError: a file lies elsewhere, or is named twice.
    """
    parents: dict[Path, Path] = {}
    steps: dict[str, Step] = {}
    for change in changes:
        parent = change.path.parent
        place = parents.setdefault(parent, parent.resolve()) / change.path.name
        if place.is_symlink() and change.after is not None:
            place = place.resolve()
        try:
            name = plain_name(place.relative_to(real).as_posix())
        except ValueError:
            raise SaveError(
                f"{visible(str(change.path))}: not written: it lies outside of"
                f" {visible(str(folder))}, which is written as a whole; write it by itself."
                " Nothing was changed."
            ) from None
        if name in steps:
            raise SaveError(
                f"{visible(str(change.path))}: not written: the same file is meant twice, by this"
                " name or by another that leads to it. Nothing was changed."
            )
        data = change.after if change.after is not None else b""
        steps[name] = Step(
            name, digest_of(change.before), digest_of(change.after), partial(bytes, data)
        )
    return list(steps.values())


def _steps_back(real: Path, run: Run, files: Sequence[RunFile]) -> list[Step]:
    """Return what takes a run back; a file that somebody has taken back by hand needs nothing."""
    steps: list[Step] = []
    for file in files:
        if digest_of(content_of(real / file.name)) == file.before:
            continue
        kept = real / RUNS / run.id / BEFORE / file.name
        data = partial(_kept, kept, file, run)
        like = kept if file.before is not None else None
        steps.append(Step(file.name, file.after, file.before, data, like))
    return steps


def _kept(path: Path, file: RunFile, run: Run) -> bytes:
    data = content_of(path)
    if data is None or digest_of(data) != file.before:
        raise UndoRefusedError(
            f"{visible(str(run.kept_folder / file.name))}: not undone: what was kept of this file"
            " is gone or damaged. Nothing was changed."
        )
    return data


def _common_folder(names: Iterator[str]) -> str:
    """Return the deepest folder that holds all the files, and whose name has no leading dot."""
    common: list[str] | None = None
    for name in names:
        parts = name.split("/")[:-1]
        if common is None:
            common = parts
        while common != parts[: len(common)]:
            common.pop()
    shown = common or []
    hidden = next((at for at, part in enumerate(shown) if part.startswith(".")), len(shown))
    return "/".join(shown[:hidden])


def _changed(files: Sequence[Path]) -> SaveError:
    from planner.library.store import ChangedOnDisk  # whose imports cost more than an undo

    return ChangedOnDisk(
        f"{_named(files)}: not written: changed on disk, made or removed since it was read; run"
        " this again. Nothing was changed."
    )


def _changed_since(files: Sequence[Path], run: Run) -> UndoRefusedError:
    return UndoRefusedError(
        f"not undone: {counted(len(files), 'file')} changed since that run: {_named(files)}."
        f" Nothing was changed. As before the run, files are in"
        f" {visible(str(run.kept_folder))}; take back by hand what is to go back.",
        files,
    )


def _named(files: Sequence[Path]) -> str:
    names = [visible(str(each)) for each in files[:_MOST_NAMED]]
    rest = len(files) - len(names)
    return listed([*names, *([f"{rest} more"] if rest else [])])
