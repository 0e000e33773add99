"""Texts of others in a PDF come out as they are, or are refused; the same sheet, the same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from planner.export import pdf_sheet
from planner.export.formats import FormatError
from planner.export.making import Options
from tests.export.pdf_reader import (
    assert_within,
    boxes,
    plain,
    reader,
    saved,
    squeezed,
    text_of,
)
from tests.export.support import HOSTILE, ROOT, SHIPPED, hostile_text, rendered, sheet_of
from tests.foreign.programs import needed, run

LARGE = Options(large_print=True)


def test_a_box_would_be_seen():
    """Without the standard that forbids it, typst prints a box."""
    import typst

    data = typst.Compiler(ignore_system_fonts=True).compile(
        input="a \U0001f319 \u7761".encode(), format="pdf"
    )
    assert isinstance(data, bytes)
    assert boxes(data) == 2


@pytest.mark.parametrize("large", [False, True], ids=["", "large"])
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_comes_out_or_is_refused(tmp_path, name, large):
    text = HOSTILE[name]
    sheet = sheet_of(hostile_text(text), options=Options(with_person=True, by=text))
    try:
        case = saved(tmp_path, sheet, Options(large_print=large))
    except FormatError as error:
        refused: str | None = str(error)
    else:
        refused = None
    if refused is not None:
        assert name in {"emoji", "cjk"}  # the fonts that come along have the rest
        assert "the title" in refused
        assert "html" in refused
        return
    assert run(needed("qpdf"), "--check", case.path).returncode == 0
    assert not boxes(case.data)
    assert_within(case.path)
    said = text_of(case.path, "-raw")
    metadata = reader(case.data).metadata
    assert metadata["/Title"] == metadata["/Author"] == text.replace("\n", " ")
    if name in {"hebrew", "arabic"}:
        assert_words_in(text, said)
        return
    # title, For, Made by, notes, two names in table, sentences and answers, two reasons, a label
    assert squeezed(said).count(squeezed(text)) >= 11


def assert_words_in(text: str, said: str) -> None:
    """Right-to-left words come out whole; in which order, pdftotext guesses from their places."""
    apart = re.sub(r"[^\w:]+", " ", text).split()
    told = re.sub(r"[^\w:]+", " ", said)
    for word in apart:
        assert told.split().count(word) >= 11, word


@pytest.mark.parametrize("large", [False, True])
def test_a_dose_beside_a_right_to_left_name_stays_with_its_unit(tmp_path, large):
    """Unless the name is kept apart, `5` is drawn on the far side of it, away from its `mg`."""
    hebrew = "\u05de\u05d2\u05e0\u05d6\u05d9\u05d5\u05dd"
    path = saved(tmp_path, sheet_of(hostile_text(hebrew)), Options(large_print=large)).path
    text = text_of(path, "-bbox").partition(">Label:<")[2]
    words = re.findall(r'xMin="([0-9.]+)" yMin="([0-9.]+)".*?>([^<]*)<', text)
    name = next(at for at, word in enumerate(words) if re.search("[\u05d0-\u05ea]", word[2]))
    figure, unit = ((float(x), float(y), word) for x, y, word in words[name + 1 : name + 3])
    assert (figure[2], unit[2]) == ("5", "mg")
    assert figure[1] == unit[1]  # on one line, and in the order in which a dose is read
    assert unit[0] > figure[0]
    assert figure[0] > float(words[name][0]) or figure[1] > float(words[name][1]) + 2


def test_nothing_in_a_text_is_a_link_a_script_or_an_attachment():
    text = 'https://example.org #link("https://example.org")[x] javascript:alert(1)'
    for options in (Options(), LARGE):
        data = rendered("pdf", sheet_of(hostile_text(text)), options)
        assert squeezed(text) in squeezed(plain(data))
        for mark in (b"/Annots", b"/URI", b"/JavaScript", b"/EmbeddedFile", b"/Launch"):
            assert mark not in data


@pytest.fixture
def bundled_fonts_only(monkeypatch: pytest.MonkeyPatch):
    """A machine whose own fonts are none, so that a letter is missing for certain."""
    import typst

    made = typst.Compiler
    pdf_sheet._compiler.cache_clear()
    monkeypatch.setattr(
        typst, "Compiler", lambda **words: made(**{**words, "ignore_system_fonts": True})
    )
    yield
    pdf_sheet._compiler.cache_clear()


@pytest.mark.usefixtures("bundled_fonts_only")
@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"title": "before \U0001f319 sleep"}, "the title"),
        ({"notes": "see \U0001f319"}, "the notes"),
        ({"by": "\U0001f319"}, "the name of who made it"),
    ],
)
def test_a_letter_that_no_font_has_is_named_with_its_place(changed, place):
    sheet = replace(sheet_of(SHIPPED[0]), **changed)
    with pytest.raises(FormatError) as refused:
        rendered("pdf", sheet)
    said = str(refused.value)
    assert f"\U0001f319 (U+1F319) in {place}." in said
    assert "Choose another format, such as html, or install a font" in said


def test_without_typst_the_message_says_how_to_get_it(monkeypatch):
    pdf_sheet._compiler.cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(FormatError, match=r"pip install 'typst==0\.15"):
        rendered("pdf", sheet_of(SHIPPED[0]))
    pdf_sheet._compiler.cache_clear()


def test_another_process_elsewhere_at_another_time_gives_the_same_bytes(tmp_path):
    """No clock, no time zone, no folder, no order of a hash is in them."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.export.support import hostile_text, rendered, sheet_of\n"
        "import os; os.rmdir(os.getcwd())\n"
        "sys.stdout.buffer.write(rendered('pdf', sheet_of(hostile_text('x \\u05d0 y'))))\n"
    )
    gone = tmp_path / "gone"
    seen = set()
    for zone, seed, epoch in (("Asia/Tokyo", "1", "1"), ("America/Lima", "2", "2000000000")):
        gone.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", program, str(ROOT)],
            capture_output=True,
            check=True,
            cwd=gone,
            env={"TZ": zone, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch, "PATH": ""},
        )
        seen.add(done.stdout)
    assert seen == {rendered("pdf", sheet_of(hostile_text("x \u05d0 y")))}
