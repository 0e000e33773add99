"""Writing a regimen: the same regimen gives the same bytes, keys in the order of the format."""

from __future__ import annotations

from typing import Any

from planner.clock import BeforeBed, TimeOfDay
from planner.quantities import Amount, ForeignAmount, Percentage, Price
from planner.regimen.models import Regimen, Table

_TEXTS = (Amount, ForeignAmount, Percentage, Price, TimeOfDay, BeforeBed)


def regimen_table(regimen: Regimen) -> dict[str, Any]:
    """Return a regimen as the TOML table that a file holds: doses and times in their safe form."""
    return _table(regimen)


def write_text(regimen: Regimen) -> str:
    """Return a regimen as the text of a new file."""
    import tomli_w

    return tomli_w.dumps(regimen_table(regimen))


def _table(table: Table) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for key in type(table).model_fields:
        value = getattr(table, key)
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
