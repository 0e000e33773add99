"""Two texts line by line, as git shows them, with nothing in it that acts on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from planner.cli.output import Style
from planner.wording import visible

_MOST_LINES = 40_000
"""Lines of both together, beyond which comparing them takes too long to wait for."""
_BINARY_WITHIN = 8000
"""A zero byte among so many makes a file binary, as for git."""
_NO_END = "\\ No newline at end of file"


def text_diff(
    old: bytes | None, new: bytes | None, names: tuple[str, str], style: Style
) -> Iterator[str]:
    """Yield the lines of a unified diff; none where nothing differs. None is no file."""
    if old == new:
        return
    before = f"a/{visible(names[0])}" if old is not None else "/dev/null"
    after = f"b/{visible(names[1])}" if new is not None else "/dev/null"
    if any(data and b"\0" in data[:_BINARY_WITHIN] for data in (old, new)):
        yield f"Binary files {before} and {after} differ"
        return
    one, other = _lines(old or b""), _lines(new or b"")
    if len(one) + len(other) > _MOST_LINES:
        yield f"Files {before} and {after} differ; they are too long to be shown line by line"
        return
    for row in unified_diff(one, other, before, after, lineterm=""):
        yield _coloured(row, style)
        if row[1:].endswith(_UNENDED):
            yield _NO_END


_UNENDED = "\x00"
"""Stands behind a last line without an end, so that it differs from one that has one."""


def _lines(data: bytes) -> list[str]:
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    last = lines.pop()
    return [*lines, f"{last}{_UNENDED}"] if last else lines


def _coloured(row: str, style: Style) -> str:
    text = "\t".join(visible(part) for part in row.removesuffix(_UNENDED).split("\t"))
    if row.startswith(("---", "+++")):
        return style.strong(text)
    tone = {"-": "removed", "+": "added", "@": "place"}.get(row[:1], "")
    return style.of(tone, text)
