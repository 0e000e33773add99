"""`planner export`: regimens in the forms that people and programs can use."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.options import CountrySetting, add_country, country_option
from planner.cli.output import CommandError, complain, say
from planner.wording import counted, did_you_mean, listed, quoted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.library.exporting import Place
    from planner.library.sharing import Prepared

DESCRIPTION = """\
Tell regimens as files that their receivers can use: html and pdf to read and
print, md and txt for messages, ics for calendars, csv for spreadsheets, json for
programs, fhir for clinics. Each says what was checked, what was not, and by which
sources. The person stays out of it unless --with-person is given. One regimen goes
straight into the folder; of several each has a folder of its own there, and
manifest.json lists all of them with their fingerprints. Files that exist are not
overwritten unless --overwrite is given. Regimens with errors are not exported.
Exit codes: 0 where everything was exported, 2 where something was not."""
EXAMPLE = (
    '  planner export clients/ --to pdf,ics --out sent/2026-11 --by "Coach K"\n'
    "  planner export evening.toml --to txt"
)

DEFAULT = "html"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `export` takes."""
    from planner.export.formats import FORMATS

    parser.add_argument(
        "paths", metavar="FILE", nargs="+", type=Path, help="a regimen file, or a folder of them"
    )
    parser.add_argument(
        "--to",
        metavar="FORMATS",
        help=f"one or more of {','.join(FORMATS)} (default: {DEFAULT}, or txt with --copy)",
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="the folder that the files go to; left out, one regimen in one text format is printed",
    )
    parser.add_argument(
        "--with-person",
        action="store_true",
        help="tell name, age, country and conditions of the person too",
    )
    parser.add_argument("--by", metavar="NAME", help="who made it, told on every export")
    parser.add_argument("--large-print", action="store_true", help="html and pdf in large letters")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace files that are there already"
    )
    parser.add_argument(
        "--copy",
        action="store_true",
        help="copy one regimen in one text format to the clipboard, through the terminal",
    )
    add_country(parser)


@dataclass(slots=True)
class _Tally:
    """What has been done so far."""

    regimens: int = 0
    files: int = 0
    unchanged: int = 0
    refused: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)


def run(options: argparse.Namespace) -> int:
    """Export the regimens and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.library.atomic import SaveError
    from planner.library.exporting import places, write_manifest

    formats = _formats(options.to or ("txt" if options.copy else DEFAULT))
    groups, missing = _groups(options.paths)
    found = places(groups)
    catalogue = load_catalogue()
    exporter = _Exporter(options, formats, catalogue)
    if options.out is None or options.copy:
        return exporter.tell_one(found)
    many = len(found) > 1 or any(root is not None for root, _ in groups)
    exporter.write_all(found, many=many)
    if many and exporter.tally.rows:
        try:
            write_manifest(options.out, exporter.tally.rows)
        except SaveError as problem:
            raise CommandError(str(problem)) from problem
    exporter.sum_up(many=many)
    return 2 if exporter.tally.refused or missing else 0


def _formats(asked: str) -> list[str]:
    """Return the formats that were asked for.

    Raises:
        CommandError: there is no such format.
    """
    from planner.export.formats import FORMATS

    names = [name.strip().lower() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in FORMATS:
            raise CommandError(
                f"--to {quoted(name)} is no format.{did_you_mean(name, FORMATS)} There are"
                f" {listed(FORMATS)}"
            )
    if not names:
        raise CommandError(f"--to names no format; there are {listed(FORMATS)}")
    return list(dict.fromkeys(names))


def _groups(paths: Iterable[Path]) -> tuple[list[tuple[Path | None, list[Path]]], bool]:
    """Return the files that paths stand for, by folder, and whether a folder held none."""
    from planner.library.listing import expand

    seen: set[Path] = set()
    groups: list[tuple[Path | None, list[Path]]] = []
    missing = False
    for path in paths:
        files = [file for file in expand([path]) if file not in seen]
        seen.update(files)
        is_folder = path.is_dir()
        if is_folder and not files:
            complain(f"{path}: no *.toml file in this folder")
            missing = True
        groups.append((path if is_folder else None, files))
    return groups, missing


class _Exporter:
    """Exports regimens one after the other; one that cannot be exported never stops the others."""

    def __init__(
        self, options: argparse.Namespace, formats: Sequence[str], catalogue: Catalogue
    ) -> None:
        self._options = options
        self._formats = formats
        self._catalogue = catalogue
        self._setting = CountrySetting(country_option(options, catalogue), catalogue)
        self._today = datetime.now(UTC).astimezone().date()
        self.tally = _Tally()

    def tell_one(self, found: Sequence[Place]) -> int:
        """Print one regimen in one text format, or copy it."""
        from planner.export.formats import FORMATS
        from planner.library.sharing import record

        does = "--copy copies" if self._options.copy else "without --out DIR, export prints"
        if len(found) != 1 or len(self._formats) != 1:
            raise CommandError(f"{does} one regimen in one format; name one of each, or use --out")
        if not FORMATS[self._formats[0]].is_text:
            raise CommandError(f"{self._formats[0]} is no text; use --out DIR")
        prepared = self._prepared(found[0].regimen)
        if prepared is None or not prepared.files:
            return 2
        text = prepared.files[0][2].decode("utf-8")
        if self._options.copy:
            from planner.cli.clipboard import copy

            copy(text)
            complain(f"copied {prepared.sheet.title} as {self._formats[0]}, if the terminal allows")
        else:
            say(text.removesuffix("\n"))
        if problem := record(prepared):
            complain(problem)
        return 0

    def write_all(self, found: Sequence[Place], *, many: bool) -> None:
        """Write the exports of all regimens, each into its own folder where there are many."""
        from planner.cli.progress import with_progress

        for place in with_progress(found, "Exporting"):
            prepared = self._prepared(place.regimen)
            if prepared is not None:
                folder = self._options.out / place.folder if many else self._options.out
                self._write(place, prepared, folder)

    def _prepared(self, path: Path) -> Prepared | None:
        """Return a regimen in all formats; None where it cannot be exported, which is told."""
        from planner.export.making import ExportRefusedError, Options
        from planner.library.atomic import SaveError
        from planner.library.sharing import prepare
        from planner.regimen.reading import read_file

        reading = read_file(path)
        options = Options(
            with_person=self._options.with_person,
            by=self._options.by,
            large_print=self._options.large_print,
            country=self._setting.for_(reading),
        )
        try:
            prepared = prepare(reading, self._catalogue, self._formats, options, self._today)
        except ExportRefusedError as problem:
            self._refuse(f"{path}: not exported: {problem} (planner check {path} says more)")
            return None
        except SaveError as problem:
            self._refuse(f"{path}: not exported: {problem}")
            return None
        for name, reason in prepared.refused:
            self._refuse(f"{path}: not exported to {name}: {reason}")
        return prepared

    def _write(self, place: Place, prepared: Prepared, folder: Path) -> None:
        from planner.library.atomic import SaveError
        from planner.library.exporting import ExistsError, manifest_row
        from planner.library.sharing import share

        try:
            written, problem = share(prepared, folder, overwrite=self._options.overwrite)
        except ExistsError as refused:
            self._refuse(f"{refused} (--overwrite)")
            return
        except SaveError as refused:
            self._refuse(str(refused))
            return
        if problem:
            complain(problem)
        for file in written:
            say(visible(str(file.path)))
            self.tally.unchanged += not file.changed
        self.tally.files += len(written)
        self.tally.regimens += bool(written)
        if written:
            self.tally.rows.append(manifest_row(place, prepared.sheet, prepared.digest, written))

    def _refuse(self, message: str) -> None:
        self.tally.refused += 1
        complain(message.replace("\u00a0", " "))

    def sum_up(self, *, many: bool) -> None:
        """Say on standard error what was done, where that is not plain from the paths."""
        tally = self.tally
        if not many and not tally.unchanged:
            return
        said = [counted(tally.regimens, "regimen"), counted(tally.files, "file")]
        if tally.unchanged:
            said.append(f"{tally.unchanged:,} of them as they were")
        if tally.refused:
            said.append(f"{tally.refused:,} not exported")
        complain(f"exported {', '.join(said)}")
