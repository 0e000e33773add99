"""What every screen shares: its place in the table of commands, its heading and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Button, Footer

from planner.tui.commands import BY_ID
from planner.tui.faults import Forgiving
from planner.tui.widgets.button_row import ButtonRow

if TYPE_CHECKING:
    from planner.tui.app import PlannerApp

Result = TypeVar("Result")


class PlannerScreen(Forgiving, Screen[Result]):
    """A screen with a name in the table of commands."""

    WHERE: ClassVar[str] = ""
    BUTTONS: ClassVar[tuple[str, ...]] = ()
    """Ids of the commands that are offered as buttons."""

    @property
    def planner(self) -> PlannerApp:
        """The app."""
        from planner.tui.app import PlannerApp

        return cast(PlannerApp, self.app)

    def bottom(self) -> ComposeResult:
        """Compose the row of buttons and the footer."""
        if self.BUTTONS:
            first = [f"do-{name}" for name in _NEEDED]
            buttons = [command_button(name) for name in self.BUTTONS]
            yield ButtonRow(buttons, first=first, least=6, id="buttons")
        yield Footer(show_command_palette=True)

    def settle_memory(self) -> None:
        """Have what this screen is made of left alone, once it is painted."""
        from planner.tui.memory import settle

        self.call_after_refresh(settle, self.WHERE)

    def tell(self, message: str, *, severity: str = "information", title: str = "") -> None:
        """Say something in passing; foreign text in it is shown as text."""
        self.planner.tell(message, severity=severity, title=title)

    def action_jump(self) -> None:
        """Show a letter beside everything that can be gone to."""
        from planner.tui.screens.jump import jump

        jump(self)

    def action_browse_evidence(self) -> None:
        """Show what is documented of everything in the catalogue."""
        from planner.tui.screens.evidence import EvidenceScreen

        names, country = list(self.planner.catalogue.substances), self.planner.country
        self.app.push_screen(EvidenceScreen(names, None, country=country))


def command_button(name: str) -> Button:
    """Return a button that does what a command does."""
    command = BY_ID[name]
    return Button(
        _LABELS.get(name, command.title),
        id=f"do-{name}",
        action=command.call,
        compact=True,
        tooltip=command.help,
        variant="primary" if name in _FIRST else "default",
    )


_FIRST = frozenset(
    (
        "open-regimen", "add-entry", "save-entry", "save-content", "save-person", "open-example",
        "write-shared", "import-received", "open-finding",
        "use-template", "save-filled", "save-template", "load-ticked",
    )
)  # fmt: skip
_NEEDED = (
    *sorted(_FIRST), "save-regimen", "close", "leave-editor", "cancel-entry", "cancel-content",
    "cancel-person", "cancel-filled", "cancel-template", "edit-entry", "undo", "mend-finding",
)  # fmt: skip
"""What is never without a button while there is room for any, the most needed first."""
_LABELS = {"more": "+ More", "less": "− Less"}
"""Signs of the keys, because a row that is too short ends in a button for more commands."""
