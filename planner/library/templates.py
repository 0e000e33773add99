"""Templates as files: finding one by its name, and the states of it that plans were made from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from planner.library.atomic import refusals, replace_file
from planner.library.listing import regimen_files
from planner.library.paths import shipped_folder
from planner.library.store import VERSIONS
from planner.regimen.filling import TEMPLATE, NotATemplateError, Source, source_of
from planner.regimen.reading import Reading, file_bytes, read_bytes, read_file
from planner.wording import did_you_mean, listed, quoted, visible

TEMPLATES = "templates"
"""Where in a library new templates go, and where in `.versions` the states of one are kept."""
_TABLE = b"template"


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
    found = [each for each in templates(library) if each.name == name]
    own = [each for each in found if not each.shipped] or found
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
    return f"{TEMPLATES}/{source.name}.{source.version}.toml"


def keep_state(source: Source, folder: Path) -> None:
    """Keep a state of a template beside the plans in a folder, so that its changes can be told.

    Raises:
        SaveError: it could not be written.
    """
    path = folder / VERSIONS / kept_name(source)
    if path.exists():
        return
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, source.data)


class KeptStates:
    """The states of a template that are known: as it is now, and those that were kept."""

    def __init__(self, current: Source, places: Iterable[Path]) -> None:
        """Know a template, and look for its earlier states beside these files and above them."""
        self.current = current
        self._known = {current.version: current}
        self._missing: set[tuple[str, Path]] = set()
        """Versions that were looked for from a folder, and not found."""
        self._folders = list(
            dict.fromkeys(folder for place in places for folder in place.absolute().parents[:4])
        )

    def find(self, version: str, plan: Path) -> Source | None:
        """Return a state of the template by its version, or None where it was not kept."""
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
        name = f"{self.current.name}.{version}.toml"
        for folder in [*plan.absolute().parents[:4], *self._folders]:
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


def _named_file(path: Path) -> TemplateFile:
    reading = read_file(path)
    if reading.regimen is None:
        problem = reading.problems[0]
        line = reading.line(problem.line, problem.key)
        raise NoTemplateError(f"{visible(str(path))}:{line}: {problem.message}")
    return TemplateFile(path, reading)


def _template(path: Path, *, shipped: bool = False) -> TemplateFile | None:
    """Return a file as a template, or None where it is none; most files need no reading."""
    try:
        data = file_bytes(path)
    except (OSError, ValueError):
        return None
    if _TABLE not in data:
        return None
    reading = read_bytes(data, path)
    is_template = reading.regimen is not None and reading.regimen.template is not None
    # one whose own table has an error is a template all the same
    if not is_template and not any(each.key[:1] == (TEMPLATE,) for each in reading.problems):
        return None
    return TemplateFile(path, reading, shipped)
