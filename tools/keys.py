"""Prints the table of keys of the README, from the one table of commands.

`python tools/keys.py --write` puts it into README.md, between its two marks.
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from planner.tui.commands import COMMANDS, EVERYWHERE, TITLES, keys_text  # noqa: E402

README = ROOT / "README.md"
BETWEEN = re.compile(r"(<!-- keys -->\n).*?(<!-- /keys -->)", re.DOTALL)


def table() -> str:
    """Return the keys of each screen as rows of Markdown."""
    rows = ["| where | keys |", "|---|---|"]
    for where, title in {EVERYWHERE: "Everywhere", **TITLES}.items():
        own = [command for command in COMMANDS if where in command.where]
        said = " · ".join(f"{command.title} **{keys_text(command)}**" for command in own)
        rows.append(f"| {title} | {said} |")
    return "\n".join(rows) + "\n"


def main() -> int:
    """Print the table, or write it, and return the exit code."""
    parser = argparse.ArgumentParser(description="The table of keys of the README.")
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    if not parser.parse_args().write:
        sys.stdout.write(table())
        return 0
    text = README.read_text(encoding="utf-8")
    README.write_text(BETWEEN.sub(lambda mark: mark[1] + table() + mark[2], text), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
