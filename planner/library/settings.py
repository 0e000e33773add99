"""The user's settings: read with every problem named, written without losing what else is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError
from pydantic_core import PydanticCustomError

from planner.library.atomic import SaveError, refusals, replace_file
from planner.library.paths import settings_file
from planner.regimen.positions import find_positions
from planner.wording import did_you_mean, listed, quoted, visible

_COUNTRY = re.compile(r"[A-Z]{2}")
_LARGEST = 64 * 1024
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)")


def _read_country(value: Any) -> str | None:
    if value is None or (isinstance(value, str) and _COUNTRY.fullmatch(value)):
        return value
    if isinstance(value, str) and _COUNTRY.fullmatch(value.strip().upper()):
        return value.strip().upper()
    message = f'read {quoted(value)}, expected two letters in quotes such as "US", or "EU"'
    raise PydanticCustomError("country", "{message}", {"message": message})


class Settings(BaseModel):
    """What a user has set once for all regimens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Annotated[str | None, PlainValidator(_read_country)] = None
    """Whose limits apply where a regimen's person has no country."""


def load_settings(path: Path | None = None) -> tuple[Settings, str | None]:
    """Return the settings, and what is wrong with their file, a line for each problem.

    Never raises; what cannot be read has its default. That there is no file is no problem.
    """
    path = path or settings_file()
    try:
        text = _read(path)
    except FileNotFoundError:
        return Settings(), None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        return Settings(), f"{_shown(path)}: cannot be read: {reason}; the defaults are used"
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        at = _AT_LINE.search(str(problem))
        what = visible(_AT_LINE.sub("", str(problem)))
        place = f"{_shown(path)}:{at[1] if at else 1}"
        return Settings(), f"{place}: not valid TOML: {what}; the defaults are used"
    try:
        return Settings.model_validate(table), None
    except ValidationError as error:
        problems = error.errors(include_url=False)
    positions = find_positions(text)
    messages: list[tuple[int, str]] = []
    for found in problems:
        key = str(found["loc"][0])
        line = positions.line((key,))
        said = _unknown(key) if found["type"] == "extra_forbidden" else found["msg"]
        messages.append((line, f"{_shown(path)}:{line}: {visible(key)}: {said}"))
        table.pop(key, None)
    return Settings.model_validate(table), "\n".join(message for _, message in sorted(messages))


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Save the settings atomically; comments of the file stay, and the same settings write nothing.

    Raises:
        SaveError: the file cannot be written, or holds what could not be read and would be lost.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = path or settings_file()
    before, problem = load_settings(path)
    if problem:
        raise SaveError(f"{problem}\nThe settings were not saved: mend that, or delete the file.")
    if before == settings:
        return
    with refusals(path):
        target = path.resolve()
        exists = target.exists()
        try:
            document = tomlkit.parse(_read(target)) if exists else tomlkit.document()
        except TOMLKitError as refused:
            raise SaveError(f"{_shown(path)}: not saved: {visible(str(refused))}") from None
        for key, value in settings.model_dump().items():
            if value is not None:
                document[key] = value
            elif key in document:
                del document[key]
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, document.as_string().encode(), target if exists else None)


def _read(path: Path) -> str:
    """Return the text of the file. Raises OSError, or ValueError for what is no short text."""
    if path.is_fifo() or path.is_char_device():
        raise ValueError("it is not a regular file")
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ValueError("it is larger than 64 KiB")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None


def _unknown(key: str) -> str:
    known = list(Settings.model_fields)
    return f"unknown setting.{did_you_mean(key, known)} Known: {listed(known)}."


def _shown(path: Path) -> str:
    return visible(str(path))
