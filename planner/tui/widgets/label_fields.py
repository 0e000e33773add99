"""A label that counts servings: its name, its serving, and everything that one serving holds."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Label, OptionList
from textual.widgets.option_list import Option

from planner.catalogue import Catalogue
from planner.forms.draft import Draft, Row
from planner.forms.filling import row_words
from planner.quantities import UNITS
from planner.tui.text import ASK, QUIET, literal
from planner.tui.widgets.amount_field import Field
from planner.tui.widgets.row_fields import RowFields
from planner.tui.widgets.said import Said

TEXTS = ("product_name", "serving", "pack", "price")


class LabelFields(Vertical):
    """The fields of a product."""

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue

    def compose(self) -> ComposeResult:
        """Compose the name, the serving, the contents, and what else is on the label."""
        yield Said(id="shared")
        yield Field("product_name", "Product", placeholder="the name on the bottle")
        yield Field("serving", "One serving is", placeholder="2 capsules",
                    hint="the serving that the amounts below are printed for")  # fmt: skip
        yield RowFields(label=True, id="row")
        with Horizontal(id="also-row"):
            yield Label("Also on label", classes="field-label", markup=False)
            yield OptionList(id="also", markup=False)
        with Horizontal(id="also-buttons"):
            yield Button("Add row (F3)", action="screen.add_content", compact=True, id="also-add")
            yield Button("Edit", compact=True, id="also-edit")
            yield Button("Remove", compact=True, id="also-remove")
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

    def answer(self, problems: dict[str, str], understood: dict[str, str], shared: str) -> None:
        """Say what is wrong with each field."""
        for name in TEXTS:
            self.query_one(f"#field-{name}", Field).answer(problems.get(name), understood.get(name))
        note = self.query_one("#shared", Said)
        note.say(literal(shared, ASK))
        note.display = bool(shared)
