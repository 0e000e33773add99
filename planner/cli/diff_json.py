"""Differences as one JSON object, in which nothing acts on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from planner.cli.check_json import FORMAT, dumped, finding_object, total_object
from planner.cli.output import say, spaced
from planner.judge.findings import MineralTotal
from planner.quantities_machine import machine_amount
from planner.regimen.differences import Change
from planner.regimen.values import AMOUNTS

if TYPE_CHECKING:
    from planner.cli.compared import Compared, Side
    from planner.cli.diff_folders import Counts
    from planner.judge.differences import FindingDifference, TotalDifference
    from planner.library.pairs import Pair
    from planner.regimen.differences import Difference


class JsonPrinter:
    """Prints one object: of two files, or of two folders file by file."""

    def __init__(self, catalogue_version: str) -> None:
        self._version = catalogue_version
        self._waiting: str | None = None
        """The last file, until it is known whether a comma follows."""

    def pair(self, found: Compared) -> None:
        """Print what differs between two files."""
        head = {"format": FORMAT, "catalogue": self._version}
        say(dumped({**head, **compared_object(found)}))

    # two folders

    def begin(self, old: str, new: str) -> None:
        """Print what stands before the files."""
        head = dumped({"format": FORMAT, "catalogue": self._version, "old": old, "new": new})
        say(f'{head[:-1]}, "files": [')

    def add(self, pair: Pair, found: Compared) -> None:
        """Print one file of two folders, unless nothing of it differs."""
        if not found.differs and not found.text_differs and not found.unreadable:
            return
        if self._waiting is not None:
            say(f"{self._waiting},")
        self._waiting = dumped({"name": pair.name, **compared_object(found)})

    def end(self, counts: Counts) -> None:
        """Print what stands after the files."""
        if self._waiting is not None:
            say(self._waiting)
        say(f'], "summary": {dumped(asdict(counts))}}}')


def compared_object(found: Compared) -> dict[str, Any]:
    """Return what is told of two files."""
    verdicts = found.verdicts
    return {
        "old": _side(found.old),
        "new": _side(found.new),
        "differs": found.differs,
        "text_differs": found.text_differs,
        "not_comparable": found.not_comparable and spaced(found.not_comparable),
        "changes": [_change(each) for each in found.changes],
        "totals": [_total(each) for each in verdicts.totals] if verdicts else [],
        "findings": _findings(found),
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "path": side.name,
        "title": side.reading.title,
        "status": side.verdict.status,
        "country": side.verdict.country,
    }


def _change(change: Difference) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "change": change.change.value,
        "key": change.key,
        "entry": str(change.path[1]) if change.path[0] == "entries" else None,
        "old": _machine(change.path, change.old),
        "new": _machine(change.path, change.new),
        "sentence": spaced(change.sentence),
    }


def _machine(path: tuple[str | int, ...], value: Any) -> Any:
    """Return a value of a file for programs: masses in mg, dates and the like as text."""
    key = path[-1] if path else ""
    if isinstance(value, Mapping):
        return {name: _machine((*path, name), each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_machine(path, each) for each in value]
    if isinstance(value, str):
        return machine_amount(value) if key in AMOUNTS else value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, float) and not -1e300 < value < 1e300:  # JSON has no infinite numbers
        return str(value)
    return value


def _total(difference: TotalDifference) -> dict[str, Any]:
    total = difference.new or difference.old
    assert total is not None
    weeks = difference.weeks
    return {
        "mineral" if isinstance(total, MineralTotal) else "substance": total[0],
        "weeks": weeks and {"from": weeks[0], "to": weeks[1]},
        "old": difference.old and total_object(difference.old),
        "new": difference.new and total_object(difference.new),
        "sentence": spaced(difference.sentence),
    }


def _findings(found: Compared) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = {"new": [], "gone": [], "changed": []}
    if found.verdicts is None:
        for side, place in ((found.old, "gone"), (found.new, "new")):
            if side is not None and not side.is_read:
                told[place] += [
                    finding_object(each, side.reading) for each in side.verdict.findings
                ]
        return told
    for each in found.verdicts.findings:
        place = {Change.ADDED: "new", Change.REMOVED: "gone"}.get(each.change, "changed")
        told[place].append(_finding(each, found))
    return told


def _finding(difference: FindingDifference, found: Compared) -> dict[str, Any]:
    old = difference.old and found.old and finding_object(difference.old, found.old.reading)
    new = difference.new and found.new and finding_object(difference.new, found.new.reading)
    if old and new:
        return {"old": old, "new": new, "sentence": spaced(difference.sentence)}
    told = {**(new or old or {}), "sentence": spaced(difference.sentence)}
    return told if new else {**told, "judged": difference.is_judged}
