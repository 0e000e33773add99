"""How long a pack lasts and what a night costs, from what its label and its price tag say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from planner.quantities import Amount, ForeignAmount, Price
from planner.regimen.fields import DAYS
from planner.regimen.models import Entry, Product, Regimen

_WEEK = len(DAYS)
_LONGEST = 3650
"""Nights after which a pack is only said to last longer."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Supply:
    """What a pack of a product comes to when it is taken as planned."""

    product: str
    nights: int
    """Whole evenings that it lasts from the first one on; `_LONGEST` where it lasts longer."""
    a_week: Decimal
    """How much of what the label counts is taken in the first week."""
    a_night: Price | None
    """Cost of an evening, averaged over the pack."""
    runs_out: date | None
    """The first evening without it, where the regimen has a start."""


@dataclass(frozen=True, slots=True)
class RunOut:
    """When a pack of a product is used up."""

    product: str
    on: date
    """The first evening for which too little is left."""
    pack: int
    """Which pack it is, counted from 1."""


def supply(regimen: Regimen, product: str) -> Supply | None:
    """Return how long a pack of a product lasts, over all entries that take it.

    Phases count with the doses of their weeks. None where the label gives no pack, or pack and
    doses do not count the same thing.
    """
    row = regimen.products.get(product)
    if row is None or row.pack is None:
        return None
    entries = [entry for entry in regimen.entries.values() if entry.product == product]
    pack = _size(row.pack, row)
    if pack is None or not entries:
        return None
    first_week = _taken(entries, 0, row)
    if first_week is None:
        return None
    start = regimen.start
    nights = _nights(entries, row, pack, start.weekday() if start else 0)
    if nights is None:
        return None
    price = row.price
    a_night = Price(price.value / nights, price.currency) if price and nights else None
    runs_out = start + timedelta(days=nights) if start and nights < _LONGEST else None
    return Supply(product, nights, sum(first_week, Decimal(0)), a_night, runs_out)


def next_run_out(
    regimen: Regimen, product: str, begins: date, today: date, until: date
) -> RunOut | None:
    """Return when a pack of a product runs out next, from a day on and up to another.

    Packs of the size that the label gives are counted one after the other, from the first evening
    `begins` on; what is left of one goes with the next. None where none runs out in that time, or
    where it is not known how long a pack lasts.
    """
    row = regimen.products.get(product)
    entries = [entry for entry in regimen.entries.values() if entry.product == product]
    pack = _size(row.pack, row) if row and row.pack else None
    if row is None or pack is None:
        return None
    evening = max(0, (today - begins).days)
    need = _need(entries, row, begins.weekday(), evening)
    if need is None:
        return None
    packs, begun = divmod(need, pack)
    number = max(1, int(packs) + bool(begun))
    left = number * pack - need
    for place in range(evening, (until - begins).days + 1):
        week, day = divmod(place, _WEEK)
        taken = _taken(entries, week, row)
        if taken is None:
            return None
        amount = taken[(begins.weekday() + day) % _WEEK]
        if amount > left:
            return RunOut(product, begins + timedelta(days=place), number)
        left -= amount
    return None


def _need(entries: list[Entry], product: Product, weekday: int, evenings: int) -> Decimal | None:
    """Return how much the first so many evenings take; None where it is not known.

    Behind the last phase every week takes the same, so that those weeks need not be walked.
    """
    full, rest = divmod(evenings, _WEEK)
    changing = max(
        (sum(phase.weeks for phase in entry.phases) for entry in entries if entry.phases), default=0
    )
    need = Decimal(0)
    for week in range(min(full, changing)):
        taken = _taken(entries, week, product)
        if taken is None:
            return None
        need += sum(taken)
    last = _taken(entries, full, product)
    if last is None:
        return None
    need += max(0, full - changing) * sum(last)
    return need + sum((*last[weekday:], *last[:weekday])[:rest])


def _nights(entries: list[Entry], product: Product, pack: Decimal, weekday: int) -> int | None:
    """Return how many evenings the pack is enough for, from a day of the week on (Monday is 0)."""
    left, nights, week = pack, 0, 0
    while nights < _LONGEST:
        taken = _taken(entries, week, product)
        if taken is None:
            return None
        for amount in (*taken[weekday:], *taken[:weekday]):
            if amount > left:
                return nights
            left -= amount
            nights += 1
        week += 1
    return _LONGEST


def _taken(entries: list[Entry], week: int, product: Product) -> list[Decimal] | None:
    """Return how much is taken on each evening of a week, counted from 0; None if not known."""
    evenings = [Decimal(0)] * _WEEK
    for entry in entries:
        dose = _dose_in(entry, week)
        if dose is None:
            continue
        size = _size(dose, product)
        if size is None:
            return None
        for place, day in enumerate(DAYS):
            if entry.days is None or day in entry.days:
                evenings[place] += size * len(entry.when)
    return evenings


def _dose_in(entry: Entry, week: int) -> Amount | ForeignAmount | None:
    """Return the dose of a week; None after the last phase."""
    if entry.phases is None:
        return entry.dose
    for phase in entry.phases:
        if week < phase.weeks:
            return phase.dose
        week -= phase.weeks
    return None


def _size(amount: Amount | ForeignAmount, product: Product) -> Decimal | None:
    """Return an amount in what the serving counts; None where it counts something else."""
    if isinstance(amount, ForeignAmount) or amount.dimension != product.serving.dimension:
        return None
    return amount.milligrams if amount.dimension == "mass" else amount.value


def supply_words_of(regimen: Regimen, entry: str) -> str:
    """Return in words how long the pack of an entry's product lasts; empty where it has none."""
    row = regimen.entries.get(entry)
    product = regimen.products.get(row.product) if row and row.product else None
    if row is None or product is None or product.pack is None:
        return ""
    found = supply(regimen, row.product or "")
    if found is None:
        return f"Supply not known: the pack ({product.pack.shown}) counts something else."
    if not found.nights:
        return f"{product.pack.shown} are less than one evening."
    last = f"{found.nights:,} evenings" if found.nights < _LONGEST else "more than ten years"
    words = f"{product.pack.shown} last {last}"
    if found.runs_out is not None:
        words += f", until {found.runs_out - timedelta(days=1)}"
    return f"{words} · {cost_words(found.a_night)} an evening" if found.a_night else words


def cost_words(price: Price) -> str:
    """Return a computed price, to the cent, marked where it was rounded: `≈ 0.32 EUR`."""
    rounded = price.value.quantize(_CENT)
    if not rounded:
        return f"less than {Price(_CENT, price.currency).shown}"
    sign = "" if rounded == price.value else "≈ "
    return f"{sign}{Price(rounded, price.currency).shown}"
