"""What answers come to: which question a refusal is about, and for what an entry is not kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from planner.forms.draft import BOTH, Drafted, Row
from planner.judge.findings import Severity

if TYPE_CHECKING:
    from planner.document import Document
    from planner.judge.findings import Finding

_OF_KEY = {
    "basis": "which", "standardised_to": "strength", "substance": "what", "name": "what",
    "product": "what", "phases": "dose", "entry": "dose",
}  # fmt: skip
"""The question behind a key of the file or a field of the form, where it has another name."""


class Answered(NamedTuple):
    """What answers come to: what is wrong with them, and how they are understood, by question."""

    problems: Mapping[str, str]
    understood: Mapping[str, str]


def errors_of(document: Document, made: Drafted) -> list[Finding]:
    """Return the errors of an entry as it would be, for which it cannot be kept."""
    if made.regimen is None:
        return []
    return [
        row
        for row in document.preview(made.regimen).about(made.entry)
        if row.severity is Severity.ERROR and row.entry == made.entry
    ]


def question_named(key: str) -> str:
    """Return the question behind a key of the file or a field of the form."""
    return _OF_KEY.get(key, key)


def question_of(finding: Finding, row: Row) -> str:
    """Return the question whose answer a finding is about; `also` where it is of another row."""
    path = [str(part) for part in finding.path]
    if "contents" in path and path[path.index("contents") + 1] != row.id:
        return "also"
    name = question_named(path[-1])
    return "amount" if name in ("elemental", "compound") and row.which != BOTH else name
