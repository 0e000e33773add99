"""What is left of an old folder once another has its place: others' work kept, the rest removed."""

from __future__ import annotations

import contextlib
import filecmp
import os
import re
import stat
from collections.abc import Callable, Container, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from planner.library.exchange import telling_name
from planner.library.run_records import ASIDE, BEFORE, RUNS, is_id, time_of
from planner.library.staging import OF_NEW, STAGED, Seen, Stage, sync_folder
from planner.wording import visible

LEFT_BEHIND = timedelta(hours=1)
"""Age at which a staged folder cannot be one that a run is working on."""

_NAME = re.compile(rf"\.planner-(.+)\.({STAGED}|{OF_NEW})|.+\.before-(.+)", re.DOTALL)

_RENAMED = "before"

Keep = Callable[[str, Path, os.stat_result], None]


def abandon(stage: Stage) -> None:
    """Remove a staged folder that will not be put in place."""
    _clear(stage.root, _nothing)


def settle(stage: Stage, written: Container[str], run: str) -> tuple[str, ...]:
    """Remove the old folder behind a stage that has its place.

    What another program wrote into it while the stage was being made is moved into the new one:
    to where it belongs, or, where the run wrote that file too, into the folder of the run. A file
    that was deleted meanwhile is there again. Nothing is raised: the run is done.

    Returns:
        Sentences for people: what was kept where, and what could not be removed.
    """
    with contextlib.suppress(OSError):  # a run that was interrupted between two renames
        telling_name(stage.top, run).rename(stage.root)
    carrying = _Carrying(stage.folder, run, written, stage.seen)
    _clear(stage.root, carrying.keep, carrying.keep_folder(stage.had))
    return (*carrying.notes, *_still_there(stage.root))


def tidy(parent: Path) -> tuple[str, ...]:
    """Remove what killed runs have left in a folder, and return sentences as `settle` does.

    What is not in the folder that such a run wrote is kept in the folder of the run.
    """
    notes: list[str] = []
    for left, run, kind in list(_left_in(parent, LEFT_BEHIND)):
        if kind == OF_NEW or os.path.lexists(left / RUNS / run):  # never put in place
            _clear(left, _nothing)
            continue
        folder = _written_by(run, parent, left)
        if folder is not None:
            carrying = _Carrying(folder, run, (), None)
            _clear(left, carrying.keep)
            notes += carrying.notes
        elif kind == STAGED and not any(files for _, _, files in os.walk(left)):
            _clear(left, _nothing)
    return tuple(notes)


def pending(parent: Path) -> frozenset[str]:
    """Return the runs of which something is left in a folder, so that their records are needed."""
    return frozenset(run for _, run, _ in _left_in(parent, timedelta.min))


def _left_in(parent: Path, age: timedelta) -> Iterator[tuple[Path, str, str]]:
    """Yield what is left: its path, the id of its run, and how its name ends."""
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            found = _NAME.fullmatch(entry.name)
            run = found and (found[1] or found[3])
            if not found or not run or not is_id(run) or not _is_mine(entry):
                continue
            if datetime.now(UTC) - time_of(run) > age:
                yield Path(entry.path), run, found[2] or _RENAMED


def _is_mine(entry: os.DirEntry[str]) -> bool:
    # in a folder that all may write, such as /tmp, others could set a trap
    state = entry.stat(follow_symlinks=False)
    mine = state.st_uid == os.geteuid() if hasattr(os, "geteuid") else True
    return stat.S_ISDIR(state.st_mode) and mine


def _written_by(run: str, parent: Path, left: Path) -> Path | None:
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for entry in entries:
            path = Path(entry.path)
            if path != left and os.path.lexists(path / RUNS / run):
                return path
    return None


class _Carrying:
    """Moving what others wrote from an old folder into the new one."""

    def __init__(self, new: Path, run: str, written: Container[str], seen: Seen | None) -> None:
        """Without `seen`, nobody knows any more what was in the old folder when it was copied."""
        self.notes: list[str] = []
        self._new = new
        self._record = new / RUNS / run
        self._written = written
        self._seen = seen

    def keep(self, name: str, path: Path, state: os.stat_result) -> None:
        """Move a file unless the new folder, or the record of the run, has it."""
        if f"{name}/".startswith(f"{RUNS}/"):
            return
        if self._seen is not None and self._seen.has(name, state):
            return
        there = self._new / name
        if _same_file(there, state):
            return
        if self._seen is None:
            if not _alike(path, there) and not _alike(path, self._record / BEFORE / name):
                self._set_aside(name, path)
            return
        if not os.path.lexists(there):
            self._move(path, there)
        elif name not in self._written and self._seen.has(name, there.lstat()):
            path.replace(there)
        else:
            self._set_aside(name, path)
        sync_folder(there.parent)

    def _move(self, path: Path, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, to, follow_symlinks=False)  # which overwrites nothing
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links
            path.rename(to)

    def keep_folder(self, had: Container[str]) -> Callable[[str], None]:
        """Return what makes a folder in the new one that the old one did not have at first."""

        def keep(name: str) -> None:
            if name not in had and not name.startswith(f"{RUNS}/"):
                (self._new / name).mkdir(parents=True, exist_ok=True)

        return keep

    def _set_aside(self, name: str, path: Path) -> None:
        to = self._record / ASIDE / name
        to.parent.mkdir(parents=True, exist_ok=True)
        path.replace(to)
        self.notes.append(
            f"{visible(str(self._new / name))}: another program wrote it at the same moment; what"
            f" that wrote is kept in {visible(str(to))}"
        )


def _same_file(path: Path, state: os.stat_result) -> bool:
    try:
        other = path.lstat()
    except OSError:
        return False
    return (other.st_dev, other.st_ino) == (state.st_dev, state.st_ino)


def _alike(one: Path, other: Path) -> bool:
    """Whether two files hold the same, or two links lead to the same."""
    try:
        modes = one.lstat().st_mode, other.lstat().st_mode
        if all(map(stat.S_ISLNK, modes)):
            return one.readlink() == other.readlink()
        return all(map(stat.S_ISREG, modes)) and filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def _nothing(*_: object) -> None:
    """Keep nothing."""


def _clear(top: Path, keep: Keep, keep_folder: Callable[[str], None] = _nothing) -> None:
    """Remove a folder; `keep` sees each file first and may move it. What resists stays."""
    try:
        device = top.lstat().st_dev
    except OSError:
        return
    folders = [""]
    for place in folders:  # which grows meanwhile
        with contextlib.suppress(OSError):
            state = (top / place).lstat()
            if state.st_mode & 0o700 != 0o700:
                (top / place).chmod(0o700)
            for entry in os.listdir(top / place):  # noqa: PTH208
                name = f"{place}/{entry}" if place else entry
                with contextlib.suppress(OSError):
                    if _is_folder(top / name, device):
                        folders.append(name)
                    else:
                        _clear_file(name, top / name, keep)
    for place in reversed(folders):
        with contextlib.suppress(OSError):
            if place:
                keep_folder(place)
            (top / place).rmdir()


def _is_folder(path: Path, device: int) -> bool:
    """Whether it is a folder, and on the disk that is to be cleared.

    Raises:
        OSError: it is on another disk, or has gone.
    """
    state = path.lstat()
    if stat.S_ISDIR(state.st_mode) and state.st_dev != device:
        raise OSError(path)
    return stat.S_ISDIR(state.st_mode)


def _clear_file(name: str, path: Path, keep: Keep) -> None:
    keep(name, path, path.lstat())
    path.unlink(missing_ok=True)


def _still_there(old: Path) -> tuple[str, ...]:
    if not os.path.lexists(old):
        return ()
    return (
        f"the folder as it was before could not be removed; what is left of it is in"
        f" {visible(str(old))}, and may be deleted",
    )
