"""`planner due`: plans past their length or review, and packs that run out."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import CountrySetting, add_library
from planner.cli.output import CommandError, complain
from planner.wording import quoted

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.due import Due, Span
    from planner.judge.findings import Verdict
    from planner.regimen.reading import Reading

DESCRIPTION = """\
List what is due: plans whose planned length is over, plans that go on for longer
than use of a substance is documented, and packs that run out. What is due already
comes first, then what becomes due within --within DAYS, by date, one line a plan.
Weeks count from the start of a plan; without one, from the day on which it was
first shared, as in its calendar. Packs are counted one after the other from that
day on. Templates are left out. Nothing is ever written. Exit codes: 0 where nothing
is due, 1 where something is, 2 where a file holds errors and was not looked at."""
EXAMPLE = "  planner due regimens --within 30 --on 2027-01-04"

WITHIN = 14
"""Days ahead that are looked at where nobody says: two weekly rounds."""
FARTHEST = 3650

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,4}", re.ASCII)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `due` takes."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        type=Path,
        help="a file or a folder (default: your library)",
    )
    parser.add_argument(
        "--within",
        metavar="DAYS",
        default=str(WITHIN),
        help=f"how far to look ahead, 0 to {FARTHEST} (default: {WITHIN})",
    )
    parser.add_argument(
        "--on", metavar="DATE", help="the day that counts as today, such as 2026-12-01"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "csv"),
        default="text",
        help="lines of text (default), one JSON object, or a table for a spreadsheet",
    )
    add_library(parser)


@dataclass(frozen=True, slots=True)
class DueRegimen:
    """One regimen of which something is due."""

    path: Path
    title: str | None
    begins: date
    shared: bool
    """Whether it names no start, so that it begins on the day on which it was first shared."""
    due: tuple[Due, ...]
    """The earliest first; never empty."""


@dataclass(slots=True)
class Round:
    """What one look at many regimens gave."""

    span: Span
    within: int
    regimens: int = 0
    """All that were looked at or should have been; templates are none."""
    templates: int = 0
    past: list[DueRegimen] = field(default_factory=list)
    coming: list[DueRegimen] = field(default_factory=list)
    without_start: list[Path] = field(default_factory=list)
    endless: list[Path] = field(default_factory=list)
    """Those without a length, which never come to a review by themselves."""
    supply_unknown: list[tuple[Path, str, str]] = field(default_factory=list)
    """(file, product, reason) of each that is taken and of which no supply can be said."""
    not_looked_at: list[tuple[Path, int, str]] = field(default_factory=list)
    """(file, line, first error) of each that holds errors."""

    @property
    def nothing(self) -> int:
        """How many regimens have nothing due."""
        told = len(self.past) + len(self.coming) + len(self.without_start)
        return self.regimens - told - len(self.not_looked_at)

    def add(self, regimen: DueRegimen) -> None:
        """Put a regimen where it belongs, by what is due first."""
        (self.past if regimen.due[0].days <= 0 else self.coming).append(regimen)


def run(options: argparse.Namespace) -> int:
    """List what is due and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.cli.catalogues import Catalogues
    from planner.cli.progress import with_progress
    from planner.judge.due import Span

    today = _today() if options.on is None else _day(options.on)
    within = _days(options.within)
    found = Round(Span(today, _after(today, within)), within)
    catalogues = Catalogues(load_catalogue())
    files, missing = _files(options)
    for path in with_progress(files, "Looking at plans"):
        _look_at(path, catalogues.of(path), found)
    for group in (found.past, found.coming):
        group.sort(key=lambda each: (each.due[0].on, each.path))
    _print(found, options.format, catalogues.shipped)
    if missing or catalogues.failed or found.not_looked_at:
        return 2
    return 1 if found.past or found.coming else 0


def _today() -> date:
    return datetime.now(UTC).astimezone().date()


def _day(text: str) -> date:
    """Return the day that is to count as today.

    Raises:
        CommandError: it is none.
    """
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
        why = "expected a date such as 2026-12-01, year, month and day"
    except ValueError:
        why = "there is no such day"
    raise CommandError(f"--on {quoted(text)}: {why}")


def _days(text: str) -> int:
    """Return how many days are looked ahead.

    Raises:
        CommandError: it is no such number.
    """
    if _WHOLE.fullmatch(text) and int(text) <= FARTHEST:
        return int(text)
    raise CommandError(
        f"--within {quoted(text)}: expected a whole number of days, 0 to {FARTHEST:,}, such as"
        f" {WITHIN}"
    )


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def _files(options: argparse.Namespace) -> tuple[list[Path], bool]:
    """Return the files that are meant, each once, and whether a folder held none.

    Raises:
        CommandError: there is no library yet.
    """
    from planner.library.listing import expand
    from planner.library.paths import library_folder

    paths = options.paths
    if not paths:
        library = getattr(options, "library", None)
        folder = library_folder(Path(library) if library else None)
        if not folder.exists():
            raise CommandError(
                f"{folder}: there is no library yet; name a file or folder, or give --library DIR"
            )
        paths = [folder]
    files: dict[Path, None] = {}
    missing = False
    for path in paths:
        found = list(expand([path]))
        files |= dict.fromkeys(found)
        if not found:
            complain(f"{path}: no *.toml file in this folder")
            missing = True
    return list(files), missing


def _look_at(path: Path, catalogue: Catalogue, found: Round) -> None:
    """Add one file to what was found."""
    from planner.cli.check import check_file
    from planner.judge.due import dates_of

    # of whose limits they are nothing here depends, so that no setting is read
    checked = check_file(path, catalogue, CountrySetting(catalogue.default_country, catalogue))
    reading, verdict = checked.reading, checked.verdict
    regimen = reading.regimen
    if regimen is not None and regimen.template is not None:
        found.templates += 1
        return
    found.regimens += 1
    if regimen is None or verdict.status == "invalid":
        found.not_looked_at.append((path, *_first_error(reading, verdict)))
        return
    begins = regimen.start or _first_shared(path)
    if begins is None:
        found.without_start.append(path)
        return
    dates = dates_of(regimen, verdict, catalogue, begins, found.span)
    if dates.due:
        found.add(DueRegimen(path, reading.title, begins, regimen.start is None, dates.due))
    if dates.endless:
        found.endless.append(path)
    found.supply_unknown += [(path, *each) for each in dates.supply_unknown]


def _first_error(reading: Reading, verdict: Verdict) -> tuple[int, str]:
    """Return the line and the message of the first error, which is the most severe finding."""
    first = verdict.findings[0]
    where = f"{first.key}: " if first.key else ""
    return reading.line(first.line, first.path), f"{where}{first.message}"


def _first_shared(path: Path) -> date | None:
    """Return the day on which a plan was first shared, from which its weeks count without a start.

    Its calendar counts from that day, too.
    """
    from planner.library.atomic import SaveError
    from planner.library.sent import read_record

    try:
        record = read_record(path)
    except SaveError as problem:
        complain(str(problem))
        return None
    return record.versions[0].on if record and record.versions else None


def _print(found: Round, form: str, catalogue: Catalogue) -> None:
    if form == "text":
        from planner.cli.due_text import print_text

        print_text(found)
    elif form == "json":
        from planner.cli.due_data import print_json

        print_json(found, catalogue.version)
    else:
        from planner.cli.due_data import print_csv

        print_csv(found)
