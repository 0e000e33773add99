"""Every verdict of the judge has its sign and its words on the screen."""

import pytest

from planner.judge.findings import EntryState, LimitVerdict, RangeVerdict, Severity
from planner.tui import drawing
from planner.tui.text import SEVERITY, STATE


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        (STATE, EntryState),
        (SEVERITY, Severity),
        (drawing._RANGE_SIGNS, RangeVerdict),
        (drawing._LIMIT_SIGNS, LimitVerdict),
    ],
)
def test_none_is_without_words(words, verdicts):
    assert set(words) == set(verdicts)
