"""Format 1 of the regimen file as frozen models: what a person plans, in the domain's own types."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from planner.quantities import Amount, ForeignAmount
from planner.regimen.fields import (
    INVALID_FIELD,
    MOST_PHASES,
    AgeField,
    AmountField,
    BedtimeField,
    BoolField,
    ContentField,
    DailyValueField,
    DateField,
    DaysField,
    DoseField,
    Identifier,
    NotesField,
    PriceField,
    StandardisationField,
    TextField,
    TitleField,
    TupleOf,
    VersionField,
    WeeksField,
    WhenField,
    refuse,
)
from planner.wording import quoted

FORMAT: Literal[1] = 1

Basis = Literal["elemental", "compound"]


def _read_basis(value: Any) -> Any:
    if value in ("elemental", "compound"):
        return value
    raise refuse(INVALID_FIELD, f'read {quoted(value)}, expected "elemental" or "compound"')


def _read_identifiers(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        raise refuse(INVALID_FIELD, f"read {quoted(value)}, expected a list of ids in quotes")
    return tuple(value)


def _read_fields(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        raise refuse(INVALID_FIELD, f"read {quoted(value)}, expected a list of fields in quotes")
    return tuple(value)


BasisField = Annotated[Basis, BeforeValidator(_read_basis)]


class Table(BaseModel):
    """A table of the file: frozen, strict, without unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        arbitrary_types_allowed=True,
        defer_build=True,
    )

    @classmethod
    def shape_problems(cls, keys: Collection[str]) -> Iterable[tuple[str, str]]:
        """Return (key, message) for what is wrong with which keys are given together."""
        del keys
        return ()

    @model_validator(mode="after")
    def _shape(self) -> Table:
        given = [key for key in type(self).model_fields if getattr(self, key) is not None]
        for key, message in self.shape_problems(given):
            raise PydanticCustomError(INVALID_FIELD, "{message}", {"message": message, "key": key})
        return self


class Person(Table):
    """For whom the regimen is; left out of every export unless asked for."""

    name: TextField | None = None
    age: AgeField | None = None
    country: TextField | None = None
    conditions: Annotated[tuple[TextField, ...], BeforeValidator(_read_identifiers)] | None = None


class MedicineTaken(Table):
    """A medicine of the person, and when it is taken where that is known."""

    when: WhenField | None = None


class Phase(Table):
    """A stretch of weeks with one dose, part of a titration."""

    weeks: WeeksField
    dose: DoseField


class Entry(Table):
    """One substance or product, its dose at one time, and when it is taken."""

    substance: TextField | None = None
    product: TextField | None = None
    name: TextField | None = None
    dose: DoseField | None = None
    phases: Annotated[tuple[Phase, ...], TupleOf] | None = None
    basis: BasisField | None = None
    standardised_to: StandardisationField | None = None
    when: WhenField
    days: DaysField | None = None
    reason: TextField | None = None

    @classmethod
    def shape_problems(cls, keys: Collection[str]) -> Iterable[tuple[str, str]]:
        """Return what is wrong with which keys an entry gives together."""
        if "substance" in keys and "product" in keys:
            yield "product", "both substance and product are given; an entry takes one of them"
        elif "substance" not in keys and "product" not in keys:
            yield "substance", "substance or product is missing; an entry takes one of them"
        if "dose" in keys and "phases" in keys:
            yield "phases", "both dose and phases are given; keep one of them"
        elif "dose" not in keys and "phases" not in keys:
            yield "dose", 'dose is missing: the amount taken at one time, such as "300 mg"'

    @model_validator(mode="after")
    def _rest(self) -> Entry:
        if self.phases is not None and not 0 < len(self.phases) <= MOST_PHASES:
            message = f"{len(self.phases)} phases, expected 1 to {MOST_PHASES}"
            raise PydanticCustomError(
                INVALID_FIELD, "{message}", {"message": message, "key": "phases"}
            )
        if self.substance == "other" and self.name is None:
            raise PydanticCustomError(
                INVALID_FIELD,
                "{message}",
                {"message": 'name is missing: substance "other" needs one', "key": "name"},
            )
        return self

    @property
    def doses(self) -> tuple[tuple[int | None, Amount | ForeignAmount], ...]:
        """Every (phase number from 1, or None without phases; dose at one time)."""
        if self.phases is not None:
            return tuple((number, phase.dose) for number, phase in enumerate(self.phases, start=1))
        assert self.dose is not None  # held by shape_problems
        return ((None, self.dose),)

    @property
    def takes(self) -> str:
        """The id of the substance or product."""
        return self.substance or self.product or ""


class Content(Table):
    """What one serving of a product holds of one substance, as the label prints it."""

    name: TextField | None = None
    amount: ContentField | None = None
    elemental: DoseField | None = None
    compound: DoseField | None = None
    standardised_to: StandardisationField | None = None
    daily_value: DailyValueField | None = None
    buffered: BoolField | None = None

    @classmethod
    def shape_problems(cls, keys: Collection[str]) -> Iterable[tuple[str, str]]:
        """Return what is wrong with which amounts a content gives together."""
        if not {"amount", "elemental", "compound"} & set(keys):
            yield "amount", "give amount, elemental or compound as the label prints it"
        elif "amount" in keys and {"elemental", "compound"} & set(keys):
            yield (
                "amount",
                "amount is for a label that does not say which; here elemental or compound"
                " is given too: keep one of the two ways",
            )


class Product(Table):
    """A label, copied as it is printed: what one serving is, and what it holds."""

    name: TextField
    serving: AmountField
    pack: AmountField | None = None
    price: PriceField | None = None
    contents: Annotated[dict[Identifier, Content], Field(min_length=1)]


class SharedProduct(Product):
    """A label of the library's shelf that a regimen refers to by its id; its file does not hold it.

    Edits that change it make it the regimen's own, for they make a `Product`.
    """

    id: Identifier
    """The name by which regimens refer to it: that of its file, without its ending."""
    home: Path
    """The folder of the library on whose shelf it is: elsewhere the id may be another bottle's."""


class Acceptance(Table):
    """A warning that the person has seen and keeps, while what was observed is unchanged."""

    code: TextField
    entry: TextField | None = None
    substance: TextField | None = None
    observed: TextField
    reason: TextField
    on: DateField


class TemplateField(Table):
    """A key of a template that a plan made from it fills."""

    key: TextField
    prompt: TextField
    default: Any = None


class Template(Table):
    """What makes a regimen file a template."""

    description: TextField
    fields: dict[Identifier, TemplateField] = Field(default_factory=dict)


class Derived(Table):
    """From which template a regimen was made, so that a change of it can be carried over."""

    template: TextField
    """Name of the template: that of its file, without its ending."""
    version: VersionField
    """Which state of the template was used: a fingerprint of what it gives."""
    filled: Annotated[tuple[TextField, ...], BeforeValidator(_read_fields)] | None = None
    """The template's fields that were filled for this person; the others keep their default."""
    paused: TextField | None = None
    """Why changes of the template are not carried over at present; None where they are."""


class Regimen(Table):
    """A regimen: what a person plans to take in the evening, and around it."""

    format: Literal[1] = FORMAT
    title: TitleField
    bedtime: BedtimeField | None = None
    start: DateField | None = None
    weeks: WeeksField | None = None
    notes: NotesField | None = None
    person: Person | None = None
    medicines: dict[Identifier, MedicineTaken] = Field(default_factory=dict)
    entries: dict[Identifier, Entry] = Field(default_factory=dict)
    products: dict[Identifier, Product] = Field(default_factory=dict)
    accepted: Annotated[tuple[Acceptance, ...], TupleOf] = ()
    derived: Derived | None = None
    template: Template | None = None

    def substances_of(self, entry: str) -> list[str]:
        """Return the ids that an entry takes, those of its label included; none if it is gone."""
        row = self.entries.get(entry)
        if row is None:
            return []
        if row.product and row.product in self.products:
            return list(self.products[row.product].contents)
        return [row.takes]
