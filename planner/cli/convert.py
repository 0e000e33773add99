"""`planner convert`: between a compound, the mineral in it, mmol and mEq."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from planner.cli.output import NO_BREAK_SPACE, CommandError, say, spaced
from planner.wording import listed, quoted

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.catalogue.models import Substance
    from planner.quantities import Amount

DESCRIPTION = """\
Convert an amount between a mineral's compound, the mineral itself (elemental),
mmol and mEq. The share of the mineral is computed for the pure substance; where a
label states the elemental amount, that is the better figure. Amounts in mmol or
mEq are always of the mineral itself, so they need no --from."""
EXAMPLE = (
    '  planner convert "400 mg" magnesium-bisglycinate --from compound --to elemental\n'
    '  planner convert "12 mmol" magnesium --to elemental'
)

BASES = ("compound", "elemental")
TARGETS = (*BASES, "mmol", "mEq")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `convert` takes."""
    parser.usage = "planner convert [-h] AMOUNT SUBSTANCE [--from BASIS] --to BASIS"
    parser.add_argument("amount", metavar="AMOUNT", help='such as "400 mg" or "12 mmol"')
    parser.add_argument(
        "words", metavar="SUBSTANCE", nargs="+", help="such as magnesium-bisglycinate"
    )
    parser.add_argument(
        "--from",
        dest="basis",
        choices=BASES,
        metavar="BASIS",
        help="what the amount is of: compound or elemental",
    )
    parser.add_argument(
        "--to",
        choices=TARGETS,
        required=True,
        metavar="BASIS",
        help="what is wanted: compound, elemental, mmol or mEq",
    )


def run(options: argparse.Namespace) -> int:
    """Convert, print the result and what it assumes, and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.quantities import QuantityError, parse_amount

    text, words = options.amount, list(options.words)
    if text.replace(".", "", 1).isdecimal() and len(words) > 1:
        text = f"{text} {words.pop(0)}"  # 400 mg without quotes
    try:
        amount = parse_amount(text)
    except QuantityError as problem:
        raise CommandError(str(problem)) from problem
    for line in Conversion(load_catalogue(), " ".join(words), amount, options.basis).lines(
        options.to
    ):
        say(spaced(line))
    return 0


class Conversion:
    """An amount of a form of a mineral, with the mineral in it."""

    def __init__(self, catalogue: Catalogue, words: str, amount: Amount, basis: str | None) -> None:
        """Find the form, and read the amount.

        Raises:
            CommandError: the form is not known or no mineral, or the amount is not one of it.
        """
        self.amount = amount
        self.substance = _mineral(catalogue, words)
        self.conversion = catalogue.conversions[self.substance.family]
        self.catalogue = catalogue
        self.basis = self._basis(basis)
        self.uses_fraction = self.basis == "compound"
        if self.uses_fraction:
            self._require_form()
            self.elemental = self.conversion.convert(
                amount.milligrams, "mg_compound", "mg", self.substance.id
            )
        else:
            self.elemental = self.conversion.convert(amount.value, amount.unit.name, "mg")

    def _basis(self, asked: str | None) -> str:
        dimension = self.amount.dimension
        if dimension not in ("mass", "element"):
            raise CommandError(
                f"{self.amount.text} cannot be converted: a mass such as 400 mg is needed, or mmol"
                " or mEq. What one of them holds stands on the label"
            )
        if dimension == "mass":
            if asked is None:
                raise CommandError(
                    f"{self.amount.text} of what? Add --from compound or --from elemental"
                )
            return asked
        if asked == "compound":
            raise CommandError(
                f"{self.amount.text} is of the mineral itself: mmol and mEq never count the"
                " compound. Leave --from out"
            )
        return "elemental"

    def _require_form(self) -> None:
        if self.substance.compound is None:
            forms = listed(sorted(self.conversion.compounds), "or")
            raise CommandError(
                f"{self.substance.id} does not name the form, so nothing is known about the"
                f" compound. Name one of: {forms}"
            )

    def lines(self, target: str) -> list[str]:
        """Return the result, and what it assumes.

        Raises:
            CommandError: the form is needed and not known.
        """
        from planner.quantities_display import approximate

        unit, of = "mg", _called(self.substance, target)
        value = self.elemental
        if target == "compound":
            self._require_form()
            self.uses_fraction = True
            value = self.conversion.convert(value, "mg", "mg_compound", self.substance.id)
            if self.basis == "compound":
                value = self.amount.milligrams
        elif target != "elemental":
            unit, value = target, self.conversion.convert(value, "mg", target)
        shown = approximate(value, None, unit)
        if not shown.startswith("≈"):
            shown = f"= {shown}"
        given = self.amount.unit.name if self.amount.dimension == "element" else self.basis
        return [
            f"{self.amount.shown} {_called(self.substance, given)} {shown} {of}",
            *self._assumed(target),
        ]

    def _assumed(self, target: str) -> list[str]:
        lines = []
        compound = self.substance.compound
        if self.uses_fraction and compound is not None:
            from planner.cli.evidence_page import percent

            share = percent(self.conversion.fraction(self.substance.id))
            mass = self.conversion.compounds[self.substance.id][0]
            source = self.catalogue.source(compound.source).short
            lines.append(
                f"Assumes the pure substance, {compound.state}: {compound.formula}, {mass} g/mol,"
                f" {share} {self.substance.family}. A hydrate or a buffered product holds another"
                f" share; its label's own figure counts. Source: {source}."
            )
        if self.amount.dimension == "element" or target in ("mmol", "mEq"):
            lines.append(
                f"1{NO_BREAK_SPACE}mmol {self.substance.family} ="
                f" {self.conversion.molar_mass}{NO_BREAK_SPACE}mg ="
                f" {self.conversion.valence}{NO_BREAK_SPACE}mEq, always of the mineral itself."
            )
        return lines


def _mineral(catalogue: Catalogue, words: str) -> Substance:
    slug = "-".join(words.lower().replace("_", " ").split())
    substance = catalogue.find(slug)
    if substance is None:
        found = catalogue.search(words)
        substance = found[0] if len(found) == 1 else None
    if "buffered" in slug and substance is None:
        raise CommandError(
            "a buffered product cannot be converted: how much oxide it holds is not known. Its"
            " label states the elemental amount"
        )
    if substance is None:
        nearest = catalogue.nearest(slug)
        offer = f" Did you mean {nearest}?" if nearest else ""
        raise CommandError(f"{quoted(words)} is not in the catalogue.{offer}")
    if not substance.is_mineral:
        raise CommandError(
            f"{substance.id} is not a mineral: there is no compound and no element to convert"
            " between"
        )
    return substance


def _called(substance: Substance, basis: str) -> str:
    """Return what an amount is of: `compound magnesium bisglycinate`, `elemental magnesium`."""
    if basis == "compound":
        return f"compound {substance.name[0].lower()}{substance.name[1:]}"
    return f"elemental {substance.family}" if basis == "elemental" else substance.family
