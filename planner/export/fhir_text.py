"""Text as FHIR holds it: strings, Markdown and XHTML in which foreign text is only text, and JSON.

The pattern of a FHIR string counts a no-break space as no character at all, so a string has plain
spaces; the narrative, which is what people are shown, keeps every space as it is.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from planner.export.formats import FormatError
from planner.quantities_display import plain

Json = dict[str, Any]

LONGEST = 1024 * 1024
"""Bytes of the longest text that FHIR allows."""

_XHTML = "http://www.w3.org/1999/xhtml"
_ACTING = re.compile(
    r"""[\\`*\[~|]            # escapes, code, emphasis, links, struck text, tables
    |<(?=[A-Za-z/!?])         # tags and addresses
    |&(?=\#?[A-Za-z0-9]+;)    # entities
    |(?<![^\W_])_|_(?![^\W_]) # emphasis, which no underscore within a word begins or ends
    |(?<=:)/(?=/)             # addresses, which become links by themselves
    |(?<=\S)@(?=\S)
    |(?<=www)\.""",
    re.VERBOSE | re.IGNORECASE,
)
_OPENING = re.compile(
    r"""^([ ]*)(?:
    ([>]|\#(?=\#{0,5}(?:\s|$))|[-+](?=\s|$)|[-=](?=[-=\ ]*$))  # quotes, headings, lists, rules
    |([0-9]{1,9})([.)])(?=\s|$))                               # numbered lists""",
    re.VERBOSE | re.MULTILINE,
)
_INDENTED = re.compile(r"^ (?= {3})", re.MULTILINE)


def string(text: str) -> str:
    """Return a text as a FHIR string: the same words, every kind of space as a plain one.

    Empty where nothing is left that can be seen; such an element is to be left out.
    """
    if not text.isascii():
        text = "".join(" " if unicodedata.category(each) == "Zs" else each for each in text)
    return text if text.strip() else ""


def markdown(text: str) -> str:
    """Return a text as FHIR Markdown that shows as that text, its line breaks included.

    FHIR has it in the GitHub dialect, where addresses become links by themselves, and wants it to
    be readable as it is: only what would act is escaped.
    """
    escaped = _ACTING.sub(r"\\\g<0>", string(text))
    escaped = _OPENING.sub(_opened, escaped)
    return _INDENTED.sub("&#32;", escaped).replace("\n", "  \n")


def _opened(match: re.Match[str]) -> str:
    spaces, sign, number, point = match.groups()
    return f"{spaces}\\{sign}" if sign else f"{spaces}{number}\\{point}"


# narrative


def xhtml(text: str) -> str:
    """Return a text as XHTML that shows as that text, its line breaks included."""
    return escape(text, quote=False).replace("\n", "<br/>")


def paragraph(text: str) -> str:
    """Return a text as a paragraph."""
    return f"<p>{xhtml(text)}</p>"


def heading(text: str) -> str:
    """Return a text as a heading within a narrative."""
    return f"<h3>{xhtml(text)}</h3>"


def bullets(items: Iterable[str]) -> str:
    """Return a list; its items are XHTML already."""
    return f"<ul>{''.join(f'<li>{each}</li>' for each in items)}</ul>"


def link(address: str) -> str:
    """Return the address of a source of the catalogue as a link."""
    return f'<a href="{escape(address)}">{escape(address)}</a>'


def narrative(*parts: str) -> Json:
    """Return the text of a resource from parts that are XHTML already."""
    return {"status": "generated", "div": f'<div xmlns="{_XHTML}">{"".join(parts)}</div>'}


# JSON


def filled(elements: Mapping[str, Any]) -> Json:
    """Return elements without the empty ones, which FHIR does not allow."""
    return {key: value for key, value in elements.items() if value not in (None, "", [], {})}


def written(resource: Mapping[str, Any]) -> bytes:
    """Return a resource as the bytes of a file; figures stand as exactly as they were planned.

    Raises:
        FormatError: a text in it is longer than FHIR allows.
    """
    return f"{_json(resource, '')}\n".encode()


def _json(value: object, indent: str) -> str:
    deeper = f"{indent}  "
    match value:
        case Mapping():
            rows = [f"{json.dumps(key)}: {_json(each, deeper)}" for key, each in value.items()]
            return _enclosed("{", rows, "}", indent)
        case list() | tuple():
            return _enclosed("[", [_json(each, deeper) for each in value], "]", indent)
        case Decimal():
            return plain(value)
        case str() if len(value.encode()) > LONGEST:
            raise FormatError(
                "FHIR holds no text longer than 1 MiB, and one of this plan is longer when it is"
                " told. Shorten its notes, names or reasons, or choose another format."
            )
    return json.dumps(value, ensure_ascii=False)


def _enclosed(opening: str, rows: Sequence[str], closing: str, indent: str) -> str:
    inner = f",\n{indent}  ".join(rows)
    return f"{opening}\n{indent}  {inner}\n{indent}{closing}"
