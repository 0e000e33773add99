"""Folders as values: what a test builds, and what is there afterwards, to the last bit."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

Files = Mapping[str, bytes | str]
"""Files by name; a name that ends with `/` is a folder, a text is where a link leads."""


class Entry(NamedTuple):
    kind: str
    mode: int
    data: bytes


def build(folder: Path, files: Files) -> Path:
    """Make a folder with files, or add some to one."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir(exist_ok=True)
        elif isinstance(data, str):
            path.symlink_to(data)
        else:
            path.write_bytes(data)
    return folder


def with_the_same_times(path: Path, data: bytes) -> None:
    """Change a file as `rsync --inplace --times` may: the same file, size and time of change."""
    known = path.stat()
    assert len(data) == known.st_size
    while path.stat().st_ctime_ns == known.st_ctime_ns:  # until the clock of the disk has ticked
        path.write_bytes(data)
        os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))


def tree(folder: Path, *, versions: bool = False) -> dict[str, Entry] | None:
    """Everything in a folder by name, with modes; `.versions` only where asked; None if missing."""
    if not os.path.lexists(folder):
        return None
    found = {"": _entry(folder)}
    for place, folders, files in os.walk(folder):
        if not versions and ".versions" in folders:
            folders.remove(".versions")
        for name in folders + files:
            path = Path(place, name)
            found[path.relative_to(folder).as_posix()] = _entry(path)
    return found


def files(folder: Path) -> dict[str, bytes]:
    """What the files in a folder hold, by name, `.versions` left out."""
    return {
        name: entry.data for name, entry in (tree(folder) or {}).items() if entry.kind == "file"
    }


def _entry(path: Path) -> Entry:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return Entry("link", 0, os.fsencode(path.readlink()))
    if stat.S_ISDIR(mode):
        return Entry("folder", stat.S_IMODE(mode), b"")
    if not stat.S_ISREG(mode):
        return Entry("other", stat.S_IMODE(mode), b"")  # reading a pipe would wait for ever
    return Entry("file", stat.S_IMODE(mode), path.read_bytes())
