"""Findings as lines of text: `path:line: severity[code] message`, and a line that counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.output import Style, say, spaced
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.cli.check import Checked, Summary
    from planner.judge.findings import Finding


class TextPrinter:
    """Prints the findings of one file after another."""

    def __init__(self) -> None:
        self._style = Style()

    def begin(self) -> None:
        """Print nothing: the first finding is the first line."""

    def add(self, checked: Checked) -> None:
        """Print every finding of a file."""
        path = visible(str(checked.path))
        for finding in checked.verdict.findings:
            line = checked.reading.line(finding.line, finding.path)
            place = self._style.strong(f"{path}:{line}:")
            say(f"{place} {self._kind(finding)} {_message(finding)}")

    def end(self, summary: Summary) -> None:
        """Print how many regimens have which status."""
        numbers = ", ".join(f"{count} {status}" for status, count in summary.counts.items())
        line = f"{counted(sum(summary.counts.values()), 'regimen')}: {numbers}"
        if summary.not_checked:
            entries = counted(summary.not_checked, "entry", "entries")
            line += f"; {entries} not checked, or not in full"
        say(line)

    def _kind(self, finding: Finding) -> str:
        severity = finding.severity.value
        colour = severity if finding.counts else "note"
        return self._style.of(colour, f"{severity}[{finding.code}]")


def _message(finding: Finding) -> str:
    message = spaced(visible(finding.message))
    if finding.accepted is None:
        return message
    return f"accepted on {finding.accepted.on}, {_reason(finding.accepted.reason)}: {message}"


def _reason(reason: str) -> str:
    return f'"{spaced(visible(reason))}"'
