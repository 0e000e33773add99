"""Filling a template: a form made of its fields, judged at every key."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, Static

from planner.document import Document
from planner.forms.template_form import Asked, Made, asked_of, filled_with, fixed_words
from planner.judge.findings import Finding, Gauge
from planner.tui.commands import FILLING, bindings
from planner.tui.finding_drawing import summary_words
from planner.tui.messages import FieldEdited, VerdictItemChosen
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.confirm import MessageScreen
from planner.tui.screens.leaving import ask_about_typing
from planner.tui.screens.saving import SaveFlow
from planner.tui.text import ASK, BAD, QUIET, cut, lines, literal
from planner.tui.widgets.amount_field import NEEDED
from planner.tui.widgets.gauges import worst_first
from planner.tui.widgets.template_field import FixedField, TemplateField, field_of
from planner.tui.widgets.verdict_pane import VerdictPane
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from pathlib import Path

    from planner.catalogue import Catalogue
    from planner.library.templates import TemplateFile
    from planner.regimen.filling import Source

NOTHING_ASKED = "This template asks for nothing: save the plan, or open it and change it there."
LOW = 22
"""Rows below which the form has the room, not the verdict."""
NO_VERDICT = "The verdict is shown here as soon as something can be judged."
NOT_CHECKED = "No documented range or upper limit applies to what is planned: not checked."
MOST_WAITING, CATCH_UP = 12, 0.05
"""Keys that may wait before they are judged together, and the seconds until then."""


class TemplateFillScreen(PlannerScreen["Document | TemplateFile | None"]):
    """One row for each field of a template, with the verdict on the plan beside or below them.

    It gives back the plan, or the template where its file is to be opened itself.
    """

    WHERE = FILLING
    BINDINGS = bindings(FILLING)
    BUTTONS = (
        "save-filled", "open-filled", "show-filled-evidence", "edit-template", "cancel-filled",
    )  # fmt: skip
    CSS_PATH = ["../styles/entry.tcss", "../styles/templates.tcss"]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (LOW, "-tall")]

    def __init__(self, file: TemplateFile, source: Source) -> None:
        super().__init__()
        self._file, self._source = file, source
        self._asked = asked_of(source)
        self._fields: dict[str, TemplateField] = {}
        self._texts = {each.name: each.text for each in self._asked if not each.is_fixed}
        self._start = dict(self._texts)
        self._made: Made | None = None
        self._tried = False
        """Whether somebody has tried to save: what is missing is told beside the fields then."""
        self._at_verdict = False
        self._behind: Timer | None = None

    @property
    def path(self) -> Path:
        """Where the plan would lie, as far as that is known before it has a name."""
        if self._file.shipped:
            return self.planner.library / "plan.toml"
        return self._file.path

    @cached_property
    def _catalogue(self) -> Catalogue:
        """The catalogue that the plan is judged by: with what the home of it adds."""
        return self.planner.catalogue_at(self.path)

    def compose(self) -> ComposeResult:
        """Compose the form and the verdict."""
        title = f"A plan from {cut(self._source.name, 60)}"
        yield Static(literal(title, strong=True), id="title", markup=False)
        with Container(id="main"):
            with VerticalScroll(id="form", can_focus=False):
                said = self._source.description if self._asked else NOTHING_ASKED
                yield Static(literal(said, QUIET), classes="note", markup=False)
                for asked in self._asked:
                    yield self._widget(asked)
            with Vertical(id="panel"):
                yield VerdictPane(id="verdict")
        yield from self.bottom()

    def _widget(self, asked: Asked) -> TemplateField | FixedField:
        if asked.is_fixed:
            return FixedField(asked, fixed_words(asked))
        field = self._fields[asked.name] = field_of(asked)
        return field

    def on_mount(self) -> None:
        """Judge what the template gives, and go to the first field that waits for something."""
        first = next((each.name for each in self._asked if each.needed), None)
        field = self._fields.get(first or next(iter(self._fields), ""))
        if field is not None:
            field.input.focus()
        else:
            self.query_one("#do-save-filled", Button).focus()
        self._judge()
        self.settle_memory()

    # what is typed

    def field_typed(self, name: str, text: str) -> None:
        """Take what is typed and judge it."""
        self._texts[name] = text
        if self._keys_wait():
            self._catch_up_later()
        else:
            self._judge()

    @on(FieldEdited)
    def _edited(self, event: FieldEdited) -> None:
        event.stop()
        self.field_typed(event.name, event.text)

    def _keys_wait(self) -> bool:
        """Whether so many keys wait that judging each one would fall behind."""
        focused = self.focused
        waiting = focused.message_queue_size if focused is not None else 0
        return waiting + self.app.message_queue_size > MOST_WAITING

    def _catch_up_later(self) -> None:
        if self._behind is None:
            self._behind = self.set_timer(CATCH_UP, self._catch_up)

    def _catch_up(self) -> None:
        self._behind = None
        if self._keys_wait():
            self._catch_up_later()
        else:
            self._judge()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Remember whether the verdict was gone to last: a button takes the focus."""
        if not isinstance(event.widget, Button):
            self._at_verdict = isinstance(event.widget, VerdictPane)

    # the verdict

    def _judge(self) -> Made:
        """Fill the template with what stands in the form, and show what comes of it."""
        planner = self.planner
        made = filled_with(self._source, self._texts, self.path, self._catalogue, planner.country)
        self._made = made
        self._answer(made)
        self._show_verdict(made)
        return made

    def _answer(self, made: Made) -> None:
        for name, field in self._fields.items():
            needed = name in made.needed
            field.mark(NEEDED if needed else "")
            problem = made.problems.get(name)
            if needed and self._tried:
                problem = "It is not filled, and there is no plan without it."
            field.answer(problem, made.understood.get(name))

    def _show_verdict(self, made: Made) -> None:
        verdict, catalogue = made.verdict, self._catalogue
        head = []
        if made.needed:
            names = listed(cut(name, 20) for name in made.needed[:5])
            if len(made.needed) > 5:
                names = counted(len(made.needed), "field")
            head.append(literal(f"{NEEDED} Still to be filled: {names}", ASK))
        for name, said in made.problems.items():
            where = cut(name, 40)
            words = f"✗ {where} cannot be read" if name in self._fields else f"✗ {where}: {said}"
            head.append(literal(words, BAD))
        pane = self.query_one(VerdictPane)
        if verdict is None or made.reading.regimen is None:
            pane.show((), (), None, head=lines(head) if head else None, no_gauges=NO_VERDICT)
            return
        broken = made.reading.broken
        entries = len({*made.reading.regimen.entries, *broken})
        missing = len({*verdict.not_checked(), *broken})
        rest = f", {missing} not" if missing else ""
        coverage = f"{entries - missing} of {entries} checked{rest}"
        head.append(summary_words(verdict.findings, coverage))
        pane.show(
            worst_first(verdict.gauges),
            verdict.findings,
            catalogue,
            head=lines(head),
            no_gauges=NOT_CHECKED,
            heading="Findings",
            no_findings="Nothing to report.",
            names={taking.entry: taking.name for taking in verdict.schedule},
        )

    def on_screen_resume(self) -> None:
        """Judge anew: the country of the settings may be another one by now."""
        if self._made is not None:
            self._judge()

    @on(VerdictItemChosen)
    def _item_chosen(self, event: VerdictItemChosen) -> None:
        """Go to the field that a finding is about; all else shows what it stands on."""
        event.stop()
        about = event.about
        if isinstance(about, Finding) and about.entry is not None:
            for asked in self._asked:
                if asked.field.path[:2] == ("entries", about.entry) and asked.name in self._fields:
                    self._fields[asked.name].input.focus()
                    return
        self.action_show_filled_evidence()

    def action_show_filled_evidence(self) -> None:
        """Show what is documented of what is selected, or of everything in the plan."""
        from planner.tui.screens.evidence import EvidenceScreen

        made = self._made
        regimen = made.reading.regimen if made else None
        about = self.query_one(VerdictPane).selected if self._at_verdict else None
        names = []
        if regimen is not None:
            names = [each for entry in regimen.entries for each in regimen.substances_of(entry)]
        if about is not None and about.substance:
            names = [about.substance]
        self.app.push_screen(
            EvidenceScreen(
                list(dict.fromkeys(names)),
                about.source if isinstance(about, Finding) else None,
                country=made.verdict.country if made and made.verdict else self.planner.country,
                gauge=about if isinstance(about, Gauge) else None,
                said=about.message if isinstance(about, Finding) else "",
            )
        )

    # going on

    def _whole(self) -> Document | None:
        """Return the plan as a document, or tell what keeps it from being one."""
        made = self._judge()
        if made.regimen is None:
            self._tried = True
            self._judge()
            self._say_what_blocks(made)
            return None
        planner = self.planner
        return Document(made.regimen, self._catalogue, country=planner.country, unsaved=True)

    def _say_what_blocks(self, made: Made) -> None:
        if made.needed:
            prompts = {each.name: each.field.prompt for each in self._asked}
            named = listed(f"{name} ({cut(prompts[name], 60)})" for name in made.needed[:3])
            more = len(made.needed) - 3
            rest = f" and {more} more" if more > 0 else ""
            verb = "is" if len(made.needed) == 1 else "are"
            said = f"{named}{rest} {verb} not filled."
        else:
            name, words = next(iter(made.problems.items()))
            said = f"{name}: {words}"
        self.tell(f"Not saved yet: {said}", severity="error")
        for name in (*made.problems, *made.needed):
            if name in self._fields:
                self._fields[name].input.focus()
                return

    def action_save_filled(self) -> None:
        """Ask for the name of the file, save the plan, and open it."""
        document = self._whole()
        if document is not None:
            SaveFlow(self, document, lambda: self.dismiss(document)).start()

    def action_open_filled(self) -> None:
        """Open the plan in the editor, in no file yet."""
        document = self._whole()
        if document is not None:
            self.dismiss(document)

    def action_edit_template(self) -> None:
        """Open the file of the template, or say how it is changed; what is typed stays here."""
        if self._file.shipped or self._file.reading.unfilled:
            title, said = how_to_change(self._file)
            self.app.copy_to_clipboard(str(self._file.path))
            self.app.push_screen(MessageScreen(title, said))
        else:
            ask_about_typing(self.app, self, lambda: self.dismiss(self._file))

    def half_typed(self) -> bool:
        """Whether something is typed that leaving would lose."""
        return self._texts != self._start

    def action_cancel_filled(self) -> None:
        """Go back, after asking if something was typed."""
        ask_about_typing(self.app, self, lambda: self.dismiss(None))


def how_to_change(file: TemplateFile) -> tuple[str, str]:
    """Return a heading, and how the file of a template is changed that the editor cannot show."""
    name, path = visible(file.name), visible(str(file.path))
    if file.shipped:
        return (
            f"{name} comes with Planner",
            "It stays as it is. To have one of your own: fill it, open the plan, change what you"
            f" like, and press T there to save it as a template.\n\n{path}",
        )
    number = counted(len(file.reading.unfilled), "field")
    return (
        "The file of the template",
        f"{name} leaves {number} to be filled, so there is no whole evening that the editor could"
        f" show. Change the file in a text editor:\n\n{path}\n\nThe path was copied, where the"
        f" terminal allows it. Then check it with\n\nplanner template check {name}",
    )
