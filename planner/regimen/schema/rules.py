"""What goes together in a regimen file, and what may not be missing, as JSON Schemas.

They stand in `dependencies` and `else`, where editors look for no keys to offer.
"""

from __future__ import annotations

from collections.abc import Collection

from planner.catalogue import OTHER, Catalogue
from planner.regimen.schema import patterns
from planner.regimen.schema.kinds import Schema, text_with

_MASS = ("mass",)
_OF_ELEMENT = ("mass", "element")


def _doses(unit: str) -> dict[str, Schema]:
    """Return schemas of `dose` and `phases` whose amounts end in such a unit."""
    dose: Schema = {"pattern": unit}
    return {"dose": dose, "phases": {"items": {"properties": {"dose": dose}}}}


def _is(key: str, ids: Collection[str]) -> Schema:
    return {"properties": {key: {"enum": list(ids)}}, "required": [key]}


def of_entry(catalogue: Catalogue) -> dict[str, Schema]:
    """Return what follows for an entry from the keys that it has."""
    minerals: list[str] = []
    others: list[str] = []
    for substance in catalogue.substances.values():
        ids = minerals if substance.is_mineral else others
        ids += [substance.id, *substance.aliases]
    not_with_product = dict.fromkeys(("substance", "basis", "standardised_to"), False)
    mass, of_element = patterns.unit_of(_MASS), patterns.unit_of(_OF_ELEMENT)
    return {
        "dose": {"properties": {"phases": False}},
        "product": {"properties": not_with_product | _doses(patterns.unit_of())},
        "substance": {
            "if": _is("substance", minerals),
            "then": {"properties": _doses(of_element)},
            "else": {
                "if": _is("substance", others),
                "then": {"properties": {"basis": False} | _doses(mass)},
                "else": {"if": _is("substance", [OTHER]), "then": {"properties": {"basis": False}}},
            },
        },
    }


def of_content() -> dict[str, Schema]:
    """Return what follows from the keys of a content.

    `amount` is for a label that does not say which, so the others do not stand beside it.
    """
    return {"amount": {"properties": {"elemental": False, "compound": False}}}


def amounts(*, of_mineral: bool) -> Schema:
    """Return what holds of the amounts of a known substance on a label."""
    mass, of_element = ({"pattern": patterns.unit_of(each)} for each in (_MASS, _OF_ELEMENT))
    keys: dict[str, Schema | bool] = {
        "amount": {"if": {"pattern": patterns.HIDDEN}, "else": of_element if of_mineral else mass},
        "elemental": of_element if of_mineral else False,
        "compound": mass if of_mineral else False,
    }
    return {"properties": keys, "dependencies": of_content()}


def _either(first: str, otherwise: str) -> Schema:
    """Return a schema that misses `otherwise` where `first` is not given either."""
    return {"if": {"required": [first]}, "else": {"required": [otherwise]}}


def _whole_entry() -> Schema:
    return {
        "required": ["when"],
        "allOf": [
            _either("product", "substance"),
            _either("phases", "dose"),
            {"if": _is("substance", [OTHER]), "then": {"required": ["name"]}},
        ],
    }


def _whole_content() -> Schema:
    return {
        "if": {"anyOf": [{"required": ["elemental"]}, {"required": ["compound"]}]},
        "else": {"required": ["amount"]},
    }


def whole_product() -> Schema:
    """Return what may not be missing in a label."""
    return {
        "required": ["name", "serving", "contents"],
        "properties": {"contents": {"additionalProperties": _whole_content()}},
    }


def _needs_no_bedtime(catalogue: Catalogue) -> Schema:
    """Return the schema of a regimen of which nothing has to be told from bedtime on."""
    to_bed = text_with(patterns.TO_BED)
    by_clock: Schema = {"not": to_bed, "items": {"not": to_bed}}
    windowed = [
        name
        for substance in catalogue.substances.values()
        if substance.window
        for name in (substance.id, *substance.aliases)
    ]
    entry = {"when": by_clock, "substance": {"not": {"enum": windowed}}}
    return {
        "properties": {
            "entries": {"additionalProperties": {"properties": entry}},
            "medicines": {"additionalProperties": {"properties": {"when": by_clock}}},
        }
    }


def of_regimen(catalogue: Catalogue) -> Schema:
    """Return what may not be missing in a regimen, unless it is a template with fields.

    Which keys the fields of a template fill cannot be told here, so none is missed there.
    """
    fields: Schema = {"required": ["fields"], "properties": {"fields": {"minProperties": 1}}}
    return {
        "if": {"required": ["template"], "properties": {"template": fields}},
        "else": {
            "required": ["title"],
            "properties": {
                "entries": {"additionalProperties": _whole_entry()},
                "products": {"additionalProperties": whole_product()},
            },
            "if": _needs_no_bedtime(catalogue),
            "else": {"required": ["bedtime"]},
        },
    }
