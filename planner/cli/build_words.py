"""The verdict in sentences that can be heard: states, totals with both verdicts, findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from planner.cli.schedule import weeks_of_stretch
from planner.judge.findings import LimitVerdict, Severity
from planner.judge.gauge_words import own_words
from planner.quantities import mg_shown
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from decimal import Decimal

    from planner.catalogue import Catalogue
    from planner.document import Document
    from planner.judge.findings import Finding, Gauge, Verdict
    from planner.regimen.models import Regimen

NAMES = {
    Severity.ERROR: "Error",
    Severity.WARNING: "Warning",
    Severity.QUESTION: "Question",
    Severity.NOTE: "Note",
}


def gauge_rows(verdict: Verdict, gauges: Iterable[Gauge]) -> list[str]:
    """Return each total in a sentence, then the verdicts: on its range, an own one, its limit.

    Stretches of weeks in which a total is the same are told together.
    """
    stretches: dict[Gauge, list[int]] = {}
    for gauge in gauges:
        alike = stretches.setdefault(gauge._replace(stretch=None), [])
        if gauge.stretch is not None:
            alike.append(gauge.stretch)
    rows = []
    for gauge, numbers in stretches.items():
        weeks = ""
        if numbers and len(numbers) == len(verdict.weeks):
            weeks = ", in all weeks"
        elif numbers:
            weeks = f", {listed(weeks_of_stretch(verdict, number) for number in numbers)}"
        rows += [
            f"{gauge.name}: {_total(gauge)}{weeks}.",
            f"{range_words(gauge)}.",
            *([f"{own_words(gauge)}."] if gauge.own else []),
            f"{limit_words(gauge)}.",
        ]
    return rows


def _total(gauge: Gauge) -> str:
    if gauge.nothing_known:
        return "not known yet"
    total = mg_shown(gauge.total, computed=gauge.computed, against=_nearest_bound(gauge))
    basis = gauge.basis
    if basis.lower() in (gauge.name.lower(), gauge.substance):
        basis = ""
    return f"{'at least ' if gauge.at_least else ''}{total}{' ' * bool(basis)}{basis} a day"


def _nearest_bound(gauge: Gauge) -> Decimal | None:
    own = (gauge.own.lower, gauge.own.upper) if gauge.own else ()
    known = (gauge.lower, gauge.upper, gauge.limit, *own)
    bounds = [each for each in known if each is not None]
    return min(bounds, key=lambda bound: abs(bound - gauge.total), default=None)


def range_words(gauge: Gauge) -> str:
    """Return the verdict on the documented range: the judge's own words, and the range."""
    words, figures = str(gauge.range_verdict), ""
    if gauge.lower is not None and gauge.upper is not None:
        figures = f", {mg_shown(gauge.lower)} to {mg_shown(gauge.upper)} a day"
    if words.endswith("documented range"):
        return sentence(f"{words}{figures}")
    return (
        f"Against the documented range{figures}, {words}"
        if figures
        else f"Documented range {words}"
    )


def limit_words(gauge: Gauge) -> str:
    """Return the verdict on the upper limit: the judge's own words, the limit, and whose it is."""
    verdict, figures = gauge.limit_verdict, ""
    words = str(verdict)
    if gauge.limit is not None and verdict is not LimitVerdict.ELSEWHERE:
        figures = f", {mg_shown(gauge.limit)} a day"
        if verdict is not LimitVerdict.ABOVE:  # the warning about it names whose limit it is
            figures = f"{figures}, {gauge.limit_by}"
    if "upper limit" in words:
        return sentence(f"{words}{figures}")
    return f"Against the upper limit{figures}, {words}" if figures else f"Upper limit {words}"


def sentence(words: str) -> str:
    """Return words with a capital at the start."""
    return words[:1].upper() + words[1:]


def warnings_of(verdict: Verdict) -> list[Finding]:
    """Return the warnings in the order of their numbers, accepted ones included."""
    return [row for row in verdict.findings if row.severity is Severity.WARNING]


def finding_row(
    finding: Finding, verdict: Verdict, catalogue: Catalogue, *, about: str | None = None
) -> str:
    """Return a finding in words: severity and number, code, entry, sentence, source.

    The entry that everything is `about` just now is not named again.
    """
    head = NAMES[finding.severity]
    if finding.severity is Severity.WARNING:
        head = f"{head} {warnings_of(verdict).index(finding) + 1}"
    words = [head, finding.code]
    if finding.entry and finding.entry != about:
        words.append(finding.entry)
    if finding.accepted:
        words.append(f"accepted on {finding.accepted.on.isoformat()}")
    said = f"{', '.join(words)}: {finding.message}"
    if finding.accepted:
        said = f"{said} Your reason: {finding.accepted.reason.rstrip('.')}."
    return f"{said}{source_words(finding, catalogue)}"


def source_words(finding: Finding, catalogue: Catalogue) -> str:
    """Return the source, unless the message names it."""
    source = catalogue.sources.get(finding.source or "")
    return f" Source: {source.short}." if source and source.short not in finding.message else ""


def coverage(regimen: Regimen, verdict: Verdict) -> str:
    """Return what there is and what counts: `2 entries, 1 warning, 0 not checked`."""
    counting = [finding.severity for finding in verdict.findings if finding.counts]
    parts = [counted(len(regimen.entries), "entry", "entries")]
    if errors := counting.count(Severity.ERROR):
        parts.append(counted(errors, "error"))
    parts.append(counted(counting.count(Severity.WARNING), "warning"))
    if questions := counting.count(Severity.QUESTION):
        parts.append(counted(questions, "question"))
    return ", ".join([*parts, f"{len(verdict.not_checked())} not checked"])


def saved_words(document: Document) -> str:
    """Return what was saved: `saved evening.toml (2 entries, 1 warning, 0 not checked)`."""
    name = visible(document.path.name) if document.path else ""
    return f"saved {name} ({coverage(document.regimen, document.verdict)})"


def new(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Return the findings that were not told before; one that was accepted since is not new."""
    told = {(_identity(finding), finding.message) for finding in before}
    return [finding for finding in after if (_identity(finding), finding.message) not in told]


def gone(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """Return the findings that are no longer there, whatever figures they have by now."""
    still = {_identity(finding) for finding in after}
    return [finding for finding in before if _identity(finding) not in still]


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.entry, finding.substance, finding.phase, finding.path
