"""Reading and judging a file that was received, by your country and your catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.differing import Differences
    from planner.export.received import Received
    from planner.export.sheet import Sheet
    from planner.judge.findings import Verdict
    from planner.regimen.reading import Reading


@dataclass(frozen=True, slots=True)
class Opened:
    """A regimen that was received, and what is to be said of it here."""

    path: Path
    """The file that was received."""
    received: Received
    reading: Reading
    """The regimen without the country of its person: yours decides."""
    named: str | None
    """The country that it names, which is not used."""
    verdict: Verdict
    sheet: Sheet | None
    """None where it holds errors, so that nobody should take anything by it."""
    found: Differences | None
    """What differs from the sender's sheet; None where that is not known."""

    @property
    def status(self) -> str:
        """`pass`, `ask`, `warn` or `invalid`; what the sender accepted counts."""
        from planner.cli.received_page import status

        return status(self.sheet) if self.sheet is not None else "invalid"


def open_file(path: Path, catalogue: Catalogue, country: str | None) -> Opened:
    """Return what a file that was received holds, judged here.

    Raises:
        InboxError: there is no regimen in it, or it cannot be read.
    """
    from planner.library.inbox import receive

    return judged(path, receive(path), catalogue, country)


def judged(path: Path, received: Received, catalogue: Catalogue, country: str | None) -> Opened:
    """Return what was received from a file, judged by the limits of a country."""
    from planner.export.differing import differences
    from planner.export.making import Options, make_sheet
    from planner.export.received import UNKNOWN_EDITION, without_country
    from planner.judge import judge_reading
    from planner.judge.findings import Severity

    reading, named = without_country(received.reading, catalogue)
    verdict = judge_reading(reading, catalogue, country)
    if any(each.severity is Severity.ERROR for each in verdict.findings):
        return Opened(path, received, reading, named, verdict, None, None)
    told = received.told
    edition = told.edition if told else UNKNOWN_EDITION
    sheet = make_sheet(reading, catalogue, edition, Options(with_person=True, country=country))
    found = differences(told, sheet) if told else None
    return Opened(path, received, reading, named, verdict, sheet, found)


def typed_path(text: str) -> Path:
    """Return the file that a person has typed, pasted or dragged onto the terminal.

    Raises:
        ValueError: there is no such file.
    """
    written = text.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "'\"":
        written = written[1:-1]
    if not written:
        raise ValueError("Write the path of a file, such as ~/Downloads/evening.html.")
    for each in (written, written.replace("\\", "")):  # terminals write `\ ` for a blank
        try:
            path = Path(each).expanduser()
            if path.is_file():
                return path
        except (OSError, ValueError, RuntimeError):
            continue
    raise ValueError("There is no such file.")
