"""Plans from a table of clients: what would be written, what is held back, and what is in the way.

Nothing here writes: `Batch.changes` are for `planner.library.runs`, which writes all or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from planner.judge.findings import Finding, Severity, Verdict
from planner.judge.withholding import about_person
from planner.library.clients import FILE, BadCell, Client, Clients
from planner.library.folding import folded
from planner.library.home import carried_to, with_shelf
from planner.library.runs import FileChange
from planner.library.templates import kept_bytes, kept_name
from planner.regimen.filling import Source, fill
from planner.regimen.models import Regimen
from planner.regimen.reading import Reading, file_bytes, read_bytes
from planner.regimen.writing import write_text
from planner.wording import counted, quoted

SUFFIX = ".toml"
LONGEST_NAME = 60
_AS_IT_IS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""Names that no file may have on some systems."""

Judge = Callable[[Reading, Path], Verdict]


@dataclass(frozen=True, slots=True)
class Derived:
    """The plan of one client."""

    client: Client
    path: Path
    data: bytes
    """The file as it would be written."""
    reading: Reading
    verdict: Verdict
    against: tuple[Finding, ...]
    """What concerns the person, and holds the plan back unless somebody asks for it."""
    before: bytes | None
    """What the file holds already; None where there is none."""

    @property
    def there(self) -> Regimen | None:
        """What the file that is there plans; None where there is none, or it cannot be read."""
        return None if self.before is None else read_bytes(self.before, self.path).regimen

    @property
    def is_same(self) -> bool:
        """Whether the file that is there is the one that would be written."""
        return self.before == self.data


@dataclass(slots=True)
class Batch:
    """What a template gives for a table of clients."""

    source: Source
    folder: Path
    rows: int
    planned: list[Derived] = field(default_factory=list)
    """Plans that can be written."""
    withheld: list[Derived] = field(default_factory=list)
    """Plans that are held back because of who the person is."""
    present: list[Derived] = field(default_factory=list)
    """Plans whose file is there already; it is left as it is."""
    bad: list[BadCell] = field(default_factory=list)
    """What stands in the way; while there is any, nothing is written."""

    @property
    def is_to_be_looked_at(self) -> bool:
        """Whether a plan is withheld, warns or asks, or is there already and different."""
        return (
            bool(self.withheld)
            or any(each.verdict.status != "pass" for each in self.planned)
            or not all(each.is_same for each in self.present)
        )

    @property
    def changes(self) -> list[FileChange]:
        """What is written, all of it or nothing."""
        return [FileChange(each.path, None, each.data) for each in self.planned]

    @property
    def kept(self) -> dict[str, bytes]:
        """The state of the template that the plans are made from, kept beside them."""
        return {kept_name(self.source): kept_bytes(self.source)} if self.planned else {}

    def words(self, table: Path) -> str:
        """Return what is done, for the list of what can be undone."""
        return f"derive {self.source.name}: {counted(len(self.planned), 'plan')} from {table.name}"


def derive(
    source: Source,
    clients: Clients,
    folder: Path,
    judge: Judge,
    *,
    template: Path | None = None,
    include_warned: bool = False,
    rows: Iterable[Client] | None = None,
) -> Batch:
    """Return what a template gives for each client of a table, all of it judged.

    `template` is where the template lies, whose shelf its products are from.
    With `include_warned`, plans that something about the person speaks against are not held back.
    `rows` are those of the table, where somebody counts them as they go by.
    """
    deriving = _Deriving(source, clients, folder, judge, template)
    batch = Batch(source, folder, len(clients.rows), bad=list(clients.bad))
    spoiled = {cell.line for cell in clients.bad}
    for client in clients.rows if rows is None else rows:
        if client.line in spoiled:
            continue
        made = deriving.made(client)
        if isinstance(made, list):
            batch.bad += made
        elif made.before is not None:
            batch.present.append(made)
        elif made.against and not include_warned:
            batch.withheld.append(made)
        else:
            batch.planned.append(made)
    batch.bad.sort(key=lambda cell: (cell.line, cell.column))
    return batch


def file_stem(name: str, *, as_is: bool) -> str:
    """Return the name of a file, without its ending, for what names a client.

    A code is written in small letters, digits and hyphens: `C-041` is `c-041`. With `as_is` it is
    a file's name already.

    Raises:
        ValueError: no file can be named so.
    """
    plain = name.removesuffix(SUFFIX) if as_is else name
    stem = plain
    if not as_is:
        ascii_only = folded(plain).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(stem) > LONGEST_NAME:
        raise ValueError(f"{len(stem)} characters are too many for the name of a file")
    if not _AS_IT_IS.fullmatch(stem) or _DEVICES.fullmatch(stem.lower()):
        raise ValueError(
            f"{quoted(name)} cannot name a file: expected letters, digits, - and _, such as c-041"
        )
    return stem


class _Deriving:
    """Makes the plan of one client after another; no two have one file."""

    def __init__(
        self, source: Source, clients: Clients, folder: Path, judge: Judge, template: Path | None
    ) -> None:
        self._source = source
        self._clients = clients
        self._folder = folder
        self._judge = judge
        self._template = template
        self._lines: dict[str, int] = {}
        """On which line a file was named, by its name in small letters."""

    def made(self, client: Client) -> Derived | list[BadCell]:
        """Return the plan of a client, or what is wrong with the row."""
        try:
            stem = self._stem(client)
        except ValueError as problem:
            return [self._cell(client, self._clients.naming, str(problem))]
        filled = fill(self._source, client.values)
        if filled.regimen is None:
            return [self._cell(client, name, message) for name, message in filled.problems]
        path = self._folder / f"{stem}{SUFFIX}"
        made = carried_to(path, filled.reading, self._template or path)
        if made.problems or made.regimen is None:  # a label of the shelf that cannot be read
            problems = [(".".join(map(str, each.key)), each.message) for each in made.problems]
            return [self._cell(client, name, message) for name, message in problems]
        data = write_text(made.regimen).encode()
        reading = with_shelf(read_bytes(data, path), path)
        verdict = self._judge(reading, path)
        errors = [each for each in verdict.findings if each.severity is Severity.ERROR]
        if errors:
            return [self._cell(client, each.key, each.message) for each in errors]
        against = about_person(verdict.findings, filled.regimen)
        plan = Derived(client, path, data, reading, verdict, against, _present(path))
        other = _name_of(plan.there)
        if plan.before is not None and other != _name_of(filled.regimen):
            return [self._cell(client, self._clients.naming, _other_words(plan, other))]
        return plan

    def _stem(self, client: Client) -> str:
        stem = file_stem(client.name, as_is=self._clients.naming == FILE)
        first = self._lines.setdefault(stem.casefold(), client.line)
        if first != client.line:
            raise ValueError(f"line {first} has the same file, {stem}{SUFFIX}")
        return stem

    def _cell(self, client: Client, name: str, message: str) -> BadCell:
        """Return the cell that a message about a field or key path is about."""
        key = name
        while key and key not in client.columns:
            key = key.rpartition(".")[0]
        column = client.columns.get(key) or self._clients.column(name)
        return BadCell(client.line, column, name, message)


def _name_of(regimen: Regimen | None) -> str | None:
    return regimen.person.name if regimen is not None and regimen.person else None


def _other_words(plan: Derived, other: str | None) -> str:
    """Return why a file that is there already is not that of this client."""
    whose = f"is of {quoted(other)}" if other else "does not say whose it is"
    return f"{quoted(plan.path.name)} is there already and {whose}; give this client another code"


def _present(path: Path) -> bytes | None:
    """Return what is there already, or None where there is nothing."""
    try:
        return file_bytes(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return b""  # something that cannot be read is there all the same
