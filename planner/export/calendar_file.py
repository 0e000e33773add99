"""The calendar, RFC 5545: an event with an alarm for each taking, which a second import updates.

An event tells what concerns its own taking: calendars cut long texts and refuse large files. The
calendar itself and the event of the review tell everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration, vText

from planner.export.calendar_rules import event_key, first_evening, review_day, series
from planner.export.formats import FormatError
from planner.export.sentence import dose_of_name
from planner.export.sheet import NOT_ADVICE, UNITS_KEY
from planner.wording import counted

if TYPE_CHECKING:
    from planner.export.making import Options
    from planner.export.sheet import EntryRow, FindingRow, Sheet, TakingRow, TotalRow

PRODUCT = "-//Planner//Planner//EN"
CATEGORY = "Supplements"

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_BELONGS = {
    1: "It belongs to the evening of the day before this date.",
    -1: "It belongs to the evening of the day after this date.",
}


class _Text(vText):
    r"""A text that comes out as it is; the package itself would make a line break of `\N`."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode("utf-8")


class _AtStart(vDuration):
    """No time after the start, in the form that the standard uses; the package writes `P0D`."""

    def to_ical(self) -> bytes:
        return b"PT0S"


def render(sheet: Sheet, options: Options) -> bytes:
    """Return the calendar of a sheet.

    Raises:
        FormatError: it is a template, nothing is taken, a time cannot be known, or a date lies
            past what calendars can hold.
    """
    del options  # what they choose is in the sheet already
    _refuse(sheet)
    try:
        events = [*_taking_events(sheet), *_review_events(sheet), *_cancelled_events(sheet)]
    except OverflowError:
        raise FormatError(
            f"its dates, from {first_evening(sheet).isoformat()} on, leave the years that a"
            " calendar can hold: name another start or fewer weeks"
        ) from None
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _Text(sheet.title))
    calendar.add("x-wr-calname", _Text(sheet.title))
    calendar.add("description", _Text(_whole_text(sheet)))
    for event in events:
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _refuse(sheet: Sheet) -> None:
    if sheet.template is not None:
        raise FormatError(
            "it is a template, and a calendar needs doses and times that are settled: make a plan"
            " from it, and export that"
        )
    if not sheet.takings:
        raise FormatError(
            "nothing is taken in it, so that a calendar would be empty: add an entry first"
        )
    if any(row.taking.at is None for row in sheet.takings):
        raise FormatError(
            "it names no bedtime, so that its times before bed are not known by the clock: set a"
            " bedtime, such as 22:30"
        )


# events


def _taking_events(sheet: Sheet) -> Iterator[Event]:
    entries = {entry.key: entry for entry in sheet.entries}
    for row in sheet.takings:
        planned, taking = series(sheet, row), row.taking
        event = _event(sheet, event_key(row))
        event.add("summary", _Text(_upper(dose_of_name(sheet.regimen, taking))))
        event.add("dtstart", planned.start)
        event.add("duration", planned.length)
        if planned.rule is not None:
            event.add("rrule", planned.rule)
        event.add("description", _Text(_taking_text(sheet, entries[taking.entry], row)))
        event.add_component(_alarm(row))
        yield event


def _cancelled_events(sheet: Sheet) -> Iterator[Event]:
    """Yield an end for each event of earlier versions that is no longer part of the regimen.

    Without it a second import would leave the old event beside the new ones, and a phone would
    ring for a dose twice. It takes the place of the whole series with one day in the past, without
    an alarm.
    """
    now = {event_key(row) for row in sheet.takings}
    for key in sheet.edition.events:
        if key in now:
            continue
        event = _event(sheet, key, status="CANCELLED")
        event.add("summary", _Text(f"No longer part of this plan: {sheet.title}"))
        event.add("dtstart", first_evening(sheet))
        event.add("dtend", first_evening(sheet) + timedelta(days=1))
        event.add(
            "description",
            _Text(f"{sheet.edition.words} of this plan has no such taking any more."),
        )
        yield event


def _review_events(sheet: Sheet) -> Iterator[Event]:
    day = review_day(sheet)
    if day is None:
        return
    event = _event(sheet, "review")
    event.add("summary", _Text(f"Review: {sheet.title}"))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add(
        "description",
        _Text(f"The last evening of this plan was yesterday.\n\n{_whole_text(sheet)}"),
    )
    yield event


def _event(sheet: Sheet, key: str, *, status: str = "CONFIRMED") -> Event:
    """Return an event with what all have in common.

    Its id is made of the key, so that a later version changes it and adds no second one.
    """
    edition = sheet.edition
    # the clock is not asked; a second for each version lets the stamp rise within one day
    stamp = datetime.combine(edition.on, time(), UTC) + timedelta(seconds=edition.number)
    event = Event()
    event.add("uid", str(uuid5(UUID(edition.plan), key)))
    event.add("sequence", edition.number - 1)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("status", status)
    event.add("categories", [CATEGORY])
    return event


def _alarm(row: TakingRow) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _AtStart(timedelta(0)))
    alarm.add("description", _Text(row.sentence.removesuffix(f" Gives {row.gives}.")))
    return alarm


# what is said


def _taking_text(sheet: Sheet, entry: EntryRow, row: TakingRow) -> str:
    """Return what concerns one taking, and how much else there is to know."""
    first = [
        row.sentence,
        _BELONGS.get(row.day_offset, ""),
        f"Why: {row.why}" if row.why else "",
        f"For: {sheet.subject}" if sheet.subject else "",
        f"{_upper(entry.label)}." if entry.label else "",
        f"What was found: {entry.state_words}.",
    ]
    totals = [total for total in sheet.totals if total.gauge and entry.key in total.gauge.entries]
    return _joined(
        first,
        _section("Totals on the fullest day", map(_total_words, totals)),
        *_finding_sections(sheet, entry),
        _section("Not checked", _not_checked(sheet, entry)),
        _section("About this plan", _plan_words(sheet)),
        _section("Sources", ["; ".join(dict.fromkeys(source.short for source in sheet.sources))]),
        [NOT_ADVICE],
    )


def _whole_text(sheet: Sheet) -> str:
    return _joined(
        [f"{what}: {value}" for what, value in sheet.person],
        [sheet.status_words],
        [sheet.notes],
        _section("What is taken", [_entry_words(entry) for entry in sheet.entries]),
        _section("Medicines, as given", sheet.medicines),
        _section("Totals on the fullest day", map(_total_words, sheet.totals)),
        *_finding_sections(sheet, None),
        _section("Not checked", sheet.not_checked),
        _section("About this plan", _plan_words(sheet)),
        _section(
            "Sources",
            [
                f"{source.short}: {source.text}{f' {source.address}' if source.address else ''}"
                f" ({source.verified})"
                for source in sheet.sources
            ],
        ),
        [UNITS_KEY, NOT_ADVICE],
    )


def _entry_words(entry: EntryRow) -> str:
    why = f" Why: {entry.why}" if entry.why else ""
    label = f" {_upper(entry.label)}." if entry.label else ""
    return f"{entry.sentence}{why}{label} What was found: {entry.state_words}."


def _total_words(row: TotalRow) -> str:
    weeks = f", {row.weeks}" if row.weeks else ""
    documented = f" ({row.range})" if row.range else ""
    own = f" {row.own}." if row.own else ""
    limit = f" ({row.limit}; {row.limit_by})" if row.limit else ""
    return (
        f"{row.name}{weeks}: {row.total}. Range: {row.range_verdict}{documented}.{own}"
        f" Upper limit: {row.limit_verdict}{limit}."
    )


def _finding_sections(sheet: Sheet, entry: EntryRow | None) -> Iterator[list[str]]:
    """Yield what is found of an entry and of the whole plan; all of it where no entry is named."""
    for heading, rows, other in (
        (
            "Warnings and questions",
            sheet.standing,
            ("warning or question", "warnings or questions"),
        ),
        ("Accepted", sheet.accepted, ("accepted warning", "accepted warnings")),
        ("Remarks", sheet.remarks, None),
    ):
        near = [
            row for row in rows if entry is None or row.entry is None or entry.key in row.concerns
        ]
        said = [_finding_words(row, with_name=entry is None) for row in near]
        if other and len(near) < len(rows):
            number = counted(len(rows) - len(near), *other)
            said.append(f"{number} about other entries: see their events.")
        yield _section(heading, said)


def _finding_words(row: FindingRow, *, with_name: bool) -> str:
    kind = "" if row.severity == "note" else f"{_upper(row.severity)}: "
    about = f"{row.about}: " if with_name and row.about else ""
    if row.reason is None:
        return f"{kind}{about}{row.message}"
    on = f" on {row.on.isoformat()}" if row.on else ""
    return f"{kind}{about}{row.message} Accepted{on}, with this reason: {row.reason}"


def _not_checked(sheet: Sheet, entry: EntryRow) -> list[str]:
    """Return what was not checked, without what begins with the name of another entry."""
    own = f"{entry.name}: "
    others = tuple(f"{each.name}: " for each in sheet.entries)
    return [
        each for each in sheet.not_checked if each.startswith(own) or not each.startswith(others)
    ]


def _plan_words(sheet: Sheet) -> Iterator[str]:
    yield f"{sheet.length}."
    if sheet.start is None:
        yield (
            "It names no start, so that this calendar counts its weeks from"
            f" {first_evening(sheet).isoformat()}, the day on which it was first shared."
        )
    yield f"Made by: {sheet.made_by}"
    yield f"{sheet.edition.words}, fingerprint {sheet.carried.fingerprint}."
    if sheet.edition.replaces:
        yield "An event of this plan that names an older version is not part of it any more."
    yield f"Catalogue {sheet.catalogue}. {sheet.limits}"


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    """Return a heading with its lines; nothing where there are none."""
    said = [line for line in lines if line]
    return [heading.upper(), *(f"- {line}" for line in said)] if said else []


def _joined(*paragraphs: list[str]) -> str:
    kept = ["\n".join(line for line in lines if line) for lines in paragraphs]
    return "\n\n".join(each for each in kept if each)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
