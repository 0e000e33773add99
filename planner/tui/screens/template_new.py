"""A new template of a regimen: its name, what it is for, and what it asks for each person."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.widgets import Label, Static

from planner.forms.template_draft import FieldDraft, TemplateDraft, draft_of
from planner.library.template_writing import (
    SaveError,
    same_name_words,
    template_path,
    write_template,
)
from planner.regimen.fields import IDENTIFIER_PATTERN, LONGEST_TITLE
from planner.regimen.template_making import CannotBeTemplateError, left_out
from planner.tui.commands import TEMPLATE_NEW, bindings
from planner.tui.messages import ChoiceMade, FieldEdited, TickChanged, TickMoved
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.confirm import MessageScreen
from planner.tui.screens.leaving import ask_about_typing
from planner.tui.text import ELLIPSIS, QUIET, cut, filled, literal
from planner.tui.widgets.amount_field import NEEDED, Field
from planner.tui.widgets.choices import Choices
from planner.tui.widgets.text_preview import TextPreview
from planner.tui.widgets.tick_list import TickList, TickRow
from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.regimen.models import Regimen

NOTES, REQUIRED, KEPT = "notes", "required", "kept"
_NAME = 20
"""Columns of the names of fields in the list."""
_NOTES = 30
"""Columns of the notes that are shown beside their tick."""
_OWN = ("file", "title", "description")
_OF_FIELD = ("name", "prompt")


@dataclass(frozen=True, slots=True)
class Written:
    """A template that was written."""

    path: Path
    words: str
    """What to tell of it."""


class TemplateNewScreen(PlannerScreen["Written | None"]):
    """A form for the template, with the file as it would be written beside it."""

    WHERE = TEMPLATE_NEW
    BINDINGS = bindings(TEMPLATE_NEW)
    BUTTONS = ("save-template", "show-template-text", "cancel-template", "help")
    CSS_PATH = ["../styles/entry.tcss", "../styles/templates.tcss"]
    AUTO_FOCUS = "#input-description"

    def __init__(self, regimen: Regimen) -> None:
        super().__init__()
        self._regimen = regimen
        self._draft = TemplateDraft("", "")
        self._start = self._draft
        self._fields: dict[str, Field] = {}
        self._refused = ""
        """Why what stands here makes no template."""
        self._tried = False
        """Whether somebody has tried to save: what is missing is told beside the fields then."""

    def compose(self) -> ComposeResult:
        """Compose the form, and the file beside it."""
        self._draft = self._start = draft_of(self._regimen, _free_name(self))
        yield Static(literal("A new template", strong=True), id="title", markup=False)
        with Container(id="main"):
            with VerticalScroll(id="form", can_focus=False):
                yield from self._form()
            with Vertical(id="panel"):
                yield TextPreview(id="template-text")
        yield from self.bottom()

    def _form(self) -> ComposeResult:
        draft = self._draft
        yield self._field("description", "What it is for", draft.description)
        yield self._field("file", "File name", draft.file)
        yield self._field("title", "Title", draft.title, "of every plan made from it")
        yield Static(literal(self._left_words(), QUIET), classes="note", markup=False)
        if self._regimen.notes:
            words = f"Keep the notes: “{cut(self._regimen.notes, _NOTES)}”"
            yield Choices(NOTES, [(NOTES, words)], [NOTES], many=True)
        yield Label("Asked for each person", classes="section", markup=False)
        ticked = [row.key for row in draft.rows if row.asked]
        yield TickList([_tick_row(row) for row in draft.rows], ticked, id="asked")
        with Vertical(id="of-field"):
            first = draft.rows[0]
            yield Label("", id="of-which", classes="section", markup=False)
            yield self._field("name", "Called", first.name)
            yield self._field("prompt", "Asks", first.prompt)
            rows = ((REQUIRED, "has to be filled"), (KEPT, ""))
            yield Choices("needed", rows, [REQUIRED], id="needed")

    def _field(self, name: str, label: str, value: str, hint: str = "") -> Field:
        field = self._fields[name] = Field(name, label, value=value, hint=hint)
        return field

    def _left_words(self) -> str:
        left = left_out(self._regimen)
        if not left:
            return "The plan says nothing about a person. Title, notes and reasons go along as they are."  # noqa: E501
        return (
            f"Stays behind: {listed(left)}. Title, notes and reasons go along: see that they name"
            " nobody."
        )

    def on_mount(self) -> None:
        """Answer what stands in the fields."""
        self._show_field()
        self._read()
        self.settle_memory()

    @property
    def ticks(self) -> TickList:
        """The keys that can be asked for."""
        return self.query_one("#asked", TickList)

    @property
    def _row(self) -> FieldDraft:
        """The key that the cursor is on."""
        return self._draft.row(self.ticks.highlighted or self._draft.rows[0].key)

    # what is typed and chosen

    def field_typed(self, name: str, text: str) -> None:
        """Take what is typed."""
        if name in _OWN:
            self._draft = replace(self._draft, **{name: text})  # type: ignore[arg-type]
        elif name in _OF_FIELD:
            self._change_row(asked=True, **{name: text})
        self._read()

    @on(FieldEdited)
    def _edited(self, event: FieldEdited) -> None:
        event.stop()
        self.field_typed(event.name, event.text)

    @on(ChoiceMade)
    def _chosen(self, event: ChoiceMade) -> None:
        event.stop()
        if event.name == NOTES:
            self._draft = replace(self._draft, with_notes=bool(event.chosen))
        else:
            self._change_row(asked=True, required=event.chosen == (REQUIRED,))
        self._read()

    @on(TickMoved)
    def _moved(self, event: TickMoved) -> None:
        event.stop()
        self._show_field()
        self._read()

    @on(TickChanged)
    def _ticked(self, event: TickChanged) -> None:
        event.stop()
        self._draft = self._draft.with_row(event.key, asked=event.key in self.ticks.ticked)
        self._show_rows()
        self._read()

    def action_tick(self) -> None:
        """Tick the highlighted field, or take its tick away."""
        self.ticks.change()

    def action_require_field(self) -> None:
        """Have the highlighted field filled for each person, or keep its value as the default."""
        row = self._row
        if row.value is None:
            self.tell("The plan has no value for it that could be kept: it has to be filled.")
            return
        self._change_row(asked=True, required=not row.required or not row.asked)
        self._show_field()
        self._read()

    def _change_row(self, **changes: object) -> None:
        self._draft = self._draft.with_row(self._row.key, **changes)
        self._show_rows()

    # showing

    def _show_rows(self) -> None:
        self.ticks.tick([row.key for row in self._draft.rows if row.asked])
        self.ticks.show([_tick_row(row) for row in self._draft.rows])

    def _show_field(self) -> None:
        """Show the field that the cursor is on below the list."""
        row = self._row
        words = f"The field that fills {visible(row.key)}"
        self.query_one("#of-which", Label).update(literal(words))
        self._fields["name"].fill(row.name)
        self._fields["prompt"].fill(row.prompt)
        needed = self.query_one("#needed", Choices)
        needed.display = row.value is not None
        if row.value is not None:
            needed.rename(KEPT, f"{row.value_words} unless filled in")
        needed.fill([REQUIRED if row.required else KEPT])

    def _read(self) -> tuple[Path, str] | None:
        """Answer every field; return where the file goes and what it holds, if all is well."""
        path = self._answer_file()
        good = path is not None
        for name, (problem, needed) in self._problems().items():
            field = self._fields[name]
            field.mark(NEEDED if needed else "")
            field.answer(problem if self._tried or not needed else None)
            good = good and not problem
        self._refused = ""
        description = self._draft.description.strip() or ELLIPSIS
        try:
            text = replace(self._draft, description=description).text(self._regimen_there(path))
        except (CannotBeTemplateError, ValueError) as problem:
            self._refused = str(problem)
            self.query_one(TextPreview).show(f"No template yet. {self._refused}", QUIET)
            return None
        self.query_one(TextPreview).show(text)
        return (path, text) if good and path is not None else None

    def _regimen_there(self, path: Path | None) -> Regimen:
        """Return the regimen with the labels that its place lacks."""
        from planner.library.home import with_labels_kept

        return with_labels_kept(self._regimen, path) if path else self._regimen

    def _answer_file(self) -> Path | None:
        field, library = self._fields["file"], self.planner.library
        try:
            path = template_path(library, self._draft.file)
        except ValueError as problem:
            field.answer(str(problem))
            return None
        shown = path.relative_to(library)
        if os.path.lexists(path):
            field.answer(f"There is {visible(str(shown))} already: write another name.")
            return None
        field.answer(None, visible(str(shown)))
        return path

    def _problems(self) -> dict[str, tuple[str, bool]]:
        """Return for each field what is wrong, and whether it is only empty so far."""
        draft, row = self._draft, self._row
        title, name = draft.title.strip(), row.name.strip()
        found = {"description": ("", False), "title": ("", False), "name": ("", False),
                 "prompt": ("", False)}  # fmt: skip
        if not draft.description.strip():
            found["description"] = ("Say in a few words what it is for: the list shows it.", True)
        if not title:
            found["title"] = ("A title has at least one character.", False)
        elif len(title) > LONGEST_TITLE:
            found["title"] = (f"{len(title):,} characters; {LONGEST_TITLE} at most.", False)
        if row.asked and not re.fullmatch(IDENTIFIER_PATTERN, name):
            found["name"] = ("Use 1 to 64 of a-z, 0-9 and -, such as bedtime.", False)
        elif row.asked and sum(each.asked and each.name.strip() == name for each in draft.rows) > 1:
            found["name"] = ("Another field is called that.", False)
        if row.asked and not row.prompt.strip():
            found["prompt"] = ("Write what is asked, such as: When do you go to bed?", False)
        return found

    def action_show_template_text(self) -> None:
        """Show the file as it would be written."""
        self._read()
        said = self.query_one(TextPreview).text
        self.app.push_screen(MessageScreen("The file as it would be written", said))

    # going on

    def action_save_template(self) -> None:
        """Write the file, if everything is as it has to be."""
        self._tried = True
        read = self._read()
        if read is None:
            self._say_what_blocks()
            return
        path, text = read
        library = self.planner.library
        if taken := same_name_words(library, path):
            self._blocked("file", f"{taken}.")
            return
        try:
            write_template(text, path)
        except SaveError as problem:
            self._blocked("file", str(problem))
            return
        asked = sum(row.asked for row in self._draft.rows)
        fields = "no field" if not asked else "1 field" if asked == 1 else f"{asked} fields"
        name = visible(path.name)
        words = f"saved {name} ({fields}). In the library, N makes plans from it."
        self.dismiss(Written(path, words))

    def _say_what_blocks(self) -> None:
        if self._answer_file() is None:
            self._blocked("file", "the file needs another name.")
            return
        for name, (problem, _) in self._problems().items():
            if problem:
                self._blocked(name, f"{self._fields[name].label}: {problem}")
                return
        # it is about a field that the cursor is not on
        self._blocked("", self._refused)

    def _blocked(self, name: str, said: str) -> None:
        self.tell(f"Not saved yet: {said}", severity="error")
        if name:
            self._fields[name].input.focus()
        else:
            self.ticks.focus()

    def half_typed(self) -> bool:
        """Whether something is typed or chosen that leaving would lose."""
        return self._draft != self._start

    def action_cancel_template(self) -> None:
        """Go back, after asking if something was typed."""
        ask_about_typing(self.app, self, lambda: self.dismiss(None))


def _free_name(screen: TemplateNewScreen) -> str:
    """Return a name for the file that no template has yet, made from the title."""
    from planner.library.listing import free_path
    from planner.library.templates import TEMPLATES

    return free_path(screen.planner.library / TEMPLATES, screen._regimen.title).stem


def _tick_row(row: FieldDraft) -> TickRow:
    return TickRow(row.key, f"{filled(cut(row.name, _NAME), _NAME)}  {row.words}")
