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
DOCUMENTED = "evening-of-the-articles.toml"
"""The shipped evening that Planner is about."""
NOT_SAVED = "The copy was not saved. In the editor, w saves one."


def begin(library: LibraryScreen) -> None:
    """Show what the command line asked for, or offer what was left unsaved.

    What was left is offered before anybody starts on something, or once one comes back.
    """
    path, library.planner.received = library.planner.received, None
    if path is None:
        library.drafts.offer()
        return
    from planner.tui.screens.received import open_received

    open_received(library, path)


def open_path(library: LibraryScreen, path: Path) -> None:
    """Open a file in the editor; one with problems is shown, and a template is filled."""
    from planner.library.home import read_regimen

    reading = read_regimen(path)
    if reading.whole and reading.regimen is not None and reading.regimen.template is not None:
        _open_template(library, path)
    else:
        edit_file(library, path)


def edit_file(library: LibraryScreen, path: Path) -> None:
    """Open a file in the editor, also that of a template; one with problems is shown."""
    from planner.document import Document, NotWholeError
    from planner.library.home import read_regimen
    from planner.tui.screens.problems import ProblemsScreen

    planner = library.planner
    try:
        document = Document.of_reading(
            read_regimen(path), planner.catalogue_at(path), planner.country
        )
    except NotWholeError:
        library.app.push_screen(ProblemsScreen(path), library.came_back)
        return
    library.edit(document)


def _open_template(library: LibraryScreen, path: Path) -> None:
    from planner.library.templates import TemplateFile
    from planner.regimen.reading import read_file
    from planner.tui.screens.template_commands import fill_template, usable

    file = TemplateFile(path, read_file(path))
    if (source := usable(library, file)) is not None:
        fill_template(library, file, source)


def open_draft(library: LibraryScreen, draft: Kept) -> None:
    """Open what an earlier sitting left unsaved, as it was left."""
    from planner.document import Document
    from planner.tui.screens.editor import EditorScreen

    planner = library.planner
    document = Document(
        draft.regimen, planner.catalogue, country=planner.country,
        path=_as_listed(library, draft.path), digest=draft.digest, unsaved=True,
    )  # fmt: skip
    library.edit(document)
    planner.keeper.take_over(draft)
    editor = library.app.screen
    if draft.form and isinstance(editor, EditorScreen):
        editor.call_after_refresh(editor.restore_form, draft.form)


def _as_listed(library: LibraryScreen, path: Path | None) -> Path | None:
    """Return a path as the library lists it, if it lies in there: a draft has the whole path."""
    folder = library.planner.library
    try:
        return folder / path.relative_to(folder.absolute()) if path is not None else None
    except ValueError:
        return path


def open_blank(library: LibraryScreen) -> None:
    """Open an evening without entries."""
    from planner.clock import parse_time_of_day
    from planner.regimen.models import Regimen

    regimen = Regimen(title="New evening", bedtime=parse_time_of_day(BEDTIME))
    _open_unsaved(library, regimen)


def open_copy(library: LibraryScreen, regimen: Regimen | None) -> None:
    """Open a copy that no file holds yet; leaving it unsaved is told, for nothing is left of it."""
    if regimen is not None:
        _open_unsaved(library, regimen, NOT_SAVED)


def _open_unsaved(library: LibraryScreen, regimen: Regimen, left: str = "") -> None:
    from planner.document import Document

    planner = library.planner
    library.edit(Document(regimen, planner.catalogue, country=planner.country), left=left)


def open_documented(library: LibraryScreen) -> None:
    """Open a copy of the documented evening, or list the examples where it does not lie."""
    from planner.library.home import read_regimen
    from planner.library.paths import shipped_folder

    reading = read_regimen(shipped_folder() / DOCUMENTED)
    if reading.whole:
        open_copy(library, reading.regimen)
    else:
        show_examples(library)


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
