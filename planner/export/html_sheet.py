"""The web page: one file that stands alone, to read, to print, to answer and to open again."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from planner.export.drawings import line, scale
from planner.export.enclosed import enclosed_text
from planner.export.paper import setting
from planner.export.privacy import told
from planner.export.sheet import NOT_ADVICE, UNITS_KEY
from planner.judge.gauge import LimitVerdict, RangeVerdict
from planner.lines import NO_BREAK_SPACE

if TYPE_CHECKING:
    from planner.export.making import Options
    from planner.export.sheet import EntryRow, Sheet, TakingRow

_STYLES = ("sheet.css", "answers.css", "drawings.css", "print.css", "large.css")
_SCRIPT = "answers.js"

_LONGEST_LINK = 128 * 1024
"""Characters of a link; whoever opens the page reads no longer ones."""

_SIGNS = {
    RangeVerdict.IN: ("good", "✓"),
    RangeVerdict.BELOW: ("warn", "!"),
    RangeVerdict.ABOVE: ("warn", "!"),
    RangeVerdict.WEAKER: ("warn", "!"),
    RangeVerdict.STRONGER: ("warn", "!"),
    RangeVerdict.ASK: ("ask", "?"),
    RangeVerdict.SHARE: ("ask", "?"),
    RangeVerdict.AT_LEAST: ("ask", "?"),
    RangeVerdict.STRENGTH: ("ask", "?"),
    LimitVerdict.WITHIN: ("good", "✓"),
    LimitVerdict.ABOVE: ("warn", "!"),
}
"""Tone and sign of verdicts; each stands behind its words. Others have neither."""
_STATES = {
    "warning": ("warn", "!"),
    "question": ("ask", "?"),
    "not known": ("ask", "?"),
    "in range": ("good", "✓"),
}
_STATUS = {"pass": ("good", "✓"), "ask": ("ask", "?"), "warn": ("warn", "!")}
_NEUTRAL = ("none", "")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AFTER_HOURS = re.compile(f"(hours?){NO_BREAK_SPACE}")

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN = re.compile(
    f"[{_RIGHT_TO_LEFT}](?:[^A-Za-z\u00c0-\u024f{_RIGHT_TO_LEFT}]*[{_RIGHT_TO_LEFT}]+)*"
)
"""Right-to-left letters, with what stands between them."""


def render(sheet: Sheet, options: Options) -> bytes:
    """Return the sheet as a web page in UTF-8 that needs no other file and no script."""
    style = " ".join(_source(name) for name in _STYLES)
    script = _source(_SCRIPT)
    enclosed = enclosed_text(sheet)
    data = base64.b64encode(sheet.carried.data).decode("ascii")
    names = sorted(_names(sheet), key=lambda name: (-len(name), name))
    page = _environment().get_template("sheet.html.jinja")
    text = page.render(
        sheet=sheet,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script, enclosed),
        enclosed=Markup(enclosed),
        toml=told(sheet.carried.data.decode("utf-8")),
        address=f"data:application/toml;base64,{data}" if len(data) <= _LONGEST_LINK else None,
        setting="large" if options.large_print else setting(sheet),
        line=line(sheet, wide_letters=options.large_print),
        scales=[scale(row.name, row.gauge) for row in sheet.totals],
        isolated=lambda words: _isolated(words, names),
        clocks=_clocks,
        moment=_moment,
        beside=_beside,
        verdict=lambda words: _SIGNS.get(words, _NEUTRAL),
        state=lambda words: _STATES.get(words, _NEUTRAL),
        status=_NEUTRAL if sheet.status == "pass" and sheet.accepted else _STATUS[sheet.status],
        NOT_ADVICE=NOT_ADVICE,
        UNITS_KEY=UNITS_KEY,
    )
    return text.encode("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("planner.export", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["dates"] = _with_whole_dates
    return environment


def _with_whole_dates(text: str) -> Markup:
    """Return a text of ours whose dates are not broken at their hyphens."""
    return Markup(_DATE.sub(r'<span class="whole">\g<0></span>', str(escape(text))))


@cache
def _source(name: str) -> str:
    """Return a style or the script as it goes into the page, where nothing in it is escaped.

    It goes there in one line: the checker of HTML hashes text with line breaks in another way than
    browsers do, and would say that the page forbids it.
    """
    environment = _environment()
    assert environment.loader is not None
    lines = environment.loader.get_source(environment, name)[0].splitlines()
    return " ".join(
        line.strip() for line in lines if line.strip() and not line.strip().startswith("//")
    )


def _policy(style: str, *scripts: str) -> str:
    """Return what the page may load and run: its own style and scripts, and nothing else.

    What the page encloses is no script, but it stands in an element of that name.
    """
    allowed = " ".join(_hashed(script) for script in scripts)
    return (
        f"default-src 'none'; style-src {_hashed(style)}; script-src {allowed};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hashed(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


# texts of others


def _names(sheet: Sheet) -> Iterable[str]:
    """Return what the writer of the regimen calls things, as it stands in sentences."""
    regimen = sheet.regimen
    names = [row.name for row in sheet.entries]
    for product in regimen.products.values():
        names += [product.name, *(each.name for each in product.contents.values() if each.name)]
    return {told(name) for name in names}


def _isolated(words: str, names: Iterable[str]) -> Markup:
    """Return words with what is written from right to left kept apart from the figures around it.

    Without it, a browser would move a dose to the other side of such a name.
    """
    if not _RUN.search(words):
        return escape(words)
    pattern = "|".join(re.escape(name) for name in names if _RUN.search(name))
    pieces = re.split(f"({pattern})", words) if pattern else [words]
    said = [
        Markup("<bdi>{}</bdi>").format(piece) if place % 2 else _with_runs_isolated(piece)
        for place, piece in enumerate(pieces)
    ]
    return Markup("").join(said)


def _with_runs_isolated(words: str) -> Markup:
    said, end = Markup(""), 0
    for run in _RUN.finditer(words):
        said += escape(words[end : run.start()]) + Markup("<bdi>{}</bdi>").format(run[0])
        end = run.end()
    return said + escape(words[end:])


# times


def _clocks(entry: EntryRow) -> list[str]:
    """Return the times of an entry for a heading, each once."""
    return list(dict.fromkeys(_moment(taking) for taking in entry.takings))


def _moment(taking: TakingRow) -> str:
    """Return when a taking is: by the clock, or before bed where no bedtime is given."""
    return taking.clock if taking.taking.at is not None else _loosened(taking.before_bed)


def _beside(taking: TakingRow) -> str:
    """Return what else is to be said of when a taking is: before bed, days and weeks."""
    said = (_loosened(taking.before_bed), taking.days, taking.weeks_words)
    return ", ".join(each for each in said if each and each != _moment(taking))


def _loosened(length: str) -> str:
    """Return a length of time that may be broken between its hours and its minutes."""
    return _AFTER_HOURS.sub(r"\1 ", length)
