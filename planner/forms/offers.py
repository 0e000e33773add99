"""What is offered while one types what something is: products that are known, beside substances."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from planner.catalogue import Catalogue
from planner.catalogue.models import Substance
from planner.clock import parse_when
from planner.judge.portions import PortionReader
from planner.judge.wordings import gives
from planner.library.kinds import PRODUCTS
from planner.library.shelf import Shelved, content_words, same_label
from planner.regimen.models import Entry, Product, Regimen, SharedProduct
from planner.wording import listed, visible

MOST_OFFERS = 20
MOST_UNASKED = 4
"""Products that are offered before anything is typed."""
_MOST_CONTENTS = 3

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class ProductKnown:
    """A product that can be taken without typing its label again."""

    product: Product
    key: str | None
    """Its name in the regimen; None where it comes from elsewhere."""
    where: str
    """`in this evening` or `on your shelf`, and what tells it from others of its name.

    A label that the library shares is known from its file: `shared, products/night-mag.toml`.
    """
    name_words: tuple[str, ...]
    """The words of its name, small."""
    all_words: tuple[str, ...]
    """Those, and the words of everything that is in it."""


@dataclass(frozen=True, slots=True)
class ProductOffer:
    """A product that typed words mean."""

    known: ProductKnown
    about: str
    """Where it is known from, and what is in it: `on your shelf: 2 capsules, ...`."""
    named: bool
    """Whether the words mean its name, and not only what is in it."""
    leads: bool
    """Whether they begin its name: then it stands before the substances that they mean."""


def known_of_regimen(
    regimen: Regimen, catalogue: Catalogue, *, without: str | None = None
) -> tuple[ProductKnown, ...]:
    """Return the products of a regimen, but for one."""
    return tuple(
        _known(product, key, "in this evening", catalogue)
        for key, product in regimen.products.items()
        if key != without
    )


def known_of_labels(
    labels: Iterable[SharedProduct], catalogue: Catalogue
) -> tuple[ProductKnown, ...]:
    """Return the labels that a library shares: who takes one refers to it."""
    return tuple(
        _known(each, None, f"shared, {PRODUCTS}/{each.id}.toml", catalogue) for each in labels
    )


def known_of_shelf(shelf: Iterable[Shelved], catalogue: Catalogue) -> tuple[ProductKnown, ...]:
    """Return the products of a shelf; of several with one name, what each has is told."""
    return tuple(
        _known(
            each.product,
            None,
            f"on your shelf, the one with {', '.join(each.differs[:_MOST_CONTENTS])}"
            if each.differs
            else "on your shelf",
            catalogue,
        )
        for each in shelf
    )


def product_offers(
    words: str,
    ours: Iterable[ProductKnown],
    shelf: Iterable[ProductKnown],
    catalogue: Catalogue,
    *,
    taken: Iterable[Product] = (),
) -> tuple[ProductOffer, ...]:
    """Return the products whose name or content typed words mean, those of the regimen first.

    What is among the products that the regimen has taken is not offered from the shelf again, and
    what the library shares is not offered as a copy.
    """
    typed = _WORD.findall(words.lower())
    if words.strip() and not typed:
        return ()
    most = MOST_OFFERS if typed else MOST_UNASKED
    has = list(taken)
    shared: list[Product] = []
    found: list[tuple[ProductKnown, bool, bool]] = []
    for known in (*ours, *shelf):
        named = _all_begin(typed, known.name_words)
        if not named and not _all_begin(typed, known.all_words):
            continue
        if known.key is None and any(same_label(known.product, own) for own in (*has, *shared)):
            continue
        if isinstance(known.product, SharedProduct):
            shared.append(known.product)
        leads = named and _all_begin(typed[:1], known.name_words[:1])
        found.append((known, named, leads))
    # A name that was typed goes before what a product only holds.
    return tuple(
        ProductOffer(
            known, f"{known.where}: {label_phrase(known.product, catalogue)}", named, leads
        )
        for known, named, leads in sorted(found, key=lambda row: (not row[2], not row[1]))[:most]
    )


def label_phrase(product: Product, catalogue: Catalogue) -> str:
    """Return a label in a phrase: `2 capsules, 200 mg elemental magnesium`."""
    entry = Entry(product="label", dose=product.serving, when=(parse_when("at bedtime"),))
    try:
        portions = PortionReader(catalogue).portions("", entry, product, None, product.serving)
        held = [gives(portion) for portion in portions]
    except ValueError:  # a label that cannot be judged is shown as it is printed
        held = [content_words(key, content) for key, content in product.contents.items()]
    more = len(held) - _MOST_CONTENTS
    rest = [f"and {more} more"] if more > 0 else []
    return ", ".join([product.serving.shown, *held[:_MOST_CONTENTS], *rest])


def is_meant(substance: Substance, words: str) -> bool:
    """Whether every typed word begins a word of a name that the substance is known by."""
    return begins(words, _names_of(substance))


def begins(words: str, names: Iterable[str]) -> bool:
    """Whether every typed word begins a word of the names; true of all names for no words."""
    typed = _WORD.findall(words.lower())
    return _all_begin(typed, _words(names)) and (bool(typed) or not words.strip())


def _all_begin(typed: Iterable[str], known: tuple[str, ...]) -> bool:
    return all(any(name.startswith(word) for name in known) for word in typed)


def _words(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_WORD.findall(" ".join(names).lower())))


def _known(product: Product, key: str | None, where: str, catalogue: Catalogue) -> ProductKnown:
    names = [product.name]
    for name, content in product.contents.items():
        substance = catalogue.find(name)
        names += _names_of(substance) if substance else (name, content.name or "")
    return ProductKnown(product, key, where, _words((product.name,)), _words(names))


def _names_of(substance: Substance) -> tuple[str, ...]:
    return (substance.id, substance.name, *substance.aliases, *substance.search)


def shared_words(regimen: Regimen, product: str | None, entry: str | None) -> str:
    """Say which other entries than `entry` take from a product's label; empty where none does."""
    users = [
        name
        for name, row in regimen.entries.items()
        if product and row.product == product and name != entry
    ]
    if not users:
        return ""
    takes = "takes" if len(users) == 1 else "take"
    named = listed(visible(name) for name in users)
    return f"{named} {takes} from this label too: changes to it hold there as well."
