"""`planner answers`: what receivers answered to a shared sheet, merged as a visible change."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import add_library
from planner.cli.output import CommandError, complain, say
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.cli.page import Page
    from planner.export.answers import Answer, Answered, Merge
    from planner.library.inbox import Inbox
    from planner.regimen.models import Regimen
    from planner.regimen.reading import Reading

DESCRIPTION = """\
Show the answer files that receivers of a sheet have saved, and merge each into the
regimen that it answers: a paragraph with the date is added to its notes, and the
lines that differ are shown. Doses are never changed by an answer; only
--take-out-stopped removes entries. A file that was merged already changes nothing.
Exit code 2 where a file could not be used; all others are merged."""
EXAMPLE = "  planner answers evening-of-the-articles-answers.json --dry-run"

_IN_WORDS = {
    "continue": "continue",
    "change": "asks for a change",
    "stop": "wants to stop",
    "ask": "asks to be asked first",
    None: "no answer",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `answers` takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="an answer file")
    parser.add_argument(
        "--to",
        metavar="REGIMEN",
        type=Path,
        help="the regimen that all of them answer, instead of the one that is found in the library",
    )
    parser.add_argument("--dry-run", action="store_true", help="show everything, write nothing")
    parser.add_argument(
        "--take-out-stopped",
        action="store_true",
        help='also remove the entries that were answered with "stop"',
    )
    add_library(parser)


@dataclass(slots=True)
class _Count:
    """What was answered, over all files."""

    answers: Counter[str | None] = field(default_factory=Counter)
    unusable: int = 0

    @property
    def words(self) -> str:
        said = [f"{self.answers[each]} {each}" for each in ("continue", "change", "stop", "ask")]
        if self.answers[None]:
            said.append(f"{self.answers[None]} without an answer")
        text = ", ".join(said)
        if self.unusable:
            text += f"; {counted(self.unusable, 'file')} could not be used"
        return text


def run(options: argparse.Namespace, today: date | None = None) -> int:
    """Show and merge the answers, and return the exit code; `today` is the day of the merge."""
    from planner.catalogue import load_catalogue
    from planner.library.atomic import SaveError
    from planner.library.inbox import Inbox, InboxError
    from planner.library.paths import library_folder

    named = getattr(options, "library", None)
    inbox = Inbox(library_folder(Path(named) if named else None), load_catalogue())
    day = today or date.today()
    count = _Count()
    for path in options.files:
        try:
            answered = _merge_file(path, inbox, options, day)
        except (InboxError, SaveError, CommandError) as problem:
            complain(str(problem))
            count.unusable += 1
        else:
            count.answers.update(each.answer for each in answered.answers)
            say()
    say(count.words)
    return 2 if count.unusable else 0


def _merge_file(path: Path, inbox: Inbox, options: argparse.Namespace, today: date) -> Answered:
    """Show one answer file and merge it.

    Raises:
        InboxError: it is no answer file, or there is no regimen that it answers.
        SaveError: the regimen could not be written.
        CommandError: the regimen holds errors.
    """
    from planner.export.answers import merge
    from planner.library.inbox import InboxError, receive_answers, refuse_another_plan
    from planner.library.store import save

    answered = receive_answers(path)
    try:
        target = options.to or inbox.answered(answered)
        refuse_another_plan(target, answered)
    except InboxError as problem:
        raise InboxError(f"{visible(str(path))}: {problem}") from problem
    reading, regimen = _regimen(target)
    then = inbox.as_answered(reading, answered.digest)
    merged = merge(
        regimen, answered, today,
        take_out=options.take_out_stopped, then=then.regimen if then else None,
    )  # fmt: skip
    _show(path, target, answered, reading, then)
    page = _page()
    _say_outcome(page, answered, merged)
    lines = _changed_lines(reading, merged.regimen, target)
    for line in lines:
        page.line(f"  {line}")
    if lines and options.dry_run:
        page.text("Nothing was written.")
    elif lines:
        save(merged.regimen, target, digest=reading.digest)
        page.text("Written. The version before is in the folder .versions beside it.")
    page.print()
    return answered


def _regimen(path: Path) -> tuple[Reading, Regimen]:
    from planner.library.home import read_regimen

    reading = read_regimen(path)
    if not reading.whole or reading.regimen is None:
        shown = visible(str(path))
        raise CommandError(f"{shown}: it cannot be read whole; planner check {shown} says why")
    return reading, reading.regimen


def _show(
    path: Path, target: Path, answered: Answered, reading: Reading, then: Reading | None
) -> None:
    assert reading.regimen is not None  # it was read whole
    page = _page()
    page.text(
        f'{visible(str(path))}: answers to version {answered.version} of "{answered.title}"'
        f" (fingerprint {answered.fingerprint})",
        0,
        break_words=False,
    )
    since = _since(answered, reading, then)
    page.text(f"They belong to {visible(str(target))}. {since}", break_words=False)
    labels = {each.entry: _label(each.entry, reading.regimen) for each in answered.answers}
    column = min(page.columns // 2, max(map(len, labels.values()), default=0) + 4)
    for each in answered.answers:
        page.row(labels[each.entry], _answer_words(each, reading.regimen), at=column)
    silent = [key for key in reading.regimen.entries if key not in labels]
    if silent:
        page.text(f"Not answered: {listed(_label(key, reading.regimen) for key in silent)}.")
    if answered.note:
        page.text(f"On the whole: {answered.note}")
    page.print()


def _page() -> Page:
    from planner.cli.output import Style, width
    from planner.cli.page import Page

    return Page(width(), Style())


def _since(answered: Answered, reading: Reading, then: Reading | None) -> str:
    """Say whether a regimen is still the one that was answered, and which version came after."""
    from planner.export.answers import changed_since

    later = _later_version(answered, reading)
    if then is None:
        return (
            "It is another one than was answered, and what it was then is not known here; its"
            f" fingerprint is now {reading.digest[:12]}.{later}"
        )
    if then is reading:
        return f"It has not changed since.{later}"
    assert then.regimen is not None  # both were read whole
    assert reading.regimen is not None
    changed = [visible(each) for each in changed_since(then.regimen, reading.regimen)]
    if not changed:
        return f"Since then only its notes have changed.{later}"
    return f"It has changed since in {listed(changed)}.{later}"


def _later_version(answered: Answered, reading: Reading) -> str:
    from planner.library.atomic import SaveError
    from planner.library.sent import read_record

    assert reading.path is not None  # it was read from a file
    try:
        record = read_record(reading.path)
    except SaveError:
        return ""
    if record is None or record.plan != answered.plan or not record.versions:
        return ""
    last = record.versions[-1]
    if last.number <= answered.version:
        return ""
    return f" Version {last.number} was shared on {last.on.isoformat()}."


def _label(key: str, regimen: Regimen) -> str:
    entry = regimen.entries.get(key)
    product = regimen.products.get(entry.product) if entry and entry.product else None
    name = product.name if product else entry.name if entry else None
    return f"{key} ({visible(name)})" if name else key


def _answer_words(each: Answer, regimen: Regimen) -> str:
    said = _IN_WORDS[each.answer]
    if each.entry not in regimen.entries:
        said = f"{said}; the plan no longer has this entry"
    return f"{said}. Note: {each.note}" if each.note else f"{said}."


def _say_outcome(page: Page, answered: Answered, merged: Merge) -> None:
    if answered.is_empty:
        page.text("Nothing was answered in it.")
    elif not merged.is_new:
        page.text("These answers stand in its notes already.")
    if merged.taken_out:
        page.text(f"Answered with stop, and so taken out: {listed(merged.taken_out)}.")
    if merged.left_in:
        page.text(
            f"Not taken out, because it is something else now than what was answered:"
            f" {listed(merged.left_in)}."
        )
    if merged.unknown:
        page.text(
            "Not taken out, because what it was when it was answered is not known here:"
            f" {listed(merged.unknown)}."
        )


def _changed_lines(reading: Reading, merged: Regimen, target: Path) -> list[str]:
    """Return the lines of the file that differ, as a unified diff without machine paths."""
    from difflib import unified_diff

    from planner.regimen.patching import patched
    from planner.regimen.writing import write_text

    if merged == reading.regimen:
        return []
    new = patched(reading.text, merged)
    name = visible(target.name)
    lines = unified_diff(
        _lines(reading.text),
        _lines(write_text(merged) if new is None else new),
        f"{name} before",
        f"{name} after",
        lineterm="",
        n=0,
    )
    return [visible(line) for line in lines]


def _lines(text: str) -> list[str]:
    """Return the rows of a file; what else may end a line stands within texts only."""
    return text.replace("\r\n", "\n").split("\n")
