"""One entry: what it is, what its label says, how much of it and when; judged as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.timer import Timer
from textual.widgets import Button, OptionList, Select, Static
from textual.worker import get_current_worker

from planner.document import Document
from planner.forms.building import build
from planner.forms.draft import Draft, Drafted, Row, chosen_row, default_when, substance_of
from planner.forms.filling import draft_of, with_label
from planner.forms.label_reading import LabelReading, read_label
from planner.forms.labels import settled
from planner.forms.offers import known_of_regimen
from planner.forms.shared import label_note
from planner.forms.typed import draft_from, draft_values
from planner.judge.findings import Finding, Gauge, Severity, Verdict
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
from planner.tui.screens.leaving import ask_about_typing
from planner.tui.text import literal
from planner.tui.widgets.entry_form import EntryForm
from planner.tui.widgets.entry_verdict import EntryVerdict
from planner.tui.widgets.label_fields import LabelFields
from planner.tui.widgets.row_fields import with_field
from planner.tui.widgets.verdict_pane import VerdictPane
from planner.wording import listed, visible

TEXTS = ("product_name", "serving", "dose", "when", "reason", "phases", "pack", "price")
MOST_WAITING, CATCH_UP = 12, 0.05
"""Keys that may wait before they are judged together, as with a paste that comes as keys; and the
seconds until then."""


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
        self._form: EntryForm | None = None
        self._at_verdict = False
        self._behind: Timer | None = None

    def _begin(self, substance: str, reason: str) -> None:
        """Begin with a substance that somebody has chosen elsewhere."""
        row = Row(id=substance)
        self.draft = replace(self.draft, row=row, reason=reason)
        self._default_when = default_when(substance_of(row, self.document.catalogue))
        self.draft = replace(self.draft, when=self._default_when)

    def form_values(self) -> dict[str, Any] | None:
        """Return what is typed as plain values, or None where nothing is; `values` takes them."""
        if not self.half_typed():
            return None
        return draft_values(self.draft) | ({"entry": self.entry} if self.entry else {})

    def compose(self) -> ComposeResult:
        """Compose the form and the verdict."""
        title = f"Edit {visible(self.entry)}" if self.entry else "Add a supplement"
        yield Static(literal(title, strong=True), id="title", markup=False)
        with Container(id="main"):
            yield EntryForm(self.document.catalogue, self.draft, id="form")
            with Vertical(id="panel"):
                yield EntryVerdict(id="verdict")
        yield from self.bottom()

    async def on_mount(self) -> None:
        """Fill the form."""
        await self.form.fill(self.draft)
        self._know_products()
        self._judge()
        if self._focus_on:
            self.form.focus_on(self._focus_on)
        elif self.entry:
            self.form.focus_on("dose")
        elif self.draft.row.id or self.draft.row.name:
            self.form.ask_next(self.draft)
        self.call_after_refresh(self._read_shelf)
        self.settle_memory()

    @property
    def form(self) -> EntryForm:
        """The fields."""
        if self._form is None:
            self._form = self.query_one(EntryForm)
        return self._form

    # what is typed

    @on(SubstanceChosen)
    def substance_taken(self, event: SubstanceChosen) -> None:
        """Ask what is to be asked of a substance, before the next key is typed."""
        if not event.substance:
            self.tell("Type its name first; what the catalogue lacks is kept and not checked.")
            return
        row = chosen_row(self.draft.row, event.substance, event.name, self.document.catalogue)
        self.draft = replace(self.draft, row=row)
        self.form.fill_row(row)
        self._suggest_when((row,))
        self._judge()
        self._ask_next()

    @on(ProductChosen)
    async def _product_chosen(self, event: ProductChosen) -> None:
        """Fill the whole label with that of a product that is known."""
        event.stop()
        self.draft = with_label(self.draft, event.known.key, event.known.product)
        await self.form.fill_label(self.draft)
        self.form.show_what(self.draft.row)
        self._suggest_when((self.draft.row, *self.draft.also))
        self._judge()
        self.call_after_refresh(self._ask_next)

    def _ask_next(self) -> None:
        self.form.ask_next(self.draft)

    def _suggest_when(self, rows: tuple[Row, ...]) -> None:
        """Fill in the documented time, where nobody has said another."""
        if self.draft.when not in ("", self._default_when):
            return
        substances = [substance_of(row, self.document.catalogue) for row in rows]
        windowed = [each for each in substances if each is not None and each.window is not None]
        self._default_when = default_when(windowed[0] if windowed else None)
        self.draft = replace(self.draft, when=self._default_when)
        self.form.field("when").fill(self._default_when)

    def _know_products(self) -> None:
        document = self.document
        ours = known_of_regimen(document.regimen, document.catalogue, without=self.draft.product)
        self.form.search.know(ours)

    @work(thread=True, exclusive=True, group="shelf", exit_on_error=False)
    def _read_shelf(self) -> None:
        """Read which labels the library shares, and which products its regimens take."""
        from planner.tui.product_reading import known_products

        worker = get_current_worker()
        known = known_products(self.planner.library, self.document, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self.post_message(ShelfRead(known))

    @on(ShelfRead)
    def _shelf_read(self, event: ShelfRead) -> None:
        event.stop()
        self.form.search.know_shelf(event.shelf)

    @on(Select.Changed, "#counted")
    async def _counted(self, event: Select.Changed) -> None:
        if event.value == self.draft.counted:
            return
        self.draft = replace(self.draft, counted=str(event.value))
        await self.form.fill_label(self.draft)
        self._judge()
        if self.draft.is_product and not self.draft.serving.strip():
            self.form.focus_on("serving")

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
        if self._keys_wait():
            self._catch_up_later()
        else:
            self._judge()

    def _keys_wait(self) -> bool:
        """Whether so many keys wait that judging each one would fall behind."""
        focused = self.focused
        waiting = focused.message_queue_size if focused is not None else 0
        return waiting + self.app.message_queue_size > MOST_WAITING

    def _catch_up_later(self) -> None:
        if self._behind is None:
            self._behind = self.set_timer(CATCH_UP, self._catch_up)

    def _catch_up(self) -> None:
        """Judge what stands in the form, once the keys that waited are in it."""
        self._behind = None
        if self._keys_wait():
            self._catch_up_later()
        else:
            self._judge()

    def typed_past(self, text: str) -> None:
        """Take the beginning of a dose that was typed into the question before it."""
        self.form.field("dose").input.go_on(text)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember whether the verdict was gone to last: a button takes the focus."""
        if not isinstance(event.widget, Button):
            self._at_verdict = isinstance(event.widget, VerdictPane)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Tie a strength that was typed in mg to the amount that it is in."""
        del event
        draft = settled(self.draft, self.document.catalogue)
        if draft is not self.draft:
            self.draft = draft
            self.form.field("strength").fill(draft.row.strength)
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
        from planner.tui.screens.label import ask_row

        ask_row(self.app, self.document.catalogue, self.draft, place, self._set_also)

    def _set_also(self, rows: tuple[Row, ...]) -> None:
        self.draft = replace(self.draft, also=rows)
        self.form.query_one(LabelFields).show_also(rows)
        self._judge()

    @on(Button.Pressed, "#also-edit")
    @on(OptionList.OptionSelected, "#also")
    def _edit_row(self) -> None:
        if (place := self.form.also_place()) is not None:
            self._ask_row(place)

    @on(Button.Pressed, "#also-remove")
    def _remove_row(self) -> None:
        if (place := self.form.also_place()) is not None:
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
        note = label_note(draft, document.regimen, self.entry, document.catalogue)
        self.form.answer(draft, made, self._verdict, self._reading, note)
        self._show_verdict(made)
        self.planner.keep_draft_soon()

    def _show_verdict(self, made: Drafted) -> None:
        wrong = self.form.problem_words(made.problems) if made.problems else ""
        # A wide form has room for how the label is read; below a narrow one the pane says it.
        reading = self._reading if self.has_class("-narrow") else LabelReading()
        pane, catalogue = self.query_one(EntryVerdict), self.document.catalogue
        pane.tell(made, self._verdict, wrong, reading, catalogue)

    def on_screen_resume(self) -> None:
        """Judge anew: the country of the settings may be another one by now."""
        if self._made.entry or self._made.needed:
            self._judge()

    def on_resize(self) -> None:
        """Say what a wide form has room for where it is."""
        if self.is_mounted:
            self._show_verdict(self._made)

    # commands

    def action_save_entry(self) -> None:
        """Put the entry into the evening, if it can be read and judged."""
        made, verdict = self._made, self._verdict
        if made.regimen is None or verdict is None or made.problems:
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
            self.form.focus_on(name)
            return

    def half_typed(self) -> bool:
        """Whether something is typed that the evening does not hold."""
        return self.draft != self._start

    def action_cancel_entry(self) -> None:
        """Go back, after asking if something was typed."""
        ask_about_typing(self.app, self, lambda: self.dismiss(None))

    def action_show_entry_evidence(self) -> None:
        """Show what is documented about the substance, or behind the finding."""
        from planner.tui.screens.evidence import EvidenceScreen

        pane = self.query_one(VerdictPane)
        about = pane.selected if self._at_verdict else None
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
