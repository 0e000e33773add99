"""Verdicts as one JSON object, written file by file, in which nothing acts on a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from planner.cli.output import say, spaced
from planner.judge.findings import MineralTotal
from planner.quantities import mg_text
from planner.quantities_machine import machine_amount

if TYPE_CHECKING:
    from planner.cli.check import Summary, Told
    from planner.judge.findings import Finding, SubstanceTotal, Taking
    from planner.regimen.reading import Reading

FORMAT = 1


class JsonPrinter:
    """Prints the object piece by piece, one regimen a line."""

    def __init__(self, catalogue_version: str) -> None:
        self._version = catalogue_version
        self._waiting: str | None = None
        """The last regimen, until it is known whether a comma follows."""

    def begin(self) -> None:
        """Print what stands before the regimens."""
        say(f'{{"format": {FORMAT}, "catalogue": {dumped(self._version)}, "regimens": [')

    def add(self, told: Told) -> None:
        """Print one regimen."""
        if self._waiting is not None:
            say(f"{self._waiting},")
        self._waiting = dumped(regimen_object(told))

    def end(self, summary: Summary) -> None:
        """Print what stands after the regimens."""
        if self._waiting is not None:
            say(self._waiting)
        rest = dumped({"summary": summary.counts, **left_out_object(summary)})
        say(f"], {rest[1:]}")


def dumped(value: Any) -> str:
    """Return a value as JSON of ASCII characters that can be seen."""
    return json.dumps(value, ensure_ascii=True).replace("\x7f", "\\u007f")


def left_out_object(summary: Summary) -> dict[str, Any]:
    """Return how many findings are not told, under its key; nothing where all were asked for."""
    selection = summary.selection
    if selection.is_all:
        return {}
    asked = {"only": sorted(selection.only), "ignore": sorted(selection.ignored)}
    return {"left_out": {**asked, "findings": summary.left_out}}


def regimen_object(told: Told) -> dict[str, Any]:
    """Return what is told of one regimen."""
    checked = told.checked
    verdict = checked.verdict
    return {
        "path": str(checked.path),
        "title": checked.reading.title,
        "status": verdict.status,
        "findings": [finding_object(finding, checked.reading) for finding in told.findings],
        "totals": [total_object(total) for total in verdict.totals],
        "schedule": [_taking(taking) for taking in verdict.schedule],
    }


def finding_object(finding: Finding, reading: Reading) -> dict[str, Any]:
    """Return what is told of one finding."""
    accepted = finding.accepted
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "entry": finding.entry,
        "substance": finding.substance,
        "key": finding.key or None,
        "line": reading.line(finding.line, finding.path),
        "phase": finding.phase,
        "message": spaced(finding.message),
        "observed": _in_mg(finding.observed),
        "limit": _in_mg(finding.limit),
        "source": finding.source,
        **({"own": finding.own} if finding.own else {}),
        "accepted": accepted and {"reason": accepted.reason, "on": accepted.on.isoformat()},
    }


def total_object(total: SubstanceTotal | MineralTotal) -> dict[str, Any]:
    """Return what is told of one total a day."""
    if isinstance(total, MineralTotal):
        written: dict[str, Any] = {
            "mineral": total.mineral,
            "elemental_per_day": mg_text(total.elemental_per_day),
            "complete": total.complete,
        }
    else:
        marker = total.marker_per_day
        written = {
            "substance": total.substance,
            "per_day": mg_text(total.per_day),
            "marker_per_day": None if marker is None else mg_text(marker),
        }
    if total.stretch is not None:
        written["phase"] = total.stretch
    return written


def _taking(taking: Taking) -> dict[str, Any]:
    written: dict[str, Any] = {
        "entry": taking.entry,
        "at": taking.at,
        "until": taking.until,
        "minutes_before_bed": taking.minutes_before_bed,
        "dose": machine_amount(taking.dose),
    }
    if taking.phase is not None:
        written["phase"] = taking.phase
    return written


def _in_mg(text: str | None) -> str | None:
    return None if text is None else machine_amount(text)
