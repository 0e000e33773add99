"""What can be done with the files of the library: rename, archive, delete, compare, restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.library.atomic import SaveError
from planner.library.moves import TRASH, Moves
from planner.regimen.fields import LONGEST_TITLE
from planner.regimen.reading import read_file
from planner.tui.screens import opening
from planner.tui.screens.confirm import Choice, ConfirmScreen, PromptScreen
from planner.tui.text import cut
from planner.wording import visible

if TYPE_CHECKING:
    from planner.library.drafts import Kept
    from planner.library.listing import Summary
    from planner.tui.screens.compare import Compared
    from planner.tui.screens.library import LibraryScreen

MOST_COMPARED = 2


class LibraryActions:
    """Acts on the regimen that the cursor of the library is on."""

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen
        self._moves = Moves(screen.planner.library)
        self.marked: list[Path] = []
        """Files that are marked for comparing."""

    def _selected(self) -> Summary | None:
        selected = self._screen.selected
        if selected is None:
            self._screen.tell("There is no regimen here.")
        return selected

    def _try(self, what: Callable[[], Path], said: Callable[[Path], str]) -> None:
        """Do something with a file, and tell what was done or why not."""
        try:
            path = what()
        except SaveError as problem:
            self._screen.tell(str(problem), severity="error")
        else:
            self._screen.tell(said(path))
            self._screen.list_again(path)

    def duplicate(self) -> None:
        """Open an unsaved copy."""
        selected = self._screen.selected
        reading = read_file(selected.path) if selected else None
        if reading is None or reading.regimen is None or not reading.whole:
            self._screen.tell("Only a regimen without errors can be copied.", severity="warning")
            return
        title = f"{(reading.title or '')[:110]} (copy)"
        opening.open_copy(self._screen, reading.regimen.model_copy(update={"title": title}))

    def rename(self) -> None:
        """Ask for another title."""
        if (selected := self._selected()) is None:
            return

        def read(text: str) -> str:
            if not text.strip():
                raise ValueError("A title has at least one character.")
            if len(text) > LONGEST_TITLE:
                raise ValueError(f"{len(text):,} characters; {LONGEST_TITLE} at most are kept.")
            return visible(text)

        def answered(title: str | None) -> None:
            if title is not None and title != selected.title:
                self._try(
                    lambda: self._moves.rename(selected.path, title),
                    lambda path: f"Renamed; the file is {path.name}. Press u to take it back.",
                )

        hint = "The file is renamed along if its name was made from the title."
        if selected.title is None:
            hint = "This file cannot be read: only the file itself is renamed."
        value = selected.title or selected.path.stem
        self._screen.app.push_screen(
            PromptScreen("Rename", value=value, hint=hint, read=read), answered
        )

    def archive(self) -> None:
        """Move it into the archive, or out of it."""
        if (selected := self._selected()) is None:
            return
        name = cut(selected.path.name, 40)
        if self._screen.in_archive:
            self._try(
                lambda: self._moves.bring_back(selected.path),
                lambda _: f"{name} is back in the library.",
            )
        else:
            self._try(
                lambda: self._moves.archive(selected.path),
                lambda _: f"{name} is archived. u brings it back, Z shows the archive.",
            )

    def delete(self) -> None:
        """Move it into the trash."""
        if (selected := self._selected()) is not None:
            name = cut(selected.path.name, 40)
            self._try(
                lambda: self._moves.throw_away(selected.path),
                lambda _: f"{name} is in the trash (the folder {TRASH}). u brings it back.",
            )

    def undo(self) -> None:
        """Take the last move back."""
        try:
            undone = self._moves.undo()
        except SaveError as problem:
            self._screen.tell(str(problem), severity="error")
            return
        if undone is None:
            self._screen.tell("There is nothing to take back.")
            return
        what, path = undone
        self._screen.tell(f"Taken back: {what}. The file is {path.name}.")
        self._screen.list_again(path)

    def mark(self) -> None:
        """Mark it for comparing, or take its mark away; the older of three marks goes."""
        if (selected := self._selected()) is None:
            return
        if selected.path in self.marked:
            self.marked.remove(selected.path)
        else:
            self.marked = [*self.marked, selected.path][-MOST_COMPARED:]
            if len(self.marked) < MOST_COMPARED:
                self._screen.tell("Marked ●. Mark another one, then press = to compare them.")
        self._screen.fill()

    def compare(self) -> None:
        """Put the two marked regimens side by side, or the marked one and the selected one."""
        from planner.tui.screens.compare import CompareScreen

        selected = self._screen.selected
        paths = list(self.marked)
        if len(paths) < MOST_COMPARED and selected is not None and selected.path not in paths:
            paths.append(selected.path)
        if len(paths) < MOST_COMPARED:
            self._screen.tell("Mark a regimen with the space bar, go to another one, and press =.")
            return
        sides = [self._side(path) for path in paths]
        left, right = sides[0], sides[1]
        if left is None or right is None:
            self._screen.tell("Only regimens without errors can be compared.", severity="warning")
            return
        catalogue = self._screen.planner.catalogue
        self._screen.app.push_screen(CompareScreen(left, right, catalogue))

    def _side(self, path: Path) -> Compared | None:
        from planner.judge import judge

        reading = read_file(path)
        if reading.regimen is None or not reading.whole:
            return None
        planner = self._screen.planner
        verdict = judge(reading.regimen, planner.catalogue, planner.country)
        return reading.regimen.title, reading.regimen, verdict

    def copy_text(self) -> None:
        """Copy title and path."""
        if (selected := self._selected()) is not None:
            text = f"{selected.title or selected.path.name}\n{selected.path.absolute()}"
            self._screen.app.copy_to_clipboard(text)
            self._screen.tell(f"Copied, where the terminal allows it: {cut(text, 120)}")

    # drafts

    def offer_drafts(self) -> None:
        """Offer what an earlier sitting was editing when it ended without saving."""
        drafts = self._screen.planner.keeper.found()
        if drafts:
            self._offer(drafts[0], len(drafts) - 1)

    def _offer(self, draft: Kept, more: int) -> None:
        keeper = self._screen.planner.keeper
        title = cut(draft.regimen.title, 60)
        place = draft.path.name if draft.path else "no file yet"
        when = f"{draft.when.astimezone():%Y-%m-%d %H:%M}"
        rest = f" {more} older ones are kept as well." if more else ""
        said = (
            f"“{title}” ({visible(place)}) was being edited until {when} and not saved."
            f" Open it as it was left?{rest}"
        )

        def answered(answer: str | None) -> None:
            if answer == "open":
                opening.open_draft(self._screen, draft)
            elif answer == "discard":
                keeper.discard(draft)

        choices = (
            Choice("o", "Open it", "open", main=True),
            Choice("d", "Discard it", "discard"),
            Choice("escape", "Later", "later"),
        )
        self._screen.app.push_screen(ConfirmScreen("An unsaved evening", said, choices), answered)
