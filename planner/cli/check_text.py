"""Findings as lines of text: `path:line: severity[code] message`, and a line that counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.output import Style, say, spaced
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.cli.check import Summary, Told
    from planner.judge.findings import Finding


class TextPrinter:
    """Prints the findings of one file after another."""

    def __init__(self) -> None:
        self._style = Style()

    def begin(self) -> None:
        """Print nothing: the first finding is the first line."""

    def add(self, told: Told) -> None:
        """Print every finding of a file."""
        path = visible(str(told.checked.path))
        for finding in told.findings:
            line = told.checked.reading.line(finding.line, finding.path)
            place = self._style.strong(f"{path}:{line}:")
            say(f"{place} {_kind(finding, self._style)} {_message(finding)}")

    def end(self, summary: Summary) -> None:
        """Print how many regimens have which status."""
        say(summary_line(summary))


def summary_line(summary: Summary) -> str:
    """Return how many regimens have which status, what was not checked, and what is not told."""
    numbers = ", ".join(f"{count} {status}" for status, count in summary.counts.items())
    parts = [f"{counted(sum(summary.counts.values()), 'regimen')}: {numbers}"]
    if summary.not_checked:
        entries = counted(summary.not_checked, "entry", "entries")
        parts.append(f"{entries} not checked, or not in full")
    if summary.left_out:
        parts.append(left_out(summary))
    return "; ".join(parts)


def left_out(summary: Summary) -> str:
    """Return how many findings are not told, and why: `12 findings left out by --ignore`."""
    return f"{counted(summary.left_out, 'finding')} left out by {summary.left_out_by}"


def _kind(finding: Finding, style: Style) -> str:
    severity = finding.severity.value
    colour = severity if finding.counts else "note"
    return style.of(colour, f"{severity}[{finding.code}]")


def _message(finding: Finding) -> str:
    message = spaced(visible(finding.message))
    if finding.accepted is None:
        return message
    return f"accepted on {finding.accepted.on}, {_reason(finding.accepted.reason)}: {message}"


def _reason(reason: str) -> str:
    return f'"{spaced(visible(reason))}"'
