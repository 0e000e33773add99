"""Rules about what cannot be judged: unknown names, amounts that do not fit, missing bedtime."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from planner.catalogue import OTHER, Catalogue
from planner.catalogue.models import Substance
from planner.clock import BeforeBed
from planner.judge.findings import CODES, Finding
from planner.quantities import Amount, ForeignAmount, unit_problem
from planner.regimen.models import Content, Entry, Product, Regimen
from planner.regimen.positions import KeyPath
from planner.regimen.problems import BrokenEntry, Problem
from planner.wording import did_you_mean, quoted

_BEDTIME: KeyPath = ("bedtime",)
_ELEMENT = "element"
_MASS = "mass"


class Errors(NamedTuple):
    """The errors of a regimen, and the entries that cannot be judged because of them."""

    findings: tuple[Finding, ...] = ()
    broken: Mapping[str, BrokenEntry] = MappingProxyType({})


def find_errors(
    regimen: Regimen,
    catalogue: Catalogue,
    problems: Iterable[Problem],
    broken: Mapping[str, BrokenEntry],
    unfilled: frozenset[KeyPath],
    *,
    on_shelf: Collection[str] = (),
) -> Errors:
    """Return all errors: those found while reading, and those that need the catalogue.

    Every error of a label is told of each entry that takes the product. `on_shelf` are the
    products that might be meant besides those of the regimen.
    """
    takers = _takers(regimen, broken)
    told: list[Problem] = list(problems)
    left_out = [*(problem.key for problem in problems), *unfilled]
    names = _Names(regimen, catalogue, on_shelf)
    for name, lost in broken.items():
        told += _unknown_name(name, lost, names, left_out)
    labels = {
        name: list(_label_problems(name, product, catalogue))
        for name, product in regimen.products.items()
    }
    lost_now = dict(broken)
    for own in labels.values():
        told += own
    for name, entry in regimen.entries.items():
        own = list(_entry_problems(name, entry, names))
        told += own
        if own or labels.get(entry.product or ""):
            lost_now[name] = _lost(entry, regimen)
    told += _general_problems(regimen, catalogue)
    bedtime_told = _BEDTIME in unfilled or any(problem.key == _BEDTIME for problem in problems)
    if not bedtime_told:
        told += _missing_bedtime(regimen, catalogue, lost_now)
    findings = tuple(
        # without a bedtime no entry's time is known, though the finding names none of them
        replace(finding, concerns=tuple(regimen.entries)) if finding.path == _BEDTIME else finding
        for problem in told
        for finding in _placed(problem, takers)
    )
    return Errors(findings, lost_now)


def _takers(regimen: Regimen, broken: Mapping[str, BrokenEntry]) -> dict[str, list[str]]:
    """Return the entries that take each product, broken ones included."""
    takers: dict[str, list[str]] = {}
    for name, entry in regimen.entries.items():
        if entry.product:
            takers.setdefault(entry.product, []).append(name)
    for name, lost in broken.items():
        if lost.is_product and lost.takes:
            takers.setdefault(lost.takes, []).append(name)
    return takers


def _placed(problem: Problem, takers: Mapping[str, list[str]]) -> Iterable[Finding]:
    key = problem.key
    entries: list[str | None] = [None]
    if len(key) > 1 and key[0] == "entries":
        entries = [str(key[1])]
    elif len(key) > 1 and key[0] == "products":
        entries = list(takers.get(str(key[1]), [])) or [None]
    for entry in entries:
        yield Finding(
            problem.code,
            problem.message,
            key,
            entry=entry,
            concerns=(entry,) if entry else (),
            line=problem.line,
        )


def _lost(entry: Entry, regimen: Regimen) -> BrokenEntry:
    if entry.substance:
        return BrokenEntry(entry.substance, contents=frozenset({entry.substance}))
    product = regimen.products.get(entry.product or "")
    contents = frozenset(product.contents) if product else frozenset()
    return BrokenEntry(entry.product, is_product=True, contents=contents)


class _Names(NamedTuple):
    """Where a name that an entry takes may be known."""

    regimen: Regimen
    catalogue: Catalogue
    on_shelf: Collection[str]


def _entry_problems(name: str, entry: Entry, names: _Names) -> Iterable[Problem]:
    regimen, catalogue = names.regimen, names.catalogue
    where: KeyPath = ("entries", name)
    unknown = list(_unknown_name(name, _lost(entry, regimen), names, ()))
    if unknown:
        yield from unknown
        return
    product = regimen.products.get(entry.product or "")
    substance = catalogue.find(entry.substance or "")
    if entry.basis is not None and not (substance and substance.is_mineral):
        takes = f"{quoted(entry.takes)} is not one"
        if product:
            takes = "for a product, give elemental or compound in its contents"
        yield Problem("invalid-field", (*where, "basis"), f"basis is for minerals only; {takes}")
    if entry.standardised_to is not None and product:
        yield Problem(
            "invalid-field",
            (*where, "standardised_to"),
            "standardised_to of a product belongs in its contents, beside the amount",
        )
    for phase, dose in entry.doses:
        key = (*where, "dose") if phase is None else (*where, "phases", phase, "dose")
        if product:
            yield from _dose_of_product(key, dose, product)
        elif entry.substance != OTHER and substance:
            yield from _mass_problem(key, dose, substance)


def _unknown_name(
    name: str, lost: BrokenEntry, names: _Names, left_out: Iterable[KeyPath]
) -> Iterable[Problem]:
    """Yield the name that neither the file nor the catalogue knows.

    A product that was left out, because a key of it could not be read or is to be filled in, is
    known all the same; and so is one whose label on the shelf cannot be read.
    """
    takes = lost.takes
    if takes is None:
        return
    if lost.is_product:
        where: KeyPath = ("entries", name, "product")
        products = names.regimen.products
        known = takes in products or any(
            key[:2] == ("products", takes) or key in (("products",), where) for key in left_out
        )
        if not known:
            offer = did_you_mean(takes, (*products, *names.on_shelf))
            place = (
                "in this file or on the shelf of its library" if names.on_shelf else "in this file"
            )
            message = f"no product {quoted(takes)} {place}.{offer}"
            yield Problem("unknown-product", where, message)
    elif takes != OTHER and not names.catalogue.find(takes):
        message = _unknown_substance(takes, names.catalogue)
        yield Problem("unknown-substance", ("entries", name, "substance"), message)


def _unknown_substance(name: str, catalogue: Catalogue) -> str:
    near = catalogue.nearest(name)
    offer = f' Did you mean "{near}"?' if near else ""
    return (
        f"{quoted(name)} is not in the catalogue.{offer}"
        f' What the catalogue lacks can be kept as substance = "{OTHER}" with a name;'
        " it is not checked then"
    )


def _dose_of_product(
    key: KeyPath, dose: Amount | ForeignAmount, product: Product
) -> Iterable[Problem]:
    if isinstance(dose, ForeignAmount):
        yield Problem("invalid-amount", key, unit_problem(dose))
    elif dose.dimension != product.serving.dimension:
        yield Problem(
            "unit-mismatch",
            key,
            f"{dose.text} does not fit a label whose serving is {product.serving.text}:"
            f" give the dose in {product.serving.unit.plural}",
        )


def _mass_problem(
    key: KeyPath, amount: Amount | ForeignAmount, substance: Substance, *, compound: bool = False
) -> Iterable[Problem]:
    if isinstance(amount, ForeignAmount):
        yield Problem("invalid-amount", key, unit_problem(amount))
    elif amount.dimension == _MASS or (
        amount.dimension == _ELEMENT and substance.is_mineral and not compound
    ):
        return
    elif amount.dimension == _ELEMENT:
        what = "the whole compound" if compound else substance.name
        yield Problem(
            "unit-mismatch",
            key,
            f"{amount.text} counts the element of a mineral and does not fit {what}:"
            " give it in mg or g",
        )
    else:
        yield Problem(
            "unit-mismatch",
            key,
            f"{amount.text} of {substance.name} does not say how much it holds: give it in mg"
            " or g, or enter the label as a product with its serving",
        )


def _label_problems(name: str, product: Product, catalogue: Catalogue) -> Iterable[Problem]:
    for content_id, content in product.contents.items():
        where: KeyPath = ("products", name, "contents", content_id)
        substance = catalogue.find(content_id)
        if substance is None:
            if content.name is None:
                yield Problem(
                    "unknown-substance",
                    where,
                    f"{_unknown_substance(content_id, catalogue)}; here a name is enough",
                )
            continue
        yield from _content_problems(where, content, substance)


def _content_problems(where: KeyPath, content: Content, substance: Substance) -> Iterable[Problem]:
    for key in ("elemental", "compound", "amount"):
        amount = getattr(content, key)
        if amount is None:
            continue
        if key != "amount" and not substance.is_mineral:
            yield Problem(
                "invalid-field",
                (*where, key),
                f"{key} is for minerals only; {substance.name} has an amount",
            )
        elif isinstance(amount, (Amount, ForeignAmount)):
            yield from _mass_problem((*where, key), amount, substance, compound=key == "compound")


def _general_problems(regimen: Regimen, catalogue: Catalogue) -> Iterable[Problem]:
    person = regimen.person
    if person and person.country is not None and not catalogue.is_country(person.country):
        yield Problem(
            "invalid-field", ("person", "country"), _country_message(person.country, catalogue)
        )
    for number, condition in enumerate((person and person.conditions) or (), start=1):
        if condition not in catalogue.conditions:
            yield Problem(
                "invalid-field",
                ("person", "conditions", number),
                f"{quoted(condition)} is not a known condition."
                f"{did_you_mean(condition, catalogue.conditions)}"
                f" Known: {', '.join(catalogue.conditions)}",
            )
    for number, accepted in enumerate(regimen.accepted, start=1):
        if accepted.code not in CODES:
            yield Problem(
                "invalid-field",
                ("accepted", number, "code"),
                f"{quoted(accepted.code)} is not a code of a finding."
                f"{did_you_mean(accepted.code, CODES)}",
            )


def _country_message(country: str, catalogue: Catalogue) -> str:
    upper = {"UK": "GB"}.get(country.upper(), country.upper())
    offer = f' Did you mean "{upper}"?' if catalogue.is_country(upper) else ""
    return (
        f'{quoted(country)} is not a country: expected two capital letters such as "US",'
        f' or "EU".{offer}'
    )


def _missing_bedtime(
    regimen: Regimen, catalogue: Catalogue, broken: Mapping[str, BrokenEntry]
) -> Iterable[Problem]:
    if regimen.bedtime is None:
        for why in _needs_bedtime(regimen, catalogue, broken):
            message = f'bedtime is missing, and {why}. Give one: bedtime = "22:30"'
            yield Problem("invalid-time", ("bedtime",), message)
            return


def _needs_bedtime(
    regimen: Regimen, catalogue: Catalogue, broken: Mapping[str, BrokenEntry]
) -> Iterable[str]:
    for name, entry in regimen.entries.items():
        if name in broken:
            continue
        if any(isinstance(when, BeforeBed) for when in entry.when):
            yield f"the entry {name} is taken at a time before bed"
        elif substance := _substance_with_window(entry, regimen, catalogue):
            yield f"{substance.name.lower()} has a documented time before bed"
    for name, medicine in regimen.medicines.items():
        if any(isinstance(when, BeforeBed) for when in medicine.when or ()):
            yield f"the medicine {name} is taken at a time before bed"


def _substance_with_window(
    entry: Entry, regimen: Regimen, catalogue: Catalogue
) -> Substance | None:
    product = regimen.products.get(entry.product or "")
    ids = product.contents if product else (entry.substance or "",)
    for each in ids:
        substance = catalogue.find(each)
        if substance and substance.window:
            return substance
    return None
