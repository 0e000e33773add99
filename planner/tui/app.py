"""The application: its theme, its first screen, and the boundary that no error passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App, SystemCommand
from textual.screen import Screen

from planner.tui.clock_display import use_twelve_hours
from planner.tui.commands import EVERYWHERE, HELP, bindings
from planner.tui.faults import MOST_ERRORS, Forgiving
from planner.tui.keeping import Keeper
from planner.tui.notices import Notices
from planner.tui.screens.library import LibraryScreen
from planner.tui.text import WIDE
from planner.tui.themes import IN_ANY_THEME, OWN, fitting_filters, theme_name

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.document import Document
    from planner.library.settings import Settings


def _commands() -> Any:
    from planner.tui.palette import CommandsProvider

    return CommandsProvider


class PlannerApp(Forgiving, App[None]):
    """Planner on a screen."""

    TITLE = "Planner"
    CSS_PATH = ["styles/base.tcss", "styles/library.tcss"]
    BINDINGS = bindings(EVERYWHERE)
    COMMANDS = {_commands}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]

    def __init__(
        self,
        library: Path,
        country: str | None = None,
        *,
        now: Callable[[], datetime] = datetime.now,
        drafts: Path | None = None,
        theme: str | None = None,
        received: Path | None = None,
    ) -> None:
        """Open on a folder; `country` overrides the user's setting, `drafts` where drafts are.

        `received` is a file that somebody sent, to be shown first.
        """
        super().__init__()
        for own in OWN:
            self.register_theme(own)
        self.theme = theme_name(theme or "dark")
        self.library = library
        self.received = received
        """A file that is still to be shown."""
        self._country = country
        self._settings: Settings | None = None
        self.now = now
        self.document: Document | None = None
        """The regimen that is being edited."""
        self.keeper = Keeper(self, drafts)
        self.notices = Notices(self)
        self.shared_by = ""
        """Who makes what is shared, as it was last typed."""
        self.forgiving = True
        """Whether unexpected errors are told instead of ending the program."""
        self._errors = 0

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue that holds for the regimen being edited, else for the library.

        It is read at first use, which is after the first screen is painted. What is wrong with own
        files is told by the library.
        """
        edited = self.document.path if self.document is not None else None
        return self.catalogue_at(edited or self.library / "evening.toml")

    def catalogue_at(self, path: Path) -> Catalogue:
        """Return the catalogue that a regimen file is judged by: with what its home adds."""
        from planner.catalogue import load_catalogue
        from planner.library.own import catalogue_for

        return catalogue_for(path, load_catalogue())[0]

    @property
    def country(self) -> str | None:
        """The country of the command line, or else of the user's settings."""
        return self._country or self.settings.country

    @property
    def country_origin(self) -> str:
        """Who has chosen the country, in words."""
        if self._country:
            return "from the command line"
        return "your setting" if self.settings.country else "the default"

    @property
    def settings(self) -> Settings:
        """The user's settings, read at first use."""
        if self._settings is None:
            from planner.library.settings import load_settings

            settings, message = load_settings()
            self.use_settings(settings)
            if message:
                self.call_later(self.tell, message, severity="warning", title="Settings")
            return settings
        return self._settings

    def use_settings(self, settings: Settings) -> None:
        """Show everything from now on as these settings say."""
        before, self._settings = self._settings, settings
        use_twelve_hours(settings.clock == "12 h")
        if settings.motion == "reduced":
            self.animation_level = "none"
        elif before is not None and before.motion == "reduced":
            self.animation_level = "full"
        if before is not None:
            self.theme = theme_name(settings.theme)
            if self.document is not None:
                self.document.use_country(self.country)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables for themes that are not ours."""
        return dict(IN_ANY_THEME)

    def watch_theme(self) -> None:
        """Fit what NO_COLOR asks for to the colours of the theme."""
        self._filters = fitting_filters(self._filters, ansi=self.native_ansi_color)

    def on_mount(self) -> None:
        """Let what is said in passing go with its screen."""
        self.screen_change_signal.subscribe(self, self.notices.change_screen, immediate=True)

    async def on_event(self, event: events.Event) -> None:
        """Pass on what happens; what was said before a key is no answer to it."""
        self.notices.take_input(event)
        await super().on_event(event)

    def get_default_screen(self) -> Screen[Any]:
        """Return the screen that is there from the start."""
        return LibraryScreen()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer nothing beside our own table."""
        del screen
        return ()

    def tell(self, message: str, *, severity: str = "information", title: str = "") -> None:
        """Say something in passing, as text."""
        self.notices.tell(message, severity, title)

    def keep_draft_soon(self) -> None:
        """Keep what is being edited, in a moment, so that a crash loses little."""
        self.keeper.soon()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer help everywhere but in help itself."""
        del parameters
        return action != "help" or getattr(self.screen, "WHERE", "") != HELP

    def action_help(self) -> None:
        """Explain the screen one is on."""
        from planner.tui.screens.help import HelpScreen

        where = getattr(self.screen, "WHERE", "")
        if where and where != HelpScreen.WHERE:
            self.push_screen(HelpScreen(where))

    def action_settings(self) -> None:
        """Show the settings."""
        from planner.tui.screens.settings import SettingsScreen

        if not any(isinstance(screen, SettingsScreen) for screen in self.screen_stack):
            self.push_screen(SettingsScreen())
        elif not isinstance(self.screen, SettingsScreen):
            self.screen.dismiss(None)  # they lie right below their own help

    async def action_quit(self) -> None:
        """Leave, after asking about what is typed into a form, and about unsaved changes."""
        from planner.tui.screens.leaving import ask_about_typing, form_of

        ask_about_typing(self, form_of(self.screen_stack), self._leave_evening)

    def _leave_evening(self) -> None:
        """Leave, after asking about unsaved changes."""
        for screen in reversed(self.screen_stack):
            leave = getattr(screen, "ask_before_leaving", None)
            if leave is not None:
                leave(self._leave)
                return
        self._leave()

    def _leave(self) -> None:
        """End, with nothing left to be kept as a draft."""
        self.keeper.forget()
        self.exit()

    def forgive(self, error: Exception) -> bool:
        """Tell of an unexpected error and go on; the regimen is in the document, not in widgets."""
        self._errors += 1
        if not self.forgiving or self._errors > MOST_ERRORS:
            return False
        self.tell(
            f"Something in Planner went wrong ({type(error).__name__}: {str(error)[:200]})."
            " What you planned is kept; save it now.",
            severity="error",
            title="A fault in Planner",
        )
        return True
