"""Known units and the conversions of a mineral: plain factors, and the pint registry over them.

One table of figures feeds both. The factors serve where every key press and every file pays for
a conversion; pint converts where somebody asks for a conversion, and refuses to mix dimensions.
The tests hold that both give the same. Importing this module does not import pint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from planner.quantities_reading import UnitMismatchError

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


MASS_IN_MG: Mapping[str, Decimal] = MappingProxyType(
    {"mg": Decimal(1), "g": Decimal(1000), "mcg": Decimal("0.001")}
)
"""The mg in one of each unit of mass: exact, by the definition of the prefixes."""


@cache
def registry() -> "pint.UnitRegistry[Decimal]":
    """Return the one registry of units, which holds these definitions and no others.

    The mass of a whole compound is a dimension of its own, so that it is never added to the mass
    of the mineral in it; an equivalent is kept apart from a mole for the same reason.
    """
    import pint

    units: pint.UnitRegistry[Decimal] = pint.UnitRegistry(None, non_int_type=Decimal)
    units.define("mg = [mass]")
    for name, factor in MASS_IN_MG.items():
        if name != "mg":
            units.define(f"{name} = {factor} * mg")
    units.define("mg_compound = [compound_mass]")
    units.define("mmol = [element]")
    units.define("mEq = [equivalent]")
    units.define("mL = [volume]")
    for unit in UNITS.values():
        if unit.dimension == unit.name:
            units.define(f"{unit.name} = [{unit.name}]")
    return units


class MineralConversion:
    """Conversions of one mineral, from its molar mass, its valence and those of its compounds.

    `molar_mass` is in mg per mmol; `compounds` maps an id to the mass of one mole of the compound
    in g and the number of atoms of the mineral in it. Raises ValueError when made with figures
    that are not above zero.
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
        self._fractions: dict[str, Decimal] = {}

    def elemental_milligrams(self, amount: "Amount") -> Decimal:
        """Return the mg of the mineral in a mass, in mmol or in mEq of it.

        Raises UnitMismatchError for any other dimension.
        """
        if amount.dimension != "element":
            return amount.milligrams
        return WIDE.multiply(amount.value, self.milligrams_in(amount.unit.name))

    def milligrams_in(self, unit: str) -> Decimal:
        """Return the mg of the mineral in one mmol or one mEq. Raises KeyError for another unit."""
        valence = {"mmol": 1, "mEq": self.valence}[unit]
        return WIDE.divide(self.molar_mass, Decimal(valence))

    def fraction(self, compound: str) -> Decimal:
        """Return the mass of the mineral in one unit of mass of the pure compound.

        Raises KeyError for a compound that is not one of this mineral.
        """
        if compound not in self._fractions:
            grams_per_mole, atoms = self.compounds[compound]
            mineral = WIDE.multiply(self.molar_mass, Decimal(atoms))
            self._fractions[compound] = WIDE.divide(mineral, grams_per_mole)
        return self._fractions[compound]

    def elemental_from_compound(self, compound: str, milligrams: Decimal) -> Decimal:
        """Return the mg of the mineral in this many mg of the compound. Raises KeyError."""
        return WIDE.multiply(milligrams, self.fraction(compound))

    def compound_from_elemental(self, compound: str, milligrams: Decimal) -> Decimal:
        """Return the mg of the compound that hold this many mg of the mineral. Raises KeyError."""
        return WIDE.divide(milligrams, self.fraction(compound))

    def convert(self, value: Decimal, unit: str, to: str, compound: str | None = None) -> Decimal:
        """Return an amount in another unit, converted by pint in the context of this mineral.

        `unit` and `to` are `mg` (of the mineral), `g`, `mcg`, `mmol`, `mEq` or `mg_compound`; the
        last needs the id of the compound. Raises UnitMismatchError where no conversion exists.
        """
        import pint

        units: Any = registry()
        try:
            with localcontext(WIDE), units.context(self._context(compound)):
                return Decimal(units.Quantity(value, unit).to("mg").to(to).magnitude)
        except pint.DimensionalityError as problem:
            message = f"{unit} cannot be converted to {to}."
            raise UnitMismatchError(message, text=unit) from problem

    def _context(self, compound: str | None) -> "PintContext":
        import pint

        factors = {"element": self.milligrams_in("mmol"), "equivalent": self.milligrams_in("mEq")}
        if compound is not None:
            factors["compound_mass"] = self.fraction(compound)
        context = pint.Context(f"mass of {self.mineral}")
        for dimension, factor in factors.items():
            one = registry().Quantity(Decimal(1), _UNIT_OF[dimension])
            milligrams = registry().Quantity(factor, "mg")
            context.add_transformation(f"[{dimension}]", "[mass]", _times(milligrams / one))
            context.add_transformation("[mass]", f"[{dimension}]", _times(one / milligrams))
        return context


def _times(factor: Any) -> Any:
    """Return a transformation of a pint context that multiplies by a quantity."""

    def transform(ureg: Any, value: Any, **_: Any) -> Any:
        return value * factor

    return transform


_UNIT_OF = {"element": "mmol", "equivalent": "mEq", "compound_mass": "mg_compound"}
