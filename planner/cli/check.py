"""`planner check`: judge files and folders, told finding by finding, or grouped over all files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planner.cli.catalogues import Catalogues
from planner.cli.options import CountrySetting, add_country, country_option
from planner.cli.output import CommandError, complain
from planner.wording import did_you_mean, listed, quoted

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Finding, Verdict
    from planner.judge.selecting import Selection
    from planner.regimen.reading import Reading

DESCRIPTION = """\
Judge regimen files, and all *.toml files in folders, at any depth. Every finding
is one line, `path:line: severity[code] message`; the last line counts. With
--summary the same finding of many regimens is one row, the worst first. Nothing
is ever written. Exit codes: 0 where all pass or only ask, 1 where something
warns (with --strict also where something asks), 2 where something could not be
read or used, a folder without regimen files included; the highest of all files.
With --only or --ignore only the findings that are told count for it; errors are
always told."""
EXAMPLE = (
    "  planner check --strict --country DE regimens/\n"
    "  planner check --summary regimens/\n"
    "  planner check --only above-upper-limit,caution regimens/\n"
    "  planner check --format csv regimens/"
)

STATUSES = ("pass", "ask", "warn", "invalid")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a file or a folder")
    parser.add_argument(
        "--format",
        choices=("text", "json", "csv"),
        default="text",
        help="lines of text (default), one JSON object, or CSV for a spreadsheet",
    )
    parser.add_argument(
        "--summary",
        action="store_true",
        help="one row for the same finding of many regimens, with how many have it",
    )
    parser.add_argument(
        "--only",
        metavar="CODE",
        action="append",
        default=[],
        help="tell findings of this code only, and errors; several with commas or by repeating"
        " it; warning, question and note stand for all of theirs",
    )
    parser.add_argument(
        "--ignore",
        metavar="CODE",
        action="append",
        default=[],
        help="leave out findings of this code, named as for --only",
    )
    parser.add_argument(
        "--strict", action="store_true", help="questions make the exit code 1, as warnings do"
    )
    parser.add_argument(
        "--shipped", action="store_true", help="the regimens that come with Planner"
    )
    add_country(parser)


@dataclass(frozen=True, slots=True)
class Checked:
    """One file with what reading and judging it gave."""

    path: Path
    reading: Reading
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """One file with the findings of it that are told."""

    checked: Checked
    findings: tuple[Finding, ...]

    @property
    def left_out(self) -> int:
        """How many findings are not told."""
        return len(self.checked.verdict.findings) - len(self.findings)

    @property
    def counting(self) -> str:
        """The status by the findings that are told, on which the exit code stands."""
        return replace(self.checked.verdict, findings=self.findings).status


@dataclass(slots=True)
class Summary:
    """What is counted over all files, in numbers that do not grow with them."""

    selection: Selection
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(STATUSES, 0))
    """How many regimens have which status, by all of their findings."""
    counting: set[str] = field(default_factory=set)
    """The statuses that the findings which are told come to."""
    not_checked: int = 0
    """How many entries were not checked, or not in full."""
    not_checked_in: int = 0
    """How many regimens have such entries."""
    templates: int = 0
    left_out: int = 0
    """How many findings are not told."""

    def add(self, told: Told) -> None:
        """Count one file."""
        verdict, regimen = told.checked.verdict, told.checked.reading.regimen
        not_checked = len(verdict.not_checked())
        self.counts[verdict.status] += 1
        self.counting.add(told.counting)
        self.not_checked += not_checked
        self.not_checked_in += bool(not_checked)
        self.templates += bool(regimen and regimen.template)
        self.left_out += told.left_out

    @property
    def left_out_by(self) -> str:
        """The options by which findings are left out: `--only and --ignore`."""
        asked = {"--only": self.selection.only, "--ignore": self.selection.ignored}
        return listed(option for option, codes in asked.items() if codes)


class Printer(Protocol):
    """Prints files as they are judged, so that memory does not grow with their number."""

    def begin(self) -> None:
        """Print what comes first."""

    def add(self, told: Told) -> None:
        """Print one file."""

    def end(self, summary: Summary) -> None:
        """Print what comes last."""


def run(options: argparse.Namespace) -> int:
    """Judge the files and return the exit code."""
    from planner.catalogue import load_catalogue

    if not options.paths and not options.shipped:
        raise CommandError(
            "check what? Name a file or folder, or --shipped; see planner check --help"
        )
    selection = _selection(options)
    catalogue = load_catalogue()
    catalogues = Catalogues(catalogue)
    setting = CountrySetting(country_option(options, catalogue), catalogue)
    printer = _printer(options, catalogue)
    summary = Summary(selection)
    files = _Files(options.paths, shipped=options.shipped)
    printer.begin()
    for path in _watched(files, in_the_end=options.summary):
        checked = check_file(path, catalogues.of(path), setting)
        told = Told(checked, selection.of(checked.verdict.findings))
        summary.add(told)
        printer.add(told)
    printer.end(summary)
    code = exit_code(summary.counting, strict=options.strict)
    return 2 if files.some_empty or catalogues.failed else code


def exit_code(statuses: Iterable[str], *, strict: bool = False) -> int:
    """Return the highest exit code of some statuses."""
    codes = {"pass": 0, "ask": 1 if strict else 0, "warn": 1, "invalid": 2}
    return max((codes[status] for status in statuses), default=0)


def check_file(path: Path, catalogue: Catalogue, setting: CountrySetting) -> Checked:
    """Read and judge one file; a mistake of Planner itself is told as a finding of the file."""
    from planner.judge import judge_reading
    from planner.library.home import read_regimen
    from planner.regimen.problems import Problem
    from planner.regimen.reading import INVALID_FILE, Reading

    try:
        reading = read_regimen(path)
        country = setting.for_(reading)
        return Checked(path, reading, judge_reading(reading, catalogue, country))
    except (OSError, CommandError):
        raise
    except Exception as problem:  # one file never stops the others
        from planner.cli.main import internal

        message = f"could not be judged: {internal(problem)}"
        reading = Reading(path, None, (Problem(INVALID_FILE, (), message, 1),))
        return Checked(path, reading, judge_reading(reading, catalogue))


def _selection(options: argparse.Namespace) -> Selection:
    """Return which findings are told.

    Raises:
        CommandError: a code does not exist, is that of an error, or none is left.
    """
    from planner.judge.findings import CODES, Severity
    from planner.judge.selecting import Selection

    only = _codes("--only", options.only)
    ignored = _codes("--ignore", options.ignore)
    errors = sorted(code for code in ignored if CODES[code] is Severity.ERROR)
    if errors:
        raise CommandError(
            f"--ignore cannot leave out {listed(errors)}: errors are always told, for what has one"
            " is not judged"
        )
    if only and only <= ignored:
        raise CommandError("--ignore leaves out every code that --only names; nothing is left")
    return Selection(only, ignored)


def _codes(option: str, words: Iterable[str]) -> frozenset[str]:
    from planner.judge.findings import CODES, Severity
    from planner.judge.selecting import codes_meant

    asked = [word.strip().lower() for given in words for word in given.split(",") if word.strip()]
    codes: set[str] = set()
    for word in asked:
        meant = codes_meant(word)
        if not meant:
            hint = did_you_mean(word, (*CODES, *Severity)) or f" There are {listed(CODES)}."
            raise CommandError(f"{option} {quoted(word)} is no code of a finding.{hint}")
        codes |= meant
    if words and not asked:
        raise CommandError(f"{option} names no code; there are {listed(CODES)}")
    return frozenset(codes)


class _Files:
    """The files that paths stand for, as they are found."""

    def __init__(self, paths: Iterable[Path], *, shipped: bool) -> None:
        from planner.library.paths import shipped_folder

        self._paths = (*paths, *((shipped_folder(),) if shipped else ()))
        self.some_empty = False
        """Whether one of the folders that were looked into holds none."""

    def __iter__(self) -> Iterator[Path]:
        from planner.library.listing import expand

        return expand(self._paths, empty=self._say_empty)

    def count(self) -> int:
        """Return how many there are."""
        from planner.library.listing import expand

        return sum(1 for _ in expand(self._paths))

    def _say_empty(self, folder: Path) -> None:
        complain(f"{folder}: no *.toml file in this folder")
        self.some_empty = True


def _watched(files: _Files, *, in_the_end: bool) -> Iterator[Path]:
    """Yield the files, with a bar if they take long and nothing else moves on the terminal."""
    if sys.stdout.isatty() and not in_the_end:
        return iter(files)
    from planner.cli.progress import with_late_progress

    return with_late_progress(files, "Checking", files.count)


def _printer(options: argparse.Namespace, catalogue: Catalogue) -> Printer:
    if options.summary:
        from planner.cli.check_summary import summary_printer

        return summary_printer(options.format, catalogue.version)
    if options.format == "json":
        from planner.cli.check_json import JsonPrinter

        return JsonPrinter(catalogue.version)
    if options.format == "csv":
        from planner.cli.check_csv import CsvPrinter

        return CsvPrinter()
    from planner.cli.check_text import TextPrinter

    return TextPrinter()
