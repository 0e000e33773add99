"""`planner product`: labels that many plans share, and which plans a change touches."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from planner.cli.options import add_country, add_library

DESCRIPTION = """\
Labels of the shelf: files products/ID.toml in your library, to which plans refer by
`product = "ID"` instead of holding the label themselves. One label that changes
changes every plan that takes it; `change` shows first which ones, and what the
judge then says of them. A plan that holds a label of its own goes by that one."""
EXAMPLE = """\
  planner product add regimens/from-real-labels.toml two-row-magnesium
  planner product change two-row-magnesium --set pack="90 capsules"
  planner product check"""


class _Part(NamedTuple):
    """A part of the command: its help, what it takes, and where it is."""

    line: str
    description: str
    example: str
    arguments: Callable[[argparse.ArgumentParser], None]
    module: str
    function: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `product` and its parts take."""
    parts = parser.add_subparsers(dest="part", metavar="PART", title="parts", required=True)
    for name, row in _PARTS.items():
        part = parts.add_parser(
            name,
            help=row.line,
            description=row.description,
            epilog=f"example:\n  {row.example}",
            formatter_class=parser.formatter_class,
            allow_abbrev=False,
        )
        row.arguments(part)
        add_library(part)


def run(options: argparse.Namespace) -> int:
    """Run a part of the command and return its exit code."""
    row = _PARTS[options.part]
    code: int = getattr(import_module(f"planner.cli.{row.module}"), row.function)(options)
    return code


def _id(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "product", metavar="ID", help="its name on the shelf: that of its file, such as night-mag"
    )


def _list_arguments(part: argparse.ArgumentParser) -> None:
    part.add_argument(
        "--format", choices=("text", "json"), default="text", help="lines of text, or JSON"
    )


def _show_arguments(part: argparse.ArgumentParser) -> None:
    _id(part)
    add_country(part)


def _add_arguments(part: argparse.ArgumentParser) -> None:
    part.add_argument("file", metavar="FILE", type=Path, help="a regimen file that holds the label")
    part.add_argument(
        "key", metavar="PRODUCT", help="its name in that file: X of its table [products.X]"
    )
    part.add_argument(
        "--id", dest="product", metavar="ID", help="its name on the shelf (default: the same)"
    )


def _link_arguments(part: argparse.ArgumentParser) -> None:
    _id(part)
    part.add_argument(
        "paths", metavar="PATH", nargs="*", type=Path, help="files or folders (default: all plans)"
    )
    _write(part, "only show which plans would change (the default)")


def _change_arguments(part: argparse.ArgumentParser) -> None:
    _id(part)
    part.add_argument(
        "--set",
        dest="values",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="a key of the label, such as serving or contents.zinc.amount; may be repeated",
    )
    part.add_argument(
        "--unset",
        dest="gone",
        metavar="KEY",
        action="append",
        default=[],
        help="a key to take out, such as pack or contents.zinc; may be repeated",
    )
    part.add_argument(
        "--to", metavar="FILE", help="a file of a shelf with the whole new label; - reads it"
    )
    part.add_argument(
        "--from",
        dest="before",
        metavar="FILE",
        help="the label as it was, where the shelf already has the new one; - reads it",
    )
    _write(part, "only show what would become of the plans (the default)")
    part.add_argument(
        "--allow-errors",
        action="store_true",
        help="write it although plans that take it would have errors",
    )
    add_country(part)


def _remove_arguments(part: argparse.ArgumentParser) -> None:
    _id(part)


def _write(part: argparse.ArgumentParser, preview: str) -> None:
    what = part.add_mutually_exclusive_group()
    what.add_argument("--preview", action="store_true", help=preview)
    what.add_argument("--write", action="store_true", help="write it; planner undo takes it back")


_PARTS = {
    "list": _Part(
        "the labels of your shelf, and how many plans take each",
        "List the labels of your shelf, and how many plans take each. Exit codes: 0, or 2 where"
        " a label or a plan could not be read.",
        "planner product list --format json",
        _list_arguments,
        "product_list",
        "list_products",
    ),
    "show": _Part(
        "one label, and the plans that take it",
        "Show a label, how it is read, the plans that take it with their status, and what is"
        " found in them. Exit codes: as those of planner check for these plans.",
        "planner product show night-mag",
        _show_arguments,
        "product_list",
        "show_product",
    ),
    "check": _Part(
        "judge the labels, and look for plans that do not find theirs",
        "Judge every label of your shelf, and tell which plans take a product that nobody has,"
        " and which hold another label under the name of one on the shelf. One line for each:"
        " path:line: severity[code] message. Exit codes: 0, 1 where something warns, 2 where"
        " something could not be read or used.",
        "planner product check",
        add_country,
        "product_check",
        "check_products",
    ),
    "add": _Part(
        "put a label that a plan holds on the shelf",
        "Put a label that a plan holds on your shelf, as products/ID.toml. The plan itself stays"
        " as it is: planner product link lets plans refer to the shelf instead.",
        "planner product add clients/c-041.toml night-mag",
        _add_arguments,
        "product_put",
        "add_product",
    ),
    "link": _Part(
        "let plans that hold the same label refer to the shelf",
        "Find the plans that hold exactly this label themselves, under whatever name, and let"
        " them refer to the shelf instead. Nothing that they take changes. Without --write"
        " nothing is written.",
        "planner product link night-mag clients/",
        _link_arguments,
        "product_put",
        "link_product",
    ),
    "change": _Part(
        "another label for all plans that take it, after a look at them",
        "Change a label of your shelf. Without --write nothing is written: it is shown what the"
        " change does to the plans that take it, grouped by finding. Exit codes: 0, 1 where"
        " warnings or questions come up or say something else, 2 where errors do, or where"
        " something could not be read or used.",
        'planner product change night-mag --set serving="1 capsule"',
        _change_arguments,
        "product_change",
        "change_product",
    ),
    "remove": _Part(
        "take a label off the shelf that no plan takes",
        "Take a label off your shelf. It is refused while a plan takes it. planner undo brings"
        " it back.",
        "planner product remove night-mag",
        _remove_arguments,
        "product_put",
        "remove_product",
    ),
}
