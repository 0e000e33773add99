"""A regimen beside its template, then and now: which of them differ in a part, and in a label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from planner.regimen.parts import (
    ENTRIES,
    TAKEN,
    Labels,
    Part,
    Table,
    is_label,
    is_taken,
    label_of,
    product_of,
    same,
    takers,
    values_of_part,
)
from planner.regimen.writing import PRODUCTS


@dataclass(frozen=True, slots=True)
class Sides:
    """What a template gave, what it gives now, and what a regimen has."""

    was: Table
    now: Table
    own: Table
    shelf: Labels
    """Labels that the template takes from its shelf."""
    own_labels: Labels
    """All labels that the regimen takes, those of its shelf too."""
    filled: frozenset[str] = frozenset()

    def template_differs(self, part: Part) -> bool:
        """Whether the template has changed a part."""
        if is_label(part) and self._moves_label(part):
            return bool(self._label(self.was, part[1]) != self._label(self.now, part[1]))
        was, now = values_of_part(self.was, part), values_of_part(self.now, part)
        return not same(was, now) or self._label_differs(part, self.was, self.now)

    def own_differs(self, part: Part, *, with_label: bool = True) -> bool:
        """Whether the regimen has changed a part, or `with_label` the label that it takes."""
        if is_label(part) and self._moves_label(part):
            return bool(self._label(self.was, part[1]) != self._label(self.own, part[1]))
        was, own = values_of_part(self.was, part), values_of_part(self.own, part)
        return not same(was, own) or (with_label and self._label_differs(part, self.was, self.own))

    def is_filled(self, part: Part) -> bool:
        """Whether something of a part was filled for the person."""
        start = ".".join(part[:2])
        return any(
            key in values_of_part(self.was, part)
            or (len(part) == 2 and key.startswith(f"{start}."))
            for key in self.filled
        )

    def agree(self, part: Part) -> bool:
        """Whether the regimen has of a part what the template gives now."""
        now, own = values_of_part(self.now, part), values_of_part(self.own, part)
        if is_label(part):
            return bool(self._label(self.now, part[1]) == self._label(self.own, part[1]))
        return same(now, own) and not self._label_differs(part, self.now, self.own)

    def is_own_taker(self, entry: str) -> bool:
        """Whether what an entry of the regimen takes is its own, or was filled."""
        part: Part = (ENTRIES, entry, TAKEN)
        was, own = values_of_part(self.was, part), values_of_part(self.own, part)
        return not same(was, own) or self.is_filled(part)

    def _moves_label(self, part: Part) -> bool:
        """Whether one side has a label on a shelf that another holds itself."""
        tables = (self.was, self.now, self.own)
        return not all(part[1] in table.get(PRODUCTS, {}) for table in tables) and all(
            self._label(table, part[1]) is not None for table in tables if takers(table, part[1])
        )

    def _label(self, table: Table, product: str) -> Any:
        return label_of(table, product, self.own_labels if table is self.own else self.shelf)

    def _label_differs(self, part: Part, one: Table, other: Table) -> bool:
        """Whether an entry takes a product whose label differs between two sides."""
        if not is_taken(part):
            return False
        product = product_of(one, part[1])
        if product is None or product != product_of(other, part[1]):
            return False
        return bool(self._label(one, product) != self._label(other, product))
