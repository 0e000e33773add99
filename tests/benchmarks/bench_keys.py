"""How long a key press takes until its verdict is on the screen. Prints a table, holds nothing.

    python tests/benchmarks/bench_keys.py

A pilot types into an evening of twenty entries: digits into the dose of the form, + and - in the
editor. What is measured is the time from handing the key to the application until the last paint
that it causes, escape sequences for the terminal included: one frame of a screen is 16 ms.
"""

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar

from textual.events import Key
from textual.pilot import Pilot
from textual.widget import Widget

from planner import tui
from planner.tui.app import PlannerApp

FRAME = 16.0
QUIET = 0.06
"""Seconds without a paint after which a key is answered."""

HEAD = 'format = 1\ntitle = "Twenty entries"\nbedtime = "22:30"\n'
MAGNESIUM = """
[entries.magnesium-{number}]
substance = "magnesium-bisglycinate"
dose = "{dose} mg"
basis = "elemental"
when = "{minutes} min before bed"
"""
EXTRACT = """
[entries.ashwagandha-{number}]
substance = "ashwagandha-extract"
dose = "{dose} mg"
standardised_to = "5 %"
when = "{minutes} min before bed"
"""


def twenty() -> str:
    """Return a regimen of twenty entries."""
    rows = [
        (MAGNESIUM if number % 2 else EXTRACT).format(
            number=number, dose=20 + number, minutes=60 + 3 * number
        )
        for number in range(20)
    ]
    return HEAD + "".join(rows)


class PaintingApp(PlannerApp):
    """Renders what it would send to a terminal, and notes when."""

    CSS_PATH: ClassVar = [Path(tui.__file__).parent / path for path in PlannerApp.CSS_PATH]
    painted = 0.0

    @property
    def is_headless(self) -> bool:
        """Never, so that the escape sequences are made as for a terminal."""
        return False

    def post_display_hook(self) -> None:
        """Note the time of a paint."""
        self.painted = time.perf_counter()


async def answered(app: PaintingApp, target: Widget, key: str) -> float:
    """Press a key and return the milliseconds until its last paint."""
    character = {"plus": "+", "minus": "-"}.get(key, key if len(key) == 1 else None)
    start = time.perf_counter()
    app.post_message(Key(key, character))
    quiet = start
    while time.perf_counter() - max(quiet, app.painted) < QUIET:
        await asyncio.sleep(0)
    return (app.painted - start) * 1000 if app.painted > start else 0.0


@asynccontextmanager
async def opened(size: tuple[int, int]) -> AsyncIterator[tuple[PaintingApp, Pilot[Any]]]:
    """Open the evening of twenty entries in the editor."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder)
        (library / "twenty.toml").write_text(twenty(), encoding="utf-8")
        app = PaintingApp(library, "US", drafts=library / "drafts")
        app.animation_level = "none"
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.3)
            await pilot.press("enter")
            await pilot.pause(0.3)
            yield app, pilot


async def typing(size: tuple[int, int], rounds: int) -> list[float]:
    """Type doses into the form of an entry."""
    times = []
    async with opened(size) as (app, pilot):
        await pilot.press("e")
        await pilot.pause(0.3)
        for dose in [str(100 + 7 * number) for number in range(rounds)]:
            field: Any = app.screen.query_one("#input-dose")
            field.value = " mg"
            field.cursor_position = 0
            await pilot.pause(0.1)
            times += [await answered(app, field, digit) for digit in dose]
    return times


async def stepping(size: tuple[int, int], rounds: int) -> list[float]:
    """Change a dose by + and - in the editor."""
    times = []
    async with opened(size) as (app, _):
        for number in range(rounds):
            for key in ("plus", "plus", "minus") if number % 2 else ("minus", "plus", "plus"):
                times.append(await answered(app, app.screen, key))
    return times


def line(name: str, times: Sequence[float]) -> str:
    """Return a row of the table."""
    ordered = sorted(times)
    middle, high = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    verdict = "within" if high <= FRAME else "above"
    return (
        f"{name:<26} {middle:6.1f} {high:6.1f} {ordered[-1]:6.1f} ms   {verdict} one frame at 95 %"
    )


MEASURED = {"a digit of a dose": typing, "+ and -": stepping}
SIZES = ("80x24", "120x40")


def measure(what: str, size: str, rounds: int) -> None:
    """Measure one row of the table and print it."""
    columns, _, lines = size.partition("x")
    times = asyncio.run(MEASURED[what]((int(columns), int(lines)), rounds))
    print(line(f"{what}, {size}", times))


def main() -> None:
    """Measure and print, each row in a process of its own, as a person has it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", nargs=2, metavar=("WHAT", "SIZE"))
    options = parser.parse_args()
    if options.only:
        what, size = options.only
        measure(what, size, options.rounds)
        return
    print(f"{'20 entries':<26} median    p95    max", flush=True)
    for size in SIZES:
        for what in MEASURED:
            own = [sys.executable, __file__, "--rounds", str(options.rounds), "--only", what, size]
            subprocess.run(own, check=True)


if __name__ == "__main__":
    main()
