"""Findings of two verdicts on one plan, told apart: found in both, in one only, or changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, Protocol, TypeVar

from planner.judge.findings import same_observed
from planner.quantities import QuantityError, parse_any_amount
from planner.quantities_words import dose_words
from planner.wording import visible


class Found(Protocol):
    """Whatever tells a finding."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def entry(self) -> str | None:
        """The entry it names."""

    @property
    def substance(self) -> str | None:
        """The substance it is about."""

    @property
    def phase(self) -> int | None:
        """The phase whose dose it is about."""

    @property
    def observed(self) -> str | None:
        """What was observed."""

    @property
    def limit(self) -> str | None:
        """What it was compared with."""


Left = TypeVar("Left", bound=Found)
Right = TypeVar("Right", bound=Found)


class Matched(NamedTuple, Generic[Left, Right]):
    """What is left of two verdicts once what both say alike is taken out of both."""

    left: tuple[Left, ...]
    """Found on the left only."""
    right: tuple[Right, ...]
    changed: tuple[tuple[Left, Right], ...]
    """Found on both sides, with other figures."""


def same_figures(left: Found, right: Found) -> bool:
    """Whether two findings name the same figures, amounts by their value."""
    return _same(left.observed, right.observed) and _same(left.limit, right.limit)


def figures_words(found: Found) -> str:
    """Return what was observed and what it was compared with: `400 mg, compared with 350 mg`."""
    return ", compared with ".join(
        figure_words(each) for each in (found.observed, found.limit) if each
    )


def figure_words(text: str) -> str:
    """Return what was observed, or a limit, for people; most are amounts."""
    try:
        return dose_words(parse_any_amount(text).text)
    except QuantityError:
        return visible(text)


def usual_key(found: Found) -> Hashable:
    """Return by what findings belong together: code, entry, substance and phase."""
    return found.code, found.entry, found.substance, found.phase


def matched(
    left: Iterable[Left],
    right: Iterable[Right],
    same: Callable[[Left, Right], bool] = same_figures,
    key: Callable[[Left | Right], Hashable] = usual_key,
) -> Matched[Left, Right]:
    """Return what differs between the findings of two verdicts.

    Findings belong together by their `key`; of several that do, those that are the same by `same`
    are taken out first, and the rest is paired in its order.
    """
    there, here = _by_key(left, key), _by_key(right, key)
    only_left: list[Left] = []
    only_right: list[Right] = []
    changed: list[tuple[Left, Right]] = []
    for place in dict.fromkeys((*there, *here)):
        one, other = _without_equal(there.get(place, []), here.get(place, []), same)
        changed += zip(one, other, strict=False)
        only_left += one[len(other) :]
        only_right += other[len(one) :]
    return Matched(tuple(only_left), tuple(only_right), tuple(changed))


_Row = TypeVar("_Row", bound=Found)


def _by_key(rows: Iterable[_Row], key: Callable[[_Row], Hashable]) -> dict[Hashable, list[_Row]]:
    found: dict[Hashable, list[_Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _without_equal(
    left: list[Left], right: list[Right], same: Callable[[Left, Right], bool]
) -> tuple[list[Left], list[Right]]:
    rest = list(right)
    unmatched = []
    for row in left:
        place = next((number for number, other in enumerate(rest) if same(row, other)), None)
        if place is None:
            unmatched.append(row)
        else:
            del rest[place]
    return unmatched, rest


def _same(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return same_observed(one, other)
