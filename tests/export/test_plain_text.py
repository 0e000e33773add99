"""Plain text: at most 72 columns, no figure divided, nothing foreign that passes for our line."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.making import Options
from planner.export.plain_text import lines
from tests.export.support import HOSTILE, SECOND, SHIPPED, hostile_text, rendered, sheet_of

ADDRESS = "https://example.org/" + "long/" * 20 + "page"
HEADINGS = {
    "NOTES OF THE PLAN", "TO BE FILLED IN", "WHAT TO TAKE, AND WHEN", "IN WORDS",
    "TOTALS ON THE FULLEST DAY", "WARNINGS AND QUESTIONS", "WARNINGS THAT WERE ACCEPTED", "REMARKS",
    "WHAT WAS NOT CHECKED", "SOURCES",
}  # fmt: skip


def sheets():
    for path in SHIPPED:
        yield path.stem, sheet_of(path)
        yield (
            f"{path.stem}, person",
            sheet_of(path, options=Options(with_person=True, by="Ada"), edition=SECOND),
        )
    more = {
        "address": f"See ({ADDRESS}) for more, and https://example.org too.",
        "wide": "睡眠の前に飲むもの" * 20,
        "doses": "take 300 mg or 0.5 mcg or 1,400 mg or 2 capsules in 2 hours " * 12,
    }
    for name, text in (HOSTILE | more).items():
        if len(text) <= 120:
            source = hostile_text(text)
        else:
            source = hostile_text("x").replace('notes = "x"', f'notes = "{text}"')
            source = source.replace('reason = "x"', f'reason = "{text}"')
        yield name, sheet_of(source, options=Options(with_person=True, by=text))


SHEETS = dict(sheets())


def columns(line: str) -> int:
    """Columns of a terminal: two for a wide character, none for what joins another."""
    marks = ("Mn", "Me")
    seen = [c for c in line if unicodedata.category(c) not in marks and c != "\u200d"]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in seen)


def flat(text: str) -> str:
    """A text without the lines that were made of it."""
    return re.sub(r"\s+", " ", text).strip(" ")


@pytest.mark.parametrize("name", SHEETS)
def test_no_line_is_wider_than_72_columns_but_an_address(name):
    text = rendered("txt", SHEETS[name]).decode()
    wide = [line for line in text.split("\n") if columns(line) > 72]
    assert all(re.fullmatch(r" *\(?https?://\S+", line) for line in wide), wide
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    assert not re.search(r"[\t\r]|[ \u00a0]\n", text)
    # nothing that a messenger shows as boxes
    assert not [c for c in text if 0x2500 <= ord(c) < 0x2600]


@pytest.mark.parametrize("name", SHEETS)
def test_everything_that_a_sheet_carries_is_there(name):
    sheet = SHEETS[name]
    text = flat(rendered("txt", sheet).decode())
    # a word that is longer than a line is divided, and nothing else is lost
    dense = text.replace(" ", "")

    def told(words: str) -> bool:
        return flat(words).replace(" ", "") in dense

    assert text.startswith(flat(sheet.title[:60]))
    assert told(f"Made by: {sheet.by or 'not stated'}")
    assert told(f"{sheet.edition.words}, fingerprint {sheet.carried.fingerprint}")
    assert told(sheet.limits)
    assert told(sheet.catalogue)
    assert told(sheet.status_words)
    assert told(sheet.notes)
    assert text.count("It is no medical advice and no prescription.") == 1
    for what, value in sheet.person:
        assert told(f"{what}: {value}")
    for entry in sheet.entries:
        assert told(entry.sentence)
        assert told(entry.label[1:])  # it begins with a capital there
        assert told(f"Verdict: {entry.state_words}")
    for taking in sheet.takings:
        assert told(f"{taking.name} Take: {taking.take} Gives: {taking.gives}")
        assert told(f"Why: {taking.why}" if taking.why else "")
    for total in sheet.totals:
        assert told(f"{total.name}: {total.total}")
    for finding in (*sheet.standing, *sheet.accepted, *sheet.remarks):
        assert told(finding.message)
        assert told(f"Accepted on {finding.on}: {finding.reason}" if finding.reason else "")
    for said in sheet.not_checked:
        assert told(f"- {said}")
    for source in sheet.sources:
        assert told(f"Checked: {source.verified} {source.address or ''}")


@pytest.mark.parametrize("name", SHEETS)
def test_no_figure_is_divided(name):
    sheet = SHEETS[name]
    text = rendered("txt", sheet).decode()
    units = "mg|mcg|g|mL|mmol|mEq|%|capsules?|tablets?|hours?|minutes?"
    assert not re.search(rf"[0-9.,≈]\s*\n\s*(?:{units})\b", text)
    # what may not be broken where it is pasted stays unbreakable there
    for entry in sheet.entries:
        for figure in re.findall(r"\S+(?:\u00a0\S+)+", entry.sentence):
            assert figure in text


@pytest.mark.parametrize("name", SHEETS)
def test_only_lines_of_ours_begin_at_the_left_edge(name):
    sheet = SHEETS[name]
    text = rendered("txt", sheet).decode().removesuffix("\n")
    title, facts, disclaimer, *rest = text.split("\n\n")
    assert [line[:4] for line in title.split("\n")[1:]] == ["    "] * title.count("\n")
    ours = r"(A template|For|Age|Country|Conditions|Made by|Upper limits of|Catalogue|Medicines)\b"
    known = ("Version ", "Bedtime ", "No bedtime", sheet.status_words[:40])
    for line in facts.split("\n"):
        assert re.match(rf"    |{ours}", line) or line.startswith(known), line
    assert flat(disclaimer).startswith("This sheet compares")
    for block in rest:
        heading, *following = block.split("\n")
        if heading.startswith("mg is milligrams"):
            continue
        assert heading in HEADINGS
        assert all(line.startswith(("  ", "- ")) for line in following), block


def test_a_line_break_in_a_name_passes_for_no_line_of_ours():
    faked = "x\nTake: 9 capsules\n- 22:00: y\nSOURCES"
    text = rendered("txt", sheet_of(hostile_text(faked))).decode()
    assert not re.search(r"(?m)^(  )?(Take: 9|- 22:00: y)", text)
    assert text.count("\nSOURCES\n") == 1
    assert (
        "- 21:00, 3\u00a0hours\u00a030\u00a0minutes before bed: x\n    Take: 9 capsules\n" in text
    )


def test_the_page_of_a_regimen_as_it_is_read():
    text = rendered("txt", sheet_of(SHIPPED[0])).decode().replace("\u00a0", " ")
    assert text.startswith(
        "Evening of the articles\n\nMade by: not stated\nVersion 1 of 2026-11-26,"
    )
    assert (
        "WHAT TO TAKE, AND WHEN\n"
        "- 21:00, 1 hour 30 minutes before bed: Ashwagandha extract\n"
        "  Take: 300 mg\n"
        "  Gives: 300 mg ashwagandha extract (5% = 15 mg withanolides)\n"
        "- 21:00, 1 hour 30 minutes before bed: Magnesium bisglycinate\n"
        "  Take: 200 mg elemental\n"
        "  Gives: 200 mg elemental magnesium\n"
        "\n"
        "IN WORDS\n"
        "- Take 300 mg of ashwagandha extract at 21:00, 1 hour 30 minutes\n"
        "    before bed. Gives 300 mg ashwagandha extract (5% = 15 mg\n"
        "    withanolides).\n"
        "  Standardised to 5%\n"
        "  Verdict: in the documented range\n"
    ) in text
    assert (
        "- Magnesium: 200 mg elemental a day\n"
        "  In the documented range (200 to 400 mg)\n"
        "  Within the upper limit (350 mg, United States, National Academy of\n"
        "    Medicine 1997)\n"
    ) in text


def test_an_address_stays_whole_on_a_line_of_its_own():
    text = rendered("txt", SHEETS["address"]).decode()
    assert f"\n    See\n    ({ADDRESS})\n    for more, and https://example.org too.\n" in text


def test_days_weeks_and_reasons_stand_under_the_taking():
    source = """\
format = 1
title = "T"
bedtime = "00:30"
[entries.m]
substance = "magnesium-bisglycinate"
phases = [{ weeks = 2, dose = "100 mg" }, { weeks = 1, dose = "200 mg" }]
basis = "elemental"
when = ["1 to 2 h before bed", "at bedtime"]
days = ["mon", "fri"]
reason = "to sleep"
"""
    text = rendered("txt", sheet_of(source)).decode().replace("\u00a0", " ")
    assert (
        "- 22:30 to 23:30, 1 to 2 hours before bed: Magnesium bisglycinate\n"
        "  Take: 100 mg elemental\n"
        "  Gives: 100 mg elemental magnesium\n"
        "  On: Mondays and Fridays\n"
        "  In: weeks 1 to 2\n"
        "  Why: to sleep\n"
    ) in text
    assert (
        "- 00:30 (next day), at bedtime: Magnesium bisglycinate\n"
        "  Take: 200 mg elemental\n"
        "  Gives: 200 mg elemental magnesium\n"
        "  On: Mondays and Fridays\n"
        "  In: week 3\n"
    ) in text


def test_a_template_says_what_is_to_be_filled_in():
    source = """\
format = 1
title = "T"
[entries.a]
substance = "melatonin"
when = "30 to 60 min before bed"
[template]
description = "For several people."
[template.fields.bedtime]
key = "bedtime"
prompt = "Bedtime"
[template.fields.dose]
key = "entries.a.dose"
prompt = "Melatonin"
default = "1 mg"
"""
    text = rendered("txt", sheet_of(source)).decode().replace("\u00a0", " ")
    assert "\nA template: For several people.\n" in text
    assert "TO BE FILLED IN\n- bedtime: Bedtime\n- entries.a.dose: Melatonin\n" in text
    assert "  Filled in until then: 1 mg\n" in text
    assert "- 30 minutes to 1 hour before bed: Melatonin\n  Take: 1 mg\n" in text
    assert "no bedtime:" not in text


@given(st.text(st.sampled_from("ab睡é\u0301 \u00a0\n1mg-"), max_size=300))
def test_any_text_keeps_its_words_within_the_columns(text):
    made = lines(text, lead="- ")
    assert all(columns(line) <= 72 for line in made)
    assert re.sub(r"\s", "", "".join(made)) == re.sub(r"\s", "", f"-{text}")


def test_the_person_is_absent_unless_asked_for():
    path = next(path for path in SHIPPED if path.stem == "shows-warnings-on-purpose")
    without = rendered("txt", sheet_of(path)).decode()
    assert "Example" not in without
    assert "thyroid disorder" not in flat(without)
    assert "What it is about is left out of this sheet together" in flat(without)
    asked = rendered("txt", sheet_of(path, options=Options(with_person=True))).decode()
    assert "\nFor: Example\nAge: 42 years\nCountry: United States\n" in asked
    assert "Ashwagandha and thyroid disorder" in flat(asked)


def test_the_same_sheet_gives_the_same_bytes():
    for sheet in SHEETS.values():
        assert rendered("txt", sheet) == rendered("txt", sheet)
