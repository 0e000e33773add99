"""`planner build`: an evening put together line by line, for screen readers, braille and pipes."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.catalogues import Catalogues
from planner.cli.options import CountrySetting, add_country, add_library, country_option
from planner.cli.output import CommandError, complain, say
from planner.wording import counted, quoted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.cli.build_dialogue import How
    from planner.cli.build_evening import Session
    from planner.document import Document

DESCRIPTION = """\
Put an evening together line by line, without a screen: for screen readers, braille
displays and scripts. It asks what the screen asks, understands the same answers,
says the same verdicts and saves the same file. `planner build FILE` goes on with a
file. Answers can be piped in; then only the last line, what was saved, goes to
standard output. Type a question mark at any question. Exit codes: 0 saved or
nothing changed, 2 not saved."""
EXAMPLE = "  planner build --commands"

BEDTIME = "22:30"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `build` takes."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, nargs="?", help="a regimen file to go on with"
    )
    parser.add_argument("--title", metavar="TITLE", help="1 to 120 characters")
    parser.add_argument("--bedtime", metavar="TIME", help="such as 22:30 or 10:30 pm")
    parser.add_argument("-o", "--output", metavar="PATH", type=Path, help="where to save it")
    parser.add_argument("--commands", action="store_true", help="list what can be typed, and end")
    add_library(parser)
    add_country(parser)


def run(options: argparse.Namespace) -> int:
    """Hold the conversation and return the exit code."""
    if options.commands:
        from planner.cli.build_commands import commands_help

        for line in commands_help():
            say(line)
        return 0
    from planner.catalogue import load_catalogue
    from planner.cli.build_dialogue import Dialogue, Ended, How
    from planner.cli.build_evening import Session
    from planner.library.paths import library_folder

    if sys.stdin is None:
        raise CommandError("there is no standard input to read answers from")
    library = getattr(options, "library", None)
    folder = library_folder(Path(library) if library else None)
    catalogues = Catalogues(load_catalogue())
    catalogue = catalogues.of(options.file or options.output or folder / "evening.toml")
    if catalogues.failed:
        raise CommandError("own figures cannot be used: mend them first, or move them away")
    document = _document(options, catalogue)
    told = sys.stdout if sys.stdout.isatty() else sys.stderr
    session = Session(Dialogue(sys.stdin, told), document, folder=folder, output=options.output)
    try:
        session.run()
    except Ended as end:
        return _farewell(session, end.how)
    except KeyboardInterrupt:
        return _farewell(session, How.INTERRUPTED)
    except Exception:
        _keep_draft(document, folder)
        raise
    return 0


def _document(options: argparse.Namespace, catalogue: Catalogue) -> Document:
    """Return the evening to begin with: a blank one, or that of a file."""
    from planner.clock import TimeError, parse_time_of_day
    from planner.document import Document
    from planner.regimen import edits
    from planner.regimen.reading import Reading

    # The setting is needed for files that name a country too, for it may be taken out.
    setting = CountrySetting(country_option(options, catalogue), catalogue)
    if options.file is None:
        from planner.cli.build_telling import NEW_TITLE
        from planner.cli.new import blank

        regimen = blank(
            NEW_TITLE if options.title is None else options.title,
            BEDTIME if options.bedtime is None else options.bedtime,
            None,
        )
        return Document(regimen, catalogue, country=setting.for_(Reading(None, regimen)))
    document = _opened(options.file, catalogue, setting)
    if options.title is not None:
        from planner.cli.build_reading import read_title

        try:
            title = read_title(options.title)
        except ValueError as problem:
            raise CommandError(f"title: {problem}") from None
        document.apply(edits.with_title(document.regimen, title), "change the title")
    if options.bedtime is not None:
        try:
            bedtime = parse_time_of_day(options.bedtime)
        except TimeError as problem:
            raise CommandError(f"bedtime: {problem}") from None
        document.apply(edits.with_bedtime(document.regimen, bedtime), "change the bedtime")
    return document


def _opened(path: Path, catalogue: Catalogue, setting: CountrySetting) -> Document:
    """Return the document of a file; one with problems is told, never edited."""
    from planner.cli.build_telling import NEW_TITLE
    from planner.document import Document, NotWholeError
    from planner.judge import judge_reading
    from planner.judge.findings import key_text
    from planner.library.home import read_regimen
    from planner.regimen.models import Regimen
    from planner.regimen.reading import Reading

    if not path.exists():
        raise CommandError(
            f"{path}: there is no such file; planner build -o {shlex.quote(str(path))} starts it"
        )
    reading = read_regimen(path)
    country = setting.for_(Reading(None, Regimen(title=NEW_TITLE)))
    try:
        return Document.of_reading(reading, catalogue, country)
    except NotWholeError:
        pass
    for row in judge_reading(reading, catalogue, country).findings:
        if row.severity.rank == 0:
            complain(f"{path}:{reading.line(row.line, row.path)}: {row.message}")
    for key in sorted(reading.unfilled, key=str):
        complain(f"{path}: {key_text(key)} has no value yet")
    if reading.unfilled and not reading.problems:
        number = counted(len(reading.unfilled), "field")
        raise CommandError(
            f"{path} is a template with {number} to be filled; write them in a copy of the file,"
            " with a text editor, then that can be opened"
        )
    raise CommandError(
        f"{path} cannot be opened: saving it would lose what cannot be read; mend it first, with a"
        " text editor"
    )


def _farewell(session: Session, how: How) -> int:
    """Say what was saved and what was not, and return the exit code."""
    from planner.cli.build_dialogue import How
    from planner.cli.main import INTERRUPTED, UNUSABLE

    if session.saving.summary and not sys.stdout.isatty():
        say(session.saving.summary)
    unsaved = _unsaved(session)
    if unsaved:
        complain(unsaved)
        return INTERRUPTED if how is How.INTERRUPTED else UNUSABLE
    return INTERRUPTED if how is How.INTERRUPTED else 0


def _unsaved(session: Session) -> str:
    """Return what no file holds; empty where everything is saved, or nothing was changed."""
    document = session.document
    parts = []
    if document.dirty:
        entries = counted(len(document.regimen.entries), "entry", "entries")
        parts.append(f"{quoted(document.regimen.title)} with {entries}")
    if session.typing:
        parts.append(session.typing)
    if not parts:
        return ""
    target = session.saving.target
    kept = "no file was written"
    if target is not None:
        kept = f"{visible(str(target))} is as it was"
    return f"not saved: {' and '.join(parts)}; {kept}"


def _keep_draft(document: Document, folder: Path) -> None:
    """Save unsaved changes beside the regimens after a fault of Planner itself."""
    from planner.library.listing import free_path

    if document.dirty:
        path = document.save(free_path(folder, f"{document.regimen.title} draft")).path
        complain(f"the unsaved evening was kept as {path}")
