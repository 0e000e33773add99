"""Making many regimens ready to export: in this process, or in several where that takes long."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from planner.catalogue import Catalogue
    from planner.export.making import Options
    from planner.library.sharing import Prepared
    from planner.regimen.reading import Reading

SLOW = "pdf"
"""The format that takes long enough for a pool to be worth its start."""
MANY = 16
"""Up to so many regimens are made in one process."""
MOST_WORKERS = 8


@dataclass(frozen=True, slots=True)
class Wish:
    """What each regimen is made into."""

    formats: tuple[str, ...]
    options: Options
    today: date


def make(
    path: Path, wish: Wish, catalogue: Catalogue, country: Callable[[Reading], str | None]
) -> Prepared | str:
    """Return a regimen made ready, or why it cannot be exported.

    `catalogue` is the shipped one; what the home of the regimen adds to it counts too.
    """
    from planner.export.making import ExportRefusedError
    from planner.library.atomic import SaveError
    from planner.library.home import read_regimen
    from planner.library.own import catalogue_for
    from planner.library.sharing import prepare

    used, unusable = catalogue_for(path, catalogue)
    if unusable:  # a sheet that leaves the own figures out would not say so
        return f"{unusable[0].text} (planner catalogue check says more)"
    reading = read_regimen(path)
    options = replace(wish.options, country=country(reading))
    try:
        return prepare(reading, used, wish.formats, options, wish.today)
    except ExportRefusedError as problem:
        return f"{problem} (planner check {path} says more)"
    except SaveError as problem:
        return str(problem)


def workers_for(count: int, formats: Sequence[str]) -> int:
    """Return how many processes make so many regimens; 1 stands for this one alone."""
    if count <= MANY or SLOW not in formats:
        return 1
    allowed = getattr(os, "sched_getaffinity", None)
    cores = len(allowed(0)) if allowed else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def pool_of(workers: int, wish: Wish, country: str | None) -> ProcessPoolExecutor | None:
    """Return a pool of processes that make what is wished for; None where there can be none."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    if workers < 2:
        return None
    try:
        return ProcessPoolExecutor(workers, get_context("spawn"), _begin, (wish, country))
    except (ImportError, NotImplementedError, OSError):
        return None  # a system that has no semaphores, or gives none away


@contextmanager
def made_by(pool: ProcessPoolExecutor, paths: Sequence[Path]) -> Iterator[Iterator[Prepared | str]]:
    """Give what `make` returns of each path, in their order, as the pool makes it."""
    try:
        with _interrupts_kept_back():
            waiting = deque(_submitted(pool, path) for path in paths)
        yield _results(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, path: Path) -> Future[Prepared | str] | None:
    from concurrent.futures import BrokenExecutor

    try:
        return pool.submit(_made, path)
    except BrokenExecutor:
        return None


def _results(waiting: deque[Future[Prepared | str] | None]) -> Iterator[Prepared | str]:
    from concurrent.futures import BrokenExecutor

    while waiting:
        made: Prepared | str = "a process that makes exports ended unexpectedly; export it again"
        future = waiting.popleft()  # dropped one by one, for their files may be large
        with suppress(BrokenExecutor):
            made = future.result() if future else made
        yield made


@contextmanager
def _interrupts_kept_back() -> Iterator[None]:
    """Let processes that are started here never see Ctrl+C: this one alone ends the work."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: dict[str, Callable[[Path], Prepared | str]] = {}
"""What a worker does, under the one name `make`; empty in the main process."""


def _begin(wish: Wish, country: str | None) -> None:
    """Make a new process a worker."""
    from planner.catalogue import load_catalogue

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    catalogue = load_catalogue()
    _worker["make"] = lambda path: make(path, wish, catalogue, lambda _: country)


def _made(path: Path) -> Prepared | str:
    return _worker["make"](path)


def _end_with_parent() -> None:
    """End this worker where the main process was killed, which would leave it waiting for ever."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
