"""A file that somebody sent: from whom, what it says, what differs here; nothing is changed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from planner.library.atomic import SaveError
from planner.tui.commands import RECEIVED, bindings
from planner.tui.messages import PlanLookedFor
from planner.tui.received_reading import open_file, typed_path
from planner.tui.received_rows import ReceivedRows
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.confirm import Choice, ConfirmScreen, MessageScreen, PromptScreen
from planner.tui.text import QUIET, STATUS, WARN, cut, lines, literal
from planner.tui.widgets.moving import Reading
from planner.wording import visible

if TYPE_CHECKING:
    from planner.export.opened import Opened
    from planner.tui.screens.library import LibraryScreen

CHANGED = "The plan was changed after its sheet was made; ask its sender, and check it."


class ReceivedScreen(PlannerScreen[Path | None]):
    """What was received, to be read; the result is the file of the library that it became."""

    WHERE = RECEIVED
    BINDINGS = bindings(RECEIVED)
    BUTTONS = ("import-received", "close")
    CSS_PATH = "../styles/lists.tcss"
    AUTO_FOCUS = "#received"

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened
        self._judged_by = ""

    def compose(self) -> ComposeResult:
        """Compose the heading and the text."""
        yield Static(id="received-title", classes="title", markup=False)
        yield Static(id="received-how", classes="subtitle", markup=False)
        with Reading(id="received"):
            yield Static(id="received-rows", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Remember by whose limits it was judged."""
        self._judged_by = self.planner.country or ""

    def on_screen_resume(self) -> None:
        """Write it, judged anew where the country has changed."""
        if self._judged_by != (self.planner.country or ""):
            from planner.export.opened import judged

            planner, before = self.planner, self._opened
            self._judged_by = planner.country or ""
            self._opened = judged(before.path, before.received, planner.catalogue, planner.country)
        self._write()

    def on_resize(self) -> None:
        """Write it for the new width."""
        self._write()

    @property
    def _title(self) -> str:
        return self._opened.reading.title or self._opened.path.name

    def _write(self) -> None:
        planner, width = self.planner, self.app.size.width
        sign, word, tone = STATUS[self._opened.status]
        changed = "  ! changed on the way" if self._opened.received.is_changed else ""
        title = cut(self._title, max(width - len(word) - len(changed) - 22, 10))
        self.query_one("#received-title", Static).update(
            Content.assemble(
                literal(f"Received: “{title}”  ", strong=True),
                literal(f"{sign} {word}", tone),
                literal(changed, WARN),
            )
        )
        how = "Read only: nothing is copied or changed."
        if self._opened.reading.whole:
            how = f"{how} i imports it into your library."
        self.query_one("#received-how", Static).update(literal(how, QUIET))
        written = ReceivedRows(
            self._opened, planner.catalogue, planner.country_origin, max(width - 6, 30)
        )
        self.query_one("#received-rows", Static).update(lines(written.rows()))

    # importing

    def action_import_received(self) -> None:
        """Put the regimen into the library, unless it is there already or has errors."""
        if not self._opened.reading.whole:
            said = (
                "A part of it cannot be read, so that a copy would be another plan. The errors are"
                " listed behind this; its sender can mend them."
            )
            self.app.push_screen(MessageScreen("It cannot be imported", said))
            return
        self._look_for_it()

    @work(thread=True, exclusive=True, group="looking", exit_on_error=False)
    def _look_for_it(self) -> None:
        """Look for the same plan in the library, in a thread: every file of it is read."""
        from planner.library.inbox import Inbox

        inbox = Inbox(self.planner.library, self.planner.catalogue)
        self.post_message(PlanLookedFor(tuple(inbox.holding(self._opened.received.digest))))

    @on(PlanLookedFor)
    def _looked_for(self, event: PlanLookedFor) -> None:
        event.stop()
        if not event.found:
            self._take_in()
            return
        held = event.found[0]

        def answered(answer: str | None) -> None:
            if answer == "open":
                self.dismiss(held)
            elif answer == "import":
                self._take_in()

        question = f"{visible(held.name)} in your library is this very plan already."
        choices = (
            Choice("o", "Open that", "open", main=True),
            Choice("i", "Import a copy", "import"),
            Choice("escape", "Cancel", "cancel"),
        )
        self.app.push_screen(ConfirmScreen("You have it already", question, choices), answered)

    def _take_in(self) -> None:
        from planner.export.opened import link_words, minor_words
        from planner.library.inbox import take_in

        try:
            path = take_in(self.planner.library, self._title, self._opened.received.data)
        except SaveError as problem:
            self.tell(str(problem), severity="error")
            return
        received = self._opened.received
        doubts = [CHANGED] if received.is_changed else []
        doubts += [each for each in (minor_words(received), link_words(received)) if each]
        self.dismiss(path)
        self.tell(
            " ".join([f"Imported as {visible(path.name)}.", *doubts]),
            severity="warning" if doubts else "information",
        )

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


def open_received(library: LibraryScreen, path: Path) -> None:
    """Show a file that was received; what is imported of it opens in the editor."""
    from planner.library.inbox import InboxError

    planner = library.planner
    try:
        opened = open_file(path, planner.catalogue, planner.country)
    except InboxError as problem:
        planner.push_screen(MessageScreen("It cannot be opened", str(problem)))
        return
    planner.push_screen(ReceivedScreen(opened), partial(_imported, library))


def _imported(library: LibraryScreen, path: Path | None) -> None:
    from planner.tui.screens.opening import open_path

    if path is not None:
        library.list_again(path)
        open_path(library, path)


def ask_for_received(library: LibraryScreen) -> None:
    """Ask for a file that was received, and show it."""

    def answered(text: str | None) -> None:
        if text is not None:
            open_received(library, typed_path(text))

    prompt = PromptScreen(
        "Open what you received",
        placeholder="~/Downloads/evening.html",
        hint="The web page that somebody has sent you, or their regimen file. Nothing in it is run,"
        " and nothing is copied before you say so.",
        done="Open",
        read=lambda text: visible(str(typed_path(text))),
    )
    library.app.push_screen(prompt, answered)
