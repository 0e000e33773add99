"""A file that cannot be opened for editing: each problem with its line, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from planner.tui.commands import PROBLEMS, bindings
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import BAD, QUIET, cut, lines, literal, whole
from planner.tui.widgets.moving import Reading
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.regimen.reading import Reading as FileReading

_AROUND = 2
"""Lines of the file that are shown before and after one with a problem."""


class ProblemsScreen(PlannerScreen[Path | None]):
    """Shows what is wrong with a file; saving it from here would lose what cannot be read."""

    WHERE = PROBLEMS
    BINDINGS = bindings(PROBLEMS)
    BUTTONS = ("reload-file", "show-path", "close")
    CSS_PATH = "../styles/lists.tcss"

    def __init__(self, path: Path, *, line: int | None = None) -> None:
        """Show the problems of a file, scrolled to those of a line where one is named."""
        super().__init__()
        self._path, self._line = path, line

    def compose(self) -> ComposeResult:
        """Compose the heading and the problems."""
        yield Static(id="problems-title", classes="title", markup=False)
        yield Static(id="problems-how", classes="subtitle", markup=False)
        with Reading(id="problems"):
            yield Static(id="problem-rows", markup=False)
            yield Static(id="problem-rows-on", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Read the file."""
        self.query_one("#problems").focus()
        self._read()
        if self._line is not None:
            self.call_after_refresh(self._go_to_line)

    def _read(self) -> bool:
        """Show the problems, and return whether there are any."""
        from planner.judge import judge_reading
        from planner.library.home import read_regimen

        reading = read_regimen(self._path)
        used = self.planner.catalogue_at(self._path)
        verdict = judge_reading(reading, used, self.planner.country)
        problems = [row for row in verdict.findings if row.severity.rank == 0]
        how = (
            f"{counted(len(problems), 'problem')}. Planner leaves the file as it is: saving it"
            " would lose what cannot be read. Mend it in a text editor, then press r."
        )
        what = f"{self._path.name} cannot be opened for editing"
        title = cut(what, self.app.size.width - 4)
        self.query_one("#problems-title", Static).update(literal(title, BAD, strong=True))
        self.query_one("#problems-how", Static).update(literal(how, QUIET))
        before: list[Content] = []
        after: list[Content] = []
        text = _rows(reading)
        for problem in problems:
            line = reading.line(problem.line, problem.path)
            rows = after if after or line == self._line else before
            key = f"  {problem.key}" if problem.key else ""
            rows.append(literal(f"✗ line {line}{key}", BAD, strong=True))
            rows += _context(text, line, self.app.size.width - 8)
            rows.append(literal(f"  {problem.message}"))
            rows.append(Content(""))
        for name, rows in (("#problem-rows", before), ("#problem-rows-on", after)):
            shown = self.query_one(name, Static)
            shown.update(lines(rows))
            shown.display = bool(rows)
        return not reading.whole

    def _go_to_line(self) -> None:
        """Scroll to the problems of the line that was asked for, if there are any."""
        before, after = self.query_one("#problem-rows"), self.query_one("#problem-rows-on")
        if before.display and after.display:
            self.query_one("#problems", Reading).scroll_to(y=before.size.height, animate=False)

    def action_reload_file(self) -> None:
        """Read the file again, and open it once nothing is wrong with it; a template is filled."""
        if self._read():
            self.tell("The file still holds problems.", severity="warning")
            return
        from planner.tui.screens.library import LibraryScreen
        from planner.tui.screens.opening import open_path

        path = self._path
        self.dismiss(path)
        library = self.app.screen_stack[0]
        if isinstance(library, LibraryScreen):
            open_path(library, path)

    def action_show_path(self) -> None:
        """Show the path of the file and copy it."""
        from planner.tui.screens.confirm import MessageScreen

        self.app.copy_to_clipboard(str(self._path))
        self.app.push_screen(
            MessageScreen(
                "Open this file in a text editor",
                f"{visible(str(self._path))}\n\nThe path was copied, where the terminal allows"
                " it. Times and doses stand in quotes there, as in"
                f' bedtime = "22:30" and dose = "{whole("300 mg")}".',
            )
        )

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(self._path)


def _rows(reading: FileReading) -> list[str]:
    """Return the lines of a file by which problems are counted, as far as they can be shown."""
    text = reading.text or reading.data.decode("utf-8", "replace")  # what was refused has no text
    return [row.removesuffix("\r") for row in text.split("\n")]


def _context(text: list[str], line: int, width: int) -> list[Content]:
    """Return a line of the file between its neighbours, marked by a sign."""
    rows = []
    for number in range(max(line - _AROUND, 1), min(line + _AROUND, len(text)) + 1):
        here = number == line
        said = cut(f"{'▶' if here else ' '} {number:>4} │ {text[number - 1]}", width)
        rows.append(literal(said, "" if here else QUIET, strong=here))
    return rows
