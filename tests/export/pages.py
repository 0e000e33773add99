"""Web pages as receivers get them: made by the export, and changed by somebody on the way."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from planner.export.making import Options
from planner.export.sheet import Edition
from tests.export.support import EDITION, rendered, sheet_of

START = '<script type="application/json" id="planner-sheet">'
END = "</script>"

PLAN = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"

[person]
name = "Eva"
country = "NO"
conditions = ["pregnancy"]

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "90 min before bed"

[entries.magnesium]  # the white bottle
substance = "magnesium-bisglycinate"
dose = "300 mg"
basis = "elemental"
when = "90 min before bed"
"""
"""Two entries for a person in Norway; Germany's upper limit of magnesium, 250 mg, is lower."""


def page_of(
    source: Path | str = PLAN, *, options: Options | None = None, edition: Edition = EDITION
) -> bytes:
    """The web page of a regimen, as it is exported."""
    sheet = sheet_of(source, edition=edition, options=options)
    return rendered("html", sheet, options)


def enclosed(page: bytes) -> dict[str, Any]:
    """What a page carries for Planner."""
    held: dict[str, Any] = json.loads(page.decode().split(START)[1].split(END)[0])
    return held


def altered(page: bytes, **changes: Any) -> bytes:
    """A page that carries something else; None for a key takes it out only where it is `...`."""
    held = enclosed(page) | changes
    return with_text(page, json.dumps({k: v for k, v in held.items() if v is not ...}))


def with_text(page: bytes, text: str) -> bytes:
    """A page whose element holds another text."""
    before, rest = page.decode().split(START)
    after = rest.split(END, 1)[1]
    return f"{before}{START}{text}{END}{after}".encode()


def bare(text: str) -> bytes:
    """A page with nothing but an element that holds a text."""
    return f"<!doctype html><title>{html.escape('x')}</title>{START}{text}{END}".encode()


def answers_to(source: Path | str = PLAN, **changes: Any) -> dict[str, Any]:
    """What a receiver of the page of a regimen saves who wants to go on with everything."""
    sheet = sheet_of(source)
    return {
        "format": 1,
        "kind": "planner-answers",
        "plan": sheet.edition.plan,
        "version": sheet.edition.number,
        "sha256": sheet.carried.digest,
        "title": sheet.title,
        "answers": [
            {"entry": each.key, "answer": "continue", "note": ""} for each in sheet.entries
        ],
        "note": "",
    } | changes
