"""What is recorded of a run that wrote many files: what it did to each, and what was there before.

A run has a folder `.versions/runs/ID` in the folder that it wrote: `run.json` tells about it, and
`before/` holds the files that it changed or removed as they were. Nothing here writes.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

RUNS = ".versions/runs"
"""Where the runs are, below the folder that they wrote."""
MOST_RUNS = 10
"""So many runs are kept in a folder."""
_MOST_RECORDS = 4 * MOST_RUNS
"""So many runs, undos and ways back together; nobody goes back and forth for ever."""

RECORD, BEFORE, ASIDE = "run.json", "before", "aside"
ADDED, CHANGED, REMOVED = "added", "changed", "removed"
RUN, UNDO, REDO = "run", "undo", "redo"

LARGEST_RECORD = 2**26
_FORMAT = 1
_TIME = "%Y%m%dT%H%M%S.%fZ"
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)
"""So far clocks may differ; what is later has not been written by Planner, or by a wrong clock."""
_ID = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)-[0-9a-f]{6}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class RunFile:
    """What a run did to one file."""

    name: str
    """Its path from the folder of the run, with `/` between folders."""
    did: str
    """`added`, `changed` or `removed`."""
    before: str | None
    """SHA-256 of what it held before the run; None where there was no file."""
    after: str | None
    """SHA-256 of what it held after the run; None where there was no file any more."""


@dataclass(frozen=True)
class Run:
    """Many files that were written as one; it can be undone as one."""

    id: str
    """Sorts by time; empty where there was nothing to write."""
    folder: Path
    """The folder that it wrote, which holds all its files and its record."""
    what: str
    """What it was, for people; foreign text."""
    on: datetime
    """When, in UTC."""
    files: tuple[RunFile, ...]
    kind: str = RUN
    """`run`, `undo`, or `redo` of an undo."""
    undoes: str | None = None
    """The id of the run that it took back."""
    made: tuple[str, ...] = ()
    """Folders in the folder that it made; undone, they go again if they are empty."""
    notes: tuple[str, ...] = field(default=(), compare=False)
    """Sentences for people about what happened around it, such as writing by others meanwhile."""

    @property
    def place(self) -> Path:
        """Where it is recorded, and what was there before kept."""
        return self.folder / RUNS / self.id

    def path(self, file: RunFile) -> Path:
        """Return where a file of it is."""
        return self.folder / file.name

    @property
    def kept_folder(self) -> Path:
        """Where the files that it changed or removed are as they were before it."""
        return self.place / BEFORE

    def count(self, did: str) -> int:
        """Return how many files were `added`, `changed` or `removed`."""
        return sum(each.did == did for each in self.files)


def new_id(on: datetime, known: Iterable[str]) -> str:
    """Return an id for a run at some time, behind those that a folder has already."""
    last = max(map(time_of, known), default=None)
    if last is not None and on <= last:
        on = last + timedelta(microseconds=1)
    return f"{on.astimezone(UTC).strftime(_TIME)}-{secrets.token_hex(3)}"


def is_id(name: str) -> bool:
    """Whether a name is the id of a run, of a time that can be: not more than a day from now on."""
    on = _time_or_none(name)
    return on is not None and _EARLIEST <= on <= datetime.now(UTC) + _AHEAD


def time_of(run: str) -> datetime:
    """Return when a run was; the text is formed like an id."""
    on = _time_or_none(run)
    assert on is not None
    return on


def _time_or_none(name: str) -> datetime | None:
    found = _ID.fullmatch(name)
    try:
        return found and datetime.strptime(found[1], _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None


def known_ids(folder: Path) -> list[str]:
    """Return the ids of the runs that a folder has, the oldest first; none where there are none."""
    try:
        return sorted(filter(is_id, os.listdir(folder / RUNS)))  # noqa: PTH208
    except (OSError, ValueError):
        return []


def outlived(folder: Path, known: Iterable[str], kind: str) -> list[str]:
    """Return the ids of runs that are dropped where another of a kind is written.

    The last ten stay. Undos and their ways back are no runs of their own, and go with what they
    took back.
    """
    known = list(known)
    most = MOST_RUNS - 1 if kind == RUN else MOST_RUNS
    plain = [each for each in known if (run := read_run(folder, each)) is None or run.kind == RUN]
    first = plain[-most] if len(plain) > most else ""
    kept = frozenset([each for each in known if each >= first][-_MOST_RECORDS:])
    return [each for each in known if each not in kept]


def runs_below(folder: Path) -> list[Run]:
    """Return the runs in a folder and in those in it, the newest first.

    Records that cannot be read, folders whose name starts with a dot, and links are passed over.
    """
    found: list[Run] = []
    for place, folders, _ in os.walk(folder):
        found += _runs_in(Path(place))
        folders[:] = [name for name in folders if not name.startswith(".")]
    return _newest_first(found)


def runs_near(folder: Path) -> list[Run]:
    """Return the runs in a folder and in those right in it, and no deeper, the newest first.

    The same is passed over as by `runs_below`.
    """
    found = _runs_in(folder)
    with contextlib.suppress(OSError, ValueError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                found += _runs_in(folder / entry.name)
    return _newest_first(found)


def is_of_user(run: Run) -> bool:
    """Whether the folder of a run, and its record, are the user's, and not somebody else's."""
    whose = getattr(os, "getuid", None)
    try:
        return whose is None or all(
            place.stat().st_uid == whose() for place in (run.folder, run.place)
        )
    except OSError:
        return False


def _runs_in(folder: Path) -> list[Run]:
    found = (read_run(folder, run) for run in known_ids(folder))
    return [run for run in found if run is not None]


def _newest_first(runs: Iterable[Run]) -> list[Run]:
    return sorted(runs, key=lambda run: run.id, reverse=True)


def encoded(run: Run) -> bytes:
    """Return a run as it is recorded."""
    table = {
        "format": _FORMAT,
        "what": run.what,
        "kind": run.kind,
        "undoes": run.undoes,
        "made": run.made,
        "files": [
            {"name": each.name, "before": each.before, "after": each.after} for each in run.files
        ],
    }
    return json.dumps(table, indent=1).encode("ascii")


def read_run(folder: Path, run: str) -> Run | None:
    """Return a run of a folder, or None where its record is missing, or is none."""
    try:
        with (folder / RUNS / run / RECORD).open("rb") as file:
            data = file.read(LARGEST_RECORD + 1)
        if len(data) > LARGEST_RECORD:
            return None
        return _run(folder, run, json.loads(data))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _run(folder: Path, run: str, table: dict[str, Any]) -> Run | None:
    if table["format"] != _FORMAT or table["kind"] not in (RUN, UNDO, REDO):
        return None
    files = tuple(
        _file(each["name"], _digest(each["before"]), _digest(each["after"]))
        for each in table["files"]
    )
    undoes = table["undoes"]
    if undoes is not None and not is_id(undoes):
        return None
    return Run(
        run,
        folder,
        str(table["what"]),
        time_of(run),
        files,
        table["kind"],
        undoes,
        tuple(map(plain_name, table["made"])),
    )


def _file(name: str, before: str | None, after: str | None) -> RunFile:
    return RunFile(plain_name(name), what_happened(before, after), before, after)


def what_happened(before: str | None, after: str | None) -> str:
    """Return what it is called where there was something before, or not, and is after, or not.

    Raises:
        ValueError: there was nothing, and is nothing.
    """
    if before is None and after is None:
        raise ValueError
    return ADDED if before is None else REMOVED if after is None else CHANGED


def _digest(value: object) -> str | None:
    if value is None or (isinstance(value, str) and _DIGEST.fullmatch(value)):
        return value
    raise ValueError(value)


def plain_name(name: str) -> str:
    """Return a path from a folder down to something in it, as it is.

    Raises:
        ValueError: it leads elsewhere, or to the records of runs.
    """
    path = PurePosixPath(name)
    parts = path.parts
    if (
        path.is_absolute()
        or not parts
        or ".." in parts
        or str(path) != name
        or "\0" in name
        or f"{name}/".startswith(f"{RUNS}/")
        or (os.name == "nt" and re.search(r"[\\:]", name))
    ):
        raise ValueError(name)
    return name


def standing(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs, the newest first, that none of their folder that stands has taken back.

    A copy of a folder has runs of the same ids, and nothing is said of those.
    """
    gone: set[tuple[Path, str]] = set()
    for run in runs:
        if (run.folder, run.id) in gone:
            continue
        if run.undoes is not None:
            gone.add((run.folder, run.undoes))
        yield run
