"""Templates as files: finding one by its name, and the states of it that plans were made from."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from planner.library.atomic import refusals, replace_file
from planner.library.home import with_shelf
from planner.library.listing import regimen_files
from planner.library.paths import shipped_folder
from planner.library.store import VERSIONS, version_stem
from planner.regimen.filling import TEMPLATE, NotATemplateError, Source, source_of
from planner.regimen.models import Product, Regimen
from planner.regimen.reading import Reading, file_bytes, read_bytes, read_file, read_table
from planner.regimen.writing import table_text
from planner.wording import did_you_mean, listed, quoted, visible

TEMPLATES = "templates"
"""Where in a library new templates go, and where in `.versions` the states of one are kept."""
_TABLE = re.compile(
    rb"^[ \t]*(?:\[[ \t]*template[ \t]*[].]|template[ \t]*(?:\.|=[ \t]*\{))", re.MULTILINE
)
"""What a file has that is a template; a plan made from one has `template = "..."`."""
_LEVELS = 4
"""Folders in which the states of templates are looked for: that of a plan, and those above."""


class NoTemplateError(Exception):
    """A template that cannot be found or used; `str()` of it says why and what there is."""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as a file."""

    path: Path
    reading: Reading
    """Read as every regimen is; its problems say what is wrong with it."""
    shipped: bool = False

    @property
    def name(self) -> str:
        """The name that plans made from it record."""
        return self.path.stem

    @property
    def source(self) -> Source:
        """The template as plans are made from it.

        Raises:
            NotATemplateError: it has errors.
        """
        return replace(source_of(self.reading, visible(str(self.path))), name=self.name)


def templates(library: Path) -> Iterator[TemplateFile]:
    """Yield the templates of a library, by their paths, and then those that come with Planner.

    A file with errors is one of them where it says that it is a template.
    """
    own: set[Path] = set()
    for path in regimen_files(library):
        file = _template(path)
        if file is not None:
            own.add(path.resolve())
            yield file
    for path in regimen_files(shipped_folder()):
        if path.resolve() not in own:
            file = _template(path, shipped=True)
            if file is not None:
                yield file


def find_template(name: str, library: Path) -> TemplateFile:
    """Return the template that a name or a path stands for.

    A name is that of a file without its ending: of the library, else of those that come with
    Planner. A path is a file of any place.

    Raises:
        NoTemplateError: there is none, or several of that name.
    """
    path = Path(name)
    if path.suffix == ".toml" or os.sep in name:
        return _named_file(path)
    own = list(_of_name(name, library))
    if not own:
        own = [each for each in templates(library) if each.name == name and each.shipped]
    if len(own) > 1:
        places = listed(visible(str(each.path)) for each in own)
        raise NoTemplateError(
            f"several templates are called {quoted(name)}: {places}; give the path of one"
        )
    if own:
        return own[0]
    others = sorted({each.name for each in templates(library)})
    offer = did_you_mean(name, others)
    there = f" There are {listed(others)}." if others else " There is none yet."
    raise NoTemplateError(f"no template {quoted(name)} in {visible(str(library))}.{offer}{there}")


def kept_name(source: Source) -> str:
    """Return the name under which a state of a template is kept within `.versions`."""
    return f"{TEMPLATES}/{kept_file(source.name, source.version)}"


def kept_file(name: str, version: str) -> str:
    """Return the name of the file in which a state of a template is kept."""
    return f"{version_stem(Path(f'{name}.toml'))}.{version}.toml"


def kept_bytes(source: Source) -> bytes:
    """Return what is kept of a state of a template: all that it gives.

    Its comments stay behind: they are nobody's business in the folder of a client.
    """
    return table_text(source.table).encode()


def keep_state(source: Source, folder: Path) -> None:
    """Keep a state of a template beside the plans in a folder, so that its changes can be told.

    Raises:
        SaveError: it could not be written.
    """
    path = folder / VERSIONS / kept_name(source)
    with refusals(path):
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, kept_bytes(source))


class Shelf:
    """The labels that a template takes from the shelf of its home."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self._known: dict[str, Product | None] = {}

    def of(self, *sources: Source, regimen: Regimen) -> dict[str, Product]:
        """Return the labels of what templates or a regimen take, by id; those that there are."""
        ids = {entry.product for entry in regimen.entries.values() if entry.product}
        for source in sources:
            rows = [*source.table.get("entries", {}).values()]
            ids |= {row["product"] for row in rows if isinstance(row.get("product"), str)}
        for product in ids - self._known.keys():
            self._known[product] = self._label(product)
        return {each: label for each in ids if (label := self._known[each]) is not None}

    def _label(self, product: str) -> Product | None:
        row = {"product": product, "dose": "1 capsule", "when": "21:00"}
        table = {"format": 1, "title": product, "entries": {"it": row}}
        regimen = with_shelf(read_table(table), self._template).regimen
        return regimen.products.get(product) if regimen is not None else None


class KeptStates:
    """The states of a template that are known: as it is now, and those that were kept."""

    def __init__(
        self, current: Source, places: Iterable[Path], others: Mapping[str, Path] | None = None
    ) -> None:
        """Know a template, and look for its earlier states beside these files and above them.

        `others` are the versions of other templates of its name, and where each of them is.
        """
        self.current = current
        self.others = {
            version: path for version, path in (others or {}).items() if version != current.version
        }
        self._known = {current.version: current}
        self._missing: set[tuple[str, Path]] = set()
        """Versions that were looked for from a folder, and not found."""
        self._folders = list(
            dict.fromkeys(
                folder
                for place in dict.fromkeys(each.parent for each in places)
                for folder in (place.absolute(), *place.absolute().parents)[:_LEVELS]
            )
        )

    def find(self, version: str, plan: Path) -> Source | None:
        """Return a state of the template by its version, or None where it was not kept."""
        if version in self.others:
            return None
        place = (version, plan.absolute().parent)
        if version not in self._known and place not in self._missing:
            found = self._kept(version, plan)
            if found is None:
                self._missing.add(place)
            else:
                self._known[version] = found
        return self._known.get(version)

    def earlier_of(self, versions: Iterable[str]) -> list[Source]:
        """Return the earlier states with these versions, those that are known."""
        return [
            self._known[version]
            for version in dict.fromkeys(versions)
            if version in self._known and version != self.current.version
        ]

    def _kept(self, version: str, plan: Path) -> Source | None:
        name = kept_file(self.current.name, version)
        for folder in [*plan.absolute().parents[:_LEVELS], *self._folders]:
            versions = folder / VERSIONS
            earlier = versions.glob(f"{self.current.name}.*.toml") if versions.is_dir() else ()
            for path in (versions / TEMPLATES / name, *sorted(earlier, reverse=True)):
                source = _state(path, self.current.name)
                if source is not None and source.version == version:
                    return source
        return None


def _state(path: Path, name: str) -> Source | None:
    try:
        return source_of(read_bytes(file_bytes(path)), name)
    except (OSError, ValueError, NotATemplateError):
        return None


def versions_of_others(file: TemplateFile, library: Path) -> dict[str, Path]:
    """Return the versions of the other own templates with the name of one, and where they are.

    A plan that was made from one of those is no plan of this one. A shipped template of its name is
    what it was copied from, and plans of that go on with the copy.
    """
    found = {}
    for each in templates(library):
        is_other = not each.shipped and each.path.resolve() != file.path.resolve()
        if each.name == file.name and is_other:
            with contextlib.suppress(NotATemplateError):
                found[each.source.version] = each.path
    return found


def _of_name(name: str, library: Path) -> Iterator[TemplateFile]:
    """Yield the templates of a library with a name; only files of that name need reading.

    Raises:
        NoTemplateError: a file of that name cannot be read, and may be the one that is meant: a
            shipped template of its name must not stand in for it.
    """
    for path in regimen_files(library):
        if path.stem != name:
            continue
        file = _template(path)
        if file is not None and file.reading.regimen is None:
            raise NoTemplateError(_unreadable(file))
        if file is not None:
            yield file


def _unreadable(file: TemplateFile) -> str:
    problem = file.reading.problems[0]
    line = file.reading.line(problem.line, problem.key)
    return f"{visible(str(file.path))}:{line}: {problem.message}"


def _named_file(path: Path) -> TemplateFile:
    reading = read_file(path)
    file = TemplateFile(path, reading)
    if reading.regimen is None:
        raise NoTemplateError(_unreadable(file))
    return file


def _template(path: Path, *, shipped: bool = False) -> TemplateFile | None:
    """Return a file as a template, or None where it is none; most files need no reading.

    One that cannot be read is a template where it says so, or lies where templates do.
    """
    try:
        data = file_bytes(path)
    except (OSError, ValueError):
        return None
    says_so = _TABLE.search(data) is not None
    if not says_so and path.parent.name != TEMPLATES:
        return None
    reading = read_bytes(data, path)
    is_template = reading.regimen is not None and reading.regimen.template is not None
    # one whose own table has an error is a template all the same
    broken = reading.regimen is None or any(
        each.key[:1] == (TEMPLATE,) for each in reading.problems
    )
    return TemplateFile(path, reading, shipped) if is_template or broken else None
