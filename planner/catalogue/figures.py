"""The kinds of documented figure a catalogue file can hold; none exists without a source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from planner.clock import BeforeBed, TimeError, parse_when
from planner.quantities import (
    Amount,
    Percentage,
    QuantityError,
    parse_amount,
    parse_percentage,
)

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,64}$")]
SourceId = Identifier
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Text = Annotated[str, Field(min_length=1)]


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected text in quotes, read {value!r}")
    return value


def _amount(value: Any) -> Amount:
    if isinstance(value, Amount):
        return value
    try:
        return parse_amount(_string(value))
    except QuantityError as problem:
        raise ValueError(str(problem)) from problem


def _percentage(value: Any) -> Percentage:
    try:
        return parse_percentage(_string(value))
    except QuantityError as problem:
        raise ValueError(str(problem)) from problem


def _before_bed(value: Any) -> BeforeBed:
    try:
        when = parse_when(_string(value))
    except TimeError as problem:
        raise ValueError(str(problem)) from problem
    if not isinstance(when, BeforeBed):
        raise ValueError(f"expected a time before bed, read {value!r}")
    return when


CatalogueAmount = Annotated[Amount, PlainValidator(_amount)]
CataloguePercentage = Annotated[Percentage, PlainValidator(_percentage)]
CatalogueWindow = Annotated[BeforeBed, PlainValidator(_before_bed)]
Tuple = BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)


class Row(BaseModel):
    """A table of a catalogue file: frozen, and strict about its keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )


class Sourced(Row):
    """A row that states a figure or a documented fact, and therefore where it comes from."""

    source: SourceId
    """Id of the source in `sources.toml` that the figure is judged by."""
    also: Annotated[tuple[SourceId, ...], Tuple] = ()
    """Further sources that state the same, or that qualify it."""
    note: str | None = None
    """What a reader should know about the figure, in a sentence."""
    weak: str | None = None
    """Why the evidence behind the figure is weak; None where it is not marked weak."""


class DocumentedRange(Sourced):
    """The documented dose range of a substance a day, both bounds inclusive."""

    lower: CatalogueAmount
    upper: CatalogueAmount
    basis: Text
    """What the milligrams are of: `extract`, `elemental`, `dried root`, ..."""
    population: Text


OWN = "'s own"
OWN_MARK = f"{OWN})"
"""How the name of everything that is own ends."""


@dataclass(frozen=True, slots=True)
class Own:
    """Whose a figure, substance or source is that somebody's own file holds, not the package."""

    by: str
    """Who gives it, as the file says."""
    file: str
    """The file, with its folder: `catalogue/house.toml`."""

    @property
    def words(self) -> str:
        """How everything of theirs is marked, wherever it is told: `Coach Nilsen's own`."""
        return f"{self.by}{OWN}"

    def marked(self, name: str) -> str:
        """Return the name of something of theirs with the mark."""
        return f"{name} ({self.words})"


class OwnRange(DocumentedRange):
    """A dose range a day that somebody holds to, beside the shipped one where there is one."""

    own: Own
    line: int
    """Where it stands in its file."""


class SingleDoseLimit(Sourced):
    """The highest documented amount of one taking."""

    amount: CatalogueAmount
    population: Text


class Window(Sourced):
    """The documented time before bed, both ends inclusive."""

    before_bed: CatalogueWindow


class Duration(Sourced):
    """How long use is documented, in days."""

    days: Annotated[int, Field(gt=0)]
    population: Text


class Standardisation(Sourced):
    """The documented minimum content of the marker in an extract."""

    minimum: CataloguePercentage
    required: bool
    """Whether an amount without its standardisation cannot be judged honestly."""


class MarkerTrials(Sourced):
    """The highest amount of the marker a day that a trial in the catalogue used."""

    highest: CatalogueAmount
    trial: Text


class UsualStrength(Sourced):
    """The marker content of a branded extract, used where a label does not state it."""

    content: CataloguePercentage


class Compound(Sourced):
    """What a form of a mineral is made of, from which its elemental fraction is computed."""

    formula: Text
    """Sum formula of the pure substance, `C4H8MgN2O4`."""
    state: Text
    """`anhydrous`, `dihydrate`, ...: what the computed fraction assumes."""


class Trial(Sourced):
    """A trial as tested: what, how much, in whom, how long."""

    name: Text
    dose: Text
    amount: CatalogueAmount | None = None
    """The tested amount a day, where it is one figure on the basis of the range."""
    population: Text
    length: Text
    result: Text


class UpperLimit(Sourced):
    """An upper limit of a body for a country, by age, a day, supplements and medicines only."""

    country: CountryCode
    body: Text
    year: int
    population: Text
    basis: Text
    amount: CatalogueAmount
    min_age: Annotated[int, Field(ge=0)]
    max_age: int | None = None
    """Last age in whole years that the row holds for; None means no end (adults)."""
    intakes: int | None = None
    """Least number of intakes a day that the body ties to the limit; shown, never judged."""
    guidance: bool = False
    """True where the body calls it a guidance level instead of a limit."""

    def holds_for(self, age: int | None) -> bool:
        """Whether the row holds for an age in whole years; None means an adult."""
        if age is None:
            return self.max_age is None
        return self.min_age <= age and (self.max_age is None or age <= self.max_age)


class Restriction(Sourced):
    """A ban, an authority's advice against, or a national maximum a day."""

    country: CountryCode
    kind: Literal["ban", "advice", "maximum-marker", "maximum-amount"]
    body: Text
    year: int | None = None
    substances: Annotated[tuple[Identifier, ...], Tuple] = Field(min_length=1)
    maximum: CatalogueAmount | None = None
    says: Text


class Caution(Sourced):
    """A documented caution for a family of substances: a condition, a medicine or an age."""

    condition: Identifier | None = None
    medicine: Identifier | None = None
    under_age: int | None = None
    says: Text


class Separation(Sourced):
    """The documented time between a medicine and the mineral, in minutes."""

    medicine: Identifier
    before_minutes: int | None = None
    """Least time when the medicine comes first; None where none is documented."""
    after_minutes: int | None = None
    """Least time when the medicine comes after; None where none is documented."""
    says: Text


class DailyValue(Sourced):
    """The reference intake that a label's percentage is of (US %DV, EU %NRV)."""

    name: Text
    amount: CatalogueAmount


class AtomicWeight(Sourced):
    """Standard atomic weight in g/mol, as text so that it stays exact."""

    weight: Annotated[str, Field(pattern=r"^\d{1,4}(\.\d{1,6})?$")]
