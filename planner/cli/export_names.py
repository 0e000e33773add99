"""Names from a private file on exports: read once, shown with the person, missing ones told."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.output import CommandError, complain
from planner.wording import counted, listed, quoted

if TYPE_CHECKING:
    from planner.library.names import Names
    from planner.library.sharing import Prepared

MOST_TOLD = 20
"""Problems of a file of names that are told at once."""


def add_names(parser: argparse.ArgumentParser) -> None:
    """Add `--names` to a command."""
    parser.add_argument(
        "--names",
        metavar="FILE",
        type=Path,
        help="with --with-person: a private CSV file with the columns code and name; each sheet"
        " tells the name that belongs to the code in person.name, while names of files, the"
        " manifest and the plan that goes along keep the code",
    )


def joining_asked(options: argparse.Namespace) -> Joining:
    """Return the names that were asked for.

    Raises:
        CommandError: they cannot be used.
    """
    path: Path | None = options.names
    if path is None:
        return Joining(None)
    if not options.with_person:
        raise CommandError(
            "--names tells who a plan is for, and the person stays out of an export unless it is"
            " asked for: add --with-person, which tells age, country and conditions too, or leave"
            " --names out"
        )
    from planner.library.names import NamesError, read_names, readable_by_others

    try:
        names = read_names(path)
    except NamesError as refused:
        for problem in refused.problems[:MOST_TOLD]:
            complain(problem)
        more = len(refused.problems) - MOST_TOLD
        also = f", and {counted(more, 'more problem')}" if more > 0 else ""
        raise CommandError(f"nothing was exported: mend {path} first{also}") from refused
    if readable_by_others(path):
        complain(
            f"{path}: everybody who uses this computer can read these names; chmod 600 keeps them"
            " to you"
        )
    if options.out is not None and _lies_in(path, options.out):
        complain(f"{path}: it lies in the folder of the exports; do not hand it on with them")
    return Joining(names)


def _lies_in(path: Path, folder: Path) -> bool:
    try:
        return folder.resolve() in path.resolve().parents
    except OSError:
        return False


class Joining:
    """Names that go with exports, and the regimens that have none."""

    def __init__(self, names: Names | None) -> None:
        """Take the names, or None where none were asked for."""
        self.names = names
        self._unknown: dict[str, str] = {}
        """Codes that the file does not have, each once however its letters are written."""
        self._nameless: list[Path] = []
        """Regimens that name no code."""
        self._of_code: dict[str, list[Path]] = {}
        """The regimens of each code, in small letters: two of one are told, one may be a slip."""

    @property
    def exit_code(self) -> int:
        """1 where a name that was asked for is missing, or stands on several sheets, else 0."""
        return 1 if self._unknown or self._nameless or self._shared else 0

    @property
    def _shared(self) -> dict[str, list[Path]]:
        return {code: paths for code, paths in self._of_code.items() if len(paths) > 1}

    def note(self, prepared: Prepared) -> None:
        """Keep in mind whether a regimen that was exported has a name."""
        if self.names is None:
            return
        person = prepared.sheet.regimen.person
        code = person.name if person else None
        if not code:
            self._nameless.append(prepared.path)
            return
        self._of_code.setdefault(code.casefold(), []).append(prepared.path)
        if self.names.name_of(code) is None:
            self._unknown.setdefault(code.casefold(), code)

    def finish(self) -> int:
        """Tell all that have no name at once, and return the exit code."""
        if self.names is not None and self._unknown:
            codes = counted(len(self._unknown), "code")
            complain(
                f"{self.names.path}: no row for {codes}, told on sheets instead of a name:"
                f" {listed(self._unknown.values())}"
            )
        if self._nameless:
            complain(
                f"{counted(len(self._nameless), 'regimen')} without a code (person.name), whose"
                f" sheets name nobody: {listed(map(str, self._nameless))}"
            )
        for code, paths in self._shared.items():
            complain(
                f"one name on the sheets of {counted(len(paths), 'regimen')}, for all have the code"
                f" {quoted(code)}: {listed(map(str, paths))}; look whether one is a slip"
            )
        return self.exit_code
