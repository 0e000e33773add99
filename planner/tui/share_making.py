"""Making what is shown, copied or written of a shared regimen; it runs beside the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.messages import SheetMade

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.making import Options
    from planner.regimen.reading import Reading

EXPORTS = "exports"
SHOW, COPY, WRITE = "show", "copy", "write"
PLAIN = "txt"
"""The format that tells in words what one without a text of its own says."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a sender wants to have made, and what for."""

    purpose: str
    """`show`, `copy` or `write`."""
    formats: tuple[str, ...]
    options: Options

    @property
    def made(self) -> tuple[str, ...]:
        """What has to be made: to show what others lay out, the plain text as well."""
        from planner.export.formats import FORMATS

        if self.purpose == SHOW and any(FORMATS[name].laid_out_by for name in self.formats):
            return (*self.formats, PLAIN)
        return self.formats


def make(reading: Reading, catalogue: Catalogue, wish: Wish, today: date) -> SheetMade:
    """Make a regimen ready as it was wished for, or say why it cannot be shared."""
    from planner.export.making import ExportRefusedError
    from planner.library.atomic import SaveError
    from planner.library.sharing import prepare

    try:
        prepared = prepare(reading, catalogue, wish.made, wish.options, today)
    except (ExportRefusedError, SaveError) as problem:
        return SheetMade(wish, None, str(problem))
    return SheetMade(wish, prepared)


def exports_folder(library: Path, path: Path) -> Path:
    """Return where the exports of a regimen go: beside the library, so that they are not in it.

    A regimen that lies in a folder of the library has its exports in a folder of that name.
    """
    beside = library if library.name not in ("", "..") else library.resolve()
    inside = Path(path.stem)
    if path.is_relative_to(library):
        inside = path.relative_to(library).with_suffix("")
    parts = [part for part in inside.parts if not part.startswith(".")] or [path.stem]
    return beside.parent.joinpath(EXPORTS, *parts)


def from_home(path: Path) -> str:
    """Return a path as a person writes it: `~/exports` where it lies in their home folder."""
    try:
        inside = path.relative_to(Path.home())
    except (ValueError, RuntimeError):
        return str(path)
    return str(Path("~", inside))
