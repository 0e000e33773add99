"""Which findings are told: those of some codes only, or all but those of some; errors always."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.judge.findings import CODES, Finding, Severity


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes that are told or left out.

    Errors are never left out: what has one was not judged, so that nothing can be said of it.
    """

    only: frozenset[str] = frozenset()
    """Empty for all codes."""
    ignored: frozenset[str] = frozenset()

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.only and not self.ignored

    def holds(self, code: str) -> bool:
        """Whether findings of a code are told."""
        if CODES[code] is Severity.ERROR:
            return True
        return (not self.only or code in self.only) and code not in self.ignored

    def of(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings that are told, in their order."""
        return tuple(finding for finding in findings if self.holds(finding.code))


def codes_meant(word: str) -> frozenset[str]:
    """Return the codes that a word stands for: a code, or a severity for all of its codes.

    It is empty where the word is neither.
    """
    if word in CODES:
        return frozenset({word})
    return frozenset(code for code, severity in CODES.items() if severity.value == word)
