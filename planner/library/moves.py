"""Renaming, archiving and deleting regimen files: nothing is overwritten, all can be undone."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.library.atomic import SaveError, refusals, refused_words
from planner.library.listing import SUFFIX, free_path
from planner.library.sent import follow
from planner.library.store import ChangedOnDisk, CommentsWouldGo, WriteProtected, save
from planner.regimen import edits
from planner.regimen.models import Regimen
from planner.regimen.reading import read_file
from planner.wording import visible

ARCHIVE = ".archive"
TRASH = ".trash"
LONGEST_FILE_NAME = 200


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that was done, and what takes it back."""

    what: str
    at: Path
    """Where it has left the file."""
    undo: Callable[[], Path]


class Moves:
    """The moves of one sitting in a library, newest last; each can be taken back."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._steps: list[_Step] = []

    @property
    def newest(self) -> Path | None:
        """Where the last move has left its file, which is what `undo` would take back."""
        return self._steps[-1].at if self._steps else None

    def archive(self, path: Path) -> Path:
        """Move a file into the archive of the library, and return where it is.

        Raises:
            SaveError: it cannot be moved; it is still where it was.
        """
        return self._put_away(path, ARCHIVE, "archive")

    def throw_away(self, path: Path) -> Path:
        """Move a file into the trash of the library, which keeps it. Raises SaveError."""
        return self._put_away(path, TRASH, "delete")

    def bring_back(self, path: Path) -> Path:
        """Move a file out of the archive to where it was in the library. Raises SaveError."""
        inside = path.relative_to(self._library / ARCHIVE)
        return self._move(path, self._library / inside, f"bring back {path.name}")

    def rename(self, path: Path, title: str) -> Path:
        """Give a regimen another title, and return where its file is now.

        The file moves along where its name was made from the old title.

        Raises:
            SaveError: it cannot be read, written or moved.
        """
        reading = read_file(path)
        regimen = reading.regimen
        if regimen is None or not reading.whole:
            raise SaveError(f"{visible(str(path))}: not renamed: it has errors; mend them first.")
        old = regimen.title
        _retitle(regimen, title, path, reading.digest)
        target = path
        if _made_from(path, old):
            target = move(path, free_path(path.parent, title))

        def undo() -> Path:
            now = read_file(target)
            if now.regimen is not None and now.whole:
                _retitle(now.regimen, old, target, now.digest)
            return move(target, free_beside(path)) if target != path else target

        self._steps.append(_Step(f"rename {visible(old)}", target, undo))
        return target

    def rename_file(self, path: Path, name: str) -> Path:
        """Give a file another name, its content left as it is, and return where it is now.

        Raises:
            SaveError: it cannot be moved.
        """
        return self._move(path, path.with_name(name), f"rename {path.name}")

    def undo(self) -> tuple[str, Path] | None:
        """Take the last move back: what it was, and where its file is now; None if there is none.

        A file that has taken the place meanwhile stays; the other gets a free name beside it.

        Raises:
            SaveError: it cannot be taken back; it can be tried again.
        """
        if not self._steps:
            return None
        step = self._steps[-1]
        path = step.undo()
        self._steps.pop()
        return step.what, path

    def _put_away(self, path: Path, folder: str, verb: str) -> Path:
        try:
            inside = path.relative_to(self._library)
        except ValueError:
            inside = Path(path.name)
        return self._move(path, self._library / folder / inside, f"{verb} {path.name}")

    def _move(self, path: Path, wanted: Path, what: str) -> Path:
        target = move(path, free_beside(wanted))
        step = _Step(visible(what), target, lambda: move(target, free_beside(path)))
        self._steps.append(step)
        return target


def move(source: Path, target: Path) -> Path:
    """Move a file to a place that nothing has; a symbolic link is moved as one.

    Raises:
        SaveError: the place is taken, or the system refused; the file is still where it was.
    """
    _link_over(source, target)
    follow(source, target)
    return target


def _link_over(source: Path, target: Path) -> None:
    with refusals(source, undone="moved"):
        if not os.path.lexists(source):
            raise SaveError(f"{visible(str(source))}: it has gone; nothing was moved.")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target, follow_symlinks=False)
        except FileExistsError:
            raise SaveError(f"{visible(str(target))}: there is such a file already.") from None
        except (OSError, NotImplementedError):  # a file system without hard links
            if os.path.lexists(target):
                raise SaveError(f"{visible(str(target))}: there is such a file already.") from None
            source.rename(target)
            return
        try:
            source.unlink()
        except OSError:  # it would be there twice
            target.unlink()
            raise


def _retitle(regimen: Regimen, title: str, path: Path, digest: str) -> None:
    """Save a regimen under another title, and speak of renaming where that is refused.

    Raises:
        SaveError: it cannot be written.
    """
    try:
        save(edits.with_title(regimen, title), path, digest=digest)
    except SaveError as problem:
        start = f"{visible(str(path))}: not renamed: "
        match problem:
            case ChangedOnDisk():
                said = f"{start}it has changed in this moment; try again."
            case WriteProtected():
                said = f"{start}the file is write-protected; allow writing, and try again."
            case CommentsWouldGo():
                said = f"{start}its layout cannot be changed in place; change the title inside."
            case _ if problem.__cause__ is not None:
                said = refused_words(path, problem.__cause__, undone="renamed")
            case _:
                raise
        raise SaveError(said) from problem


def file_name(text: str) -> str:
    """Return the name of a regimen file as a person has written it.

    Raises:
        ValueError: it is not the name of a file that would be listed; the message says why.
    """
    name = text.strip()
    if not name or name.lower() == SUFFIX:
        raise ValueError("A file name has at least one character.")
    if not name.isprintable() or "/" in name or "\\" in name:
        raise ValueError("A file name has visible characters only, and no slash.")
    if name.startswith("."):
        raise ValueError("A file whose name starts with a dot would not be listed.")
    if not name.lower().endswith(SUFFIX):
        name += SUFFIX
    if len(name.encode()) > LONGEST_FILE_NAME:
        raise ValueError(f"This is too long: {LONGEST_FILE_NAME} bytes at most.")
    return name


def free_beside(wanted: Path) -> Path:
    """Return a path, or the next free one beside it: `a.toml`, `a-2.toml`."""
    path, number = wanted, 2
    while os.path.lexists(path):
        path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        number += 1
    return path


def _made_from(path: Path, title: str) -> bool:
    """Whether the name of a file was made from a title, with a number behind it or without."""
    name = free_path(path.parent / ".nowhere", title).name.removesuffix(SUFFIX)
    stem = path.name.removesuffix(SUFFIX)
    start, _, number = stem.rpartition("-")
    return stem == name or (start == name and number.isdigit())
