"""Offering what earlier sittings left unsaved, one after the other; none is ever destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.tui.clock_display import with_shown_times
from planner.tui.screens import opening
from planner.tui.screens.confirm import Choice, ConfirmScreen
from planner.tui.text import cut
from planner.wording import visible

if TYPE_CHECKING:
    from planner.library.drafts import Kept
    from planner.tui.screens.library import LibraryScreen

_SINCE = {
    "changed": "The file has changed since then; saving asks before it overwrites that.",
    "gone": "The file has gone since then; saving makes it again.",
    "": "",
}


class DraftOffers:
    """Asks what shall become of each draft that was left behind, the newest first."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._waiting: list[Kept] = []
        self._found = False
        self._asking = False

    def offer(self) -> None:
        """Offer the next one, if any is left that was not asked about."""
        if not self._found:
            self._found = True
            self._waiting = list(self._screen.planner.keeper.found())
        if self._waiting and not self._asking:
            self._ask(self._waiting.pop(0))

    def _ask(self, draft: Kept) -> None:
        def answered(answer: str | None) -> None:
            self._asking = False
            if answer == "open":
                opening.open_draft(self._screen, draft)  # the others are offered after it
            elif answer == "later":
                self._waiting.clear()
            else:
                if answer == "discard":
                    self._discard(draft)
                self.offer()

        self._asking = True
        choices = [Choice("o", "Open it", "open", main=True), Choice("d", "Discard it", "discard")]
        if self._waiting:
            choices.append(Choice("n", "Next one", "next"))
        choices.append(Choice("escape", "Later", "later"))
        question = ConfirmScreen("An unsaved evening", self._words(draft), choices, unasked=True)
        self._screen.app.push_screen(question, answered)

    def _words(self, draft: Kept) -> str:
        from planner.library.drafts import since

        more = len(self._waiting)
        rest = f"{more} older {'one is' if more == 1 else 'ones are'} kept as well."
        when = with_shown_times(f"{draft.when.astimezone():%Y-%m-%d %H:%M}")
        parts = [
            f"“{cut(draft.regimen.title, 60)}” ({self._place(draft)}) was being edited until {when}"
            " and not saved. Open it as it was left?",
            _SINCE[since(draft)],
            rest if more else "",
        ]
        return "\n\n".join(filter(None, parts))

    def _place(self, draft: Kept) -> str:
        """Return which file a draft is of: in this library by its name, else by its path."""
        if draft.path is None:
            return "no file yet"
        library = self._screen.planner.library
        for path, folder in (
            (draft.path, library.absolute()),
            (draft.path.resolve(), library.resolve()),  # the same folder by another way
        ):
            if path.is_relative_to(folder):
                return visible(str(path.relative_to(folder)))
        return f"{visible(str(draft.path))}, not in this library"

    def _discard(self, draft: Kept) -> None:
        try:
            kept = self._screen.planner.keeper.discard(draft)
        except OSError as problem:
            reason = problem.strerror or problem
            self._screen.tell(f"It cannot be put away: {reason}.", severity="error")
        else:
            self._screen.tell(f"Discarded. For a while it is still kept as {visible(str(kept))}.")
