"""Judging many files under one set of options: the country, and whose catalogue there is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.catalogues import Catalogues
from planner.cli.options import CountrySetting, country_option

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Verdict
    from planner.regimen.reading import Reading


class Judging:
    """Judges what was read of files by the options of a command."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Take the country from the options, else from the user's setting where it is needed.

        Raises:
            CommandError: the country is none.
        """
        from planner.catalogue import load_catalogue

        self.catalogue: Catalogue = load_catalogue()
        self._catalogues = Catalogues(self.catalogue)
        self.country = CountrySetting(country_option(options, self.catalogue), self.catalogue)

    def __call__(self, reading: Reading, path: Path) -> Verdict:
        """Return the verdict on what reading a file gave."""
        from planner.judge import judge_reading

        return judge_reading(reading, self.catalogue_at(path), self.country.for_(reading))

    def catalogue_at(self, path: Path) -> Catalogue:
        """Return the catalogue that a file is judged by; what of it cannot be used is told once."""
        return self._catalogues.of(path)

    @property
    def failed(self) -> bool:
        """Whether an own catalogue file could not be used, which is exit code 2."""
        return self._catalogues.failed
