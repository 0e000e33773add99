"""`planner product change`: another label for all plans that take it, after a look at them."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.output import CommandError, Style, say, spaced
from planner.cli.product_check import label_differences
from planner.cli.product_put import shelf_folder, write
from planner.cli.product_shelf import (
    MOST_NAMED,
    Plans,
    count_words,
    home,
    named_file,
    names,
    told,
    wrapped,
)
from planner.judge.findings import Severity
from planner.wording import counted, quoted, visible

if TYPE_CHECKING:
    from planner.cli.judging import Judging
    from planner.judge.differences import FindingDifference, VerdictDifferences
    from planner.judge.findings import Finding
    from planner.library.products import ShelfFile
    from planner.library.relabelling import Change

MOST_TOTALS = 12
_WORDS = {"added": "new", "removed": "gone", "changed": "changed"}
_ORDER = tuple(_WORDS)


@dataclass(slots=True)
class _Group:
    """Plans in which the same happens: how many, and the first of them."""

    plans: int = 0
    first: list[Path] = field(default_factory=list)

    def add(self, path: Path) -> None:
        """Count a plan."""
        self.plans += 1
        if len(self.first) < MOST_NAMED:
            self.first.append(path)


@dataclass(slots=True)
class _Effects:
    """What a change does to the plans that take a label, without growing with their number."""

    plans: int = 0
    templates: int = 0
    status: dict[tuple[str, str], _Group] = field(default_factory=dict)
    findings: dict[tuple[int, int, str, str], _Group] = field(default_factory=dict)
    """By rank of the severity, what happens, code and substance."""
    totals: dict[str, _Group] = field(default_factory=dict)
    untouched: int = 0
    worse: Counter[Severity] = field(default_factory=Counter)
    """In how many plans findings of a severity come up, or say something else."""

    def add(self, path: Path, is_template: bool, differences: VerdictDifferences) -> None:
        """Add what happens to one plan."""
        self.plans += not is_template
        self.templates += is_template
        if differences.status:
            self.status.setdefault(differences.status, _Group()).add(path)
        for key in dict.fromkeys(map(_key, differences.findings)):
            self.findings.setdefault(key, _Group()).add(path)
        self.worse.update({each.new.severity for each in differences.findings if each.new})
        for sentence in dict.fromkeys(each.sentence for each in differences.totals):
            self.totals.setdefault(sentence, _Group()).add(path)
        self.untouched += not differences

    @property
    def code(self) -> int:
        """The exit code: 2 where plans get errors, 1 where they get anything else to look at."""
        if self.worse[Severity.ERROR]:
            return 2
        return 1 if self.worse[Severity.WARNING] or self.worse[Severity.QUESTION] else 0


def _key(difference: FindingDifference) -> tuple[int, int, str, str]:
    finding: Finding | None = difference.new or difference.old
    assert finding is not None
    what = _ORDER.index(str(difference.change))
    return finding.severity.rank, what, finding.code, finding.substance or ""


def change_product(options: argparse.Namespace) -> int:
    """Show or write a change of a label, and return the exit code."""
    from planner.cli.judging import Judging
    from planner.library.products import product_of

    place = home(options)
    path = named_file(options, place).path
    data = _bytes(str(path))
    change = _asked(options, product_of(data, path), data)
    judging, style = Judging(options), Style()
    for line in _label_lines(change, judging, style):
        say(line)
    _refuse_label(change.new, judging)
    plans = Plans(place)
    effects = _effects(change, plans, judging)
    for line in _effect_lines(effects, style):
        say(line)
    plans.complain()
    if change.data is not None:
        say()
        _finish(options, change, effects, place)
    return 2 if plans.unreadable else effects.code


def _asked(options: argparse.Namespace, file: ShelfFile, data: bytes) -> Change:
    """Return the change that the options ask for.

    Raises:
        CommandError: they ask for none, for several, or for what cannot be.
    """
    from planner.library import relabelling

    keys = bool(options.values or options.gone)
    if keys + (options.to is not None) + (options.before is not None) != 1:
        raise CommandError(
            "say how the label changes: --set KEY=VALUE and --unset KEY, or --to FILE, or, where"
            " the shelf has the new one already, --from FILE; see planner product change --help"
        )
    if options.before is not None and options.write:
        raise CommandError("--from only shows what a change did: there is nothing to --write")
    try:
        if keys:
            values = _values(options.values)
            return relabelling.with_keys(file, data, values, options.gone)
        if options.to is not None:
            return relabelling.with_file(file, data, _bytes(options.to))
        return relabelling.since(file, _bytes(options.before))
    except relabelling.CannotChangeError as problem:
        named = options.to or options.before
        where = "standard input" if named == "-" else named or told(file.path)
        raise CommandError(f"{visible(where)}: {problem}") from None


def _values(texts: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        key = key.strip().removeprefix("product.")
        if not equals or not key:
            raise CommandError(
                f'--set {quoted(text)}: expected KEY=VALUE, such as serving="1 capsule"'
            )
        if key in values:
            raise CommandError(f"--set {quoted(key)} is given twice")
        if not value.strip():
            raise CommandError(f"--set {quoted(key)}: the value is empty; --unset takes a key out")
        values[key] = value
    return values


def _bytes(name: str) -> bytes:
    """Return what a file, or standard input, holds.

    Raises:
        CommandError: it cannot be read.
    """
    from planner.tables import LARGEST_FILE, file_bytes

    if name == "-":
        return sys.stdin.buffer.read(LARGEST_FILE + 1)
    try:
        return file_bytes(Path(name))
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise CommandError(f"{visible(name)}: cannot be read: {reason}") from None


def _label_lines(change: Change, judging: Judging, style: Style) -> Iterator[str]:
    old, new = change.old, change.new
    shown = new.product or old.product
    assert shown is not None
    yield f"{style.strong(visible(new.id))}  {visible(shown.name)}"
    if old.product is None or new.product is None:
        then = "as it was" if old.product is None else "as it is now"
        yield from wrapped(f"the label {then} cannot be read, so that it is not compared", 2)
        return
    sentences = list(label_differences(old.product, new.product, judging, new.path))
    for sentence in sentences or ["nothing that the label says changes"]:
        yield from wrapped(spaced(sentence), 2)


def _refuse_label(file: ShelfFile, judging: Judging) -> None:
    """Refuse a label that no plan could take.

    Raises:
        CommandError: the judge finds an error in the label itself.
    """
    from planner.judge.alone import label_findings

    if file.product is None:
        return
    for finding in label_findings(file.product, judging.catalogue_at(file.path)):
        if finding.severity is Severity.ERROR:
            key = finding.key.removeprefix("product.")
            raise CommandError(f"the new label cannot be used: {key}: {finding.message}")


def _effects(change: Change, plans: Plans, judging: Judging) -> _Effects:
    from planner.judge.differences import verdict_differences

    effects, product = _Effects(), change.new.id
    for taker in plans.taking(product):
        before = judging(taker.reading({product: change.old}), taker.path)
        after = judging(taker.reading({product: change.new}), taker.path)
        catalogue = judging.catalogue_at(taker.path)
        found = verdict_differences(before, after, catalogue)
        effects.add(taker.path, taker.is_template, found)
    return effects


def _effect_lines(effects: _Effects, style: Style) -> Iterator[str]:
    yield ""
    takers = effects.plans + effects.templates
    if not takers:
        yield "No plan takes it."
        return
    verb = "takes" if takers == 1 else "take"
    yield style.strong(f"{count_words(effects.plans, effects.templates)} {verb} it")
    if effects.untouched:
        yield f"  nothing that the judge says changes in {counted(effects.untouched, 'plan')}"
    for (old, new), group in sorted(effects.status.items(), key=lambda row: -row[1].plans):
        yield from _group_lines(f"{old} becomes {new}", group)
    if effects.findings:
        yield ""
        yield style.strong("Findings")
    for (rank, what, code, substance), group in sorted(
        effects.findings.items(), key=lambda row: (row[0][:2], -row[1].plans, row[0])
    ):
        severity = list(Severity)[rank].value
        subject = f" {visible(substance)}" if substance else ""
        name = style.of(severity, f"{severity}[{code}]")
        yield from _group_lines(f"{name}{subject}: {_WORDS[_ORDER[what]]}", group)
    if effects.totals:
        yield ""
        yield style.strong("Totals a day")
    ordered = sorted(effects.totals.items(), key=lambda row: -row[1].plans)
    for sentence, group in ordered[:MOST_TOTALS]:
        yield from wrapped(spaced(f"{sentence}, in {counted(group.plans, 'plan')}"), 2)
        yield from wrapped(names(group.first, group.plans), 6)
    if len(ordered) > MOST_TOTALS:
        yield f"  and {counted(len(ordered) - MOST_TOTALS, 'other total')}"


def _group_lines(words: str, group: _Group) -> Iterator[str]:
    yield f"  {words} in {counted(group.plans, 'plan')}"
    yield from wrapped(names(group.first, group.plans), 6)


def _finish(options: argparse.Namespace, change: Change, effects: _Effects, place: Path) -> None:
    """Write the change where that was asked for, and say what was done.

    Raises:
        CommandError: plans would have errors, or it cannot be written.
    """
    file = change.file
    if file is None:
        say("Nothing to write: the file says this already.")
    elif not options.write:
        say("Nothing was written; --write writes it.")
    elif (errors := effects.worse[Severity.ERROR]) and not options.allow_errors:
        raise CommandError(
            f"nothing was written: {counted(errors, 'plan')} would have errors, and cannot be"
            " shared until they are mended; --allow-errors writes it all the same"
        )
    else:
        takers = count_words(effects.plans, effects.templates)
        write(shelf_folder(place), f"change {change.new.id}, taken by {takers}", [file])
        say(f"{told(file.path)} was written. planner undo takes it back.")
