"""Contract 1 and the hazards of TOML: files that are hostile, too large, too deep or no TOML."""

import time
from typing import Any

import pytest
import tomli_w

from planner.judge import judge_reading
from planner.regimen.reading import read_file
from tests.contract.building import (
    ash,
    catalogue,
    check,
    codes,
    elemental,
    found,
    per_day,
    phases,
    plan,
    read,
    take,
    takes,
    troubles,
)

HEAD = 'format = 1\ntitle = "An evening"\nbedtime = "22:30"\n'
MIB = 1024 * 1024


def quickly(source):
    began = time.process_time()
    verdict = check(source)
    assert time.process_time() - began < 2
    return verdict


REFUSED: dict[str, Any] = {
    "no TOML": "hello there",
    "binary": bytes(range(256)) * 64,
    "zeros": b"\0" * 1000,
    "half a character": HEAD.encode() + b'notes = "\xe2\x82"\n',
    "latin 1": HEAD.encode() + 'notes = "Müde"\n'.encode("latin-1"),
    "UTF-16": HEAD.encode("utf-16"),
    "lists 5,000 deep": HEAD + "a = " + "[" * 5000,
    "closed lists 5,000 deep": HEAD + "a = " + "[" * 5000 + "]" * 5000,
    "tables 3,000 deep": HEAD + "a = " + "{b = " * 3000,
    "closed tables 3,000 deep": HEAD + "a = " + "{b = " * 3000 + "1" + "}" * 3000,
    "dotted keys 3,000 deep": HEAD + ".".join(["a"] * 3000) + " = 1",
    "headers 3,000 deep": HEAD + "[" + ".".join(["a"] * 3000) + "]\n",
    "lists 20 deep": HEAD + "a = " + "[" * 20 + "]" * 20,
    "headers 20 deep": HEAD + "[" + ".".join("abcdefghijklmnopqrst") + "]\n",
    "integer of 5,000 digits": HEAD + "weeks = " + "9" * 5000,
    "unquoted time": 'format = 1\ntitle = "T"\nbedtime = 22:30\n',
    "key twice": HEAD + 'title = "Again"\n',
    "table twice": HEAD + '[person]\nage = 3\n[person]\nage = 4\n',
    "string without end": HEAD + 'notes = "never',
    "2 MiB": HEAD + "#" * (2 * MIB),
    "a byte over 1 MiB": HEAD + "#" * (MIB + 1 - len(HEAD)),
    "raw escape": HEAD + 'notes = "\x1b[31m"\n',
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_one_finding(name):
    verdict = quickly(REFUSED[name])
    [finding] = verdict.findings
    assert (finding.code, finding.entry, str(finding.severity)) == ("invalid-file", None, "error")
    assert finding.message.isprintable() or "\xa0" in finding.message
    assert len(finding.message) < 500
    assert verdict.status == "invalid"
    assert verdict.totals == ()
    assert read(REFUSED[name]).title is None


def test_an_unquoted_time_says_what_to_write():
    [finding] = check(REFUSED["unquoted time"]).findings
    assert 'bedtime = "22:30"' in finding.message
    assert read(REFUSED["unquoted time"]).line(finding.line, finding.path) == 3


def test_a_file_of_exactly_1_mib_is_read():
    assert check(HEAD + "#" * (MIB - len(HEAD))).status == "pass"


def test_a_byte_order_mark_does_no_harm():
    assert quickly(b"\xef\xbb\xbf" + HEAD.encode()).status == "pass"


def test_windows_line_ends_do_no_harm():
    text = tomli_w.dumps(plan({"ash": ash("601 mg")}))
    assert troubles(check(text.replace("\n", "\r\n"))) == ["dose-above-range"]


def test_an_empty_file():
    assert [finding.code for finding in check("").findings] == ["unsupported-format"]


@pytest.mark.parametrize("kind", ["entries", "products", "medicines"])
@pytest.mark.parametrize(("count", "refused"), [(200, False), (201, True)])
def test_200_rows_at_most(kind, count, refused):
    row = {
        "entries": take("glycine", "1 mg"),
        "products": {"name": "P", "serving": "1 g", "contents": {"glycine": {"amount": "1 mg"}}},
        "medicines": {},
    }[kind]
    table = plan() | {kind: {f"row-{number}": row for number in range(count)}}
    verdict = quickly(table)
    assert ([finding.code for finding in verdict.findings] == ["invalid-file"]) is refused
    assert (verdict.status == "invalid") is refused


def test_200_entries_of_one_substance_are_one_total():
    entries = {f"e{number}": elemental("2 mg") for number in range(200)}
    verdict = quickly(plan(entries))
    assert troubles(verdict) == ["above-upper-limit"]
    assert found(verdict, "above-upper-limit")[0].observed == "400 mg"


def test_200_entries_with_the_same_phases_are_judged_like_any_other():
    entries = {
        f"e{number}": {**ash(None), "phases": phases((2, "1 mg"), (2, "2 mg"), (4, "4 mg"))}
        for number in range(200)
    }
    verdict = quickly(plan(entries))
    assert "invalid-file" not in codes(verdict)
    assert per_day(verdict, "ashwagandha-extract") == [200, 400, 800]


# what cannot be opened


def test_a_file_that_is_not_there(tmp_path):
    verdict = judge_reading(read_file(tmp_path / "none.toml"), catalogue())
    assert [finding.code for finding in verdict.findings] == ["invalid-file"]


def test_a_folder_is_no_file(tmp_path):
    verdict = judge_reading(read_file(tmp_path), catalogue())
    assert [finding.code for finding in verdict.findings] == ["invalid-file"]


def test_reading_never_writes(tmp_path):
    path = tmp_path / "plan.toml"
    path.write_bytes(tomli_w.dumps(plan({"ash": ash("601 mg")})).encode())
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    judge_reading(read_file(path), catalogue())
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [each.name for each in tmp_path.iterdir()] == ["plan.toml"]


# format


@pytest.mark.parametrize(
    "value",
    ["2", "0", "-1", "true", "false", "1.0", "nan", '"1"', "[1]", "{}", "2026-01-01", "9" * 400],
)
def test_another_format_is_the_only_finding(value):
    rest = tomli_w.dumps({"title": "", "entries": {"A!": {"dose": 5}}, "nonsense": 1})
    verdict = quickly(f"format = {value}\n{rest}")
    [finding] = verdict.findings
    assert (finding.code, finding.key, finding.entry) == ("unsupported-format", "format", None)
    assert len(finding.message) < 500
    assert verdict.status == "invalid"


def test_a_missing_format_is_the_only_finding():
    table = plan({"ash": ash("1,5 g")})
    del table["format"]
    assert [finding.code for finding in check(table).findings] == ["unsupported-format"]


# texts that act on a terminal or on markup

HOSTILE = [
    "\x1b[31mred", "\u202eevil", "[/oops]", "[@click=app.bell]x", "a\tb", "\x7f", "\x9b31m",
    "{0}", "%s %n", "$(reboot)", "\u0000", "e\u0301", "👩‍🔬", "\ufeff", "\u2028", "\ud7ff",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_errors_show_the_texts_of_a_file_never_raw(text):
    table = plan(
        {
            "a": take(text, "1 g"),
            "b": take("l-theanine", text),
            "c": take("l-theanine", "1 mg", text),
            "d": takes(text),
            "e": take("other", "1 mg", name=text, reason=text),
            "f": ash(percent=text),
            "g": take("l-theanine", "1 mg", basis=text),
            "h": {text: text},
        },
        person={"country": text, "conditions": [text], text: 1},
        notes=text,
        accepted=[{"code": text, text: text}],
        medicines={text: {"when": text}},
    )
    table["title"] = text
    table[text] = text
    verdict = quickly(table)
    assert verdict.status == "invalid"
    for finding in verdict.findings:
        if finding.severity == "error":
            shown = {*finding.message, *finding.key}
            assert not {"\x1b", "\u202e", "\x9b", "\x00", "\x7f", "\u2028", "\n"} & shown


@pytest.mark.parametrize("title", ["\\u001b[31mX", "\\u202Eevil", "[/oops]", "[@click=app.bell]x"])
def test_a_title_with_escapes_hides_nothing(title):
    text = tomli_w.dumps(plan({"ash": ash("601 mg")})).replace("An evening", title)
    assert "dose-above-range" in troubles(quickly(text))


def test_many_short_sentences_are_no_deep_key():
    notes = " ".join(["Rest."] * 300)
    assert troubles(check(plan({"ash": ash()}, notes=notes))) == []
