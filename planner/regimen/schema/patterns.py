"""How quantities, times and texts are written, as patterns that every validator reads alike.

Validators have the patterns of ECMAScript, Rust or Python. What is written here means the same in
all of them: no shorthand classes, no look-around, and letters in both cases written out. Where a
value ends, Python's own engine lets a line break follow, so `LINE_BREAK` is refused beside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from planner.quantities_reading import MOST_CHARACTERS, MOST_DIGITS
from planner.quantities_units import NAMES
from planner.regimen.fields import IDENTIFIER_PATTERN, UNDISCLOSED

_BLANKS = r"\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACE = r"[ \u00a0\u202f]"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_LONGEST_WORD = 20
_LETTERS = {"\u00b5": r"\u00b5", "\u03bc": r"\u03bc"}


def any_case(word: str) -> str:
    """Return a word as a pattern, without regard to case; a space in it may be any run of them."""
    return "".join(_any_case(letter) for letter in word)


def _any_case(letter: str) -> str:
    if letter == " ":
        return f"{_SPACE}+"
    if letter.isascii() and letter.isalpha():
        return f"[{letter.upper()}{letter.lower()}]"
    return _LETTERS.get(letter, letter)


def _whole(pattern: str) -> str:
    return f"^{_SPACE}*{pattern}{_SPACE}*$"


def _words(names: Iterable[str]) -> str:
    """Return the pattern of one of these words; a plural in -s shares that of its singular."""
    known = set(names)
    singular = sorted(name for name in known if not (name[-1] == "s" and name[:-1] in known))
    return "|".join(any_case(name) + ("[Ss]?" if f"{name}s" in known else "") for name in singular)


# texts

NOT_BLANK = f"[^{_BLANKS}]"
IDENTIFIER = IDENTIFIER_PATTERN
LINE_BREAK = r"\n"
"""Not to be found in a quantity or a time."""

# quantities

AMOUNT = _whole(rf"{_NUMBER}{_SPACE}*(?:[A-Za-z]{{1,{_LONGEST_WORD}}}|[\u00b5\u03bc][Gg])")
"""One number and one word, known as a unit or not."""
PERCENTAGE = _whole(rf"{_NUMBER}{_SPACE}*%")
STANDARDISATION = _whole(
    rf"(?:[Mm][Ii][Nn](?:\.{_SPACE}*|{_SPACE}+)|(?:>=|\u2265){_SPACE}*)?{_NUMBER}{_SPACE}*%"
)
PRICE = _whole(rf"{_NUMBER}{_SPACE}*[A-Z]{{3}}")
HIDDEN = f"^[{_BLANKS}]*{any_case(UNDISCLOSED)}[{_BLANKS}]*$"

# what else holds of the one number in each of them

ABOVE_ZERO = "[1-9]"
FEW_DIGITS = rf"^[^0-9]*(?:[0-9]\.?){{1,{MOST_DIGITS}}}(?:[^0-9.]|$)"
AT_MOST_100 = r"^[^0-9]*0*(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?)[^0-9.]*$"


def unit_of(dimensions: Collection[str] | None = None) -> str:
    """Return the pattern of an amount that ends in a known unit, of these dimensions if given."""
    names = [
        name for name, unit in NAMES.items() if dimensions is None or unit.dimension in dimensions
    ]
    return f"[0-9]{_SPACE}*(?:{_words(names)}){_SPACE}*$"


# times

_HALF_DAY = r"(?:0?[1-9]|1[0-2])(?::[0-5][0-9])?"
CLOCK = _whole(rf"(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9]|{_HALF_DAY}{_SPACE}*[AaPp][Mm])")
TO_BED = rf"[Bb][Ee][Dd](?:[Tt][Ii][Mm][Ee])?{_SPACE}*$"
"""What is no time by the clock, but before bed."""

_HOURS = r"0*(?:1?[0-9]|2[0-3])"
_PART_HOURS = rf"{_HOURS}(?:\.[0-9](?:[05]0*)?)?"  # 0.05 h are 3 min: whole minutes only
_MINUTES = r"0*(?:[0-9]{1,3}|1[0-3][0-9]{2}|14[0-3][0-9])(?:\.0+)?"
_HOUR = rf"{_SPACE}*(?:{_words(['hour', 'hours'])}|{_words(['hr', 'hrs'])}|[Hh])"
_MINUTE = rf"{_SPACE}*(?:{_words(['minute', 'minutes'])}|{_words(['min', 'mins'])})"
_LENGTH = (
    f"(?:{_PART_HOURS}{_HOUR}|{_MINUTES}{_MINUTE}"
    rf"|{_HOURS}{_HOUR}{_SPACE}*0*[0-5]?[0-9]{_MINUTE})"
)
_TO = any_case(" to ")
_WINDOW = (
    f"(?:{_PART_HOURS}{_TO}{_PART_HOURS}{_HOUR}|{_MINUTES}{_TO}{_MINUTES}{_MINUTE}"
    f"|{_LENGTH}{_TO}{_LENGTH})"
)
BEFORE_BED = _whole(
    f"(?:{any_case('at bedtime')}|(?:{_LENGTH}|{_WINDOW}){any_case(' before bed')})"
)
MANY_DIGITS = rf"(?:[0-9]\.?){{{MOST_DIGITS + 1}}}"
"""Not to be found in a time before bed."""
NOT_LONG = rf"^{_SPACE}*(?:[^ \u00a0\u202f]|{_SPACE}+){{0,{MOST_CHARACTERS}}}{_SPACE}*$"
"""No more characters than are read, where a run of spaces counts as one."""

DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
VERSION = "^[0-9a-f]{12}$"
