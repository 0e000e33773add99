"""Carrying a template's change over into a regimen made from it, its own changes kept.

What the template gave when the regimen was made, what it gives now, and the regimen itself are
compared part by part. A part that only one side changed is that side's; one that both changed, each
in its own way, is a conflict and is left to a person. A part is what belongs together when it is
taken: substance, dose, basis and strength of an entry are one, and the label of its product counts
with it, for two capsules of one bottle are not two of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from planner.regimen.filling import Source, fill, filled_keys, values_of
from planner.regimen.models import Regimen
from planner.regimen.reading import read_table
from planner.regimen.writing import ACCEPTED, PRODUCTS, regimen_table

Part = tuple[str, ...]
"""Path of a part: `("bedtime",)`, `("entries", "magnesium", "taken")`."""
Side = Literal["own", "template"]

_TAKEN = ("substance", "product", "name", "dose", "phases", "basis", "standardised_to")
_TIMES = ("when", "days")
_LABEL = ("name", "serving", "contents")
_WITHIN = {
    "entries": {"taken": _TAKEN, "times": _TIMES, "reason": ("reason",)},
    PRODUCTS: {"label": _LABEL, "pack": ("pack",), "price": ("price",)},
}
"""The parts of an entry and of a product, and the keys that belong to each."""
_ABOUT_PERSON = frozenset({"person", "medicines"})
_PERSONS = _ABOUT_PERSON | {"start", ACCEPTED, "derived"}
"""What is the person's own by nature, and no departure from the template."""


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


def own_changes(regimen: Regimen, source: Source) -> tuple[PartChange, ...]:
    """Return how a regimen departs from what the template of its version gave.

    Raises:
        CannotFillError: the template cannot be filled with what the regimen has.
    """
    given, own = _given(source, regimen, source), regimen_table(regimen)
    return tuple(
        PartChange(part, _values(given, part), _values(own, part))
        for part in _parts(given, own)
        if part[0] not in _PERSONS
        and _values(given, part) != _values(own, part)
        and not _is_carried_label(part, given)
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
        PartChange(part, _values(was, part), _values(now, part))
        for part in _parts(was, now)
        if part[0] != "derived" and _values(was, part) != _values(now, part)
    )


def rebase(
    regimen: Regimen,
    old: Source,
    new: Source,
    *,
    more: Mapping[str, Any] | None = None,
    take: Side | None = None,
) -> Rebased:
    """Return a regimen with the change of its template carried over.

    `old` is the template as the regimen was made from it, `new` as it is now. `more` are values for
    fields that are new. Conflicts are shown and nothing is chosen, unless `take` says whose part
    is taken in each.

    Raises:
        CannotFillError: the template cannot be filled with what the regimen has.
    """
    was, now = _given(old, regimen, old), _given(old, regimen, new, more)
    own, filled = regimen_table(regimen), filled_keys(old, regimen)
    table: dict[str, Any] = {key: value for key, value in own.items() if key != "derived"}
    carried: list[PartChange] = []
    kept: list[PartChange] = []
    conflicts: list[Conflict] = []
    for part in _parts(was, now, own):
        if part[0] == "derived":
            continue
        before, after, mine = (_values(each, part) for each in (was, now, own))
        by_template = before != after or _label_changed(part, was, now)
        by_regimen = (
            before != mine
            or _label_changed(part, was, own)
            or (by_template and not filled.isdisjoint(before))
        )
        agreed = after == mine and not _label_changed(part, now, own)
        if by_template and by_regimen and not agreed:
            if part[0] in _ABOUT_PERSON:  # the regimen knows it better
                kept.append(PartChange(part, after, mine))
                continue
            conflicts.append(Conflict(part, before, after, mine))
            if take != "template":
                kept.append(PartChange(part, after, mine))
                continue
        elif by_regimen or not by_template:
            own_way = by_regimen and part[0] not in _PERSONS and after != mine
            if own_way and not _is_carried_label(part, now):
                kept.append(PartChange(part, after, mine))
            continue
        if after != mine:
            _set(table, part, after)
            carried.append(PartChange(part, mine, after))
    if conflicts and take is None:
        return Rebased(None, tuple(carried), tuple(kept), tuple(conflicts))
    _drop_untaken(table, own)
    values = values_of(old, regimen, new) | dict(more or {})
    table["derived"] = dict(own.get("derived", {})) | {
        "template": new.name,
        "version": new.version,
    }
    if values:
        table["derived"]["filled"] = list(values)
    reading = read_table(table)
    problems = tuple(
        f"{'.'.join(map(str, each.key))}: {each.message}" if each.key else each.message
        for each in reading.problems
    )
    whole = None if problems else reading.regimen
    return Rebased(whole, tuple(carried), tuple(kept), tuple(conflicts), problems)


def part_words(part: Part) -> str:
    """Return a part in words: `magnesium, what is taken`."""
    if len(part) < 3:
        return part[-1] if len(part) == 1 else f"{part[0]}, {part[1]}"
    words = {
        "taken": "what is taken",
        "times": "when it is taken",
        "reason": "why it is taken",
        "label": "its label",
        "pack": "its pack",
        "price": "its price",
    }
    return f"{part[1]}, {words[part[2]]}"


def _given(
    made: Source, regimen: Regimen, now: Source, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what a template gives as it is now, with the values that it was filled with."""
    result = fill(now, values_of(made, regimen, now) | dict(more or {}))
    if result.problems or result.reading.regimen is None:
        said = "; ".join(f"{name}: {message}" for name, message in result.problems)
        raise CannotFillError(said or "it cannot be read")
    return regimen_table(result.reading.regimen)


def _parts(*tables: Mapping[str, Any]) -> Iterator[Part]:
    """Yield every part that one of the tables has, each once, in the order of the format."""
    seen: dict[Part, None] = {}
    for table in tables:
        for key, value in table.items():
            if key in _WITHIN:
                for name in value:
                    seen.update({(key, name, part): None for part in _WITHIN[key]})
            elif key in ("person", "medicines"):
                seen.update({(key, name): None for name in value})
            else:
                seen[(key,)] = None
    order = {key: place for place, key in enumerate(Regimen.model_fields)}
    yield from sorted(seen, key=lambda part: order[part[0]])


def _values(table: Mapping[str, Any], part: Part) -> dict[str, Any]:
    """Return what a table has of a part, by key path."""
    rows = table.get(part[0])
    if len(part) == 1:
        return {} if rows is None else {part[0]: rows}
    row = rows.get(part[1]) if isinstance(rows, dict) else None
    if row is None:
        return {}
    start = f"{part[0]}.{part[1]}"
    if len(part) == 2:
        return {start: row}
    return {f"{start}.{key}": row[key] for key in _WITHIN[part[0]][part[2]] if key in row}


def _is_carried_label(part: Part, given: Mapping[str, Any]) -> bool:
    """Whether a part is of a label that the template itself has on a shelf.

    A plan outside of that shelf holds the label itself, which is no way of its own.
    """
    if part[0] != PRODUCTS or part[1] in given.get(PRODUCTS, {}):
        return False
    return any(row.get("product") == part[1] for row in given.get("entries", {}).values())


def _label_changed(part: Part, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the product that an entry takes has another label than before."""
    if part[0] != "entries" or part[2] != "taken":
        return False
    before, after = _label(part, old), _label(part, new)
    return before is not None and after is not None and before != after


def _label(part: Part, table: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the label of the product that an entry takes; None where its file holds none."""
    entry = table.get("entries", {}).get(part[1], {})
    product = table.get(PRODUCTS, {}).get(entry.get("product"))
    return None if product is None else {key: product.get(key) for key in _LABEL}


def _set(table: dict[str, Any], part: Part, values: Mapping[str, Any]) -> None:
    """Make a table have of a part what is given; an entry or product without parts goes."""
    if len(part) == 1:
        table.pop(part[0], None)
        table.update(values)
        return
    rows = dict(table.get(part[0], {}))
    if len(part) == 2:
        rows.pop(part[1], None)
        for value in values.values():
            rows[part[1]] = value
    else:
        row = {
            key: value
            for key, value in rows.get(part[1], {}).items()
            if key not in _WITHIN[part[0]][part[2]]
        }
        row |= {path.rsplit(".", 1)[-1]: value for path, value in values.items()}
        rows.pop(part[1], None) if not row else rows.update({part[1]: row})
    table[part[0]] = rows
    if not rows:
        del table[part[0]]


def _drop_untaken(table: dict[str, Any], own: Mapping[str, Any]) -> None:
    """Take products out that no entry takes any more, though one did."""

    def taken(each: Mapping[str, Any]) -> set[str]:
        return {row["product"] for row in each.get("entries", {}).values() if "product" in row}

    gone = taken(own) - taken(table)
    if gone & set(table.get(PRODUCTS, {})):
        table[PRODUCTS] = {k: v for k, v in table[PRODUCTS].items() if k not in gone}
        if not table[PRODUCTS]:
            del table[PRODUCTS]
