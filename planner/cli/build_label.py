"""The questions about one substance: what it is, and what a label says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.catalogue import OTHER
from planner.cli.build_answers import Answered
from planner.cli.build_dialogue import Dialogue, Option, begins, matching
from planner.export.sentence import dose_words
from planner.forms.draft import BOTH, COMPOUND, ELEMENTAL, UNSAID, Row, chosen_row, substance_of
from planner.quantities import parse_any_amount, parse_percentage, parse_standardisation
from planner.regimen.edits import free_name
from planner.wording import quoted

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.models import Substance

HIDDEN = "hidden"
"""What is answered where a blend hides an amount."""
MOST_OFFERS = 8
MORE = "more"

NAMED_ALREADY = "The label names this already: change that row instead."

_WHAT = "Type the first letters of its name as the label prints it, such as magn or ashwa. What"\
        " the catalogue lacks is kept under the name you type, and not checked."  # fmt: skip
_WHICH = (
    "A label may give the mineral itself, such as magnesium 56 mg, which is called elemental; or"
    " the whole compound, such as magnesium bisglycinate 400 mg. The two are never mixed up: 400 mg"
    " of the compound is about 56 mg of the mineral. If the label does not say, say so."
)
_AMOUNT = (
    "How much one serving contains, as the label prints it, such as 200 mg, 0.2 g or 500 mcg; or"
    " the word hidden, where a blend hides the amount."
)
_ELEMENTAL = "The row of the mineral itself, as the label prints it, such as 200 mg."
_COMPOUND = "The row of the whole compound, as the label prints it, such as 1420 mg."
_DAILY_VALUE = (
    "The per cent of the daily value, DV or NRV, if one is printed, such as 48 %. It shows which"
    " amount the label gives. Enter goes on without it."
)
_BUFFERED = "Buffered means that a cheaper form, often an oxide, is mixed in. The label says so."


class RowQuestions:
    """Asks what a label, or a bare substance, says of one substance."""

    def __init__(
        self,
        dialogue: Dialogue,
        catalogue: Catalogue,
        answered: Callable[[Row], Answered],
    ) -> None:
        """`answered` returns what a row, as it would be, comes to."""
        self._dialogue, self._catalogue, self._answered = dialogue, catalogue, answered

    def wanted(self, row: Row, *, label: bool) -> list[str]:
        """Return the questions that a row needs, in their order."""
        substance = substance_of(row, self._catalogue)
        mineral = substance is not None and substance.is_mineral
        if not label:
            return ["which"] if mineral else []
        names = ["which"] if mineral else []
        if mineral and row.undisclosed:
            return names
        names += ["elemental", "compound"] if mineral and row.which == BOTH else ["amount"]
        if mineral and row.which == UNSAID:
            names.append("daily_value")
        if is_extract(substance):
            names.append("strength")
        if mineral:
            names.append("buffered")
        return names

    def ask(self, name: str, row: Row, *, label: bool) -> Row:
        """Ask one question and return the row with its answer."""
        match name:
            case "which":
                return self._which(row, label)
            case "amount":
                return self._amount(row)
            case "elemental":
                words = "elemental, the mineral itself, in one serving"
                return self._text(row, name, "Mineral itself in one serving", _ELEMENTAL, words)
            case "compound":
                words = "of the whole compound in one serving"
                return self._text(row, name, "Whole compound in one serving", _COMPOUND, words)
            case "daily_value":
                return self._daily_value(row)
            case "strength":
                return self._strength(row)
            case _:
                return self._buffered(row)

    # what it is

    def what(self, row: Row, taken: frozenset[str], *, also: bool, given: str = "") -> Row:
        """Ask what it is; `taken` are the other substances of the label."""
        dialogue = self._dialogue
        substance = substance_of(row, self._catalogue)
        now = substance.name if substance else row.name or row.id
        typed = given
        while True:
            typed = typed or dialogue.line(
                f"What is it [{now}]" if now else "What is it, such as magn", help=_WHAT
            )
            if not typed:
                if now:
                    return row
                dialogue.refuse(f"An answer is needed here. {_WHAT}")
                continue
            chosen, typed = self._offer(typed)
            if typed:
                continue
            key = chosen.value
            if also and key == OTHER:
                key = free_name(chosen.words, self._catalogue.substances.keys() | taken)
            if key in taken:
                dialogue.refuse(NAMED_ALREADY)
                continue
            found = self._catalogue.find(key)
            about = found.about if found else "It is not in the catalogue: kept, and not checked."
            dialogue.say(f"Understood: {chosen.words}. {about}")
            return chosen_row(row, key, "" if found else chosen.words, self._catalogue)

    def _offer(self, words: str) -> tuple[Option, str]:
        """Offer what words may mean; return the choice, or other words to be looked up."""
        dialogue = self._dialogue
        offers, sure = self._offers(words)
        place = next(i for i, offer in enumerate(offers) if offer.value == OTHER)
        rows = [
            f"keep {quoted(words)} as something else, not checked" if i == place else offer.words
            for i, offer in enumerate(offers)
        ]
        head = f"{place} found for {quoted(words)}."
        if not place:
            head = f"Nothing in the catalogue is called {quoted(words)}."
            head += " Something is spelled like it." * (len(offers) > 1)
        self._say_offers(head, rows, place)
        numbered = [Option(str(i), row) for i, row in enumerate(rows)]
        question = "Number, or other words" + (f" [1, {rows[0]}]" if sure else "")
        help = "Type the number of the one that the label names, or other letters to look up."
        while True:
            typed = dialogue.line(question, help=help)
            if typed.lower() == MORE:
                dialogue.say_list(rows)
                continue
            if not typed and sure:
                return offers[0], ""
            if not typed:
                dialogue.refuse(f"An answer is needed here. {help}")
                continue
            try:
                chosen = matching(typed, numbered)
            except ValueError as problem:
                if typed.isascii() and typed.isdigit():
                    dialogue.refuse(str(problem))
                    continue
                return offers[0], typed
            return offers[int(chosen.value)], ""

    def _say_offers(self, head: str, rows: list[str], place: int) -> None:
        """Read the offers out, the best ones only where there are many."""
        dialogue = self._dialogue
        dialogue.say(head)
        if place <= MOST_OFFERS:
            dialogue.say_list(rows)
            return
        dialogue.say_list(rows[:MOST_OFFERS])
        dialogue.say(
            f"{place - MOST_OFFERS} more: type more letters, or the word {MORE} to hear all.",
            f"{place + 1}. {rows[place]}",
        )

    def _offers(self, words: str) -> tuple[list[Option], bool]:
        """Return what words may mean, and whether the first of it is what was typed."""
        catalogue = self._catalogue
        found = catalogue.search(words[:200])
        meant = [each for each in found if begins(words, _names(each))]
        near = [each for each in found if each not in meant]
        if not found:
            spelled = catalogue.find(catalogue.nearest(words[:64]) or "")
            near = [spelled] if spelled is not None else []
        offers = [Option(each.id, each.name) for each in meant]
        offers.append(Option(OTHER, words))
        return offers + [Option(each.id, each.name) for each in near], bool(meant)

    # what the label says of it

    def _which(self, row: Row, label: bool) -> Row:
        substance = substance_of(row, self._catalogue)
        family = substance.family if substance else "mineral"
        options = [
            Option(ELEMENTAL, f"the {family} itself (elemental)"),
            Option(COMPOUND, "the whole compound"),
            Option(BOTH, "both, in two rows"),
            Option(UNSAID, "it does not say"),
        ]
        if label:
            options.append(Option(HIDDEN, "neither: the amount is hidden in a blend"))

        def changed(value: str) -> Row:
            hidden = value == HIDDEN
            return replace(row, which=row.which if hidden else value, undisclosed=hidden)

        def check(value: str) -> None:
            self._require(changed(value), "which")

        return changed(
            self._dialogue.choose(
                "Which amount does the label give", options, help=_WHICH,
                default=HIDDEN if row.undisclosed else row.which, check=check,
            )
        )  # fmt: skip

    def _amount(self, row: Row) -> Row:
        def changed(text: str) -> Row:
            hidden = text.strip().lower() in (HIDDEN, "undisclosed")
            return replace(row, amount=row.amount if hidden else text, undisclosed=hidden)

        def read(text: str) -> str:
            self._require(changed(text), "amount")
            if changed(text).undisclosed:
                return "the amount is hidden in a blend"
            basis = f" {row.which}" if row.which in (ELEMENTAL, COMPOUND) else ""
            return f"{dose_words(parse_any_amount(text).text)}{basis} in one serving"

        text = self._dialogue.ask(
            "Amount in one serving, such as 200 mg", read=read, help=_AMOUNT,
            default=HIDDEN if row.undisclosed else row.amount,
        )  # fmt: skip
        return changed(text)

    def _text(self, row: Row, name: str, prompt: str, help: str, words: str) -> Row:
        def read(text: str) -> str:
            self._require(_with(row, name, text), name)
            return f"{dose_words(parse_any_amount(text).text)} {words}"

        default = row.elemental if name == "elemental" else row.compound
        return _with(row, name, self._dialogue.ask(prompt, read=read, help=help, default=default))

    def _daily_value(self, row: Row) -> Row:
        def read(text: str) -> str:
            self._require(replace(row, daily_value=text), "daily_value")
            if not text:
                return "no daily value is printed"
            shown = parse_percentage(text, may_exceed_hundred=True).text
            return f"{shown} of the daily value"

        text = self._dialogue.ask(
            "Per cent of the daily value, if printed", read=read, help=_DAILY_VALUE,
            default=row.daily_value, optional=True,
        )  # fmt: skip
        return replace(row, daily_value=text)

    def _strength(self, row: Row) -> Row:
        substance = substance_of(row, self._catalogue)
        marker = (substance and substance.marker) or "the marker"

        def read(text: str) -> str:
            understood = self._require(replace(row, strength=text), "strength")
            if not text:
                return "the label does not say how strong the extract is"
            return understood or parse_standardisation(text).text

        text = self._dialogue.ask(
            f"Strength, per cent of {marker}, such as 5 %", read=read,
            help=f"The strength of an extract, in per cent of {marker}, as the label prints it."
                 " Enter goes on without it, if the label does not say.",
            default=row.strength, optional=True,
        )  # fmt: skip
        return replace(row, strength=text)

    def _buffered(self, row: Row) -> Row:
        buffered = self._dialogue.yes(
            "Does the label say buffered?", default=row.buffered, help=_BUFFERED
        )
        return replace(row, buffered=buffered)

    def _require(self, row: Row, name: str) -> str:
        """Return how an answer is understood; raises ValueError with the reason it is refused."""
        answered = self._answered(row)
        if reason := answered.problems.get(name):
            raise ValueError(reason)
        return answered.understood.get(name, "")


def is_extract(substance: Substance | None) -> bool:
    """Whether a strength is asked for."""
    return substance is not None and substance.kind == "extract"


def _with(row: Row, name: str, text: str) -> Row:
    return replace(row, elemental=text) if name == "elemental" else replace(row, compound=text)


def _names(substance: Substance) -> str:
    return " ".join((substance.id, substance.name, *substance.aliases, *substance.search))
