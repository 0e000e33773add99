"""Drafts: what is being edited, kept so that a crash or a closed terminal loses little of it.

A draft is a regimen file with one table more, `[draft]`, that says what it is a draft of. There is
one for each sitting, so that two Planners never write the same one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from planner.library.atomic import replace_file
from planner.library.products import as_shared, on_shelf
from planner.regimen.models import Regimen, SharedProduct
from planner.regimen.reading import Reading, file_bytes, read_file
from planner.regimen.redacting import with_own_labels
from planner.regimen.writing import regimen_table, table_text

HEAD = "draft"
SUFFIX = ".toml"
DISCARDED = "discarded"
"""The folder among the drafts that keeps those that were discarded, for who regrets it."""
MOST_DISCARDED = 20
ABANDONED = timedelta(days=1)
"""Age from which a draft of another machine counts as left behind: its process cannot be seen."""
_DURABLE_EVERY = 10.0
"""Seconds after which a draft is written so that it survives a power cut, too."""

_ENDED = (b"Z", b"X")
"""States of a process that has ended and only waits to be fetched by the one that started it."""
_SITTING = re.compile(r"[A-Za-z0-9_-]{1,100}")
_written: dict[Path, float] = {}
"""When each draft of this process was last written durably."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that a sitting has left behind."""

    file: Path
    sitting: str
    regimen: Regimen
    path: Path | None
    """The file that it is a draft of; None where it was never saved."""
    digest: str | None
    """The fingerprint that this file had when it was read."""
    when: datetime
    """When the draft was written, in universal time."""
    form: Mapping[str, Any] | None
    """What was typed into a half-filled form; not checked any further."""


def keep(
    folder: Path,
    sitting: str,
    regimen: Regimen,
    *,
    path: Path | None,
    digest: str | None,
    form: Mapping[str, Any] | None,
) -> None:
    """Write the draft of a sitting, in place of the one before.

    Raises:
        OSError: the system refused.
        ValueError: the name of the sitting cannot be that of a file.
    """
    target = _file(folder, sitting)
    head: dict[str, Any] = {
        "path": _told(path),
        "digest": digest,
        "written": datetime.now(UTC),
        "pid": os.getpid(),
        "began": _began(os.getpid()),
        "host": platform.node(),
        "shared": _shared(regimen),
        "form": dict(form) if form else None,
    }
    head = {key: value for key, value in head.items() if value is not None}
    text = table_text({HEAD: head, **regimen_table(with_own_labels(regimen))})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = time.monotonic()
    last = _written.get(target)
    durable = last is None or now - last >= _DURABLE_EVERY
    # Half a character, which no file can hold, is better lost than all the rest with it.
    replace_file(target, text.encode("utf-8", "replace"), private=True, durable=durable)
    if durable:
        _written[target] = now


def forget(folder: Path, sitting: str) -> None:
    """Remove the draft of a sitting, if there is one; what the system refuses is left."""
    target = _file(folder, sitting)
    _written.pop(target, None)
    with contextlib.suppress(OSError):
        target.unlink(missing_ok=True)


def discard(folder: Path, sitting: str) -> Path:
    """Put the draft of a sitting away and return where it is kept; only the last ones are.

    Raises:
        OSError: the system refused; the draft is still there.
    """
    away = folder / DISCARDED
    away.mkdir(mode=0o700, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    target = away / f"{stamp}-{sitting}{SUFFIX}"  # the names sort by time
    _file(folder, sitting).rename(target)
    with contextlib.suppress(OSError):
        kept = sorted(each for each in away.iterdir() if each.suffix == SUFFIX)
        for old in kept[:-MOST_DISCARDED]:
            old.unlink()
    return target


def since(draft: Kept) -> str:
    """Return what has happened to the file of a draft since: `changed`, `gone`, or nothing."""
    if draft.path is None or draft.digest is None:
        return ""
    try:
        data = file_bytes(draft.path)
    except FileNotFoundError:
        return "gone"
    except (OSError, ValueError):
        return ""
    return "" if hashlib.sha256(data).hexdigest() == draft.digest else "changed"


def found(folder: Path) -> tuple[Kept, ...]:
    """Return the drafts whose process is gone, newest first; one that cannot be read is not one."""
    drafts = [kept for file in _files(folder) if (kept := _read(file)) and not _is_edited(kept[1])]
    return tuple(sorted((kept for kept, _ in drafts), key=lambda kept: kept.when, reverse=True))


def unreadable(folder: Path) -> tuple[Path, ...]:
    """Return the files among the drafts that cannot be read as one; they are kept."""
    return tuple(file for file in _files(folder) if _read(file) is None)


@dataclass(frozen=True, slots=True)
class _Process:
    """Which process has written a draft, and when."""

    pid: int
    began: str
    host: str
    when: datetime


def _file(folder: Path, sitting: str) -> Path:
    if not _SITTING.fullmatch(sitting):
        raise ValueError(f"not the name of a sitting: {sitting!r}")
    return folder / f"{sitting}{SUFFIX}"


def _files(folder: Path) -> list[Path]:
    try:
        found_here = [each for each in folder.iterdir() if each.suffix == SUFFIX]
    except OSError:
        return []
    return sorted(each for each in found_here if _SITTING.fullmatch(each.stem))


def _told(path: Path | None) -> str | None:
    """Return a path as a file can hold it; one with half characters in it is left out."""
    if path is None:
        return None
    try:
        return path.absolute().as_posix().encode().decode()
    except UnicodeEncodeError:
        return None


def _shared(regimen: Regimen) -> dict[str, str] | None:
    """Return the labels of a shelf that a regimen refers to, each with the folder of its library.

    A draft lies in no library, so that it holds the labels themselves, too.
    """
    found = {
        name: home
        for name, product in regimen.products.items()
        if isinstance(product, SharedProduct) and (home := _told(product.home))
    }
    return found or None


def _with_shared(regimen: Regimen, shared: object) -> Regimen:
    """Return a regimen that refers to its shelf as it did, with what the shelf says today."""
    if not isinstance(shared, Mapping):
        return regimen
    products = dict(regimen.products)
    for name, home in shared.items():
        if name not in products or not isinstance(home, str) or "\0" in home:
            continue
        file = on_shelf(Path(home), name)
        if file is not None:
            products[name] = file.product or as_shared(products[name], name, Path(home))
    return regimen.model_copy(update={"products": products})


def _read(file: Path) -> tuple[Kept, _Process] | None:
    """Return a draft, or None where anything but its head is no regimen."""
    reading = read_file(file)
    others = [problem for problem in reading.problems if problem.key[:1] != (HEAD,)]
    if reading.regimen is None or others:
        return None
    head = _head(reading)
    when = head.get("written")
    pid = head.get("pid")
    if not isinstance(when, datetime) or when.tzinfo is None or not isinstance(pid, int):
        return None
    path, form = _text(head, "path"), head.get("form")
    kept = Kept(
        file,
        file.stem,
        _with_shared(reading.regimen, head.get("shared")),
        Path(path) if path else None,
        _text(head, "digest") or None,
        when.astimezone(UTC),
        form if isinstance(form, dict) else None,
    )
    return kept, _Process(pid, _text(head, "began"), _text(head, "host"), kept.when)


def _head(reading: Reading) -> Mapping[str, Any]:
    """Return the table that says what a draft is one of; the reader has let the text pass."""
    head = tomllib.loads(reading.text.replace("\r\n", "\n")).get(HEAD)
    return head if isinstance(head, dict) else {}


def _text(head: Mapping[str, Any], key: str) -> str:
    value = head.get(key)
    return value if isinstance(value, str) and "\0" not in value else ""


def _is_edited(process: _Process) -> bool:
    """Whether the process that has written a draft still runs."""
    if process.host != platform.node():
        return datetime.now(UTC) - process.when < ABANDONED
    if process.pid == os.getpid():
        return process.began in ("", _began(process.pid))
    if os.name == "nt" or not 0 < process.pid < 2**31:  # a signal would end a process on Windows
        return False
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it runs, as somebody else
    if _state(process.pid) in _ENDED:
        return False
    now = _began(process.pid)
    # The number of a process is given again to others, above all after a restart.
    return not (now and process.began and now != process.began)


def _began(pid: int) -> str:
    """Return a text that tells a process from every other of the same number, where one can."""
    fields = _process_fields(pid)
    if not fields:
        return ""
    ticks = fields[19].decode("ascii", "replace") if len(fields) > 19 else ""
    return f"{_boot()}-{ticks}"


def _state(pid: int) -> bytes:
    """Return the letter for what a process does; nothing where the system does not tell."""
    return b"".join(_process_fields(pid)[:1])


def _process_fields(pid: int) -> list[bytes]:
    """Return what the system tells of a process, from its state on; nothing where it does not."""
    try:
        row = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return []
    return row[row.rfind(b")") + 1 :].split()  # its name may hold blanks and brackets


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()[:8]
    except (OSError, ValueError):
        return ""
