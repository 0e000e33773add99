"""The evening line by line: the menu, what its commands do, and leaving."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.build_commands import command_meant, command_row, command_rows
from planner.cli.build_dialogue import (
    ANYWHERE,
    HELP_WORDS,
    Back,
    Cancelled,
    Dialogue,
    Ended,
    How,
    Option,
)
from planner.cli.build_entry import EntryQuestions
from planner.cli.build_facts import Edit, FactQuestions
from planner.cli.build_saving import Saving
from planner.cli.build_telling import NOTHING_YET, Teller
from planner.cli.build_words import warnings_of
from planner.cli.output import CommandError
from planner.export.sentence import dose_words
from planner.regimen import edits
from planner.wording import counted

if TYPE_CHECKING:
    from planner.document import Document
    from planner.forms.draft import Drafted
    from planner.regimen.models import Regimen

_SAVING = (
    Option("save", "yes, save it and leave"),
    Option("leave", "no, leave without saving"),
    Option("stay", "stay, and go on"),
)
_DROPPING = (Option("leave", "yes, leave"), Option("stay", "no, stay and go on"))


class Session:
    """One open evening, asked about and told about line by line."""

    def __init__(
        self,
        dialogue: Dialogue,
        document: Document,
        *,
        folder: Path,
        output: Path | None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """`folder` is the library; `output` the file to save to, where one was named."""
        self._dialogue, self.document = dialogue, document
        self.saving = Saving(dialogue, document, folder, output)
        self.typing = ""
        """What is being typed and is no part of the evening yet; empty at the menu."""
        self._facts = FactQuestions(dialogue, document, today)
        self._teller = Teller(dialogue, document)
        self._changing: str | None = None
        self._leaving = False
        self._commands: dict[str, Callable[[str], None]] = {
            "add": self._add,
            "change": self._change,
            "remove": self._remove,
            "copy": self._copy,
            "bedtime": lambda given: self._fact(self._facts.bedtime, given),
            "title": lambda given: self._fact(self._facts.title, given),
            "length": lambda given: self._fact(self._facts.length, given),
            "country": lambda given: self._fact(self._facts.country, given),
            "person": lambda given: self._fact(self._facts.person, given),
            "notes": lambda given: self._fact(self._facts.notes, given),
            "show": lambda _: self._teller.show(),
            "accept": self._accept,
            "evidence": self._evidence,
            "undo": lambda _: self._undo(),
            "redo": lambda _: self._redo(),
            "save": self._save,
            "quit": lambda _: self._leave(How.QUIT),
        }
        dialogue.on_undo = self._undo
        dialogue.on_leave = self._leave

    def run(self) -> None:
        """Take commands until the conversation ends, which it does by raising `Ended`."""
        self._teller.greet()
        while True:
            self.typing, self._changing = "", None
            try:
                self._take(self._dialogue.line("Command", menu=True))
            except Back:
                self._dialogue.say("Back at the menu. The evening stays as it was.")
            except Cancelled:
                self._dialogue.say("Cancelled. The evening stays as it was.")
            except CommandError as problem:
                self._dialogue.say(str(problem))
            except KeyboardInterrupt:
                self._dialogue.interrupted()

    def _take(self, typed: str) -> None:
        dialogue = self._dialogue
        word, _, rest = typed.partition(" ")
        if word in HELP_WORDS:
            dialogue.say("A command is its word, its first letters or its number:")
            dialogue.say_list(command_rows())
            dialogue.say(ANYWHERE)
        elif word in ("back", "cancel"):
            dialogue.say("This is the menu already. To leave Planner, type quit.")
        elif not word:
            dialogue.refuse("Type a command, such as add; a question mark reads them all.")
        else:
            try:
                command = command_meant(word)
            except ValueError as problem:
                dialogue.refuse(f"{problem} A question mark reads the commands.")
                return
            if rest.strip() in HELP_WORDS:
                dialogue.say(command_row(command))
                return
            self._commands[command.word](rest.strip())

    # entries

    def _add(self, given: str) -> None:
        self.typing = "the entry that was being added"
        made = EntryQuestions(self._dialogue, self.document, None).add(given)
        self._keep(made, f"add {made.entry}", f"Added: {made.entry}.")

    def _change(self, given: str) -> None:
        entry = self._pick(given)
        self.typing, self._changing = f"the change of {entry}", entry
        made = EntryQuestions(self._dialogue, self.document, entry).change()
        self._keep(made, f"edit {entry}", f"Changed: {entry}.")

    def _keep(self, made: Drafted, what: str, lead: str) -> None:
        assert made.regimen is not None  # what cannot be kept was asked for again
        if made.regimen == self.document.regimen:
            self._dialogue.say("Nothing was changed.")
            return
        self._apply(made.regimen, what, lead, made.entry)

    def _remove(self, given: str) -> None:
        entry = self._pick(given)
        regimen = edits.without_entry(self.document.regimen, entry)
        self._apply(regimen, f"remove {entry}", f"Removed: {entry}. Undo brings it back.")

    def _copy(self, given: str) -> None:
        entry = self._pick(given)
        regimen, name = edits.duplicate_entry(self.document.regimen, entry)
        lead = f"Copied: {entry}, as {name}. Totals count both."
        self._apply(regimen, f"copy {entry}", lead, name)

    def _pick(self, given: str) -> str:
        """Return the entry that is meant, by number or name; ask where that is not clear."""
        regimen = self.document.regimen
        if not regimen.entries:
            raise CommandError(NOTHING_YET)
        if not given and len(regimen.entries) == 1:
            return next(iter(regimen.entries))
        options = [Option(name, self._entry_words(name)) for name in regimen.entries]
        return self._dialogue.choose(
            "Which entry", options, help="The number or the name of an entry.", given=given
        )

    def _entry_words(self, name: str) -> str:
        regimen = self.document.regimen
        entry = regimen.entries[name]
        product = regimen.products.get(entry.product or "")
        substance = self.document.catalogue.find(entry.takes)
        what = product.name if product else entry.name or entry.takes
        if substance is not None and product is None:
            what = substance.name
        doses = "; ".join(f"{phase.weeks} weeks {phase.dose.text}" for phase in entry.phases or ())
        return f"{name}: {what}, {doses or dose_words(entry.dose.text if entry.dose else '')}"

    # facts and warnings

    def _fact(self, ask: Callable[[str], Edit], given: str) -> None:
        edit = ask(given)
        if edit.regimen == self.document.regimen:
            self._dialogue.say("Nothing was changed.")
            return
        self._apply(edit.regimen, edit.what, "")

    def _accept(self, given: str) -> None:
        verdict = self.document.verdict
        warnings = warnings_of(verdict)
        if not warnings:
            raise CommandError("There is no warning to accept.")
        numbers = [str(number) for number in range(1, len(warnings) + 1)]
        options = [
            Option(number, f"{row.code}{f', {row.entry}' if row.entry else ''}")
            for number, row in zip(numbers, warnings, strict=True)
        ]
        chosen = "1"
        if given or len(warnings) > 1:
            chosen = self._dialogue.choose(
                "Which warning", options, help="The number of a warning.", given=given
            )
        finding = warnings[int(chosen) - 1]
        edit = self._facts.acceptance(finding)
        self._apply(edit.regimen, edit.what, "")

    def _evidence(self, given: str) -> None:
        words = given or self._dialogue.line(
            "Evidence about what",
            help="A substance, such as magnesium or lemon balm, or the number of an entry.",
        )
        self._teller.evidence(words)

    # history

    def _apply(self, regimen: Regimen, what: str, lead: str, entry: str | None = None) -> None:
        before = self.document.verdict
        self.document.apply(regimen, what)
        self._teller.report(before, lead, entry)

    def _undo(self) -> None:
        before = self.document.verdict
        what = self.document.undo()
        if what is None:
            self._dialogue.say("There is nothing to take back.")
            return
        self._teller.report(before, f"Taken back: {what}.")
        if self._changing and self._changing not in self.document.regimen.entries:
            self._dialogue.say(f"There is no entry {self._changing} any more.")
            raise Cancelled

    def _redo(self) -> None:
        before = self.document.verdict
        what = self.document.redo()
        if what is None:
            self._dialogue.say("There is nothing to do again.")
            return
        self._teller.report(before, f"Done again: {what}.")

    # saving and leaving

    def _save(self, given: str) -> None:
        self.saving.save(given)

    def _leave(self, how: How) -> None:
        """Leave, after asking about what no file holds; return where the person stays."""
        dirty, typing = self.document.dirty, self.typing
        if not dirty and not typing:
            raise Ended(how)
        if self._leaving:
            if how is How.QUIT:
                return
            raise Ended(how)
        self._leaving = True
        try:
            answer = self._ask_leaving(dirty, typing)
        finally:
            self._leaving = False
        if answer == "leave":
            raise Ended(How.DISCARDED)
        if answer == "save" and self.saving.save():
            raise Ended(How.QUIT)

    def _ask_leaving(self, dirty: bool, typing: str) -> str:
        if typing:
            self._dialogue.say(f"Leaving drops {typing}: it is not part of the evening yet.")
        prompt = "Leave Planner"
        options: Sequence[Option] = _DROPPING
        if dirty:
            entries = counted(len(self.document.regimen.entries), "entry", "entries")
            self._dialogue.say(f"The evening, with {entries}, has changes that no file holds.")
            prompt, options = "Save the evening before leaving", _SAVING
        try:
            return self._dialogue.choose(prompt, options, help="Nothing is lost until you answer.")
        except (Back, Cancelled):
            return "stay"
