"""Which findings concern the person, so that a plan made for many at once is held back for one."""

from __future__ import annotations

from collections.abc import Iterable

from planner.judge.findings import Finding
from planner.regimen.models import Regimen

_ABOUT_PERSON = frozenset({"caution", "too-close-to-medicine", "restricted-in-country"})
_LOAD = "sedative-load"


def about_person(findings: Iterable[Finding], regimen: Regimen) -> tuple[Finding, ...]:
    """Return the findings that are there because of who the person is.

    Cautions for a condition, a medicine or an age; a medicine too close; what the person's country
    bans or advises against; and a sedative load with one of the person's medicines, which stands in
    place of a caution.
    """
    return tuple(
        finding
        for finding in findings
        if finding.code in _ABOUT_PERSON or (finding.code == _LOAD and _named(finding, regimen))
    )


def _named(finding: Finding, regimen: Regimen) -> bool:
    ids = (finding.observed or "").split(", ")
    return any(medicine in ids for medicine in regimen.medicines)
