"""What commands share that use a template: finding it, and reading `--set` for its fields."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.output import CommandError, complain
from planner.wording import counted, quoted, visible

if TYPE_CHECKING:
    from planner.library.runs import FileChange
    from planner.library.templates import TemplateFile
    from planner.regimen.filling import Source


def library_of(options: argparse.Namespace) -> Path:
    """Return the folder of the user's regimens."""
    from planner.library.paths import library_folder

    named = getattr(options, "library", None)
    return library_folder(Path(named) if named else None)


def named_template(
    options: argparse.Namespace, *, is_used: bool = True
) -> tuple[TemplateFile, Source]:
    """Return the template that `options.template` names, and what plans are made from.

    What is worth a look in it is told where it `is_used`.

    Raises:
        CommandError: there is none, or it has errors.
    """
    from planner.library.templates import NoTemplateError, find_template
    from planner.regimen.filling import NotATemplateError
    from planner.regimen.template_checking import doubts

    try:
        file = find_template(options.template, library_of(options))
        source = file.source
    except (NoTemplateError, NotATemplateError) as problem:
        raise CommandError(str(problem)) from None
    if not is_used:
        return file, source
    found = list(doubts(source))
    said = [f"{'.'.join(map(str, each.key))}: {each.message}" for each in found]
    if any(each.is_error for each in found):
        raise CommandError(f"{visible(str(file.path))}: no plan can be made from it:", said)
    for line in said:
        complain(f"{visible(str(file.path))}: {line}")
    return file, source


def add_set(parser: argparse.ArgumentParser) -> None:
    """Add `--set` to a command."""
    parser.add_argument(
        "--set",
        dest="values",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="a field of the template, or a key path such as person.age; may be repeated",
    )


def set_values(texts: Iterable[str], source: Source) -> dict[str, Any]:
    """Return what `--set` gives, as a file would hold it.

    Raises:
        CommandError: one is no `FIELD=VALUE`, is given twice, or names nothing.
    """
    from planner.regimen.filling import target, typed

    values: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise CommandError(f"--set {quoted(text)}: expected FIELD=VALUE, such as bedtime=22:30")
        if name in values:
            raise CommandError(f"--set {name} is given twice")
        path, message = target(source, name)
        if message:
            raise CommandError(f"--set {name}: {message}")
        if not value.strip():
            raise CommandError(f"--set {name}: the value is empty")
        values[name] = typed(path, value)
    return values


def write_all(
    folder: Path, what: str, changes: Sequence[FileChange], kept: Mapping[str, bytes]
) -> None:
    """Write a run of plans, all of it or nothing, and tell what came up meanwhile.

    Raises:
        CommandError: nothing was written.
        KeyboardInterrupt: Ctrl+C was pressed; that all was written before it is told.
    """
    from planner.cli.progress import finished_first
    from planner.library.runs import SaveError, write_run

    made = None
    try:
        with finished_first():
            made = write_run(folder, what, changes, kept=kept)
    except SaveError as problem:
        raise CommandError(str(problem)) from None
    except KeyboardInterrupt:
        if made is not None:
            complain(f"{counted(len(changes), 'plan')} written; planner undo takes them back")
        raise
    for note in made.notes:
        complain(note)
