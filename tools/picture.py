"""Renews the pictures of the README: screens on the shipped regimens, drawn by Textual itself.

`python tools/picture.py` writes docs/*.svg; with `--check` it fails where a picture is not what the
program shows now.
"""

import argparse
import asyncio
import re
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from planner.tui.app import PlannerApp  # noqa: E402  (of this checkout)

DOCS = ROOT / "docs"
NOW = datetime(2026, 11, 20, 20, 10)
SIZE = (112, 34)
DOWN, ENTER = "down", "enter"
PICTURES = {
    "library": (),
    "editor": (ENTER,),
    "entry": (DOWN, ENTER, "e"),
    "evidence": (ENTER, "v"),
    "choosing": ("i",),
}
"""The keys that lead from the library to each picture."""


async def draw(keys: tuple[str, ...]) -> str:
    """Return the picture of the screen that some keys lead to, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder, "regimens")
        shutil.copytree(ROOT / "regimens", library)
        app = PlannerApp(library, "US", now=lambda: NOW, drafts=Path(folder, "drafts"))
        app.animation_level = "none"
        async with app.run_test(size=SIZE) as pilot:
            for _ in range(100):
                await pilot.pause(0.05)
                if "21:00" in app.export_screenshot():  # the preview of the list is there
                    break
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.5)
            shown = app.export_screenshot(title="planner")
            return shown.replace(str(library), "regimens")


def main() -> int:
    """Write the pictures, or compare them, and return the exit code."""
    parser = argparse.ArgumentParser(description="Renew the pictures of the README.")
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args()
    old = []
    for name, keys in PICTURES.items():
        picture, drawn = DOCS / f"{name}.svg", asyncio.run(draw(keys))
        if not options.check:
            DOCS.mkdir(exist_ok=True)
            picture.write_text(drawn, encoding="utf-8")
        elif not picture.is_file() or words(picture.read_text(encoding="utf-8")) != words(drawn):
            old.append(picture.name)
    if old:
        sys.stderr.write(f"out of date: {', '.join(old)}; run python tools/picture.py\n")
    return 1 if old else 0


def words(svg: str) -> list[str]:
    """Return the texts of a picture; colours and numbers of its ids may differ."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


if __name__ == "__main__":
    sys.exit(main())
