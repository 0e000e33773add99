"""What a label says of one substance: the fields that its kind needs, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Label

from planner.catalogue.models import Substance
from planner.forms.draft import BOTH, COMPOUND, ELEMENTAL, UNSAID, Row
from planner.tui.messages import ChoiceMade, FieldEdited
from planner.tui.text import ASK, BAD, literal
from planner.tui.widgets.amount_field import ASKED, Field
from planner.tui.widgets.choices import Choices
from planner.tui.widgets.said import Said

if TYPE_CHECKING:
    from planner.judge.findings import Verdict

WHICH = (
    (ELEMENTAL, "the mineral itself (elemental)"),
    (COMPOUND, "the whole compound"),
    (BOTH, "both, in two rows"),
    (UNSAID, "it does not say"),
)
BUFFERED = (("buffered", "the label says buffered"),)
_WHICH = "Which does the label give?"
UNDISCLOSED = (("undisclosed", "the amount is hidden in a blend"),)
SERVING_FIELDS = ("amount", "elemental", "compound", "daily_value")


class RowFields(Vertical):
    """Asks a mineral for its basis, an extract for its strength, a label for its amounts."""

    def __init__(self, *, label: bool, id: str | None = None) -> None:
        """`label` says whether amounts per serving are asked for here."""
        super().__init__(id=id)
        self._label = label
        self._shown: object = None
        self._fields: dict[str, Field] = {}
        self._which_sign = ""

    def compose(self) -> ComposeResult:
        """Compose every field; `show` hides what is not needed."""
        yield Label(_WHICH, id="which-label", markup=False)
        yield Choices("which", WHICH, [UNSAID], guarded=True, id="which")
        yield Said(id="which-answer")
        if self._label:
            yield Field("amount", "One serving has", placeholder="200 mg")
            yield Field("elemental", "Mineral itself", placeholder="200 mg")
            yield Field("compound", "Whole compound", placeholder="1420 mg")
            yield Field("daily_value", "% daily value", placeholder="48 %",
                        hint="%DV or %NRV, if printed: it shows which one is meant")  # fmt: skip
            yield Field("strength", "Standardised to", placeholder="5 %")
            yield Choices("buffered", BUFFERED, many=True, id="buffered")
            yield Choices("undisclosed", UNDISCLOSED, many=True, id="undisclosed")

    def field(self, name: str) -> Field | None:
        """Return a field, if it is asked for here."""
        if name not in self._fields and self._label:
            found = self.query(f"#field-{name}").results(Field)
            self._fields |= {each.field: each for each in found}
        return self._fields.get(name)

    def fill(self, row: Row) -> None:
        """Put a row into the fields without telling anybody."""
        for name in (*SERVING_FIELDS, "strength"):
            if field := self.field(name):
                field.fill(getattr(row, name))
        self.query_one("#which", Choices).fill([row.which])
        if self._label:
            self.query_one("#buffered", Choices).fill(["buffered"] if row.buffered else [])
            self.query_one("#undisclosed", Choices).fill(["undisclosed"] if row.undisclosed else [])

    def show(self, substance: Substance | None, row: Row) -> None:
        """Show the fields that a substance needs; a key that changes none of them costs nothing."""
        wanted_for = (substance and substance.id, row.which, row.undisclosed)
        if wanted_for == self._shown:
            return
        self._shown = wanted_for
        mineral = substance is not None and substance.is_mineral
        extract = substance is not None and substance.kind == "extract"
        both = mineral and row.which == BOTH
        shown = {
            "#which-label": mineral and not row.undisclosed,
            "#which": mineral and not row.undisclosed,
            "#which-answer": mineral and not row.undisclosed,
            "#field-amount": not both and not row.undisclosed,
            "#field-elemental": both and not row.undisclosed,
            "#field-compound": both and not row.undisclosed,
            "#field-daily_value": mineral and not row.undisclosed,
            "#field-strength": extract,
            "#buffered": mineral,
            "#undisclosed": True,
        }
        for selector, wanted in shown.items():
            for widget in self.query(selector):
                widget.display = wanted
        if substance is not None and mineral:
            words = f"the {substance.family} itself (elemental)"
            self.query_one("#which", Choices).rename(ELEMENTAL, words)
        if substance is not None and extract and (field := self.field("strength")):
            field.hint(strength_hint(substance))
        if field := self.field("amount"):
            field.hint(EXTRACT_HINT if extract else "")

    def mark(self, signs: Mapping[str, str]) -> None:
        """Show what each field waits for."""
        for name in (*SERVING_FIELDS, "strength"):
            if field := self.field(name):
                field.mark(signs.get(name, ""))
        sign = signs.get("which", "")
        if sign != self._which_sign:
            self._which_sign = sign
            words = literal(f"{sign} {_WHICH}", ASK) if sign else literal(_WHICH)
            self.query_one("#which-label", Label).update(words, layout=False)

    def answer(self, problems: dict[str, str], understood: dict[str, str]) -> None:
        """Say what is wrong with each field, or how it was understood."""
        for name in (*SERVING_FIELDS, "strength"):
            if field := self.field(name):
                field.answer(problems.get(name), understood.get(name))
        problem = problems.get("which")
        self.query_one("#which-answer", Said).say(literal(f"✗ {problem}", BAD) if problem else "")

    @on(ChoiceMade)
    def _chosen(self, event: ChoiceMade) -> None:
        event.stop()
        self.post_message(FieldEdited(event.name, "".join(event.chosen)))


EXTRACT_HINT = "of the extract itself: of “from 300 mg of 10:1 extract, 3,000 mg” it is 300 mg"


def strength_hint(substance: Substance) -> str:
    """Return what the standardisation of an extract is asked in."""
    marker = substance.marker or "the marker"
    return f"% of {marker}, or the mg of them; leave empty if the label does not say"


def asked_fields(row: Row, substance: Substance | None, verdict: Verdict | None) -> dict[str, str]:
    """Return the signs of the fields that are a question while nothing answers them."""
    if substance is None or row.undisclosed:
        return {}

    def is_open(code: str) -> bool:
        if verdict is None:
            return True
        return any(row.code == code and row.substance == substance.id for row in verdict.findings)

    documented = substance.standardisation
    signs: dict[str, str] = {}
    if substance.is_mineral and row.which == UNSAID and is_open("basis-unstated"):
        signs["which"] = ASKED
    if documented is not None and documented.required and not row.strength.strip():
        signs["strength"] = ASKED
    return signs


def with_field(row: Row, name: str, text: str) -> Row | None:
    """Return the row with what was typed into one of its fields; None where it has no such."""
    from dataclasses import fields, replace

    if name not in {field.name for field in fields(Row)} - {"id", "name"}:
        return None
    if name == "buffered":
        return replace(row, buffered=bool(text))
    if name == "undisclosed":
        return replace(row, undisclosed=bool(text))
    return replace(row, **{name: text})  # type: ignore[arg-type]
