"""Writing a new template into a library, and keeping the state of it that a plan was made from."""

from __future__ import annotations

import os
from pathlib import Path

from planner.library.atomic import SaveError, refusals, replace_file
from planner.library.listing import SUFFIX
from planner.library.moves import file_name
from planner.library.store import VERSIONS
from planner.library.templates import TEMPLATES, TemplateFile, keep_state, kept_file, templates
from planner.regimen.filling import NotATemplateError
from planner.regimen.models import Regimen
from planner.wording import quoted, visible

_LEVELS = 4
"""Folders in which the states of templates are looked for: that of the plan, and those above."""

__all__ = ["SaveError", "keep_state_of", "same_name_words", "template_path", "write_template"]


def template_path(library: Path, name: str) -> Path:
    """Return where a new template of a name goes: `Wind down` is `templates/wind-down.toml`.

    Raises:
        ValueError: it is no name of a file; the message says what is.
    """
    written = "-".join(name.split()).lower().removesuffix(SUFFIX)
    return library / TEMPLATES / file_name(written)


def same_name(library: Path, path: Path) -> TemplateFile | None:
    """Return another template with the name of one, of the library or of Planner's, or None.

    The two could not be told apart by their name, by which plans say what they were made from.
    """
    for each in templates(library):
        if each.name == path.stem and each.path != path:
            return each
    return None


def same_name_words(library: Path, path: Path) -> str:
    """Say that another template has the name of one and what to do; empty where none has."""
    other = same_name(library, path)
    if other is None:
        return ""
    if other.shipped:
        said = f"a template that comes with Planner is called {quoted(other.name)} already"
    else:
        said = f"{visible(str(other.path))} is a template of that name already"
    return f"{said}; choose another name"


def write_template(text: str, path: Path) -> None:
    """Write the text of a template to a new file, all of it or nothing.

    Raises:
        SaveError: there is such a file already, or it could not be written.
    """

    def require_new() -> None:
        if os.path.lexists(path):
            raise SaveError(
                f"{visible(str(path))}: not saved: there is such a file already;"
                " save under another name."
            )

    require_new()
    with refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode(), check=require_new)


def keep_state_of(regimen: Regimen, path: Path, library: Path) -> str:
    """Keep the state of the template that a regimen saved to a path was made from.

    Returns what to tell a person where that state is not kept, or an empty text.
    """
    derived = regimen.derived
    if derived is None or _is_kept(derived.template, derived.version, path.parent):
        return ""
    for each in templates(library):
        if each.name != derived.template:
            continue
        try:
            source = each.source
        except NotATemplateError:
            continue
        if source.version != derived.version:
            continue
        try:
            keep_state(source, path.parent)
        except SaveError as problem:
            return (
                f"The template as it is now could not be kept beside the plan: {problem} A later"
                " change of it cannot be carried over without that."
            )
        return ""
    return (
        f"The template {quoted(derived.template)} is not here as it was when the plan was made, so"
        " that state of it is not kept beside the plan."
    )


def _is_kept(template: str, version: str, folder: Path) -> bool:
    """Whether a state lies beside a plan, or above it, where it is looked for as well."""
    name = kept_file(template, version)
    try:
        folders = [folder.absolute(), *folder.absolute().parents][:_LEVELS]
        return Path(name).name == name and any(
            (each / VERSIONS / TEMPLATES / name).is_file() for each in folders
        )
    except (OSError, ValueError):
        return False
