"""What a sheet carries: the person only if asked for, every finding, and the very file or less."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pydantic
import pytest

from planner.export.making import ExportRefusedError, Options, make_sheet
from planner.regimen.reading import read_bytes
from tests.export.support import CATALOGUE, EDITION, SECOND, SHIPPED, rendered, sheet_of

PERSONAL = """\
# written for Zebedee, who is 17
format = 1
title = "Evening"
bedtime = "22:30"
weeks = 4

[person]
name = "Zebedee"
age = 17
country = "JP"
conditions = ["thyroid-disorder", "kidney-impairment", "heart-block"]

[medicines.levothyroxine]
when = "07:00"

[entries.a]
substance = "ashwagandha-extract"
dose = "300 mg"
standardised_to = "5 %"
when = "90 min before bed"

[entries.m]
substance = "magnesium-bisglycinate"
dose = "100 mg"
basis = "elemental"
when = "90 min before bed"

[[accepted]]
code = "caution"
entry = "a"
substance = "ashwagandha"
observed = "thyroid-disorder"
reason = "Zebedee's doctor knows"
on = 2026-11-01

[[accepted]]
code = "caution"
entry = "a"
substance = "ashwagandha"
observed = "levothyroxine"
reason = "agreed with the pharmacist"
on = 2026-11-02

[[accepted]]
code = "caution"
entry = "m"
observed = "autoimmune-disease"
reason = "no longer"
on = 2026-11-03

[[accepted]]
code = "caution"
entry = "a"
observed = "tyroid"
reason = "mistyped"
on = 2026-11-04
"""
TELLS = re.compile(
    r"zebedee|thyroid[- ]disorder|tyroid|kidney|heart|autoimmune|\b17\b|mistyped|\bno longer$",
    re.IGNORECASE,
)
"""The name, the age, and the ids and names of conditions."""

PLAIN = b'format = 1\ntitle = "T"\nbedtime = "22:30"\n[entries.x]\nsubstance = "melatonin"\n'
PLAIN += b'dose = "1 mg"\nwhen = "at bedtime"\n'
TEXT = PLAIN.decode()


def texts(value: Any) -> Iterator[str]:
    """All text in anything that a sheet holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode()
    elif isinstance(value, dict):
        yield from texts([*value, *value.values()])
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from texts(each)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from texts(getattr(value, each.name))
    elif isinstance(value, pydantic.BaseModel):
        yield from texts({key: getattr(value, key) for key in type(value).model_fields})
    elif isinstance(value, int) and not isinstance(value, bool):
        yield f"number {value}"


def sheet_of_bytes(data: bytes, options: Options | None = None):
    return make_sheet(read_bytes(data), CATALOGUE, EDITION, options or Options())


def test_nothing_of_the_person_is_told_unless_asked_for():
    sheet = sheet_of(PERSONAL)
    told = [text for text in texts(sheet) if TELLS.search(text)]
    assert told == []
    assert sheet.person == ()
    assert sheet.subject is None
    assert sheet.regimen.person is None


@pytest.mark.parametrize("name", ["md", "txt", "csv", "json"])
def test_no_format_tells_it_either(name):
    text = rendered(name, sheet_of(PERSONAL)).decode()
    assert not TELLS.search(text)
    assert (
        "Zebedee" in rendered(name, sheet_of(PERSONAL, options=Options(with_person=True))).decode()
    )


def test_the_person_is_told_where_that_was_asked_for():
    sheet = sheet_of(PERSONAL, options=Options(with_person=True))
    assert sheet.person == (
        ("For", "Zebedee"),
        ("Age", "17 years"),
        ("Country", "JP"),
        (
            "Conditions",
            "Thyroid disorder, Weak kidneys (kidney impairment) and Heart block or a very slow"
            " heartbeat",
        ),
    )
    assert sheet.subject == "Zebedee"
    assert sheet.carried.exact
    assert sheet.carried.data == PERSONAL.encode()
    assert not any(
        finding.withheld for finding in (*sheet.standing, *sheet.accepted, *sheet.remarks)
    )
    messages = [finding.message for finding in sheet.standing]
    assert any("kidney impairment" in message for message in messages)
    assert "Zebedee's doctor knows" in [finding.reason for finding in sheet.accepted]
    lapsed = [row.message for row in sheet.remarks if row.code == "acceptance-lapsed"]
    assert any('accepted was "autoimmune-disease"' in message for message in lapsed)
    assert any("at age 17" in row.message for row in sheet.remarks if row.code == "limit-fallback")


def test_cautions_about_the_person_are_withheld_and_still_counted():
    asked = sheet_of(PERSONAL, options=Options(with_person=True))
    sheet = sheet_of(PERSONAL)
    for part in ("standing", "accepted", "remarks"):
        shown, known = getattr(sheet, part), getattr(asked, part)
        assert [row.code for row in shown] == [row.code for row in known]
        assert [row.entry for row in shown if not row.withheld] == [
            row.entry for row, own in zip(known, shown, strict=True) if not own.withheld
        ]
    withheld = [row for row in (*sheet.standing, *sheet.accepted, *sheet.remarks) if row.withheld]
    # kidneys and heart block with magnesium, the age and the thyroid with ashwagandha, and two
    # acceptances that lapsed
    assert [row.code for row in withheld if row.reason is None] == [
        "caution", "caution", "caution", "acceptance-lapsed", "acceptance-lapsed",
    ]  # fmt: skip
    for row in withheld:
        assert (row.observed, row.limit, row.source) == (None, None, None)
        # for some substances there is one condition only that it could be
        assert (row.entry, row.about, row.substance, row.concerns) == (None, "", None, ())
        assert row.message.endswith("is left out of this sheet together with the person.")
    (accepted,) = (row for row in withheld if row.reason)
    assert accepted.reason == "the reason is left out with the person"
    assert accepted.on == date(2026, 11, 1)
    # a medicine is not of the person alone: it is named, and so is why it was accepted
    kept = next(row for row in sheet.accepted if not row.withheld)
    assert (kept.observed, kept.reason) == ("levothyroxine", "agreed with the pharmacist")
    assert sheet.medicines == ("levothyroxine at 07:00",)
    assert sheet.status == asked.status == "warn"


def test_a_source_that_only_a_withheld_caution_names_is_left_out():
    shown = {row.id for row in sheet_of(PERSONAL).sources}
    known = {row.id for row in sheet_of(PERSONAL, options=Options(with_person=True)).sources}
    assert shown < known
    assert all(finding.source in shown | {None} for finding in sheet_of(PERSONAL).standing)


def test_the_file_that_goes_along_is_without_the_person_and_still_one():
    sheet = sheet_of(PERSONAL)
    assert not sheet.carried.exact
    again = read_bytes(sheet.carried.data)
    assert again.whole
    assert again.regimen == sheet.regimen
    assert [row.observed for row in again.regimen.accepted] == ["levothyroxine"]
    assert list(again.regimen.entries) == ["a", "m"]
    assert b"#" not in sheet.carried.data  # comments may name anybody


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + PLAIN,
        b"# why: asked for\n\n" + PLAIN + b"\n\n# end",
        PLAIN.replace(b'"T"', "'Nacht 🌙'".encode()),
    ],
    ids=["plain", "crlf", "mark", "comments", "emoji"],
)
def test_where_nothing_is_left_out_the_very_bytes_go_along(data):
    for options in (Options(), Options(with_person=True)):
        sheet = sheet_of_bytes(data, options)
        assert sheet.carried.data == data
        assert sheet.carried.exact
        assert sheet.carried.fingerprint == sheet.carried.digest[:12]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_of_windows_loses_its_person_too(mark):
    data = mark + PLAIN.replace(b"[entries", b'[person]\nname = "Zebedee"\n[entries')
    sheet = sheet_of_bytes(data.replace(b"\n", b"\r\n"))
    assert b"Zebedee" not in sheet.carried.data
    assert not sheet.carried.exact
    assert sheet_of_bytes(data, Options(with_person=True)).carried.data == data


PERSONAL_DEFAULTS = [
    ("person", '{ name = "Zebedee", conditions = ["heart-block"] }'),
    ("person.name", '"Zebedee"'),
    ("derived", '{ template = "Zebedee", version = "0123456789ab" }'),
    ("accepted", '[{ code = "caution", observed = "heart-block", reason = "Zebedee said so",'
     " on = 2026-01-02 }]"),
]  # fmt: skip


@pytest.mark.parametrize("name", ["html", "md", "json"])
@pytest.mark.parametrize(("key", "default"), PERSONAL_DEFAULTS)
def test_what_a_template_says_of_a_person_by_default_does_not_leave(key, default, name):
    source = (
        'format = 1\ntitle = "T"\nbedtime = "22:30"\n'
        '[entries.x]\nsubstance = "melatonin"\ndose = "1 mg"\n'
        'when = "at bedtime"\n[template]\ndescription = "D"\n[template.fields.whose]\n'
        f'key = "{key}"\nprompt = "Whose?"\ndefault = {default}\n'
    )
    person = "" if key != "person.name" else "[person]\nage = 40\n"
    sheet = sheet_of(source.replace("[template]", f"{person}[template]"))
    for text in (*texts(sheet), rendered(name, sheet).decode()):
        assert "Zebedee" not in text
        assert "heart" not in text.lower()
    assert b"Zebedee" not in sheet.carried.data
    again = read_bytes(sheet.carried.data)
    assert not again.problems
    assert again.regimen is not None
    assert again.regimen.template is not None
    assert again.regimen.template.fields["whose"].key == key


def test_a_template_loses_its_person_and_keeps_what_it_leaves_open():
    source = """\
format = 1
title = "T"
[person]
name = "Zebedee"
[entries.x]
substance = "melatonin"
when = "at bedtime"
[template]
description = "D"
[template.fields.dose]
key = "entries.x.dose"
prompt = "Dose"
[template.fields.bedtime]
key = "bedtime"
prompt = "Bedtime"
"""
    sheet = sheet_of(source)
    assert "Zebedee" not in "".join(texts(sheet))
    assert sheet.left_open == ("x",)
    assert (sheet.template, len(sheet.fields)) == ("D", 2)
    assert sheet.entries == ()
    assert any(said.startswith("x: left to be filled in") for said in sheet.not_checked)
    again = read_bytes(sheet.carried.data)
    assert not again.problems
    assert list(again.broken) == ["x"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("nonsense", "it has errors, so that it must not be shared: not valid TOML"),
        (TEXT.replace("1 mg", ".5 mg"), "entries.x.dose: "),
        (TEXT.replace("format = 1", "format = 9"), "format: format is 9"),
        (TEXT.replace("melatonin", "moonlight"), 'entries.x.substance: "moonlight" is not in'),
        (TEXT.replace('bedtime = "22:30"\n', ""), "bedtime: bedtime is missing"),
        (TEXT.replace("1 mg", "1 capsule"), "it has 1 error, so that it must not be shared"),
        (
            TEXT.replace("1 mg", "1 capsule")
            + '[entries.y]\nsubstance = "moonlight"\ndose = "1 mg"\nwhen = "at bedtime"\n',
            "it has 2 errors, so that it must not be shared",
        ),
    ],
)
def test_what_holds_an_error_is_not_shared(source, said):
    with pytest.raises(ExportRefusedError) as refused:
        sheet_of(source)
    assert said in str(refused.value)
    assert "must not be shared" in str(refused.value)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_something_is_always_not_checked(path):
    for options in (Options(), Options(with_person=True)):
        said = sheet_of(path, options=options).not_checked
        assert said[-1].startswith("What is eaten and drunk")
        assert all(each.endswith(".") for each in said)


def test_what_was_not_checked_of_the_person():
    nobody = sheet_of_bytes(PLAIN).not_checked
    assert "Age: none is given, so that everything was compared as for an adult." in nobody
    assert "Medicines: none is named, so that none was checked." in nobody
    left_out = sheet_of(PERSONAL).not_checked
    assert "Age: it was checked, and is left out of this sheet." in left_out
    assert "Conditions: those named were checked, and are left out of this sheet." in left_out
    asked = sheet_of(PERSONAL, options=Options(with_person=True)).not_checked
    assert not [said for said in asked if said.startswith(("Age", "Conditions"))]


@pytest.mark.parametrize(
    ("country", "setting", "said"),
    [
        ("DE", None, "Upper limits of: Germany (DE), the country that the plan names."),
        ("DE", "US", "Upper limits of: Germany (DE), the country that the plan names."),
        (None, "NO", "Upper limits of: Norway (NO), the sender's setting."),
        (
            None,
            None,
            "Upper limits of: United States (US), the default, because the plan names no country.",
        ),
    ],
)
def test_whose_limits_were_used_and_who_chose_them(country, setting, said):
    person = f'[person]\ncountry = "{country}"\n' if country else ""
    source = TEXT.replace("[entries", f"{person}[entries")
    sheet = sheet_of(source, options=Options(country=setting))
    assert sheet.limits == said
    assert sheet.country == (country or setting or "US")


def test_the_version_is_told_in_words():
    assert sheet_of_bytes(PLAIN).edition.words == "Version 1 of 2026-11-26"
    second = sheet_of(TEXT, edition=SECOND)
    assert second.edition.words == "Version 2 of 2026-12-03, replaces version 1"


@pytest.mark.parametrize("by", [None, "", "  "])
def test_who_made_it_is_told_or_said_to_be_not_stated(by):
    assert sheet_of_bytes(PLAIN, Options(by=by)).made_by == "not stated"
    assert sheet_of_bytes(PLAIN, Options(by="Coach Ada")).made_by == "Coach Ada"


def test_nothing_foreign_in_a_sheet_acts_on_a_terminal():
    acting = r"\u001b[31mred\u202e \u0085\u2028 \u0007 \u200f\ufeff"
    source = (
        PERSONAL.replace('"Evening"', f'"Evening {acting}"')
        .replace('observed = "tyroid"', f'observed = "{acting}"\nsubstance = "{acting}"')
        .replace('"Zebedee"', f'"{acting}"')
        .replace('"Zebedee\'s doctor knows"', f'"{acting}"')
    )
    for options in (Options(by=f"\x1b[2J{acting}"), Options(with_person=True)):
        sheet = sheet_of(source, options=options)
        # the file itself is carried as it is; only formats that escape it tell it
        told = dataclasses.replace(sheet, carried=None, regimen=None)  # type: ignore[arg-type]
        for text in texts(told):
            harmless = (c == "\n" or c.isprintable() or c in "\u00a0\u200d\u200e" for c in text)
            assert all(harmless), text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_same_file_gives_the_same_sheet(path):
    assert sheet_of(path) == sheet_of(path)
    asked = Options(with_person=True, by="Ada", country="DE")
    assert sheet_of(path, options=asked) == sheet_of(path, options=asked)
