"""Short ways to write a regimen and to read its verdict, for tests that know the contract only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import tomli_w

from planner.catalogue import load_catalogue
from planner.judge import judge_reading
from planner.judge.findings import MineralTotal, SubstanceTotal, Verdict
from planner.regimen.reading import Reading, read_bytes

Source = str | bytes | Mapping[str, Any]

IN_WINDOW = "90 min before bed"
"""Inside the window of magnesium bisglycinate."""

catalogue = cache(load_catalogue)


def read(source: Source) -> Reading:
    if isinstance(source, Mapping):
        source = tomli_w.dumps(source)
    return read_bytes(source.encode() if isinstance(source, str) else source)


def check(source: Source, country: str | None = None) -> Verdict:
    return judge_reading(read(source), catalogue(), country)


def plan(
    entries: Mapping[str, Any] | None = None, *, bedtime: str | None = "22:30", **top: Any
) -> dict[str, Any]:
    """A whole regimen; `bedtime=None` leaves the bedtime out."""
    whole = {"format": 1, "title": "An evening", "bedtime": bedtime, **top, "entries": entries}
    return _given(whole)


def take(substance: str, dose: str | None, when: Any = IN_WINDOW, **more: Any) -> dict[str, Any]:
    return _given({"substance": substance, "dose": dose, "when": when, **more})


def ash(dose: str | None = "300 mg", percent: str | None = "5 %", **more: Any) -> dict[str, Any]:
    return take("ashwagandha-extract", dose, standardised_to=percent, **more)


def mag(dose: str | None, basis: str | None = None, **more: Any) -> dict[str, Any]:
    return take("magnesium-bisglycinate", dose, basis=basis, **more)


def elemental(dose: str | None, **more: Any) -> dict[str, Any]:
    return mag(dose, "elemental", **more)


def citrate(dose: str | None, basis: str | None = "elemental", **more: Any) -> dict[str, Any]:
    return take("magnesium-citrate", dose, basis=basis, **more)


def takes(product: str, dose: str = "1 capsule", when: Any = IN_WINDOW, **more: Any) -> Any:
    return {"product": product, "dose": dose, "when": when, **more}


def label(contents: Mapping[str, Any], serving: str = "1 capsule", **more: Any) -> dict[str, Any]:
    return {"name": "A product", "serving": serving, **more, "contents": contents}


def one_label(substance: str, **content: Any) -> dict[str, Any]:
    """A regimen with one entry, `it`, that takes one serving of a product with one content."""
    products = {"box": label({substance: content})}
    return plan({"it": takes("box")}, products=products)


def phases(*steps: tuple[int, str]) -> list[dict[str, Any]]:
    return [{"weeks": weeks, "dose": dose} for weeks, dose in steps]


def found(verdict: Verdict, code: str) -> list[Any]:
    return [finding for finding in verdict.findings if finding.code == code]


def rows(verdict: Verdict, code: str) -> list[Any]:
    """Entry, substance, phase, observed and limit of every finding with a code."""
    return [
        (each.entry, each.substance, each.phase, each.observed, each.limit)
        for each in found(verdict, code)
    ]


def observed(verdict: Verdict, code: str) -> list[Any]:
    return [finding.observed for finding in found(verdict, code)]


def named(verdict: Verdict, code: str) -> list[Any]:
    """The entries that findings with a code name."""
    return [finding.entry for finding in found(verdict, code)]


def words(finding: Any) -> str:
    """The message with plain spaces."""
    return finding.message.replace("\xa0", " ")


def codes(verdict: Verdict) -> set[str]:
    return {finding.code for finding in verdict.findings}


def troubles(verdict: Verdict) -> list[str]:
    """The codes of everything but notes, sorted, each as often as it was reported."""
    return sorted(finding.code for finding in verdict.findings if finding.severity != "note")


def errors(verdict: Verdict) -> list[tuple[str, str]]:
    """Code and key of every error, sorted."""
    return sorted((each.code, each.key) for each in verdict.findings if each.severity == "error")


def per_day(verdict: Verdict, substance: str) -> list[Any]:
    """Daily totals of a substance, one for each stretch."""
    return [total.per_day for total in _substances(verdict) if total.substance == substance]


def marker(verdict: Verdict, substance: str) -> list[Any]:
    return [total.marker_per_day for total in _substances(verdict) if total.substance == substance]


def magnesium(verdict: Verdict) -> list[Any]:
    """Elemental totals of magnesium and whether each is complete, one for each stretch."""
    return [
        (total.elemental_per_day, total.complete)
        for total in verdict.totals
        if isinstance(total, MineralTotal) and total.mineral == "magnesium"
    ]


def stretches(verdict: Verdict) -> list[Any]:
    return sorted({total.stretch for total in verdict.totals}, key=lambda number: number or 0)


def _substances(verdict: Verdict) -> Iterable[SubstanceTotal]:
    return (total for total in verdict.totals if isinstance(total, SubstanceTotal))


def _given(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value is not None}
