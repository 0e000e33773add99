"""The user's settings: read with every problem named, written without losing what else is there."""

from __future__ import annotations

import re
import textwrap
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


def _one_of(*choices: str) -> Any:
    """Return a reader of one of a few words, which names the nearest where it is another."""

    def read(value: Any) -> str:
        if isinstance(value, str) and value.strip().lower() in choices:
            return value.strip().lower()
        offered = listed(quoted(choice) for choice in choices)
        near = did_you_mean(value, choices) if isinstance(value, str) else ""
        message = f"read {quoted(value)}, expected one of {offered}.{near}"
        raise PydanticCustomError("choice", "{message}", {"message": message})

    return PlainValidator(read)


THEMES = ("dark", "light", "contrast", "terminal")
CLOCKS = ("24 h", "12 h")
MOTIONS = ("full", "reduced")


class Settings(BaseModel):
    """What a user has set once for all regimens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    country: Annotated[str | None, PlainValidator(_read_country)] = None
    """Whose limits apply where a regimen's person has no country."""
    theme: Annotated[str, _one_of(*THEMES)] = THEMES[0]
    """The colours of the screen."""
    clock: Annotated[str, _one_of(*CLOCKS)] = CLOCKS[0]
    """How the screen shows times of day."""
    motion: Annotated[str, _one_of(*MOTIONS)] = MOTIONS[0]
    """Whether things on the screen may glide."""


EXPLAINED = {
    "country": "Whose upper limits apply where a regimen names no country: two letters such as"
    ' "US" or "DE", or "EU".',
    "theme": 'The colours of the screen: "dark", "light", "contrast" for the highest contrast, or'
    ' "terminal" for the colours of your terminal.',
    "clock": 'How the screen shows times: "24 h" or "12 h". Files keep 24 hours.',
    "motion": 'Whether things on the screen may glide: "full", or "reduced" for none of it.',
}
"""What each setting does, for the file and for the screen."""

_HEAD = "# Settings of Planner. A line that is left out, or commented out, has its default.\n"


def documented() -> str:
    """Return a new file of settings: every setting explained, with its default, commented out."""
    parts = [_HEAD]
    for key, words in EXPLAINED.items():
        default = Settings.model_fields[key].default or "US"
        comment = "\n".join(f"# {row}" for row in textwrap.wrap(words, 94))
        parts.append(f'{comment}\n# {key} = "{default}"\n')
    return "\n".join(parts)


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
        text = _read(target) if exists else documented()
        try:
            for key, value in settings.model_dump().items():
                if value != getattr(before, key):
                    text = _with_setting(text, key, value, Settings.model_fields[key].default)
        except TOMLKitError as refused:
            raise SaveError(f"{_shown(path)}: not saved: {visible(str(refused))}") from None
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, text.encode(), target if exists else None)


def _with_setting(text: str, key: str, value: str | None, default: str | None) -> str:
    """Return the file with a setting changed: in its own line, in the commented one, or at the end.

    A setting that goes back to its default leaves the file.
    """
    import tomlkit

    document = tomlkit.parse(text)
    if key in document:
        if value == default:
            del document[key]
        else:
            document[key] = value
        return document.as_string()
    line = f'{key} = "{value}"'
    commented = re.compile(rf"^#[ \t]*{key}[ \t]*=[^\n]*$", re.MULTILINE)
    if commented.search(text):
        return commented.sub(lambda _: line, text, count=1)
    return f"{text.rstrip()}\n{line}\n".lstrip()


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
