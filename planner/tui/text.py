"""The only module that makes visible text of foreign text: nothing in it is ever markup.

Widgets take `Content`, which is made here, from text whose control characters and direction
overrides are written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from planner.wording import visible

ELLIPSIS = "…"
WIDE = 110
"""Columns from which two panes stand side by side."""

GOOD, WARN, ASK, BAD, QUIET, PLAIN = "good", "warn", "ask", "bad", "quiet", "plain"

_COLOURS = {
    GOOD: "$text-success",
    WARN: "bold $text-warning",  # without colours the weight alone tells it from the rest
    ASK: "$text-accent",
    BAD: "bold $text-error",
    QUIET: "$text-muted",
    PLAIN: "$text",
}

_STRONG = {tone: f"bold {style.removeprefix('bold ')}" for tone, style in _COLOURS.items()}

STATUS = {
    "pass": ("✓", "pass", GOOD),
    "ask": ("?", "ask", ASK),
    "warn": ("!", "warn", WARN),
    "invalid": ("✗", "invalid", BAD),
}
"""Sign, word and tone of the status of a regimen."""

STATE = {
    "error": ("✗", "error", BAD),
    "warning": ("!", "warning", WARN),
    "question": ("?", "question", ASK),
    "accepted": ("✓", "accepted", QUIET),
    "not known": ("?", "not known", ASK),
    "not checked": ("–", "not checked", QUIET),
    "in range, rest not checked": ("–", "in range, rest not checked", QUIET),
    "in range": ("✓", "in range", GOOD),
}
"""Sign, word and tone of the state of an entry."""

SEVERITY = {
    "error": ("✗", "Error", "Errors", BAD),
    "warning": ("!", "Warning", "Warnings", WARN),
    "question": ("?", "Question", "Questions", ASK),
    "note": ("·", "Note", "Notes", QUIET),
}
"""Sign, name, plural name and tone of the severity of a finding."""


def literal(text: str, tone: str = "", *, strong: bool = False) -> Content:
    """Return foreign text as it stands, in a tone."""
    style = _STRONG.get(tone, "bold") if strong else _COLOURS.get(tone, "")
    return Content.styled(visible(text), style) if style else Content(visible(text))


def in_place(text: str) -> str:
    """Return foreign text of the same length, each character that acts shown as a picture of it.

    For what is being edited, where a place in the text has to stay a place on the screen.
    """
    if text.isprintable():
        return text
    return "".join(each if visible(each) == each else _picture(each) for each in text)


def _picture(character: str) -> str:
    code = ord(character)
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


def lines(rows: Iterable[Content]) -> Content:
    """Return rows as one text, a line each."""
    return Content("\n").join(rows)


def paragraphs(text: str) -> str:
    """Return foreign text of several lines, its line breaks kept and all else made visible."""
    return "\n".join(visible(row) for row in text.splitlines())


def cut(text: str, most: int) -> str:
    """Return foreign text in at most so many columns of the screen, ending in … where it is cut."""
    shown = visible(text[: most * 4 + 8])
    if cell_len(shown) <= most and len(text) <= most * 4 + 8:
        return shown
    return set_cell_size(shown, max(most - 1, 0)).rstrip() + ELLIPSIS


def cut_before(text: str, most: int) -> str:
    """Return the end of a foreign text, behind … where it is longer than so many columns."""
    shown = visible(text)
    while cell_len(shown) > most:
        shown = ELLIPSIS + shown.removeprefix(ELLIPSIS)[1:]
    return shown


def filled(text: str, width: int) -> str:
    """Return text with blanks behind it up to so many columns of the screen."""
    return text + " " * max(width - cell_len(text), 0)


def wrapped(text: str, width: int, most: int = 0) -> list[str]:
    """Return text in lines of so many columns, broken at plain spaces, so that no dose is torn.

    With `most`, later lines are dropped and the last one kept ends in `…`.
    """
    width = max(width, 4)
    return list(_wrapped(text[: width * (most + 1) * 2] if most else text, width, most))


@lru_cache(2048)
def _wrapped(text: str, width: int, most: int) -> tuple[str, ...]:
    shown = glued(visible(text))
    rows = [shown[start:end].rstrip(_SPACES) for start, end in line_spans(shown, width)]
    if most and len(rows) > most:
        rows = [*rows[: most - 1], _ending(rows[most - 1], width)]
    return tuple(rows)


def _ending(row: str, width: int) -> str:
    """Return a line that ends in …; a word with a figure is left out rather than cut."""
    if cell_len(row) < width:
        return row + ELLIPSIS
    kept, _, last = row.rpartition(" ")
    if kept and any(letter.isdigit() for letter in last):
        return kept.rstrip(" ") + ELLIPSIS
    return set_cell_size(row, width - 1).rstrip() + ELLIPSIS


_UNITS = (
    "mg|g|mcg|kg|mmol|mol|mL|ml|IU|%|h|min|s|am|pm|hours?|minutes?|days?|weeks?|months?|years?|y"
    "|capsules?|tablets?|softgels?|gummies|gummy|scoops?|servings?|drops?|sachets?|units?"
    "|[A-Z]{3}"
)
_APART = re.compile(rf"(?<=[0-9]) (?=(?:{_UNITS})(?![A-Za-z0-9]))|(?<=[≈~]) (?=[0-9])")


def glued(text: str) -> str:
    """Return text of the same length in which no number can come apart from its unit."""
    return _APART.sub("\u00a0", text) if " " in text else text


_WORD = re.compile(r"[^ \n]+ *|\n| +")
"""A word with the plain spaces behind it: a space that does not break holds a dose together."""
_SPACES = " \u00a0"
_LOOSER = (
    re.compile("(?<![0-9≈~])\u00a0"), re.compile("\u00a0"), re.compile(r"(?<=[a-z])-(?=[a-z])")
)  # fmt: skip
"""Where a word that is longer than a line is torn first: not between a number and its unit, and
a code such as dose-above-range behind a hyphen."""


def line_spans(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each line of a text starts and ends, in a width of at least one column.

    Lines end at plain spaces and where the text says so. A word that is longer than a line is
    torn, at a space that does not break where it holds one.
    """
    if "\n" not in text and cell_len(text) <= width:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start, at = 0, 0
    for match in _WORD.finditer(text):
        if match[0] == "\n":
            spans.append((start, match.start()))
            start, at = match.end(), 0
            continue
        for place, columns, room in _pieces(match[0], match.start(), width):
            if at and at + columns > width:
                spans.append((start, place))
                start, at = place, 0
            at += columns + room
    return [*spans, (start, len(text))]


def _pieces(
    word: str, start: int, width: int, looser: tuple[re.Pattern[str], ...] = _LOOSER
) -> Iterator[tuple[int, int, int]]:
    """Yield each part of a word that stays whole: where, its columns, those of spaces behind."""
    bare = word.rstrip(_SPACES)
    behind, columns = len(word) - len(bare), cell_len(bare)
    at = 0
    if columns <= width:
        yield start, columns, behind
    elif looser:
        for end in (*(match.end() for match in looser[0].finditer(bare)), len(word)):
            yield from _pieces(word[at:end], start + at, width, looser[1:])
            at = end
    else:
        columns = 0
        for place, letter in enumerate(bare):
            size = cell_len(letter)
            if columns + size > width and place > at:
                yield start + at, columns, 0
                at, columns = place, 0
            columns += size
        yield start + at, columns, behind


def whole(dose: str) -> str:
    """Return a dose in its form for people, kept on one line by a space that does not break."""
    return visible(dose).replace(" ", "\u00a0")
