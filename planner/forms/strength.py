"""How strong an extract is, as labels print it: a percentage, or milligrams of the marker in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from planner.quantities import Amount, Percentage, parse_amount, parse_standardisation
from planner.quantities_display import approximate
from planner.quantities_reading import MOST_DIGITS
from planner.quantities_units import WIDE
from planner.wording import visible

_RATIO = re.compile(r"\s*[0-9.]+\s*:\s*[0-9.]+\s*")
_IN = re.compile(r"(.{1,64}?) in (.{1,64})", re.IGNORECASE)


class Marker(NamedTuple):
    """How much of its marker an extract holds, as a mass."""

    part: Amount
    whole: Amount | None
    """The extract that it is in, where that is said along with it."""


def read_strength(text: str, extract: object, marker: str) -> Percentage:
    """Read the marker content of an extract: `5 %`, `min. 5 %`, `30 mg`, `30 mg in 600 mg`.

    `extract` is the amount of the extract that milligrams of the marker are in where they do not
    say it; anything but a mass means that it is not known.

    Raises:
        ValueError: it cannot be read, or is no exact percentage; the message says what to write.
    """
    if _RATIO.fullmatch(text):
        raise ValueError(
            f"{visible(text.strip())} says how much of the plant went into the extract, not how"
            f" strong it is. Write the percentage of {marker}, or leave this empty."
        )
    found = marker_amount(text)
    if found is None:
        return parse_standardisation(text)
    part, extract = found.part, found.whole or extract
    if not isinstance(extract, Amount) or extract.dimension != "mass":
        raise ValueError(
            f"Say first how much of the extract there is: then {part.shown} of {marker} can be"
            " read as a percentage of it."
        )
    share = WIDE.divide(part.milligrams.scaleb(2, WIDE), extract.milligrams)
    if share > 100:
        raise ValueError(
            f"{part.shown} of {marker} is more than the {extract.shown} of extract that holds it:"
            " look at both again."
        )
    exact = WIDE.multiply(share, extract.milligrams) == part.milligrams.scaleb(2, WIDE)
    if not exact or len(share.normalize(WIDE).as_tuple().digits) > MOST_DIGITS:
        near = approximate(share, None, "%")
        raise ValueError(
            f"{part.shown} of {marker} in {extract.shown} is {near.replace(chr(0xA0) + '%', '%')},"
            " which no percentage gives exactly. Write the percentage that the label prints, or"
            f" {near.removeprefix('≈ ').replace(chr(0xA0), ' ')} if it prints none."
        )
    return Percentage(share.normalize(WIDE))


def marker_amount(text: str) -> Marker | None:
    """Return the mass that a strength is given as, or None where it is given otherwise."""
    parts = _IN.fullmatch(text.strip())
    part, whole = _mass(parts[1] if parts else text), _mass(parts[2]) if parts else None
    return None if part is None or (parts and whole is None) else Marker(part, whole)


def _mass(text: str) -> Amount | None:
    try:
        amount = parse_amount(text)
    except ValueError:
        return None
    return amount if amount.dimension == "mass" else None
