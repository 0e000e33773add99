"""Reading and judging a file that was received, by your country and your catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.catalogue import Catalogue
    from planner.export.opened import Opened


def open_file(path: Path, catalogue: Catalogue, country: str | None) -> Opened:
    """Return what a file that was received holds, judged here.

    Raises:
        InboxError: there is no regimen in it, or it cannot be read.
    """
    from planner.export.opened import judged
    from planner.library.inbox import receive

    return judged(path, receive(path), catalogue, country)


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
