"""Opening a regimen at a finding: in the editor, or where its file is wrong at that line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.judge.findings import Finding
    from planner.judge.grouping import Kind, Place
    from planner.tui.screens.editor import EditorScreen
    from planner.tui.screens.library import LibraryScreen

GONE = "This plan has the finding no longer: its file has been changed since it was checked."


def open_at(library: LibraryScreen, kind: Kind, place: Place) -> None:
    """Open a regimen with a finding selected.

    A file with errors shows them, at the line of the finding; a template with fields is filled.
    """
    from planner.library.home import read_regimen
    from planner.tui.screens import opening
    from planner.tui.screens.editor import EditorScreen
    from planner.tui.screens.problems import ProblemsScreen

    reading = read_regimen(place.path)
    if not reading.whole:
        screen = ProblemsScreen(place.path, line=place.line)
        library.app.push_screen(screen, library.came_back)
        return
    if reading.unfilled:
        opening.open_path(library, place.path)
        return
    opening.edit_file(library, place.path)
    editor = library.app.screen
    if isinstance(editor, EditorScreen):
        editor.call_after_refresh(_select, editor, kind, place)


def _select(editor: EditorScreen, kind: Kind, place: Place) -> None:
    """Select a finding and the entry that it names, if it is there still."""
    finding = found_again(editor.document.verdict.findings, kind, place)
    if finding is None:
        editor.tell(GONE)
        return
    if finding.entry is not None:
        editor.table.select(finding.entry)
    editor.pane.focus()
    editor.pane.select(finding)


def found_again(findings: Iterable[Finding], kind: Kind, place: Place) -> Finding | None:
    """Return the finding of a place, or the one of its kind that is most like it.

    One that was accepted meanwhile, or counts again, is the same.
    """
    from planner.judge.grouping import kind_of

    same = [each for each in findings if kind_of(each)._replace(accepted=kind.accepted) == kind]

    def likeness(finding: Finding) -> tuple[bool, bool, bool, bool]:
        return (
            (finding.accepted is not None) == kind.accepted,
            finding.entry == place.entry,
            finding.path == place.key,
            finding.observed == place.observed,
        )

    return max(same, key=likeness, default=None)
