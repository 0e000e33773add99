"""What programs of others read in a calendar, and what its lines say without any library."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.foreign.programs import needed, node, run

LAST = date(2027, 12, 1)
"""Until when the foreign programs are asked."""

Occurrence = tuple[str, int, str]
"""Local start, minutes, summary."""


def by_recurring_ical_events(data: bytes, until: date) -> list[Occurrence]:
    module = pytest.importorskip("recurring_ical_events", reason="recurring-ical-events is missing")
    events = module.of(Calendar.from_ical(data)).between(date(2026, 1, 1), until)
    rows = []
    for event in events:
        start = event.start
        minutes = int((event.end - start).total_seconds() // 60)
        assert getattr(start, "tzinfo", None) is None
        rows.append((start.isoformat(), minutes, str(event["SUMMARY"])))
    return sorted(row for row in rows if row[0] < until.isoformat())


class Khal:
    """A khal with one calendar, on a computer in Berlin."""

    def __init__(self, folder: Path) -> None:
        self.program = needed("khal")
        self.folder = folder
        self.config = folder / "config"
        (folder / "calendar").mkdir()
        self.config.write_text(f"""
[calendars]
[[evening]]
path = {folder}/calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M:00
longdatetimeformat = %Y-%m-%dT%H:%M:00
""")

    def ask(self, *words: Any) -> str:
        done = run(self.program, "-c", self.config, *words)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def take_in(self, *calendars: bytes) -> None:
        files = []
        for number, data in enumerate(calendars):
            files.append(self.folder / f"{number}.ics")
            files[-1].write_bytes(data)
        self.ask("import", "--batch", *files)

    def events(self) -> dict[str, list[Occurrence]]:
        """Every occurrence by the UID of its event."""
        fields = ("uid", "title", "start-long", "end-long", "all-day")
        words = [word for field in fields for word in ("--json", field)]
        found: dict[str, set[Occurrence]] = {}
        answer = self.ask("list", *words, "2026-09-01T00:00:00", f"{LAST}T00:00:00")
        for day in answer.splitlines():  # an event across midnight stands on both its days
            for row in json.loads(day):
                start = datetime.fromisoformat(row["start-long"])
                length = datetime.fromisoformat(row["end-long"]) - start
                length += timedelta(days=row["all-day"] == "True")
                each = (row["start-long"], int(length.total_seconds() // 60), row["title"])
                found.setdefault(row["uid"], set()).add(each)
        return {uid: sorted(rows) for uid, rows in found.items()}


def property_values(data: bytes, name: str) -> list[str]:
    """The values of a property without parameters, read without any library."""
    lines = unfolded(data).split("\r\n")
    return [line.partition(":")[2] for line in lines if line.partition(":")[0] == name]


def unfolded(data: bytes) -> str:
    return data.decode().replace("\r\n ", "")


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), text)


def by_ical_js(calendars: dict[str, bytes]) -> dict[str, Any]:
    asked = {name: data.decode() for name, data in calendars.items()}
    given = {"until": LAST.isoformat(), "calendars": asked}
    answer = node("ical.mjs", modules=("ical.js",), given=given)
    assert isinstance(answer, dict)
    return answer
