"""Drawing the picture of an evening: a lane for each entry over one axis, as rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from planner.clock import MINUTES_A_DAY, TimeOfDay, clock_time, duration_text, minutes_before_bed
from planner.judge.timeline import Evening, Lane, Mark
from planner.tui.text import PLAIN, QUIET, STATE, WARN, cut, literal, whole, wrapped
from planner.wording import listed

BEFORE, AFTER = 390, 60
"""Minutes before and after bed that the axis shows."""
TAKEN, HELD, WINDOW, APART, BED, NOW, EARLY, MEDICINE = "◆", "━", "░", "×", "│", "┊", "◂", "+"
_NAME, _TIME = 20, 15
_MORE = 4
"""Columns of ` +23`, which says how many other takings there are."""
_A_THIRD = 3
"""Of the lanes so many parts may be those of medicines, where entries need the rest."""
_LEAST = 24
_ROOMY = 100

_LONG_TIME = TimeOfDay(22 * 60 + 30)

Clock = Callable[[TimeOfDay], str]


def plain_clock(time: TimeOfDay) -> str:
    """Return a time on the 24-hour clock."""
    return time.text


@dataclass(frozen=True, slots=True)
class Scale:
    """Where the minutes before bed stand on the columns of the axis."""

    start: int
    """Column of the screen at which the axis begins."""
    width: int
    time: int = _TIME
    """Columns for the time behind the axis."""

    def column(self, minutes: int) -> int:
        """Return the column of the axis for minutes before bed; it may lie outside."""
        return round((BEFORE - minutes) * (self.width - 1) / (BEFORE + AFTER))

    def minutes(self, column: int) -> int:
        """Return the minutes before bed of a column of the axis."""
        return round(BEFORE - column * (BEFORE + AFTER) / (self.width - 1))


def scale_for(width: int, clock: Clock = plain_clock) -> Scale | None:
    """Return the axis for a width of the screen; None where there is no room for one."""
    name = min(_NAME, width // 4) if width < _ROOMY else _NAME + 8
    window = 2 * len(clock(_LONG_TIME)) + 1 + _MORE
    for time in (max(window, _TIME), _TIME):
        room = width - name - time - 2
        if room >= _LEAST:
            return Scale(name + 1, room, time)
    return None


@dataclass(frozen=True, slots=True)
class Drawn:
    """The rows of the picture, and the lane that each row shows, if it shows one."""

    rows: tuple[Content, ...]
    lanes: tuple[Lane | None, ...]


def draw(
    evening: Evening,
    width: int,
    *,
    selected: tuple[str, int] | None,
    now: TimeOfDay | None,
    most: int,
    focused: bool = False,
    room: int | None = None,
    clock: Clock = plain_clock,
) -> Drawn:
    """Return the picture for a width; of more lanes than `most` those about the selected one.

    What the marks mean stands below, where that fits into `room` lines.
    """
    scale = scale_for(width, clock)
    entry = selected[0] if selected else None
    chosen = next((lane for lane in evening.lanes if lane.entry == entry), None)
    apart = _kept_apart(evening, chosen)
    medicines = apart[: max(most // _A_THIRD, most - len(evening.lanes))]
    shown = _around(evening.lanes, chosen, most - len(medicines))
    rows: list[Content] = []
    lanes: list[Lane | None] = []
    if scale is not None:
        hidden = len(evening.lanes) - len(shown) + len(apart) - len(medicines)
        rows.append(_axis(evening, scale, now, hidden, clock))
        rows += [_medicine(key, evening, scale, clock) for key in medicines]
        lanes += [None] * len(rows)
        for lane in shown:
            taking = selected[1] if selected and lane is chosen else None
            rows.append(
                _lane(lane, evening, scale, taking=taking, now=now, clock=clock, focused=focused)
            )
            lanes.append(lane)
    brief = room is not None and scale is not None
    words = [_words(chosen, selected[1], evening, clock, brief)] if chosen and selected else []
    if evening.bedtime is None:
        words.append("No bedtime is set: what is taken by the clock cannot be placed. Press b.")
    for text in words:
        rows += [literal(row, PLAIN if focused else QUIET) for row in wrapped(text, width, 2)]
    if scale is not None:
        drawn = "".join(row.plain[scale.start :] for row in rows[1 : len(lanes)])
        marks = _legend(shown, medicines, drawn)
        told = wrapped("  ".join(mark.replace(" ", "\u00a0") for mark in marks), width)
        # where lines are short, a taking alone explains itself
        fits = room is None or (len(marks) > 1 and len(rows) + len(told) <= room)
        if shown and fits:
            rows += [literal(row, QUIET) for row in told]
    lanes += [None] * (len(rows) - len(lanes))
    return Drawn(tuple(rows), tuple(lanes))


def _around(lanes: Sequence[Lane], chosen: Lane | None, most: int) -> Sequence[Lane]:
    if len(lanes) <= most:
        return lanes
    at = lanes.index(chosen) if chosen else 0
    first = min(max(at - most // 2, 0), len(lanes) - most)
    return lanes[first : first + most]


def _kept_apart(evening: Evening, chosen: Lane | None) -> list[str]:
    """Return the medicines that something is kept apart from on the axis, the chosen lane's first.

    One whose time and the time around it lie earlier in the day would be an empty lane.
    """
    lanes = [chosen] if chosen else []
    times = {medicine.key for medicine in evening.medicines if _is_placed(medicine.span)}
    return list(
        dict.fromkeys(
            zone.medicine
            for lane in (*lanes, *evening.lanes)
            for zone in lane.zones
            if zone.medicine in times or _is_marked(zone.span)
        )
    )


def _is_placed(span: tuple[int, int]) -> bool:
    """Whether any of a time, round the clock, lies on the axis."""
    earliest, latest = span
    days = (-MINUTES_A_DAY, 0, MINUTES_A_DAY)
    return any(latest + day <= BEFORE and earliest + day >= -AFTER for day in days)


def _is_marked(zone: tuple[int, int]) -> bool:
    """Whether any of the time around a medicine, its ends left out, lies on the axis."""
    earliest, latest = zone
    return _is_placed((earliest - 1, latest + 1))


def _axis(
    evening: Evening, scale: Scale, now: TimeOfDay | None, hidden: int, clock: Clock
) -> Content:
    """Return the hours over the lanes, bed and now among them."""
    bedtime = evening.bedtime
    cells = [" "] * scale.width
    bed = f"bed {clock(bedtime)}" if bedtime else "bed"
    _put(cells, min(scale.column(0), scale.width - len(bed)), bed)
    at = _now_at(now, bedtime)
    if at is not None:
        _put(cells, scale.column(at), "now")
    if bedtime is not None:
        for minutes in range(BEFORE + AFTER + 1):
            time = clock_time(BEFORE - minutes, bedtime)
            if time.minutes % 60 == 0:
                _put(cells, scale.column(BEFORE - minutes), clock(time))
    else:
        for hours in range(1, BEFORE // 60 + 1):
            _put(cells, scale.column(60 * hours), f"{hours} h")
    more = cut(f"{hidden} more" if hidden else "", scale.start - 1)
    gap = " " * (scale.start - cell_len(more))
    return literal(f"{more}{gap}{''.join(cells)}", QUIET)


def _put(cells: list[str], at: int, words: str) -> None:
    """Put words with their first letter at a column, where they touch nothing that stands there."""
    if at < 0 or at + len(words) > len(cells):
        return
    near = cells[max(at - 1, 0) : at + len(words) + 1]
    if all(cell == " " for cell in near):
        cells[at : at + len(words)] = words


def _now_at(now: TimeOfDay | None, bedtime: TimeOfDay | None) -> int | None:
    """Return where now is on the axis, in minutes before bed; None where it is not on it."""
    if now is None or bedtime is None:
        return None
    before = minutes_before_bed(now, bedtime)
    if before > MINUTES_A_DAY - AFTER:
        before -= MINUTES_A_DAY
    return before if before <= BEFORE else None


def _lane(
    lane: Lane,
    evening: Evening,
    scale: Scale,
    *,
    taking: int | None,
    now: TimeOfDay | None,
    clock: Clock,
    focused: bool,
) -> Content:
    sign, _, tone = STATE[lane.state]
    cells: list[tuple[str, str]] = [(" ", "")] * scale.width
    for column in range(scale.width):
        minutes = scale.minutes(column)
        if any(_within(zone.span, minutes) for zone in lane.zones):  # the warning hides the window
            cells[column] = (APART, WARN)
        elif any(band.span[0] >= minutes >= band.span[1] for band in lane.bands):
            cells[column] = (WINDOW, QUIET)
    _set(cells, scale.column(0), (BED, QUIET))
    at = _now_at(now, evening.bedtime)
    if at is not None and cells[scale.column(at)][0] == " ":
        _set(cells, scale.column(at), (NOW, QUIET))
    early = [mark for mark in lane.marks if mark.span is not None and mark.span[0] > BEFORE]
    for mark in sorted(lane.marks, key=lambda mark: mark.taking == taking):
        strong = "strong" if mark.taking == taking and focused else ""
        for column, shape in _shape(mark, scale):
            _set(cells, column, (shape, strong or tone))
    if early:
        cells[0] = (EARLY, "strong" if focused and taking in {m.taking for m in early} else tone)
    time = _times(lane, taking, evening, clock, scale.time)
    return _row((sign, tone), lane.name, cells, time, scale, chosen=taking is not None)


def _row(
    sign: tuple[str, str],
    called: str,
    cells: Sequence[tuple[str, str]],
    time: str,
    scale: Scale,
    *,
    chosen: bool = False,
) -> Content:
    """Return a lane as a row: its sign and name, its cells, and its time."""
    name = cut(called, scale.start - 3)
    pad = " " * (scale.start - 2 - cell_len(name))
    pieces: list[Content | str] = [
        literal(f"{sign[0]} ", sign[1]), literal(name, strong=chosen), pad,
        *(_run(cells)), " ", literal(time, "" if chosen else QUIET),
    ]  # fmt: skip
    return Content.assemble(*pieces)


def _medicine(key: str, evening: Evening, scale: Scale, clock: Clock) -> Content:
    """Return the lane of a medicine: where it stands, so that the time around it has a cause."""
    spans = [medicine.span for medicine in evening.medicines if medicine.key == key]
    cells: list[tuple[str, str]] = [(" ", "")] * scale.width
    _set(cells, scale.column(0), (BED, QUIET))
    for earliest, latest in spans:
        # what comes after bed is reckoned from the bedtime before
        by = MINUTES_A_DAY if latest >= MINUTES_A_DAY - AFTER else 0
        first, last = scale.column(earliest - by), scale.column(latest - by)
        for column in range(max(first, 0), last + 1):
            _set(cells, column, (MEDICINE if column in (first, last) else HELD, PLAIN))
        if first < 0:
            cells[0] = (EARLY, PLAIN)
    time = _span_words(spans[0], evening, clock, len(spans) - 1, scale.time)
    return _row((MEDICINE, PLAIN), key, cells, time, scale)


def _set(cells: list[tuple[str, str]], column: int, cell: tuple[str, str]) -> None:
    if 0 <= column < len(cells):
        cells[column] = cell


def _within(span: tuple[int, int], minutes: int) -> bool:
    """Whether minutes before bed lie in a span round the clock, its ends left out.

    Exactly the documented distance is enough.
    """
    earliest, latest = span
    return 0 < (earliest - minutes) % MINUTES_A_DAY < earliest - latest


def _shape(mark: Mark, scale: Scale) -> Iterable[tuple[int, str]]:
    if mark.span is None:
        return
    first, last = scale.column(mark.span[0]), scale.column(mark.span[1])
    for column in range(max(first, 0), min(last, scale.width - 1) + 1):
        yield column, TAKEN if column in (first, last) else HELD


def _run(cells: Sequence[tuple[str, str]]) -> list[Content]:
    """Return cells as few pieces as their tones allow."""
    pieces: list[Content] = []
    text, tone = "", ""
    for shape, cell_tone in [*cells, ("", "\0")]:
        if cell_tone != tone:
            if text:
                piece = literal(text, "" if tone == "strong" else tone, strong=tone == "strong")
                pieces.append(piece.stylize("reverse") if tone == "strong" else piece)
            text, tone = "", cell_tone
        text += shape
    return pieces


def _times(lane: Lane, taking: int | None, evening: Evening, clock: Clock, columns: int) -> str:
    """Return the clock time of the chosen taking of a lane, or of its last one."""
    placed = [mark for mark in lane.marks if mark.span is not None]
    if taking is not None:
        mark: Mark | None = lane.marks[taking] if taking < len(lane.marks) else None
    else:
        mark = min(placed, key=lambda mark: (mark.span or (0, 0))[1], default=None)
    if mark is None:
        return ""
    if mark.span is None or evening.bedtime is None:
        more = f" +{len(lane.marks) - 1}" if len(lane.marks) > 1 else ""
        return f"{cut(mark.words, columns - len(more))}{more}"
    return _span_words(mark.span, evening, clock, len(lane.marks) - 1, columns)


def _span_words(
    span: tuple[int, int], evening: Evening, clock: Clock, others: int, columns: int
) -> str:
    """Return a time or a window by the clock, and how many others there are: `08:00 +1`."""
    if evening.bedtime is None:
        return ""  # the axis says how long before bed
    more = f" +{others}" if others else ""
    words = clock(clock_time(span[0], evening.bedtime))
    if span[0] != span[1]:
        words = f"{words}–{clock(clock_time(span[1], evening.bedtime))}"
    return f"{cut(words, columns - len(more))}{more}"


def _words(lane: Lane, taking: int, evening: Evening, clock: Clock, brief: bool) -> str:
    """Return the chosen taking in a sentence; a brief one leaves out what the lane draws."""
    if taking >= len(lane.marks):
        return ""
    mark = lane.marks[taking]
    said = f"{cut(lane.name, 40)} {whole(lane.dose)}, "
    if mark.span is None or evening.bedtime is None:
        said += mark.words
    else:
        first = clock(clock_time(mark.span[0], evening.bedtime))
        if mark.span[0] != mark.span[1]:
            last = clock(clock_time(mark.span[1], evening.bedtime))
            said += f"{first} to {last}"
        else:
            before = duration_text(mark.span[0]) + " before bed" if mark.span[0] else "at bedtime"
            said += f"{first}, {before}"
    if brief:
        return said
    for band in lane.bands[:1]:
        latest, earliest = duration_text(band.span[1]), duration_text(band.span[0])
        said += f"; documented: {latest} to {earliest} before bed"
    if medicines := dict.fromkeys(zone.medicine for zone in lane.zones):
        said += f"; kept apart from {listed(cut(medicine, 30) for medicine in medicines)}"
    return said


def _legend(lanes: Sequence[Lane], medicines: Sequence[str], drawn: str) -> list[str]:
    """Return what the marks that are drawn mean; bed and now are named on the axis."""
    spans = [mark.span for lane in lanes for mark in lane.marks if mark.span]
    apart = dict.fromkeys(
        zone.medicine for lane in lanes for zone in lane.zones if _is_marked(zone.span)
    )
    is_window = any(first != last for first, last in spans)
    parts = [f"{TAKEN} {TAKEN}{HELD}{TAKEN} taking" if is_window else f"{TAKEN} taking"]
    if WINDOW in drawn:
        parts.append(f"{WINDOW} documented time")
    close = f"{APART} too close to"
    if medicines:  # named on their own lanes
        parts.append(f"{MEDICINE} medicine, {close} one" if apart else f"{MEDICINE} medicine")
    elif apart:
        parts.append(f"{close} {listed(cut(name, 30) for name in apart)}")
    if EARLY in drawn:
        parts.append(f"{EARLY} earlier")
    return parts
