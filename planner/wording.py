"""Turning foreign text into words that can be shown: nothing in it acts on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST_SHOWN = 60
"""Characters of a foreign text that a message quotes before it is cut with an ellipsis."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_KEPT = frozenset("\u200d")  # joins emoji; shows nothing by itself and moves nothing


def visible(text: str) -> str:
    """Return a text with control characters, escapes and direction overrides written out."""
    if text.isprintable():
        return text
    return "".join(character if _harmless(character) else _written(character) for character in text)


def quoted(text: object) -> str:
    """Return a foreign value as a short quotation for a message."""
    shown = visible(text if isinstance(text, str) else _as_toml(text))
    if len(shown) > LONGEST_SHOWN:
        shown = shown[: LONGEST_SHOWN - 1] + "…"
    return f'"{shown}"' if isinstance(text, str) else shown


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the known word that is spelled most like a word, or None."""
    from difflib import get_close_matches

    found = get_close_matches(word.lower()[:64], list(known), n=1, cutoff=cutoff)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean "x"?` with the nearest known word, or an empty text."""
    found = nearest(word, known)
    return f' Did you mean "{found}"?' if found else ""


def listed(items: Iterable[str], joint: str = "and") -> str:
    """Return items as people list them: `a`, `a and b`, `a, b and c`."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Return a number with its noun: `1 warning`, `2 warnings`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def _as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "a list"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, int) and abs(value) >= 10**LONGEST_SHOWN:
        return "a very large number"
    return str(value)


def _harmless(character: str) -> bool:
    return character in _KEPT or unicodedata.category(character) not in _HIDDEN_CATEGORIES


def _written(character: str) -> str:
    if character == "\n":
        return "⏎"
    if character == "\t":
        return " "
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
