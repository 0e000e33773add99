"""Texts at the edges of what is read, judged by the patterns of the schema in taplo, which is Rust.

`tests/property/test_schema_property.py` has them for the engines of ECMAScript and of Python.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planner.clock import TimeError, parse_when
from planner.quantities import (
    QuantityError,
    parse_amount,
    parse_any_amount,
    parse_price,
    parse_standardisation,
)
from planner.regimen.schema import shipped_path
from tests.corner_texts import CORNERS
from tests.foreign.programs import needed, run

HEAD = 'format = 1\ntitle = "An evening"\nbedtime = "22:30"\n'
ENTRY = '{} = {{ substance = "other", name = "x", dose = "1 g", when = "21:00", {} = {} }}'
PRODUCT = '{} = {{ name = "x", serving = "1 g", contents.glycine.amount = "1 g", {} = {} }}'

KINDS: dict[str, tuple[str, str, str, Callable[[str], Any]]] = {
    "dose": ("entries", ENTRY, 'dose = "1 g", ', parse_any_amount),
    "when": ("entries", ENTRY, 'when = "21:00", ', parse_when),
    "standardised_to": ("entries", ENTRY, "", parse_standardisation),
    "serving": ("products", PRODUCT, 'serving = "1 g", ', parse_amount),
    "price": ("products", PRODUCT, "", parse_price),
}
"""The key, its table, a row, what of the row the key stands for, and the reader of its text."""


def reads(parse: Callable[[str], Any], text: str) -> bool:
    try:
        parse(text)
    except (QuantityError, TimeError):
        return False
    return True


@pytest.mark.parametrize("key", KINDS)
def test_taplo_takes_what_planner_takes(tmp_path: Path, key: str) -> None:
    program = needed("taplo")
    table, row, instead_of, parse = KINDS[key]
    path = tmp_path / "plan.toml"
    rows = [
        row.format(f"r{number}", key, json.dumps(text)).replace(instead_of, "", 1)
        for number, text in enumerate(CORNERS)
    ]
    path.write_text("\n".join([f"{HEAD}[{table}]", *rows]), encoding="utf-8")
    words = ["--no-auto-config", "--colors", "never", "--schema", shipped_path("regimen").as_uri()]
    done = run(program, "lint", *words, path)
    lines = {int(line) for line in re.findall(r"plan\.toml:(\d+):", done.stderr.decode())}
    refused = {text for line, text in enumerate(CORNERS, start=5) if line in lines}
    assert refused == {text for text in CORNERS if not reads(parse, text)}
