"""Options that several commands share, and the country that they come to."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from planner.cli.output import CommandError, complain
from planner.wording import quoted

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.regimen.reading import Reading

_OFTEN_MEANT = {"UK": "GB", "USA": "US", "ENGLAND": "GB", "GERMANY": "DE", "EUROPE": "EU"}


def add_country(parser: argparse.ArgumentParser) -> None:
    """Add `--country` to a command."""
    parser.add_argument(
        "--country",
        metavar="CC",
        default=argparse.SUPPRESS,
        help="whose upper limits and restrictions apply where a file names no country:"
        " two letters such as US, GB or DE, or EU (default: your setting, else US)",
    )


def add_library(parser: argparse.ArgumentParser) -> None:
    """Add `--library` to a command."""
    parser.add_argument(
        "--library",
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the folder of your regimens (default: $PLANNER_LIBRARY, else ./regimens where it"
        " exists, else a folder of your own)",
    )


def country_option(options: argparse.Namespace, catalogue: Catalogue) -> str | None:
    """Return the country that was asked for, or None.

    Raises:
        CommandError: it is no country.
    """
    asked: str | None = getattr(options, "country", None)
    if asked is None:
        return None
    code = asked.strip().upper()
    if catalogue.is_country(code):
        return code
    meant = _OFTEN_MEANT.get(code)
    hint = f" Did you mean {meant}?" if meant else ""
    raise CommandError(
        f"--country {quoted(asked)} is not a country code: expected two letters (ISO 3166-1)"
        f" such as US, GB or DE, or EU.{hint}"
    )


class CountrySetting:
    """The country for files that name none: the option, else the user's setting, read if needed."""

    def __init__(self, option: str | None, catalogue: Catalogue) -> None:
        self.option = option
        self._catalogue = catalogue
        self._setting: str | None = None
        self._loaded = False

    def for_(self, reading: Reading) -> str | None:
        """Return the setting that holds for a file; None where it is not needed."""
        if self.option is not None:
            return self.option
        person = reading.regimen.person if reading.regimen else None
        if reading.regimen is None or (person and person.country):
            return None
        return self.here()

    def here(self) -> str | None:
        """Return the user's own country: the option, else the setting."""
        if self.option is not None:
            return self.option
        if not self._loaded:
            self._loaded = True
            self._setting = _saved_setting(self._catalogue)
        return self._setting


def _saved_setting(catalogue: Catalogue) -> str | None:
    from planner.library.settings import load_settings

    settings, message = load_settings()
    for line in (message or "").splitlines():
        complain(line)
    country = settings.country
    if country is not None and not catalogue.is_country(country):
        complain(f"your setting {quoted(country)} is not a country code; the default is used")
        return None
    return country
