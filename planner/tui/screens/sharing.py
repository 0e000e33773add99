"""Ways to the screen for sharing: from a file of the library, or from a regimen that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.share_making import SHOW, Wish, exports_folder, make
from planner.tui.text import cut

if TYPE_CHECKING:
    from planner.document import Document
    from planner.tui.screens.base import PlannerScreen


def share_file(screen: PlannerScreen[None] | PlannerScreen[Path | None], path: Path) -> None:
    """Open the screen for sharing a file, or say why it cannot be shared."""
    from planner.export.making import Options
    from planner.library.home import read_regimen
    from planner.tui.screens.confirm import MessageScreen
    from planner.tui.screens.share import ShareScreen

    planner, reading = screen.planner, read_regimen(path)
    wish = Wish(SHOW, (), Options(country=planner.country))
    made = make(reading, planner.catalogue_at(path), wish, planner.now().date())
    if made.prepared is None:
        title = f"“{cut(reading.title or path.name, 50)}” cannot be shared yet"
        said = f"{made.problem[:1].upper()}{made.problem[1:]}"
        planner.push_screen(MessageScreen(title, said))
        return
    folder = exports_folder(planner.library, path)
    planner.push_screen(ShareScreen(reading, made.prepared, folder))


def share_document(screen: PlannerScreen[Path | None], document: Document) -> None:
    """Share a regimen that is open, once its file holds what is seen."""
    from planner.library.home import read_regimen
    from planner.tui.screens.saving import SaveFlow, ask_to_save_first

    def share() -> None:
        if document.path is not None:
            share_file(screen, document.path)

    if document.path is None or document.dirty:
        ask_to_save_first(screen, document, share)
    elif read_regimen(document.path).digest != document.digest:
        SaveFlow(screen, document, share).start()  # it asks about what has changed on disk
    else:
        share()
