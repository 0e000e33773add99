"""Acceptance: warnings that the person has seen and keeps, while what was observed is the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from planner.judge.findings import CODES, Accepted, Finding, Severity, same_observed
from planner.regimen.models import Acceptance, Regimen
from planner.wording import listed, quoted


def accept(findings: Sequence[Finding], regimen: Regimen) -> list[Finding]:
    """Return the findings with accepted warnings marked, and notes of acceptances that lapsed."""
    marked = list(findings)
    lapsed: list[Finding] = []
    for number, acceptance in enumerate(regimen.accepted, start=1):
        if acceptance.code not in CODES:
            continue  # told as an error
        held = False
        for place, finding in enumerate(marked):
            if _meant(acceptance, finding) and same_observed(
                acceptance.observed, finding.observed or ""
            ):
                held = True
                reason = Accepted(acceptance.reason, acceptance.on)
                marked[place] = replace(finding, accepted=finding.accepted or reason)
        if not held:
            lapsed.append(_lapsed(number, acceptance, marked, regimen))
    return marked + lapsed


def _meant(acceptance: Acceptance, finding: Finding) -> bool:
    return (
        finding.code == acceptance.code
        and finding.severity is Severity.WARNING
        and finding.entry == acceptance.entry
        and acceptance.substance in (None, finding.substance)
    )


def _lapsed(
    number: int, acceptance: Acceptance, findings: Iterable[Finding], regimen: Regimen
) -> Finding:
    now = [finding for finding in findings if _meant(acceptance, finding)]
    entry = acceptance.entry
    if CODES[acceptance.code] is not Severity.WARNING:
        why = f"{acceptance.code} is no warning: errors, questions and notes cannot be accepted"
    elif entry is not None and entry not in regimen.entries:
        why = f"there is no entry {quoted(entry)} that can be judged"
    elif now:
        seen = listed(finding.observed or "" for finding in now)
        why = f"accepted was {quoted(acceptance.observed)}, observed is now {seen}"
    else:
        why = "the finding is gone"
    known = entry if entry in regimen.entries else None
    return Finding(
        "acceptance-lapsed",
        f"The acceptance of {acceptance.code} no longer holds: {why}. What it silenced counts"
        " again; take the acceptance out, or accept anew.",
        ("accepted", number),
        entry=known,
        substance=acceptance.substance,
        observed=(now[0].observed if now else None),
        limit=acceptance.observed,
        concerns=(known,) if known else (),
    )
