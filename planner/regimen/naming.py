"""Whether the name of a person stands in what is told of a regimen without that person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from planner.wording import listed

if TYPE_CHECKING:
    from planner.regimen.models import Regimen

SHORTEST = 3
"""Letters of the shortest name that is looked for; a shorter one stands in too much else."""
TITLE, NOTES, DESCRIPTION = "its title", "its notes", "its description"


def places_of_name(regimen: Regimen, name: str | None) -> list[str]:
    """Return where a name stands as whole words in a regimen: `its title`, `its notes`.

    The whole name is found in capital and small letters alike. One word of a name of several is
    found as it is spelled there, for "May" is a name and "may" is none; a code, which holds
    digits, is looked for only as a whole.
    """
    patterns = _patterns(name or "")
    if not patterns:
        return []
    found = (place for place, text in _free_texts(regimen) if text and _stands(text, patterns))
    return list(dict.fromkeys(found))


def name_words(places: Sequence[str]) -> str:
    """Return the places where a name stands as half a sentence: `its notes, which are told`."""
    verb = "is" if len(places) == 1 and places[0] in (TITLE, DESCRIPTION) else "are"
    return f"{listed(places)}, which {verb} told"


def _free_texts(regimen: Regimen) -> Iterator[tuple[str, str | None]]:
    """Yield (place, text) of all that somebody wrote freely."""
    yield TITLE, regimen.title
    yield NOTES, regimen.notes
    for key, entry in regimen.entries.items():
        yield "its reasons", entry.reason
        yield "the names of its entries", entry.name
        if key != entry.takes:  # else it is the name of a substance, or of a product
            yield "the names of its entries", key
    for key, product in regimen.products.items():
        for text in (key, product.name, *(each.name for each in product.contents.values())):
            yield "the names of its products", text
    for accepted in regimen.accepted:
        yield "its reasons for what is accepted", accepted.reason
    if regimen.template is not None:
        yield DESCRIPTION, regimen.template.description
        for field in regimen.template.fields.values():
            yield "what it asks for", field.prompt


def _patterns(name: str) -> list[re.Pattern[str]]:
    words = unicodedata.normalize("NFC", name).split()
    whole = " ".join(words)
    patterns = [_whole_words(words, re.IGNORECASE)] if len(whole) >= SHORTEST else []
    if len(words) > 1 and not any(each.isdigit() for each in whole):
        parts = (word.strip(".,;()\"'") for word in words)
        patterns += [_whole_words([part], 0) for part in parts if len(part) >= SHORTEST]
    return patterns


def _whole_words(words: list[str], flags: int) -> re.Pattern[str]:
    spelled = r"\s+".join(map(re.escape, words))
    return re.compile(rf"(?<!\w){spelled}(?!\w)", flags)


def _stands(text: str, patterns: list[re.Pattern[str]]) -> bool:
    plain = unicodedata.normalize("NFC", text)
    return any(pattern.search(plain) for pattern in patterns)
