"""Carrying a template's change over into a regimen made from it, its own changes kept.

What the template gave when the regimen was made, what it gives now, and the regimen itself are
compared part by part (`planner.regimen.parts`). A part that only one side changed is that side's;
one that both changed, each in its own way, is a conflict and is left to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

from planner.regimen.filling import Source, fill, filled_keys, target, values_of
from planner.regimen.models import Regimen
from planner.regimen.parts import (
    ENTRIES,
    TAKEN,
    Labels,
    Part,
    is_label,
    is_taken,
    label_of,
    labels_of,
    parts_of,
    product_of,
    same,
    set_part,
    takers,
    values_of_part,
)
from planner.regimen.reading import read_table
from planner.regimen.sides import Sides
from planner.regimen.writing import ACCEPTED, PRODUCTS, regimen_table

Side = Literal["own", "template"]

_NOT_CARRIED = frozenset({"derived", ACCEPTED})
"""Never from a template: what somebody accepted holds for the plan in which it was seen."""
_ABOUT_PERSON = frozenset({"person", "medicines"})
_PERSONS = _ABOUT_PERSON | _NOT_CARRIED | {"start"}
"""What is the person's own by nature, and no departure from the template."""


NO_LABELS: Labels = MappingProxyType({})


class CannotFillError(Exception):
    """The template cannot be filled with what a regimen has; `str()` of it says why."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part that differs, as key paths with the values that a file would hold."""

    part: Part
    old: Mapping[str, Any]
    """By key path: what was there; a key that is left out was not there."""
    new: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A part that the template and the regimen have each changed in their own way."""

    part: Part
    was: Mapping[str, Any]
    """What the template gave when the regimen was made, by key path."""
    template: Mapping[str, Any]
    own: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rebased:
    """What carrying a change over would give."""

    regimen: Regimen | None
    """None where there are conflicts, or where what comes out could not be read."""
    carried: tuple[PartChange, ...]
    """What changes in the regimen because it has changed in the template."""
    kept: tuple[PartChange, ...]
    """Own changes, as (what the template gives, what the regimen has)."""
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[str, ...] = ()
    """What could not be read of what comes out, such as an entry without its product."""
    of_template: frozenset[str] = frozenset()
    """Products whose label is the template's now, though the regimen does not hold it itself."""


def own_changes(
    regimen: Regimen, source: Source, shelf: Labels = NO_LABELS
) -> tuple[PartChange, ...]:
    """Return how a regimen departs from what the template of its version gave.

    `shelf` has the labels of the template's shelf that it takes.

    Raises:
        CannotFillError: the template cannot be filled with what the regimen has.
    """
    given = _given(source, regimen, source)
    sides = Sides(given, given, regimen_table(regimen), shelf, labels_of(regimen.products))
    return tuple(
        PartChange(part, values_of_part(given, part), values_of_part(sides.own, part))
        for part in parts_of(given, sides.own)
        if part[0] not in _PERSONS and sides.own_differs(part, with_label=False)
    )


def template_changes(
    regimen: Regimen, old: Source, new: Source, more: Mapping[str, Any] | None = None
) -> tuple[PartChange, ...]:
    """Return what a template gives a regimen otherwise than it did.

    `more` are values for fields that the regimen has none for.

    Raises:
        CannotFillError: the template cannot be filled with what the regimen has.
    """
    was, now = _given(old, regimen, old), _given(old, regimen, new, more)
    return tuple(
        PartChange(part, values_of_part(was, part), values_of_part(now, part))
        for part in parts_of(was, now)
        if part[0] not in _NOT_CARRIED
        and not same(values_of_part(was, part), values_of_part(now, part))
    )


def rebase(
    regimen: Regimen,
    old: Source,
    new: Source,
    *,
    more: Mapping[str, Any] | None = None,
    take: Side | None = None,
    shelf: Labels = NO_LABELS,
) -> Rebased:
    """Return a regimen with the change of its template carried over.

    `old` is the template as the regimen was made from it, `new` as it is now. `more` are values for
    fields that are new, `shelf` the labels of the template's shelf that it takes. Conflicts are
    shown and nothing is chosen, unless `take` says whose part is taken in each.

    Raises:
        CannotFillError: the template cannot be filled with what the regimen has.
    """
    values = values_of(old, regimen, new) | dict(more or {})
    sides = Sides(
        _given(old, regimen, old), _filled(new, values), regimen_table(regimen), shelf,
        labels_of(regimen.products), filled_keys(old, regimen),
    )  # fmt: skip
    work = _decided(sides, take)
    answered = _answers_in(work, new, values) if take == "template" else []
    if answered:
        # what was filled in was the answer to what the template gave before; its default holds now
        values = {name: value for name, value in values.items() if name not in answered}
        left = sides.filled - {".".join(target(new, name)[0]) for name in answered}
        sides = replace(sides, now=_filled(new, values), filled=left)
        work = _decided(sides, take)
    if work.conflicts and take is None:
        return work.rebased(None)
    work.settle()
    if work.problems:
        return work.rebased(None)
    derived = {"template": new.name, "version": new.version}
    table = work.table | {"derived": dict(sides.own.get("derived", {})) | derived}
    table["derived"]["filled"] = list(values)
    reading = read_table(table)
    work.problems += [
        f"{'.'.join(map(str, each.key))}: {each.message}" if each.key else each.message
        for each in reading.problems
    ]
    return work.rebased(None if work.problems else reading.regimen)


def _decided(sides: Sides, take: Side | None) -> _Work:
    work = _Work(sides, take)
    for part in parts_of(sides.was, sides.now, sides.own):
        if part[0] not in _NOT_CARRIED:
            work.decide(part)
    return work


def _answers_in(work: _Work, new: Source, values: Mapping[str, Any]) -> list[str]:
    """Return the fields that were filled in for a part in which the template's change holds."""
    parts = [each.part for each in work.conflicts if work.sides.is_filled(each.part)]
    keys = {
        key
        for part in parts
        for table in (work.sides.was, work.sides.now)
        for key in values_of_part(table, part)
    }
    return [name for name in values if ".".join(target(new, name)[0]) in keys]


@dataclass(slots=True)
class _Work:
    """The parts as they are decided, one after the other."""

    sides: Sides
    take: Side | None
    table: dict[str, Any] = field(default_factory=dict)
    carried: list[PartChange] = field(default_factory=list)
    kept: list[PartChange] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    of_template: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.table = dict(self.sides.own)

    def decide(self, part: Part) -> None:
        """Take a part over from the template, keep it, or note a conflict."""
        sides = self.sides
        by_template, by_regimen = sides.template_differs(part), sides.own_differs(part)
        if by_template and is_label(part):
            by_regimen |= any(sides.is_own_taker(name) for name in takers(sides.own, part[1]))
        elif by_template:
            by_regimen |= sides.is_filled(part)
        after, mine = (values_of_part(each, part) for each in (sides.now, sides.own))
        if by_template and by_regimen and not sides.agree(part):
            if part[0] in _ABOUT_PERSON:  # the regimen knows it better
                self.kept.append(PartChange(part, after, mine))
                return
            was = values_of_part(sides.was, part)
            self.conflicts.append(Conflict(part, was, after, mine))
            if self.take == "template":
                self._carry(part)
            else:
                self.kept.append(PartChange(part, after, mine))
        elif by_template and not by_regimen:
            self._carry(part)
        elif part[0] in _PERSONS or sides.agree(part):
            return
        elif sides.own_differs(part, with_label=False):
            self.kept.append(PartChange(part, after, mine))

    def settle(self) -> None:
        """Let nothing be taken from a label that the other side's dose was meant for."""
        decided = {conflict.part for conflict in self.conflicts}
        for part in decided:
            if self.take == "own" and is_label(part):
                for name in takers(self.sides.own, part[1]):
                    self._give_back(name)
            elif self.take == "template" and is_taken(part):
                product = product_of(self.sides.now, part[1])
                if product is not None:
                    self._take_label(product)
            elif self.take == "template" and is_label(part):
                self._take_label(part[1])
        self._drop_untaken()
        self._refuse_twice()

    def rebased(self, regimen: Regimen | None) -> Rebased:
        """Return what was decided."""
        return Rebased(
            regimen, tuple(self.carried), tuple(self.kept), tuple(self.conflicts),
            tuple(self.problems), frozenset(self.of_template),
        )  # fmt: skip

    def _carry(self, part: Part) -> None:
        after, mine = (values_of_part(each, part) for each in (self.sides.now, self.sides.own))
        set_part(self.table, part, after)
        if is_label(part) and not after:
            self.of_template.add(part[1])
        product = product_of(self.sides.now, part[1]) if is_taken(part) else None
        if product is not None and product not in self.sides.own_labels:
            self.of_template.add(product)
        if after != mine:
            self.carried.append(PartChange(part, mine, after))

    def _give_back(self, entry: str) -> None:
        """Let an entry take what it took, for its label stays the regimen's own."""
        part: Part = (ENTRIES, entry, TAKEN)
        if entry in self.table.get(ENTRIES, {}):
            set_part(self.table, part, values_of_part(self.sides.own, part))
        else:
            set_part(self.table, part[:2], values_of_part(self.sides.own, part[:2]))
        self.carried = [each for each in self.carried if each.part[:2] != part[:2]] + [
            each for each in self.carried if each.part[:2] == part[:2] and not is_taken(each.part)
        ]

    def _take_label(self, product: str) -> None:
        """Take the template's label of a product, if no own entry needs the other one."""
        sides = self.sides
        if label_of(sides.now, product, sides.shelf) == label_of(
            sides.own, product, sides.own_labels
        ):
            return
        for name in takers(self.table, product):
            part: Part = (ENTRIES, name, TAKEN)
            if not same(values_of_part(self.table, part), values_of_part(sides.now, part)):
                self.problems.append(
                    f"{ENTRIES}.{name}: its dose is of the regimen's own label of {product}; change"
                    " one of the two by hand"
                )
        set_part(self.table, (PRODUCTS, product), values_of_part(sides.now, (PRODUCTS, product)))
        if product not in sides.now.get(PRODUCTS, {}):
            self.of_template.add(product)

    def _drop_untaken(self) -> None:
        """Take products out that no entry takes any more, though one did."""
        before = self.sides.own.get(PRODUCTS, {})
        for product in list(self.table.get(PRODUCTS, {})):
            was_taken = product not in before or takers(self.sides.own, product)
            if was_taken and not takers(self.table, product):
                set_part(self.table, (PRODUCTS, product), {})

    def _refuse_twice(self) -> None:
        """Hold that nothing is taken twice because one side calls its entry by another name."""
        counts = [
            Counter(
                row.get("substance") or row.get("product")
                for row in table.get(ENTRIES, {}).values()
            )
            for table in (self.table, self.sides.own, self.sides.now)
        ]
        for taken, count in counts[0].items():
            if count > max(counts[1][taken], counts[2][taken]):
                self.problems.append(
                    f"{taken} would be taken by {count} entries: the template and the plan call"
                    " theirs by different names; change the plan by hand"
                )


def _given(
    made: Source, regimen: Regimen, now: Source, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what a template gives as it is now, with the values that it was filled with."""
    return _filled(now, values_of(made, regimen, now) | dict(more or {}))


def _filled(source: Source, values: Mapping[str, Any]) -> dict[str, Any]:
    result = fill(source, values)
    if result.problems or result.reading.regimen is None:
        said = "; ".join(f"{name}: {message}" for name, message in result.problems)
        raise CannotFillError(said or "it cannot be read")
    return regimen_table(result.reading.regimen)
