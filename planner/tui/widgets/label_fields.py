"""A label that counts servings: its name, its serving, and everything that one serving holds."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Label, OptionList
from textual.widgets.option_list import Option

from planner.catalogue import Catalogue
from planner.forms.draft import Draft, Row
from planner.forms.filling import row_words
from planner.forms.label_reading import LabelReading
from planner.quantities import UNITS
from planner.tui.text import ASK, BAD, GOOD, QUIET, lines, literal
from planner.tui.widgets.amount_field import ASKED, NEEDED, Field, field_label
from planner.tui.widgets.row_fields import RowFields
from planner.tui.widgets.said import Said
from planner.wording import listed

TEXTS = ("product_name", "serving", "pack", "price")


class LabelFields(Vertical):
    """The fields of a product."""

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue

    def compose(self) -> ComposeResult:
        """Compose the name, the serving, the contents, and what else is on the label."""
        yield Said(id="shared")
        yield Field("product_name", "Product", placeholder="the name on the bottle; may be empty")
        yield Field("serving", "One serving is", placeholder="2 capsules",
                    hint="the serving that the amounts below are printed for")  # fmt: skip
        yield RowFields(label=True, id="row")
        with Horizontal(id="also-row"):
            yield Label(field_label("Also on label"), classes="field-label", markup=False)
            yield OptionList(id="also", markup=False)
        with Horizontal(id="also-buttons"):
            yield Button("Add row (F3)", action="screen.add_content", compact=True, id="also-add")
            yield Button("Edit", compact=True, id="also-edit")
            yield Button("Remove", compact=True, id="also-remove")
        yield Said(id="label-reading")
        yield Field("pack", "Pack", placeholder="120 capsules; may be empty")
        yield Field("price", "Price", placeholder="18.90 EUR; may be empty")

    def fill(self, draft: Draft) -> None:
        """Put a draft into the fields without telling anybody."""
        for name in TEXTS:
            self.query_one(f"#field-{name}", Field).fill(getattr(draft, name))
        unit = UNITS[draft.counted]
        self.query_one("#field-serving", Field).relabel("One serving is", f"2 {unit.plural}")
        self.query_one(RowFields).fill(draft.row)
        self.show_also(draft.also)

    def show_also(self, rows: tuple[Row, ...]) -> None:
        """Show the other rows of the label."""
        also = self.query_one("#also", OptionList)
        also.clear_options()
        for row in rows:
            also.add_option(Option(literal(row_words(row, self._catalogue))))
        if not rows:
            also.add_option(Option(literal("nothing else", QUIET), disabled=True))
        else:
            also.highlighted = 0
        for name in ("#also-edit", "#also-remove"):
            self.query_one(name, Button).display = bool(rows)

    def mark(self, signs: Mapping[str, str]) -> None:
        """Show what each field of the label itself waits for; its rows have their own."""
        for name in TEXTS:
            self.query_one(f"#field-{name}", Field).mark(signs.get(name, ""))

    def read(self, reading: LabelReading) -> None:
        """Say how the label as a whole is understood."""
        said = self.query_one("#label-reading", Said)
        said.say(reading_words(reading))
        said.display = reading != LabelReading()

    def answer(self, problems: dict[str, str], understood: dict[str, str], shared: str) -> None:
        """Say what is wrong with each field."""
        for name in TEXTS:
            self.query_one(f"#field-{name}", Field).answer(problems.get(name), understood.get(name))
        note = self.query_one("#shared", Said)
        note.say(literal(shared, ASK))
        note.display = bool(shared)


def reading_words(reading: LabelReading) -> Content:
    """Return how a label is understood, what it needs and what it leaves open, a line each."""
    rows = [literal(f"✗ {words}", BAD) for words in reading.refused]
    rows += [literal(f"= {words}", GOOD) for words in reading.understood]
    if reading.needed:
        rows.append(literal(f"{NEEDED} Still needed: {listed(reading.needed)}", ASK))
    if reading.asked:
        rows.append(literal(f"{ASKED} The label leaves open {listed(reading.asked)}", ASK))
    return lines(rows)
