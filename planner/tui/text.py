"""The only module that makes visible text of foreign text: nothing in it is ever markup.

Widgets take `Content`, which is made here, from text whose control characters and direction
overrides are written out.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from planner.wording import visible

ELLIPSIS = "…"
WIDE = 110
"""Columns from which two panes stand side by side."""

GOOD, WARN, ASK, BAD, QUIET, PLAIN = "good", "warn", "ask", "bad", "quiet", "plain"

_COLOURS = {
    GOOD: "$text-success",
    WARN: "$text-warning",
    ASK: "$text-accent",
    BAD: "$text-error",
    QUIET: "$text-muted",
    PLAIN: "$text",
}

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
    style = " ".join(part for part in ("bold" if strong else "", _COLOURS.get(tone, "")) if part)
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


def wrapped(text: str, width: int, most: int = 0) -> list[str]:
    """Return text in lines of a width, broken at plain spaces only, so that no dose is torn.

    With `most`, later lines are dropped and the last one kept ends in `…`.
    """
    width = max(width, 4)
    if most:
        text = text[: width * (most + 1) * 2]
    rows = textwrap.wrap(visible(text), width, break_on_hyphens=False) or [""]
    if most and len(rows) > most:
        rows = [*rows[: most - 1], cut(f"{rows[most - 1]} {ELLIPSIS * 2}", width)]
        rows[-1] = rows[-1].replace(f" {ELLIPSIS * 2}", ELLIPSIS)
    return rows


def whole(dose: str) -> str:
    """Return a dose in its form for people, kept on one line by a space that does not break."""
    return visible(dose).replace(" ", "\u00a0")
