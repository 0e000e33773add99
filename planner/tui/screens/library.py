"""The first screen: the regimens of a folder, or where to begin if there are none."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, DataTable, Input, Static

from planner.tui.commands import BY_ID, LIBRARY, bindings
from planner.tui.messages import RegimensListed
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import QUIET, STATUS, WIDE, cell, colour_of, cut, lines, literal
from planner.tui.widgets.plain_input import PlainInput
from planner.tui.widgets.preview import Preview
from planner.wording import counted

if TYPE_CHECKING:
    from planner.document import Document
    from planner.library.listing import Summary

WELCOME = (
    "Planner helps you put an evening of supplements together, and says at every key you press"
    " whether a dose lies in the range that is documented, whether it lies above an upper limit,"
    " and which source says so. It knows only what is in its catalogue, and says “not checked”"
    " about the rest. It is not medical advice: take questions about your health, pregnancy or"
    " medicines to a doctor or pharmacist."
)
_PADDING = 2
_BATCH = 50


class RegimensTable(DataTable[Text]):
    """The table of regimens; its enter key is in the footer."""

    BINDINGS = [
        Binding("enter", "select_cursor", BY_ID["open-regimen"].title),
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "scroll_top", "First", show=False),
        Binding("G", "scroll_bottom", "Last", show=False),
    ]


class LibraryScreen(PlannerScreen[None]):
    """Lists the regimens of the folder, with what is selected beside them."""

    WHERE = LIBRARY
    AUTO_FOCUS = ""
    BINDINGS = bindings(LIBRARY)
    BUTTONS = ("open-regimen", "new-regimen", "show-examples", "search-library", "help")

    def __init__(self) -> None:
        super().__init__()
        self._summaries: list[Summary] = []
        self._rows: list[Summary] = []
        self._select: Path | None = None

    def compose(self) -> ComposeResult:
        """Compose the heading, the welcome, the table with its preview, and the buttons."""
        with Vertical(id="head"):
            yield Static(id="folder", markup=False)
        yield PlainInput(placeholder="words of a title or a file name; esc shows all", id="search",
                    compact=True)  # fmt: skip
        with VerticalScroll(id="welcome", can_focus=False):
            yield Static(literal("Welcome", strong=True), markup=False)
            yield Static(literal(WELCOME), id="welcome-words", markup=False)
            yield Button("Start with the documented evening (s)", id="start-documented",
                         variant="primary", action="screen.show_examples")  # fmt: skip
            yield Button("Start with a blank evening (n)", id="start-blank",
                         action="screen.new_regimen")  # fmt: skip
        with Horizontal(id="main"):
            yield RegimensTable(
                id="regimens", cursor_type="row", cursor_foreground_priority="renderable"
            )
            yield Preview(id="preview")
        yield from self.bottom()

    def on_mount(self) -> None:
        """Show the folder; it is read after the first paint."""
        self.query_one("#search").display = False
        self._say_where("", settled=False)
        empty = next(self.planner.library.glob("*.toml"), None) is None
        self._show_empty(empty)
        self.call_after_refresh(self._list)

    def _say_where(self, note: str, *, settled: bool = True) -> None:
        folder = cut(str(self.planner.library), max(self.app.size.width - 4, 20))
        rows = [literal(folder, strong=True)]
        if settled:
            country = self.planner.country or self.planner.catalogue.default_country
            name = self.planner.catalogue.country_name(country)
            setting = "your setting" if self.planner.country else "the default"
            rows.append(literal(f"{note}Limits of {name} ({country}), {setting}", QUIET))
        self.query_one("#folder", Static).update(lines(rows))

    def _show_empty(self, empty: bool) -> None:
        self.query_one("#welcome").display = empty
        self.query_one("#main").display = not empty
        self.query_one("#do-open-regimen").display = not empty
        self.query_one("#do-search-library").display = not empty
        focused = self.focused
        inside = self.query_one("#welcome" if empty else "#main")
        if focused is None or (focused.id != "search" and inside not in focused.ancestors):
            self.query_one("#start-documented" if empty else "#regimens").focus()

    @property
    def table(self) -> DataTable[Text]:
        """The table of regimens."""
        return self.query_one("#regimens", DataTable)

    # listing

    def _list(self) -> None:
        self._summaries = []
        self._read_folder(self.planner.library)

    @work(thread=True, exclusive=True, group="listing", exit_on_error=False)
    def _read_folder(self, folder: Path) -> None:
        """Read the folder in a thread, which only posts what it has read."""
        found: list[Summary] = []
        problem = ""
        try:
            from planner.catalogue import load_catalogue
            from planner.library.listing import summaries

            for summary in summaries(folder, load_catalogue(), self.planner.country):
                found.append(summary)
                if len(found) >= _BATCH:
                    self.post_message(RegimensListed(tuple(found), folder, done=False))
                    found = []
        except OSError as error:
            problem = f"The folder cannot be read: {error.strerror or error}"
        self.post_message(RegimensListed(tuple(found), folder, done=True, problem=problem))

    @on(RegimensListed)
    def _listed(self, event: RegimensListed) -> None:
        if event.folder != self.planner.library:
            return
        self._summaries += event.summaries
        if not event.done and len(self._summaries) > len(event.summaries):
            return  # the first of a long list is shown at once, the rest when all is read
        if event.problem:
            self.tell(event.problem, severity="error")
        if event.done:
            self._show_empty(not self._summaries)
        self.refresh_bindings()
        number = counted(len(self._summaries), "regimen")
        so_far = "" if event.done else " so far, reading on"
        self._say_where(f"{number}{so_far} · " if self._summaries else "")
        self._fill()

    def _fill(self) -> None:
        """Show the summaries that the search lets through."""
        words = self.query_one("#search", Input).value.lower().split()
        table = self.table
        selected = self._select or self._selected_path()
        self._select = None
        self._rows = [row for row in self._summaries if _matches(row, words)]
        table.clear(columns=True)
        # The table's own width is not known before it has been laid out.
        width = self.app.size.width
        room = width if width < WIDE else width * 56 // 100 - 2
        fixed = (9, 7, 7, 11)
        title = max(room - sum(fixed) - _PADDING * 5 - 2, 16)
        for name, size in zip(
            ("Status", "Title", "Bedtime", "Entries", "Changed"),
            (fixed[0], title, *fixed[1:]),
            strict=True,
        ):
            table.add_column(Text(name), width=size, key=name)
        for row in self._rows:
            table.add_row(*self._cells(row, title, fixed[3]))
        for place, row in enumerate(self._rows):
            if row.path == selected:
                table.move_cursor(row=place, animate=False)
        self._preview()

    def _cells(self, row: Summary, title: int, changed: int) -> list[Text]:
        sign, word, tone = STATUS[row.status]
        name = row.title if row.title is not None else row.path.name
        return [
            cell(f"{sign} {word}", colour_of(tone, self.app.theme_variables)),
            cell(cut(name, title)),
            cell(row.bedtime or "–"),
            cell(str(row.entries)),
            cell(cut(changed_words(row.changed, self.planner.now()), changed)),
        ]

    def on_resize(self) -> None:
        """Fit the table to the new width."""
        if self._summaries:
            self._fill()
            self._say_where(f"{counted(len(self._summaries), 'regimen')} · ")

    # what is selected

    def _selected(self) -> Summary | None:
        place = self.table.cursor_row
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _selected_path(self) -> Path | None:
        selected = self._selected()
        return selected.path if selected else None

    @on(DataTable.RowHighlighted, "#regimens")
    def _highlighted(self) -> None:
        self._preview()

    def _preview(self) -> None:
        from planner.judge import judge_reading
        from planner.regimen.reading import read_file

        selected = self._selected()
        preview = self.query_one(Preview)
        if selected is None:
            preview.clear()
            return
        reading = read_file(selected.path)
        preview.show(reading, judge_reading(reading, self.planner.catalogue, self.planner.country))

    # commands

    @on(DataTable.RowSelected, "#regimens")
    def action_open_regimen(self) -> None:
        """Open the selected regimen, or show what is wrong with its file."""
        selected = self._selected()
        if selected is None:
            self.tell("There is nothing to open here. Press n for a new evening.")
            return
        self.open_path(selected.path)

    def open_path(self, path: Path) -> None:
        """Open a file in the editor; one with problems is shown, never edited."""
        from planner.document import Document, NotWholeError
        from planner.regimen.reading import read_file
        from planner.tui.screens.problems import ProblemsScreen

        reading = read_file(path)
        try:
            document = Document.of_reading(reading, self.planner.catalogue, self.planner.country)
        except NotWholeError:
            self.app.push_screen(ProblemsScreen(path), self._came_back)
            return
        self.edit(document)

    def edit(self, document: Document) -> None:
        """Open the editor on a regimen."""
        from planner.tui.screens.editor import EditorScreen

        self.planner.document = document
        self.app.push_screen(EditorScreen(document), self._came_back)

    def _came_back(self, path: Path | None) -> None:
        self.planner.document = None
        self._select = path or self._selected_path()
        self._list()

    def action_new_regimen(self) -> None:
        """Start with a blank evening."""
        from planner.clock import parse_time_of_day
        from planner.document import Document
        from planner.regimen.models import Regimen

        blank = Regimen(title="New evening", bedtime=parse_time_of_day("22:30"))
        self.edit(Document(blank, self.planner.catalogue, country=self.planner.country))

    def action_duplicate_regimen(self) -> None:
        """Open an unsaved copy of the selected regimen."""
        from planner.regimen.reading import read_file

        selected = self._selected()
        reading = read_file(selected.path) if selected else None
        if reading is None or reading.regimen is None or not reading.whole:
            self.tell("Only a regimen without errors can be copied.", severity="warning")
            return
        self.open_copy(reading.regimen.model_copy(update={"title": _copy_of(reading.title or "")}))

    def open_copy(self, regimen: object) -> None:
        """Open a regimen that no file holds yet."""
        from planner.document import Document
        from planner.regimen.models import Regimen

        assert isinstance(regimen, Regimen)
        self.edit(Document(regimen, self.planner.catalogue, country=self.planner.country))

    def action_show_examples(self) -> None:
        """List the documented examples."""
        from planner.tui.screens.examples import ExamplesScreen

        self.app.push_screen(ExamplesScreen(), self._example_chosen)

    def _example_chosen(self, regimen: object) -> None:
        if regimen is not None:
            self.open_copy(regimen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done: there is nothing to search in an empty folder."""
        del parameters
        return action != "search_library" or bool(self._summaries)

    def action_search_library(self) -> None:
        """Open the search."""
        if not self._summaries:
            return
        search = self.query_one("#search", Input)
        search.display = True
        search.focus()

    def action_clear_search(self) -> None:
        """Close the search and show everything."""
        search = self.query_one("#search", Input)
        search.value = ""
        search.display = False
        self.table.focus()

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self._fill()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.table.focus()

    def action_reload_library(self) -> None:
        """Read the folder again."""
        self._select = self._selected_path()
        self._list()

    async def action_quit_library(self) -> None:
        """Leave Planner."""
        await self.planner.action_quit()


def _matches(row: Summary, words: list[str]) -> bool:
    text = f"{row.title or ''} {row.path.name}".lower()
    return all(word in text for word in words)


def _copy_of(title: str) -> str:
    return f"{title[:110]} (copy)"


def changed_words(changed: object, now: datetime) -> str:
    """Return when a file was changed, in as few words as tell it: `today 14:02`."""
    if isinstance(changed, int | float):
        changed = datetime.fromtimestamp(changed)
    if not isinstance(changed, datetime):
        return "–"
    local = changed.astimezone().replace(tzinfo=None) if changed.tzinfo else changed
    day: date = local.date()
    if day == now.date():
        return f"today {local:%H:%M}"
    if day == now.date() - timedelta(days=1):
        return "yesterday"
    return day.isoformat()
