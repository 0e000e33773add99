"""The catalogue that each file is judged by: own files that cannot be used are told, once each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.output import complain

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.own import OwnProblem


class Catalogues:
    """The shipped catalogue, with what the home of a file adds as its own."""

    def __init__(self, shipped: Catalogue) -> None:
        self.shipped = shipped
        self._told: set[OwnProblem] = set()

    def of(self, path: Path) -> Catalogue:
        """Return the catalogue of a regimen file, and complain of what is wrong with its own part.

        Judging goes on without an own file that cannot be used, so that one mistake in it does not
        hide what else is to be said; the exit code tells that something was left out.
        """
        from planner.library.own import catalogue_for

        catalogue, problems = catalogue_for(path, self.shipped)
        for problem in problems:
            if problem not in self._told:
                self._told.add(problem)
                complain(problem.text)
        return catalogue

    @property
    def failed(self) -> bool:
        """Whether an own file could not be used, which is exit code 2."""
        return bool(self._told)
