"""`planner catalogue`: your own substances and ranges, checked and set beside the shipped ones."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import add_library
from planner.cli.output import CommandError, Style, say, spaced
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.own import Beside, OwnFile, OwnProblem, OwnReading

DESCRIPTION = """\
Own substances and own ranges are TOML files in the folder catalogue of your library.
`check` tells all that is wrong with them, file by file with the line, and then what
they hold: which ranges differ from the shipped ones, and from which source. A shipped
figure is never replaced: wherever a range is told, both are, and an own one is marked
as yours. Exit code 2 if a file cannot be used: nothing is then judged by it."""
EXAMPLE = "  planner catalogue check"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `catalogue` and its parts take."""
    parts = parser.add_subparsers(dest="part", metavar="PART", title="parts", required=True)
    part = parts.add_parser(
        "check",
        help="what is wrong with own files, and where own ranges differ from the shipped ones",
        description="Check own files, and set their ranges beside the shipped ones.",
        formatter_class=parser.formatter_class,
        allow_abbrev=False,
    )
    part.add_argument(
        "path",
        metavar="FOLDER or FILE",
        type=Path,
        nargs="?",
        help="a library, its folder catalogue, or one file of it (default: the library of the"
        " current folder, else yours)",
    )
    add_library(part)


def run(options: argparse.Namespace) -> int:
    """Check the own files and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.catalogue.own import with_own

    shipped = load_catalogue()
    reading = _read(options, shipped)
    if reading is None:
        say("No own substances or ranges: there is no folder catalogue with TOML files here.")
        return 0
    style = Style()
    for problem in reading.problems:
        say(_problem(problem, style))
    merged = with_own(shipped, reading.files)
    for file in reading.files:
        for line, text in _held(file, merged):
            say(f"{style.strong(_place(file.path, line))} note: {spaced(text)}")
    say(_summary(reading, merged))
    return 2 if reading.problems else 0


# finding


def _read(options: argparse.Namespace, shipped: Catalogue) -> OwnReading | None:
    """Return what the files that are meant hold; None where no path was named and there is none.

    Raises:
        CommandError: there is nothing own at the path.
    """
    from planner.catalogue.own import OwnReading
    from planner.catalogue.own_reading import own_paths, read_own_files
    from planner.library.own import read_trusted, refused_file

    path: Path | None = options.path
    if path is not None and not path.is_dir():
        if not path.exists():
            raise CommandError(f"{path}: no such file or folder")
        found = read_own_files(_with_neighbours(path), shipped)
        files = tuple(each for each in found.files if each.path == path)
        problems = tuple(each for each in found.problems if each.path == path)
        if not files and not problems:
            raise CommandError(f"{path} is a regimen and no own file: planner check {path}")
        return OwnReading(files, (*refused_file(path), *problems))
    folder = _folder(path, getattr(options, "library", None))
    if folder is None or not own_paths(folder):
        if path is None:
            return None
        raise CommandError(
            f"{path}: there is no own file; write one as {path / 'catalogue' / 'house.toml'}"
        )
    return read_trusted(folder, shipped)


def _with_neighbours(path: Path) -> list[Path]:
    """Return a file with the others of its folder, which must not speak of the same things."""
    from planner.catalogue.own import FOLDER
    from planner.catalogue.own_reading import own_paths

    if path.absolute().parent.name != FOLDER:
        return [path]
    return sorted({path, *own_paths(path.parent)})


def _folder(path: Path | None, library: str | None) -> Path | None:
    """Return the folder of own files that is meant: of a library, or of the one around a folder."""
    from planner.catalogue.own import FOLDER
    from planner.library.home import catalogue_home_of
    from planner.library.own import near, own_home
    from planner.library.paths import library_folder

    if path is None and library is not None:
        path = library_folder(Path(library))
    if path is None:
        home = own_home()
        return None if home is None else near(home / FOLDER)
    if (path / FOLDER).is_dir():
        return path / FOLDER
    if path.absolute().name == FOLDER:
        return path
    home = catalogue_home_of(path / "evening.toml")
    return None if home is None else near(home / FOLDER)


# telling


def _place(path: Path, line: int) -> str:
    return f"{visible(str(path))}:{line}:"


def _problem(problem: OwnProblem, style: Style) -> str:
    place = style.strong(_place(problem.path, problem.line))
    key = f"{problem.key}: " if problem.key else ""
    return f"{place} {style.of('error', 'error:')} {spaced(key + problem.message)}"


def _held(file: OwnFile, merged: Catalogue) -> list[tuple[int, str]]:
    """Return what a file holds, line by line: own substances, and own ranges beside the shipped."""
    rows = [
        (file.lines[name], f"{name} is an own substance, told as {substance.name}")
        for name, substance in file.substances.items()
    ]
    rows += [(found.own.line, _compared(found, merged)) for found in _ranges(file, merged)]
    return sorted(rows)


def _ranges(file: OwnFile, merged: Catalogue) -> Iterator[Beside]:
    from planner.catalogue.own import beside

    for name in file.ranges:
        if found := beside(merged, merged.substances[name]):
            yield found


def _compared(found: Beside, merged: Catalogue) -> str:
    """Return an own range beside the shipped one, each with its source."""
    from planner.catalogue.own import range_words

    source = merged.source(found.own.source).short
    own = f"{found.substance.id}: own {range_words(found.own)}, from {source}"
    if found.shipped is None:
        return f"{own}; no range is documented"
    source = merged.source(found.shipped.source).short
    shipped = f"documented {range_words(found.shipped)}, from {source}"
    if not found.differs:
        return f"{own}; the same as {shipped}: only that is told"
    return f"{own}; {shipped}: they differ, and both are told"


def _summary(reading: OwnReading, merged: Catalogue) -> str:
    paths = {each.path for each in reading.files} | {each.path for each in reading.problems}
    substances = sum(len(file.substances) for file in reading.files)
    found = [each for file in reading.files for each in _ranges(file, merged)]
    alone = sum(each.shipped is None for each in found)
    differing = sum(each.differs for each in found) - alone
    said = [counted(substances, "own substance"), counted(len(found), "own range")]
    if differing:
        said.append(f"{differing} beside a documented one that differs")
    if alone:
        said.append(f"{alone} where none is documented")
    errors = counted(len(reading.problems), "error")
    return f"{counted(len(paths), 'own file')}: {', '.join(said)}; {errors}"
