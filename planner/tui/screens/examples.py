"""The regimens that come with Planner; each opens as a copy that no file holds yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from planner.tui.commands import BY_ID, EXAMPLES, bindings
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import QUIET, STATUS, cut, literal
from planner.tui.widgets.moving import MovingList

if TYPE_CHECKING:
    from planner.regimen.models import Regimen


class ExamplesList(MovingList):
    """The list of examples; its enter key is in the footer."""

    BINDINGS = [Binding("enter", "select", BY_ID["open-example"].title)]


class ExamplesScreen(PlannerScreen["Regimen | None"]):
    """Lists what is shipped; the documented evening comes first."""

    WHERE = EXAMPLES
    BINDINGS = bindings(EXAMPLES)
    BUTTONS = ("open-example", "close")
    CSS_PATH = "../styles/lists.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._regimens: list[Regimen] = []

    def compose(self) -> ComposeResult:
        """Compose the list."""
        yield Static(literal("Documented examples", strong=True), classes="title", markup=False)
        yield Static(
            literal("Each opens as a copy of your own; what is shipped stays as it is.", QUIET),
            classes="subtitle",
            markup=False,
        )
        yield ExamplesList(id="examples", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Read the examples."""
        from planner.judge import judge
        from planner.library.listing import regimen_files
        from planner.library.paths import shipped_folder
        from planner.regimen.reading import read_file

        options = self.query_one("#examples", OptionList)
        for path in regimen_files(shipped_folder()):
            reading = read_file(path)
            if reading.regimen is None or not reading.whole or reading.regimen.template:
                continue
            regimen = reading.regimen
            verdict = judge(regimen, self.planner.catalogue, self.planner.country)
            sign, word, tone = STATUS[verdict.status]
            self._regimens.append(regimen)
            options.add_option(
                Option(
                    Content.assemble(
                        literal(regimen.title, strong=True),
                        "  ",
                        literal(f"{sign} {word}", tone),
                        "\n",
                        literal(cut(regimen.notes or "", 400), QUIET),
                        "\n",
                    )
                )
            )
        if not self._regimens:
            options.add_option(Option(literal("No examples were found.", QUIET), disabled=True))
        options.highlighted = 0
        options.focus()

    @on(OptionList.OptionSelected)
    def action_open_example(self) -> None:
        """Open a copy of the highlighted example."""
        place = self.query_one("#examples", OptionList).highlighted
        if place is not None and place < len(self._regimens):
            self.dismiss(self._regimens[place])

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
