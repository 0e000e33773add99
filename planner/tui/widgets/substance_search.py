"""Asking what it is: a search over the catalogue with offers under it as one types."""

from __future__ import annotations

import re

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from planner.catalogue import OTHER, Catalogue
from planner.catalogue.models import Substance
from planner.tui.messages import SubstanceChosen
from planner.tui.text import QUIET, cut, literal
from planner.tui.widgets.plain_input import PlainInput

_WORD = re.compile(r"[^\W_]+")


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
        self._width = 0

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
        found = self._catalogue.search(words[:200])
        meant = [substance for substance in found if is_meant(substance, words)]
        near = [substance for substance in found if substance not in meant]
        if words and not found:
            spelled = self._catalogue.find(self._catalogue.nearest(words[:64]) or "")
            near = [spelled] if spelled is not None else []
        offers = self.offers
        offers.clear_options()
        options = [*(self._option(each) for each in meant), self._other(words)]
        options += [self._option(each) for each in near]
        offers.add_options(options)
        # What enter takes is what was typed; everything else has to be gone to.
        offers.highlighted = 0 if words else None
        offers.display = True

    def _option(self, substance: Substance) -> Option:
        width = (self.size.width or self.app.size.width - 4) - 4
        about = cut(substance.about, max(width - len(substance.name) - 2, 0))
        return Option(
            Content.assemble(literal(substance.name, strong=True), "  ", literal(about, QUIET)),
            id=substance.id,
        )

    def _other(self, words: str) -> Option:
        if not words:
            said = literal("Something else? Type its name: it is kept, and not checked.", QUIET)
            return Option(said, id=OTHER)
        said = Content.assemble(
            "Keep ", literal(f"“{cut(words, 30)}”", strong=True),
            literal(" as something else (not checked)", QUIET),
        )  # fmt: skip
        return Option(said, id=OTHER)

    def on_resize(self) -> None:
        """Cut what the offers say to the new width."""
        if self.size.width != self._width and self.offers.display:
            place = self.offers.highlighted
            self._list()
            self.offers.highlighted = place
        self._width = self.size.width

    @on(Input.Changed, "#input-substance")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list()

    @on(Input.Submitted, "#input-substance")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.offers.display:
            place = self.offers.highlighted
            self._take(OTHER if place is None else self.offers.get_option_at_index(place).id or "")
        else:
            self.screen.focus_next()

    @on(OptionList.OptionSelected, "#offers")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option.id or OTHER)

    def _take(self, substance: str) -> None:
        found = self._catalogue.find(substance)
        typed = self.input.value.strip()
        name = found.name if found else "" if typed == self._chosen else typed
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


def is_meant(substance: Substance, words: str) -> bool:
    """Whether every typed word begins a word of a name that the substance is known by."""
    names = " ".join((substance.id, substance.name, *substance.aliases, *substance.search))
    known = _WORD.findall(names.lower())
    typed = _WORD.findall(words.lower())
    return all(any(name.startswith(word) for name in known) for word in typed) and (
        bool(typed) or not words
    )
