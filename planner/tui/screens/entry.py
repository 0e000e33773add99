"""One entry: what it is, what its label says, how much of it and when; judged as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Label, OptionList, Select, Static
from textual.worker import get_current_worker

from planner.document import Document
from planner.forms.draft import (
    BOTH,
    COUNTED,
    DIRECT,
    POWDER,
    UNSAID,
    Draft,
    Drafted,
    Row,
    build,
    chosen_row,
    default_when,
    settled,
    substance_of,
)
from planner.forms.filling import draft_of, with_label
from planner.forms.label_reading import LabelReading, read_label
from planner.forms.offers import known_of_regimen
from planner.forms.typed import draft_from, draft_values
from planner.judge.findings import Finding, Gauge, Severity, Verdict
from planner.quantities import UNITS
from planner.regimen.models import Regimen
from planner.tui.commands import ENTRY, bindings
from planner.tui.messages import (
    DaysEdited,
    FieldEdited,
    ProductChosen,
    ShelfRead,
    SubstanceChosen,
    VerdictItemChosen,
)
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.confirm import Choice, ConfirmScreen
from planner.tui.text import ASK, BAD, QUIET, STATE, lines, literal
from planner.tui.widgets.amount_field import NEEDED, DoseField, Field, field_label
from planner.tui.widgets.days import Days
from planner.tui.widgets.gauges import worst_first
from planner.tui.widgets.label_fields import LabelFields, reading_words
from planner.tui.widgets.row_fields import RowFields, asked_fields, strength_hint, with_field
from planner.tui.widgets.substance_search import SubstanceSearch
from planner.tui.widgets.verdict_pane import VerdictPane
from planner.wording import listed, visible

TEXTS = ("product_name", "serving", "dose", "when", "reason", "phases", "pack", "price")
NO_VERDICT = "The verdict is shown here as soon as the dose can be read."
NOT_CHECKED = "No documented range or upper limit applies: it is not checked."
NAMED = {"basis": "which", "standardised_to": "strength", "product": "product_name"}
"""Keys of a regimen file whose field in the form has another name."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What the form gives back: the regimen with the entry in it."""

    regimen: Regimen
    entry: str
    what: str
    """The edit in words, for undo."""


class EntryScreen(PlannerScreen["Edited | None"]):
    """The form for one entry, with the verdict beside or below it."""

    WHERE = ENTRY
    BINDINGS = bindings(ENTRY)
    BUTTONS = ("save-entry", "cancel-entry", "show-entry-evidence", "help")
    CSS_PATH = "../styles/entry.tcss"
    AUTO_FOCUS = "#input-substance"

    def __init__(
        self,
        document: Document,
        entry: str | None,
        *,
        start: tuple[str, str] | None = None,
        focus: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Edit an entry, or begin a new one.

        `start` is the substance that a new entry begins with, and the reason for it; `focus` names
        the field that has the focus at first, such as `when`; `values` are those of a form that
        was half filled.
        """
        super().__init__()
        self.document = document
        self.entry = entry
        self.draft = draft_of(document.regimen, entry) if entry else Draft()
        self._default_when = ""
        self._focus_on = focus
        if start is not None:
            self._begin(*start)
        self._start = self.draft
        if values is not None:
            self.draft = draft_from(values)
        self._made = Drafted()
        self._reading = LabelReading()
        self._verdict: Verdict | None = None
        self._fields: dict[str, Field] = {}
        self._rows: list[RowFields] = []
        self._labels: list[LabelFields] = []

    def _begin(self, substance: str, reason: str) -> None:
        """Begin with a substance that somebody has chosen elsewhere."""
        row = Row(id=substance)
        self.draft = replace(self.draft, row=row, reason=reason)
        self._default_when = default_when(substance_of(row, self.document.catalogue))
        self.draft = replace(self.draft, when=self._default_when)

    def form_values(self) -> dict[str, Any] | None:
        """Return what is typed as plain values, or None where nothing is; `values` takes them."""
        if self.draft == self._start:
            return None
        return draft_values(self.draft) | ({"entry": self.entry} if self.entry else {})

    def compose(self) -> ComposeResult:
        """Compose the form and the verdict."""
        title = f"Edit {visible(self.entry)}" if self.entry else "Add a supplement"
        yield Static(literal(title, strong=True), id="title", markup=False)
        with Container(id="main"):
            with VerticalScroll(id="form", can_focus=False):
                yield SubstanceSearch(self.document.catalogue, id="substance")
                yield Vertical(id="label-place")
                yield DoseField("dose", "Dose at one time", placeholder="300 mg")
                yield Vertical(id="strength-place")
                with Horizontal(id="counted-row"):
                    yield Label(field_label("Label counts in"), classes="field-label", markup=False)
                    yield Select(
                        _counted_options(), value=self.draft.counted, allow_blank=False,
                        id="counted", compact=True,
                    )  # fmt: skip
                yield Field("when", "When", placeholder="1 to 2 h before bed; 08:00")
                with Horizontal(id="days-row"):
                    yield Label("On these days", classes="field-label", markup=False)
                    yield Days(self.draft.days, id="days")
                yield Field("reason", "Reason", placeholder="why it is taken; may be empty")
                yield Field(
                    "phases", "Titration", placeholder="2 weeks 300 mg; 6 weeks 600 mg",
                    hint="only where the dose changes over the weeks, in place of the dose",
                )  # fmt: skip
            with Vertical(id="panel"):
                yield VerdictPane(id="verdict")
        yield from self.bottom()

    async def on_mount(self) -> None:
        """Fill the form."""
        draft = self.draft
        for name in ("dose", "when", "reason", "phases"):
            self._field(name).fill(getattr(draft, name))
        await self._mount_label()
        self._know_products()
        self._show_what()
        self._judge()
        if self._focus_on:
            self._focus_field(self._focus_on)
        elif self.entry:
            self._field("dose").input.focus()
        elif self.draft.row.id or self.draft.row.name:
            self._ask_next()
        self.call_after_refresh(self._read_shelf)
        self.settle_memory()

    def _show_what(self) -> None:
        """Show what is taken, with the offers closed, once it is chosen."""
        row = self.draft.row
        if row.id or row.name:
            substance = substance_of(row, self.document.catalogue)
            name = substance.name if substance else row.name or row.id
            self.query_one(SubstanceSearch).fill(name)

    def _focus_field(self, name: str) -> None:
        """Put the focus on a field, or on the next one that is shown."""
        name = NAMED.get(name, name)
        own = (f"#{name}", f"#input-{name}") if name.isidentifier() else ()
        for wanted in (*own, "#which", "#input-amount", "#input-dose"):
            for widget in self.query(wanted):
                if widget.can_focus and all(each.display for each in widget.ancestors_with_self):
                    widget.focus()
                    return

    def _field(self, name: str) -> Field:
        found = self._fields.get(name)
        if found is None or not found.is_attached:
            found = self._fields[name] = self.query_one(f"#field-{name}", Field)
        return found

    async def _mount_label(self) -> None:
        """Put the fields of a label, or of a bare substance, into their place."""
        place = self.query_one("#label-place")
        wanted = LabelFields if self.draft.is_product else RowFields
        if not place.children or type(place.children[0]) is not wanted:
            await place.remove_children()
            if self.draft.is_product:
                await place.mount(LabelFields(self.document.catalogue, id="label"))
            else:
                await place.mount(RowFields(label=False, id="row"))
            # A label asks for the strength beside its amounts, a bare substance after its dose.
            strength = self.query_one("#strength-place")
            await strength.remove_children()
            if not self.draft.is_product:
                await strength.mount(Field("strength", "Standardised to", placeholder="5 %"))
        if self.draft.is_product:
            self.query_one(LabelFields).fill(self.draft)
        else:
            self.query_one(RowFields).fill(self.draft.row)
            self._field("strength").fill(self.draft.row.strength)
        unit = UNITS[self.draft.counted]
        example = "300 mg" if self.draft.counted == DIRECT else f"2 {unit.plural}"
        self._field("dose").relabel("Dose at one time", example)
        # Kept, because they are asked for at every key press.
        self._rows = list(self.query(RowFields).results(RowFields))
        self._labels = list(self.query(LabelFields).results(LabelFields))

    # what is typed

    @on(SubstanceChosen)
    def _chosen(self, event: SubstanceChosen) -> None:
        if not event.substance:
            self.tell("Type its name first; what the catalogue lacks is kept and not checked.")
            return
        row = chosen_row(self.draft.row, event.substance, event.name, self.document.catalogue)
        self.draft = replace(self.draft, row=row)
        self.query_one(RowFields).fill(row)
        for field in self.query("#field-strength").results(Field):
            field.fill(row.strength)
        self._suggest_when((row,))
        self._judge()
        self.call_after_refresh(self._ask_next)

    @on(ProductChosen)
    async def _product_chosen(self, event: ProductChosen) -> None:
        """Fill the whole label with that of a product that is known."""
        event.stop()
        self.draft = with_label(self.draft, event.known.key, event.known.product)
        with self.prevent(Select.Changed):
            self.query_one("#counted", Select).value = self.draft.counted
        await self._mount_label()
        self._show_what()
        self._suggest_when((self.draft.row, *self.draft.also))
        self._judge()
        self.call_after_refresh(self._ask_next)

    def _suggest_when(self, rows: tuple[Row, ...]) -> None:
        """Fill in the documented time, where nobody has said another."""
        if self.draft.when not in ("", self._default_when):
            return
        substances = [substance_of(row, self.document.catalogue) for row in rows]
        windowed = [each for each in substances if each is not None and each.window is not None]
        self._default_when = default_when(windowed[0] if windowed else None)
        self.draft = replace(self.draft, when=self._default_when)
        self._field("when").fill(self._default_when)

    def _know_products(self) -> None:
        document = self.document
        ours = known_of_regimen(document.regimen, document.catalogue, without=self.draft.product)
        self.query_one(SubstanceSearch).know(ours)

    @work(thread=True, exclusive=True, group="shelf", exit_on_error=False)
    def _read_shelf(self) -> None:
        """Read which products the library's regimens take."""
        from planner.forms.offers import known_of_shelf
        from planner.library.shelf import shelf

        worker = get_current_worker()
        found = shelf(self.planner.library, stop=lambda: worker.is_cancelled)
        known = known_of_shelf(found, self.document.catalogue)
        if not worker.is_cancelled:
            self.post_message(ShelfRead(known))

    @on(ShelfRead)
    def _shelf_read(self, event: ShelfRead) -> None:
        event.stop()
        self.query_one(SubstanceSearch).know_shelf(event.shelf)

    def _ask_next(self) -> None:
        """Put the focus on the first question whose answer is still needed."""
        draft, row = self.draft, self.draft.row
        substance = substance_of(row, self.document.catalogue)
        asks_which = substance is not None and substance.is_mineral and row.which == UNSAID
        questions = [
            ("#input-serving", draft.is_product and not draft.serving.strip()),
            ("#which", asks_which and not row.undisclosed),
            ("#input-amount", draft.is_product and row.which != BOTH and not row.amount.strip()),
        ]
        wanted = next((name for name, asked in questions if asked), "#input-dose")
        for widget in self.query(wanted):
            if widget.display:
                widget.focus()
                return
        self._field("dose").input.focus()

    @on(Select.Changed, "#counted")
    async def _counted(self, event: Select.Changed) -> None:
        if event.value == self.draft.counted:
            return
        self.draft = replace(self.draft, counted=str(event.value))
        await self._mount_label()
        self._judge()
        if self.draft.is_product and not self.draft.serving.strip():
            self._field("serving").input.focus()

    @on(FieldEdited)
    def _edited(self, event: FieldEdited) -> None:
        event.stop()
        self.field_typed(event.name, event.text)

    def field_typed(self, name: str, text: str) -> None:
        """Take what is typed into the draft and judge it."""
        row = with_field(self.draft.row, name, text)
        if row is not None:
            self.draft = replace(self.draft, row=row)
        elif name in TEXTS:
            self.draft = replace(self.draft, **{name: text})  # type: ignore[arg-type]
        self._judge()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Write a strength that was typed in mg as the percentage that it is."""
        del event
        draft = settled(self.draft, self.document.catalogue)
        if draft is not self.draft:
            self.draft = draft
            self._field("strength").fill(draft.row.strength)
            self._judge()

    @on(DaysEdited)
    def _days(self, event: DaysEdited) -> None:
        self.draft = replace(self.draft, days=event.days)
        self._judge()

    # rows of the label

    def action_add_content(self) -> None:
        """Ask for another substance on the same label."""
        if not self.draft.is_product:
            self.tell("Say first what the label counts in, such as capsules: then it is a label"
                      " that may name several substances.")  # fmt: skip
            return
        self._ask_row(None)

    def _ask_row(self, place: int | None) -> None:
        from planner.tui.screens.label import LabelScreen

        also, draft = self.draft.also, self.draft
        taken = {row.id for row in (self.draft.row, *also)}
        start = also[place] if place is not None else Row()

        def answered(row: Row | None) -> None:
            if row is None:
                return
            if place is None:
                self._set_also((*also, row))
            else:
                self._set_also((*also[:place], row, *also[place + 1 :]))

        self.app.push_screen(
            LabelScreen(self.document.catalogue, start, frozenset(taken - {start.id}), draft),
            answered,
        )

    def _set_also(self, rows: tuple[Row, ...]) -> None:
        self.draft = replace(self.draft, also=rows)
        self.query_one(LabelFields).show_also(rows)
        self._judge()

    @on(Button.Pressed, "#also-edit")
    @on(OptionList.OptionSelected, "#also")
    def _edit_row(self) -> None:
        place = self.query_one("#also", OptionList).highlighted
        if place is not None and place < len(self.draft.also):
            self._ask_row(place)

    @on(Button.Pressed, "#also-remove")
    def _remove_row(self) -> None:
        place = self.query_one("#also", OptionList).highlighted
        if place is not None and place < len(self.draft.also):
            also = self.draft.also
            self._set_also((*also[:place], *also[place + 1 :]))

    # the verdict

    def _judge(self) -> None:
        """Build the regimen that is being typed and show what the judge says of it."""
        document, draft = self.document, self.draft
        made = build(draft, document.regimen, document.catalogue, self.entry)
        self._made = made
        self._verdict = document.preview(made.regimen) if made.regimen is not None else None
        if self._verdict is not None:
            gives = [row.gives for row in self._verdict.schedule if row.entry == made.entry]
            key = "phases" if draft.phases.strip() else "dose"
            if gives:
                made.understood[key] = "; ".join(dict.fromkeys("; ".join(each) for each in gives))
        self._reading = read_label(draft, document.catalogue)
        self._answer(made)
        self._mark(made)
        self._show_verdict(made)
        self.planner.keep_draft_soon()

    def _answer(self, made: Drafted) -> None:
        draft = self.draft
        substance = substance_of(draft.row, self.document.catalogue)
        for fields in self._rows:
            fields.show(substance, draft.row)
            fields.answer(made.problems, made.understood)
        for label in self._labels:
            label.answer(made.problems, made.understood, self._shared())
            label.read(self._reading)
        if not draft.is_product:
            extract = substance if substance is not None and substance.kind == "extract" else None
            strength = self._field("strength")
            strength.display = extract is not None
            if extract is not None:
                strength.hint(strength_hint(extract))
            strength.answer(made.problems.get("strength"), made.understood.get("strength"))
        for name in ("dose", "when", "phases"):
            self._field(name).answer(made.problems.get(name), made.understood.get(name))

    def _mark(self, made: Drafted) -> None:
        """Show at each field whether it has to be filled still, or is a question while empty."""
        substance = substance_of(self.draft.row, self.document.catalogue)
        signs = asked_fields(self.draft.row, substance, self._verdict)
        signs |= dict.fromkeys(made.needed, NEEDED)
        self.query_one(SubstanceSearch).mark(signs.get("substance", ""))
        for fields in self._rows:
            fields.mark(signs)
        for label in self._labels:
            label.mark(signs)
        for name in ("dose", "when", *(() if self.draft.is_product else ("strength",))):
            self._field(name).mark(signs.get(name, ""))

    def _shared(self) -> str:
        product = self.draft.product
        users = [
            name for name, row in self.document.regimen.entries.items()
            if product and row.product == product and name != self.entry
        ]  # fmt: skip
        if not users:
            return ""
        return f"{listed(visible(name) for name in users)} takes from this label too: changes to"\
               " the label hold there as well."  # fmt: skip

    def _show_verdict(self, made: Drafted) -> None:
        pane, verdict = self.query_one(VerdictPane), self._verdict
        if verdict is None:
            pane.show((), (), None, head=self._open_words(made), no_gauges=NO_VERDICT)
            return
        sign, word, tone = STATE[verdict.state(made.entry)]
        rest = ", counted with all entries of the evening"
        state = Content.assemble(literal(f"{sign} {word}", tone, strong=True), literal(rest, QUIET))
        pane.show(
            worst_first([gauge for gauge in verdict.gauges if made.entry in gauge.entries]),
            verdict.about(made.entry),
            self.document.catalogue,
            head=state,
            no_gauges=NOT_CHECKED,
            no_findings="Nothing to report about this entry.",
        )

    def _open_words(self, made: Drafted) -> Content:
        """Say what is needed or wrong still, and how the label is read as far as it is filled."""
        rows: list[Content] = []
        if made.missing:
            rows.append(literal(f"{NEEDED} Still needed: {listed(made.missing)}", ASK))
        if made.problems:
            rows.append(literal(f"✗ {self._problem_words(made.problems)}", BAD))
        # What is needed stands above for the whole entry; a wide form has room for the rest.
        reading = replace(self._reading, needed=())
        if self.has_class("-narrow") and reading != LabelReading():
            rows.append(reading_words(reading))
        return lines(rows)

    def _problem_words(self, problems: dict[str, str]) -> str:
        """Say which fields cannot be read; what no field answers is said in full."""
        labels = {
            name: field.label for name in problems
            for field in self.query(f"#field-{name}").results(Field)
        }  # fmt: skip
        own = [said for name, said in problems.items() if name not in labels]
        if own:
            return own[0]
        fields = listed(f"“{label}”" for label in labels.values())
        return f"{fields} cannot be read yet; the reason stands below it in the form"

    def on_resize(self) -> None:
        """Say what a wide form has room for where it is."""
        if self._fields:
            self._show_verdict(self._made)

    # commands

    def action_save_entry(self) -> None:
        """Put the entry into the evening, if it can be read and judged."""
        made, verdict = self._made, self._verdict
        if made.regimen is None or verdict is None:
            self._say_what_blocks(made)
            return
        errors = [
            row for row in verdict.about(made.entry)
            if row.severity is Severity.ERROR and row.entry == made.entry
        ]  # fmt: skip
        if errors:
            self.tell(f"Not kept yet: {errors[0].message}", severity="error")
            return
        what = f"edit {made.entry}" if self.entry else f"add {made.entry}"
        self.dismiss(Edited(made.regimen, made.entry, what))

    def _say_what_blocks(self, made: Drafted) -> None:
        said = list(made.problems.values())
        if made.missing:
            said.append(f"still needed: {listed(made.missing)}")
        self.tell(f"Not kept yet: {said[0]}" if said else "Not kept yet.", severity="error")
        for name in (*made.problems, *made.needed):
            self._focus_field(name)
            return

    def action_cancel_entry(self) -> None:
        """Go back, after asking if something was typed."""
        if self.draft == self._start:
            self.dismiss(None)
            return

        def answered(answer: str | None) -> None:
            if answer == "discard":
                self.dismiss(None)

        choices = (Choice("d", "Discard", "discard"), Choice("escape", "Stay", "stay", main=True))
        self.app.push_screen(
            ConfirmScreen("Discard what you typed?", "The evening stays as it was.", choices),
            answered,
        )

    def action_show_entry_evidence(self) -> None:
        """Show what is documented about the substance, or behind the finding."""
        from planner.tui.screens.evidence import EvidenceScreen

        pane = self.query_one(VerdictPane)
        about = pane.selected if pane.has_focus else None
        names = [self.draft.row.id, *(row.id for row in self.draft.also)]
        if about is not None and about.substance:
            names = [about.substance]
        self.app.push_screen(
            EvidenceScreen(
                names,
                about.source if isinstance(about, Finding) else None,
                country=self._verdict.country if self._verdict else None,
                gauge=about if isinstance(about, Gauge) else None,
            )
        )

    @on(VerdictItemChosen)
    def _item_chosen(self, event: VerdictItemChosen) -> None:
        event.stop()
        self.action_show_entry_evidence()


def _counted_options() -> list[tuple[str, str]]:
    names = {DIRECT: "mg of the substance (g, mcg, mmol too)", POWDER: "grams of a powder"}
    return [(names.get(each, UNITS[each].plural), each) for each in (DIRECT, *COUNTED)]
