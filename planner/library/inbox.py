"""What comes in from others: a shared regimen copied into the library, answers and their regimen.

A path within what was received is never used; a file here gets a name of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planner.export.answers import LARGEST, Answered, read_answers
from planner.export.foreign_json import ForeignError
from planner.export.making import ExportRefusedError, Options, carried
from planner.export.received import LARGEST_PAGE, Received, read_received
from planner.library.atomic import SaveError, refusals, replace_file
from planner.library.home import home_of, missing_products, read_regimen, with_shelf
from planner.library.listing import free_path, regimen_files
from planner.library.own import catalogue_for
from planner.library.products import on_shelf
from planner.library.sent import read_record
from planner.library.store import VERSIONS, version_stem
from planner.regimen.reading import Reading, file_bytes, read_bytes
from planner.wording import listed, visible

if TYPE_CHECKING:
    from planner.catalogue import Catalogue

_KEPT = re.compile(r"\.\d{8}T\d{6}\.\d{6}Z\.toml")
_MOST_NAMED = 5


class InboxError(Exception):
    """Something that was received cannot be used; `str()` of it says which file, and why."""


def receive(path: Path) -> Received:
    """Return the regimen that a received file holds.

    Raises:
        InboxError: there is none in it, or it cannot be read.
    """
    data = _foreign_bytes(path, LARGEST_PAGE)
    try:
        return read_received(data, path)
    except ForeignError as problem:
        raise _unusable(path, str(problem)) from problem


def receive_answers(path: Path) -> Answered:
    """Return what an answer file holds.

    Raises:
        InboxError: it is none, or cannot be read.
    """
    data = _foreign_bytes(path, LARGEST)
    try:
        return read_answers(data)
    except ForeignError as problem:
        raise _unusable(path, f"these are no answers of a sheet of Planner: {problem}") from problem


def refuse_another_plan(path: Path, answers: Answered) -> None:
    """Refuse answers for a regimen that was named for them, but was shared as another plan.

    One that was never shared is not refused.

    Raises:
        InboxError: it was shared under another id.
        SaveError: the record of what was shared of it cannot be read.
    """
    record = read_record(path)
    if record is not None and record.plan != answers.plan:
        raise InboxError(
            f"it answers another plan than {visible(str(path))}, which was shared under another id;"
            " nothing was merged"
        )


def take_in(library: Path, title: str, data: bytes) -> Path:
    """Copy a regimen into the library as a new file, and return its path; nothing is overwritten.

    Raises:
        SaveError: it could not be written, or a label of the library's shelf would be taken for one
            that it does not hold.
    """
    _refuse_labels_of_ours(library, data)
    with refusals(library):
        library.mkdir(parents=True, exist_ok=True)
    while True:
        path = free_path(library, title)
        with refusals(path), contextlib.suppress(FileExistsError):
            _create(path, data)
            return path


class Inbox:
    """The regimens of a library, to find the one that something received belongs to.

    Each file is read once: one that has changed since is still found by what it was.
    """

    def __init__(self, library: Path, catalogue: Catalogue) -> None:
        self._library = library
        self._catalogue = catalogue

    def holding(self, digest: str) -> list[Path]:
        """Return the regimens that are, with their person or without, what a fingerprint names."""
        return self._by_digest.get(digest, [])

    def answered(self, answers: Answered) -> Path:
        """Return the regimen that answers belong to.

        It is the one that was shared under this id, whatever any other holds. Where none was, it
        is the one that is what was answered, or whose kept versions hold it: but only one that was
        not shared under another id, because the plans of two people may be the same.

        Raises:
            InboxError: there is none, or more than one.
        """
        shared = [path for path, plan in self._plans.items() if plan == answers.plan]
        if shared:
            return self._only(shared, "was shared as")
        alike: list[Path] = []
        for by_digest in (self._by_digest, self._by_kept_digest):
            found = _once(by_digest.get(answers.digest, []))
            free = [path for path in found if path not in self._plans]
            if free:
                self._refuse_unreadable()
                return self._only(free, "is")
            alike += found
        others = f"; {self._listed(_once(alike))} was shared as another one" if alike else ""
        raise InboxError(
            "no regimen of the library is the plan that was answered"
            f" (fingerprint {answers.fingerprint}), or was shared as it{others}; name it with --to"
        )

    def as_answered(self, reading: Reading, digest: str) -> Reading | None:
        """Return the regimen as it was answered: as it is, or as a kept version; None if neither.

        `reading` is what its file holds now.
        """
        versions = [reading]
        if reading.path is not None:
            versions += kept_versions(reading.path)
        return next((each for each in versions if digest in self._digests(each)), None)

    @cached_property
    def _files(self) -> list[Path]:
        return regimen_files(self._library)

    @cached_property
    def _by_digest(self) -> Mapping[str, list[Path]]:
        return self._paths_by_digest(lambda path: (read_regimen(path),))

    @cached_property
    def _by_kept_digest(self) -> Mapping[str, list[Path]]:
        return self._paths_by_digest(kept_versions)

    def _paths_by_digest(
        self, readings: Callable[[Path], Iterable[Reading]]
    ) -> Mapping[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in self._files:
            digests = {digest for each in readings(path) for digest in self._digests(each)}
            for digest in digests:
                found.setdefault(digest, []).append(path)
        return found

    @cached_property
    def _plans(self) -> Mapping[Path, str | None]:
        """The id under which each regimen was shared; None where its record cannot be read."""
        found: dict[Path, str | None] = {}
        for path in _once(self._files):
            try:
                record = read_record(path)
            except SaveError:
                found[path] = None
            else:
                if record is not None:
                    found[path] = record.plan
        return found

    def _refuse_unreadable(self) -> None:
        """Refuse to go by what a regimen holds while any record might name another.

        Raises:
            InboxError: a record cannot be read.
        """
        unreadable = [path for path, plan in self._plans.items() if plan is None]
        if unreadable:
            raise InboxError(
                f"the record of what was shared of {self._listed(unreadable)} cannot be read, so"
                " that it may be the plan that was answered; mend or delete the record, or name"
                " the regimen with --to"
            )

    def _only(self, found: list[Path], what: str) -> Path:
        """Return the one path that was found.

        Raises:
            InboxError: there are more.
        """
        if len(found) == 1:
            return found[0]
        raise InboxError(
            f"more than one regimen {what} the plan that was answered: {self._listed(found)}; name"
            " one of them with --to"
        )

    def _listed(self, paths: list[Path]) -> str:
        # with their folders: two of one name have the same id if they were the same at first
        named = [visible(str(path.relative_to(self._library))) for path in paths[:_MOST_NAMED]]
        more = len(paths) - len(named)
        return f"{', '.join(named)} and {more} more" if more else listed(named)

    def _digests(self, reading: Reading) -> set[str]:
        """Return the fingerprints under which a regimen may have been shared."""
        if not reading.whole:
            return set()
        found = {hashlib.sha256(reading.data).hexdigest()}
        place = reading.path or self._library / "evening.toml"
        used, _ = catalogue_for(place, self._catalogue)
        with contextlib.suppress(ExportRefusedError):
            for with_person in (False, True):
                options = Options(with_person=with_person)
                found.add(carried(reading, used, options).digest)
        return found


def _refuse_labels_of_ours(library: Path, data: bytes) -> None:
    """Refuse a regimen whose products would become other bottles here, without anybody's word.

    Raises:
        SaveError: it takes a product whose label it does not hold, and our shelf has that id.
    """
    home = home_of(library / "any.toml")
    wanted = missing_products(read_bytes(data)) if home else []
    ours = [each for each in wanted if home and on_shelf(home, each)]
    if ours:
        raise SaveError(
            f"not copied: it takes {listed(ours)} without a label, and your shelf has a label of"
            " that name, which may be of another bottle; ask its sender for what planner export"
            " makes of it, which holds its labels"
        )


def _foreign_bytes(path: Path, most: int) -> bytes:
    try:
        return file_bytes(path, most)
    except OSError as problem:
        raise _unusable(path, f"it cannot be read: {problem.strerror or problem}") from problem
    except ValueError as problem:
        raise _unusable(path, f"it is {problem}") from problem


def _unusable(path: Path, why: str) -> InboxError:
    return InboxError(f"{visible(str(path))}: {why}")


def _create(path: Path, data: bytes) -> None:
    """Write a new file, whole before it has its name.

    Raises:
        FileExistsError: something has the name, be it a link that leads nowhere.
    """
    # saving tidies files of this name away, should this one be left behind
    whole = path.with_name(f".planner-{secrets.token_hex(8)}.saving")
    replace_file(whole, data)
    try:
        try:
            os.link(whole, path, follow_symlinks=False)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # a file system without hard links
            with path.open("xb") as file:
                file.write(data)
    finally:
        whole.unlink(missing_ok=True)


def _once(paths: Iterable[Path]) -> list[Path]:
    """Return paths without those that are links to one before them."""
    found: dict[Path, Path] = {}
    for path in paths:
        found.setdefault(path.resolve(), path)
    return list(found.values())


def kept_versions(path: Path) -> Iterator[Reading]:
    """Yield the versions of a file that were kept when it was saved, the newest first."""
    target = path.resolve()
    stem = version_stem(target)
    folder = target.parent / VERSIONS
    try:
        kept = [
            each
            for each in folder.iterdir()
            if each.name.startswith(stem) and _KEPT.fullmatch(each.name[len(stem) :])
        ]
    except OSError:
        return
    for each in sorted(kept, reverse=True):
        with contextlib.suppress(OSError, ValueError):
            yield with_shelf(read_bytes(file_bytes(each), path), path)
