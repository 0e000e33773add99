"""Reading a regimen file: bytes to models, with every problem named by file, key and line."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from planner.regimen.models import FORMAT, Regimen, SharedProduct
from planner.regimen.positions import NO_POSITIONS, KeyPath, Positions, find_positions
from planner.regimen.problems import MOST_PROBLEMS, BrokenEntry, Problem, explain, prune
from planner.regimen.templates import fill_defaults, unfilled_keys
from planner.wording import quoted

LARGEST_FILE = 1024 * 1024
DEEPEST = 8
MOST_ROWS = 200

INVALID_FILE = "invalid-file"
UNSUPPORTED_FORMAT = "unsupported-format"

# Reading a key of n dotted parts costs n squared; a run this long is refused before it is parsed,
# where a key may begin: a text may hold as many short sentences.
_LONG_KEY = re.compile(
    r"""(?:^|[\[{,])[ \t]*+(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""",
    re.MULTILINE,
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_UNQUOTED_TIME = re.compile(r"^[ \t]*([A-Za-z0-9_.-]+)[ \t]*=[ \t]*(\d{1,2}:\d\d)[ \t]*(?:#.*)?$")


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
                key = next(
                    ("entries", name, "product")
                    for name, entry in self.regimen.entries.items()
                    if entry.product == key[1]
                )
        return self.positions.line(key)


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
    if len(data) > LARGEST_FILE:
        return _refused(path, "larger than 1 MiB, the most that is read")
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        return replace(_refused(path, "not UTF-8 text: save it as UTF-8", line), data=data)
    if long_key := _LONG_KEY.search(text):
        line = text.count("\n", 0, long_key.start()) + 1
        return _refused(path, f"nested deeper than {DEEPEST} levels", line)
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError:
        return _refused(path, f"nested deeper than {DEEPEST} levels")
    except ValueError as problem:
        # what is there can be shown around the line, although nothing of it could be read
        return replace(_refused(path, *_explain_syntax(problem, text)), text=text, data=data)
    return read_table(table, text, data, path)


def read_table(
    table: dict[str, Any], text: str = "", data: bytes = b"", path: Path | None = None
) -> Reading:
    """Read the table of a regimen; `text` and `data` are those that it was parsed from, if any."""
    if _depth(table) > DEEPEST:
        return _refused(path, f"nested deeper than {DEEPEST} levels")
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
    problems = tuple(problem for problem in problems if problem.key not in unfilled)
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


def file_bytes(path: Path, most: int = LARGEST_FILE) -> bytes:
    """Return what a file holds, one byte more than `most` at the most, so that too much shows.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no regular file; reading a pipe would wait for ever.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise ValueError("not a regular file")
    with path.open("rb") as file:
        return file.read(most + 1)


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


def _depth(table: Mapping[str, Any]) -> int:
    """Return how many tables and lists are nested in each other, without recursion."""
    deepest, level = 0, [table]
    waiting: Iterable[Any] = level
    while waiting:
        below: list[Any] = []
        for value in waiting:
            items = value.values() if isinstance(value, dict) else value
            below += [item for item in items if isinstance(item, (dict, list))]
        if below:
            deepest += 1
        if deepest > DEEPEST:
            break
        waiting = below
    return deepest


def _explain_syntax(problem: ValueError, text: str) -> tuple[str, int]:
    """Return a message a layman can act on, and the line, for what tomllib refuses."""
    said = str(problem)
    found = _AT_LINE.search(said)
    if not found:
        if "at end of document" in said:
            what = said.replace(" (at end of document)", "")
            return f"not valid TOML: {what}; the file ends too early", text.count("\n") + 1
        return "not valid TOML: a number is too long", 1
    line = int(found[1])
    what = said[: found.start()].strip()
    rows = text.split("\n")
    row = rows[line - 1].rstrip("\r") if line <= len(rows) else ""
    if time := _UNQUOTED_TIME.match(row):
        return f'not valid TOML: write the time in quotes: {time[1]} = "{time[2]}"', line
    return f"not valid TOML at column {found[2]}: {what}; the line reads {quoted(row)}", line
