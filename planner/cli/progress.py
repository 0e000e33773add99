"""Long work: a progress bar on a terminal, and steps that Ctrl+C ends only once they are done."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

Item = TypeVar("Item")

FEW = 8
"""So many things are done before a bar would be worth looking at."""
PATIENCE = 1.0
"""Seconds that pass before a bar appears where it is not known how much is to be done."""


def with_progress(items: Sequence[Item], what: str) -> Iterator[Item]:
    """Yield the items, with a bar that says how many are done; without one where nobody looks."""
    if len(items) <= FEW or not sys.stderr.isatty():
        yield from items
        return
    with _bar() as progress:
        yield from progress.track(items, description=what)


def with_late_progress(
    items: Iterable[Item], what: str, count: Callable[[], int]
) -> Iterator[Item]:
    """Yield items of which it is not known how many come, with a bar once they take long.

    `count` says how many there are; it is asked when the bar appears, if it ever does.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    begun = monotonic()
    done = 0
    remaining = iter(items)
    for item in remaining:
        yield item
        done += 1
        if monotonic() - begun > PATIENCE:
            break
    else:
        return
    with _bar() as progress:
        task = progress.add_task(what, total=count(), completed=done)
        for item in remaining:
            yield item
            progress.advance(task)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        # what is printed on the same terminal meanwhile stands above the bar; all else stays away
        redirect_stdout=sys.stdout.isatty(),
    )


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
