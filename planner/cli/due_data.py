"""What is due as one JSON object, and as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from planner.cli.check_csv import begin_rows, csv_text, write_rows
from planner.cli.check_json import dumped
from planner.cli.output import say, spaced

if TYPE_CHECKING:
    from planner.cli.due import DueRegimen, Round
    from planner.judge.due import Due

FORMAT = 1
COLUMNS = (
    "path", "title", "state", "on", "days", "kind", "why", "entry", "substance", "product",
    "source", "begins", "begins_from",
)  # fmt: skip
"""The header of the table: one row for each thing that is due or that cannot be said."""


def print_json(found: Round, catalogue: str) -> None:
    """Print everything that was found as one JSON object."""
    supply = [
        {"path": str(path), "product": product, "why": why}
        for path, product, why in found.supply_unknown
    ]
    refused = [
        {"path": str(path), "line": line, "why": spaced(why)}
        for path, line, why in found.not_looked_at
    ]
    table = {
        "format": FORMAT,
        "catalogue": catalogue,
        "on": found.span.today.isoformat(),
        "until": found.span.until.isoformat(),
        "within": found.within,
        "regimens": [_regimen(each) for each in (*found.past, *found.coming)],
        "without_start": [str(path) for path in found.without_start],
        "without_length": [str(path) for path in found.endless],
        "supply_unknown": supply,
        "not_looked_at": refused,
        "summary": {
            "regimens": found.regimens,
            "past": len(found.past),
            "coming": len(found.coming),
            "nothing": found.nothing,
            "without_start": len(found.without_start),
            "not_looked_at": len(found.not_looked_at),
            "templates": found.templates,
        },
    }
    say(dumped(table))


def print_csv(found: Round) -> None:
    """Print everything that was found as a CSV file, UTF-8 with a byte order mark."""
    begin_rows(COLUMNS)
    write_rows(csv_text([row.get(column) for column in COLUMNS] for row in _rows(found)))


def _regimen(row: DueRegimen) -> dict[str, Any]:
    first = row.due[0]
    return {
        "path": str(row.path),
        "title": row.title,
        "state": _state(first),
        "on": first.on.isoformat(),
        "begins": row.begins.isoformat(),
        "begins_from": _origin(row),
        "due": [_due(each) for each in row.due],
    }


def _due(due: Due) -> dict[str, Any]:
    return {
        "kind": str(due.kind),
        "state": _state(due),
        "on": due.on.isoformat(),
        "days": due.days,
        "why": spaced(due.why),
        "entry": due.entry,
        "substance": due.substance,
        "product": due.product,
        "source": due.source,
    }


def _rows(found: Round) -> Iterator[dict[str, Any]]:
    for row in (*found.past, *found.coming):
        common = {"path": str(row.path), "title": row.title}
        begins = {"begins": row.begins.isoformat(), "begins_from": _origin(row)}
        for due in row.due:
            yield common | begins | _due(due)
    unknown = "unknown"
    for path in found.without_start:
        yield {"path": str(path), "state": unknown, "kind": "start", "why": "it names no start"}
    for path in found.endless:
        yield {"path": str(path), "state": unknown, "kind": "length", "why": "it names no length"}
    for path, product, why in found.supply_unknown:
        yield {
            "path": str(path), "state": unknown, "kind": "supply", "product": product, "why": why
        }  # fmt: skip
    for path, line, why in found.not_looked_at:
        said = spaced(f"line {line}: {why}")
        yield {"path": str(path), "state": "not looked at", "kind": "errors", "why": said}


def _state(due: Due) -> str:
    return "past" if due.days <= 0 else "coming"


def _origin(row: DueRegimen) -> str:
    return "first shared" if row.shared else "start"
