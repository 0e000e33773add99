"""Saving a regimen: atomically, keeping comments and layout, the last versions and other's work."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from planner.library.atomic import SaveError, refusals, replace_file
from planner.library.home import with_labels_kept
from planner.regimen.models import Regimen
from planner.regimen.reading import Reading, read_bytes
from planner.regimen.rows import has_comments
from planner.regimen.writing import regimen_table, write_text
from planner.wording import visible

__all__ = ["ChangedOnDisk", "CommentsWouldGo", "SaveError", "Saved", "WriteProtected", "save"]

VERSIONS = ".versions"
MOST_VERSIONS = 10

_MARK = b"\xef\xbb\xbf"
_LONGEST_STEM = 180
"""Bytes of a file's name that the names of its versions start with; 255 is what systems take."""


class ChangedOnDisk(SaveError):  # noqa: N818  (the name says what happened)
    """The file is not the one that was read, or exists although the regimen is new."""


class WriteProtected(SaveError):  # noqa: N818
    """The file may not be written."""


class CommentsWouldGo(SaveError):  # noqa: N818
    """The file can only be written anew, which would lose its comments."""


@dataclass(frozen=True)
class Saved:
    """What a save has done."""

    path: Path
    digest: str
    """SHA-256 of the bytes that the file holds now."""
    kept: Path | None
    """The previous version that was kept, if there was one and it was replaced."""
    changed: bool
    """False if the file says the same already, so that nothing was written."""
    regimen: Regimen
    """What the file holds: labels of the shelf that it could not refer to are its own."""


def save(
    regimen: Regimen,
    path: Path,
    *,
    digest: str | None = None,
    overwrite: bool = False,
    drop_comments: bool = False,
) -> Saved:
    """Save a regimen to a file, so that all of it is there or nothing has changed.

    An existing file is changed only where it differs: comments, order, layout, line ends,
    permissions and a symbolic link stay, and what it held before is kept in the folder
    `.versions` next to it. `digest` is that of the file as it was read; with `overwrite` it does
    not matter. A file that has gone since is written anew.

    Raises:
        ChangedOnDisk: the file is another one than was read; nothing was written.
        CommentsWouldGo: its comments cannot be kept, and `drop_comments` was not given.
        SaveError: it could not be saved for another reason; the message says how to mend it.
    """
    with refusals(path):
        target = path.resolve()  # the file that a symbolic link stands for
        old = _read(target, path)
    regimen = with_labels_kept(regimen, path)
    if old is None:
        data = _readable(_encoded(regimen, path), path)
        with refusals(path):
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, data, check=lambda: _require_same(target, None, path))
        return Saved(path, _digest(data), None, True, regimen)
    if _digest(old) != digest and not overwrite:
        raise _changed(path, is_new=digest is None)
    reading = read_bytes(old)
    if reading.whole and reading.regimen is not None and _same(reading.regimen, regimen):
        return Saved(path, _digest(old), None, False, regimen)
    data = _changed_bytes(reading, old, regimen, path, drop_comments)
    if data == old:
        return Saved(path, _digest(old), None, False, regimen)
    kept = _version(target)

    def keep_old() -> None:
        with refusals(kept.parent):
            kept.parent.mkdir(exist_ok=True)
            replace_file(kept, old, target)
        _require_same(target, old, path)

    try:
        with refusals(path):
            replace_file(target, data, target, keep_old)
    except BaseException:
        with contextlib.suppress(OSError):  # what it would be a copy of is still there
            kept.unlink()
        raise
    _forget_versions(target)
    return Saved(path, _digest(data), kept, True, regimen)


def _read(target: Path, path: Path) -> bytes | None:
    """Return what a file holds, or None where there is none.

    Raises:
        SaveError: it is no file, or is protected.
        OSError: it cannot be read.
    """
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise SaveError(f"{_shown(path)}: not saved: it is a folder; save under another name.")
    if not stat.S_ISREG(mode):
        raise SaveError(f"{_shown(path)}: not saved: it is no regular file; save elsewhere.")
    if not mode & 0o222 or not os.access(target, os.W_OK):
        raise WriteProtected(
            f"{_shown(path)}: not saved: the file is write-protected;"
            " allow writing, or save under another name."
        )
    return target.read_bytes()


def new_bytes(reading: Reading, regimen: Regimen, path: Path) -> bytes:
    """Return what an existing file would hold with a regimen in it; comments and layout stay.

    Raises:
        CommentsWouldGo: its comments cannot be kept.
        SaveError: it could not be read again, or is a template.
    """
    return _changed_bytes(reading, reading.data, regimen, path, drop_comments=False)


def _changed_bytes(
    reading: Reading, old: bytes, regimen: Regimen, path: Path, drop_comments: bool
) -> bytes:
    """Return the new bytes of an existing file."""
    mark = _MARK if old.startswith(_MARK) else b""
    if reading.whole:
        from planner.regimen.patching import patched

        text = patched(reading.text, regimen)
        if text is not None:
            return _readable(mark + text.encode(), path)
    if reading.unfilled:
        raise SaveError(
            f"{_shown(path)}: not saved: it is a template, and what it leaves to be filled would"
            " go; save under another name."
        )
    if not drop_comments and has_comments(old.decode("utf-8", "replace")):
        raise CommentsWouldGo(
            f"{_shown(path)}: not saved: its layout cannot be changed in place, and writing it"
            " anew would lose its comments; save under another name, or save without the comments."
        )
    return _readable(_encoded(regimen, path), path)


def _encoded(regimen: Regimen, path: Path) -> bytes:
    try:
        return write_text(regimen).encode()
    except UnicodeEncodeError as problem:
        raise SaveError(
            f"{_shown(path)}: not saved: it holds half a character that no file can hold,"
            f" {visible(problem.object[problem.start : problem.end])}; take it out."
        ) from None


def _readable(data: bytes, path: Path) -> bytes:
    """Return the bytes.

    Raises:
        SaveError: they could not be read again, so that saving would be losing.
    """
    reading = read_bytes(data)
    if reading.whole:
        return data
    problem = reading.problems[0]
    key = ".".join(map(str, problem.key))
    what = f"{key}: {problem.message}" if key else problem.message
    raise SaveError(f"{_shown(path)}: not saved: it could not be read again; mend this: {what}")


def _require_same(target: Path, old: bytes | None, path: Path) -> None:
    """Raise ChangedOnDisk unless the file still is what was found at first."""
    try:
        now = target.read_bytes()
    except FileNotFoundError:
        now = None
    if now != old and now is not None:
        raise _changed(path, is_new=old is None)


def _changed(path: Path, *, is_new: bool) -> ChangedOnDisk:
    if is_new:
        return ChangedOnDisk(
            f"{_shown(path)}: not saved: there is such a file already;"
            " save under another name, or overwrite it."
        )
    return ChangedOnDisk(
        f"{_shown(path)}: not saved: the file has changed on disk since it was read;"
        " read it again, overwrite it, or save under another name."
    )


def _version(target: Path) -> Path:
    """Return the path under which the present version of a file is kept."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return target.parent / VERSIONS / f"{version_stem(target)}.{now}.toml"


def version_stem(target: Path) -> str:
    """Return what the names of the kept versions of a file start with."""
    name = target.stem if target.suffix == ".toml" else target.name
    coded = os.fsencode(name)
    if len(coded) <= _LONGEST_STEM:
        return name
    start = coded[: _LONGEST_STEM - 9].decode("utf-8", "ignore")
    return f"{start}-{hashlib.sha256(coded).hexdigest()[:8]}"


def _forget_versions(target: Path) -> None:
    """Remove all but the last versions of a file; the names sort by time."""
    name = re.compile(re.escape(version_stem(target)) + r"\.\d{8}T\d{6}\.\d{6}Z\.toml")
    with contextlib.suppress(OSError):
        folder = target.parent / VERSIONS
        versions = sorted(each for each in folder.iterdir() if name.fullmatch(each.name))
        for version in versions[:-MOST_VERSIONS]:
            version.unlink()


def _same(one: Regimen, other: Regimen) -> bool:
    return regimen_table(one) == regimen_table(other)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _shown(path: Path) -> str:
    return visible(str(path))
