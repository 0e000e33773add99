"""Ways from the library into an evening: a file, a draft, a blank one, an example, a situation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.library.drafts import Kept
    from planner.regimen.models import Regimen
    from planner.tui.screens.library import LibraryScreen

BEDTIME = "22:30"
"""What a blank evening begins with, because every time before bed needs one."""


def open_path(library: LibraryScreen, path: Path) -> None:
    """Open a file in the editor; one with problems is shown, never edited."""
    from planner.document import Document, NotWholeError
    from planner.regimen.reading import read_file
    from planner.tui.screens.problems import ProblemsScreen

    planner = library.planner
    try:
        document = Document.of_reading(read_file(path), planner.catalogue, planner.country)
    except NotWholeError:
        library.app.push_screen(ProblemsScreen(path), library.came_back)
        return
    library.edit(document)


def open_draft(library: LibraryScreen, draft: Kept) -> None:
    """Open what an earlier sitting left unsaved, as it was left."""
    from planner.document import Document
    from planner.tui.screens.editor import EditorScreen

    planner = library.planner
    document = Document(
        draft.regimen, planner.catalogue, country=planner.country,
        path=draft.path, digest=draft.digest, unsaved=True,
    )  # fmt: skip
    library.edit(document)
    planner.keeper.take_over(draft)
    editor = library.app.screen
    if draft.form and isinstance(editor, EditorScreen):
        editor.call_after_refresh(editor.restore_form, draft.form)


def open_blank(library: LibraryScreen) -> None:
    """Open an evening without entries."""
    from planner.clock import parse_time_of_day
    from planner.regimen.models import Regimen

    open_copy(library, Regimen(title="New evening", bedtime=parse_time_of_day(BEDTIME)))


def open_copy(library: LibraryScreen, regimen: Regimen | None) -> None:
    """Open a regimen that no file holds yet."""
    from planner.document import Document

    if regimen is not None:
        planner = library.planner
        library.edit(Document(regimen, planner.catalogue, country=planner.country))


def show_examples(library: LibraryScreen) -> None:
    """List the documented examples; one that is chosen opens as a copy."""
    from planner.tui.screens.examples import ExamplesScreen

    def answered(regimen: Regimen | None) -> None:
        open_copy(library, regimen)

    library.app.push_screen(ExamplesScreen(), answered)


def choose(library: LibraryScreen) -> None:
    """Show what is documented for a situation; a choice starts an evening with an entry."""
    from planner.tui.screens.choosing import Choice, ChoosingScreen
    from planner.tui.screens.editor import EditorScreen

    def answered(choice: Choice | None) -> None:
        if choice is None:
            return
        open_blank(library)
        editor = library.app.screen
        if isinstance(editor, EditorScreen):
            editor.call_after_refresh(editor.start_entry, choice.substance, choice.reason)

    library.app.push_screen(ChoosingScreen(library.planner.catalogue), answered)
