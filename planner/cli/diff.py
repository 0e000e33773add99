"""`planner diff`: what differs between two regimens, in sentences; also for git."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import add_country
from planner.cli.output import CommandError, complain

if TYPE_CHECKING:
    from planner.cli.compared import Compared, Comparing, Side
    from planner.cli.diff_json import JsonPrinter
    from planner.cli.diff_text import TextPrinter

DESCRIPTION = """\
Say what differs between two regimens, in sentences: what is taken, when, totals a
day, and what Planner finds. Two folders are compared file by file, by their names;
- is standard input. How a file is written, its comments and its layout, makes no
difference. Nothing is said where nothing differs, and nothing is written. Exit
codes: 0 where nothing that is planned or found differs, 1 where something does,
2 where something could not be read."""
EXAMPLE = "  planner diff regimens/twice-daily-trial.toml evening.toml"

NO_FILES = frozenset({"/dev/null", os.devnull})
"""What stands for no file at all, for git on every system."""

_NAMELESS = NO_FILES | {"-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `diff` takes."""
    parser.add_argument("old", metavar="OLD", nargs="?", help="a regimen file or a folder")
    parser.add_argument("new", metavar="NEW", nargs="?", help="another one")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="sentences (default), or one JSON object",
    )
    parser.add_argument(
        "--last",
        metavar="FILE",
        help="compare a file with its last version that was kept when it was saved",
    )
    parser.add_argument(
        "--git",
        nargs=argparse.REMAINDER,
        metavar="ARGUMENT",
        help="compare as git asks: git config diff.planner.command 'planner diff --git'",
    )
    parser.add_argument(
        "--textconv",
        metavar="FILE",
        help="a file as sentences, one a fact, of which git makes a diff",
    )
    add_country(parser)


def run(options: argparse.Namespace) -> int:
    """Compare what was named and return the exit code."""
    if options.git is not None:
        from planner.cli.diff_git import run_for_git

        return run_for_git(options)
    if options.textconv is not None:
        from planner.cli.diff_git import print_facts

        return print_facts(options)
    from planner.cli.compared import Comparing

    _require_two(options)
    comparing = Comparing(options)
    if options.last is not None:
        return _tell(_with_last(Path(options.last), comparing), comparing, options.format)
    old, new = Path(options.old), Path(options.new)
    if _is_folder(old) and _is_folder(new):
        from planner.cli.diff_folders import compare_folders

        return compare_folders(old, new, comparing, _printer(options.format, comparing))
    sides = [_side(each, comparing) for each in (_beside(old, new), _beside(new, old))]
    return _tell(comparing.compare(*sides), comparing, options.format)


def _require_two(options: argparse.Namespace) -> None:
    """Raise CommandError unless there are two things to be compared."""
    see = "see planner diff --help"
    if options.last is not None:
        if options.old is not None:
            raise CommandError(f"--last takes one file, and nothing beside it; {see}")
        return
    if not options.old or not options.new:
        named = f"{options.old} with what?" if options.old else "compare what?"
        raise CommandError(f"{named} Name two regimen files, or two folders; {see}")
    if options.old == options.new == "-":
        raise CommandError("only one of the two can be standard input (-)")


def _is_folder(path: Path) -> bool:
    return path.is_dir()


def _beside(path: Path, other: Path) -> Path:
    """Return the file that is meant: in a folder, the one that is called as the other is.

    Raises:
        CommandError: there is no other file that it could be called as.
    """
    if not _is_folder(path):
        return path
    if str(other) in _NAMELESS or not other.exists():
        raise CommandError(f"{other}: there is no such file or folder to compare {path} with")
    return path / other.name


def _side(path: Path, comparing: Comparing) -> Side | None:
    return None if str(path) in NO_FILES else comparing.side(path)


def _with_last(path: Path, comparing: Comparing) -> Compared:
    """Return what differs between the last version of a file that was kept, and the file.

    Raises:
        CommandError: none was kept.
    """
    from planner.library.inbox import kept_versions

    now = comparing.side(path)
    last = next(kept_versions(path), None)
    if last is None:
        raise CommandError(
            f"{path}: no earlier version is kept; Planner keeps one whenever it saves the file"
        )
    then = comparing.read(f"{path} as last kept", last, path)
    return comparing.compare(then, now)


def _tell(found: Compared, comparing: Comparing, form: str) -> int:
    """Print what differs between two files and return the exit code.

    Raises:
        CommandError: they are not of one kind.
    """
    if found.not_comparable:
        raise CommandError(found.not_comparable)
    for side in found.unreadable:
        for line in side.problem_lines():
            complain(line)
    _printer(form, comparing).pair(found)
    if found.unreadable or comparing.judging.failed:
        return 2
    return 1 if found.differs else 0


def _printer(form: str, comparing: Comparing) -> JsonPrinter | TextPrinter:
    if form == "json":
        from planner.cli.diff_json import JsonPrinter

        return JsonPrinter(comparing.version)
    from planner.cli.diff_text import TextPrinter

    return TextPrinter()
