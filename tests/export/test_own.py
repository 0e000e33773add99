"""Own figures in every format: marked, beside the documented ones, and told to who lacks them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re

import pytest
import tomli_w
from icalendar import Calendar

from planner.catalogue import load_catalogue
from planner.export.formats import FORMATS, FormatError
from planner.export.making import Options, make_sheet
from planner.export.received import read_received
from planner.judge import judge_reading
from planner.regimen.reading import read_bytes
from tests.export.html_reader import read as read_page
from tests.export.pdf_reader import squeezed, text_of
from tests.export.support import EDITION, HOSTILE, ROOT, rendered
from tests.foreign.programs import needed, run
from tests.own_files import EVENING, catalogue_with

TEXTS = [name for name, each in FORMATS.items() if each.is_text]
SCHEMA = ROOT / "planner" / "export" / "schema" / "sheet.schema.json"

LABEL = """
[entries.box]
product = "calm"
dose = "1 capsule"
when = "30 min before bed"

[products.calm]
name = "Calm"
serving = "1 capsule"

[products.calm.contents.apigenin]
amount = "10 mg"
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return catalogue_with(tmp_path_factory.mktemp("library"))


def sheet_of(text, catalogue, options=None):
    return make_sheet(read_bytes(text.encode()), catalogue, EDITION, options or Options())


@pytest.fixture(scope="module")
def sheet(own):
    return sheet_of(EVENING + LABEL, own)


def carried_by(sheet):
    """The regimen that goes along with a sheet, which has to be whole."""
    reading = read_bytes(sheet.carried.data)
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    return reading.regimen


def plain(data):
    """The words of a text format, without what stands between them."""
    text = data.decode().replace("\r\n ", "").replace("\\,", ",").replace("\\n", " ")
    text = text.replace("\\u00a0", " ").replace("\u00a0", " ").replace("&#39;", "'")
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())


@pytest.mark.parametrize("name", TEXTS)
def test_every_text_format_marks_what_is_own_and_tells_both_ranges(sheet, name):
    said = plain(rendered(name, sheet))
    assert "Apigenin (Coach Nilsen's own)" in said
    assert "Above Coach Nilsen's own range (300 to 450 mg extract)" in said
    assert "In Coach Nilsen's own range (150 to 300 mg elemental)" in said
    assert "Above Coach Nilsen's own range (25 to 50 mg apigenin)" in said
    assert "House rules after the 2026 audit (Coach Nilsen's own)" in said
    assert "no documented range" in said
    documented = {
        "csv": ",300,600,in the documented range,",
        "json": '"from": "300 mg", "to": "600',
    }
    assert documented.get(name, "300 to 600 mg") in said
    if name != "ics":
        assert "not by Planner; an own file names it" in said


@pytest.mark.parametrize("large", [False, True])
def test_the_pdf_marks_what_is_own_and_tells_both_ranges(sheet, tmp_path, large):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(rendered("pdf", sheet, Options(large_print=large)))
    said = squeezed(text_of(path, "-raw")).replace("’", "'")
    for words in (
        "Apigenin (Coach Nilsen's own)", "Above Coach Nilsen's own range (300 to 450 mg extract)",
        "In Coach Nilsen's own range (150 to 300 mg elemental)", "in the documented range",
        "House rules after the 2026 audit (Coach Nilsen's own)",
    ):  # fmt: skip
        assert squeezed(words) in said, words


def test_the_web_page_tells_the_own_range_beside_the_documented_one(sheet):
    page = read_page(rendered("html", sheet))
    rows = [each.text for each in page.one("table").all("tr") if "Ashwagandha" in each.text]
    said = " ".join(rows[0].replace("\u00a0", " ").split())
    assert "300 to 600 mg: in the documented range" in said
    assert "Above Coach Nilsen's own range (300 to 450 mg extract)" in said


def test_json_tells_the_own_range_by_itself(sheet, tmp_path):
    path = tmp_path / "sheet.json"
    path.write_bytes(rendered("json", sheet))
    data = json.loads(path.read_bytes())
    totals = {each["substance"]: each for each in data["totals"]}
    ash = totals["ashwagandha-extract"]
    assert ash["range"] == {"from": "300 mg", "to": "600 mg", "source": "wfsbp-canmat-2022"}
    own = ash["own_range"]
    assert own.pop("words").startswith("Above Coach Nilsen's own range")
    assert own == {
        "by": "Coach Nilsen's own", "from": "300 mg", "to": "450 mg", "basis": "extract",
        "source": "house-2026",
    }  # fmt: skip
    assert totals["apigenin"]["range"] is None
    marked = {(each["code"], each["own"]) for each in data["findings"] if each["own"]}
    assert marked == {
        ("outside-own-range", "Coach Nilsen's own"), ("own-range", "Coach Nilsen's own"),
    }  # fmt: skip
    done = run(needed("check-jsonschema"), "--schemafile", SCHEMA, path)
    assert done.returncode == 0, done.stdout.decode()


def test_csv_tells_the_own_range_in_columns_of_its_own(sheet):
    text = rendered("csv", sheet).decode("utf-8-sig")
    rows = {each["name"]: each for each in csv.DictReader(io.StringIO(text))
            if each["row"] == "total"}  # fmt: skip
    ash = rows["Ashwagandha extract"]
    assert (ash["range_from_mg"], ash["range_to_mg"]) == ("300", "600")
    assert (ash["own_from_mg"], ash["own_to_mg"]) == ("300", "450")
    assert ash["own_verdict"].startswith("Above Coach Nilsen's own range")
    api = rows["Apigenin (Coach Nilsen's own)"]
    assert (api["range_from_mg"], api["own_to_mg"]) == ("", "50")


def test_the_status_does_not_say_that_something_documented_is_left(sheet, own):
    assert sheet.status_words.startswith("Something lies outside somebody's own range")
    above = sheet_of(EVENING.replace('"500 mg"', '"700 mg"'), own)
    assert above.status_words.startswith("Something lies outside what is documented")


# what goes along


def test_what_goes_along_tells_own_substances_by_their_names(sheet):
    carried = carried_by(sheet)
    entry = carried.entries["api"]
    assert (entry.substance, entry.name) == ("other", "Apigenin (Coach Nilsen's own)")
    content = carried.products["calm"].contents["apigenin"]
    assert content.name == "Apigenin (Coach Nilsen's own)"
    assert carried == sheet.regimen
    assert not sheet.carried.exact


def test_the_receiver_without_the_own_file_has_no_error(sheet):
    received = read_received(rendered("html", sheet))
    verdict = judge_reading(received.reading, load_catalogue())
    assert {str(each.severity) for each in verdict.findings} <= {"note", "warning", "question"}
    said = [each.message for each in verdict.findings if each.code == "not-checked"]
    assert any("apigenin (Coach Nilsen's own)" in each for each in said)


def test_the_same_own_file_marks_a_name_once(sheet, own):
    again = make_sheet(read_bytes(sheet.carried.data), own, EDITION, Options())
    assert "own) (Coach" not in rendered("txt", again).decode()


def test_with_the_person_it_is_told_by_name_too(own):
    person = EVENING + '\n[person]\nname = "C-041"\n'
    told = sheet_of(person, own, Options(with_person=True))
    carried = carried_by(told)
    assert carried.person is not None
    assert carried.person.name == "C-041"
    assert carried.entries["api"].substance == "other"


def test_a_template_keeps_what_is_to_be_filled(own):
    template = (
        EVENING.replace('dose = "50 mg"\n', "")
        + LABEL
        + '\n[template]\ndescription = "Calm"\n\n[template.fields.dose]\n'
        'key = "entries.api.dose"\nprompt = "Dose"\n'
    )
    told = sheet_of(template, own)
    carried = read_bytes(told.carried.data)
    assert not carried.problems
    assert "api" in carried.broken
    assert 'name = "Apigenin (Coach Nilsen\'s own)"' in told.carried.data.decode()


def test_what_holds_nothing_own_goes_along_byte_for_byte(own):
    text = EVENING.replace("apigenin", "l-theanine") + "# a comment\n"
    told = sheet_of(text, own)
    assert told.carried.exact
    assert told.carried.data == text.encode()


# what an own file may say


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_an_own_file_says_is_only_text(name, tmp_path):
    text = HOSTILE[name].replace("\n", " ")
    house = {
        "format": 1, "by": text[:40],
        "sources": {"s": {"title": text}},
        "substances": {"apigenin": {
            "name": text[:60], "about": text,
            "range": {"lower": "25 mg", "upper": "50 mg", "basis": text[:60], "population": text,
                      "source": "s"},
        }},
        "ranges": {"glycine": {"lower": "1 g", "upper": "2 g", "basis": text[:60],
                               "population": text, "source": "s"}},
    }  # fmt: skip
    catalogue = catalogue_with(tmp_path, tomli_w.dumps(house))
    told = sheet_of(EVENING.replace("ashwagandha-extract", "glycine"), catalogue)
    made = {each: rendered(each, told) for each in TEXTS}
    with contextlib.suppress(FormatError):  # no font has these letters
        rendered("pdf", told)
    page = read_page(made["html"])
    assert page.text.count("alert(1)") == 0 or "<script>alert(1)" in page.text
    assert len(list(page.all("script"))) == made["html"].count(b"<script")
    assert squeezed(text[:60]) in squeezed(page.text)
    for row in csv.reader(io.StringIO(made["csv"].decode("utf-8-sig"))):
        assert not any(re.match(r"\s*[=+@-]", cell) for cell in row if not cell[:2].isdigit()), row
    calendar = Calendar.from_ical(made["ics"])
    assert len(calendar.walk("VEVENT")) == len(told.takings)
    assert json.loads(made["json"])["totals"][-1]["own_range"]["by"].endswith("'s own")
    assert made["fhir"] == rendered("fhir", told)
