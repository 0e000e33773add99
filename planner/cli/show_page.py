"""The page of one regimen: schedule, gauges, totals, findings, what was not checked, sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from planner.cli.check import Checked
from planner.cli.gauges import ASCII, UNICODE, add_gauge, add_key
from planner.cli.output import Style, can_show, cells, width
from planner.cli.page import Page
from planner.cli.schedule import add_schedule, weeks_of_stretch
from planner.cli.sources import add_sources
from planner.export.totals import total_rows
from planner.judge.findings import Finding, Severity
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Gauge, Verdict
    from planner.regimen.models import Regimen

NOT_ADVICE = "Planner compares a plan with documented figures. It is not medical advice."

_STATUS = {
    "pass": "Nothing to warn about in what was checked.",
    "ask": "A fact is missing; see the questions below.",
    "warn": "Something lies outside what is documented; see the warnings below.",
    "own": "Something lies outside somebody's own range; see the warnings below.",
    "invalid": "Something could not be read or used; see the errors below.",
}
_HEADINGS = {
    Severity.ERROR: "Errors: this could not be judged",
    Severity.WARNING: "Warnings",
    Severity.QUESTION: "Questions",
    Severity.NOTE: "Notes",
}
_MARKS = {Severity.ERROR: "x", Severity.WARNING: "!", Severity.QUESTION: "?", Severity.NOTE: "-"}


def regimen_page(checked: Checked, catalogue: Catalogue, option: str | None) -> Page:
    """Return the page of one regimen."""
    page = Page(width(), Style())
    regimen, verdict = checked.reading.regimen, checked.verdict
    page.title(visible(checked.reading.title or str(checked.path)))
    if regimen is not None:
        _facts(page, regimen, verdict, catalogue, option)
    status = _STATUS["own" if verdict.only_own else verdict.status]
    page.text(f"{status}{_unchecked(verdict)}", 0)
    if regimen is not None:
        _schedule(page, regimen, verdict)
        _gauges(page, regimen, verdict)
        _totals(page, verdict, catalogue)
    _findings(page, checked, catalogue)
    _not_checked(page, verdict)
    _accepted(page, checked)
    sources = _sources(verdict)
    if sources:
        page.heading("Sources")
        add_sources(page, catalogue, sources)
    page.blank()
    page.text(NOT_ADVICE, 0)
    return page


def _facts(
    page: Page, regimen: Regimen, verdict: Verdict, catalogue: Catalogue, option: str | None
) -> None:
    facts = [f"Bedtime {regimen.bedtime.text}" if regimen.bedtime else "No bedtime given"]
    if regimen.weeks:
        facts.append(counted(regimen.weeks, "week"))
    if regimen.start:
        facts.append(f"from {regimen.start.isoformat()}")
    page.text(", ".join(facts), 0)
    named = catalogue.country_name(verdict.country)
    code = "" if named == verdict.country else f" ({verdict.country})"
    own = regimen.person.country if regimen.person else None
    from_file = own == verdict.country
    page.text(f"Limits of: {named}{code}{', as the file says' if from_file else ''}", 0)
    if own is not None and option not in (None, own) and from_file:
        page.text(f"The file names {own}, so --country {option} is not used.", 0)
    if regimen.template is not None:
        page.text(f"A template: {visible(regimen.template.description)}", 0)
    if regimen.notes:
        page.blank()
        for paragraph in regimen.notes.splitlines():
            page.text(visible(paragraph), 0)
        page.blank()


def _unchecked(verdict: Verdict) -> str:
    entries = len(verdict.not_checked())
    return f" {counted(entries, 'entry', 'entries')} not checked, or not in full." * bool(entries)


def _schedule(page: Page, regimen: Regimen, verdict: Verdict) -> None:
    page.heading("Schedule")
    if verdict.schedule:
        add_schedule(page, regimen, verdict)
    else:
        page.text("Nothing is planned yet." if not regimen.entries else "Nothing can be shown.")
    timed = [
        f"{key} at {listed(each.text for each in medicine.when)}" if medicine.when else key
        for key, medicine in regimen.medicines.items()
    ]
    if timed:
        page.text(f"Medicines, as given: {listed(map(visible, timed))}.")


def _gauges(page: Page, regimen: Regimen, verdict: Verdict) -> None:
    if not verdict.gauges:
        return
    signs = UNICODE if can_show("─█┃▲") else ASCII
    page.heading("Against range and limit, on the fullest day")
    add_key(page, verdict.gauges, signs)
    stretches: dict[Gauge, list[int]] = {}
    for gauge in verdict.gauges:
        alike = stretches.setdefault(gauge._replace(stretch=None), [])
        if gauge.stretch is not None:
            alike.append(gauge.stretch)
    last = max((gauge.stretch or 0 for gauge in verdict.gauges), default=0)
    for gauge, numbers in stretches.items():
        page.blank()
        weeks = (
            ["in all weeks"]
            if numbers and len(numbers) == last
            else [weeks_of_stretch(verdict, number) for number in numbers]
        )
        add_gauge(page, gauge, signs, when=f", {listed(weeks)}" if weeks else "")


def _totals(page: Page, verdict: Verdict, catalogue: Catalogue) -> None:
    rows = list(total_rows(verdict, catalogue))
    if not rows:
        return
    page.heading("Totals a day, on the fullest day")
    column = min(page.columns // 2, max(len(row.name) for row in rows) + 4)
    for row in rows:
        weeks = f", in {row.weeks}" if row.weeks else ""
        page.row(row.name, f"{row.total}{weeks}", at=column)


def _findings(page: Page, checked: Checked, catalogue: Catalogue) -> None:
    for severity, heading in _HEADINGS.items():
        found = [
            finding
            for finding in checked.verdict.findings
            if finding.severity is severity
            and finding.accepted is None
            and finding.code != "not-checked"
        ]
        if found:
            page.heading(f"{heading} ({len(found)})")
        for finding in found:
            _finding(page, checked, finding, catalogue)


def _finding(page: Page, checked: Checked, finding: Finding, catalogue: Catalogue) -> None:
    line = checked.reading.line(finding.line, finding.path)
    about = f"{visible(finding.entry)}, " if finding.entry else ""
    head = f"{_MARKS[finding.severity]} {finding.code}"
    _head(page, head, f"({about}line {line})", finding.severity.value)
    page.text(f"{visible(finding.message)}{_source(finding, catalogue)}", 4)


def _head(page: Page, head: str, about: str, severity: str) -> None:
    """Add the first line of a finding, or two where it is too long."""
    if 3 + cells(head) + cells(about) <= page.columns:
        page.line(f"  {page.style.of(severity, head)} {page.style.dim(about)}")
        return
    page.text(head, severity=severity)
    page.text(about, 4, severity="note")


def _source(finding: Finding, catalogue: Catalogue) -> str:
    """Return the source, unless the message names it."""
    if finding.source is None or finding.source not in catalogue.sources:
        return ""
    short = catalogue.source(finding.source).short
    return "" if short in finding.message else f" Source: {short}."


def _not_checked(page: Page, verdict: Verdict) -> None:
    found = [finding for finding in verdict.findings if finding.code == "not-checked"]
    if found:
        page.heading("Not checked")
    for finding in found:
        page.item(f"{visible(finding.entry or '')}: {visible(finding.message)}")


def _accepted(page: Page, checked: Checked) -> None:
    found = [finding for finding in checked.verdict.findings if finding.accepted]
    if found:
        page.heading("Accepted by you: shown, but not counted")
    for finding in found:
        assert finding.accepted is not None
        about = f"{visible(finding.entry)}, " if finding.entry else ""
        _head(page, finding.code, f"({about}{finding.accepted.on})", "note")
        page.text(f"Your reason: {visible(finding.accepted.reason)}", 4)
        page.text(visible(finding.message), 4)


def _sources(verdict: Verdict) -> Iterable[str]:
    ids = [finding.source for finding in verdict.findings]
    ids += [each for gauge in verdict.gauges for each in gauge.sources]
    return [each for each in dict.fromkeys(ids) if each]
