"""`planner open`: what somebody shared, read-only, judged under your country and catalogue."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import CountrySetting, country_option
from planner.cli.output import CommandError
from planner.wording import visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.received import Received
    from planner.regimen.reading import Reading

DESCRIPTION = """\
Show a regimen that somebody shared with you: the web page that planner export
makes, or a regimen file. It is judged under your country and by your catalogue,
whatever the sender chose, and what differs from the sender's sheet is said.
Nothing in it is run, nothing is written. Exit codes as those of planner check;
warnings that the sender accepted count, and so does a plan that was changed
after its sheet was made."""
EXAMPLE = "  planner open regimens/evening-of-the-articles.toml --country DE"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `open` takes."""
    parser.add_argument("path", metavar="FILE", type=Path, help="a web page or a regimen file")
    parser.add_argument(
        "--country",
        metavar="CC",
        default=argparse.SUPPRESS,
        help="whose upper limits and restrictions apply, whatever the plan names: two letters such"
        " as US, GB or DE, or EU (default: your setting, else US)",
    )


def run(options: argparse.Namespace) -> int:
    """Show what was received and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.cli.check import exit_code
    from planner.cli.received_page import received_page, status
    from planner.export.differing import differences
    from planner.export.making import ExportRefusedError, Options, make_sheet
    from planner.export.received import UNKNOWN_EDITION, without_country

    catalogue = load_catalogue()
    setting = CountrySetting(country_option(options, catalogue), catalogue)
    received = received_file(options.path)
    reading, named = without_country(received.reading, catalogue)
    country = setting.for_(reading)
    told = received.told
    try:
        sheet = make_sheet(
            reading,
            catalogue,
            told.edition if told else UNKNOWN_EDITION,
            Options(with_person=True, country=country),
        )
    except ExportRefusedError:
        _show_errors(options.path, received, reading, catalogue, country)
        return exit_code(["invalid"])
    found = differences(told, sheet) if told else None
    limits = _limits_words(sheet.country, country, setting.option, named, catalogue)
    received_page(received, sheet, found, catalogue, limits).print()
    return exit_code([status(sheet), "warn" if received.is_changed else "pass"])


def received_file(path: Path) -> Received:
    """Return the regimen in a file that was received.

    Raises:
        CommandError: there is none in it, or it cannot be read.
    """
    from planner.library.inbox import InboxError, receive

    try:
        return receive(path)
    except InboxError as problem:
        raise CommandError(str(problem)) from problem


def _show_errors(
    path: Path, received: Received, reading: Reading, catalogue: Catalogue, country: str | None
) -> None:
    """Show a regimen that holds errors, as `planner show` does."""
    from planner.cli.check import Checked
    from planner.cli.received_page import add_origin, new_page
    from planner.cli.show_page import regimen_page
    from planner.judge import judge_reading

    page = new_page()
    add_origin(page, received)
    page.blank()
    page.text("The plan in it holds errors, so that nobody should take anything by it.", 0)
    page.line("")
    page.print()
    verdict = judge_reading(reading, catalogue, country)
    regimen_page(Checked(path, reading, verdict), catalogue, None).print()


def _limits_words(
    used: str, country: str | None, option: str | None, named: str | None, catalogue: Catalogue
) -> str:
    if option == used:
        why = "as you asked"
    elif country == used:
        why = "your setting"
    else:
        why = "the default, because you have set no country"
    said = f"Upper limits of: {_country_words(used, catalogue)}, {why}."
    if named is None or named == used:
        return said
    return f"{said} The plan names {_country_words(named, catalogue)}, which is not used here."


def _country_words(code: str, catalogue: Catalogue) -> str:
    named = visible(catalogue.country_name(code))
    return code if named == code else f"{named} ({code})"
