"""A file that cannot be opened for editing: each problem with its line, and how to mend it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from planner.judge.findings import key_text
from planner.tui.commands import PROBLEMS, bindings
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import ASK, BAD, QUIET, cut, lines, literal, whole
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

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        """Compose the heading and the problems."""
        yield Static(id="problems-title", classes="title", markup=False)
        yield Static(id="problems-how", classes="subtitle", markup=False)
        with Reading(id="problems"):
            yield Static(id="problem-rows", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Read the file."""
        self.query_one("#problems").focus()
        self._read()

    def _read(self) -> bool:
        """Show the problems, and return whether there are any."""
        from planner.judge import judge_reading
        from planner.library.home import read_regimen


        reading = read_regimen(self._path)
        verdict = judge_reading(reading, self.planner.catalogue, self.planner.country)
        problems = [row for row in verdict.findings if row.severity.rank == 0]
        what = "cannot be opened for editing"
        how = (
            f"{counted(len(problems), 'problem')}. Planner leaves the file as it is: saving it"
            " would lose what cannot be read. Mend it in a text editor, then press r."
        )
        if reading.unfilled and not problems:
            what = "is a template with fields to be filled"
            how = (
                f"{counted(len(reading.unfilled), 'field')} to be filled. Write a value for each in"
                " a copy of the file, with a text editor; then the copy opens here."
            )
        title = cut(f"{self._path.name} {what}", self.app.size.width - 4)
        self.query_one("#problems-title", Static).update(literal(title, BAD, strong=True))
        self.query_one("#problems-how", Static).update(literal(how, QUIET))
        rows: list[Content] = []
        text = _rows(reading)
        for problem in problems:
            line = reading.line(problem.line, problem.path)
            key = f"  {problem.key}" if problem.key else ""
            rows.append(literal(f"✗ line {line}{key}", BAD, strong=True))
            rows += _context(text, line, self.app.size.width - 8)
            rows.append(literal(f"  {problem.message}"))
            rows.append(Content(""))
        for path in sorted(reading.unfilled, key=str):
            rows.append(literal(f"? {cut(key_text(path), 200)} has no value yet", ASK, strong=True))
        self.query_one("#problem-rows", Static).update(lines(rows))
        return not reading.whole or bool(reading.unfilled)

    def action_reload_file(self) -> None:
        """Read the file again, and open it once nothing is wrong with it."""
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
