"""Writing a regimen: the same regimen gives the same bytes, keys in the order of the format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.clock import BeforeBed, TimeOfDay
from planner.quantities import Amount, ForeignAmount, Percentage, Price
from planner.regimen.models import Regimen, SharedProduct, Table

_TEXTS = (Amount, ForeignAmount, Percentage, Price, TimeOfDay, BeforeBed)

ACCEPTED = "accepted"
"""The key of the warnings that the person has seen and keeps."""


PRODUCTS = "products"
"""The key of the labels; those of the library's shelf are not written."""


def regimen_table(regimen: Regimen) -> dict[str, Any]:
    """Return a regimen as the TOML table that a file holds: doses and times in their safe form."""
    return _table(regimen)


def write_text(regimen: Regimen) -> str:
    """Return a regimen as the text of a new file."""
    return table_text(regimen_table(regimen))


def table_text(table: Mapping[str, Any]) -> str:
    """Return a table, or a part of one, as TOML.

    tomli-w writes a list of tables in one line or as `[[...]]` depending on its length; what was
    accepted is always `[[accepted]]`, at the end, so that the layout does not flip.
    """
    import tomli_w

    text = tomli_w.dumps({key: value for key, value in table.items() if key != ACCEPTED})
    rows = [list_row_text((ACCEPTED,), row) for row in table.get(ACCEPTED, ())]
    return "\n".join([text, *rows] if text else rows)


def list_row_text(path: tuple[str, ...], row: Mapping[str, Any]) -> str:
    """Return one table of a list of tables as TOML; the path is of bare keys."""
    import tomli_w

    return f"[[{'.'.join(path)}]]\n{tomli_w.dumps(row)}"


def _table(table: Table) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for key in type(table).model_fields:
        value = getattr(table, key)
        if key == PRODUCTS:
            value = {
                name: each for name, each in value.items() if not isinstance(each, SharedProduct)
            }
        if value is None or value in ((), {}):
            continue
        written[key] = _value(value, key)
    return written


def _value(value: Any, key: str = "") -> Any:
    if isinstance(value, _TEXTS):
        return value.text
    if isinstance(value, Table):
        return _table(value)
    if isinstance(value, dict):
        return {name: _value(item) for name, item in value.items()}
    if isinstance(value, tuple):
        items = [_value(item) for item in value]
        return items[0] if key == "when" and len(items) == 1 else items
    return value
