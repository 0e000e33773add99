"""A sheet as plain text of at most 72 columns, to paste into a message.

Headings and items begin at the left edge, and what belongs to an item two columns further. A line
that only goes on stands four columns to the right, so that no line break in what somebody wrote
passes for a line of ours. No line ends inside a figure. A word that is longer than a line is
divided, an address never: it stays whole on a line of its own, and is all that may be wider than
72 columns. Wide characters count as two columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.export.outline import NOTES, outline
from planner.lines import NO_BREAK_SPACE, cells, wrap

if TYPE_CHECKING:
    from planner.export.making import Options
    from planner.export.outline import Item, Section
    from planner.export.sheet import Sheet

COLUMNS = 72

_LENGTH = re.compile(r"(?<=[0-9]) (?=(?:hour|minute)s?\b)")
"""The space in `2 hours`, where no line may end either."""

_HELD = "\ue000"
"""Stands for a no-break space while lines are made; no text of a sheet holds it."""


def render(sheet: Sheet, options: Options) -> bytes:
    """Return the sheet as the bytes of a text file, UTF-8, with a no-break space inside figures."""
    del options
    made = outline(sheet)
    blocks = [
        lines(made.title),
        [line for fact in made.facts for line in lines(fact)],
        lines(made.disclaimer, follow=0),
    ]
    if made.notes:
        blocks.append([NOTES.upper(), *lines(made.notes, lead="    ")])
    blocks += [list(_section(section)) for section in made.sections]
    text = "\n\n".join("\n".join(block) for block in blocks)
    return f"{text}\n".encode()


def lines(text: str, *, lead: str = "", follow: int = 4) -> list[str]:
    """Return a text in lines: the first after `lead`, the rest after so many spaces.

    A line break of the text is one here too. Spaces at which a line ends are left out.
    """
    made: list[str] = []
    for paragraph in text.split("\n"):
        start = " " * follow if made else lead
        fits = cells(start) + cells(paragraph) <= COLUMNS
        widest = COLUMNS - max(len(lead), follow)
        for line in [paragraph] if fits else _wrapped(paragraph, widest):
            made.append(f"{start}{line}".rstrip(" "))
            start = " " * follow
    return made


def _wrapped(text: str, columns: int) -> Iterator[str]:
    # every second part is an address that no line of so many columns holds
    address = rf"(?<!\S)([^\w\s]*https?://\S{{{columns - 7},}})"
    for place, part in enumerate(re.split(address, text)):
        if place % 2:
            yield part
        elif part.strip(" "):
            held = part.strip(" ").replace(NO_BREAK_SPACE, _HELD)
            for line in wrap(_LENGTH.sub(NO_BREAK_SPACE, held), columns):
                yield line.replace(_HELD, NO_BREAK_SPACE)


def _section(section: Section) -> Iterator[str]:
    yield section.heading.upper()
    for item in section.items:
        yield from _item(item)
    if section.note:
        yield ""
        yield from lines(section.note, follow=0)


def _item(item: Item) -> Iterator[str]:
    yield from lines(item.text, lead="- ")
    for detail in item.details:
        yield from lines(detail, lead="  ")
    if item.address is not None:
        yield f"  {item.address}"
