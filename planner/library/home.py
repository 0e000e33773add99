"""The home of a regimen: the folder, its own or one above, with the shelf that it refers to.

A regimen names a product by its id. Where its own file holds no label of that id, the label is
that of `products/ID.toml` in its home. Nothing here writes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from planner.library.kinds import CATALOGUE, PRODUCTS
from planner.library.products import ShelfFile, on_shelf
from planner.regimen.fields import INVALID_FIELD
from planner.regimen.models import Regimen, SharedProduct
from planner.regimen.problems import BrokenEntry, Problem
from planner.regimen.reading import Reading, read_file
from planner.regimen.redacting import own_label

MOST_UP = 8
"""So many folders above its own are looked into for the home of a regimen."""


def read_regimen(path: Path) -> Reading:
    """Read a regimen file, with the labels of the shelf that it refers to.

    Never raises for what the files hold; never writes.
    """
    return with_shelf(read_file(path), path)


def with_shelf(reading: Reading, path: Path) -> Reading:
    """Return what was read of a regimen, with the labels of the shelf that it refers to.

    An entry whose label is on the shelf but cannot be read is broken, and says why.
    """
    regimen = reading.regimen
    if regimen is None:
        return reading
    wanted = missing_products(regimen)
    home = home_of(path) if wanted else None
    if home is None:
        return reading
    found = [each for each in (on_shelf(home, product) for product in wanted) if each]
    if not found:
        return reading
    labels = {each.id: each.product for each in found if each.product is not None}
    broken = {each.id: each for each in found if each.product is None}
    whole = with_labels(regimen, labels)
    return (
        _without_broken(replace(reading, regimen=whole), broken)
        if broken
        else replace(reading, regimen=whole)
    )


def with_labels(regimen: Regimen, labels: dict[str, SharedProduct]) -> Regimen:
    """Return a regimen with labels of the shelf; its own of the same id stay."""
    return regimen.model_copy(update={"products": {**labels, **regimen.products}})


def with_labels_kept(regimen: Regimen, path: Path) -> Regimen:
    """Return a regimen as it is saved to a path: labels that its home there lacks become its own.

    Without that, a regimen saved outside its library would lose what its bottles hold.
    """
    shared = {
        name: product
        for name, product in regimen.products.items()
        if isinstance(product, SharedProduct)
    }
    if not shared:
        return regimen
    home = home_of(path)
    there = {name: on_shelf(home, name) if home else None for name in shared}
    own = {
        name: own_label(product)
        for name, product in shared.items()
        if (file := there[name]) is None or file.product != product
    }
    return regimen.model_copy(update={"products": {**regimen.products, **own}}) if own else regimen


def missing_products(regimen: Regimen) -> list[str]:
    """Return the products that entries take and the file itself has no label of, each once."""
    taken = (entry.product for entry in regimen.entries.values() if entry.product)
    return [each for each in dict.fromkeys(taken) if each not in regimen.products]


def home_of(path: Path) -> Path | None:
    """Return the folder that is the home of a regimen file, or None where it has none.

    It is the nearest folder, the file's own or one above, that holds a shelf or an own catalogue.
    """
    try:
        folder = path.absolute().parent
    except OSError:  # the current folder has gone
        return None
    return _home(folder)


def forget_homes() -> None:
    """Look for homes anew: folders may have come or gone."""
    _home.cache_clear()


@lru_cache(maxsize=4096)
def _home(folder: Path) -> Path | None:
    for place in _upwards(folder):
        if any(os.path.isdir(place / name) for name in (PRODUCTS, CATALOGUE)):  # noqa: PTH112
            return place
    return None


def _upwards(folder: Path) -> Iterator[Path]:
    """Yield a folder and those above it that are somebody's own.

    Not the folder of the user, who may keep anything in `products` there, and nothing above it or
    above a folder that everybody may write to, where a stranger could put a label.
    """
    users = os.path.expanduser("~")  # noqa: PTH111  (never raises)
    for place in (folder, *folder.parents)[: MOST_UP + 1]:
        if place == Path(place.anchor) or (place != folder and str(place) == users):
            return
        if place != folder and _anybodys(place):
            return
        yield place


def _anybodys(place: Path) -> bool:
    try:
        return bool(place.stat().st_mode & stat.S_IWOTH)
    except OSError:
        return True


def _without_broken(reading: Reading, broken: dict[str, ShelfFile]) -> Reading:
    """Return what was read, without the entries whose label on the shelf cannot be read."""
    assert reading.regimen is not None
    entries = dict(reading.regimen.entries)
    problems, lost = list(reading.problems), dict(reading.broken)
    for name, entry in reading.regimen.entries.items():
        file = broken.get(entry.product or "")
        if file is None:
            continue
        del entries[name]
        lost[name] = BrokenEntry(entry.product, is_product=True)
        first = file.problems[0]
        key = ".".join(map(str, first.key))
        what = f"{key}: {first.message}" if key else first.message
        message = f"{PRODUCTS}/{file.path.name}:{first.line}: {what}"
        problems.append(Problem(INVALID_FIELD, ("entries", name, "product"), message))
    regimen = reading.regimen.model_copy(update={"entries": entries})
    return replace(reading, regimen=regimen, problems=tuple(problems), broken=lost)
