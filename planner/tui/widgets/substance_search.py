"""Asking what it is: a search over catalogue and known products, with offers as one types."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from planner.catalogue import OTHER, Catalogue
from planner.catalogue.models import Substance
from planner.forms.offers import ProductKnown, ProductOffer, is_meant, product_offers
from planner.tui.messages import ProductChosen, SubstanceChosen
from planner.tui.text import QUIET, cut, lines, literal, wrapped
from planner.tui.widgets.amount_field import field_label
from planner.tui.widgets.plain_input import PlainInput

_PRODUCT = "product:"
_WHAT = "What is it?"


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
        self._moved = self._filling = False
        self._sign = ""
        self._ours: tuple[ProductKnown, ...] = ()
        self._shelf: tuple[ProductKnown, ...] = ()
        self._products: tuple[ProductOffer, ...] = ()

    def compose(self) -> ComposeResult:
        """Compose the input and the offers."""
        with Horizontal(classes="field-row"):
            yield Label(field_label(_WHAT), classes="field-label", markup=False)
            field = PlainInput(
                placeholder="type a name, such as magn", compact=True, id="input-substance"
            )
            field.typed, field.entered = self._typed, self._entered
            yield field
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

    def mark(self, sign: str = "") -> None:
        """Show whether it has to be filled still."""
        if sign == self._sign:
            return
        self._sign = sign
        self.query_one(".field-label", Label).update(field_label(_WHAT, sign), layout=False)

    def know(self, ours: tuple[ProductKnown, ...]) -> None:
        """Offer the products of the regimen, too."""
        self._ours = ours
        self._list_again()

    def know_shelf(self, shelf: tuple[ProductKnown, ...]) -> None:
        """Offer the products of the shelf, too."""
        self._shelf = shelf
        self._list_again()

    def fill(self, name: str) -> None:
        """Show what was chosen, with the offers closed, without telling anybody."""
        self._chosen, self._filling = name, True
        self.input.value = name
        self._filling = False
        self.offers.display = False

    def action_offer(self, by: int) -> None:
        """Move among the offers while the input keeps the focus."""
        if not self.offers.display:
            self._list()
            return
        self._moved = True
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
        taken = [known.product for known in self._ours]
        self._products = product_offers(
            words, self._ours, self._shelf, self._catalogue, taken=taken
        )
        leads = [self._product(n) for n, each in enumerate(self._products) if each.leads]
        rest = [self._product(n) for n, each in enumerate(self._products) if not each.leads]
        other, means = [self._other(words)], [self._option(each) for each in meant]
        # What a product only holds was not typed by its name: it stands behind what was typed.
        named = any(each.named for each in self._products)
        middle = [*means, *rest, *other] if means or named else [*other, *rest]
        offers = self.offers
        offers.clear_options()
        offers.add_options([*leads, *middle, *(self._option(each) for each in near)])
        # What enter takes is what was typed; everything else has to be gone to.
        offers.highlighted = 0 if words else None
        offers.display = True
        self._moved = False

    def _list_again(self) -> None:
        """List the offers anew, if they are open; the one that was gone to stays chosen."""
        if not self.offers.display:
            return
        moved, place = self._moved, self.offers.highlighted
        key = None if place is None else self._key(self.offers.get_option_at_index(place))
        self._list()
        if not moved:
            return
        self._moved = True
        for number, option in enumerate(self.offers.options):
            if self._key(option) == key:
                self.offers.highlighted = number

    def _key(self, option: Option) -> object:
        """Return what an offer stands for, wherever it is in the list."""
        known = self._known(option.id or "")
        return option.id if known is None else (known.key, known.product.name, known.where)

    def _known(self, offer: str) -> ProductKnown | None:
        place = offer.removeprefix(_PRODUCT)
        return self._products[int(place)].known if offer.startswith(_PRODUCT) else None

    def _option(self, substance: Substance) -> Option:
        return self._two(substance.name, substance.about, substance.id)

    def _product(self, number: int) -> Option:
        offer = self._products[number]
        name = cut(offer.known.product.name, self._room // 2)
        shown, key = literal(name, strong=True), f"{_PRODUCT}{number}"
        if cell_len(name) + cell_len(offer.about) + 2 <= self._room:
            return Option(Content.assemble(shown, "  ", literal(offer.about, QUIET)), id=key)
        rest = [literal(f"  {row}", QUIET) for row in wrapped(offer.about, self._room - 2)]
        return Option(lines([shown, *rest]), id=key)

    @property
    def _room(self) -> int:
        return (self.size.width or self.app.size.width - 4) - 4

    def _two(self, name: str, about: str, key: str) -> Option:
        shown = cut(about, max(self._room - cell_len(name) - 2, 0))
        return Option(
            Content.assemble(literal(name, strong=True), "  ", literal(shown, QUIET)), id=key
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
        if self.size.width != self._width:
            self._list_again()
        self._width = self.size.width

    def _typed(self, text: str) -> None:
        del text
        if not self._filling:
            self._list()

    def _entered(self) -> None:
        """Take the offer that is highlighted for what is typed now."""
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
        if (known := self._known(substance)) is not None:
            self.fill(known.product.name)
            self.screen.set_focus(None)  # the label has to be there before more is typed
            self.post_message(ProductChosen(known))
            return
        found = self._catalogue.find(substance)
        typed = self.input.value.strip()
        name = found.name if found else "" if typed == self._chosen else typed
        if not name:
            self.post_message(SubstanceChosen("", ""))
            return
        self.fill(name)
        chosen = SubstanceChosen(substance, "" if found else name)
        take = getattr(self.screen, "substance_taken", None)
        if take is not None:
            take(chosen)
        else:
            self.post_message(chosen)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Close the offers and show what was chosen when the focus leaves for another field."""
        del event
        if self._chosen:
            self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        focused = self.screen.focused
        if focused is None or self not in focused.ancestors:
            self.fill(self._chosen)
