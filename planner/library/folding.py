"""Words without accents and letter case, which a search, an order and a file name do without."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ħ": "h", "ŋ": "n", "ŧ": "t", "ĸ": "k", "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)  # fmt: skip
"""Letters of Latin alphabets that no decomposition takes apart."""


def folded(text: str) -> str:
    """Return a text in small letters without accents: `Émile` is `emile`, `Straße` `strasse`."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(each for each in plain if not unicodedata.combining(each)).casefold()
