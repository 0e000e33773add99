"""`planner derive`: a plan for each client of a table, from a template; a dry run by default."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.options import add_country, add_library
from planner.cli.output import CommandError, Style, complain, say, width, wrap
from planner.wording import counted, listed, visible

if TYPE_CHECKING:
    from planner.judge.findings import Finding
    from planner.library.clients import BadCell
    from planner.library.deriving import Batch, Derived
    from planner.library.templates import TemplateFile

DESCRIPTION = """\
Make a plan for each client of a table from a template. The table is CSV (UTF-8,
divided by commas or semicolons); its first row names the columns: fields of the
template, key paths such as entries.magnesium.dose, or code, age, country,
conditions and medicines. Without --write nothing is written: what would be is
shown, grouped by finding. Plans that something about the person speaks against
(a caution, a medicine too close, a restriction of the country) are withheld
unless --include-warned is given. A file that is there already is left as it is.
With --write all plans are written or none, and planner undo takes them back.
Exit codes: 0 where all is well, 1 where plans are withheld, warn or ask, or differ
from what is there already, 2 where a row cannot be used."""
EXAMPLE = "  planner derive wind-down --clients clients.csv --out clients/"

MOST_BAD = 200
"""Bad cells that are told one by one."""
MOST_SAID = 3
"""Differences of a file that is there already that are told."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `derive` takes."""
    parser.add_argument("template", metavar="TEMPLATE", help="its name, or the path of its file")
    parser.add_argument(
        "--clients", metavar="CSV", type=Path, required=True, help="the table, a client a row"
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="the folder of the plans"
    )
    parser.add_argument("--write", action="store_true", help="write the plans, all or none")
    parser.add_argument(
        "--include-warned",
        action="store_true",
        help="also the plans that something about the person speaks against",
    )
    parser.add_argument(
        "--skip-column",
        metavar="NAME",
        action="append",
        default=[],
        help="a column that is not for the plan; may be given more than once",
    )
    add_country(parser)
    add_library(parser)


def run(options: argparse.Namespace) -> int:
    """Show or write the plans, and return the exit code."""
    from planner.cli.judging import Judging
    from planner.cli.progress import with_progress
    from planner.cli.template_options import named_template, write_all
    from planner.library.clients import ClientsError, read_clients
    from planner.library.deriving import derive

    file, source = named_template(options)
    if options.out.exists() and not options.out.is_dir():
        raise CommandError(f"{options.out}: it is a file; --out names the folder of the plans")
    try:
        clients = read_clients(options.clients, source, options.skip_column)
    except ClientsError as problem:
        raise CommandError(*problem.told) from None
    judging = Judging(options)
    batch = derive(
        source,
        clients,
        options.out,
        judging,
        template=file.path,
        include_warned=options.include_warned,
        rows=with_progress(clients.rows, "making plans"),
    )
    lines = list(_lines(batch, file, options))
    if batch.bad or judging.failed:
        _say_all(lines)
        _tell_bad(batch, options.clients)
        complain("nothing was written: mend what is told above first")
        return 2
    if options.write and batch.planned:
        # written first: whoever reads the report through a pipe may stop reading
        words = batch.words(options.clients)
        write_all(options.out, words, batch.changes, batch.kept)
        count = counted(len(batch.planned), "plan")
        lines += ["", f"{count} written. planner undo takes them back."]
    else:
        lines += ["", "Nothing was written; --write writes it." if batch.planned else NOTHING]
    _say_all(lines)
    return 1 if batch.is_to_be_looked_at else 0


NOTHING = "Nothing to write."


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _lines(batch: Batch, file: TemplateFile, options: argparse.Namespace) -> Iterator[str]:
    style = Style()
    source = batch.source
    where = " (comes with Planner)" if file.shipped else ""
    yield style.strong(f"{visible(source.name)}, version {source.version}{where}")
    yield from wrap(visible(source.description), width())
    yield f"{visible(str(options.clients))}: {counted(batch.rows, 'row')}"
    out = visible(str(options.out))
    yield from _groups(batch.planned, f"To be written to {out}", style)
    if batch.withheld:
        words = "Withheld, because of who the person is"
        yield ""
        yield style.strong(f"{words}: {counted(len(batch.withheld), 'plan')}")
        yield from _against(batch.withheld, style)
        yield "  --include-warned writes them too."
    yield from _present(batch.present, out, style)


def _groups(plans: list[Derived], words: str, style: Style) -> Iterator[str]:
    """Yield how many plans there are, and what is found in them, grouped by finding."""
    from planner.cli.check_summary import EXAMPLES
    from planner.cli.grouped import grouped_lines
    from planner.judge.grouping import Grouping, places_of

    grouping = Grouping(EXAMPLES)
    counts = dict.fromkeys(("pass", "ask", "warn"), 0)
    unchecked = 0
    for each in plans:
        counts[each.verdict.status] += 1
        unchecked += bool(each.verdict.not_checked())
        grouping.add(places_of(each.path, each.reading, each.verdict.findings))
    numbers = listed(f"{count} {status}" for status, count in counts.items())
    yield ""
    told = f" ({numbers})" if plans else ""
    yield style.strong(f"{words}: {counted(len(plans), 'plan')}{told}")
    lines = list(grouped_lines(grouping, style, written=False))
    yield from (f"  {line}".rstrip() for line in lines[:-1])
    if unchecked:
        yield f"  not checked, or not in full: {counted(unchecked, 'plan')}"


def _against(plans: list[Derived], style: Style) -> Iterator[str]:
    """Yield what speaks against plans, grouped by it, with every client that it withholds."""
    by_kind: dict[tuple[str, str, str], list[Derived]] = {}
    for plan in plans:
        for finding in plan.against:
            key = (finding.code, finding.substance or "", _about(finding))
            by_kind.setdefault(key, []).append(plan)
    for (code, substance, about), held in sorted(by_kind.items(), key=lambda row: -len(row[1])):
        what = ", ".join(visible(each) for each in (substance, about) if each)
        once = list(dict.fromkeys(plan.path for plan in held))
        yield f"  {style.of('warning', f'warning[{code}]')} {what}: {counted(len(once), 'plan')}"
        names = listed(visible(path.stem) for path in once)
        yield from (f"      {line}" for line in wrap(names, width() - 6))


def _about(finding: Finding) -> str:
    return "" if finding.code == "too-close-to-medicine" else finding.observed or ""


def _present(plans: list[Derived], out: str, style: Style) -> Iterator[str]:
    from planner.cli.grouped import examples

    alike = [each for each in plans if each.is_same]
    others = [each for each in plans if not each.is_same]
    if alike:
        yield ""
        yield style.strong(f"Already there, the same: {counted(len(alike), 'file')} in {out}")
        yield from examples((each.path for each in alike), len(alike), 10)
    if others:
        words = "Already there and different, left as they are"
        yield ""
        yield style.strong(f"{words}: {counted(len(others), 'file')} in {out}")
        for each in others:
            yield from _differing(each)
    against = [each for each in others if each.against]
    if against:
        yield "  The table says something that speaks against what they plan:"
        yield from _against(against, style)


def _differing(plan: Derived) -> Iterator[str]:
    """Yield what a row would have otherwise than the file that is there."""
    from planner.regimen.differences import differences

    assert plan.before is not None
    there, made = plan.there, plan.reading.regimen
    said = ["it cannot be read"]
    if there is not None:
        found = differences(there, made)
        said = [each.sentence for each in found if each.path[:1] != ("derived",)]
    more = [f"and {len(said) - MOST_SAID} more"] if len(said) > MOST_SAID else []
    words = "; ".join([*said[:MOST_SAID], *more]) or "only in how it is written"
    for line in wrap(f"{visible(plan.path.stem)}: {words}", width() - 6, break_words=False):
        yield f"      {line}"


def _tell_bad(batch: Batch, table: Path) -> None:
    if not batch.bad:
        return
    rows = len({cell.line for cell in batch.bad})
    complain(f"{counted(rows, 'row')} cannot be used:")
    for line in _bad_lines(batch.bad, visible(str(table))):
        complain(line)


def _bad_lines(bad: Iterable[BadCell], table: str) -> Iterator[str]:
    """Yield bad cells as `clients.csv:17:3: bedtime: ...`; what is wrong in every row, once."""
    of_rows = [cell for cell in bad if cell.column]
    of_all: dict[tuple[str, str], list[int]] = {}
    for cell in bad:
        if not cell.column:
            of_all.setdefault((cell.name, cell.message), []).append(cell.line)
    for (name, message), lines in of_all.items():
        more = f" (and {len(lines) - 1} more rows)" if len(lines) > 1 else ""
        yield f"{table}:{lines[0]}: {name}: {message}{more}"
    for cell in of_rows[:MOST_BAD]:
        name = f"{cell.name}: " if cell.name else ""
        yield f"{table}:{cell.line}:{cell.column}: {name}{cell.message}"
    if len(of_rows) > MOST_BAD:
        yield f"and {len(of_rows) - MOST_BAD} more cells"
