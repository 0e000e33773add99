"""The shelf: the products that the regimens of a library take, so that no bottle is typed twice.

Nothing here writes, and nothing raises for what a folder or a file holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from planner.library.listing import regimen_files
from planner.regimen.models import Content, Product, Regimen
from planner.regimen.reading import LARGEST_FILE, file_bytes, read_bytes

MOST_FILES_KNOWN = 4096
"""Files whose products are remembered while they do not change."""

_PRODUCTS = b"products"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A product that regimens take."""

    name: str
    product: Product
    regimens: int
    """How many regimens take it, with exactly this label."""
    changed: float
    """When the newest of them was changed, in seconds since 1970."""
    differs: tuple[str, ...] = ()
    """What differs from other products of this name: `serving 2 capsules`, `price 18.90 EUR`."""


def shelf(folder: Path, *, stop: Callable[[], bool] = lambda: False) -> tuple[Shelved, ...]:
    """Return the products that the regimens in a folder take, newest first, equal ones once.

    A file that has not changed since it was read is not read again. `stop` is asked between
    files; what was found by then is returned.
    """
    found: list[tuple[float, tuple[Product, ...]]] = []
    for path in regimen_files(folder):
        if stop():
            break
        try:
            known = path.stat()
        except (OSError, ValueError):
            continue
        products = _products_of(path.absolute(), known.st_mtime_ns, known.st_size)
        found.append((known.st_mtime, products))
    return gathered(found)


def gathered(found: Iterable[tuple[float, Iterable[Product]]]) -> tuple[Shelved, ...]:
    """Return the products of several regimens, each with when it was changed, newest first."""
    by_name: dict[str, list[Shelved]] = {}
    for changed, products in found:
        for product in _each_once(products):
            same_name = by_name.setdefault(_plain(product.name), [])
            for place, known in enumerate(same_name):
                if same_label(known.product, product):
                    newer = product if changed > known.changed else known.product
                    same_name[place] = replace(
                        known,
                        name=newer.name,
                        product=newer,
                        regimens=known.regimens + 1,
                        changed=max(changed, known.changed),
                    )
                    break
            else:
                same_name.append(Shelved(product.name, product, 1, changed))
    shelved = [each for same_name in by_name.values() for each in _told_apart(same_name)]
    return tuple(sorted(shelved, key=lambda each: (-each.changed, _plain(each.name))))


def _each_once(products: Iterable[Product]) -> list[Product]:
    once: list[Product] = []
    for product in products:
        if not any(same_label(product, other) for other in once):
            once.append(product)
    return once


def products_taken(regimen: Regimen) -> dict[str, Product]:
    """Return the products that entries of a regimen take, by their key."""
    taken = {entry.product for entry in regimen.entries.values()}
    return {key: product for key, product in regimen.products.items() if key in taken}


def same_label(one: Product, other: Product) -> bool:
    """Whether two products are the same bottle: all that the label says, letter case apart."""
    return (
        _plain(one.name) == _plain(other.name)
        and (one.serving, one.pack, one.price) == (other.serving, other.pack, other.price)
        and one.contents == other.contents
    )


@lru_cache(maxsize=MOST_FILES_KNOWN)
def _products_of(path: Path, changed: int, size: int) -> tuple[Product, ...]:
    """Return the products that a file's regimen takes; time and size say which file it is."""
    del changed
    if size > LARGEST_FILE:
        return ()
    try:
        data = file_bytes(path)
    except (OSError, ValueError):
        return ()
    if _PRODUCTS not in data:  # most files name no product, and need no reading
        return ()
    regimen = read_bytes(data, path).regimen
    return tuple(products_taken(regimen).values()) if regimen is not None else ()


def _told_apart(same_name: list[Shelved]) -> list[Shelved]:
    """Say of products with one name what each has that not all of them have."""
    if len(same_name) < 2:
        return same_name
    said = [_said(each.product) for each in same_name]
    shared = set(said[0]).intersection(*said[1:])
    return [
        replace(each, differs=tuple(words for words in own if words not in shared))
        for each, own in zip(same_name, said, strict=True)
    ]


def _said(product: Product) -> list[str]:
    """Return everything that a label says, a phrase each."""
    said = [f"serving {product.serving.shown}"]
    said += [content_words(key, content) for key, content in product.contents.items()]
    said.append(f"pack {product.pack.shown}" if product.pack else "no pack size")
    said.append(f"price {product.price.shown}" if product.price else "no price")
    return said


def content_words(key: str, content: Content) -> str:
    """Return a row of a label as it is printed, in a phrase: `magnesium 200 mg elemental`."""
    said: list[str] = []
    if isinstance(content.amount, str):
        said.append("not disclosed")
    elif content.amount is not None:
        said.append(content.amount.shown)
    said += [f"{content.elemental.shown} elemental"] if content.elemental else []
    said += [f"{content.compound.shown} compound"] if content.compound else []
    said += [content.standardised_to.shown] if content.standardised_to else []
    said += [f"{content.daily_value.shown} of the daily value"] if content.daily_value else []
    said += ["buffered"] if content.buffered else []
    return f"{content.name or key.replace('-', ' ')} {', '.join(said)}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
