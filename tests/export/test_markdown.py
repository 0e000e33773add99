"""Markdown: whatever somebody wrote comes out as that text in two readers of CommonMark."""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.export.making import Options
from planner.export.markdown import escaped
from tests.export.support import HOSTILE, SECOND, SHIPPED, hostile_text, rendered, sheet_of
from tests.foreign.programs import node

NASTY = [
    *"\\`*_[]<>#~|$&!:;=-+.()\"'{}^%@/",
    "\n", "\n\n", " ", "  ", "    ", "\u00a0", "\u3000", "1.", "23)", "0", "- ", "* ", "+ ", "# ",
    "> ", "---", "===", "***", "```", "~~~", "&amp;", "&#35;", "&copy;", "&#x41;", "&;", "<b>",
    "</b>", "<!-- x -->", "<http://x.y>", "http://x.y", "a@b.c", "[a](b)", "![a](b)", "[ ] ",
    '[a]: /b "c"', "a", "b", "Z", "é", "睡眠", "\U0001f319", "لا", "| a | b |", "|---|---|", ":---",
    "\\\n", "  \n",
]  # fmt: skip
"""Pieces of texts in which something means something to some reader of Markdown."""


def texts_of(source: str, reader: str) -> list[tuple[str, str]]:
    """The blocks of a document as markdown-it reads it; nothing else may be in it."""
    import markdown_it

    blocks: list[tuple[str, str]] = []
    depth = 0
    for token in markdown_it.MarkdownIt(reader).parse(source):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            blocks.append((token.tag, ""))
        elif token.type == "paragraph_open":
            blocks.append((f"li{depth}" if depth else "p", ""))
        elif token.type == "inline":
            blocks[-1] = (blocks[-1][0], "".join(_inline(token.children or [])))
        else:
            assert re.fullmatch(
                "(heading|paragraph|list_item|bullet_list)_(open|close)", token.type
            )
    return blocks


def _inline(tokens) -> Iterator[str]:
    for token in tokens:
        if token.type == "hardbreak":
            yield "\n"
        elif token.type == "text":
            yield token.content
        else:
            assert token.type in {"link_open", "link_close"}, token.type


def read_all(sources: list[str]) -> list[dict]:
    found = node("commonmark.mjs", modules=("commonmark",), given=sources)
    assert isinstance(found, list)
    return found


def sheets():
    for path in SHIPPED:
        yield path.stem, sheet_of(path)
        yield (
            f"{path.stem}, person",
            sheet_of(path, options=Options(with_person=True, by="Ada"), edition=SECOND),
        )
    for name, text in HOSTILE.items():
        yield name, sheet_of(hostile_text(text), options=Options(with_person=True, by=text))


SHEETS = dict(sheets())


@pytest.fixture(scope="module")
def commonmark():
    """What commonmark.js reads, by the name of the sheet."""
    sources = [rendered("md", sheet).decode() for sheet in SHEETS.values()]
    return dict(zip(SHEETS, read_all(sources), strict=True))


@pytest.mark.parametrize("name", SHEETS)
def test_both_readers_read_the_same_and_nothing_else_than_text(commonmark, name):
    sheet, read = SHEETS[name], commonmark[name]
    source = rendered("md", sheet).decode()
    blocks = [tuple(block) for block in read["blocks"]]
    assert read["other"] == []
    assert blocks == texts_of(source, "commonmark")
    assert blocks == texts_of(source, "js-default")  # with tables and strikethrough
    assert not any("␊" in text for _, text in blocks)
    # no link but those to the sources
    assert read["links"] == [row.address for row in sheet.sources if row.address]


@pytest.mark.parametrize("name", SHEETS)
def test_everything_that_a_sheet_carries_is_there_as_that_text(commonmark, name):
    sheet = SHEETS[name]
    blocks = [tuple(block) for block in commonmark[name]["blocks"]]
    texts = [text for _, text in blocks]
    assert blocks[0] == ("h1", sheet.title)
    assert f"Made by: {sheet.by or 'not stated'}" in texts
    assert any(sheet.carried.fingerprint in text and sheet.edition.words in text for text in texts)
    assert sheet.limits in texts
    assert any(text.endswith(sheet.catalogue) for text in texts)
    assert sheet.status_words in texts
    assert (
        texts.count(
            "This sheet compares a plan with documented figures. It is no medical advice and no"
            " prescription. Talk to a doctor or pharmacist before you take anything."
        )
        == 1
    )
    if sheet.notes:
        assert ("p", sheet.notes) in blocks
    for what, value in sheet.person:
        assert ("li1", f"{what}: {value}") in blocks
    for entry in sheet.entries:
        assert ("li1", entry.sentence) in blocks
        if entry.label:
            assert ("li2", entry.label[0].upper() + entry.label[1:]) in blocks
        if entry.why:
            assert ("li2", f"Why: {entry.why}") in blocks
    for taking in sheet.takings:
        assert ("li2", f"Take: {taking.take}") in blocks
        assert ("li2", f"Gives: {taking.gives}") in blocks
    for total in sheet.totals:
        assert any(text.startswith(f"{total.name}: {total.total}") for text in texts)
    for finding in (*sheet.standing, *sheet.accepted, *sheet.remarks):
        assert any(text.endswith(finding.message) for text in texts)
        if finding.reason:
            assert ("li2", f"Accepted on {finding.on}: {finding.reason}") in blocks
    for said in sheet.not_checked:
        assert ("li1", said) in blocks
    for source in sheet.sources:
        assert ("li2", f"Checked: {source.verified}") in blocks
        assert not source.address or ("li2", source.address) in blocks


def test_the_page_of_a_regimen_as_it_is_read():
    text = rendered("md", sheet_of(SHIPPED[0])).decode().replace("\u00a0", " ")
    assert text.startswith(
        "# Evening of the articles\n\n- Made by: not stated\n- Version 1 of 2026-"
    )
    assert (
        "## What to take, and when\n\n"
        "- 21:00, 1 hour 30 minutes before bed: Ashwagandha extract\n"
        "  - Take: 300 mg\n"
        "  - Gives: 300 mg ashwagandha extract (5% = 15 mg withanolides)\n"
        "- 21:00, 1 hour 30 minutes before bed: Magnesium bisglycinate\n"
        "  - Take: 200 mg elemental\n"
        "  - Gives: 200 mg elemental magnesium\n\n"
        "## In words\n\n"
        "- Take 300 mg of ashwagandha extract at 21:00, 1 hour 30 minutes before bed. Gives 300 mg"
        " ashwagandha extract (5% = 15 mg withanolides).\n"
        "  - Standardised to 5%\n"
        "  - Verdict: in the documented range\n"
    ) in text
    assert (
        "- Magnesium: 200 mg elemental a day\n"
        "  - In the documented range (200 to 400 mg)\n"
        "  - Within the upper limit (350 mg, United States, National Academy of Medicine 1997)\n"
    ) in text
    assert "## Warnings and questions\n\n- None stands.\n" in text
    assert "## Warnings that were accepted\n\n- None.\n" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "plain (text), 5% & more; 3 x 2 = 6 - done.",
            "plain (text), 5% & more; 3 x 2 = 6 - done.",
        ),
        ("- item", "\\- item"),
        ("+1", "\\+1"),
        ("# no", "\\# no"),
        ("C#", "C\\#"),
        ("1. one", "1\\. one"),
        ("2026-12-01", "2026-12-01"),
        ("12) x", "12\\) x"),
        ("===", "\\==="),
        ("&amp; & &", "\\&amp; & &"),
        ("a_b *c* `d`", "a\\_b \\*c\\* \\`d\\`"),
        ("one\ntwo", "one\\\n  two"),
        ("one\n\ntwo", "one\\\n  \\\n  two"),
        ("\none\n", "&#10;one&#10;"),
        ("  x ", "&#32;&#32;x&#32;"),
    ],
)
def test_what_is_escaped_and_what_is_left_readable(text, written):
    assert escaped(text, indent=2) == written


def as_blocks(text: str) -> str:
    """A text in every place where a sheet puts one."""
    heading = f"{escaped(text)}\n===" if "\n" in text.strip("\n") else f"# {escaped(text)}"
    return (
        f"{heading}\n\n{escaped(text)}\n\n- {escaped(text, indent=2)}\n"
        f"  - {escaped(text, indent=4)}\n- Why: {escaped(text, indent=2)}\n\n{escaped(text)}\n"
    )


def blocks_of(text: str) -> list[tuple[str, str]]:
    places = ("h1", "p", "li1", "li2", "why", "p")
    return [("li1", f"Why: {text}") if place == "why" else (place, text) for place in places]


readable = st.lists(st.sampled_from(NASTY), min_size=1, max_size=12).map("".join)


@given(readable.filter(str.strip))
def test_any_text_comes_out_as_it_is(text):
    assert texts_of(as_blocks(text), "commonmark") == blocks_of(text)
    assert texts_of(as_blocks(text), "js-default") == blocks_of(text)


def test_any_text_comes_out_as_it_is_in_the_reference_reader():
    chosen = random.Random(4)  # the same texts on every run
    texts = ["".join(chosen.choices(NASTY, k=chosen.randint(1, 14))) for _ in range(1500)]
    texts = [text for text in texts if text.strip()] + [piece for piece in NASTY if piece.strip()]
    for text, read in zip(texts, read_all([as_blocks(text) for text in texts]), strict=True):
        assert [tuple(block) for block in read["blocks"]] == blocks_of(text), text
        assert read["other"] == read["links"] == []


def test_the_person_is_absent_unless_asked_for():
    path = next(path for path in SHIPPED if path.stem == "shows-warnings-on-purpose")
    without = rendered("md", sheet_of(path)).decode()
    assert "Example" not in without
    assert "hyroid disorder" not in without
    assert "What it is about is left out of this sheet together with the person." in without
    asked = rendered("md", sheet_of(path, options=Options(with_person=True))).decode()
    assert "- For: Example\n" in asked
    assert "- Age: 42 years\n" in asked
    assert "Ashwagandha and thyroid disorder" in asked


def test_the_same_sheet_gives_the_same_bytes():
    for name, sheet in SHEETS.items():
        first = rendered("md", sheet)
        assert first == rendered("md", sheet), name
        assert first.endswith(b"\n")
        assert b"\r" not in first
        assert not re.search(rb"[ \t]\n", first), name
