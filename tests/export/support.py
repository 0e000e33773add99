"""What the tests of exports share: sheets of shipped regimens, of texts, and of hostile texts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import tomli_w

from planner.catalogue import load_catalogue
from planner.export.formats import FORMATS
from planner.export.making import Options, make_sheet
from planner.export.sheet import Edition, Sheet
from planner.regimen.reading import read_bytes, read_file

ROOT = Path(__file__).parent.parent.parent
SHIPPED = sorted((ROOT / "regimens").glob("*.toml"))
CATALOGUE = load_catalogue()
EDITION = Edition("5f0c1a52-0f5b-5c4e-9d55-6f3a5a1f7c11", 1, date(2026, 11, 26))
SECOND = Edition(EDITION.plan, 2, date(2026, 12, 3), replaces=1)

HOSTILE = {
    "markup": "<script>alert(1)</script> & <b>bold</b> [link](x) *star* #set [red]x[/]",
    "quotes": "\"double\" 'single' `tick` \\backslash ]]> --> {{ 7*7 }} {% x %} $x^2$ @ref",
    "formula": '=HYPERLINK("http://x","y")',
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "newline": "first line\nsecond line",
    "calendar": "a;b,c:d\nBEGIN:VEVENT\nSUMMARY:x",
    "emoji": "moon \U0001f319 family \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "cjk": "睡眠の前に 잠 睡觉",
    "hebrew": "לפני השינה (ערב) 22:30",
    "arabic": "قبل النوم 300 mg",
    "long-word": "x" * 118,
}
"""Texts that somebody may write anywhere; each has to come out as that text, or be refused."""


def sheet_of(
    source: Path | str, *, edition: Edition = EDITION, options: Options | None = None
) -> Sheet:
    """The sheet of a file, or of the text of one."""
    reading = read_file(source) if isinstance(source, Path) else read_bytes(source.encode())
    return make_sheet(reading, CATALOGUE, edition, options or Options())


def hostile_text(text: str) -> str:
    """A regimen that holds a text wherever a person can write freely."""
    return tomli_w.dumps({
        "format": 1, "title": text, "bedtime": "00:30", "weeks": 4, "notes": text,
        "person": {"name": text},
        "entries": {
            "magnesium": {
                "product": "mag", "dose": "2 capsules", "when": "1 to 2 h before bed",
                "reason": text,
            },
            "other": {"substance": "other", "name": text, "dose": "50 mg", "when": "21:00"},
            "ashwagandha": {
                "substance": "ashwagandha-extract", "dose": "800 mg", "standardised_to": "5 %",
                "when": "at bedtime",
            },
        },
        "products": {
            "mag": {
                "name": text, "serving": "2 capsules",
                "contents": {
                    "magnesium-bisglycinate": {"elemental": "200 mg"},
                    "zinc": {"name": text, "amount": "5 mg"},
                },
            }
        },
        "accepted": [{
            "code": "dose-above-range", "entry": "ashwagandha", "observed": "800 mg",
            "reason": text, "on": date(2026, 11, 20),
        }],
    })  # fmt: skip


def rendered(name: str, sheet: Sheet, options: Options | None = None) -> bytes:
    """A sheet in a format, by its name."""
    return FORMATS[name].render(sheet, options or Options())
