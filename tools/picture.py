"""Renews the picture of the README: the editor on a shipped regimen, drawn by Textual itself.

`python tools/picture.py` writes docs/editor.svg; with `--check` it fails where the picture is not
what the program shows now.
"""

import argparse
import asyncio
import re
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from planner.tui.app import PlannerApp  # noqa: E402  (of this checkout)

PICTURE = ROOT / "docs" / "editor.svg"
SHOWN = "evening-of-the-articles.toml"
SIZE = (112, 34)


async def draw() -> str:
    """Return the picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "regimens" / SHOWN, folder)
        app = PlannerApp(Path(folder), "US")
        app.animation_level = "none"
        async with app.run_test(size=SIZE) as pilot:
            for _ in range(100):
                await pilot.pause(0.05)
                if "21:00" in app.export_screenshot():  # the preview of the list is there
                    break
            await pilot.press("enter")
            await pilot.pause(1)
            return app.export_screenshot(title="planner")


def main() -> int:
    """Write the picture, or compare it, and return the exit code."""
    parser = argparse.ArgumentParser(description="Renew the picture of the README.")
    parser.add_argument("--check", action="store_true", help="compare only")
    options = parser.parse_args()
    drawn = asyncio.run(draw())
    if not options.check:
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(drawn, encoding="utf-8")
        return 0
    if words(PICTURE.read_text(encoding="utf-8")) == words(drawn):
        return 0
    sys.stderr.write("docs/editor.svg is out of date: run python tools/picture.py\n")
    return 1


def words(svg: str) -> list[str]:
    """Return the texts of a picture; colours and numbers of its ids may differ."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


if __name__ == "__main__":
    sys.exit(main())
