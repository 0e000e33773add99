"""The evening as a picture: takings, documented windows and medicines, in minutes before bed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.catalogue import Catalogue
from planner.catalogue.models import Substance
from planner.clock import BeforeBed, TimeOfDay, When, span_before_bed
from planner.judge.findings import Verdict
from planner.regimen.models import Entry, Regimen

Span = tuple[int, int]
"""(earliest, latest) minutes before bed; the earliest is the larger number."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One taking of an entry."""

    taking: int
    """Which of the entry's times it is, counted from 0."""
    span: Span | None
    """None where no bedtime places it."""
    words: str
    """The time as it is written."""


@dataclass(frozen=True, slots=True)
class Band:
    """A documented window before bed."""

    substance: str
    name: str
    span: Span
    source: str


@dataclass(frozen=True, slots=True)
class Zone:
    """The time around a medicine in which an entry is documented to be kept away from it."""

    medicine: str
    span: Span
    """Minutes before bed; below 0, and beyond a day, is round the clock."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One entry with everything that its place in the evening is compared with."""

    entry: str
    name: str
    dose: str
    state: str
    """What the verdict says of it, so that its mark can say it too."""
    marks: tuple[Mark, ...]
    bands: tuple[Band, ...]
    zones: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine at one of its times."""

    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Evening:
    """The picture: a lane for each entry, in the order of the schedule."""

    bedtime: TimeOfDay | None
    lanes: tuple[Lane, ...]
    medicines: tuple[Medicine, ...]
    """Those whose time is known."""


def timeline(regimen: Regimen, verdict: Verdict, catalogue: Catalogue) -> Evening:
    """Return the picture of an evening; states come from the verdict, nothing is judged here."""
    bedtime = regimen.bedtime
    medicines = [
        Medicine(key, span)
        for key, taken in regimen.medicines.items()
        for when in taken.when or ()
        if (span := _span(when, bedtime)) is not None
    ]
    lanes = [
        Lane(
            name,
            _name(entry, regimen, catalogue),
            entry.dose.shown if entry.dose else "titration",
            str(verdict.state(name)),
            tuple(
                Mark(place, _span(when, bedtime), when.text)
                for place, when in enumerate(entry.when)
            ),
            tuple(_bands(_substances(entry, regimen, catalogue))),
            tuple(_zones(_substances(entry, regimen, catalogue), medicines, catalogue)),
        )
        for name, entry in regimen.entries.items()
    ]
    places: dict[str, int] = {}
    for place, taking in enumerate(verdict.schedule):
        places.setdefault(taking.entry, place)
    # an entry that could not be judged is on no schedule, and comes last there too
    lanes.sort(key=lambda lane: places.get(lane.entry, len(verdict.schedule)))
    return Evening(bedtime, tuple(lanes), tuple(medicines))


def _span(when: When, bedtime: TimeOfDay | None) -> Span | None:
    if isinstance(when, BeforeBed):
        return when.earliest, when.latest
    return span_before_bed(when, bedtime) if bedtime is not None else None


def _name(entry: Entry, regimen: Regimen, catalogue: Catalogue) -> str:
    if entry.product is not None:
        product = regimen.products.get(entry.product)
        return product.name if product else entry.product
    found = catalogue.find(entry.takes)
    return found.name if found else entry.name or entry.takes


def _substances(entry: Entry, regimen: Regimen, catalogue: Catalogue) -> list[Substance]:
    names: Iterable[str] = [entry.takes]
    if entry.product is not None:
        product = regimen.products.get(entry.product)
        names = product.contents if product else ()
    return [found for name in names if (found := catalogue.find(name)) is not None]


def _bands(substances: Iterable[Substance]) -> Iterable[Band]:
    for substance in substances:
        if (window := substance.window) is not None:
            before = window.before_bed
            yield Band(
                substance.id, substance.name, (before.earliest, before.latest), window.source
            )


def _zones(
    substances: Iterable[Substance], medicines: Iterable[Medicine], catalogue: Catalogue
) -> Iterable[Zone]:
    families = dict.fromkeys(substance.family for substance in substances)
    for medicine in medicines:
        classes = catalogue.medicine_classes(medicine.key)
        for family in families:
            for separation in catalogue.families[family].separations:
                if separation.medicine in classes:
                    yield Zone(
                        medicine.key,
                        (
                            medicine.span[0] + (separation.after_minutes or 0),
                            medicine.span[1] - (separation.before_minutes or 0),
                        ),
                    )
