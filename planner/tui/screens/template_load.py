"""Loading a template into an evening: what it would change, part by part, before anything does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from planner.regimen.filling import fill, typed
from planner.regimen.parts import TAKEN
from planner.regimen.template_loading import WHOLE, Loading, Offer, loading_of, taken_over
from planner.regimen.templates import fill_defaults
from planner.regimen.values import value_of
from planner.regimen.writing import regimen_table
from planner.tui.commands import TEMPLATE_LOAD, bindings
from planner.tui.finding_drawing import summary_words
from planner.tui.messages import TickChanged, VerdictItemChosen
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.confirm import PromptScreen
from planner.tui.text import QUIET, cut, lines, literal
from planner.tui.widgets.gauges import worst_first
from planner.tui.widgets.tick_list import TickList, TickRow
from planner.tui.widgets.verdict_pane import VerdictPane
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.document import Document
    from planner.library.templates import TemplateFile
    from planner.regimen.filling import Field, Source
    from planner.regimen.models import Regimen
    from planner.tui.screens.editor import EditorScreen

LOW = 22
"""Rows below which what is offered has the room, not the verdict."""
NO_VERDICT = "No documented range or upper limit applies to what is planned: not checked."
_ABOUT = {"taken": "what is taken", "times": "when", "reason": "reason"}
_FACTS = {"bedtime": "Bedtime", "weeks": "Length", "notes": "Notes"}
_LONGEST = 120
"""Columns of a text that is shown of notes, a reason or a name."""
_HEADINGS = {False: "The evening lacks", True: "Different in the template"}
"""By whether something of the evening would be replaced."""
_DOSES = {"dose", "phases"}
_LEADING = ("dose", "phases", "product", "substance", "name", "basis", "standardised_to")
"""Keys of what is taken, in the order in which they are told."""


class TemplateLoadScreen(PlannerScreen["tuple[Regimen, str] | None"]):
    """What the template has otherwise, with a tick each, and the verdict on what would come of it.

    Nothing is ticked that would replace what somebody typed.
    """

    WHERE = TEMPLATE_LOAD
    BINDINGS = bindings(TEMPLATE_LOAD)
    BUTTONS = ("load-ticked", "tick", "tick-all", "close")
    CSS_PATH = ["../styles/entry.tcss", "../styles/templates.tcss"]
    AUTO_FOCUS = "#offers-list"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (LOW, "-tall")]

    def __init__(self, document: Document, name: str, given: Regimen, loading: Loading) -> None:
        super().__init__()
        self._document, self._template, self._given = document, name, given
        self._found = loading
        self._after = document.regimen

    def compose(self) -> ComposeResult:
        """Compose what is offered, and the verdict."""
        offers = self._found.offers
        ticked = [each.key for each in offers if not each.replaces]
        title = f"Load {cut(self._template, 40)} into “{cut(self._document.regimen.title, 40)}”"
        yield Static(literal(title, strong=True), id="title", markup=False)
        yield Static(literal(self._about(), QUIET), classes="subtitle", markup=False)
        with Container(id="main"):
            yield TickList(list(self._rows()), ticked, id="offers-list")
            with Vertical(id="panel"):
                yield VerdictPane(id="verdict")
        yield from self.bottom()

    def _about(self) -> str:
        replacing = sum(each.replaces for each in self._found.offers)
        if not self._found.offers:
            return "The evening has everything that the template gives, as it gives it."
        if not replacing:
            return "Nothing that you typed is replaced. What is ticked is added."
        return (
            "What is ticked is taken over. What would replace something of yours is not ticked:"
            " that is for you to choose."
        )

    def _rows(self) -> Iterator[TickRow]:
        offers, loading = self._found.offers, self._found
        for replaces, heading in _HEADINGS.items():
            found = [each for each in offers if each.replaces is replaces]
            if found:
                yield TickRow("", heading, strong=True)
                yield from map(self._row, found)
                yield TickRow("", "")
        for names, words in ((loading.same, "The same in both"), (loading.untouched, "Only yours")):
            if names:
                yield TickRow("", f"{words}: {listed(map(visible, names))}.")
        yield TickRow("", "Title, person and what you accepted stay as they are.")

    def _row(self, offer: Offer) -> TickRow:
        if offer.entry is None:
            words = _FACTS[offer.part]
        elif offer.part == WHOLE:
            words = visible(offer.entry)
        else:
            words = f"{visible(offer.entry)}: {_about(offer)}"
        given = self._words(offer.given, self._given, offer)
        if not offer.replaces:
            return TickRow(offer.key, words, (("", given),))
        own = self._words(offer.own, self._document.regimen, offer)
        if own == given:
            given = f"{given}, with another label"
        return TickRow(offer.key, words, (("yours", own), ("template", given)))

    def _words(self, row: dict[str, Any] | Any, regimen: Regimen, offer: Offer) -> str:
        order = (*_LEADING, *(key for key in row if key not in _LEADING))
        said = []
        for key in order:
            if key not in row:
                continue
            words = value_of(key, row[key]).words
            if key == "product" and (product := regimen.products.get(row[key])):
                words = cut(product.name, 60)
            elif key == "substance":
                known = self._document.catalogue.find(row[key])
                words = known.name if known else visible(row[key])
            elif key == "basis":
                words = "elemental" if row[key] == "elemental" else "the whole compound"
            elif key == "standardised_to":
                words = f"standardised to {words}"
            elif key in ("notes", "reason"):
                words = f"“{cut(str(row[key]), _LONGEST)}”"
            elif key == "name":
                words = cut(str(row[key]), _LONGEST)
            said.append(words)
        return ", ".join(said) or ("every day" if offer.part != TAKEN else "")

    def on_mount(self) -> None:
        """Judge what is ticked at first."""
        self._judge()
        self.settle_memory()

    # what is ticked

    @property
    def ticks(self) -> TickList:
        """What is offered."""
        return self.query_one("#offers-list", TickList)

    def _ticked(self) -> list[Offer]:
        ticked = self.ticks.ticked
        return [each for each in self._found.offers if each.key in ticked]

    def action_tick(self) -> None:
        """Tick the highlighted row, or take its tick away."""
        self.ticks.change()

    def action_tick_all(self) -> None:
        """Tick every row, or none where all are ticked."""
        every = {each.key for each in self._found.offers}
        self.ticks.tick(every - self.ticks.ticked and every)
        self._judge()

    @on(TickChanged)
    def _changed(self, event: TickChanged) -> None:
        event.stop()
        self._judge()

    def _judge(self) -> None:
        """Show what the judge says of the evening with what is ticked."""
        document = self._document
        self._after = taken_over(document.regimen, self._given, self._ticked())
        verdict = document.preview(self._after)
        entries, missing = len(self._after.entries), len(verdict.not_checked())
        rest = f", {missing} not" if missing else ""
        coverage = f"{entries - missing} of {entries} checked{rest}"
        number = len(self._ticked())
        after = literal(f"The evening with what is ticked ({number})", QUIET)
        self.query_one(VerdictPane).show(
            worst_first(verdict.gauges),
            verdict.findings,
            document.catalogue,
            head=lines([after, summary_words(verdict.findings, coverage)]),
            no_gauges=NO_VERDICT,
            heading="Findings",
            no_findings="Nothing to report.",
            names={taking.entry: taking.name for taking in verdict.schedule},
        )

    def on_screen_resume(self) -> None:
        """Judge anew: the country of the settings may be another one by now."""
        if self.is_mounted:
            self._judge()

    @on(VerdictItemChosen)
    def _item_chosen(self, event: VerdictItemChosen) -> None:
        event.stop()

    # going on

    def action_load_ticked(self) -> None:
        """Take what is ticked over."""
        number = len(self._ticked())
        if not number:
            self.tell(
                "Nothing is ticked, so nothing would change. Space ticks a row, esc goes back."
            )
            return
        what = f"take {counted(number, 'part')} from {self._template}"
        self.dismiss((self._after, what))

    def action_close(self) -> None:
        """Go back; nothing has changed."""
        self.dismiss(None)


def _about(offer: Offer) -> str:
    """Return what of an entry the template has otherwise."""
    keys = {*offer.own, *offer.given}
    differing = {key for key in keys if offer.own.get(key) != offer.given.get(key)}
    if offer.part == TAKEN and differing and differing <= _DOSES:
        return "dose"
    return _ABOUT[offer.part]


def load_template(editor: EditorScreen, file: TemplateFile, source: Source) -> None:
    """Ask for doses that the template leaves open, then show what it would change."""
    own = regimen_table(editor.document.regimen)
    values = {
        name: value
        for name, field in source.fields.items()
        if (value := _at(own, field.path)) is not None and field.path[0] != "entries"
    }
    open_doses = [
        field
        for field in source.fields.values()
        if field.path[0] in ("entries", "products")
        and _at(_given_table(source), field.path) is None
    ]
    _ask_next(editor, file, source, open_doses, values)


def _given_table(source: Source) -> dict[str, Any]:

    return fill_defaults(dict(source.table))


def _ask_next(
    editor: EditorScreen,
    file: TemplateFile,
    source: Source,
    rest: list[Field],
    values: dict[str, Any],
) -> None:
    if not rest:
        _show(editor, file, source, values)
        return
    field, *later = rest

    def read(text: str) -> str:
        value = typed(field.path, text)
        if not text.strip():
            raise ValueError("The template leaves it open: it cannot be taken over without it.")
        said = dict(fill(source, {**values, field.name: value}).problems).get(field.name)
        if said:
            raise ValueError(said)
        return value_of(field.path[-1], value).words

    def answered(text: str | None) -> None:
        if text is not None:
            given = {**values, field.name: typed(field.path, text)}
            _ask_next(editor, file, source, later, given)

    prompt = PromptScreen(
        f"{visible(source.name)} asks",
        about=f"{visible(field.prompt)} ({visible(field.key)})",
        hint="Nothing changes yet: what the template would change is shown next.",
        done="Go on",
        read=read,
    )
    editor.app.push_screen(prompt, answered)


def _show(editor: EditorScreen, file: TemplateFile, source: Source, values: dict[str, Any]) -> None:
    from planner.library.home import with_shelf

    reading = with_shelf(fill(source, values).reading, file.path)
    if reading.regimen is None:
        editor.tell("This template gives nothing that could be taken over.", severity="warning")
        return
    loading = loading_of(editor.document.regimen, reading.regimen)

    def answered(done: tuple[Regimen, str] | None) -> None:
        if done is not None:
            regimen, what = done
            editor.apply(regimen, what)
            editor.tell(f"Done: {what}. Press u to take it back.")
            editor.table.focus()

    editor.app.push_screen(
        TemplateLoadScreen(editor.document, source.name, reading.regimen, loading), answered
    )


def _at(table: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        if not isinstance(table, dict) or part not in table:
            return None
        table = table[part]
    return table
