"""The questions about one entry, in the order of a label: what, how much of it, and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.cli.build_also import ask_other_rows
from planner.cli.build_answers import Answered, errors_of, question_named, question_of
from planner.cli.build_dialogue import Back, Dialogue, Option, matching, walk
from planner.cli.build_label import RowQuestions, is_extract
from planner.cli.build_reading import DAYS_HELP, days_words, read_days
from planner.export.sentence import dose_words
from planner.forms.building import build
from planner.forms.draft import (
    COUNTED,
    DIRECT,
    POWDER,
    UNSAID,
    Draft,
    Drafted,
    Row,
    default_when,
    substance_of,
)
from planner.forms.filling import draft_of, row_words
from planner.forms.offers import shared_words
from planner.forms.shared import whose_words
from planner.quantities import UNITS, parse_amount, parse_price
from planner.wording import listed

if TYPE_CHECKING:
    from planner.document import Document

LABELS = {
    "what": "What it is",
    "counted": "The label counts in",
    "product_name": "Product",
    "serving": "One serving",
    "which": "The label gives",
    "amount": "Amount in one serving",
    "elemental": "Mineral itself in one serving",
    "compound": "Whole compound in one serving",
    "daily_value": "Daily value",
    "strength": "Strength",
    "buffered": "Buffered",
    "also": "Also on the label",
    "dose": "Dose at one time",
    "when": "When",
    "days": "Days",
    "reason": "Reason",
    "pack": "Pack",
    "price": "Price",
}
"""Every question with its name in the list of answers."""

_ROW = frozenset(
    {"which", "amount", "elemental", "compound", "daily_value", "strength", "buffered"}
)
_WEEKS = re.compile(r"[0-9]+ ?w(?:ee)?ks?\b|[0-9]+ ?w\b|.*;", re.IGNORECASE | re.DOTALL)

_COUNTED = (
    "What the amounts on the label are printed for. If it names an amount of the substance alone,"
    " such as 300 mg, take the first answer. If it names what one or two capsules contain, answer"
    " capsules, and you are asked what one serving holds."
)
_DOSE = (
    "What is taken at one time, such as 300 mg or 2 capsules. Where the dose changes over the"
    " weeks, write a titration in its place: 2 weeks 300 mg; 6 weeks 600 mg."
)
_WHEN = (
    "By the clock, such as 21:00 or 9 pm, or before bed, such as 90 min before bed, 1 to 2 h"
    " before bed or at bedtime. Several times a day have a semicolon between: 08:00; at bedtime."
)
_REASON = "Why it is taken, in your words. It is kept with the regimen, and may be left out."
_SERVING = "The serving that the amounts on the label are printed for, such as 2 capsules."
_NAME = "The name on the bottle. Enter takes the name of what is in it."
_PACK = "What one pack holds, such as 120 capsules. It may be left out."
_PRICE = "What one pack costs, such as 18.90 EUR. It may be left out."


class EntryQuestions:
    """Asks for one entry, new or old, and knows what it would come to at every answer."""

    def __init__(self, dialogue: Dialogue, document: Document, entry: str | None) -> None:
        self._dialogue, self._document, self.entry = dialogue, document, entry
        self.draft = draft_of(document.regimen, entry) if entry else Draft()
        self._default_when = ""
        self._rows = RowQuestions(
            dialogue, document.catalogue, lambda row: self._answered(replace(self.draft, row=row))
        )
        self._given = ""

    def add(self, given: str = "") -> Drafted:
        """Ask everything that is needed; `given` is what it is, where that was typed already."""
        self._given = given
        walk(self._dialogue, self._wanted, self._ask)
        return self._finished()

    def change(self) -> Drafted:
        """Read the answers out and ask those again that shall change."""
        dialogue, document = self._dialogue, self._document
        if whose := whose_words(self.draft, document.regimen, document.catalogue):
            dialogue.say(whose)
        if shared := shared_words(document.regimen, self.draft.product, self.entry):
            dialogue.say(shared)
        told: list[str] = []
        while True:
            names = self._wanted()
            rows = [f"{LABELS[name]}: {self._answer(name)}" for name in names]
            if names != told:  # heard once, the numbers are known until other questions are asked
                dialogue.say_list(rows)
            told = names
            name = self._choose_answer(names, rows)
            if name is None:
                return self._finished()
            try:
                self._ask(name)
                self._ask_what_follows(frozenset(names))
            except Back:
                continue

    def _choose_answer(self, names: Sequence[str], answers: Sequence[str]) -> str | None:
        options = [Option(name, LABELS[name]) for name in names]
        rows = [f"{number}. {row}" for number, row in enumerate(answers, start=1)]
        help = (
            "Type the number of an answer to give it again, or the first letters of its name. Enter"
            f" ends the list and judges the entry. The answers: {'; '.join(rows)}."
        )
        while True:
            typed = self._dialogue.line(
                "Number of the answer to change, or enter when all is right", help=help
            )
            if not typed:
                return None
            try:
                return matching(typed, options).value
            except ValueError as problem:
                self._dialogue.refuse(str(problem))

    def _ask_what_follows(self, before: frozenset[str]) -> None:
        """Ask what an answer has made necessary: new questions, and answers that no longer fit."""
        asked = set(before)
        while True:
            names = self._wanted()
            wrong = self._blocking(self._build(self.draft))
            name = next((each for each in names if each not in asked), None)
            if name is None and wrong is not None and wrong[0] in names:
                name = wrong[0]
                self._dialogue.say(f"This no longer fits. {wrong[1]}")
            if name is None:
                return
            self._ask(name)
            asked.add(name)

    # what it comes to

    def _finished(self) -> Drafted:
        """Return what the answers come to, after asking again for what cannot be kept."""
        while True:
            made = self._build(self.draft)
            wrong = self._blocking(made)
            if wrong is None:
                return made
            name, reason = wrong
            self._dialogue.say(f"Not kept yet. {reason}")
            self._ask(name if name in self._wanted() else "what")

    def _blocking(self, made: Drafted) -> tuple[str, str] | None:
        """Return the question whose answer cannot be kept, and why."""
        for key, reason in made.problems.items():
            return question_named(key), reason
        for key, words in made.needed.items():
            return question_named(key), f"Still needed: {words}."
        for finding in errors_of(self._document, made):
            return question_of(finding, self.draft.row), finding.message
        return None

    def _answered(self, draft: Draft) -> Answered:
        """Return what a draft comes to as far as it goes by now."""
        probe = draft
        if draft.is_product and not (draft.dose.strip() or draft.phases.strip()):
            probe = replace(probe, dose=draft.serving)
        if not probe.when.strip():
            probe = replace(probe, when="at bedtime")
        made = self._build(probe)
        problems = {question_named(key): reason for key, reason in made.problems.items()}
        for finding in errors_of(self._document, made):
            problems.setdefault(question_of(finding, draft.row), finding.message)
        return Answered(problems, made.understood)

    def _build(self, draft: Draft) -> Drafted:
        return build(draft, self._document.regimen, self._document.catalogue, self.entry)

    def _wanted(self) -> list[str]:
        draft = self.draft
        product = draft.is_product
        names = ["what", "counted"]
        if product:
            names += ["product_name", "serving"]
        names += self._rows.wanted(draft.row, label=product)
        if product:
            names.append("also")
        names.append("dose")
        if not product and is_extract(substance_of(draft.row, self._document.catalogue)):
            names.append("strength")
        names += ["when", "days", "reason"]
        return names + ["pack", "price"] * product

    def _answer(self, name: str) -> str:
        """Return the answer to a question in words."""
        draft, row = self.draft, self.draft.row
        substance = substance_of(row, self._document.catalogue)
        plain = {
            "what": substance.name if substance else row.name or row.id,
            "counted": counted_words(draft.counted),
            "product_name": draft.product_name or (substance.name if substance else row.name),
            "which": _which_words(row),
            "amount": "hidden in a blend" if row.undisclosed else row.amount,
            "elemental": row.elemental,
            "compound": row.compound,
            "daily_value": row.daily_value,
            "strength": row.strength or "not stated",
            "buffered": "yes" if row.buffered else "no",
            "also": listed(row_words(each, self._document.catalogue) for each in draft.also),
            "dose": draft.phases or draft.dose,
            "serving": draft.serving,
            "when": draft.when,
            "days": days_words(draft.days),
            "reason": draft.reason,
            "pack": draft.pack,
            "price": draft.price,
        }
        return plain[name] or "none"

    def _ask(self, name: str) -> None:
        if name in _ROW:
            label = self.draft.is_product
            self.draft = replace(self.draft, row=self._rows.ask(name, self.draft.row, label=label))
            return
        questions: dict[str, Callable[[], Draft]] = {
            "what": self._what,
            "counted": self._counted,
            "product_name": self._product_name,
            "serving": self._serving,
            "also": self._also,
            "dose": self._dose,
            "when": self._when,
            "days": self._days,
            "reason": self._reason,
            "pack": self._pack,
            "price": self._price,
        }
        self.draft = questions[name]()

    # the questions

    def _what(self) -> Draft:
        draft = self.draft
        given, self._given = self._given, ""
        taken = frozenset(row.id for row in draft.also)
        row = self._rows.what(draft.row, taken, also=False, given=given)
        draft = replace(draft, row=row)
        if row.id != self.draft.row.id and draft.when in ("", self._default_when):
            self._default_when = default_when(substance_of(row, self._document.catalogue))
            draft = replace(draft, when=self._default_when)
        return draft

    def _counted(self) -> Draft:
        options = [Option(each, counted_words(each)) for each in (DIRECT, *COUNTED)]
        chosen = self._dialogue.choose(
            "What does the label count in, such as capsules", options, help=_COUNTED,
            default=self.draft.counted, short=True,
        )  # fmt: skip
        return replace(self.draft, counted=chosen)

    def _product_name(self) -> Draft:
        text = self._dialogue.ask(
            "Product, the name on the bottle", read=str.strip, help=_NAME,
            default=self.draft.product_name, shown=self._answer("product_name"),
        )  # fmt: skip
        return replace(self.draft, product_name=text)

    def _serving(self) -> Draft:
        unit = UNITS[self.draft.counted]
        text = self._typed(
            "serving", f"One serving is, such as 2 {unit.plural}", _SERVING,
            lambda text: dose_words(parse_amount(text).text),
        )  # fmt: skip
        return replace(self.draft, serving=text)

    def _also(self) -> Draft:
        def keep(draft: Draft) -> None:
            self.draft = draft

        ask_other_rows(self._dialogue, self._document, self.draft, self.entry, keep)
        return self.draft

    def _dose(self) -> Draft:
        draft = self.draft
        unit = UNITS[draft.counted]
        example = "300 mg" if draft.counted == DIRECT else f"2 {unit.plural}"

        def changed(text: str) -> Draft:
            weeks = bool(_WEEKS.match(text.strip()))
            return replace(draft, dose="" if weeks else text, phases=text if weeks else "")

        def read(text: str) -> str:
            if reason := self._answered(changed(text)).problems.get("dose"):
                raise ValueError(reason)
            return self._gives(changed(text)) or dose_words(text)

        return changed(
            self._dialogue.ask(
                f"Dose at one time, such as {example}, or a titration by weeks", read=read,
                help=_DOSE, default=draft.phases or draft.dose,
            )
        )  # fmt: skip

    def _gives(self, draft: Draft) -> str:
        """Return what a dose amounts to, as the schedule says it."""
        made = self._build(draft)
        if made.regimen is None:
            return ""
        schedule = self._document.preview(made.regimen).schedule
        gives = [listed(row.gives) for row in schedule if row.entry == made.entry]
        return "; then ".join(dict.fromkeys(gives))

    def _when(self) -> Draft:
        def read(text: str) -> str:
            made = self._build(replace(self.draft, when=text))
            if reason := made.problems.get("when"):
                raise ValueError(reason)
            if "when" not in made.understood:
                raise ValueError(f"Nothing is written here. {_WHEN}")
            return made.understood["when"]

        text = self._dialogue.ask(
            "When is it taken", read=read, help=_WHEN, default=self.draft.when
        )
        return replace(self.draft, when=text)

    def _days(self) -> Draft:
        now = days_words(self.draft.days)
        text = self._dialogue.ask(
            "On which days",
            read=lambda text: days_words(read_days(text)),
            help=DAYS_HELP,
            default=now,
        )
        return replace(self.draft, days=read_days(text))

    def _reason(self) -> Draft:
        text = self._dialogue.ask(
            "Reason, why it is taken", read=str.strip, help=_REASON, default=self.draft.reason,
            optional=True,
        )  # fmt: skip
        return replace(self.draft, reason=text)

    def _pack(self) -> Draft:
        words = _or_none(lambda text: dose_words(parse_amount(text).text))
        text = self._typed("pack", "Pack, such as 120 capsules", _PACK, words, optional=True)
        return replace(self.draft, pack=text)

    def _price(self) -> Draft:
        words = _or_none(lambda text: parse_price(text).text)
        text = self._typed(
            "price", "Price of a pack, such as 18.90 EUR", _PRICE, words, optional=True
        )
        return replace(self.draft, price=text)

    def _typed(
        self, name: str, prompt: str, help: str, words: Callable[[str], str], *,
        optional: bool = False,
    ) -> str:  # fmt: skip
        """Ask for one text of the draft, with the form's own reasons for what is refused."""

        def read(text: str) -> str:
            draft = replace(self.draft, **{name: text})  # type: ignore[arg-type]
            if reason := self._answered(draft).problems.get(name):
                raise ValueError(reason)
            return words(text)

        return self._dialogue.ask(
            prompt, read=read, help=help, default=getattr(self.draft, name), optional=optional
        )


def counted_words(counted: str) -> str:
    """Return what a label counts in, in words."""
    names = {DIRECT: "mg of the substance itself", POWDER: "grams of a powder"}
    return names.get(counted) or UNITS[counted].plural


def _which_words(row: Row) -> str:
    if row.undisclosed:
        return "hidden in a blend"
    return "it does not say" if row.which == UNSAID else row.which


def _or_none(words: Callable[[str], str]) -> Callable[[str], str]:
    """Let an answer that was emptied be understood as none."""
    return lambda text: words(text) if text else ""
