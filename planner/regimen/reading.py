"""Reading a regimen file: bytes to models, with every problem named by file, key and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.positions import NO_POSITIONS, KeyPath, Positions, find_positions
from planner.regimen.models import FORMAT, Regimen, SharedProduct
from planner.regimen.problems import MOST_PROBLEMS, BrokenEntry, Problem, explain, prune
from planner.regimen.templates import excused, fill_defaults, unfilled_keys
from planner.tables import LARGEST_FILE, TOO_DEEP, TextError, file_bytes, is_too_deep, parse_text
from planner.wording import quoted

MOST_ROWS = 200

INVALID_FILE = "invalid-file"
UNSUPPORTED_FORMAT = "unsupported-format"


@dataclass(frozen=True)
class Reading:
    """What reading a file gave: the regimen as far as it could be read, and every problem."""

    path: Path | None
    regimen: Regimen | None
    """None where nothing could be read; without its broken parts where there are problems."""
    problems: tuple[Problem, ...] = ()
    broken: Mapping[str, BrokenEntry] = field(default_factory=dict)
    """Entries that hold an error, with what could be seen of them."""
    unfilled: frozenset[KeyPath] = frozenset()
    """Keys that a template leaves to be filled."""
    text: str = ""
    data: bytes = b""
    on_shelf: tuple[str, ...] = ()
    """What the shelf of its library has, where an entry takes a product that nobody knows."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the bytes, by which a later save knows whether the file has changed since."""
        import hashlib

        return hashlib.sha256(self.data).hexdigest()

    @property
    def title(self) -> str | None:
        """The title, or None where the file could not be read as far as that."""
        if self.regimen is None or any(problem.key == ("title",) for problem in self.problems):
            return None
        return self.regimen.title

    @property
    def whole(self) -> bool:
        """Whether the file was read without leaving anything out, so that it may be saved."""
        return self.regimen is not None and not self.problems

    @cached_property
    def positions(self) -> Positions:
        """The line of every key."""
        return find_positions(self.text) if self.regimen is not None else NO_POSITIONS

    def line(self, problem_line: int | None, key: KeyPath) -> int:
        """Return the line of a key, or the line that a problem names itself.

        What is said of a label of the shelf stands where an entry takes it.
        """
        if problem_line is not None:
            return problem_line
        if key[:1] == ("products",) and len(key) > 1 and self.regimen is not None:
            product = self.regimen.products.get(str(key[1]))
            if isinstance(product, SharedProduct):
                key = self._taken_at(product.id)
        return self.positions.line(key)

    def _taken_at(self, product: str) -> KeyPath:
        """Return the key of the first entry that takes a product, be it one with an error."""
        assert self.regimen is not None
        takes = {name: entry.product for name, entry in self.regimen.entries.items()}
        takes |= {name: lost.takes for name, lost in self.broken.items() if lost.is_product}
        found = (name for name, taken in takes.items() if taken == product)
        return next((("entries", name, "product") for name in found), ())


def read_file(path: Path) -> Reading:
    """Read a regimen file. Never raises for what the file holds; never writes."""
    try:
        data = file_bytes(path)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        return _refused(path, f"cannot be read: {reason}")
    except ValueError as problem:
        return _refused(path, str(problem))
    return read_bytes(data, path)


def read_bytes(data: bytes, path: Path | None = None) -> Reading:
    """Read the bytes of a regimen file. Never raises for what they hold."""
    try:
        parsed = parse_text(data, LARGEST_FILE)
    except TextError as problem:
        # what is there can be shown around the line, although nothing of it could be read
        kept = data if len(data) <= LARGEST_FILE else b""
        refused = _refused(path, str(problem), problem.line)
        return replace(refused, text=problem.text, data=kept)
    return read_table(parsed.table, parsed.text, data, path)


def read_table(
    table: dict[str, Any], text: str = "", data: bytes = b"", path: Path | None = None
) -> Reading:
    """Read the table of a regimen; `text` and `data` are those that it was parsed from, if any."""
    if is_too_deep(table):
        return _refused(path, TOO_DEEP)
    if message := _too_many(table):
        return _refused(path, message)
    if problem := _format_problem(table):
        return Reading(path, None, (problem,), text=text, data=data)
    table = fill_defaults(table)
    unfilled = unfilled_keys(table)
    try:
        regimen = Regimen.model_validate(table)
        return Reading(path, regimen, unfilled=unfilled, text=text, data=data)
    except ValidationError as error:
        problems = explain(error, table)
    problems = tuple(each for each in problems if each.key not in excused(unfilled))
    if len(problems) > MOST_PROBLEMS:
        return Reading(path, None, problems, text=text, data=data)
    pruned, broken = prune(table, (*(problem.key for problem in problems), *unfilled))
    left: Regimen | None = None
    try:
        left = Regimen.model_validate(pruned)
    except ValidationError as error:
        # a part that only became wrong without another: say so, and judge nothing
        problems = (*problems, *explain(error, pruned))
    return Reading(path, left, problems, broken, unfilled, text, data)


def _too_many(table: Mapping[str, Any]) -> str | None:
    """Return what there is too much of to be read, or None."""
    for key in ("entries", "products", "medicines"):
        rows = table.get(key)
        if isinstance(rows, dict) and len(rows) > MOST_ROWS:
            return f"{len(rows)} {key}; {MOST_ROWS} at most are read"
    products = table.get("products")
    for product in products.values() if isinstance(products, dict) else ():
        contents = product.get("contents") if isinstance(product, dict) else None
        if isinstance(contents, dict) and len(contents) > MOST_ROWS:
            return f"{len(contents)} contents of one product; {MOST_ROWS} at most are read"
    return None


def _refused(path: Path | None, message: str, line: int | None = 1) -> Reading:
    return Reading(path, None, (Problem(INVALID_FILE, (), message, line),))


def _format_problem(table: Mapping[str, Any]) -> Problem | None:
    if "format" not in table:
        return Problem(
            UNSUPPORTED_FORMAT, ("format",), f"format is missing: write format = {FORMAT}"
        )
    value = table["format"]
    if isinstance(value, bool) or not isinstance(value, int):
        message = f"format is {quoted(value)}, expected the whole number {FORMAT}"
        return Problem(UNSUPPORTED_FORMAT, ("format",), message)
    if value != FORMAT:
        shown = value if abs(value) < 10**6 else "a very large number"
        return Problem(
            UNSUPPORTED_FORMAT,
            ("format",),
            f"format is {shown}; this version of Planner reads format {FORMAT} only,"
            " and does not guess at others",
        )
    return None


__all__ = [
    "FORMAT",
    "INVALID_FILE",
    "LARGEST_FILE",
    "MOST_ROWS",
    "UNSUPPORTED_FORMAT",
    "Reading",
    "file_bytes",
    "read_bytes",
    "read_file",
    "read_table",
]
