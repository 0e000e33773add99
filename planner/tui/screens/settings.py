"""The settings: each with its choices and what it does; a change holds and is saved at once."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Label, Static

from planner.library.atomic import SaveError
from planner.library.paths import settings_file
from planner.library.settings import CLOCKS, EXPLAINED, MOTIONS, THEMES, Settings, save_settings
from planner.tui.commands import SETTINGS, bindings
from planner.tui.messages import ChoiceMade, FieldEdited
from planner.tui.screens.base import PlannerScreen
from planner.tui.text import QUIET, cut, literal
from planner.tui.widgets.amount_field import Field
from planner.tui.widgets.choices import Choices

_CHOICES = {
    "theme": {
        "dark": "dark",
        "light": "light",
        "contrast": "highest contrast",
        "terminal": "the terminal's own colours",
    },
    "clock": {"24 h": "24 hours, 21:30", "12 h": "12 hours, 9:30 pm"},
    "motion": {"full": "things may glide", "reduced": "nothing moves by itself"},
}
assert [tuple(rows) for rows in _CHOICES.values()] == [THEMES, CLOCKS, MOTIONS]


class SettingsScreen(PlannerScreen[None]):
    """One group for each setting; what is chosen holds at once."""

    WHERE = SETTINGS
    BINDINGS = bindings(SETTINGS)
    BUTTONS = ("close", "help")
    CSS_PATH = ["../styles/entry.tcss", "../styles/settings.tcss"]
    AUTO_FOCUS = "#choices-theme"

    def compose(self) -> ComposeResult:
        """Compose the groups."""
        settings = self.planner.settings
        yield Static(literal("Settings", strong=True), id="title", markup=False)
        with VerticalScroll(id="form", can_focus=False):
            yield Static(literal(self._where(), QUIET), classes="note", markup=False)
            for name, rows in _CHOICES.items():
                yield Label(name.capitalize(), classes="setting", markup=False)
                yield Static(literal(EXPLAINED[name], QUIET), classes="explained", markup=False)
                yield Choices(name, rows.items(), [getattr(settings, name)])
            yield Label("Country", classes="setting", markup=False)
            yield Static(literal(EXPLAINED["country"], QUIET), classes="explained", markup=False)
            yield Field("country", "Two letters", placeholder="US", value=settings.country or "")
        yield from self.bottom()

    def on_mount(self) -> None:
        """Answer the country that stands there."""
        self._answer_country(self.planner.settings.country or "")

    def _where(self) -> str:
        place = cut(str(settings_file()), max(self.app.size.width - 40, 30))
        return f"A change holds and is saved at once, in {place}."

    @on(ChoiceMade)
    def _chosen(self, event: ChoiceMade) -> None:
        event.stop()
        self._change(**{event.name: event.chosen[0]})

    @on(FieldEdited)
    def _typed(self, event: FieldEdited) -> None:
        event.stop()
        code = event.text.strip().upper()
        if self._answer_country(event.text):
            self._change(country=code or None)

    def _answer_country(self, text: str) -> bool:
        """Say how the country is understood, and return whether it can be used."""
        catalogue, code = self.planner.catalogue, text.strip().upper()
        field = self.query_one("#field-country", Field)
        if not code:
            name = catalogue.country_name(catalogue.default_country)
            field.answer(None, f"not set: {name}, the default")
            return True
        if not text.isascii() or not catalogue.is_country(code):
            field.answer("Write a country's two letters, such as US, GB or DE, or EU.")
            return False
        field.answer(None, catalogue.country_name(code))
        return True

    def _change(self, **changes: str | None) -> None:
        """Let a change hold, and save it."""
        before = self.planner.settings
        settings = Settings(**before.model_dump() | changes)
        if settings == before:
            return
        self.planner.use_settings(settings)
        try:
            save_settings(settings)
        except (SaveError, OSError) as problem:
            self.tell(f"It holds for now, but could not be saved. {problem}", severity="error")

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
