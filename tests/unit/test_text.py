"""Lines of a width: counted in columns, broken where nothing that belongs together is torn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from planner.tui.text import glued, line_spans, literal, wrapped
from planner.tui.widgets.said import split
from planner.wording import visible

NBSP = "\u00a0"
WIDE_NAME = "日本語の夜と眠りのためのマグネシウム"


@pytest.mark.parametrize("width", range(4, 41))
def test_wide_letters_are_counted_in_columns_and_none_is_lost(width):
    rows = wrapped(WIDE_NAME, width)
    assert "".join(rows) == WIDE_NAME
    assert all(cell_len(row) <= width for row in rows)


def test_what_is_left_out_is_marked():
    assert wrapped(WIDE_NAME, 12, 2)[-1].endswith("…")
    assert all(cell_len(row) <= 12 for row in wrapped(WIDE_NAME, 12, 2))


def test_a_word_is_torn_only_where_it_is_longer_than_a_line():
    assert wrapped("take 1,234,567.891 mg", 16) == ["take", f"1,234,567.891{NBSP}mg"]
    assert wrapped(f"300{NBSP}mg{NBSP}elemental{NBSP}magnesium", 10) == [
        f"300{NBSP}mg",
        "elemental",
        "magnesium",
    ]
    assert wrapped("standardisation-below-minimum", 16) == ["standardisation-", "below-minimum"]
    assert wrapped("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


@pytest.mark.parametrize(
    "together",
    ["1 h", "30 min", "≈ 93.3 mg", "0.28 USD", "90 days", "2 weeks", "1 capsule", "8 pm", "5 %"],
)
def test_a_number_stays_with_its_unit(together):
    kept = together.replace(" ", NBSP)
    assert glued(f"for {together}, then") == f"for {kept}, then"
    for width in range(len(together), 30):
        text = f"some words, then {together} and more"
        assert any(kept in row for row in wrapped(text, width)), width
        assert any(kept in row.plain for row in split(literal(text), width)), width


@pytest.mark.parametrize("text", ["2 entries", "B12 methyl", "5 more", "in 1997 Institute"])
def test_other_words_behind_a_number_stay_free(text):
    assert glued(text) == text


def test_a_figure_is_left_out_rather_than_cut():
    assert wrapped("Magnesium 1,400 mg daily", 14, 1) == ["Magnesium…"]


@given(st.text(max_size=80), st.integers(min_value=4, max_value=30))
def test_all_of_a_text_is_in_its_lines(text, width):
    shown = glued(visible(text))
    spans = line_spans(shown, width)
    assert "".join(shown[start:end] for start, end in spans) == shown
    assert all(cell_len(shown[start:end].rstrip(f" {NBSP}")) <= width for start, end in spans)


def test_content_and_plain_text_break_alike_and_keep_their_tones():
    text = "At least 300 mg of the extract, taken 1 to 2 h before bed for 8 weeks"
    content = Content.assemble(literal(text[:20], "bad"), literal(text[20:]))
    for width in range(8, 60):
        rows = split(content, width)
        assert [row.plain for row in rows] == wrapped(text, width)
        assert rows[0].spans
