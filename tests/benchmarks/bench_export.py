"""What exporting a folder of regimens costs. Prints a table, holds nothing.

    python tests/benchmarks/bench_export.py [--count 500]

Each format alone, then PDF and calendar together, by the command, in a folder of regimens that
differ from each other. Judging the same folder stands beside it for comparison.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from planner.export.formats import FORMATS  # noqa: E402  (the checkout that this script is of)
from tests.benchmarks.bench_check import seconds, write_plans  # noqa: E402


def planner(*words: str | Path) -> float:
    """How long the command takes."""
    return seconds(["-m", "planner", *map(str, words)])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=500, help="how many regimens")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        clients = Path(folder, "clients")
        clients.mkdir()
        write_plans(clients, count)
        rows = [("check", planner("check", clients))]
        for name in (*FORMATS, "pdf,ics"):
            out = Path(folder, "out", name.replace(",", "-"))
            rows.append((name, planner("export", clients, "--to", name, "--out", out)))
    print(f"{count} regimens\n")
    for name, took in rows:
        print(f"{name:10} {took:8.2f} s {took / count * 1000:8.1f} ms each")


if __name__ == "__main__":
    main()
