"""One of several answers, or any number of them, as marks that read without colour."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Region, Size
from textual.widget import Widget

from planner.tui.messages import ChoiceMade
from planner.tui.text import QUIET, lines, literal
from planner.tui.widgets.plain_input import handed_on


class Choices(Widget, can_focus=True):
    """A column of marks; the arrow keys move, and space, enter or a click choose."""

    BINDINGS = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("space", "choose", "Choose", show=False),
        Binding("enter", "take", "Choose", show=False),
        *(Binding(str(n), f"number({n})", "Choose", show=False) for n in range(1, 10)),
    ]

    def __init__(
        self,
        name: str,
        rows: Iterable[tuple[str, str]],
        chosen: Iterable[str] = (),
        *,
        many: bool = False,
        guarded: bool = False,
        id: str | None = None,
    ) -> None:
        """`many` says whether any number may be chosen; else one always is.

        With `guarded` a dose that is typed into the question by mistake answers nothing.
        """
        super().__init__(id=id or f"choices-{name}")
        self.field = name
        self._rows = dict(rows)
        self._chosen = set(chosen)
        self._many, self._guarded = many, guarded
        self._at = 0
        self._digits = ""
        self._before: set[str] = set()
        self._past = False

    @property
    def words(self) -> str:
        """What is asked, where it is a single mark; else a label before it says so."""
        return next(iter(self._rows.values())) if len(self._rows) == 1 else ""

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is chosen, in the order of the rows."""
        return tuple(row for row in self._rows if row in self._chosen)

    def fill(self, chosen: Iterable[str]) -> None:
        """Mark these without telling anybody."""
        self._chosen = set(chosen)
        self._at = next((i for i, row in enumerate(self._rows) if row in self._chosen), 0)
        self.refresh()

    def rename(self, row: str, words: str) -> None:
        """Change the words of a row."""
        if self._rows[row] == words:
            return
        self._rows[row] = words
        self.refresh()

    def render(self) -> Content:
        """Return the marks and their words; the current row is reversed while in focus."""
        shown = []
        for number, (row, words) in enumerate(self._rows.items()):
            chosen = row in self._chosen
            marks = ("[x]", "[ ]") if self._many else ("(●)", "( )")
            content = literal(
                f"{self._number(number)}{marks[not chosen]} {words}", "" if chosen else QUIET
            )
            if self.has_focus and number == self._at:
                content = content.stylize("reverse")
            shown.append(content)
        return lines(shown)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return one line a row."""
        del container, viewport, width
        return len(self._rows)

    def on_key(self, event: Key) -> None:
        """Tell the number of an answer from a dose that is typed into this question by mistake.

        `1` is an answer; in `120 mg` it was none. What was answered before it holds again, and
        the dose goes where doses go. No letter is taken for a command.
        """
        if not self._guarded or handed_on(self, event):
            return
        character = event.character
        if character is None or not character.isprintable():
            self._digits = ""
            if event.key == "enter":  # at once: what is typed behind it is for the next field
                event.stop()
                event.prevent_default()
                self.action_take()
            return
        if self._past or (self._digits and not self._may_be_answer(character)):
            event.stop()
            event.prevent_default()
            self._type_past(self._digits + character)
        elif character.isdigit():
            event.stop()
            event.prevent_default()
            self._before = self._before if self._digits else set(self._chosen)
            self._digits += character
            self.action_number(int(character))
        elif self._digits:
            self._digits += character  # a space: an answer or a dose, the next key tells
        elif character.isalpha():
            event.stop()

    def _may_be_answer(self, character: str) -> bool:
        if character == " ":
            return " " not in self._digits
        return (
            " " not in self._digits
            and character.isdigit()
            and 0 < int(character) <= len(self._rows)
        )

    def _type_past(self, text: str) -> None:
        """Give what was typed here to the screen, if it has a place for it."""
        if self._digits:
            self._chosen, self._digits = self._before, ""
            self._at = next((i for i, row in enumerate(self._rows) if row in self._chosen), 0)
            self.refresh()
            self.post_message(ChoiceMade(self.field, self.chosen))
        take = getattr(self.screen, "typed_past", None)
        self._past = take is not None
        if take is not None:
            take(text)

    def on_focus(self) -> None:
        """Begin anew."""
        self._digits, self._past = "", False

    def action_move(self, by: int) -> None:
        """Go to another row; where one of them is chosen, that is it."""
        if self._many:
            self._at = min(max(self._at + by, 0), len(self._rows) - 1)
        else:
            self._at = (self._at + by) % len(self._rows)
            self.action_choose()
        self.refresh()
        # The column may be longer than the form shows of it.
        self.screen.scroll_to_widget(self, animate=False)
        if self.parent is not None and isinstance(self.parent, Widget):
            line = Region(0, self.virtual_region.y + self._at, 1, 1)
            self.parent.scroll_to_region(line, animate=False)

    def _number(self, row: int) -> str:
        return "" if self._many else f"{row + 1} "

    def action_number(self, number: int) -> None:
        """Choose an answer by its number, and stay.

        Going on is left to enter, so that a dose that is typed into this question by mistake never
        lands in the next one.
        """
        if not self._many and 0 < number <= len(self._rows):
            self._at = number - 1
            self.action_choose()

    def action_take(self) -> None:
        """Take the one answer and go on, or change the mark of one of many."""
        if self._many:
            self.action_choose()
        else:
            self.action_choose()
            self.screen.focus_next()

    def action_choose(self) -> None:
        """Choose the row, or where many may be chosen, take its mark away again."""
        row = list(self._rows)[self._at]
        before = set(self._chosen)
        self._chosen = self._chosen ^ {row} if self._many else {row}
        self.refresh()
        if self._chosen != before:
            self.post_message(ChoiceMade(self.field, self.chosen))

    def on_click(self, event: Click) -> None:
        """Choose the row that was clicked."""
        if 0 <= event.y < len(self._rows):
            self._at = event.y
            self.action_choose()
