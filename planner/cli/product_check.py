"""`planner product check`: the labels of the shelf, and the plans that do not go by them."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from planner.cli.output import Style, say, spaced
from planner.cli.product_shelf import Plans, home, no_shelf_words, told, wrapped
from planner.wording import counted, did_you_mean, quoted, visible

if TYPE_CHECKING:
    from planner.cli.judging import Judging
    from planner.library.products import ShelfFile
    from planner.library.takers import Taker
    from planner.regimen.models import Product, SharedProduct

_CODES = {"error": 2, "warning": 1}
_MOST_DIFFERENCES = 3


class _Line(NamedTuple):
    """One thing to be told, where it stands."""

    path: Path
    line: int
    severity: str
    code: str
    message: str


def check_products(options: argparse.Namespace) -> int:
    """Judge the shelf and look through the plans, and return the exit code."""
    from planner.cli.judging import Judging
    from planner.library.products import read_shelf

    place = home(options)
    if missing := no_shelf_words(place):
        for words in wrapped(missing):
            say(words)
    judging, style = Judging(options), Style()
    files = read_shelf(place)
    by_id = {file.id: file for file in files}
    worst = 0
    for line in (row for file in files for row in _label_lines(file, judging)):
        worst = max(worst, _tell(line, style))
    plans, taken = Plans(place), set[str]()
    for taker in plans.taking():
        taken.update(taker.refers)
        for line in _plan_lines(taker, by_id, judging):
            worst = max(worst, _tell(line, style))
    plans.complain()
    idle = sum(file.id not in taken for file in files)
    also = f", {idle} of them taken by no plan" if idle else ""
    say(f"{counted(len(files), 'label')}{also}; {counted(len(plans.files), 'plan')} looked through")
    return 2 if plans.unreadable or judging.failed else worst


def _tell(line: _Line, style: Style) -> int:
    """Print a line, and return the exit code that it stands for."""
    kind = f"{line.severity}[{line.code}]" if line.code else line.severity
    start = style.strong(f"{told(line.path)}:{line.line}:")
    message = spaced(visible(line.message))
    say(f"{start} {style.of(line.severity, kind)} {message}")
    return _CODES.get(line.severity, 0)


def _label_lines(file: ShelfFile, judging: Judging) -> Iterator[_Line]:
    from planner.judge.alone import label_findings
    from planner.positions import find_positions, key_text

    for problem in file.problems:
        key = f"{key_text(problem.key)}: " if problem.key else ""
        yield _Line(file.path, problem.line or 1, "error", problem.code, f"{key}{problem.message}")
    if file.product is not None:
        positions = find_positions(file.text)
        for finding in label_findings(file.product, judging.catalogue_at(file.path)):
            line = positions.line(finding.path)
            yield _Line(file.path, line, finding.severity.value, finding.code, finding.message)


def _plan_lines(taker: Taker, files: dict[str, ShelfFile], judging: Judging) -> Iterator[_Line]:
    for product in taker.refers:
        if product in files:
            continue
        for entry in taker.entries_with(product):
            line = taker.file.line(None, ("entries", entry, "product"))
            offer = did_you_mean(product, (*files, *taker.own))
            message = f"no product {quoted(product)} in this file or on the shelf.{offer}"
            yield _Line(taker.path, line, "error", "unknown-product", message)
    for name, own in taker.own.items():
        shelf = files.get(name)
        if shelf is not None and shelf.product is not None:
            yield from _own_lines(taker, own, shelf.product, judging)


def _own_lines(
    taker: Taker, own: Product, shelf: SharedProduct, judging: Judging
) -> Iterator[_Line]:
    """Yield how a plan's own label differs from the one of the shelf with the same name."""
    sentences = list(label_differences(shelf, own, judging, taker.path))
    if not sentences:
        return
    more = len(sentences) - _MOST_DIFFERENCES
    said = [*sentences[:_MOST_DIFFERENCES], *([f"and {more} more"] if more > 0 else [])]
    line = taker.file.line(None, ("products", shelf.id))
    message = (
        f"this plan goes by a label of its own that differs from the one on the shelf,"
        f" products/{shelf.id}.toml: {'; '.join(said)}"
    )
    yield _Line(taker.path, line, "warning", "", message)


def label_differences(old: Product, new: Product, judging: Judging, path: Path) -> Iterable[str]:
    """Yield a sentence for each thing in which two labels differ."""
    from planner.regimen.differences import differences
    from planner.regimen.models import Regimen
    from planner.regimen.redacting import own_label

    sides = [Regimen(title="label", products={"label": own_label(each)}) for each in (old, new)]
    for each in differences(sides[0], sides[1], judging.catalogue_at(path)):
        yield each.sentence.removeprefix("label of label: ")
