"""Making a sheet: from a regimen, its verdict and the catalogue to everything an export tells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.catalogue.models import VERIFIED_WORDS
from planner.export import privacy
from planner.export.rows import entry_rows, length_words, medicine_words, taking_rows
from planner.export.sentence import (
    spelled,
)
from planner.export.sheet import (
    Carried,
    Edition,
    FieldRow,
    FindingRow,
    Sheet,
    SourceRow,
)
from planner.export.totals import total_rows
from planner.judge import judge_reading
from planner.judge.findings import MineralTotal, Severity
from planner.judge.length import last_week
from planner.judge.timeline import timeline
from planner.regimen.redacting import self_contained, stays_behind, without_person
from planner.regimen.telling_own import told_by_name
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.judge.findings import Finding, MineralTotal, Verdict
    from planner.library.names import Names
    from planner.regimen.models import Regimen
    from planner.regimen.reading import Reading

_STATUS = {
    "pass": "Nothing to warn about in what was checked.",
    "ask": "A fact is missing: see the questions.",
    "warn": "Something lies outside what is documented: see the warnings.",
    "own": "Something lies outside somebody's own range: see the warnings.",
}


_TEMPLATE = (
    "This is a template: nobody should take anything by it before it is filled in. Of what it says"
    " so far:"
)


class ExportRefusedError(Exception):
    """A regimen that cannot be shared as it is; the message says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a sender chooses."""

    with_person: bool = False
    """Whether name, age, country and conditions of the person are told, and carried along."""
    by: str | None = None
    """Who made the sheet."""
    large_print: bool = False
    names: Names | None = None
    """The names that codes of persons stand for, told with the person; never carried along."""
    country: str | None = None
    """The sender's setting, used where the person names no country."""


def carried(reading: Reading, catalogue: Catalogue, options: Options) -> Carried:
    """Return the regimen as it goes along with a sheet.

    Raises:
        ExportRefusedError: it could not be read whole.
    """
    return _carried(reading, _regimen(reading), catalogue, options)[1]


def make_sheet(reading: Reading, catalogue: Catalogue, edition: Edition, options: Options) -> Sheet:
    """Return the sheet of a regimen that was read.

    Raises:
        ExportRefusedError: it holds an error, so that nobody should take anything by it.
    """
    whole = _regimen(reading)
    verdict = judge_reading(reading, catalogue, options.country)
    errors = [each for each in verdict.findings if each.severity is Severity.ERROR]
    if errors:
        first = errors[0]
        where = f"{first.key}: " if first.key else ""
        raise ExportRefusedError(
            f"it has {counted(len(errors), 'error')}, so that it must not be shared:"
            f" {where}{first.message}"
        )
    regimen, going = _carried(reading, whole, catalogue, options)
    takings = tuple(taking_rows(whole, verdict))
    findings = [_finding_row(each, whole, catalogue, options) for each in verdict.findings]
    person = whole.person if options.with_person else None
    code = person.name if person else None
    name = options.names.name_of(code) if options.names else None
    return Sheet(
        stem=_stem(reading.path, whole),
        title=privacy.told(whole.title),
        person=tuple(privacy.person_words(person, catalogue, name)) if person else (),
        subject=privacy.told(name or code) if code else None,
        by=privacy.told(options.by) if options.by and options.by.strip() else None,
        edition=edition,
        carried=going,
        catalogue=catalogue.version,
        country=verdict.country,
        limits=_limits_words(whole, verdict, catalogue, options),
        status=verdict.status,
        status_words=_status_words(whole, verdict),
        minor=_is_minor(whole, catalogue),
        bedtime=whole.bedtime.text if whole.bedtime else None,
        start=whole.start,
        weeks=last_week(whole),
        length=length_words(whole),
        notes=privacy.told(whole.notes or ""),
        medicines=tuple(medicine_words(whole)),
        entries=tuple(entry_rows(whole, verdict, catalogue, takings)),
        takings=takings,
        totals=tuple(total_rows(verdict, catalogue)),
        standing=tuple(
            each
            for each in findings
            if each.reason is None and each.severity in (Severity.WARNING, Severity.QUESTION)
        ),
        accepted=tuple(each for each in findings if each.reason is not None),
        remarks=tuple(
            each
            for each in findings
            if each.severity == Severity.NOTE and each.code != "not-checked"
        ),
        not_checked=tuple(
            dict.fromkeys(
                (
                    *_not_checked(findings, reading, whole, options),
                    *_intakes(verdict, whole, catalogue),
                    "What is eaten and drunk, and whatever is taken that the plan does not name.",
                )
            )
        ),
        sources=tuple(_source_rows(findings, verdict, catalogue)),
        evening=timeline(whole, verdict, catalogue),
        regimen=regimen,
        template=privacy.told(whole.template.description) if whole.template else None,
        fields=tuple(_field_rows(whole, options)),
        left_open=tuple(visible(key) for key in reading.broken),
    )


def _status_words(regimen: Regimen, verdict: Verdict) -> str:
    if regimen.template is not None:
        return f"{_TEMPLATE} {_status(verdict)}"
    said = _status(verdict)
    accepted = sum(each.accepted is not None for each in verdict.findings)
    if not accepted:
        return said
    verb = "was" if accepted == 1 else "were"
    also = f"{counted(accepted, 'warning')} {verb} accepted with a reason"
    if verdict.status == "pass":
        return f"{also}; nothing else was found to warn about in what was checked."
    return f"{said} {also}."


def _status(verdict: Verdict) -> str:
    return _STATUS["own" if verdict.only_own else verdict.status]


def _is_minor(regimen: Regimen, catalogue: Catalogue) -> bool:
    age = regimen.person.age if regimen.person else None
    return age is not None and age < catalogue.rules.adult_age


def _regimen(reading: Reading) -> Regimen:
    if reading.regimen is None or reading.problems:
        said = "; ".join(
            f"{'.'.join(map(str, each.key))}: {each.message}" if each.key else each.message
            for each in reading.problems[:3]
        )
        raise ExportRefusedError(f"it has errors, so that it must not be shared: {said}")
    return reading.regimen


def _carried(
    reading: Reading, regimen: Regimen, catalogue: Catalogue, options: Options
) -> tuple[Regimen, Carried]:
    if options.with_person:
        left, data = self_contained(reading, regimen)
    else:
        left, data = without_person(
            reading,
            regimen,
            lambda accepted: privacy.is_personal(accepted.code, accepted.observed, catalogue),
        )
    left, data = told_by_name(left, data, catalogue)
    digest = hashlib.sha256(data).hexdigest()
    return left, Carried(data, digest, exact=data == reading.data)


def _stem(path: Path | None, regimen: Regimen) -> str:
    if path is not None and path.stem.strip("."):  # `...toml` would be the folder above
        return path.stem
    kept = [each if each.isascii() and each.isalnum() else "-" for each in regimen.title.lower()]
    return "".join(kept).strip("-")[:60] or "regimen"


def _limits_words(
    regimen: Regimen, verdict: Verdict, catalogue: Catalogue, options: Options
) -> str:
    named = catalogue.country_name(verdict.country)
    code = "" if named == verdict.country else f" ({verdict.country})"
    own = regimen.person.country if regimen.person else None
    if own == verdict.country:
        why = "the country that the plan names"
    elif options.country == verdict.country:
        why = "the sender's setting"
    else:
        why = "the default, because the plan names no country"
    return f"Upper limits of: {named}{code}, {why}."


def _finding_row(
    finding: Finding, regimen: Regimen, catalogue: Catalogue, options: Options
) -> FindingRow:
    withheld = not options.with_person and privacy.is_withheld(finding, regimen, catalogue)
    accepted = finding.accepted
    # of which entry and substance a caution is may give away what it is about
    entry = None if withheld else finding.entry
    message = spelled(visible(finding.message))
    if not options.with_person:
        message = privacy.without_age(message)
    return FindingRow(
        code=finding.code,
        severity=str(finding.severity),
        entry=entry,
        about=_name_of(regimen, entry, catalogue) if entry else "",
        substance=None if withheld else privacy.told_if_any(finding.substance),
        phase=finding.phase,
        message=privacy.withheld_words(finding) if withheld else message,
        observed=None if withheld else privacy.told_if_any(finding.observed),
        limit=None if withheld else privacy.told_if_any(finding.limit),
        source=None if withheld else finding.source,
        reason=accepted
        and (privacy.REASON_WITHHELD if withheld else privacy.told(accepted.reason)),
        on=accepted.on if accepted else None,
        concerns=() if withheld else finding.concerns,
        withheld=withheld,
        own=finding.own,
    )


def _name_of(regimen: Regimen, key: str, catalogue: Catalogue) -> str:
    entry = regimen.entries.get(key)
    if entry is None:
        return visible(key)
    if entry.product in regimen.products:
        return privacy.told(regimen.products[entry.product].name)
    substance = catalogue.find(entry.takes)
    named = substance.named(entry.name) if substance else entry.name or entry.takes
    return privacy.told(named)


def _not_checked(
    findings: Iterable[FindingRow], reading: Reading, regimen: Regimen, options: Options
) -> Iterator[str]:
    for finding in findings:
        if finding.code == "not-checked":
            about = f"{finding.about}: " if finding.about else ""
            yield f"{about}{finding.message}"
    for key in reading.broken:
        yield f"{visible(key)}: left to be filled in, so that nothing of it was checked."
    person = regimen.person
    if person is None or person.age is None:
        yield "Age: none is given, so that everything was compared as for an adult."
    elif not options.with_person:
        yield "Age: it was checked, and is left out of this sheet."
    if person is None or not person.conditions:
        yield "Conditions, pregnancy included: none is named, so that none was checked."
    elif not options.with_person:
        yield "Conditions: those named were checked, and are left out of this sheet."
    if not regimen.medicines:
        yield "Medicines: none is named, so that none was checked."
    else:
        yield (
            "Medicines: only what the catalogue documents of those named was checked; it does not"
            " know every interaction."
        )
    for finding in findings:
        if finding.code in ("medicine-unknown", "medicine-time-unstated"):
            yield f"Medicines: {finding.message}"


def _intakes(verdict: Verdict, regimen: Regimen, catalogue: Catalogue) -> Iterator[str]:
    """Yield how many intakes a day go with a limit that was used: that is shown, never judged."""
    age = regimen.person.age if regimen.person else None
    for family in {each.mineral: None for each in verdict.totals if isinstance(each, MineralTotal)}:
        row = catalogue.families[family]
        limit = catalogue.upper_limit(row, verdict.country, age).limit
        if limit is not None and limit.intakes:
            yield (
                f"{row.name}: {limit.body} ties its upper limit to at least {limit.intakes} intakes"
                " a day; how many there are was not compared with it."
            )


def _source_rows(
    findings: Iterable[FindingRow], verdict: Verdict, catalogue: Catalogue
) -> Iterator[SourceRow]:
    ids = [finding.source for finding in findings]
    ids += [each for gauge in verdict.gauges for each in gauge.sources]
    for source_id in dict.fromkeys(ids):
        if source_id is None or source_id not in catalogue.sources:
            continue
        source = catalogue.sources[source_id]
        facts = [each.rstrip(".") for each in (source.title, source.authors, source.where) if each]
        yield SourceRow(
            id=source_id,
            short=source.short,
            text=f"{'. '.join(facts)}{f', {source.year}' if source.year else ''}.",
            address=f"https://doi.org/{source.doi}" if source.doi else source.url,
            verified=VERIFIED_WORDS[source.verified],
        )


def _field_rows(regimen: Regimen, options: Options) -> Iterator[FieldRow]:
    for field in regimen.template.fields.values() if regimen.template else ():
        default = _default_words(field.default)
        if not options.with_person and stays_behind(field.key):
            default = None
        yield FieldRow(visible(field.key), privacy.told(field.prompt), default)


def _default_words(default: object) -> str | None:
    if default is None:
        return None
    if isinstance(default, (list, tuple)):
        return listed(privacy.told(str(each)) for each in default)
    return privacy.told(str(default))
