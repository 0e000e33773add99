"""The JSON Schemas that come with Planner: what is in them, and that editors can live with it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import tomli_w

from planner.catalogue import load_catalogue
from planner.judge.findings import CODES
from planner.library.products import product_of
from planner.regimen import models
from planner.regimen.schema import schema_text, shipped_path
from tests.foreign.programs import needed, run
from tests.schemas import complaints, schema, validator

KINDS = ["regimen", "product"]
CATALOGUE = load_catalogue()


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_what_planner_prints(planner_schema, kind):
    shipped = shipped_path(kind).read_text(encoding="utf-8")
    renew = f"planner schema --of {kind} --overwrite --output {shipped_path(kind)}"
    assert shipped == planner_schema(kind), f"renew it: {renew}"


@pytest.fixture
def planner_schema(capsys, monkeypatch, tmp_path):
    from planner.cli.main import main

    monkeypatch.chdir(tmp_path)

    def printed(kind: str) -> str:
        assert main(["schema", f"--of={kind}"]) == 0
        return capsys.readouterr().out

    return printed


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_schema_of_draft_7(kind):
    assert schema(kind)["$schema"] == "http://json-schema.org/draft-07/schema#"
    done = run(needed("check-jsonschema"), "--check-metaschema", shipped_path(kind))
    assert done.returncode == 0, done.stdout.decode()


# keys

DEFINED: list[tuple[type[models.Table], list[str]]] = [
    (models.Regimen, []),
    (models.Person, ["properties", "person"]),
    (models.MedicineTaken, ["definitions", "medicine"]),
    (models.Entry, ["definitions", "entry"]),
    (models.Phase, ["definitions", "phase"]),
    (models.Product, ["definitions", "product"]),
    (models.Content, ["definitions", "content"]),
    (models.Acceptance, ["definitions", "accepted"]),
    (models.Derived, ["properties", "derived"]),
    (models.Template, ["properties", "template"]),
    (models.TemplateField, ["definitions", "template-field"]),
]


def at(path: list[str], kind: str = "regimen") -> Any:
    found: Any = schema(kind)
    for key in path:
        found = found[key]
    return found


def test_every_table_of_the_format_is_looked_at():
    known = {
        each
        for each in vars(models).values()
        if isinstance(each, type) and issubclass(each, models.Table)
    }
    assert {model for model, _ in DEFINED} == known - {models.Table, models.SharedProduct}


@pytest.mark.parametrize(("model", "path"), DEFINED)
def test_every_key_is_there_in_the_order_of_the_format_and_no_other(model, path):
    found = at(path)
    assert list(found["properties"]) == list(model.model_fields)
    assert found["additionalProperties"] is False


def test_what_is_known_has_the_same_keys_as_what_is_not():
    contents = at(["definitions", "product", "properties", "contents", "properties"])
    medicines = at(["properties", "medicines", "properties"])
    for rows, model in ((contents, models.Content), (medicines, models.MedicineTaken)):
        for row in rows.values():
            assert list(row["properties"]) == list(model.model_fields)
            assert row["additionalProperties"] is False
    shelf = at(["properties", "product"], "product")
    assert list(shelf["properties"]) == list(models.Product.model_fields)


@pytest.mark.parametrize("missing", ["format", "title"])
def test_what_a_regimen_needs(missing):
    table = {"format": 1, "title": "An evening"}
    assert complaints(table) == []
    del table[missing]
    [complaint] = complaints(table)
    assert f"'{missing}' is a required property" in complaint


# ids


def values(found: dict[str, Any]) -> list[str]:
    ids: list[str] = found["enum"]
    return ids


def test_every_id_of_the_catalogue_is_offered():
    substances = {
        name for each in CATALOGUE.substances.values() for name in (each.id, *each.aliases)
    }
    medicines = {name for each in CATALOGUE.medicines.values() for name in (each.id, *each.aliases)}
    person = at(["properties", "person", "properties"])
    named, other = at(["definitions", "entry", "properties", "substance", "anyOf"])
    assert {*values(named)} == substances | {"other"}
    assert "enum" not in other
    assert {*at(["definitions", "product", "properties", "contents", "properties"])} == substances
    assert {*at(["properties", "medicines", "properties"])} == medicines
    assert values(person["conditions"]["items"]) == list(CATALOGUE.conditions)
    countries = values(person["country"])
    assert sorted(countries) == sorted([*CATALOGUE.countries.codes, "EU"])
    assert {*values(at(["definitions", "accepted", "properties", "code"]))} == {*CODES}
    assert at(["definitions", "entry", "properties", "basis"])["enum"] == [*get_args(models.Basis)]


def test_every_id_says_what_it_is():
    substances, _ = at(["definitions", "entry", "properties", "substance", "anyOf"])
    person = at(["properties", "person", "properties"])
    for found in (substances, person["conditions"]["items"]):
        assert len(found["x-taplo"]["docs"]["enumValues"]) == len(found["enum"])
    said = dict(zip(substances["enum"], substances["x-taplo"]["docs"]["enumValues"], strict=True))
    assert said["glycine"].startswith("Glycine. ")
    assert said["magnesium-glycinate"] == "Read as magnesium-bisglycinate."
    country = person["country"]
    named = dict(zip(country["enum"], country["x-taplo"]["docs"]["enumValues"], strict=False))
    assert named["EU"] == "European Union"
    assert named["DE"] == "Germany"


def test_what_can_be_accepted_is_offered_before_what_cannot():
    codes = values(at(["definitions", "accepted", "properties", "code"]))
    warnings = [code for code in codes if CODES[code] == "warning"]
    assert codes[: len(warnings)] == warnings


# what editors and readers need


def every_schema(value: Any, path: str = "", kind: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every object with its path, and the keyword that it stands under."""
    if isinstance(value, dict):
        yield path, kind, value
        for key, each in value.items():
            yield from every_schema(each, f"{path}/{key}", key)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from every_schema(each, f"{path}/{number}", kind)


HIDDEN = re.compile(r"/(if|then|else|not|dependencies)(/|$)")
"""Where editors look for nothing to offer."""


@pytest.mark.parametrize("kind", KINDS)
def test_no_language_server_of_taplo_ends_on_it(kind):
    """It calls itself without end for an `allOf` in what it looks through."""
    for path, _, found in every_schema(schema(kind)):
        if "allOf" in found:
            assert HIDDEN.search(path), path


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_explained_and_has_a_type(kind):
    whole = schema(kind)
    count = 0
    for path, keyword, found in every_schema(whole):
        if keyword != "properties" or HIDDEN.search(path) or "/amounts-of-" in path:
            continue
        for key, each in found.items():
            meant = whole["definitions"][each["$ref"].split("/")[2]] if "$ref" in each else each
            for branch in meant.get("anyOf", [meant]):
                count += 1
                assert "type" in branch, f"{path}/{key}"
                assert branch.get("description", "").endswith((".", "]", ")")), f"{path}/{key}"
    assert count > 80


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_leads_somewhere_and_nothing_is_defined_in_vain(kind):
    whole = schema(kind)
    used = {found["$ref"] for _, _, found in every_schema(whole) if "$ref" in found}
    assert used == {f"#/definitions/{name}" for name in whole["definitions"]}


@pytest.mark.parametrize("kind", KINDS)
def test_its_patterns_mean_the_same_to_every_engine(kind):
    """No shorthand class, no look-around, no flag, no back-reference, no possessive sign."""
    patterns = {
        found["pattern"] for _, _, found in every_schema(schema(kind)) if "pattern" in found
    }
    assert len(patterns) > 6
    for pattern in patterns:
        assert not re.search(r"\(\?[^:]|\\[dDwWsSbBAzZ0-9pP]|[*+?}][*+]", pattern), pattern
        assert pattern.isascii()


def test_its_text_is_ascii_so_that_every_terminal_prints_it():
    for kind in KINDS:
        shipped_path(kind).read_text(encoding="ascii")


def test_its_text_holds_the_schema_and_has_short_lines_where_it_can():
    made = {"a": {"b": [1, 2, {"c": None}]}, "long": ["word"] * 60, "empty": [], "é": "\u202e"}
    text = schema_text(made)
    assert json.loads(text) == made
    assert text.endswith("}\n")
    assert max(map(len, text.splitlines())) <= 100
    assert text.isascii()


# examples that cannot be read would mislead


@pytest.mark.parametrize("kind", KINDS)
def test_its_examples_are_valid(kind):
    count = 0
    for path, _, found in every_schema(schema(kind)):
        if "examples" in found and not HIDDEN.search(path):
            checker = validator(kind).evolve(schema={**found, "definitions": {}})
            for example in found["examples"]:
                count += 1
                assert checker.is_valid(example), path
    assert count > 5


# the shelf

LABEL = {
    "name": "Night Mag",
    "serving": "2 capsules",
    "contents": {"magnesium-citrate": {"elemental": "100 mg"}},
}


def label(**changes: Any) -> dict[str, Any]:
    changed = {key: each for key, each in (LABEL | changes).items() if each is not None}
    return {"format": 1, "product": changed}


def is_read(table: dict[str, Any]) -> bool:
    """Whether the shelf takes a file that holds this."""
    file = product_of(tomli_w.dumps(table).encode(), Path("library/products/night-mag.toml"))
    return file.product is not None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"pack": "120 capsules", "price": "18.90 EUR"},
        {"contents": {"d3": {"name": "Vitamin D3", "amount": "1000 IU"}}},
        {"contents": {"glycine": {"amount": "undisclosed"}}},
    ],
)
def test_a_label_of_the_shelf(changes):
    assert is_read(label(**changes))
    assert complaints(label(**changes), "product") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"serving": None},
        {"contents": None},
        {"contents": {}},
        {"contents": {"magnesium-citrate": {}}},
        {"contents": {"magnesium-citrate": {"amount": "1 g", "elemental": "1 g"}}},
        {"contents": {"Magnesium": {"amount": "1 g"}}},
        {"serving": "two capsules"},
        {"serving": "1 pouch"},
        {"price": "18.90"},
        {"dose": "1 capsule"},
    ],
)
def test_a_label_that_the_shelf_refuses(changes):
    assert not is_read(label(**changes))
    assert complaints(label(**changes), "product")


@pytest.mark.parametrize(
    "contents",
    [
        {"glycine": {"elemental": "1 g"}},
        {"glycine": {"amount": "1 capsule"}},
        {"magnesium": {"compound": "12 mmol"}},
    ],
)
def test_a_label_with_which_no_plan_could_be_judged(contents):
    assert complaints(label(contents=contents), "product")


@pytest.mark.parametrize(
    "table", [{"format": 1}, {"product": LABEL}, {"format": 2, "product": LABEL},
              {"format": 1, "product": LABEL, "title": "x"}, {"format": 1, "product": "x"}]
)  # fmt: skip
def test_what_is_no_label(table):
    assert not is_read(table)
    assert complaints(table, "product")


def test_a_shelf_file_is_no_regimen():
    assert complaints({"format": 1, "title": "An evening"}, "product")
    assert complaints(label())
