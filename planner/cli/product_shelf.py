"""What the parts of `planner product` share: the shelf that is meant, its labels, and its plans."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.output import CommandError, complain, width, wrap
from planner.cli.progress import with_progress
from planner.cli.template_options import library_of
from planner.wording import counted, did_you_mean, listed, quoted, visible

if TYPE_CHECKING:
    from planner.library.products import ShelfFile
    from planner.library.takers import Taker
    from planner.regimen.models import Product

MOST_NAMED = 3


def home(options: argparse.Namespace) -> Path:
    """Return the folder whose shelf is meant: the home of the library, or where it would be."""
    from planner.library.home import home_of

    library = library_of(options)
    if library.exists() and not library.is_dir():
        raise CommandError(f"{visible(str(library))}: the library is a folder, and this is none")
    return home_of(library / "any.toml") or library


def no_shelf_words(place: Path) -> str:
    """Say that there is no shelf yet and how to make one; empty where there is one."""
    from planner.library.kinds import PRODUCTS

    if (place / PRODUCTS).is_dir():
        return ""
    elsewhere = ". The folder you are in has one: --library ." if Path(PRODUCTS).is_dir() else ""
    return (
        f"{told(place)}: this library has no shelf, a folder {PRODUCTS}/ with a file for each"
        f" label; planner product add puts a first label there{elsewhere}"
    )


def named_file(options: argparse.Namespace, place: Path) -> ShelfFile:
    """Return the file of the label that `options.product` names, whatever it holds.

    Raises:
        CommandError: there is none.
    """
    from planner.library.kinds import PRODUCTS
    from planner.library.products import read_product, shelf_files

    if said := no_shelf_words(place):
        raise CommandError(said)
    name = options.product.removesuffix(".toml").removeprefix(f"{PRODUCTS}/")
    files = {path.stem: path for path in shelf_files(place)}
    if name not in files:
        offer = did_you_mean(name, files)
        also = "" if offer else f" It has {listed(map(visible, files)) or 'none'}."
        where = told(place / PRODUCTS)
        raise CommandError(f"no label {quoted(name)} on the shelf {where}.{offer}{also}")
    return read_product(files[name])


def readable(file: ShelfFile) -> Product:
    """Return the label of a file.

    Raises:
        CommandError: it cannot be read.
    """
    if file.product is None:
        raise CommandError(f"{problem_words(file)}; planner product check tells all of it")
    return file.product


def problem_words(file: ShelfFile) -> str:
    """Return the first thing that is wrong with a file: `path:line: key: message`."""
    from planner.positions import key_text

    first = file.problems[0]
    key = f"{key_text(first.key)}: " if first.key else ""
    return f"{told(file.path)}:{first.line}: {key}{first.message}"


class Plans:
    """The plans of a library, read one by one; those that cannot be read are told once."""

    def __init__(self, place: Path, files: Sequence[Path] | None = None) -> None:
        """Read those of a folder, or only these files of it."""
        from planner.library.takers import plan_files

        self.files = plan_files(place) if files is None else files
        self.unreadable: list[Path] = []

    def taking(self, product: str | None = None) -> Iterator[Taker]:
        """Yield each plan that refers to a product, or every plan that could be read."""
        from planner.library.takers import read_taker

        for path in with_progress(self.files, "Plans"):
            taker = read_taker(path, product)
            if taker is None:
                continue
            if not taker.readable:
                self.unreadable.append(path)
            elif product is None or product in taker.refers:
                yield taker

    def complain(self) -> None:
        """Say which plans could not be read, if any."""
        if self.unreadable:
            named = [told(path) for path in self.unreadable[:MOST_NAMED]]
            more = len(self.unreadable) - len(named)
            which = listed([*named, f"{more} more"] if more else named)
            one = len(self.unreadable) == 1
            complain(
                f"what {'it takes' if one else 'they take'} is not known, because"
                f" {'it' if one else 'they'} cannot be read: {which}; planner check says why"
            )


def count_words(plans: int, templates: int) -> str:
    """Return how many plans there are: `37 plans and 1 template`."""
    parts = [counted(plans, "plan")] if plans or not templates else []
    parts += [counted(templates, "template")] if templates else []
    return listed(parts)


def within(path: Path, place: Path) -> str:
    """Return a path as it is told within a library."""
    try:
        return visible(str(path.absolute().relative_to(place.absolute())))
    except ValueError:
        return visible(str(path))


def told(path: Path) -> str:
    """Return a path as it is told: from the current folder on, where it lies in there."""
    return visible(str(from_here(path)))


def from_here(path: Path) -> Path:
    """Return a path from the current folder on, where it lies in there."""
    try:
        inner = path.relative_to(Path.cwd())
    except (OSError, ValueError):
        return path
    return inner if inner.parts else path


def names(paths: Iterable[Path], count: int) -> str:
    """Return the names of the first plans, and how many more there are."""
    said = [visible(path.stem) for path in paths][:count]
    more = count - len(said)
    return listed([*said, f"{more} more"] if more > 0 else said)


def wrapped(text: str, indent: int = 0) -> Iterator[str]:
    """Yield a text in lines that fit, with spaces before each; no dose is torn."""
    for line in wrap(text, width() - indent, break_words=False):
        yield f"{' ' * indent}{line}"
