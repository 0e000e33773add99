"""Two things to be compared: files of two folders by their names, and what a pipe hands over.

Nothing here writes.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from planner.library.home import catalogue_home_of, home_of
from planner.library.listing import survey
from planner.regimen.reading import LARGEST_FILE, file_bytes


class Pair(NamedTuple):
    """A regimen file of one folder, and that of the same name in another."""

    name: str
    """Its path within either folder."""
    old: Path | None
    """None where only the new folder has it."""
    new: Path | None

    @property
    def is_same(self) -> bool:
        """Whether both are certainly the same plan: the same bytes, with the same lent to both."""
        if self.old is None or self.new is None:
            return False
        if any(lent(self.old) != lent(self.new) for lent in (home_of, catalogue_home_of)):
            return False
        try:
            return file_bytes(self.old) == file_bytes(self.new)
        except (OSError, ValueError):
            return False  # reading it says why


class Pairs(NamedTuple):
    """The regimen files of two folders."""

    pairs: tuple[Pair, ...]
    unreadable: tuple[Path, ...]
    """Folders in them that cannot be read, so that their regimens are not compared."""


def pairs_of(old: Path, new: Path) -> Pairs:
    """Return the regimen files of two folders, those of the same name within it as one pair.

    Raises:
        OSError: one of the folders cannot be read.
    """
    there, here = survey(old), survey(new)
    before = {path.relative_to(old): path for path in there.files}
    after = {path.relative_to(new): path for path in here.files}
    names = sorted(
        {*before, *after}, key=lambda name: [os.path.normcase(each) for each in name.parts]
    )
    pairs = (Pair(str(name), before.get(name), after.get(name)) for name in names)
    return Pairs(tuple(pairs), (*there.unreadable, *here.unreadable))


def piped_bytes(path: Path) -> bytes | None:
    """Return what comes through a pipe that a path names; None where it names none.

    A shell hands over the output of a command as one (`<(git show HEAD:evening.toml)`). At most one
    byte more is read than a regimen may have.

    Raises:
        OSError: it cannot be read.
    """
    try:
        if not stat.S_ISFIFO(path.stat().st_mode):
            return None
    except (OSError, ValueError):
        return None  # reading it as a file says why
    with path.open("rb") as pipe:
        return pipe.read(LARGEST_FILE + 1)
