"""Groups of the same finding over many plans as lines: `above-upper-limit  magnesium  37 plans`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from planner.cli.output import Style, cells, width, wrap
from planner.judge.grouping import Group
from planner.wording import counted, listed, visible

EXAMPLES = 3


def group_lines(groups: Sequence[Group], style: Style) -> Iterator[str]:
    """Yield a line for each group, with some of its plans below."""
    for group in groups:
        kind = group.kind
        word = kind.severity.value
        what = f"{word}[{kind.code}]"
        subject = f" {visible(kind.subject)}" if kind.subject else ""
        accepted = ", accepted" if kind.accepted else ""
        yield f"  {style.of(word, what)}{subject}{accepted}: in {counted(group.plans, 'plan')}"
        yield from examples((place.path for place in group.places), group.plans)


def examples(paths: Iterable[Path], count: int, most: int = EXAMPLES) -> Iterator[str]:
    """Yield the names of some files, and how many more there are, in lines that fit."""
    names = [visible(path.stem) for path in list(paths)[:most]]
    more = count - len(names)
    said = [*names, f"{more} more"] if more > 0 else names
    for line in wrap(listed(said), width() - 6):
        yield f"      {line}"


def column(words: Sequence[str]) -> int:
    """Return how wide the widest of some words is."""
    return max((cells(word) for word in words), default=0)
