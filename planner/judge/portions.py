"""What one taking of an entry holds: amounts read from labels and bases, never guessed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from planner.catalogue import Catalogue
from planner.catalogue.models import Substance
from planner.quantities import Amount, ForeignAmount, MineralConversion, Percentage, settle
from planner.regimen.fields import UNDISCLOSED
from planner.regimen.models import Content, Entry, Product
from planner.regimen.positions import KeyPath


class Known(StrEnum):
    """How the amount of a portion is known."""

    PLAIN = "plain"
    """Not a mineral: the amount is the amount."""
    STATED = "stated"
    """Elemental, as the label or the entry states it."""
    COMPUTED = "computed"
    """Elemental, computed from the compound."""
    UNSTATED = "unstated"
    """A mineral amount that cannot be told as elemental: its basis, or its share, is not known."""
    UNDISCLOSED = "undisclosed"
    """A blend hides the amount."""
    UNCATALOGUED = "uncatalogued"
    """The catalogue has no such substance."""


class Portion(NamedTuple):
    """What one taking of an entry holds of one substance."""

    entry: str
    id: str
    name: str
    substance: Substance | None
    """None for what the catalogue lacks."""
    known: Known
    printed: Amount | ForeignAmount | None
    """The amount a taking holds as the label or entry gives it; None where it is undisclosed."""
    milligrams: Decimal | None
    """The amount as printed, in mg a taking; None where it is no mass or undisclosed."""
    elemental: Decimal | None
    """Elemental mg a taking, where the basis is known."""
    inferred: str | None
    """The name of the daily value that showed the basis, where one did."""
    standardised_to: Percentage | None
    path: KeyPath
    """Where its amount stands in the file."""
    content: Content | None = None
    """The row of the label that it comes from."""
    is_compound: bool = False
    """Whether the file says that the amount as printed is the whole compound."""

    @property
    def lacks_share(self) -> bool:
        """Whether it is a compound by what the file says, whose share of mineral is not known."""
        return self.known is Known.UNSTATED and self.is_compound

    @property
    def family(self) -> str | None:
        """The family it counts with."""
        return self.substance.family if self.substance else None


class PortionReader:
    """Reads what a dose of an entry holds, with the catalogue's conversions."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def portions(
        self,
        name: str,
        entry: Entry,
        product: Product | None,
        phase: int | None,
        dose: Amount | ForeignAmount,
    ) -> Iterable[Portion]:
        """Return what one taking of a dose holds, content by content."""
        if product is None:
            path: KeyPath = (
                ("entries", name, "dose")
                if phase is None
                else ("entries", name, "phases", phase, "dose")
            )
            yield self._direct(name, entry, dose, path)
            return
        assert isinstance(dose, Amount)  # an entry with another dose is broken
        servings = dose.ratio_to(product.serving)
        for content_id, content in product.contents.items():
            content_path = ("products", entry.product or "", "contents", content_id)
            yield self._content(name, content_id, content, servings, content_path)

    def _direct(
        self, name: str, entry: Entry, dose: Amount | ForeignAmount, path: KeyPath
    ) -> Portion:
        substance = self.catalogue.find(entry.substance or "")
        if substance is None or not isinstance(dose, Amount):
            return Portion(
                name, "other", entry.name or "other", None, Known.UNCATALOGUED, dose, None, None,
                None, None, path,
            )  # fmt: skip
        mass = dose.milligrams if dose.dimension == "mass" else None
        known, elemental = Known.PLAIN, None
        if substance.is_mineral:
            known, elemental = self._by_basis(substance, dose, entry.basis, buffered=False)
        return Portion(
            name, substance.id, substance.name, substance, known, dose, mass, elemental,
            None, entry.standardised_to, path, is_compound=entry.basis == "compound",
        )  # fmt: skip

    def _content(
        self, name: str, content_id: str, content: Content, servings: Decimal, path: KeyPath
    ) -> Portion:
        substance = self.catalogue.find(content_id)
        printed = content.elemental or content.compound or content.amount
        key = "elemental" if content.elemental else "compound" if content.compound else "amount"
        path = (*path, key)
        if printed == UNDISCLOSED or not isinstance(printed, (Amount, ForeignAmount)):
            known = Known.UNDISCLOSED if substance else Known.UNCATALOGUED
            return Portion(
                name, content_id if substance is None else substance.id,
                substance.named(content.name) if substance else content.name or content_id,
                substance, known,
                None, None, None, None, content.standardised_to, path, content,
            )  # fmt: skip
        scaled = _scaled(printed, servings)
        if substance is None or not isinstance(printed, Amount):
            return Portion(
                name, content_id, content.name or content_id, None, Known.UNCATALOGUED, scaled,
                None, None, None, None, path, content,
            )  # fmt: skip
        mass = printed.milligrams * servings if printed.dimension == "mass" else None
        known, elemental, inferred = Known.PLAIN, None, None
        if substance.is_mineral:
            known, elemental, inferred = self._by_label(substance, printed, content)
            elemental = None if elemental is None else elemental * servings
        return Portion(
            name, substance.id, substance.named(content.name), substance, known, scaled, mass,
            elemental, inferred, content.standardised_to, path, content,
            is_compound=key == "compound",
        )  # fmt: skip

    def _by_label(
        self, substance: Substance, printed: Amount, content: Content
    ) -> tuple[Known, Decimal | None, str | None]:
        buffered = bool(content.buffered)
        if content.elemental or content.compound:
            basis = "elemental" if content.elemental else "compound"
            return *self._by_basis(substance, printed, basis, buffered=buffered), None
        known, elemental = self._by_basis(substance, printed, None, buffered=buffered)
        if known is not Known.UNSTATED or content.daily_value is None:
            return known, elemental, None
        family = self.catalogue.family_of(substance)
        for daily in family.daily_values:
            expected = content.daily_value.of(daily.amount.milligrams)
            if self._agree(printed.milligrams, expected):
                return Known.STATED, printed.milligrams, daily.name
        if not buffered and (computed := self.from_compound(substance, printed.milligrams)):
            for daily in family.daily_values:
                if self._agree(computed, content.daily_value.of(daily.amount.milligrams)):
                    return Known.COMPUTED, computed, daily.name
        return Known.UNSTATED, None, None

    def _agree(self, amount: Decimal, expected: Decimal) -> bool:
        return abs(amount - expected) <= self.catalogue.rules.basis_agreement.of(expected)

    def _by_basis(
        self, substance: Substance, amount: Amount, basis: str | None, *, buffered: bool
    ) -> tuple[Known, Decimal | None]:
        if amount.dimension == "element":  # mmol and mEq are always of the element
            return Known.STATED, self.conversion(substance).elemental_milligrams(amount)
        if basis == "elemental":
            return Known.STATED, amount.milligrams
        if basis == "compound" and not buffered:
            computed = self.from_compound(substance, amount.milligrams)
            if computed is not None:
                return Known.COMPUTED, computed
        return Known.UNSTATED, None

    def conversion(self, substance: Substance) -> MineralConversion:
        """Return the conversions of the mineral that a substance is a form of."""
        return self.catalogue.conversions[substance.family]

    def from_compound(self, substance: Substance, milligrams: Decimal) -> Decimal | None:
        """Return the elemental mg of a pure compound, or None where the form is unknown."""
        if substance.compound is None:
            return None
        return self.conversion(substance).elemental_from_compound(substance.id, milligrams)


def is_converted(portion: Portion) -> bool:
    """Whether the elemental amount of a portion is a computed figure."""
    return portion.known is Known.COMPUTED or (
        isinstance(portion.printed, Amount) and portion.printed.dimension == "element"
    )


def _scaled(amount: Amount | ForeignAmount, factor: Decimal) -> Amount | ForeignAmount | None:
    value = settle(amount.value * factor)
    if value <= 0:
        return None
    if isinstance(amount, Amount):
        return Amount(value, amount.unit)
    return ForeignAmount(value, amount.unit)
