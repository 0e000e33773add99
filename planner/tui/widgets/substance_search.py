"""Asking what it is: a search over the catalogue with offers under it as one types."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from planner.catalogue import OTHER, Catalogue
from planner.tui.messages import SubstanceChosen
from planner.tui.text import QUIET, cut, literal
from planner.tui.widgets.plain_input import PlainInput


class SubstanceSearch(Vertical):
    """An input whose words are looked up at once; the offers are closed once one is taken."""

    BINDINGS = [
        Binding("down", "offer(1)", "Next offer", show=False),
        Binding("up", "offer(-1)", "Offer before", show=False),
    ]

    def __init__(self, catalogue: Catalogue, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._catalogue = catalogue
        self._chosen = ""

    def compose(self) -> ComposeResult:
        """Compose the input and the offers."""
        with Horizontal(classes="field-row"):
            yield Label("What is it?", classes="field-label", markup=False)
            yield PlainInput(
                placeholder="type a name, such as magn", compact=True, id="input-substance"
            )
        yield OptionList(id="offers", markup=False)

    def on_mount(self) -> None:
        """Offer everything at first."""
        self._list()

    @property
    def input(self) -> Input:
        """The input."""
        return self.query_one("#input-substance", Input)

    @property
    def offers(self) -> OptionList:
        """The list of offers."""
        return self.query_one("#offers", OptionList)

    def fill(self, name: str) -> None:
        """Show what was chosen, with the offers closed, without telling anybody."""
        self._chosen = name
        with self.prevent(Input.Changed):
            self.input.value = name
        self.offers.display = False

    def action_offer(self, by: int) -> None:
        """Move among the offers while the input keeps the focus."""
        if not self.offers.display:
            self._list()
            return
        if by > 0:
            self.offers.action_cursor_down()
        else:
            self.offers.action_cursor_up()

    def _list(self) -> None:
        typed = self.input.value.strip()
        words = "" if typed == self._chosen else typed
        offers = self.offers
        offers.clear_options()
        width = max((self.size.width or self.app.size.width // 2) - 23, 30)
        for substance in self._catalogue.search(words[:200]):
            about = cut(substance.about, max(width - len(substance.name) - 2, 0))
            shown = Content.assemble(
                literal(substance.name, strong=True), "  ", literal(about, QUIET)
            )
            offers.add_option(Option(shown, id=substance.id))
        named = f"“{cut(words, 30)}”" if words else "Something else"
        shown = Content.assemble(
            literal(named, strong=True), literal("  something else: kept, not checked", QUIET)
        )
        offers.add_option(Option(shown, id=OTHER))
        offers.highlighted = 0
        offers.display = True

    @on(Input.Changed, "#input-substance")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list()

    @on(Input.Submitted, "#input-substance")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.offers.display and self.offers.highlighted is not None:
            self._take(self.offers.get_option_at_index(self.offers.highlighted).id or OTHER)
        else:
            self.screen.focus_next()

    @on(OptionList.OptionSelected, "#offers")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option.id or OTHER)

    def _take(self, substance: str) -> None:
        found = self._catalogue.find(substance)
        name = found.name if found else self.input.value.strip()
        if not name:
            self.post_message(SubstanceChosen("", ""))
            return
        self.fill(name)
        self.post_message(SubstanceChosen(substance, "" if found else name))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Close the offers and show what was chosen when the focus leaves for another field."""
        del event
        if self._chosen:
            self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors:
            self.fill(self._chosen)
