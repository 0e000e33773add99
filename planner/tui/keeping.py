"""Keeping what is being edited, so that a crash, a closed terminal or a power cut loses little."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.timer import Timer

    from planner.library.drafts import Kept
    from planner.tui.app import PlannerApp

PAUSE = 0.4
"""Seconds after an edit until it is written: at most the last keystrokes are lost."""


class Keeper:
    """Writes a draft of the open regimen a moment after every edit, and forgets it once saved."""

    def __init__(self, app: PlannerApp, folder: Path | None = None) -> None:
        """`folder` is where drafts are; None means the user's own place for them."""
        self._app = app
        self._folder = folder
        self._sitting = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._timer: Timer | None = None
        self._held = False

    @property
    def folder(self) -> Path:
        """Where drafts are."""
        if self._folder is None:
            from planner.library.paths import drafts_folder

            self._folder = drafts_folder()
        return self._folder

    def soon(self) -> None:
        """Keep what is being edited, in a moment."""
        if self._timer is None:
            self._timer = self._app.set_timer(PAUSE, self._keep)

    def _keep(self) -> bool:
        """Write what is being edited, and return whether it was written."""
        self._timer = None
        document = self._app.document
        form = self._form()
        if document is None or not (document.dirty or form):
            self.forget()
            return False
        from planner.library.drafts import keep

        try:
            keep(
                self.folder, self._sitting, document.regimen,
                path=document.path, digest=document.digest, form=form,
            )  # fmt: skip
        except OSError as problem:
            if not self._held:  # said once, not at every key
                reason = problem.strerror or problem
                self._app.tell(f"No draft can be kept: {reason}. Save often.", severity="warning")
            self._held = True
            return False
        self._held = True
        return True

    def _form(self) -> dict[str, Any] | None:
        """Return what stands in a half-filled form, wherever it lies among the screens."""
        for screen in reversed(self._app.screen_stack):
            values = getattr(screen, "form_values", None)
            if values is not None:
                found: dict[str, Any] | None = values()
                return found
        return None

    def forget(self) -> None:
        """Forget the draft of this sitting: it is saved, or was discarded."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._held:
            from planner.library.drafts import forget

            self._held = False
            forget(self.folder, self._sitting)

    def take_over(self, draft: Kept) -> None:
        """Keep an old draft as this sitting's own from now on."""
        if self._keep():  # until it is held in another file, the old one is all there is
            from planner.library.drafts import forget

            forget(self.folder, draft.sitting)

    def discard(self, draft: Kept) -> Path:
        """Put a draft that an earlier sitting left behind away, and return where it is kept.

        Raises:
            OSError: the system refused; the draft will be offered again.
        """
        from planner.library.drafts import discard

        return discard(self.folder, draft.sitting)

    def found(self) -> tuple[Kept, ...]:
        """Return the drafts that an earlier sitting left behind, newest first."""
        if next(self.folder.glob("*.toml"), None) is None:  # reading them needs much to be loaded
            return ()
        from planner.library.drafts import found

        return found(self.folder)
