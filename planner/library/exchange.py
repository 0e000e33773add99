"""Putting a staged folder in the place of another in one step, and saying where that cannot be."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from planner.library.atomic import SaveError
from planner.wording import visible

NOT_SUPPORTED = frozenset(
    {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
)
"""What a system or disk answers that cannot exchange two names; EPERM is that of some sandboxes."""

LONGEST_WAIT = 10.0
"""Seconds to wait for another run that writes beside the same folder."""

_TELLING = ".before-"
_LONGEST_NAME = 200
"""Bytes of a folder's name that a name made of it starts with; 255 is what systems take."""

_HERE = -100  # AT_FDCWD
_RENAME_EXCHANGE = 2  # linux/fs.h
_RENAME_SWAP = 2  # sys/stdio.h of macOS
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "loongarch64": 276, "s390x": 347,
              "ppc64le": 357}  # fmt: skip
"""Numbers of the system call, for C libraries that have no name for it."""


def exchange_names(one: Path, other: Path) -> None:
    """Exchange what two names stand for; at every moment each of them stands for something.

    Raises:
        OSError: the system refused; `errno` is in `NOT_SUPPORTED` where it cannot do it at all.
    """
    import ctypes

    call = _exchange_call()
    if call is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), str(one))
    if call(os.fsencode(one), os.fsencode(other)) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(other))


@cache
def _exchange_call() -> Callable[[bytes, bytes], int] | None:
    """Return what exchanges two names here, or None; it answers 0, or sets `errno`."""
    import ctypes

    if sys.platform not in ("linux", "darwin"):
        return None
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        swap = getattr(library, "renamex_np", None)
        return swap and (lambda one, other: int(swap(one, other, _RENAME_SWAP)))
    if rename := getattr(library, "renameat2", None):
        return lambda one, other: int(rename(_HERE, one, _HERE, other, _RENAME_EXCHANGE))
    number = _RENAMEAT2.get(os.uname().machine) if sys.maxsize > 2**32 else None
    if number is None:
        return None
    return lambda one, other: int(
        library.syscall(number, _HERE, one, _HERE, other, _RENAME_EXCHANGE)
    )


def put_in_place(staged: Path, folder: Path, telling: Path) -> None:
    """Give a staged folder the name of another, which has the name of the staged one then.

    Where names cannot be exchanged, the old folder is called `telling` for the moment between two
    renames. A program that is killed right there leaves the old folder under that name, the new
    one under its staged name, and none under its own; see `stopped_halfway`.

    Raises:
        OSError: the system refused; both have their old names.
    """
    try:
        exchange_names(staged, folder)
    except OSError as problem:
        if problem.errno not in NOT_SUPPORTED:
            raise
        _rename_twice(staged, folder, telling)


def _rename_twice(staged: Path, folder: Path, telling: Path) -> None:
    try:
        folder.rename(telling)
        staged.rename(folder)
    except BaseException:
        if os.path.lexists(telling) and not os.path.lexists(folder):
            telling.rename(folder)
        raise
    with contextlib.suppress(OSError):  # done it is; `telling` is looked for as well
        telling.rename(staged)


def exists(path: Path) -> bool:
    """Whether something has this name, be it a link that leads nowhere.

    Raises:
        OSError: the system cannot say, which is not the same as no.
    """
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def telling_name(folder: Path, run: str) -> Path:
    """Return the name that a folder has for the moment in which its own cannot be exchanged."""
    start = os.fsencode(folder.name)[:_LONGEST_NAME].decode("utf-8", "ignore")
    return folder.with_name(f"{start}{_TELLING}{run}")


def stopped_halfway(folder: Path) -> str | None:
    """Say how to mend a folder that has lost its name because a run was killed, or return None.

    Raises:
        OSError: the system cannot say what is there.
    """
    place = folder
    while not exists(place.parent):
        place = place.parent
    if exists(place):
        return None
    start = telling_name(place, "").name
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(place.parent), reverse=True):  # noqa: PTH208
            if name.startswith(start):
                return (
                    f"{visible(str(place))}: there is no such folder at the moment, because a run"
                    " was stopped between two renames. As it was before, it is in"
                    f" {visible(str(place.with_name(name)))}; rename that back, and try again."
                )
    return None


def refuse_unfit(folder: Path, shown: Path, *, undone: str) -> None:
    """Refuse a folder that cannot be replaced by another; a missing one can.

    `folder` is resolved; `shown` is how messages call it, `undone` what does not happen.

    Raises:
        SaveError: it says why, and what to do.
        OSError: it cannot be looked at.
    """
    problem = _unfit(folder)
    if problem is not None:
        place = folder if shown == Path() else shown
        raise SaveError(f"{visible(str(place))}: not {undone}: {problem}. Nothing was changed.")


def _unfit(folder: Path) -> str | None:
    existing = folder
    while not exists(existing):
        existing = existing.parent
    above = existing if existing != folder else folder.parent
    if not existing.is_dir():
        return "it, or a part of its path, is a file; name a folder"
    if existing == folder:
        if folder.is_mount():
            return "another disk is mounted there, which cannot be replaced; use a folder in it"
        if _holds(folder, Path.home):
            return "your home folder lies in it, or is it; use a folder of its own for this"
        if _holds(folder, Path.cwd):
            return (
                "you are in this folder, and it is replaced as a whole, which would leave you in"
                " one that is gone; run this from the folder above it"
            )
        if not _may_change(folder):
            return "the folder may not be changed; allow that, and try again"
    if not _may_change(above):
        return (
            f"it is replaced as a whole, and {visible(str(above))}, in which that happens, may not"
            " be changed; allow that, or use a folder in a folder of yours"
        )
    return None


def _holds(folder: Path, place: Callable[[], Path]) -> bool:
    try:
        return place().resolve().is_relative_to(folder)
    except (OSError, RuntimeError):  # no home is known, or the current folder is gone
        return False


def _may_change(folder: Path) -> bool:
    # an administrator may write everywhere, but what nobody may change was protected on purpose
    return bool(folder.stat().st_mode & 0o222) and os.access(folder, os.W_OK | os.X_OK)


@contextmanager
def alone(folder: Path, shown: Path, *, undone: str) -> Iterator[None]:
    """Keep other runs out, as far as the system can: those in a folder, below it and around it.

    Nothing is written for it, and a run that is killed keeps nobody out.

    Raises:
        SaveError: another run went on for too long.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    end = time.monotonic() + LONGEST_WAIT
    with ExitStack() as held:
        for place in (*reversed(folder.parents), folder):
            try:
                descriptor = os.open(place, os.O_RDONLY)
            except OSError:  # a folder that may be passed but not read
                continue
            held.callback(_close, descriptor)
            # all runs take the folders from the root down, so that none waits for one that waits
            kind = fcntl.LOCK_EX if place == folder else fcntl.LOCK_SH
            while not _locked(descriptor, kind):
                if time.monotonic() > end:
                    raise SaveError(
                        f"{visible(str(shown))}: not {undone}: another run of Planner is writing"
                        " there; try again when it has ended. Nothing was changed."
                    )
                time.sleep(0.02)
        yield


def _close(descriptor: int) -> None:
    with contextlib.suppress(OSError):  # what was to be done alone is done
        os.close(descriptor)


def _locked(descriptor: int, kind: int) -> bool:
    import fcntl

    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a disk that knows no locks
        return True
    return True
