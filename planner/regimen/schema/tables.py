"""The tables of a regimen file as JSON Schemas: each key with what it means.

What goes together, and what may not be missing, is in `rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.catalogue import OTHER, Catalogue
from planner.catalogue.models import Medicine, Substance
from planner.regimen.models import FORMAT
from planner.regimen.reading import MOST_ROWS
from planner.regimen.schema import kinds, patterns, rules
from planner.regimen.schema.kinds import Schema, ref

WHEN = (
    'When it is taken: by the clock ("21:00", "9 pm"), before bed ("90 min before bed",'
    ' "1 to 2 h before bed", "at bedtime"), or a list of several times.'
)
ONE_TIME = 'One taking: "21:00", "60 min before bed", "at bedtime".'
DOSE = 'The amount taken at one time: one number and one unit, "300 mg", "2 capsules", "0.5 g".'
AS_PRINTED = "as the label prints it for one serving"

MINERAL_AMOUNTS, OTHER_AMOUNTS = "amounts-of-a-mineral", "amounts-of-another-substance"


def table(
    says: str | None, keys: Mapping[str, Schema], *, then: Schema | None = None, **more: Any
) -> Schema:
    """Return the schema of a table that has these keys and no others.

    What `then` says holds as well, and editors look for no keys in it.
    """
    return {
        **({} if says is None else {"description": says}),
        "type": "object",
        "properties": dict(keys),
        "additionalProperties": False,
        **more,
        **({} if then is None else {"if": {"type": "object"}, "then": then}),
    }


def rows(says: str, row: str, **more: Any) -> Schema:
    """Return the schema of a table of rows that are named as one likes."""
    return {
        "description": says,
        "type": "object",
        "patternProperties": {patterns.IDENTIFIER: ref(row)},
        "additionalProperties": False,
        **more,
    }


def known_rows(says: str, known: Mapping[str, Schema], other: str, **more: Any) -> Schema:
    """Return the schema of a table of rows for which names are offered.

    Editors tell what is said of `other` for every row, so nothing is.
    """
    return {
        "description": says,
        "type": "object",
        "propertyNames": {"pattern": patterns.IDENTIFIER},
        "properties": dict(known),
        "additionalProperties": ref(other),
        **more,
    }


def format_key() -> Schema:
    """Return the schema of the number of the format."""
    return {"description": "The version of this format.", "type": "integer", "const": FORMAT}


def person(catalogue: Catalogue) -> Schema:
    """Return the schema of the person."""
    named = catalogue.countries.names
    codes = sorted(catalogue.countries.codes, key=lambda code: (code not in named, code))
    countries = {code: named.get(code, "") for code in ("EU", *codes)}
    conditions = {name: each.name for name, each in catalogue.conditions.items()}
    return table(
        "For whom the plan is; left out of every export unless asked for.",
        {
            "name": kinds.text("A name, or better a code of yours.", example="Client 014"),
            "age": kinds.whole_number("Age in whole years; left out = an adult.", 0, 150),
            "country": kinds.named(
                "Whose upper limits and restrictions apply: a country (ISO 3166-1), or EU.",
                countries,
            ),
            "conditions": kinds.list_of(
                "Conditions for which cautions are documented.",
                kinds.named("A condition for which a caution is documented.", conditions),
            ),
        },
    )


def medicines(catalogue: Catalogue) -> Schema:
    """Return the schema of the medicines, those of the catalogue offered by name."""
    known: dict[str, Schema] = {}
    for medicine in catalogue.medicines.values():
        for name in (medicine.id, *medicine.aliases):
            known[name] = medicine_taken(_medicine_words(name, medicine))
    return known_rows(
        "Medicines of the person, each a table of its own: [medicines.levothyroxine]. One that is"
        " not known here may stand under any name; interactions with it are not checked.",
        known,
        "medicine",
        maxProperties=MOST_ROWS,
    )


def _medicine_words(name: str, medicine: Medicine) -> str:
    return f"{medicine.name}." if name == medicine.id else f"Counts as: {medicine.name}."


def medicine_taken(says: str | None = None) -> Schema:
    """Return the schema of one medicine."""
    return table(says, {"when": ref("times")})


def phase() -> Schema:
    """Return the schema of a phase of a titration."""
    keys = {"weeks": kinds.weeks("Length of this phase in whole weeks."), "dose": ref("dose")}
    return table("A stretch of weeks with one dose.", keys, required=list(keys))


def entry(catalogue: Catalogue) -> Schema:
    """Return the schema of an entry."""
    return table(
        "Something that is taken: a substance or a product, its dose, and when.",
        {
            "substance": kinds.offered(
                "What is taken, where it is dosed directly; a product has product instead."
                f' "{OTHER}" with a name keeps anything else, which is never judged.',
                substance_words(catalogue) | {OTHER: "Anything else; give it a name. Not judged."},
                "The id of a substance of the catalogue, or of a catalogue of your own.",
            ),
            "product": kinds.text(
                "The name of a table under [products], or of a label on your shelf.",
                example="night-mag",
            ),
            "name": kinds.text("What it is called.", example="Apigenin"),
            "dose": ref("dose"),
            "phases": kinds.phases(
                'A titration, instead of dose: [{ weeks = 2, dose = "300 mg" }, ...]. After its'
                " last phase the entry is no longer taken.",
                ref("phase"),
            ),
            "basis": kinds.one_of(
                "Minerals only: whether the dose is of the mineral itself (elemental) or of the"
                " whole salt (compound). Left out = the label does not say.",
                ["elemental", "compound"],
            ),
            "standardised_to": standardised(),
            "when": ref("times"),
            "days": kinds.days("The evenings on which it is taken; left out = every day."),
            "reason": kinds.text("Why it is taken.", example="Wired but tired"),
        },
        dependencies=rules.of_entry(catalogue),
    )


def substance_words(catalogue: Catalogue) -> dict[str, str]:
    """Return every id and alias of a substance, with what it stands for."""
    words: dict[str, str] = {}
    for substance in catalogue.substances.values():
        words[substance.id] = f"{substance.name}. {substance.about}"
        words |= dict.fromkeys(substance.aliases, f"Read as {substance.id}.")
    return words


def product(catalogue: Catalogue, *, then: Schema | None = None) -> Schema:
    """Return the schema of a label."""
    known: dict[str, Schema] = {}
    for substance in catalogue.substances.values():
        for name in (substance.id, *substance.aliases):
            known[name] = known_content(substance)
    return table(
        "A label, copied as it is printed.",
        {
            "name": kinds.text("What the label calls it.", example="Night Mag"),
            "serving": kinds.amount(
                'What the label calls one serving: "2 capsules", "5 g".', "2 capsules"
            ),
            "pack": kinds.amount("How much a pack holds: the supply.", "120 capsules"),
            "price": kinds.price("What a pack costs, with its currency: the cost of a night."),
            "contents": known_rows(
                "What one serving holds, each substance a table of its own. What is not known here"
                " may stand under any name, with a name key; it is not judged.",
                known,
                "content",
                minProperties=1,
                maxProperties=MOST_ROWS,
            ),
        },
        then=then,
    )


def known_content(substance: Substance) -> Schema:
    """Return the schema of what a serving holds of a substance that is known."""
    says = f"{substance.name}. {substance.about}"
    amounts = MINERAL_AMOUNTS if substance.is_mineral else OTHER_AMOUNTS
    return table(says, _content_keys(), then=ref(amounts))


def content() -> Schema:
    """Return the schema of what a serving holds of something that is not known."""
    return table(None, _content_keys(), dependencies=rules.of_content())


def _content_keys() -> dict[str, Schema]:
    keys = ("amount", "elemental", "compound", "standardised_to", "daily_value", "buffered")
    return {"name": ref("label-name")} | {key: ref(f"label-{key}") for key in keys}


def accepted(codes: Mapping[str, str]) -> Schema:
    """Return the schema of a warning that the person keeps."""
    keys = {
        "code": kinds.named("The code of the finding.", codes),
        "entry": kinds.text("The entry it names; left out for one about the whole plan."),
        "substance": kinds.text("The substance, where code and entry do not single it out."),
        "observed": kinds.text(
            "What was observed when it was accepted; it counts again once that changes.",
            example="400 mg",
        ),
        "reason": kinds.text("Why it is kept.", example="Agreed with the dietitian"),
        "on": kinds.date("The day on which it was accepted, without quotes: 2026-11-20."),
    }
    required = [key for key in keys if key not in ("entry", "substance")]
    return table("A warning that the person has seen and keeps.", keys, required=required)


def derived() -> Schema:
    """Return the schema of where a plan comes from."""
    keys = {
        "template": kinds.text("The name of the template: its file's, without the ending."),
        "version": kinds.version("The state of the template that was used: 12 of 0-9 and a-f."),
        "filled": kinds.list_of(
            "The template's fields that were filled for this person.",
            kinds.text("The name of a field."),
        ),
        "paused": kinds.text("Why changes of the template are not carried over at present."),
    }
    return table(
        "The template that this plan was made from; written by Planner.",
        keys,
        required=["template", "version"],
    )


def template() -> Schema:
    """Return the schema of what makes a file a template."""
    return table(
        "Makes this file a template, from which plans are made.",
        {
            "description": kinds.text("What it is for, in a sentence."),
            "fields": rows(
                "What a plan made from it fills, each a table of its own.", "template-field"
            ),
        },
        required=["description"],
    )


def template_field() -> Schema:
    """Return the schema of a field of a template."""
    return table(
        "A key that a plan made from this template fills.",
        {
            "key": kinds.text("The key path that it fills.", example="entries.ashwagandha.dose"),
            "prompt": kinds.text("What is asked for it.", example="How much at one time?"),
            "default": kinds.anything(
                "What stands where nothing is filled in. Without it, the field must be filled"
                " before a plan is saved."
            ),
        },
        required=["key", "prompt"],
    )


def definitions() -> dict[str, Schema]:
    """Return the kinds of value that entries and medicines share."""
    return {
        "times": kinds.times(WHEN, ONE_TIME),
        "dose": kinds.amount(DOSE, "300 mg", any_unit=True),
    }


def definitions_of_labels() -> dict[str, Schema]:
    """Return what all contents of labels share."""
    amount = kinds.amount(
        f"The amount, {AS_PRINTED}; of a mineral, where it does not say whether that is elemental"
        ' or compound. A blend that hides it: "undisclosed".',
        "300 mg",
        any_unit=True,
    )
    return {
        "content": content(),
        "label-name": kinds.text("What the label calls it; needed where it is not known here."),
        "label-amount": kinds.hidden_or(amount),
        "label-elemental": kinds.amount(
            f"Minerals only: the mineral itself, {AS_PRINTED}.", "200 mg", any_unit=True
        ),
        "label-compound": kinds.amount(
            f"Minerals only: the whole salt, {AS_PRINTED}.", "1420 mg", any_unit=True
        ),
        "label-standardised_to": standardised(),
        "label-daily_value": kinds.percentage(
            "The label's %DV (US) or %NRV (EU); it may pass 100 % and shows the basis.",
            "48 %",
            written=patterns.PERCENTAGE,
            may_exceed_hundred=True,
        ),
        "label-buffered": kinds.yes_or_no(
            "true where the label says buffered, or names an added oxide."
        ),
        MINERAL_AMOUNTS: rules.amounts(of_mineral=True),
        OTHER_AMOUNTS: rules.amounts(of_mineral=False),
    }


def standardised() -> Schema:
    """Return the schema of the marker content of an extract."""
    return kinds.percentage(
        'Marker content of an extract: "5 %", "min. 5 %".',
        "5 %",
        written=patterns.STANDARDISATION,
        may_exceed_hundred=False,
    )
