"""Known units, the pint registry that converts them, and the conversions of a mineral.

Importing this module does not import pint; the first conversion does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pint
    from pint.facets.context.objects import Context as PintContext

    from planner.quantities import Amount

WIDE = Context(prec=120, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX)
"""The decimal context of all arithmetic: wide enough that no amount is ever rounded."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that amounts are measured or counted in."""

    name: str
    """The safe name for exactly one: `mg`, `capsule`."""
    plural: str
    """The safe name for any other number: `mg`, `capsules`."""
    dimension: str
    """`mass`, `element` (mmol and mEq), `volume`, or the name of a counted form."""


def _units() -> Mapping[str, Unit]:
    dimensions = {"g": "mass", "mg": "mass", "mcg": "mass", "mL": "volume"}
    dimensions |= {"mmol": "element", "mEq": "element"}
    units = {name: Unit(name, name, dimension) for name, dimension in dimensions.items()}
    counted = "capsule tablet softgel gummy lozenge sachet scoop drop spray piece"
    for name in counted.split():
        plural = "gummies" if name == "gummy" else f"{name}s"
        units[name] = Unit(name, plural, name)
    return MappingProxyType(units)


UNITS: Mapping[str, Unit] = _units()
"""Every known unit by its safe name."""

MILLIGRAM = UNITS["mg"]
NAMES: Mapping[str, Unit] = {
    **{unit.name.lower(): unit for unit in UNITS.values()},
    **{unit.plural.lower(): unit for unit in UNITS.values()},
    **dict.fromkeys(("gram", "grams"), UNITS["g"]),
    **dict.fromkeys(("milligram", "milligrams"), UNITS["mg"]),
    **dict.fromkeys(("ug", "µg", "μg", "microgram", "micrograms"), UNITS["mcg"]),
}
"""Every name that a unit may be written with, in small letters."""


@cache
def registry() -> "pint.UnitRegistry[Decimal]":
    """Return the one registry of units, which holds these definitions and no others.

    The mass of a whole compound is a dimension of its own, so that it is never added to the mass
    of the mineral in it; an equivalent is kept apart from a mole for the same reason.
    """
    import pint

    units: pint.UnitRegistry[Decimal] = pint.UnitRegistry(None, non_int_type=Decimal)
    units.define("mg = [mass]")
    units.define("g = 1000 * mg")
    units.define("mcg = 0.001 * mg")
    units.define("mg_compound = [compound_mass]")
    units.define("mmol = [element]")
    units.define("mEq = [equivalent]")
    units.define("mL = [volume]")
    for unit in UNITS.values():
        if unit.dimension == unit.name:
            units.define(f"{unit.name} = [{unit.name}]")
    return units


@cache
def milligrams_in(unit: str) -> Decimal:
    """Return the mg in one of a unit of mass, by its safe name."""
    units = registry()
    with localcontext(WIDE):
        return Decimal(units.Quantity(Decimal(1), unit).to("mg").magnitude)


class MineralConversion:
    """Conversions of one mineral, from its molar mass, its valence and those of its compounds.

    `molar_mass` is in mg per mmol; `compounds` maps an id to the mass of one mole of the compound
    in g and the number of atoms of the mineral in it. Each factor is computed once, by a pint
    context. Raises ValueError when made with figures that are not above zero.
    """

    def __init__(
        self,
        mineral: str,
        molar_mass: Decimal,
        valence: int,
        compounds: Mapping[str, tuple[Decimal, int]],
    ) -> None:
        figures = [molar_mass, Decimal(valence)]
        figures += [Decimal(figure) for pair in compounds.values() for figure in pair]
        if not all(figure.is_finite() and figure > 0 for figure in figures):
            raise ValueError(f"the masses, atoms and valence of {mineral} must be above zero")
        self.mineral = mineral
        self.molar_mass = molar_mass
        self.valence = valence
        self.compounds = MappingProxyType(dict(compounds))
        self._factors: dict[str, Decimal] = {}
        self._context: PintContext | None = None

    def elemental_milligrams(self, amount: "Amount") -> Decimal:
        """Return the mg of the mineral in a mass, in mmol or in mEq of it.

        Raises UnitMismatchError for any other dimension.
        """
        if amount.dimension != "element":
            return amount.milligrams
        unit = amount.unit.name
        if unit not in self._factors:
            self._factors[unit] = self._converted(unit)
        return WIDE.multiply(amount.value, self._factors[unit])

    def fraction(self, compound: str) -> Decimal:
        """Return the mass of the mineral in one unit of mass of the pure compound.

        Raises KeyError for a compound that is not one of this mineral.
        """
        key = f"fraction {compound}"
        if key not in self._factors:
            grams_per_mole, atoms = self.compounds[compound]
            self._factors[key] = self._converted(
                "mg_compound", compound_mass=grams_per_mole, atoms=Decimal(atoms)
            )
        return self._factors[key]

    def elemental_from_compound(self, compound: str, milligrams: Decimal) -> Decimal:
        """Return the mg of the mineral in this many mg of the compound. Raises KeyError."""
        return WIDE.multiply(milligrams, self.fraction(compound))

    def compound_from_elemental(self, compound: str, milligrams: Decimal) -> Decimal:
        """Return the mg of the compound that hold this many mg of the mineral. Raises KeyError."""
        return WIDE.divide(milligrams, self.fraction(compound))

    def _converted(self, unit: str, **figures: Decimal) -> Decimal:
        units: Any = registry()
        if self._context is None:
            self._context = self._new_context()
        with localcontext(WIDE), units.context(self._context, **figures):
            return Decimal(units.Quantity(Decimal(1), unit).to("mg").magnitude)

    def _new_context(self) -> "PintContext":
        import pint

        milligram = registry().Quantity(Decimal(1), "mg")
        molar_mass, valence = self.molar_mass, Decimal(self.valence)

        def from_mmol(ureg: Any, value: Any, **kwargs: Any) -> Any:
            return value.to("mmol").magnitude * molar_mass * milligram

        def from_equivalent(ureg: Any, value: Any, **kwargs: Any) -> Any:
            return value.to("mEq").magnitude * molar_mass / valence * milligram

        def from_compound(ureg: Any, value: Any, **kwargs: Any) -> Any:
            fraction = kwargs["atoms"] * molar_mass / kwargs["compound_mass"]
            return value.to("mg_compound").magnitude * fraction * milligram

        context = pint.Context(f"mass of {self.mineral}")
        context.add_transformation("[element]", "[mass]", from_mmol)
        context.add_transformation("[equivalent]", "[mass]", from_equivalent)
        context.add_transformation("[compound_mass]", "[mass]", from_compound)
        return context
