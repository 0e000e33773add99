"""The home of a regimen: the folder, its own or one above, with the shelf that it refers to.

A regimen names a product by its id. Where its own file holds no label of that id, the label is
that of `products/ID.toml` in its home. The folder with the own catalogue that it is judged by is
looked for in the same way, and may be another one. Nothing here writes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from planner.library.kinds import CATALOGUE, PRODUCTS, forget_kinds, holds_kind
from planner.library.products import (
    PRODUCT,
    ShelfFile,
    is_trusted,
    is_users,
    on_shelf,
    refused_on_shelf,
    shelf_files,
)
from planner.positions import key_text
from planner.regimen.fields import INVALID_FIELD
from planner.regimen.models import Regimen, SharedProduct
from planner.regimen.problems import BrokenEntry, Problem
from planner.regimen.reading import Reading, read_file
from planner.regimen.redacting import own_label
from planner.wording import visible

MOST_UP = 8
"""So many folders above its own are looked into for the home of a regimen."""
_NOTHING: Mapping[str, ShelfFile | None] = MappingProxyType({})


def read_regimen(path: Path) -> Reading:
    """Read a regimen file, with the labels of the shelf that it refers to.

    Never raises for what the files hold; never writes.
    """
    return with_shelf(read_file(path), path)


def with_shelf(
    reading: Reading, path: Path, instead: Mapping[str, ShelfFile | None] = _NOTHING
) -> Reading:
    """Return what was read of a regimen, with the labels of the shelf that it refers to.

    An entry whose label is on the shelf but cannot be read, or is not to be trusted, is broken, and
    says why. Where a label is on no shelf, the reading tells which ones are. `instead` holds what
    takes the place of files of the shelf, by their ids; None stands for no file.
    """
    wanted = missing_products(reading)
    home = _nearest(path, PRODUCTS) if wanted else None
    if reading.regimen is None or home is None:
        return reading
    found = {
        each: instead[each]
        if each in instead
        else on_shelf(home, each) or refused_on_shelf(home, each)
        for each in wanted
    }
    labels = {name: file.product for name, file in found.items() if file and file.product}
    unreadable = {name: file for name, file in found.items() if file and not file.product}
    if labels:
        reading = _with_labels(reading, labels)
    if unreadable:
        reading = _without_broken(reading, unreadable)
    if None in found.values() and is_trusted(home / PRODUCTS):
        offered = tuple(each.stem for each in shelf_files(home))
        reading = replace(reading, on_shelf=offered)
    return reading


def missing_products(reading: Reading) -> list[str]:
    """Return the products that entries take and the file itself holds no label of, each once.

    A label of its own that cannot be read is one all the same.
    """
    if reading.regimen is None:
        return []
    taken = [entry.product for entry in reading.regimen.entries.values()]
    taken += [lost.takes for lost in reading.broken.values() if lost.is_product]
    keys = [*(problem.key for problem in reading.problems), *reading.unfilled]
    own = {
        *reading.regimen.products,
        *(key[1] for key in keys if len(key) > 1 and key[0] == PRODUCTS),
    }
    if (PRODUCTS,) in keys:
        return []
    return [each for each in dict.fromkeys(taken) if each is not None and each not in own]


def with_labels_kept(regimen: Regimen, path: Path) -> Regimen:
    """Return a regimen as it is saved to a path: labels that its home there lacks become its own.

    Without that, a regimen saved outside of its library would lose what its bottles hold, or take
    what another library has under the same id. On its own shelf a label may have changed since it
    was read: the regimen goes on referring to it.
    """
    shared = {
        name: product
        for name, product in regimen.products.items()
        if isinstance(product, SharedProduct)
    }
    if not shared:
        return regimen
    home = home_of(path)
    own = {
        name: own_label(product)
        for name, product in shared.items()
        if not _refers(product, name, home)
    }
    return regimen.model_copy(update={"products": {**regimen.products, **own}}) if own else regimen


def carried_to(path: Path, made: Reading, source: Path) -> Reading:
    """Return what was made from one file, such as a template, as it is written to a path.

    The labels are those of the shelf of `source`; where the home of the path has none of that id,
    or another one, they become its own.
    """
    made = with_shelf(made, source)
    if made.regimen is None:
        return made
    return replace(made, regimen=with_labels_kept(made.regimen, path))


def made_own(before: Regimen, after: Regimen) -> tuple[str, ...]:
    """Return the names of the products whose label was the shelf's before and is the plan's now."""
    return tuple(
        product.name
        for name, product in before.products.items()
        if isinstance(product, SharedProduct)
        and (now := after.products.get(name)) is not None
        and not isinstance(now, SharedProduct)
    )


def _refers(product: SharedProduct, name: str, home: Path | None) -> bool:
    """Whether a file in a home that names a product would mean this label."""
    if home is None or name != product.id:
        return False
    file = on_shelf(home, name)
    if file is None:
        return False
    return _is_same(home, product.home) or (
        file.product is not None and own_label(file.product) == own_label(product)
    )


def _is_same(one: Path, other: Path) -> bool:
    if one == other:
        return True
    try:
        return one.samefile(other)
    except OSError:
        return False


def home_of(path: Path) -> Path | None:
    """Return the folder that is the home of a regimen file, or None where it has none.

    It is the nearest folder, the file's own or one above, that holds a shelf with a file; for a
    link to a file it is that of the link, else that of the file. Where somebody else may have put
    that shelf there, it has none.
    """
    home = _nearest(path, PRODUCTS)
    return home if home is not None and is_trusted(home / PRODUCTS) else None


def catalogue_home_of(path: Path) -> Path | None:
    """Return the folder with the own catalogue of a regimen file, or None where there is none.

    It is found as `home_of` finds the shelf. Whether its files are to be trusted is not asked:
    whoever reads them has to tell.
    """
    return _nearest(path, CATALOGUE)


def _nearest(path: Path, name: str) -> Path | None:
    """Return the nearest folder with a file in its `products` or `catalogue`."""
    try:
        named = path.absolute()
        folder = named.parent.resolve() if ".." in named.parts else named.parent
        home = _with_kind(folder, name)
        if home is None and named.is_symlink():
            home = _with_kind(named.resolve().parent, name)
    except (OSError, RuntimeError, ValueError):  # the current folder has gone, or a link is a loop
        return None
    return home


def forget_homes() -> None:
    """Look for homes anew: folders may have come or gone."""
    _places.cache_clear()
    forget_kinds()


def _with_kind(folder: Path, name: str) -> Path | None:
    # what the folders hold is asked each time: a first file may come while Planner is running
    return next((place for place, inner in _places(folder, name) if holds_kind(inner)), None)


@lru_cache(maxsize=4096)
def _places(folder: Path, name: str) -> tuple[tuple[Path, str], ...]:
    return tuple((place, str(place / name)) for place in _upwards(folder))


def _upwards(folder: Path) -> Iterator[Path]:
    """Yield a folder and those above it in which its regimens may have their home.

    Not the folder of the user, who may keep anything in `products` there, and nothing above it;
    and nothing above a folder of somebody else that everybody may write to.
    """
    for place in (folder, *folder.parents)[: MOST_UP + 1]:
        if place == Path(place.anchor) or (place != folder and _is_users_folder(place)):
            return
        yield place
        if _is_open_to_all(place):
            return


def _is_users_folder(place: Path) -> bool:
    users = os.path.expanduser("~")  # noqa: PTH111  (never raises)
    return str(place) == users or str(place) == os.path.realpath(users)


def _is_open_to_all(place: Path) -> bool:
    """Whether everybody may write to a folder that is not the user's."""
    try:
        return bool(place.stat().st_mode & stat.S_IWOTH) and not is_users(place)
    except FileNotFoundError:  # saving will make it
        return False
    except OSError:
        return True


def _with_labels(reading: Reading, labels: dict[str, SharedProduct]) -> Reading:
    """Return what was read, with labels of the shelf; entries with errors know what they hold."""
    assert reading.regimen is not None
    products = {**labels, **reading.regimen.products}
    regimen = reading.regimen.model_copy(update={"products": products})
    broken = {
        name: lost._replace(contents=frozenset(labels[lost.takes].contents))
        if lost.is_product and lost.takes in labels
        else lost
        for name, lost in reading.broken.items()
    }
    return replace(reading, regimen=regimen, broken=broken)


def _without_broken(reading: Reading, unreadable: dict[str, ShelfFile]) -> Reading:
    """Return what was read, without the entries whose label on the shelf cannot be read."""
    assert reading.regimen is not None
    entries = dict(reading.regimen.entries)
    problems, lost = list(reading.problems), dict(reading.broken)
    for name, entry in reading.regimen.entries.items():
        file = unreadable.get(entry.product or "")
        if file is None:
            continue
        del entries[name]
        lost[name] = BrokenEntry(entry.product, is_product=True)
        problems.append(_unreadable_label(name, file))
    problems += [
        _unreadable_label(name, unreadable[each.takes])
        for name, each in reading.broken.items()
        if each.is_product and each.takes in unreadable
    ]
    regimen = reading.regimen.model_copy(update={"entries": entries})
    return replace(reading, regimen=regimen, problems=tuple(problems), broken=lost)


def _unreadable_label(entry: str, file: ShelfFile) -> Problem:
    """Return the problem of an entry with a label that cannot be read: its file, line and key."""
    first, more = file.problems[0], len(file.problems) - 1
    what = f"{key_text(first.key)}: {first.message}" if first.key else first.message
    also = f" (and {more} more there)" if more else ""
    message = f"{PRODUCTS}/{visible(file.path.name)}:{first.line}: {what}{also}"
    return Problem(INVALID_FIELD, ("entries", entry, PRODUCT), message)
