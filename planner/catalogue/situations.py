"""What people come with, and what is documented there: read when somebody asks, not before."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from planner.catalogue.figures import Identifier, Row, SourceId, Text, Tuple
from planner.catalogue.loading import CatalogueError, load_catalogue
from planner.catalogue.lookup import Catalogue

FILE = "choosing/situations.toml"


class Strength(Row):
    """How well something is documented, in words that are used for nothing else."""

    words: Text
    means: Text
    sign: Text


class Documented(Row):
    """What is documented of one substance in one situation."""

    substance: Identifier
    strength: Identifier
    says: Text
    trouble: str | None = None
    """Where a citation of the starting articles does not hold."""
    sources: Annotated[tuple[SourceId, ...], Tuple]
    reason: Text
    """The reason that an entry gets which is started from here."""


class Situation(Row):
    """A question that people come with."""

    id: Identifier
    name: Text
    means: Text
    rows: Annotated[tuple[Documented, ...], Tuple] = Field(min_length=1)


class Pair(Row):
    """What is known of the substances taken together."""

    says: Text
    sources: Annotated[tuple[SourceId, ...], Tuple]


class Situations(Row):
    """The file of situations."""

    strengths: dict[Identifier, Strength]
    pair: Pair
    situations: Annotated[tuple[Situation, ...], Tuple] = Field(min_length=1)

    def find(self, situation: str) -> Situation | None:
        """Return a situation by its id."""
        return next((each for each in self.situations if each.id == situation), None)


@cache
def load_situations() -> Situations:
    """Return the situations that come with Planner.

    Raises:
        CatalogueError: the file does not parse, or names what the catalogue lacks.
    """
    return read_situations(Path(__file__).parent / "data" / FILE, load_catalogue())


def read_situations(file: Path, catalogue: Catalogue) -> Situations:
    """Return the situations of a file, whose substances, sources and strengths must all exist.

    Raises:
        CatalogueError: the file does not parse, or names what the catalogue lacks.
    """
    try:
        found = Situations.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(f"{FILE}: {where}: {first['msg']}") from problem
    except ValueError as problem:
        raise CatalogueError(f"{FILE}: {problem}") from problem
    for source in found.pair.sources:
        _require(source in catalogue.sources, f"pair: no source {source!r}")
    for situation in found.situations:
        for row in situation.rows:
            where = f"{situation.id}, {row.substance}"
            _require(catalogue.find(row.substance) is not None, f"{where}: no such substance")
            _require(row.strength in found.strengths, f"{where}: no strength {row.strength!r}")
            silent = row.strength == "nothing"
            _require(silent or bool(row.sources), f"{where}: a claim without a source")
            for source in row.sources:
                _require(source in catalogue.sources, f"{where}: no source {source!r}")
    return found


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise CatalogueError(f"{FILE}: {otherwise}")
