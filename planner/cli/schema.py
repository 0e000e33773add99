"""`planner schema`: the JSON Schema of the regimen format, for editors."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.output import CommandError, say
from planner.wording import visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue

DESCRIPTION = """\
Print the JSON Schema (draft 7) of a regimen file. By it, editors complete keys and
ids, explain them, and mark what Planner would not read. Written to a file beside a
plan, whose first line then says "#:schema ./regimen-1.schema.json", it is used by
every editor that knows taplo. Substances of a catalogue of your own are in it where
the file goes to a library that has one. It says less than planner check does; the
README tells what. A file that exists is not overwritten unless --overwrite is given.
Exit codes: 0, or 2 where the file could not be written or a catalogue of your own
could not be used."""
EXAMPLE = (
    "  planner schema --output regimen-1.schema.json\n"
    "  planner schema --of product\n"
    "  planner schema --path"
)

KINDS = ("regimen", "product")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `schema` takes."""
    parser.add_argument(
        "--of",
        choices=KINDS,
        default=KINDS[0],
        help="of a regimen file (default), or of a label on the shelf, products/ID.toml",
    )
    where = parser.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", metavar="FILE", type=Path, help="write it to a file")
    where.add_argument(
        "--path",
        action="store_true",
        help="print where the one that comes with Planner lies; it has the shipped substances only",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is there")


def run(options: argparse.Namespace) -> int:
    """Print or write the schema and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.cli.catalogues import Catalogues
    from planner.regimen.schema import shipped_path

    if options.overwrite and options.output is None:
        raise CommandError("--overwrite goes with --output FILE")
    if options.path:
        say(visible(str(shipped_path(options.of))))
        return 0
    catalogues = Catalogues(load_catalogue())
    target: Path | None = options.output
    text = _schema_text(options.of, catalogues.of(target or Path("evening.toml")))
    if target is None:
        sys.stdout.write(text)
    else:
        _write(target, text, overwrite=options.overwrite)
    return 2 if catalogues.failed else 0


def _schema_text(kind: str, catalogue: Catalogue) -> str:
    from planner.judge.findings import CODES, Severity
    from planner.regimen.schema import product_schema, regimen_schema, schema_text

    if kind == "product":
        return schema_text(product_schema(catalogue))
    # what can be accepted is offered first
    codes = sorted(CODES.items(), key=lambda row: row[1] is not Severity.WARNING)
    words = {
        code: "A warning." if severity is Severity.WARNING else f"No warning, but a {severity}."
        for code, severity in codes
    }
    return schema_text(regimen_schema(catalogue, words))


def _write(target: Path, text: str, *, overwrite: bool) -> None:
    """Write the schema and print its path.

    Raises:
        CommandError: it was not written.
    """
    from planner.library.atomic import SaveError
    from planner.library.exporting import ExistsError, write_exports

    file = ("schema", target.name, text.encode("ascii"))
    try:
        write_exports(target.parent, [file], overwrite=overwrite)
    except ExistsError:
        raise CommandError(
            f"{target}: not written: there is another file of that name; choose another name, or"
            " replace it with --overwrite"
        ) from None
    except SaveError as problem:
        raise CommandError(str(problem)) from problem
    say(visible(str(target)))
