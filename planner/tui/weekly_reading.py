"""Judging all plans of a library for a thread, and watching them: findings come as messages."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from planner.tui.library_reading import look, own_words, rest
from planner.tui.messages import PlansChecked
from planner.tui.weekly_check import CheckedPlan, Found

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Verdict
    from planner.judge.grouping import Kind, Place
    from planner.library.changes import Signature
    from planner.regimen.reading import Reading

_T = TypeVar("_T")
_TELL_EVERY = 0.15
"""Seconds of judging after which is told what was found: sooner, the screen would only redraw."""


def check_folder(
    folder: Path,
    known: Mapping[Path, Signature],
    country: str | None,
    *,
    every: float,
    cancelled: Callable[[], bool],
) -> Iterator[PlansChecked]:
    """Yield what the judge says of the plans of a folder, then of those that change in it.

    Only files that are others than `known` are judged. It looks again after `every` seconds, with
    0 only once. A folder that cannot be read is told as a problem, without a word about its files.
    """
    from planner.library.changes import changes

    told: str | None = None
    shared = Shared()
    while not cancelled():
        now, problem = look(folder)
        if now is None:
            if problem != told:
                yield PlansChecked(folder, done=True, problem=problem)
        else:
            found = changes(known, now)
            if problem != told or found:
                yield PlansChecked(folder, files=now)
                todo = {path: now[path] for path in found.changed}
                yield from _judged(folder, todo, country, shared, cancelled)
                if not cancelled():
                    own = _own_words(folder, now)
                    yield PlansChecked(folder, done=True, problem=" ".join([problem, *own]).strip())
            known = now
        told = problem
        if not every:
            return
        rest(every, cancelled)


def _own_words(folder: Path, files: Iterable[Path]) -> Iterable[str]:
    """Return what of own catalogues is left out of the judging, in the order of their folders."""
    folders = sorted({folder, *(path.parent for path in files)})
    return filter(None, dict.fromkeys(map(own_words, folders)))


def _judged(
    folder: Path,
    todo: Mapping[Path, Signature],
    country: str | None,
    shared: Shared,
    cancelled: Callable[[], bool],
) -> Iterator[PlansChecked]:
    from planner.catalogue import load_catalogue

    shipped = load_catalogue()
    batch: list[CheckedPlan] = []
    until = time.monotonic() + _TELL_EVERY
    for path, signature in todo.items():
        if cancelled():
            break
        plan = check_plan(path, signature, shipped, country, shared)
        batch += [plan] if plan is not None else []
        time.sleep(0)  # the screen answers keys in between
        if time.monotonic() >= until:
            yield PlansChecked(folder, tuple(batch))
            batch, until = [], time.monotonic() + _TELL_EVERY
    if batch:
        yield PlansChecked(folder, tuple(batch))


class Shared:
    """Holds each text once: most plans of a coach say the same of the same entries."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def of(self, value: _T) -> _T:
        """Return the value that was given first of those that equal it."""
        known: _T = self._known.setdefault(value, value)
        return known

    def place(self, place: Place) -> Place:
        """Return a place that holds no text which another one holds already."""
        return replace(
            place,
            key=self.of(place.key),
            entry=self.of(place.entry),
            message=self.of(place.message),
            observed=self.of(place.observed),
        )


def check_plan(
    path: Path, signature: Signature, shipped: Catalogue, country: str | None, shared: Shared
) -> CheckedPlan | None:
    """Return what the judge says of one file, by its own catalogue; None where it has gone."""
    reading, verdict = _verdict(path, shipped, country)
    if reading.regimen is None and not os.path.lexists(path):
        return None
    regimen = reading.regimen
    return CheckedPlan(
        path,
        signature,
        reading.title,
        verdict.status,
        is_template=bool(regimen and regimen.template),
        is_unread=regimen is None,
        has_unchecked=bool(verdict.not_checked()),
        found=_found(path, reading, verdict, shared),
    )


def _verdict(path: Path, shipped: Catalogue, country: str | None) -> tuple[Reading, Verdict]:
    from planner.judge import judge_reading
    from planner.library.home import read_regimen
    from planner.library.own import catalogue_for
    from planner.regimen.problems import Problem
    from planner.regimen.reading import INVALID_FILE, Reading

    try:
        reading = read_regimen(path)
        return reading, judge_reading(reading, catalogue_for(path, shipped)[0], country)
    except Exception as error:  # one file never stops the others
        message = f"could not be judged: a mistake in Planner itself ({error!r})"
        reading = Reading(path, None, (Problem(INVALID_FILE, (), message, 1),))
        return reading, judge_reading(reading, shipped, country)


def _found(path: Path, reading: Reading, verdict: Verdict, shared: Shared) -> tuple[Found, ...]:
    from planner.judge.grouping import places_of

    first: dict[Kind, Place] = {}
    times: Counter[Kind] = Counter()
    for kind, place in places_of(path, reading, verdict.findings):
        first.setdefault(kind, place)
        times[kind] += 1
    return tuple(
        Found(shared.of(kind), shared.place(place), times[kind]) for kind, place in first.items()
    )
