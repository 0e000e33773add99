"""`planner drift`: how the plans made from a template stand to it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.options import add_library
from planner.cli.output import CommandError, Style, say, width, wrap
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.library.drift import Drift, Looked
    from planner.library.templates import KeptStates, TemplateFile
    from planner.regimen.filling import Source
    from planner.regimen.rebasing import PartChange

DESCRIPTION = """\
Show how the plans made from a template stand to it: which are as the template
is now, which were made from an earlier version and what has changed since, which
have changes of their own, and which are paused. Plans are looked for in the PATHs,
else in your library. Nothing is written. Exit codes: 0 where all are as the
template is, 1 where some are not, 2 where something could not be read."""
EXAMPLE = "  planner drift wind-down clients/"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `drift` takes."""
    parser.add_argument("template", metavar="TEMPLATE", help="its name, or the path of its file")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path, help="files or folders")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="lines of text, or JSON"
    )
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Tell how the plans stand to the template, and return the exit code."""
    from planner.cli.template_options import named_template
    from planner.library.drift import Looked, drift_of
    from planner.library.templates import Shelf

    file, source = named_template(options)
    files, states = plans_and_states(options, file, source)
    looked = Looked()
    shelf = Shelf(file.path)
    found = [drift_of(plan, source, shelf) for plan in told_plans(source, states, files, looked)]
    if options.format == "json":
        from planner.cli.check_json import dumped

        say(dumped(_object(source, found, looked)))
    else:
        for line in _lines(source, found, looked):
            say(line)
    if looked.unreadable:
        return 2
    return 0 if all(each.is_same for each in found) else 1


def plans_and_states(
    options: argparse.Namespace, file: TemplateFile, source: Source
) -> tuple[list[Path], KeptStates]:
    """Return the files to be looked at, and the states of the template that are known.

    Raises:
        CommandError: one of the paths is not there.
    """
    from planner.cli.template_options import library_of
    from planner.library.listing import expand
    from planner.library.templates import KeptStates, versions_of_others

    places = options.paths or [library_of(options)]
    for place in places:
        if not place.exists():
            raise CommandError(f"{place}: there is no such file or folder")
    files = list(expand(places))
    others = versions_of_others(file, library_of(options))
    return files, KeptStates(source, [file.path, *files], others)


def told_plans(
    source: Source, states: KeptStates, files: Sequence[Path], looked: Looked
) -> Iterator[Any]:
    """Yield the plans of a template, with a bar that says how many files were looked at."""
    from planner.cli.progress import with_progress
    from planner.library.drift import plans_of

    yield from plans_of(source.name, states, with_progress(files, "reading plans"), looked)


def unreadable_lines(looked: Looked) -> Iterator[str]:
    """Yield what could not be read and may be a plan of the template."""
    if looked.unreadable:
        yield ""
        yield f"Cannot be read: {counted(len(looked.unreadable), 'file')}"
        for path, why in looked.unreadable:
            yield from wrapped(f"{visible(str(path))}: {why}", 2)


def wrapped(text: str, indent: int) -> Iterator[str]:
    """Yield a text in lines that fit, with spaces before each."""
    yield from (f"{' ' * indent}{line}" for line in wrap(text, width() - indent, break_words=False))


def _lines(source: Source, found: list[Drift], looked: Looked) -> Iterator[str]:
    style = Style()
    yield style.strong(f"{visible(source.name)}, version {source.version}")
    same = [each for each in found if each.is_same]
    older = [each for each in found if each.older and not each.plan.paused and not each.problem]
    own = [each for each in found if each.own]
    paused = [each for each in found if each.plan.paused]
    unknown = [each for each in found if each.problem]
    yield f"{counted(len(found), 'plan')} made from it; {len(same)} as it is now"
    yield from _older(older, style)
    if own:
        yield ""
        yield style.strong(f"Own changes: {counted(len(own), 'plan')}")
        for each in own:
            yield f"  {visible(str(each.plan.path))}"
            yield from change_lines(each.own, 4)
    if paused:
        yield ""
        yield style.strong(f"Paused: {counted(len(paused), 'plan')}")
        for each in paused:
            yield from wrapped(
                f"{visible(str(each.plan.path))}: {visible(each.plan.paused or '')}", 2
            )
    if unknown:
        yield ""
        yield style.strong(f"Cannot be told: {counted(len(unknown), 'plan')}")
        reasons: dict[str, list[str]] = {}
        for each in unknown:
            reasons.setdefault(each.problem or "", []).append(visible(str(each.plan.path)))
        for reason, paths in reasons.items():
            yield from wrapped(f"{listed(paths)}: {visible(reason)}", 2)
    yield from unreadable_lines(looked)
    if older:
        yield ""
        name = visible(source.name)
        yield f"planner rebase {name} --preview shows what carrying the change over gives."


def _older(older: Iterable[Drift], style: Style) -> Iterator[str]:
    """Yield plans of earlier versions, grouped by version and by what has changed since."""
    groups: dict[tuple[str, str], list[Drift]] = {}
    for each in older:
        lines = "\n".join(change_lines(each.template, 4))
        groups.setdefault((each.plan.version, lines), []).append(each)
    for (version, lines), found in sorted(groups.items(), key=lambda row: -len(row[1])):
        yield ""
        yield style.strong(f"Older version {visible(version)}: {counted(len(found), 'plan')}")
        names = [visible(each.plan.path.stem) for each in found[:3]]
        more = len(found) - len(names)
        yield from wrapped(listed([*names, f"{more} more"] if more else names), 2)
        yield "  The template has changed since:"
        yield lines or "    only in how it is written"


def change_lines(changes: Iterable[PartChange], indent: int) -> Iterator[str]:
    """Yield changes of parts in lines: `entries.magnesium.dose: "200 mg" becomes "300 mg"`."""
    for change in changes:
        for words in change_words(change):
            yield from wrapped(words, indent)


def change_words(change: PartChange) -> Iterator[str]:
    """Yield what differs in a part, a key each."""
    for key in dict.fromkeys([*change.old, *change.new]):
        old, new = change.old.get(key), change.new.get(key)
        if old == new:
            continue
        if old is None:
            yield f"{visible(key)}: {value_words(new)} is new"
        elif new is None:
            yield f"{visible(key)}: {value_words(old)} is gone"
        else:
            yield f"{visible(key)}: {value_words(old)} becomes {value_words(new)}"


def value_words(value: Any) -> str:
    """Return a value of a file in words: a text as it is, a list with commas."""
    if isinstance(value, list):
        return listed(value_words(each) for each in value) if value else "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{visible(key)} {value_words(each)}" for key, each in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    return visible(str(value))


def _object(source: Source, found: list[Drift], looked: Looked) -> dict[str, Any]:
    return {
        "format": 1,
        "template": source.name,
        "version": source.version,
        "plans": [
            {
                "path": str(each.plan.path),
                "version": each.plan.version,
                "older": each.older,
                "paused": each.plan.paused,
                "own": [_change_object(change) for change in each.own],
                "template": [_change_object(change) for change in each.template],
                "problem": each.problem,
            }
            for each in found
        ],
        "unreadable": [{"path": str(path), "message": why} for path, why in looked.unreadable],
        "summary": {
            "plans": len(found),
            "same": sum(each.is_same for each in found),
            "older": sum(each.older for each in found),
            "own": sum(bool(each.own) for each in found),
            "paused": sum(each.plan.paused is not None for each in found),
            "unknown": sum(each.problem is not None for each in found),
            "others": looked.others,
        },
    }


def _change_object(change: PartChange) -> dict[str, Any]:
    keys = [
        key
        for key in dict.fromkeys([*change.old, *change.new])
        if change.old.get(key) != change.new.get(key)
    ]
    return {
        "part": ".".join(change.part),
        "old": {key: _plain(change.old[key]) for key in keys if key in change.old},
        "new": {key: _plain(change.new[key]) for key in keys if key in change.new},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if isinstance(value, (str, int, bool)) or value is None else str(value)
