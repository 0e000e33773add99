"""What widgets tell the screens: each is something that has happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from planner.library.listing import Summary


@dataclass
class FieldEdited(Message):
    """A person has changed the text of a field."""

    name: str
    text: str


@dataclass
class ChoiceMade(Message):
    """A person has chosen one or more of several answers."""

    name: str
    chosen: tuple[str, ...]


@dataclass
class SubstanceChosen(Message):
    """A person has said what is taken: an id of the catalogue, or a name that it lacks.

    Both are empty where something else was chosen before its name was typed.
    """

    substance: str
    name: str


@dataclass
class DaysEdited(Message):
    """A person has changed the days of the week."""

    days: tuple[str, ...]


@dataclass
class RegimensListed(Message):
    """The worker has read some of the library."""

    summaries: tuple[Summary, ...]
    folder: Path
    done: bool
    problem: str = ""
