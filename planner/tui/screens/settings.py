"""The settings: each with its choices and what it does; a change holds and is saved at once."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label, Static

from planner.library.atomic import SaveError
from planner.library.paths import settings_file
from planner.library.settings import CLOCKS, EXPLAINED, MOTIONS, THEMES, Settings, save_settings
from planner.tui.commands import SETTINGS, bindings
from planner.tui.messages import ChoiceMade, FieldEdited
from planner.tui.screens.base import PlannerScreen
from planner.tui.screens.facts import read_country
from planner.tui.text import QUIET, cut_before, literal
from planner.tui.widgets.amount_field import Field
from planner.tui.widgets.choices import Choices
from planner.wording import quoted

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

    def __init__(self) -> None:
        super().__init__()
        self._country: str | None = None

    def compose(self) -> ComposeResult:
        """Compose the groups."""
        settings = self.planner.settings
        yield Static(literal("Settings", strong=True), id="title", markup=False)
        with VerticalScroll(id="form", can_focus=False):
            yield Static(id="kept-in", markup=False)
            for name, rows in _CHOICES.items():
                yield Label(name.capitalize(), classes="setting", markup=False)
                yield Static(literal(EXPLAINED[name], QUIET), classes="explained", markup=False)
                yield Choices(name, rows.items(), [getattr(settings, name)])
            with Vertical(id="country"):
                yield Field(
                    "country", "Country", placeholder="such as US, or a name",
                    value=settings.country or "",
                )  # fmt: skip
                explained = literal(EXPLAINED["country"], QUIET)
                yield Static(explained, classes="explained", markup=False)
        yield from self.bottom()

    def on_mount(self) -> None:
        """Answer the country that stands there."""
        self.query_one("#field-country", Field).seen_along = self.query_one("#country")
        self._country = self.planner.settings.country
        self._answer_country(self.planner.settings.country or "")

    def on_resize(self) -> None:
        """Say where it is kept; of a path that is longer than two lines the end is what tells."""
        path = cut_before(str(settings_file()), max(self.app.size.width - 5, 20) * 2)
        said = f"Saved at once in {path}"
        self.query_one("#kept-in", Static).update(literal(said, QUIET))

    @on(ChoiceMade)
    def _chosen(self, event: ChoiceMade) -> None:
        event.stop()
        self._change(**{event.name: event.chosen[0]})

    @on(FieldEdited)
    def _typed(self, event: FieldEdited) -> None:
        event.stop()
        if self._answer_country(event.text):
            self._change(country=read_country(event.text, self.planner.catalogue))
        else:  # on the way to a name its first letters are another country
            self._change(country=self._country)

    def _answer_country(self, text: str) -> bool:
        """Say how the country is understood, and return whether it can be used."""
        catalogue = self.planner.catalogue
        field = self.query_one("#field-country", Field)
        try:
            code = read_country(text, catalogue)
        except ValueError as problem:
            field.answer(str(problem))
            self.call_after_refresh(field.scroll_visible, animate=False)
            return False
        field.answer(None, self._country_words(code))
        return True

    def _country_words(self, code: str | None) -> str:
        catalogue = self.planner.catalogue
        if code is not None:
            return catalogue.country_name(code)
        return f"not set: {catalogue.country_name(catalogue.default_country)}, the default"

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
        """Go back; a country that could not be used is not dropped without a word."""
        text = self.query_one("#field-country", Field).text
        self.dismiss(None)
        if not self._answer_country(text):
            kept = self._country_words(self.planner.settings.country)
            self.tell(
                f"{quoted(text)} is no country that Planner knows. It stays as it was: {kept}.",
                severity="warning",
            )
