"""The sheet as a tagged PDF for paper: one page where it fits, set by typst from data alone."""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.export.formats import FormatError
from planner.export.pdf_content import content
from planner.wording import listed, visible

if TYPE_CHECKING:
    import typst

    from planner.export.making import Options
    from planner.export.sheet import Sheet

LONGEST = 10_000
"""Characters of one text that are set in type; a book is no sheet, and would take minutes."""

INSTALL = "python -m pip install 'typst==0.15.*'"

_SOURCES = ("sheet_words.typ", "sheet_drawings.typ", "sheet.typ")
_NO_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_CHARACTERS, _PLACES = 5, 3
"""How many characters without a glyph, and places where they stand, a message names."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


def render(sheet: Sheet, options: Options) -> bytes:
    """Return the sheet as a PDF of A4 pages, tagged so that it can be read aloud in order.

    Raises:
        FormatError: typst is not installed, or no font has a letter that the sheet needs.
    """
    texts = list(_free_texts(sheet))
    for where, text in texts:
        if len(text) > LONGEST:
            raise FormatError(
                f"{where} is too long for pages: {len(text):,} characters, {LONGEST:,} at most."
                " Shorten it, or choose another format, such as html"
            )
    words = json.dumps(
        {
            "title": _one_line(sheet.title),
            "author": _one_line(sheet.by or ""),
            **_isolated(content(sheet, options), [text for _, text in texts]),
        },
        ensure_ascii=False,
    )
    day = sheet.edition.on
    stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
    missing: list[str] = []
    # The fonts that come with typst are the same everywhere, so that the pages are too. Only for a
    # letter that they lack are those of the machine looked at.
    for system_fonts in (False, True):
        pages, missing = _set_in_type(words, stamp, system_fonts=system_fonts)
        if pages is not None:
            return pages
    raise FormatError(_missing_words(missing, texts))


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


# setting it in type


@cache
def _source() -> bytes:
    """Return the template: its files as one, because the compiler reads no files."""
    parts = [pkgutil.get_data("planner.export", f"templates/{name}") for name in _SOURCES]
    return b"\n".join(part for part in parts if part is not None)


@cache
def _compiler(*, system_fonts: bool) -> typst.Compiler:
    """Return a compiler, made once: it keeps its fonts for all the sheets that follow."""
    try:
        import typst
    except ImportError as error:
        raise FormatError(
            f"the PDF format needs the package typst, which is not installed: {INSTALL}"
        ) from error
    # it reads no files, and must not depend on the folder that somebody works in
    return typst.Compiler(root=Path(__file__).parent, ignore_system_fonts=not system_fonts)


def _set_in_type(
    words: str, stamp: datetime, *, system_fonts: bool
) -> tuple[bytes | None, list[str]]:
    """Return the pages, or None and the characters that no font has.

    The standard PDF/UA-1 is what makes a missing glyph an error; without it a box is printed.
    """
    compiler = _compiler(system_fonts=system_fonts)
    import typst

    try:
        pages = compiler.compile(
            input=_source(),
            format="pdf",
            sys_inputs={"sheet": words},
            pdf_standards=["ua-1"],
            timestamp=stamp,
        )
    except typst.TypstError as error:
        found = _NO_GLYPH.findall(f"{error.message}\n{error.diagnostic}")
        if not found:
            raise FormatError(f"the pages could not be set: {visible(error.message)}") from error
        plain = "".join(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), each) for each in found)
        return None, [each for each in dict.fromkeys(plain) if each.isprintable()]
    assert isinstance(pages, bytes)
    return pages, []


def _missing_words(missing: list[str], texts: list[tuple[str, str]]) -> str:
    named = [f"{each} (U+{ord(each):04X})" for each in missing[:_CHARACTERS]]
    if len(missing) > _CHARACTERS:
        named.append(f"{len(missing) - _CHARACTERS} more")
    places = list(
        dict.fromkeys(where for where, text in texts if any(each in text for each in missing))
    )
    if len(places) > _PLACES:
        places[_PLACES:] = ["elsewhere"]
    return (
        f"no font here can show {listed(named)} in {listed(places) or 'the text'}."
        " Choose another format, such as html, or install a font that has them"
    )


# texts that people wrote


def _free_texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield (where it stands, text) of everything that somebody wrote freely."""
    regimen = sheet.regimen
    yield "the title", sheet.title
    yield "the name of the person", sheet.subject or ""
    for _, known in sheet.person:
        yield "what is known of the person", known
    yield "the name of who made it", sheet.by or ""
    yield "the notes", sheet.notes
    yield "the description of the template", sheet.template or ""
    for field in sheet.fields:
        yield "what the template asks for", field.prompt
        yield "a default of the template", field.default or ""
    for entry in sheet.entries:
        yield f'the name of "{entry.key}"', entry.name
        yield f'the reason of "{entry.key}"', entry.why
    for key, product in regimen.products.items():
        for held in product.contents.values():
            yield f'the label of "{key}"', held.name or ""
    for finding in sheet.accepted:
        yield "the reason why a warning was accepted", finding.reason or ""
    for key in (*regimen.medicines, *regimen.entries, *sheet.left_open):
        yield "a key of the file", key


def _isolated(value: Any, texts: list[str]) -> Any:
    """Return the data with each right-to-left text in it kept apart from what stands around it.

    Without that a figure after a Hebrew name would be drawn on the far side of it, away from its
    unit. Every line is kept apart by itself, because a line break ends what was begun.
    """
    lines = {line for text in texts for line in text.split("\n") if _RIGHT_TO_LEFT.search(line)}
    if not lines:
        return value
    ordered = sorted(lines, key=lambda line: (-len(line), line))
    pattern = re.compile("|".join(map(re.escape, ordered)), re.IGNORECASE)

    def walk(part: Any) -> Any:
        if isinstance(part, str):
            return pattern.sub(lambda match: f"{_ISOLATE}{match[0]}{_END_ISOLATE}", part)
        if isinstance(part, dict):
            return {key: walk(each) for key, each in part.items()}
        return [walk(each) for each in part] if isinstance(part, list) else part

    return walk(value)
