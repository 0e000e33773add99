"""A JSON Schema as text: what fits a line stands in one, so that people can read and compare it."""

from __future__ import annotations

import json
from typing import Any

from planner.regimen.schema.kinds import Schema

_WIDEST = 100
_STEP = "  "


def schema_text(schema: Schema) -> str:
    """Return a schema as JSON in lines of at most 100 characters, where its texts allow that."""
    return f"{_laid_out(schema, '', '')}\n"


def _laid_out(value: Any, before: str, indent: str) -> str:
    """Return a value after what stands before it in its line."""
    flat = f"{before}{json.dumps(value)}"
    if not isinstance(value, (dict, list)) or not value or len(indent + flat) < _WIDEST:
        return f"{indent}{flat}"
    inner = indent + _STEP
    if isinstance(value, dict):
        rows = [_laid_out(each, f"{json.dumps(key)}: ", inner) for key, each in value.items()]
    elif all(isinstance(each, str) or each is None for each in value):
        rows = _filled([json.dumps(each) for each in value], inner)
    else:
        rows = [_laid_out(each, "", inner) for each in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{indent}{before}{opening}\n" + ",\n".join(rows) + f"\n{indent}{closing}"


def _filled(words: list[str], indent: str) -> list[str]:
    """Return words in as few lines as hold them."""
    rows: list[str] = []
    for word in words:
        if rows and len(f"{rows[-1]}, {word}") < _WIDEST:
            rows[-1] += f", {word}"
        else:
            rows.append(f"{indent}{word}")
    return rows
