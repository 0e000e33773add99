"""A sheet as CommonMark: headings and lists, which read well as they are in any messenger.

Plain CommonMark has no tables, so each taking is an item of a list. What somebody wrote is escaped
so that it comes out as that text; its line breaks are hard breaks. There is no HTML in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.export.outline import NOTES, outline

if TYPE_CHECKING:
    from planner.export.making import Options
    from planner.export.outline import Item, Section
    from planner.export.sheet import Sheet

_ANYWHERE = re.compile(r"[\\`*_\[\]<>#~|$]|&(?=#?\w+;)")
"""What means something anywhere in a line, `~`, `|` and `$` in common dialects only."""

_AT_START = re.compile(r"[-+=]|[0-9]+(?=[.)])")
"""What begins a list, or makes a heading of the line before."""


_ADDRESS = re.compile(r"https?://[!-;=?-~]+")


def render(sheet: Sheet, options: Options) -> bytes:
    """Return the sheet as the bytes of a Markdown file, UTF-8."""
    del options
    made = outline(sheet)
    blocks = [
        _heading(made.title),
        "\n".join(f"- {escaped(fact, indent=2)}" for fact in made.facts),
        escaped(made.disclaimer),
    ]
    if made.notes:
        blocks += [f"## {NOTES}", escaped(made.notes)]
    for section in made.sections:
        blocks += _section(section)
    return ("\n\n".join(blocks) + "\n").encode()


def escaped(text: str, indent: int = 0) -> str:
    """Return a text that comes out as it is, wherever in a block it stands.

    `indent` is how far lines that continue an item of a list have to stand to the right.
    """
    inner = text.strip("\n")
    start = len(text) - len(text.lstrip("\n"))
    before, after = "&#10;" * start, "&#10;" * (len(text) - start - len(inner))
    lines = f"\\\n{' ' * indent}".join(_line(line) for line in inner.split("\n"))
    return f"{before}{lines}{after}"


def _line(line: str) -> str:
    line = _ANYWHERE.sub(r"\\\g<0>", line)
    if start := _AT_START.match(line):
        # the sign itself, or the point after a number
        end = start.end() if start[0].isdigit() else 0
        line = f"{line[:end]}\\{line[end:]}"
    # spaces would be taken off at the ends of a line
    inner = line.strip()
    if not inner:
        return _coded(line)
    first = len(line) - len(line.lstrip())
    return f"{_coded(line[:first])}{inner}{_coded(line[first + len(inner) :])}"


def _coded(spaces: str) -> str:
    return "".join(f"&#{ord(each)};" for each in spaces)


def _heading(text: str) -> str:
    if "\n" in text.strip("\n"):
        return f"{escaped(text)}\n==="  # the only heading that may have several lines
    return f"# {escaped(text)}"


def _section(section: Section) -> Iterator[str]:
    yield f"## {escaped(section.heading)}"
    yield "\n".join(line for item in section.items for line in _item(item))
    if section.note:
        yield escaped(section.note)


def _item(item: Item) -> Iterator[str]:
    yield f"- {escaped(item.text, indent=2)}"
    for detail in item.details:
        yield f"  - {escaped(detail, indent=4)}"
    if item.address is not None:
        whole = _ADDRESS.fullmatch(item.address)
        yield f"  - {f'<{item.address}>' if whole else escaped(item.address, indent=4)}"
