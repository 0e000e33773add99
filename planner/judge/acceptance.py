"""Acceptance: warnings that the person has seen and keeps, while what was observed is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planner.judge.findings import CODES, Accepted, Finding, Severity, same_observed
from planner.regimen.models import Acceptance, Regimen
from planner.wording import listed, quoted


def accept(findings: Sequence[Finding], regimen: Regimen) -> list[Finding]:
    """Return the findings with accepted warnings marked, and notes of acceptances that lapsed."""
    marked = list(findings)
    places: dict[tuple[str, str | None], list[int]] = {}
    for place, finding in enumerate(marked):
        if finding.severity is Severity.WARNING:
            places.setdefault((finding.code, finding.entry), []).append(place)
    lapsed: list[Finding] = []
    for number, acceptance in enumerate(regimen.accepted, start=1):
        if acceptance.code not in CODES:
            continue  # told as an error
        meant = [
            place
            for place in places.get((acceptance.code, acceptance.entry), ())
            if acceptance.substance in (None, marked[place].substance)
        ]
        held = [
            place
            for place in meant
            if same_observed(acceptance.observed, marked[place].observed or "")
        ]
        for place in held:
            reason = marked[place].accepted or Accepted(acceptance.reason, acceptance.on)
            marked[place] = replace(marked[place], accepted=reason)
        if not held:
            now = [marked[place] for place in meant]
            lapsed.append(_lapsed(number, acceptance, now, regimen))
    return marked + lapsed


def _lapsed(
    number: int, acceptance: Acceptance, now: Sequence[Finding], regimen: Regimen
) -> Finding:
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
