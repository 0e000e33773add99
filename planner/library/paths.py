"""Where things are: regimens, settings, drafts, and the regimens that come with Planner."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "PLANNER_LIBRARY"
FOLDER = "regimens"
DRAFTS = "drafts"

_APPLICATION = "planner"


def library_folder(option: Path | None = None) -> Path:
    """Return the folder of the user's regimens, which may not exist yet.

    The option comes first, then $PLANNER_LIBRARY, then `regimens` in the current folder if it is
    there, then the place where the system keeps a user's data.
    """
    if option is not None:
        return _expanded(option)
    if named := os.environ.get(VARIABLE):
        return _expanded(Path(named))
    near = Path(FOLDER)
    if near.is_dir():
        return near
    from platformdirs import user_data_path

    return user_data_path(_APPLICATION, appauthor=False) / FOLDER


def settings_file() -> Path:
    """Return the file of the user's settings, which may not exist yet."""
    from platformdirs import user_config_path

    return user_config_path(_APPLICATION, appauthor=False) / "settings.toml"


def drafts_folder() -> Path:
    """Return the folder of drafts that are kept while one edits, which may not exist yet."""
    from platformdirs import user_state_path

    return user_state_path(_APPLICATION, appauthor=False) / DRAFTS


def shipped_folder() -> Path:
    """Return the folder of the regimens and templates that come with Planner."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / FOLDER


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # `~somebody`, who is not known here
        return path
