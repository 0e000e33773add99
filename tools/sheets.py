"""Renews the pictures of a shared regimen in the README: the web page, printed too, and the PDF.

`python tools/sheets.py` writes docs/sheet-*.png; it needs the programs of `tests/foreign`.
"""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from planner.catalogue import load_catalogue  # noqa: E402  (of this checkout)
from planner.export.formats import FORMATS  # noqa: E402
from planner.export.making import Options, make_sheet  # noqa: E402
from planner.export.sheet import Edition  # noqa: E402
from planner.regimen.reading import read_bytes  # noqa: E402

DOCS = ROOT / "docs"
SHOT = ROOT / "tests" / "foreign" / "shot.mjs"
EDITION = Edition("5f0c1a52-0f5b-5c4e-9d55-6f3a5a1f7c11", 2, date(2026, 11, 26), 1)
OPTIONS = Options(by="Coach K")
EVENING = """\
format = 1
title = "Wind-down evening"
bedtime = "22:30"
start = 2026-12-01
weeks = 8
notes = "Dim the lights at nine."

[person]
country = "US"

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "60 min before bed"
reason = "Wired but tired"

[entries.magnesium]
product = "night-mag"
dose = "4 capsules"
when = "1 to 2 h before bed"
reason = "Cramps in the calves"

[products.night-mag]
name = "Night Mag"
serving = "2 capsules"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"

[[accepted]]
code = "above-upper-limit"
entry = "magnesium"
observed = "400 mg"
reason = "Agreed with the dietitian"
on = 2026-11-20
"""


def call(*words: str | Path) -> None:
    """Run a program, which has to end well."""
    subprocess.run([str(word) for word in words], check=True)


def main() -> None:
    """Write the pictures."""
    sheet = make_sheet(read_bytes(EVENING.encode()), load_catalogue(), EDITION, OPTIONS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page, pages, printed = (folder / each for each in ("a.html", "a.pdf", "printed.pdf"))
        page.write_bytes(FORMATS["html"].render(sheet, OPTIONS))
        pages.write_bytes(FORMATS["pdf"].render(sheet, OPTIONS))
        call("node", SHOT, page, DOCS / "sheet-desktop.png", "1000", "900", "light")
        call("node", SHOT, page, DOCS / "sheet-phone.png", "390", "900", "dark")
        call("node", SHOT, page, "--pdf", printed, "A4")
        for source, target in ((printed, "sheet-printed"), (pages, "sheet-pdf")):
            call("pdftoppm", "-r", "90", "-png", "-singlefile", source, DOCS / target)
    print(f"written to {DOCS}")  # noqa: T201


if __name__ == "__main__":
    main()
