"""Renaming, archiving and deleting regimen files: nothing is overwritten, all can be undone."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.library.atomic import SaveError, refusals
from planner.library.listing import SUFFIX, free_path
from planner.library.store import save
from planner.regimen import edits
from planner.regimen.reading import read_file
from planner.wording import visible

ARCHIVE = ".archive"
TRASH = ".trash"


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that was done, and what takes it back."""

    what: str
    undo: Callable[[], Path]


class Moves:
    """The moves of one sitting in a library, newest last; each can be taken back."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._steps: list[_Step] = []

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

        The file moves along where its name was made from the old title. One that cannot be read is
        only renamed.

        Raises:
            SaveError: it cannot be written or moved.
        """
        reading = read_file(path)
        regimen = reading.regimen
        if regimen is None or not reading.whole:
            return self._move(path, free_path(path.parent, title), f"rename {path.name}")
        old = regimen.title
        save(edits.with_title(regimen, title), path, digest=reading.digest)
        target = path
        if _made_from(path, old):
            target = move(path, free_path(path.parent, title))

        def undo() -> Path:
            now = read_file(target)
            if now.regimen is not None and now.whole:
                save(edits.with_title(now.regimen, old), target, digest=now.digest)
            return move(target, _free(path)) if target != path else target

        self._steps.append(_Step(f"rename {visible(old)}", undo))
        return target

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
        target = move(path, _free(wanted))
        self._steps.append(_Step(visible(what), lambda: move(target, _free(path))))
        return target


def move(source: Path, target: Path) -> Path:
    """Move a file to a place that nothing has; a symbolic link is moved as one.

    Raises:
        SaveError: the place is taken, or the system refused; the file is still where it was.
    """
    with refusals(source):
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
            return target
        source.unlink()
    return target


def _free(wanted: Path) -> Path:
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
