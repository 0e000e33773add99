"""What a receiver answered to a shared sheet, and the edit of the regimen that it comes to.

An answer changes nothing of what is taken by itself: it becomes a paragraph of the notes, with its
date, for a person to act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from planner.export.foreign_json import Fields, ForeignError, read_fields
from planner.export.received import MOST_VERSIONS, read_digest, read_entry, read_plan_id
from planner.regimen import edits
from planner.regimen.redacting import with_own_labels
from planner.regimen.writing import regimen_table
from planner.wording import visible

if TYPE_CHECKING:
    from planner.regimen.models import Regimen

FORMAT = 1
KIND = "planner-answers"
LARGEST = 256 * 1024
"""Bytes of an answer file at the most."""
LONGEST_NOTE = 2_000
"""Characters of the note on an entry, as many as the field of the web page takes."""
LONGEST_GENERAL_NOTE = 4_000
MOST_ANSWERS = 200
ANSWERS = ("continue", "change", "stop", "ask")
STOP = "stop"

_LONGEST_TITLE = 1_000
_SHOWN_TITLE = 120
_NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one entry."""

    entry: str
    answer: str | None
    """One of `ANSWERS`; None where nothing was marked."""
    note: str
    """In one line, with nothing in it that acts; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer file."""

    plan: str
    version: int
    digest: str
    """SHA-256 of the plan that was carried, in hexadecimal."""
    title: str
    answers: tuple[Answer, ...]
    note: str
    """About the plan as a whole."""

    @property
    def fingerprint(self) -> str:
        """The start of the digest, as sheets show it."""
        return self.digest[:12]

    @property
    def said(self) -> tuple[Answer, ...]:
        """The answers that say anything."""
        return tuple(each for each in self.answers if each.answer or each.note)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered at all."""
        return not self.said and not self.note


@dataclass(frozen=True, slots=True)
class Merge:
    """A regimen with answers merged into it."""

    regimen: Regimen
    is_new: bool
    """False where the notes hold these answers already."""
    taken_out: tuple[str, ...] = ()
    left_in: tuple[str, ...] = ()
    """Entries that were to go, but take something else than what was answered."""
    unknown: tuple[str, ...] = ()
    """Entries that were to go, but of which it is not known what they were when answered."""


def read_answers(data: bytes) -> Answered:
    """Return what an answer file holds.

    Raises:
        ForeignError: it is none, or not of the form that Planner's sheets save.
    """
    if len(data) > LARGEST:
        raise ForeignError(f"it is larger than {LARGEST // 1024} KiB, the most that is read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ForeignError("it is not UTF-8 text") from None
    fields = read_fields(text, kind=KIND, newest=FORMAT)
    answered = Answered(
        plan=read_plan_id(fields),
        version=fields.whole("version", 1, MOST_VERSIONS),
        digest=read_digest(fields),
        title=_line(fields.text("title", _LONGEST_TITLE))[:_SHOWN_TITLE],
        answers=tuple(map(_answer, fields.rows("answers", MOST_ANSWERS))),
        note=_line(fields.text("note", LONGEST_GENERAL_NOTE)),
    )
    fields.done()
    entries = [each.entry for each in answered.answers]
    for entry in entries:
        if entries.count(entry) > 1:
            raise ForeignError(f"{entry} is answered twice")
    return answered


def merge(
    regimen: Regimen,
    answered: Answered,
    today: date,
    *,
    take_out: bool = False,
    then: Regimen | None = None,
) -> Merge:
    """Return the regimen with the answers as a paragraph of its notes, unless they stand there.

    With `take_out`, entries that were answered with stop go, except where they take something else
    than they did when it was answered, or where that is not known. `then` is the regimen as it was
    answered; None where it is not known.
    """
    notes = regimen.notes or ""
    is_new = not answered.is_empty and not _stands_in(notes, answered)
    taken_out: list[str] = []
    left_in: list[str] = []
    unknown: list[str] = []
    merged = regimen
    for each in answered.answers if take_out else ():
        if each.answer != STOP or each.entry not in regimen.entries:
            continue
        before = then.entries.get(each.entry) if then else None
        if before is None:
            unknown.append(each.entry)
        elif before.takes == regimen.entries[each.entry].takes:
            merged = edits.without_entry(merged, each.entry)
            taken_out.append(each.entry)
        else:
            left_in.append(each.entry)
    if is_new:
        kept = notes.rstrip()
        paragraph = "\n".join((f"{_head(answered, today)}:", *_rows(answered)))
        merged = edits.with_notes(merged, f"{kept}\n\n{paragraph}" if kept else paragraph)
    return Merge(merged, is_new, tuple(taken_out), tuple(left_in), tuple(unknown))


def changed_since(then: Regimen, now: Regimen) -> tuple[str, ...]:
    """Return the keys of a regimen that are others than they were, notes apart.

    `bedtime`, `entries.magnesium`, `products.night-mag`. Labels of the shelf count as its own.
    """
    old, new = (regimen_table(with_own_labels(each)) for each in (then, now))
    found: dict[str, None] = {}
    for key in dict.fromkeys((*old, *new)):
        if key == _NOTES or old.get(key) == new.get(key):
            continue
        before, after = old.get(key, {}), new.get(key, {})
        if not isinstance(before, dict) or not isinstance(after, dict):
            found[key] = None
            continue
        for name in dict.fromkeys((*before, *after)):
            if before.get(name) != after.get(name):
                found[f"{key}.{name}"] = None
    return tuple(found)


def _answer(fields: Fields) -> Answer:
    answer = Answer(
        entry=read_entry(fields),
        answer=fields.choice_or_none("answer", ANSWERS),
        note=_line(fields.text("note", LONGEST_NOTE)),
    )
    fields.done()
    return answer


def _line(text: str) -> str:
    """Return foreign text in one line, so that no note can look like the line after it."""
    return visible(" ".join(text.split()))


def _head(answered: Answered, on: date | str) -> str:
    day = on if isinstance(on, str) else on.isoformat()
    named = f' of "{answered.title}"' if answered.title else ""
    return (
        f"Answers to version {answered.version}{named} (fingerprint {answered.fingerprint}),"
        f" received {day}"
    )


def _rows(answered: Answered) -> Iterator[str]:
    for each in answered.said:
        note = f" Note: {each.note}" if each.note else ""
        yield f"- {each.entry}: {each.answer or 'no answer'}.{note}"
    if answered.note:
        yield f"- On the whole: {answered.note}"


def _stands_in(notes: str, answered: Answered) -> bool:
    """Whether notes hold these answers, received on whatever day."""
    rows = tuple(_rows(answered))
    head = re.compile(
        r"\d{4}-\d{2}-\d{2}".join(map(re.escape, f"{_head(answered, chr(0))}:".split(chr(0))))
    )
    lines = notes.replace("\r\n", "\n").split("\n")
    return any(
        head.fullmatch(line)
        and tuple(lines[place : place + len(rows)]) == rows
        and not "".join(lines[place + len(rows) : place + len(rows) + 1]).startswith("- ")
        for place, line in enumerate(lines, start=1)
    )
