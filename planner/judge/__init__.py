"""The judge: from a regimen, the catalogue and a country to findings, totals and schedule.

Everything here is a pure function. A rule takes the prepared evening and yields findings; a new
rule is a function in `RULES`, a code in `findings.CODES` and a row in the documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from planner.catalogue import Catalogue
from planner.judge import labels, limits, own_ranges, person, ranges, timing
from planner.judge.acceptance import accept
from planner.judge.errors import find_errors
from planner.judge.evening import Evening
from planner.judge.findings import Finding, Verdict, once_for_each_total
from planner.judge.outcome import EveningOutcome
from planner.regimen.models import Regimen
from planner.regimen.positions import KeyPath
from planner.regimen.problems import BrokenEntry, Problem
from planner.regimen.reading import Reading

Rule = Callable[[Evening], Iterable[Finding]]

RULES: tuple[Rule, ...] = (
    ranges.dose_in_range,
    own_ranges.dose_in_own_range,
    limits.upper_limits,
    ranges.single_dose,
    timing.outside_time_window,
    labels.standardisation,
    limits.marker_above_trials,
    person.longer_than_documented,
    person.cautions,
    timing.too_close_to_medicine,
    limits.restricted_in_country,
    labels.two_rows,
    person.sedative_load,
    labels.basis_unstated,
    labels.undisclosed,
    person.medicine_unknown,
    timing.medicine_time_unstated,
    limits.combined_total,
    labels.how_it_was_read,
    ranges.not_checked,
    own_ranges.both_ranges,
    ranges.evidence_limited,
    limits.limit_fallback,
)
"""Every rule, in the order in which findings of one severity are told."""


LARGEST_EVENING = 100_000
"""Contents of entries, over all stretches of weeks, that are judged; no plan comes near it."""


def judge(
    regimen: Regimen,
    catalogue: Catalogue,
    country: str | None = None,
    *,
    problems: Iterable[Problem] = (),
    broken: Mapping[str, BrokenEntry] | None = None,
    unfilled: frozenset[KeyPath] = frozenset(),
    on_shelf: Collection[str] = (),
) -> Verdict:
    """Return the verdict on a regimen.

    `country` is the user's setting, used where the regimen's person has none. `problems` and
    `broken` are what reading a file could not use; `unfilled` are the keys that a template
    leaves open, which are no errors. `on_shelf` are products that an unknown one may be meant for.
    """
    told = tuple(problems)
    errors = find_errors(regimen, catalogue, told, broken or {}, unfilled, on_shelf=on_shelf)
    used = country_used(regimen, catalogue, country)
    evening = Evening(regimen, catalogue, used, errors.broken)
    if evening.size > LARGEST_EVENING:
        message = "too many entries, contents and phases at once to be judged"
        return Verdict((*errors.findings, Finding("invalid-file", message)), used)
    found = once_for_each_total(finding for rule in RULES for finding in rule(evening))
    found = accept(found, regimen)
    places = {name: place for place, name in enumerate(regimen.entries)}
    ordered = sorted(
        [*errors.findings, *found],
        key=lambda finding: (finding.severity.rank, places.get(finding.entry or "", -1)),
    )
    return Verdict(tuple(ordered), used, EveningOutcome(evening))


def judge_reading(reading: Reading, catalogue: Catalogue, country: str | None = None) -> Verdict:
    """Return the verdict on what reading a file gave, its problems included."""
    if reading.regimen is None:
        findings = tuple(
            Finding(problem.code, problem.message, problem.key, line=problem.line)
            for problem in reading.problems
        )
        return Verdict(findings, country or catalogue.default_country)
    return judge(
        reading.regimen,
        catalogue,
        country,
        problems=reading.problems,
        broken=reading.broken,
        unfilled=reading.unfilled,
        on_shelf=reading.on_shelf,
    )


def country_used(regimen: Regimen, catalogue: Catalogue, setting: str | None = None) -> str:
    """Return the country whose limits apply: the person's, else the setting, else the default."""
    own = regimen.person.country if regimen.person else None
    for country in (own, setting):
        if country is not None and catalogue.is_country(country):
            return country
    return catalogue.default_country


__all__ = ["RULES", "Verdict", "country_used", "judge", "judge_reading"]
