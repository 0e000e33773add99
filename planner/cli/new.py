"""`planner new`: a new regimen file, blank, from one that comes with Planner, or a template."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import add_library, country_option
from planner.cli.output import CommandError, say
from planner.cli.template_options import add_set
from planner.wording import listed, nearest, quoted, visible

if TYPE_CHECKING:
    from planner.regimen.models import Regimen

DESCRIPTION = """\
Start a regimen file and print its path: blank, a copy of a regimen that comes
with Planner, or from a template, whose fields --set fills. It goes into your
library under a name made of the title, or where --output says. A file that exists
is never overwritten. What is found in a plan from a template is told, and where
something about the person speaks against it, --include-warned must be given."""
EXAMPLE = """\
  planner new "Wind-down" --bedtime 22:30 --country DE -o wind-down.toml
  planner new --template wind-down --set bedtime=23:00 --set client=C-042"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `new` takes."""
    parser.add_argument(
        "title",
        metavar="TITLE",
        nargs="?",
        help="1 to 120 characters; with --template, that of the template if left out",
    )
    parser.add_argument("--bedtime", metavar="TIME", help="such as 22:30 or 10:30 pm")
    parser.add_argument(
        "--country",
        metavar="CC",
        default=argparse.SUPPRESS,
        help="written into the file: two letters such as US, GB or DE, or EU",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to write it")
    parser.add_argument(
        "--from", dest="shipped", metavar="NAME", help="a regimen that comes with Planner"
    )
    parser.add_argument("--template", metavar="NAME", help="a template, or the path of its file")
    add_set(parser)
    parser.add_argument(
        "--include-warned",
        action="store_true",
        help="from a template also where something about the person speaks against it",
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Write the file, print its path, and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.library.listing import free_path
    from planner.library.paths import library_folder
    from planner.library.store import SaveError, save

    if options.template is not None:
        from planner.cli.new_from_template import run as fill_template

        return fill_template(options)
    if options.values or options.include_warned:
        raise CommandError("--set and --include-warned are for a template; name one: --template")
    if options.title is None:
        raise CommandError("a title is needed: the name of the evening, in quotes")
    country = country_option(options, load_catalogue())
    regimen = blank(options.title, options.bedtime, country)
    if options.shipped is not None:
        regimen = copy_of(options.shipped, regimen)
    path = options.output
    if path is None:
        library = getattr(options, "library", None)
        path = free_path(library_folder(Path(library) if library else None), regimen.title)
    try:
        saved = save(regimen, path)
    except SaveError as problem:
        raise CommandError(str(problem)) from problem
    say(visible(str(saved.path)))
    return 0


def blank(title: str, bedtime: str | None, country: str | None) -> Regimen:
    """Return a regimen with nothing planned, read as a file would be so that messages agree.

    Raises:
        CommandError: title or bedtime cannot be used.
    """
    from planner.regimen.reading import read_bytes

    lines = ["format = 1", f"title = {_toml(title)}"]
    if bedtime is not None:
        lines.append(f"bedtime = {_toml(bedtime)}")
    if country is not None:
        lines.append(f"person.country = {_toml(country)}")
    reading = read_bytes("\n".join(lines).encode("utf-8", "replace"))
    if reading.problems or reading.regimen is None:
        raise CommandError(
            "; ".join(
                f"{'.'.join(map(str, each.key))}: {each.message}" if each.key else each.message
                for each in reading.problems
            )
        )
    return reading.regimen


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def copy_of(name: str, asked: Regimen) -> Regimen:
    """Return a shipped regimen with the title, bedtime and country that were asked for.

    Raises:
        CommandError: there is no such regimen.
    """
    from planner.library.listing import regimen_files
    from planner.library.paths import shipped_folder
    from planner.regimen import edits
    from planner.regimen.reading import read_file

    files = {path.stem: path for path in regimen_files(shipped_folder())}
    path = files.get(name.removesuffix(".toml"))
    if path is None:
        near = nearest(name, files)
        offer = f"Did you mean {near}? " if near else ""
        raise CommandError(
            f"no regimen {quoted(name)} comes with Planner. {offer}There are"
            f" {listed(sorted(files))}"
        )
    reading = read_file(path)
    if not reading.whole or reading.regimen is None:
        raise CommandError(f"{path} cannot be read; planner check {path} says why")
    if reading.regimen.template is not None:
        raise CommandError(
            f"{name} is a template, with fields to be filled in: planner new --template {name}"
        )
    regimen = edits.with_title(reading.regimen, asked.title)
    if asked.bedtime is not None:
        regimen = edits.with_bedtime(regimen, asked.bedtime)
    if asked.person is not None:
        regimen = edits.with_person(regimen, country=asked.person.country)
    return regimen
