"""The same finding of many regimens as one row: a table for people, one JSON object, or CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from planner.cli.output import Style, say
from planner.judge.grouping import Group, Grouping, places_of
from planner.wording import counted

if TYPE_CHECKING:
    from planner.cli.check import Summary, Told

EXAMPLES = 3
"""So many places of a group are told; `--only CODE` without `--summary` tells all."""

COLUMNS = (
    "severity", "code", "substance", "about", "accepted", "plans", "findings", "examples",
)  # fmt: skip
"""The header of the CSV; `examples` are `path:line`, with `; ` between them."""


class SummaryPrinter:
    """Groups what is told of each file, and prints the table when all are known."""

    def __init__(self, show: Callable[[Grouping, Summary], None]) -> None:
        self._show = show
        self._grouping = Grouping(EXAMPLES)

    def begin(self) -> None:
        """Print nothing yet."""

    def add(self, told: Told) -> None:
        """Group the findings of a file."""
        checked = told.checked
        self._grouping.add(places_of(checked.path, checked.reading, told.findings))

    def end(self, summary: Summary) -> None:
        """Print the table."""
        self._show(self._grouping, summary)


def summary_printer(form: str, catalogue_version: str) -> SummaryPrinter:
    """Return what prints the table in a format: `text`, `json` or `csv`."""
    if form == "json":
        return SummaryPrinter(
            lambda grouping, summary: _show_json(grouping, summary, catalogue_version)
        )
    return SummaryPrinter(_show_csv if form == "csv" else _show_text)


def _show_text(grouping: Grouping, summary: Summary) -> None:
    from planner.cli.check_text import summary_line
    from planner.cli.grouped import grouped_lines

    for line in grouped_lines(grouping, Style(), asked=summary.selection.only):
        say(line)
    for line in _about_all(summary):
        say(line)
    say(summary_line(summary))


def _about_all(summary: Summary) -> Iterator[str]:
    if summary.not_checked_in:
        holds = "holds" if summary.not_checked_in == 1 else "hold"
        regimens = counted(summary.not_checked_in, "regimen")
        yield f"{regimens} {holds} something that was not checked, or not in full."
    if summary.templates:
        are = "is a template" if summary.templates == 1 else "are templates"
        yield f"{summary.templates} of the regimens {are}."


def _show_json(grouping: Grouping, summary: Summary, catalogue_version: str) -> None:
    from planner.cli.check_json import FORMAT, dumped, left_out_object

    say(f'{{"format": {FORMAT}, "catalogue": {dumped(catalogue_version)}, "groups": [')
    rows = [dumped(_group_object(group)) for group in grouping.groups()]
    if rows:
        say(",\n".join(rows))
    rest = {
        "summary": summary.counts,
        "templates": summary.templates,
        "not_checked": {"regimens": summary.not_checked_in, "entries": summary.not_checked},
        **left_out_object(summary),
    }
    say(f"], {dumped(rest)[1:]}")


def _group_object(group: Group) -> dict[str, Any]:
    kind = group.kind
    return {
        "code": kind.code,
        "severity": kind.severity.value,
        "substance": kind.substance,
        "about": kind.about,
        "accepted": kind.accepted,
        "plans": group.plans,
        "findings": group.findings,
        "examples": [{"path": str(place.path), "line": place.line} for place in group.places],
    }


def _show_csv(grouping: Grouping, summary: Summary) -> None:
    from planner.cli.check_csv import begin_rows, csv_text, tell_left_out, write_rows

    begin_rows(COLUMNS)
    for group in grouping.groups():
        kind = group.kind
        examples = "; ".join(f"{place.path}:{place.line}" for place in group.places)
        accepted = "true" if kind.accepted else "false"
        row = (
            kind.severity.value, kind.code, kind.substance, kind.about, accepted,
            group.plans, group.findings, examples,
        )  # fmt: skip
        write_rows(csv_text([row]))
    tell_left_out(summary)
