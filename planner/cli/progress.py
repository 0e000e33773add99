"""Long work: a progress bar on a terminal, and steps that Ctrl+C ends only once they are done."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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


@contextmanager
def finished_first() -> Iterator[None]:
    """Let Ctrl+C end the work only behind this step, so that none is left half done.

    Raises:
        KeyboardInterrupt: Ctrl+C was pressed meanwhile.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is interrupted
        return
    pressed = False

    def note(*_: object) -> None:
        nonlocal pressed
        pressed = True

    before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
        if pressed:
            raise KeyboardInterrupt
