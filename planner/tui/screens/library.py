"""The first screen: the regimens of a folder, or where to begin if there are none."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import get_current_worker

from planner.tui.commands import LIBRARY, bindings
from planner.tui.library_reading import NOT_YET
from planner.tui.messages import HeaderClicked, RegimenHighlighted, RegimenOpened, RegimensListed
from planner.tui.screens import opening
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.file_commands import FileCommands
from planner.tui.shelf_order import NEXT, Listing
from planner.tui.text import cut
from planner.tui.widgets.library_head import LibraryHead
from planner.tui.widgets.plain_input import PlainInput
from planner.tui.widgets.preview import Preview
from planner.tui.widgets.regimens_table import RegimensTable
from planner.tui.widgets.welcome import Welcome

if TYPE_CHECKING:
    from planner.document import Document
    from planner.library.changes import Signature
    from planner.library.listing import Summary
    from planner.tui.screens.draft_offers import DraftOffers


GONE = "The folder has gone."
AS_IT_WAS = "Shown is what it held before."


class LibraryScreen(FileCommands, PlannerScreen[None]):
    """Lists the regimens of the folder, with what is selected beside them."""

    WHERE = LIBRARY
    AUTO_FOCUS = ""
    BINDINGS = bindings(LIBRARY)
    BUTTONS = (
        "open-regimen", "new-regimen", "show-examples", "choose", "search-library",
        "check-library", "rename-regimen", "delete-regimen", "share-regimen",
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
        self._judged_by: str | None = None
        """The country by whose limits the list was judged."""
        self._listed_once = False
        """Whether all of the folder has been read, or could not be."""
        self._select: Path | None = None
        self._left: dict[bool, Path] = {}
        """The file that the cursor was on when the library, or its archive, was left."""
        self._resting: Timer | None = None
        self._started = False

    def compose(self) -> ComposeResult:
        """Compose the heading, the welcome, the table with its preview, and the buttons."""
        yield LibraryHead(id="head")
        yield PlainInput(placeholder="words of a title, a file name or a status; esc shows all",
                         id="search", compact=True)  # fmt: skip
        yield Welcome(id="welcome")
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
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        """Read the folder, and show what was asked for, or offer what was left unsaved."""
        self.list_again()
        opening.begin(self)

    def on_screen_suspend(self) -> None:
        """Stop looking at the folder while another screen is shown in its place."""
        if not isinstance(self.app.screen, ModalScreen):
            self.workers.cancel_group(self, "listing")

    def on_screen_resume(self) -> None:
        """Look at the folder again, after the first time."""
        if not self._started:
            return
        if not self._is_looking() or self._judged_by != self.planner.country:
            self.list_again()
        if self.app.screen is self:
            self.drafts.offer()

    def _is_looking(self) -> bool:
        """Whether the folder is being read or watched, as it is below a question."""
        return any(
            worker.group == "listing" and not (worker.is_finished or worker.is_cancelled)
            for worker in self.workers
        )

    @property
    def folder(self) -> Path:
        """The folder that is listed: the library, or its archive."""
        from planner.library.moves import ARCHIVE

        return self.planner.library / ARCHIVE if self.in_archive else self.planner.library

    @property
    def table(self) -> RegimensTable:
        """The table of regimens."""
        return self.query_one("#regimens", RegimensTable)

    @cached_property
    def drafts(self) -> DraftOffers:
        """What earlier sittings left unsaved."""
        from planner.tui.screens.draft_offers import DraftOffers

        return DraftOffers(self)

    def _file_name(self, path: Path) -> str:
        """Return the name of a file with its folder, as seen from the one that is listed."""
        try:
            return str(path.relative_to(self.folder))
        except ValueError:
            return str(path)

    def _say_where(self, *, settled: bool = True) -> None:
        place = f"Archive of {self.planner.library}" if self.in_archive else self.planner.library
        words = ""
        if settled:
            country = self.planner.country or self.planner.catalogue.default_country
            name = self.planner.catalogue.country_name(country)
            words = f"Limits of {name} ({country}), {self.planner.country_origin}"
            words = " · ".join(filter(None, (self.listing.words(), words)))
        self.query_one(LibraryHead).show(str(place), words)

    def _show_empty(self, empty: bool) -> None:
        empty = empty and not self.in_archive
        self.query_one("#welcome").display = empty
        self.query_one("#main").display = not empty
        for name in ("open-regimen", "search-library", "check-library", "rename-regimen",
                     "delete-regimen", "share-regimen"):  # fmt: skip
            self.query_one(f"#do-{name}").display = not empty
        focused = self.focused
        inside = self.query_one("#welcome" if empty else "#main")
        if focused is None or (focused.id != "search" and inside not in focused.ancestors):
            self.query_one("#start-documented" if empty else "#regimens").focus()

    # listing

    def list_again(self, select: Path | None = None) -> None:
        """Read what is new in the folder, and go on watching it."""
        if self._listed_once and self._judged_by != self.planner.country:
            self._known = {}  # the files are the same, and what is said of them is not
            self.listing.doubt()
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
            may_be_missing=self.in_archive,
            cancelled=lambda: worker.is_cancelled,
        ):
            self.post_message(found)

    @on(RegimensListed)
    def _listed(self, event: RegimensListed) -> None:
        if event.folder != self.folder:
            return
        if event.named is not None:
            self.listing.name(event.named)
        self.listing.learn(event.summaries)
        if event.known is not None:
            self._known = event.known
        if event.done:
            self._all_listed(event.problem, unread=event.known is None)
        self.fill()

    def _all_listed(self, problem: str, *, unread: bool) -> None:
        """Show the list, or the welcome; a folder that cannot be read leaves what was known."""
        if unread and self.listing.total:
            problem = f"{GONE if problem == NOT_YET else problem} {AS_IT_WAS}"
        self.query_one(LibraryHead).show_problem(problem)
        self._show_empty(not self.listing.total)
        self.refresh_bindings()
        self._judged_by = self.planner.country
        if not self._listed_once:
            self._listed_once = True
            self.call_after_refresh(self.settle_memory)

    def drop(self, path: Path) -> None:
        """Take the row of a file that was put away, before the folder is read again."""
        self.listing.drop(path)
        self._known.pop(path, None)
        self._show_empty(not self.listing.total)
        self.fill()
        self.list_again()

    def fill(self) -> None:
        """Show the regimens that the search lets through, in their order."""
        self.listing.find(self.query_one("#search", Input).value)
        rows = self.listing.rows()
        here = any(row.path == self._select for row in rows)
        self.actions.drop_gone_marks()
        self.table.show(
            rows,
            marked=self.actions.marked,
            names={path: self._file_name(path) for path in self.listing.namesakes()},
            sorted_by=self.listing.order,
            select=self._select if here else None,
            nothing=self._nothing_words(),
        )
        if here:
            self._select = None
        self._say_where()
        self._preview_soon()

    def _nothing_words(self) -> str:
        """Return what is said where no regimen is listed: why, and what to press."""
        searched = self.query_one("#search", Input).value.strip()
        if self.listing.total and searched:
            return f"Nothing holds “{cut(searched, 40)}”. Press esc to show every regimen again."
        if self._listed_once and self.in_archive and not self.listing.total:
            return (
                "The archive is empty. Press Z or esc to go back to the library;"
                " there, z puts a regimen into the archive."
            )
        return ""

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
        from planner.library.home import read_regimen

        selected = self.selected
        preview = self.query_one(Preview)
        if selected is None:
            preview.clear()
            return
        reading = read_regimen(selected.path)
        used = self.planner.catalogue_at(selected.path)
        verdict = judge_reading(reading, used, self.planner.country)
        preview.show(reading, verdict, self._file_name(selected.path))

    # opening

    @on(RegimenOpened)
    def action_open_regimen(self) -> None:
        """Open the selected regimen, or show what is wrong with its file."""
        if self.selected is None:
            self.tell("There is nothing to open here. Press n for a new evening.")
            return
        opening.open_path(self, self.selected.path)

    def edit(self, document: Document, *, left: str = "") -> None:
        """Open the editor on a regimen; `left` is said where it is left without a file."""
        from planner.tui.screens.editor import EditorScreen

        def back(path: Path | None) -> None:
            self.came_back(path)
            if left and document.path is None:
                self.tell(left)

        self.planner.document = document
        self.app.push_screen(EditorScreen(document), back)

    def came_back(self, path: Path | None) -> None:
        """Select the file that was open; nothing is edited any more."""
        self.planner.document = None
        self.planner.keeper.forget()
        selected = self.selected
        self._select = path or (selected.path if selected else None)

    def action_new_regimen(self) -> None:
        """Start with a blank evening."""
        opening.open_blank(self)

    def action_open_documented(self) -> None:
        """Open a copy of the documented evening."""
        opening.open_documented(self)

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

    def action_show_archive(self) -> None:
        """Show the archive, or the library again, with the cursor where it was there."""
        if self.selected is not None:
            self._left[self.in_archive] = self.selected.path
        self.in_archive = not self.in_archive
        self.listing = Listing(order=self.listing.order)
        self._known, self._listed_once = {}, False
        self._select = self._left.get(self.in_archive)
        self.table.start_over()
        self.list_again()

    async def action_quit_library(self) -> None:
        """Leave Planner."""
        await self.planner.action_quit()
