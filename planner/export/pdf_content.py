"""What stands on the pages of a PDF, as plain values that its template sets in type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from planner.export.drawings import line, scale
from planner.export.sheet import NOT_ADVICE, UNITS_KEY
from planner.judge.gauge import LimitVerdict, RangeVerdict
from planner.wording import listed

if TYPE_CHECKING:
    from planner.export.drawings import Line, Stretch
    from planner.export.making import Options
    from planner.export.sheet import FindingRow, Sheet, TotalRow

ANSWERS = ("continue", "change", "stop", "ask me")

_WARN, _ASK = "(!)", "(?)"
_WARNS = {
    RangeVerdict.BELOW, RangeVerdict.ABOVE, RangeVerdict.WEAKER, RangeVerdict.STRONGER,
    LimitVerdict.ABOVE,
}  # fmt: skip
_ASKS = {
    RangeVerdict.AT_LEAST, RangeVerdict.ASK, RangeVerdict.SHARE, RangeVerdict.STRENGTH,
    RangeVerdict.ADULTS, LimitVerdict.AT_LEAST, LimitVerdict.ASK, LimitVerdict.SHARE,
}  # fmt: skip
_STATE_SIGNS = {"warning": _WARN, "question": _ASK, "not known": _ASK}

_MARKS = {
    "moment": "taken",
    "window": "taken at some time in between",
    "band": "documented time",
    "zone": "documented to be kept apart from a medicine",
    "medicine": "medicine",
    "earlier": "earlier in the day",
}
_POINTERS = {
    "band": "documented range, mg a day",
    "limit": "upper limit",
    "known": "total",
    "open": "total, not known in full or not compared",
    "beyond": "total, beyond the scale",
    "none": "no total is known: no mark",
}


def content(sheet: Sheet, options: Options) -> dict[str, Any]:
    """Return what the template reads: words, and places of drawings as figures in texts."""
    day = sheet.edition.on
    title = " ".join(sheet.title.split("\n"))
    totals = [_total(row) for row in sheet.totals]
    return {
        "large": options.large_print,
        "date": [day.year, day.month, day.day],
        "footer": f"{title} · {sheet.edition.words}",
        "heading": sheet.title,
        "about": _about(sheet),
        "length": sheet.length,
        "status": sheet.status_words,
        "template": _template_words(sheet),
        "fields": [
            f"{field.prompt} ({field.key}{_default_words(field.default)})" for field in sheet.fields
        ],
        "nothing": "Nothing can be told before the template is filled in."
        if sheet.left_open
        else "Nothing is planned.",
        "takings": _takings(sheet),
        "entries": [
            {
                "name": entry.name,
                "answer": f"{entry.takings[0].clock}, {entry.name}"
                if entry.takings
                else entry.name,
                "sentence": entry.sentence,
                "state": _sentence(entry.state_words),
                "sign": _STATE_SIGNS.get(entry.state, ""),
            }
            for entry in sheet.entries
        ],
        "evening": _evening(line(sheet, wide_letters=options.large_print)),
        "limits": sheet.limits,
        "totals": totals,
        "scale-key": _scale_key(each["scale"] for each in totals),
        "standing": [_finding(row) for row in sheet.standing],
        "accepted": [_finding(row) for row in sheet.accepted],
        "remarks": [_finding(row) for row in sheet.remarks],
        "not-checked": list(sheet.not_checked),
        "notes": sheet.notes,
        "medicines": list(sheet.medicines),
        "sources": [
            f"{source.short}: {source.text}"
            f"{f' {source.address}' if source.address else ''} Verified: {source.verified}."
            for source in sheet.sources
        ],
        "answers": list(ANSWERS),
        "not-advice": NOT_ADVICE,
        "units": f"{UNITS_KEY} Catalogue of Planner, version {sheet.catalogue}.",
    }


def _template_words(sheet: Sheet) -> list[str]:
    if sheet.template is None:
        return []
    words = ["This is a template. Nobody should take anything by it before it is filled in."]
    if sheet.template:
        words.append(sheet.template)
    if sheet.left_open:
        left = listed(sheet.left_open)
        words.append(f"Left to be filled in, and therefore not told here: {left}.")
    return words


def _about(sheet: Sheet) -> list[list[str]]:
    person = sheet.person or ((("For", sheet.subject),) if sheet.subject else ())
    return [
        *([what, value] for what, value in person),
        ["Made by", sheet.made_by],
        ["Edition", sheet.edition.words],
        ["Fingerprint", sheet.carried.fingerprint],
    ]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _default_words(default: str | None) -> str:
    return "" if default is None else f", without an answer: {default}"


def _takings(sheet: Sheet) -> list[dict[str, Any]]:
    labels = {entry.key: entry.label for entry in sheet.entries}
    rows: list[dict[str, Any]] = []
    for taking in sheet.takings:
        # the label stands once, under the first taking of its entry
        label = labels.pop(taking.taking.entry, "")
        has_clock = taking.taking.at is not None
        rows.append({
            "clock": taking.clock if has_clock else taking.before_bed,
            "before": taking.before_bed if has_clock else "",
            "name": taking.name,
            "days": ", ".join(
                each for each in (taking.days and f"on {taking.days}", taking.weeks_words) if each
            ),
            "take": taking.take,
            "gives": taking.gives,
            "why": taking.why,
            "label": _sentence(label),
        })  # fmt: skip
    return rows


def _finding(row: FindingRow) -> dict[str, str]:
    word = row.severity.capitalize()
    sign = {"warning": _WARN, "question": _ASK}.get(row.severity, "")
    on = f" on {row.on.isoformat()}" if row.on else ""
    return {
        "word": f"Accepted {row.severity}" if row.reason is not None else word,
        "sign": sign if row.reason is None else "",
        "about": row.about,
        "message": row.message,
        "accepted": "" if row.reason is None else f"Accepted{on}: {row.reason}",
    }


def _total(row: TotalRow) -> dict[str, Any]:
    verdicts = (row.gauge.range_verdict, row.gauge.limit_verdict) if row.gauge else (None, None)
    limit = f"{row.limit} ({row.limit_by})" if row.limit and row.limit_by else row.limit
    return {
        "name": row.name,
        "weeks": row.weeks,
        "total": row.total,
        "range": _compared(row.range, row.range_verdict, verdicts[0]),
        "own": row.own,
        "limit": _compared(limit, row.limit_verdict, verdicts[1]),
        "scale": _scale(row),
    }


def _compared(bound: str, words: str, verdict: object) -> dict[str, str]:
    sign = _WARN if verdict in _WARNS else _ASK if verdict in _ASKS else ""
    return {"words": f"{bound}: {words}" if bound else words, "sign": sign}


# drawings: a place is a number of hundredths of the width, as text


def _at(percent: str) -> str:
    return percent.removesuffix("%")


def _stretches(parts: Iterable[Stretch]) -> list[list[str]]:
    return [[_at(each.start), _at(each.end)] for each in parts]


def _evening(picture: Line | None) -> dict[str, Any] | None:
    if picture is None:
        return None
    shows = picture.shows
    said = [f"{track.name}: {track.description}" for track in picture.tracks]
    return {
        "alt": f"The evening as a line of time, {picture.bed.words}. {' '.join(said)}",
        "bed": {"at": _at(picture.bed.at), "words": picture.bed.words},
        "hours": [{"at": _at(each.at), "words": each.words} for each in picture.hours],
        "tracks": [
            {
                "name": track.name,
                "medicine": track.is_medicine,
                "moments": [_at(each) for each in track.moments],
                "windows": _stretches(track.windows),
                "bands": _stretches(track.bands),
                "zones": _stretches(track.zones),
                "earlier": track.has_earlier,
            }
            for track in picture.tracks
        ],
        "key": [{"kind": kind, "words": words} for kind, words in _MARKS.items() if shows[kind]],
    }


def _scale(row: TotalRow) -> dict[str, Any] | None:
    picture = scale(row.name, row.gauge)
    if picture is None:
        return None
    named = [picture.zero, *picture.bounds, *([picture.limit] if picture.limit else [])]
    return {
        "alt": f"{picture.title}. {picture.description}",
        "band": [_at(picture.band.start), _at(picture.band.end)] if picture.band else None,
        "limit": _at(picture.limit.at) if picture.limit else None,
        "total": _at(picture.total.at),
        "pointer": picture.pointer,
        "figures": [
            {"at": _at(each.at), "words": _figure(each.words), "anchor": each.anchor}
            for each in named
        ],
    }


def _figure(words: str) -> str:
    """Return a figure without its unit, which the key tells, nor what its mark tells."""
    return words.removeprefix("limit ").removesuffix("\u00a0mg")


def _scale_key(scales: Iterable[dict[str, Any] | None]) -> list[dict[str, str]]:
    """Return what the marks mean of which one at least is drawn."""
    drawn = [each for each in scales if each]
    seen = {each["pointer"] for each in drawn}
    seen |= {kind for kind in ("band", "limit") if any(each[kind] for each in drawn)}
    return [{"kind": kind, "words": words} for kind, words in _POINTERS.items() if kind in seen]
