"""The commands of the library that act on files, each handed to what can be done with them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from planner.tui.screens.template_commands import LibraryTemplates

if TYPE_CHECKING:
    from planner.tui.screens.library import LibraryScreen
    from planner.tui.screens.library_actions import LibraryActions


class FileCommands(LibraryTemplates):
    """Has the actions by which the table of commands names what is done with a file."""

    @cached_property
    def actions(self) -> LibraryActions:
        """What can be done with files; loaded at first use, after the first paint."""
        from planner.tui.screens.library_actions import LibraryActions

        return LibraryActions(cast("LibraryScreen", self))

    def action_duplicate_regimen(self) -> None:
        """Open an unsaved copy of the selected regimen."""
        self.actions.duplicate()

    def action_rename_regimen(self) -> None:
        """Ask for another title."""
        self.actions.rename()

    def action_archive_regimen(self) -> None:
        """Move the selected regimen into the archive, or out of it."""
        self.actions.archive()

    def action_delete_regimen(self) -> None:
        """Move the selected regimen into the trash."""
        self.actions.delete()

    def action_undo_move(self) -> None:
        """Take the last rename, archiving or deletion back."""
        self.actions.undo()

    def action_mark_regimen(self) -> None:
        """Mark the selected regimen for comparing, or take its mark away."""
        self.actions.mark()

    def action_compare_regimens(self) -> None:
        """Put two regimens side by side."""
        self.actions.compare()

    def action_share_regimen(self) -> None:
        """Show what the selected regimen would say in each format."""
        self.actions.share()

    def action_open_received(self) -> None:
        """Ask for a file that was received, and show it."""
        from planner.tui.screens.received import ask_for_received

        ask_for_received(cast("LibraryScreen", self))

    def action_check_library(self) -> None:
        """Show which findings the plans of the library have."""
        from planner.tui.screens.weekly import WeeklyScreen

        library = cast("LibraryScreen", self)
        library.app.push_screen(WeeklyScreen(library))

    def action_copy_regimen_text(self) -> None:
        """Copy title and path of the selected regimen."""
        self.actions.copy_text()
