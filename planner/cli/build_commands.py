"""The one table of what can be typed at the menu of the plain mode: it feeds menu and help."""

from __future__ import annotations

from dataclasses import dataclass

from planner.cli.build_dialogue import ANYWHERE, Option, matching
from planner.cli.output import width, wrap


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done with the evening."""

    word: str
    key: str
    """One letter for it, that of the screen's key; empty where there is none."""
    help: str
    takes: str = ""
    """What may be typed behind the word, as an example."""


COMMANDS = (
    Command("add", "a", "add a supplement", "magn"),
    Command("change", "e", "change an entry", "1"),
    Command("remove", "x", "remove an entry; undo brings it back", "1"),
    Command("copy", "c", "put a copy of an entry behind it", "1"),
    Command("bedtime", "b", "change the bedtime; times before bed follow it", "22:30"),
    Command("title", "t", "change the title", "Wind-down"),
    Command("length", "l", "say for how many weeks this is planned", "8"),
    Command("country", "o", "choose whose limits apply", "DE"),
    Command("person", "p", "age, conditions and medicines with their times"),
    Command("notes", "n", "write notes that are kept with the evening"),
    Command("show", "", "hear the evening: entries, schedule, totals and findings"),
    Command("accept", "y", "accept a warning with a reason, or take that back", "1"),
    Command("evidence", "v", "hear what is documented, with the sources", "magnesium"),
    Command("undo", "u", "take the last change back"),
    Command("redo", "r", "do again what was undone"),
    Command("save", "w", "save the evening to its file", "evening.toml"),
    Command("quit", "q", "leave Planner; unsaved changes are asked about"),
)

_KEYS = {command.key: command for command in COMMANDS if command.key}
_OPTIONS = [Option(command.word, command.word) for command in COMMANDS]


def command_rows() -> list[str]:
    """Return every command in a sentence."""
    return [command_row(command) for command in COMMANDS]


def command_row(command: Command) -> str:
    """Return what a command does, with an example where it takes something."""
    such_as = f" Such as: {command.word} {command.takes}." if command.takes else ""
    return f"{command.word}: {command.help}.{such_as}"


def commands_help() -> list[str]:
    """Return what can be typed, in lines, for those who read it before they start."""
    rows = [f"{number}. {row}" for number, row in enumerate(command_rows(), start=1)]
    return [line for row in (*rows, ANYWHERE) for line in wrap(row, width())]


def command_meant(word: str) -> Command:
    """Return the command that a word, its first letters, its key or its number stand for.

    Raises:
        ValueError: it stands for none of them, or for several.
    """
    by_key = _KEYS.get(word.lower())
    if by_key is not None:
        return by_key
    chosen = matching(word, _OPTIONS)
    return next(command for command in COMMANDS if command.word == chosen.value)
