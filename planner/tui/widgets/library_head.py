"""The heading of the library: which folder is listed, how much of it, and what is wrong with it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from planner.tui.text import QUIET, WARN, cut, lines, literal


class LibraryHead(Vertical):
    """Two lines, and one more where the folder cannot be read as it should be."""

    def compose(self) -> ComposeResult:
        """Compose the lines."""
        yield Static(id="folder", markup=False)
        problem = Static(id="problem", markup=False)
        problem.display = False
        yield problem

    def show(self, place: str, words: str) -> None:
        """Show which folder it is, and what is listed of it by whose limits."""
        width = max(self.app.size.width - 4, 20)
        rows = [literal(cut(place, width), strong=True), literal(cut(words, width), QUIET)]
        self.query_one("#folder", Static).update(lines(rows))

    def show_problem(self, problem: str) -> None:
        """Say why the folder cannot be read, so that it is not taken for an empty one."""
        shown = self.query_one("#problem", Static)
        shown.display = bool(problem)
        shown.update(literal(problem, WARN))
