"""`planner new --template`: one plan from a template, its fields filled by `--set`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.output import CommandError, complain, say
from planner.cli.template_options import library_of, named_template, set_values
from planner.wording import counted, visible

if TYPE_CHECKING:
    from planner.judge.findings import Finding, Verdict
    from planner.regimen.filling import Filled, Source
    from planner.regimen.models import Regimen

_DIRECT = (("title", "title"), ("bedtime", "bedtime"), ("country", "person.country"))
"""Options of `new` that are values of a plan as well, and the key path of each."""


def run(options: argparse.Namespace) -> int:
    """Write the plan, print its path, tell what was found in it, and return the exit code."""
    from planner.cli.judging import Judging
    from planner.library.home import carried_to
    from planner.library.listing import free_path
    from planner.library.store import SaveError, save
    from planner.library.templates import keep_state
    from planner.regimen.filling import fill

    if options.shipped is not None:
        raise CommandError("--from and --template are two ways to start; give one of them")
    file, source = named_template(options)
    judging = Judging(options)
    values = set_values(options.values, source) | _direct(options, source)
    filled = fill(source, values)
    if filled.regimen is None:
        raise _cannot_fill(filled, source)
    regimen = filled.regimen
    path: Path = options.output or free_path(library_of(options), _name(regimen, source.name))
    made = carried_to(path, filled.reading, file.path)
    if made.problems or made.regimen is None:
        details = [f"{'.'.join(map(str, each.key))}: {each.message}" for each in made.problems]
        raise CommandError("no plan was made:", details)
    regimen = made.regimen
    verdict = judging(made, path)
    if judging.failed:
        raise CommandError("no plan was made: mend what is told above first")
    _refuse(verdict, regimen, include_warned=options.include_warned)
    try:
        keep_state(source, path.resolve().parent)  # first: a plan without it could not be followed
        saved = save(regimen, path)
    except SaveError as problem:
        raise CommandError(str(problem)) from problem
    say(visible(str(saved.path)))
    found = [each for each in verdict.findings if each.severity.value != "note" and each.counts]
    for line in _told(found):
        complain(line)
    return 0


def _direct(options: argparse.Namespace, source: Source) -> dict[str, Any]:
    """Return what the options of a blank regimen give, by the field that fills the same key."""
    names = {field.key: name for name, field in source.fields.items()}
    given = {}
    for option, key in _DIRECT:
        value = getattr(options, option, None)
        if value is not None:
            given[names.get(key, key)] = value.strip().upper() if option == "country" else value
    return given


def _cannot_fill(filled: Filled, source: Source) -> CommandError:
    """Return what is missing or cannot be read, and how each field is given."""
    count = counted(len(filled.problems), "value")
    details = [f"{name}: {message}" for name, message in filled.problems]
    missing = [
        name
        for name, field in source.fields.items()
        if field.default is None and any(each == name for each, _ in filled.problems)
    ]
    if missing:
        details.append("give it as " + " ".join(f"--set {name}=..." for name in missing))
    message = f"{visible(source.name)}: no plan was made, {count} missing or not to be used"
    return CommandError(message, details)


def _refuse(verdict: Verdict, regimen: Regimen, *, include_warned: bool) -> None:
    """Hold that a plan can be judged, and that nothing about the person speaks against it.

    Raises:
        CommandError: it cannot, or something does and nobody asked for it.
    """
    from planner.judge.withholding import about_person

    errors = [each for each in verdict.findings if each.severity.value == "error"]
    if errors:
        raise CommandError("no plan was made:", _told(errors))
    against = about_person(verdict.findings, regimen)
    if against and not include_warned:
        message = "no plan was made, because of who the person is (--include-warned makes it):"
        raise CommandError(message, _told(against))


def _told(findings: Iterable[Finding]) -> list[str]:
    return [f"{each.severity.value}[{each.code}] {each.message}" for each in findings]


def _name(regimen: Regimen, template: str) -> str:
    """Return what names the file: the code of the person, else the title."""
    person = regimen.person
    return person.name if person and person.name else f"{template} {regimen.title}"
