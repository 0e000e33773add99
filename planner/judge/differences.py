"""What differs between two verdicts: status, country, totals a day and findings."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.judge.findings import Finding, Severity, Verdict
from planner.judge.grouping import kind_of
from planner.judge.matching import (
    figure_words,
    figures_words,
    matched,
    same_figures,
    usual_key,
)
from planner.judge.total_differences import TotalDifference, total_differences
from planner.judge.wordings import called
from planner.regimen.differences import Change
from planner.wording import visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue

__all__ = ["FindingDifference", "TotalDifference", "VerdictDifferences", "verdict_differences"]

_NONE_RENAMED: Mapping[str, str] = MappingProxyType({})
_NONE = "none"


@dataclass(frozen=True, slots=True)
class FindingDifference:
    """A finding that has come or gone, or that says something else."""

    change: Change
    """Added, removed or changed."""
    old: Finding | None
    new: Finding | None
    sentence: str
    """For people, in one line, fit to be shown."""
    is_judged: bool = True
    """Whether it is gone for good: not, where what it was about has an error now."""


@dataclass(frozen=True, slots=True)
class VerdictDifferences:
    """Where two verdicts part."""

    status: tuple[str, str] | None
    """Old and new, where they are not the same."""
    country: tuple[str, str] | None
    """Whose limits were used, where they are not those of the same country."""
    totals: tuple[TotalDifference, ...]
    findings: tuple[FindingDifference, ...]
    """Most severe first, as in a verdict."""

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.status or self.country or self.totals or self.findings)

    def sentences(self) -> Iterator[str]:
        """Yield everything for people, the most important first; each is one line."""
        if self.status:
            yield f"status: {' becomes '.join(self.status)}"
        if self.country:
            yield f"limits: those of {' become those of '.join(self.country)}"
        yield from (each.sentence for each in self.totals)
        yield from (each.sentence for each in self.findings)


def verdict_differences(
    old: Verdict | None,
    new: Verdict | None,
    catalogue: Catalogue,
    renamed: Mapping[str, str] = _NONE_RENAMED,
) -> VerdictDifferences:
    """Return where two verdicts part; `renamed` says what entries of the old one are called now.

    None is the verdict on nothing: all of the other's totals and findings have come, or gone.
    """
    told = new or old
    nothing = Verdict((), told.country if told else catalogue.default_country)
    was, now = old or nothing, new or nothing
    status = (was.status, now.status) if old and new else None
    return VerdictDifferences(
        status=None if was.status == now.status else status,
        country=None if was.country == now.country else (was.country, now.country),
        totals=tuple(total_differences(was, now, catalogue)),
        findings=tuple(_finding_differences(was, now, catalogue, renamed)),
    )


def _finding_differences(
    old: Verdict, new: Verdict, catalogue: Catalogue, renamed: Mapping[str, str]
) -> Iterator[FindingDifference]:
    before = [_renamed(finding, renamed) for finding in old.findings]
    as_found = {id(each): own for each, own in zip(before, old.findings, strict=True)}
    gone, come, changed = matched(before, new.findings, _same, _key)
    led = tuple(_led_by_another(gone, come))
    found: list[FindingDifference] = []
    for each in come:
        if all(each is not other for _, other in led):
            words = _new_words(each, catalogue)
            found.append(FindingDifference(Change.ADDED, None, each, words))
    for one, other in (*changed, *led):
        words = _changed_words(one, other, catalogue)
        found.append(FindingDifference(Change.CHANGED, as_found[id(one)], other, words))
    unjudged = _with_errors(new)
    for each in gone:
        if all(each is not one for one, _ in led):
            about = {each.entry, *each.concerns}
            is_judged = each.severity is Severity.ERROR or not unjudged & about
            words = _gone_words(each, catalogue, is_judged=is_judged)
            own = as_found[id(each)]
            found.append(FindingDifference(Change.REMOVED, own, None, words, is_judged))
    yield from sorted(found, key=_rank)


def _with_errors(verdict: Verdict) -> set[str | None]:
    """Return the entries of which nothing is known because of an error."""
    errors = [each for each in verdict.findings if each.severity is Severity.ERROR]
    return {entry for each in errors for entry in (each.entry, *each.concerns)} - {None}


def _rank(difference: FindingDifference) -> int:
    finding = difference.new or difference.old
    assert finding is not None
    return finding.severity.rank


def _renamed(finding: Finding, renamed: Mapping[str, str]) -> Finding:
    if finding.entry is None or finding.entry not in renamed:
        return finding
    return replace(finding, entry=renamed[finding.entry])


def _key(finding: Finding) -> Hashable:
    """Return by what findings belong together: errors also by their key within the entry."""
    if finding.severity is Severity.ERROR:
        in_entry = finding.path[:1] == ("entries",)
        return usual_key(finding), finding.path[2:] if in_entry else finding.path
    return usual_key(finding), kind_of(finding).about


def _same(old: Finding, new: Finding) -> bool:
    if not same_figures(old, new) or old.accepted != new.accepted or old.source != new.source:
        return False
    return old.observed is not None or old.message == new.message


def _led_by_another(
    gone: tuple[Finding, ...], come: tuple[Finding, ...]
) -> Iterator[tuple[Finding, Finding]]:
    """Yield findings about the same total of which another entry now contributes most."""
    rest = [finding for finding in come if finding.value is not None]
    for old in gone:
        if old.value is None:
            continue
        for new in rest:
            if (old.code, old.substance, old.below) == (new.code, new.substance, new.below):
                rest = [each for each in rest if each is not new]
                yield old, new
                break


def _about(finding: Finding, catalogue: Catalogue) -> str:
    """Return what a finding is and what it is about: `warning above-upper-limit, magnesium`."""
    said = [f"{finding.severity} {finding.code}"]
    if finding.severity is Severity.ERROR:
        return ", ".join([*said, *([finding.key] if finding.path else [])])
    if finding.entry:
        said.append(visible(finding.entry))
    if finding.substance:
        known = catalogue.families.get(finding.substance) or catalogue.find(finding.substance)
        name = called(known.name) if known else visible(finding.substance)
        if name not in said:
            said.append(name)
    if finding.phase:
        said.append(f"phase {finding.phase}")
    return ", ".join(said)


def _new_words(finding: Finding, catalogue: Catalogue) -> str:
    accepted = f" (accepted, {_reason(finding)})" if finding.accepted else ""
    return f"new {_about(finding, catalogue)}{accepted}: {visible(finding.message)}"


def _gone_words(finding: Finding, catalogue: Catalogue, *, is_judged: bool) -> str:
    figures = figures_words(finding)
    was = f"; it was {figures}" if figures else ""
    how = "gone" if is_judged else "not judged now, because of an error"
    return f"{how}: {_about(finding, catalogue)}{was}"


def _changed_words(old: Finding, new: Finding, catalogue: Catalogue) -> str:
    said = []
    if figures := _changed_figures(old, new):
        said.append(figures)
    if new.accepted and new.accepted != old.accepted:
        said.append(f"accepted now, {_reason(new)}")
    elif old.accepted and not new.accepted:
        said.append("no longer accepted, so that it counts")
    if old.entry != new.entry:
        said.append(f"most of it was in {visible(old.entry or 'none')}")
    if not said:
        said.append(visible(new.message))
    return f"{_about(new, catalogue)}: {'; '.join(said)}"


def _changed_figures(old: Finding, new: Finding) -> str:
    """Return the figures of both where they differ, a bound that is the same said once."""
    if old.observed is None or new.observed is None:
        return ""
    if old.limit == new.limit:
        was, now = figure_words(old.observed), figure_words(new.observed)
        bound = f", compared with {figure_words(new.limit)}" if new.limit else ""
    else:
        was, now, bound = figures_words(old) or _NONE, figures_words(new) or _NONE, ""
    return "" if was == now else f"{was} becomes {now}{bound}"


def _reason(finding: Finding) -> str:
    assert finding.accepted is not None
    return f'"{visible(finding.accepted.reason)}"'
