"""Drawing the picture of an evening: a lane for each entry over one axis, as rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from planner.clock import MINUTES_A_DAY, TimeOfDay, clock_time, duration_text, minutes_before_bed
from planner.judge.timeline import Evening, Lane, Mark
from planner.tui.text import PLAIN, QUIET, STATE, WARN, cut, literal, whole, wrapped

BEFORE, AFTER = 390, 60
"""Minutes before and after bed that the axis shows."""
TAKEN, HELD, WINDOW, APART, BED, NOW, EARLY = "◆", "━", "░", "×", "│", "┊", "◂"
_NAME, _TIME = 20, 13
_LEAST = 24
_ROOMY = 100

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

    def column(self, minutes: int) -> int:
        """Return the column of the axis for minutes before bed; it may lie outside."""
        return round((BEFORE - minutes) * (self.width - 1) / (BEFORE + AFTER))

    def minutes(self, column: int) -> int:
        """Return the minutes before bed of a column of the axis."""
        return round(BEFORE - column * (BEFORE + AFTER) / (self.width - 1))


def scale_for(width: int) -> Scale | None:
    """Return the axis for a width of the screen; None where there is no room for one."""
    name = min(_NAME, width // 4) if width < _ROOMY else _NAME + 8
    room = width - name - _TIME - 2
    return Scale(name + 1, room) if room >= _LEAST else None


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
    legend: bool = False,
    clock: Clock = plain_clock,
) -> Drawn:
    """Return the picture for a width; of more lanes than `most` those about the selected one."""
    scale = scale_for(width)
    entry = selected[0] if selected else None
    chosen = next((lane for lane in evening.lanes if lane.entry == entry), None)
    shown = _around(evening.lanes, chosen, most)
    rows: list[Content] = []
    lanes: list[Lane | None] = []
    if scale is not None:
        hidden = len(evening.lanes) - len(shown)
        rows.append(_axis(evening, scale, now, hidden, clock))
        lanes.append(None)
        for lane in shown:
            taking = selected[1] if selected and lane is chosen else None
            rows.append(
                _lane(lane, evening, scale, taking=taking, now=now, clock=clock, focused=focused)
            )
            lanes.append(lane)
    words = [_words(chosen, selected[1], evening, clock)] if chosen and selected else []
    if evening.bedtime is None:
        words.append("No bedtime is set: what is taken by the clock cannot be placed. Press b.")
    for text in words:
        rows += [literal(row, PLAIN if focused else QUIET) for row in wrapped(text, width, 2)]
    if legend and scale is not None:
        rows += [literal(row, QUIET) for row in wrapped(_legend(shown, evening), width, 2)]
    lanes += [None] * (len(rows) - len(lanes))
    return Drawn(tuple(rows), tuple(lanes))


def _around(lanes: Sequence[Lane], chosen: Lane | None, most: int) -> Sequence[Lane]:
    if len(lanes) <= most:
        return lanes
    at = lanes.index(chosen) if chosen else 0
    first = min(max(at - most // 2, 0), len(lanes) - most)
    return lanes[first : first + most]


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
        if any(band.span[0] >= minutes >= band.span[1] for band in lane.bands):
            cells[column] = (WINDOW, QUIET)
        apart = any(_within(zone.span, minutes) for zone in lane.zones)
        if apart and (cells[column][0] != WINDOW or column % 2):  # both are seen where both hold
            cells[column] = (APART, WARN)
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
    chosen = taking is not None
    name_width = scale.start - 1
    name = cut(lane.name, name_width - 2)
    pad = " " * (name_width - 2 - cell_len(name) + 1)
    time = _times(lane, taking, evening, clock)
    pieces: list[Content | str] = [
        literal(f"{sign} ", tone), literal(name, strong=chosen), pad,
        *(_run(cells)), " ", literal(cut(time, _TIME), "" if chosen else QUIET),
    ]  # fmt: skip
    return Content.assemble(*pieces)


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


def _times(lane: Lane, taking: int | None, evening: Evening, clock: Clock) -> str:
    """Return the clock time of the chosen taking of a lane, or of its last one."""
    placed = [mark for mark in lane.marks if mark.span is not None]
    if taking is not None:
        mark: Mark | None = lane.marks[taking] if taking < len(lane.marks) else None
    else:
        mark = min(placed, key=lambda mark: (mark.span or (0, 0))[1], default=None)
    if mark is None:
        return ""
    more = f" +{len(lane.marks) - 1}" if len(lane.marks) > 1 else ""
    if mark.span is None or evening.bedtime is None:
        return f"{mark.words}{more}"
    first = clock(clock_time(mark.span[0], evening.bedtime))
    if mark.span[0] == mark.span[1]:
        return f"{first}{more}"
    return f"{first}–{clock(clock_time(mark.span[1], evening.bedtime))}{more}"


def _words(lane: Lane, taking: int, evening: Evening, clock: Clock) -> str:
    """Return the chosen taking in a sentence."""
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
    for band in lane.bands[:1]:
        latest, earliest = duration_text(band.span[1]), duration_text(band.span[0])
        said += f"; documented: {latest} to {earliest} before bed"
    for medicine in dict.fromkeys(zone.medicine for zone in lane.zones):
        said += f"; kept apart from {cut(medicine, 30)}"
    return said


def _legend(lanes: Sequence[Lane], evening: Evening) -> str:
    parts = [f"{TAKEN} taking"]
    if any(lane.bands for lane in lanes):
        parts.append(f"{WINDOW} documented time")
    apart = dict.fromkeys(zone.medicine for lane in lanes for zone in lane.zones)
    if apart:
        names = ", ".join(cut(name, 30) for name in apart)
        parts.append(f"{APART} too close to {names}")
    if any(m.span and m.span[0] > BEFORE for lane in lanes for m in lane.marks):
        parts.append(f"{EARLY} earlier in the day")
    parts.append(f"{BED} bed")
    return "   ".join(part.replace(" ", "\u00a0") for part in parts)
