"""`planner rebase`: carry a template's change over into its plans, their own changes kept."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.drift import (
    change_words,
    plans_and_states,
    told_plans,
    unreadable_lines,
    value_words,
    wrapped,
)
from planner.cli.options import add_country, add_library
from planner.cli.output import Style, complain, say
from planner.cli.template_options import add_set, named_template, set_values, write_all
from planner.regimen.parts import part_words
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.cli.judging import Judging
    from planner.library.rebasing import Rebase
    from planner.regimen.filling import Source
    from planner.regimen.rebasing import Conflict, PartChange

DESCRIPTION = """\
Carry the change of a template over into the plans made from it, in the PATHs or
else in your library. Each plan keeps its own changes. Where the template and a
plan have changed the same thing in different ways, that is shown and the plan is
left as it is, unless --take says whose change holds. Without --write nothing is
written: every plan is shown before and after. Plans that the change would give a
caution for the person are withheld unless --include-warned is given. --write
writes all plans or none, and planner undo takes them back. Exit codes: 0 where
every plan is carried over or needs nothing, 1 where some are left as they are or
have new findings, 2 where something could not be read or written."""
EXAMPLE = "  planner rebase wind-down clients/ --preview"

_LEFT = {
    "conflict": "Conflicts, left as they are",
    "withheld": "Withheld, because of who the person is",
    "paused": "Paused, left as they are",
    "unknown": "Made from a version that is not known here, left as they are",
    "broken": "Cannot be carried over, left as they are",
}
_HINTS = {
    "conflict": "--take own keeps what the plan has, --take template what the template gives.",
    "withheld": "--include-warned carries it over all the same.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `rebase` takes."""
    parser.add_argument("template", metavar="TEMPLATE", help="its name, or the path of its file")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="files or folders")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--preview", action="store_true", help="only show it (the default)")
    what.add_argument("--write", action="store_true", help="write the plans, all or none")
    parser.add_argument(
        "--take",
        choices=("own", "template"),
        help="whose change holds where both have changed the same thing",
    )
    parser.add_argument(
        "--include-warned",
        action="store_true",
        help="also the plans that something about the person speaks against",
    )
    add_set(parser)
    add_country(parser)
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Show or write the plans, and return the exit code."""
    from planner.cli.judging import Judging
    from planner.library.drift import Looked
    from planner.library.rebasing import Wish, rebase_plan
    from planner.library.templates import Shelf

    file, source = named_template(options)
    more = set_values(options.values, source)
    files, states = plans_and_states(options, file, source)
    wish = Wish(source, more, options.take, options.include_warned, Shelf(file.path))
    judging, looked = Judging(options), Looked()
    found = [rebase_plan(plan, wish, judging) for plan in told_plans(source, states, files, looked)]
    lines = [*_lines(source, found, judging), *unreadable_lines(looked)]
    changed = [each for each in found if each.state == "changed"]
    if judging.failed:
        _say_all(lines)
        complain("nothing was written: mend what is told above first")
        return 2
    if options.write and changed:
        # written first: whoever reads the report through a pipe may stop reading
        _write(changed, source, states.earlier_of(each.plan.version for each in changed))
        count = counted(len(changed), "plan")
        lines += ["", f"{count} written. planner undo takes them back."]
    else:
        said = "Nothing was written; --write writes it." if changed else "Nothing to write."
        lines += ["", said]
    _say_all(lines)
    if looked.unreadable:
        return 2
    left = any(each.state not in ("changed", "current") for each in found)
    return 1 if left or any(each.standing or _worse(each, judging) for each in changed) else 0


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _write(changed: Sequence[Rebase], source: Source, states: Sequence[Source]) -> None:
    import os

    from planner.library.templates import kept_bytes, kept_name

    folder = Path(os.path.commonpath([each.plan.path.absolute().parent for each in changed]))
    words = f"rebase {source.name} to {source.version}: {counted(len(changed), 'plan')}"
    kept = {kept_name(each): kept_bytes(each) for each in (*states, source)}
    write_all(folder, words, [each.change for each in changed], kept)


def _lines(source: Source, found: Sequence[Rebase], judging: Judging) -> Iterator[str]:
    style = Style()
    yield style.strong(f"{visible(source.name)}, version {source.version}")
    current = sum(each.state == "current" for each in found)
    yield f"{counted(len(found), 'plan')} made from it; {current} need nothing"
    changed = [each for each in found if each.state == "changed"]
    if changed:
        yield ""
        yield style.strong(f"Carried over: {counted(len(changed), 'plan')}")
        yield from _findings(changed, judging, style)
        yield from _carried(changed, judging)
    standing = [each for each in changed if each.standing]
    if standing:
        yield ""
        words = "Carried over although something about the person speaks against what they take"
        yield from wrapped(style.strong(f"{words}: {counted(len(standing), 'plan')}"), 0)
        yield from _told_together(
            (each, [visible(finding.message) for finding in each.standing]) for each in standing
        )
    for state, words in _LEFT.items():
        held = [each for each in found if each.state == state]
        if held:
            yield ""
            yield style.strong(f"{words}: {counted(len(held), 'plan')}")
            yield from _told_together((each, list(_why(each))) for each in held)
            if state in _HINTS:
                yield f"  {_HINTS[state]}"


def _told_together(plans: Iterable[tuple[Rebase, list[str]]]) -> Iterator[str]:
    """Yield plans with what is said of each; those of which the same is said stand together."""
    groups: dict[tuple[str, ...], list[Rebase]] = {}
    for each, said in plans:
        groups.setdefault(tuple(said), []).append(each)
    for lines, members in sorted(groups.items(), key=lambda row: -len(row[1])):
        yield from wrapped(_names(members), 2)
        for line in lines:
            yield from wrapped(line, 4)


def _carried(changed: Sequence[Rebase], judging: Judging) -> Iterator[str]:
    """Yield plans before and after; those to which the same happens stand together."""
    groups: dict[tuple[str, ...], list[Rebase]] = {}
    for each in changed:
        groups.setdefault(tuple(_sentences(each, judging)), []).append(each)
    for sentences, members in sorted(groups.items(), key=lambda row: -len(row[1])):
        yield ""
        yield from wrapped(f"{counted(len(members), 'plan')}: {_names(members)}", 2)
        for sentence in sentences or ("only the version of the template changes",):
            yield from wrapped(sentence, 4)


def _names(plans: Sequence[Rebase]) -> str:
    """Return the paths of plans, all of them; of one folder with that before the names."""
    folders = {each.plan.path.parent for each in plans}
    if len(plans) > 1 and len(folders) == 1:
        names = listed(visible(each.plan.path.stem) for each in plans)
        return f"in {visible(str(folders.pop()))}: {names}"
    return listed(visible(str(each.plan.path)) for each in plans)


def _sentences(each: Rebase, judging: Judging) -> Iterator[str]:
    """Yield what changes in a plan, without clock times: they would tell every bedtime apart."""
    from planner.regimen.differences import differences
    from planner.regimen.fact_models import Kind

    assert each.rebased is not None
    assert each.result is not None
    catalogue = judging.catalogue_at(each.plan.path)
    times = [_time_words(change) for change in each.rebased.carried]
    for difference in differences(each.plan.regimen, each.result, catalogue):
        is_time = difference.kind in (Kind.TIME, Kind.CLOCK)
        if not is_time and difference.path[:1] != ("derived",):
            yield difference.sentence
    yield from (words for said in times for words in said)
    overridden = {conflict.part: conflict for conflict in each.rebased.conflicts}
    for change in each.rebased.kept:
        for words in change_words(change):
            yield f"kept as the plan's own: {words.replace(' becomes ', ' in the template, here ')}"
    for change in each.rebased.carried:
        if change.part in overridden:
            yield f"{part_words(change.part)}: the plan had its own, and loses it"


def _time_words(change: PartChange) -> list[str]:
    return list(change_words(change)) if change.part[-1] == "times" else []


def _findings(changed: Sequence[Rebase], judging: Judging, style: Style) -> Iterator[str]:
    """Yield what the change adds to findings and takes from them, grouped by finding."""
    from planner.judge.differences import verdict_differences

    counts: dict[str, int] = {}
    for each in changed:
        catalogue = judging.catalogue_at(each.plan.path)
        told = verdict_differences(each.before, each.after, catalogue)
        if told.status:
            old, new = told.status
            counts[f"{old} becomes {new}"] = counts.get(f"{old} becomes {new}", 0) + 1
        for finding in told.findings:
            kind = finding.new or finding.old
            assert kind is not None
            subject = f" {visible(kind.substance)}" if kind.substance else ""
            word = {"added": "new", "removed": "gone", "changed": "changed"}[str(finding.change)]
            what = f"{style.of(kind.severity.value, kind.code)}{subject}: {word}"
            counts[what] = counts.get(what, 0) + 1
    for what, count in sorted(counts.items(), key=lambda row: -row[1]):
        yield f"  {what} in {counted(count, 'plan')}"


def _why(each: Rebase) -> Iterator[str]:
    """Yield why a plan is left as it is."""
    if each.why:
        yield visible(each.why)
    for conflict in each.rebased.conflicts if each.rebased else ():
        if each.state == "conflict":
            yield from _conflict(conflict)
    for finding in each.against:
        yield visible(finding.message)


def _conflict(conflict: Conflict) -> Iterator[str]:
    yield f"{visible(part_words(conflict.part))}:"
    sides = (("was", conflict.was), ("template", conflict.template), ("own", conflict.own))
    keys = dict.fromkeys(key for _, values in sides for key in values)
    differing = [key for key in keys if len({repr(values.get(key)) for _, values in sides}) > 1]
    always = [key for key in keys if key.endswith(".dose")]  # what the others are about
    if not differing:
        yield "- the same on all sides; the label of the product is what differs"
    for word, values in sides:
        said = ", ".join(
            f"{_key(key, conflict)}{value_words(values[key])}"
            for key in keys
            if key in values and (key in differing or key in always)
        )
        yield f"- {word}: {said or 'nothing'}"


def _key(key: str, conflict: Conflict) -> str:
    """Return the key before a value; the name of the part where the part is that key."""
    return "" if key == conflict.part[0] else f"{visible(key.rsplit('.', 1)[-1])} "


def _worse(each: Rebase, judging: Judging) -> bool:
    """Whether a plan has a warning, question or error that it did not have."""
    from planner.judge.differences import verdict_differences

    told = verdict_differences(each.before, each.after, judging.catalogue_at(each.plan.path))
    return any(
        finding.new is not None
        and str(finding.change) == "added"
        and finding.new.severity.value in ("warning", "question", "error")
        for finding in told.findings
    )
