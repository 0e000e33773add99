"""Remedies: what one key can do about a finding, judged before it is offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from planner.catalogue import Catalogue
from planner.clock import MINUTES_A_DAY, BeforeBed
from planner.judge import judge
from planner.judge.findings import Finding, Gauge, RangeVerdict, Severity, Verdict
from planner.judge.timeline import Lane, Mark, timeline
from planner.quantities import Amount, mg_shown
from planner.regimen import edits
from planner.regimen.models import Entry, Regimen
from planner.regimen.moving import moved

_WEEK = 7
_STEP = 5
_NO_AIM = (RangeVerdict.ADULTS, RangeVerdict.ASK, RangeVerdict.SHARE)
"""Where no dose is known to be in range, none is offered."""
_WEIGHTY = (Severity.ERROR, Severity.WARNING, Severity.QUESTION)


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that can be done about a finding: an edit, or a field to go to."""

    label: str
    """In few words: `set 300 mg`, `move to 21:00`, `ask the label`."""
    regimen: Regimen | None = None
    """The mended regimen; None where the person has to say something first."""
    entry: str | None = None
    field: str | None = None
    """The field of the entry, or the fact of the regimen, that it is about."""


def remedies(
    finding: Finding, regimen: Regimen, verdict: Verdict, catalogue: Catalogue
) -> tuple[Remedy, ...]:
    """Return what can be done about a finding, best first.

    An edit is offered only where judging the edited regimen shows that the finding is gone and that
    no other error, warning or question has come.
    """
    if finding.accepted:
        return ()
    make = _MAKERS.get(finding.code)
    return tuple(make(_Case(finding, regimen, verdict, catalogue))) if make else ()


@dataclass(frozen=True, slots=True)
class _Case:
    """A finding with all that its remedy is made of."""

    finding: Finding
    regimen: Regimen
    verdict: Verdict
    catalogue: Catalogue

    @property
    def entry(self) -> Entry | None:
        return self.regimen.entries.get(self.finding.entry or "")

    def judged(self, regimen: Regimen) -> Verdict:
        return judge(regimen, self.catalogue, self.verdict.country)

    def mends(self, regimen: Regimen) -> bool:
        """Whether an edit takes the finding away and brings nothing that weighs."""
        after = self.judged(regimen)
        return _about(self.finding) not in _weighty(after) and _weighty(after) <= _weighty(
            self.verdict
        )

    def at(self, label: str, field: str) -> Remedy:
        """Return a remedy that only goes to a field."""
        return Remedy(label, None, self.finding.entry, field)


def _about(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.code, finding.entry, finding.substance


def _weighty(verdict: Verdict) -> set[tuple[str, str | None, str | None]]:
    return {_about(row) for row in verdict.findings if row.counts and row.severity in _WEIGHTY}


# doses


def _dose(case: _Case) -> Iterator[Remedy]:
    """Offer the dose that brings the total to the bound that was crossed, or to the next one."""
    name, entry = case.finding.entry, case.entry
    if name is None or entry is None:
        return
    field = "dose" if entry.phases is None else "phases"
    dose = entry.dose
    if isinstance(dose, Amount) and not _is_minor(case):
        found = []
        for place, amount in enumerate(_doses(case, name, dose)):
            changed = _with(case.regimen, name, dose=amount)
            if case.mends(changed):
                # in range and above a limit is mended, but in range and within it is better
                found.append((len(_weighty(case.judged(changed))), place, amount, changed))
        if found:
            _, _, amount, changed = min(found, key=lambda row: row[:2])
            yield Remedy(f"set {amount.shown}", changed, name, field)
            return
    yield case.at("change the dose" if field == "dose" else "change the titration", field)


def _is_minor(case: _Case) -> bool:
    """Whether the person is a minor: the documented ranges are for adults, so none is offered."""
    age = case.regimen.person.age if case.regimen.person else None
    return age is not None and age < case.catalogue.rules.adult_age


def _doses(case: _Case, name: str, dose: Amount) -> Iterator[Amount]:
    gauges = [
        gauge
        for gauge in case.verdict.gauges
        if name in gauge.entries and not gauge.at_least and gauge.stretch is None
    ]
    if any(gauge.range_verdict in _NO_AIM for gauge in gauges):
        return
    double = _with(case.regimen, name, dose=Amount(dose.value * 2, dose.unit))
    doubled = {gauge.substance: gauge.total for gauge in case.judged(double).gauges}
    below = case.finding.below
    for gauge in sorted(gauges, key=lambda gauge: gauge.substance != case.finding.substance):
        part = doubled.get(gauge.substance, gauge.total) - gauge.total
        if part <= 0:
            continue
        for bound in _bounds(gauge, below=below):
            share = (bound - gauge.total + part) / part
            amount = _rounded(dose, dose.value * share, up=below)
            if amount is not None:
                yield amount


def _bounds(gauge: Gauge, *, below: bool) -> list[Decimal]:
    """Return the totals to aim at: the nearest bound that the total has passed comes first."""
    own = gauge.own
    if below:
        bottoms = [bound for bound in (gauge.lower, own and own.lower) if bound is not None]
        return sorted(bound for bound in bottoms if bound > gauge.total)
    tops = [bound for bound in (gauge.upper, gauge.limit, own and own.upper) if bound is not None]
    return sorted((bound for bound in tops if bound < gauge.total), reverse=True)


def _rounded(dose: Amount, value: Decimal, *, up: bool) -> Amount | None:
    """Return a dose that can be taken: whole units of what is counted, few digits of a mass."""
    if value <= 0:
        return None
    rounding = ROUND_CEILING if up else ROUND_FLOOR
    exponent = Decimal(1)
    if dose.dimension == "mass":
        exponent = Decimal(1).scaleb(min(value.adjusted() - 2, 0 if dose.unit.name == "mg" else 9))
    whole = value.quantize(exponent, rounding=rounding)
    if whole <= 0 or whole == dose.value:
        return None
    return Amount(Decimal(f"{whole.normalize():f}"), dose.unit)


# times


def _window(case: _Case) -> Iterator[Remedy]:
    """Offer the nearest time inside the documented window."""
    found = _lane(case)
    if found is None or not found.bands:
        yield case.at("change the time", "when")
        return
    first, last = found.bands[0].span
    changed = case.regimen
    for mark in found.marks:
        if mark.span is None or _inside(mark, found):
            continue
        earliest, latest = mark.span
        if earliest - latest > first - last:
            changed = _with_when(changed, found.entry, mark.taking, BeforeBed(first, last))
        else:
            by = earliest - first if earliest > first else latest - last
            changed = moved(changed, found.entry, mark.taking, by)
    yield from _moved(case, changed, found.entry)


def _inside(mark: Mark, lane: Lane) -> bool:
    assert mark.span is not None
    earliest, latest = mark.span
    return any(band.span[0] >= earliest and latest >= band.span[1] for band in lane.bands)


def _apart(case: _Case) -> Iterator[Remedy]:
    """Offer the nearest time that is far enough from every medicine; the medicine stays."""
    found = _lane(case)
    if found is not None:
        changed: Regimen | None = case.regimen
        for mark in found.marks:
            if mark.span is not None and changed is not None and not _far_enough(mark, 0, found):
                by = _nearest_free(mark, found)
                changed = None if by is None else moved(changed, found.entry, mark.taking, by)
        if changed is not None:
            for remedy in _moved(case, changed, found.entry):
                if remedy.regimen is not None:
                    yield remedy
    yield case.at("ask a pharmacist about the time", "when")


def _nearest_free(mark: Mark, lane: Lane) -> int | None:
    """Return the smallest move, in steps of five minutes, to where nothing is too close.

    A time inside a documented window comes before any other.
    """
    assert mark.span is not None
    earliest, latest = mark.span
    free = []
    for away in range(_STEP, MINUTES_A_DAY, _STEP):
        for by in (-away, away):
            if latest - by >= 0 and _far_enough(mark, by, lane):
                placed = Mark(mark.taking, (earliest - by, latest - by), mark.words)
                free.append((not _inside(placed, lane), away, by))
    return min(free)[2] if free else None


def _far_enough(mark: Mark, by: int, lane: Lane) -> bool:
    assert mark.span is not None
    for zone in lane.zones:
        start, end = zone.span
        for minutes in range(mark.span[1] - by, mark.span[0] - by + 1, _STEP):
            if 0 < (start - minutes) % MINUTES_A_DAY < start - end:
                return False
    return True


def _lane(case: _Case) -> Lane | None:
    picture = timeline(case.regimen, case.verdict, case.catalogue)
    return next((lane for lane in picture.lanes if lane.entry == case.finding.entry), None)


def _moved(case: _Case, changed: Regimen, name: str) -> Iterator[Remedy]:
    if changed != case.regimen and case.mends(changed):
        when = changed.entries[name].when
        before = case.regimen.entries[name].when
        new = [time for time, old in zip(when, before, strict=True) if time != old]
        yield Remedy(f"move to {new[0].text}", changed, name, "when")
    else:
        yield case.at("change the time", "when")


# the rest


def _length(case: _Case) -> Iterator[Remedy]:
    entry = case.entry
    if entry is not None and entry.phases is not None:
        yield case.at("shorten the titration", "phases")
        return
    days = (case.finding.limit or "").removesuffix(" days")
    weeks = int(days) // _WEEK if days.isdigit() else 0
    if weeks:
        changed = edits.with_weeks(case.regimen, weeks)
        if case.mends(changed):
            yield Remedy(f"set {weeks} weeks", changed, None, "weeks")
            return
    yield case.at("change the length", "weeks")


def _slip(case: _Case) -> Iterator[Remedy]:
    """Offer the reading that the note names, where the entry alone makes up the total."""
    entry, name = case.entry, case.finding.entry
    if entry is not None and name is not None and isinstance(entry.dose, Amount):
        for factor in (1000, 10, 100):
            for value in (entry.dose.value / factor, entry.dose.value * factor):
                amount = Amount(value.normalize(), entry.dose.unit)
                changed = _with(case.regimen, name, dose=amount)
                if f"Was {mg_shown(_mg(amount))} meant?" in case.finding.message and not any(
                    row.code == "probable-slip" and row.entry == name
                    for row in case.judged(changed).findings
                ):
                    yield Remedy(f"set {amount.shown}", changed, name, "dose")
                    return
    yield case.at("look at the dose", "dose")


def _mg(amount: Amount) -> Decimal:
    return amount.milligrams if amount.dimension == "mass" else Decimal(0)


def _forget(case: _Case) -> Iterator[Remedy]:
    number = case.finding.path[1] if len(case.finding.path) > 1 else 0
    kept = tuple(row for at, row in enumerate(case.regimen.accepted, 1) if at != number)
    facts = {key: getattr(case.regimen, key) for key in Regimen.model_fields} | {"accepted": kept}
    yield Remedy("forget the acceptance", Regimen(**facts), case.finding.entry, None)


def _to(label: str, field: str) -> Callable[[_Case], Iterable[Remedy]]:
    """Return a remedy that goes to a field."""
    return lambda case: (case.at(label, field),)


_MAKERS: dict[str, Callable[[_Case], Iterable[Remedy]]] = {
    "dose-below-range": _dose,
    "dose-above-range": _dose,
    "outside-own-range": _dose,
    "above-upper-limit": _dose,
    "single-dose-above-limit": _dose,
    "marker-above-trials": _dose,
    "probable-slip": _slip,
    "outside-time-window": _window,
    "too-close-to-medicine": _apart,
    "longer-than-documented": _length,
    "acceptance-lapsed": _forget,
    "basis-unstated": _to("ask the label", "which"),
    "standardisation-unstated": _to("ask the label", "strength"),
    "standardisation-below-minimum": _to("look at the label", "strength"),
    "amount-undisclosed": _to("ask the label", "amount"),
    "label-contradiction": _to("look at the label", "amount"),
    "label-differs": _to("look at the label", "amount"),
    "medicine-unknown": _to("name the medicine", "person"),
    "medicine-time-unstated": _to("say when it is taken", "person"),
    "caution": _to("look at the person", "person"),
    "limit-fallback": _to("choose the country", "country"),
    "invalid-amount": _to("write the dose", "dose"),
    "unit-mismatch": _to("write the dose", "dose"),
    "unknown-substance": _to("say what it is", "substance"),
    "unknown-product": _to("say what it is", "substance"),
    "invalid-time": lambda case: (
        case.at("set the bedtime", "bedtime")
        if case.finding.entry is None
        else case.at("write the time", "when"),
    ),
}


def _with(regimen: Regimen, name: str, **changes: object) -> Regimen:
    entry = regimen.entries[name]
    facts = {key: getattr(entry, key) for key in Entry.model_fields} | changes
    return edits.with_entry(regimen, name, Entry(**facts))


def _with_when(regimen: Regimen, name: str, taking: int, when: BeforeBed) -> Regimen:
    times = regimen.entries[name].when
    return _with(regimen, name, when=(*times[:taking], when, *times[taking + 1 :]))
