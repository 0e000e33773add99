"""Taking parts of a template over into a regimen that exists: offered part by part, never forced.

What the regimen has stays unless somebody chooses the template's part in its place; what it lacks
is offered as an addition. The regimen stays its own: it does not become one made from the template.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from planner.regimen.edits import free_name, with_entry, with_product
from planner.regimen.models import Entry, Product, Regimen
from planner.regimen.parts import ENTRY_PARTS, TAKEN
from planner.regimen.redacting import own_label
from planner.regimen.values import value_of
from planner.regimen.writing import regimen_table

WHOLE = "entry"
"""All of an entry, where the regimen has none such; else it is offered in its parts."""
FACTS = ("bedtime", "weeks", "notes")
"""Parts of a regimen that are no entries; its title is never another's."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One part that the template has otherwise than the regimen, or that the regimen lacks."""

    entry: str | None
    """The entry of the regimen, or what a new one is called; None for a fact of the whole."""
    part: str
    """One of the parts of an entry, or a fact."""
    own: Mapping[str, Any]
    """What the regimen has, key by key as a file holds it; empty where it has nothing."""
    given: Mapping[str, Any]
    source: str | None = None
    """What the entry is called in the template."""

    @property
    def key(self) -> str:
        """What tells it from the other offers: `magnesium times`, `bedtime`."""
        return f"{self.entry} {self.part}" if self.entry else self.part

    @property
    def replaces(self) -> bool:
        """Whether taking it replaces something that the regimen has."""
        return bool(self.own)


@dataclass(frozen=True, slots=True)
class Loading:
    """What loading a template into a regimen could change, and what stays whatever is chosen."""

    offers: tuple[Offer, ...]
    same: tuple[str, ...]
    """Entries that are as the template has them."""
    untouched: tuple[str, ...]
    """Entries that the template says nothing about."""


def loading_of(regimen: Regimen, given: Regimen) -> Loading:
    """Compare a regimen with what a template gives, entry by entry."""
    ours, theirs = regimen_table(regimen), regimen_table(given)
    pairs = dict(_pairs(regimen, given))
    offers: list[Offer] = []
    same: list[str] = []
    for source, own in pairs.items():
        row = theirs["entries"][source]
        if own is None:
            taken = {*regimen.entries, *(each.entry for each in offers if each.entry)}
            name = free_name(source, taken)
            offers.append(Offer(name, WHOLE, {}, row, source))
            continue
        labels = (
            regimen.products.get(regimen.entries[own].product or ""),
            given.products.get(given.entries[source].product or ""),
        )
        found = [
            Offer(own, part, before, after, source)
            for part, before, after in _different(ours["entries"][own], row, labels)
        ]
        offers += found
        if not found:
            same.append(own)
    for fact in FACTS:
        own_value, value = ours.get(fact), theirs.get(fact)
        if value is not None and not _equal(fact, own_value, value):
            own_facts = {} if own_value is None else {fact: own_value}
            offers.append(Offer(None, fact, own_facts, {fact: value}))
    untouched = [name for name in regimen.entries if name not in pairs.values()]
    return Loading(tuple(offers), tuple(same), tuple(untouched))


def taken_over(regimen: Regimen, given: Regimen, offers: Collection[Offer]) -> Regimen:
    """Return a regimen with these parts of what a template gives."""
    for offer in offers:
        if offer.entry is None:
            facts = {key: getattr(regimen, key) for key in Regimen.model_fields}
            regimen = Regimen(**facts | {offer.part: getattr(given, offer.part)})
        else:
            regimen = _with_part(regimen, given, offer, offer.entry)
    return regimen


def _pairs(regimen: Regimen, given: Regimen) -> Iterator[tuple[str, str | None]]:
    """Yield each entry of the template with that of the regimen: by name, else by what is taken."""
    rest = [name for name in regimen.entries if name not in given.entries]
    for source, entry in given.entries.items():
        if source in regimen.entries:
            yield source, source
            continue
        near = next((name for name in rest if _takes_same(regimen, name, given, entry)), None)
        if near is not None:
            rest.remove(near)
        yield source, near


def _takes_same(regimen: Regimen, name: str, given: Regimen, entry: Entry) -> bool:
    own = regimen.entries[name]
    if own.substance or entry.substance:
        is_named = own.substance == "other"
        return own.substance == entry.substance and (not is_named or own.name == entry.name)
    labels = regimen.products.get(own.product or ""), given.products.get(entry.product or "")
    if labels == (None, None):
        return own.product == entry.product
    return _same_label(*labels)


def _different(
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    labels: tuple[Product | None, Product | None],
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Yield each part of an entry that the template has otherwise: both sides, key by key.

    With its products it is the labels that count, not what they are called in the files.
    """
    for part, keys in ENTRY_PARTS.items():
        before = {key: ours[key] for key in keys if key in ours}
        after = {key: theirs[key] for key in keys if key in theirs}
        compared = set(before) | set(after)
        relabelled = False
        if all(each is not None for each in labels):
            compared.discard("product")
            relabelled = part == TAKEN and not _same_label(*labels)
        differs = any(not _equal(key, before.get(key), after.get(key)) for key in compared)
        if after and (differs or relabelled):
            yield part, before, after


def _equal(key: str, one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return value_of(key, one).same == value_of(key, other).same


def _same_label(one: Product | None, other: Product | None) -> bool:
    if one is None or other is None:
        return one is other
    return own_label(one) == own_label(other)


def _with_part(regimen: Regimen, given: Regimen, offer: Offer, name: str) -> Regimen:
    source = given.entries[offer.source or name]
    before = regimen.entries.get(name)
    if before is None:
        regimen, product = _with_label(regimen, given, source.product)
        return with_entry(regimen, name, _entry(source, product=product))
    keys = ENTRY_PARTS.get(offer.part, tuple(Entry.model_fields))
    changes = {key: getattr(source, key) for key in keys}
    if offer.part == TAKEN:
        regimen, changes["product"] = _with_label(regimen, given, source.product)
    regimen = with_entry(regimen, name, _entry(before, **changes))
    return _without_untaken(regimen, before.product)


def _entry(entry: Entry, **changes: Any) -> Entry:
    return Entry(**{key: getattr(entry, key) for key in Entry.model_fields} | changes)


def _with_label(
    regimen: Regimen, given: Regimen, product: str | None
) -> tuple[Regimen, str | None]:
    """Return a regimen that has a label of the template, and its id there.

    A label that the regimen has under that id is another bottle's, and stays.
    """
    label = given.products.get(product or "")
    if product is None or label is None:
        return regimen, product
    for name in (product, *regimen.products):
        if _same_label(regimen.products.get(name), label):
            return regimen, name
    if product not in regimen.products:
        return with_product(regimen, product, label), product
    name = free_name(product, regimen.products)
    return with_product(regimen, name, own_label(label)), name


def _without_untaken(regimen: Regimen, product: str | None) -> Regimen:
    """Return a regimen without a label that no entry takes any more, though one did."""
    if product is None or any(each.product == product for each in regimen.entries.values()):
        return regimen
    products = {name: each for name, each in regimen.products.items() if name != product}
    return Regimen(
        **{key: getattr(regimen, key) for key in Regimen.model_fields} | {"products": products}
    )
