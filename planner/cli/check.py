"""`planner check`: judge files and folders, one line for each finding, or one JSON object."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from planner.cli.options import CountrySetting, add_country, country_option
from planner.cli.output import CommandError, complain

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Verdict
    from planner.regimen.reading import Reading

DESCRIPTION = """\
Judge regimen files, and all *.toml files in folders, at any depth. Every finding
is one line, `path:line: severity[code] message`; the last line counts. Nothing
is ever written. Exit codes: 0 where all pass or only ask, 1 where something
warns (with --strict also where something asks), 2 where something could not be
read or used, a folder without regimen files included; the highest of all files."""
EXAMPLE = "  planner check --strict --country DE regimens/"

STATUSES = ("pass", "ask", "warn", "invalid")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `check` takes."""
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="a file or a folder")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="lines of text (default), or one JSON object",
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


@dataclass(slots=True)
class Summary:
    """How many regimens have which status, and how many entries were not checked in full."""

    counts: dict[str, int]
    not_checked: int = 0

    def add(self, checked: Checked) -> None:
        """Count one file."""
        self.counts[checked.verdict.status] += 1
        self.not_checked += len(checked.verdict.not_checked())


class Printer(Protocol):
    """Prints files as they are judged, so that memory does not grow with their number."""

    def begin(self) -> None:
        """Print what comes first."""

    def add(self, checked: Checked) -> None:
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
    catalogue = load_catalogue()
    setting = CountrySetting(country_option(options, catalogue), catalogue)
    printer = _printer(options.format, catalogue)
    summary = Summary(dict.fromkeys(STATUSES, 0))
    empty = False
    printer.begin()
    for path in _files(options.paths, shipped=options.shipped):
        if path is None:
            empty = True
            continue
        checked = check_file(path, catalogue, setting)
        summary.add(checked)
        printer.add(checked)
    printer.end(summary)
    code = exit_code(
        (status for status, count in summary.counts.items() if count), strict=options.strict
    )
    return 2 if empty else code


def exit_code(statuses: Iterable[str], *, strict: bool = False) -> int:
    """Return the highest exit code of some statuses."""
    codes = {"pass": 0, "ask": 1 if strict else 0, "warn": 1, "invalid": 2}
    return max((codes[status] for status in statuses), default=0)


def check_file(path: Path, catalogue: Catalogue, setting: CountrySetting) -> Checked:
    """Read and judge one file; a mistake of Planner itself is told as a finding of the file."""
    from planner.judge import judge_reading
    from planner.regimen.problems import Problem
    from planner.regimen.reading import INVALID_FILE, Reading, read_file

    try:
        reading = read_file(path)
        country = setting.for_(reading)
        return Checked(path, reading, judge_reading(reading, catalogue, country))
    except (OSError, CommandError):
        raise
    except Exception as problem:  # one file never stops the others
        from planner.cli.main import internal

        message = f"could not be judged: {internal(problem)}"
        reading = Reading(path, None, (Problem(INVALID_FILE, (), message, 1),))
        return Checked(path, reading, judge_reading(reading, catalogue))


def _files(paths: Iterable[Path], *, shipped: bool) -> Iterator[Path | None]:
    """Yield the files that paths stand for, and None for a folder that holds none."""
    from planner.library.listing import expand
    from planner.library.paths import shipped_folder

    seen: set[Path] = set()
    for path in (*paths, *((shipped_folder(),) if shipped else ())):
        found = False
        for file in expand([path]):
            found = True
            if file not in seen:
                seen.add(file)
                yield file
        if not found:
            complain(f"{path}: no *.toml file in this folder")
            yield None


def _printer(form: str, catalogue: Catalogue) -> Printer:
    if form == "json":
        from planner.cli.check_json import JsonPrinter

        return JsonPrinter(catalogue.version)
    from planner.cli.check_text import TextPrinter

    return TextPrinter()
