"""Why a text is no amount, percentage or price, and what may have been meant, in plain words."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from planner.quantities_reading import MOST_CHARACTERS, MOST_DIGITS, offer, tidied
from planner.quantities_units import NAMES, UNITS
from planner.wording import nearest as nearest_word
from planner.wording import quoted

Reads = Callable[[str], str | None]
"""The safe form of a text if the reader accepts it, else None."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a text was refused: the message, the text fit to be shown, the possible readings."""

    message: str
    text: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitExplanation:
    """Why a unit was refused, and the nearest known one.

    `understood` marks a unit that is known to have no conversion; `same_unit` one that is the
    nearest unit in another spelling, so that the number may stay as it is.
    """

    message: str
    text: str
    nearest: str | None
    same_unit: bool
    understood: bool = False


@dataclass(frozen=True, slots=True)
class _Kind:
    noun: str
    example: str
    units: tuple[str, ...]
    missing: str
    zero: str


_KINDS = {
    "amount": _Kind(
        "an amount",
        "one number and one unit, for example 300 mg",
        ("mg", "mcg", "g"),
        "it has no unit",
        "zero is no amount that can be taken",
    ),
    "percentage": _Kind(
        "a percentage",
        "one number and a percent sign, for example 5 %",
        ("%",),
        "it has no percent sign",
        "a percentage must be above zero",
    ),
    "price": _Kind(
        "a price",
        "one number and three capital letters for the currency, for example 18.90 EUR",
        ("EUR", "USD"),
        "it has no currency",
        "a price must be above zero; leave it out if it is not known",
    ),
}

_NUM = r"[0-9]+(?:\.[0-9]+)?"
_WORD = r"[A-Za-zµμ%]+"
_TAIL = r" ?([^0-9]*)"
_DASH = r"[-\u2010-\u2015\u2212]"

_KNOWN = "|".join([*NAMES, "%"])

_BARE = re.compile(_NUM)
_WITH_TAIL = re.compile(rf"({_NUM}){_TAIL}")
_SEPARATED = re.compile(rf"([0-9]+(?:[.,][0-9]+)+){_TAIL}")
_EXPONENT = re.compile(rf"({_NUM})[eE]([+-]?[0-9]+){_TAIL}")
_FRACTION = re.compile(rf"(?:([0-9]{{1,6}}) ?)?([0-9]{{1,3}})[/\u2044]([0-9]{{1,3}}){_TAIL}")
_GROUPED = re.compile(rf"([0-9]{{1,3}}(?:[ '_\u2019][0-9]{{3}})+(?:\.[0-9]+)?){_TAIL}")

_ROWS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.ASCII), why, readings)
    for pattern, why, readings in (
        (rf"(?:\+|{_DASH}) ?(.*)", "it must not have a sign", (r"\1",)),
        (
            r"(?:<=|>=|[<>≤≥~≈=]|(?:ca|max|min)\.?|about|up to|at least|at most) ?([0-9].*)",
            "it must be one exact number",
            (r"\1",),
        ),
        (rf"\.([0-9]+){_TAIL}", "a digit is missing before the point", (r"0.\1 \2", r"\1 \2")),
        (r"([0-9]+)\. ?([^0-9]*)", "a digit is missing after the point", (r"\1 \2",)),
        (rf"([0-9]+)_([0-9_]+){_TAIL}", "a number is written without underscores", (r"\1\2 \3",)),
        (
            rf"({_NUM}) ?([a-zµμ%]*?) ?(?:{_DASH}|to|\.\.\.?|…) ?({_NUM}) ?({_WORD})",
            "it is a range, and one number is needed",
            (r"\1 \4", r"\3 \4"),
        ),
        (rf"({_NUM}) ?(?:[x*×^]|\*\*) ?[0-9].*", "calculations are not read", ()),
        (r"([0-9]+) ?thousand ([a-z]+)", "the number is written in full", (r"\g<1>000 \2",)),
        (r"([0-9]+) ?million ([a-z]+)", "the number is written in full", (r"\g<1>000000 \2",)),
        (r"([0-9]+) ?billion ([a-z]+)", "the number is written in full", (r"\g<1>000000000 \2",)),
        (
            rf"({_NUM} ?{_WORD}) ?(?:(?:/|per |an? |each |every ) ?(?:day|night|evening|d$)"
            r"|daily|nightly|(?:once|twice)\b).*",
            "only the amount taken at one time belongs here, not how often",
            (r"\1",),
        ),
        (
            rf"({_NUM} ?{_WORD}) ?(?:[ ,;+&]|and) ?({_NUM} ?{_WORD})",
            "it holds two amounts",
            (r"\1", r"\2"),
        ),
        (rf"({_WORD}|[€$£¥]) ?({_NUM})", "the number comes first", (r"\2 \1",)),
        (
            rf"({_NUM} ?(?:{_KNOWN}))[ .,;*].*",
            "something follows the number and its unit",
            (r"\1",),
        ),
        (rf"{_NUM} ?{_WORD}[^0-9a-z].*", "something follows the number and its unit", ()),
    )
)

_OWN_ROWS: Mapping[str, tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...]] = {
    "an amount": ((re.compile(rf"({_NUM}) ?%"), "a percentage says how strong, not how much", ()),),
    "a percentage": (
        (
            re.compile(rf"({_NUM}) ?(?:percent|per cent|pct)\.?", re.IGNORECASE),
            "a percent sign is needed",
            (r"\1 %",),
        ),
    ),
    "a price": (
        (
            re.compile(rf"({_NUM}) ?([A-Za-z]{{3}}|[€£])"),
            "the currency needs three capital letters",
            (r"\1 \2",),
        ),
    ),
}

_SPELLINGS = {
    **dict.fromkeys(("gm", "gms", "gs", "gramm", "gramme", "grammes"), "g"),
    **dict.fromkeys(("m", "mgs", "mgm", "mgms", "milligramme", "milligrammes"), "mg"),
    **dict.fromkeys(("mcgs", "ugs", "mcgm", "mkg", "microgramme", "microgrammes"), "mcg"),
    **dict.fromkeys(("mls", "cc", "milliliter", "milliliters", "millilitre", "millilitres"), "mL"),
    **dict.fromkeys(("millimol", "millimole", "millimoles", "mmols"), "mmol"),
    **dict.fromkeys(("milliequivalent", "milliequivalents", "meqs", "mval"), "mEq"),
    **dict.fromkeys(("cap", "caps", "vcap", "vcaps", "kapsel", "kapseln"), "capsule"),
    **dict.fromkeys(("tab", "tabs", "tbl", "tablette", "tabletten"), "tablet"),
    **dict.fromkeys(("gel", "gels", "gelcap", "gelcaps"), "softgel"),
    **dict.fromkeys(("pcs", "pc"), "piece"),
}

_OTHER_UNITS = {
    **dict.fromkeys(("kg", "kilogram", "kilograms"), ("g", "1 kg is 1000 g")),
    **dict.fromkeys(("ng", "nanogram", "nanograms"), ("mcg", "1000 ng are 1 mcg")),
    **dict.fromkeys(("gr", "grain", "grains"), ("g", "gr can mean grams or grains")),
    **dict.fromkeys(("oz", "ounce", "ounces"), ("g", "an ounce is about 28 g")),
    **dict.fromkeys(("l", "liter", "liters", "litre", "litres"), ("mL", "1 L is 1000 mL")),
    **dict.fromkeys(("dl", "cl"), ("mL", "1 dL is 100 mL and 1 cL is 10 mL")),
    **dict.fromkeys(
        ("tsp", "tbsp", "teaspoon", "teaspoons", "tablespoon", "tablespoons", "spoon", "spoons"),
        ("mL", "spoons differ in size"),
    ),
    **dict.fromkeys(
        ("pg", "fg", "cg", "dg", "hg", "dag"), ("mg", "only g, mg and mcg are read for a mass")
    ),
    **dict.fromkeys(("µmol", "μmol", "umol", "nmol", "pmol"), ("mmol", "1000 µmol are 1 mmol")),
    **dict.fromkeys(("µl", "μl", "ul"), ("mL", "1000 µL are 1 mL")),
    **dict.fromkeys(("mol", "mole", "moles"), ("mmol", "1 mol is 1000 mmol")),
    **dict.fromkeys(("eq",), ("mEq", "1 Eq is 1000 mEq")),
    **dict.fromkeys(("pill", "pills"), ("tablet", "write what the label counts")),
}


def explained(text: str, kind: str, reads: Reads) -> Explanation:
    """Say why a text is refused as an `amount`, a `percentage` or a `price`.

    `reads` decides which possible readings are offered: those that would be accepted.
    """
    about = _KINDS[kind]
    written = tidied(text)
    why, candidates = _reason(written, about)
    found = dict.fromkeys(reading for each in candidates if (reading := reads(each)))
    readings = tuple(found)
    shown = quoted(written)
    if not readings and _is_bare_pair(written, candidates):
        readings = tuple(dict.fromkeys(candidate.strip() for candidate in candidates))
        why += " and a unit is needed"
    subject = (
        f"{shown} is not read as {about.noun}: {why}" if written else "Nothing is written here"
    )
    return Explanation(f"{subject}. {offer(readings, about.example)}", shown[1:-1], readings)


def explained_unit(written: str, unit: str) -> UnitExplanation:
    """Say why the unit of a text is refused."""
    shown = quoted(written)
    word = unit.lower()
    if word == "iu":
        message = (
            f"{shown} is not read as an amount: IU (international units) measure an effect, and "
            "what one of them weighs differs from substance to substance, so no conversion to a "
            "mass exists. Write the mg or mcg that the label gives."
        )
        return UnitExplanation(message, shown[1:-1], None, same_unit=False, understood=True)
    start = f"{shown} is not read as an amount: {quoted(unit)} is not a unit known here"
    if word in _OTHER_UNITS:
        nearest, hint = _OTHER_UNITS[word]
        plural = UNITS[nearest].plural
        message = f"{start}. The nearest is {nearest} ({hint}): write the amount in {plural}."
        return UnitExplanation(message, shown[1:-1], nearest, same_unit=False)
    near = nearest_word(word, NAMES)
    known = _SPELLINGS.get(word) or (NAMES[near].name if near else None)
    if known is None:
        message = f"{start}. Known are g, mg, mcg, mmol, mEq, mL and counted forms like capsules."
        return UnitExplanation(message, shown[1:-1], None, same_unit=False)
    message = f"{start}. The nearest is {known}: write {known} if that is meant."
    return UnitExplanation(message, shown[1:-1], known, same_unit=True)


def _reason(written: str, about: _Kind) -> tuple[str, tuple[str, ...]]:
    if not written:
        return "it is empty", ()
    if len(written) > MOST_CHARACTERS:
        return f"it has more than {MOST_CHARACTERS} characters", ()
    if not written.isprintable():
        spaced = "".join(each if each.isprintable() else " " for each in written)
        return "it holds a tab, a line break or a character that cannot be seen", (spaced,)
    if _BARE.fullmatch(written):
        return about.missing, _with_units(written, about)
    if match := _WITH_TAIL.fullmatch(written):
        number = match[1].replace(".", "")
        if len(number) > MOST_DIGITS:
            return f"a number has at most {MOST_DIGITS} digits", ()
        if not number.strip("0"):
            return about.zero, ()
        if match[2] == "%" and about.noun == "a percentage":
            return "it must not be more than 100 %", ()
    return _number_problem(written) or _row_problem(written, about)


def _with_units(written: str, about: _Kind) -> tuple[str, ...]:
    """Return a bare number with each unit it may have; a share of one may mean per cent of it."""
    with_units = tuple(f"{written} {unit}" for unit in about.units)
    share = Decimal(written)
    if about.units != ("%",) or not 0 < share < 1:
        return with_units
    return (*with_units, f"{share.scaleb(2).normalize():f} %")


def _number_problem(written: str) -> tuple[str, tuple[str, ...]] | None:
    match = _SEPARATED.fullmatch(written)
    if match and not _BARE.fullmatch(match[1]):
        return _separated(match[1], match[2])
    if match := _EXPONENT.fullmatch(written):
        return "the number is written with an exponent", _exponent(match)
    fraction = _spelled_fraction(written)
    if match := _FRACTION.fullmatch(fraction):
        return "a part is written as a number with a point", _fraction(match)
    if match := _GROUPED.fullmatch(written):
        joined = re.sub("[^0-9.]", "", match[1])
        return "a number is written without gaps", (f"{joined} {match[2]}",)
    return None


def _row_problem(written: str, about: _Kind) -> tuple[str, tuple[str, ...]]:
    for pattern, why, readings in (*_OWN_ROWS[about.noun], *_ROWS):
        if match := pattern.fullmatch(written):
            return why, tuple(_candidates(match, readings, about))
    if not written.isascii():
        return "only plain letters and digits are read", _plain_spellings(written)
    if not any(each.isdigit() for each in written):
        return "it has no number in digits", ()
    return f"it is not {about.example.split(',')[0]}", ()


def _candidates(match: re.Match[str], readings: Iterable[str], about: _Kind) -> Iterable[str]:
    for template in readings:
        candidate = match.expand(template)
        for sign, currency in (("€", "EUR"), ("£", "GBP")):
            candidate = candidate.replace(sign, currency)
        yield candidate.upper() if about.noun == "a price" else candidate


def _separated(number: str, tail: str) -> tuple[str, tuple[str, ...]]:
    """Explain a number with commas or several points: each mark may part decimals or thousands."""
    groups = re.split("[.,]", number)
    marks = re.sub("[0-9]", "", number)
    joined = "".join(groups)
    thousands = all(len(group) == 3 for group in groups[1:])
    decimal = f"{''.join(groups[:-1])}.{groups[-1]}"
    why = "a comma can mark decimals or thousands" if "," in marks else "it has a second point"
    if len(marks) == 1:
        numbers = [joined, decimal] if thousands else [decimal, joined]
    elif len(set(marks)) == 1:
        numbers = [joined] if thousands else []
    else:
        numbers = [decimal] if marks.count(marks[-1]) == 1 else []
    return why, tuple(f"{each} {tail}" for each in numbers)


def _is_bare_pair(written: str, candidates: tuple[str, ...]) -> bool:
    match = _SEPARATED.fullmatch(written)
    return bool(match and not match[2] and candidates)


def _exponent(match: re.Match[str]) -> tuple[str, ...]:
    if len(match[2]) > 3:
        return ()
    number = f"{Decimal(match[1]).scaleb(int(match[2])):f}"
    return (f"{number} {match[3]}",)


def _spelled_fraction(written: str) -> str:
    """Return the text with a sign such as ½ written as 1/2."""
    parts = (
        " " + unicodedata.normalize("NFKC", each) + " "
        if unicodedata.decomposition(each).startswith("<fraction>")
        else each
        for each in written
    )
    return tidied("".join(parts))


def _fraction(match: re.Match[str]) -> tuple[str, ...]:
    whole, above, below = int(match[1] or 0), int(match[2]), int(match[3])
    if below == 0:
        return ()
    value = whole + Decimal(above) / below
    return (f"{value:f} {match[4]}",)


def _plain_spellings(written: str) -> tuple[str, ...]:
    """Return the text in plain letters and digits, where its characters have such a form."""
    plain = "".join(_plain_character(each) for each in written)
    if "\u039c" in plain:
        return plain.replace("\u039c", "mc"), plain.replace("\u039c", "m")
    return (plain,)


def _plain_character(character: str) -> str:
    if character in "µμ":
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    is_letter = unicodedata.category(character).startswith("L") or character == "\uff05"
    return unicodedata.normalize("NFKC", character) if is_letter else character
