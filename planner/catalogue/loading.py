"""Reading the catalogue's files: every table validated, every source id resolved."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from planner.catalogue.figures import Sourced
from planner.catalogue.lookup import Catalogue
from planner.catalogue.models import FamilyFile, GeneralFile, SourcesFile, Substance

GENERAL = "general.toml"
SOURCES = "sources.toml"

Model = TypeVar("Model", bound=BaseModel)


class CatalogueError(Exception):
    """A catalogue file cannot be used; the message names file, key and what is wrong."""


@cache
def load_catalogue() -> Catalogue:
    """Return the catalogue of the package, read and validated once.

    Raises:
        CatalogueError: a file does not parse, a figure lacks its source, or a source is unknown.
    """
    return read_catalogue(Path(__file__).parent / "data")


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue made of the TOML files of a folder.

    Raises:
        CatalogueError: a file does not parse, a figure lacks its source, or a source is unknown.
    """
    tables = {file.name: _parse(file) for file in sorted(folder.glob("*.toml"))}
    for required in (GENERAL, SOURCES):
        if required not in tables:
            raise CatalogueError(f"{required}: the catalogue has no such file")
    general_table = tables.pop(GENERAL)
    _name_rows(general_table, "conditions")
    _name_rows(general_table, "medicines")
    general = _validate(GENERAL, GeneralFile, general_table)
    sources_table = tables.pop(SOURCES)
    _name_rows(sources_table, "sources")
    sources = _validate(SOURCES, SourcesFile, sources_table)
    families: list[FamilyFile] = []
    for name, table in tables.items():
        family_id = table.get("family", {}).get("id")
        _name_rows(table, "substances", family=family_id)
        families.append(_validate(name, FamilyFile, table))
        _check_sources(name, families[-1], sources)
    _check_sources(GENERAL, general, sources)
    substances = _collect(families)
    return Catalogue(general, sources, tuple(file.family for file in families), substances)


def _parse(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise CatalogueError(f"{file.name}: {problem}") from problem


def _name_rows(table: dict[str, Any], key: str, **more: Any) -> None:
    """Give every row of a keyed table its own key as `id`."""
    rows = table.get(key)
    if isinstance(rows, dict):
        for name, row in rows.items():
            if isinstance(row, dict):
                row.update(id=name, **more)


def _validate(name: str, model: type[Model], table: dict[str, Any]) -> Model:
    try:
        return model.model_validate(table)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CatalogueError(f"{name}: {where}: {first['msg']}") from problem


def _check_sources(name: str, model: BaseModel, sources: SourcesFile) -> None:
    for where, source in _used_sources(model, ""):
        if source not in sources.sources:
            raise CatalogueError(f"{name}: {where}: source {source!r} is not in {SOURCES}")


def _used_sources(value: object, where: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, BaseModel):
        for key in ("source", "sedating_source"):
            source = getattr(value, key, None)
            if isinstance(source, str):
                yield f"{where}.{key}".lstrip("."), source
        if isinstance(value, Sourced):
            yield from ((f"{where}.also".lstrip("."), other) for other in value.also)
        for key in type(value).model_fields:
            yield from _used_sources(getattr(value, key), f"{where}.{key}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _used_sources(item, f"{where}.{number}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _used_sources(item, f"{where}.{key}")


def _collect(families: Iterable[FamilyFile]) -> dict[str, Substance]:
    substances: dict[str, Substance] = {}
    names: set[str] = set()
    for file in families:
        for name, substance in file.substances.items():
            for known in (name, *substance.aliases):
                if known in names:
                    raise CatalogueError(f"{name}: the id {known!r} is used twice")
                names.add(known)
            substances[name] = substance
    return substances
