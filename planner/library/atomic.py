"""Replacing a file at once: whatever happens in between, it is the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.wording import visible

_PREFIX, _SUFFIX = ".planner-", ".saving"
_LEFT_BEHIND = 3600
"""Seconds after which a temporary file cannot be one that is being written."""

_MENDS = {
    errno.ENOSPC: "there is no space left; free some and save again",
    errno.EDQUOT: "the quota is used up; free some space and save again",
    errno.EACCES: "writing there is not allowed; allow it, or save to another folder",
    errno.EPERM: "writing there is not allowed; allow it, or save to another folder",
    errno.EROFS: "the disk is read-only; save to another folder",
    errno.ENAMETOOLONG: "the name is too long; save under a shorter one",
    errno.EISDIR: "it is a folder; save under another name",
    errno.ENOTDIR: "a part of the path is a file, not a folder; save to another folder",
    errno.EEXIST: "a part of the path is a file, not a folder; save to another folder",
    errno.ELOOP: "it is a symbolic link that leads to itself; save under another name",
}

_CHANGE_FOLDER = "the folder that it is in may not be changed; allow that, and try again"
_MOVE_MENDS = _MENDS | {
    errno.ENOSPC: "there is no space left; free some and try again",
    errno.EDQUOT: "the quota is used up; free some space and try again",
    errno.EACCES: _CHANGE_FOLDER,
    errno.EPERM: _CHANGE_FOLDER,
    errno.EROFS: "the disk is read-only",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EEXIST: "a part of the path is a file, not a folder",
}


class SaveError(Exception):
    """A file that was not saved or moved; `str()` of it says which, why, and how to mend it."""


@contextmanager
def refusals(path: Path, *, undone: str = "saved") -> Iterator[None]:
    """Turn what the system refuses into a message about a path, which was not `undone`.

    Raises:
        SaveError: the system refused.
    """
    try:
        yield
    except (OSError, ValueError, RuntimeError) as problem:
        raise SaveError(refused_words(path, problem, undone=undone)) from problem


def refused_words(path: Path, problem: BaseException, *, undone: str = "saved") -> str:
    """Return what was not done to a path, and why: `a.toml: not moved: it is in use`."""
    return f"{visible(str(path))}: not {undone}: {_reason(problem, undone == 'saved')}."


def replace_file(
    target: Path,
    data: bytes,
    like: Path | None = None,
    check: Callable[[], None] | None = None,
    *,
    private: bool = False,
    durable: bool = True,
) -> None:
    """Write a file anew, atomically and durably; where anything fails it stays as it was.

    `like` is the file whose permissions the new one gets, else those that a new file has here,
    or with `private` those of a file that nobody else may read. `check` runs right before the
    replacement and may raise to stop it. Without `durable` the system may take its time to write
    the file, which costs less and is only ever seen after a power cut.

    Raises:
        OSError: the system refused.
    """
    _tidy(target.parent)
    temporary = target.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    mode = 0o666 if like is None and not private else 0o600
    descriptor = os.open(temporary, flags, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if like is not None:
                _copy_permissions(like, temporary)
            if durable:
                os.fsync(file.fileno())
        if check is not None:
            check()
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    if durable:
        _sync_folder(target.parent)


def _copy_permissions(like: Path, to: Path) -> None:
    known = like.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only an administrator may give files away
            os.chown(to, known.st_uid, known.st_gid)
    to.chmod(stat.S_IMODE(known.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; the file is in place already, and not every system can do it."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _tidy(folder: Path) -> None:
    """Remove the temporary files of saves that were killed."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            if time.time() - left.stat().st_mtime > _LEFT_BEHIND:
                left.unlink()


def _reason(problem: BaseException, saving: bool) -> str:
    if isinstance(problem, OSError):
        known = (_MENDS if saving else _MOVE_MENDS).get(problem.errno or 0)
        said = str(problem.strerror or problem)
        return known or (f"{said}; save to another folder" if saving else said)
    said = visible(str(problem))
    return f"{said}; save under another name" if saving else said
