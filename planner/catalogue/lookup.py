"""Looking things up in the catalogue: substances, medicines, limits by country and age."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from planner.catalogue.figures import AtomicWeight, OwnRange, Restriction, UpperLimit
from planner.catalogue.models import (
    Citation,
    Condition,
    Family,
    GeneralFile,
    Medicine,
    Source,
    SourcesFile,
    Substance,
)
from planner.quantities import MineralConversion
from planner.wording import nearest

OTHER = "other"
"""The substance id of an entry that the catalogue lacks: kept, exported, never judged."""

_ATOMS = re.compile(r"([A-Z][a-z]?)(\d*)")
_FORMULA = re.compile(r"(?:[A-Z][a-z]?\d*)+")


class LimitLookup(NamedTuple):
    """The upper limit that holds for a country and an age."""

    limit: UpperLimit | None
    """None where neither the country nor the default country has a row for the age."""
    fell_back: bool
    """Whether the row is the default country's, for want of one for the country."""


class Catalogue:
    """Everything that is documented, with the sources of every figure."""

    def __init__(
        self,
        general: GeneralFile,
        sources: SourcesFile,
        families: tuple[Family, ...],
        substances: Mapping[str, Substance],
        own_ranges: Mapping[str, OwnRange] | None = None,
    ) -> None:
        self._general, self._sources = general, sources
        self.own_ranges: Mapping[str, OwnRange] = own_ranges or {}
        """What somebody holds to beside what is documented, by the id of the substance."""
        self.version: str = general.version
        self.default_country: str = general.default_country
        self.rules = general.rules
        self.conditions: Mapping[str, Condition] = general.conditions
        self.medicines: Mapping[str, Medicine] = general.medicines
        self.countries = general.countries
        self.families: Mapping[str, Family] = {family.id: family for family in families}
        self.substances: Mapping[str, Substance] = substances
        self.sources: Mapping[str, Source] = sources.sources
        self.citations: tuple[Citation, ...] = sources.citations
        self._elements = general.elements
        self._by_name = {
            known: substance
            for substance in substances.values()
            for known in (substance.id, *substance.aliases)
        }
        self._medicine_by_name = {
            known: medicine
            for medicine in general.medicines.values()
            for known in (medicine.id, *medicine.aliases)
        }
        self._countries = frozenset(self.countries.codes)
        self._eu = frozenset(self.countries.eu)

    def extended(
        self,
        sources: Mapping[str, Source],
        families: Iterable[Family],
        substances: Mapping[str, Substance],
        own_ranges: Mapping[str, OwnRange],
    ) -> Catalogue:
        """Return a catalogue that holds these besides; this one stays as it is."""
        return Catalogue(
            self._general,
            self._sources.model_copy(update={"sources": {**self.sources, **sources}}),
            (*self.families.values(), *families),
            {**self.substances, **substances},
            {**self.own_ranges, **own_ranges},
        )

    # substances

    def find(self, name: str) -> Substance | None:
        """Return the substance with this id or alias, or None."""
        return self._by_name.get(name)

    def nearest(self, name: str) -> str | None:
        """Return the id of the substance whose id or alias is spelled most alike, or None."""
        found = nearest(name, self._by_name, cutoff=0.5)
        return self._by_name[found].id if found else None

    def search(self, words: str) -> list[Substance]:
        """Return the substances that match every typed word, best first; all for no words."""
        wanted = words.lower().split()
        found = []
        for position, substance in enumerate(self.substances.values()):
            name = substance.name.lower()
            text = " ".join((substance.id, name, *substance.aliases, *substance.search)).lower()
            if all(word in text for word in wanted):
                starts = bool(wanted) and name.startswith(wanted[0])
                found.append((not starts, substance.range is None, position, substance))
        return [substance for *_, substance in sorted(found, key=lambda row: row[:3])]

    def family_of(self, substance: Substance) -> Family:
        """Return the family that a substance counts with."""
        return self.families[substance.family]

    # minerals

    def molar_mass(self, formula: str) -> Decimal:
        """Return the molar mass in g/mol of a sum formula, from the sourced atomic weights.

        Raises:
            ValueError: the formula names an element that the catalogue has no weight for.
        """
        if not _FORMULA.fullmatch(formula):
            raise ValueError(f"not a sum formula: {formula!r}")
        total = Decimal(0)
        for symbol, count in _ATOMS.findall(formula):
            total += self._weight(symbol) * int(count or 1)
        return total

    def _weight(self, symbol: str) -> Decimal:
        row: AtomicWeight | None = self._elements.get(symbol)
        if row is None:
            raise ValueError(f"no atomic weight for {symbol!r}")
        return Decimal(row.weight)

    @cached_property
    def conversions(self) -> Mapping[str, MineralConversion]:
        """The conversions of each mineral, by family id."""
        found: dict[str, MineralConversion] = {}
        for family in self.families.values():
            if family.element is None:
                continue
            symbol = family.element.symbol
            compounds = {
                substance.id: (
                    self.molar_mass(substance.compound.formula),
                    _count(substance.compound.formula, symbol),
                )
                for substance in self.substances.values()
                if substance.family == family.id and substance.compound is not None
            }
            found[family.id] = MineralConversion(
                family.id, self._weight(symbol), family.element.valence, compounds
            )
        return found

    # people, medicines and countries

    def medicine(self, key: str) -> Medicine | None:
        """Return the class of medicines that a key of a file names, or None."""
        return self._medicine_by_name.get(key)

    def medicine_classes(self, key: str) -> frozenset[str]:
        """Return the ids of all classes that a medicine counts as; empty where it is unknown."""
        medicine = self.medicine(key)
        return frozenset((medicine.id, *medicine.counts_as)) if medicine else frozenset()

    def medicine_names(self) -> Iterable[str]:
        """Return every id and alias of a medicine."""
        return self._medicine_by_name

    def is_country(self, code: str) -> bool:
        """Whether a code is ISO 3166-1 alpha-2, or `EU`."""
        return code == "EU" or code in self._countries

    def country_name(self, code: str) -> str:
        """Return the name of a country where the catalogue has one, else its code."""
        return self.countries.names.get(code, code)

    # limits

    def upper_limit(self, family: Family, country: str, age: int | None) -> LimitLookup:
        """Return the upper limit of a family for a country and an age (None means an adult).

        A country's own row comes first, then the EU's for its member states, then the default
        country's.
        """
        places = [country] if country not in self._eu else [country, "EU"]
        for place in places:
            for limit in family.upper_limits:
                if limit.country == place and limit.holds_for(age):
                    return LimitLookup(limit, fell_back=False)
        for limit in family.upper_limits:
            if limit.country == self.default_country and limit.holds_for(age):
                return LimitLookup(limit, fell_back=country != self.default_country)
        return LimitLookup(None, fell_back=True)

    def restrictions(self, country: str) -> list[tuple[Family, Restriction]]:
        """Return every ban, advice and national maximum of a country."""
        return [
            (family, restriction)
            for family in self.families.values()
            for restriction in family.restrictions
            if restriction.country == country
        ]

    # sources

    def source(self, source_id: str) -> Source:
        """Return a source by its id.

        Raises:
            KeyError: there is no such source.
        """
        return self.sources[source_id]


def _count(formula: str, symbol: str) -> int:
    return sum(int(count or 1) for found, count in _ATOMS.findall(formula) if found == symbol)
