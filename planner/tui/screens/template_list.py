"""The templates of the library, and those that come with Planner; one is chosen to be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from planner.tui.commands import BY_ID, TEMPLATES, bindings
from planner.tui.messages import TemplatesRead
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import BAD, QUIET, STATUS, cut, lines, literal
from planner.tui.widgets.moving import MovingList
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from pathlib import Path

    from planner.catalogue import Catalogue
    from planner.library.templates import TemplateFile

READING = "Looking for templates …"
NONE = (
    "There is no template yet. Open an evening and press T: it is saved as a template, without"
    " its person. On the command line, planner template new makes one."
)


class TemplatesList(MovingList):
    """The list of templates; its enter key is in the footer."""

    BINDINGS = [Binding("enter", "select", BY_ID["use-template"].title)]


class TemplatesScreen(PlannerScreen["TemplateFile | None"]):
    """Lists templates, each with what it is for and what it asks."""

    WHERE = TEMPLATES
    BINDINGS = bindings(TEMPLATES)
    BUTTONS = ("use-template", "close")
    CSS_PATH = "../styles/templates.tcss"
    AUTO_FOCUS = "#templates"

    def __init__(self, title: str, about: str) -> None:
        """`title` and `about` say what is done with the template that is chosen."""
        super().__init__()
        self._heading, self._about = title, about
        self._files: list[TemplateFile] = []

    def compose(self) -> ComposeResult:
        """Compose the list."""
        yield Static(literal(self._heading, strong=True), classes="title", markup=False)
        yield Static(literal(self._about, QUIET), classes="subtitle", markup=False)
        yield TemplatesList(Option(literal(READING, QUIET), disabled=True), id="templates",
                            markup=False)  # fmt: skip
        yield from self.bottom()

    def on_mount(self) -> None:
        """Have the templates read."""
        planner = self.planner
        self._read(planner.library, planner.catalogue, planner.country)

    @work(thread=True, exclusive=True, group="templates", exit_on_error=False)
    def _read(self, library: Path, catalogue: Catalogue, country: str | None) -> None:
        """Read them in a thread, which touches no widget: a library may hold many files."""
        worker = get_current_worker()
        found = []
        for file, status in _judged(library, catalogue, country):
            if worker.is_cancelled:
                return
            found.append((file, status))
        self.post_message(TemplatesRead(tuple(found)))

    @on(TemplatesRead)
    def _show(self, event: TemplatesRead) -> None:
        event.stop()
        options = self.query_one("#templates", OptionList)
        options.clear_options()
        for file, status in event.found:
            self._files.append(file)
            options.add_option(Option(self._words(file, status)))
        if not self._files:
            options.add_option(Option(literal(NONE, QUIET), disabled=True))
        options.highlighted = 0

    def _words(self, file: TemplateFile, status: str) -> Content:
        sign, word, tone = STATUS[status]
        name = literal(cut(file.name, 60), strong=True)
        head = Content.assemble(name, "  ", literal(f"{sign} {word}", tone))
        rows = [head]
        reading = file.reading
        if reading.problems:
            first = reading.problems[0]
            line = reading.line(first.line, first.key)
            rows.append(literal(f"line {line}: {cut(first.message, 300)}", BAD))
        elif reading.regimen is not None and reading.regimen.template is not None:
            rows.append(literal(cut(reading.regimen.template.description, 400)))
            rows.append(literal(_asks(file), QUIET))
        rows.append(literal(self._place(file), QUIET))
        return Content.assemble(lines(rows), "\n")

    def _place(self, file: TemplateFile) -> str:
        if file.shipped:
            return "comes with Planner"
        try:
            return visible(str(file.path.relative_to(self.planner.library)))
        except ValueError:
            return visible(str(file.path))

    @on(OptionList.OptionSelected)
    def action_use_template(self) -> None:
        """Use the template that is highlighted."""
        place = self.query_one("#templates", OptionList).highlighted
        if place is not None and place < len(self._files):
            self.dismiss(self._files[place])

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def _judged(
    library: Path, catalogue: Catalogue, country: str | None
) -> Iterator[tuple[TemplateFile, str]]:
    from planner.judge import judge_reading
    from planner.library.home import with_shelf
    from planner.library.templates import templates

    for file in templates(library):
        reading = with_shelf(file.reading, file.path)
        yield file, judge_reading(reading, catalogue, country).status


def _asks(file: TemplateFile) -> str:
    """Return what a template asks: `asks for client and bedtime; 2 more have a value already`."""
    regimen = file.reading.regimen
    assert regimen is not None
    assert regimen.template is not None
    open_keys = {".".join(map(str, key)) for key in file.reading.unfilled}
    fields = regimen.template.fields
    asked = [name for name, field in fields.items() if field.key in open_keys]
    rest = len(fields) - len(asked)
    said = f"asks for {listed(asked[:6])}" if asked else "asks for nothing"
    if len(asked) > 6:
        said = f"asks for {counted(len(asked), 'field')}"
    if rest:
        said += f"; {counted(rest, 'field')} {'has' if rest == 1 else 'have'} a value already"
    return said
