"""Reading own files: every problem of every file at once, each with its line, key and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.catalogue.figures import Own, OwnRange
from planner.catalogue.lookup import OTHER, Catalogue
from planner.catalogue.models import Source, Substance
from planner.catalogue.own import OwnFile, OwnProblem, OwnReading
from planner.catalogue.own_tables import (
    FileTable,
    RangeTable,
    SourceTable,
    SubstanceTable,
    Told,
    named_tables,
    read_table,
)
from planner.positions import NO_POSITIONS, KeyPath, Positions, find_positions, key_text
from planner.tables import TOO_DEEP, TextError, file_bytes, is_too_deep, parse_text
from planner.wording import did_you_mean, listed, quoted

FORMAT = 1
MOST_FILES = 50
"""Own files of a library that are read at the most."""
MOST_TOLD = 1000
"""Problems of one file that are told; the rest are counted."""
ELEMENTAL = "elemental"

_OWN = re.compile(
    rb"^[ \t]*(?:by[ \t]*=|\[?[ \t]*(?:substances|ranges|sources)[ \t]*[].=])", re.MULTILINE
)
"""Keys that only an own file has."""
_REGIMEN = re.compile(
    rb"^[ \t]*(?:title[ \t]*=|\[[ \t]*(?:entries|products)[ \t]*[].])", re.MULTILINE
)
_NOTHING = "Nothing is said of how it was checked."


@dataclass
class _File:
    """A file as far as it could be read."""

    path: Path
    told: list[Told] = field(default_factory=list)
    line: int | None = None
    """The line of a problem of the whole file."""
    positions: Positions = NO_POSITIONS
    own: Own | None = None
    source_ids: frozenset[str] = frozenset()
    """Ids of all its sources, broken ones included, so that one problem is told once."""
    substance_ids: frozenset[str] = frozenset()
    sources: dict[str, SourceTable] = field(default_factory=dict)
    substances: dict[str, SubstanceTable] = field(default_factory=dict)
    ranges: dict[str, tuple[RangeTable, KeyPath]] = field(default_factory=dict)
    """By the id of the substance, with the key of the table."""

    def problems(self) -> Iterator[OwnProblem]:
        if len(self.told) > MOST_TOLD:
            more = len(self.told) - MOST_TOLD
            self.told[MOST_TOLD:] = [((), f"and {more} more problems in this file")]
        for path, message in self.told:
            line = self.line or self.positions.line(path)
            yield OwnProblem(self.path, line, key_text(path), message)


def own_paths(folder: Path) -> list[Path]:
    """Return the own files of a folder, sorted; none where there is no such folder.

    Raises:
        OSError: the folder is there, and cannot be read.
    """
    try:
        found = [each for each in folder.iterdir() if each.suffix == ".toml"]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(each for each in found if not each.name.startswith("."))


def read_own(folder: Path, shipped: Catalogue) -> OwnReading:
    """Read the own files of a folder. Never raises for what they hold; never writes.

    A regimen that lies among them is left alone.
    """
    try:
        paths = own_paths(folder)
    except OSError as problem:
        return OwnReading((), (OwnProblem(folder, 1, "", _unreadable(problem)),))
    if len(paths) > MOST_FILES:
        message = f"{len(paths)} own files; {MOST_FILES} at most are read"
        return OwnReading((), (OwnProblem(folder, 1, "", message),))
    return read_own_files(paths, shipped)


def read_own_files(paths: Iterable[Path], shipped: Catalogue) -> OwnReading:
    """Read own files, which must not speak of the same things. Never raises for what they hold."""
    files = [file for path in paths if (file := _read(path)) is not None]
    for file in files:
        _check(file, files, shipped)
    _check_repeated(files)
    whole = (_made(file, file.own) for file in files if file.own and not file.told)
    problems = sorted(
        (problem for file in files for problem in file.problems()),
        key=lambda problem: (problem.path, problem.line),
    )
    return OwnReading(tuple(whole), tuple(problems))


# one file


def _read(path: Path) -> _File | None:
    """Return a file as far as it could be read by itself; None for a regimen."""
    file = _File(path)
    try:
        data = file_bytes(path)
        if _REGIMEN.search(data) and not _OWN.search(data):
            return None
        parsed = parse_text(data)
    except OSError as problem:
        return _refused(file, _unreadable(problem))
    except TextError as problem:
        return _refused(file, str(problem), problem.line)
    except ValueError as problem:
        return _refused(file, str(problem))
    if is_too_deep(parsed.table):
        return _refused(file, TOO_DEEP)
    file.positions = find_positions(parsed.text)
    if wrong := _format_problem(parsed.table):
        file.told.append((("format",), wrong))
        return file
    top, told = read_table(FileTable, parsed.table, ())
    file.told += told
    if top is not None and top.by is not None:
        file.own = Own(top.by, f"{path.absolute().parent.name}/{path.name}")
    _read_sources(file, parsed.table)
    _read_substances(file, parsed.table)
    _read_ranges(file, parsed.table)
    return file


def _unreadable(problem: OSError) -> str:
    return f"cannot be read: {problem.strerror or problem}"


def _refused(file: _File, message: str, line: int = 1) -> _File:
    file.told.append(((), message))
    file.line = line
    return file


def _format_problem(table: Mapping[str, Any]) -> str | None:
    if "format" not in table:
        return f"is missing: write format = {FORMAT} at the top"
    value = table["format"]
    if isinstance(value, bool) or not isinstance(value, int):
        return f"read {quoted(value)}, expected the whole number {FORMAT}"
    if value != FORMAT:
        return f"read {quoted(value)}; this version of Planner reads format {FORMAT} only"
    return None


def _read_sources(file: _File, table: Mapping[str, Any]) -> None:
    rows, told = named_tables(table, "sources")
    file.told += told
    file.source_ids = frozenset(rows)
    for name, row in rows.items():
        source, told_of_it = read_table(SourceTable, row, ("sources", name))
        file.told += told_of_it
        if source is not None:
            file.sources[name] = source


def _read_substances(file: _File, table: Mapping[str, Any]) -> None:
    rows, told = named_tables(table, "substances")
    file.told += told
    file.substance_ids = frozenset(rows)
    for name, row in rows.items():
        path: KeyPath = ("substances", name)
        substance, told_of_it = read_table(SubstanceTable, row, path)
        file.told += told_of_it
        if substance is not None:
            file.substances[name] = substance
        if isinstance(row, dict) and "range" in row:
            _read_range(file, name, row["range"], (*path, "range"))


def _read_ranges(file: _File, table: Mapping[str, Any]) -> None:
    rows, told = named_tables(table, "ranges")
    file.told += told
    for name, row in rows.items():
        if name in file.substance_ids:
            message = f"{quoted(name)} is a substance of this file: write [substances.{name}.range]"
            file.told.append((("ranges", name), message))
        else:
            _read_range(file, name, row, ("ranges", name))


def _read_range(file: _File, name: str, row: object, path: KeyPath) -> None:
    ranged, told = read_table(RangeTable, row, path)
    file.told += told
    if ranged is not None:
        file.ranges[name] = ranged, path


# what goes together


def _check(file: _File, files: Iterable[_File], shipped: Catalogue) -> None:
    """Tell what does not fit in a file: with itself, with the shipped catalogue."""
    for name in file.source_ids:
        if name in shipped.sources:
            message = f"{quoted(name)} is the id of a shipped source: choose another"
            file.told.append((("sources", name), message))
    for name in file.substance_ids:
        if why := _taken(name, shipped):
            file.told.append((("substances", name), why))
    for name, substance in file.substances.items():
        file.told += _substance_problems(name, substance, file, shipped)
    elsewhere = {name: each for each in files if each is not file for name in each.substance_ids}
    for name, (ranged, path) in list(file.ranges.items()):
        file.told += _range_problems(ranged, path, file, shipped)
        if path[0] == "ranges":
            file.told += _about_shipped(file, name, ranged, elsewhere, shipped)


def _taken(name: str, shipped: Catalogue) -> str | None:
    """Return why an id cannot be that of an own substance."""
    if name == OTHER:
        return f"{quoted(name)} means a substance that no catalogue has: choose another id"
    if known := shipped.find(name):
        read_as = "" if known.id == name else f", read as {known.id}"
        return (
            f"{quoted(name)} is a shipped substance{read_as}: put a range of your own beside the"
            f" shipped one, under [ranges.{known.id}]"
        )
    if name in shipped.families:
        return f"{quoted(name)} is the id of a shipped family: choose another"
    return None


def _substance_problems(
    name: str, substance: SubstanceTable, file: _File, shipped: Catalogue
) -> Iterator[Told]:
    path: KeyPath = ("substances", name)
    if substance.kind == "extract" and substance.marker is None:
        yield (
            (*path, "marker"),
            "is missing: say what the strength of the extract is a percentage of",
        )
    if substance.kind != "extract" and substance.marker is not None:
        yield (*path, "marker"), 'is for extracts only: add kind = "extract"'
    source = substance.sedating_source
    where = (*path, "sedating_source")
    if substance.sedating and source is None:
        yield where, "is missing: say where it is documented to make sleepy"
    if source is not None and not substance.sedating:
        yield where, "is of no use without sedating = true"
    yield from _source_problems(where, source, file, shipped)


def _source_problems(
    path: KeyPath, source: str | None, file: _File, shipped: Catalogue
) -> Iterator[Told]:
    if source is None or source in file.source_ids or source in shipped.sources:
        return
    known = sorted(file.source_ids)
    names = f" This file has {listed(known)}." if known else ""
    offer = did_you_mean(source, [*known, *shipped.sources])
    yield path, f"no source {quoted(source)}: add [sources.{source}] with a title.{offer}{names}"


def _range_problems(
    ranged: RangeTable, path: KeyPath, file: _File, shipped: Catalogue
) -> Iterator[Told]:
    yield from _source_problems((*path, "source"), ranged.source, file, shipped)
    lower, upper = ranged.lower, ranged.upper
    strange = False
    for key, amount in (("lower", lower), ("upper", upper)):
        if amount is not None and amount.dimension != "mass":
            strange = True
            yield (*path, key), f"read {quoted(amount.text)}, expected an amount in mg, mcg or g"
    if lower and upper and not strange and lower.milligrams > upper.milligrams:
        yield (*path, "lower"), f"{lower.text} is more than the upper bound of {upper.text}"


def _about_shipped(
    file: _File, name: str, ranged: RangeTable, elsewhere: Mapping[str, _File], shipped: Catalogue
) -> Iterator[Told]:
    """Yield why a range under `[ranges]` cannot stand beside a shipped substance.

    One that can is kept under the substance's own id, whatever alias the file uses.
    """
    path: KeyPath = ("ranges", name)
    substance = shipped.find(name)
    if substance is None:
        other = elsewhere.get(name)
        if other is not None:
            yield path, f"{quoted(name)} is an own substance of {other.path.name}: give it there"
            return
        near = shipped.nearest(name)
        offer = f" Did you mean {quoted(near)}?" if near else ""
        yield path, f"no shipped substance {quoted(name)}.{offer}"
        return
    wanted = _basis_of(substance)
    if None not in (wanted, ranged.basis) and ranged.basis != wanted:
        why = "minerals are" if substance.is_mineral else "the shipped range is"
        yield (
            (*path, "basis"),
            f"read {quoted(ranged.basis)}, expected {quoted(wanted)}: {why} compared as that",
        )
    if substance.id != name:
        if substance.id in file.ranges:
            yield path, f"{quoted(name)} is read as {substance.id}, which has a range here already"
        else:
            file.ranges[substance.id] = file.ranges.pop(name)


def _basis_of(substance: Substance) -> str | None:
    """Return what an own range of a shipped substance has to be of; None where that is free."""
    if substance.is_mineral:
        return ELEMENTAL
    return substance.range.basis if substance.range else None


def _check_repeated(files: Iterable[_File]) -> None:
    """Tell of everything that two files speak of, in the later one, naming both."""
    first: dict[tuple[str, str], tuple[_File, KeyPath]] = {}
    for file in files:
        keys: list[tuple[tuple[str, str], KeyPath]] = [
            (("source", name), ("sources", name)) for name in sorted(file.source_ids)
        ]
        keys += [(("substance", name), ("substances", name)) for name in sorted(file.substance_ids)]
        keys += [
            (("range", name), path)
            for name, (_, path) in file.ranges.items()
            if path[0] == "ranges"
        ]
        for what, path in keys:
            known = first.setdefault(what, (file, path))
            if known[0] is not file:
                other, there = known
                place = f"{other.path.name}:{other.positions.line(there)}"
                message = f"the {what[0]} {quoted(what[1])} stands in {place} too: keep one of both"
                file.told.append((path, message))


# what is made of it


def _made(file: _File, own: Own) -> OwnFile:
    """Return what a file without a problem adds."""
    return OwnFile(
        file.path,
        own,
        {name: _source(name, each, own) for name, each in file.sources.items()},
        {name: _substance(name, each, own) for name, each in file.substances.items()},
        {
            name: OwnRange(**dict(each), own=own, line=file.positions.line(path))
            for name, (each, path) in file.ranges.items()
        },
        {name: file.positions.line(("substances", name)) for name in file.substances},
    )


def _source(name: str, table: SourceTable, own: Own) -> Source:
    given = {key: value for key, value in table if key != "verified"}
    check = f"{own.by} says: {table.verified}" if table.verified else _NOTHING
    return Source(id=name, **given, verified="own", check=check, own=own)


def _substance(name: str, table: SubstanceTable, own: Own) -> Substance:
    return Substance(
        id=name,
        family=name,
        name=own.marked(table.name or name),
        kind=table.kind,
        search=table.search,
        about=table.about or "",
        marker=table.marker,
        sedating=table.sedating,
        sedating_source=table.sedating_source,
        no_range=f"It is an own substance ({own.file}): no documented range, limit or caution is"
        " shipped for it.",
        own=own,
    )
