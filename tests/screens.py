"""Text snapshots of Textual screens, which a reviewer can read in a diff.

    async def test_library(snapshot):
        async with showing(PlannerApp(...), size=(80, 24)) as pilot:
            await pilot.press("a")
            await snapshot(pilot, "editor-empty")

compares the screen with `tests/snapshots/editor-empty.txt`; `pytest --update-screens` accepts what
is shown now. Look at the diff before you commit it.
"""

import difflib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from rich.console import Console
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea


@asynccontextmanager
async def showing(app: App[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[Any]]:
    """Run `app` without a terminal: nothing blinks, nothing moves, notifications are shown."""
    app.animation_level = "none"
    with (
        patch.object(Input, "_toggle_cursor", lambda _: None),
        patch.object(TextArea, "_toggle_cursor_blink_visible", lambda _: None),
    ):
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield pilot


def screen_text(app: App[Any]) -> str:
    """The screen as lines of text, as `App.export_screenshot` renders it."""
    console = Console(
        width=app.size.width, height=app.size.height, file=io.StringIO(), record=True,
        force_terminal=True, legacy_windows=False, safe_box=False,
    )  # fmt: skip
    update = app.screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    console.print(update)
    return "".join(f"{line.rstrip()}\n" for line in console.export_text().splitlines())


@dataclass(frozen=True)
class Snapshot:
    """Compares screens with their approved texts; the fixture `snapshot` is one."""

    approved: Path
    scratch: Path
    update: bool

    async def __call__(self, pilot: Pilot[Any], name: str) -> None:
        """Fail unless the screen is `approved/NAME.txt`; with `update` make it so."""
        await pilot.pause()
        shown, path = screen_text(pilot.app), self.approved / f"{name}.txt"
        if self.update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(shown, encoding="utf-8", newline="\n")
            return
        expected = path.read_text(encoding="utf-8") if path.exists() else None
        if shown == expected:
            return
        actual = self.scratch / f"{name}.actual.txt"
        actual.write_text(shown, encoding="utf-8", newline="\n")
        if expected is None:
            what = f"There is no snapshot {name!r} yet. Shown is:\n\n{shown}"
        else:
            lines = expected.splitlines(), shown.splitlines()
            what = "\n".join(difflib.unified_diff(*lines, str(path), str(actual), lineterm=""))
        pytest.fail(
            f"{what}\n\nIn full: {actual}\nTo accept: pytest --update-screens", pytrace=False
        )
