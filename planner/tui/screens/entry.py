"""One entry: what it is, what its label says, how much of it and when; judged as it is typed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Label, OptionList, Select, Static

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
    default_when,
    substance_of,
)
from planner.forms.filling import draft_of
from planner.judge.findings import Severity, Verdict
from planner.quantities import UNITS
from planner.regimen.models import Regimen
from planner.tui.commands import ENTRY, bindings
from planner.tui.messages import DaysEdited, FieldEdited, SubstanceChosen
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.confirm import Choice, ConfirmScreen
from planner.tui.text import ASK, BAD, QUIET, STATE, lines, literal
from planner.tui.widgets.amount_field import Field
from planner.tui.widgets.days import Days
from planner.tui.widgets.findings import Findings
from planner.tui.widgets.gauges import Gauges
from planner.tui.widgets.label_fields import LabelFields
from planner.tui.widgets.row_fields import RowFields, strength_hint, with_field
from planner.tui.widgets.said import Said
from planner.tui.widgets.substance_search import SubstanceSearch
from planner.wording import counted, listed, visible

TEXTS = ("product_name", "serving", "dose", "when", "reason", "phases", "pack", "price")


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

    def __init__(self, document: Document, entry: str | None) -> None:
        super().__init__()
        self.document = document
        self.entry = entry
        self.draft = draft_of(document.regimen, entry) if entry else Draft()
        self._start = self.draft
        self._default_when = ""
        self._made = Drafted()
        self._verdict: Verdict | None = None

    def compose(self) -> ComposeResult:
        """Compose the form and the verdict."""
        title = f"Edit {visible(self.entry)}" if self.entry else "Add a supplement"
        yield Static(literal(title, strong=True), id="title", markup=False)
        with Container(id="main"):
            with VerticalScroll(id="form", can_focus=False):
                yield SubstanceSearch(self.document.catalogue, id="substance")
                yield Vertical(id="label-place")
                yield Field("dose", "Dose at one time", placeholder="300 mg")
                yield Vertical(id="strength-place")
                with Horizontal(id="counted-row"):
                    yield Label("Label counts in", classes="field-label", markup=False)
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
                yield Said(id="state")
                with VerticalScroll(id="gauges-box"):
                    yield Gauges(id="gauges")
                yield Findings(id="findings")
        yield from self.bottom()

    async def on_mount(self) -> None:
        """Fill the form."""
        draft = self.draft
        for name in ("dose", "when", "reason", "phases"):
            self._field(name).fill(getattr(draft, name))
        await self._mount_label()
        if draft.row.id or draft.row.name:
            substance = substance_of(draft.row, self.document.catalogue)
            name = substance.name if substance else draft.row.name or draft.row.id
            self.query_one(SubstanceSearch).fill(name)
        self._judge()
        if self.entry:
            self._field("dose").input.focus()

    def _field(self, name: str) -> Field:
        return self.query_one(f"#field-{name}", Field)

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

    # what is typed

    @on(SubstanceChosen)
    def _chosen(self, event: SubstanceChosen) -> None:
        if not event.substance:
            self.tell("Type its name first; what the catalogue lacks is kept and not checked.")
            return
        row = replace(self.draft.row, id=event.substance, name=event.name)
        self.draft = replace(self.draft, row=row)
        if self.draft.when in ("", self._default_when):
            when = default_when(substance_of(row, self.document.catalogue))
            self._default_when = when
            self.draft = replace(self.draft, when=when)
            self._field("when").fill(when)
        self._judge()
        self.call_after_refresh(self._ask_next)

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
        row = with_field(self.draft.row, event.name, event.text)
        if row is not None:
            self.draft = replace(self.draft, row=row)
        elif event.name in TEXTS:
            self.draft = replace(self.draft, **{event.name: event.text})  # type: ignore[arg-type]
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

        also = self.draft.also
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
            LabelScreen(self.document.catalogue, start, frozenset(taken - {start.id})), answered
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
        self._answer(made)
        self._show_verdict(made)

    def _answer(self, made: Drafted) -> None:
        draft = self.draft
        substance = substance_of(draft.row, self.document.catalogue)
        for fields in self.query(RowFields):
            fields.show(substance, draft.row)
            fields.answer(made.problems, made.understood)
        for label in self.query(LabelFields):
            label.answer(made.problems, made.understood, self._shared())
        if not draft.is_product:
            extract = substance if substance is not None and substance.kind == "extract" else None
            strength = self._field("strength")
            strength.display = extract is not None
            if extract is not None:
                strength.hint(strength_hint(extract))
            strength.answer(made.problems.get("strength"), made.understood.get("strength"))
        for name in ("dose", "when", "phases"):
            self._field(name).answer(made.problems.get(name), made.understood.get(name))

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
        gauges, findings = self.query_one(Gauges), self.query_one(Findings)
        state = self.query_one("#state", Said)
        verdict = self._verdict
        if verdict is None:
            rows: list[Content] = []
            if made.missing:
                rows.append(literal(f"… Still needed: {listed(dict.fromkeys(made.missing))}", ASK))
            if made.problems:
                number = counted(len(made.problems), "field")
                said = f"✗ {number} cannot be read yet; the reason stands below it in the form"
                rows.append(literal(said, BAD))
            state.say(lines(rows))
            gauges.show((), "The verdict is shown here as soon as the dose can be read.")
            findings.show((), None, "")
            findings.display = False
            return
        sign, word, tone = STATE[verdict.state(made.entry)]
        rest = ", counted with all entries of the evening"
        state.say(Content.assemble(literal(f"{sign} {word}", tone, strong=True),
                                      literal(rest, QUIET)))  # fmt: skip
        own = [gauge for gauge in verdict.gauges if made.entry in gauge.entries]
        gauges.show(own, "No documented range or upper limit applies: it is not checked.")
        findings.display = True
        findings.show(
            verdict.about(made.entry), self.document.catalogue,
            "Nothing to report about this entry.",
        )  # fmt: skip

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
            said.append(f"still needed: {listed(dict.fromkeys(made.missing))}")
        self.tell(f"Not kept yet: {said[0]}" if said else "Not kept yet.", severity="error")
        for name in made.problems:
            found = self.query(f"#input-{name}")
            if found and found.first().display:
                found.first().focus()
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

        findings = self.query_one(Findings)
        finding = findings.selected if findings.has_focus else None
        names = [self.draft.row.id, *(row.id for row in self.draft.also)]
        if finding is not None and finding.substance:
            names = [finding.substance]
        self.app.push_screen(EvidenceScreen(names, finding.source if finding else None))

    @on(OptionList.OptionSelected, "#findings")
    def _finding_selected(self) -> None:
        self.action_show_entry_evidence()


def _counted_options() -> list[tuple[str, str]]:
    names = {DIRECT: "mg of the substance (g, mcg, mmol too)", POWDER: "grams of a powder"}
    return [(names.get(each, UNITS[each].plural), each) for each in (DIRECT, *COUNTED)]
