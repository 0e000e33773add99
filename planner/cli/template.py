"""`planner template`: make, list, show and check templates."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli.options import add_country, add_library
from planner.cli.output import CommandError, Style, complain, say, width, wrap
from planner.cli.template_options import library_of
from planner.wording import counted, listed, quoted, visible

if TYPE_CHECKING:
    from planner.library.templates import TemplateFile
    from planner.regimen.filling import Field, Source
    from planner.regimen.models import Regimen

DESCRIPTION = """\
Templates are regimen files with fields that are filled for each person. `new`
makes one from a regimen: doses stay, what belongs to one person does not go along.
`list` names those of your library and those that come with Planner, `show` tells
what one asks for and gives, and `check` judges them as plans and as templates."""
EXAMPLE = """\
  planner template list
  planner template new calm-night --from evening.toml --field bedtime
  planner new --template wind-down --bedtime 23:00 --set client=C-042"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `template` and its parts take."""
    parts = parser.add_subparsers(dest="part", metavar="PART", title="parts", required=True)
    for name, line in (
        ("list", "the templates there are"),
        ("show", "what a template asks for and gives"),
        ("check", "judge templates, and look for what would go wrong in filling them"),
        ("new", "make a template from a regimen"),
    ):
        part = parts.add_parser(
            name,
            help=line,
            description=line[0].upper() + line[1:] + ".",
            formatter_class=parser.formatter_class,
            allow_abbrev=False,
        )
        _PARTS[name][0](part)
        add_library(part)


def run(options: argparse.Namespace) -> int:
    """Run a part of the command and return its exit code."""
    code: int = _PARTS[options.part][1](options)
    return code


def _list_arguments(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--format", choices=("text", "json"), default="text", help="lines of text, or JSON"
    )


def _list(options: argparse.Namespace) -> int:
    from planner.library.templates import templates

    found = list(templates(library_of(options)))
    if options.format == "json":
        from planner.cli.check_json import dumped

        say(dumped({"format": 1, "templates": [_object(each) for each in found]}))
        return 0
    style = Style()
    for each in found:
        for line in _told(each, style):
            say(line)
    if not any(not each.shipped for each in found):
        complain("your library has no template yet; planner template new makes one")
    return 0


def _told(file: TemplateFile, style: Style) -> Iterator[str]:
    where = "comes with Planner" if file.shipped else visible(str(file.path))
    yield f"{style.strong(visible(file.name))}  {where}"
    source = _source(file)
    if source is None:
        yield f"  cannot be used; planner template check {visible(str(file.path))} says why"
        return
    for line in wrap(visible(source.description), width() - 2):
        yield f"  {line}"
    asked = ", ".join(f"{visible(each.name)}{_defaulted(each)}" for each in source.fields.values())
    for line in wrap(f"fields: {asked or 'none'}", width() - 2):
        yield f"  {line}"


def _defaulted(field: Field) -> str:
    return "" if field.default is None else f" ({_value(field.default)} if not given)"


def _value(value: Any) -> str:
    return (
        ", ".join(map(visible, map(str, value))) if isinstance(value, list) else visible(str(value))
    )


def _source(file: TemplateFile) -> Source | None:
    from planner.regimen.filling import NotATemplateError

    try:
        return file.source
    except NotATemplateError:
        return None


def _object(file: TemplateFile) -> dict[str, Any]:
    source = _source(file)
    return {
        "name": file.name,
        "path": None if file.shipped else str(file.path),
        "shipped": file.shipped,
        "usable": source is not None,
        "version": source.version if source else None,
        "description": source.description if source else None,
        "fields": [
            {
                "name": each.name,
                "key": each.key,
                "prompt": each.prompt,
                "default": each.default if _is_plain(each.default) else str(each.default),
            }
            for each in (source.fields.values() if source else ())
        ],
    }


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, bool))


def _show_arguments(part: argparse.ArgumentParser) -> None:
    part.add_argument("template", metavar="TEMPLATE", help="its name, or the path of its file")
    add_country(part)


def _show(options: argparse.Namespace) -> int:
    from planner.cli.check import Checked
    from planner.cli.judging import Judging
    from planner.cli.show_page import regimen_page
    from planner.cli.template_options import named_template
    from planner.library.home import with_shelf

    file, source = named_template(options, is_used=False)
    judging, style = Judging(options), Style()
    for line in (*_told(file, style), f"  version {source.version}", "", style.strong("Fields")):
        say(line)
    for field in source.fields.values():
        say(f"  {visible(field.name)}")
        default = "" if field.default is None else f"; {_value(field.default)} if not given"
        words = f"{visible(field.prompt)} (fills {visible(field.key)}{default})"
        for line in wrap(words, width() - 6):
            say(f"      {line}")
    say()
    say(style.strong("What it gives, as far as it is filled"))
    say()
    reading = with_shelf(file.reading, file.path)
    checked = Checked(file.path, reading, judging(reading, file.path))
    regimen_page(checked, judging.catalogue_at(file.path), judging.country.option).print()
    return 0


def _check_arguments(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "templates", metavar="TEMPLATE", nargs="*", help="names or paths (default: all of yours)"
    )
    add_country(part)


def _check(options: argparse.Namespace) -> int:
    from planner.cli.judging import Judging
    from planner.library.templates import NoTemplateError, find_template, templates

    library = library_of(options)
    judging = Judging(options)
    try:
        files = [find_template(name, library) for name in options.templates]
    except NoTemplateError as problem:
        raise CommandError(str(problem)) from None
    files = files or [each for each in templates(library) if not each.shipped]
    if not files:
        complain(f"{visible(str(library))}: no template in this library")
        return 2
    codes = [_check_one(each, judging) for each in files]
    say(f"{counted(len(files), 'template')}: {codes.count(0)} without a warning")
    return max(*codes, 2 if judging.failed else 0)


def _check_one(file: TemplateFile, judging: Any) -> int:
    from planner.library.home import with_shelf
    from planner.regimen.filling import rough_source
    from planner.regimen.template_checking import doubts

    path = visible(str(file.path))
    reading = with_shelf(file.reading, file.path)
    verdict = judging(reading, file.path)
    for finding in verdict.findings:
        line = reading.line(finding.line, finding.path)
        say(f"{path}:{line}: {finding.severity.value}[{finding.code}] {visible(finding.message)}")
    code = {"pass": 0, "ask": 0, "warn": 1, "invalid": 2}[verdict.status]
    source = rough_source(file.reading, file.name)
    if source is None:
        if verdict.status != "invalid":
            say(f"{path}:1: error: it is no template: it has no table [template]")
        return 2
    for doubt in doubts(source):
        line = reading.line(None, doubt.key)
        key = ".".join(map(str, doubt.key))
        word = "error" if doubt.is_error else "warning"
        say(f"{path}:{line}: {word}: {visible(key)}: {doubt.message}")
        code = max(code, 2 if doubt.is_error else 1)
    return code


def _new_arguments(part: argparse.ArgumentParser) -> None:
    part.add_argument("name", metavar="NAME", help="its name, such as calm-night")
    part.add_argument(
        "--from", dest="regimen", metavar="FILE", type=Path, required=True, help="a regimen file"
    )
    part.add_argument("--description", metavar="TEXT", help="what it is for, in a sentence")
    part.add_argument(
        "--title", metavar="TEXT", help="the title of every plan (default: that of the regimen)"
    )
    part.add_argument(
        "--keep-notes",
        action="store_true",
        help="let the notes of the regimen go along, into every plan",
    )
    part.add_argument(
        "--field",
        metavar="NAME[=KEY]",
        action="append",
        default=[],
        help="a field, and the key path that it fills where its name does not say so;"
        " NAME? keeps the present value as its default (default: client and bedtime)",
    )
    part.add_argument("-o", "--output", metavar="FILE", type=Path, help="where to write it")


def _new(options: argparse.Namespace) -> int:
    from planner.library.home import read_regimen, with_labels_kept
    from planner.library.store import SaveError
    from planner.library.template_writing import same_name_words, template_path, write_template
    from planner.regimen.template_making import (
        CannotBeTemplateError,
        for_all,
        left_out,
        places_of_person,
        suggested_fields,
        template_text,
    )

    reading = read_regimen(options.regimen)
    if not reading.whole or reading.regimen is None:
        raise CommandError(
            f"{options.regimen} cannot be read; planner check {options.regimen} says why"
        )
    library = library_of(options)
    try:
        regimen = for_all(reading.regimen, options.title, keep_notes=options.keep_notes)
        path = options.output or template_path(library, options.name)
        fields = [_field(text, regimen) for text in options.field] or suggested_fields(regimen)
        description = options.description or regimen.title
        _refuse_name(options.regimen, places_of_person(regimen, description, fields))
        text = template_text(with_labels_kept(regimen, path), description, fields)
        if taken := same_name_words(library, path):
            raise CommandError(taken)
        write_template(text, path)
    except (CannotBeTemplateError, SaveError, ValueError) as problem:
        raise CommandError(str(problem)) from None
    say(visible(str(path)))
    gone = list(left_out(regimen))
    if reading.regimen.notes and not options.keep_notes:
        gone.append("notes (--keep-notes keeps them)")
    if gone:
        complain(f"left out, for it belongs to one person: {', '.join(gone)}")
    return 0


def _refuse_name(path: Path, places: Sequence[str]) -> None:
    """Refuse a template that would carry the name of its person into the plans of others.

    Raises:
        CommandError: the name stands in a place that goes along.
    """
    from planner.regimen.naming import DESCRIPTION, NOTES, TITLE

    if not places:
        return
    ways = {
        TITLE: "give every plan another title with --title",
        DESCRIPTION: "say with --description what it is for",
        NOTES: "leave the notes out, without --keep-notes",
    }
    advice = [ways[place] for place in places if place in ways]
    rest = [place for place in places if place not in ways]
    if rest:
        advice.append(f"take it out of {listed(rest)} in a copy of the file, and name that")
    raise CommandError(
        f"{path}: no template is made, for the name of its person would go into every"
        f" plan: it stands in {listed(places)}. To mend it: {'; '.join(advice)}."
    )


def _field(text: str, regimen: Regimen) -> Field:
    """Return a field from `bedtime`, `dose=entries.magnesium.dose` or, with a default, `dose?=...`.

    Raises:
        CommandError: it names no key.
    """
    from dataclasses import replace

    from planner.regimen.filling import Field
    from planner.regimen.template_making import possible_fields

    name, _, key = text.partition("=")
    keeps = name.endswith("?")
    name = name.removesuffix("?").strip()
    known = {each.name: each for each in possible_fields(regimen)}
    by_key = {each.key: each for each in known.values()}
    wanted = key.strip() or (known[name].key if name in known else name)
    field = by_key.get(wanted)
    if field is None:
        if "." not in wanted and wanted not in ("title", "bedtime", "weeks", "notes", "start"):
            offer = ", ".join(sorted(known))
            raise CommandError(f"--field {quoted(text)}: name its key too; known here: {offer}")
        field = Field(name, tuple(wanted.split(".")), f"{name.replace('-', ' ').capitalize()}")
    return replace(field, name=name, default=field.default if keeps else None)


_PARTS: dict[str, Any] = {
    "list": (_list_arguments, _list),
    "show": (_show_arguments, _show),
    "check": (_check_arguments, _check),
    "new": (_new_arguments, _new),
}
