"""A complete copy of a folder beside it, in which files are written before it takes its place.

Files that stay are hard links to those in the folder, so that the copy costs little and stays true
where another program writes into one of them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from planner.library.atomic import SaveError
from planner.library.exchange import exists, put_in_place, telling_name
from planner.library.run_records import BEFORE, RUNS
from planner.wording import visible

STAGED, OF_NEW = "run", "new"
"""How the names of staged folders end; the second takes no other's place."""

FEW = 32
"""So many files are written to the disk one by one; more, with all that the disk has to write."""

_KEPT = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR})
"""What a system answers where a folder is not empty, has gone, or is none any more."""

_NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES}
)
"""What a disk answers that has no hard links, or no more for this file."""


class Seen:
    """Which files were seen in a folder, by their place, and which file in which state it was."""

    def __init__(self) -> None:
        self._known: set[int] = set()

    def add(self, name: str, state: os.stat_result) -> None:
        """Remember a file; tens of thousands take a few megabytes."""
        self._known.add(_signature(name, state))

    def has(self, name: str, state: os.stat_result) -> bool:
        """Whether this file was seen, as it is now."""
        return _signature(name, state) in self._known


def _signature(name: str, state: os.stat_result) -> int:
    return hash((name, state.st_ino, state.st_size, state.st_mtime_ns, state.st_mode))


class Stage:
    """The copy of one folder; what is written lies in it until it is put in the folder's place."""

    def __init__(self, folder: Path, run: str) -> None:
        """Stand for the copy, which `begin` makes; `folder` is resolved and may be missing.

        Raises:
            OSError: the system cannot say whether it is.
        """
        self.folder = folder
        self._run = run
        self.top = folder
        while not exists(self.top.parent):
            self.top = self.top.parent
        self.is_new = not exists(self.top)
        ending = OF_NEW if self.is_new else STAGED
        self.root = self.top.with_name(f".planner-{run}.{ending}")
        self.inner = self.root / folder.relative_to(self.top)
        self.seen = Seen()
        self.made: list[str] = []
        """Folders that the folder does not have, in the order in which they were made."""
        self.had: set[str] = set()
        """Folders that the folder has."""
        self._folders: dict[str, os.stat_result | None] = {}
        self._touched: set[str] = set()
        self._to_sync: list[str] = []

    @property
    def is_placed(self) -> bool:
        """Whether it has the folder's place; true at the moment in which it gets it."""
        return os.path.lexists(self.folder / RUNS / self._run)

    def begin(self) -> None:
        """Make it, with nothing in it but the folder of the run, by which it is known."""
        if self.is_new:
            self.inner.mkdir(parents=True)
            self._folders[""] = None
        else:
            self.root.mkdir(0o700)
            self._folders[""] = self.folder.lstat()
        self._folder(f"{RUNS}/{self._run}")
        self.made.clear()  # the records stay where a run is undone

    def add(self, name: str, data: bytes, *, like: Path | None = None, then: bool = False) -> None:
        """Write a file that is not in it yet, durably once it is finished.

        It gets the owner and permissions that `like` has, and with `then` its times, else those
        of a new file.
        """
        self._folder(str(PurePosixPath(name).parent))
        path = self.inner / name
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags, 0o666 if like is None else 0o600)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)
        if like is not None:
            _give(path, like.stat())
            shutil.copystat(like, path)
            if not then:
                os.utime(path)
        self._to_sync.append(name)

    def changes(self, name: str) -> None:
        """Remember that something changes in the folder of this file, which shows in its time."""
        self._touched.add(_parent(name))

    def link_rest(self, written: Collection[str], dropped: Collection[str]) -> None:
        """Take over everything of the folder but the files `written` and the folders `dropped`.

        Raises:
            SaveError: something in it can neither be linked nor copied.
            OSError: the system refused.
        """
        if self.is_new:
            return
        device = self.folder.lstat().st_dev
        waiting = [""]
        while waiting:
            place = waiting.pop()
            for name, path, state in _entries(self.folder, place):
                if stat.S_ISDIR(state.st_mode):
                    if name in dropped:
                        continue
                    if state.st_dev != device:
                        raise _mounted(path)
                    if name not in self._folders:
                        self._make(name, state)
                    waiting.append(name)
                elif name not in written:
                    self._link(name, path, state)

    def drop_folders(self, names: Iterable[str]) -> None:
        """Leave folders out that have nothing in them.

        Raises:
            OSError: the system refused.
        """
        for name in sorted(names, reverse=True):
            try:
                (self.inner / name).rmdir()
            except OSError as problem:
                if problem.errno not in _KEPT:
                    raise
            else:
                self._folders.pop(name, None)
                self._touched.add(_parent(name))

    def finish(self) -> None:
        """Give its folders the owners, permissions and times that they have, and make it durable.

        Raises:
            OSError: the system refused.
        """
        if len(self._to_sync) <= FEW or not sync_disk(self.root):
            for name in self._to_sync:
                sync(self.inner / name)
        for name in sorted(self._folders, reverse=True):
            state = self._folders[name]
            if state is None:
                continue
            path = self.inner / name
            if not _give(path, state):
                raise _of_another(self.folder / name)
            shutil.copystat(self.folder / name, path)
            if name in self._touched:
                os.utime(path)
        for name in self._folders:
            sync_folder(self.inner / name)
        place = self.inner
        while place != self.root:
            place = place.parent
            sync_folder(place)

    def put_in_place(self) -> None:
        """Put it in the folder's place; the old folder has its name then.

        Raises:
            SaveError: this disk does not rename folders; nothing has changed.
            OSError: the system refused; nothing has changed.
        """
        try:
            if self.is_new:
                self.root.rename(self.top)  # which fails if there is a folder by now
            else:
                put_in_place(self.root, self.top, telling_name(self.top, self._run))
        except OSError as problem:
            if problem.errno != errno.EXDEV:
                raise
            raise SaveError(
                f"{visible(str(self.folder))}: not written: it lies in a layer of a container, or"
                " the like, where no folder can be renamed; copy it elsewhere, and use the copy."
                " Nothing was changed."
            ) from problem
        sync_folder(self.top.parent)

    def _folder(self, name: str) -> None:
        """Have a folder in it, also one that the folder does not have."""
        name = "" if name == "." else name
        if name in self._folders:
            return
        parent = _parent(name)
        self._folder(parent)
        old = self.folder / name
        try:
            state = old.lstat()
        except FileNotFoundError:
            state = None
        if state is not None and not stat.S_ISDIR(state.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(old))
        if state is None:
            self.made.append(name)
            self._touched.add(parent)
        self._make(name, state)

    def _make(self, name: str, state: os.stat_result | None) -> None:
        (self.inner / name).mkdir(self._mode_of_new(name) if state is None else 0o700)
        self._folders[name] = state
        if state is not None:
            self.had.add(name)

    def _mode_of_new(self, name: str) -> int:
        """Return the mode of a new folder; what is kept is as protected as its original."""
        within, before, original = name.partition(f"/{BEFORE}/")
        if before and within == f"{RUNS}/{self._run}":
            with contextlib.suppress(FileNotFoundError):
                return 0o700 | stat.S_IMODE((self.folder / original).lstat().st_mode)
        return 0o777

    def _link(self, name: str, path: str, state: os.stat_result) -> None:
        to = self.inner / name
        try:
            os.link(path, to, follow_symlinks=False)
        except FileNotFoundError:
            if not os.path.lexists(path):
                return  # it has gone since the folder was read
            raise
        except OSError as problem:
            if problem.errno == errno.EXDEV:
                raise _mounted(path) from problem
            if problem.errno not in _NO_LINKS:
                raise
            self._copy(name, path, to, state)
            self.seen.add(name, to.lstat())
        self.seen.add(name, state)

    def _copy(self, name: str, path: str, to: Path, state: os.stat_result) -> None:
        if stat.S_ISLNK(state.st_mode):
            to.symlink_to(Path(path).readlink())
            return
        if not stat.S_ISREG(state.st_mode):
            raise SaveError(
                f"{visible(path)}: not written: it is a socket, pipe or device, which this disk"
                " cannot carry over; take it out of the folder. Nothing was changed."
            )
        shutil.copyfile(path, to)
        if not _give(to, state):
            raise _of_another(Path(path))
        shutil.copystat(path, to)
        self._to_sync.append(name)


def _entries(folder: Path, place: str) -> Iterable[tuple[str, str, os.stat_result]]:
    """Yield what a folder holds: its name from the top, its path, and its state."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folder / place) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):  # it has gone meanwhile
                state = os.lstat(entry.path)
                yield f"{place}/{entry.name}" if place else entry.name, entry.path, state


def _parent(name: str) -> str:
    return name.rpartition("/")[0]


def _give(path: Path, state: os.stat_result) -> bool:
    """Give something the owner and group of another; whether it has the owner now."""
    if not hasattr(os, "chown"):
        return True
    mine = path.lstat()
    if (mine.st_uid, mine.st_gid) == (state.st_uid, state.st_gid):
        return True
    with contextlib.suppress(OSError):  # only an administrator may give files away
        os.chown(path, state.st_uid, state.st_gid, follow_symlinks=False)
        return True
    with contextlib.suppress(OSError):
        os.chown(path, -1, state.st_gid, follow_symlinks=False)
    return mine.st_uid == state.st_uid


def _mounted(path: str) -> SaveError:
    return SaveError(
        f"{visible(path)}: not written: another disk is mounted there, and the folder around it is"
        " replaced as a whole; use a folder without it. Nothing was changed."
    )


def _of_another(path: Path) -> SaveError:
    return SaveError(
        f"{visible(str(path))}: not written: it belongs to another user, and could only be carried"
        " over as yours; take it out of the folder, or let its owner do this. Nothing was changed."
    )


def sync(path: Path) -> None:
    """Have a file written to the disk for good.

    Raises:
        OSError: the system refused.
    """
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_disk(path: Path) -> bool:
    """Have everything written to the disk, for good, on which something lies; False if that fails.

    For hundreds of files that takes as long as for a few.
    """
    if sys.platform != "linux":
        return False
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if call is None:
        return False
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return bool(call(descriptor) == 0)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder written to the disk for good, where the system can."""
    with contextlib.suppress(OSError):
        sync(folder)
