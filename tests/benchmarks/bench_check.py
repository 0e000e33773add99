"""What `planner check` costs, beside what it cannot do without. Prints a table, holds nothing.

    python tests/benchmarks/bench_check.py

Many plans: the command on a folder, against only reading, parsing and validating the same files;
to stay under 3 times. One plan: the command on a file, against importing pydantic and pint;
at most 1.5 times. Runs take turns and medians are compared, so other work on the machine
disturbs both sides alike.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

PLAN = """\
format = 1
title = "Evening {number}"
bedtime = "22:30"
weeks = 8
notes = "Dim the lights at nine."

[person]
name = "Client {number:04}"
age = {age}
country = "{country}"

[entries.ashwagandha]
substance = "ashwagandha-extract"
dose = "{ashwagandha} mg"
standardised_to = "5 %"
when = "60 min before bed"
reason = "Wired but tired"

[entries.magnesium]
substance = "magnesium-bisglycinate"
dose = "{magnesium} mg"
basis = "elemental"
when = "90 min before bed"

[entries.night-mag]
product = "night-mag"
dose = "1 capsule"
when = "1 to 2 h before bed"

[products.night-mag]
name = "Night Mag"
serving = "2 capsules"
pack = "120 capsules"
price = "18.90 EUR"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "200 mg"
compound = "1420 mg"
"""

READ_ONLY = """
import sys
from pathlib import Path
from planner.catalogue import load_catalogue
from planner.regimen.reading import read_file
load_catalogue()
for path in sorted(Path(sys.argv[1]).glob("*.toml")):
    read_file(path)
"""


def write_plans(folder: Path, count: int) -> None:
    """Plans of one shape whose figures differ, so that nothing is answered from a cache of one."""
    for number in range(count):
        text = PLAN.format(
            number=number,
            age=20 + number % 60,
            country=("US", "DE", "GB", "EU")[number % 4],
            ashwagandha=300 + number % 301,
            magnesium=100 + number % 201,
        )
        (folder / f"evening-{number:04}.toml").write_text(text, encoding="utf-8")


def seconds(command: list[str]) -> float:
    """The wall time of one run of a Python command from start to end."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=False)
    taken = time.perf_counter() - started
    if done.returncode not in {0, 1} or b"Traceback" in done.stderr:
        sys.exit(f"{command[:3]} failed:\n{done.stderr.decode(errors='replace')}")
    return taken


def compare(title: str, ours: list[str], base: list[str], runs: int, target: float) -> None:
    """Print one row: medians of interleaved runs, after one round that only warms the disk."""
    rounds = [(seconds(ours), seconds(base)) for _ in range(runs + 1)][1:]
    mine, other = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = mine / other
    word = "under" if ratio < target else "OVER"
    print(f"{title:<14}{mine * 1000:>10.0f}{other * 1000:>10.0f}{ratio:>8.2f}   {word} {target}")


def main() -> None:
    """Write the plans, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--plans", type=int, default=1000, help="plans in the folder (1000)")
    parser.add_argument("--runs", type=int, default=5, help="runs on the folder (5)")
    parser.add_argument("--single-runs", type=int, default=15, help="runs on one plan (15)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_plans(folder, options.plans)
        print(f"{'medians':<14}{'check ms':>10}{'base ms':>10}{'ratio':>8}   target")
        compare(
            f"{options.plans} plans",
            ["-m", "planner", "check", name, "--format", "json"],
            ["-c", READ_ONLY, name],
            options.runs,
            target=3,
        )
        compare(
            "one plan",
            ["-m", "planner", "check", str(folder / "evening-0000.toml")],
            ["-c", "import pydantic, pint"],
            options.single_runs,
            target=1.5,
        )


if __name__ == "__main__":
    main()
