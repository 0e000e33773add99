"""Opening the screen for a command, and what is left of an evening when it ends in a fault."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tui.app import PlannerApp
from planner.wording import visible

if TYPE_CHECKING:
    from planner.document import Document


def keep_draft(document: Document | None, folder: Path) -> Path | None:
    """Save unsaved changes beside the regimens after a fault, and return where."""
    if document is None or not document.dirty:
        return None
    from planner.library.listing import free_path

    return document.save(free_path(folder, f"{document.regimen.title} draft")).path


def run(library: Path | None, country: str | None, received: Path | None = None) -> int:
    """Open the screen on a folder of regimens and return the exit code.

    `received` is a file that somebody sent: it is shown first, read-only.
    """
    from planner.library.early import early_theme
    from planner.library.paths import library_folder, settings_file

    folder = library_folder(library)
    app = PlannerApp(folder, country, theme=early_theme(settings_file()), received=received)
    app.run()
    code = app.return_code or 0
    if code:
        draft = keep_draft(app.document, folder)
        if draft is not None:
            sys.stderr.write(f"The unsaved evening was kept as {visible(str(draft))}\n")
    return code
