"""A progress bar on standard error, on a terminal only, for what takes more than a moment."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

FEW = 8
"""So many things are done before a bar would be worth looking at."""


def with_progress(items: Sequence[Item], what: str) -> Iterator[Item]:
    """Yield the items, with a bar that says how many are done; without one where nobody looks."""
    if len(items) <= FEW or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    ) as progress:
        yield from progress.track(items, description=what)
