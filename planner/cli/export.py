"""`planner export`: regimens in the forms that people and programs can use."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.export_names import add_names, joining_asked
from planner.cli.export_pool import Wish, made_by, make, pool_of, workers_for
from planner.cli.options import CountrySetting, add_country, country_option
from planner.cli.output import CommandError, complain, say
from planner.wording import counted, did_you_mean, listed, quoted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.cli.export_names import Joining
    from planner.library.exporting import Manifest, Place
    from planner.library.sharing import Prepared

DESCRIPTION = """\
Tell regimens as files that their receivers can use: html and pdf to read and
print, md and txt for messages, ics for calendars, csv for spreadsheets, json for
programs, fhir for clinics. Each says what was checked, what was not, and by which
sources. The person stays out of it unless --with-person is given. One regimen goes
straight into the folder; of several each has a folder of its own there, and
manifest.json lists all of them with their fingerprints. Files that exist are not
overwritten unless --overwrite is given. Regimens with errors are not exported.
Exit codes: 0 where everything was exported, 1 where a name that --names was to
give is missing, 2 where something was not exported."""
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
    add_names(parser)
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
    commented: int = 0
    """Regimens whose comments went along."""
    commented_in: dict[str, None] = field(default_factory=dict)
    """The formats in which they did."""
    files: int = 0
    unchanged: int = 0
    not_exported: int = 0
    """Regimens of which there is no file."""
    not_made: int = 0
    """Files that a regimen cannot be told in, while it was exported to others."""
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What was done, in one sentence: `exported 3 regimens, 6 files, 1 file not made`."""
        said = [counted(self.regimens, "regimen"), counted(self.files, "file")]
        if self.commented:
            forms = listed(self.commented_in)
            said[0] += f" ({self.commented} of them with the comments of their files, in {forms})"
        if self.unchanged:
            said.append(f"{self.unchanged:,} of them as they were")
        if self.not_exported:
            said.append(f"{counted(self.not_exported, 'regimen')} not exported")
        if self.not_made:
            said.append(f"{counted(self.not_made, 'file')} not made")
        return f"exported {', '.join(said)}"


def run(options: argparse.Namespace) -> int:
    """Export the regimens and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.library.exporting import places

    formats = _formats(options.to or ("txt" if options.copy else DEFAULT))
    joining = joining_asked(options)
    groups, missing = _groups(options.paths)
    found = places(groups)
    catalogue = load_catalogue()
    many = len(found) > 1 or any(root is not None for root, _ in groups)
    exporter = _Exporter(options, formats, catalogue, joining, many=many)
    if options.out is None or options.copy:
        return exporter.tell_one(found)
    complete = exporter.write_all(found)
    return joining.exit_code if complete and not missing else 2


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
        self,
        options: argparse.Namespace,
        formats: Sequence[str],
        catalogue: Catalogue,
        joining: Joining,
        *,
        many: bool,
    ) -> None:
        from planner.export.making import Options

        self._options = options
        self._catalogue = catalogue
        self._setting = CountrySetting(country_option(options, catalogue), catalogue)
        asked = Options(
            with_person=options.with_person,
            by=options.by,
            large_print=options.large_print,
            names=joining.names,
        )
        today = datetime.now(UTC).astimezone().date()
        self._wish = Wish(tuple(formats), asked, today)
        self._many = many
        self._joining = joining
        self._tally = _Tally()

    def tell_one(self, found: Sequence[Place]) -> int:
        """Print one regimen in one text format, or copy it."""
        from planner.export.formats import FORMATS
        from planner.library.sharing import record

        does = "--copy copies" if self._options.copy else "without --out DIR, export prints"
        if len(found) != 1 or len(self._wish.formats) != 1:
            raise CommandError(f"{does} one regimen in one format; name one of each, or use --out")
        if not FORMATS[self._wish.formats[0]].is_text:
            raise CommandError(f"{self._wish.formats[0]} is no text; use --out DIR")
        path = found[0].regimen
        prepared = self._accepted(path, self._made(path))
        if prepared is None:
            return 2
        text = prepared.files[0][2].decode("utf-8")
        if self._options.copy:
            from planner.cli.clipboard import copy

            copy(text)
            complain(
                f"copied {prepared.sheet.title} as {self._wish.formats[0]}, if the terminal allows"
            )
        else:
            _print(prepared.files[0][2])
        self._tell_comments(prepared)
        if problem := record(prepared):
            complain(problem)
        self._joining.note(prepared)
        return self._joining.finish()

    def write_all(self, found: Sequence[Place]) -> bool:
        """Write the exports of all regimens, and return whether nothing was left out.

        Each goes into its own folder where there are many, and the manifest lists them. Where that
        is broken off, the manifest lists what was done until then.

        Raises:
            CommandError: the manifest that is there cannot be used; nothing was written.
        """
        from planner.cli.progress import with_progress
        from planner.library.atomic import SaveError
        from planner.library.exporting import Manifest

        try:
            manifest = Manifest(self._options.out) if self._many else None
        except SaveError as problem:
            raise CommandError(str(problem)) from problem
        try:
            with self._all_made(found) as made:
                for place, ready in zip(with_progress(found, "Exporting"), made, strict=True):
                    prepared = self._accepted(place.regimen, ready)
                    if prepared is not None:
                        self._write(place, prepared, manifest)
        except BaseException as problem:
            stopped = "interrupted" if isinstance(problem, KeyboardInterrupt) else "stopped"
            self._finish(manifest, f"{stopped}: ")
            raise
        listed_all = self._finish(manifest)
        return listed_all and not self._tally.not_exported and not self._tally.not_made

    def _finish(self, manifest: Manifest | None, begun: str = "") -> bool:
        """Write the manifest and sum up; return whether the manifest could be written."""
        from planner.cli.progress import finished_first
        from planner.library.atomic import SaveError

        problem = None
        with finished_first():
            if manifest is not None and self._tally.rows:
                try:
                    manifest.write(self._tally.rows)
                except SaveError as refused:
                    problem = refused
                    complain(f"{problem} So the exports are not listed there.")
            if self._many or self._tally.unchanged:
                complain(f"{begun}{self._tally.words}")
            self._joining.finish()
        return problem is None

    @contextmanager
    def _all_made(self, found: Sequence[Place]) -> Iterator[Iterator[Prepared | str]]:
        """Give each regimen made ready, or why it is not, in their order."""
        paths = [place.regimen for place in found]
        workers = workers_for(len(paths), self._wish.formats)
        pool = pool_of(workers, self._wish, self._setting.here()) if workers > 1 else None
        if pool is None:
            yield map(self._made, paths)
            return
        with made_by(pool, paths) as made:
            yield made

    def _made(self, path: Path) -> Prepared | str:
        return make(path, self._wish, self._catalogue, self._setting.for_)

    def _accepted(self, path: Path, prepared: Prepared | str) -> Prepared | None:
        """Return what can be exported of a regimen; None for nothing, which is told."""
        from planner.regimen.naming import name_words

        if isinstance(prepared, str):
            self._refuse(f"{path}: not exported: {prepared}")
            return None
        for name, reason in prepared.refused:
            _complain_plainly(f"{path}: not exported to {name}: {reason}")
        if not prepared.files:
            self._tally.not_exported += 1
            return None
        self._tally.not_made += len(prepared.refused)
        if prepared.named:
            words = name_words(prepared.named)
            complain(f"{path}: the name of the person stands in {words}")
        return prepared

    def _write(self, place: Place, prepared: Prepared, manifest: Manifest | None) -> None:
        from planner.cli.progress import finished_first
        from planner.library.atomic import SaveError
        from planner.library.exporting import ExistsError, manifest_row
        from planner.library.sharing import share

        out, tally = self._options.out, self._tally
        folder = out / place.folder if manifest else out
        try:
            if manifest:
                manifest.refuse_other(place, prepared.sheet.edition.plan)
            with finished_first():
                written, problem = share(
                    prepared, folder, overwrite=self._options.overwrite, below=out
                )
                tally.rows.append(manifest_row(place, prepared.sheet, prepared.digest, written))
                tally.regimens += 1
                tally.files += len(written)
                tally.unchanged += sum(not file.changed for file in written)
                tally.commented += bool(prepared.commented)
                tally.commented_in |= dict.fromkeys(prepared.commented)
                self._joining.note(prepared)
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
        if not self._many:
            self._tell_comments(prepared)

    def _tell_comments(self, prepared: Prepared) -> None:
        if prepared.commented:
            forms = listed(prepared.commented)
            complain(f"{prepared.path}: its comments go along in {forms}")

    def _refuse(self, message: str) -> None:
        self._tally.not_exported += 1
        _complain_plainly(message)


def _complain_plainly(message: str) -> None:
    complain(message.replace("\u00a0", " "))


def _print(data: bytes) -> None:
    """Print a file as it is: in its own encoding, whatever the one of standard output is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
