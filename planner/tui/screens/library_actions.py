"""What can be done with the files of the library: rename, archive, delete, compare, restore."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.library.atomic import SaveError
from planner.library.home import read_regimen
from planner.library.moves import TRASH, Moves, file_name, free_beside
from planner.regimen.fields import LONGEST_TITLE
from planner.tui.screens import opening
from planner.tui.screens.confirm import PromptScreen
from planner.tui.text import cut
from planner.wording import visible

if TYPE_CHECKING:
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

    def _try(self, what: Callable[[], Path]) -> Path | None:
        """Do something with a file and return where it is now, or tell why it was not done."""
        try:
            return what()
        except SaveError as problem:
            self._screen.tell(str(problem), severity="error")
            return None

    def _renamed(self, before: Path, now: Path | None) -> None:
        """Show a file under its new name, and keep the mark that it had under the old one."""
        if now is None:
            return
        self._screen.tell(f"Renamed; the file is {now.name}. Press u to take it back.")
        self._follow(before, now)
        self._screen.list_again(now)

    def _put_away(self, what: Callable[[], Path], path: Path, said: str) -> None:
        """Move a file out of what is listed; its row goes at once, before anything is read."""
        if self._try(what) is not None:
            self._screen.tell(said)
            self._screen.drop(path)

    def _follow(self, before: Path | None, now: Path) -> None:
        self.marked = [now if path == before else path for path in self.marked]

    def drop_gone_marks(self) -> None:
        """Forget the marks of files that are no longer where they were marked."""
        if self.marked:
            self.marked = [path for path in self.marked if os.path.lexists(path)]

    def duplicate(self) -> None:
        """Open an unsaved copy."""
        selected = self._screen.selected
        reading = read_regimen(selected.path) if selected else None
        if reading is None or reading.regimen is None or not reading.whole:
            self._screen.tell("Only a regimen without errors can be copied.", severity="warning")
            return
        if reading.unfilled:
            self._screen.tell("A template is filled instead of copied: enter shows its form.")
            return
        title = f"{(reading.title or '')[:110]} (copy)"
        opening.open_copy(self._screen, reading.regimen.model_copy(update={"title": title}))

    def rename(self) -> None:
        """Ask for another title, or for the name of a file whose title cannot be changed."""
        if (selected := self._selected()) is None:
            return
        if not read_regimen(selected.path).whole:
            self._rename_file(selected.path)
            return

        def read(text: str) -> str:
            if not text.strip():
                raise ValueError("A title has at least one character.")
            if len(text) > LONGEST_TITLE:
                raise ValueError(f"{len(text):,} characters; {LONGEST_TITLE} at most are kept.")
            return visible(text)

        def answered(title: str | None) -> None:
            if title is not None and title != selected.title:
                now = self._try(lambda: self._moves.rename(selected.path, title))
                self._renamed(selected.path, now)

        hint = "The file is renamed along if its name was made from the title."
        self._screen.app.push_screen(
            PromptScreen("Rename", value=selected.title or "", hint=hint, read=read), answered
        )

    def _rename_file(self, path: Path) -> None:
        """Ask for another name of a file; what it holds cannot be written without losing some."""

        def target(text: str) -> Path:
            wanted = path.with_name(file_name(text))
            return path if wanted == path else free_beside(wanted)

        def answered(text: str | None) -> None:
            if text is not None and (wanted := target(text)) != path:
                now = self._try(lambda: self._moves.rename_file(path, wanted.name))
                self._renamed(path, now)

        hint = (
            "This file has errors, so only the file itself is renamed. Its title can be changed"
            " once they are mended; enter shows them."
        )
        prompt = PromptScreen(
            "Rename the file",
            value=path.stem,
            hint=hint,
            read=lambda text: visible(target(text).name),
        )
        self._screen.app.push_screen(prompt, answered)

    def archive(self) -> None:
        """Move it into the archive, or out of it."""
        if (selected := self._selected()) is None:
            return
        name = cut(selected.path.name, 40)
        if self._screen.in_archive:
            move, said = self._moves.bring_back, f"{name} is back in the library."
        else:
            move = self._moves.archive
            said = f"{name} is archived. u brings it back, Z shows the archive."
        self._put_away(lambda: move(selected.path), selected.path, said)

    def delete(self) -> None:
        """Move it into the trash."""
        if (selected := self._selected()) is not None:
            name = cut(selected.path.name, 40)
            self._put_away(
                lambda: self._moves.throw_away(selected.path),
                selected.path,
                f"{name} is in the trash (the folder {TRASH}). u brings it back.",
            )

    def undo(self) -> None:
        """Take the last move back."""
        before = self._moves.newest
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
        self._follow(before, path)
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
        left, right = map(self._side, paths)
        if left is None or right is None:
            return
        catalogue = self._screen.planner.catalogue
        self._screen.app.push_screen(CompareScreen(left, right, catalogue))

    def _side(self, path: Path) -> Compared | None:
        from planner.judge import judge

        reading = read_regimen(path)
        if reading.regimen is None or not reading.whole:
            name = cut(reading.title or path.name, 60)
            self._screen.tell(
                f"“{name}” has errors. Only regimens without errors can be compared.",
                severity="warning",
            )
            return None
        planner = self._screen.planner
        verdict = judge(reading.regimen, planner.catalogue_at(path), planner.country)
        return reading.regimen.title, reading.regimen, verdict

    def share(self) -> None:
        """Show what it would say in each format."""
        from planner.tui.screens.sharing import share_file

        if (selected := self._selected()) is not None:
            share_file(self._screen, selected.path)

    def copy_text(self) -> None:
        """Copy title and path."""
        if (selected := self._selected()) is not None:
            title, path = selected.title or selected.path.name, str(selected.path.absolute())
            self._screen.app.copy_to_clipboard(f"{title}\n{path}")
            self._screen.tell(
                f"Copied, where the terminal allows it:\n{cut(title, 80)}\n{cut(path, 120)}"
            )
