"""`planner build`: the evening line by line comes to the same file and verdicts as the screen's."""

import contextlib
import fcntl
import io
import itertools
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import termios
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.catalogue import load_catalogue
from planner.cli.build_commands import COMMANDS, command_meant
from planner.cli.main import main
from planner.clock import parse_time_of_day, parse_when
from planner.document import Document
from planner.forms.building import build
from planner.forms.draft import BOTH, Draft, Row
from planner.quantities import parse_amount, parse_any_amount, parse_price, parse_standardisation
from planner.regimen import edits
from planner.regimen.models import Content, Entry, Phase, Product, Regimen
from planner.regimen.reading import read_file
from tests.cli.conftest import INVALID, PASSES, ROOT, WARNS, Result

SHIPPED = [
    path
    for path in sorted((ROOT / "regimens").glob("*.toml"))
    if "[template]" not in path.read_text(encoding="utf-8")
]

HOSTILE = "\u202eevil\u202c [/oops] \x1b[31mred\x07"
ENTER = ""

ASHWAGANDHA = ["add", "ashwa", "1", ENTER, "300 mg", "5 %", "90 min before bed", ENTER, ENTER]
MAGNESIUM = ["add", "magn", "1", ENTER, "1", "200 mg", "90 min before bed", ENTER, ENTER]
DOCUMENTED = [*ASHWAGANDHA, *MAGNESIUM]
LABEL = [
    "add magnesium bisgl", ENTER, "capsules", "Night Mag", "2 capsules", "both", "200 mg",
    "1420 mg", "yes", "yes", "Zinc", "keep", "400 IU", ENTER, "3 capsules", "08:00; at bedtime",
    "mon wed fri", "sleep", "120 capsules", "18.90 EUR",
]  # fmt: skip
PERSON = ["person", "Client 014", "42", "levothyroxine 07:00; foo", "thyroid, 8"]
LEAVE = ["save", "quit"]


@pytest.fixture
def type_in(planner, monkeypatch, tmp_path):
    """`type_in(lines, *arguments)` pipes the lines into `planner build`."""

    def run(lines: list[str], *arguments: object, output: str | None = "evening.toml") -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        where = ["-o", tmp_path / output] if output else []
        found = planner("build", *arguments, *where)
        assert "Traceback" not in found.err
        assert "mistake in Planner" not in found.err
        return found

    return run


@pytest.fixture
def evening(tmp_path):
    return tmp_path / "evening.toml"


def words(text: str) -> str:
    """The text as it is heard: line breaks are spaces, and so are spaces that do not break."""
    return " ".join(text.replace("\u00a0", " ").replace("≈", "about").split())


def entry(**facts) -> Entry:
    when = facts.pop("when").split("; ")
    return Entry(when=tuple(parse_when(each) for each in when), **facts)


def kept(path: Path) -> Regimen:
    """The regimen that a file holds; it has to be whole."""
    reading = read_file(path)
    assert reading.whole, reading.problems
    assert reading.regimen is not None
    return reading.regimen


def blank(title: str = "New evening") -> Regimen:
    return Regimen(title=title, bedtime=parse_time_of_day("22:30"))


def written(regimen: Regimen, path: Path) -> bytes:
    """The bytes that the document writes for a regimen."""
    Document(regimen, load_catalogue()).save(path)
    return path.read_bytes()


# the same file


def test_the_documented_evening_is_the_file_that_edits_make(type_in, evening, tmp_path):
    result = type_in([*DOCUMENTED, *LEAVE])
    assert result.code == 0, result.err
    assert result.out == "saved evening.toml (2 entries, 0 warnings, 0 not checked)\n"
    regimen = edits.with_entry(
        blank(), "ashwagandha",
        entry(
            substance="ashwagandha-extract", dose=parse_amount("300 mg"),
            standardised_to=parse_standardisation("5 %"), when="90 min before bed",
        ),
    )  # fmt: skip
    regimen = edits.with_entry(
        regimen, "magnesium",
        entry(
            substance="magnesium-bisglycinate", dose=parse_amount("200 mg"), basis="elemental",
            when="90 min before bed",
        ),
    )  # fmt: skip
    assert evening.read_bytes() == written(regimen, tmp_path / "edits.toml")


def test_a_label_with_two_rows_and_another_substance(type_in, evening, tmp_path):
    result = type_in([*LABEL, *LEAVE])
    assert result.code == 0, result.err
    said = words(result.err)
    assert "Understood: 300 mg elemental magnesium and 600 IU Zinc" in said
    assert "Monday, Wednesday and Friday" in said
    contents = {
        "magnesium-bisglycinate": Content(
            elemental=parse_amount("200 mg"), compound=parse_amount("1420 mg"), buffered=True
        ),
        "zinc": Content(name="Zinc", amount=parse_any_amount("400 IU")),
    }
    product = Product(
        name="Night Mag", serving=parse_amount("2 capsules"), pack=parse_amount("120 capsules"),
        price=parse_price("18.90 EUR"), contents=contents,
    )  # fmt: skip
    taken = entry(
        product="night-mag", dose=parse_amount("3 capsules"), when="08:00; at bedtime",
        days=("mon", "wed", "fri"), reason="sleep",
    )  # fmt: skip
    regimen = edits.with_entry(
        edits.with_product(blank(), "night-mag", product), "night-mag", taken
    )
    assert evening.read_bytes() == written(regimen, tmp_path / "edits.toml")


def test_it_saves_what_the_form_of_the_screen_would(type_in, evening, tmp_path):
    """The form is a draft; the same answers in it come to the same bytes."""
    type_in([*LABEL, *LEAVE])
    draft = Draft(
        row=Row(
            id="magnesium-bisglycinate", which=BOTH, elemental="200 mg", compound="1420 mg",
            buffered=True,
        ),
        counted="capsule", product_name="Night Mag", serving="2 capsules", pack="120 capsules",
        price="18.90 EUR", also=(Row(id="zinc", name="Zinc", amount="400 IU"),),
        dose="3 capsules", when="08:00; at bedtime", days=("mon", "wed", "fri"), reason="sleep",
    )  # fmt: skip
    made = build(draft, blank(), load_catalogue(), None)
    assert made.regimen is not None
    assert evening.read_bytes() == written(made.regimen, tmp_path / "form.toml")


def test_a_titration(type_in, evening):
    dose = "2 weeks 300 mg; 6 weeks 600 mg"
    result = type_in([*ASHWAGANDHA[:4], dose, *ASHWAGANDHA[5:], "show", *LEAVE])
    phases = kept(evening).entries["ashwagandha"].phases
    assert phases == (
        Phase(weeks=2, dose=parse_amount("300 mg")), Phase(weeks=6, dose=parse_amount("600 mg")),
    )  # fmt: skip
    said = words(result.err)
    assert "Ashwagandha extract: 300 mg extract a day, in weeks 1 to 2." in said
    assert "Ashwagandha extract: 600 mg extract a day, in weeks 3 to 8." in said


def test_what_the_catalogue_lacks_is_kept_and_said_to_be_unchecked(type_in, evening):
    lines = ["add", "Apigenin", "1", ENTER, "50 mg", ENTER, ENTER, ENTER, *LEAVE]
    result = type_in(lines)
    assert result.out.endswith("(1 entry, 0 warnings, 1 not checked)\n")
    assert "State of apigenin: not checked." in result.err
    entry = kept(evening).entries["apigenin"]
    assert (entry.substance, entry.name, str(entry.dose)) == ("other", "Apigenin", "50 mg")


def test_facts_of_the_evening(type_in, evening):
    result = type_in(
        ["title Wind-down", "bedtime", "11 pm", "length 8", "country", "de", "notes", "Dim the",
         "lights.", ".", *LEAVE]
    )  # fmt: skip
    assert result.code == 0, result.err
    regimen = kept(evening)
    assert (regimen.title, str(regimen.bedtime), regimen.weeks) == ("Wind-down", "23:00", 8)
    assert regimen.notes == "Dim the\nlights."
    assert regimen.person is not None
    assert regimen.person.country == "DE"
    assert "Understood: Germany" in result.err


def test_a_person_and_what_follows_from_it(type_in, evening):
    result = type_in([*DOCUMENTED, *PERSON, *LEAVE])
    regimen = kept(evening)
    assert regimen.person is not None
    assert (regimen.person.name, regimen.person.age) == ("Client 014", 42)
    assert regimen.person.conditions == ("kidney-impairment", "thyroid-disorder")
    assert list(regimen.medicines) == ["levothyroxine", "foo"]
    said = words(result.err)
    assert "New. Warning 1, caution, ashwagandha:" in said
    assert "foo, not in the catalogue, no time given" in said


def test_a_minor_is_never_told_to_be_below_the_range(type_in):
    below = [*MAGNESIUM[:5], "100 mg", *MAGNESIUM[6:]]
    grown = type_in([*below, "quit", "no"])
    assert "Below the documented range" in grown.err
    minor = type_in(["person", ENTER, "15", ENTER, ENTER, *below, "quit", "no"])
    assert "Below the documented range" not in minor.err
    assert "not judged: the documented range is for adults" in words(minor.err)
    assert "State of magnesium: not known." in minor.err


# the same verdict


@pytest.mark.parametrize(
    "path",
    [ROOT / "regimens" / name for name in ("shows-warnings-on-purpose.toml",
     "titration-300-to-600.toml", "from-real-labels.toml", "twice-daily-trial.toml")],
    ids=lambda path: path.stem,
)  # fmt: skip
def test_every_word_of_the_verdict_is_the_judges(type_in, path):
    result = type_in(["show", "quit"], path, output=None)
    assert result.code == 0
    assert result.out == ""
    said = words(result.err).lower()
    catalogue = load_catalogue()
    document = Document.of_reading(read_file(path), catalogue)
    verdict, regimen = document.verdict, document.regimen
    for name in regimen.entries:
        assert f"{name}, {verdict.state(name).value}" in said
    for gauge in verdict.gauges:
        assert gauge.range_verdict.value in said
        assert gauge.limit_verdict.value in said
    for finding in verdict.findings:
        assert finding.code in said
        assert words(finding.message).lower() in said
        if finding.source:
            assert catalogue.source(finding.source).short.lower() in said
    order = [finding.code for finding in verdict.findings]
    places = re.findall(r"(?:error|warning \d+|question|note), ([a-z-]+)[,:]", said)
    assert places == order


def test_the_two_verdicts_are_never_merged(type_in):
    result = type_in([*MAGNESIUM[:5], "400 mg", *MAGNESIUM[6:], "quit", "no"])
    lines = result.err.replace("\u00a0", " ").splitlines()
    assert "In the documented range, 200 mg to 400 mg a day." in lines
    assert any(line.startswith("Above the upper limit, 350 mg a day") for line in lines)
    assert "State of magnesium: warning." in lines


def test_the_dose_is_understood_in_its_basis(type_in):
    compound = [*MAGNESIUM[:4], "compound", "400 mg"]
    assert "Understood: about 56.4 mg elemental magnesium" in words(type_in(compound).err)


# changing


def test_change_copy_remove_undo_and_redo(type_in, evening):
    result = type_in(
        [*DOCUMENTED, "change 2", "dose", "400 mg", ENTER, "copy magnesium", "remove 1", "undo",
         "undo", "undo", "redo", "show", *LEAVE]
    )  # fmt: skip
    assert result.code == 0, result.err
    regimen = kept(evening)
    assert {name: str(row.dose) for name, row in regimen.entries.items()} == {
        "ashwagandha": "300 mg", "magnesium": "400 mg",
    }  # fmt: skip
    said = words(result.err)
    for each in ("Changed: magnesium.", "Copied: magnesium, as magnesium-2.",
                 "Removed: ashwagandha.", "Taken back: remove ashwagandha.",
                 "Taken back: copy magnesium.", "Taken back: edit magnesium.",
                 "Done again: edit magnesium."):  # fmt: skip
        assert each in said


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_an_entry_that_is_only_looked_at_stays_the_same(type_in, path, evening):
    regimen = kept(path)
    numbers = range(1, len(regimen.entries) + 1)
    looked = [line for number in numbers for line in (f"change {number}", ENTER)]
    result = type_in([*looked, "quit"], path)
    assert result.code == 0
    assert result.err.count("Nothing was changed.") == len(regimen.entries)
    assert not evening.exists()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_enter_keeps_every_answer(type_in, path):
    """All questions of all entries, each answered with enter, change nothing."""
    regimen = kept(path)
    lines = []
    for number in range(1, len(regimen.entries) + 1):
        said = type_in([f"change {number}", "cancel", "quit"], path, output=None).err
        questions = range(1, len(re.findall(r"^\d+\. [A-Z]", said, re.MULTILINE)) + 1)
        assert len(questions) > 5
        lines.append(f"change {number}")
        lines += [line for question in questions for line in (str(question), ENTER)]
        lines.append(ENTER)
    result = type_in([*lines, "quit"], path, output=None)
    assert result.err.count("Nothing was changed.") == len(regimen.entries), result.err
    assert result.code == 0


def test_another_way_of_counting_asks_for_what_is_new(type_in, evening):
    lines = [
        *MAGNESIUM, "change 1", "counts", "capsules", "Night Mag", "2 capsules", "200 mg", "no",
        "no", ENTER, ENTER, "2 capsules", ENTER, *LEAVE,
    ]  # fmt: skip
    result = type_in(lines)
    assert "by weeks [200 mg]" not in words(result.err), "mg are no answer to it any more"
    assert "This no longer fits. This label counts in capsules" in words(result.err)
    assert result.code == 0, result.err
    regimen = kept(evening)
    assert regimen.entries["magnesium"].product == "night-mag"
    assert regimen.products["night-mag"].contents["magnesium-bisglycinate"].elemental is not None


def test_a_label_that_others_take_from_is_told(type_in):
    result = type_in([*LABEL, "copy 1", "change 2", "cancel", "quit", "no"])
    assert "night-mag takes from this label too: changes to it hold there as well" in words(
        result.err
    )


def test_rows_of_a_label_are_changed_and_removed(type_in, evening):
    lines = [*LABEL, "change 1", "also", "change 1", ENTER, "5 mg", "add", "glycine", "1", "1 g",
             "add", "magnesium bisgl", "1", "back", "remove 1", "back", ENTER,
             *LEAVE]  # fmt: skip
    result = type_in(lines)
    assert "The label names this already" in result.err
    regimen = kept(evening)
    contents = regimen.products["night-mag"].contents
    assert list(contents) == ["magnesium-bisglycinate", "glycine"]


def test_back_goes_to_the_question_before_and_keeps_the_answers(type_in, evening):
    lines = [*MAGNESIUM[:6], "back", "300 mg", "back", "back", "compound", ENTER, ENTER, ENTER,
             ENTER, *LEAVE]  # fmt: skip
    result = type_in(lines)
    assert "[300 mg]" in result.err
    row = kept(evening).entries["magnesium"]
    assert (str(row.dose), row.basis) == ("300 mg", "compound")
    assert "This is the first question." in type_in(["add", "back"]).err


def test_cancel_and_undo_at_a_question(type_in, evening):
    lines = [*ASHWAGANDHA, "add", "magn", "1", "undo", "cancel", "redo", *LEAVE]
    result = type_in(lines)
    assert "Cancelled. The evening stays as it was." in result.err
    assert list(kept(evening).entries) == ["ashwagandha"]
    gone = type_in([*ASHWAGANDHA, "change 1", "undo", "quit"], output=None)
    assert "There is no entry ashwagandha any more." in gone.err
    assert gone.code == 0


def test_accepting_a_warning_and_taking_that_back(type_in, evening, file):
    path = file(WARNS)
    result = type_in(["accept 1", ENTER, "Talked over.", "save", "quit"], path)
    assert result.out == "saved evening.toml (1 entry, 0 warnings, 0 not checked)\n"
    (accepted,) = kept(evening).accepted
    assert (accepted.code, accepted.entry, accepted.observed, accepted.reason, accepted.on) == (
        "dose-above-range", "ashwagandha", "800 mg", "Talked over.", date.today(),
    )  # fmt: skip
    shown = type_in(["show", "accept 1", "save", "quit"], evening, output=None)
    assert "accepted on" in shown.err
    assert "Your reason: Talked over." in words(shown.err)
    assert not kept(evening).accepted
    assert "There is no warning to accept." in type_in(["accept"], output=None).err
    assert result.err.count("dose-above-range") == 1, "said once: while the reason is asked"


def test_evidence(type_in):
    by_name = type_in(["evidence magnesium glycinate"], output=None)
    assert "Magnesium bisglycinate" in by_name.err
    assert "Sources" in by_name.err
    by_number = type_in([*MAGNESIUM, "evidence 1", "quit", "no"], output=None)
    assert "Magnesium bisglycinate" in by_number.err
    unknown = type_in(["evidence", "xyzzy", "quit"], output=None)
    assert "is not in the catalogue" in unknown.err
    assert unknown.code == 0


def test_a_fault_of_planner_itself_keeps_the_evening(planner, monkeypatch, tmp_path):
    def breaks(_):
        raise ZeroDivisionError

    monkeypatch.setattr("planner.cli.build_telling.Teller.show", breaks)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*ASHWAGANDHA, "show"])))
    result = planner("build", "--library", tmp_path)
    assert result.code == 2
    assert "mistake in Planner" in result.err
    assert kept(tmp_path / "new-evening-draft.toml").entries


# asking


BAD = {
    "300 mg": ["1,5 g", ".5 mg", "300", "-3 mg", "[/oops]", "400 IU", "2 capsules", "5 mmol", "x;",
               "0 weeks 3 mg", ENTER],
    "5 %": ["5", "0 %", "101 %", "2,5 %", "[/x]"],
    "90 min before bed": ["22", "25:00", "before bed", "noonish", "21:00; x", ";"],
    "1": ["99", "0"],
    "capsules": ["99", "s", "[/x]"],
    "2 capsules": ["1,5 capsules", "2 tablets", "x", ENTER],
    "both": ["6", "zz"],
    "200 mg": ["1,5 g", "x", ENTER],
    "1420 mg": ["nan mg", "5 mmol", ENTER],
    "yes": ["maybe", "7"],
    "400 IU": ["1,5", ENTER],
    "3 capsules": ["3 tablets", "300 mg", "half a capsule", ENTER],
    "08:00; at bedtime": ["8", "08:00; x"],
    "mon wed fri": ["t", "xyz", "mon nox"],
    "120 capsules": ["1,5 capsules", "many"],
    "18.90 EUR": ["18,90 EUR", "cheap"],
    "42": ["-1", "151", "4.5", "x"],
    "levothyroxine 07:00; foo": ["levothyroxine 7", "a b c", "foo; foo"],
    "thyroid, 8": ["77", "zz", "p"],
}  # fmt: skip
EVERYWHERE = ["\x1b[A", "x" * 30_000, "\udcff", "a\x00b"]


@pytest.mark.parametrize("script", [ASHWAGANDHA, LABEL, PERSON], ids=lambda script: script[0])
def test_a_bad_answer_is_explained_and_asked_again(type_in, evening, script):
    clean = type_in([*script, *LEAVE])
    assert clean.code == 0, clean.err
    expected = evening.read_bytes()
    evening.unlink()
    lines, bad = [], 0
    for line in script:
        wrong = [*EVERYWHERE, *BAD.get(line, [])]
        bad += len(wrong)
        lines += [*wrong, line]
    result = type_in([*lines, *LEAVE])
    assert result.code == 0, result.err
    assert evening.read_bytes() == expected
    assert result.err.count("Not understood.") == bad


@pytest.mark.parametrize("text", [HOSTILE.replace("\x1b", "").replace("\x07", ""), "[b]", "%s{0}"])
def test_foreign_text_stays_text(type_in, evening, text):
    lines = ["add", text, "keep", ENTER, "50 mg", ENTER, ENTER, text, "title", text, "show", *LEAVE]
    result = type_in(lines)
    assert result.code == 0, result.err
    regimen = kept(evening)
    (row,) = regimen.entries.values()
    assert (regimen.title, row.name, row.reason) == (text, text, text)
    assert "\u202e" not in result.err
    shown = type_in(["show", "change 1", "what", "cancel", "quit"], evening)
    assert "\u202e" not in shown.err


def test_a_hostile_file_is_shown_and_not_obeyed(type_in, file):
    import json

    quoted = json.dumps(HOSTILE, ensure_ascii=True).replace("\\u202e", "\\u202E")
    path = file(PASSES.replace('"Wind-down evening"', quoted) + f"reason = {quoted}\n")
    result = type_in(["show", "title", ENTER, "change 1", "reason", ENTER, ENTER, "quit"], path)
    assert result.code == 0, result.err
    assert not {"\x1b", "\x07", "\u202e"} & set(result.err)
    assert "\\x1b[31mred" in result.err
    assert result.err.count("Nothing was changed.") == 2


@pytest.mark.parametrize("script", [ASHWAGANDHA, LABEL, PERSON], ids=lambda script: script[0])
def test_a_question_mark_explains_every_question(type_in, evening, script):
    lines = [each for line in script for each in ("?", line)]
    result = type_in([*lines, *LEAVE])
    assert result.code == 0, result.err
    everywhere = "Everywhere: a question mark explains what is asked"
    assert words(result.err).count(everywhere) == len(script)
    assert read_file(evening).whole


def test_the_menu_explains_its_commands_and_takes_words_letters_and_numbers(type_in, planner):
    said = words(type_in(["?", "quit"]).err)
    for number, command in enumerate(COMMANDS, start=1):
        assert f"{number}. {command.word}: {command.help}." in said
        for way in (command.word, command.key or command.word, str(number), command.word[:4]):
            assert command_meant(way) is command
    told = planner("build", "--commands")
    assert told.code == 0
    assert "17. quit" in told.out
    assert told.err == ""
    assert "may be" in type_in(["co", "quit"]).err
    assert "bedtime: change the bedtime" in type_in(["bedtime ?", "quit"]).err


def test_a_word_that_would_be_a_command_is_given_in_quotes(type_in, evening):
    lines = [*MAGNESIUM[:-1], '"back"', *LEAVE]
    assert type_in(lines).code == 0
    assert kept(evening).entries["magnesium"].reason == "back"


def test_nothing_is_wider_than_the_line_or_stuck_to_it(type_in, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    result = type_in([*LABEL, *PERSON, "show", "?", "evidence 1", "quit", "no"])
    echoed = {f": {line}" for line in LABEL + PERSON if line}
    for line in result.err.splitlines():
        if not re.match("planner: |.*http", line) and not any(
            line.endswith(each) for each in echoed
        ):
            assert len(line) <= 50, line


def test_no_line_is_said_twice_in_a_row(type_in):
    lines = type_in([*LABEL, *DOCUMENTED, *PERSON, "show", "quit", "no"]).err.splitlines()
    twice = [a for a, b in itertools.pairwise(lines) if a == b and a]
    assert not twice


# ending


@pytest.mark.parametrize("script", [[*DOCUMENTED, *PERSON], LABEL], ids=["evening", "label"])
def test_input_that_ends_at_any_question_loses_nothing_silently(type_in, evening, script):
    for length in range(len(script) + 1):
        result = type_in(script[:length])
        assert result.out == ""
        assert not evening.exists()
        if length == 0:
            assert result.code == 0
            continue
        assert result.code == 2, script[:length]
        last = result.err.splitlines()[-1]
        assert last.startswith("planner: not saved: ")
        assert str(evening) in last or "no file was written" in last


def test_what_is_not_saved_is_named(type_in, evening, file):
    typing = type_in([*ASHWAGANDHA, "add", "magn"])
    said = typing.err.splitlines()[-1]
    assert '"New evening" with 1 entry and the entry that was being added' in said
    saved_first = type_in([*ASHWAGANDHA, "save", "bedtime 23:00"])
    assert saved_first.code == 2
    assert saved_first.out == "saved evening.toml (1 entry, 0 warnings, 0 not checked)\n"
    assert "not saved" in saved_first.err
    path = file(PASSES)
    assert type_in(["bedtime 23:00"], path, output=None).code == 2
    assert path.read_text(encoding="utf-8") == PASSES


def test_leaving(type_in, evening):
    assert type_in([*ASHWAGANDHA, "quit", "stay", "quit", "no"]).code == 2
    assert not evening.exists()
    unasked = type_in(["quit"])
    assert (unasked.code, unasked.out) == (0, "")
    asked = type_in([*ASHWAGANDHA, "quit", "yes"])
    assert (asked.code, evening.exists()) == (0, True)
    assert asked.out == "saved evening.toml (1 entry, 0 warnings, 0 not checked)\n"
    within = type_in([*ASHWAGANDHA, "save", "add", "quit", "no, stay", "quit", "leave"])
    assert within.code == 2


def test_it_is_saved_into_the_library_under_a_free_name(type_in, tmp_path):
    folder = tmp_path / "library"
    for name in ("new-evening.toml", "new-evening-2.toml"):
        result = type_in([*ASHWAGANDHA, "save", ENTER, "quit"], "--library", folder, output=None)
        assert result.code == 0, result.err
        assert (folder / name).is_file()
    named = type_in(
        [*ASHWAGANDHA, "save mine", "quit"], "--library", folder, "--title", "Wind-down",
        "--bedtime", "9 pm", output=None,
    )  # fmt: skip
    assert named.out.startswith("saved mine.toml")
    regimen = kept(folder / "mine.toml")
    assert (regimen.title, str(regimen.bedtime)) == ("Wind-down", "21:00")


def test_a_file_that_exists_is_asked_about(type_in, evening):
    evening.write_text("precious", encoding="utf-8")
    cancelled = type_in([*ASHWAGANDHA, "save", "cancel", "quit", "no"])
    assert cancelled.code == 2
    assert evening.read_text(encoding="utf-8") == "precious"
    copied = type_in([*ASHWAGANDHA, "save", "copy", str(evening.with_name("b.toml")), "quit"])
    assert copied.code == 0, copied.err
    assert evening.read_text(encoding="utf-8") == "precious"
    assert copied.out.startswith("saved b.toml")
    assert type_in([*ASHWAGANDHA, "save", "overwrite", "quit"]).code == 0
    assert read_file(evening).whole
    (version,) = (evening.parent / ".versions").iterdir()
    assert version.read_text(encoding="utf-8") == "precious"


def test_comments_do_not_go_unasked(type_in, evening):
    evening.write_text("this is # no TOML", encoding="utf-8")
    lines = [*ASHWAGANDHA, "save", "overwrite", "cancel", "save", "overwrite", "without", "quit"]
    result = type_in(lines)
    assert "Comments would go." in result.err
    assert result.code == 0, result.err
    assert read_file(evening).whole


def test_a_file_that_changed_meanwhile_is_asked_about(type_in, file, monkeypatch):
    path = file(PASSES)
    real = Document.save

    def meddled(self, *args, **kwargs):
        monkeypatch.setattr(Document, "save", real)
        path.write_text(PASSES.replace("22:30", "21:00"), encoding="utf-8")
        return self.save(*args, **kwargs)

    monkeypatch.setattr(Document, "save", meddled)
    result = type_in(["bedtime 23:00", "save", "overwrite", "quit"], path, output=None)
    assert "The file has changed on disk." in result.err
    assert result.code == 0, result.err
    assert str(kept(path).bedtime) == "23:00"


def test_a_place_that_cannot_be_written_to_is_told(type_in, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    result = type_in([*ASHWAGANDHA, "save", "cancel", "quit", "no"], output="file/a.toml")
    assert "It could not be saved." in result.err
    assert result.code == 2


# beginning


def test_an_existing_file_goes_on_and_keeps_its_comments(type_in, file):
    path = file(f"# mine\n{PASSES}")
    result = type_in(["change 1", "dose", "400 mg", ENTER, *LEAVE], path, output=None)
    assert result.code == 0, result.err
    assert path.read_text(encoding="utf-8") == f"# mine\n{PASSES}".replace("300 mg", "400 mg")


def test_a_file_with_problems_is_told_and_left(type_in, file, tmp_path):
    path = file(INVALID)
    result = type_in(["add"], path)
    assert (result.code, result.out) == (2, "")
    assert f"{path}:7: " in result.err
    assert "cannot be opened" in result.err
    assert path.read_text(encoding="utf-8") == INVALID
    assert type_in([], tmp_path / "none.toml").code == 2
    assert type_in([], tmp_path).code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--title", ""], "title: "),
        (["--bedtime", "25"], "bedtime: "),
        (["--country", "UK"], "Did you mean GB?"),
    ],
)
def test_arguments_that_cannot_be_used(type_in, file, arguments, said):
    for before in ([], [file(PASSES)]):
        result = type_in(["quit"], *before, *arguments)
        assert result.code == 2
        assert said in result.err


def test_whose_limits_apply(type_in):
    assert "Limits of United States (US), the default" in words(type_in(["quit"]).err)
    told = words(type_in(["quit"], "--country", "de").err)
    assert "Limits of Germany (DE), your setting" in told


# streams


def piped(*arguments: object, text: str, **more) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "planner", "build", *map(str, arguments)],
        cwd=ROOT, input=text.encode("utf-8", "surrogateescape"), capture_output=True, check=False,
        **more,
    )  # fmt: skip


def test_a_piped_run_writes_only_the_summary_to_standard_output(evening):
    text = "\n".join([*DOCUMENTED, "title \udcff", *LEAVE])
    done = piped("-o", evening, text=text, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert done.stdout == b"saved evening.toml (2 entries, 0 warnings, 0 not checked)\n"
    said = done.stderr.decode("ascii")
    assert "Dose at one time, such as 300 mg, or a titration by weeks: 300 mg\n" in said
    assert "something that is no text" in " ".join(said.split())


def test_it_loads_nothing_of_the_screen(evening):
    code = (
        "import sys; from planner.cli.main import main; main(sys.argv[1:]);"
        "print(*{'textual', 'rich', 'pint'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "-o", evening], cwd=ROOT, capture_output=True,
        input="\n".join([*DOCUMENTED, "show", *LEAVE]), text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[1:] == [""]


CONTROL_C = "\x03"


class Terminal:
    """`planner build` at a terminal of its own."""

    def __init__(self, *arguments: object) -> None:
        self._own, theirs = pty.openpty()

        def in_front() -> None:
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        self._process = subprocess.Popen(
            [sys.executable, "-m", "planner", "build", *map(str, arguments)],
            cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, preexec_fn=in_front,  # noqa: PLW1509
        )  # fmt: skip
        os.close(theirs)
        self.text = ""

    def answer(self, prompt: str, typed: str) -> None:
        """Wait for a prompt at the end of what is said, and type."""
        self._wait(lambda: self.text.endswith(f"{prompt}: "), prompt)
        if typed == CONTROL_C:
            # Python shows the prompt a moment before it reads; what comes in between is not seen
            # until the next key, so that a person would press again
            time.sleep(0.5)
        before = len(self.text)  # the same prompt may be back in what is read next
        os.write(self._own, typed.encode())
        self._wait(lambda: len(self.text) > before, f"echo after {prompt}")

    def _wait(self, done, what):
        end = time.monotonic() + 20
        while not done() and time.monotonic() < end:
            if select.select([self._own], [], [], 0.2)[0]:
                try:
                    self.text += os.read(self._own, 65_536).decode()
                except OSError:  # the other side has closed
                    break
        assert done(), f"no {what} in:\n{self.text}"

    def ended(self) -> int:
        with contextlib.suppress(AssertionError):
            self._wait(lambda: False, "end")
        os.close(self._own)
        return self._process.wait(20)


def test_at_a_terminal_prompts_are_shown_and_nothing_moves_the_cursor(evening):
    terminal = Terminal("-o", evening)
    prompts = ["Command", "What is it, such as magn", "Number, or other words [1, Magnesium"
               " bisglycinate]", "[1, mg of the substance itself]", "[4, it does not say]",
               "or a titration by weeks", "When is it taken [1 to 2 h before bed]",
               "On which days [every day]", "Reason, why it is taken [none]"]  # fmt: skip
    for prompt, line in zip(prompts, MAGNESIUM, strict=True):
        terminal.answer(prompt, f"{line}\r")
    terminal.answer("Command", "save\r")
    terminal.answer("Command", "quit\r")
    assert terminal.ended() == 0
    assert "\x1b" not in terminal.text
    assert terminal.text.count("Saved evening.toml (1 entry, 0 warnings, 0 not checked)") == 1
    assert "saved evening.toml" not in terminal.text, "said once"
    assert read_file(evening).whole


def test_control_c_at_a_terminal_asks_before_anything_is_lost(evening):
    terminal = Terminal("-o", evening)
    terminal.answer("Command", "title Wind-down\r")
    terminal.answer("Command", "add\r")
    terminal.answer("What is it, such as magn", CONTROL_C)
    terminal.answer("Save the evening before leaving", "stay\r")
    terminal.answer("What is it, such as magn", "\x04")
    terminal.answer("Save the evening before leaving", CONTROL_C)
    assert terminal.ended() == 130
    assert '"Wind-down" with 0 entries and the entry that was being added' in terminal.text
    assert not evening.exists()


# anything at all

LINES = st.one_of(
    st.sampled_from(sorted({*DOCUMENTED, *LABEL, *PERSON, *LEAVE, "?", "back", "cancel", "undo",
                            "redo", "change 1", "remove 1", "copy", "show", "accept 1", "none",
                            "evidence 1", "more", "stay", "2", "3", "4", "5"})),
    st.text(max_size=12).filter(lambda text: "\n" not in text and "\r" not in text),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(LINES, max_size=60))
def test_whatever_is_typed_it_ends_well(lines):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "evening.toml"
        patch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["build", "-o", str(path), "--library", folder])
        assert code in (0, 2), err.getvalue()
        assert "mistake in Planner" not in err.getvalue()
        for file in Path(folder).glob("*.toml"):
            assert read_file(file).whole
        assert out.getvalue() == "" or out.getvalue().startswith("saved ")
        assert code == 2 or "not saved" not in err.getvalue()


def test_a_file_that_is_not_there_is_started_with_an_option(type_in, tmp_path):
    path = tmp_path / "new one.toml"
    result = type_in([], path, output=None)
    assert result.code == 2
    assert "there is no such file" in result.err
    assert f"planner build -o '{path}' starts it" in result.err
    assert "mend it first" not in result.err
    assert not path.exists()


def test_a_young_age_is_asked_again_and_a_medicine_has_letters(type_in, evening):
    person = ["person", ENTER, "2", "no", "32", "1", "levothyroxin 07:00", ENTER]
    result = type_in([*ASHWAGANDHA, *person, *LEAVE])
    said = words(result.err)
    assert "2 years, a young child, is that right?" in said
    assert '"1" is no name of a medicine' in said
    assert 'levothyroxin, not in the catalogue, did you mean "levothyroxine"?' in said
    regimen = kept(evening)
    assert regimen.person is not None
    assert regimen.person.age == 32
    assert list(regimen.medicines) == ["levothyroxin"]


def test_a_young_age_that_is_meant_is_kept(type_in, evening):
    type_in([*ASHWAGANDHA, "person", ENTER, "2", "yes", ENTER, ENTER, *LEAVE])
    regimen = kept(evening)
    assert regimen.person is not None
    assert regimen.person.age == 2
