"""Substances, families, medicines and sources as the catalogue's files describe them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from planner.catalogue.figures import (
    AtomicWeight,
    CataloguePercentage,
    CatalogueWindow,
    Caution,
    Compound,
    CountryCode,
    DailyValue,
    DocumentedRange,
    Duration,
    Identifier,
    MarkerTrials,
    Own,
    Restriction,
    Row,
    Separation,
    SingleDoseLimit,
    Sourced,
    SourceId,
    Standardisation,
    Text,
    Trial,
    Tuple,
    UpperLimit,
    UsualStrength,
    Window,
)

Kind = Literal["mineral", "extract", "plain"]
Verified = Literal["P", "S", "D", "V", "C", "general", "own"]

VERIFIED_WORDS: dict[str, str] = {
    "P": "the primary source itself was read",
    "S": "a secondary page states it and names the source",
    "D": "label data as extracted by a third party",
    "V": "the vendor's own page",
    "C": "computed from named inputs",
    "general": "from general knowledge, not verified",
    "own": "not by Planner; an own file names it",
}


class Source(Row):
    """Where a figure comes from, and how far that could be checked."""

    id: SourceId
    title: Text
    authors: str | None = None
    body: str | None = None
    year: int | None = None
    where: str | None = None
    """Journal, volume and pages, or the kind of document."""
    doi: str | None = None
    url: str | None = None
    verified: Verified
    check: Text
    """What was read, in a sentence."""
    problem: str | None = None
    """Where the source does not carry what it is cited for; None where nothing was found."""
    own: Own | None = None
    """Whose source it is; None for those that come with Planner."""

    @property
    def short(self) -> str:
        """The source in a few words: body or first author, and year; an own one is marked."""
        by = self.body or (self.authors or self.title).split(",")[0]
        if self.own is None:
            return f"{by} {self.year}" if self.year else by
        dated = f"{by} {self.year}" if self.year and str(self.year) not in by else by
        return self.own.marked(dated)


class Citation(Row):
    """One entry of the citation audit: how an article cites, and what was found."""

    article: Text
    cited_as: Text
    cited_for: Text
    finding: Text
    verdict: Literal["right", "wrong-reference", "does-not-support", "partly"]
    families: Annotated[tuple[Identifier, ...], Tuple]
    source: SourceId | None = None
    verified: Verified


class Fact(Sourced):
    """A documented statement that is shown as evidence and judged by nothing."""

    topic: Text
    says: Text


class Substance(Row):
    """A substance a person can take, with everything documented about it."""

    id: Identifier
    family: Identifier
    name: Text
    kind: Kind
    aliases: Annotated[tuple[Identifier, ...], Tuple] = ()
    """Other ids that are read as this one."""
    search: Annotated[tuple[Text, ...], Tuple] = ()
    """Further words that people type when they mean it."""
    about: Text
    """What it is, in a sentence that helps to recognise it on a label."""
    marker: str | None = None
    """What the standardisation of an extract is a percentage of."""
    sedating: bool = False
    sedating_source: SourceId | None = None
    """Where it is documented that it makes sleepy."""
    leaf: bool = False
    """Whether the material contains leaf."""
    range: DocumentedRange | None = None
    no_range: str | None = None
    """Why no documented range is given, where none is."""
    single_dose: SingleDoseLimit | None = None
    window: Window | None = None
    duration: Duration | None = None
    standardisation: Standardisation | None = None
    marker_trials: MarkerTrials | None = None
    usual_strength: UsualStrength | None = None
    compound: Compound | None = None
    trials: Annotated[tuple[Trial, ...], Tuple] = ()
    facts: Annotated[tuple[Fact, ...], Tuple] = ()
    own: Own | None = None
    """Whose substance it is, which its name says too; None for those that come with Planner."""

    def named(self, name: str | None) -> str:
        """Return what a label or an entry calls it, else its own name; marked where it is own."""
        if name is None:
            return self.name
        return name if self.own is None or self.own.words in name else self.own.marked(name)

    @property
    def is_mineral(self) -> bool:
        """Whether amounts have a basis: elemental or compound."""
        return self.kind == "mineral"

    @model_validator(mode="after")
    def _complete(self) -> Substance:
        if self.range is None and self.no_range is None:
            raise ValueError(f"{self.id}: give range, or say in no_range why there is none")
        return self


class Element(Row):
    """The element that the forms of a mineral are measured as."""

    symbol: Text
    valence: Annotated[int, Field(gt=0)]
    source: SourceId


class Family(Row):
    """Substances that count as one in cautions, bans and sedative load."""

    id: Identifier
    name: Text
    about: Text
    element: Element | None = None
    daily_values: Annotated[tuple[DailyValue, ...], Tuple] = ()
    upper_limits: Annotated[tuple[UpperLimit, ...], Tuple] = ()
    restrictions: Annotated[tuple[Restriction, ...], Tuple] = ()
    cautions: Annotated[tuple[Caution, ...], Tuple] = ()
    separations: Annotated[tuple[Separation, ...], Tuple] = ()
    facts: Annotated[tuple[Fact, ...], Tuple] = ()


class Condition(Row):
    """A condition of a person for which a caution is documented."""

    id: Identifier
    name: Text


class Medicine(Row):
    """A class of medicines, with the names people know its members by."""

    id: Identifier
    name: Text
    aliases: Annotated[tuple[Identifier, ...], Tuple] = ()
    counts_as: Annotated[tuple[Identifier, ...], Tuple] = ()
    """Further classes that a member counts as."""
    sedative: bool = False


Codes = Annotated[
    tuple[CountryCode, ...],
    BeforeValidator(lambda value: tuple(value.split()) if isinstance(value, str) else value),
]
"""Country codes in one text, divided by spaces."""


class Countries(Row):
    """Country codes, and which of them the EU's rows hold for."""

    codes: Codes
    eu: Codes
    names: dict[CountryCode, Text]
    """Names of the countries that the catalogue has rows for."""


class FamilyFile(Row):
    """One file of the catalogue: a family and its substances."""

    family: Family
    substances: dict[Identifier, Substance]


class Rules(Row):
    """Figures of the judging rules themselves, as the file format's contract sets them."""

    source: SourceId
    adult_age: Annotated[int, Field(gt=0)]
    """Age in whole years from which the documented ranges hold in full."""
    basis_agreement: CataloguePercentage
    """How far, relatively, an amount may lie from its daily value to show its basis."""
    label_tolerance: CataloguePercentage
    """How far, relatively, a stated elemental fraction may lie from the pure substance's."""
    window_reach: CatalogueWindow
    """Takings earlier than this before bed may be excused by one inside the window."""
    slip_factor: Annotated[int, Field(gt=1)]
    """How many times outside the range makes a slip of the pen the likely reading."""


class GeneralFile(Row):
    """The catalogue's own file: version, elements, conditions, medicines and countries."""

    version: Text
    default_country: CountryCode
    rules: Rules
    elements: dict[str, AtomicWeight]
    conditions: dict[Identifier, Condition]
    medicines: dict[Identifier, Medicine]
    countries: Countries


class SourcesFile(Row):
    """The sources, and the audit of how the starting articles cite them."""

    sources: dict[SourceId, Source]
    citations: Annotated[tuple[Citation, ...], Tuple] = ()
