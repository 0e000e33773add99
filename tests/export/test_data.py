"""JSON: exact amounts and the same words, valid against a strict schema, quiet on a terminal."""

import hashlib
import json
import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.export.making import Options
from planner.quantities_machine import machine_amount
from planner.regimen.reading import read_bytes
from tests.export.plans import FULL, TEMPLATE
from tests.export.support import HOSTILE, ROOT, SECOND, SHIPPED, hostile_text, rendered, sheet_of
from tests.foreign.programs import needed, run

SCHEMA = ROOT / "planner" / "export" / "schema" / "sheet.schema.json"

HARMLESS = "\u00a0\u200d\u200e\u3000"
"""Spaces, what joins emoji, and the mark that keeps a figure in its place behind Hebrew."""


def sheets():
    for path in SHIPPED:
        yield path.stem, sheet_of(path)
        yield (
            f"{path.stem}-person",
            sheet_of(path, options=Options(with_person=True, by="Ada"), edition=SECOND),
        )
    for name, text in HOSTILE.items():
        yield name, sheet_of(hostile_text(text), options=Options(with_person=True, by=text))
    acting = "\x1b[31m \x07 \x9b \u202e \u2066 \u200f \x7f \u2028 \ufeff \U000e0041 end"
    yield "acting", sheet_of(hostile_text(acting), options=Options(with_person=True, by=acting))
    yield "full", sheet_of(FULL)
    yield "full-person", sheet_of(FULL, options=Options(with_person=True))
    yield "template", sheet_of(TEMPLATE)


SHEETS = dict(sheets())


def read(sheet) -> dict[str, Any]:
    found = json.loads(rendered("json", sheet))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_it_carries_what_the_sheet_carries(name):
    sheet = SHEETS[name]
    data = read(sheet)
    assert next(iter(data)) == "format"
    assert data["format"] == 1
    assert data["title"] == sheet.title
    assert data["subject"] == sheet.subject
    assert data["person"] == [{"what": a, "value": b} for a, b in sheet.person]
    assert data["made_by"] == sheet.by
    assert data["edition"] == {
        "plan": sheet.edition.plan,
        "version": sheet.edition.number,
        "on": "2026-12-03" if sheet.edition.replaces else "2026-11-26",
        "replaces": sheet.edition.replaces,
        "begins": "2026-12-03" if sheet.edition.replaces else "2026-11-26",
        "words": sheet.edition.words,
    }
    assert (data["catalogue"], data["country"]) == (sheet.catalogue, sheet.country)
    assert (data["limits"], data["notes"]) == (sheet.limits, sheet.notes)
    assert "no medical advice" in data["disclaimer"]
    assert [
        (each["key"], each["sentence"], each["why"], each["label"]) for each in data["entries"]
    ] == [(each.key, each.sentence, each.why, each.label) for each in sheet.entries]
    assert [(each["entry"], each["words"]["sentence"]) for each in data["takings"]] == [
        (each.taking.entry, each.sentence) for each in sheet.takings
    ]
    assert [each["words"] for each in data["totals"]] == [each.total for each in sheet.totals]
    assert [each["message"] for each in data["findings"]] == [
        each.message for each in (*sheet.standing, *sheet.accepted, *sheet.remarks)
    ]
    assert data["not_checked"] == list(sheet.not_checked)
    assert [each["id"] for each in data["sources"]] == [each.id for each in sheet.sources]


@pytest.mark.parametrize("name", SHEETS)
def test_the_regimen_goes_along_and_its_hash_proves_it(name):
    data = read(SHEETS[name])
    carried = data["toml"].encode()
    assert hashlib.sha256(carried).hexdigest() == data["sha256"]
    assert data["sha256"].startswith(data["fingerprint"])
    again = read_bytes(carried)
    assert not again.problems
    assert data["exact"] is (carried == SHEETS[name].carried.data and SHEETS[name].carried.exact)


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_in_it_acts_on_a_terminal(name):
    data = rendered("json", SHEETS[name])
    assert re.fullmatch(rb"[\x20-\x7e\n]+", data)
    for text in every_text(
        {key: value for key, value in read(SHEETS[name]).items() if key != "toml"}
    ):
        assert all(c == "\n" or c.isprintable() or c in HARMLESS for c in text), text


def test_a_later_version_says_when_the_first_one_began():
    edition = replace(SECOND, first_on=date(2026, 11, 26))
    assert read(sheet_of(SHIPPED[0], edition=edition))["edition"]["begins"] == "2026-11-26"


def test_whatever_is_in_a_sheet_is_escaped():
    sheet = replace(SHEETS["full"], title="\x1b[31m\x7f\x9b\u202e")
    data = rendered("json", sheet)
    assert b'"title": "\\u001b[31m\\u007f\\u009b\\u202e"' in data
    assert json.loads(data)["title"] == sheet.title


def every_text(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from every_text(each)
    elif isinstance(value, list):
        for each in value:
            yield from every_text(each)


def test_the_data_of_takings():
    takings = {
        (each["entry"], each["at"], each["phase"]): each for each in read(SHEETS["full"])["takings"]
    }
    window = takings["m", "22:30", None]
    assert {key: value for key, value in window.items() if key not in ("name", "words")} == {
        "entry": "m",
        "phase": None,
        "number": 2,
        "weeks": None,
        "days": ["mon", "fri"],
        "at": "22:30",
        "until": "23:30",
        "day_offset": 0,
        "minutes_before_bed": 120,
        "until_minutes_before_bed": 60,
        "dose": "0.5 capsules",
        "basis": None,
    }
    assert window["words"]["take"] == "half\u00a0a\u00a0capsule"
    first, second = takings["a", "00:30", 1], takings["a", "00:30", 2]
    assert (first["dose"], first["weeks"]) == ("300 mg", {"from": 1, "to": 2})
    assert (second["dose"], second["weeks"]) == ("800 mg", {"from": 3, "to": 8})
    assert (second["day_offset"], second["minutes_before_bed"]) == (1, 0)
    oxide, citrate = takings["o", "21:00", None], takings["c", "21:00", None]
    assert (oxide["dose"], oxide["basis"]) == ("1500 mg", "compound")
    assert (citrate["dose"], citrate["basis"]) == ("150 mg", "not stated")
    assert takings["d", "21:00", None]["dose"] == "1000 IU"
    assert "1,000\u00a0international units" in takings["d", "21:00", None]["words"]["take"]


def test_the_data_of_totals():
    totals = {(each["substance"], each["per_day"]): each for each in read(SHEETS["full"])["totals"]}
    high = totals["ashwagandha-extract", "800 mg"]
    assert high["range"] == {"from": "300 mg", "to": "600 mg", "source": "wfsbp-canmat-2022"}
    assert high["range_verdict"] == "above the documented range"
    assert (high["limit"], high["limit_verdict"]) == (None, "no upper limit in the catalogue")
    assert (high["marker_per_day"], high["complete"]) == ("40 mg", True)
    assert high["weeks"] == "weeks 3 to 8"
    # where nothing is compared the amount is as exact
    glycine = totals["glycine", "3000 mg"]
    assert (glycine["range"], glycine["limit"]) == (None, None)
    assert glycine["range_verdict"] == "not checked: no documented range"
    # 100 mg at two times of the fullest day, and 1500 mg of oxide of which 24.3 parts in 40.3 count
    (magnesium,) = (each for key, each in totals.items() if key[0] == "magnesium")
    amount = float(magnesium["per_day"].removesuffix(" mg"))
    assert amount == pytest.approx(100 + 1500 * 24.305 / 40.304, rel=1e-4)
    assert re.fullmatch(r"[0-9]+\.[0-9]{6} mg", magnesium["per_day"])
    assert magnesium["complete"] is False
    assert magnesium["limit_verdict"] == "above the upper limit"


def test_the_data_of_findings():
    findings = read(SHEETS["full"])["findings"]
    accepted = [each for each in findings if each["accepted"]]
    assert [
        (each["code"], each["entry"], each["observed"], each["limit"], each["accepted"])
        for each in accepted
    ] == [
        (
            "dose-above-range", "a", "800 mg", "600 mg",
            {"reason": "agreed with the doctor", "on": "2026-11-20"},
        )
    ]  # fmt: skip
    assert "above-upper-limit" in {each["code"] for each in findings if not each["accepted"]}
    assert all(each["source"] is None or each["source"] for each in findings)
    lapsed = next(each for each in findings if each["code"] == "acceptance-lapsed")
    assert lapsed["limit"] == "0 g"  # what was accepted is no amount of ours


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0.3 g", "300 mg"),
        ("1.25 g", "1250 mg"),
        ("500 mcg", "0.5 mg"),
        ("0.0001 mcg", "0.000001 mg"),
        ("1000000 mg", "1000000 mg"),
        ("2 capsules", "2 capsules"),
        ("1000 IU", "1000 IU"),
        ("112 days", "112 days"),
        ("2.5 %", "2.5 %"),
        ("0 g", "0 g"),
        (".5 g", ".5 g"),
        ("1.2.3 g", "1.2.3 g"),
        ("٣ g", "٣ g"),
        ("levothyroxine", "levothyroxine"),
    ],
)
def test_amounts_for_machines(text, amount):
    assert machine_amount(text) == amount


BROKEN = {
    "another format": lambda data: data.update(format=2),
    "a key too many": lambda data: data.update(more=1),
    "a key too many within": lambda data: data["takings"][0].update(more=1),
    "a key too few": lambda data: data.pop("not_checked"),
    "nothing not checked": lambda data: data.update(not_checked=[]),
    "a rounded amount": lambda data: data["totals"][0].update(per_day="≈ 300 mg"),
    "a grouped amount": lambda data: data["totals"][0].update(per_day="1,300 mg"),
    "a trailing zero": lambda data: data["totals"][0].update(per_day="300.0 mg"),
    "an amount in g": lambda data: data["totals"][0].update(per_day="0.3 g"),
    "seven decimals": lambda data: data["totals"][0].update(per_day="0.1234567 mg"),
    "a dose in g": lambda data: data["takings"][0].update(dose="0.3 g"),
    "a dose in mcg": lambda data: data["takings"][0].update(dose="300 mcg"),
    "a dose without a unit": lambda data: data["takings"][0].update(dose="300"),
    "no basis that is known": lambda data: data["takings"][0].update(basis="salt"),
    "a time of 25 hours": lambda data: data["takings"][0].update(at="25:00"),
    "a day of a day": lambda data: data["takings"][0].update(days=["Mo"]),
    "two days on": lambda data: data["takings"][0].update(day_offset=2),
    "an error": lambda data: data["findings"][0].update(severity="error"),
    "an escape": lambda data: data.update(title="\x1b[31m"),
    "an override": lambda data: data["entries"][0].update(name="\u202e"),
    "a short hash": lambda data: data.update(sha256="abc"),
    "no date": lambda data: data["edition"].update(on="26.11.2026"),
    "no version": lambda data: data["edition"].update(version=0),
    "an unknown status": lambda data: data.update(status="safe"),
}  # fmt: skip


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The names of the files that check-jsonschema refuses, in one run."""
    program = needed("check-jsonschema")
    folder = tmp_path_factory.mktemp("sheets")
    files = {name: rendered("json", sheet) for name, sheet in SHEETS.items()}
    good = read(SHEETS["full"])
    for name, breaks in BROKEN.items():
        data = deepcopy(good)
        breaks(data)
        files[f"broken {name}"] = json.dumps(data).encode()
    for name, written in files.items():
        (folder / f"{name}.json").write_bytes(written)
    paths = sorted(folder.iterdir())
    done = run(program, "--schemafile", SCHEMA, "--output-format", "json", *paths)
    found = json.loads(done.stdout)
    assert found["parse_errors"] == []
    return {
        path.stem: [each for each in found["errors"] if each["filename"] == str(path)]
        for path in paths
    }


@pytest.mark.parametrize("name", SHEETS)
def test_check_jsonschema_finds_each_sheet_valid(checked, name):
    assert checked[name] == []


@pytest.mark.parametrize("name", BROKEN)
def test_check_jsonschema_refuses_a_broken_sheet(checked, name):
    assert checked[f"broken {name}"]


def test_the_schema_is_one():
    done = run(needed("check-jsonschema"), "--check-metaschema", SCHEMA)
    assert done.returncode == 0, done.stdout.decode()
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    # it is strict: every object names all its keys, and all of them are needed
    objects = [each for each in every_object(schema) if "properties" in each]
    assert len(objects) > 10
    for each in objects:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


def every_object(value):
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from every_object(each)


def test_a_template_says_what_is_left_open():
    data = read(SHEETS["template"])
    assert data["template"] == {
        "description": "For several people.",
        "fields": [
            {"key": "bedtime", "prompt": "Bedtime", "default": None},
            {"key": "entries.a.dose", "prompt": "Melatonin", "default": "1 mg"},
            {"key": "entries.b.dose", "prompt": "Glycine", "default": None},
        ],
        "left_open": ["b"],
    }
    (taking,) = data["takings"]
    assert (taking["at"], taking["until"]) == (None, None)
    assert (taking["minutes_before_bed"], taking["until_minutes_before_bed"]) == (60, 30)


def test_the_person_is_absent_unless_asked_for():
    for without in (SHEETS["shows-warnings-on-purpose"], SHEETS["full"]):
        data = read(without)
        assert data["person"] == []
        assert data["subject"] is None
        assert data["exact"] is False
        assert "person" not in data["toml"]
    text = rendered("json", SHEETS["shows-warnings-on-purpose"]).decode()
    assert "Example" not in text
    assert "hyroid-disorder" not in text
    assert "hyroid disorder" not in text
    withheld = [each for each in json.loads(text)["findings"] if each["withheld"]]
    assert [(each["code"], each["observed"], each["source"]) for each in withheld] == [
        ("caution", None, None)
    ]
    asked = read(SHEETS["full-person"])
    assert asked["subject"] == "Ada"
    assert {"what": "Age", "value": "42 years"} in asked["person"]
    assert asked["exact"] is True
    assert date.fromisoformat(asked["start"]) == date(2026, 12, 1)


def test_the_same_sheet_gives_the_same_bytes():
    for sheet in SHEETS.values():
        data = rendered("json", sheet)
        assert data == rendered("json", sheet)
        assert data.endswith(b"}\n")
