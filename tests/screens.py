"""Snapshots of Textual screens that a reviewer can read in a diff: their text, and their styles.

    async def test_library(snapshot):
        async with showing(PlannerApp(...), size=(80, 24)) as pilot:
            await pilot.press("a")
            await snapshot(pilot, "editor-empty")

compares the screen with `tests/snapshots/editor-empty.txt`; `pytest --update-screens` accepts what
is shown now. Look at the diff before you commit it. Colours are kept apart from the text, with
`await snapshot.styles(pilot, "editor-empty.dark")`: a line for each style, with what stands in it.
"""

import difflib
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
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


def _drawn(app: App[Any]) -> LayoutUpdate:
    """All of the screen, with what lies below it, as `App.export_screenshot` draws it."""
    stack = app._background_screens
    update = app.screen._compositor.render_update(full=True, screen_stack=stack)
    assert isinstance(update, LayoutUpdate)
    return update


def screen_text(app: App[Any]) -> str:
    """The screen as lines of text."""
    console = Console(
        width=app.size.width, height=app.size.height, file=io.StringIO(), record=True,
        force_terminal=True, legacy_windows=False, safe_box=False,
    )  # fmt: skip
    console.print(_drawn(app))
    return "".join(f"{line.rstrip()}\n" for line in console.export_text().splitlines())


def _plain(app: App[Any]) -> str:
    """The text with plain spaces for those that do not break: a diff could not show them."""
    return screen_text(app).replace("\u00a0", " ")


WORDS = 60
"""Characters of the words that are shown for each style."""


def screen_styles(app: App[Any]) -> str:
    """A line for each style of the screen, in order of appearance, with how much stands in it.

    Says `#efc36a on #14181c bold, 31 cells: ▲ Ashwagandha 800 mg …`; of blanks only what is seen.
    """
    found: dict[str, list[str]] = {}
    for segment in _segments(_drawn(app)):
        found.setdefault(style_words(segment), []).append(segment.text)
    return "".join(f"{style}{_standing(texts)}\n" for style, texts in found.items())


def _segments(update: LayoutUpdate) -> Iterator[Segment]:
    for line in update.strips:
        for strip in line:
            yield from (segment for segment in strip if segment.text and not segment.control)


def style_words(segment: Segment) -> str:
    """The style of a text in words; a blank has no foreground unless a line is drawn in it."""
    style = segment.style or Style.null()
    front, back = _color_words(style.color), _color_words(style.bgcolor)
    if style.reverse:
        front, back = back, front
    named = ("bold", "dim", "italic", "underline", "strike", "reverse")
    how = [name for name in named if getattr(style, name)]
    if not segment.text.isspace() or style.underline or style.strike:
        return " ".join([front, "on", back, *how])
    return f"blank on {back}"


def _color_words(color: Color | None) -> str:
    if color is None:
        return "default"
    return color.triplet.hex if color.triplet else color.name


def _standing(texts: list[str]) -> str:
    words = " ".join(" ".join(texts).split())
    if not words:
        return ""
    shown = words if len(words) <= WORDS else f"{words[: WORDS - 1]}…"
    return f", {sum(map(cell_len, texts))} cells: {shown}"


@dataclass(frozen=True)
class Snapshot:
    """Compares screens with their approved texts; the fixture `snapshot` is one."""

    approved: Path
    scratch: Path
    update: bool

    async def __call__(self, pilot: Pilot[Any], name: str) -> None:
        """Fail unless the screen is `approved/NAME.txt`; with `update` make it so."""
        await pilot.pause()
        self._compare(name, _plain(pilot.app), update=self.update)

    async def styles(self, pilot: Pilot[Any], name: str) -> None:
        """Do the same with the styles of the screen and `approved/NAME.styles.txt`."""
        await pilot.pause()
        self._compare(f"{name}.styles", screen_styles(pilot.app), update=self.update)

    async def same(self, pilot: Pilot[Any], name: str) -> None:
        """Fail unless the screen is what another one was approved to be; never accept it."""
        await pilot.pause()
        self._compare(name, _plain(pilot.app), update=False)

    def _compare(self, name: str, shown: str, *, update: bool) -> None:
        path = self.approved / f"{name}.txt"
        if update:
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
