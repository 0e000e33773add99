"""Contract 1: unknown, missing and wrongly typed keys, ids, required keys, and templates."""

import pytest

from tests.contract.building import (
    ash,
    check,
    codes,
    elemental,
    errors,
    found,
    label,
    mag,
    phases,
    plan,
    read,
    take,
    takes,
    troubles,
)

BOX = {"box": label({"l-theanine": {"amount": "200 mg"}})}


def changed(table, path, value):
    """The table with another value at a dotted key path; None removes the key."""
    *tables, last = path.split(".")
    for name in tables:
        table = table[name]
    if value is None:
        del table[last]
    else:
        table[last] = value


def whole():
    return plan(
        {"mag": elemental("300 mg"), "it": takes("box"), "two": ash(days=["mon"])},
        weeks=8,
        person={"age": 40, "country": "US", "conditions": []},
        products={"box": label({"l-theanine": {"amount": "200 mg"}})},
        medicines={"warfarin": {"when": "08:00"}},
    )


def test_the_whole_file_is_right():
    assert check(whole()).status == "pass"


@pytest.mark.parametrize(
    ("path", "offer"),
    [
        ("titel", "title"),
        ("bed-time", "bedtime"),
        ("person.ages", "age"),
        ("person.country_code", "country"),
        ("medicines.warfarin.whn", "when"),
        ("entries.mag.dosage", "dose"),
        ("entries.mag.base", "basis"),
        ("entries.mag.standardized_to", "standardised_to"),
        ("products.box.prize", "price"),
        ("products.box.contents.l-theanine.amounts", "amount"),
    ],
)
def test_an_unknown_key_offers_the_nearest(path, offer):
    table = whole()
    changed(table, path, "x")
    verdict = check(table)
    assert errors(verdict) == [("invalid-field", path)]
    assert f'"{offer}"' in found(verdict, "invalid-field")[0].message


@pytest.mark.parametrize(
    "path",
    [
        "title",
        "entries.mag.dose",
        "entries.mag.when",
        "entries.it.dose",
        "entries.it.when",
        "products.box.name",
        "products.box.serving",
        "products.box.contents",
    ],
)
def test_a_required_key(path):
    table = whole()
    changed(table, path, None)
    assert errors(check(table)) == [("invalid-field", path)]


@pytest.mark.parametrize("path", ["weeks", "person", "person.age", "person.country", "medicines",
                                  "person.conditions", "medicines.warfarin.when",
                                  "entries.two.days", "entries.two", "entries"])  # fmt: skip
def test_an_optional_key(path):
    table = whole()
    changed(table, path, None)
    assert check(table).status == "pass"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", 5),
        ("title", ""),
        ("title", "x" * 121),
        ("bedtime", 2230),
        ("start", "2026-12-01"),
        ("weeks", "8"),
        ("weeks", 8.0),
        ("weeks", True),
        ("weeks", 0),
        ("weeks", -1),
        ("weeks", float("nan")),
        ("weeks", float("inf")),
        ("notes", ["x"]),
        ("person", "me"),
        ("person.name", 5),
        ("person.age", 42.5),
        ("person.age", "42"),
        ("person.age", True),
        ("person.age", -1),
        ("person.country", "USA"),
        ("person.country", 1),
        ("person.conditions", "pregnancy"),
        ("person.conditions", ["pregnant"]),
        ("person.conditions", [1]),
        ("medicines.warfarin", "08:00"),
        ("medicines.warfarin.when", 8),
        ("entries.mag", []),
        ("entries.mag.substance", 1),
        ("entries.mag.dose", 300),
        ("entries.mag.basis", "whole"),
        ("entries.mag.basis", True),
        ("entries.mag.when", 21),
        ("entries.mag.reason", 1),
        ("entries.two.standardised_to", 5),
        ("entries.two.standardised_to", 0.05),
        ("entries.two.days", "mon"),
        ("entries.two.days", ["monday"]),
        ("entries.two.days", [1]),
        ("products.box.name", 1),
        ("products.box.serving", 1),
        ("products.box.pack", 120),
        ("products.box.price", 18.9),
        ("products.box.contents", "zinc"),
        ("products.box.contents.l-theanine", "200 mg"),
        ("products.box.contents.l-theanine.amount", 200),
        ("products.box.contents.l-theanine.buffered", "yes"),
    ],
)
def test_a_wrong_type_or_value(path, value):
    table = whole()
    changed(table, path, value)
    verdict = check(table)
    assert {code for code, _ in errors(verdict)} == {"invalid-field"}
    assert all(key.startswith(path) for _, key in errors(verdict))


def test_a_title_of_120_characters():
    assert check(plan() | {"title": "x" * 120}).status == "pass"


@pytest.mark.parametrize(
    "entry", [{"dose": "1 g", "when": "21:00"}, takes("box", substance="glycine")]
)
def test_neither_or_both_of_substance_and_product(entry):
    verdict = check(plan({"it": entry}, products=BOX))
    assert {code for code, _ in errors(verdict)} == {"invalid-field"}
    assert {each.entry for each in verdict.findings} == {"it"}


@pytest.mark.parametrize("substance", ["l-theanine", "ashwagandha-extract", "melatonin"])
def test_basis_is_for_minerals_only(substance):
    verdict = check(plan({"it": take(substance, "1 mg", basis="elemental")}))
    assert errors(verdict) == [("invalid-field", "entries.it.basis")]


def test_other_needs_a_name():
    verdict = check(plan({"it": take("other", "50 mg")}))
    assert errors(verdict) == [("invalid-field", "entries.it.name")]


@pytest.mark.parametrize("name", ["Mag", "mag_1", "mag 1", "mäg", "", "x" * 65, "a.b"])
@pytest.mark.parametrize("kind", ["entries", "products", "medicines"])
def test_a_bad_id(kind, name):
    table = whole()
    row = next(iter(table[kind].values()))
    table[kind] = table[kind] | {name: row}
    assert "invalid-field" in codes(check(table))


@pytest.mark.parametrize("name", ["m", "magnesium-1", "1", "x" * 64])
def test_a_good_id(name):
    assert check(plan({name: ash()})).status == "pass"


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("ashwaganda-extract", "ashwagandha-extract"),
        ("melatonine", "melatonin"),
        ("magnesium-bisglycinat", "magnesium-bisglycinate"),
    ],
)
def test_an_unknown_substance_offers_the_nearest(written, offered):
    verdict = check(plan({"it": take(written, "1 mg")}))
    assert errors(verdict) == [("unknown-substance", "entries.it.substance")]
    assert f'"{offered}"' in verdict.findings[0].message


def test_an_unknown_product_offers_the_nearest():
    verdict = check(plan({"it": takes("bx")}, products=BOX))
    assert errors(verdict) == [("unknown-product", "entries.it.product")]
    assert '"box"' in verdict.findings[0].message


# lines

LINES = """\
format = 1
title = "T"

# a comment
[entries.mag]
substance = "magnesium-bisglycinate"
dosage = "300 mg"
dose = "1,5 g"
when = ["21:00",
        "25:00"]

  [entries."ash"]
substance = "ashwagandha-extract"
standardised_to = "2.5 %"
dose = "700 mg"
when = "21:00"
"""


@pytest.mark.parametrize(
    ("code", "key", "line"),
    [
        ("invalid-field", "entries.mag.dosage", 7),
        ("invalid-amount", "entries.mag.dose", 8),
        ("dose-above-range", "entries.ash.dose", 15),
        ("standardisation-below-minimum", "entries.ash.standardised_to", 14),
    ],
)
def test_key_and_line_of_a_finding(code, key, line):
    [finding] = found(check(LINES), code)
    assert finding.key == key
    assert read(LINES).line(finding.line, finding.path) == line


def test_the_line_of_an_item_of_a_list_is_within_the_list():
    [finding] = found(check(LINES), "invalid-time")
    assert finding.key.startswith("entries.mag.when")
    assert read(LINES).line(finding.line, finding.path) in (9, 10)


# templates


def template(entries, **fields):
    fields = {
        name: {"key": key, "prompt": "How much?"}
        | ({} if default is None else {"default": default})
        for name, (key, default) in fields.items()
    }
    return plan(entries, template={"description": "An evening to fill in", "fields": fields})


def test_unfilled_keys_are_excused():
    table = template({"mag": mag(None), "ash": ash()}, dose=("entries.mag.dose", None))
    assert troubles(check(table)) == []


def test_an_unfilled_bedtime_is_excused():
    fields = {"bed": {"key": "bedtime", "prompt": "When do you go to bed?"}}
    table = plan(
        {"mag": elemental("300 mg")},
        bedtime=None,
        template={"description": "Fill in", "fields": fields},
    )
    assert troubles(check(table)) == []


def test_an_unfilled_key_of_a_label_is_excused():
    """The entry that takes the product is not judged, and nobody calls the product unknown."""
    box = label({"magnesium-bisglycinate": {"elemental": "200 mg"}})
    del box["serving"]
    fields = {"serving": {"key": "products.box.serving", "prompt": "How many capsules?"}}
    table = plan(
        {"it": takes("box")},
        products={"box": box},
        template={"description": "Fill in", "fields": fields},
    )
    assert troubles(check(table)) == []


def test_only_the_unfilled_keys_are_excused():
    table = template(
        {"mag": mag(None), "ash": ash("601 mg", dosage="1 mg")}, dose=("entries.mag.dose", None)
    )
    assert errors(check(table)) == [("invalid-field", "entries.ash.dosage")]
    table = template({"mag": mag(None), "ash": ash("601 mg")}, dose=("entries.mag.dose", None))
    assert troubles(check(table)) == ["dose-above-range"]


def test_defaults_are_used():
    table = template({"ash": ash(None)}, dose=("entries.ash.dose", "601 mg"))
    assert found(check(table), "dose-above-range")[0].observed == "601 mg"


def test_a_default_that_cannot_be_read_is_an_error():
    table = template({"ash": ash(None)}, dose=("entries.ash.dose", "1,5 g"))
    assert "invalid-amount" in codes(check(table))


@pytest.mark.parametrize("missing", ["description", "fields.dose.key", "fields.dose.prompt"])
def test_required_keys_of_a_template(missing):
    table = template({"mag": elemental("300 mg")}, dose=("entries.mag.dose", None))
    changed(table["template"], missing, None)
    assert errors(check(table)) == [("invalid-field", f"template.{missing}")]


def test_without_a_template_the_key_is_missing():
    assert errors(check(plan({"mag": mag(None)}))) == [("invalid-field", "entries.mag.dose")]


def test_phases_fill_the_dose():
    assert troubles(check(plan({"ash": ash(None, phases=phases((2, "300 mg")))}))) == []
