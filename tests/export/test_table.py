"""CSV: one row a taking, no cell that a spreadsheet would run, valid against its Table Schema."""

import csv
import io
import json
import re
import shutil
from collections import Counter
from decimal import Decimal

import pytest

from planner.export.making import Options
from tests.export.plans import FULL, TEMPLATE
from tests.export.support import (
    HOSTILE,
    ROOT,
    SECOND,
    SHIPPED,
    hostile_text,
    rendered,
    sheet_of,
)
from tests.foreign.programs import needed, run

SCHEMA = ROOT / "planner" / "export" / "schema" / "csv-table-schema.json"
FIELDS = json.loads(SCHEMA.read_text(encoding="utf-8"))["fields"]
TEXT_COLUMNS = {field["name"] for field in FIELDS if field["type"] == "string"}

SIGNS = {
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "full width": "\uff1d1+1",
    "full width plus": "\uff0b1",
    "spaces first": "  =1+1",
    "apostrophe first": "'=1+1",
    "sign in line two": "x\n=1+1",
    "quoted": '"=1+1"',
    "separators": 'a";=1+1;"b,=2+2',
}


def sheets():
    for path in SHIPPED:
        yield path.stem, sheet_of(path)
        yield (
            f"{path.stem}-person",
            sheet_of(path, options=Options(with_person=True, by="Ada"), edition=SECOND),
        )
    for name, text in (HOSTILE | SIGNS).items():
        yield (
            name.replace(" ", "-"),
            sheet_of(hostile_text(text), options=Options(with_person=True, by=text)),
        )
    yield "full", sheet_of(FULL)
    yield "template", sheet_of(TEMPLATE)


SHEETS = dict(sheets())


def rows_of(sheet) -> list[dict[str, str]]:
    """The rows as the csv module reads them."""
    text = rendered("csv", sheet).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def of_kind(sheet, kind: str) -> list[dict[str, str]]:
    return [row for row in rows_of(sheet) if row["row"] == kind]


def meant(cell: str) -> str:
    """A cell without the apostrophe that stands before a formula, as the module documents it."""
    return re.sub(r"\A'(?=['\s]*[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-])", "", cell)


@pytest.mark.parametrize("name", SHEETS)
def test_it_is_rfc_4180_with_a_header_and_a_byte_order_mark(name):
    data = rendered("csv", SHEETS[name])
    assert data.startswith(b"\xef\xbb\xbfrow,title,")
    assert data.endswith(b"\r\n")
    text = data.decode("utf-8-sig")
    outside = re.sub(r'"(?:[^"]|"")*"', "", text)  # what is not within quotes
    assert '"' not in outside
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", outside)
    header, *lines = outside.split("\r\n")
    assert header.split(",") == [field["name"] for field in FIELDS]
    assert {line.count(",") for line in lines if line} == {header.count(",")}


@pytest.mark.parametrize("name", SHEETS)
def test_one_row_is_one_taking_and_the_rest_is_there_too(name):
    sheet = SHEETS[name]
    kinds = Counter(row["row"] for row in rows_of(sheet))
    assert kinds["taking"] == len(sheet.takings)
    assert kinds["total"] == len(sheet.totals)
    assert kinds["finding"] == len(sheet.standing)
    assert kinds["accepted"] == len(sheet.accepted)
    assert kinds["remark"] == len(sheet.remarks)
    assert kinds["not-checked"] == len(sheet.not_checked) > 0
    assert kinds["source"] == len(sheet.sources)
    for taking, row in zip(sheet.takings, of_kind(sheet, "taking"), strict=True):
        assert meant(row["name"]) == taking.name
        assert meant(row["sentence"]) == taking.sentence
        assert meant(row["reason"]) == taking.why
    for row in rows_of(sheet):
        assert meant(row["title"]) == sheet.title
        assert meant(row["subject"]) == (sheet.subject or "")
        assert meant(row["made_by"]) == (sheet.by or "not stated")
        assert row["fingerprint"] == sheet.carried.fingerprint
        assert row["catalogue"] == sheet.catalogue
        assert row["country"] == sheet.country
        assert row["limits"] == sheet.limits
        assert row["version"] == str(sheet.edition.number)
        assert row["on"] == sheet.edition.on.isoformat()
        assert "It is no medical advice and no prescription." in row["disclaimer"]
    assert [meant(row["text"]) for row in of_kind(sheet, "not-checked")] == list(sheet.not_checked)
    assert [meant(row["text"]) for row in of_kind(sheet, "finding")] == [
        finding.message for finding in sheet.standing
    ]
    assert [
        (meant(row["text"]), meant(row["accepted_because"]), row["accepted_on"])
        for row in of_kind(sheet, "accepted")
    ] == [(each.message, each.reason, f"{each.on}") for each in sheet.accepted]
    assert [
        (row["source"], row["address"], row["verified"]) for row in of_kind(sheet, "source")
    ] == [(each.id, each.address or "", each.verified) for each in sheet.sources]
    about = [(meant(row["name"]), meant(row["text"])) for row in of_kind(sheet, "about")]
    assert ("Length", sheet.length) in about
    assert ("Status", sheet.status_words) in about
    assert not sheet.notes.strip() or ("Notes", sheet.notes) in about
    assert set(sheet.person) <= set(about)


def test_the_columns_of_a_taking():
    rows = {
        (row["entry"], row["time"], row["phase"]): row for row in of_kind(SHEETS["full"], "taking")
    }
    assert len(rows) == 8
    window, morning = rows["m", "22:30", ""], rows["m", "08:00", ""]
    oxide = rows["o", "21:00", ""]
    first, second = rows["a", "00:30", "1"], rows["a", "00:30", "2"]
    told = {key: window[key].replace("\u00a0", " ") for key in window}
    assert (
        told
        | {
            "entry": "m",
            "name": "Night Mag",
            "phase": "",
            "weeks_from": "",
            "days": "mon fri",
            "time": "22:30",
            "until": "23:30",
            "day_offset": "0",
            "minutes_before_bed": "120",
            "until_minutes_before_bed": "60",
            "dose": "0.5 capsules",
            "basis": "",
            "take": "half a capsule",
            "gives": "50 mg elemental magnesium",
            "reason": "to sleep",
            "sentence": (
                "Take half a capsule of Night Mag on Mondays and Fridays between 22:30 and 23:30,"
                " 1 to 2 hours before bed. Gives 50 mg elemental magnesium."
            ),
        }
        == told
    )
    assert morning["minutes_before_bed"] == "990"
    assert (first["dose"], first["weeks_from"], first["weeks_to"]) == ("300 mg", "1", "2")
    assert (second["dose"], second["weeks_from"], second["weeks_to"]) == ("800 mg", "3", "8")
    assert (second["phase"], second["time"], second["day_offset"]) == ("2", "00:30", "1")
    assert second["accepted"] == "dose-above-range"
    assert (oxide["dose"], oxide["basis"]) == ("1500 mg", "compound")
    citrate = rows["c", "21:00", ""]
    assert (citrate["dose"], citrate["basis"]) == ("150 mg", "not stated")
    assert citrate["findings"].split() == ["basis-unstated"]


def test_the_columns_of_a_total():
    rows = {(row["name"], row["total_mg"]): row for row in of_kind(SHEETS["full"], "total")}
    high = rows["Ashwagandha extract", "800"]
    assert (high["range_from_mg"], high["range_to_mg"]) == ("300", "600")
    assert high["range_verdict"] == "above the documented range"
    assert high["limit_verdict"] == "no upper limit in the catalogue"
    assert high["complete"] == "true"
    assert "weeks 3 to 8" in high["text"]
    limited = next(row for row in rows.values() if row["limit_mg"])
    assert limited["limit_mg"] == "250"
    assert limited["limit_by"] == "Germany, Federal Institute for Risk Assessment (BfR) 2017"
    assert limited["limit_verdict"] == "above the upper limit"
    assert limited["complete"] == "false"


def test_an_amount_that_is_not_known_is_not_zero():
    content = "[products.mag.contents.magnesium-bisglycinate]"
    hidden = f'[products.mag.contents.chamomile-extract]\namount = "undisclosed"\n{content}'
    sheet = sheet_of(FULL.replace(content, hidden))
    total = next(row for row in of_kind(sheet, "total") if row["name"] == "Chamomile extract")
    assert (total["total_mg"], total["complete"], total["text"]) == ("", "false", "not known yet")


@pytest.mark.parametrize("name", SHEETS)
def test_no_cell_begins_like_a_formula(name):
    for row in rows_of(SHEETS[name]):
        for column, cell in row.items():
            if column in TEXT_COLUMNS:
                assert not re.match(r"['\s]*[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-]", cell) or (
                    cell.startswith("'")
                ), (column, cell)
            elif cell and column not in ("time", "until", "on", "accepted_on", "complete"):
                assert Decimal(cell).is_finite()  # a number of ours stays a number


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\uff1dx", "'\uff1dx"),
        (" =x", "' =x"),
        ("'=x", "''=x"),
        ("''x", "''x"),
        ("it's = x", "it's = x"),
        ("2-1", "2-1"),
        ("(=x)", "(=x)"),
    ],
)
def test_where_an_apostrophe_is_put(text, cell):
    from planner.export.table import neutral

    assert neutral(text) == cell
    assert meant(cell) == text


@pytest.fixture(scope="module")
def frictionless(tmp_path_factory):
    """What frictionless says of every sheet, and of tables that are broken, in one run."""
    program = needed("frictionless")
    folder = tmp_path_factory.mktemp("tables")
    shutil.copy(SCHEMA, folder / "schema.json")
    good = rendered("csv", SHEETS["full"])
    tables = {name: rendered("csv", sheet) for name, sheet in SHEETS.items()} | {
        "broken-kind": good.replace(b"\ntaking,", b"\nintake,", 1),
        "broken-dose": good.replace(b",300 mg,", b",0.3 of a gram,", 1),
        "broken-time": good.replace(b",22:30,", b",25:30,", 1),
        "broken-header": good.replace(b"row,title", b"title,row", 1),
        "broken-offset": good.replace(b",00:30,,1,", b",00:30,,2,", 1),
        "broken-version": good.replace(b",1,2026-11-26,", b",one,2026-11-26,", 1),
    }
    # a hostile text can make a guess at the separator fail, so none is left to be made
    facts = {"schema": "schema.json", "dialect": {"csv": {"delimiter": ","}}}
    resources = []
    for name, data in tables.items():
        (folder / f"{name}.csv").write_bytes(data)
        resources.append({"name": name, "path": f"{name}.csv"} | facts)
    package = folder / "datapackage.json"
    package.write_text(json.dumps({"resources": resources}), encoding="utf-8")
    done = run(program, "validate", package, "--trusted", "--json")
    return {task["name"]: task for task in json.loads(done.stdout)["tasks"]}


@pytest.mark.parametrize("name", SHEETS)
def test_frictionless_finds_each_table_valid(frictionless, name):
    task = frictionless[name]
    assert task["errors"] == []
    assert task["valid"]
    assert task["stats"]["rows"] == len(rows_of(SHEETS[name]))


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("broken-kind", "constraint-error"),
        ("broken-dose", "constraint-error"),
        ("broken-time", "type-error"),
        ("broken-header", "incorrect-label"),
        ("broken-offset", "constraint-error"),
        ("broken-version", "type-error"),
    ],
)
def test_frictionless_refuses_a_broken_table(frictionless, name, error):
    assert error in {each["type"] for each in frictionless[name]["errors"]}


def test_the_person_is_absent_unless_asked_for():
    path = next(path for path in SHIPPED if path.stem == "shows-warnings-on-purpose")
    without = rendered("csv", sheet_of(path)).decode()
    assert "Example" not in without
    assert "hyroid disorder" not in without
    assert "that concerns the person" in without
    asked = SHEETS[f"{path.stem}-person"]
    assert {row["subject"] for row in rows_of(asked)} == {"Example"}
    assert ("Age", "42 years") in [(row["name"], row["text"]) for row in of_kind(asked, "about")]


def test_the_same_sheet_gives_the_same_bytes():
    for sheet in SHEETS.values():
        assert rendered("csv", sheet) == rendered("csv", sheet)
