"""`planner product list` and `show`: the labels of the shelf, and the plans that take them."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.cli.output import Style, say, spaced
from planner.cli.product_shelf import (
    Plans,
    count_words,
    from_here,
    home,
    named_file,
    no_shelf_words,
    problem_words,
    readable,
    told,
    within,
    wrapped,
)
from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.cli.catalogues import Catalogues
    from planner.judge.findings import Verdict
    from planner.library.products import ShelfFile
    from planner.library.takers import Taker
    from planner.regimen.models import Product


MOST_PLACES = 3
_STATUS_WIDTH = 11


def list_products(options: argparse.Namespace) -> int:
    """List the shelf, and return the exit code."""
    from planner.catalogue import load_catalogue
    from planner.cli.catalogues import Catalogues
    from planner.library.products import read_shelf

    catalogues = Catalogues(load_catalogue())
    place = home(options)
    plans, plain, templates = Plans(place), Counter[str](), Counter[str]()
    for taker in plans.taking():
        (templates if taker.is_template else plain).update(taker.refers)
    files = read_shelf(place)
    if options.format == "json":
        from planner.cli.check_json import dumped

        rows = [_object(each, plain[each.id], templates[each.id]) for each in files]
        say(dumped({"format": 1, "library": str(place), "products": rows}))
    else:
        style = Style()
        for each in files:
            taken = count_words(plain[each.id], templates[each.id])
            for line in _told(each, taken, catalogues, style):
                say(line)
        if not files:
            empty = f"{told(place)}: the shelf is empty; planner product add fills it"
            for line in wrapped(no_shelf_words(place) or empty):
                say(line)
    plans.complain()
    unread = plans.unreadable or any(each.product is None for each in files)
    return 2 if unread or catalogues.failed else 0


def _told(file: ShelfFile, taken: str, catalogues: Catalogues, style: Style) -> Iterator[str]:
    if file.product is None:
        yield style.strong(visible(file.id))
        yield from wrapped(f"cannot be read: {problem_words(file)}", 2)
    else:
        yield f"{style.strong(visible(file.id))}  {visible(file.product.name)}"
        yield from wrapped(_label_words(file.product, catalogues.of(file.path)), 2)
    yield from wrapped(f"taken by {taken}", 2)


def _label_words(product: Product, catalogue: Catalogue) -> str:
    from planner.forms.offers import label_phrase

    said = [visible(spaced(label_phrase(product, catalogue)))]
    return "; ".join([*said, *_pack_words(product)])


def _pack_words(product: Product) -> list[str]:
    said = [f"pack {spaced(product.pack.shown)}"] if product.pack else []
    return said + ([f"price {spaced(product.price.shown)}"] if product.price else [])


def _object(file: ShelfFile, plans: int, templates: int) -> dict[str, Any]:
    from planner.positions import key_text

    label: dict[str, Any] = {}
    if file.product is not None:
        from planner.library.products import label_table

        label = label_table(file.product)
    keys = ("name", "serving", "pack", "price")
    return {
        "id": file.id,
        "path": str(file.path),
        **{key: label.get(key) for key in keys},
        "contents": label.get("contents"),
        "plans": plans,
        "templates": templates,
        "problems": [
            {"line": each.line, "key": key_text(each.key) or None, "message": each.message}
            for each in file.problems
        ],
    }


class _Row(NamedTuple):
    """A plan that takes a product, as a line tells it."""

    status: str
    path: str
    takes: str


def show_product(options: argparse.Namespace) -> int:
    """Show a label and its plans, and return the exit code."""
    from planner.cli.check import exit_code
    from planner.cli.grouped import grouped_lines
    from planner.cli.judging import Judging
    from planner.judge.grouping import Grouping, places_of

    place = home(options)
    file = named_file(options, place)
    product = readable(file)
    judging, style, plans = Judging(options), Style(), Plans(place)
    grouping, rows, templates = Grouping(MOST_PLACES), [], 0
    for taker in plans.taking(file.id):
        reading = taker.reading()
        verdict = judging(reading, taker.path)
        found = [each for each in verdict.findings if each.severity != "note"]
        grouping.add(places_of(from_here(taker.path), reading, found))
        rows.append(_row(taker, file.id, verdict, place))
        templates += taker.is_template
    for line in _label_lines(file, product, judging.catalogue_at(file.path), style):
        say(line)
    say()
    say(style.strong(f"Taken by {count_words(len(rows) - templates, templates)}"))
    for line in _row_lines(rows):
        say(line)
    for line in ("", *grouped_lines(grouping, style))[:-1]:
        say(line)
    plans.complain()
    return 2 if plans.unreadable or judging.failed else exit_code(row.status for row in rows)


def _label_lines(
    file: ShelfFile, product: Product, catalogue: Catalogue, style: Style
) -> Iterator[str]:
    from planner.forms.label_reading import label_words

    yield f"{style.strong(visible(file.id))}  {visible(product.name)}"
    yield f"  {told(file.path)}"
    yield from wrapped("; ".join([f"serving {product.serving.shown}", *_pack_words(product)]), 2)
    for words in label_words(product, catalogue):
        yield from wrapped(visible(words), 2)


def _row(taker: Taker, product: str, verdict: Verdict, place: Path) -> _Row:
    names = taker.entries_with(product)
    entries = taker.file.regimen.entries if taker.file.regimen else {}
    said = []
    for name in names:
        entry = entries.get(name)
        doses = dict.fromkeys(dose.shown for _, dose in entry.doses) if entry else {}
        said.append(f"{name} {', then '.join(doses)}" if doses else f"{name}, dose left open")
    template = " (template)" if taker.is_template else ""
    return _Row(verdict.status, f"{within(taker.path, place)}{template}", listed(said))


def _row_lines(rows: Iterable[_Row]) -> Iterator[str]:
    for row in rows:
        takes = spaced(visible(row.takes))
        first, *rest = wrapped(f"{row.path}: {takes}", _STATUS_WIDTH)
        yield f"  {row.status:<{_STATUS_WIDTH - 2}}{first.lstrip()}"
        yield from rest
