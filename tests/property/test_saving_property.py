"""What holds for every regimen that is written, and for every change of a file people typed."""

import re
import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.regimen.patching import patched
from planner.regimen.reading import read_bytes
from planner.regimen.rows import Rows
from planner.regimen.writing import regimen_table, write_text
from tests.strategies import edited, hand_typed, regimens


def read(text):
    reading = read_bytes(text.encode())
    assert reading.whole, (reading.problems, text)
    assert reading.regimen is not None
    return reading.regimen


@given(regimens)
def test_what_is_written_reads_back_and_is_written_the_same(regimen):
    text = write_text(regimen)
    again = read(text)
    assert regimen_table(again) == regimen_table(regimen)
    assert write_text(again) == text


@given(regimens)
def test_what_was_accepted_is_always_written_as_tables(regimen):
    table = tomllib.loads(write_text(regimen))
    headers = re.findall(r"(?m)^\[\[accepted\]\]$", write_text(regimen))
    assert len(headers) == len(table.get("accepted", ()))


@settings(max_examples=40)
@given(st.data())
def test_a_written_file_can_always_be_changed_in_place(data):
    old = data.draw(regimens)
    new = data.draw(edited(old))
    text = patched(write_text(old), new)
    assert text is not None
    assert regimen_table(read(text)) == regimen_table(new)


@settings(max_examples=40)
@given(st.data())
def test_a_hand_typed_file_can_be_changed_in_place(data):
    old = data.draw(regimens)
    new = data.draw(edited(old))
    text = data.draw(hand_typed(regimen_table(old)))
    result = patched(text, new)
    assert result is not None
    assert regimen_table(read(result)) == regimen_table(new)
    assert ("\r\n" in text) == ("\r\n" in result)


@settings(max_examples=40)
@given(st.data())
def test_an_unchanged_regimen_changes_no_character(data):
    text = data.draw(hand_typed(regimen_table(data.draw(regimens))))
    assert patched(text, read(text)) == text


@settings(max_examples=40)
@given(st.data())
def test_what_is_not_changed_keeps_its_rows(data):
    """A change of the title leaves every other row as it was."""
    old = data.draw(regimens)
    text = data.draw(hand_typed(regimen_table(old)))
    new = type(old)(**({key: getattr(old, key) for key in type(old).model_fields} | {"title": "T"}))
    result = patched(text, new)
    assert result is not None
    first, behind = Rows(text.replace("\r\n", "\n")).rows_of(("title",))
    before, after = text.split("\n"), result.split("\n")
    assert after[:first] == before[:first]
    assert after[first + 1 :] == before[behind:]
