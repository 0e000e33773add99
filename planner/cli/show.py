"""`planner show`: one evening as a person reads it."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.catalogues import Catalogues
from planner.cli.options import CountrySetting, add_country, country_option

DESCRIPTION = """\
Show one regimen as a person reads it: what is taken when, by the clock and as the
label counts, what that gives in mg; each total against its documented range and
its upper limit; every finding with its source; and what was not checked. It is
not medical advice. Exit codes as those of planner check."""
EXAMPLE = "  planner show regimens/evening-of-the-articles.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `show` takes."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a regimen file")
    add_country(parser)


def run(options: argparse.Namespace) -> int:
    """Show the regimen and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.cli.check import check_file, exit_code
    from planner.cli.show_page import regimen_page

    catalogues = Catalogues(load_catalogue())
    catalogue = catalogues.of(options.file)
    setting = CountrySetting(country_option(options, catalogue), catalogue)
    checked = check_file(options.file, catalogue, setting)
    regimen_page(checked, catalogue, setting.option).print()
    return 2 if catalogues.failed else exit_code([checked.verdict.status])
