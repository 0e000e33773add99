"""Differences as git asks for them: as its external diff, and as its textconv.

Both also meet TOML files that are no regimens: of those git gets what it would have made itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planner.cli.diff import NO_FILES
from planner.cli.output import CommandError, Style, complain, say, spaced
from planner.wording import visible

if TYPE_CHECKING:
    from planner.cli.compared import Comparing, Side
    from planner.cli.diff_text import Line
    from planner.regimen.reading import Reading

_HOW = "git config diff.planner.command 'planner diff --git'"
_FEWEST = 7
"""Arguments that git gives for a file; with the two of a renamed one it is nine."""
_MOST_BYTES = 64 * 1024 * 1024


class _Call(NamedTuple):
    """What git says when it asks for a diff of one file."""

    path: str
    """Its path in the working tree; where it was renamed, the one before."""
    old: bytes | None
    """What it held; None where there was none."""
    new: bytes | None
    old_mode: str
    new_mode: str
    renamed: str | None

    @property
    def heading(self) -> str:
        """The path, and what it is called now."""
        name = visible(self.path)
        return f"{name} -> {visible(self.renamed)}" if self.renamed else name

    @property
    def new_path(self) -> str:
        """The path that the file has now."""
        return self.renamed or self.path

    @property
    def mode_words(self) -> str:
        """A change of the mode, in words; empty where there is none."""
        if None in (self.old, self.new) or self.old_mode == self.new_mode:
            return ""
        return f"mode: {visible(self.old_mode)} becomes {visible(self.new_mode)}"


def run_for_git(options: argparse.Namespace) -> int:
    """Print a diff for git; the exit code is 0 whatever differs, or git would stop.

    Raises:
        CommandError: the arguments are not those that git gives.
    """
    arguments: Sequence[str] = options.git
    if len(arguments) == 1:
        say(f"* Unmerged path {visible(arguments[0])}")
        return 0
    if len(arguments) < _FEWEST:
        raise CommandError(f"--git is for git, which gives it seven arguments: {_HOW}")
    path, old, _, old_mode, new, _, new_mode = arguments[:_FEWEST]
    renamed = arguments[_FEWEST] if len(arguments) > _FEWEST else None
    call = _Call(path, _content(old), _content(new), old_mode, new_mode, renamed)
    try:
        _print(call, options)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough; git would call another code a failure
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return 0


def print_facts(options: argparse.Namespace) -> int:
    """Print a regimen as one sentence a fact, for git to compare; any other file as it is."""
    from planner.cli.compared import Comparing
    from planner.regimen.differences import reading_facts

    path = Path(options.textconv)
    data = _content(str(path)) or b""
    side = Comparing(options).read(str(path), _reading(data, str(path)), path)
    if not side.is_ours or side.label is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return 0
    for fact in reading_facts(side.reading, side.catalogue).facts.values():
        say(spaced(fact.sentence))
    return 0


def _content(path: str) -> bytes | None:
    """Return what a file holds that git names; None where it names none.

    Raises:
        CommandError: it cannot be read.
    """
    from planner.regimen.reading import file_bytes

    if path in NO_FILES:
        return None
    try:
        return file_bytes(Path(path), _MOST_BYTES)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise CommandError(f"{path}: cannot be read: {reason}") from None


def _print(call: _Call, options: argparse.Namespace) -> None:
    from planner.cli.compared import Comparing
    from planner.cli.diff_text import Line, TextPrinter

    style = _style()
    lines = _sentences(call, Comparing(options))
    if lines is not None:
        lines = [*([Line(call.mode_words)] if call.mode_words else []), *lines]
        if call.renamed and not lines:
            lines = [Line("renamed; nothing else of it differs")]
        TextPrinter(style).told(call.heading, lines)
        return
    from planner.cli.text_diff import text_diff

    if call.mode_words:
        say(f"{call.heading}: {call.mode_words}")
    for row in text_diff(call.old, call.new, (call.path, call.new_path), style):
        say(row)


def _style() -> Style:
    """Return colours where git shows what is printed on a terminal, through a pager or not."""
    if os.environ.get("GIT_PAGER_IN_USE") != "true":
        return Style()
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb"
    return Style(coloured=not is_plain)


def _sentences(call: _Call, comparing: Comparing) -> list[Line] | None:
    """Return what differs in sentences; None where one of the two is no regimen, and no label."""
    from planner.cli.diff_text import lines_of

    old = _side(call.old, call.path, comparing)
    new = _side(call.new, call.new_path, comparing)
    sides = [each for each in (old, new) if each is not None]
    if all(each.is_ours for each in sides) and len({each.label is None for each in sides}) == 1:
        return list(lines_of(comparing.compare(old, new)))
    if any(each.is_ours for each in sides):
        for side in sides:
            if not side.is_read:
                complain(f"{next(side.problem_lines())}; it is compared as text")
    return None


def _side(data: bytes | None, path: str, comparing: Comparing) -> Side | None:
    return None if data is None else comparing.read(path, _reading(data, path), Path(path))


def _reading(data: bytes, path: str) -> Reading:
    from planner.library.home import with_shelf
    from planner.regimen.reading import read_bytes

    return with_shelf(read_bytes(data, Path(path)), Path(path))
