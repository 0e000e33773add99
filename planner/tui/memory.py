"""Keeping the search for unused memory from holding a key press up."""

from __future__ import annotations

import gc

_settled: set[str] = set()


def settle(kind: str) -> None:
    """Leave what stands now out of later searches for unused memory, once for a kind of screen.

    Modules, styles, the catalogue and the first screen of a kind stay for good. Looking through
    them again takes four frames, in the middle of somebody's typing.
    """
    if kind not in _settled:
        _settled.add(kind)
        gc.freeze()
