"""Findings as rows of text: where, what, its code and source, and the keys that help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.content import Content

from planner.judge.findings import Finding, Severity
from planner.tui.text import QUIET, SEVERITY, cut, literal, whole, wrapped
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue

_ACCEPTED = "✓"
_TELLING = 3
"""Letters from which a word of an id tells what is taken: `ash` does, `e7` does not."""
_LONGEST_NAME = 40
_BETWEEN = " · "


def source_words(finding: Finding, catalogue: Catalogue | None) -> str:
    """Return the source of a finding in a few words."""
    source = catalogue.sources.get(finding.source or "") if catalogue else None
    return source.short if source else ""


def grouped(
    findings: Sequence[Finding],
) -> list[tuple[tuple[str, str, str], list[Finding]]]:
    """Return findings under what they are counted as; accepted ones come last and by themselves.

    What a person has decided must not stand above, or count among, what is open.
    """
    groups: list[tuple[tuple[str, str, str], list[Finding]]] = []
    for severity in Severity:
        group = [row for row in findings if row.severity is severity and not row.accepted]
        if group:
            sign, name, names, tone = SEVERITY[severity]
            words = counted(len(group), name.lower(), names.lower())
            groups.append(((sign, words, tone), group))
    if accepted := [row for row in findings if row.accepted]:
        groups.append(((_ACCEPTED, f"{len(accepted)} accepted", QUIET), accepted))
    return groups


def summary_words(findings: Sequence[Finding], coverage: str = "") -> Content:
    """Return how many findings there are of each kind, in one line, for the head of a pane.

    `coverage` says how much was checked, so that few findings do not read as approval.
    """
    parts = [
        literal(whole(words if sign == _BETWEEN.strip() else f"{sign} {words}"), tone, strong=True)
        for (sign, words, tone), _ in grouped(findings)
    ]
    parts = parts or [literal("No findings")]
    if coverage:
        parts.append(literal(whole(coverage), QUIET))
    return Content(_BETWEEN).join(parts)


def where_words(entry: str | None, names: Mapping[str, str]) -> str:
    """Return the entry that a finding names, with what it takes where the id does not say it."""
    if entry is None:
        return ""
    name = names.get(entry, "")
    words = [word for word in entry.lower().split("-") if len(word) >= _TELLING]
    if not name or any(word in name.lower() for word in words):
        return f"{visible(entry)}: "
    return f"{visible(entry)}, {cut(name, _LONGEST_NAME)}: "


@lru_cache(maxsize=512)
def finding_rows(
    finding: Finding, where: str, source: str, offered: tuple[str, ...], width: int
) -> tuple[Content, ...]:
    """Return a finding as a person reads it: where, what, its code and source, and its keys."""
    sign, _, _, tone = SEVERITY[finding.severity]
    said = finding.message
    quiet = ""
    if finding.accepted:
        # Told first: what the person decided must not hide below a long message.
        sign, tone, quiet = _ACCEPTED, QUIET, QUIET
        said = (
            f"Accepted on {finding.accepted.on.isoformat()}, “{visible(finding.accepted.reason)}”."
            f" {said}"
        )
    first, *rest = wrapped(f"{where}{said}", width - 2)
    head = where
    rows = [
        Content.assemble(
            literal(f"{sign} ", tone),
            literal(first[: len(head)], quiet, strong=True),
            literal(first[len(head) :], quiet),
        )
        if first.startswith(head)
        else Content.assemble(literal(f"{sign} ", tone), literal(first, quiet)),
        *(literal(f"  {row}", quiet) for row in rest),
    ]
    # Most messages end with their source; it is not told twice.
    told = (finding.code, "" if source in finding.message else source)
    tail = " · ".join(part for part in told if part)
    rows += [literal(f"  {row}", QUIET) for row in wrapped(tail, width - 2)]
    keys = " · ".join(offered)
    rows += [literal(f"  {row}", "ask") for row in (wrapped(keys, width - 2) if keys else ())]
    return tuple(rows)


def keys_of(finding: Finding, remedy: str) -> list[str]:
    """Return the keys that do something about a finding, each with what it does."""
    keys = [f"f {remedy}"] if remedy else []
    if finding.severity == "warning":
        keys.append("y count it again" if finding.accepted else "y accept with a reason")
    return keys
