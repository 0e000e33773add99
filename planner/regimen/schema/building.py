"""The whole schemas: of a regimen file, and of a label on the shelf of a library."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from planner.catalogue import Catalogue
from planner.regimen.models import FORMAT
from planner.regimen.reading import MOST_ROWS
from planner.regimen.schema import kinds, rules, tables
from planner.regimen.schema.kinds import Schema, ref

DRAFT = "http://json-schema.org/draft-07/schema#"

_BEYOND = (
    "`planner check` sees more than a schema can say: whether a product is in the file or on a"
    " shelf and a substance in a catalogue, whether a dose fits the serving of its product, whether"
    " the default of a template's field fits its key, whether a product needs a bedtime, and how"
    " large the file is. A schema also takes a date in quotes for a date, a date without quotes for"
    " a text, and 8.0 for 8. In a template with fields it misses no key, for it cannot tell which"
    " ones they fill."
)


def shipped_path(kind: str) -> Path:
    """Return where the schema of a `regimen` or a `product` lies that comes with Planner.

    It is what is made here of the shipped catalogue; a test holds that.
    """
    return Path(__file__).parent / f"{kind}-{FORMAT}.schema.json"


def regimen_schema(catalogue: Catalogue, codes: Mapping[str, str]) -> Schema:
    """Return the JSON Schema (draft 7) of a regimen file.

    `codes` are those that a finding may have, each with what is to be said of it.
    """
    return {
        "$schema": DRAFT,
        "title": f"Planner: a regimen file, format {FORMAT}",
        "description": f"An evening supplement regimen, as Planner reads it. {_BEYOND}",
        "type": "object",
        "properties": {
            "format": tables.format_key(),
            "title": kinds.title("What the plan is called: 1 to 120 characters."),
            "bedtime": kinds.clock('When the person goes to bed: "22:30", "10:30 pm".'),
            "start": kinds.date("The first day, without quotes: 2026-12-01."),
            "weeks": kinds.weeks("Planned length in whole weeks."),
            "notes": kinds.any_text("Anything else that is worth keeping."),
            "person": tables.person(catalogue),
            "medicines": tables.medicines(catalogue),
            "entries": tables.rows(
                "What is taken, each a table of its own: [entries.magnesium].",
                "entry",
                maxProperties=MOST_ROWS,
            ),
            "products": tables.rows(
                "Labels, each a table of its own: [products.night-mag].",
                "product",
                maxProperties=MOST_ROWS,
            ),
            "accepted": kinds.list_of(
                "Warnings that the person has seen and keeps: [[accepted]].", ref("accepted")
            ),
            "derived": tables.derived(),
            "template": tables.template(),
        },
        "additionalProperties": False,
        "required": ["format"],
        **rules.of_regimen(catalogue),
        "definitions": {
            "entry": tables.entry(catalogue),
            "phase": tables.phase(),
            "product": tables.product(catalogue),
            "medicine": tables.medicine_taken(),
            "accepted": tables.accepted(codes),
            "template-field": tables.template_field(),
            **tables.definitions(),
            **tables.definitions_of_labels(),
        },
    }


def product_schema(catalogue: Catalogue) -> Schema:
    """Return the JSON Schema (draft 7) of a label on the shelf of a library: `products/ID.toml`."""
    return {
        "$schema": DRAFT,
        "title": f"Planner: a label on the shelf, format {FORMAT}",
        "description": "A label that many plans refer to by the name of its file.",
        "type": "object",
        "properties": {
            "format": tables.format_key(),
            "product": tables.product(catalogue, then=rules.whole_product()),
        },
        "additionalProperties": False,
        "required": ["format", "product"],
        "definitions": tables.definitions_of_labels(),
    }
