"""The one setting that the first paint needs, read before the settings are read in earnest."""

from __future__ import annotations

import re
from pathlib import Path

_THEME = re.compile(rb"""^[ \t]*theme[ \t]*=[ \t]*["']([a-z]{1,20})["']""", re.MULTILINE)
_MOST = 64 * 1024


def early_theme(file: Path) -> str | None:
    """Return the theme that a settings file names, None where it names none.

    A reader that checks the whole file would delay the first paint; what is wrong with the file is
    told by it later.
    """
    if not file.is_file():
        return None
    try:
        with file.open("rb") as opened:
            found = _THEME.search(opened.read(_MOST))
    except OSError:
        return None
    return found[1].decode() if found else None
