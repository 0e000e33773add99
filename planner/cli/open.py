"""`planner open`: what somebody shared, read-only, judged under your country and catalogue."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import CountrySetting, country_option
from planner.cli.output import CommandError, complain

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.opened import Opened
    from planner.export.received import Received

DESCRIPTION = """\
Show a regimen that somebody shared with you: the web page that planner export
makes, or a regimen file. It is judged under your country and by your catalogue,
whatever the sender chose, and what differs from the sender's sheet is said.
Nothing in it is run, nothing is written. On a terminal it opens on the screen, where
i imports it; elsewhere, or with --print, it is printed. Exit codes as those of planner check;
warnings that the sender accepted count, and so does a plan that was changed
after its sheet was made, or judged for somebody under age whose age was left out."""
EXAMPLE = "  planner open regimens/evening-of-the-articles.toml --country DE"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `open` takes."""
    parser.add_argument("path", metavar="FILE", type=Path, help="a web page or a regimen file")
    parser.add_argument(
        "--print", action="store_true", help="print it, on a terminal too, and open no screen"
    )
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
    from planner.cli.received_page import received_page
    from planner.export.opened import judged, limits_words
    from planner.library.own import catalogue_here

    catalogue, unusable = catalogue_here(load_catalogue())
    for problem in unusable:
        complain(problem.text)
    setting = CountrySetting(country_option(options, catalogue), catalogue)
    received = received_file(options.path)
    if not options.print and _is_terminal():
        from planner.tui.running import run as open_screen

        library = getattr(options, "library", None)
        code: int = open_screen(
            library=Path(library) if library else None,
            country=setting.option,
            received=options.path,
        )
        return code
    country = setting.here()
    opened = judged(options.path, received, catalogue, country)
    if opened.sheet is None:
        _show_errors(opened, catalogue)
    else:
        limits = limits_words(opened, _why(opened, country, setting.option), catalogue)
        received_page(opened, opened.sheet, catalogue, limits).print()
    is_altered = received.is_changed or received.offers_another
    code = exit_code([opened.status, "warn" if is_altered else "pass"])
    return 2 if unusable else code


def _is_terminal() -> bool:
    from planner.cli.main import on_terminal

    return on_terminal() and sys.stdout.isatty()


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


def _show_errors(opened: Opened, catalogue: Catalogue) -> None:
    """Show a regimen that holds errors, as `planner show` does."""
    from planner.cli.check import Checked
    from planner.cli.received_page import add_origin, new_page
    from planner.cli.show_page import regimen_page

    page = new_page()
    add_origin(page, opened.received)
    page.blank()
    page.text("The plan in it holds errors, so that nobody should take anything by it.", 0)
    page.line("")
    page.print()
    checked = Checked(opened.path, opened.reading, opened.verdict)
    regimen_page(checked, catalogue, None).print()


def _why(opened: Opened, country: str | None, option: str | None) -> str:
    """Say who has chosen the country whose limits are used."""
    if option == opened.verdict.country:
        return "as you asked"
    if country == opened.verdict.country:
        return "your setting"
    return "the default, because you have set no country"
