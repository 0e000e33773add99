"""What if: steps of a dose, and takings and bedtime moved along the evening; each is an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.clock import clock_time
from planner.regimen import edits
from planner.regimen.moving import moved, moved_words
from planner.regimen.steps import step_words, stepped

if TYPE_CHECKING:
    from planner.tui.screens.editor import EditorScreen

QUARTER = 15


class WhatIf:
    """Changes that are tried out from the evening itself, without a form."""

    def __init__(self, editor: EditorScreen) -> None:
        self._editor = editor

    def step(self, entry: str, by: int) -> None:
        """Change the dose of an entry by a step."""
        document = self._editor.document
        try:
            regimen = stepped(document.regimen, entry, by)
        except ValueError as problem:
            self._editor.tell(str(problem), severity="warning")
            return
        self._editor.apply(regimen, step_words(document.regimen, regimen, entry), entry)

    def move(self, entry: str, taking: int, minutes: int, merge: str | None) -> None:
        """Move a taking along the evening."""
        document = self._editor.document
        try:
            regimen = moved(document.regimen, entry, taking, minutes)
        except ValueError as problem:
            self._editor.tell(str(problem), severity="warning")
            return
        what = moved_words(regimen, entry, taking)
        self._editor.apply(regimen, what, entry, merge=merge)

    def shift_bedtime(self, minutes: int) -> None:
        """Go to bed earlier or later."""
        regimen = self._editor.document.regimen
        if regimen.bedtime is None:
            self._editor.action_edit_bedtime()
            return
        bedtime = clock_time(-minutes, regimen.bedtime)
        self._editor.apply(edits.with_bedtime(regimen, bedtime), f"bedtime {bedtime.text}")
