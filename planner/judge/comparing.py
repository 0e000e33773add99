"""Two regimens, or two entries of one, side by side: what each says, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planner.catalogue import Catalogue
from planner.judge.findings import Finding, Gauge, LimitVerdict, MineralTotal, Verdict
from planner.judge.gauge_words import own_verdict
from planner.judge.supply import supply_words_of
from planner.judge.wordings import weeks_words
from planner.quantities import mg_shown
from planner.regimen.models import Entry, Regimen
from planner.wording import listed

ABSENT = "–"
TITLE = "Title"
"""What the line of the titles is about."""


class Side(NamedTuple):
    """One of the two, with what the judge says of it."""

    title: str
    regimen: Regimen
    verdict: Verdict
    entry: str | None = None
    """The entry that alone is compared; None for the whole regimen."""

    def entry_name(self, catalogue: Catalogue) -> str:
        """Return what the entry that alone is compared is called; empty for a whole regimen."""
        return _called(self.regimen, self.entry, catalogue)


class Line(NamedTuple):
    """One thing of both sides, in words."""

    about: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the sides say different things."""
        return self.left != self.right


class Group(NamedTuple):
    """Lines that belong together."""

    title: str
    lines: tuple[Line, ...]


def compare(left: Side, right: Side, catalogue: Catalogue) -> tuple[Group, ...]:
    """Return what both sides say, in groups: the evening, each entry, totals, findings."""
    sides = (left, right)
    groups: list[Group] = []
    if left.entry is None and right.entry is None:
        groups.append(_lines("The evening", [_evening(side, catalogue) for side in sides]))
        for one, other in _pairs(left.regimen, right.regimen):
            rows = [
                _entry(side, name, catalogue)
                for side, name in zip(sides, (one, other), strict=True)
            ]
            groups.append(_lines(_heading(sides, (one, other), catalogue), rows))
    else:
        rows = [_entry(side, side.entry, catalogue) for side in sides]
        groups.append(_lines("The entries", rows))
    groups.append(_lines("Totals a day", [dict(_totals(side)) for side in sides]))
    groups.append(_lines("Findings", [dict(_findings(side, catalogue)) for side in sides]))
    return tuple(group for group in groups if group.lines)


def _lines(title: str, sides: list[dict[str, str]]) -> Group:
    left, right = sides
    names = dict.fromkeys((*left, *right))
    lines = (Line(name, left.get(name, ABSENT), right.get(name, ABSENT)) for name in names)
    return Group(title, tuple(line for line in lines if line.differs or line.left != ABSENT))


def _pairs(left: Regimen, right: Regimen) -> Iterator[tuple[str | None, str | None]]:
    """Return the entries of both sides that belong together: by name, then by what is taken."""
    rest = [name for name in right.entries if name not in left.entries]
    for name, entry in left.entries.items():
        if name in right.entries:
            yield name, name
            continue
        near = next((other for other in rest if right.entries[other].takes == entry.takes), None)
        if near is not None:
            rest.remove(near)
        yield name, near
    for name in rest:
        yield None, name


def _heading(
    sides: tuple[Side, Side], names: tuple[str | None, str | None], catalogue: Catalogue
) -> str:
    """Return what an entry of both sides is called, or its id where they call it differently."""
    called = {
        _called(side.regimen, name, catalogue)
        for side, name in zip(sides, names, strict=True)
        if name
    }
    return called.pop() if len(called) == 1 else names[0] or names[1] or ""


def _called(regimen: Regimen, name: str | None, catalogue: Catalogue) -> str:
    """Return what an entry takes, with its id where another entry takes the same."""
    if not name or name not in regimen.entries:
        return name or ""
    takes = _takes(regimen, regimen.entries[name], catalogue)
    same = sum(_takes(regimen, each, catalogue) == takes for each in regimen.entries.values())
    return f"{takes} ({name})" if same > 1 else takes


def _condition(name: str, catalogue: Catalogue) -> str:
    known = catalogue.conditions.get(name)
    return known.name if known else name


def _medicine(name: str, catalogue: Catalogue) -> str:
    known = catalogue.medicine(name)
    return known.name if known else name


def _evening(side: Side, catalogue: Catalogue) -> dict[str, str]:
    regimen = side.regimen
    conditions = (regimen.person.conditions if regimen.person else None) or ()
    return {
        TITLE: regimen.title,
        "Bedtime": regimen.bedtime.text if regimen.bedtime else ABSENT,
        "Weeks": str(regimen.weeks) if regimen.weeks else ABSENT,
        "Limits of": side.verdict.country,
        "Conditions": listed(_condition(each, catalogue) for each in conditions) or ABSENT,
        "Medicines": listed(_medicine(each, catalogue) for each in regimen.medicines) or ABSENT,
        "Status": side.verdict.status,
    }


def _entry(side: Side, name: str | None, catalogue: Catalogue) -> dict[str, str]:
    entry = side.regimen.entries.get(name) if name else None
    if entry is None or name is None:
        return {"Takes": ABSENT}
    schedule = [row for row in side.verdict.schedule if row.entry == name]
    found = {
        "Takes": _takes(side.regimen, entry, catalogue),
        "Dose": entry.dose.shown if entry.dose else _phases(entry),
        "Gives": "; ".join(dict.fromkeys("; ".join(row.gives) for row in schedule)) or ABSENT,
        "When": listed(when.text for when in entry.when),
        "Clock": listed(
            dict.fromkeys(
                f"{row.at} to {row.until}" if row.until else row.at or "" for row in schedule
            )
        ),
        "Days": " ".join(entry.days) if entry.days else "every day",
        "Strength": entry.standardised_to.shown if entry.standardised_to else ABSENT,
        "Reason": entry.reason or ABSENT,
        "State": str(side.verdict.state(name)),
        "Supply": supply_words_of(side.regimen, name) or ABSENT,
    }
    return found


def _phases(entry: Entry) -> str:
    return "; ".join(f"{phase.weeks} weeks {phase.dose.shown}" for phase in entry.phases or ())


def _takes(regimen: Regimen, entry: Entry, catalogue: Catalogue) -> str:
    if entry.product is not None:
        product = regimen.products.get(entry.product)
        return product.name if product else entry.product
    found = catalogue.find(entry.takes)
    return found.name if found else entry.name or entry.takes


def _totals(side: Side) -> Iterator[tuple[str, str]]:
    for gauge in side.verdict.gauges:
        if side.entry is not None and side.entry not in gauge.entries:
            continue
        weeks = f", {weeks_words(*gauge.weeks)}" if gauge.weeks else ""
        yield f"{gauge.name}{weeks}", _total(gauge)
    if side.entry is None:
        known = {gauge.substance for gauge in side.verdict.gauges}
        for total in side.verdict.totals:
            if not isinstance(total, MineralTotal) and total.substance not in known:
                yield total.substance, f"{mg_shown(total.per_day)}, not checked"


def _total(gauge: Gauge) -> str:
    """Return a total with its verdicts, never merged."""
    least = "at least " if gauge.at_least else ""
    amount = f"{least}{mg_shown(gauge.total, computed=gauge.computed)} {gauge.basis}"
    said = ["not known yet" if gauge.nothing_known else amount]
    said.append(str(gauge.range_verdict))
    if gauge.own is not None:
        said.append(own_verdict(gauge.own, nothing_known=gauge.nothing_known))
    if gauge.limit_verdict is not LimitVerdict.NONE:
        said.append(str(gauge.limit_verdict))
    return "; ".join(said)


def _findings(side: Side, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for finding in side.verdict.findings:
        if side.entry is not None and side.entry not in finding.concerns:
            continue
        about = "" if side.entry else _called(side.regimen, finding.entry, catalogue)
        if not about and finding.substance:
            known = catalogue.find(finding.substance)
            about = known.name if known else finding.substance
        yield ", ".join(filter(None, (finding.code, about))), _finding(finding)


def _finding(finding: Finding) -> str:
    if finding.accepted:
        return f"{finding.severity}, accepted"
    observed = f": {finding.observed}" if finding.observed else ""
    return f"{finding.severity}{observed}"
