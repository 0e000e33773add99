"""The schedule of an evening in words: the clock, what is taken, what it gives, which weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.clock import duration_text
from planner.export.sentence import (
    NOON,
    clock_words,
    days_words,
    dose_words,
    phase_weeks,
)
from planner.judge.wordings import weeks_words
from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.cli.page import Page
    from planner.judge.findings import Taking, Verdict
    from planner.regimen.models import Regimen


def add_schedule(page: Page, regimen: Regimen, verdict: Verdict) -> None:
    """Add every taking in the order of the evening."""
    times = [clock_words(taking, regimen.bedtime) for taking in verdict.schedule]
    column = max((len(time) for time in times), default=5) + 4
    for time, taking in zip(times, verdict.schedule, strict=True):
        entry = regimen.entries[taking.entry]
        name = visible(taking.name)
        page.row(time, f"{name}, {dose_words(taking.dose)}", at=column)
        gives = [visible(each) for each in taking.gives]
        said = [_before_bed(taking)]
        only_repeats = [f"{dose_words(taking.dose)} {name}".lower()] == [
            each.lower() for each in gives
        ]
        if gives and not only_repeats:
            said.append(f"gives {listed(gives)}")
        if taking.days:
            said.append(f"only on {days_words(taking.days)}")
        if weeks := phase_weeks(regimen, taking):
            said.append(f"in {weeks_words(*weeks)}")
        if entry.reason:
            said.append(f"taken because: {visible(entry.reason)}")
        detail = "; ".join(each for each in said if each)
        if detail:
            page.row("", f"{detail[0].upper()}{detail[1:]}.".replace("..", "."), at=column)


def _before_bed(taking: Taking) -> str:
    earliest = taking.minutes_before_bed
    if earliest is None:
        return ""
    latest = taking.latest_before_bed
    if latest is None:
        if taking.at is not None and earliest > NOON:
            return ""  # a morning: nobody counts from bedtime
        return f"{duration_text(earliest)} before bed" if earliest else "at bedtime"
    return f"{duration_text(latest)} to {duration_text(earliest)} before bed"


def weeks_of_stretch(verdict: Verdict, stretch: int) -> str:
    """Return the weeks of a stretch in which no dose changes."""
    first, last = verdict.weeks[stretch]
    words = weeks_words(first, last)
    return words if last is None else f"in {words}"
