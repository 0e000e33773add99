"""Findings as CSV (RFC 4180) for a spreadsheet: one row a finding, one row a regimen without any.

The file begins with a byte order mark, and a cell that a spreadsheet would take for a formula with
an apostrophe, as in the tables that are exported (`planner.export.table`). Nothing in a cell acts
on a terminal, and no cell holds a line break: a line of the file is a row.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from planner.cli.output import complain, spaced
from planner.quantities_machine import machine_amount
from planner.wording import visible

if TYPE_CHECKING:
    from planner.cli.check import Summary, Told
    from planner.judge.findings import Finding
    from planner.regimen.reading import Reading

Cell = str | int | None
"""A text, a number of ours, or nothing."""

COLUMNS = (
    "path", "title", "status", "severity", "code", "entry", "substance", "key", "line", "phase",
    "observed", "limit", "source", "accepted", "accepted_on", "message",
)  # fmt: skip
"""The header. `status` is that of the regimen, `accepted` the reason; amounts are as in JSON."""

_BYTE_ORDER_MARK = "\ufeff"


class CsvPrinter:
    """Prints the rows of one file after another."""

    def begin(self) -> None:
        """Print the header."""
        begin_rows(COLUMNS)

    def add(self, told: Told) -> None:
        """Print every finding of a file."""
        write_rows(csv_text(_rows(told)))

    def end(self, summary: Summary) -> None:
        """Tell on standard error what stands in no row."""
        tell_left_out(summary)


def tell_left_out(summary: Summary) -> None:
    """Tell on standard error how many findings stand in no row, if some do not."""
    if summary.left_out:
        from planner.cli.check_text import left_out

        complain(left_out(summary))


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV; no foreign text in them acts on a terminal or in a spreadsheet."""
    from planner.export.table import neutral

    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    for row in rows:
        writer.writerow(
            neutral(visible(spaced(cell))) if isinstance(cell, str) else cell for cell in row
        )
    return written.getvalue()


def begin_rows(columns: Sequence[str]) -> None:
    """Print the byte order mark and the header."""
    write_rows(_BYTE_ORDER_MARK + csv_text([columns]))


def write_rows(rows: str) -> None:
    """Print rows as UTF-8, whatever the encoding of standard output is."""
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # something that stands for it
        sys.stdout.write(rows)
        return
    sys.stdout.flush()
    binary.write(rows.encode("utf-8", "backslashreplace"))


def _rows(told: Told) -> Iterator[tuple[Cell, ...]]:
    """Yield the findings of a file as rows; one row where it has none."""
    checked = told.checked
    about = (str(checked.path), checked.reading.title, checked.verdict.status)
    for finding in told.findings:
        yield (*about, *_finding(checked.reading, finding))
    if not told.findings:
        yield (*about, *(None,) * (len(COLUMNS) - len(about)))


def _finding(reading: Reading, finding: Finding) -> tuple[Cell, ...]:
    accepted = finding.accepted
    return (
        finding.severity.value,
        finding.code,
        finding.entry,
        finding.substance,
        finding.key,
        reading.line(finding.line, finding.path),
        finding.phase,
        _in_mg(finding.observed),
        _in_mg(finding.limit),
        finding.source,
        accepted and accepted.reason,
        accepted and accepted.on.isoformat(),
        finding.message,
    )


def _in_mg(text: str | None) -> str | None:
    return None if text is None else machine_amount(text)
