"""What is due as lines of text: what is due already, what comes, and what cannot be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.output import Style, cells, say, spaced
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.cli.due import DueRegimen, Round

NAMED = 3
"""Files that are named where many share one thing; the rest is counted."""
WIDEST_PATH = 40
"""Columns that paths are brought to; a longer one moves its line."""


def print_text(found: Round) -> None:
    """Print everything that was found, and a line that counts it."""
    style = Style()
    span = found.span
    groups = [
        ("warning", f"Due on {span.today}", found.past),
        ("question", f"Due until {span.until}", found.coming),
    ]
    for severity, heading, rows in groups:
        if rows:
            say(style.of(severity, f"{heading}: {counted(len(rows), 'plan')}"))
            _print_rows(rows)
    if found.not_looked_at:
        files = counted(len(found.not_looked_at), "file")
        say(style.of("error", f"Not looked at, because of errors: {files}"))
        for path, line, message in found.not_looked_at:
            say(f"  {_shown(path)}:{line}: {spaced(visible(message))}")
    for remark in _remarks(found):
        say(style.dim(remark))
    say(_summary(found))


def _print_rows(rows: Sequence[DueRegimen]) -> None:
    widest = min(WIDEST_PATH, max(cells(_shown(row.path)) for row in rows))
    for row in rows:
        path = _shown(row.path)
        gap = " " * max(0, widest - cells(path))
        say(f"  {row.due[0].on}  {path}{gap}  {_why(row)}")


def _why(row: DueRegimen) -> str:
    why = "; ".join(each.why for each in row.due)
    if row.shared:
        why += f" ({row.begins} is the day on which it was first shared; it names no start)"
    return spaced(visible(why))


def _remarks(found: Round) -> Iterator[str]:
    """Yield what cannot be said."""
    for lacks, so, paths in (
        ("start", "nothing can be said of dates", found.without_start),
        ("length", "no review is planned", found.endless),
    ):
        if paths:
            number = counted(len(paths), "plan")
            yield f"{number} without a {lacks}, so that {so}: {_some(paths)}"
    if found.supply_unknown:
        reasons: dict[str, list[Path]] = {}
        for path, _, reason in found.supply_unknown:
            reasons.setdefault(reason, []).append(path)
        for reason, paths in reasons.items():
            named = list(dict.fromkeys(paths))
            said = counted(len(paths), "product")
            yield f"No supply can be said of {said}, for {reason}: {_some(named)}"


def _some(paths: Sequence[Path]) -> str:
    """Return the first of some files, and how many more there are."""
    named = ", ".join(_shown(path) for path in paths[:NAMED])
    more = len(paths) - NAMED
    return f"{named} and {more:,} more (--format json names all)" if more > 0 else named


def _summary(found: Round) -> str:
    said = [
        f"{len(found.past)} due",
        f"{len(found.coming)} due within {counted(found.within, 'day')}",
        f"{found.nothing} with nothing due",
    ]
    if found.without_start:
        said.append(f"{len(found.without_start)} without a start")
    if found.not_looked_at:
        said.append(f"{len(found.not_looked_at)} not looked at")
    line = f"{counted(found.regimens, 'plan')}: {', '.join(said)}"
    if found.templates:
        line += f"; {counted(found.templates, 'template')} left out"
    return line


def _shown(path: Path) -> str:
    return visible(str(path))
