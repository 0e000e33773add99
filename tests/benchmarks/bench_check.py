"""What `planner check` costs, beside what it cannot do without. Prints tables, holds nothing.

    python tests/benchmarks/bench_check.py
    python tests/benchmarks/bench_check.py --memory

Many plans: the command on a folder, against only reading, parsing and validating the same files;
to stay under 3 times. One plan: the command on a file, against importing pydantic and pint;
at most 1.5 times. Runs take turns and medians are compared, so other work on the machine
disturbs both sides alike.

Then how long 500 plans take, start-up included, at most 2 seconds on two cores: plans as above,
and full ones of five entries, two labels, phases, medicines and an acceptance.

With --memory instead: the most memory that the command ever holds, for 500 plans and for 50,000,
told file by file and as a summary. It is to be the same but for some megabytes, which are the names
in the folder.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COACH = 500
"""Plans that a coach has, who is to wait at most so long for them:"""
SECONDS = 2

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

FULL_PLAN = """\
format = 1
title = "Full evening {number}"
bedtime = "22:30"
start = 2026-12-01
weeks = 8
notes = "Dim the lights at nine. No screens in the bedroom."

[person]
name = "Client {number:04}"
age = {age}
country = "{country}"
conditions = ["{condition}"]

[medicines.levothyroxine]
when = "07:00"

[medicines.{medicine}]
when = "20:00"

[entries.ashwagandha]
substance = "ashwagandha-extract"
phases = [{{ weeks = 2, dose = "300 mg" }}, {{ weeks = 6, dose = "{ashwagandha} mg" }}]
standardised_to = "5 %"
when = "60 min before bed"
reason = "Wired but tired"

[entries.night-mag]
product = "night-mag"
dose = "2 capsules"
when = ["08:00", "1 to 2 h before bed"]

[entries.theanine]
substance = "l-theanine"
dose = "200 mg"
when = "60 min before bed"
days = ["mon", "wed", "fri"]

[entries.complex]
product = "sleep-complex"
dose = "1 tablet"
when = "30 min before bed"

[entries.apigenin]
substance = "other"
name = "Apigenin"
dose = "50 mg"
when = "30 min before bed"

[products.night-mag]
name = "Night Mag"
serving = "2 capsules"
pack = "120 capsules"
price = "18.90 EUR"

[products.night-mag.contents.magnesium-bisglycinate]
elemental = "{magnesium} mg"

[products.night-mag.contents.zinc]
name = "Zinc"
amount = "5 mg"

[products.sleep-complex]
name = "Sleep Complex"
serving = "1 tablet"
pack = "60 tablets"

[products.sleep-complex.contents.lemon-balm-herb]
amount = "400 mg"

[products.sleep-complex.contents.valerian-extract]
amount = "300 mg"

[products.sleep-complex.contents.magnesium-oxide]
elemental = "50 mg"

[products.sleep-complex.contents.melatonin]
amount = "0.5 mg"

[[accepted]]
code = "above-upper-limit"
entry = "night-mag"
observed = "450 mg"
reason = "Agreed with the dietitian"
on = 2026-11-20
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


def write_plans(folder: Path, count: int, plan: str = PLAN) -> None:
    """Plans of one shape whose figures differ, so that nothing is answered from a cache of one."""
    for number in range(count):
        text = plan.format(
            number=number,
            age=20 + number % 60,
            country=("US", "DE", "GB", "EU")[number % 4],
            ashwagandha=300 + number % 301,
            magnesium=100 + number % 201,
            condition=("thyroid-disorder", "kidney-impairment", "surgery-planned")[number % 3],
            medicine=("lorazepam", "warfarin", "doxycycline", "amlodipine")[number % 4],
        )
        (folder / f"evening-{number:05}.toml").write_text(text, encoding="utf-8")


def seconds(command: list[str]) -> float:
    """The wall time of one run of a Python command from start to end."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=False)
    taken = time.perf_counter() - started
    if done.returncode not in {0, 1} or b"Traceback" in done.stderr:
        sys.exit(f"{command[:3]} failed:\n{done.stderr.decode(errors='replace')}")
    return taken


def most_megabytes(command: list[str]) -> float:
    """The most memory that one run of a Python command holds at any time."""
    with subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL
    ) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode not in {0, 1}:
        sys.exit(f"{command[:3]} ended with {running.returncode}")
    return used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def compare(title: str, ours: list[str], base: list[str], runs: int, target: float) -> None:
    """Print one row: medians of interleaved runs, after one round that only warms the disk."""
    rounds = [(seconds(ours), seconds(base)) for _ in range(runs + 1)][1:]
    mine, other = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = mine / other
    word = "under" if ratio < target else "OVER"
    print(f"{title:<14}{mine * 1000:>10.0f}{other * 1000:>10.0f}{ratio:>8.2f}   {word} {target}")


def compare_all(options: argparse.Namespace) -> None:
    """Print how the command compares with what it cannot do without."""
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
            ["-m", "planner", "check", str(folder / "evening-00000.toml")],
            ["-c", "import pydantic, pint"],
            options.single_runs,
            target=1.5,
        )


def time_a_coach(runs: int) -> None:
    """Print how long 500 plans take, as text, as JSON and as a summary."""
    print(f"\n{'500 plans':<14}{'text s':>10}{'json s':>10}{'summary s':>11}   target")
    for title, plan in (("as above", PLAN), ("full", FULL_PLAN)):
        with tempfile.TemporaryDirectory() as name:
            write_plans(Path(name), COACH, plan)
            command = ["-m", "planner", "check", name]
            rounds = [
                [
                    seconds([*command, *options])
                    for options in ([], ["--format", "json"], ["--summary"])
                ]
                for _ in range(runs + 1)
            ][1:]
        text, data, summary = (statistics.median(column) for column in zip(*rounds, strict=True))
        word = "under" if max(text, data, summary) <= SECONDS else "OVER"
        print(f"{title:<14}{text:>10.2f}{data:>10.2f}{summary:>11.2f}   {word} {SECONDS}")


def weigh(most: int) -> None:
    """Print how much memory few plans take, and many."""
    if not hasattr(os, "wait4"):
        sys.exit("this system does not say how much memory a process took")
    print(f"{'most memory':<14}{'text MB':>10}{'json MB':>10}{'csv MB':>10}{'summary MB':>12}")
    for count in (COACH, most):
        with tempfile.TemporaryDirectory() as name:
            write_plans(Path(name), count)
            command = ["-m", "planner", "check", name]
            used = [
                most_megabytes([*command, *options])
                for options in ([], ["--format", "json"], ["--format", "csv"], ["--summary"])
            ]
        text, data, table, summary = used
        title = f"{count} plans"
        print(f"{title:<14}{text:>10.1f}{data:>10.1f}{table:>10.1f}{summary:>12.1f}", flush=True)


def main() -> None:
    """Write the plans, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--plans", type=int, default=1000, help="plans in the folder (1000)")
    parser.add_argument("--runs", type=int, default=5, help="runs on the folder (5)")
    parser.add_argument("--single-runs", type=int, default=15, help="runs on one plan (15)")
    parser.add_argument("--memory", action="store_true", help="memory instead of time")
    parser.add_argument("--most", type=int, default=50_000, help="plans for --memory (50000)")
    options = parser.parse_args()
    if options.memory:
        weigh(options.most)
        return
    compare_all(options)
    time_a_coach(options.runs)


if __name__ == "__main__":
    main()
