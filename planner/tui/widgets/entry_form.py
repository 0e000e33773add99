"""The fields of an entry: it fills and marks them, and says below each what was understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Label, OptionList, Select

from planner.forms.draft import (
    BOTH,
    COUNTED,
    DIRECT,
    POWDER,
    UNSAID,
    Draft,
    Drafted,
    Row,
    substance_of,
)
from planner.quantities import UNITS
from planner.tui.clock_display import with_shown_times
from planner.tui.widgets.amount_field import NEEDED, DoseField, Field, field_label
from planner.tui.widgets.days import Days
from planner.tui.widgets.label_fields import LabelFields
from planner.tui.widgets.row_fields import RowFields, asked_fields, strength_hint
from planner.tui.widgets.substance_search import SubstanceSearch
from planner.wording import listed

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.forms.label_reading import LabelReading
    from planner.judge.findings import Verdict

OWN = ("dose", "when", "reason", "phases")
"""Fields that stand outside of a label."""
NAMED = {"basis": "which", "standardised_to": "strength", "product": "product_name"}
"""Keys of a regimen file whose field in the form has another name."""


class EntryForm(VerticalScroll, can_focus=False):
    """Shows a draft; what a person types is told to the screen, which keeps the draft."""

    def __init__(self, catalogue: Catalogue, draft: Draft, *, id: str | None = None) -> None:
        """Begin with what `draft` counts in and on which days it is taken."""
        super().__init__(id=id)
        self._catalogue = catalogue
        self._begin = draft
        # Kept, because they are asked for at every key press.
        self._fields: dict[str, Field] = {}
        self._rows: list[RowFields] = []
        self._labels: list[LabelFields] = []

    def compose(self) -> ComposeResult:
        """Compose the fields, with a place for those of a label or of a bare substance."""
        yield SubstanceSearch(self._catalogue, id="substance")
        yield Vertical(id="label-place")
        yield DoseField("dose", "Dose at one time", placeholder="300 mg")
        yield Vertical(id="strength-place")
        with Horizontal(id="counted-row"):
            yield Label(field_label("Label counts in"), classes="field-label", markup=False)
            yield Select(
                _counted_options(), value=self._begin.counted, allow_blank=False,
                id="counted", compact=True,
            )  # fmt: skip
        yield Field("when", "When", placeholder="1 to 2 h before bed; 08:00")
        with Horizontal(id="days-row"):
            yield Label("On these days", classes="field-label", markup=False)
            yield Days(self._begin.days, id="days")
        yield Field("reason", "Reason", placeholder="why it is taken; may be empty")
        yield Field(
            "phases", "Titration", placeholder="2 weeks 300 mg; 6 weeks 600 mg",
            hint="only where the dose changes over the weeks, in place of the dose",
        )  # fmt: skip

    @property
    def search(self) -> SubstanceSearch:
        """The field that asks what it is."""
        return self.query_one(SubstanceSearch)

    def field(self, name: str) -> Field:
        """Return the field of a name."""
        found = self._fields.get(name)
        if found is None or not found.is_attached:
            found = self._fields[name] = self.query_one(f"#field-{name}", Field)
        return found

    # filling

    async def fill(self, draft: Draft) -> None:
        """Put a draft into all fields without telling anybody."""
        for name in OWN:
            self.field(name).fill(getattr(draft, name))
        await self.fill_label(draft)
        self.show_what(draft.row)

    async def fill_label(self, draft: Draft) -> None:
        """Put the fields of a label, or of a bare substance, into their place, and fill them."""
        place = self.query_one("#label-place")
        wanted = LabelFields if draft.is_product else RowFields
        if not place.children or type(place.children[0]) is not wanted:
            await place.remove_children()
            if draft.is_product:
                await place.mount(LabelFields(self._catalogue, id="label"))
            else:
                await place.mount(RowFields(label=False, id="row"))
            # A label asks for the strength beside its amounts, a bare substance after its dose.
            strength = self.query_one("#strength-place")
            await strength.remove_children()
            if not draft.is_product:
                await strength.mount(Field("strength", "Standardised to", placeholder="5 %"))
        if draft.is_product:
            self.query_one(LabelFields).fill(draft)
        else:
            self.fill_row(draft.row)
        with self.prevent(Select.Changed):
            self.query_one("#counted", Select).value = draft.counted
        unit = UNITS[draft.counted]
        example = "300 mg" if draft.counted == DIRECT else f"2 {unit.plural}"
        if draft.phases.strip():
            example = "none here: the titration below says it"
        self.field("dose").relabel("Dose at one time", example)
        self._rows = list(self.query(RowFields).results(RowFields))
        self._labels = list(self.query(LabelFields).results(LabelFields))

    def fill_row(self, row: Row) -> None:
        """Put what is known of the first substance into its fields."""
        self.query_one(RowFields).fill(row)
        self.field("strength").fill(row.strength)

    def show_what(self, row: Row) -> None:
        """Show what is taken, with the offers closed, once it is chosen."""
        if row.id or row.name:
            substance = substance_of(row, self._catalogue)
            self.search.fill(substance.name if substance else row.name or row.id)

    def also_place(self) -> int | None:
        """Return which of the other rows of the label is highlighted, if there is one."""
        also = self.query_one("#also", OptionList)
        place = also.highlighted
        shown = place is not None and not also.get_option_at_index(place).disabled
        return place if shown else None

    # where the focus goes

    def focus_on(self, name: str) -> None:
        """Put the focus on a field, or on the next one that is shown."""
        name = NAMED.get(name, name)
        own = (f"#{name}", f"#input-{name}") if name.isidentifier() else ()
        for wanted in (*own, "#which", "#input-amount", "#input-dose"):
            for widget in self.query(wanted):
                if widget.can_focus and all(each.display for each in widget.ancestors_with_self):
                    self.screen.set_focus(widget)
                    return

    def ask_next(self, draft: Draft) -> None:
        """Put the focus on the first question whose answer is still needed."""
        row = draft.row
        substance = substance_of(row, self._catalogue)
        asks_which = substance is not None and substance.is_mineral and row.which == UNSAID
        questions = [
            ("#input-serving", draft.is_product and not draft.serving.strip()),
            ("#which", asks_which and not row.undisclosed),
            ("#input-amount", draft.is_product and row.which != BOTH and not row.amount.strip()),
        ]
        wanted = next((name for name, asked in questions if asked), "#input-dose")
        for widget in self.query(wanted):
            if widget.display:
                self.screen.set_focus(widget)
                return
        self.screen.set_focus(self.field("dose").input)

    # answers

    def answer(
        self,
        draft: Draft,
        made: Drafted,
        verdict: Verdict | None,
        reading: LabelReading,
        shared: str,
    ) -> None:
        """Say below each field what was understood, and mark what is needed or a question still.

        `shared` says which other entries take from the same label.
        """
        substance = substance_of(draft.row, self._catalogue)
        for fields in self._rows:
            fields.show(substance, draft.row)
            fields.answer(made.problems, made.understood)
        for label in self._labels:
            label.answer(made.problems, made.understood, shared)
            label.read(reading)
        if not draft.is_product:
            extract = substance if substance is not None and substance.kind == "extract" else None
            strength = self.field("strength")
            strength.display = extract is not None
            if extract is not None:
                strength.hint(strength_hint(extract))
            strength.answer(made.problems.get("strength"), made.understood.get("strength"))
        for name in ("dose", "when", "phases"):
            understood = with_shown_times(made.understood.get(name, ""))
            self.field(name).answer(made.problems.get(name), understood)
        signs = asked_fields(draft.row, substance, verdict)
        self._mark(draft, signs | dict.fromkeys(made.needed, NEEDED))

    def _mark(self, draft: Draft, signs: Mapping[str, str]) -> None:
        self.search.mark(signs.get("substance", ""))
        for fields in self._rows:
            fields.mark(signs)
        for label in self._labels:
            label.mark(signs)
        for name in ("dose", "when", *(() if draft.is_product else ("strength",))):
            self.field(name).mark(signs.get(name, ""))

    def problem_words(self, problems: Mapping[str, str]) -> str:
        """Say which fields cannot be read; what no field answers is said in full."""
        labels = {
            name: field.label
            for name in problems
            for field in self.query(f"#field-{name}").results(Field)
        }
        own = [said for name, said in problems.items() if name not in labels]
        if own:
            return own[0]
        fields = listed(f"“{label}”" for label in labels.values())
        them = "them" if len(labels) > 1 else "it"
        return f"{fields} cannot be read yet; the reason stands below {them} in the form"


def _counted_options() -> list[tuple[str, str]]:
    names = {DIRECT: "mg of the substance (g, mcg, mmol too)", POWDER: "grams of a powder"}
    return [(names.get(each, UNITS[each].plural), each) for each in (DIRECT, *COUNTED)]
