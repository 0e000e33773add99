"""The other rows of a label: adding them, changing them and taking them out, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.cli.build_answers import Answered, errors_of, question_of
from planner.cli.build_dialogue import Back, Dialogue, Option, walk
from planner.cli.build_label import NAMED_ALREADY, RowQuestions
from planner.forms.building import build
from planner.forms.draft import Draft, Drafted, Row
from planner.forms.filling import row_words
from planner.forms.labels import content_of
from planner.wording import counted

if TYPE_CHECKING:
    from planner.document import Document

_ALSO = (
    "A label may name several substances. Answer yes to add another one, no or go on if there is"
    " none."
)


def ask_other_rows(
    dialogue: Dialogue,
    document: Document,
    draft: Draft,
    entry: str | None,
    keep: Callable[[Draft], None],
) -> None:
    """Ask for more rows until there are no more; each that is whole is given to `keep` at once."""
    while True:
        keep(draft)
        also = draft.also
        if not also:
            if not dialogue.yes("Does the label name anything else?", default=False, help=_ALSO):
                return
            draft = _asked(dialogue, document, draft, entry, None)
            continue
        dialogue.say(f"Also on this label: {counted(len(also), 'row')}.")
        dialogue.say_list([row_words(row, document.catalogue) for row in also])
        options = [Option("on", "go on"), Option("add", "add another row")]
        for number in range(1, len(also) + 1):
            options += [
                Option(f"change {number}", f"change row {number}"),
                Option(f"remove {number}", f"remove row {number}"),
            ]
        answer = dialogue.choose(
            "Go on, add, change 1 or remove 1", options, help=_ALSO, default="on", short=True
        )
        verb, _, number_text = answer.partition(" ")
        place = int(number_text or 0) - 1
        if verb == "on":
            return
        if verb == "remove":
            draft = replace(draft, also=(*also[:place], *also[place + 1 :]))
        else:
            draft = _asked(dialogue, document, draft, entry, None if verb == "add" else place)


def _asked(
    dialogue: Dialogue, document: Document, draft: Draft, entry: str | None, place: int | None
) -> Draft:
    """Ask for one more row of the label, or for one of them again."""
    one = _OneRow(document, draft, entry, place)
    questions = RowQuestions(dialogue, document.catalogue, one.answered)

    def ask(name: str) -> None:
        if name == "what":
            one.row = questions.what(one.row, one.taken, also=True)
        else:
            one.row = questions.ask(name, one.row, label=True)

    try:
        walk(dialogue, lambda: ["what", *questions.wanted(one.row, label=True)], ask, back=True)
    except Back:
        dialogue.say("The label stays as it was.")
        return draft
    return one.placed(one.row)


class _OneRow:
    """A row that is being typed, and where it goes."""

    def __init__(
        self, document: Document, draft: Draft, entry: str | None, place: int | None
    ) -> None:
        self._document, self._draft, self._entry, self._place = document, draft, entry, place
        self.row = Row() if place is None else draft.also[place]
        others = [row for number, row in enumerate(draft.also) if number != place]
        self.taken = frozenset(row.id for row in (draft.row, *others))

    def placed(self, row: Row) -> Draft:
        """Return the draft with the row in its place."""
        also, place = self._draft.also, self._place
        rows = (*also, row) if place is None else (*also[:place], row, *also[place + 1 :])
        return replace(self._draft, also=rows)

    def answered(self, row: Row) -> Answered:
        """Return what is wrong with the row as it would be, and how it is understood."""
        document, made = self._document, Drafted()
        content_of(row, document.catalogue, made)
        problems = dict(made.problems)
        if row.id in self.taken:
            problems["what"] = NAMED_ALREADY
        # one serving as the dose: what is judged here is the label
        draft = replace(self.placed(row), dose=self._draft.serving, phases="", when="at bedtime")
        built = build(draft, document.regimen, document.catalogue, self._entry)
        for finding in errors_of(document, built):
            if row.id in map(str, finding.path):
                problems.setdefault(question_of(finding, row), finding.message)
        return Answered(problems, made.understood)
