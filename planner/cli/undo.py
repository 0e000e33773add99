"""`planner undo`: the last run that wrote many files, taken back in one step."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import add_library
from planner.cli.output import CommandError, complain, say
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.library.runs import Run

DESCRIPTION = """\
Take the last run of derive, rebase or a product change back, in one step: all of
its files are again what they were, or, where one of them was changed since, nothing
is. Used again, it takes back the run before that one; --redo goes the other way. The
last ten runs of a folder are kept. Without FOLDER it is the newest run of yours in or
below your library, in the current folder or in a folder right in it. Exit codes: 0, or
1 where there is nothing to undo or --preview finds files that were changed since, or 2
where it was refused."""
EXAMPLE = "  planner undo --preview"

MOST_LISTED = 10
_BACK = {"added": "removed", "changed": "changed back", "removed": "brought back"}
_AGAIN = {"added": "removed again", "changed": "changed again", "removed": "written again"}
"""What happens to a file, by what the run that is taken back did to it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `undo` takes."""
    parser.add_argument(
        "folder", metavar="FOLDER", nargs="?", type=Path, help="only runs in or below this folder"
    )
    parser.add_argument(
        "--preview", action="store_true", help="list every file that would change, and change none"
    )
    parser.add_argument(
        "--redo", action="store_true", help="do again what the last undo has taken back"
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Take a run back, say so, and return the exit code."""
    named = _named_folder(options)
    found = _newest(named, redo=options.redo)
    if found is None:
        word = "redo" if options.redo else "undo"
        message = f"nothing to {word}: no run {_where(named)}"
        if options.preview:
            say(message)
        else:
            complain(message)
        return 1
    return _preview(found, options.redo) if options.preview else _undo(found, options.redo)


def _undo(found: Run, redo: bool) -> int:
    from planner.cli.progress import finished_first
    from planner.library.runs import SaveError, UndoRefusedError, undo_run

    try:
        with finished_first():
            undone = undo_run(found)
    except UndoRefusedError as problem:
        if not problem.files:
            raise CommandError(str(problem)) from problem
        _complain_of(problem.files)
        raise CommandError(
            f"not {'done again' if redo else 'undone'}, because of"
            f" {counted(len(problem.files), 'file')}; nothing was changed. As before that run,"
            f" files are in {found.kept_folder}: take back by hand what is to go back"
        ) from problem
    except SaveError as problem:
        raise CommandError(str(problem)) from problem
    _tell(found, "Done again" if redo else "Undone", redo, MOST_LISTED)
    option = "" if redo else " --redo"
    say(f"To go back: planner undo{option} {visible(shlex.quote(str(found.folder)))}")
    for note in undone.notes:
        complain(note)
    return 0


def _preview(found: Run, redo: bool) -> int:
    from planner.library.runs import changed_since

    _tell(found, "Would do again" if redo else "Would undo", redo, len(found.files))
    differing = changed_since(found)
    _complain_of(differing)
    if differing:
        complain(f"it would be refused, because of {counted(len(differing), 'file')}")
    return 1 if differing else 0


def _named_folder(options: argparse.Namespace) -> Path | None:
    """Return the folder in and below which to look for runs; None where none was named.

    Raises:
        CommandError: there is no such folder.
    """
    from planner.library.exchange import stopped_halfway
    from planner.library.paths import library_folder

    named: Path | None = options.folder
    library: str | None = getattr(options, "library", None)
    if named is None and library is None:
        return None
    folder = named if named is not None else library_folder(Path(library or ""))
    try:
        is_folder, halfway = folder.is_dir(), stopped_halfway(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        is_folder, halfway = False, None
    if not is_folder:
        raise CommandError(halfway or f"{folder}: no such folder; name one that holds plans")
    return folder


def _newest(named: Path | None, *, redo: bool) -> Run | None:
    """Return the run that is meant, or None.

    Raises:
        CommandError: the folder of the run was copied with its record, so either may be meant.
    """
    from planner.library.runs import last_of, last_undone_of

    last = last_undone_of if redo else last_of
    places = _runs(named)
    found = max(filter(None, map(last, places)), key=lambda run: run.id, default=None)
    if found is None:
        return None
    same = {run.folder.resolve(): run for runs in places for run in runs if run.id == found.id}
    if len(same) == 1:
        return found
    if named is not None and named.resolve() in same:  # a copy lies in the folder that it is of
        own = last(run for runs in places for run in runs if run.folder == named)
        if own is not None:
            return own
    shown = listed(sorted(_shown(run.folder) for run in same.values()))
    raise CommandError(
        f"one run is recorded in {counted(len(same), 'folder')}, as where one is a copy of another:"
        f" {shown}; name the folder that is meant: planner undo FOLDER. Nothing was changed"
    )


def _runs(named: Path | None) -> list[list[Run]]:
    """Return the runs of each place to look in, the newest first.

    Where no folder is named, nothing that somebody else has put somewhere is found by chance.
    """
    from planner.library.paths import library_folder
    from planner.library.runs import is_of_user, runs_below, runs_near

    if named is not None:
        return [runs_below(named)]
    places = runs_below(library_folder()), runs_near(Path())
    return [[run for run in runs if is_of_user(run)] for runs in places]


def _where(named: Path | None) -> str:
    """Return where there is no run, for people."""
    from planner.library.paths import library_folder

    if named is not None:
        return f"in or below {_shown(named)}"
    return (
        f"of yours in or below {_shown(library_folder())}, in the current folder or right in"
        " one of its folders; for one elsewhere, name its folder"
    )


def _complain_of(files: Iterable[Path]) -> None:
    for path in files:
        complain(f"{path}: changed since that run")


def _shown(folder: Path) -> str:
    return "the current folder" if folder == Path() else visible(str(folder))


def _tell(found: Run, done: str, redo: bool, most: int) -> None:
    """Print what a run was, what becomes of its files, and so many of them by name."""
    words = _AGAIN if redo else _BACK
    what = found.what.removeprefix("undo of ") if redo else found.what
    say(f"{done}: {visible(what)}")
    on = found.on.astimezone().strftime("%Y-%m-%d %H:%M")
    say(f"  in {_shown(found.folder)}, {'undone' if redo else 'run'} on {on}")
    counts = [f"{found.count(did)} {words[did]}" for did in words if found.count(did)]
    say(f"  {counted(len(found.files), 'file')}: {listed(counts)}")
    for file in found.files[:most]:
        say(f"    {words[file.did]:13} {visible(file.name)}")
    if len(found.files) > most:
        say(f"    and {len(found.files) - most} more")
