"""The pictures of a page as places and words: an evening on a line, and totals on a scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.clock import MINUTES_A_DAY, TimeOfDay, clock_time
from planner.export.privacy import told
from planner.export.sentence import length_words, window_words
from planner.judge.gauge_words import (
    figure,
    limit_verdict_words,
    own_words,
    range_verdict_words,
    range_words,
    total_words,
)
from planner.judge.wordings import lowered
from planner.quantities import mg_shown
from planner.wording import listed

if TYPE_CHECKING:
    from planner.export.sheet import EntryRow, Sheet
    from planner.judge.gauge import Gauge
    from planner.judge.timeline import Evening, Lane

Span = tuple[int, int]

EARLIEST, SHORTEST, AFTER, SPARE = 390, 180, 60, 30
"""Minutes before bed that a line shows at most and at least, after bed, and before its first."""
_ROOM = Decimal("1.15")
"""How far a scale goes beyond its highest mark."""
_FARTHEST = 3
"""A total beyond so many times the highest mark is drawn at the edge."""
_EDGE = Decimal(2)
"""Percent at both ends of a scale, so that a mark at 0 is drawn whole."""
_APART = Decimal(34)
"""Percent that two figures need to stand at the two ends of a range."""
_SIDE = Decimal(22)
"""Percent from an end within which words are written away from that end."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a picture, in percent of its width, and what is written there."""

    at: str
    words: str = ""
    anchor: str = "middle"
    """Which part of the words stands there: `start`, `middle` or `end`."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a picture from one place to another, in percent of its width."""

    start: str
    width: str
    end: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A total on a scale from 0, beside its documented range and its upper limit."""

    title: str
    description: str
    """All that it shows, in words."""
    zero: Place
    band: Stretch | None
    """The documented range."""
    bounds: tuple[Place, ...]
    """Its figures: at both ends, or in one where the ends are close together."""
    limit: Place | None
    trials: tuple[str, ...]
    """Where doses of trials lie."""
    total: Place
    pointer: str
    """How the total is pointed at: `known`, `open` (not known in full, or not compared), `beyond`
    the scale, `none` where no amount is known."""


@dataclass(frozen=True, slots=True)
class Track:
    """One entry, or one medicine, on the line of the evening."""

    name: str
    times: str
    """When it is taken, in words."""
    description: str
    """All that its line shows, in words."""
    is_medicine: bool
    moments: tuple[str, ...]
    windows: tuple[Stretch, ...]
    """When it is taken, where that is a window."""
    bands: tuple[Stretch, ...]
    """Its documented windows."""
    zones: tuple[Stretch, ...]
    """The time around a medicine that it is documented to be kept apart from."""
    has_earlier: bool
    """Whether it is taken before the line begins, too."""


@dataclass(frozen=True, slots=True)
class Line:
    """An evening on a line."""

    hours: tuple[Place, ...]
    bed: Place
    tracks: tuple[Track, ...]

    @property
    def shows(self) -> dict[str, bool]:
        """Which marks it holds, so that only those are explained."""
        tracks = self.tracks
        return {
            "moment": any(each.moments and not each.is_medicine for each in tracks),
            "window": any(each.windows and not each.is_medicine for each in tracks),
            "band": any(each.bands for each in tracks),
            "zone": any(each.zones for each in tracks),
            "medicine": any(each.is_medicine for each in tracks),
            "earlier": any(each.has_earlier for each in tracks),
        }


# totals


def scale(name: str, gauge: Gauge | None) -> Scale | None:
    """Return the picture of a total; None where there is nothing to draw it beside."""
    bounds = _bounds(gauge) if gauge is not None else []
    if gauge is None or not bounds:
        return None
    highest = max(bounds)
    far = gauge.total > highest * _FARTHEST
    top = (highest if far else max(highest, gauge.total)) * _ROOM

    def place(value: Decimal) -> Decimal:
        return _EDGE + value / top * (100 - 2 * _EDGE)

    band: Stretch | None = None
    figures: tuple[Place, ...] = ()
    if gauge.lower is not None and gauge.upper is not None:
        band = _stretch(place(gauge.lower), place(gauge.upper))
        figures = _range_figures(gauge, place(gauge.lower), place(gauge.upper))
    limit = None
    if gauge.limit is not None:
        limit = _place(place(gauge.limit), f"limit {mg_shown(gauge.limit)}")
    words = total_words(gauge).split(",")[0].removesuffix(" a day")  # a long basis has no room
    return Scale(
        title=f"{name}: {total_words(gauge)}",
        description=_said(gauge, far=far),
        zero=Place(_percent(_EDGE), "0", "start"),
        band=band,
        bounds=figures,
        limit=limit,
        trials=tuple(_percent(place(each)) for each in gauge.trials if each <= top),
        total=_total(gauge, Decimal(100) - _EDGE if far else place(gauge.total), words),
        pointer=_pointer(gauge, far=far),
    )


def _bounds(gauge: Gauge) -> list[Decimal]:
    return [each for each in (gauge.lower, gauge.upper, gauge.limit) if each is not None]


def _range_figures(gauge: Gauge, first: Decimal, last: Decimal) -> tuple[Place, ...]:
    lower, upper = gauge.lower, gauge.upper
    assert lower is not None  # as the caller made sure
    assert upper is not None
    if last - first >= _APART:
        return (
            Place(_percent(first), figure(lower), "start"),
            Place(_percent(last), mg_shown(upper), "end"),
        )
    return (_place((first + last) / 2, range_words(gauge)),)


def _total(gauge: Gauge, at: Decimal, words: str) -> Place:
    if gauge.nothing_known:  # a mark at zero would say that there is none
        return Place(_percent(_EDGE), "total not known", "start")
    # an amount and its basis are longer than a figure, so that they turn away from both ends sooner
    return _place(at, words, side=Decimal(40))


def _pointer(gauge: Gauge, *, far: bool) -> str:
    if gauge.nothing_known:
        return "none"
    if far:
        return "beyond"
    # where it may be more than what is drawn, its mark says so too
    return "open" if gauge.is_open or gauge.at_least else "known"


def _said(gauge: Gauge, *, far: bool) -> str:
    said = [f"Total: {total_words(gauge)}"]
    if far:
        said.append("It lies beyond the end of the scale")
    if gauge.lower is not None:
        said.append(range_verdict_words(gauge))
    if gauge.own is not None:
        said.append(own_words(gauge))
    said.append(limit_verdict_words(gauge))
    if gauge.trials:
        said.append(f"Doses of trials: {listed(mg_shown(each) for each in gauge.trials)}")
    return f"{'. '.join(said)}."


def _place(at: Decimal, words: str, *, side: Decimal = _SIDE) -> Place:
    """Return words at a place, turned away from an end that is near."""
    anchor = "start" if at < side else "end" if at > 100 - side else "middle"
    return Place(_percent(at), words, anchor)


def _percent(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'))}%"


def _stretch(first: Decimal, last: Decimal) -> Stretch:
    return Stretch(_percent(first), _percent(last - first), _percent(last))


# the evening


@dataclass(frozen=True, slots=True)
class _Axis:
    """Which minutes before bed a line shows."""

    start: int

    def percent(self, minutes: int) -> Decimal:
        return Decimal(self.start - minutes) * 100 / (self.start + AFTER)

    def stretch(self, span: Span) -> Stretch | None:
        """Return the part of a span that the line shows; None where it shows nothing of it."""
        first, last = (min(max(each, -AFTER), self.start) for each in span)
        return _stretch(self.percent(first), self.percent(last)) if first > last else None

    def stretches(self, spans: Iterable[Span]) -> tuple[Stretch, ...]:
        found = dict.fromkeys(self.stretch(each) for each in spans)
        return tuple(each for each in found if each is not None)


def line(sheet: Sheet, *, wide_letters: bool = False) -> Line | None:
    """Return the picture of an evening; None where nothing of it can be placed."""
    evening = sheet.evening
    rows = {each.key: each for each in sheet.entries}
    medicines: dict[str, list[Span]] = {each.key: [] for each in evening.medicines}
    for each in evening.medicines:
        medicines[each.key].append(_near_bed(each.span))
    taken = [_near_bed(mark.span) for lane in evening.lanes for mark in lane.marks if mark.span]
    bands = [band.span for lane in evening.lanes for band in lane.bands]
    if not taken:
        return None
    spans = [*taken, *bands, *(span for times in medicines.values() for span in times)]
    shown = [span[0] + SPARE for span in spans if span[0] <= EARLIEST]
    axis = _Axis(min(max([*shown, SHORTEST]), EARLIEST))
    tracks = [_medicine_track(key, times, evening, axis) for key, times in medicines.items()]
    return Line(
        hours=tuple(_hours(evening.bedtime, axis, Decimal(28 if wide_letters else 14))),
        bed=_place(
            axis.percent(0),
            f"bed {evening.bedtime.text}" if evening.bedtime else "bed",
        ),
        tracks=(
            *(each for each in tracks if each is not None),
            *(_track(lane, rows.get(lane.entry), axis) for lane in evening.lanes),
        ),
    )


def _near_bed(span: Span) -> Span:
    """Return a span reckoned from the nearest bedtime: 23 hours before bed is an hour after it."""
    by = MINUTES_A_DAY if span[1] >= MINUTES_A_DAY - AFTER else 0
    return span[0] - by, span[1] - by


def _hours(bedtime: TimeOfDay | None, axis: _Axis, apart: Decimal) -> Iterator[Place]:
    """Yield hours with room between them and from bed."""
    last: Decimal | None = None
    for minutes in range(axis.start, -AFTER - 1, -1):
        if bedtime is None:
            if minutes <= 0 or minutes % 60:
                continue
            words = f"{minutes // 60}\u00a0h"
        else:
            time = clock_time(minutes, bedtime)
            if time.minutes % 60:
                continue
            words = time.text
        at = axis.percent(minutes)
        near_bed = abs(at - axis.percent(0)) < apart * Decimal("1.3")
        if near_bed or (last is not None and at - last < apart):
            continue
        last = at
        anchor = "start" if at < 5 else "end" if at > 95 else "middle"
        yield Place(_percent(at), words, anchor)


def _track(lane: Lane, row: EntryRow | None, axis: _Axis) -> Track:
    spans = [_near_bed(mark.span) for mark in lane.marks if mark.span]
    seen = [span for span in spans if span[1] <= axis.start]
    days = (-MINUTES_A_DAY, 0, MINUTES_A_DAY)
    times = _times(row) if row else listed(mark.words for mark in lane.marks)
    said = [times]
    said += [
        f"documented time of {lowered(band.name)}: {window_words(*band.span)}"
        for band in lane.bands
    ]
    if apart := list(dict.fromkeys(zone.medicine for zone in lane.zones)):
        said.append(f"documented to be kept apart from {listed(apart)}")
    return Track(
        name=row.name if row else told(lane.name),
        times=times,
        description=f"{'; '.join(said)}.",
        is_medicine=False,
        moments=_moments(seen, axis),
        windows=axis.stretches(span for span in seen if span[0] != span[1]),
        bands=axis.stretches(band.span for band in lane.bands),
        zones=axis.stretches(
            (zone.span[0] + day, zone.span[1] + day) for zone in lane.zones for day in days
        ),
        has_earlier=len(seen) < len(spans),
    )


def _medicine_track(key: str, times: Sequence[Span], evening: Evening, axis: _Axis) -> Track | None:
    """Return the line of a medicine; None where the line shows none of its times."""
    seen = [span for span in times if span[1] <= axis.start]
    if not seen:
        return None
    words = listed(_span_words(span, evening.bedtime) for span in times)
    return Track(
        name=key,
        times=words,
        description=f"a medicine, {words}.",
        is_medicine=True,
        moments=_moments(seen, axis),
        windows=axis.stretches(span for span in seen if span[0] != span[1]),
        bands=(),
        zones=(),
        has_earlier=len(seen) < len(times),
    )


def _moments(spans: Iterable[Span], axis: _Axis) -> tuple[str, ...]:
    """Return where marks stand: at a moment, and at both ends of a window."""
    ends = dict.fromkeys(end for span in spans for end in span if end <= axis.start)
    return tuple(_percent(axis.percent(end)) for end in ends)


def _times(row: EntryRow) -> str:
    """Return the times of an entry, each once, whatever its phases."""
    return listed(
        dict.fromkeys(
            each.clock if each.taking.at is not None else each.before_bed for each in row.takings
        )
    )


def _span_words(span: Span, bedtime: TimeOfDay | None) -> str:
    ends = dict.fromkeys(span)
    if bedtime is not None:
        return " to ".join(clock_time(each, bedtime).text for each in ends)
    if len(ends) > 1:
        return window_words(*span)
    return f"{length_words(span[0])} before bed" if span[0] else "at bedtime"
