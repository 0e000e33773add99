"""Reading a folder of regimens and watching it, for a thread: what it finds comes as messages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.messages import RegimensListed

if TYPE_CHECKING:
    from planner.library.changes import Signature

_BATCH = 50
_SLICE = 0.05
"""Seconds after which a rest looks whether it is still wanted."""


def read_folder(
    folder: Path,
    known: Mapping[Path, Signature],
    country: str | None,
    *,
    every: float,
    cancelled: Callable[[], bool],
) -> Iterator[RegimensListed]:
    """Yield what is in a folder, then what changes in it, looking again after `every` seconds.

    Only files that are others than `known` are read. With 0 for `every` it looks only once.
    """
    from planner.library.changes import changes, signatures

    first = True
    while not cancelled():
        try:
            now = signatures(folder)
        except OSError as error:
            said = f"The folder cannot be read: {error.strerror or error}"
            yield RegimensListed(folder, done=True, problem=said)
            return
        found = changes(known, now)
        if first or found:
            yield RegimensListed(folder, named=tuple(now))
            yield from _summaries(folder, found.changed, country, cancelled)
            if not cancelled():
                yield RegimensListed(folder, done=True, known=now)
        known, first = now, False
        if not every:
            return
        until = time.monotonic() + every
        while time.monotonic() < until and not cancelled():
            time.sleep(_SLICE)  # in slices, so that leaving does not wait for the rest of it


def _summaries(
    folder: Path, paths: tuple[Path, ...], country: str | None, cancelled: Callable[[], bool]
) -> Iterator[RegimensListed]:
    from planner.catalogue import load_catalogue
    from planner.library.listing import Summary, summarise

    catalogue = load_catalogue()
    batch: list[Summary] = []
    for path in paths:
        if cancelled():
            return
        batch.append(summarise(path, catalogue, country))
        time.sleep(0)  # the screen answers keys in between
        if len(batch) >= _BATCH:
            yield RegimensListed(folder, tuple(batch))
            batch = []
    if batch:
        yield RegimensListed(folder, tuple(batch))
