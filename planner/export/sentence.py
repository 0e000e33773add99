"""One sentence for what is taken: how much of what, when, what it gives; every export uses it.

Doses, times and lengths are written in the forms that are safest to read: no abbreviated times, no
fractions of a capsule as figures, no signs instead of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from planner.catalogue.lookup import OTHER
from planner.clock import TimeOfDay
from planner.export.privacy import LEFT_TO_RIGHT_MARK, kept_to_its_place, runs_to_the_left, told
from planner.judge.wordings import NOT_STATED, lowered, weeks_words
from planner.lines import NO_BREAK_SPACE
from planner.quantities_words import dose_words
from planner.regimen.words import (
    NOON,
    beside_words,
    days_beside,
    days_words,
    length_words,
    moment_before_bed_words,
    span_words,
    when_words,
    window_words,
)
from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.judge.findings import Taking
    from planner.regimen.models import Regimen

__all__ = [
    "NOON",
    "basis_of",
    "before_bed_words",
    "clock_words",
    "day_offset",
    "day_words",
    "days_words",
    "dose_of_name",
    "dose_words",
    "entry_sentence",
    "gives_words",
    "length_words",
    "moment_words",
    "phase_weeks",
    "spelled",
    "take_words",
    "taken_name",
    "taking_sentence",
    "when_words",
    "window_words",
]

_OF_THE_ELEMENT = (" mmol", " mEq")
"""Units that are always of the mineral itself."""

_FIGURE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\u00a0([A-Za-z]+)")
"""A figure of ours within other text: the names that people write hold no no-break space there."""

_STRENGTH = re.compile(r"(?= \([0-9][0-9.,]*% = )")
_INTERNATIONAL = re.compile(r"(?<=[0-9])([ \u00a0])IU\b", re.IGNORECASE)


def entry_sentence(regimen: Regimen, takings: Iterable[Taking]) -> str:
    """Return the sentences of an entry: one for all its times, or one for each of its phases.

    `takings` are those of the entry on the schedule of the evening.
    """
    ordered = sorted(takings, key=lambda taking: taking.phase or 0)
    return " ".join(
        taking_sentence(regimen, list(group))
        for _, group in groupby(ordered, key=lambda taking: taking.phase)
    )


def taking_sentence(regimen: Regimen, takings: Sequence[Taking]) -> str:
    """Return the sentence of takings that differ in their time only.

    `Take 2 capsules of Night Mag at 21:00, 1 hour 30 minutes before bed. Gives 200 mg elemental
    magnesium.`
    """
    first = takings[0]
    weeks = phase_weeks(regimen, first)
    lead = "Take" if weeks is None else f"In {weeks_words(*weeks)}, take"
    days = f" on {days_words(first.days)}" if first.days else ""
    if len(takings) == 1:
        time, before = moment_words(first, regimen.bedtime), before_bed_words(first)
        when = f"{time}, {before}" if time and before else time or before
    else:
        when = listed(_moment_of_many(taking, regimen.bedtime) for taking in takings)
    taken = f"{lead} {dose_of_name(regimen, first)}"
    if not days and when[0].isdigit():
        taken = kept_to_its_place(taken)
    taken = f"{taken}{days} {when}."
    if not first.gives:
        return taken
    return f"{taken} {'Gives' if len(takings) == 1 else 'Each time gives'} {gives_words(first)}."


def dose_of_name(regimen: Regimen, taking: Taking) -> str:
    """Return how much of what is taken; of a mineral it is always said of what the amount is.

    `2 capsules of Night Mag`, `200 mg elemental magnesium as magnesium bisglycinate`, `1,400 mg of
    magnesium bisglycinate (the whole compound)`.
    """
    name = taken_name(regimen, taking)
    basis = basis_of(regimen, taking)
    if basis == "elemental" and taking.dose.endswith(_OF_THE_ELEMENT):
        return f"{dose_words(taking.dose)} of {name} (counted as elemental)"
    if basis == "elemental" and taking.gives:
        return f"{gives_words(taking)} as {name}"
    said = {"compound": " (the whole compound)", "": ""}.get(basis, f" ({basis})")
    return f"{dose_words(taking.dose)} of {name}{said}"


def take_words(regimen: Regimen, taking: Taking) -> str:
    """Return the dose for a column that stands beside the name: `2 capsules`, `200 mg elemental`.

    Of a mineral it is always said of what the amount is.
    """
    basis = basis_of(regimen, taking)
    said = {"compound": " of the whole compound", "elemental": " elemental", "": ""}
    return f"{dose_words(taking.dose)}{said.get(basis, f', {basis}')}"


def basis_of(regimen: Regimen, taking: Taking) -> str:
    """Return of what the dose of a bare mineral is; empty for everything else."""
    entry = regimen.entries[taking.entry]
    if entry.product:
        return ""
    if taking.dose.endswith(_OF_THE_ELEMENT) and entry.substance != OTHER:
        return "elemental"  # whatever the label says of the mass
    if entry.basis is not None:
        return entry.basis
    unstated = any(each.endswith(NOT_STATED) for each in taking.gives)
    return NOT_STATED if unstated else ""


def taken_name(regimen: Regimen, taking: Taking) -> str:
    """Return what is taken as it stands within a sentence; names of products stay as they are."""
    entry = regimen.entries[taking.entry]
    name = told(taking.name)
    return name if entry.product or entry.name else lowered(name)


def gives_words(taking: Taking) -> str:
    """Return what one taking gives, with the basis named: `200 mg elemental magnesium`."""
    given = [_given(visible(each)) for each in taking.gives]
    # only a comma lets the next figure follow a name at once
    return listed([*map(kept_to_its_place, given[:-2]), *given[-2:]])


def _given(text: str) -> str:
    text = _with_sign(_FIGURE.sub(_safe_figure, text))
    return _STRENGTH.sub(LEFT_TO_RIGHT_MARK, text) if runs_to_the_left(text) else text


def _safe_figure(match: re.Match[str]) -> str:
    return dose_words(f"{match[1].replace(',', '')} {match[2]}")


def spelled(text: str) -> str:
    """Return a text with international units written out, and no line end behind a sign ≈."""
    return _with_sign(_INTERNATIONAL.sub(r"\1international units", text))


def _with_sign(text: str) -> str:
    """Return a text in which the sign of rounding stays with its figure."""
    return text.replace("≈ ", f"≈{NO_BREAK_SPACE}")


def moment_words(taking: Taking, bedtime: TimeOfDay | None) -> str:
    """Return when a taking is, by the clock: `at 21:00`, `between 21:00 and 22:00`."""
    if taking.at is None:
        return ""
    if taking.until is not None:
        return f"between {_both_ends(taking, bedtime, 'and')}"
    return f"at {taking.at}{day_words(taking, bedtime)}"


def _moment_of_many(taking: Taking, bedtime: TimeOfDay | None) -> str:
    time, before = moment_words(taking, bedtime), before_bed_words(taking)
    if time.endswith(")") and before:
        return f"{time[:-1]}, {before})"
    return f"{time} ({before})" if time and before else time or before


def clock_words(taking: Taking, bedtime: TimeOfDay | None) -> str:
    """Return the time by the clock for a column: `21:00`, `21:00 to 22:00`, `00:30 (next day)`."""
    if taking.at is None:
        return "no bedtime"
    if taking.until is not None:
        return _both_ends(taking, bedtime, "to")
    return f"{taking.at}{day_words(taking, bedtime)}"


def _both_ends(taking: Taking, bedtime: TimeOfDay | None, joint: str) -> str:
    """Return a window by the clock; only where there is a bedtime it has ends by the clock."""
    earliest, latest = taking.minutes_before_bed, taking.latest_before_bed
    assert bedtime is not None  # without one there is no end by the clock
    assert earliest is not None
    assert latest is not None
    return span_words(earliest, latest, bedtime, joint)


def day_words(taking: Taking, bedtime: TimeOfDay | None) -> str:
    """Say where a time belongs to the day before or after the one that names the evening."""
    return beside_words(taking.minutes_before_bed, bedtime)


def day_offset(taking: Taking, bedtime: TimeOfDay | None) -> int:
    """Return how many days after the one that names its evening a taking lies: -1, 0 or 1."""
    return days_beside(taking.minutes_before_bed, bedtime)


def before_bed_words(taking: Taking) -> str:
    """Return how long before bed a taking is: `1 to 2 hours before bed`, `at bedtime`.

    Empty for a morning, which nobody counts from bedtime.
    """
    earliest = taking.minutes_before_bed
    if earliest is None:
        return ""
    latest = taking.latest_before_bed
    if latest is None or latest == earliest:
        if taking.at is not None and earliest > NOON:
            return ""
        return moment_before_bed_words(earliest)
    return window_words(earliest, latest)


def phase_weeks(regimen: Regimen, taking: Taking) -> tuple[int, int] | None:
    """Return the first and last week of the phase of a taking; None without phases."""
    if taking.phase is None:
        return None
    lengths = [each.weeks for each in regimen.entries[taking.entry].phases or ()]
    return sum(lengths[: taking.phase - 1]) + 1, sum(lengths[: taking.phase])
