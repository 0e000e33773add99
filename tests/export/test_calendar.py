"""The calendar: three programs of others read it, and see what a loop over the evenings says."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from planner.export.calendar_rules import event_key
from planner.export.formats import FormatError
from planner.export.making import Options
from planner.export.sheet import NOT_ADVICE, Edition
from tests.export.calendar_cases import (
    CASES,
    DROPS,
    PLANS,
    TEMPLATES,
    TUESDAY,
    Case,
    any_plans,
    drops,
    looped,
    plan,
)
from tests.export.calendar_readers import (
    LAST,
    Khal,
    Occurrence,
    by_ical_js,
    by_recurring_ical_events,
    property_values,
    unescaped,
    unfolded,
)
from tests.export.support import EDITION, HOSTILE, SECOND, hostile_text, rendered, sheet_of


def edition_of(name: str, number: int = 1) -> Edition:
    return replace(EDITION, plan=str(uuid5(NAMESPACE_URL, name)), number=number)


@cache
def calendar_of(name: str) -> bytes:
    return rendered("ics", sheet_of(CASES[name].text, edition=edition_of(name)))


@pytest.fixture(scope="module")
def khal_reads(tmp_path_factory) -> dict[str, list[Occurrence]]:
    khal = Khal(tmp_path_factory.mktemp("khal"))
    khal.take_in(*map(calendar_of, CASES))
    events = khal.events()
    return {
        name: sorted(
            row
            for uid in property_values(calendar_of(name), "UID")
            for row in events[uid]
            if row[0] < case.until.isoformat()
        )
        for name, case in CASES.items()
    }


@pytest.fixture(scope="module")
def ical_reads() -> dict[str, Any]:
    texts = {f"text {name}": data for name, data in hostile_calendars().items()}
    return by_ical_js({name: calendar_of(name) for name in CASES} | texts)


@pytest.mark.parametrize("name", CASES)
def test_recurring_ical_events_sees_every_taking_at_its_local_time(name):
    case = CASES[name]
    assert by_recurring_ical_events(calendar_of(name), case.until) == looped(case)


@pytest.mark.parametrize("name", CASES)
def test_khal_in_berlin_sees_every_taking_at_its_local_time(name, khal_reads):
    assert khal_reads[name] == looped(CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_ical_js_sees_every_taking_at_its_local_time(name, ical_reads):
    found = [
        (start, minutes, event["summary"])
        for event in ical_reads[name]["events"]
        for start, minutes in event["occurrences"]
        if start < CASES[name].until.isoformat()
    ]
    assert sorted(found) == looped(CASES[name])


@settings(max_examples=60, deadline=None)
@given(any_plans)
def test_whatever_is_planned_is_seen_at_its_local_time(text):
    start = tomllib.loads(text).get("start", EDITION.on)
    case = Case(text, dict.fromkeys("abc", [DROPS] * 3), start + timedelta(days=60))
    seen = by_recurring_ical_events(rendered("ics", sheet_of(text)), case.until)
    assert seen == looped(case)


# a second import


CHANGED = """format = 1
title = "%s"
bedtime = "%s"
weeks = 2
[entries.a]
substance = "other"
name = "Drops"
dose = "%s"
when = ["90 min before bed", "08:00"]
[entries.b]
substance = "other"
name = "Salt"
when = "at bedtime"
%s
"""
BEFORE = CHANGED % ("First", "22:30", "50 mg", 'dose = "1 g"')
AFTER = CHANGED % (
    "Second", "00:15", "75 mg",
    'phases = [{weeks = 1, dose = "1 g"}, {weeks = 1, dose = "2 g"}]',
)  # fmt: skip


def test_a_second_import_into_khal_changes_events_and_adds_no_second_ones(tmp_path):
    khal = Khal(tmp_path)
    khal.take_in(rendered("ics", sheet_of(BEFORE)))
    khal.take_in(rendered("ics", sheet_of(BEFORE)))
    assert sorted(row for rows in khal.events().values() for row in rows) == looped(
        Case(BEFORE, {"a": DROPS, "b": "1_g of Salt"}, LAST)
    )
    khal.take_in(rendered("ics", sheet_of(AFTER, edition=SECOND)))
    assert sorted(row for rows in khal.events().values() for row in rows) == looped(
        Case(AFTER, {"a": "75_mg of Drops", "b": ["1_g of Salt", "2_g of Salt"]}, LAST), SECOND.on
    )
    told = khal.ask("list", "-f", "{description}", "2026-12-03", "2026-12-05")
    assert "Version 2 of 2026-12-03, replaces version 1" in told
    assert "Version 1 of" not in told
    assert "50\u00a0mg" not in told


def test_what_is_no_longer_taken_leaves_no_second_dose_behind(tmp_path):
    """Fewer times, a dose in place of phases and a renamed entry: all had events that are gone."""
    before = plan(
        {"a": drops(["08:00", "at bedtime"]), "b": drops("21:00"), "old": drops("20:00")},
        start=TUESDAY, bedtime="22:30", weeks=2,
    )  # fmt: skip
    after = plan(
        {"a": drops("at bedtime"), "new": drops("20:00")},
        start=TUESDAY, bedtime="22:30", weeks=2,
    )  # fmt: skip
    first = sheet_of(before)
    sent = tuple(event_key(row) for row in first.takings)
    khal = Khal(tmp_path)
    khal.take_in(rendered("ics", first))
    second = rendered("ics", sheet_of(after, edition=replace(SECOND, events=sent)))
    khal.take_in(second)
    events = [row for rows in khal.events().values() for row in rows]
    told = [row for row in events if not row[2].startswith("No longer part of this plan")]
    assert sorted(told) == looped(Case(after, {"a": DROPS, "new": DROPS}, LAST))
    assert property_values(second, "STATUS").count("CANCELLED") == 3
    cancelled = [
        each for each in Calendar.from_ical(second).walk("VEVENT") if each["STATUS"] == "CANCELLED"
    ]
    assert not any(each.walk("VALARM") or "RRULE" in each for each in cancelled)
    assert {str(each["UID"]) for each in cancelled} < set(
        property_values(rendered("ics", first), "UID")
    )


def test_ids_stay_and_numbers_rise_over_versions():
    first, second = (
        rendered("ics", sheet_of(BEFORE)),
        rendered("ics", sheet_of(AFTER, edition=SECOND)),
    )
    before, after = property_values(first, "UID"), property_values(second, "UID")
    assert len(before) == len(set(before)) == 4
    assert len(after) == len(set(after)) == 5  # Salt has a second phase now
    assert set(before) < set(after)
    assert all(str(UUID(uid)) == uid for uid in after)
    assert property_values(first, "SEQUENCE") == ["0"] * 4
    assert property_values(second, "SEQUENCE") == ["1"] * 5
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        assert set(property_values(first, name)) == {"20261126T000001Z"}
        assert set(property_values(second, name)) == {"20261203T000002Z"}


def test_versions_of_one_day_have_rising_stamps_and_plans_have_their_own_ids():
    versions = [
        rendered("ics", sheet_of(BEFORE, edition=replace(EDITION, number=number)))
        for number in (1, 2, 3, 100_000)
    ]
    stamps = [property_values(data, "DTSTAMP")[0] for data in versions]
    assert all(one < other for one, other in pairwise(stamps))
    other = rendered("ics", sheet_of(BEFORE, edition=edition_of("another plan")))
    assert not {*property_values(other, "UID")} & {*property_values(versions[0], "UID")}


def test_an_event_that_is_left_over_can_be_told_by_its_version():
    text = str(events_of(rendered("ics", sheet_of(AFTER, edition=SECOND)))[0]["DESCRIPTION"])
    assert "An event of this plan that names an older version is not part of it any more." in text
    assert "older version" not in rendered("ics", sheet_of(BEFORE)).decode()


# the file


def events_of(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


@pytest.mark.parametrize("name", CASES)
def test_the_file_keeps_to_the_standard(name):
    data = calendar_of(name)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert data == rendered("ics", sheet_of(CASES[name].text, edition=edition_of(name)))
    calendar = Calendar.from_ical(data)
    assert calendar["VERSION"] == "2.0"
    assert calendar["CALSCALE"] == "GREGORIAN"
    assert calendar["METHOD"] == "PUBLISH"
    assert "Planner" in str(calendar["PRODID"])
    title = tomllib.loads(CASES[name].text)["title"]
    assert property_values(data, "NAME") == property_values(data, "X-WR-CALNAME")
    assert unescaped(property_values(data, "NAME")[0]) == title
    assert not calendar.walk("VTIMEZONE")
    assert b"TZID" not in data
    assert len(data) < 1_000_000
    for event in events_of(data):
        assert event["CLASS"] == "PRIVATE"
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["STATUS"] == "CONFIRMED"
        assert event["CATEGORIES"].to_ical() == b"Supplements"
        assert "UNTIL" not in event.get("RRULE", {})


def test_an_alarm_rings_at_the_start_and_says_what_to_take(ical_reads):
    events = ical_reads["titration-300-to-600"]["events"]
    assert [event["alarms"] for event in events] == [
        [["DISPLAY", "PT0S", text.replace("_", "\u00a0")]]
        for text in (
            "In weeks 1 to 2, take 300_mg of ashwagandha extract at 21:00,"
            " 1_hour_30_minutes before bed.",
            "In weeks 3 to 8, take 600_mg of ashwagandha extract at 21:00,"
            " 1_hour_30_minutes before bed.",
            "Take 200_mg elemental magnesium as magnesium bisglycinate at 21:00,"
            " 1_hour_30_minutes before bed.",
        )
    ] + [[]]  # nobody is woken for the review
    assert {event["zone"] for event in events} == {"floating"}


def test_an_event_past_midnight_says_which_evening_it_belongs_to():
    past, before, same = (
        str(events_of(calendar_of(name))[place]["DESCRIPTION"])
        for name, place in (
            ("days, past midnight", 1),
            ("days, the day before", 0),
            ("one week", 0),
        )
    )
    assert "It belongs to the evening of the day before this date." in past
    assert "It belongs to the evening of the day after this date." in before
    assert "It belongs to" not in same


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_everything_is_told_by_the_calendar_and_by_its_review(path):
    sheet = sheet_of(path)
    calendar = Calendar.from_ical(rendered("ics", sheet))
    review = calendar.walk("VEVENT")[-1]
    assert review["SUMMARY"] == f"Review: {sheet.title}"
    for text in (str(calendar["DESCRIPTION"]), str(review["DESCRIPTION"])):
        for row in (*sheet.standing, *sheet.accepted, *sheet.remarks):
            assert row.message in text
        for total in sheet.totals:
            for words in (total.total, total.range_verdict, total.limit_verdict, total.limit):
                assert words in text
        for said in (
            *(entry.sentence for entry in sheet.entries),
            *sheet.not_checked,
            *sheet.medicines,
            *(source.text for source in sheet.sources),
            *(source.verified for source in sheet.sources),
            sheet.status_words, sheet.notes, sheet.length, sheet.limits, sheet.catalogue,
            sheet.edition.words, sheet.carried.fingerprint, sheet.made_by,
        ):  # fmt: skip
            assert said in text
        assert text.count(NOT_ADVICE) == 1


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_an_event_tells_what_concerns_it_and_counts_the_rest(path):
    sheet = sheet_of(path, options=Options(by="Coach K"))
    events = events_of(rendered("ics", sheet))[:-1]
    assert len(events) == len(sheet.takings)
    for row, event in zip(sheet.takings, events, strict=True):
        text = str(event["DESCRIPTION"])
        assert text.startswith(row.sentence)
        own = [each for each in sheet.standing if each.entry in (None, row.taking.entry)]
        rest = len(sheet.standing) - len(own)
        assert all(each.message in text for each in own)
        assert (f"{rest} warning" in text) is bool(rest)
        assert f"{sheet.edition.words}, fingerprint {sheet.carried.fingerprint}." in text
        assert "Made by: Coach K" in text
        assert sheet.limits in text
        assert sheet.not_checked[-1] in text
        assert all(source.short in text for source in sheet.sources)
        assert text.count(NOT_ADVICE) == 1


def test_what_was_not_checked_of_another_entry_is_left_to_its_event():
    data = rendered("ics", sheet_of(CASES["shows-warnings-on-purpose"].text))
    said = "The dose of magnesium citrate is not checked"
    telling = [each["SUMMARY"] for each in events_of(data) if said in str(each["DESCRIPTION"])]
    assert telling == [
        "150\u00a0mg of magnesium citrate (not stated whether elemental or compound)",
        "Review: Shows warnings on purpose",
    ]


# the person


PERSONAL = plan({"a": drops("21:00")}, weeks=1) + (
    '[person]\nname = "Zaphod"\nage = 42\nconditions = ["thyroid-disorder"]\n'
)


def test_the_person_is_told_only_where_that_was_asked_for():
    without = unfolded(rendered("ics", sheet_of(PERSONAL)))
    for word in ("Zaphod", "42 years", "hyroid"):
        assert word not in without
    options = Options(with_person=True)
    events = events_of(rendered("ics", sheet_of(PERSONAL, options=options), options))
    assert "For: Zaphod" in events[0]["DESCRIPTION"]
    assert "Age: 42 years" in events[1]["DESCRIPTION"]


def test_a_finding_about_the_person_is_withheld():
    text = CASES["shows-warnings-on-purpose"].text
    without = unfolded(rendered("ics", sheet_of(text)))
    assert "What it is about is left out of this sheet together with the person." in without
    assert "hyroid disorder" not in without


# texts


TEXTS = HOSTILE | {
    "backslashes": "C:\\New\\new \\N \\n \\, \\; \\\\ \\",
    "folds": "\U0001f319é睡a," * 12,
    "property": "x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nATTACH:http://x",
}


@cache
def hostile_calendars() -> dict[str, bytes]:
    return {name: rendered("ics", sheet_of(hostile_text(text))) for name, text in TEXTS.items()}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_comes_out_as_it_is(name, ical_reads):
    text = TEXTS[name].replace("\r\n", "\n")
    calendar = Calendar.from_ical(hostile_calendars()[name])
    assert unescaped(property_values(hostile_calendars()[name], "NAME")[0]) == text
    readings = [
        [(each["summary"], each["description"]) for each in ical_reads[f"text {name}"]["events"]],
        [(str(each["SUMMARY"]), str(each["DESCRIPTION"])) for each in calendar.walk("VEVENT")],
    ]
    for events in readings:
        told = dict(events)
        assert len(events) == 4
        assert f"\nWhy: {text}\n" in told[f"2\u00a0capsules of {text}"]
        assert told[f"50\u00a0mg of {text}"].startswith(f"Take 50\u00a0mg of {text} at 21:00,")
        reason = f" Accepted on 2026-11-20, with this reason: {text}\n"
        assert reason in told["800\u00a0mg of ashwagandha extract"]
        assert reason in told[f"Review: {text}"]
        assert f"\n\n{text}\n\n" in told[f"Review: {text}"]
    alarms = [str(each["DESCRIPTION"]) for each in calendar.walk("VALARM")]
    lead = f"Take 50\u00a0mg of {text} at 21:00,"
    assert [each.startswith(lead) for each in alarms].count(True) == 1
    assert not any(" Gives " in each for each in alarms)
    assert property_values(hostile_calendars()[name], "ATTACH") == []


# what cannot be a calendar


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_refused(path):
    with pytest.raises(FormatError, match=r"it is a template.*make a plan from it"):
        rendered("ics", sheet_of(path))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (plan({}, bedtime="22:30"), "nothing is taken in it.*add an entry"),
        (plan({"a": drops("21:00", days=["mon"])}, start=date(9999, 12, 30)), "from 9999-12-30 on"),
        (plan({"a": drops("23:00")}, start=date(1, 1, 1), bedtime="22:30"), "from 0001-01-01 on"),
    ],
)
def test_a_plan_without_dates_is_refused_with_the_way_out(text, said):
    with pytest.raises(FormatError, match=said):
        rendered("ics", sheet_of(text))


def test_times_that_nothing_places_are_refused():
    with pytest.raises(FormatError, match=r"no bedtime.*set a bedtime"):
        rendered("ics", replace(sheet_of(TEMPLATES[0]), template=None))
