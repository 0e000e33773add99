"""`planner product add`, `link` and `remove`: what is on the shelf, and which plans refer to it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.output import CommandError, complain, say
from planner.cli.product_shelf import (
    MOST_NAMED,
    Plans,
    count_words,
    home,
    named_file,
    names,
    readable,
    told,
    wrapped,
)
from planner.wording import counted, did_you_mean, listed, quoted, visible

if TYPE_CHECKING:
    from planner.library.runs import FileChange
    from planner.regimen.models import Product

MOST_LINKED = 10


def write(place: Path, what: str, changes: Sequence[FileChange]) -> None:
    """Write files of a library, all or none, so that `planner undo` takes it back.

    Raises:
        CommandError: it cannot be written; nothing was changed.
    """
    from planner.cli.progress import finished_first
    from planner.library.home import forget_homes
    from planner.library.runs import SaveError, write_run

    try:
        place.mkdir(parents=True, exist_ok=True)
        with finished_first():
            made = write_run(place, what, changes)
        for note in made.notes:
            complain(note)
    except SaveError as problem:
        raise CommandError(str(problem)) from None
    finally:
        forget_homes()


def shelf_folder(place: Path) -> Path:
    """Return the folder within which a change of the shelf alone is written.

    It is the shelf itself, so that this can be done from within the library.
    """
    from planner.library.kinds import PRODUCTS

    return place / PRODUCTS


def add_product(options: argparse.Namespace) -> int:
    """Put a label on the shelf, and return the exit code."""
    from planner.library.products import is_id, product_text, shelf_path
    from planner.library.runs import FileChange

    product = _held(options.file, options.key)
    place, name = home(options), options.key if options.product is None else options.product
    if not is_id(name):
        raise CommandError(
            f"{quoted(name)} is no name for the shelf: expected 1 to 64 of a-z, 0-9 and -, such as"
            " night-mag"
        )
    path = shelf_path(place, name)
    data = product_text(product).encode()
    if path.exists() or path.is_symlink():
        return _is_there(path, product)
    write(shelf_folder(place), f"put {name} on the shelf", [FileChange(path, None, data)])
    say(told(path))
    same = sum(product in taker.own.values() for taker in Plans(place).taking())
    if same:
        say(
            f"{counted(same, 'plan')} {'holds' if same == 1 else 'hold'} this label;"
            f" planner product link {name} lets {'it' if same == 1 else 'them'} refer to the shelf"
        )
    return 0


def _held(path: Path, key: str) -> Product:
    """Return the label that a regimen file holds under a name.

    Raises:
        CommandError: it cannot be read, or holds no such label.
    """
    from planner.regimen.reading import read_file

    reading = read_file(path)
    shown = visible(str(path))
    if reading.regimen is None:
        problem = reading.problems[0]
        raise CommandError(f"{shown}: line {problem.line or 1}: {problem.message}")
    products = reading.regimen.products
    if key in products:
        return products[key]
    broken = next((row for row in reading.problems if row.key[:2] == ("products", key)), None)
    if broken is not None:
        line = reading.line(broken.line, broken.key)
        raise CommandError(f"{shown}:{line}: {'.'.join(map(str, broken.key))}: {broken.message}")
    if any(entry.product == key for entry in reading.regimen.entries.values()):
        raise CommandError(
            f"{shown}: it takes {quoted(key)} without holding the label itself: it refers to a"
            " shelf"
        )
    offer = did_you_mean(key, products)
    has = f"It has {listed(map(visible, products))}" if products else "It has none"
    raise CommandError(f"{shown}: no label {quoted(key)} in this file.{offer or f' {has}.'}")


def _is_there(path: Path, product: Product) -> int:
    """Say that a label is on the shelf already.

    Raises:
        CommandError: it is another one.
    """
    from planner.library.products import read_product
    from planner.regimen.redacting import own_label

    there = read_product(path).product
    if there is not None and own_label(there) == product:
        say(f"{told(path)} is this label already; nothing was written.")
        return 0
    raise CommandError(
        f"{told(path)}: not written: the shelf has another label of this name; give it another"
        f" with --id, or change that one with planner product change {path.stem} --to FILE"
    )


def link_product(options: argparse.Namespace) -> int:
    """Show or write which plans refer to the shelf from now on, and return the exit code."""
    from planner.library.linking import linked
    from planner.library.listing import expand

    place = home(options)
    file = named_file(options, place)
    product = readable(file)
    files = list(expand(options.paths)) if options.paths else None
    plans = Plans(place, files)
    found = [made for taker in plans.taking() if (made := linked(taker, product, place))]
    changed = [each for each in found if each.change is not None]
    left = [each for each in found if each.change is None]
    if changed:
        holds = "holds" if len(changed) == 1 else "hold"
        which = names((each.path for each in changed[:MOST_LINKED]), len(changed))
        for line in wrapped(f"{counted(len(changed), 'plan')} {holds} exactly this label: {which}"):
            say(line)
    for each in left:
        for line in wrapped(f"{told(each.path)}: left as it is: {each.why}"):
            say(line)
    plans.complain()
    if not changed:
        none = "Nothing to write: no plan holds exactly this label itself."
        say("Nothing to write." if left else none)
    elif options.write:
        what = f"link {counted(len(changed), 'plan')} to {file.id}"
        write(place, what, [each.change for each in changed if each.change])
        they = "They refer" if len(changed) > 1 else "It refers"
        say(f"{they} to products/{file.id}.toml now. planner undo takes it back.")
    else:
        say("Nothing was written; --write writes it.")
    return 2 if plans.unreadable else 1 if left else 0


def remove_product(options: argparse.Namespace) -> int:
    """Take a label off the shelf, and return the exit code."""
    from planner.library.runs import FileChange
    from planner.tables import file_bytes

    place = home(options)
    file = named_file(options, place)
    plans = Plans(place)
    takers = [(each.path, each.is_template) for each in plans.taking(file.id)]
    plans.complain()
    if takers:
        templates = sum(is_template for _, is_template in takers)
        which = names((path for path, _ in takers[:MOST_NAMED]), len(takers))
        take = "takes" if len(takers) == 1 else "take"
        raise CommandError(
            f"{told(file.path)}: not removed: {count_words(len(takers) - templates, templates)}"
            f" {take} it: {which}"
        )
    if plans.unreadable:
        raise CommandError(
            f"{told(file.path)}: not removed: a plan that cannot be read may take it"
        )
    try:
        data = file_bytes(file.path)
    except (OSError, ValueError) as problem:
        raise CommandError(f"{told(file.path)}: not removed: {problem}") from None
    write(shelf_folder(place), f"take {file.id} off the shelf", [FileChange(file.path, data, None)])
    say(f"{told(file.path)} is gone from the shelf. planner undo brings it back.")
    return 0
