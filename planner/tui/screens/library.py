"""The first screen: the regimens of a folder, or where to begin if there are none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.timer import Timer
from textual.widgets import Button, Input, Static
from textual.worker import get_current_worker

from planner.tui.commands import LIBRARY, bindings
from planner.tui.messages import (
    HeaderClicked,
    RegimenHighlighted,
    RegimenOpened,
    RegimensListed,
)
from planner.tui.screens import opening
from planner.tui.screens.base import PlannerScreen
from planner.tui.shelf_order import NEXT, Listing
from planner.tui.text import QUIET, cut, lines, literal
from planner.tui.widgets.plain_input import PlainInput
from planner.tui.widgets.preview import Preview
from planner.tui.widgets.regimens_table import RegimensTable

if TYPE_CHECKING:
    from planner.document import Document
    from planner.library.changes import Signature
    from planner.library.listing import Summary
    from planner.tui.screens.library_actions import LibraryActions

WELCOME = (
    "Planner helps you put an evening of supplements together, and says at every key you press"
    " whether a dose lies in the range that is documented, whether it lies above an upper limit,"
    " and which source says so. It knows only what is in its catalogue, and says “not checked”"
    " about the rest. It is not medical advice: take questions about your health, pregnancy or"
    " medicines to a doctor or pharmacist."
)


class LibraryScreen(PlannerScreen[None]):
    """Lists the regimens of the folder, with what is selected beside them."""

    WHERE = LIBRARY
    AUTO_FOCUS = ""
    BINDINGS = bindings(LIBRARY)
    BUTTONS = (
        "open-regimen", "new-regimen", "show-examples", "choose", "search-library",
        "sort-library", "rename-regimen", "delete-regimen", "help",
    )  # fmt: skip
    WATCH_EVERY = 1.5
    """Seconds between two looks at the folder from outside; 0 for none."""
    PREVIEW_AFTER = 0.05
    """Seconds for which the cursor rests before a regimen is read for its preview."""

    def __init__(self) -> None:
        super().__init__()
        self.listing = Listing()
        self.in_archive = False
        self._known: dict[Path, Signature] = {}
        self._select: Path | None = None
        self._resting: Timer | None = None
        self._started = False
        self._offered = False
        self._actions: LibraryActions | None = None

    def compose(self) -> ComposeResult:
        """Compose the heading, the welcome, the table with its preview, and the buttons."""
        with Vertical(id="head"):
            yield Static(id="folder", markup=False)
        yield PlainInput(placeholder="words of a title, a file name or a status; esc shows all",
                         id="search", compact=True)  # fmt: skip
        with VerticalScroll(id="welcome", can_focus=False):
            yield Static(literal("Welcome", strong=True), markup=False)
            yield Static(literal(WELCOME), id="welcome-words", markup=False)
            yield Button("Start with the documented evening (s)", id="start-documented",
                         variant="primary", action="screen.show_examples")  # fmt: skip
            yield Button("Start with a blank evening (n)", id="start-blank",
                         action="screen.new_regimen")  # fmt: skip
            yield Button("What is it for? See what is documented (i)", id="start-choosing",
                         action="screen.choose")  # fmt: skip
        with Horizontal(id="main"):
            yield RegimensTable(self.planner.now, id="regimens")
            yield Preview(id="preview")
        yield from self.bottom()

    def on_mount(self) -> None:
        """Show the folder; it is read after the first paint."""
        self.query_one("#search").display = False
        self._say_where(settled=False)
        empty = next(self.planner.library.glob("*.toml"), None) is None
        self._show_empty(empty)
        self.call_after_refresh(self.list_again)

    def on_screen_suspend(self) -> None:
        """Stop looking at the folder while another screen is shown."""
        self.workers.cancel_group(self, "listing")

    def on_screen_resume(self) -> None:
        """Look at the folder again, after the first time."""
        if self._started:
            self.list_again()

    @property
    def folder(self) -> Path:
        """The folder that is listed: the library, or its archive."""
        from planner.library.moves import ARCHIVE

        return self.planner.library / ARCHIVE if self.in_archive else self.planner.library

    @property
    def table(self) -> RegimensTable:
        """The table of regimens."""
        return self.query_one("#regimens", RegimensTable)

    @property
    def actions(self) -> LibraryActions:
        """What can be done with files."""
        if self._actions is None:
            from planner.tui.screens.library_actions import LibraryActions

            self._actions = LibraryActions(self)
        return self._actions

    def _say_where(self, *, settled: bool = True) -> None:
        place = f"Archive of {self.planner.library}" if self.in_archive else self.planner.library
        rows = [literal(cut(str(place), max(self.app.size.width - 4, 20)), strong=True)]
        if settled:
            country = self.planner.country or self.planner.catalogue.default_country
            name = self.planner.catalogue.country_name(country)
            setting = "your setting" if self.planner.country else "the default"
            words = f"Limits of {name} ({country}), {setting}"
            if said := self.listing.words():
                words = f"{said} · {words}"
            rows.append(literal(cut(words, self.app.size.width - 4), QUIET))
        self.query_one("#folder", Static).update(lines(rows))

    def _show_empty(self, empty: bool) -> None:
        empty = empty and not self.in_archive
        self.query_one("#welcome").display = empty
        self.query_one("#main").display = not empty
        for name in ("open-regimen", "search-library", "sort-library", "rename-regimen",
                     "delete-regimen"):  # fmt: skip
            self.query_one(f"#do-{name}").display = not empty
        focused = self.focused
        inside = self.query_one("#welcome" if empty else "#main")
        if focused is None or (focused.id != "search" and inside not in focused.ancestors):
            self.query_one("#start-documented" if empty else "#regimens").focus()

    # listing

    def list_again(self, select: Path | None = None) -> None:
        """Read what is new in the folder, and go on watching it."""
        self._started = True
        self._select = select or self._select
        self._read_folder(self.folder, dict(self._known))

    @work(thread=True, exclusive=True, group="listing", exit_on_error=False)
    def _read_folder(self, folder: Path, known: dict[Path, Signature]) -> None:
        """Read the folder in a thread, which only posts what it has found, and go on watching."""
        from planner.tui.library_reading import read_folder

        worker = get_current_worker()
        for found in read_folder(
            folder,
            known,
            self.planner.country,
            every=self.WATCH_EVERY,
            cancelled=lambda: worker.is_cancelled,
        ):
            self.post_message(found)

    @on(RegimensListed)
    def _listed(self, event: RegimensListed) -> None:
        if event.folder != self.folder:
            return
        if event.problem:
            self.tell(event.problem, severity="error")
        if event.named is not None:
            self.listing.name(event.named)
        self.listing.learn(event.summaries)
        if event.known is not None:
            self._known = event.known
        if event.done:
            self._show_empty(not self.listing.total)
            self.refresh_bindings()
            self.call_after_refresh(self._offer_drafts)
        self.fill()

    def _offer_drafts(self) -> None:
        if not self._offered:
            self._offered = True
            self.settle_memory()
            self.actions.offer_drafts()

    def fill(self) -> None:
        """Show the regimens that the search lets through, in their order."""
        self.listing.find(self.query_one("#search", Input).value)
        rows = self.listing.rows()
        here = any(row.path == self._select for row in rows)
        self.table.show(
            rows,
            marked=self.actions.marked,
            sorted_by=self.listing.order,
            select=self._select if here else None,
        )
        if here:
            self._select = None
        self._say_where()
        self._preview_soon()

    def on_resize(self) -> None:
        """Fit the heading to the new width."""
        self._say_where(settled=bool(self._known))

    # what is selected

    @property
    def selected(self) -> Summary | None:
        """The regimen that the cursor is on."""
        return self.table.selected

    @on(RegimenHighlighted)
    def _preview_soon(self) -> None:
        """Read the regimen once the cursor rests: reading each one passed would hold it up."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        if self.PREVIEW_AFTER:
            self._resting = self.set_timer(self.PREVIEW_AFTER, self._preview)
        else:
            self._preview()

    def _preview(self) -> None:
        from planner.judge import judge_reading
        from planner.regimen.reading import read_file

        selected = self.selected
        preview = self.query_one(Preview)
        if selected is None:
            preview.clear()
            return
        reading = read_file(selected.path)
        preview.show(reading, judge_reading(reading, self.planner.catalogue, self.planner.country))

    # opening

    @on(RegimenOpened)
    def action_open_regimen(self) -> None:
        """Open the selected regimen, or show what is wrong with its file."""
        if self.selected is None:
            self.tell("There is nothing to open here. Press n for a new evening.")
            return
        opening.open_path(self, self.selected.path)

    def edit(self, document: Document) -> None:
        """Open the editor on a regimen."""
        from planner.tui.screens.editor import EditorScreen

        self.planner.document = document
        self.app.push_screen(EditorScreen(document), self.came_back)

    def came_back(self, path: Path | None) -> None:
        """Select the file that was open; nothing is edited any more."""
        self.planner.document = None
        self.planner.keeper.forget()
        selected = self.selected
        self._select = path or (selected.path if selected else None)

    def action_new_regimen(self) -> None:
        """Start with a blank evening."""
        opening.open_blank(self)

    def action_show_examples(self) -> None:
        """List the documented examples."""
        opening.show_examples(self)

    def action_choose(self) -> None:
        """Show what is documented for a situation; a choice starts an evening with an entry."""
        opening.choose(self)

    # searching and sorting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done: there is nothing to search in an empty folder."""
        del parameters
        return action != "search_library" or bool(self.listing.total)

    def action_search_library(self) -> None:
        """Open the search."""
        if not self.listing.total:
            return
        search = self.query_one("#search", Input)
        search.display = True
        search.focus()

    def action_clear_search(self) -> None:
        """Close the search and show everything; in the archive, go back to the library."""
        search = self.query_one("#search", Input)
        if self.in_archive and not search.display:
            self.action_show_archive()
            return
        search.value = ""
        search.display = False
        self.table.focus()

    @on(Input.Changed, "#search")
    def _searched(self) -> None:
        self.fill()

    @on(Input.Submitted, "#search")
    def _search_done(self) -> None:
        self.table.focus()

    def action_sort_library(self) -> None:
        """Sort by the next column."""
        self.listing.order = NEXT[self.listing.order]
        self.fill()

    @on(HeaderClicked)
    def _header_clicked(self, event: HeaderClicked) -> None:
        if event.column in NEXT:
            self.listing.order = event.column
            self.fill()

    def action_reload_library(self) -> None:
        """Read the whole folder again."""
        self._known = {}
        self.list_again()

    # files

    def action_duplicate_regimen(self) -> None:
        """Open an unsaved copy of the selected regimen."""
        self.actions.duplicate()

    def action_rename_regimen(self) -> None:
        """Ask for another title."""
        self.actions.rename()

    def action_archive_regimen(self) -> None:
        """Move the selected regimen into the archive, or out of it."""
        self.actions.archive()

    def action_show_archive(self) -> None:
        """Show the archive, or the library again."""
        self.in_archive = not self.in_archive
        self.listing = Listing(order=self.listing.order)
        self._known = {}
        self.list_again()

    def action_delete_regimen(self) -> None:
        """Move the selected regimen into the trash."""
        self.actions.delete()

    def action_undo_move(self) -> None:
        """Take the last rename, archiving or deletion back."""
        self.actions.undo()

    def action_mark_regimen(self) -> None:
        """Mark the selected regimen for comparing, or take its mark away."""
        self.actions.mark()

    def action_compare_regimens(self) -> None:
        """Put two regimens side by side."""
        self.actions.compare()

    def action_copy_regimen_text(self) -> None:
        """Copy title and path of the selected regimen."""
        self.actions.copy_text()

    async def action_quit_library(self) -> None:
        """Leave Planner."""
        await self.planner.action_quit()
