"""Copying or writing what was made to be shared, with the question that may have to be asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.library.atomic import SaveError
from planner.tui.screens.confirm import Choice, ConfirmScreen
from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.library.sharing import Prepared
    from planner.tui.screens.base import PlannerScreen

MOST_COPIED = 56_000
"""Bytes that terminals commonly copy at once; more is dropped by some without a word."""


def size_words(size: int) -> str:
    """Return the size of a file in words: `980 bytes`, `39.7 kB`."""
    return f"{size:,} bytes" if size < 1_000 else f"{size / 1_000:,.1f} kB"


def shown_text(data: bytes) -> str:
    """Return the text of a file as a person reads it, without the mark that programs look for."""
    return data.decode("utf-8-sig", "replace")


class Sending:
    """Sends for one screen, and tells there what was done."""

    def __init__(self, screen: PlannerScreen[None], done: Callable[[str], object]) -> None:
        """`done` is called with what was written, in a few words."""
        self._screen, self._done = screen, done

    def copy(self, prepared: Prepared) -> None:
        """Copy a text through the terminal, and record the version that it tells."""
        from planner.export.formats import FORMATS
        from planner.library.sharing import record

        tell = self._screen.tell
        for _, reason in prepared.refused:
            tell(f"Not copied: {reason}", severity="warning")
        for name, _, data in prepared.files:
            title = FORMATS[name].title
            if len(data) > MOST_COPIED:
                tell(
                    f"{title} is too long for a terminal to copy: {size_words(len(data))}."
                    " w writes it into the folder.",
                    severity="warning",
                )
                continue
            self._screen.app.copy_to_clipboard(shown_text(data))
            problem = record(prepared)
            said = (
                f"Copied as {title.lower()}, where the terminal allows it."
                f" {prepared.sheet.edition.words}."
            )
            tell(f"{said}\n{problem}" if problem else said)

    def write(self, prepared: Prepared, folder: Path, *, overwrite: bool = False) -> None:
        """Write the files, or ask about one that would be overwritten."""
        from planner.library.exporting import ExistsError
        from planner.library.sharing import share

        try:
            written, problem = share(prepared, folder, overwrite=overwrite)
        except ExistsError:
            self._ask_overwrite(prepared, folder)
            return
        except SaveError as refused:
            self._screen.tell(str(refused), severity="error")
            return
        refused_words = [f"Not written: {reason}" for _, reason in prepared.refused]
        said = [problem] if problem else []
        if written:
            names, place = listed(visible(each.path.name) for each in written), visible(str(folder))
            same = not any(each.changed for each in written)
            begun = "There already" if same else "Written"
            said.insert(0, f"{begun}: {names}\nin {place}\n{prepared.sheet.edition.words}.")
            self._done(f"{begun}: {names}, in {place}")
        severity = "warning" if refused_words or problem else "information"
        self._screen.tell("\n".join([*said, *refused_words]), severity=severity)

    def _ask_overwrite(self, prepared: Prepared, folder: Path) -> None:
        def answered(answer: str | None) -> None:
            if answer == "overwrite":
                self.write(prepared, folder, overwrite=True)

        there = [name for _, name, _ in prepared.files if (folder / name).exists()]
        title = "There are such files already" if len(there) > 1 else "There is such a file already"
        question = (
            f"In {folder}: {listed(there)}. Overwriting replaces what differs; what was there"
            " before is gone then."
        )
        choices = (
            Choice("o", "Overwrite", "overwrite"),
            Choice("escape", "Cancel", "cancel", main=True),
        )
        self._screen.app.push_screen(ConfirmScreen(title, visible(question), choices), answered)
