"""`planner import`: what somebody shared, copied into the library under a free name."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.open import received_file
from planner.cli.options import add_library
from planner.cli.output import CommandError, complain, say
from planner.wording import visible

if TYPE_CHECKING:
    from planner.export.received import Received
    from planner.regimen.reading import Reading

DESCRIPTION = """\
Copy a regimen that somebody shared, from the web page that planner export makes or
from a regimen file, into your library and print its path. It gets a free name made
of its title; nothing is ever overwritten. Look at it with planner open first. Exit
codes: 0, or 1 where the plan was changed after its sheet was made, or was judged for
somebody under age whose age was left out, or 2 where it was not copied because it
cannot be read whole."""
EXAMPLE = "  planner import regimens/evening-of-the-articles.toml --library mine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `import` takes."""
    parser.add_argument("path", metavar="FILE", type=Path, help="a web page or a regimen file")
    parser.add_argument(
        "--title", metavar="TITLE", help="another title than the sender's, 1 to 120 characters"
    )
    parser.add_argument(
        "--again", action="store_true", help="copy it even where the library holds the same plan"
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Copy the regimen, print its path, and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.library.atomic import SaveError
    from planner.library.inbox import Inbox, take_in
    from planner.library.paths import library_folder

    received = received_file(options.path)
    reading = _whole(options.path, received)
    data, title = received.data, reading.title or ""
    if options.title is not None:
        data, title = _titled(reading, options.title), options.title
    named = getattr(options, "library", None)
    library = library_folder(Path(named) if named else None)
    known = [] if options.again else Inbox(library, load_catalogue()).holding(received.digest)
    if known:
        say(
            f"{visible(str(known[0]))} is this plan already; nothing was copied."
            " To have it twice: --again"
        )
        return 0
    try:
        path = take_in(library, title, data)
    except SaveError as problem:
        raise CommandError(str(problem)) from problem
    say(visible(str(path)))
    warnings = list(_warnings(received))
    for words in warnings:
        complain(words)
    return 1 if warnings else 0


def _warnings(received: Received) -> Iterator[str]:
    from planner.export.opened import link_words, minor_words

    if received.is_changed:
        yield "the plan was changed after its sheet was made; ask its sender, and check it"
    for words in (minor_words(received), link_words(received)):
        if words:
            yield words


def _whole(path: Path, received: Received) -> Reading:
    """Return what was read.

    Raises:
        CommandError: not all of it could be read, so that a copy would be another plan.
    """
    reading = received.reading
    if reading.whole:
        return reading
    problem = reading.problems[0]
    key = ".".join(map(str, problem.key))
    line = reading.line(problem.line, problem.key)
    said = f"{key}: {problem.message}" if key else problem.message
    raise CommandError(
        f"{visible(str(path))}: not copied: the plan in it cannot be read whole: line {line}:"
        f" {said}"
    )


def _titled(reading: Reading, title: str) -> bytes:
    """Return a regimen with another title, its comments and layout kept.

    Raises:
        CommandError: it is no title, or the layout is too unusual to be changed.
    """
    from planner.cli.new import blank
    from planner.regimen import edits
    from planner.regimen.patching import patched

    blank(title, None, None)  # refuses what is no title
    assert reading.regimen is not None  # it was read whole
    text = patched(reading.text, edits.with_title(reading.regimen, title))
    if text is None:
        raise CommandError(
            "its layout is too unusual to change the title in it; copy it without --title"
        )
    return text.encode()
