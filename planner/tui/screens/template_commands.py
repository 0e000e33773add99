"""What is done with templates from the library and from an evening, from screen to screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.library.templates import TemplateFile
    from planner.regimen.filling import Source
    from planner.regimen.models import Regimen
    from planner.tui.screens.base import PlannerScreen
    from planner.tui.screens.editor import EditorScreen
    from planner.tui.screens.library import LibraryScreen
    from planner.tui.screens.template_new import Written


NOT_SAVED = "The plan was not saved. In the editor, w saves one."


class EditorTemplates:
    """Has the actions by which the table of commands names what an evening does with templates."""

    def action_make_template(self) -> None:
        """Save the evening as a template."""
        editor = cast("EditorScreen", self)
        save_as_template(editor, editor.document.regimen)

    def action_load_template(self) -> None:
        """Take entries and doses over from a template."""
        editor = cast("EditorScreen", self)
        choose_template(
            editor,
            "Load a template",
            "What it would change in this evening is shown first.",
            lambda file, source: _load(editor, file, source),
        )


class LibraryTemplates:
    """Has the actions by which the table of commands names what the library does with templates."""

    def action_new_from_template(self) -> None:
        """Choose a template, and start a plan from it."""
        library = cast("LibraryScreen", self)
        choose_template(
            library,
            "A plan from a template",
            "Its fields are filled in a form; the template stays as it is.",
            lambda file, source: fill_template(library, file, source),
        )

    def action_make_template(self) -> None:
        """Save the selected regimen as a template."""
        library = cast("LibraryScreen", self)
        selected = library.selected
        if selected is None:
            library.tell("There is no regimen here. Press n for a new evening.")
            return
        from planner.library.home import read_regimen

        reading = read_regimen(selected.path)
        if reading.regimen is None or not reading.whole:
            library.tell("Only a regimen without errors becomes a template.", severity="warning")
            return
        save_as_template(library, reading.regimen, lambda made: library.list_again(made.path))


def choose_template(
    screen: PlannerScreen[Path | None] | PlannerScreen[None],
    title: str,
    about: str,
    then: Callable[[TemplateFile, Source], object],
) -> None:
    """Ask for a template, and go on with it; one with errors shows them."""
    from planner.tui.screens.template_list import TemplatesScreen

    def answered(file: TemplateFile | None) -> None:
        if file is not None and (source := usable(screen, file)) is not None:
            then(file, source)

    screen.app.push_screen(TemplatesScreen(title, about), answered)


def usable(
    screen: PlannerScreen[Path | None] | PlannerScreen[None], file: TemplateFile
) -> Source | None:
    """Return a template as plans are made from it, or show what is wrong with its file."""
    from planner.forms.template_form import MOST_FIELDS
    from planner.regimen.filling import NotATemplateError
    from planner.tui.screens.problems import ProblemsScreen

    try:
        source = file.source
    except NotATemplateError:
        screen.app.push_screen(ProblemsScreen(file.path))
        return None
    if len(source.fields) > MOST_FIELDS:
        screen.tell(
            f"It has {len(source.fields)} fields, and a form shows {MOST_FIELDS} at most: fill it"
            " on the command line, with planner new --template.",
            severity="warning",
        )
        return None
    return source


def fill_template(library: LibraryScreen, file: TemplateFile, source: Source) -> None:
    """Show the form of a template, and open the plan that it gives, or the template itself."""
    from planner.document import Document
    from planner.tui.screens.opening import edit_file
    from planner.tui.screens.template_fill import TemplateFillScreen

    def answered(made: Document | TemplateFile | None) -> None:
        if isinstance(made, Document):
            library.edit(made, left=NOT_SAVED)
        elif made is not None:
            edit_file(library, made.path)
        else:
            library.came_back(file.path if not file.shipped else None)

    library.app.push_screen(TemplateFillScreen(file, source), answered)


def save_as_template(
    screen: PlannerScreen[Path | None] | PlannerScreen[None],
    regimen: Regimen,
    then: Callable[[Written], object] | None = None,
) -> None:
    """Show the form of a new template."""
    from planner.tui.screens.template_new import TemplateNewScreen

    if regimen.template is not None:
        screen.tell("It is a template already: N makes a plan from it.")
        return

    def answered(made: Written | None) -> None:
        if made is not None:
            screen.tell(made.words)
            if then is not None:
                then(made)

    screen.app.push_screen(TemplateNewScreen(regimen), answered)


def _load(editor: EditorScreen, file: TemplateFile, source: Source) -> None:
    from planner.tui.screens.template_load import load_template

    load_template(editor, file, source)
